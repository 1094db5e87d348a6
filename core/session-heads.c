/* What heads read off beside a run: of a layer before the last, of two images, of an image or a text alone. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/model/trace-private.h"
#include "core/session-private.h"

static gboolean
check_task (const TrestleSession *session, TrestleTask task, GError **error)
{
  if (trestle_model_can (session->model, task))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TASK, "The model “%s” has no head for the task “%s”", session->model->name,
               trestle_task_get_name (task));
  return FALSE;
}

/* (nullable): the states of one side that left a cross-modal layer of this model, `[tokens, hidden]` */
static const TrestleTensor *
find_layer (const TrestleSession *session, const TrestleTrace *trace, TrestleSide side, guint layer, GError **error)
{
  g_autofree char *name = g_strdup_printf ("hidden.cross_%s.%u", trestle_side_get_name (side), layer);
  const TrestleTensor *states = trestle_trace_get (trace, name); /* [tokens, hidden] */
  guint hidden = session->model->config->hidden_size;

  if (states == NULL)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The run has no “%s”; the model “%s” has %u cross-modal layers, from 0", name,
                 session->model->name, session->model->config->n_layers);
  else if (states->columns != hidden)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE,
                 "“%s” of the run is %" G_GSIZE_FORMAT " wide, but the model “%s” %u: the run is of another model", name, states->columns,
                 session->model->name, hidden);
  else
    return states;
  return NULL;
}

TrestleTrace *
trestle_session_read_layer (TrestleSession *session, const TrestleTrace *trace, guint layer, GError **error)
{
  const TrestleModel *model = session->model;
  const TrestleTensor *text = find_layer (session, trace, TRESTLE_SIDE_TEXT, layer, error);                         /* [tokens, hidden] */
  const TrestleTensor *image = text != NULL ? find_layer (session, trace, TRESTLE_SIDE_IMAGE, layer, error) : NULL; /* [states, hidden] */
  TrestlePass pass = trestle_session_begin_pass (session, NULL, NULL, NULL);

  if (image == NULL)
    return NULL;
  pass.trace = trestle_trace_new (trestle_trace_get_n_tokens (trace), trestle_trace_get_keep (trace), trestle_trace_get_grid_rows (trace),
                                  trestle_trace_get_grid_columns (trace));
  trestle_cross_encoder_pool (&model->encoder, text, image, &pass);
  trestle_heads_forward (&model->heads, text, &pass);
  return pass.trace;
}

gboolean
trestle_session_reason (TrestleSession *session, const TrestleTrace *first, const TrestleTrace *second, float logits[2], GError **error)
{
  if (!check_task (session, TRESTLE_TASK_REASON, error))
    return FALSE;
  trestle_heads_reason (&session->model->heads, trestle_trace_get (first, "logits.pooled"), trestle_trace_get (second, "logits.pooled"),
                        logits);
  return TRUE;
}

const TrestleTensor *
trestle_session_embed_image (TrestleSession *session,
                             TrestleProgress progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GError **error)
{
  TrestlePass pass = trestle_session_begin_pass (session, progress, progress_data, cancellable);

  if (!check_task (session, TRESTLE_TASK_CONTRAST, error) || !trestle_session_check_image (session, error))
    return NULL;
  pass.n_steps = session->model->config->vision.n_layers + 1;
  if (session->image.trace == NULL
      && (!trestle_session_check_memory (session, 0, FALSE, FALSE, error) || !trestle_session_run_image (session, &pass, error)))
    return NULL;
  return trestle_trace_get (session->image.trace, "logits.itc_image");
}

gboolean
trestle_session_embed_text (TrestleSession *session,
                            const gint32 *ids,
                            guint n_tokens,
                            GCancellable *cancellable,
                            TrestleTensor *embedding,
                            GError **error)
{
  const TrestleModel *model = session->model;
  guint n_layers = model->config->text.n_layers;
  g_autofree TrestleTensor *states = g_new (TrestleTensor, n_layers + 1);
  g_autoptr (TrestleTrace) trace = trestle_trace_new (n_tokens, NULL, 0, 0);
  TrestlePass pass = trestle_session_begin_pass (session, NULL, NULL, cancellable);
  const TrestleTensor *recorded;

  if (!check_task (session, TRESTLE_TASK_CONTRAST, error) || !trestle_session_check_ids (session, ids, NULL, n_tokens, error))
    return FALSE;
  pass.trace = trace;
  pass.n_steps = n_layers;
  pass.recording.blocks = 0;
  if (!trestle_text_tower_forward (&model->text, ids, &pass, states, error))
    return FALSE;
  trestle_heads_embed_text (&model->heads, &states[n_layers], &pass);
  recorded = trestle_trace_get (trace, "logits.itc_text");   /* [1, size] */
  *embedding = trestle_tensor_new (1, 1, recorded->columns); /* [1, size] */
  memcpy (embedding->data, recorded->data, recorded->columns * sizeof (float));
  return TRUE;
}

double
trestle_session_get_contrast_scale (const TrestleSession *session)
{
  return exp (session->model->heads.logit_scale);
}
