/* What a change of the model does to its answers. */
#pragma once

#include "core/tasks.h"

G_BEGIN_DECLS

/**
 * TrestleEffect: what a change of the model does to one task's output.
 * @logit_change: of the intact model's first answer ("yes" for a match): changed - intact
 * @probability_change: of the same
 * @kl: divergence of the changed distribution over the answers from the intact one, KL (intact || changed), nats
 * @flipped: 1 if the first answer is another one, else 0; over many pairs the mean is the share that flips
 *
 * For masked words, the mean over the masks. All NAN if the model cannot do the task or the text has nothing to ask there.
 */
typedef struct
{
  double logit_change;
  double probability_change;
  double kl;
  double flipped;
} TrestleEffect;

#define TRESTLE_N_EFFECTS 4 /* numbers in a TrestleEffect */

/* The tasks whose output is compared: match, fill, ask, entail. */
#define TRESTLE_N_EFFECT_TASKS (TRESTLE_TASK_ENTAIL + 1)

/**
 * trestle_effect_measure:
 * @effect: (out)
 * @intact: a run of @ids
 * @changed: another run of @ids, of a model with the same answers
 * @ids: `[n_tokens]`
 * @mask_id: of `<mask>`, or -1
 */
void trestle_effect_measure (TrestleEffect *effect,
                             TrestleTask task,
                             const TrestleTrace *intact,
                             const TrestleTrace *changed,
                             const gint32 *ids,
                             guint n_tokens,
                             gint32 mask_id);

G_END_DECLS
