/* trestle-cli attention: the figure of one attention map. */
#include "analysis/figures/attention-figure.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "app/cli/query.h"
#include "app/cli/subject.h"
#include "core/error.h"

#define COLUMN_WIDTH 85.0 /* millimetres: one column of a paper */

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "What to read with the image.", .is_required = TRUE, .is_single = TRUE },
  { "layer", 'l', CLI_STRING (layer), "NAME",
    "The layer, by the name of its tensor: a block, a point, and a number that counts from 0, such as cross_text_cross.3.",
    .is_required = TRUE },
  { "head", 0, CLI_STRING (head), "N",
    "The head, counted from 0 as layers are, or \"mean\" for the mean of all heads, which is the default." },
  { "query", 'q', CLI_STRING (query), "WHO",
    "Who looks. Where words do: a word of the text, or the number of a token, the opening one being 0. Where places in the image do: "
    "ROW,COLUMN of a patch, counted from 0, or the number of a state, the class token being 0. Without it, the mean of them all." },
  { "output", 'o', CLI_STRING (output), "FILE", "The file to write. " CLI_FIGURE_ENDINGS, .is_required = TRUE },
  { "opacity", 0, CLI_DOUBLE (opacity), "X", "Of the heat over the image, from 0 to 1; 0.6 without it.", .least = 0, .most = 1 },
  { "width", 0, CLI_DOUBLE (width), "MM",
    "Of the figure, in millimetres: 85 for one column of a paper (the default), 170 for two. From 120 on the bare image is drawn "
    "beside the heat.",
    .least = 0, .most = 1000 },
  CLI_FIGURE_COLORMAP,
  CLI_FIGURE_FONT,
  CLI_FIGURE_NO_TITLE,
  CLI_FIGURE_DPI,
  CLI_MODEL,
  CLI_IMAGE_SIZE,
  CLI_JSON_REPORT,
  { NULL },
};

/* What to draw, as far as the command line alone tells. */
typedef struct
{
  TrestleBlock block;
  guint layer;
  gint head;
  TrestleLook look;
} Choice;

static gboolean
choose_layer (const char *name, Choice *choice, GError **error)
{
  g_autoptr (GString) blocks = g_string_new (NULL);

  if (trestle_block_parse (name, &choice->block, &choice->layer))
    return TRUE;
  for (guint i = 0; i < TRESTLE_N_BLOCKS; i++)
    g_string_append_printf (blocks, "%s%s", i == 0 ? "" : i + 1 < TRESTLE_N_BLOCKS ? ", " : " and ", trestle_block_get_name (i));
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” is no layer; a layer is a block and a number from 0, such as cross_text_cross.0, and the blocks are %s", name,
               blocks->str);
  return FALSE;
}

static gboolean
choose_head (const char *head, Choice *choice, GError **error)
{
  guint64 number;

  choice->head = TRESTLE_HEAD_MEAN;
  if (head == NULL || g_str_equal (head, "mean"))
    return TRUE;
  if (g_ascii_string_to_unsigned (head, 10, 0, G_MAXINT, &number, NULL))
    {
      choice->head = (gint) number;
      return TRUE;
    }
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” is no head; --head takes a number from 0, or “mean”", head);
  return FALSE;
}

static gboolean
choose (const CliCall *call, Choice *choice, GError **error)
{
  return choose_layer (call->options.layer, choice, error) && choose_head (call->options.head, choice, error)
         && cli_figure_choose (call, COLUMN_WIDTH, &choice->look, error);
}

/* (transfer full): where the query looks. */
static TrestleAttentionMap *
make_map (CliCall *call, CliSubject *subject, const Choice *choice, const CliText *text, GError **error)
{
  const TrestleConfig *config = trestle_model_get_config (trestle_session_get_model (subject->session));
  guint grid = config->vision.image_size / config->vision.patch_size;
  g_autoptr (TrestleTrace) trace = NULL;
  gint query;

  if (!cli_query_find (call->options.query, choice->block, text, grid, &query, error))
    return NULL;
  trace = cli_run_tokens (call, subject->session, text->tokens, error);
  if (trace == NULL)
    return NULL;
  return trestle_attention_map_new (trace, choice->block, choice->layer, choice->head, query, error);
}

