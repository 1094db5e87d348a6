/* How much memory a model and a run of it need, known before any of it is taken, and what to say if there is not so much. */
#include "core/model/memory-need.h"

#include <math.h>

#include "core/error.h"
#include "core/model/model-private.h"

#define N_CHANNELS 3.0
#define ALIGNMENT 64.0 /* of a tensor in an arena, in bytes */

/* A need beyond this is one that no machine meets; a config's sizes multiply to more than 64 bits hold. */
#define MOST 1e18

/* In doubles, which do not overflow; they are exact as far as any machine has memory. */
typedef struct
{
  double floats;
  double halves;
} Need;

/**
 * Sizes: of a run.
 * @states: of the image: its patches and the class token
 * @vision: how wide the vision tower's states are, and @text and @hidden those of the text tower and the cross-modal encoder
 */
typedef struct
{
  const TrestleModel *model;
  TrestleRecording recording;
  const TrestleStandIn *stand_ins;
  double states;
  double tokens;
  double vision;
  double text;
  double hidden;
  double heads;
  double vision_heads;
  double n_bridges;
} Sizes;

/* Bytes of `[rows, columns]` of float32 in an arena. */
static double
matrix (double rows, double columns)
{
  return ceil (rows * columns * sizeof (float) / ALIGNMENT) * ALIGNMENT;
}

static gboolean
is_recorded_as_float (const Sizes *sizes, TrestleBlock block)
{
  return (sizes->recording.blocks & 1u << block) != 0 && !sizes->recording.as_half;
}

/* @n_layers of attention, `[heads, queries, keys]` each, as far as they stay in the trace. */
static void
add_attention (Need *need, const Sizes *sizes, TrestleBlock block, double n_layers, double heads, double queries, double keys)
{
  if (is_recorded_as_float (sizes, block))
    need->floats += n_layers * matrix (heads * queries, keys);
  else if ((sizes->recording.blocks & 1u << block) != 0)
    need->halves += n_layers * heads * queries * keys * sizeof (guint16);
}

/* The same while a layer runs: attention that does not go straight into the trace. */
static double
attention_at_work (const Sizes *sizes, TrestleBlock block, double heads, double queries, double keys)
{
  return is_recorded_as_float (sizes, block) ? 0.0 : matrix (heads * queries, keys);
}

/* What a head records, if the model has it. */
static void
add_head (Need *need, const TrestleLinear *output)
{
  if (output != NULL)
    need->floats += matrix (1.0, (double) trestle_linear_get_n_outputs (output));
}

static Need
estimate_image (const Sizes *sizes)
{
  double n = sizes->states, n_layers = sizes->model->config->vision.n_layers;
  Need need = { .floats = (n_layers + 1.0) * matrix (n, sizes->vision) + sizes->n_bridges * matrix (n, sizes->hidden) };

  add_attention (&need, sizes, TRESTLE_BLOCK_VISION, n_layers, sizes->vision_heads, n, n);
  add_attention (&need, sizes, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1.0, sizes->heads, n, n);
  add_head (&need, sizes->model->heads.image_embedding);
  return need;
}

static Need
estimate_text (const Sizes *sizes)
{
  const TrestleTextConfig *config = &sizes->model->config->text;
  double n = sizes->tokens;
  Need need = { .floats = (config->n_layers + 1.0) * matrix (n, sizes->text) + sizes->n_bridges * matrix (n, sizes->hidden) };

  add_attention (&need, sizes, TRESTLE_BLOCK_TEXT, config->n_layers, config->n_heads, n, n);
  add_attention (&need, sizes, TRESTLE_BLOCK_CROSS_TEXT_SELF, 1.0, sizes->heads, n, n);
  add_head (&need, sizes->model->heads.text_embedding);
  return need;
}

/* What stands in for the uni-modal side of bridges is recorded beside what it stands in for. */
static double
estimate_stand_ins (const Sizes *sizes)
{
  guint n_bridges = trestle_model_get_n_bridges (sizes->model);
  double sum = 0.0;

  for (guint i = 0; sizes->stand_ins != NULL && i < TRESTLE_N_SIDES * n_bridges; i++)
    if (sizes->stand_ins[i] != TRESTLE_STAND_IN_NONE)
      sum += matrix (i / n_bridges == TRESTLE_SIDE_TEXT ? sizes->tokens : sizes->states, sizes->hidden);
  return sum;
}

