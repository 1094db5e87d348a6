/* Sentences about lists of pairs. Pairs count from 1 for people, and from 0 in JSON. */
#include "app/cli/pairs-report.h"

#include "app/cli/output.h"

#define N_TOLD 5 /* failures or gaps, before it is too long to read */

void
cli_pairs_note_failures (CliCall *call, const TrestleDataset *dataset)
{
  const TrestlePairLog *log = dataset->log;

  if (log->n_failed == 0)
    return;
  cli_note (call, "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pairs failed and are left out%s", log->n_failed,
            trestle_pair_log_count (log), log->n_failed > N_TOLD ? "; the first of them:" : ":");
  for (guint i = 0; i < MIN (log->failures->len, N_TOLD); i++)
    {
      const TrestlePairFailure *failure = &g_array_index (log->failures, TrestlePairFailure, i);

      cli_note (call, "line %" G_GUINT64_FORMAT ": %s", failure->line, failure->reason);
    }
}

void
cli_pairs_note_cut (CliCall *call, const TrestlePairSession *session)
{
  if (session->n_cut > 0)
    cli_note (call, "%" G_GUINT64_FORMAT " %s longer than the %u tokens that the model reads, and lost the end", session->n_cut,
              session->n_cut == 1 ? "text is" : "texts are", trestle_session_get_max_tokens (session->session));
}

/* (transfer full) (element-type TrestlePairRange) */
static GArray *
find_missing (const TrestleDataset *dataset)
{
  return trestle_pair_log_find_missing (dataset->log, (TrestlePairRange){ 0, dataset->n_pairs });
}

static void
print_json (CliCall *call, const TrestleDataset *dataset, const char *name)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autoptr (GArray) missing = find_missing (dataset);

  cli_json_add_string (builder, "output", name);
  cli_json_add_integer (builder, "pairs", (gint64) dataset->n_pairs);
  cli_json_add_integer (builder, "measured", (gint64) trestle_dataset_get_n_measured (dataset));
  cli_json_add_integer (builder, "failed", (gint64) dataset->log->n_failed);
  json_builder_begin_array (json_builder_set_member_name (builder, "missing"));
  for (guint i = 0; i < missing->len; i++)
    {
      const TrestlePairRange *range = &g_array_index (missing, TrestlePairRange, i);

      json_builder_begin_array (builder);
      json_builder_add_int_value (builder, (gint64) range->begin);
      json_builder_add_int_value (builder, (gint64) range->end);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  cli_print_json (call, json_builder_end_object (builder));
}

static void
print_missing (CliCall *call, const GArray *missing)
{
  for (guint i = 0; i < MIN (missing->len, N_TOLD); i++)
    {
      const TrestlePairRange *range = &g_array_index (missing, TrestlePairRange, i);

      cli_print (call, "missing: %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, range->begin + 1, range->end);
    }
  if (missing->len > N_TOLD)
    cli_print (call, "missing: %u more such ranges", missing->len - N_TOLD);
}

void
cli_pairs_print_state (CliCall *call, const TrestleDataset *dataset, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GArray) missing = find_missing (dataset);

  if (call->options.json)
    {
      print_json (call, dataset, name);
      return;
    }
  cli_print (call, "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pairs, %" G_GUINT64_FORMAT " of which failed, are in “%s”",
             trestle_pair_log_count (dataset->log), dataset->n_pairs, dataset->log->n_failed, name);
  /* A shard lacks what the others have. */
  if (call->options.shard == NULL)
    print_missing (call, missing);
}
