/* trestle-cli divergence: what the heads of every layer do, in one number each, of one model or of two side by side. */
#include <string.h>

#include "analysis/figures/head-figure.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"

#define MOST_MODELS 2
#define PAGE_WIDTH 170.0 /* millimetres: two columns of a paper */

static const CliOption options[] = {
  { "model", 'm', CLI_LIST (models), "PATH",
    "A model, its folder or a checkpoint file, instead of the demo model that comes with Trestle. Given twice, the two stand side by "
    "side, the first one left." },
  CLI_READING_IMAGE,
  CLI_READING_TEXT,
  CLI_READING_INPUTS,
  { "measure", 0, CLI_STRING (measure), "NAME",
    "What is measured of a head: divergence (the default), entropy, distance, class_share or separator_share." },
  { "towers", 0, CLI_FLAG (towers), NULL, "Draw the two towers instead of the cross-modal encoder." },
  { "output", 'o', CLI_STRING (output), "FILE", "The figure to write. " CLI_FIGURE_ENDINGS },
  { "width", 0, CLI_DOUBLE (width), "MM", "Of the figure, in millimetres: 170 for two columns of a paper (the default), 85 for one.",
    .least = 0, .most = 1000 },
  CLI_FIGURE_FONT,
  CLI_FIGURE_NO_TITLE,
  CLI_FIGURE_DPI,
  CLI_IMAGE_SIZE,
  CLI_JSON,
  { NULL },
};

/* In the order of the paper's figure, then the towers. */
static const TrestleBlock all_blocks[TRESTLE_N_BLOCKS] = {
  TRESTLE_BLOCK_CROSS_IMAGE_SELF, TRESTLE_BLOCK_CROSS_TEXT_SELF, TRESTLE_BLOCK_CROSS_IMAGE_CROSS,
  TRESTLE_BLOCK_CROSS_TEXT_CROSS, TRESTLE_BLOCK_VISION,          TRESTLE_BLOCK_TEXT,
};

/**
 * Profile: a model and its numbers.
 * @name: its folder's
 * @kind: what it is in a word: "BridgeTower"
 * @values: `[shape.n_values]`
 * @intervals: (nullable): likewise
 */
typedef struct
{
  char *name;
  char *kind;
  TrestleHeadShape shape;
  double *values;
  double *intervals;
  guint n_dropped;
} Profile;

/* The profiles of a call, and what is to be made of them. */
typedef struct
{
  TrestleHeadMeasure measure;
  TrestleLook look;
  const TrestleBlock *blocks; /* of the figure and of the table for people */
  guint n_blocks;
  Profile profiles[MOST_MODELS];
  guint n_profiles;
} Comparison;

