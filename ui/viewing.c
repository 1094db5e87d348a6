/* What is looked at in a run: the selection, and the attention maps that belong to it. */
#include "ui/viewing.h"

#include "analysis/figures/attention-figure.h"

static GPtrArray *
make_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_attention_map_unref);
}

void
trestle_viewing_init (TrestleViewing *viewing)
{
  trestle_selection_init (&viewing->selection);
  viewing->maps = make_list ();
  viewing->map = NULL;
}

void
trestle_viewing_clear (TrestleViewing *viewing)
{
  g_clear_pointer (&viewing->map, trestle_attention_map_unref);
  g_clear_pointer (&viewing->maps, g_ptr_array_unref);
}

static void
make_maps (TrestleViewing *viewing, const TrestleRun *run)
{
  const TrestleSelection *selection = &viewing->selection;
  gint query = trestle_selection_get_query (selection);
  guint n_layers = trestle_run_get_n_layers (run, selection->block);
  gint n_heads = (gint) trestle_run_get_n_heads (run, selection->block);

  for (guint layer = 0; layer < n_layers; layer++)
    for (gint head = TRESTLE_HEAD_MEAN; head < n_heads; head++)
      {
        TrestleAttentionMap *map = trestle_attention_map_new (run->trace, selection->block, layer, head, query, NULL);

        g_return_if_fail (map != NULL);
        g_ptr_array_add (viewing->maps, map);
        if (layer == selection->layer && head == selection->head)
          viewing->map = trestle_attention_map_ref (map);
      }
}

void
trestle_viewing_update (TrestleViewing *viewing, const TrestleRun *run, const TrestleRun *previous)
{
  trestle_selection_fit (&viewing->selection, run, previous);
  trestle_viewing_clear (viewing);
  viewing->maps = make_list ();
  make_maps (viewing, run);
}

/* Where a map is brightest is the patch a reader asks about next. */
static gint
find_strongest_patch (const TrestleAttentionMap *map)
{
  const double *patches = map != NULL ? trestle_attention_map_get_patches (map) : NULL;
  gint best = 0;

  if (patches == NULL)
    return -1;
  for (gsize i = 1; i < map->n_keys - 1; i++)
    if (patches[i] > patches[best])
      best = (gint) i;
  return best;
}

void
trestle_viewing_set_block (TrestleViewing *viewing, TrestleBlock block)
{
  viewing->selection.block = block;
  if (viewing->selection.patch < 0)
    viewing->selection.patch = find_strongest_patch (viewing->map);
}

char *
trestle_viewing_describe_map (const TrestleViewing *viewing)
{
  const TrestleSelection *selection = &viewing->selection;
  g_auto (GStrv) parts = trestle_head_get_title (selection->block, selection->layer, selection->head);

  return g_strjoinv (" · ", parts);
}

char *
trestle_viewing_describe_query (const TrestleViewing *viewing, const TrestleRun *run)
{
  const TrestleSelection *selection = &viewing->selection;
  guint columns;

  if (trestle_block_queries_are_text (selection->block))
    return g_strdup_printf ("“%s”", run->words[selection->word]);
  columns = trestle_trace_get_grid_columns (run->trace);
  return g_strdup_printf ("patch %u, %u", (guint) selection->patch / columns + 1, (guint) selection->patch % columns + 1);
}
