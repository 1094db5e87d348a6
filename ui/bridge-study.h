/* What the bridges bring to a run, and what the model answers without some of them; both need the engine. */
#pragma once

#include "analysis/measures/bridge-map.h"
#include "ui/runner.h"

G_BEGIN_DECLS

/**
 * TrestleKnockOut: the model with stand-ins for some of its bridges.
 * @stand_ins: `[sides, bridges]`
 * @changed: (nullable) (element-type TrestleAnswer): for every task that one run answers, what it answers then
 * @effects: what the stand-ins change of each
 */
typedef struct
{
  guint n_bridges;
  TrestleStandIn *stand_ins;
  GPtrArray *changed[TRESTLE_N_EFFECT_TASKS];
  TrestleEffect effects[TRESTLE_N_EFFECT_TASKS];
} TrestleKnockOut;

void trestle_knock_out_free (TrestleKnockOut *knock_out);

/* A key for tables of knock-outs: (transfer full): the list `[sides, bridges]` as bytes. */
GBytes *trestle_stand_ins_to_bytes (const TrestleStandIn *stand_ins, guint n_bridges);
gboolean trestle_stand_ins_are_none (const TrestleStandIn *stand_ins, guint n_bridges);

/**
 * TrestleBridgeStudy:
 * @shape: its stand-ins are those that were tried: none, or all
 * @values: `[shape.n_values]`
 * @maps: (nullable): of each side; %NULL if the bridges do not split
 * @intact: (nullable) (element-type TrestleAnswer): for every task that one run answers, what the model answers as it is
 * @task: whose output the effects are looked at: what was asked, if a knock-out can be compared there, else the first that can be
 */
typedef struct
{
  TrestleRun *run;
  TrestleBridgeShape shape;
  double *values;
  TrestleBridgeMap *maps[TRESTLE_N_SIDES];
  GPtrArray *intact[TRESTLE_N_EFFECT_TASKS];
  TrestleTask task;
} TrestleBridgeStudy;

void trestle_bridge_study_free (TrestleBridgeStudy *study);

/* Shares, cosines and maps, which take no run. */
void trestle_bridge_study_measure_async (TrestleRunner *runner, TrestleRun *run, GAsyncReadyCallback callback, gpointer data);
/* (transfer full). Errors: %G_IO_ERROR_CANCELLED. */
TrestleBridgeStudy *trestle_bridge_study_measure_finish (TrestleRunner *runner, GAsyncResult *result, GError **error);

/* Whether what was measured is true of @run too: the same model has read the same there, though another task may have been asked. */
gboolean trestle_bridge_study_is_of (const TrestleBridgeStudy *study, const TrestleRun *run);
/* From now on about @run, of which it is true. */
void trestle_bridge_study_follow (TrestleBridgeStudy *study, TrestleRun *run);

/* (transfer full) (element-type GBytes): the lists of stand-ins that are needed for all effects: every bridge alone, and all at once */
GPtrArray *trestle_bridge_study_list_knock_outs (guint n_bridges);
/* @known: (element-type GBytes TrestleKnockOut): by their lists, with all of the above. Whether there are effects now. */
gboolean trestle_bridge_study_take_effects (TrestleBridgeStudy *study, GHashTable *known);
gboolean trestle_bridge_study_has_effects (const TrestleBridgeStudy *study);
/* Whether there is an answer that the knock-outs change. */
gboolean trestle_bridge_study_has_answer (const TrestleBridgeStudy *study);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleBridgeStudy, trestle_bridge_study_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleKnockOut, trestle_knock_out_free)

G_END_DECLS
