/* The maps of pinned heads, made in a thread. */
#include "ui/pin-maps.h"

#include "analysis/figures/pin-figure.h"
#include "analysis/measures/head-map.h"
#include "ui/thread-work.h"

/* What the thread works on: the maps to be, and who asks. */
typedef struct
{
  TrestlePinMaps *maps;
  TrestleSelection selection;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->maps, trestle_pin_maps_free);
  g_free (job);
}

/* The selection's word or patch, whatever its block. */
static gint
get_query (const TrestleSelection *selection, TrestleBlock block)
{
  TrestleSelection asking = *selection;

  asking.block = block;
  if (!trestle_block_queries_are_text (block) && selection->patch < 0)
    return TRESTLE_QUERY_MEAN;
  return trestle_selection_get_query (&asking);
}

static void
make_maps (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  TrestlePinMaps *maps = job->maps;

  for (guint i = 0; i < maps->n_pins; i++)
    {
      const TrestlePin *pin = &maps->pins[i];
      gint query = get_query (&job->selection, pin->block);

      maps->maps[i] = trestle_head_map_new (maps->run->trace, pin->block, pin->layer, pin->head, query, NULL);
      if (maps->maps[i] != NULL)
        maps->shown[maps->n_shown++] = maps->maps[i];
    }
  maps->max = trestle_pin_figure_find_max (maps->shown, maps->n_shown);
  g_task_return_pointer (task, g_steal_pointer (&job->maps), (GDestroyNotify) trestle_pin_maps_free);
}

void
trestle_pin_maps_make_async (GObject *source,
                             TrestleRun *run,
                             const TrestlePin *pins,
                             guint n_pins,
                             const TrestleSelection *selection,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, callback, data);
  Job *job = g_new0 (Job, 1);

  job->selection = *selection;
  job->maps = g_new0 (TrestlePinMaps, 1);
  job->maps->run = trestle_run_ref (run);
  job->maps->n_pins = n_pins;
  job->maps->pins = g_memdup2 (pins, n_pins * sizeof *pins);
  job->maps->maps = g_new0 (TrestleAttentionMap *, n_pins);
  job->maps->shown = g_new0 (TrestleAttentionMap *, n_pins);
  g_task_set_task_data (task, job, job_free);
  trestle_task_run_in_thread (task, make_maps);
}

TrestlePinMaps *
trestle_pin_maps_make_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
trestle_pin_maps_free (TrestlePinMaps *maps)
{
  for (guint i = 0; i < maps->n_pins; i++)
    g_clear_pointer (&maps->maps[i], trestle_attention_map_unref);
  g_free (maps->maps);
  g_free (maps->shown);
  g_free (maps->pins);
  trestle_run_unref (maps->run);
  g_free (maps);
}

char *
trestle_pin_maps_explain (const TrestleRun *run, const TrestlePin *pin)
{
  guint n_layers = trestle_run_get_n_layers (run, pin->block);
  guint n_heads = trestle_run_get_n_heads (run, pin->block);

  if (n_layers == 0)
    return g_strdup ("This model has no such attention.");
  if (pin->layer >= n_layers)
    return g_strdup_printf ("This model has no layer %u here, only %u.", pin->layer + 1, n_layers);
  if (pin->head >= (gint) n_heads)
    return g_strdup_printf ("This model has no head %d here, only %u.", pin->head + 1, n_heads);
  return g_strdup ("This cannot be made of this run.");
}
