/* What each bridge brings, in numbers: its share, its cosine, and what changes when it is knocked out. */
#include "analysis/measures/bridge-profile.h"

#include <math.h>
#include <string.h>

/* Below this, a product of lengths is no product of lengths. */
#define TINY 1e-12

/* How many things are knocked out with one stand-in: every bridge for itself, and all together. */
static gsize
count_knock_outs (const TrestleBridgeShape *shape)
{
  return shape->n_bridges > 0 ? TRESTLE_N_SIDES * (gsize) shape->n_bridges + 1 : 0;
}

/* The knock-outs of all stand-ins that come before this one. */
static gsize
count_before (const TrestleBridgeShape *shape, TrestleStandIn stand_in)
{
  gsize count = 0;

  for (TrestleStandIn i = TRESTLE_STAND_IN_ZERO; i < stand_in; i++)
    if ((shape->stand_ins & 1u << i) != 0)
      count += count_knock_outs (shape);
  return count;
}

/* First [sides, bridges, 2], shares and cosines; then [stand-ins that are tried, knock-outs, tasks, TRESTLE_N_EFFECTS]. */
void
trestle_bridge_shape_init_for (TrestleBridgeShape *shape, guint n_bridges, gboolean has_share, guint stand_ins)
{
  *shape = (TrestleBridgeShape){
    .n_bridges = n_bridges,
    .has_share = n_bridges > 0 && has_share,
    .stand_ins = stand_ins & ((1u << TRESTLE_N_STAND_INS) - 1) & ~(1u << TRESTLE_STAND_IN_NONE),
  };
  shape->n_values = TRESTLE_N_SIDES * (gsize) n_bridges * 2;
  shape->n_values += count_before (shape, TRESTLE_N_STAND_INS) * TRESTLE_N_EFFECT_TASKS * TRESTLE_N_EFFECTS;
}

void
trestle_bridge_shape_init (TrestleBridgeShape *shape, const TrestleModel *model, guint stand_ins)
{
  guint n_bridges = trestle_model_get_n_bridges (model);
  gboolean has_share = n_bridges > 0 && trestle_bridge_can_split (trestle_model_get_bridge (model, TRESTLE_SIDE_TEXT, 0));

  trestle_bridge_shape_init_for (shape, n_bridges, has_share, stand_ins);
}

gsize
trestle_bridge_shape_find_share (const TrestleBridgeShape *shape, TrestleSide side, guint bridge)
{
  return ((gsize) side * shape->n_bridges + bridge) * 2;
}

gsize
trestle_bridge_shape_find_cosine (const TrestleBridgeShape *shape, TrestleSide side, guint bridge)
{
  return trestle_bridge_shape_find_share (shape, side, bridge) + 1;
}

gsize
trestle_bridge_shape_find_effect (const TrestleBridgeShape *shape, TrestleSide side, gint bridge, TrestleStandIn stand_in, TrestleTask task)
{
  gsize n_single = TRESTLE_N_SIDES * (gsize) shape->n_bridges;
  gsize knock_out = bridge == TRESTLE_EVERY_BRIDGE ? n_single : (gsize) side * shape->n_bridges + (gsize) bridge;

  knock_out += count_before (shape, stand_in);
  return n_single * 2 + (knock_out * TRESTLE_N_EFFECT_TASKS + task) * TRESTLE_N_EFFECTS;
}

double
trestle_bridge_shape_get_share (const TrestleBridgeShape *shape, const double *values, TrestleSide side, guint bridge)
{
  return values[trestle_bridge_shape_find_share (shape, side, bridge)];
}

double
trestle_bridge_shape_get_cosine (const TrestleBridgeShape *shape, const double *values, TrestleSide side, guint bridge)
{
  return values[trestle_bridge_shape_find_cosine (shape, side, bridge)];
}

TrestleEffect
trestle_bridge_shape_get_effect (const TrestleBridgeShape *shape,
                                 const double *values,
                                 TrestleSide side,
                                 gint bridge,
                                 TrestleStandIn stand_in,
                                 TrestleTask task)
{
  const double *numbers = values + trestle_bridge_shape_find_effect (shape, side, bridge, stand_in, task);

  return (TrestleEffect){ numbers[0], numbers[1], numbers[2], numbers[3] };
}

void
trestle_bridge_shape_put_effect (const TrestleBridgeShape *shape,
                                 double *values,
                                 TrestleSide side,
                                 gint bridge,
                                 TrestleStandIn stand_in,
                                 TrestleTask task,
                                 const TrestleEffect *effect)
{
  double *numbers = values + trestle_bridge_shape_find_effect (shape, side, bridge, stand_in, task);

  numbers[0] = effect->logit_change;
  numbers[1] = effect->probability_change;
  numbers[2] = effect->kl;
  numbers[3] = effect->flipped;
}

