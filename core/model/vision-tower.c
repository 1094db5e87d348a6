/* The vision tower: CLIP's ViT or a plain one, whose blocks normalise before they look and before they think. */
#include "core/model/vision-tower.h"

#include <string.h>

#include "core/model/trace-private.h"
#include "core/numeric/attention.h"

#define PREFIX "bridgetower.vision_model.visual."
#define N_CHANNELS 3u
#define STAGE "vision tower"

static void
load_block (TrestleVisionBlock *block, TrestleParameters *parameters, const TrestleVisionConfig *config, guint index)
{
  gsize hidden = config->hidden_size;
  float epsilon = config->layer_norm_epsilon;
  g_autofree char *name = g_strdup_printf (PREFIX "transformer.resblocks.%u", index);
  TrestleTensor weight = trestle_parameters_matrix (parameters, 3 * hidden, hidden, "%s.attn.in_proj_weight",
                                                    name); /* [3 hidden, hidden] */

  block->norm_1 = trestle_parameters_layer_norm (parameters, hidden, epsilon, "%s.ln_1", name);
  block->projection_in = trestle_parameters_join (parameters, &weight,
                                                  trestle_parameters_vector (parameters, 3 * hidden, "%s.attn.in_proj_bias", name));
  block->projection_out = trestle_parameters_linear (parameters, hidden, hidden, "%s.attn.out_proj", name);
  block->norm_2 = trestle_parameters_layer_norm (parameters, hidden, epsilon, "%s.ln_2", name);
  block->inner = trestle_parameters_linear (parameters, 4 * hidden, hidden, "%s.mlp.c_fc", name);
  block->output = trestle_parameters_linear (parameters, hidden, 4 * hidden, "%s.mlp.c_proj", name);
}

void
trestle_vision_tower_load (TrestleVisionTower *tower, TrestleParameters *parameters, const TrestleVisionConfig *config)
{
  gsize hidden = config->hidden_size, patch = config->patch_size;
  gboolean is_clip = config->kind == TRESTLE_VISION_CLIP;
  const float *bias = NULL;
  TrestleTensor weight;

  tower->config = *config;
  weight = trestle_parameters_matrix (parameters, hidden, N_CHANNELS * patch * patch, PREFIX "embeddings.patch_embedding.weight");
  if (!is_clip)
    bias = trestle_parameters_vector (parameters, hidden, PREFIX "embeddings.patch_embedding.bias");
  tower->patches = trestle_parameters_join (parameters, &weight, bias);
  tower->class_state = trestle_parameters_vector (parameters, hidden, PREFIX "embeddings.class_embedding");
  tower->positions = trestle_parameters_positions (parameters, trestle_vision_tower_get_grid (tower), hidden,
                                                   PREFIX "embeddings.position_embedding.weight"); /* [1 + patches, hidden] */
  if (is_clip)
    tower->norm_pre = trestle_parameters_layer_norm (parameters, hidden, config->layer_norm_epsilon, PREFIX "ln_pre");
  tower->norm_post = trestle_parameters_layer_norm (parameters, hidden, config->layer_norm_epsilon, PREFIX "ln_post");
  tower->blocks = g_new0 (TrestleVisionBlock, config->n_layers);
  for (guint i = 0; i < config->n_layers; i++)
    load_block (&tower->blocks[i], parameters, config, i);
}

void
trestle_vision_tower_clear (TrestleVisionTower *tower)
{
  g_clear_pointer (&tower->blocks, g_free);
}

guint
trestle_vision_tower_get_grid (const TrestleVisionTower *tower)
{
  return tower->config.image_size / tower->config.patch_size;
}

guint
trestle_vision_tower_get_n_states (const TrestleVisionTower *tower)
{
  return 1 + trestle_vision_tower_get_grid (tower) * trestle_vision_tower_get_grid (tower);
}

/* The pixels of each patch in one row, in the order of the convolution's weights: channel, row, column. */
static void
unroll_patches (const TrestleTensor *pixels, gsize grid, gsize patch, const TrestleTensor *out)
{
  for (gsize index = 0; index < grid * grid; index++)
    for (gsize channel = 0; channel < N_CHANNELS; channel++)
      for (gsize row = 0; row < patch; row++)
        {
          gsize y = index / grid * patch + row, x = index % grid * patch;

          memcpy (out->data + index * out->stride + (channel * patch + row) * patch,
                  pixels->data + (channel * pixels->rows + y) * pixels->stride + x, patch * sizeof (float));
        }
}

