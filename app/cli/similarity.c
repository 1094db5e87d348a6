/* trestle-cli similarity: how alike the layers of two stacks are, of one model or of two. */
#include "analysis/figures/similarity-figure.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "app/cli/subject.h"

#define COLUMN_WIDTH 85.0 /* millimetres: one column of a paper */
#define MOST_MODELS 2

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "What to read with the image.", .is_required = TRUE, .is_single = TRUE },
  { "rows", 0, CLI_STRING (rows), "STACK",
    "Whose layers are the rows: text or vision, which are the towers, or cross_text or cross_image, the sides of the cross-modal encoder. "
    "Without it, the tower of what the columns are of; the vision tower, if neither is given." },
  { "columns", 0, CLI_STRING (columns), "STACK", "Likewise; without it, the side of the cross-modal encoder that the rows belong to." },
  { "output", 'o', CLI_STRING (output), "FILE", "The figure to write. " CLI_FIGURE_ENDINGS },
  CLI_FIGURE_WIDTH,
  CLI_FIGURE_COLORMAP,
  CLI_FIGURE_FONT,
  CLI_FIGURE_NO_TITLE,
  CLI_FIGURE_DPI,
  { "model", 'm', CLI_LIST (models), "PATH",
    "The model to use instead of the demo model that comes with Trestle: its folder, or a checkpoint file. Given twice, the rows are the "
    "layers of the first and the columns those of the second." },
  CLI_OPENING,
  { "json", 0, CLI_FLAG (json), NULL, "Print the numbers as JSON, for programs." },
  { NULL },
};

/* What is compared, and what ran. */
typedef struct
{
  TrestleStack rows;
  TrestleStack columns;
  TrestleLook look;
  TrestleImage *image;
  char *names[MOST_MODELS]; /* of the models; the second is NULL if there is one */
  TrestleTrace *traces[MOST_MODELS];
  TrestleSimilarity *similarity;
} Comparison;

static void
comparison_clear (Comparison *comparison)
{
  g_clear_pointer (&comparison->image, trestle_image_unref);
  for (guint i = 0; i < MOST_MODELS; i++)
    {
      g_clear_pointer (&comparison->names[i], g_free);
      g_clear_pointer (&comparison->traces[i], trestle_trace_unref);
    }
  g_clear_pointer (&comparison->similarity, trestle_similarity_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparison, comparison_clear)

static gboolean
parse_stack (const char *option, const char *name, TrestleStack *stack, GError **error)
{
  if (name == NULL || trestle_stack_parse (name, stack))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--%s takes text, vision, cross_text or cross_image, not “%s”", option, name);
  return FALSE;
}

static gboolean
is_of_text (TrestleStack stack)
{
  return stack == TRESTLE_STACK_TEXT || stack == TRESTLE_STACK_CROSS_TEXT;
}

/* What is not said is a tower beside its side of the encoder. */
static gboolean
choose_stacks (const CliOptions *given, Comparison *comparison, GError **error)
{
  comparison->rows = TRESTLE_STACK_VISION;
  comparison->columns = TRESTLE_STACK_CROSS_IMAGE;
  if (!parse_stack ("rows", given->rows, &comparison->rows, error) || !parse_stack ("columns", given->columns, &comparison->columns, error))
    return FALSE;
  if (given->rows == NULL && is_of_text (comparison->columns))
    comparison->rows = TRESTLE_STACK_TEXT;
  if (given->columns == NULL && is_of_text (comparison->rows))
    comparison->columns = TRESTLE_STACK_CROSS_TEXT;
  if (is_of_text (comparison->rows) == is_of_text (comparison->columns))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0,
               "“%s” and “%s” have no tokens in common: --rows and --columns are both of the text, or both of the image",
               trestle_stack_get_name (comparison->rows), trestle_stack_get_name (comparison->columns));
  return FALSE;
}

static gboolean
choose (const CliCall *call, Comparison *comparison, GError **error)
{
  const CliOptions *given = &call->options;
  guint n_models = given->models != NULL ? g_strv_length (given->models) : 0;

  if (given->output == NULL && !given->json)
    {
      g_set_error (error, CLI_USAGE_ERROR, 0, "--output FILE is missing, or --json for the numbers");
      return FALSE;
    }
  if (n_models > MOST_MODELS)
    {
      g_set_error (error, CLI_USAGE_ERROR, 0, "--model may be given twice at most, not %u times", n_models);
      return FALSE;
    }
  return choose_stacks (given, comparison, error) && cli_figure_choose (call, COLUMN_WIDTH, &comparison->look, error);
}

/* (transfer full): the run of the text, of which only hidden states are needed. */
static TrestleTrace *
run_text (CliCall *call, TrestleSession *session, const TrestleImage *image, GError **error)
{
  const char *path = call->options.images[0];
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleTokens) tokens = NULL;

  trestle_session_set_recording (session, (TrestleRecording){ .blocks = 0 });
  if (!trestle_session_set_image (session, image, name, NULL, error))
    return NULL;
  tokens = cli_tokenize_text (call, session, call->options.texts[0], error);
  return tokens != NULL ? cli_run_tokens (call, session, tokens, error) : NULL;
}

/* (transfer full): the model of the rows or of the columns, open. */
static TrestleSession *
open_model (CliCall *call, guint index, GError **error)
{
  char **models = call->options.models;
  g_autofree char *path = models != NULL ? g_strdup (models[index]) : cli_find_model (call, error);

  if (path == NULL)
    return NULL;
  return trestle_session_open (path, &call->options.settings, cli_progress_report, call->progress,
                               cli_progress_get_cancellable (call->progress), error);
}

