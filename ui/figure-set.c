/* Every figure there is of a run, whatever page is shown: the one list that Export All goes through. */
#include "ui/figure-set.h"

#include <math.h>

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/bridge-figure.h"
#include "analysis/figures/head-figure.h"
#include "analysis/figures/head-sheet-figure.h"
#include "analysis/figures/model-figure.h"
#include "analysis/figures/readout-figure.h"
#include "analysis/figures/similarity-figure.h"
#include "analysis/measures/rollout-map.h"
#include "core/model/details.h"
#include "ui/run-origin.h"

#define N_ANSWERS 5 /* that a readout follows, as on the command line */
#define ALL_STAND_INS (1u << TRESTLE_STAND_IN_ZERO | 1u << TRESTLE_STAND_IN_MEAN | 1u << TRESTLE_STAND_IN_LAST)

/* What a figure is made with. */
typedef struct
{
  TrestleSession *session;
  TrestleProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Making;

typedef struct _Entry Entry;

/**
 * Entry: a figure of the set.
 * @make: (transfer full) (nullable): the figure, or %NULL on error
 * @subcommand: of trestle-cli
 * @options: what it takes beside the model, the image and the text, and but for what every figure takes
 * @is_of_model: whether it takes the model alone
 *
 * The others are what @make reads, as far as it is about them.
 */
struct _Entry
{
  TrestleFigure *(*make) (TrestleFigureSet *set, const Entry *entry, const Making *making, GError **error);
  char *name;
  char *title;
  const char *subcommand;
  GStrv options;
  gboolean is_of_model;
  TrestleBlock block;
  TrestleHeadMeasure measure;
  TrestleBridgeQuantity quantity;
  TrestleStack rows, columns;
  gboolean towers;
};

/**
 * TrestleFigureSet:
 * @entries: (element-type Entry)
 * @heads: (nullable): the numbers of every head, once a figure needed them
 * @bridges: (nullable): likewise of the bridges
 */
struct _TrestleFigureSet
{
  TrestleRun *run;
  TrestleSelection selection;
  TrestleLook look;
  double opacity;
  GArray *entries;
  TrestleHeadShape head_shape;
  double *heads;
  TrestleBridgeShape bridge_shape;
  double *bridges;
};

static const char *
set_get_model_name (const TrestleFigureSet *set)
{
  return trestle_model_get_name (set->run->model);
}

static const char *const *
set_get_words (const TrestleFigureSet *set)
{
  return (const char *const *) set->run->words;
}

/* Who looks in a block: the chosen word, or the chosen patch; all of them while none is chosen. */
static gint
set_find_query (const TrestleFigureSet *set, TrestleBlock block)
{
  if (trestle_block_queries_are_text (block))
    return set->selection.word;
  return set->selection.patch >= 0 ? set->selection.patch + 1 : TRESTLE_QUERY_MEAN;
}

static TrestleFigure *
make_sheet (TrestleFigureSet *set, const Entry *entry, const Making *making, GError **error)
{
  return trestle_head_sheet_figure_new (set->run->trace, entry->block, set_find_query (set, entry->block), set->run->image,
                                        &set->run->image_window, set_get_words (set), set_get_model_name (set), &set->look, error);
}

/* @map: (transfer full) (nullable) */
static TrestleFigure *
draw_map (TrestleFigureSet *set, TrestleAttentionMap *map)
{
  if (map == NULL)
    return NULL;
  return trestle_attention_figure_new (map, set->run->image, &set->run->image_window, set_get_words (set), set_get_model_name (set),
                                       set->opacity, &set->look);
}

/* Of the chosen head; what is no head of its own, such as the mean, is the mean. */
static gint
set_find_head (const TrestleFigureSet *set)
{
  return set->selection.head >= 0 ? set->selection.head : TRESTLE_HEAD_MEAN;
}

static TrestleFigure *
make_map (TrestleFigureSet *set, const Entry *entry, const Making *making, GError **error)
{
  return draw_map (set, trestle_attention_map_new (set->run->trace, entry->block, set->selection.layer, set_find_head (set),
                                                   set_find_query (set, entry->block), error));
}

static TrestleFigure *
make_rollout (TrestleFigureSet *set, const Entry *entry, const Making *making, GError **error)
{
  return draw_map (
      set, trestle_rollout_map_new (set->run->trace, entry->block, set->selection.layer, set_find_query (set, entry->block), error));
}

static gboolean
set_measure_heads (TrestleFigureSet *set, GError **error)
{
  g_autofree double *values = NULL;

  if (set->heads != NULL)
    return TRUE;
  trestle_head_shape_init (&set->head_shape, set->run->model, TRESTLE_RECORD_ALL, TRESTLE_HEAD_MEASURES_ALL);
  values = g_new (double, set->head_shape.n_values);
  if (!trestle_head_shape_measure (&set->head_shape, set->run->trace, values, error))
    return FALSE;
  set->heads = g_steal_pointer (&values);
  return TRUE;
}

static TrestleFigure *
make_heads (TrestleFigureSet *set, const Entry *entry, const Making *making, GError **error)
{
  TrestleHeadSeries series;

  if (!set_measure_heads (set, error))
    return NULL;
  series = (TrestleHeadSeries){ set_get_model_name (set), &set->head_shape, set->heads, NULL };
  if (entry->towers)
    return trestle_head_figure_new (entry->measure, &series, 1, trestle_head_figure_tower_blocks,
                                    G_N_ELEMENTS (trestle_head_figure_tower_blocks), &set->look);
  return trestle_head_figure_new (entry->measure, &series, 1, trestle_head_figure_cross_blocks,
                                  G_N_ELEMENTS (trestle_head_figure_cross_blocks), &set->look);
}

static gboolean
set_measure_bridges (TrestleFigureSet *set, const Making *making, GError **error)
{
  g_autofree double *values = NULL;

  if (set->bridges != NULL)
    return TRUE;
  trestle_bridge_shape_init (&set->bridge_shape, set->run->model, ALL_STAND_INS);
  values = g_new (double, set->bridge_shape.n_values);
  if (!trestle_bridge_shape_measure (&set->bridge_shape, making->session, set->run->tokens, set->run->trace, values, making->progress,
                                     making->progress_data, making->cancellable, error))
    return FALSE;
  set->bridges = g_steal_pointer (&values);
  return TRUE;
}

/* The match, or the first task on whose output the knock-outs have effects: what the command line takes where it is not told. */
static TrestleTask
find_task_with_effect (const TrestleFigureSet *set)
{
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    if (isfinite (trestle_bridge_shape_get_effect (&set->bridge_shape, set->bridges, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE,
                                                   TRESTLE_STAND_IN_ZERO, task)
                      .kl))
      return task;
  return TRESTLE_TASK_MATCH;
}

static TrestleFigure *
make_bridges (TrestleFigureSet *set, const Entry *entry, const Making *making, GError **error)
{
  if (!set_measure_bridges (set, making, error))
    return NULL;
  return trestle_bridge_figure_new (set_get_model_name (set), NULL, &set->bridge_shape, set->bridges, NULL, find_task_with_effect (set),
                                    entry->quantity, &set->look);
}

/* What was asked, if a layer can be read for it; else the first task that it can be. */
static TrestleTask
find_readable_task (const TrestleRun *run)
{
  static const TrestleTask readable[] = { TRESTLE_TASK_MATCH, TRESTLE_TASK_FILL, TRESTLE_TASK_ASK, TRESTLE_TASK_ENTAIL };

  for (guint i = 0; i < G_N_ELEMENTS (readable); i++)
    if (run->head == readable[i] && trestle_model_can (run->model, run->head))
      return run->head;
  for (guint i = 0; i < G_N_ELEMENTS (readable); i++)
    if (trestle_model_can (run->model, readable[i]))
      return readable[i];
  return TRESTLE_N_TASKS;
}

static TrestleFigure *
make_readout (TrestleFigureSet *set, const Entry *entry, const Making *making, GError **error)
{
  g_autoptr (GPtrArray)
      readouts = trestle_readout_new (making->session, set->run->trace, find_readable_task (set->run), set->run->tokens, N_ANSWERS, error);

  return readouts != NULL ? trestle_readout_figure_new (set_get_model_name (set), readouts, &set->look) : NULL;
}

static TrestleFigure *
make_similarity (TrestleFigureSet *set, const Entry *entry, const Making *making, GError **error)
{
  g_autoptr (TrestleSimilarity) similarity = trestle_similarity_new (set->run->trace, entry->rows, set->run->trace, entry->columns, error);

  if (similarity == NULL)
    return NULL;
  return trestle_similarity_figure_new (similarity, set_get_model_name (set), set_get_model_name (set), &set->look);
}

static TrestleFigure *
make_model (TrestleFigureSet *set, const Entry *entry, const Making *making, GError **error)
{
  g_autofree char *tasks = trestle_model_describe_tasks (set->run->model);
  TrestleModelOutline outline;

  trestle_model_outline_init (&outline, trestle_model_get_config (set->run->model), set_get_model_name (set),
                              *tasks != '\0' ? tasks : NULL);
  return trestle_model_figure_new (&outline, trestle_model_numbers_new (), &set->look);
}

/* The words of a command line, which are copied. */
static GStrv
list_words (const char *const *words)
{
  return g_strdupv ((char **) words);
}

/* (transfer full) (nullable): as --query takes it; %NULL for all of them */
static char *
set_write_query (const TrestleFigureSet *set, TrestleBlock block)
{
  gint query = set_find_query (set, block);

  return query == TRESTLE_QUERY_MEAN ? NULL : g_strdup_printf ("%d", query);
}

static void
set_add_sheets (TrestleFigureSet *set)
{
  const char *colormap = trestle_colormap_get_name (set->look.colormap);

  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      const char *name = trestle_block_get_name (block);
      g_autofree char *query = set_write_query (set, block);
      const char *options[] = { "--layer", name, "--colormap", colormap, query != NULL ? "--query" : NULL, query, NULL };
      Entry entry = { .make = make_sheet, .subcommand = "attention", .block = block };

      entry.name = g_strdup_printf ("attention-%s", name);
      entry.title = g_strdup_printf ("All heads of %s", trestle_block_get_title (block));
      entry.options = list_words (options);
      g_array_append_val (set->entries, entry);
    }
}