static void
print (CliCall *call, const TrestleAttentionMap *map, guint n_dropped)
{
  g_autofree char *path = g_filename_display_name (call->options.output);

  if (call->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

      cli_json_add_string (builder, "output", path);
      cli_json_add_string (builder, "layer", call->options.layer);
      if (map->head != TRESTLE_HEAD_MEAN)
        cli_json_add_integer (builder, "head", map->head);
      if (map->query != TRESTLE_QUERY_MEAN)
        cli_json_add_integer (builder, "query", map->query);
      cli_json_add_dropped (builder, n_dropped);
      cli_print_json (call, json_builder_end_object (builder));
    }
  else
    cli_print (call, "The figure is in “%s”", path);
}

/* The map as a figure in the file that the call names. */
static gboolean
write_figure (CliCall *call, CliSubject *subject, const Choice *choice, const CliText *text, TrestleAttentionMap *map, GError **error)
{
  const char *model_name = trestle_model_get_name (trestle_session_get_model (subject->session));
  g_autoptr (TrestleFigure) figure = trestle_attention_figure_new (trestle_attention_map_ref (map), subject->image, &subject->window,
                                                                   text->words, model_name, call->options.opacity, &choice->look);
  g_autofree char *input = cli_figure_name_input (call->options.images[0], text->text);
  g_autofree char *title = g_strdup_printf ("Attention of %s", call->options.layer);

  return cli_figure_write (call, figure, title, model_name, input, error);
}

static gboolean
run (CliCall *call, GError **error)
{
  Choice choice;
  g_autoptr (CliSubject) subject = choose (call, &choice, error) ? cli_subject_new (call, TRESTLE_N_TASKS, error) : NULL;
  g_autoptr (TrestleTokens) tokens = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (TrestleAttentionMap) map = NULL;
  CliText text;

  if (subject == NULL)
    return FALSE;
  tokens = cli_tokenize_text (call, subject->session, call->options.texts[0], error);
  if (tokens == NULL)
    return FALSE;
  words = trestle_tokenizer_get_words (trestle_session_get_tokenizer (subject->session), tokens);
  text = (CliText){ call->options.texts[0], tokens, (const char *const *) words };
  map = make_map (call, subject, &choice, &text, error);
  if (map == NULL || !write_figure (call, subject, &choice, &text, map, error))
    return FALSE;
  print (call, map, tokens->n_dropped);
  return TRUE;
}

const CliCommand cli_attention = {
  .name = "attention",
  .summary = "draw where a head of a layer looks",
  .synopsis = "--image FILE --text TEXT --layer NAME [--head N] [--query WHO] -o FILE [OPTION]...",
  .description =
      "Runs the model and draws one attention map as a figure for a paper, or writes its numbers. The blocks of --layer are:\n"
      "text: the text tower, words looking at words;\n"
      "vision: the vision tower, patches looking at patches;\n"
      "cross_text_self and cross_text_cross: the text side of the cross-modal encoder, looking at words and at patches;\n"
      "cross_image_self and cross_image_cross: its image side, looking at patches and at words.\n"
      "On this command line everything counts from 0, as the names of the tensors do that \"trestle-cli trace\" writes. The "
      "window and the figure's title count from 1, and so do the rows and columns of a .csv: cross_text_cross.3 with --head 0 is "
      "layer 4, head 1 there.\n"
      "A word is found as it stands between blanks, or as a part of that which is a token of its own (\"star\" in \"star,\"). If "
      "the text has it more than once, the first counts; if it is several tokens, the first of them looks.",
  .options = options,
  .examples = "attention -i photo.jpg -t \"a red star\" \\\n"
              "    --layer cross_text_cross.3 --query star -o star.pdf\n"
              "attention -i photo.jpg -t \"a red star\" \\\n"
              "    --layer vision.5 --head 1 --query 2,3 -o patch.png --width 170\n"
              "attention -i photo.jpg -t \"a red star\" \\\n"
              "    --layer cross_image_cross.0 -o words.csv",
  .run = run,
};
