/* trestle-cli bridges: what each bridge brings, and what is left of the model without all of them, beside another model. */
#include <string.h>

#include "app/cli/bridges-private.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "app/cli/pairs.h"
#include "app/cli/reading.h"

#define COLUMN_WIDTH 85.0 /* millimetres: one column of a paper */

/* How much of the work another model is. */
#define BESIDE 0.2

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "What to read with the image.", .is_single = TRUE },
  CLI_PAIRS,
  { "ablate", 0, CLI_LIST (ablate), "WHAT",
    "What a bridge is given instead of the tower's state when it is knocked out: zero, mean (of that state over its tokens) or last (the "
    "tower's last layer). May be given several times; all three without it." },
  { "by", 0, CLI_STRING (by), "WHAT",
    "What the figure, and the table, show of a knock-out: logit, the change of the logit of a match (the default), or kl, how far the "
    "answers' distribution moves. Of --draw map share (the default) or cosine." },
  { "task", 0, CLI_STRING (task), "TASK",
    "Whose answer the bars and the table are about: match, fill, ask or entail. The first of these that the model answers without it." },
  { "beside", 0, CLI_STRING (beside), "PATH",
    "Another model, such as a METER checkpoint, that reads the same image and text; it is reported beside the model without bridges." },
  { "draw", 0, CLI_STRING (draw), "WHAT",
    "What the figure shows: bars, the numbers of each bridge (the default); model, the model with arrows as wide as what the bridges "
    "bring, which is their share or with --by the size of what the first stand-in does; compare, where the text looks in the image, the "
    "answers and the divergence of the heads, with bridges, without them, and of the model beside; or map, what the tower brings to the "
    "bridges at every patch or word, for which nothing is knocked out." },
  { "side", 0, CLI_STRING (side), "SIDE",
    "Whose bridges --draw map is about: image (the default), drawn over its patches, or text, drawn beside its words." },
  { "opacity", 0, CLI_DOUBLE (opacity), "X", "Of the heat over the image, from 0 to 1; 0.6 without it.", .least = 0, .most = 1 },
  { "output", 'o', CLI_STRING (output), "FILE", "The figure to write. " CLI_FIGURE_ENDINGS " Of a shard, its partial result." },
  CLI_BATCH,
  CLI_SHARD,
  CLI_RESUME,
  { "merged", 0, CLI_STRING (merged), "FILE",
    "Run no model, but draw or print what \"trestle-cli merge\" put together of the shards of a list." },
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

static gboolean
choose_stand_ins (char **names, guint *stand_ins, GError **error)
{
  *stand_ins = names != NULL ? 0 : 1u << TRESTLE_STAND_IN_ZERO | 1u << TRESTLE_STAND_IN_MEAN | 1u << TRESTLE_STAND_IN_LAST;
  for (; names != NULL && *names != NULL; names++)
    {
      TrestleStandIn stand_in;

      if (!trestle_stand_in_parse (*names, &stand_in) || stand_in == TRESTLE_STAND_IN_NONE)
        {
          g_set_error (error, CLI_USAGE_ERROR, 0, "--ablate takes zero, mean or last, not “%s”", *names);
          return FALSE;
        }
      *stand_ins |= 1u << stand_in;
    }
  return TRUE;
}

static gboolean
choose_quantity (const char *name, TrestleBridgeQuantity *quantity, GError **error)
{
  *quantity = TRESTLE_BRIDGE_BY_LOGIT;
  if (name == NULL || trestle_bridge_quantity_parse (name, quantity))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--by takes logit or kl, not “%s”", name);
  return FALSE;
}

static gboolean
choose_drawing (const char *name, CliBridgesDrawing *drawing, GError **error)
{
  static const char *const names[CLI_N_BRIDGES_DRAWINGS] = { "bars", "model", "compare", "map" };

  for (*drawing = 0; *drawing < CLI_N_BRIDGES_DRAWINGS; (*drawing)++)
    if (g_str_equal (names[*drawing], name != NULL ? name : names[CLI_BRIDGES_BARS]))
      return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--draw takes bars, model, compare or map, not “%s”", name);
  return FALSE;
}

/* Sets a usage error; always %FALSE. */
static gboolean
refuse (const char *sentence, GError **error)
{
  g_set_error_literal (error, CLI_USAGE_ERROR, 0, sentence);
  return FALSE;
}

/* A list, or a file of results: no one image to look at. */
static gboolean
check_many (const CliOptions *given, GError **error)
{
  if (given->images != NULL || given->texts != NULL)
    return refuse ("--image and --text are one input, and --pairs and --merged are many; either the one or the others", error);
  if (given->beside != NULL || g_strcmp0 (given->draw, "compare") == 0 || g_strcmp0 (given->draw, "map") == 0)
    return refuse ("--beside, --draw compare and --draw map show one image, so --image and --text are needed", error);
  return TRUE;
}

