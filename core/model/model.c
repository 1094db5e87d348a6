/* A whole model: its parts put together, what it can do, and how large each part is. */
#include "core/model/memory-need.h"
#include "core/model/model-private.h"

static const char *const task_names[TRESTLE_N_TASKS] = {
  [TRESTLE_TASK_MATCH] = "match",       [TRESTLE_TASK_FILL] = "fill",     [TRESTLE_TASK_ASK] = "ask",
  [TRESTLE_TASK_ENTAIL] = "entail",     [TRESTLE_TASK_REASON] = "reason", [TRESTLE_TASK_CONTRAST] = "contrast",
  [TRESTLE_TASK_RETRIEVE] = "retrieve",
};

const char *
trestle_task_get_name (TrestleTask task)
{
  return task_names[task];
}

/* The numbers handed out since the last call. */
static guint64
count_since (const TrestleParameters *parameters, guint64 *before)
{
  guint64 now = trestle_parameters_get_count (parameters), difference = now - *before;

  *before = now;
  return difference;
}

static void
load_parts (TrestleModel *model)
{
  TrestleParameters *parameters = model->parameters;
  const TrestleConfig *config = model->config;
  TrestleParameterCounts *counts = &model->counts;
  guint64 before = 0;

  trestle_text_tower_load (&model->text, parameters, &config->text);
  counts->text = count_since (parameters, &before);
  trestle_vision_tower_load (&model->vision, parameters, &config->vision);
  counts->vision = count_since (parameters, &before);
  trestle_cross_encoder_init (&model->encoder, config, &model->vision.norm_post);
  trestle_cross_encoder_load_bridges (&model->encoder, parameters, config);
  counts->bridges = count_since (parameters, &before);
  trestle_cross_encoder_load_layers (&model->encoder, parameters, config);
  counts->cross_modal = count_since (parameters, &before);
  trestle_heads_load (&model->heads, parameters, config);
  counts->heads = count_since (parameters, &before);
  counts->total = before;
}

/* Of the folder or file that was opened; one that is not computed as usual says so wherever it is named. */
static char *
name_model (const char *path, TrestlePrecision precision)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *base = g_path_get_basename (absolute);
  g_autofree char *name = g_filename_display_name (base);

  if (precision == TRESTLE_PRECISION_FLOAT32)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s (%s)", name, trestle_precision_get_name (precision));
}

static void
clear_parts (TrestleModel *model)
{
  trestle_text_tower_clear (&model->text);
  trestle_vision_tower_clear (&model->vision);
  trestle_cross_encoder_clear (&model->encoder);
}

/* The parts themselves know what they ask for, so they load once without numbers. */
static TrestleWeightsNeed
estimate_weights (TrestleCheckpoint *checkpoint, TrestleConfig *config, TrestlePrecision precision)
{
  g_autoptr (TrestleParameters) parameters = trestle_parameters_new_estimate (checkpoint, precision);
  TrestleModel model = { .config = config, .parameters = parameters };

  load_parts (&model);
  clear_parts (&model);
  return trestle_parameters_get_need (parameters);
}

static gboolean
check_memory (const char *name,
              TrestleCheckpoint *checkpoint,
              TrestleConfig *config,
              TrestlePrecision precision,
              TrestleWeightsNeed *need,
              GError **error)
{
  gboolean is_float = precision == TRESTLE_PRECISION_FLOAT32;
  TrestleWeightsNeed other = estimate_weights (checkpoint, config, is_float ? TRESTLE_PRECISION_BFLOAT16 : TRESTLE_PRECISION_FLOAT32);
  TrestleMemory memory;

  *need = estimate_weights (checkpoint, config, precision);
  return !trestle_memory_measure ("/", &memory) || trestle_weights_need_check (name, need, precision, &other, &memory, error);
}

TrestleModel *
trestle_model_load (const char *path,
                    const TrestleModelSettings *settings,
                    TrestleProgress progress,
                    gpointer progress_data,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (TrestleCheckpoint) checkpoint = trestle_checkpoint_open (path, error);
  g_autoptr (TrestleConfig) config = NULL;
  g_autoptr (TrestleModel) model = NULL;
  guint image_size = settings != NULL ? settings->image_size : 0, own_image_size;
  TrestlePrecision precision = settings != NULL ? settings->precision : TRESTLE_PRECISION_FLOAT32;
  g_autofree char *name = name_model (path, precision);
  TrestleWeightsNeed need;
  gboolean is_whole;

  if (checkpoint != NULL)
    config = trestle_config_parse (trestle_checkpoint_get_config (checkpoint), trestle_checkpoint_get_config_name (checkpoint), error);
  if (config == NULL)
    return NULL;
  own_image_size = config->vision.image_size;
  if (image_size > 0 && !trestle_config_set_image_size (config, image_size, error))
    return NULL;
  if (!check_memory (name, checkpoint, config, precision, &need, error))
    return NULL;
  model = g_new0 (TrestleModel, 1);
  g_atomic_ref_count_init (&model->references);
  model->name = g_steal_pointer (&name);
  model->weights_need = need;
  model->own_image_size = own_image_size;
  model->config = g_steal_pointer (&config);
  model->is_original = trestle_checkpoint_is_original (checkpoint);
  model->parameters = trestle_parameters_new (g_steal_pointer (&checkpoint), precision);
  trestle_parameters_watch (model->parameters, progress, progress_data, cancellable);
  load_parts (model);
  is_whole = trestle_parameters_check (model->parameters, error);
  trestle_parameters_watch (model->parameters, NULL, NULL, NULL);
  return is_whole ? g_steal_pointer (&model) : NULL;
}

