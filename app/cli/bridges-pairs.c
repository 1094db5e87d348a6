/* Bridges on average over a list of pairs, from the model or from a file of results. */
#include "analysis/measures/dataset-state.h"
#include "analysis/measures/pair-session.h"
#include "app/cli/bridges-private.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "app/cli/pairs-report.h"
#include "app/cli/pairs.h"
#include "core/error.h"

#define KIND "bridges"
#define NAMED_COLUMNS 40 /* of the list, where it is named in a sentence */

/* A model whose bridges are measured. */
typedef struct
{
  TrestlePairSession *model;
  TrestleBridgeShape shape;
} Measuring;

static void
measuring_clear (Measuring *measuring)
{
  g_clear_pointer (&measuring->model, trestle_pair_session_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Measuring, measuring_clear)

/* Answers and both sides of a bridge are all that is needed, so no attention is recorded. */
static gboolean
open_model (Measuring *measuring, const CliCall *call, guint stand_ins, GError **error)
{
  g_autofree char *path = cli_find_model (call, error);
  const TrestleModel *model;

  measuring->model = path != NULL
                         ? trestle_pair_session_open (path, &call->options.settings, TRESTLE_STAND_IN_NONE, NULL, NULL, NULL, error)
                         : NULL;
  if (measuring->model == NULL)
    return FALSE;
  model = trestle_session_get_model (measuring->model->session);
  trestle_session_set_recording (measuring->model->session, (TrestleRecording){ .blocks = 0 });
  trestle_bridge_shape_init (&measuring->shape, model, stand_ins);
  return cli_bridge_study_check (model, error);
}

/* A TrestlePairMeasure. */
static gboolean
measure_pair (const TrestlePair *pair, double *values, gpointer data, GError **error)
{
  const Measuring *measuring = data;
  TrestlePairSession *model = measuring->model;
  g_autoptr (TrestleTrace) intact = trestle_pair_session_run (model, pair, NULL, error);

  return intact != NULL
         && trestle_bridge_shape_measure (&measuring->shape, model->session, model->tokens, intact, values, NULL, NULL, NULL, error);
}

/* A TrestlePairReadAhead. */
static void
read_ahead (const GPtrArray *pairs, gpointer data, GCancellable *cancellable)
{
  trestle_pair_session_read_ahead (((const Measuring *) data)->model, pairs, cancellable);
}

static gboolean
measure_list (const CliCall *call, CliPairs *pairs, Measuring *measuring, TrestleDataset **dataset, GError **error)
{
  const TrestleModel *model = trestle_session_get_model (measuring->model->session);
  g_autofree char *settings = cli_bridge_study_describe (model, &measuring->shape, call->options.image_size);
  const CliPairsJob job = {
    .kind = KIND,
    .models = (const char *const[]){ trestle_model_get_name (model), NULL },
    .settings = settings,
    .n_values = measuring->shape.n_values,
    .measure = measure_pair,
    .data = measuring,
    .read_ahead = read_ahead,
  };

  return cli_pairs_run (pairs, &job, dataset, error);
}

static guint64
count_missing (const TrestleDataset *dataset)
{
  return dataset->n_pairs - trestle_pair_log_count (dataset->log);
}

/* (transfer full): "mean of 198 pairs, partial" */
static char *
describe_mean (const TrestleDataset *dataset)
{
  guint64 n = trestle_dataset_get_n_measured (dataset);

  return g_strdup_printf ("mean of %" G_GUINT64_FORMAT " %s%s", n, n == 1 ? "pair" : "pairs",
                          trestle_dataset_is_partial (dataset) ? ", partial" : "");
}

static gboolean
write_figure (CliCall *call, const TrestleDataset *dataset, const CliBridgeStudy *study, const CliBridgesChoice *choice, GError **error)
{
  g_autofree char *mean = describe_mean (dataset);
  g_autofree char *input = g_strdup_printf ("%s: %s of %" G_GUINT64_FORMAT ", of which %" G_GUINT64_FORMAT " failed", dataset->list_name,
                                            mean, dataset->n_pairs, dataset->log->n_failed);
  g_autoptr (TrestleFigure) figure = cli_bridges_draw (call, study, choice, mean, NULL);

  return cli_figure_write (call, figure, cli_bridges_get_title (choice), study->name, input, error);
}

static void
print_json (CliCall *call, const TrestleDataset *dataset, const CliBridgeStudy *study)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  cli_json_add_string (builder, "name", study->name);
  cli_json_add_integer (builder, "pairs", (gint64) dataset->n_pairs);
  cli_json_add_integer (builder, "failed", (gint64) dataset->log->n_failed);
  json_builder_add_boolean_value (json_builder_set_member_name (builder, "partial"), trestle_dataset_is_partial (dataset));
  if (count_missing (dataset) > 0)
    cli_json_add_integer (builder, "missing", (gint64) count_missing (dataset));
  cli_bridges_add_json (builder, study);
  cli_figure_add_output (call, builder);
  cli_print_json (call, json_builder_end_object (builder));
}

static void
print_table (CliCall *call, const TrestleDataset *dataset, const CliBridgeStudy *study, const CliBridgesChoice *choice)
{
  g_autofree char *count = cli_group_digits (trestle_dataset_get_n_measured (dataset));
  g_autofree char *list = cli_fit (dataset->list_name, NAMED_COLUMNS);

  cli_print (call, "Means of %s pairs of “%s”, %" G_GUINT64_FORMAT " failed", count, list, dataset->log->n_failed);
  cli_bridges_print_table (call, study, choice);
}

/* @file: what errors call the results */
static gboolean
report (CliCall *call, const TrestleDataset *dataset, const char *file, const CliBridgesChoice *choice, GError **error)
{
  g_autoptr (CliBridgeStudy) study = cli_bridge_study_from_dataset (dataset, file, error);

  if (study == NULL || !cli_bridge_study_choose_task (study, call->options.task, error)
      || (call->options.output != NULL && !write_figure (call, dataset, study, choice, error)))
    return FALSE;
  if (call->options.json)
    print_json (call, dataset, study);
  else if (call->options.output != NULL)
    cli_figure_print_output (call);
  else
    print_table (call, dataset, study, choice);
  if (!call->options.json && count_missing (dataset) > 0)
    cli_note (call, "%" G_GUINT64_FORMAT " of the pairs are not done yet", count_missing (dataset));
  return TRUE;
}

gboolean
cli_bridges_run_pairs (CliCall *call, const CliBridgesChoice *choice, GError **error)
{
  g_autoptr (CliPairs) pairs = cli_pairs_open (call, error);
  g_auto (Measuring) measuring = { .model = NULL };
  g_autoptr (TrestleDataset) dataset = NULL;

  if (pairs == NULL || !open_model (&measuring, call, choice->stand_ins, error) || !measure_list (call, pairs, &measuring, &dataset, error))
    return FALSE;
  cli_pairs_note_cut (call, measuring.model);
  if (dataset != NULL && !report (call, dataset, call->options.pairs, choice, error))
    return FALSE;
  cli_pairs_finish (pairs);
  return TRUE;
}

gboolean
cli_bridges_run_merged (CliCall *call, const CliBridgesChoice *choice, GError **error)
{
  const char *path = call->options.merged;
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleDataset) dataset = trestle_dataset_load (path, error);

  if (dataset == NULL)
    return FALSE;
  if (g_str_equal (dataset->kind, KIND))
    return report (call, dataset, name, choice, error);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” has results of another kind, “%s”; bridges prints those it has measured",
               name, dataset->kind);
  return FALSE;
}
