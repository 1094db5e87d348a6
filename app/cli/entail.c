/* trestle-cli entail: does the text follow from the image? */
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "The sentence.", .is_required = TRUE, .is_single = TRUE },
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

static void
print_json (CliCall *call, const TrestleAnswer *answer, guint n_dropped)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  json_builder_begin_array (json_builder_set_member_name (builder, "labels"));
  for (guint i = 0; i < answer->candidates->len; i++)
    {
      const TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, i);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "label", candidate->label);
      cli_json_add_number (builder, "probability", candidate->probability);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  cli_json_add_dropped (builder, n_dropped);
  cli_print_json (call, json_builder_end_object (builder));
}

static void
print_table (CliCall *call, const TrestleAnswer *answer)
{
  g_autoptr (CliTable) table = cli_table_new ("rl", "probability", "the image and the text");

  for (guint i = 0; i < answer->candidates->len; i++)
    {
      const TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, i);

      cli_table_add (table, g_strdup_printf ("%.4f", candidate->probability), g_strdup (candidate->label));
    }
  cli_table_print (table, call);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (CliSubject) subject = cli_subject_new (call, TRESTLE_TASK_ENTAIL, error);
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (TrestleTokens) tokens = subject != NULL ? cli_answer_text (call, subject, TRESTLE_TASK_ENTAIL, &answers, error) : NULL;

  if (tokens == NULL)
    return FALSE;
  if (call->options.json)
    print_json (call, g_ptr_array_index (answers, 0), tokens->n_dropped);
  else
    print_table (call, g_ptr_array_index (answers, 0));
  return TRUE;
}

const CliCommand cli_entail = {
  .name = "entail",
  .summary = "say whether a text follows from an image",
  .synopsis = "--image FILE --text TEXT [OPTION]...",
  .description =
      "Asks the model's visual entailment head (SNLI-VE): the text follows from the image (entailment), contradicts it "
      "(contradiction), or neither (neutral). The probabilities are over these three. The demo model has no such head.\n"
      "JSON: {\"labels\": [{\"label\", \"probability\"}]}, best first, and \"dropped\" if TEXT was longer than the model can read.",
  .options = options,
  .examples = "entail --image photo.jpg --text \"it is raining\" --model my-model",
  .run = run,
};