static gboolean
check_merged (const CliOptions *given, GError **error)
{
  if (given->pairs != NULL || given->ablate != NULL || given->shard != NULL || given->resume || given->model != NULL
      || given->image_size != 0 || given->batch > 1)
    return refuse ("--merged FILE shows what there is, so no option goes with it that says what to run", error);
  return check_many (given, error);
}

static gboolean
check_input (const CliCall *call, GError **error)
{
  const CliOptions *given = &call->options;

  if (given->merged != NULL)
    return check_merged (given, error);
  if (given->pairs != NULL)
    return check_many (given, error) && cli_pairs_check (call, error);
  if (given->images == NULL && given->texts == NULL)
    return cli_pairs_check (call, error) && refuse ("Either --image and --text are needed, or --pairs, or --merged", error);
  if (given->texts == NULL)
    return refuse ("--text TEXT is missing", error);
  if (given->images == NULL)
    return refuse ("--image FILE is missing", error);
  return cli_pairs_check (call, error);
}

static gboolean
check_output (const CliOptions *given, GError **error)
{
  if (given->draw != NULL && (given->output == NULL || given->shard != NULL))
    return refuse ("--draw says what a figure shows, and none is written; --output FILE names one, and a shard has none", error);
  return TRUE;
}

/* What the numbers are: of a map others than of knock-outs. */
static gboolean
choose_numbers (const CliOptions *given, CliBridgesChoice *choice, GError **error)
{
  TrestleTask task;

  if (choice->drawing == CLI_BRIDGES_MAP)
    return cli_bridges_choose_map (given, choice, error);
  if (given->side != NULL)
    return refuse ("--side says whose bridges a map is about; it goes with --draw map", error);
  return (given->task == NULL || cli_choose_task (given->task, &task, error)) && choose_stand_ins (given->ablate, &choice->stand_ins, error)
         && choose_quantity (given->by, &choice->quantity, error);
}

static gboolean
choose (const CliCall *call, CliBridgesChoice *choice, GError **error)
{
  choice->by_share = call->options.by == NULL;
  return check_input (call, error) && choose_drawing (call->options.draw, &choice->drawing, error)
         && choose_numbers (&call->options, choice, error) && check_output (&call->options, error)
         && cli_figure_choose (call, COLUMN_WIDTH, &choice->look, error);
}

/* The names of the models that a figure is of. */
static char *
name_models (const CliBridgeStudy *study)
{
  const CliVariant *beside = study->variants[CLI_BRIDGE_BESIDE];

  return beside != NULL ? g_strconcat (study->name, ", ", beside->name, NULL) : g_strdup (study->name);
}

static gboolean
write_figure (CliCall *call, const CliBridgeStudy *study, TrestleImage *image, const CliBridgesChoice *choice, GError **error)
{
  g_autoptr (TrestleFigure) figure = cli_bridges_draw (call, study, choice, NULL, image);
  g_autofree char *input = cli_figure_name_input (call->options.images[0], call->options.texts[0]);
  g_autofree char *models = name_models (study);

  return cli_figure_write (call, figure, cli_bridges_get_title (choice), models, input, error);
}

static void
print_json (CliCall *call, const CliBridgeStudy *study, guint n_dropped)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  cli_bridges_add_json (builder, study);
  cli_figure_add_output (call, builder);
  cli_json_add_dropped (builder, n_dropped);
  cli_print_json (call, json_builder_end_object (builder));
}

/* The model of --beside, if there is one; it is gone again when this returns, so that two models need no more memory than one. */
static gboolean
measure_beside (CliCall *call, CliVariant **variant, GError **error)
{
  g_autoptr (CliReading) reading = NULL;

  if (call->options.beside == NULL)
    return TRUE;
  cli_progress_set_part (call->progress, 0.0, BESIDE);
  reading = cli_reading_new (call, call->options.beside, CLI_VARIANT_RECORDING, error);
  if (reading == NULL)
    return FALSE;
  *variant = cli_variant_new (reading->session, reading->trace, reading->tokens, &reading->window, error);
  return *variant != NULL;
}

static gboolean
report (CliCall *call, const CliBridgeStudy *study, CliSubject *subject, guint n_dropped, const CliBridgesChoice *choice, GError **error)
{
  if (call->options.output != NULL && !write_figure (call, study, subject->image, choice, error))
    return FALSE;
  if (call->options.json)
    print_json (call, study, n_dropped);
  else if (call->options.output != NULL)
    cli_figure_print_output (call);
  else
    cli_bridges_print_table (call, study, choice);
  return TRUE;
}

