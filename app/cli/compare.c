/* trestle-cli compare: two models on one input, or a model and what is left of it without its bridges. */
#include "app/cli/compare-private.h"
#include "analysis/measures/readout.h"
#include "app/cli/figure.h"
#include "app/cli/query.h"
#include "app/cli/reading.h"
#include "app/cli/subject.h"
#include "core/error.h"
#include "core/model/details.h"

#define FIGURE_WIDTH 170.0 /* millimetres: two columns of a paper, for three maps beside each other */
#define HALF 0.5           /* of the work is one of the models */

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "What to read with the image.", .is_required = TRUE, .is_single = TRUE },
  { "beside", 0, CLI_STRING (beside), "PATH", "The second model: its folder, or a checkpoint file." },
  { "without-bridges", 0, CLI_STRING (without_bridges), "WHAT",
    "The second model is the first one with WHAT in place of what every bridge is given of its tower: zero, mean (of that state over its "
    "tokens) or last (the tower's last layer, which is what a METER is fed)." },
  { "layer", 'l', CLI_STRING (layer), "NAME",
    "The layer whose maps are compared, by the name of its tensor, such as cross_text_cross.3, counted from 0; the last one of "
    "cross_text_cross without it." },
  { "head", 0, CLI_STRING (head), "N", "The head, counted from 0, or \"mean\" for the mean of all heads, which is the default." },
  { "query", 'q', CLI_STRING (query), "WHO",
    "Who looks, as in \"attention\": a word or the number of a token, or ROW,COLUMN of a patch or the number of a state. Without it, the "
    "mean of them all." },
  { "task", 0, CLI_STRING (task), "TASK",
    "What is asked of both: match, fill, ask or entail. Without it the first of match, ask and entail that one of them can do." },
  { "top", 0, CLI_INT (top), "N", "How many answers of the last layer to follow, best first; 5 without it.", .least = 1, .most = G_MAXINT },
  { "output", 'o', CLI_STRING (output), "FILE", "The figure to write. " CLI_FIGURE_ENDINGS },
  { "opacity", 0, CLI_DOUBLE (opacity), "X", "Of the heat over the image, from 0 to 1; 0.6 without it.", .least = 0, .most = 1 },
  CLI_FIGURE_WIDTH,
  CLI_FIGURE_COLORMAP,
  CLI_FIGURE_FONT,
  CLI_FIGURE_NO_TITLE,
  CLI_FIGURE_DPI,
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

/* What the command line alone tells. @has_layer: or it is the last one. */
typedef struct
{
  TrestleMapPlace place;
  gboolean has_layer;
  TrestleStandIn stand_in;
  TrestleTask task;
  TrestleLook look;
} Choice;

static gboolean
choose_second (const CliOptions *given, Choice *choice, GError **error)
{
  choice->stand_in = TRESTLE_STAND_IN_NONE;
  if ((given->beside != NULL) == (given->without_bridges != NULL))
    {
      g_set_error_literal (error, CLI_USAGE_ERROR, 0, "Either --beside is needed, or --without-bridges, to say what to compare with");
      return FALSE;
    }
  if (given->beside != NULL
      || (trestle_stand_in_parse (given->without_bridges, &choice->stand_in) && choice->stand_in != TRESTLE_STAND_IN_NONE))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--without-bridges takes zero, mean or last, not “%s”", given->without_bridges);
  return FALSE;
}

static gboolean
choose_layer (const char *name, Choice *choice, GError **error)
{
  choice->has_layer = name != NULL;
  choice->place.block = TRESTLE_BLOCK_CROSS_TEXT_CROSS;
  if (name == NULL || trestle_block_parse (name, &choice->place.block, &choice->place.layer))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” is no layer; --layer takes a block and a number from 0, such as cross_text_cross.0", name);
  return FALSE;
}