static void
comparison_clear (Comparison *comparison)
{
  for (guint i = 0; i < MOST_MODELS; i++)
    {
      g_free (comparison->profiles[i].name);
      g_free (comparison->profiles[i].kind);
      g_free (comparison->profiles[i].values);
      g_free (comparison->profiles[i].intervals);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparison, comparison_clear)

static gboolean
choose_measure (const char *name, TrestleHeadMeasure *measure, GError **error)
{
  for (*measure = 0; *measure < TRESTLE_N_HEAD_MEASURES; (*measure)++)
    if (g_str_equal (trestle_head_measure_get_name (*measure), name != NULL ? name : "divergence"))
      return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--measure takes divergence, entropy, distance, class_share or separator_share, not “%s”", name);
  return FALSE;
}

static gboolean
check_models (char **models, GError **error)
{
  if (models == NULL || g_strv_length (models) <= MOST_MODELS)
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--model may be given only once or twice");
  return FALSE;
}

static gboolean
choose (const CliCall *call, Comparison *comparison, GError **error)
{
  comparison->blocks = call->options.towers ? trestle_head_figure_tower_blocks : trestle_head_figure_cross_blocks;
  comparison->n_blocks = call->options.towers ? G_N_ELEMENTS (trestle_head_figure_tower_blocks)
                                              : G_N_ELEMENTS (trestle_head_figure_cross_blocks);
  return cli_reading_check (&call->options, error) && check_models (call->options.models, error)
         && choose_measure (call->options.measure, &comparison->measure, error)
         && cli_figure_choose (call, PAGE_WIDTH, &comparison->look, error);
}

/* The first word of what it is. */
static char *
name_kind (const TrestleModel *model)
{
  g_autofree char *description = trestle_model_describe (model);

  return g_strndup (description, strcspn (description, ", "));
}

static gboolean
measure_model (CliCall *call, TrestleHeadMeasure measure, const char *path, Profile *profile, GError **error)
{
  TrestleRecording recording = { .blocks = TRESTLE_RECORD_ALL };
  g_autoptr (CliReading) reading = cli_reading_new (call, path, recording, error);
  const TrestleModel *model;

  if (reading == NULL)
    return FALSE;
  model = trestle_session_get_model (reading->session);
  profile->name = g_strdup (trestle_model_get_name (model));
  profile->kind = name_kind (model);
  profile->n_dropped = reading->n_dropped;
  trestle_head_shape_init (&profile->shape, model, TRESTLE_RECORD_ALL, 1u << measure);
  profile->values = g_new (double, profile->shape.n_values);
  return trestle_head_shape_measure (&profile->shape, reading->trace, profile->values, error);
}

static gboolean
measure_models (CliCall *call, Comparison *comparison, GError **error)
{
  g_autofree char *demo = call->options.models == NULL ? cli_find_model (call, error) : NULL;
  const char *demo_list[] = { demo, NULL };
  const char *const *paths = demo != NULL ? demo_list : (const char *const *) call->options.models;
  guint n = paths != NULL ? g_strv_length ((char **) paths) : 0;

  for (guint i = 0; i < n; i++)
    {
      cli_progress_set_part (call->progress, (double) i / n, (double) (i + 1) / n);
      if (!measure_model (call, comparison->measure, paths[i], &comparison->profiles[i], error))
        return FALSE;
      comparison->n_profiles++;
    }
  return n > 0;
}

/* Two models of different kinds are told apart by those; others by their folders. */
static const char *
get_title (const Comparison *comparison, guint index)
{
  const Profile *profiles = comparison->profiles;

  if (comparison->n_profiles == 2 && !g_str_equal (profiles[0].kind, profiles[1].kind))
    return profiles[index].kind;
  return profiles[index].name;
}

static TrestleFigure *
make_figure (const Comparison *comparison)
{
  TrestleHeadSeries series[MOST_MODELS];

  for (guint i = 0; i < comparison->n_profiles; i++)
    series[i] = (TrestleHeadSeries){ get_title (comparison, i), &comparison->profiles[i].shape, comparison->profiles[i].values,
                                     comparison->profiles[i].intervals };
  return trestle_head_figure_new (comparison->measure, series, comparison->n_profiles, comparison->blocks, comparison->n_blocks,
                                  &comparison->look);
}

static gboolean
write_figure (CliCall *call, const Comparison *comparison, GError **error)
{
  g_autoptr (TrestleFigure) figure = make_figure (comparison);
  g_autofree char *input = cli_reading_name_input (call);
  g_autofree char *title = g_strdup_printf ("Heads of every layer: %s", trestle_head_measure_get_title (comparison->measure));
  g_autofree char *models = comparison->n_profiles == 2
                                ? g_strconcat (comparison->profiles[0].name, ", ", comparison->profiles[1].name, NULL)
                                : g_strdup (comparison->profiles[0].name);

  return cli_figure_write (call, figure, title, models, input, error);
}

static double
get_value (const Profile *profile, TrestleHeadMeasure measure, TrestleBlock block, guint layer, gint head)
{
  return profile->values[trestle_head_shape_find (&profile->shape, block, measure, layer, head)];
}

static void
add_layer (JsonBuilder *builder, const Profile *profile, TrestleHeadMeasure measure, TrestleBlock block, guint layer)
{
  json_builder_begin_object (builder);
  cli_json_add_integer (builder, "layer", layer + 1);
  json_builder_begin_array (json_builder_set_member_name (builder, "heads"));
  for (guint head = 0; head < profile->shape.n_heads[block]; head++)
    cli_json_add_element (builder, get_value (profile, measure, block, layer, (gint) head));
  json_builder_end_array (builder);
  cli_json_add_number (builder, "mean", get_value (profile, measure, block, layer, TRESTLE_HEAD_MEAN));
  json_builder_end_object (builder);
}

static void
add_profile (JsonBuilder *builder, const Profile *profile, TrestleHeadMeasure measure)
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
  cli_json_add_dropped (builder, profile->n_dropped);
  json_builder_end_object (builder);
}

