/* At which layer an answer appears: the task heads applied to the state of every cross-modal layer (after nostalgebraist's logit lens). */
#pragma once

#include "core/session.h"
#include "core/tasks.h"

G_BEGIN_DECLS

/**
 * TrestleReadout:
 * @task: match, fill, ask or entail
 * @position: the masked token's index, for fill; else 0
 * @n_layers: of the cross-modal encoder
 * @n_answers: how many answers are followed
 * @labels: `[n_answers]`, %NULL-terminated: those that the last layer holds likeliest, best first, and then what any layer had in front
 * @probabilities: `[n_answers, n_layers]`
 * @first: `[n_layers]`: which answer each layer has in front
 */
typedef struct
{
  TrestleTask task;
  guint position;
  guint n_layers;
  guint n_answers;
  char **labels;
  double *probabilities;
  guint *first;
} TrestleReadout;

/**
 * trestle_readout_new:
 * @trace: a run of @tokens with the session's model
 * @top: the most answers of the last layer to follow, at least 1
 *
 * Errors: %TRESTLE_ERROR_TASK, %TRESTLE_ERROR_INPUT (nothing to fill in).
 *
 * Returns: (transfer full) (element-type TrestleReadout): one, or one for each `<mask>`, left to right
 */
GPtrArray *trestle_readout_new (TrestleSession *session,
                                const TrestleTrace *trace,
                                TrestleTask task,
                                const TrestleTokens *tokens,
                                guint top,
                                GError **error);
void trestle_readout_free (TrestleReadout *readout);

/* Of two models: the first of match, ask and entail that one of them can be asked; %TRESTLE_N_TASKS if there is none. */
TrestleTask trestle_readout_find_task (const TrestleModel *first, const TrestleModel *second);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleReadout, trestle_readout_free)

G_END_DECLS
