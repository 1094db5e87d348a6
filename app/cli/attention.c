/* trestle-cli attention: the figure of one attention map, of all of a block, of words looking at words, or of a few heads side by side. */
#include "analysis/figures/attention-figure.h"
#include "analysis/figures/head-sheet-figure.h"
#include "analysis/figures/pin-figure.h"
#include "analysis/figures/word-matrix-figure.h"
#include "analysis/measures/head-map.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "app/cli/pins.h"
#include "app/cli/query.h"
#include "app/cli/subject.h"
#include "core/error.h"

#define COLUMN_WIDTH 85.0 /* millimetres: one column of a paper */

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "What to read with the image.", .is_required = TRUE, .is_single = TRUE },
  { "layer", 'l', CLI_STRING (layer), "NAME",
    "The layer, by the name of its tensor: a block, a point, and a number that counts from 0, such as cross_text_cross.3. A block alone, "
    "such as cross_text_cross, is drawn as a sheet of small maps, one for every layer and head. Needed without --pin." },
  { "head", 0, CLI_STRING (head), "N",
    "The head, counted from 0 as layers are, or \"mean\" for the mean of all heads, which is the default; or \"max\", at every place the "
    "largest weight of any head; or \"rollout\", which follows the mean of the heads through all layers up to this one." },
  { "pin", 'p', CLI_LIST (pins), "HEAD",
    "Draw this head, and every other one that is given so, side by side on one scale: BLOCK.LAYER.HEAD, the head being what --head takes, "
    "such as cross_text_cross.3.0. With @WHO behind it, it is WHO that looks; else it is --query." },
  { "matrix", 0, CLI_FLAG (matrix), NULL, "Draw every word looking at every word as a matrix; for a layer of text or cross_text_self." },
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
  CLI_OPENING,
  CLI_JSON_REPORT,
  { NULL },
};

/* What is drawn: one map, all maps of a block, the words of a layer by themselves, or a few heads side by side. */
typedef enum
{
  DRAWING_MAP,
  DRAWING_SHEET,
  DRAWING_MATRIX,
  DRAWING_PINS,
} Drawing;

/**
 * Choice: what to draw, as far as the command line alone tells.
 * @pins: (nullable) (element-type CliPin): which heads side by side
 */
typedef struct
{
  Drawing drawing;
  TrestleBlock block;
  guint layer;
  gint head;
  GArray *pins;
  TrestleLook look;
} Choice;

static void
choice_clear (Choice *choice)
{
  g_clear_pointer (&choice->pins, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

/* What the command line asks for, and what it is to be drawn of. */
typedef struct
{
  CliCall *call;
  const Choice *choice;
  CliSubject *subject;
  CliText text;
  gint query;
} Work;

/* A block without a number is all of its layers. */
static gboolean
find_block (const char *name, Choice *choice)
{
  for (guint i = 0; i < TRESTLE_N_BLOCKS; i++)
    if (g_str_equal (name, trestle_block_get_name (i)))
      {
        choice->block = i;
        choice->drawing = DRAWING_SHEET;
        return TRUE;
      }
  return FALSE;
}

static gboolean
choose_layer (const char *name, Choice *choice, GError **error)
{
  g_autoptr (GString) blocks = g_string_new (NULL);

  choice->drawing = DRAWING_MAP;
  if (trestle_block_parse (name, &choice->block, &choice->layer) || find_block (name, choice))
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
  choice->head = TRESTLE_HEAD_MEAN;
  if (head == NULL || trestle_head_parse (head, &choice->head))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” is no head; --head takes a number from 0, “mean”, “max” or “rollout”",
               head);
  return FALSE;
}

/* In a matrix every word looks, and it is of one layer whose queries and keys are words. */
static gboolean
choose_matrix (const CliCall *call, Choice *choice, GError **error)
{
  if (!call->options.matrix)
    return TRUE;
  if (choice->drawing == DRAWING_SHEET)
    g_set_error (error, CLI_USAGE_ERROR, 0, "--matrix draws one layer; --layer takes its number as well, as in “%s.0”",
                 call->options.layer);
  else if (choice->head == TRESTLE_HEAD_ROLLOUT)
    g_set_error (error, CLI_USAGE_ERROR, 0,
                 "--matrix draws a layer's heads, not what “rollout” makes of many layers; --head takes a number, "
                 "“mean” or “max” with it");
  else if (call->options.query != NULL)
    g_set_error (error, CLI_USAGE_ERROR, 0, "--matrix draws every word that looks, so it takes no --query");
  else if (!trestle_block_queries_are_text (choice->block) || !trestle_block_keys_are_text (choice->block))
    g_set_error (error, CLI_USAGE_ERROR, 0,
                 "--matrix draws words looking at words, as they do in layers of text and cross_text_self, but not in “%s”",
                 call->options.layer);
  else
    {
      choice->drawing = DRAWING_MATRIX;
      return TRUE;
    }
  return FALSE;
}

static gboolean
choose_sheet (const CliCall *call, const Choice *choice, GError **error)
{
  if (choice->drawing != DRAWING_SHEET || call->options.head == NULL)
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "“%s” names all layers and their heads, so that --head has none to choose; “%s.0” is a layer",
               call->options.layer, call->options.layer);
  return FALSE;
}