static gboolean
choose_head (const char *head, Choice *choice, GError **error)
{
  guint64 number;

  choice->place.head = TRESTLE_HEAD_MEAN;
  if (head == NULL || g_str_equal (head, "mean"))
    return TRUE;
  if (g_ascii_string_to_unsigned (head, 10, 0, G_MAXINT, &number, NULL))
    {
      choice->place.head = (gint) number;
      return TRUE;
    }
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” is no head; --head takes a number from 0, or “mean”", head);
  return FALSE;
}

static gboolean
choose (const CliCall *call, Choice *choice, GError **error)
{
  const CliOptions *given = &call->options;

  choice->task = TRESTLE_N_TASKS;
  return choose_second (given, choice, error) && choose_layer (given->layer, choice, error) && choose_head (given->head, choice, error)
         && (given->task == NULL || cli_choose_task (given->task, &choice->task, error))
         && cli_figure_choose (call, FIGURE_WIDTH, &choice->look, error);
}

/* The cross-modal encoder, whose divergence is compared, and the block whose map is. */
static TrestleRecording
get_recording (const Choice *choice)
{
  return (TrestleRecording){ .blocks = 1u << TRESTLE_BLOCK_CROSS_TEXT_SELF | 1u << TRESTLE_BLOCK_CROSS_TEXT_CROSS
                                       | 1u << TRESTLE_BLOCK_CROSS_IMAGE_SELF | 1u << TRESTLE_BLOCK_CROSS_IMAGE_CROSS
                                       | 1u << choice->place.block };
}

static void
compared_clear (CliCompared *model)
{
  g_free (model->name);
  g_clear_pointer (&model->trace, trestle_trace_unref);
  g_clear_pointer (&model->tokens, trestle_tokens_free);
  g_strfreev (model->words);
  g_free (model->heads);
  g_clear_pointer (&model->readouts, g_ptr_array_unref);
  g_free (model->can);
}

static void
comparison_clear (CliComparison *comparison)
{
  for (guint i = 0; i < 2; i++)
    compared_clear (&comparison->models[i]);
  g_clear_pointer (&comparison->pair, trestle_map_pair_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliComparison, comparison_clear)

/* Its answers, unless it has no head for them. */
static gboolean
read_answers (CliCall *call, CliCompared *model, TrestleSession *session, TrestleTask task, GError **error)
{
  model->can = trestle_model_describe_tasks (trestle_session_get_model (session));
  if (task == TRESTLE_N_TASKS || !trestle_model_can (trestle_session_get_model (session), task))
    return TRUE;
  model->readouts = trestle_readout_new (session, model->trace, task, model->tokens, (guint) call->options.top, error);
  return model->readouts != NULL;
}

/* All that is said of one model. @tokens, @trace: (transfer full); @name: (transfer full) */
static gboolean
measure_model (CliCall *call,
               CliCompared *model,
               TrestleSession *session,
               char *name,
               TrestleTokens *tokens,
               TrestleTrace *trace,
               TrestleTask task,
               GError **error)
{
  model->name = name;
  model->tokens = tokens;
  model->trace = trace;
  model->words = trestle_tokenizer_get_words (trestle_session_get_tokenizer (session), tokens);
  trestle_head_shape_init (&model->shape, trestle_session_get_model (session),
                           TRESTLE_RECORD_ALL & ~(1u << TRESTLE_BLOCK_TEXT | 1u << TRESTLE_BLOCK_VISION), 1u << TRESTLE_HEAD_DIVERGENCE);
  model->heads = g_new (double, model->shape.n_values);
  return trestle_head_shape_measure (&model->shape, trace, model->heads, error) && read_answers (call, model, session, task, error);
}

static gboolean
measure_reading (CliCall *call, CliCompared *model, CliReading *reading, TrestleTask task, GError **error)
{
  char *name = g_strdup (trestle_model_get_name (trestle_session_get_model (reading->session)));

  model->window = reading->window;
  return measure_model (call, model, reading->session, name, g_steal_pointer (&reading->tokens), g_steal_pointer (&reading->trace), task,
                        error);
}

static gboolean
check_bridges (const CliReading *reading, GError **error)
{
  const TrestleModel *model = trestle_session_get_model (reading->session);

  if (trestle_model_get_n_bridges (model) > 0)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” has no bridges that could be taken out; --beside PATH compares it with another model", trestle_model_get_name (model));
  return FALSE;
}

/* The first model again, with the stand-in for every bridge. */
static gboolean
measure_bare (CliCall *call, CliCompared *model, CliReading *reading, TrestleStandIn stand_in, TrestleTask task, GError **error)
{
  const TrestleModel *bare = trestle_session_get_model (reading->session);
  g_autofree char *name = g_strdup_printf ("%s without bridges (%s)", trestle_model_get_name (bare), trestle_stand_in_get_name (stand_in));
  g_autoptr (TrestleTokens) tokens = NULL;
  TrestleTrace *trace;

  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < trestle_model_get_n_bridges (bare); bridge++)
      trestle_session_set_stand_in (reading->session, side, bridge, stand_in);
  tokens = trestle_session_tokenize (reading->session, call->options.texts[0], error);
  trace = tokens != NULL ? cli_run_tokens (call, reading->session, tokens, error) : NULL;
  if (trace == NULL)
    return FALSE;
  model->window = reading->window;
  return measure_model (call, model, reading->session, g_steal_pointer (&name), g_steal_pointer (&tokens), trace, task, error);
}

