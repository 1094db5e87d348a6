/* Lists the figures that there are of a run, by name, with the command line that makes each. */
#include "analysis/figures/attention-figure.h"
#include "ui/figure-set-private.h"

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
  gint query = trestle_figure_set_find_query (set, block);

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
      TrestleFigureEntry entry = { .make = trestle_figure_set_make_sheet, .subcommand = "attention", .block = block };

      entry.name = g_strdup_printf ("attention-%s", name);
      entry.title = g_strdup_printf ("All heads of %s", trestle_block_get_title (block));
      entry.options = list_words (options);
      g_array_append_val (set->entries, entry);
    }
}

/* @head: as --head takes it */
static TrestleFigureEntry
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

  return (TrestleFigureEntry){ .subcommand = "attention", .block = block, .options = list_words (options) };
}

static void
set_add_maps (TrestleFigureSet *set)
{
  gint head = trestle_figure_set_find_head (set);
  g_autofree char *number = head >= 0 ? g_strdup_printf ("%d", head) : g_strdup ("mean");
  const char *block = trestle_block_get_name (set->selection.block), *title = trestle_block_get_title (set->selection.block);
  guint layer = set->selection.layer + 1;
  TrestleFigureEntry map = set_make_map_entry (set, number), rollout = set_make_map_entry (set, "rollout");

  map.make = trestle_figure_set_make_map;
  map.name = head >= 0 ? g_strdup_printf ("map-%s-layer%u-head%d", block, layer, head + 1)
                       : g_strdup_printf ("map-%s-layer%u-mean", block, layer);
  map.title = head >= 0 ? g_strdup_printf ("Where head %d of layer %u looks: %s", head + 1, layer, title)
                        : g_strdup_printf ("Where the heads of layer %u look on average: %s", layer, title);
  g_array_append_val (set->entries, map);
  rollout.make = trestle_figure_set_make_rollout;
  rollout.name = g_strdup_printf ("rollout-%s-layer%u", block, layer);
  rollout.title = g_strdup_printf ("Rollout up to layer %u: %s", layer, title);
  g_array_append_val (set->entries, rollout);
}

static void
set_add_heads (TrestleFigureSet *set, TrestleHeadMeasure measure, gboolean towers)
{
  const char *name = trestle_head_measure_get_name (measure);
  const char *options[] = { "--measure", name, towers ? "--towers" : NULL, NULL };
  TrestleFigureEntry entry = { .make = trestle_figure_set_make_heads, .subcommand = "divergence", .measure = measure, .towers = towers };

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
  TrestleFigureEntry entry = { .make = trestle_figure_set_make_bridges, .subcommand = "bridges", .quantity = quantity };

  entry.name = g_strdup_printf ("bridges-%s", name);
  entry.title = g_strdup (title);
  entry.options = list_words (options);
  g_array_append_val (set->entries, entry);
}

static void
set_add_readout (TrestleFigureSet *set)
{
  TrestleTask task = trestle_figure_set_find_readable_task (set);
  const char *name = task < TRESTLE_N_TASKS ? trestle_task_get_name (task) : NULL;
  const char *options[] = { "--task", name, NULL };
  TrestleFigureEntry entry = { .make = trestle_figure_set_make_readout, .subcommand = "readout" };

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
  TrestleFigureEntry entry = { .make = trestle_figure_set_make_similarity, .subcommand = "similarity", .rows = rows, .columns = columns };

  entry.name = g_strdup (name);
  entry.title = g_strdup_printf ("Similarity of layers: %s and %s", trestle_stack_get_title (rows), trestle_stack_get_title (columns));
  entry.options = list_words (options);
  g_array_append_val (set->entries, entry);
}

static void
set_add_model (TrestleFigureSet *set)
{
  TrestleFigureEntry entry = { .make = trestle_figure_set_make_model, .subcommand = "info", .is_of_model = TRUE };

  entry.name = g_strdup ("model");
  entry.title = g_strdup ("How the model is built");
  entry.options = g_new0 (char *, 1);
  g_array_append_val (set->entries, entry);
}

void
trestle_figure_set_list_figures (TrestleFigureSet *set)
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