static void
add_heads (Need *need, const Sizes *sizes)
{
  const TrestleHeads *heads = &sizes->model->heads;

  need->floats += matrix (1.0, 2.0 * sizes->hidden); /* pooled */
  if (heads->mask_decoder != NULL)
    need->floats += matrix (sizes->tokens, (double) trestle_linear_get_n_outputs (heads->mask_decoder));
  add_head (need, heads->match);
  add_head (need, heads->cross_embedding);
  add_head (need, heads->question.output);
  add_head (need, heads->entailment.output);
  add_head (need, heads->retrieval);
}

static Need
estimate_fusion (const Sizes *sizes)
{
  double n_layers = sizes->model->config->n_layers, tokens = sizes->tokens, states = sizes->states, heads = sizes->heads;
  double both = matrix (tokens, sizes->hidden) + matrix (states, sizes->hidden);
  Need need = { .floats = (n_layers + sizes->n_bridges) * both + estimate_stand_ins (sizes) };

  add_attention (&need, sizes, TRESTLE_BLOCK_CROSS_TEXT_SELF, n_layers - 1.0, heads, tokens, tokens);
  add_attention (&need, sizes, TRESTLE_BLOCK_CROSS_IMAGE_SELF, n_layers - 1.0, heads, states, states);
  add_attention (&need, sizes, TRESTLE_BLOCK_CROSS_TEXT_CROSS, n_layers, heads, tokens, states);
  add_attention (&need, sizes, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, n_layers, heads, states, tokens);
  add_heads (&need, sizes);
  return need;
}

/* A block of the vision tower, or what the embedding of patches unrolls. */
static double
estimate_vision_work (const Sizes *sizes)
{
  double patch = sizes->model->config->vision.patch_size, n = sizes->states, inner = 4.0;
  double block = attention_at_work (sizes, TRESTLE_BLOCK_VISION, sizes->vision_heads, n, n) + 3.0 * matrix (n, sizes->vision)
                 + matrix (n, 3.0 * sizes->vision) + matrix (n, inner * sizes->vision);

  return MAX (block, matrix (n - 1.0, N_CHANNELS * patch * patch));
}

/* Attention of @n states to @n_other, or the feed-forward layer behind it. */
static double
estimate_sublayers (double n, double n_other, double hidden, double inner)
{
  return MAX (2.0 * matrix (n, hidden) + 2.0 * matrix (n_other, hidden), matrix (n, inner));
}

static double
estimate_text_work (const Sizes *sizes)
{
  const TrestleTextConfig *config = &sizes->model->config->text;
  double n = sizes->tokens;

  return attention_at_work (sizes, TRESTLE_BLOCK_TEXT, config->n_heads, n, n) + matrix (n, sizes->text)
         + estimate_sublayers (n, n, sizes->text, config->intermediate_size);
}

/* Bridges that attend work on as many heads as the encoder has, and think as it does; others on one or two states more. */
static double
estimate_bridge_work (const Sizes *sizes, double n)
{
  const TrestleBridge *bridges = sizes->model->encoder.text.bridges;

  if (sizes->n_bridges < 1.0)
    return 0.0;
  if (bridges[0].query == NULL)
    return 4.0 * matrix (n, sizes->hidden);
  return matrix (n, sizes->hidden) + matrix (sizes->heads * n, n) + 4.0 * matrix (n, sizes->hidden) + matrix (n, 4.0 * sizes->hidden);
}

/* The first half of a cross-modal layer, on one side, beside what it hands on: a bridge, and the look at itself. */
static double
estimate_entering_work (const Sizes *sizes, TrestleBlock self, double n)
{
  double itself = attention_at_work (sizes, self, sizes->heads, n, n) + 4.0 * matrix (n, sizes->hidden);

  return MAX (itself, estimate_bridge_work (sizes, n));
}

