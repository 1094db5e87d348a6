/* What the bridges bring to a run: shares, cosines and maps, to which knock-outs are added when they have been run. */
#include "ui/bridge-study.h"

#include <math.h>

#define N_ANSWERS 3
#define ALL_STAND_INS (1u << TRESTLE_STAND_IN_ZERO | 1u << TRESTLE_STAND_IN_MEAN | 1u << TRESTLE_STAND_IN_LAST)

void
trestle_knock_out_free (TrestleKnockOut *knock_out)
{
  for (guint i = 0; i < TRESTLE_N_EFFECT_TASKS; i++)
    g_clear_pointer (&knock_out->changed[i], g_ptr_array_unref);
  g_free (knock_out->stand_ins);
  g_free (knock_out);
}

GBytes *
trestle_stand_ins_to_bytes (const TrestleStandIn *stand_ins, guint n_bridges)
{
  return g_bytes_new (stand_ins, TRESTLE_N_SIDES * (gsize) n_bridges * sizeof *stand_ins);
}

gboolean
trestle_stand_ins_are_none (const TrestleStandIn *stand_ins, guint n_bridges)
{
  for (guint i = 0; i < TRESTLE_N_SIDES * n_bridges; i++)
    if (stand_ins[i] != TRESTLE_STAND_IN_NONE)
      return FALSE;
  return TRUE;
}

void
trestle_bridge_study_free (TrestleBridgeStudy *study)
{
  for (guint i = 0; i < TRESTLE_N_EFFECT_TASKS; i++)
    g_clear_pointer (&study->intact[i], g_ptr_array_unref);
  for (guint i = 0; i < TRESTLE_N_SIDES; i++)
    g_clear_pointer (&study->maps[i], trestle_bridge_map_free);
  trestle_run_unref (study->run);
  g_free (study->values);
  g_free (study);
}

static TrestleTask
choose_task (const TrestleBridgeStudy *study)
{
  if (study->run->head < TRESTLE_N_EFFECT_TASKS && study->intact[study->run->head] != NULL)
    return study->run->head;
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    if (study->intact[task] != NULL)
      return task;
  return TRESTLE_TASK_MATCH;
}

static gpointer
measure (TrestleSession *session,
         const TrestleRun *run,
         gconstpointer data,
         TrestleProgress progress,
         gpointer progress_data,
         GCancellable *cancellable,
         GError **error)
{
  TrestleBridgeStudy *study = g_new0 (TrestleBridgeStudy, 1);

  study->run = trestle_run_ref ((TrestleRun *) run);
  trestle_bridge_shape_init (&study->shape, run->model, 0);
  study->values = g_new (double, study->shape.n_values);
  trestle_bridge_shape_measure_shares (&study->shape, run->model, run->trace, study->values);
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    study->maps[side] = trestle_bridge_map_new (run->model, run->trace, side);
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    study->intact[task] = trestle_task_answer (task, run->model, run->tokenizer, run->trace, run->tokens->ids, run->tokens->length,
                                               N_ANSWERS, NULL);
  study->task = choose_task (study);
  return study;
}

static void
free_nothing (gpointer data)
{
}

void
trestle_bridge_study_measure_async (TrestleRunner *runner, TrestleRun *run, GAsyncReadyCallback callback, gpointer data)
{
  TrestleWorkOrder order = { measure, NULL, free_nothing, (GDestroyNotify) trestle_bridge_study_free };

  trestle_runner_work_async (runner, run, &order, callback, data);
}

TrestleBridgeStudy *
trestle_bridge_study_measure_finish (TrestleRunner *runner, GAsyncResult *result, GError **error)
{
  return trestle_runner_work_finish (runner, result, error);
}

/* For another task on the same text the engine runs nothing, and the trace is the same one. */
gboolean
trestle_bridge_study_is_of (const TrestleBridgeStudy *study, const TrestleRun *run)
{
  return study->run->trace == run->trace && study->run->model == run->model;
}