/* What is asked of both. */
static gboolean
find_task (const Choice *choice, const TrestleModel *first, const TrestleModel *second, TrestleTask *task, GError **error)
{
  *task = choice->task != TRESTLE_N_TASKS ? choice->task : trestle_readout_find_task (first, second);
  if (choice->task == TRESTLE_N_TASKS || trestle_model_can (first, *task) || trestle_model_can (second, *task))
    return TRUE;
  return trestle_task_check (*task, first, error);
}

static gboolean
measure_both (CliCall *call, const Choice *choice, CliComparison *comparison, CliReading *first, CliReading *second, GError **error)
{
  const CliReading *other = second != NULL ? second : first;

  if (!find_task (choice, trestle_session_get_model (first->session), trestle_session_get_model (other->session), &comparison->task, error)
      || !measure_reading (call, &comparison->models[0], first, comparison->task, error))
    return FALSE;
  if (second != NULL)
    return measure_reading (call, &comparison->models[1], second, comparison->task, error);
  return measure_bare (call, &comparison->models[1], first, choice->stand_in, comparison->task, error);
}

static TrestleMapSide
get_side (const CliCompared *model)
{
  return (TrestleMapSide){ model->name, model->trace, model->tokens, (const char *const *) model->words, &model->window };
}

/* The map that was asked for, of both. */
static gboolean
match_maps (CliCall *call, const Choice *choice, CliComparison *comparison, GError **error)
{
  const CliCompared *first = &comparison->models[0];
  TrestleMapSide sides[] = { get_side (first), get_side (&comparison->models[1]) };
  CliText text = { call->options.texts[0], first->tokens, (const char *const *) first->words };
  TrestleMapPlace place = choice->place;

  if (!choice->has_layer)
    place.layer = trestle_trace_get_n_layers (first->trace, place.block) - 1;
  if (!cli_query_find (call->options.query, place.block, &text, trestle_trace_get_grid_columns (first->trace), &place.query, error))
    return FALSE;
  comparison->pair = trestle_map_pair_new (sides, &place, text.text, error);
  return comparison->pair != NULL;
}

static gboolean
measure (CliCall *call, const Choice *choice, CliComparison *comparison, GError **error)
{
  g_autofree char *path = cli_find_model (call, error);
  g_autoptr (CliReading) first = NULL;
  g_autoptr (CliReading) second = NULL;

  cli_progress_set_part (call->progress, 0.0, HALF);
  first = path != NULL ? cli_reading_new (call, path, get_recording (choice), error) : NULL;
  if (first == NULL || (call->options.beside == NULL && !check_bridges (first, error)))
    return FALSE;
  cli_progress_set_part (call->progress, HALF, HALF);
  if (call->options.beside != NULL)
    {
      second = cli_reading_new (call, call->options.beside, get_recording (choice), error);
      if (second == NULL)
        return FALSE;
    }
  return measure_both (call, choice, comparison, first, second, error) && match_maps (call, choice, comparison, error);
}