/* Pins say which layers and heads, one by one. */
static gboolean
choose_pins (const CliCall *call, Choice *choice, GError **error)
{
  const char *other = call->options.layer != NULL  ? "--layer"
                      : call->options.head != NULL ? "--head"
                      : call->options.matrix       ? "--matrix"
                                                   : NULL;

  choice->drawing = DRAWING_PINS;
  if (other != NULL)
    {
      g_set_error (error, CLI_USAGE_ERROR, 0, "--pin says which layer and which head it is, so that there is nothing left for %s to say",
                   other);
      return FALSE;
    }
  choice->pins = cli_pins_parse (call->options.pins, error);
  return choice->pins != NULL;
}

static gboolean
choose_drawing (const CliCall *call, Choice *choice, GError **error)
{
  if (call->options.pins != NULL)
    return choose_pins (call, choice, error);
  if (call->options.layer == NULL)
    {
      g_set_error (error, CLI_USAGE_ERROR, 0, "--layer NAME is missing, or --pin HEAD for heads side by side");
      return FALSE;
    }
  return choose_layer (call->options.layer, choice, error) && choose_head (call->options.head, choice, error)
         && choose_sheet (call, choice, error) && choose_matrix (call, choice, error);
}

static gboolean
choose (const CliCall *call, Choice *choice, GError **error)
{
  return choose_drawing (call, choice, error) && cli_figure_choose (call, COLUMN_WIDTH, &choice->look, error);
}

static guint
get_grid (const Work *work)
{
  const TrestleConfig *config = trestle_model_get_config (trestle_session_get_model (work->subject->session));

  return config->vision.image_size / config->vision.patch_size;
}

/* Each pin has its own. */
static gboolean
find_query (Work *work, GError **error)
{
  if (work->choice->drawing == DRAWING_PINS)
    return TRUE;
  return cli_query_find (work->call->options.query, work->choice->block, &work->text, get_grid (work), &work->query, error);
}

static TrestleFigure *
draw_map (const Work *work, const TrestleTrace *trace, const char *model_name, GError **error)
{
  const Choice *choice = work->choice;
  TrestleAttentionMap *map = trestle_head_map_new (trace, choice->block, choice->layer, choice->head, work->query, error);

  if (map == NULL)
    return NULL;
  return trestle_attention_figure_new (map, work->subject->image, &work->subject->window, work->text.words, model_name,
                                       work->call->options.opacity, &choice->look);
}

static TrestleFigure *
draw_pins (const Work *work, const TrestleTrace *trace, const char *model_name, GError **error)
{
  g_autoptr (GPtrArray)
      maps = cli_pins_make_maps (work->choice->pins, trace, work->call->options.query, &work->text, get_grid (work), error);

  if (maps == NULL)
    return NULL;
  return trestle_pin_figure_new ((TrestleAttentionMap *const *) maps->pdata, maps->len, work->subject->image, &work->subject->window,
                                 work->text.words, model_name, work->call->options.opacity, &work->choice->look);
}

/* (transfer full): the figure that was asked for. */
static TrestleFigure *
draw (const Work *work, const char *model_name, GError **error)
{
  const Choice *choice = work->choice;
  g_autoptr (TrestleTrace) trace = cli_run_tokens (work->call, work->subject->session, work->text.tokens, error);

  if (trace == NULL)
    return NULL;
  if (choice->drawing == DRAWING_SHEET)
    return trestle_head_sheet_figure_new (trace, choice->block, work->query, work->subject->image, &work->subject->window, work->text.words,
                                          model_name, &choice->look, error);
  if (choice->drawing == DRAWING_MATRIX)
    return trestle_word_matrix_figure_new (trace, choice->block, choice->layer, choice->head, work->text.words, model_name, &choice->look,
                                           error);
  if (choice->drawing == DRAWING_PINS)
    return draw_pins (work, trace, model_name, error);
  return draw_map (work, trace, model_name, error);
}

static void
add_pins (JsonBuilder *builder, char **pins)
{
  json_builder_begin_array (json_builder_set_member_name (builder, "pins"));
  for (guint i = 0; pins[i] != NULL; i++)
    json_builder_add_string_value (builder, pins[i]);
  json_builder_end_array (builder);
}

static void
add_layer (JsonBuilder *builder, const Work *work)
{
  cli_json_add_string (builder, "layer", work->call->options.layer);
  if (work->choice->head >= 0)
    cli_json_add_integer (builder, "head", work->choice->head);
  if (work->query != TRESTLE_QUERY_MEAN)
    cli_json_add_integer (builder, "query", work->query);
}

