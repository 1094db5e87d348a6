/* Evaluation pair by pair: right or wrong, and the mean of that. */
#include <string.h>

#include "analysis/measures/dataset-state.h"
#include "analysis/measures/judgement.h"
#include "analysis/measures/pair-session.h"
#include "app/cli/answers.h"
#include "app/cli/evaluate-private.h"
#include "app/cli/output.h"
#include "app/cli/pairs-report.h"
#include "app/cli/pairs.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"
#include "core/error.h"
#include "core/tasks.h"

/* Of results in files: what stands before the task's name. */
#define KIND "accuracy-"

/**
 * Judge: a model that is judged.
 * @names: (nullable): `[answers]`, of its answers, by number
 */
typedef struct
{
  TrestleTask task;
  TrestlePairSession *model;
  char **names;
} Judge;

static void
judge_free (Judge *judge)
{
  g_clear_pointer (&judge->model, trestle_pair_session_free);
  g_strfreev (judge->names);
  g_free (judge);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Judge, judge_free)

static Judge *
judge_new (const CliCall *call, TrestleTask task, GError **error)
{
  const CliOptions *given = &call->options;
  g_autofree char *path = cli_find_model (call, error);
  g_autoptr (Judge) judge = g_new0 (Judge, 1);
  const TrestleModel *model;

  judge->task = task;
  judge->model = path != NULL ? trestle_pair_session_open (path, &given->settings, TRESTLE_STAND_IN_NONE, NULL, NULL, NULL, error) : NULL;
  if (judge->model == NULL)
    return NULL;
  model = trestle_session_get_model (judge->model->session);
  if (!trestle_task_check (task, model, error))
    return NULL;
  if (given->answers != NULL && (judge->names = cli_answers_load (given->answers, trestle_model_get_n_answers (model), error)) == NULL)
    return NULL;
  trestle_session_set_recording (judge->model->session, (TrestleRecording){ .blocks = 0 });
  return g_steal_pointer (&judge);
}

/* (transfer full) (nullable): what the model says to the pair that it was run on */
static char *
find_answer (const Judge *judge, const TrestleTrace *trace, GError **error)
{
  const TrestleTokens *tokens = judge->model->tokens;
  const TrestleSession *session = judge->model->session;
  g_autoptr (GPtrArray)
      answers = trestle_task_answer (judge->task, trestle_session_get_model (session), NULL, trace, tokens->ids, tokens->length, 1, error);
  const TrestleCandidate *best;

  if (answers == NULL)
    return NULL;
  best = &g_array_index (((TrestleAnswer *) g_ptr_array_index (answers, 0))->candidates, TrestleCandidate, 0);
  return g_strdup (judge->names != NULL ? judge->names[best->id] : best->label);
}

/* A TrestlePairMeasure of one number. */
static gboolean
judge_pair (const TrestlePair *pair, double *values, gpointer data, GError **error)
{
  Judge *judge = data;
  g_autoptr (TrestleTrace) trace = trestle_pair_session_run (judge->model, pair, NULL, error);
  g_autofree char *answer = trace != NULL ? find_answer (judge, trace, error) : NULL;

  return answer != NULL && trestle_judgement_make (judge->task, pair, answer, &values[0], error);
}

/* A TrestlePairReadAhead. */
static void
read_ahead (const GPtrArray *pairs, gpointer data, GCancellable *cancellable)
{
  trestle_pair_session_read_ahead (((const Judge *) data)->model, pairs, cancellable);
}

/* (transfer full): what changes the numbers beside model and list. */
static char *
describe_settings (const CliCall *call, const Judge *judge)
{
  GString *settings = g_string_new (NULL);

  g_string_printf (settings, "image size %d", call->options.image_size);
  if (judge->names != NULL)
    {
      g_autofree char *names = g_strjoinv ("\n", judge->names);
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, names, -1);

      g_string_append_printf (settings, ", answers %s", digest);
    }
  return g_string_free (settings, FALSE);
}