TrestleModel *
trestle_model_ref (TrestleModel *model)
{
  g_atomic_ref_count_inc (&model->references);
  return model;
}

void
trestle_model_unref (TrestleModel *model)
{
  if (!g_atomic_ref_count_dec (&model->references))
    return;
  clear_parts (model);
  trestle_parameters_free (model->parameters);
  trestle_config_free (model->config);
  g_free (model->name);
  g_free (model);
}

const TrestleConfig *
trestle_model_get_config (const TrestleModel *model)
{
  return model->config;
}

const char *
trestle_model_get_name (const TrestleModel *model)
{
  return model->name;
}

guint
trestle_model_get_own_image_size (const TrestleModel *model)
{
  return model->own_image_size;
}

TrestlePrecision
trestle_model_get_precision (const TrestleModel *model)
{
  return trestle_parameters_get_precision (model->parameters);
}

char *
trestle_model_describe (const TrestleModel *model)
{
  const TrestleConfig *config = model->config;
  const char *name = config->norms_entering ? "BridgeTower" : "METER";
  guint n_bridges = trestle_model_get_n_bridges (model);

  if (n_bridges == 0)
    return g_strdup_printf ("%s, no bridges", name);
  return g_strdup_printf ("%s, %u %s a side (%s)", name, n_bridges, n_bridges == 1 ? "bridge" : "bridges",
                          trestle_bridge_kind_get_name (config->bridge_kind));
}

guint
trestle_model_get_n_answers (const TrestleModel *model)
{
  const TrestleLinear *output = model->heads.question.output;

  return output != NULL ? (guint) trestle_linear_get_n_outputs (output) : 0;
}

gboolean
trestle_model_can (const TrestleModel *model, TrestleTask task)
{
  const TrestleHeads *heads = &model->heads;

  switch (task)
    {
    case TRESTLE_TASK_MATCH:
      return heads->match != NULL;
    case TRESTLE_TASK_FILL:
      return heads->mask_decoder != NULL;
    case TRESTLE_TASK_ASK:
      return heads->question.output != NULL;
    case TRESTLE_TASK_ENTAIL:
      return heads->entailment.output != NULL;
    case TRESTLE_TASK_REASON:
      return heads->reasoning.output != NULL;
    case TRESTLE_TASK_RETRIEVE:
      return heads->retrieval != NULL;
    case TRESTLE_TASK_CONTRAST:
      return heads->text_embedding != NULL;
    default:
      g_return_val_if_reached (FALSE);
    }
}

guint
trestle_model_get_n_bridges (const TrestleModel *model)
{
  return model->encoder.n_internal - 1;
}

const TrestleBridge *
trestle_model_get_bridge (const TrestleModel *model, TrestleSide side, guint index)
{
  const TrestleCrossEncoder *encoder = &model->encoder;

  g_return_val_if_fail (index < trestle_model_get_n_bridges (model), NULL);
  return side == TRESTLE_SIDE_TEXT ? &encoder->text.bridges[index] : &encoder->image.bridges[index];
}

TrestleParameterCounts
trestle_model_count (const TrestleModel *model)
{
  return model->counts;
}

const char *
trestle_model_get_kind (const TrestleModel *model)
{
  return trestle_checkpoint_get_kind (trestle_parameters_get_checkpoint (model->parameters));
}

guint64
trestle_model_get_size (const TrestleModel *model)
{
  return trestle_checkpoint_get_size (trestle_parameters_get_checkpoint (model->parameters));
}

TrestleWeightsNeed
trestle_model_get_weights_need (const TrestleModel *model)
{
  return model->weights_need;
}

guint
trestle_model_get_n_tensors (const TrestleModel *model)
{
  g_autoptr (GPtrArray) names = trestle_checkpoint_list (trestle_parameters_get_checkpoint (model->parameters));

  return names->len;
}

guint
trestle_model_get_dtypes (const TrestleModel *model)
{
  const TrestleCheckpoint *checkpoint = trestle_parameters_get_checkpoint (model->parameters);
  g_autoptr (GPtrArray) names = trestle_checkpoint_list (checkpoint);
  guint dtypes = 0;

  for (guint i = 0; i < names->len; i++)
    dtypes |= 1u << trestle_checkpoint_get (checkpoint, g_ptr_array_index (names, i))->dtype;
  return dtypes;
}

GPtrArray *
trestle_model_list_unused (const TrestleModel *model)
{
  return trestle_parameters_list_unused (model->parameters);
}
