/* From logits to answers that a person can read: match, masked words, questions, entailment. */
#pragma once

#include "core/input/tokenizer.h"
#include "core/model/model.h"
#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * TrestleCandidate:
 * @label: the word or answer, as a person writes it
 * @id: its index in the vocabulary or among the answers
 * @probability: softmax over all candidates, in [0, 1]
 * @logit: before the softmax
 */
typedef struct
{
  char *label;
  guint id;
  double probability;
  double logit;
} TrestleCandidate;

/**
 * TrestleAnswer:
 * @position: the masked token's index in the text; 0 for tasks about the whole text
 * @candidates: (element-type TrestleCandidate): best first; for match always "yes" and "no" by probability
 */
typedef struct
{
  guint position;
  GArray *candidates;
} TrestleAnswer;

void trestle_answer_free (TrestleAnswer *answer);

/* Whether the model has a head for @task; for saying so before anything is run. Errors: %TRESTLE_ERROR_TASK. */
gboolean trestle_task_check (TrestleTask task, const TrestleModel *model, GError **error);

/**
 * trestle_task_get_logits:
 *
 * Returns: (transfer none) (nullable): what the answers of @task are chosen by: `[1, answers]`, or for %TRESTLE_TASK_FILL `[1, tokens,
 *   vocabulary]`; %NULL if the trace lacks it, or if it is a task that one run does not answer
 */
const TrestleTensor *trestle_task_get_logits (TrestleTask task, const TrestleTrace *trace);

/* ln of the sum of exp over @logits `[count]`, without overflow: what a logit has to be less of to be a logarithm of a probability. */
double trestle_task_find_normaliser (const float *logits, gsize count);

/**
 * trestle_task_answer:
 * @tokenizer: (nullable): needed by %TRESTLE_TASK_FILL alone
 * @ids: `[n_tokens]`, what was run
 * @top: the most candidates to return, at least 1
 *
 * Errors: %TRESTLE_ERROR_TASK if the model has no head for it; %TRESTLE_ERROR_INPUT if there is no `<mask>` to fill.
 *
 * Returns: (transfer full) (element-type TrestleAnswer): one answer; for %TRESTLE_TASK_FILL one per `<mask>`, left to right
 */
GPtrArray *trestle_task_answer (TrestleTask task,
                                const TrestleModel *model,
                                const TrestleTokenizer *tokenizer,
                                const TrestleTrace *trace,
                                const gint32 *ids,
                                guint n_tokens,
                                guint top,
                                GError **error);

/* The text with every `<mask>` replaced by its best candidate, special tokens left out; @answers as from TRESTLE_TASK_FILL. */
char *trestle_task_fill_text (const TrestleTokenizer *tokenizer, const gint32 *ids, guint n_tokens, const GPtrArray *answers);

/* (transfer full) (element-type TrestleAnswer): "yes" and "no" by probability; @logits: no, yes, as trestle_session_reason() gives them */
GPtrArray *trestle_task_answer_yes_or_no (const float logits[2]);

/* The probability of a match in a trace, softmax of its two logits. */
double trestle_task_match_probability (const TrestleTrace *trace);

/**
 * trestle_task_score:
 * @task: %TRESTLE_TASK_MATCH, %TRESTLE_TASK_CONTRAST or %TRESTLE_TASK_RETRIEVE
 *
 * How well image and text of a trace go together, the higher the better: the probability of a match; the cosine of the two embeddings, in
 * [-1, 1]; the retrieval head's score, which has no bounds.
 *
 * Returns: NaN if the model has no head for it
 */
double trestle_task_score (TrestleTask task, const TrestleTrace *trace);

/* The cosine of two embeddings `[1, size]`, each of length 1. */
double trestle_task_cosine (const TrestleTensor *a, const TrestleTensor *b);

G_END_DECLS