void
trestle_bridge_study_follow (TrestleBridgeStudy *study, TrestleRun *run)
{
  trestle_run_ref (run);
  trestle_run_unref (study->run);
  study->run = run;
  study->task = choose_task (study);
}

/* (transfer full): the list with one stand-in, for one bridge of one side, or for %TRESTLE_EVERY_BRIDGE of both. */
static GBytes *
make_list (guint n_bridges, TrestleSide side, gint bridge, TrestleStandIn stand_in)
{
  g_autofree TrestleStandIn *stand_ins = g_new0 (TrestleStandIn, TRESTLE_N_SIDES * n_bridges);

  for (guint i = 0; i < TRESTLE_N_SIDES * n_bridges; i++)
    if (bridge == TRESTLE_EVERY_BRIDGE || i == (guint) side * n_bridges + (guint) bridge)
      stand_ins[i] = stand_in;
  return trestle_stand_ins_to_bytes (stand_ins, n_bridges);
}

GPtrArray *
trestle_bridge_study_list_knock_outs (guint n_bridges)
{
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  /* The last bridge first: then a run has all in front of its bridge in common with the one before. */
  for (gint bridge = (gint) n_bridges - 1; bridge >= 0; bridge--)
    for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS; stand_in++)
      for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
        g_ptr_array_add (lists, make_list (n_bridges, side, bridge, stand_in));
  for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS; stand_in++)
    g_ptr_array_add (lists, make_list (n_bridges, 0, TRESTLE_EVERY_BRIDGE, stand_in));
  return lists;
}

/* %FALSE if it is not known */
static gboolean
take_effect (const TrestleBridgeShape *shape, double *values, GHashTable *known, TrestleSide side, gint bridge, TrestleStandIn stand_in)
{
  g_autoptr (GBytes) list = make_list (shape->n_bridges, side, bridge, stand_in);
  const TrestleKnockOut *knock_out = g_hash_table_lookup (known, list);

  for (TrestleTask task = 0; knock_out != NULL && task < TRESTLE_N_EFFECT_TASKS; task++)
    trestle_bridge_shape_put_effect (shape, values, side, bridge, stand_in, task, &knock_out->effects[task]);
  return knock_out != NULL;
}

static gboolean
take_stand_in (const TrestleBridgeShape *shape, double *values, GHashTable *known, TrestleStandIn stand_in)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (gint bridge = 0; bridge < (gint) shape->n_bridges; bridge++)
      if (!take_effect (shape, values, known, side, bridge, stand_in))
        return FALSE;
  return take_effect (shape, values, known, 0, TRESTLE_EVERY_BRIDGE, stand_in);
}

gboolean
trestle_bridge_study_take_effects (TrestleBridgeStudy *study, GHashTable *known)
{
  TrestleBridgeShape shape;
  g_autofree double *values = NULL;

  trestle_bridge_shape_init (&shape, study->run->model, ALL_STAND_INS);
  values = g_new (double, shape.n_values);
  for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS; stand_in++)
    if (!take_stand_in (&shape, values, known, stand_in))
      return FALSE;
  /* What takes no run comes first in every shape. */
  memcpy (values, study->values, trestle_bridge_shape_find_effect (&shape, 0, 0, TRESTLE_STAND_IN_ZERO, 0) * sizeof *values);
  g_free (study->values);
  study->values = g_steal_pointer (&values);
  study->shape = shape;
  return TRUE;
}

gboolean
trestle_bridge_study_has_effects (const TrestleBridgeStudy *study)
{
  return study->shape.stand_ins != 0;
}

gboolean
trestle_bridge_study_has_answer (const TrestleBridgeStudy *study)
{
  return trestle_bridge_study_has_effects (study)
         && isfinite (trestle_bridge_shape_get_effect (&study->shape, study->values, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE,
                                                       TRESTLE_STAND_IN_ZERO, study->task)
                          .kl);
}
