/* The subcommand bench: what is measured, and how it is said. */
#pragma once

#include "analysis/measures/run-difference.h"
#include "app/cli/subject.h"

G_BEGIN_DECLS

typedef enum
{
  CLI_STAGE_LOAD,
  CLI_STAGE_VISION,
  CLI_STAGE_TEXT,
  CLI_STAGE_FUSION,
  CLI_STAGE_FULL,
  CLI_STAGE_CAPTION_EDIT,
  CLI_STAGE_KNOCK_OUT,
  CLI_N_STAGES,
} CliStage;

/* So many texts on one image, or pairs whose images are read together: the seconds of all of them, run by run. */
typedef struct
{
  guint n;
  GArray *seconds; /* (element-type double) */
} CliCountTimes;

/**
 * CliBench:
 * @ids: `[n_tokens]`, one text
 * @other_ids: `[n_tokens]`, another
 * @pixels: `[3, size, size]`
 * @seconds: (element-type double): of each stage, run by run; in order once all is measured. Of a knock-out the mean over the bridges, none
 *   if there are no bridges
 * @captions: (element-type CliCountTimes): by number of captions, as they were asked for
 * @batches: (element-type CliCountTimes): likewise by number of images at a time
 * @operations: floating-point operations of a full run
 * @yardstick: (element-type double): operations a second of a plain product of large matrices, in the same minutes
 * @memory: bytes: the most that was in memory at once, mapped weights included, before anything was opened to compare with
 * @difference: from the same run in float32
 * @has_difference: whether it was measured, which is for another precision than float32
 * @last_ids: (nullable): the text that was run last, whose tower need not run again
 * @text_start: when the text tower began in the run at hand, in microseconds; 0 before
 * @fusion_start: likewise the fusion
 */
typedef struct
{
  CliCall *call;
  TrestleSession *session;
  guint n_tokens;
  gint32 *ids;
  gint32 *other_ids;
  TrestleTensor pixels;
  GArray *seconds[CLI_N_STAGES];
  GArray *captions;
  GArray *batches;
  double operations;
  GArray *yardstick;
  gint64 memory;
  TrestleRunDifference difference;
  gboolean has_difference;
  const gint32 *last_ids;
  gint64 text_start;
  gint64 fusion_start;
} CliBench;

CliBench *cli_bench_new (CliCall *call);
void cli_bench_free (CliBench *bench);

/* Opens the model and runs it, as often as was asked for. Errors: those of the model and of a run. */
gboolean cli_bench_measure (CliBench *bench, GError **error);

/* Of numbers in order; of an even number of them the mean of the two in the middle. */
double cli_bench_find_median (const GArray *sorted);

/* As a table, or as JSON if that was asked for. */
void cli_bench_print (const CliBench *bench);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliBench, cli_bench_free)

G_END_DECLS
