/* What a pair of a list is there to be judged by, and whether a model's answer to it is right. */
#pragma once

#include "core/input/pair-list.h"
#include "core/model/model.h"

G_BEGIN_DECLS

/**
 * trestle_judgement_find_task:
 * @task: (out): match for a label that says yes or no, entail for one that says what follows, ask for answers
 *
 * A pair with a label and answers is judged by its label.
 *
 * Errors: %TRESTLE_ERROR_INPUT if the pair has neither, or a label of no task.
 */
gboolean trestle_judgement_find_task (const TrestlePair *pair, TrestleTask *task, GError **error);

/**
 * trestle_judgement_make:
 * @task: match, ask or entail
 * @answer: the model's: "yes" or "no"; what it answers; "entailment", "neutral" or "contradiction"
 * @accuracy: (out): 1 if it is right and 0 if not; for questions what trestle_answer_accuracy() says, in [0, 1]
 *
 * Labels of a match are yes and no, true and false, or 1 and 0. Capitals and small letters are alike.
 *
 * Errors: %TRESTLE_ERROR_INPUT if the pair lacks what the task needs, or has another label.
 */
gboolean trestle_judgement_make (TrestleTask task, const TrestlePair *pair, const char *answer, double *accuracy, GError **error);

G_END_DECLS
