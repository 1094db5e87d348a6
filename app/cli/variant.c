/* What one run of a model shows of its answers, its heads, and where they look. */
#include "app/cli/variant.h"

#include <math.h>

#include "core/tasks.h"

#define MOST_ANSWERS 3 /* of a task, that are named */

void
cli_variant_free (CliVariant *variant)
{
  g_free (variant->name);
  for (guint i = 0; i < TRESTLE_N_EFFECT_TASKS; i++)
    g_clear_pointer (&variant->answers[i], g_ptr_array_unref);
  g_free (variant->heads);
  g_clear_pointer (&variant->patches, trestle_attention_map_unref);
  g_clear_pointer (&variant->words, trestle_attention_map_unref);
  g_strfreev (variant->tokens);
  g_free (variant);
}

/* What there is to be answered; a task that the model or the text has nothing for is left out. */
static void
find_answers (CliVariant *variant, const TrestleSession *session, const TrestleTrace *trace, const TrestleTokens *tokens)
{
  const TrestleModel *model = trestle_session_get_model (session);

  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    variant->answers[task] = trestle_task_answer (task, model, trestle_session_get_tokenizer (session), trace, tokens->ids, tokens->length,
                                                  MOST_ANSWERS, NULL);
}

/* In the last layer, the mean of heads and of queries. */
static TrestleAttentionMap *
find_looks (const CliVariant *variant, const TrestleTrace *trace, TrestleBlock block, GError **error)
{
  return trestle_attention_map_new (trace, block, variant->shape.n_layers[block] - 1, TRESTLE_HEAD_MEAN, TRESTLE_QUERY_MEAN, error);
}

CliVariant *
cli_variant_new (const TrestleSession *session,
                 const TrestleTrace *trace,
                 const TrestleTokens *tokens,
                 const TrestleImageWindow *window,
                 GError **error)
{
  const TrestleModel *model = trestle_session_get_model (session);
  g_autoptr (CliVariant) variant = g_new0 (CliVariant, 1);

  variant->name = g_strdup (trestle_model_get_name (model));
  variant->tokens = trestle_tokenizer_get_words (trestle_session_get_tokenizer (session), tokens);
  variant->window = *window;
  variant->n_dropped = tokens->n_dropped;
  find_answers (variant, session, trace, tokens);
  trestle_head_shape_init (&variant->shape, model, CLI_VARIANT_RECORDING.blocks, CLI_VARIANT_MEASURES);
  variant->heads = g_new (double, variant->shape.n_values);
  if (!trestle_head_shape_measure (&variant->shape, trace, variant->heads, error))
    return NULL;
  variant->patches = find_looks (variant, trace, TRESTLE_BLOCK_CROSS_TEXT_CROSS, error);
  variant->words = variant->patches != NULL ? find_looks (variant, trace, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, error) : NULL;
  return variant->words != NULL ? g_steal_pointer (&variant) : NULL;
}

double
cli_variant_get_layer (const CliVariant *variant, TrestleHeadMeasure measure, TrestleBlock block, guint layer)
{
  gsize place = trestle_head_shape_find (&variant->shape, block, measure, layer, TRESTLE_HEAD_MEAN);

  return place != G_MAXSIZE ? variant->heads[place] : NAN;
}

double
cli_variant_get_mean (const CliVariant *variant, TrestleHeadMeasure measure)
{
  double sum = 0.0;
  guint count = 0;

  for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block < TRESTLE_N_BLOCKS; block++)
    for (guint layer = 0; layer < variant->shape.n_layers[block] && trestle_head_measure_applies (measure, block); layer++, count++)
      sum += cli_variant_get_layer (variant, measure, block, layer);
  return count > 0 ? sum / count : NAN;
}
