/* trestle-cli fill: which word is behind a <mask>? */
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "A sentence with one or more <mask> in it.", .is_required = TRUE, .is_single = TRUE },
  { "top", 0, CLI_INT (top), "N", "How many words for each <mask> to print, best first; 5 without it.", .least = 1, .most = G_MAXINT },
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

static void
add_candidate (JsonBuilder *builder, const TrestleCandidate *candidate)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "token", candidate->label);
  cli_json_add_integer (builder, "id", candidate->id);
  cli_json_add_number (builder, "probability", candidate->probability);
  json_builder_end_object (builder);
}

static void
add_mask (JsonBuilder *builder, const TrestleAnswer *answer)
{
  json_builder_begin_object (builder);
  cli_json_add_integer (builder, "position", answer->position);
  json_builder_begin_array (json_builder_set_member_name (builder, "candidates"));
  for (guint i = 0; i < answer->candidates->len; i++)
    add_candidate (builder, &g_array_index (answer->candidates, TrestleCandidate, i));
  json_builder_end_object (json_builder_end_array (builder));
}

static void
print_json (CliCall *call, const GPtrArray *answers, const char *filled, guint n_dropped)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  json_builder_begin_array (json_builder_set_member_name (builder, "masks"));
  for (guint i = 0; i < answers->len; i++)
    add_mask (builder, g_ptr_array_index (answers, i));
  json_builder_end_array (builder);
  cli_json_add_string (builder, "filled", filled);
  cli_json_add_dropped (builder, n_dropped);
  json_builder_end_object (builder);
  cli_print_json (call, builder);
}

static void
print_table (CliCall *call, const GPtrArray *answers, const char *filled)
{
  g_autoptr (CliTable) table = cli_table_new ("rrl", "token", "probability", "word");

  for (guint i = 0; i < answers->len; i++)
    {
      const TrestleAnswer *answer = g_ptr_array_index (answers, i);

      for (guint k = 0; k < answer->candidates->len; k++)
        {
          const TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, k);

          cli_table_add (table, k == 0 ? g_strdup_printf ("%u", answer->position) : g_strdup (""),
                         g_strdup_printf ("%.4f", candidate->probability), g_strdup (candidate->label));
        }
    }
  cli_print (call, "%s\n", filled);
  cli_table_print (table, call);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (CliSubject) subject = cli_subject_new (call, TRESTLE_TASK_FILL, error);
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (TrestleTokens) tokens = subject != NULL ? cli_answer_text (call, subject, TRESTLE_TASK_FILL, &answers, error) : NULL;
  g_autofree char *filled = NULL;

  if (tokens == NULL)
    return FALSE;
  filled = trestle_task_fill_text (trestle_session_get_tokenizer (subject->session), tokens->ids, tokens->length, answers);
  if (call->options.json)
    print_json (call, answers, filled, tokens->n_dropped);
  else
    print_table (call, answers, filled);
  return TRUE;
}

const CliCommand cli_fill = {
  .name = "fill",
  .summary = "name the word behind a <mask>",
  .synopsis = "--image FILE --text TEXT [--top N] [OPTION]...",
  .description =
      "Asks the model's masked language modelling head which words may stand in the place of each <mask> in TEXT, and prints TEXT "
      "with the best ones filled in. Probabilities are over the whole vocabulary. A token is counted from 0, the opening one "
      "included, as \"trestle-cli tokenize\" lists them.\n"
      "JSON: {\"masks\": [{\"position\", \"candidates\": [{\"token\", \"id\", \"probability\"}]}], \"filled\"}, and \"dropped\" if "
      "TEXT was longer than the model can read.",
  .options = options,
  .examples = "fill --image photo.jpg --text \"a <mask> star\"\n"
              "fill -i photo.jpg -t \"a <mask> <mask> left of a heart\" --top 3",
  .run = run,
};