/* The second half: the look across, and the feed-forward layer behind it. */
static double
estimate_crossing_work (const Sizes *sizes, TrestleBlock cross, double n, double n_other)
{
  return matrix (n, sizes->hidden) + attention_at_work (sizes, cross, sizes->heads, n, n_other) + matrix (n, 4.0 * sizes->hidden);
}

/* What one side's first half hands on to the second: states, seen, queries, keys and values. */
static double
estimate_half (const Sizes *sizes, double n)
{
  return 5.0 * matrix (n, sizes->hidden);
}

static double
estimate_fusion_work (const Sizes *sizes)
{
  double tokens = sizes->tokens, states = sizes->states;
  double text = estimate_half (sizes, tokens), both = text + estimate_half (sizes, states);
  double entering = MAX (text + estimate_entering_work (sizes, TRESTLE_BLOCK_CROSS_TEXT_SELF, tokens),
                         both + estimate_entering_work (sizes, TRESTLE_BLOCK_CROSS_IMAGE_SELF, states));
  double crossing = MAX (estimate_crossing_work (sizes, TRESTLE_BLOCK_CROSS_TEXT_CROSS, tokens, states),
                         estimate_crossing_work (sizes, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, states, tokens));

  return MAX (entering, both + crossing);
}

static guint64
to_bytes (double bytes)
{
  return (guint64) MIN (bytes, MOST);
}

static TrestleMemoryNeed
to_need (Need need)
{
  return (TrestleMemoryNeed){ to_bytes (need.floats), to_bytes (need.halves) };
}

static Sizes
measure (const TrestleModel *model, guint n_tokens, TrestleRecording recording, const TrestleStandIn *stand_ins)
{
  const TrestleConfig *config = model->config;

  return (Sizes){
    .model = model,
    .recording = recording,
    .stand_ins = stand_ins,
    .states = trestle_vision_tower_get_n_states (&model->vision),
    .tokens = n_tokens,
    .vision = config->vision.hidden_size,
    .text = config->text.hidden_size,
    .hidden = config->hidden_size,
    .heads = config->n_heads,
    .vision_heads = trestle_vision_config_get_n_heads (&config->vision),
    .n_bridges = trestle_model_get_n_bridges (model),
  };
}

TrestleRunNeed
trestle_model_estimate_run (const TrestleModel *model, guint n_tokens, TrestleRecording recording, const TrestleStandIn *stand_ins)
{
  Sizes sizes = measure (model, n_tokens, recording, stand_ins);
  double work = MAX (MAX (estimate_vision_work (&sizes), estimate_text_work (&sizes)), estimate_fusion_work (&sizes));

  return (TrestleRunNeed){
    .image = to_need (estimate_image (&sizes)),
    .text = to_need (estimate_text (&sizes)),
    .fusion = to_need (estimate_fusion (&sizes)),
    .prepared = to_bytes (estimate_half (&sizes, sizes.tokens) + estimate_half (&sizes, sizes.states)),
    .work = to_bytes (work),
  };
}

guint64
trestle_model_estimate_layer (const TrestleModel *model,
                              guint n_tokens,
                              TrestleRecording recording,
                              const TrestleStandIn *stand_ins,
                              guint layer)
{
  Sizes sizes = measure (model, n_tokens, recording, stand_ins);
  double tokens = sizes.tokens, states = sizes.states, heads = sizes.heads;
  double both = matrix (tokens, sizes.hidden) + matrix (states, sizes.hidden);
  /* Behind a bridge also what left it, and at most what stood in for its uni-modal sides. */
  Need need = { .floats = layer > 0 && layer <= sizes.n_bridges ? (stand_ins != NULL ? 3.0 : 2.0) * both : both };

  if (layer > 0)
    {
      add_attention (&need, &sizes, TRESTLE_BLOCK_CROSS_TEXT_SELF, 1.0, heads, tokens, tokens);
      add_attention (&need, &sizes, TRESTLE_BLOCK_CROSS_IMAGE_SELF, 1.0, heads, states, states);
    }
  add_attention (&need, &sizes, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1.0, heads, tokens, states);
  add_attention (&need, &sizes, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 1.0, heads, states, tokens);
  return to_bytes (need.floats);
}

