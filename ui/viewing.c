/* What is looked at in a run: the selection, and the attention maps that belong to it. */
#include "ui/viewing.h"

#include "analysis/figures/attention-figure.h"
#include "ui/widgets/head-columns.h"

static void
clear_map (gpointer map)
{
  if (map != NULL)
    trestle_attention_map_unref (map);
}

/* Of maps, and of none where one is still being made. */
static GPtrArray *
make_list (void)
{
  return g_ptr_array_new_with_free_func (clear_map);
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

/* Follows what is looked at. */
static void
find_map (TrestleViewing *viewing)
{
  const TrestleSelection *selection = &viewing->selection;

  g_clear_pointer (&viewing->map, trestle_attention_map_unref);
  for (guint i = 0; i < viewing->maps->len; i++)
    {
      TrestleAttentionMap *map = g_ptr_array_index (viewing->maps, i);

      if (map != NULL && map->layer == selection->layer && map->head == selection->head)
        viewing->map = trestle_attention_map_ref (map);
    }
}

/* (transfer full) (nullable): a head's map, at once; rollout takes longer. */
static TrestleAttentionMap *
make_map (const TrestleViewing *viewing, const TrestleRun *run, guint layer, gint head)
{
  const TrestleSelection *selection = &viewing->selection;

  if (head == TRESTLE_HEAD_ROLLOUT)
    return NULL;
  return trestle_attention_map_new (run->trace, selection->block, layer, head, trestle_selection_get_query (selection), NULL);
}

static void
make_maps (TrestleViewing *viewing, const TrestleRun *run)
{
  guint n_layers = trestle_run_get_n_layers (run, viewing->selection.block);
  guint n_columns = TRESTLE_N_SUMMARIES + trestle_run_get_n_heads (run, viewing->selection.block);

  for (guint layer = 0; layer < n_layers; layer++)
    for (guint column = 0; column < n_columns; column++)
      g_ptr_array_add (viewing->maps, make_map (viewing, run, layer, trestle_column_get_head (column)));
}

/* For a moment rollouts of the same words and patches, but of another query, say more than none. */
static void
keep_rollouts (TrestleViewing *viewing, GPtrArray *old)
{
  const TrestleAttentionMap *mean = old->len > 0 ? g_ptr_array_index (old, 0) : NULL;

  if (mean == NULL || mean->block != viewing->selection.block || old->len != viewing->maps->len)
    return;
  for (guint i = 0; i < old->len; i++)
    if (g_ptr_array_index (viewing->maps, i) == NULL)
      {
        g_ptr_array_index (viewing->maps, i) = g_ptr_array_index (old, i);
        g_ptr_array_index (old, i) = NULL;
      }
}

/* Whether only another of the same maps is looked at. */
static gboolean
has_maps (const TrestleViewing *viewing)
{
  const TrestleAttentionMap *mean = viewing->maps->len > 0 ? g_ptr_array_index (viewing->maps, 0) : NULL;

  return mean != NULL && mean->block == viewing->selection.block && mean->query == trestle_selection_get_query (&viewing->selection);
}

static void
renew_maps (TrestleViewing *viewing, const TrestleRun *run, const TrestleRun *previous)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&viewing->maps);

  viewing->maps = make_list ();
  make_maps (viewing, run);
  if (previous == run)
    keep_rollouts (viewing, old);
}

gboolean
trestle_viewing_update (TrestleViewing *viewing, const TrestleRun *run, const TrestleRun *previous)
{
  gboolean is_new;

  trestle_selection_fit (&viewing->selection, run, previous);
  is_new = previous != run || !has_maps (viewing);
  if (is_new)
    renew_maps (viewing, run, previous);
  find_map (viewing);
  return is_new;
}

void
trestle_viewing_take_rollouts (TrestleViewing *viewing, GPtrArray *rollouts)
{
  guint n_columns = viewing->maps->len / MAX (rollouts->len, 1);

  for (guint layer = 0; layer < rollouts->len; layer++)
    {
      gpointer *place = &g_ptr_array_index (viewing->maps, layer * n_columns + trestle_head_get_column (TRESTLE_HEAD_ROLLOUT));

      clear_map (*place);
      *place = trestle_attention_map_ref (g_ptr_array_index (rollouts, layer));
    }
  find_map (viewing);
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