static void
embed (const TrestleVisionTower *tower, const TrestleTensor *pixels, TrestleArena *arena, const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (arena);
  gsize grid = trestle_vision_tower_get_grid (tower), patch = tower->config.patch_size;
  TrestleTensor unrolled = trestle_arena_tensor (arena, grid * grid, N_CHANNELS * patch * patch); /* [patches, 3 patch patch] */
  TrestleTensor patches = trestle_tensor_rows (out, 1, grid * grid);                              /* [patches, hidden] */

  unroll_patches (pixels, grid, patch, &unrolled);
  trestle_linear_forward (tower->patches, &unrolled, TRESTLE_ACTIVATION_NONE, NULL, &patches);
  memcpy (out->data, tower->class_state, out->columns * sizeof (float));
  trestle_add (out, &tower->positions, out);
  if (tower->norm_pre.weight != NULL)
    trestle_layer_norm (&tower->norm_pre, out, out);
  trestle_arena_release (arena, mark);
}

/* One of several images that lie one below the other. */
static TrestleTensor
rows_of_image (const TrestleTensor *all, gsize image, gsize n_images)
{
  gsize rows = all->rows / n_images;

  return trestle_tensor_rows (all, image * rows, rows);
}

/* One image looks at itself, into its own trace. */
static void
attend_image (const TrestleVisionTower *tower,
              guint layer,
              const TrestleTensor *projected, /* [states, 3 hidden] */
              TrestlePass *pass,
              const TrestleTensor *context) /* [states, hidden] */
{
  gsize mark = trestle_arena_mark (pass->arena);
  gsize n = context->rows, hidden = context->columns, heads = trestle_vision_config_get_n_heads (&tower->config);
  TrestleTensor queries = trestle_tensor_columns (projected, 0, hidden);                             /* [states, hidden] */
  TrestleTensor keys = trestle_tensor_columns (projected, hidden, hidden);                           /* [states, hidden] */
  TrestleTensor values = trestle_tensor_columns (projected, 2 * hidden, hidden);                     /* [states, hidden] */
  TrestleTensor attention = trestle_pass_attention (pass, TRESTLE_BLOCK_VISION, layer, heads, n, n); /* [heads, states, states] */

  trestle_attend (&queries, &keys, &values, NULL, &attention, context);
  trestle_pass_record (pass, TRESTLE_BLOCK_VISION, layer, &attention);
  trestle_arena_release (pass->arena, mark);
}

/* x + attend (LN x): Dosovitskiy et al. 2021, equation 2. Images lie one below the other. */
static void
look (const TrestleVisionTower *tower,
      guint layer,
      const TrestleTensor *states, /* [images states, hidden] */
      TrestleTrace *const *traces, /* [images] */
      gsize n_images,
      TrestlePass *pass,
      const TrestleTensor *seen) /* [images states, hidden] */
{
  const TrestleVisionBlock *block = &tower->blocks[layer];
  gsize mark = trestle_arena_mark (pass->arena);
  gsize n = states->rows, hidden = states->columns;
  TrestleTensor normal = trestle_arena_tensor (pass->arena, n, hidden);        /* [images states, hidden] */
  TrestleTensor projected = trestle_arena_tensor (pass->arena, n, 3 * hidden); /* [images states, 3 hidden] */
  TrestleTensor context = trestle_arena_tensor (pass->arena, n, hidden);       /* [images states, hidden] */

  trestle_layer_norm (&block->norm_1, states, &normal);
  trestle_linear_forward (block->projection_in, &normal, TRESTLE_ACTIVATION_NONE, NULL, &projected);
  for (gsize image = 0; image < n_images; image++)
    {
      TrestleTensor own = rows_of_image (&projected, image, n_images);       /* [states, 3 hidden] */
      TrestleTensor own_context = rows_of_image (&context, image, n_images); /* [states, hidden] */

      pass->trace = traces[image];
      attend_image (tower, layer, &own, pass, &own_context);
    }
  trestle_linear_forward (block->projection_out, &context, TRESTLE_ACTIVATION_NONE, states, seen);
  trestle_arena_release (pass->arena, mark);
}