static guint64
count_missing (const TrestleDataset *dataset)
{
  return dataset->n_pairs - trestle_pair_log_count (dataset->log);
}

static JsonBuilder *
build_json (const TrestleDataset *dataset)
{
  JsonBuilder *builder = json_builder_begin_object (json_builder_new ());

  cli_json_add_string (builder, "task", dataset->kind + strlen (KIND));
  cli_json_add_integer (builder, "pairs", (gint64) dataset->n_pairs);
  cli_json_add_integer (builder, "failed", (gint64) dataset->log->n_failed);
  if (count_missing (dataset) > 0)
    cli_json_add_integer (builder, "missing", (gint64) count_missing (dataset));
  cli_json_add_number (builder, "accuracy", trestle_tally_get_mean (dataset->tally, 0));
  cli_json_add_number (builder, "interval", trestle_tally_get_interval (dataset->tally, 0));
  return json_builder_end_object (builder);
}

static void
print_table (CliCall *call, const TrestleDataset *dataset)
{
  g_autoptr (CliTable) table = cli_table_new ("rrrrl", "accuracy", "± 95 %", "pairs", "failed", "task");
  double interval = trestle_tally_get_interval (dataset->tally, 0);

  cli_table_add (table, g_strdup_printf ("%.4f", trestle_tally_get_mean (dataset->tally, 0)),
                 trestle_dataset_get_n_measured (dataset) > 1 ? g_strdup_printf ("%.4f", interval) : g_strdup ("-"),
                 cli_group_digits (dataset->n_pairs), cli_group_digits (dataset->log->n_failed), g_strdup (dataset->kind + strlen (KIND)));
  cli_table_print (table, call);
  if (count_missing (dataset) > 0)
    cli_note (call, "%" G_GUINT64_FORMAT " of the pairs are not done yet", count_missing (dataset));
}

/* To --output, if there is one, and to standard output. */
static gboolean
report (CliCall *call, const TrestleDataset *dataset, GError **error)
{
  g_autoptr (JsonBuilder) builder = build_json (dataset);

  if (!cli_write_json (call->options.output, builder, error))
    return FALSE;
  if (call->options.json)
    cli_print_json (call, builder);
  else
    print_table (call, dataset);
  return TRUE;
}

static gboolean
judge_list (const CliCall *call, CliPairs *pairs, Judge *judge, TrestleDataset **dataset, GError **error)
{
  const char *model = trestle_model_get_name (trestle_session_get_model (judge->model->session));
  g_autofree char *kind = g_strconcat (KIND, trestle_task_get_name (judge->task), NULL);
  g_autofree char *settings = describe_settings (call, judge);
  const CliPairsJob job = {
    .kind = kind,
    .models = (const char *const[]){ model, NULL },
    .settings = settings,
    .n_values = 1,
    .measure = judge_pair,
    .data = judge,
    .read_ahead = read_ahead,
  };

  return cli_pairs_run (pairs, &job, dataset, error);
}

gboolean
cli_evaluate_pairs (CliCall *call, TrestleTask task, GError **error)
{
  g_autoptr (CliPairs) pairs = cli_pairs_open (call, error);
  g_autoptr (Judge) judge = pairs != NULL ? judge_new (call, task, error) : NULL;
  g_autoptr (TrestleDataset) dataset = NULL;

  if (judge == NULL || !judge_list (call, pairs, judge, &dataset, error))
    return FALSE;
  cli_pairs_note_cut (call, judge->model);
  if (dataset != NULL && !report (call, dataset, error))
    return FALSE;
  cli_pairs_finish (pairs);
  return TRUE;
}

gboolean
cli_evaluate_merged (CliCall *call, GError **error)
{
  g_autoptr (TrestleDataset) dataset = trestle_dataset_load (call->options.merged, error);

  if (dataset == NULL)
    return FALSE;
  if (g_str_has_prefix (dataset->kind, KIND) && dataset->tally->n_values == 1)
    return report (call, dataset, error);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” has results of another kind, “%s”; evaluate prints those it has measured",
               call->options.merged, dataset->kind);
  return FALSE;
}
