/* Several texts on one image at a time, for what their scores are read of. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/model/caption-batch.h"
#include "core/model/trace-private.h"
#include "core/session-private.h"

#define TEXT_STAGES 1u /* beside the tower's layers: what the encoder prepares of the texts */

static gboolean
check_texts (const TrestleSession *session, const TrestleTokens *const *texts, guint n_texts, GError **error)
{
  for (guint i = 0; i < n_texts; i++)
    if (!trestle_session_check_ids (session, texts[i]->ids, NULL, texts[i]->length, error))
      return FALSE;
  return TRUE;
}

static gboolean
is_same_text (gconstpointer a, gconstpointer b)
{
  const TrestleTokens *first = a, *second = b;

  return first->length == second->length && memcmp (first->ids, second->ids, first->length * sizeof *first->ids) == 0;
}

/* (transfer container) (element-type TrestleTokens): each text once. @places: (out): `[n_texts]`: where each is among them */
static GPtrArray *
find_distinct (const TrestleTokens *const *texts, guint n_texts, guint *places)
{
  GPtrArray *distinct = g_ptr_array_new ();

  for (guint i = 0; i < n_texts; i++)
    if (!g_ptr_array_find_with_equal_func (distinct, texts[i], is_same_text, &places[i]))
      {
        places[i] = distinct->len;
        g_ptr_array_add (distinct, (gpointer) texts[i]);
      }
  return distinct;
}

/* (transfer full): the ids of all texts, one behind the other; @rows: (out): `[n_texts]`: each text's */
static gint32 *
join_ids (const TrestleTokens *const *texts, guint n_texts, TrestleRows *rows)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint32));

  for (guint i = 0; i < n_texts; i++)
    {
      rows[i] = (TrestleRows){ ids->len, texts[i]->length };
      g_array_append_vals (ids, texts[i]->ids, texts[i]->length);
    }
  return (gint32 *) g_array_free (g_steal_pointer (&ids), FALSE);
}

static gboolean
is_finite (const TrestleTensor *row)
{
  for (gsize i = 0; i < row->columns; i++)
    if (!isfinite (row->data[i]))
      return FALSE;
  return TRUE;
}

/* Whether all that heads read is numbers. If not, a run of the text says what is to blame; @pooled: `[texts, 2 hidden]`, is gone then. */
static gboolean
check_finite (TrestleSession *session,
              const TrestleTokens *const *texts,
              const TrestleTensor *pooled,
              GCancellable *cancellable,
              GError **error)
{
  for (gsize i = 0; i < pooled->rows; i++)
    {
      TrestleTensor row = trestle_tensor_rows (pooled, i, 1); /* [1, 2 hidden] */
      g_autoptr (TrestleTrace) trace = NULL;

      if (is_finite (&row))
        continue;
      trace = trestle_session_run (session, texts[i]->ids, NULL, texts[i]->length, NULL, NULL, cancellable, error);
      if (trace != NULL)
        g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_NOT_FINITE, "What a text of %u tokens was scored by is no number",
                     texts[i]->length);
      return FALSE;
    }
  return TRUE;
}

/* (transfer full): what the heads read of a text. @states: `[tokens, hidden]`: its last in the text tower; @pooled: `[1, 2 hidden]` */
static TrestleTrace *
read_heads (TrestleSession *session, guint n_tokens, const TrestleTensor *states, const TrestleTensor *pooled, TrestlePass *pass)
{
  const TrestleModel *model = session->model;
  guint grid = trestle_vision_tower_get_grid (&model->vision);
  TrestleTrace *trace = trestle_trace_new (n_tokens, NULL, grid, grid);
  TrestleTensor copy;

  pass->trace = trace;
  trestle_trace_include (trace, session->image.trace);
  copy = trestle_trace_add_matrix (trace, 1, pooled->columns, "logits.pooled"); /* [1, 2 hidden] */
  memcpy (copy.data, pooled->data, pooled->columns * sizeof (float));
  trestle_heads_embed_text (&model->heads, states, pass);
  trestle_heads_forward (&model->heads, NULL, pass);
  return trace;
}

