/* trestle-cli divergence: what the heads of every layer do, in one number each, of one model or of two side by side. */
#include "analysis/figures/head-figure.h"
#include "app/cli/figure.h"
#include "app/cli/head-study.h"
#include "app/cli/output.h"
#include "app/cli/pairs.h"
#include "app/cli/reading.h"
#include "app/cli/table.h"

#define PAGE_WIDTH 170.0 /* millimetres: two columns of a paper */

static const CliOption options[] = {
  { "model", 'm', CLI_LIST (models), "PATH",
    "A model, its folder or a checkpoint file, instead of the demo model that comes with Trestle. Given twice, the two stand side by "
    "side, the first one left." },
  { "without-bridges", 0, CLI_STRING (without_bridges), "MODE",
    "Beside the model, itself without bridges: all of them are fed zero, the mean over tokens, or the last layer of their tower, as a "
    "two-tower model is." },
  CLI_READING_IMAGE,
  CLI_READING_TEXT,
  CLI_READING_INPUTS,
  CLI_PAIRS,
  CLI_BATCH,
  CLI_SHARD,
  CLI_RESUME,
  { "merged", 0, CLI_STRING (merged), "FILE", "Run no model, but draw what \"trestle-cli merge\" put together of the shards of a list." },
  { "measure", 0, CLI_STRING (measure), "NAME",
    "What is measured of a head: divergence (the default), entropy, distance, class_share or separator_share." },
  { "towers", 0, CLI_FLAG (towers), NULL, "Draw the two towers instead of the cross-modal encoder." },
  { "output", 'o', CLI_STRING (output), "FILE", "The figure to write. " CLI_FIGURE_ENDINGS },
  { "width", 0, CLI_DOUBLE (width), "MM", "Of the figure, in millimetres: 170 for two columns of a paper (the default), 85 for one.",
    .least = 0, .most = 1000 },
  CLI_FIGURE_FONT,
  CLI_FIGURE_NO_TITLE,
  CLI_FIGURE_DPI,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

/* In the order of the paper's figure, then the towers. */
static const TrestleBlock all_blocks[TRESTLE_N_BLOCKS] = {
  TRESTLE_BLOCK_CROSS_IMAGE_SELF, TRESTLE_BLOCK_CROSS_TEXT_SELF, TRESTLE_BLOCK_CROSS_IMAGE_CROSS,
  TRESTLE_BLOCK_CROSS_TEXT_CROSS, TRESTLE_BLOCK_VISION,          TRESTLE_BLOCK_TEXT,
};

/* What is to be made of a study. */
typedef struct
{
  TrestleLook look;
  const TrestleBlock *blocks; /* of the figure and of the table for people */
  guint n_blocks;
} Choice;

/* Sets a usage error; always %FALSE. */
static gboolean
refuse (const char *sentence, GError **error)
{
  g_set_error_literal (error, CLI_USAGE_ERROR, 0, sentence);
  return FALSE;
}

static gboolean
choose_measure (const char *name, TrestleHeadMeasure *measure, GError **error)
{
  if (trestle_head_measure_parse (name != NULL ? name : "divergence", measure))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--measure takes divergence, entropy, distance, class_share or separator_share, not “%s”", name);
  return FALSE;
}

/* One input, a list of them, or results. */
static gboolean
check_source (const CliCall *call, GError **error)
{
  const CliOptions *given = &call->options;
  gboolean has_reading = given->images != NULL || given->texts != NULL || given->inputs != NULL;

  if (given->merged != NULL)
    return has_reading || given->pairs != NULL || given->models != NULL || given->without_bridges != NULL || given->measure != NULL
                   || given->image_size != 0 || given->batch > 1
               ? refuse ("--merged FILE draws what there is, so no option goes with it that says what to run", error)
               : cli_pairs_check (call, error);
  if (given->pairs != NULL && has_reading)
    return refuse ("--pairs LIST takes the place of --image, --text and --inputs", error);
  return cli_pairs_check (call, error) && (given->pairs != NULL || cli_reading_check (given, error));
}

static gboolean
check_models (const CliOptions *given, GError **error)
{
  guint n_models = given->models != NULL ? g_strv_length (given->models) : 0;
  TrestleStandIn stand_in = TRESTLE_STAND_IN_NONE;

  if (n_models > TRESTLE_MOST_HEAD_PROFILES)
    return refuse ("--model may be given only once or twice", error);
  if (given->without_bridges == NULL)
    return TRUE;
  if (n_models > 1)
    return refuse ("--without-bridges makes the second model of the first one, so --model may be given only once", error);
  if (trestle_stand_in_parse (given->without_bridges, &stand_in) && stand_in != TRESTLE_STAND_IN_NONE)
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--without-bridges takes zero, mean or last, not “%s”", given->without_bridges);
  return FALSE;
}

static gboolean
choose (const CliCall *call, Choice *choice, GError **error)
{
  choice->blocks = call->options.towers ? trestle_head_figure_tower_blocks : trestle_head_figure_cross_blocks;
  choice->n_blocks = call->options.towers ? G_N_ELEMENTS (trestle_head_figure_tower_blocks)
                                          : G_N_ELEMENTS (trestle_head_figure_cross_blocks);
  return cli_figure_choose (call, PAGE_WIDTH, &choice->look, error);
}

static gboolean
write_figure (CliCall *call, const CliHeadStudy *study, const Choice *choice, GError **error)
{
  g_autoptr (TrestleFigure) figure = trestle_head_figure_new_of_profiles (study->measure, study->profiles, study->n_profiles,
                                                                          choice->blocks, choice->n_blocks, &choice->look);
  g_autofree char *title = g_strdup_printf ("Heads of every layer: %s", trestle_head_measure_get_title (study->measure));
  g_autofree char *models = study->n_profiles == 2 ? g_strconcat (study->profiles[0].name, ", ", study->profiles[1].name, NULL)
                                                   : g_strdup (study->profiles[0].name);

  return cli_figure_write (call, figure, title, models, study->input, error);
}

static double
get_value (const TrestleHeadProfile *profile, TrestleHeadMeasure measure, TrestleBlock block, guint layer, gint head)
{
  return profile->values[trestle_head_shape_find (&profile->shape, block, measure, layer, head)];
}

/* A member NAME for the heads of a layer, and one for their mean, from @numbers `[shape.n_values]`. */
static void
add_numbers (JsonBuilder *builder,
             const TrestleHeadShape *shape,
             TrestleHeadMeasure measure,
             TrestleBlock block,
             guint layer,
             const double *numbers,
             const char *of_heads,
             const char *of_mean)
{
  const double *first = numbers + trestle_head_shape_find (shape, block, measure, layer, 0);

  json_builder_begin_array (json_builder_set_member_name (builder, of_heads));
  for (guint head = 0; head < shape->n_heads[block]; head++)
    cli_json_add_element (builder, first[head]);
  json_builder_end_array (builder);
  cli_json_add_number (builder, of_mean, numbers[trestle_head_shape_find (shape, block, measure, layer, TRESTLE_HEAD_MEAN)]);
}

static void
add_layer (JsonBuilder *builder, const TrestleHeadProfile *profile, TrestleHeadMeasure measure, TrestleBlock block, guint layer)
{
  const TrestleHeadShape *shape = &profile->shape;

  json_builder_begin_object (builder);
  cli_json_add_integer (builder, "layer", layer + 1);
  add_numbers (builder, shape, measure, block, layer, profile->values, "heads", "mean");
  if (profile->deviations != NULL)
    add_numbers (builder, shape, measure, block, layer, profile->deviations, "head_deviations", "mean_deviation");
  if (profile->intervals != NULL)
    add_numbers (builder, shape, measure, block, layer, profile->intervals, "head_intervals", "mean_interval");
  json_builder_end_object (builder);
}

static void
add_profile (JsonBuilder *builder, const TrestleHeadProfile *profile, TrestleHeadMeasure measure, guint n_dropped)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "name", profile->name);
  json_builder_begin_object (json_builder_set_member_name (builder, "blocks"));
  for (guint i = 0; i < TRESTLE_N_BLOCKS; i++)
    if (trestle_head_measure_applies (measure, all_blocks[i]))
      {
        json_builder_begin_array (json_builder_set_member_name (builder, trestle_block_get_name (all_blocks[i])));
        for (guint layer = 0; layer < profile->shape.n_layers[all_blocks[i]]; layer++)
          add_layer (builder, profile, measure, all_blocks[i], layer);
        json_builder_end_array (builder);
      }
  json_builder_end_object (builder);
  cli_json_add_dropped (builder, n_dropped);
  json_builder_end_object (builder);
}