static gboolean
run_model (CliCall *call, Comparison *comparison, guint index, guint n_models, GError **error)
{
  g_autoptr (TrestleSession) session = NULL;

  cli_progress_set_part (call->progress, (double) index / n_models, (index + 0.5) / n_models);
  session = open_model (call, index, error);
  if (session == NULL)
    return FALSE;
  cli_progress_set_part (call->progress, (index + 0.5) / n_models, (index + 1.0) / n_models);
  comparison->names[index] = g_strdup (trestle_model_get_name (trestle_session_get_model (session)));
  comparison->traces[index] = run_text (call, session, comparison->image, error);
  return comparison->traces[index] != NULL;
}

/* One model is compared with itself. */
static gboolean
run_models (CliCall *call, Comparison *comparison, GError **error)
{
  guint n_models = call->options.models != NULL ? g_strv_length (call->options.models) : 1;

  comparison->image = trestle_image_load (call->options.images[0], error);
  if (comparison->image == NULL)
    return FALSE;
  for (guint i = 0; i < n_models; i++)
    if (!run_model (call, comparison, i, n_models, error))
      return FALSE;
  comparison->similarity = trestle_similarity_new (comparison->traces[0], comparison->rows, comparison->traces[n_models - 1],
                                                   comparison->columns, error);
  return comparison->similarity != NULL;
}

static void
add_row (JsonBuilder *builder, const TrestleSimilarity *similarity, guint row)
{
  json_builder_begin_array (builder);
  for (guint column = 0; column < similarity->n_columns; column++)
    cli_json_add_element (builder, similarity->values[row * similarity->n_columns + column]);
  json_builder_end_array (builder);
}

static void
print_json (CliCall *call, const TrestleSimilarity *similarity)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  cli_json_add_string (builder, "rows", trestle_stack_get_name (similarity->rows));
  cli_json_add_string (builder, "columns", trestle_stack_get_name (similarity->columns));
  json_builder_begin_array (json_builder_set_member_name (builder, "values"));
  for (guint row = 0; row < similarity->n_rows; row++)
    add_row (builder, similarity, row);
  json_builder_end_array (builder);
  if (call->options.output != NULL)
    {
      g_autofree char *path = g_filename_display_name (call->options.output);

      cli_json_add_string (builder, "output", path);
    }
  cli_print_json (call, json_builder_end_object (builder));
}

static void
print (CliCall *call, const TrestleSimilarity *similarity)
{
  g_autofree char *path = call->options.json ? NULL : g_filename_display_name (call->options.output);

  if (call->options.json)
    print_json (call, similarity);
  else
    cli_print (call, "The figure is in “%s”", path);
}

/* (transfer full): "bridgetower-shapes, meter-shapes" */
static char *
name_models (const Comparison *comparison)
{
  if (comparison->names[1] == NULL)
    return g_strdup (comparison->names[0]);
  return g_strdup_printf ("%s, %s", comparison->names[0], comparison->names[1]);
}

/* What the two models are called or, where both have one name, as the command line has them. */
static void
name_axes (const CliCall *call, const Comparison *comparison, const char **row_model, const char **column_model)
{
  gboolean is_one = comparison->names[1] == NULL;
  gboolean is_same = !is_one && g_str_equal (comparison->names[0], comparison->names[1]);

  *row_model = is_same ? call->options.models[0] : comparison->names[0];
  *column_model = is_one ? *row_model : is_same ? call->options.models[1] : comparison->names[1];
}

/* The figure, if a file is named for it. */
static gboolean
write_figure (CliCall *call, const Comparison *comparison, GError **error)
{
  const char *row_model, *column_model;
  g_autoptr (TrestleFigure) figure = NULL;
  g_autofree char *models = name_models (comparison);
  g_autofree char *input = cli_figure_name_input (call->options.images[0], call->options.texts[0]);
  g_autofree char *title = g_strdup_printf ("Similarity of layers: %s and %s", trestle_stack_get_title (comparison->rows),
                                            trestle_stack_get_title (comparison->columns));

  if (call->options.output == NULL)
    return TRUE;
  name_axes (call, comparison, &row_model, &column_model);
  figure = trestle_similarity_figure_new (comparison->similarity, row_model, column_model, &comparison->look);
  return cli_figure_write (call, figure, title, models, input, error);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_auto (Comparison) comparison = { 0 };

  if (!choose (call, &comparison, error) || !run_models (call, &comparison, error))
    return FALSE;
  if (!write_figure (call, &comparison, error))
    return FALSE;
  print (call, comparison.similarity);
  return TRUE;
}

const CliCommand cli_similarity = {
  .name = "similarity",
  .summary = "compare the states of layers",
  .synopsis = "--image FILE --text TEXT [--rows STACK] [--columns STACK] (-o FILE | --json) [OPTION]...",
  .description = "Runs the model and says how alike the states of every layer of one stack are to those of every layer of another, as a "
                 "matrix: linear "
                 "centred kernel alignment (Kornblith et al. 2019) over the tokens of the text or over the patches of the image, 1 for "
                 "states that are "
                 "the same but for rotation and scale, 0 for states that share nothing.\n"
                 "The first row or column of a tower is its embedding, numbered 0; layers count from 1 in the figure.\n"
                 "With two models the rows are of the first and the columns of the second; both must cut the text, and the image, into the "
                 "same number "
                 "of tokens.\n"
                 "The JSON has \"values\", a list of rows.",
  .options = options,
  .examples = "similarity -i photo.jpg -t \"a red star\" -o similarity.pdf\n"
              "similarity -i photo.jpg -t \"a red star\" --rows text --json\n"
              "similarity -i photo.jpg -t \"a red star\" \\\n"
              "    --rows text --columns text -m bridgetower -m meter -o models.pdf",
  .run = run,
};
