/* Makes the figures of a set: what several of them need is measured for the first. */
#include <math.h>

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/head-figure.h"
#include "analysis/figures/head-sheet-figure.h"
#include "analysis/figures/model-figure.h"
#include "analysis/figures/readout-figure.h"
#include "analysis/figures/similarity-figure.h"
#include "analysis/measures/rollout-map.h"
#include "core/model/details.h"
#include "ui/figure-set-private.h"

#define N_ANSWERS 5 /* that a readout follows, as on the command line */
#define ALL_STAND_INS (1u << TRESTLE_STAND_IN_ZERO | 1u << TRESTLE_STAND_IN_MEAN | 1u << TRESTLE_STAND_IN_LAST)

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

TrestleFigure *
trestle_figure_set_make_sheet (TrestleFigureSet *set, const TrestleFigureEntry *entry, const TrestleFigureMaking *making, GError **error)
{
  return trestle_head_sheet_figure_new (set->run->trace, entry->block, trestle_figure_set_find_query (set, entry->block), set->run->image,
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

TrestleFigure *
trestle_figure_set_make_map (TrestleFigureSet *set, const TrestleFigureEntry *entry, const TrestleFigureMaking *making, GError **error)
{
  return draw_map (set, trestle_attention_map_new (set->run->trace, entry->block, set->selection.layer, trestle_figure_set_find_head (set),
                                                   trestle_figure_set_find_query (set, entry->block), error));
}

TrestleFigure *
trestle_figure_set_make_rollout (TrestleFigureSet *set, const TrestleFigureEntry *entry, const TrestleFigureMaking *making, GError **error)
{
  return draw_map (set, trestle_rollout_map_new (set->run->trace, entry->block, set->selection.layer,
                                                 trestle_figure_set_find_query (set, entry->block), error));
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

TrestleFigure *
trestle_figure_set_make_heads (TrestleFigureSet *set, const TrestleFigureEntry *entry, const TrestleFigureMaking *making, GError **error)
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
set_measure_bridges (TrestleFigureSet *set, const TrestleFigureMaking *making, GError **error)
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

TrestleFigure *
trestle_figure_set_make_bridges (TrestleFigureSet *set, const TrestleFigureEntry *entry, const TrestleFigureMaking *making, GError **error)
{
  if (!set_measure_bridges (set, making, error))
    return NULL;
  return trestle_bridge_figure_new (set_get_model_name (set), NULL, &set->bridge_shape, set->bridges, NULL, find_task_with_effect (set),
                                    entry->quantity, &set->look);
}

TrestleFigure *
trestle_figure_set_make_readout (TrestleFigureSet *set, const TrestleFigureEntry *entry, const TrestleFigureMaking *making, GError **error)
{
  g_autoptr (GPtrArray) readouts = trestle_readout_new (making->session, set->run->trace, trestle_figure_set_find_readable_task (set),
                                                        set->run->tokens, N_ANSWERS, error);

  return readouts != NULL ? trestle_readout_figure_new (set_get_model_name (set), readouts, &set->look) : NULL;
}

TrestleFigure *
trestle_figure_set_make_similarity (TrestleFigureSet *set,
                                    const TrestleFigureEntry *entry,
                                    const TrestleFigureMaking *making,
                                    GError **error)
{
  g_autoptr (TrestleSimilarity) similarity = trestle_similarity_new (set->run->trace, entry->rows, set->run->trace, entry->columns, error);

  if (similarity == NULL)
    return NULL;
  return trestle_similarity_figure_new (similarity, set_get_model_name (set), set_get_model_name (set), &set->look);
}

TrestleFigure *
trestle_figure_set_make_model (TrestleFigureSet *set, const TrestleFigureEntry *entry, const TrestleFigureMaking *making, GError **error)
{
  g_autofree char *tasks = trestle_model_describe_tasks (set->run->model);
  TrestleModelOutline outline;

  trestle_model_outline_init (&outline, trestle_model_get_config (set->run->model), set_get_model_name (set),
                              *tasks != '\0' ? tasks : NULL);
  return trestle_model_figure_new (&outline, trestle_model_numbers_new (), &set->look);
}