static double
find_mean (const float *values, gsize count)
{
  double sum = 0.0;

  for (gsize i = 0; i < count; i++)
    sum += values[i];
  return sum / (double) count;
}

/* Of one token. LayerNorm divides both parts by the same number, so that what it divides by does not matter here. */
static void
compare_parts (const float *cross, const float *uni, const float *weight, gsize count, double *share, double *cosine)
{
  double cross_mean = find_mean (cross, count), uni_mean = find_mean (uni, count);
  double cross_length = 0.0, uni_length = 0.0, product = 0.0;

  for (gsize i = 0; i < count; i++)
    {
      double a = weight[i] * (cross[i] - cross_mean), b = weight[i] * (uni[i] - uni_mean);

      cross_length += a * a;
      uni_length += b * b;
      product += a * b;
    }
  cross_length = sqrt (cross_length);
  uni_length = sqrt (uni_length);
  *share = uni_length > 0.0 ? uni_length / (cross_length + uni_length) : 0.0;
  *cosine = product / MAX (cross_length * uni_length, TINY);
}

/* (nullable): one side of a bridge, `[tokens, hidden]`; @which: "x" or "y" */
static const TrestleTensor *
find_side (const TrestleTrace *trace, TrestleSide side, guint bridge, const char *which)
{
  g_autofree char *name = g_strdup_printf ("bridge.%s.%u.%s", trestle_side_get_name (side), bridge, which);

  return trestle_trace_get (trace, name);
}

gboolean
trestle_bridge_measure_tokens (const TrestleModel *model,
                               const TrestleTrace *trace,
                               TrestleSide side,
                               guint bridge,
                               double *shares,
                               double *cosines)
{
  const TrestleTensor *cross = find_side (trace, side, bridge, "x"); /* [tokens, hidden] */
  const TrestleTensor *uni = find_side (trace, side, bridge, "y");   /* [tokens, hidden] */
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  const TrestleBridge *weights;
  TrestleTensor cross_part, uni_part;

  if (cross == NULL || uni == NULL || bridge >= trestle_model_get_n_bridges (model))
    return FALSE;
  weights = trestle_model_get_bridge (model, side, bridge);
  cross_part = trestle_arena_tensor (arena, cross->rows, cross->columns); /* [tokens, hidden] */
  uni_part = trestle_arena_tensor (arena, uni->rows, uni->columns);       /* [tokens, hidden] */
  if (!trestle_bridge_split (weights, cross, uni, arena, &cross_part, &uni_part))
    return FALSE;
  for (gsize i = 0; i < cross->rows; i++)
    compare_parts (cross_part.data + i * cross_part.stride, uni_part.data + i * uni_part.stride, weights->norm.weight, cross->columns,
                   &shares[i], &cosines[i]);
  return TRUE;
}

/* The mean over what is kept; at least one is. */
static double
find_kept_mean (const double *values, const gboolean *keep, gsize count)
{
  double sum = 0.0;
  gsize n_kept = 0;

  for (gsize i = 0; i < count; i++)
    if (keep == NULL || keep[i])
      {
        sum += values[i];
        n_kept++;
      }
  return sum / (double) n_kept;
}

static void
measure_share (const TrestleBridgeShape *shape,
               const TrestleModel *model,
               const TrestleTrace *trace,
               TrestleSide side,
               guint bridge,
               double *values)
{
  const gboolean *keep = side == TRESTLE_SIDE_TEXT ? trestle_trace_get_keep (trace) : NULL;
  const TrestleTensor *uni = find_side (trace, side, bridge, "y"); /* [tokens, hidden] */
  gsize n = uni != NULL ? uni->rows : 0;
  g_autofree double *shares = g_new (double, n);  /* [tokens] */
  g_autofree double *cosines = g_new (double, n); /* [tokens] */
  gboolean is_known = trestle_bridge_measure_tokens (model, trace, side, bridge, shares, cosines);

  values[trestle_bridge_shape_find_share (shape, side, bridge)] = is_known ? find_kept_mean (shares, keep, n) : NAN;
  values[trestle_bridge_shape_find_cosine (shape, side, bridge)] = is_known ? find_kept_mean (cosines, keep, n) : NAN;
}

void
trestle_bridge_shape_measure_shares (const TrestleBridgeShape *shape, const TrestleModel *model, const TrestleTrace *trace, double *values)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < shape->n_bridges; bridge++)
      measure_share (shape, model, trace, side, bridge, values);
}