static guint64
sum_trace (const TrestleMemoryNeed *need)
{
  return need->floats + need->halves;
}

guint64
trestle_run_need_sum (const TrestleRunNeed *need)
{
  return sum_trace (&need->image) + sum_trace (&need->text) + sum_trace (&need->fusion) + need->prepared + need->work;
}

/* (transfer full): "what can be done, or give the container more memory" */
static char *
advise (const char *what, const TrestleMemory *memory)
{
  const char *limit = trestle_memory_limit_advise (memory->limit);

  return what != NULL ? g_strdup_printf ("%s, or %s", what, limit) : g_strdup (limit);
}

gboolean
trestle_weights_need_check (const char *name,
                            const TrestleWeightsNeed *need,
                            TrestlePrecision precision,
                            const TrestleWeightsNeed *other,
                            const TrestleMemory *memory,
                            GError **error)
{
  gboolean other_fits = other != NULL && other->own + other->passing <= memory->available;
  const char *what = precision == TRESTLE_PRECISION_FLOAT32 ? "open it as bfloat16 (--precision bf16)"
                                                            : "open it as float32 (--precision float32)";
  g_autofree char *size = g_format_size (need->own + need->passing);
  g_autofree char *available = trestle_memory_describe (memory);
  g_autofree char *advice = advise (other_fits ? what : NULL, memory);

  /* Not need->mapped: see TrestleWeightsNeed. */
  if (need->own + need->passing <= memory->available)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MEMORY, "The weights of “%s” need %s of memory, but %s: %s", name, size, available,
               advice);
  return FALSE;
}

/* Ways to record less, the first one losing least. */
static const struct
{
  guint blocks;
  gboolean as_half;
  const char *option;
} ways[] = {
  { TRESTLE_RECORD_ALL, TRUE, "--half" },
  { 1u << TRESTLE_BLOCK_CROSS_TEXT_CROSS | 1u << TRESTLE_BLOCK_CROSS_IMAGE_CROSS, FALSE, "--record cross_text_cross,cross_image_cross" },
  { 1u << TRESTLE_BLOCK_CROSS_TEXT_CROSS, FALSE, "--record cross_text_cross" },
  { 0, FALSE, "--record none" },
};

/* (nullable): how to record less, so that it fits */
static const char *
find_way (const TrestleModel *model, guint n_tokens, TrestleRecording recording, const TrestleMemory *memory)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      TrestleRecording less = { ways[i].blocks & recording.blocks, ways[i].as_half || recording.as_half };
      TrestleRunNeed need = trestle_model_estimate_run (model, n_tokens, less, NULL);

      if (less.blocks == recording.blocks && less.as_half == recording.as_half)
        continue;
      if (trestle_run_need_sum (&need) <= memory->available)
        return ways[i].option;
    }
  return NULL;
}

/* (transfer full): what a run can do with less; the window has the same choice of an image size in the model's menu. */
static char *
advise_run (const TrestleModel *model, guint n_tokens, TrestleRecording recording, const TrestleMemory *memory)
{
  const char *way = find_way (model, n_tokens, recording, memory);

  if (way == NULL)
    return g_strdup ("choose a smaller image size (--image-size)");
  return g_strdup_printf ("choose a smaller image size (--image-size), record less (%s of “trestle-cli trace”)", way);
}

gboolean
trestle_run_need_check (const TrestleModel *model,
                        guint64 n_bytes,
                        guint n_tokens,
                        TrestleRecording recording,
                        const TrestleMemory *memory,
                        GError **error)
{
  guint side = model->config->vision.image_size;
  g_autofree char *size = g_format_size (n_bytes);
  g_autofree char *available = trestle_memory_describe (memory);
  g_autofree char *what = NULL;
  g_autofree char *advice = NULL;

  if (n_bytes <= memory->available)
    return TRUE;
  what = advise_run (model, n_tokens, recording, memory);
  advice = advise (what, memory);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MEMORY, "A run of “%s” on %u x %u pixels needs %s of memory, but %s: %s", model->name,
               side, side, size, available, advice);
  return FALSE;
}