/* x + W2 f (W1 LN x): equation 3. */
static void
think (const TrestleVisionTower *tower, guint layer, const TrestleTensor *seen, TrestleArena *arena, const TrestleTensor *out)
{
  const TrestleVisionBlock *block = &tower->blocks[layer];
  TrestleActivation activation = tower->config.kind == TRESTLE_VISION_CLIP ? TRESTLE_ACTIVATION_QUICK_GELU : TRESTLE_ACTIVATION_GELU;
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor normal = trestle_arena_tensor (arena, seen->rows, seen->columns);                              /* [rows, hidden] */
  TrestleTensor inner = trestle_arena_tensor (arena, seen->rows, trestle_linear_get_n_outputs (block->inner)); /* [rows, 4 hidden] */

  trestle_layer_norm (&block->norm_2, seen, &normal);
  trestle_linear_forward (block->inner, &normal, activation, NULL, &inner);
  trestle_linear_forward (block->output, &inner, TRESTLE_ACTIVATION_NONE, seen, out);
  trestle_arena_release (arena, mark);
}

gboolean
trestle_vision_tower_forward (const TrestleVisionTower *tower,
                              const TrestleTensor *pixels,
                              TrestlePass *pass,
                              TrestleTensor *states,
                              GError **error)
{
  gsize mark = trestle_arena_mark (pass->arena);
  gsize n = trestle_vision_tower_get_n_states (tower), hidden = tower->config.hidden_size;
  TrestleTensor seen = trestle_arena_tensor (pass->arena, n, hidden); /* [states, hidden] */
  TrestleTrace *trace = pass->trace;

  states[0] = trestle_trace_add_matrix (trace, n, hidden, "hidden.vision.0"); /* [states, hidden] */
  embed (tower, pixels, pass->arena, &states[0]);
  for (guint i = 0; i < tower->config.n_layers; i++)
    {
      if (!trestle_pass_step (pass, STAGE, error))
        return FALSE;
      look (tower, i, &states[i], &trace, 1, pass, &seen);
      states[i + 1] = trestle_trace_add_matrix (trace, n, hidden, "hidden.vision.%u", i + 1); /* [states, hidden] */
      think (tower, i, &seen, pass->arena, &states[i + 1]);
    }
  trestle_arena_release (pass->arena, mark);
  return TRUE;
}

/* What left a layer, to each image's own trace. @states: `[n, n_layers + 1]` */
static void
record_states (const TrestleVisionTower *tower,
               guint layer,
               const TrestleTensor *all, /* [images states, hidden] */
               TrestleTrace *const *traces,
               gsize n_images,
               TrestleTensor *states)
{
  for (gsize image = 0; image < n_images; image++)
    {
      TrestleTensor own = rows_of_image (all, image, n_images);                                                       /* [states, hidden] */
      TrestleTensor out = trestle_trace_add_matrix (traces[image], own.rows, own.columns, "hidden.vision.%u", layer); /* [states, hidden] */

      memcpy (out.data, own.data, trestle_tensor_count (&own) * sizeof (float));
      states[image * (tower->config.n_layers + 1) + layer] = out;
    }
}

gboolean
trestle_vision_tower_forward_all (const TrestleVisionTower *tower,
                                  const TrestleTensor *pixels,
                                  TrestleTrace *const *traces,
                                  gsize n,
                                  TrestlePass *pass,
                                  TrestleTensor *states,
                                  GError **error)
{
  gsize mark = trestle_arena_mark (pass->arena);
  gsize rows = n * trestle_vision_tower_get_n_states (tower), hidden = tower->config.hidden_size;
  TrestleTensor all = trestle_arena_tensor (pass->arena, rows, hidden);  /* [images states, hidden] */
  TrestleTensor seen = trestle_arena_tensor (pass->arena, rows, hidden); /* [images states, hidden] */

  for (gsize image = 0; image < n; image++)
    {
      TrestleTensor own = rows_of_image (&all, image, n); /* [states, hidden] */

      embed (tower, &pixels[image], pass->arena, &own);
    }
  record_states (tower, 0, &all, traces, n, states);
  for (guint i = 0; i < tower->config.n_layers; i++)
    {
      if (!trestle_pass_step (pass, STAGE, error))
        return FALSE;
      look (tower, i, &all, traces, n, pass, &seen);
      think (tower, i, &seen, pass->arena, &all);
      record_states (tower, i + 1, &all, traces, n, states);
    }
  trestle_arena_release (pass->arena, mark);
  return TRUE;
}