static void
print (const Work *work)
{
  CliCall *call = work->call;
  g_autofree char *path = g_filename_display_name (call->options.output);

  if (call->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

      cli_json_add_string (builder, "output", path);
      if (work->choice->drawing == DRAWING_PINS)
        add_pins (builder, call->options.pins);
      else
        add_layer (builder, work);
      cli_json_add_dropped (builder, work->text.tokens->n_dropped);
      cli_print_json (call, json_builder_end_object (builder));
    }
  else
    cli_print (call, "The figure is in “%s”", path);
}

/* The figure in the file that the call names. */
static gboolean
write_figure (const Work *work, GError **error)
{
  CliCall *call = work->call;
  const char *model_name = trestle_model_get_name (trestle_session_get_model (work->subject->session));
  g_autoptr (TrestleFigure) figure = draw (work, model_name, error);
  g_autofree char *input = cli_figure_name_input (call->options.images[0], work->text.text);
  g_autofree char *heads = call->options.pins != NULL ? g_strjoinv (", ", call->options.pins) : g_strdup (call->options.layer);
  g_autofree char *title = g_strdup_printf ("Attention of %s", heads);

  return figure != NULL && cli_figure_write (call, figure, title, model_name, input, error);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_auto (Choice) choice = { 0 };
  g_autoptr (CliSubject) subject = choose (call, &choice, error) ? cli_subject_new (call, TRESTLE_N_TASKS, error) : NULL;
  g_autoptr (TrestleTokens) tokens = NULL;
  g_auto (GStrv) words = NULL;
  Work work;

  if (subject == NULL)
    return FALSE;
  tokens = cli_tokenize_text (call, subject->session, call->options.texts[0], error);
  if (tokens == NULL)
    return FALSE;
  words = trestle_tokenizer_get_words (trestle_session_get_tokenizer (subject->session), tokens);
  work = (Work){ call, &choice, subject, { call->options.texts[0], tokens, (const char *const *) words }, TRESTLE_QUERY_MEAN };
  if (!find_query (&work, error) || !write_figure (&work, error))
    return FALSE;
  print (&work);
  return TRUE;
}

const CliCommand cli_attention = {
  .name = "attention",
  .summary = "draw where heads look",
  .synopsis = "--image FILE --text TEXT (--layer NAME [--head N] | --pin HEAD ...) [--query WHO] -o FILE [OPTION]...",
  .description =
      "Runs the model and draws one attention map as a figure for a paper, all maps of a block, with --pin a few of them side by side, or "
      "with --matrix every word of a text looking at every word; or writes their numbers. The blocks of --layer are:\n"
      "text: the text tower, words looking at words;\n"
      "vision: the vision tower, patches looking at patches;\n"
      "cross_text_self and cross_text_cross: the text side of the cross-modal encoder, looking at words and at patches;\n"
      "cross_image_self and cross_image_cross: its image side, looking at patches and at words.\n"
      "On this command line everything counts from 0, as the names of the tensors do that \"trestle-cli trace\" writes. The "
      "window and the figure's title count from 1, and so do the rows and columns of a .csv: cross_text_cross.3 with --head 0 is "
      "layer 4, head 1 there.\n"
      "Rollout (Abnar and Zuidema 2020) says how much of each word and patch went into what looks, through every layer from the first. In "
      "the cross-modal encoder words and patches have parts of one whole: the block says which of them are drawn.\n"
      "A word is found as it stands between blanks, or as a part of that which is a token of its own (\"star\" in \"star,\"). If "
      "the text has it more than once, the first counts; if it is several tokens, the first of them looks.",
  .options = options,
  .examples = "attention -i photo.jpg -t \"a red star\" \\\n"
              "    --layer cross_text_cross.3 --query star -o star.pdf\n"
              "attention -i photo.jpg -t \"a red star\" \\\n"
              "    --layer vision.5 --head 1 --query 2,3 -o patch.png --width 170\n"
              "attention -i photo.jpg -t \"a red star\" \\\n"
              "    --layer cross_image_cross.0 -o words.csv\n"
              "attention -i photo.jpg -t \"a red star\" \\\n"
              "    --layer cross_text_cross --query star -o sheet.pdf --width 170\n"
              "attention -i photo.jpg -t \"a red star\" \\\n"
              "    --layer text.5 --head 3 --matrix -o matrix.pdf\n"
              "attention -i photo.jpg -t \"a red star\" \\\n"
              "    --layer cross_text_cross.3 --head rollout --query star -o rollout.pdf\n"
              "attention -i photo.jpg -t \"a red star\" --query star --width 170 \\\n"
              "    --pin cross_text_cross.3.0 --pin cross_text_cross.3.mean -o heads.pdf",
  .run = run,
};