/* @head: as --head takes it */
static Entry
set_make_map_entry (const TrestleFigureSet *set, const char *head)
{
  TrestleBlock block = set->selection.block;
  g_autofree char *layer = g_strdup_printf ("%s.%u", trestle_block_get_name (block), set->selection.layer);
  g_autofree char *query = set_write_query (set, block);
  g_autofree char *opacity = g_strdup_printf ("%.2f", set->opacity);
  const char *options[] = { "--layer",
                            layer,
                            "--head",
                            head,
                            "--opacity",
                            opacity,
                            "--colormap",
                            trestle_colormap_get_name (set->look.colormap),
                            query != NULL ? "--query" : NULL,
                            query,
                            NULL };

  return (Entry){ .subcommand = "attention", .block = block, .options = list_words (options) };
}

static void
set_add_maps (TrestleFigureSet *set)
{
  gint head = set_find_head (set);
  g_autofree char *number = head >= 0 ? g_strdup_printf ("%d", head) : g_strdup ("mean");
  const char *block = trestle_block_get_name (set->selection.block), *title = trestle_block_get_title (set->selection.block);
  guint layer = set->selection.layer + 1;
  Entry map = set_make_map_entry (set, number), rollout = set_make_map_entry (set, "rollout");

  map.make = make_map;
  map.name = head >= 0 ? g_strdup_printf ("map-%s-layer%u-head%d", block, layer, head + 1)
                       : g_strdup_printf ("map-%s-layer%u-mean", block, layer);
  map.title = head >= 0 ? g_strdup_printf ("Where head %d of layer %u looks: %s", head + 1, layer, title)
                        : g_strdup_printf ("Where the heads of layer %u look on average: %s", layer, title);
  g_array_append_val (set->entries, map);
  rollout.make = make_rollout;
  rollout.name = g_strdup_printf ("rollout-%s-layer%u", block, layer);
  rollout.title = g_strdup_printf ("Rollout up to layer %u: %s", layer, title);
  g_array_append_val (set->entries, rollout);
}

