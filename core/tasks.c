/* From logits to answers that a person can read: match, masked words, questions. */
#include "core/tasks.h"

#include <math.h>

#include "core/error.h"

static void
clear_candidate (gpointer candidate)
{
  g_free (((TrestleCandidate *) candidate)->label);
}

static TrestleAnswer *
answer_new (guint position)
{
  TrestleAnswer *answer = g_new0 (TrestleAnswer, 1);

  answer->position = position;
  answer->candidates = g_array_new (FALSE, TRUE, sizeof (TrestleCandidate));
  g_array_set_clear_func (answer->candidates, clear_candidate);
  return answer;
}

void
trestle_answer_free (TrestleAnswer *answer)
{
  g_array_unref (answer->candidates);
  g_free (answer);
}

double
trestle_task_find_normaliser (const float *logits, gsize count)
{
  double max = -INFINITY, sum = 0.0;

  for (gsize i = 0; i < count; i++)
    max = MAX (max, logits[i]);
  for (gsize i = 0; i < count; i++)
    sum += exp (logits[i] - max);
  return max + log (sum);
}

/* The @n largest logits, best first; of equal ones the lower index. (transfer full): `[n]` */
static guint *
find_best (const float *logits, gsize count, guint n)
{
  guint *best = g_new (guint, n);
  guint found = 0;

  for (gsize i = 0; i < count; i++)
    {
      guint place = found;

      if (found == n && logits[i] <= logits[best[n - 1]])
        continue;
      if (found < n)
        found++;
      else
        place--;
      for (; place > 0 && logits[i] > logits[best[place - 1]]; place--)
        best[place] = best[place - 1];
      best[place] = (guint) i;
    }
  return best;
}

/* What a candidate is called; (transfer full). */
typedef char *(*LabelOf) (guint id, gconstpointer data);

static TrestleAnswer *
rank_candidates (guint position, const float *logits, gsize count, guint top, LabelOf label_of, gconstpointer data)
{
  guint n = (guint) MIN (count, MAX (top, 1));
  g_autofree guint *best = find_best (logits, count, n);
  double normaliser = trestle_task_find_normaliser (logits, count);
  TrestleAnswer *answer = answer_new (position);

  for (guint i = 0; i < n; i++)
    {
      TrestleCandidate candidate = {
        .label = label_of (best[i], data),
        .id = best[i],
        .probability = exp (logits[best[i]] - normaliser),
        .logit = logits[best[i]],
      };

      g_array_append_val (answer->candidates, candidate);
    }
  return answer;
}

static char *
label_yes_or_no (guint id, gconstpointer data)
{
  return g_strdup (id == 1 ? "yes" : "no");
}

static char *
label_word (guint id, gconstpointer data)
{
  char *word = trestle_tokenizer_get_word (data, (gint32) id);

  return word != NULL ? word : g_strdup_printf ("token %u", id);
}

static char *
label_entailment (guint id, gconstpointer data)
{
  static const char *const labels[] = { "entailment", "neutral", "contradiction" };

  return g_strdup (labels[MIN (id, G_N_ELEMENTS (labels) - 1)]);
}

/* A checkpoint without names for its answers has them by number. */
static char *
label_answer (guint id, gconstpointer data)
{
  const TrestleConfig *config = data;

  if (config->answers != NULL && id < g_strv_length (config->answers))
    return g_strdup (config->answers[id]);
  return g_strdup_printf ("%u", id);
}

static gboolean
fill_masks (GPtrArray *answers,
            const TrestleTokenizer *tokenizer,
            const TrestleTensor *logits, /* [1, tokens, vocabulary] */
            const gint32 *ids,
            guint n_tokens,
            guint top,
            GError **error)
{
  gint32 mask_id = trestle_tokenizer_get_mask_id (tokenizer);
  gsize n_words = MIN (logits->columns, trestle_tokenizer_get_vocabulary_size (tokenizer));

  for (guint i = 0; i < n_tokens; i++)
    if (ids[i] == mask_id)
      g_ptr_array_add (answers, rank_candidates (i, logits->data + i * logits->stride, n_words, top, label_word, tokenizer));
  if (answers->len == 0)
    g_set_error_literal (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "There is no word to fill in: write <mask> where one is missing");
  return answers->len > 0;
}

static void
set_task_error (TrestleTask task, const TrestleModel *model, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TASK, "The model “%s” has no head for the task “%s”", trestle_model_get_name (model),
               trestle_task_get_name (task));
}

