/* One model, or two, whose heads are measured while they are shown the pairs of a list. */
#include "analysis/measures/head-watch.h"

TrestleHeadWatch *
trestle_head_watch_new (void)
{
  return g_new0 (TrestleHeadWatch, 1);
}

void
trestle_head_watch_free (TrestleHeadWatch *watch)
{
  for (guint i = 0; i < watch->n_models; i++)
    {
      trestle_pair_session_free (watch->sessions[i]);
      trestle_head_profile_clear (&watch->profiles[i]);
    }
  g_free (watch);
}

/* Bits 1 << block of the blocks that one of @measures has a meaning for. */
static guint
find_blocks (guint measures)
{
  guint blocks = 0;

  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    for (TrestleHeadMeasure measure = 0; measure < TRESTLE_N_HEAD_MEASURES; measure++)
      if (measures & 1u << measure && trestle_head_measure_applies (measure, block))
        blocks |= 1u << block;
  return blocks;
}

void
trestle_head_watch_add (TrestleHeadWatch *watch, TrestlePairSession *session, TrestleStandIn stand_in, guint measures)
{
  TrestleRecording recording = { .blocks = find_blocks (measures) };

  g_return_if_fail (watch->n_models < TRESTLE_MOST_HEAD_PROFILES);
  trestle_session_set_recording (session->session, recording);
  trestle_head_profile_init (&watch->profiles[watch->n_models], trestle_session_get_model (session->session), stand_in, recording.blocks,
                             measures);
  watch->sessions[watch->n_models++] = session;
}

gboolean
trestle_head_watch_measure (const TrestlePair *pair, double *values, gpointer data, GError **error)
{
  TrestleHeadWatch *watch = data;

  for (guint i = 0; i < watch->n_models; i++)
    {
      const TrestleHeadShape *shape = &watch->profiles[i].shape;
      g_autoptr (TrestleTrace) trace = trestle_pair_session_run (watch->sessions[i], pair, watch->cancellable, error);

      if (trace == NULL || !trestle_head_shape_measure (shape, trace, values, error))
        return FALSE;
      values += shape->n_values;
    }
  return TRUE;
}

void
trestle_head_watch_read_ahead (const GPtrArray *pairs, gpointer data, GCancellable *cancellable)
{
  TrestleHeadWatch *watch = data;

  for (guint i = 0; i < watch->n_models; i++)
    trestle_pair_session_read_ahead (watch->sessions[i], pairs, cancellable);
}
