/* trestle-cli match: does a text fit the image? */
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "A caption. May be given several times.", .is_required = TRUE },
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

/* What the model says to one text; @text belongs to the call. */
typedef struct
{
  const char *text;
  guint n_dropped;
  double logits[2]; /* no, yes */
  double probability;
} Match;

static gboolean
match_text (CliCall *call, TrestleSession *session, Match *match, GError **error)
{
  g_autoptr (TrestleTokens) tokens = cli_tokenize_text (call, session, match->text, error);
  g_autoptr (TrestleTrace) trace = tokens != NULL ? cli_run_tokens (call, session, tokens, error) : NULL;
  const TrestleTensor *logits; /* [1, 2] */

  if (trace == NULL)
    return FALSE;
  logits = trestle_trace_get (trace, "logits.itm");
  match->n_dropped = tokens->n_dropped;
  match->logits[0] = logits->data[0];
  match->logits[1] = logits->data[1];
  match->probability = trestle_task_match_probability (trace);
  return TRUE;
}

static void
print_json (CliCall *call, const Match *matches, guint n_matches)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  json_builder_begin_array (json_builder_set_member_name (builder, "results"));
  for (guint i = 0; i < n_matches; i++)
    {
      json_builder_begin_object (builder);
      cli_json_add_string (builder, "text", matches[i].text);
      json_builder_begin_array (json_builder_set_member_name (builder, "logits"));
      cli_json_add_element (builder, matches[i].logits[0]);
      cli_json_add_element (builder, matches[i].logits[1]);
      json_builder_end_array (builder);
      cli_json_add_number (builder, "probability", matches[i].probability);
      cli_json_add_dropped (builder, matches[i].n_dropped);
      json_builder_end_object (builder);
    }
  json_builder_end_object (json_builder_end_array (builder));
  cli_print_json (call, builder);
}

static void
print_table (CliCall *call, const Match *matches, guint n_matches)
{
  g_autoptr (CliTable) table = cli_table_new ("rrrl", "probability", "logit no", "logit yes", "text");

  for (guint i = 0; i < n_matches; i++)
    cli_table_add (table, g_strdup_printf ("%.4f", matches[i].probability), g_strdup_printf ("%.3f", matches[i].logits[0]),
                   g_strdup_printf ("%.3f", matches[i].logits[1]), g_strdup (matches[i].text));
  cli_table_print (table, call);
}

static gboolean
run (CliCall *call, GError **error)
{
  guint n = g_strv_length (call->options.texts);
  g_autofree Match *matches = g_new0 (Match, n);
  g_autoptr (CliSubject) subject = cli_subject_new (call, TRESTLE_TASK_MATCH, error);

  if (subject == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      matches[i].text = call->options.texts[i];
      cli_progress_set_part (call->progress, (double) i / n, (i + 1.0) / n);
      if (!match_text (call, subject->session, &matches[i], error))
        return FALSE;
    }
  if (call->options.json)
    print_json (call, matches, n);
  else
    print_table (call, matches, n);
  return TRUE;
}

const CliCommand cli_match = {
  .name = "match",
  .summary = "say whether a text fits an image",
  .synopsis = "--image FILE --text TEXT [--text TEXT]... [OPTION]...",
  .description =
      "Asks the model's image-text matching head whether each TEXT describes the image. The probability is that of a match, from "
      "0 to 1: the softmax of two logits, the first against a match and the second for one.\n"
      "The image is looked at once, however many texts there are. A text that is longer than the model can read loses its end, "
      "which is said on standard error.\n"
      "JSON: {\"results\": [{\"text\", \"logits\": [no, yes], \"probability\"}]}, in the order of the texts, with \"dropped\" in "
      "a result of whose text that many tokens were left out.",
  .options = options,
  .examples = "match --image photo.jpg --text \"a red star\"\n"
              "match -i photo.jpg -t \"a red star\" -t \"two stars\" --json",
  .run = run,
};