gboolean
trestle_task_check (TrestleTask task, const TrestleModel *model, GError **error)
{
  if (trestle_model_can (model, task))
    return TRUE;
  set_task_error (task, model, error);
  return FALSE;
}

const TrestleTensor *
trestle_task_get_logits (TrestleTask task, const TrestleTrace *trace)
{
  static const char *const names[] = {
    [TRESTLE_TASK_MATCH] = "logits.itm",
    [TRESTLE_TASK_FILL] = "logits.mlm",
    [TRESTLE_TASK_ASK] = "logits.vqa",
    [TRESTLE_TASK_ENTAIL] = "logits.snli",
  };

  return (gsize) task < G_N_ELEMENTS (names) ? trestle_trace_get (trace, names[task]) : NULL;
}

GPtrArray *
trestle_task_answer (TrestleTask task,
                     const TrestleModel *model,
                     const TrestleTokenizer *tokenizer,
                     const TrestleTrace *trace,
                     const gint32 *ids,
                     guint n_tokens,
                     guint top,
                     GError **error)
{
  const TrestleTensor *logits = trestle_task_get_logits (task, trace);
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_answer_free);

  if (logits == NULL)
    {
      set_task_error (task, model, error);
      return NULL;
    }
  if (task == TRESTLE_TASK_ENTAIL)
    g_ptr_array_add (answers, rank_candidates (0, logits->data, logits->columns, top, label_entailment, NULL));
  else if (task == TRESTLE_TASK_MATCH)
    g_ptr_array_add (answers, rank_candidates (0, logits->data, 2, 2, label_yes_or_no, NULL));
  else if (task == TRESTLE_TASK_ASK)
    g_ptr_array_add (answers, rank_candidates (0, logits->data, logits->columns, top, label_answer, trestle_model_get_config (model)));
  else if (!fill_masks (answers, tokenizer, logits, ids, n_tokens, top, error))
    return NULL;
  return g_steal_pointer (&answers);
}

GPtrArray *
trestle_task_answer_yes_or_no (const float logits[2])
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_answer_free);

  g_ptr_array_add (answers, rank_candidates (0, logits, 2, 2, label_yes_or_no, NULL));
  return answers;
}

char *
trestle_task_fill_text (const TrestleTokenizer *tokenizer, const gint32 *ids, guint n_tokens, const GPtrArray *answers)
{
  g_autofree gint32 *filled = g_memdup2 (ids, n_tokens * sizeof *ids);

  for (guint i = 0; i < answers->len; i++)
    {
      const TrestleAnswer *answer = g_ptr_array_index (answers, i);

      filled[answer->position] = (gint32) g_array_index (answer->candidates, TrestleCandidate, 0).id;
    }
  /* Without the tokens that open and close every text. */
  if (n_tokens <= 2)
    return g_strdup ("");
  return g_strchug (trestle_tokenizer_decode (tokenizer, filled + 1, n_tokens - 2));
}

double
trestle_task_match_probability (const TrestleTrace *trace)
{
  const TrestleTensor *logits = trestle_trace_get (trace, "logits.itm"); /* [1, 2] */

  g_return_val_if_fail (logits != NULL, NAN);
  return 1.0 / (1.0 + exp ((double) logits->data[0] - logits->data[1]));
}

double
trestle_task_cosine (const TrestleTensor *a, const TrestleTensor *b)
{
  double sum = 0.0;

  for (gsize i = 0; i < a->columns; i++)
    sum += (double) a->data[i] * b->data[i];
  return sum;
}

double
trestle_task_score (TrestleTask task, const TrestleTrace *trace)
{
  static const char *const names[] = {
    [TRESTLE_TASK_MATCH] = "logits.itm",
    [TRESTLE_TASK_CONTRAST] = "logits.itc_text",
    [TRESTLE_TASK_RETRIEVE] = "logits.rank",
  };
  const TrestleTensor *found = (gsize) task < G_N_ELEMENTS (names) && names[task] != NULL ? trestle_trace_get (trace, names[task]) : NULL;

  if (found == NULL)
    return NAN;
  if (task == TRESTLE_TASK_MATCH)
    return trestle_task_match_probability (trace);
  if (task == TRESTLE_TASK_CONTRAST)
    return trestle_task_cosine (found, trestle_trace_get (trace, "logits.itc_image"));
  return found->data[0];
}
