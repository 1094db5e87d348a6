/* Attention rollout of one query: a row that goes down through the layers, so that no matrix is multiplied with another. */
#include "analysis/measures/rollout.h"

#include "analysis/measures/attention-layer.h"
#include "core/error.h"

/* Weights on both sides: of the tokens that leave a layer, or of those that entered it. */
typedef struct
{
  double *words;  /* [n_words] */
  double *states; /* [n_states] */
} Weights;

static gboolean
is_cross (TrestleStack stack)
{
  return stack == TRESTLE_STACK_CROSS_TEXT || stack == TRESTLE_STACK_CROSS_IMAGE;
}

static gboolean
query_is_word (TrestleStack stack)
{
  return stack == TRESTLE_STACK_TEXT || stack == TRESTLE_STACK_CROSS_TEXT;
}

/* The mean of the heads' rows of one query, which is made to sum to 1; @row `[keys]`. */
static void
average_heads (const TrestleTensor *attention, gsize query, double *row)
{
  double sum = 0.0;

  for (gsize key = 0; key < attention->columns; key++)
    row[key] = 0.0;
  for (gsize head = 0; head < attention->depth; head++)
    {
      TrestleTensor matrix = trestle_tensor_matrix (attention, head); /* [queries, keys] */

      for (gsize key = 0; key < matrix.columns; key++)
        row[key] += matrix.data[query * matrix.stride + key];
    }
  for (gsize key = 0; key < attention->columns; key++)
    sum += row[key];
  for (gsize key = 0; key < attention->columns; key++)
    row[key] /= sum;
}

/* Hands the share of what the queries have on to the keys: @onto += @share @weights A. */
static void
hand_on (const TrestleTensor *attention, double share, const double *weights, double *onto)
{
  g_autofree double *row = g_new (double, attention->columns); /* [keys] */

  for (gsize query = 0; query < attention->rows; query++)
    {
      if (weights[query] == 0.0)
        continue;
      average_heads (attention, query, row);
      for (gsize key = 0; key < attention->columns; key++)
        onto[key] += share * weights[query] * row[key];
    }
}

static void
stay (double share, const double *weights, gsize count, double *onto)
{
  for (gsize i = 0; i < count; i++)
    onto[i] += share * weights[i];
}

static gboolean
descend_tower (const TrestleTrace *trace, TrestleBlock block, guint layer, const double *weights, double *onto, GError **error)
{
  const TrestleTensor *attention = trestle_attention_layer_find (trace, block, layer, error);

  if (attention == NULL)
    return FALSE;
  stay (0.5, weights, attention->rows, onto);
  hand_on (attention, 0.5, weights, onto);
  return TRUE;
}

static gboolean
descend_cross (const TrestleTrace *trace, guint layer, const Weights *weights, const Weights *onto, GError **error)
{
  const TrestleTensor *attentions[TRESTLE_N_BLOCKS];

  for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block < TRESTLE_N_BLOCKS; block++)
    {
      attentions[block] = trestle_attention_layer_find (trace, block, layer, error);
      if (attentions[block] == NULL)
        return FALSE;
    }
  stay (0.25, weights->words, attentions[TRESTLE_BLOCK_CROSS_TEXT_SELF]->rows, onto->words);
  hand_on (attentions[TRESTLE_BLOCK_CROSS_TEXT_SELF], 0.25, weights->words, onto->words);
  hand_on (attentions[TRESTLE_BLOCK_CROSS_TEXT_CROSS], 0.5, weights->words, onto->states);

  stay (0.25, weights->states, attentions[TRESTLE_BLOCK_CROSS_IMAGE_SELF]->rows, onto->states);
  hand_on (attentions[TRESTLE_BLOCK_CROSS_IMAGE_SELF], 0.25, weights->states, onto->states);
  hand_on (attentions[TRESTLE_BLOCK_CROSS_IMAGE_CROSS], 0.5, weights->states, onto->words);
  return TRUE;
}

/* One layer down; the rollout's weights are replaced by those of what entered it. */
static gboolean
descend (TrestleRollout *rollout, const TrestleTrace *trace, guint layer, GError **error)
{
  Weights weights = { rollout->words, rollout->states };
  Weights onto = { g_new0 (double, rollout->n_words), g_new0 (double, rollout->n_states) };
  gboolean found;

  if (is_cross (rollout->stack))
    found = descend_cross (trace, layer, &weights, &onto, error);
  else if (rollout->stack == TRESTLE_STACK_TEXT)
    found = descend_tower (trace, TRESTLE_BLOCK_TEXT, layer, weights.words, onto.words, error);
  else
    found = descend_tower (trace, TRESTLE_BLOCK_VISION, layer, weights.states, onto.states, error);
  g_free (weights.words);
  g_free (weights.states);
  rollout->words = onto.words;
  rollout->states = onto.states;
  return found;
}

static gboolean
is_kept (const gboolean *keep, gsize token)
{
  return keep == NULL || keep[token];
}

/* Where the row begins: all of it at the query, or in equal shares at all that are no padding. @weights `[count]`. */
static gboolean
set_query (double *weights, gsize count, const gboolean *keep, gint query, TrestleStack stack, GError **error)
{
  gsize kept = 0;

  if (query == TRESTLE_QUERY_MEAN)
    {
      for (gsize i = 0; i < count; i++)
        kept += is_kept (keep, i);
      for (gsize i = 0; i < count; i++)
        weights[i] = is_kept (keep, i) ? 1.0 / (double) kept : 0.0;
      if (kept > 0)
        return TRUE;
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” has no query that is not padding", trestle_stack_get_name (stack));
      return FALSE;
    }
  if (query >= 0 && (gsize) query < count && is_kept (keep, (gsize) query))
    {
      weights[query] = 1.0;
      return TRUE;
    }
  if (query >= 0 && (gsize) query < count)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "Query %d of “%s” is padding; a token of the text was expected", query,
                 trestle_stack_get_name (stack));
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” has no query %d; it has 0 to %" G_GSIZE_FORMAT ", and the mean",
                 trestle_stack_get_name (stack), query, count - 1);
  return FALSE;
}

TrestleRollout *
trestle_rollout_new (const TrestleTrace *trace, TrestleStack stack, guint layer, gint query, GError **error)
{
  g_autoptr (TrestleRollout) rollout = g_new0 (TrestleRollout, 1);
  gboolean is_word = query_is_word (stack);

  *rollout = (TrestleRollout){ .stack = stack, .layer = layer, .query = query };
  if (is_word || is_cross (stack))
    rollout->n_words = trestle_trace_get_n_tokens (trace);
  if (!is_word || is_cross (stack))
    rollout->n_states = (gsize) trestle_trace_get_grid_rows (trace) * trestle_trace_get_grid_columns (trace) + 1;
  rollout->words = g_new0 (double, rollout->n_words);
  rollout->states = g_new0 (double, rollout->n_states);

  if (is_word && !set_query (rollout->words, rollout->n_words, trestle_trace_get_keep (trace), query, stack, error))
    return NULL;
  if (!is_word && !set_query (rollout->states, rollout->n_states, NULL, query, stack, error))
    return NULL;
  for (gint64 i = layer; i >= 0; i--)
    if (!descend (rollout, trace, (guint) i, error))
      return NULL;
  return g_steal_pointer (&rollout);
}

void
trestle_rollout_free (TrestleRollout *rollout)
{
  g_free (rollout->words);
  g_free (rollout->states);
  g_free (rollout);
}
