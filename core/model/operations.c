/* How much arithmetic a run is. Counted here are products, each with its sum; they become operations at the end. */
#include "core/model/operations.h"

#include "core/model/model-private.h"

#define N_CHANNELS 3.0

/* Dense layers on all states: @weights of them together. */
static double
count_dense (double states, double weights)
{
  return states * weights;
}

/* Scores and context of all heads. */
static double
count_attention (double queries, double keys, double hidden)
{
  return 2.0 * queries * keys * hidden;
}

/* What a side of the encoder makes of its tower before it knows the other side. */
static double
count_preparation (const TrestleConfig *config, double states, double tower_hidden)
{
  double hidden = config->hidden_size;

  return count_dense (states, config->n_internal_bridges * tower_hidden * hidden) + count_dense (states, 7.0 * hidden * hidden)
         + count_attention (states, states, hidden);
}

static double
count_vision (const TrestleConfig *config, double states)
{
  double hidden = config->vision.hidden_size, patch = config->vision.patch_size;

  return count_dense (states - 1.0, N_CHANNELS * patch * patch * hidden)
         + config->vision.n_layers * (count_dense (states, 12.0 * hidden * hidden) + count_attention (states, states, hidden))
         + count_preparation (config, states, hidden);
}

static double
count_text (const TrestleConfig *config, double tokens)
{
  double hidden = config->text.hidden_size, inner = config->text.intermediate_size;

  return config->text.n_layers
             * (count_dense (tokens, 4.0 * hidden * hidden + 2.0 * hidden * inner) + count_attention (tokens, tokens, hidden))
         + count_preparation (config, tokens, hidden);
}

/* One side's half of a layer: it looks at itself and gets ready, unless that is prepared, looks at the other side, and thinks. */
static double
count_half_layer (double hidden, double states, double other, gboolean is_first)
{
  double itself = is_first ? 0.0 : count_dense (states, 7.0 * hidden * hidden) + count_attention (states, states, hidden);

  return itself + count_attention (states, other, hidden) + count_dense (states, hidden * hidden)
         + count_dense (states, 8.0 * hidden * hidden);
}

/* Every weight of a bridge meets every state of its side. */
static double
count_bridges (const TrestleModel *model, double states, double tokens)
{
  double one_side = (double) model->counts.bridges / TRESTLE_N_SIDES;
  double times = model->config->share_bridges ? trestle_model_get_n_bridges (model) : 1.0;

  return times * (count_dense (states, one_side) + count_dense (tokens, one_side));
}

static double
count_fusion (const TrestleModel *model, double states, double tokens)
{
  const TrestleConfig *config = model->config;
  double hidden = config->hidden_size, sum = count_bridges (model, states, tokens);

  for (guint i = 0; i < config->n_layers; i++)
    sum += count_half_layer (hidden, tokens, states, i == 0) + count_half_layer (hidden, states, tokens, i == 0);
  if (model->heads.mask_decoder != NULL)
    sum += count_dense (tokens, hidden * hidden + hidden * config->text.vocabulary_size);
  return sum;
}

TrestleOperations
trestle_model_count_operations (const TrestleModel *model, guint n_tokens)
{
  double states = trestle_vision_tower_get_n_states (&model->vision);

  return (TrestleOperations){
    .vision = 2.0 * count_vision (model->config, states),
    .text = 2.0 * count_text (model->config, n_tokens),
    .fusion = 2.0 * count_fusion (model, states, n_tokens),
  };
}
