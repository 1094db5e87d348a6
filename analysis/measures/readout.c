/* At which layer an answer appears: the task heads applied to the state of every cross-modal layer. */
#include "analysis/measures/readout.h"

#include <math.h>

/* What the heads make of one layer. */
typedef struct
{
  TrestleTrace *logits;
  GPtrArray *answers; /* (element-type TrestleAnswer): the same questions in every layer */
} Layer;

static void
clear_layer (gpointer data)
{
  Layer *layer = data;

  g_clear_pointer (&layer->logits, trestle_trace_unref);
  g_clear_pointer (&layer->answers, g_ptr_array_unref);
}

/* (transfer full) (element-type Layer): of every layer its first answers, of the last one @top */
static GArray *
read_layers (TrestleSession *session, const TrestleTrace *trace, TrestleTask task, const TrestleTokens *tokens, guint top, GError **error)
{
  const TrestleModel *model = trestle_session_get_model (session);
  guint n_layers = trestle_model_get_config (model)->n_layers;
  g_autoptr (GArray) layers = g_array_sized_new (FALSE, TRUE, sizeof (Layer), n_layers);

  g_array_set_clear_func (layers, clear_layer);
  g_array_set_size (layers, n_layers);
  for (guint i = 0; i < n_layers; i++)
    {
      Layer *layer = &g_array_index (layers, Layer, i);

      layer->logits = trestle_session_read_layer (session, trace, i, error);
      if (layer->logits == NULL)
        return NULL;
      layer->answers = trestle_task_answer (task, model, trestle_session_get_tokenizer (session), layer->logits, tokens->ids,
                                            tokens->length, i == n_layers - 1 ? top : 1, error);
      if (layer->answers == NULL)
        return NULL;
    }
  return g_steal_pointer (&layers);
}

static const TrestleAnswer *
get_answer (const GArray *layers, guint layer, guint question)
{
  return g_ptr_array_index (g_array_index (layers, Layer, layer).answers, question);
}

static const TrestleCandidate *
get_candidate (const TrestleAnswer *answer, guint index)
{
  return &g_array_index (answer->candidates, TrestleCandidate, index);
}

/* The candidate's place among those that are followed, as the last of which it is added if need be. */
static guint
follow (const TrestleCandidate *candidate, GArray *ids, GStrvBuilder *labels)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, guint, i) == candidate->id)
      return i;
  g_array_append_val (ids, candidate->id);
  g_strv_builder_add (labels, candidate->label);
  return ids->len - 1;
}

/* The probability that a layer gives to an answer: its first one's, and how much less likely than that it is. */
static double
find_probability (const Layer *layer, TrestleTask task, const TrestleAnswer *answer, guint id)
{
  const TrestleTensor *logits = trestle_task_get_logits (task, layer->logits); /* [1 or tokens, answers] */
  const TrestleCandidate *first = get_candidate (answer, 0);

  return first->probability * exp (logits->data[answer->position * logits->stride + id] - first->logit);
}

/* Of one question: which answers are followed, then how likely each layer holds them. */
static TrestleReadout *
follow_answers (const GArray *layers, TrestleTask task, guint question, guint top)
{
  TrestleReadout *readout = g_new0 (TrestleReadout, 1);
  const TrestleAnswer *last = get_answer (layers, layers->len - 1, question);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();

  readout->task = task;
  readout->position = last->position;
  readout->n_layers = layers->len;
  readout->first = g_new (guint, layers->len);
  for (guint i = 0; i < MIN (MAX (top, 1), last->candidates->len); i++)
    follow (get_candidate (last, i), ids, labels);
  for (guint layer = 0; layer < layers->len; layer++)
    readout->first[layer] = follow (get_candidate (get_answer (layers, layer, question), 0), ids, labels);
  readout->n_answers = ids->len;
  readout->labels = g_strv_builder_end (labels);
  readout->probabilities = g_new (double, (gsize) ids->len * layers->len); /* [answers, layers] */
  for (guint i = 0; i < ids->len; i++)
    for (guint layer = 0; layer < layers->len; layer++)
      readout->probabilities[i * layers->len + layer] = find_probability (
          &g_array_index (layers, Layer, layer), task, get_answer (layers, layer, question), g_array_index (ids, guint, i));
  return readout;
}

GPtrArray *
trestle_readout_new (TrestleSession *session,
                     const TrestleTrace *trace,
                     TrestleTask task,
                     const TrestleTokens *tokens,
                     guint top,
                     GError **error)
{
  g_autoptr (GPtrArray) readouts = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_readout_free);
  g_autoptr (GArray) layers = NULL;
  guint n_questions;

  if (!trestle_task_check (task, trestle_session_get_model (session), error))
    return NULL;
  layers = read_layers (session, trace, task, tokens, top, error);
  if (layers == NULL)
    return NULL;
  n_questions = g_array_index (layers, Layer, 0).answers->len;
  for (guint i = 0; i < n_questions; i++)
    g_ptr_array_add (readouts, follow_answers (layers, task, i, top));
  return g_steal_pointer (&readouts);
}

void
trestle_readout_free (TrestleReadout *readout)
{
  g_strfreev (readout->labels);
  g_free (readout->probabilities);
  g_free (readout->first);
  g_free (readout);
}

TrestleTask
trestle_readout_find_task (const TrestleModel *first, const TrestleModel *second)
{
  static const TrestleTask tasks[] = { TRESTLE_TASK_MATCH, TRESTLE_TASK_ASK, TRESTLE_TASK_ENTAIL };

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (trestle_model_can (first, tasks[i]) || trestle_model_can (second, tasks[i]))
      return tasks[i];
  return TRESTLE_N_TASKS;
}