/* Adds the texts' traces, in their order. @states: `[n_layers + 1]`: of the text tower */
static gboolean
run_texts (TrestleSession *session,
           const TrestleTokens *const *texts,
           const TrestleRows *rows,
           guint n_texts,
           const gint32 *ids,
           TrestleTensor *states,
           TrestlePreparedSide *prepared,
           TrestlePass *pass,
           GPtrArray *traces,
           GError **error)
{
  const TrestleModel *model = session->model;
  guint n_layers = model->config->text.n_layers;
  TrestleTensor pooled = trestle_arena_tensor (pass->arena, n_texts, 2 * model->encoder.hidden); /* [texts, 2 hidden] */

  if (!trestle_text_tower_forward_all (&model->text, ids, rows, n_texts, pass, states, error)
      || !trestle_caption_batch_prepare (&model->encoder, states, n_layers, rows, n_texts, pass, prepared, error)
      || !trestle_caption_batch_fuse (&model->encoder, prepared, rows, n_texts, &session->image.prepared, session->stand_ins, pass, &pooled,
                                      error)
      || !check_finite (session, texts, &pooled, pass->cancellable, error))
    return FALSE;
  for (guint i = 0; i < n_texts; i++)
    {
      TrestleTensor own = trestle_tensor_rows (&states[n_layers], rows[i].first, rows[i].count); /* [tokens, hidden] */
      TrestleTensor row = trestle_tensor_rows (&pooled, i, 1);                                   /* [1, 2 hidden] */

      g_ptr_array_add (traces, read_heads (session, texts[i]->length, &own, &row, pass));
    }
  return TRUE;
}

/* (transfer full) (nullable): the texts' traces, each being another one. */
static GPtrArray *
run_distinct (TrestleSession *session,
              const TrestleTokens *const *texts,
              guint n_texts,
              TrestleProgress progress,
              gpointer progress_data,
              GCancellable *cancellable,
              GError **error)
{
  const TrestleConfig *config = session->model->config;
  gboolean needs_image = session->image.trace == NULL;
  TrestlePass pass = trestle_session_begin_pass (session, progress, progress_data, cancellable);
  g_autoptr (GPtrArray) traces = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_trace_unref);
  g_autofree TrestleTensor *states = g_new (TrestleTensor, config->text.n_layers + 1);
  g_autofree TrestleRows *rows = g_new (TrestleRows, n_texts);
  g_autofree gint32 *ids = NULL;
  TrestlePreparedSide prepared = { 0 };
  gboolean is_done;

  pass.n_steps = (needs_image ? config->vision.n_layers + 1 : 0) + config->text.n_layers + TEXT_STAGES
                 + trestle_caption_batch_count_steps (&session->model->encoder, n_texts);
  if (needs_image && !trestle_session_run_image (session, &pass, error))
    return NULL;
  ids = join_ids (texts, n_texts, rows);
  is_done = n_texts == 0 || run_texts (session, texts, rows, n_texts, ids, states, &prepared, &pass, traces, error);
  trestle_prepared_side_clear (&prepared);
  if (!is_done || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&traces);
}

GPtrArray *
trestle_session_run_captions (TrestleSession *session,
                              const TrestleTokens *const *texts,
                              guint n_texts,
                              TrestleProgress progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autofree guint *places = g_new (guint, n_texts);
  g_autoptr (GPtrArray) distinct = NULL, distinct_traces = NULL;
  GPtrArray *traces;

  if (!trestle_session_check_image (session, error) || !check_texts (session, texts, n_texts, error))
    return NULL;
  distinct = find_distinct (texts, n_texts, places);
  distinct_traces = run_distinct (session, (const TrestleTokens *const *) distinct->pdata, distinct->len, progress, progress_data,
                                  cancellable, error);
  if (distinct_traces == NULL)
    return NULL;
  traces = g_ptr_array_new_full (n_texts, (GDestroyNotify) trestle_trace_unref);
  for (guint i = 0; i < n_texts; i++)
    g_ptr_array_add (traces, trestle_trace_ref (g_ptr_array_index (distinct_traces, places[i])));
  return traces;
}
