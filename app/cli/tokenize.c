/* trestle-cli tokenize: a text as the model reads it. */
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"

static const CliOption options[] = {
  { "text", 't', CLI_LIST (texts), "TEXT", "The text.", .is_required = TRUE, .is_single = TRUE },
  CLI_MODEL,
  CLI_JSON,
  { NULL },
};

static void
print_json (CliCall *call, const TrestleTokens *tokens)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  json_builder_begin_array (json_builder_set_member_name (builder, "ids"));
  for (guint i = 0; i < tokens->length; i++)
    json_builder_add_int_value (builder, tokens->ids[i]);
  json_builder_end_array (builder);
  json_builder_begin_array (json_builder_set_member_name (builder, "tokens"));
  for (guint i = 0; i < tokens->length; i++)
    json_builder_add_string_value (builder, tokens->tokens[i]);
  json_builder_end_array (builder);
  cli_json_add_dropped (builder, tokens->n_dropped);
  json_builder_end_object (builder);
  cli_print_json (call, builder);
}

static void
print_table (CliCall *call, const TrestleTokens *tokens)
{
  g_autoptr (CliTable) table = cli_table_new ("rrl", "token", "id", "written");

  for (guint i = 0; i < tokens->length; i++)
    cli_table_add (table, g_strdup_printf ("%u", i), g_strdup_printf ("%d", tokens->ids[i]), g_strdup (tokens->tokens[i]));
  cli_table_print (table, call);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autofree char *folder = cli_find_folder (call, error);
  g_autoptr (TrestleTokenizer) tokenizer = folder != NULL ? trestle_tokenizer_new_from_folder (folder, error) : NULL;
  g_autoptr (TrestleConfig) config = NULL;
  g_autoptr (TrestleTokens) tokens = NULL;

  if (tokenizer == NULL || !cli_find_config (call, folder, &config, error))
    return FALSE;
  tokens = cli_tokenize_with (call, tokenizer, call->options.texts[0],
                              config != NULL ? trestle_text_config_get_max_tokens (&config->text) : G_MAXUINT, error);
  if (tokens == NULL)
    return FALSE;
  if (call->options.json)
    print_json (call, tokens);
  else
    print_table (call, tokens);
  return TRUE;
}

const CliCommand cli_tokenize = {
  .name = "tokenize",
  .summary = "show the tokens that a text becomes",
  .synopsis = "--text TEXT [OPTION]...",
  .description =
      "Cuts TEXT into tokens, the opening and the closing one included. Of the model's folder only the tokenizer's files are needed: "
      "vocab.json and merges.txt, or tokenizer.json. If there is a config.json too, a text that is longer than it allows loses "
      "its end, as everywhere.\n"
      "The vocabulary writes a token that begins with a blank with \"Ġ\" in front.\n"
      "JSON: {\"ids\", \"tokens\"}, and \"dropped\" if TEXT was cut.",
  .options = options,
  .examples = "tokenize --text \"a <mask> star\"\n"
              "tokenize --text \"a red star\" --model my-model --json",
  .run = run,
};