static void
set_add_heads (TrestleFigureSet *set, TrestleHeadMeasure measure, gboolean towers)
{
  const char *name = trestle_head_measure_get_name (measure);
  const char *options[] = { "--measure", name, towers ? "--towers" : NULL, NULL };
  Entry entry = { .make = make_heads, .subcommand = "divergence", .measure = measure, .towers = towers };

  entry.name = g_strdup_printf ("%s-%s", name, towers ? "towers" : "encoder");
  entry.title = g_strdup_printf ("%s: %s", towers ? "Heads of the towers" : "Heads of the cross-modal encoder",
                                 trestle_head_measure_get_title (measure));
  entry.options = list_words (options);
  g_array_append_val (set->entries, entry);
}

static void
set_add_bridges (TrestleFigureSet *set, TrestleBridgeQuantity quantity, const char *title)
{
  const char *name = trestle_bridge_quantity_get_name (quantity);
  const char *options[] = { "--by", name, NULL };
  Entry entry = { .make = make_bridges, .subcommand = "bridges", .quantity = quantity };

  entry.name = g_strdup_printf ("bridges-%s", name);
  entry.title = g_strdup (title);
  entry.options = list_words (options);
  g_array_append_val (set->entries, entry);
}

static void
set_add_readout (TrestleFigureSet *set)
{
  TrestleTask task = find_readable_task (set->run);
  const char *name = task < TRESTLE_N_TASKS ? trestle_task_get_name (task) : NULL;
  const char *options[] = { "--task", name, NULL };
  Entry entry = { .make = make_readout, .subcommand = "readout" };

  if (name == NULL)
    return;
  entry.name = g_strdup_printf ("readout-%s", name);
  entry.title = g_strdup ("Answers by layer");
  entry.options = list_words (options);
  g_array_append_val (set->entries, entry);
}

