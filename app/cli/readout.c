/* trestle-cli readout: at which layer an answer appears. */
#include "app/cli/readout.h"

#include "analysis/figures/readout-figure.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"

#define COLUMN_WIDTH 85.0 /* millimetres: one column of a paper */

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "A caption, a question, or a sentence with a <mask>.", .is_required = TRUE, .is_single = TRUE },
  { "task", 0, CLI_STRING (task), "TASK", "What is asked: match (the default), fill, ask or entail." },
  { "top", 0, CLI_INT (top), "N",
    "How many answers of the last layer to follow, best first; 5 without it. What another layer has in front is followed as well.",
    .least = 1, .most = G_MAXINT },
  { "output", 'o', CLI_STRING (output), "FILE", "The figure to write. " CLI_FIGURE_ENDINGS },
  CLI_FIGURE_WIDTH,
  CLI_FIGURE_FONT,
  CLI_FIGURE_NO_TITLE,
  CLI_FIGURE_DPI,
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

static gboolean
write_figure (CliCall *call, GPtrArray *readouts, const char *model_name, const TrestleLook *look, GError **error)
{
  g_autoptr (TrestleFigure) figure = trestle_readout_figure_new (model_name, readouts, look);
  g_autofree char *input = cli_figure_name_input (call->options.images[0], call->options.texts[0]);

  return cli_figure_write (call, figure, "Answers by layer", model_name, input, error);
}

static void
add_answer (JsonBuilder *builder, const TrestleReadout *readout, guint answer)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "answer", readout->labels[answer]);
  json_builder_begin_array (json_builder_set_member_name (builder, "probabilities"));
  for (guint layer = 0; layer < readout->n_layers; layer++)
    cli_json_add_element (builder, readout->probabilities[(gsize) answer * readout->n_layers + layer]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
cli_readout_add_json (JsonBuilder *builder, const TrestleReadout *readout)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "task", trestle_task_get_name (readout->task));
  if (readout->task == TRESTLE_TASK_FILL)
    cli_json_add_integer (builder, "position", readout->position);
  json_builder_begin_array (json_builder_set_member_name (builder, "answers"));
  for (guint i = 0; i < readout->n_answers; i++)
    add_answer (builder, readout, i);
  json_builder_end_array (builder);
  json_builder_begin_array (json_builder_set_member_name (builder, "first"));
  for (guint layer = 0; layer < readout->n_layers; layer++)
    json_builder_add_int_value (builder, readout->first[layer]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (CliCall *call, const GPtrArray *readouts, guint n_dropped)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  json_builder_begin_array (json_builder_set_member_name (builder, "readouts"));
  for (guint i = 0; i < readouts->len; i++)
    cli_readout_add_json (builder, g_ptr_array_index (readouts, i));
  json_builder_end_array (builder);
  cli_figure_add_output (call, builder);
  cli_json_add_dropped (builder, n_dropped);
  cli_print_json (call, json_builder_end_object (builder));
}

/* "0.1200  0.9800": one for each layer. */
static char *
write_probabilities (const TrestleReadout *readout, guint answer)
{
  GString *line = g_string_new (NULL);

  for (guint layer = 0; layer < readout->n_layers; layer++)
    g_string_append_printf (line, "%s%.4f", layer > 0 ? "  " : "", readout->probabilities[(gsize) answer * readout->n_layers + layer]);
  return g_string_free (line, FALSE);
}

static void
print_table (CliCall *call, const GPtrArray *readouts)
{
  g_autoptr (CliTable) table = cli_table_new ("rll", "token", "answer", "probability at layer 1, 2, ...");

  for (guint i = 0; i < readouts->len; i++)
    {
      const TrestleReadout *readout = g_ptr_array_index (readouts, i);

      for (guint k = 0; k < readout->n_answers; k++)
        cli_table_add (table, k == 0 && readout->task == TRESTLE_TASK_FILL ? g_strdup_printf ("%u", readout->position) : g_strdup (""),
                       g_strdup (readout->labels[k]), write_probabilities (readout, k));
    }
  cli_table_print (table, call);
}

/* (transfer full) (element-type TrestleReadout); @n_dropped: (out): of the text */
static GPtrArray *
read_layers (CliCall *call, CliSubject *subject, TrestleTask task, guint *n_dropped, GError **error)
{
  g_autoptr (TrestleTokens) tokens = cli_tokenize_text (call, subject->session, call->options.texts[0], error);
  g_autoptr (TrestleTrace) trace = tokens != NULL ? cli_run_tokens (call, subject->session, tokens, error) : NULL;

  if (trace == NULL)
    return NULL;
  *n_dropped = tokens->n_dropped;
  return trestle_readout_new (subject->session, trace, task, tokens, (guint) call->options.top, error);
}

static gboolean
run (CliCall *call, GError **error)
{
  TrestleTask task;
  TrestleLook look;
  gboolean is_clear = cli_choose_task (call->options.task != NULL ? call->options.task : "match", &task, error)
                      && cli_figure_choose (call, COLUMN_WIDTH, &look, error);
  g_autoptr (CliSubject) subject = is_clear ? cli_subject_new (call, task, error) : NULL;
  g_autoptr (GPtrArray) readouts = NULL;
  guint n_dropped;

  if (subject == NULL)
    return FALSE;
  readouts = read_layers (call, subject, task, &n_dropped, error);
  if (readouts == NULL)
    return FALSE;
  if (call->options.output != NULL
      && !write_figure (call, readouts, trestle_model_get_name (trestle_session_get_model (subject->session)), &look, error))
    return FALSE;
  if (call->options.json)
    print_json (call, readouts, n_dropped);
  else if (call->options.output != NULL)
    cli_figure_print_output (call);
  else
    print_table (call, readouts);
  return TRUE;
}

const CliCommand cli_readout = {
  .name = "readout",
  .summary = "follow answers through the layers",
  .synopsis = "--image FILE --text TEXT [--task TASK] [--top N] [-o FILE] [OPTION]...",
  .description =
      "Lets the head of the task read the state of every cross-modal layer as if it were the last, and follows how likely each of them "
      "holds the answers (after the logit lens). The last layer's are the model's own. For fill there is one readout for each <mask>.\n"
      "Without -o and --json a table is printed.\n"
      "JSON: {\"readouts\": [{\"task\", \"position\" of a <mask>, \"answers\": [{\"answer\", \"probabilities\": [...]}], \"first\": "
      "[...]}]}: a probability for each layer, and the number, from 0, of the answer that each layer has in front; \"dropped\" if TEXT "
      "was longer than the model can read.",
  .options = options,
  .examples = "readout -i photo.jpg -t \"how many stars are there?\" --task ask \\\n"
              "    -o answers.pdf\n"
              "readout -i photo.jpg -t \"a <mask> star\" --task fill --top 3",
  .run = run,
};