static gboolean
run_one (CliCall *call, const CliBridgesChoice *choice, GError **error)
{
  g_autoptr (CliVariant) beside = NULL;
  g_autoptr (CliSubject) subject = measure_beside (call, &beside, error) ? cli_subject_new (call, TRESTLE_N_TASKS, error) : NULL;
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autoptr (CliBridgeStudy) study = NULL;

  tokens = subject != NULL ? cli_tokenize_text (call, subject->session, call->options.texts[0], error) : NULL;
  study = tokens != NULL ? cli_bridge_study_new (call, subject, tokens, choice->stand_ins, error) : NULL;
  if (study == NULL || !cli_bridge_study_choose_task (study, call->options.task, error))
    return FALSE;
  study->variants[CLI_BRIDGE_BESIDE] = g_steal_pointer (&beside);
  return report (call, study, subject, tokens->n_dropped, choice, error);
}

static gboolean
run (CliCall *call, GError **error)
{
  CliBridgesChoice choice;

  if (!choose (call, &choice, error))
    return FALSE;
  if (call->options.merged != NULL)
    return cli_bridges_run_merged (call, &choice, error);
  if (choice.drawing == CLI_BRIDGES_MAP)
    return cli_bridges_run_map (call, &choice, error);
  return call->options.pairs != NULL ? cli_bridges_run_pairs (call, &choice, error) : run_one (call, &choice, error);
}

const CliCommand cli_bridges = {
  .name = "bridges",
  .summary = "measure what each bridge brings",
  .synopsis = "(--image FILE --text TEXT [--beside PATH] | --pairs LIST | --merged FILE) [--ablate WHAT]... [-o FILE] [OPTION]...",
  .description =
      "Measures every bridge of both sides. Its share is what the tower's layer brings to the bridge's output, |uni| / (|cross| + |uni|), "
      "the mean over the tokens; the cosine is that between what the two sides bring. Bridges that do not split into two sides (multiply, "
      "gate, MLP, cross-attention) have neither.\n"
      "Then every bridge is knocked out alone, by giving it something else in place of the tower's layer, and then all at once, which "
      "makes a model without bridges of this one. What that does to the answers is compared with the intact model: a bar of the figure is "
      "the change of the logit that says that image and text match, or, for models that cannot say so, of the first answer.\n"
      "Of one image and text, the model with bridges, without them, and the model of --beside stand side by side: their answers, how their "
      "heads differ and where the last cross-modal layer looks.\n"
      "--draw map shows the share, or the cosine, at every patch of the image or word of the text.\n"
      "Without -o and --json tables are printed.\n"
      "JSON: {\"bridges\": [{\"side\", \"index\", \"share\", \"cosine\", \"ablations\": {\"zero\"|\"mean\"|\"last\": "
      "{\"match_logit_change\", \"output_kl\", \"tasks\": {TASK: {\"logit_change\", \"probability_change\", \"kl\", \"flipped\"}}}}}], "
      "\"baseline\": {\"zero\"|\"last\"|\"beside\": {\"name\" (of beside alone), \"tasks\" (not of beside), \"answers\": {TASK: "
      "{\"intact\", "
      "\"changed\"}}, "
      "\"divergence\": {BLOCK: [{\"layer\", \"intact\", \"changed\"}]}, \"entropy\", \"distance\", \"class_share\", \"looks\": "
      "{\"intact\"|\"changed\": {\"patches\": {\"layer\", \"rows\", \"columns\", \"class_token\", \"weights\"}, \"words\": {\"layer\", "
      "\"tokens\", \"weights\"}}}}}}. The index counts from 0, as in names of tensors; layers, and bridges in the figure and the table, "
      "from 1.\n"
      "Of a list every number is the mean over its pairs, and beside it, in \"deviation\" and \"interval\" of the same object and by the "
      "same name, are the standard deviation and half the width of the 95 % interval of the mean; \"pairs\" of a task is how many had it. "
      "In front stand \"name\", \"pairs\", \"failed\", \"partial\", and \"missing\" if some pairs were not done; a baseline has \"tasks\" "
      "alone.\n"
      "Of --draw map: {\"side\", \"rows\", \"columns\" (of the image), \"words\" (of the text), \"bridges\": [{\"index\", \"shares\", "
      "\"cosines\"}]}; of the image the class token comes first, then the patches row by row.",
  .options = options,
  .examples = "bridges -i photo.jpg -t \"a red star\" -o bridges.pdf\n"
              "bridges -i photo.jpg -t \"a red star\" --ablate last --by kl\n"
              "bridges -i photo.jpg -t \"a red star\" --beside meter \\\n"
              "    --draw compare -o compare.pdf --width 170\n"
              "bridges -i photo.jpg -t \"a red star\" --draw map -o map.pdf\n"
              "bridges --pairs captions.jsonl --draw model -o model.pdf\n"
              "bridges --pairs captions.jsonl --shard 2/8 -o part-2.json",
  .run = run,
};