static void
add_list (JsonBuilder *builder, const CliHeadStudy *study)
{
  cli_json_add_integer (builder, "pairs", (gint64) study->n_pairs);
  cli_json_add_integer (builder, "failed", (gint64) study->n_failed);
  if (study->n_missing > 0)
    cli_json_add_integer (builder, "missing", (gint64) study->n_missing);
}

static void
print_json (CliCall *call, const CliHeadStudy *study)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  cli_json_add_string (builder, "measure", trestle_head_measure_get_name (study->measure));
  if (study->is_list)
    add_list (builder, study);
  json_builder_begin_array (json_builder_set_member_name (builder, "models"));
  for (guint i = 0; i < study->n_profiles; i++)
    add_profile (builder, &study->profiles[i], study->measure, study->n_dropped[i]);
  json_builder_end_array (builder);
  cli_figure_add_output (call, builder);
  cli_print_json (call, json_builder_end_object (builder));
}

static void
add_line (CliTable *table, const TrestleHeadProfile *profile, TrestleHeadMeasure measure, TrestleBlock block, guint layer)
{
  double least = G_MAXDOUBLE, most = 0.0;

  for (guint head = 0; head < profile->shape.n_heads[block]; head++)
    {
      least = MIN (least, get_value (profile, measure, block, layer, (gint) head));
      most = MAX (most, get_value (profile, measure, block, layer, (gint) head));
    }
  cli_table_add (table, g_strdup (trestle_block_get_name (block)), g_strdup_printf ("%u", layer + 1),
                 g_strdup_printf ("%.4f", get_value (profile, measure, block, layer, TRESTLE_HEAD_MEAN)), g_strdup_printf ("%.4f", least),
                 g_strdup_printf ("%.4f", most), g_strdup (profile->name));
}

