/* trestle-cli ask: a question about the image. */
#include "app/cli/answers.h"
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "QUESTION", "The question.", .is_required = TRUE, .is_single = TRUE },
  { "top", 0, CLI_INT (top), "N", "How many answers to print, best first; 5 without it.", .least = 1, .most = G_MAXINT },
  { "answers", 0, CLI_STRING (answers), "FILE",
    "Names for the answers, where the checkpoint has none or others: a JSON list, a JSON object of names by number or of numbers by "
    "name, or a text with a name on every line. There must be one for each of the model's answers." },
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

static void
print_json (CliCall *call, const TrestleAnswer *answer, guint n_dropped)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  json_builder_begin_array (json_builder_set_member_name (builder, "answers"));
  for (guint i = 0; i < answer->candidates->len; i++)
    {
      const TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, i);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "answer", candidate->label);
      cli_json_add_number (builder, "probability", candidate->probability);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  cli_json_add_dropped (builder, n_dropped);
  json_builder_end_object (builder);
  cli_print_json (call, builder);
}

static void
print_table (CliCall *call, const TrestleAnswer *answer)
{
  g_autoptr (CliTable) table = cli_table_new ("rl", "probability", "answer");

  for (guint i = 0; i < answer->candidates->len; i++)
    {
      const TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, i);

      cli_table_add (table, g_strdup_printf ("%.4f", candidate->probability), g_strdup (candidate->label));
    }
  cli_table_print (table, call);
}

/* @names: the model's answers, by number */
static void
rename_candidates (const TrestleAnswer *answer, char **names)
{
  for (guint i = 0; i < answer->candidates->len; i++)
    {
      TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, i);

      g_free (candidate->label);
      candidate->label = g_strdup (names[candidate->id]);
    }
}

/* (nullable): the names that the call gives; @ready: (out): whether there are all that it wants */
static char **
load_names (const CliCall *call, const CliSubject *subject, gboolean *ready, GError **error)
{
  const char *path = call->options.answers;
  char **names = NULL;

  if (path != NULL)
    names = cli_answers_load (path, trestle_model_get_n_answers (trestle_session_get_model (subject->session)), error);
  *ready = path == NULL || names != NULL;
  return names;
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (CliSubject) subject = cli_subject_new (call, TRESTLE_TASK_ASK, error);
  gboolean ready = FALSE;
  g_auto (GStrv) names = subject != NULL ? load_names (call, subject, &ready, error) : NULL;
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (TrestleTokens) tokens = ready ? cli_answer_text (call, subject, TRESTLE_TASK_ASK, &answers, error) : NULL;

  if (tokens == NULL)
    return FALSE;
  if (names != NULL)
    rename_candidates (g_ptr_array_index (answers, 0), names);
  if (call->options.json)
    print_json (call, g_ptr_array_index (answers, 0), tokens->n_dropped);
  else
    print_table (call, g_ptr_array_index (answers, 0));
  return TRUE;
}

const CliCommand cli_ask = {
  .name = "ask",
  .summary = "answer a question about an image",
  .synopsis = "--image FILE --text QUESTION [--top N] [OPTION]...",
  .description =
      "Asks the model's question answering head. It chooses among the answers that the model was trained with, which are its "
      "config.json's unless --answers names them, or else numbers; the probabilities are over all of them.\n"
      "JSON: {\"answers\": [{\"answer\", \"probability\"}]}, best first, and \"dropped\" if QUESTION was longer than the model can "
      "read.",
  .options = options,
  .examples = "ask --image photo.jpg --text \"how many stars are there?\"\n"
              "ask -i photo.jpg -t \"what color is the star?\" --top 3 --json",
  .run = run,
};