static void
set_add_similarity (TrestleFigureSet *set, const char *name, TrestleStack rows, TrestleStack columns)
{
  const char *options[] = { "--rows",     trestle_stack_get_name (rows),
                            "--columns",  trestle_stack_get_name (columns),
                            "--colormap", trestle_colormap_get_name (set->look.colormap),
                            NULL };
  Entry entry = { .make = make_similarity, .subcommand = "similarity", .rows = rows, .columns = columns };

  entry.name = g_strdup (name);
  entry.title = g_strdup_printf ("Similarity of layers: %s and %s", trestle_stack_get_title (rows), trestle_stack_get_title (columns));
  entry.options = list_words (options);
  g_array_append_val (set->entries, entry);
}

static void
set_add_model (TrestleFigureSet *set)
{
  Entry entry = { .make = make_model, .subcommand = "info", .is_of_model = TRUE };

  entry.name = g_strdup ("model");
  entry.title = g_strdup ("How the model is built");
  entry.options = g_new0 (char *, 1);
  g_array_append_val (set->entries, entry);
}

static void
set_list_figures (TrestleFigureSet *set)
{
  set_add_sheets (set);
  set_add_maps (set);
  set_add_heads (set, TRESTLE_HEAD_DIVERGENCE, FALSE);
  set_add_heads (set, TRESTLE_HEAD_DIVERGENCE, TRUE);
  set_add_heads (set, TRESTLE_HEAD_ENTROPY, FALSE);
  set_add_heads (set, TRESTLE_HEAD_ENTROPY, TRUE);
  if (trestle_model_get_n_bridges (set->run->model) > 0)
    {
      set_add_bridges (set, TRESTLE_BRIDGE_BY_LOGIT, "What each bridge brings: its share, and the change of the logit without it");
      set_add_bridges (set, TRESTLE_BRIDGE_BY_KL, "What each bridge brings: its share, and how far the answers move without it");
    }
  set_add_readout (set);
  set_add_similarity (set, "similarity-text", TRESTLE_STACK_TEXT, TRESTLE_STACK_CROSS_TEXT);
  set_add_similarity (set, "similarity-image", TRESTLE_STACK_VISION, TRESTLE_STACK_CROSS_IMAGE);
  set_add_model (set);
}

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->title);
  g_strfreev (entry->options);
}

TrestleFigureSet *
trestle_figure_set_new (TrestleRun *run, const TrestleSelection *selection, const TrestleLook *look, double opacity)
{
  TrestleFigureSet *set = g_new0 (TrestleFigureSet, 1);

  set->run = trestle_run_ref (run);
  set->selection = *selection;
  set->look = *look;
  set->opacity = opacity;
  set->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (set->entries, clear_entry);
  set_list_figures (set);
  return set;
}

void
trestle_figure_set_free (TrestleFigureSet *set)
{
  g_array_unref (set->entries);
  g_free (set->heads);
  g_free (set->bridges);
  trestle_run_unref (set->run);
  g_free (set);
}

static const Entry *
set_get (const TrestleFigureSet *set, guint index)
{
  return &g_array_index (set->entries, Entry, index);
}

guint
trestle_figure_set_get_n_figures (const TrestleFigureSet *set)
{
  return set->entries->len;
}

const char *
trestle_figure_set_get_name (const TrestleFigureSet *set, guint index)
{
  return set_get (set, index)->name;
}

const char *
trestle_figure_set_get_title (const TrestleFigureSet *set, guint index)
{
  return set_get (set, index)->title;
}

TrestleFigure *
trestle_figure_set_make (TrestleFigureSet *set,
                         guint index,
                         TrestleSession *session,
                         TrestleProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  const Entry *entry = set_get (set, index);
  Making making = { session, progress, progress_data, cancellable };

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return entry->make (set, entry, &making, error);
}

TrestleOrigin *
trestle_figure_set_make_origin (const TrestleFigureSet *set, guint index, const char *file)
{
  const Entry *entry = set_get (set, index);
  g_autofree char *width = g_strdup_printf ("%g", set->look.width_mm);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) options = NULL;

  g_strv_builder_addv (words, (const char **) entry->options);
  g_strv_builder_add_many (words, "--width", width, "-o", file, NULL);
  options = g_strv_builder_end (words);
  if (entry->is_of_model)
    return trestle_run_make_model_origin (set->run, entry->title, entry->subcommand, (const char *const *) options);
  return trestle_run_make_origin (set->run, entry->title, entry->subcommand, (const char *const *) options);
}