static void
print_table (CliCall *call, const CliHeadStudy *study, const Choice *choice)
{
  g_autoptr (CliTable) table = cli_table_new ("lrrrrl", "block", "layer", "mean", "lowest head", "highest", "model");

  for (guint i = 0; i < study->n_profiles; i++)
    for (guint k = 0; k < choice->n_blocks; k++)
      for (guint layer = 0; layer < study->profiles[i].shape.n_layers[choice->blocks[k]]; layer++)
        if (trestle_head_measure_applies (study->measure, choice->blocks[k]))
          add_line (table, &study->profiles[i], study->measure, choice->blocks[k], layer);
  cli_print (call, "%s, %s\n", trestle_head_measure_get_title (study->measure), study->input);
  cli_table_print (table, call);
}

static gboolean
report (CliCall *call, const CliHeadStudy *study, GError **error)
{
  Choice choice;

  if (!choose (call, &choice, error) || (call->options.output != NULL && !write_figure (call, study, &choice, error)))
    return FALSE;
  if (call->options.json)
    print_json (call, study);
  else if (call->options.output != NULL)
    cli_figure_print_output (call);
  else
    print_table (call, study, &choice);
  if (study->n_missing > 0)
    cli_note (call, "%" G_GUINT64_FORMAT " of the pairs are not done yet", study->n_missing);
  return TRUE;
}

static gboolean
run (CliCall *call, GError **error)
{
  const CliOptions *given = &call->options;
  g_autoptr (CliHeadStudy) study = NULL;
  TrestleHeadMeasure measure;
  Choice choice;

  if (!check_source (call, error) || !check_models (given, error) || !choose_measure (given->measure, &measure, error)
      || !choose (call, &choice, error))
    return FALSE;
  if (given->pairs != NULL)
    return cli_head_study_of_list (call, measure, report, error);
  study = given->merged != NULL ? cli_head_study_of_merged (call, error) : cli_head_study_of_reading (call, measure, error);
  return study != NULL && report (call, study, error);
}

const CliCommand cli_divergence = {
  .name = "divergence",
  .summary = "draw how the heads of every layer differ",
  .synopsis = "[--model PATH [--model PATH | --without-bridges MODE]] (--image FILE --text TEXT | --inputs FILE | --pairs LIST) [-o FILE] "
              "[OPTION]...",
  .description =
      "Runs each model once and measures every head of every layer: by itself how far it is from the other heads of its layer, in nats "
      "(KL divergence), or what --measure names:\n"
      "entropy, of where it looks, in nats;\n"
      "distance, from a patch to where it looks, in patches, where patches look at patches;\n"
      "class_share and separator_share, the weight on the class token, and on the token that closes the text where words are looked at.\n"
      "The figure has a row for each block and, of two models, a column for each; small dots are heads, the line is their mean. Layers "
      "count from 1. Without -o and --json a table is printed.\n"
      "Over a list of pairs each number is the mean over the pairs, with the 95 % interval of that mean; pairs that fail are left out and "
      "counted.\n"
      "JSON: {\"measure\", \"models\": [{\"name\", \"blocks\": {BLOCK: [{\"layer\", \"heads\": [...], \"mean\"}]}}]}, with all blocks "
      "that the measure has a meaning for; over a list \"pairs\", \"failed\" and, if some are not done, \"missing\" as well, and "
      "\"head_deviations\", \"mean_deviation\", \"head_intervals\" and \"mean_interval\" of a layer; \"dropped\" if TEXT was longer than a "
      "model can read, and \"output\" if a figure was written.",
  .options = options,
  .examples = "divergence -i photo.jpg -t \"a red star\" -o heads.pdf\n"
              "divergence --model meter --model bridgetower \\\n"
              "    -i photo.jpg -t \"a red star\" -o figure.pdf\n"
              "divergence --inputs inputs.safetensors --measure entropy --json\n"
              "divergence --pairs captions.jsonl --shard 2/8 -o part-2.json",
  .run = run,
};