static TrestleComparisonSide
get_figure_side (const CliCompared *model)
{
  return (TrestleComparisonSide){ model->name, &model->window, &model->shape, model->heads, model->readouts };
}

static gboolean
write_figure (CliCall *call, const Choice *choice, const CliComparison *comparison, GError **error)
{
  TrestleComparisonSide sides[] = { get_figure_side (&comparison->models[0]), get_figure_side (&comparison->models[1]) };
  g_autoptr (TrestleImage) image = trestle_image_load (call->options.images[0], error);
  g_autoptr (TrestleFigure) figure = NULL;
  g_autofree char *input = cli_figure_name_input (call->options.images[0], call->options.texts[0]);
  g_autofree char *models = g_strdup_printf ("%s, %s", sides[0].name, sides[1].name);

  if (image == NULL)
    return FALSE;
  figure = trestle_comparison_figure_new (sides, comparison->pair, comparison->task, image, call->options.opacity, &choice->look);
  return cli_figure_write (call, figure, "Two models side by side", models, input, error);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_auto (CliComparison) comparison = { .task = TRESTLE_N_TASKS };
  Choice choice = { 0 };

  if (!choose (call, &choice, error) || !measure (call, &choice, &comparison, error)
      || (call->options.output != NULL && !write_figure (call, &choice, &comparison, error)))
    return FALSE;
  if (call->options.json)
    cli_compare_print_json (call, &comparison);
  else if (call->options.output != NULL)
    cli_figure_print_output (call);
  else
    cli_compare_print_tables (call, &comparison);
  return TRUE;
}

const CliCommand cli_compare = {
  .name = "compare",
  .summary = "put two models side by side on one input",
  .synopsis = "--image FILE --text TEXT (--beside PATH | --without-bridges WHAT) [--layer NAME] [--head N] [--query WHO] [-o FILE] "
              "[OPTION]...",
  .description =
      "Runs two models on one image and one text: the one of --model, and another one, or the same without its bridges. The figure has the "
      "same attention map of both on one scale, and the difference, second minus first, in red where the second looks more and in blue "
      "where it looks less; the divergence of the heads of every layer; and the answers of every layer, as in \"readout\".\n"
      "Where the second model lacks the layer or the head, the mean of the heads is compared, of its last layer. A word that looks is "
      "found "
      "in the second model's tokens by its place in the text, a patch by its place in the image. Texts that the models cut into tokens in "
      "other ways are compared in the smallest pieces that are whole tokens of both. What could not be matched is said in \"notes\".\n"
      "Without -o and --json tables are printed.\n"
      "JSON: {\"map\": {\"block\", \"models\": [{\"name\", \"layer\", \"head\", \"query\", \"weights\"}], \"keys\", \"difference\"}, "
      "\"divergence\": {BLOCK: [{\"layer\", \"first\", \"second\"}]}, \"answers\": {\"task\", \"models\": [{\"name\", \"readouts\"}]}, "
      "\"notes\"}. \"head\" and \"query\" are missing where they are a mean, \"keys\" are the pieces of a text and missing of an image, "
      "whose weights begin with the class token; \"difference\" is missing where the models see other patches, and \"readouts\" is null of "
      "a model that has no head for the task. Layers, heads and queries count from 0.",
  .options = options,
  .examples = "compare -i photo.jpg -t \"a red star\" --without-bridges last\n"
              "compare -i photo.jpg -t \"a red star\" --beside meter \\\n"
              "    --layer cross_text_cross.3 --head 2 --query star -o star.pdf\n"
              "compare -i photo.jpg -t \"a <mask> star\" --beside meter \\\n"
              "    --task fill --json",
  .run = run,
};