/* All that a knock-out run needs to know, and how far the runs are. */
typedef struct
{
  const TrestleBridgeShape *shape;
  TrestleSession *session;
  const TrestleTokens *tokens;
  const TrestleTrace *intact;
  double *values;
  TrestleProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  gsize n_runs;
  gsize n_done;
} KnockOuts;

static void
report_run (double fraction, const char *stage, gpointer data)
{
  const KnockOuts *runs = data;

  if (runs->progress != NULL)
    runs->progress (((double) runs->n_done + fraction) / (double) runs->n_runs, stage, runs->progress_data);
}

static gint32
get_mask_id (const TrestleSession *session)
{
  const TrestleTokenizer *tokenizer = trestle_session_get_tokenizer (session);

  return tokenizer != NULL ? trestle_tokenizer_get_mask_id (tokenizer) : -1;
}

/* Runs with the stand-ins that are set; @bridge and @side are what they are called. */
static gboolean
run_knock_out (KnockOuts *runs, TrestleSide side, gint bridge, TrestleStandIn stand_in, GError **error)
{
  const TrestleTokens *tokens = runs->tokens;
  g_autoptr (TrestleTrace) changed = trestle_session_run (runs->session, tokens->ids, trestle_trace_get_keep (runs->intact), tokens->length,
                                                          report_run, runs, runs->cancellable, error);

  if (changed == NULL)
    return FALSE;
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    {
      TrestleEffect effect;

      trestle_effect_measure (&effect, task, runs->intact, changed, tokens->ids, tokens->length, get_mask_id (runs->session));
      trestle_bridge_shape_put_effect (runs->shape, runs->values, side, bridge, stand_in, task, &effect);
    }
  runs->n_done++;
  return TRUE;
}

/* Both sides of one bridge, with every stand-in that is tried. */
static gboolean
knock_out_bridge (KnockOuts *runs, guint bridge, GError **error)
{
  for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS; stand_in++)
    for (TrestleSide side = 0; side < TRESTLE_N_SIDES && (runs->shape->stand_ins & 1u << stand_in) != 0; side++)
      {
        trestle_session_clear_stand_ins (runs->session);
        trestle_session_set_stand_in (runs->session, side, bridge, stand_in);
        if (!run_knock_out (runs, side, (gint) bridge, stand_in, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
knock_out_all (KnockOuts *runs, TrestleStandIn stand_in, GError **error)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < runs->shape->n_bridges; bridge++)
      trestle_session_set_stand_in (runs->session, side, bridge, stand_in);
  return run_knock_out (runs, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE, stand_in, error);
}

/* The last bridge first: then a run has all in front of its bridge in common with the one before. */
static gboolean
knock_out (KnockOuts *runs, GError **error)
{
  for (guint bridge = runs->shape->n_bridges; bridge > 0; bridge--)
    if (!knock_out_bridge (runs, bridge - 1, error))
      return FALSE;
  for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS && runs->n_runs > 0; stand_in++)
    if ((runs->shape->stand_ins & 1u << stand_in) != 0 && !knock_out_all (runs, stand_in, error))
      return FALSE;
  return TRUE;
}

/* (transfer full): `[sides, bridges]` */
static TrestleStandIn *
save_stand_ins (const TrestleSession *session, guint n_bridges)
{
  TrestleStandIn *saved = g_new (TrestleStandIn, TRESTLE_N_SIDES * (gsize) n_bridges);

  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < n_bridges; bridge++)
      saved[side * n_bridges + bridge] = trestle_session_get_stand_in (session, side, bridge);
  return saved;
}

static void
restore_stand_ins (TrestleSession *session, const TrestleStandIn *saved, guint n_bridges)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < n_bridges; bridge++)
      trestle_session_set_stand_in (session, side, bridge, saved[side * n_bridges + bridge]);
}

gboolean
trestle_bridge_shape_measure (const TrestleBridgeShape *shape,
                              TrestleSession *session,
                              const TrestleTokens *tokens,
                              const TrestleTrace *intact,
                              double *values,
                              TrestleProgress progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autofree TrestleStandIn *saved = save_stand_ins (session, shape->n_bridges);
  KnockOuts runs = {
    shape, session, tokens, intact, values, progress, progress_data, cancellable, count_before (shape, TRESTLE_N_STAND_INS)
  };
  gboolean is_done;

  trestle_bridge_shape_measure_shares (shape, trestle_session_get_model (session), intact, values);
  is_done = knock_out (&runs, error);
  restore_stand_ins (session, saved, shape->n_bridges);
  return is_done;
}
