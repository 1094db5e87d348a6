/* What a change of the model does to its answers. */
#include "analysis/measures/effect.h"

#include <math.h>

#define YES 1

static gsize
find_first (const float *logits, gsize count)
{
  gsize first = 0;

  for (gsize i = 1; i < count; i++)
    if (logits[i] > logits[first])
      first = i;
  return first;
}

/* KL (intact || changed), nats; that rounding leaves of 0 on the wrong side is 0. */
static double
find_divergence (const float *intact, double intact_normaliser, const float *changed, double changed_normaliser, gsize count)
{
  double sum = 0.0;

  for (gsize i = 0; i < count; i++)
    {
      double before = intact[i] - intact_normaliser, after = changed[i] - changed_normaliser;

      sum += exp (before) * (before - after);
    }
  return MAX (sum, 0.0);
}

/* Of one question: the logits of its answers in both runs. */
static void
add_question (TrestleEffect *sum, TrestleTask task, const float *intact, const float *changed, gsize count)
{
  gsize first = find_first (intact, count);
  gsize answer = task == TRESTLE_TASK_MATCH ? YES : first;
  double before = trestle_task_find_normaliser (intact, count), after = trestle_task_find_normaliser (changed, count);

  sum->logit_change += (double) changed[answer] - intact[answer];
  sum->probability_change += exp (changed[answer] - after) - exp (intact[answer] - before);
  sum->kl += find_divergence (intact, before, changed, after, count);
  sum->flipped += find_first (changed, count) != first;
}

/* Whether something is asked at a token; tasks about the whole text have their one question at the first. */
static gboolean
is_asked (TrestleTask task, gint32 id, guint token, gint32 mask_id)
{
  return task == TRESTLE_TASK_FILL ? mask_id >= 0 && id == mask_id : token == 0;
}

void
trestle_effect_measure (TrestleEffect *effect,
                        TrestleTask task,
                        const TrestleTrace *intact,
                        const TrestleTrace *changed,
                        const gint32 *ids,
                        guint n_tokens,
                        gint32 mask_id)
{
  const TrestleTensor *before = trestle_task_get_logits (task, intact), *after = trestle_task_get_logits (task, changed);
  TrestleEffect sum = { 0 };
  guint n_questions = 0;

  *effect = (TrestleEffect){ NAN, NAN, NAN, NAN };
  if (before == NULL || after == NULL)
    return;
  g_return_if_fail (before->rows == after->rows && before->columns == after->columns);
  for (guint i = 0; i < n_tokens; i++)
    if (is_asked (task, ids[i], i, mask_id))
      {
        add_question (&sum, task, before->data + i * before->stride, after->data + i * after->stride, before->columns);
        n_questions++;
      }
  if (n_questions > 0)
    *effect = (TrestleEffect){ sum.logit_change / n_questions, sum.probability_change / n_questions, sum.kl / n_questions,
                               sum.flipped / n_questions };
}
