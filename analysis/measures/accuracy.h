/* Whether an answer is right, as the evaluation of VQAv2 says it (Antol et al. 2015, Goyal et al. 2017). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * trestle_answer_normalise:
 * @answer: UTF-8
 *
 * What answers are compared by. Letters are lowered; a mark of punctuation goes where a blank is beside such a mark or a comma stands
 * between digits, and becomes a blank elsewhere; a full stop goes unless a digit follows; the articles a, an and the go; none and zero to
 * ten become digits; one blank stands between words. That is what the VQAv2 evaluation does, but for its table of contractions ("dont"
 * stays "dont"), and here it is done to the model's answer and to the people's alike.
 *
 * Returns: (transfer full): the answer made comparable; empty if nothing is left of it
 */
char *trestle_answer_normalise (const char *answer);

/**
 * trestle_answer_accuracy:
 * @answer: the model's
 * @references: what people answered, %NULL-terminated, at least one
 *
 * With ten answers the accuracy of VQAv2: the mean over the ten ways to leave one of them out of
 *
 *   min (number of the others that say @answer / 3, 1)
 *
 * With any other number from four on, the same over as many ways. With up to three it is 1 if one of them says @answer and else 0, since
 * they could not make 1 of the formula.
 *
 * Returns: in [0, 1]
 */
double trestle_answer_accuracy (const char *answer, const char *const *references);

G_END_DECLS