static void
print_json (CliCall *call, const Comparison *comparison)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  cli_json_add_string (builder, "measure", trestle_head_measure_get_name (comparison->measure));
  json_builder_begin_array (json_builder_set_member_name (builder, "models"));
  for (guint i = 0; i < comparison->n_profiles; i++)
    add_profile (builder, &comparison->profiles[i], comparison->measure);
  json_builder_end_array (builder);
  cli_figure_add_output (call, builder);
  cli_print_json (call, json_builder_end_object (builder));
}

static void
add_line (CliTable *table, const Profile *profile, TrestleHeadMeasure measure, TrestleBlock block, guint layer)
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
print_table (CliCall *call, const Comparison *comparison)
{
  g_autoptr (CliTable) table = cli_table_new ("lrrrrl", "block", "layer", "mean", "lowest head", "highest", "model");

  for (guint i = 0; i < comparison->n_profiles; i++)
    for (guint k = 0; k < comparison->n_blocks; k++)
      for (guint layer = 0; layer < comparison->profiles[i].shape.n_layers[comparison->blocks[k]]; layer++)
        if (trestle_head_measure_applies (comparison->measure, comparison->blocks[k]))
          add_line (table, &comparison->profiles[i], comparison->measure, comparison->blocks[k], layer);
  cli_print (call, "%s\n", trestle_head_measure_get_title (comparison->measure));
  cli_table_print (table, call);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_auto (Comparison) comparison = { .n_profiles = 0 };

  if (!choose (call, &comparison, error) || !measure_models (call, &comparison, error))
    return FALSE;
  if (call->options.output != NULL && !write_figure (call, &comparison, error))
    return FALSE;
  if (call->options.json)
    print_json (call, &comparison);
  else if (call->options.output != NULL)
    cli_figure_print_output (call);
  else
    print_table (call, &comparison);
  return TRUE;
}

const CliCommand cli_divergence = {
  .name = "divergence",
  .summary = "draw how the heads of every layer differ",
  .synopsis = "[--model PATH [--model PATH]] (--image FILE --text TEXT | --inputs FILE) [-o FILE] [OPTION]...",
  .description =
      "Runs each model once and measures every head of every layer: by itself how far it is from the other heads of its layer, in nats "
      "(KL divergence), or what --measure names:\n"
      "entropy, of where it looks, in nats;\n"
      "distance, from a patch to where it looks, in patches, where patches look at patches;\n"
      "class_share and separator_share, the weight on the class token, and on the token that closes the text where words are looked at.\n"
      "The figure has a row for each block and, of two models, a column for each; small dots are heads, the line is their mean. Layers "
      "count from 1. Without -o and --json a table is printed.\n"
      "JSON: {\"measure\", \"models\": [{\"name\", \"blocks\": {BLOCK: [{\"layer\", \"heads\": [...], \"mean\"}]}}]}, with all blocks "
      "that the measure has a meaning for, \"dropped\" if TEXT was longer than a model can read, and \"output\" if a figure was written.",
  .options = options,
  .examples = "divergence -i photo.jpg -t \"a red star\" -o heads.pdf\n"
              "divergence --model meter --model bridgetower \\\n"
              "    -i photo.jpg -t \"a red star\" -o figure.pdf\n"
              "divergence --inputs inputs.safetensors --measure entropy --json",
  .run = run,
};
