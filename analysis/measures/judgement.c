/* Labels and answers of pairs against the answers of a model. */
#include "analysis/measures/judgement.h"

#include "analysis/measures/accuracy.h"
#include "core/error.h"

/* What a label may be called in a list, and what the model calls it. */
typedef struct
{
  TrestleTask task;
  const char *label;
  const char *answer;
} Label;

static const Label labels[] = {
  { TRESTLE_TASK_MATCH, "yes", "yes" },
  { TRESTLE_TASK_MATCH, "no", "no" },
  { TRESTLE_TASK_MATCH, "true", "yes" },
  { TRESTLE_TASK_MATCH, "false", "no" },
  { TRESTLE_TASK_MATCH, "1", "yes" },
  { TRESTLE_TASK_MATCH, "0", "no" },
  { TRESTLE_TASK_ENTAIL, "entailment", "entailment" },
  { TRESTLE_TASK_ENTAIL, "neutral", "neutral" },
  { TRESTLE_TASK_ENTAIL, "contradiction", "contradiction" },
};

/* (nullable) */
static const Label *
find_label (const char *label)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_ascii_strcasecmp (labels[i].label, label) == 0)
      return &labels[i];
  return NULL;
}

gboolean
trestle_judgement_find_task (const TrestlePair *pair, TrestleTask *task, GError **error)
{
  const Label *label = pair->label != NULL ? find_label (pair->label) : NULL;

  if (label != NULL)
    *task = label->task;
  else if (pair->label == NULL && pair->answers != NULL)
    *task = TRESTLE_TASK_ASK;
  else if (pair->label == NULL)
    g_set_error_literal (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The pair has neither a “label” nor an “answer” to judge the model by");
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                 "The label “%s” is none of yes and no, true and false, 1 and 0, entailment, neutral and contradiction", pair->label);
  return label != NULL || (pair->label == NULL && pair->answers != NULL);
}

static gboolean
judge_label (TrestleTask task, const TrestlePair *pair, const char *answer, double *accuracy, GError **error)
{
  const char *expected = task == TRESTLE_TASK_MATCH ? "yes or no, true or false, 1 or 0" : "entailment, neutral or contradiction";
  const Label *label = pair->label != NULL ? find_label (pair->label) : NULL;

  if (label != NULL && label->task == task)
    {
      *accuracy = g_str_equal (label->answer, answer) ? 1.0 : 0.0;
      return TRUE;
    }
  if (pair->label == NULL)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The pair has no “label”; it should be %s", expected);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The label is “%s”; it should be %s", pair->label, expected);
  return FALSE;
}

gboolean
trestle_judgement_make (TrestleTask task, const TrestlePair *pair, const char *answer, double *accuracy, GError **error)
{
  if (task != TRESTLE_TASK_ASK)
    return judge_label (task, pair, answer, accuracy, error);
  if (pair->answers == NULL)
    {
      g_set_error_literal (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The pair has no “answer” to its question");
      return FALSE;
    }
  *accuracy = trestle_answer_accuracy (answer, (const char *const *) pair->answers);
  return TRUE;
}
