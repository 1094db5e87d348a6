/* The text tower: RoBERTa's or BERT's embeddings and their post-LayerNorm layers. */
#include "core/model/text-tower.h"

#include "core/model/trace-private.h"

#define PREFIX "bridgetower.text_model."

static void
load_layer (TrestleTextLayer *layer, TrestleParameters *parameters, const TrestleTextConfig *config, guint index)
{
  g_autofree char *name = g_strdup_printf (PREFIX "encoder.layer.%u", index);
  g_autofree char *attention = g_strconcat (name, ".attention", NULL);

  trestle_attention_load (&layer->attention, parameters, config->hidden_size, config->layer_norm_epsilon, attention);
  trestle_feed_forward_load (&layer->feed_forward, parameters, config->hidden_size, config->intermediate_size, config->layer_norm_epsilon,
                             name);
}

void
trestle_text_tower_load (TrestleTextTower *tower, TrestleParameters *parameters, const TrestleTextConfig *config)
{
  gsize hidden = config->hidden_size;

  tower->config = *config;
  tower->words = trestle_parameters_matrix (parameters, config->vocabulary_size, hidden, PREFIX "embeddings.word_embeddings.weight");
  tower->positions = trestle_parameters_matrix (parameters, config->n_positions, hidden, PREFIX "embeddings.position_embeddings.weight");
  tower->types = trestle_parameters_matrix (parameters, config->n_token_types, hidden, PREFIX "embeddings.token_type_embeddings.weight");
  tower->norm = trestle_parameters_layer_norm (parameters, hidden, config->layer_norm_epsilon, PREFIX "embeddings.LayerNorm");
  tower->layers = g_new0 (TrestleTextLayer, config->n_layers);
  for (guint i = 0; i < config->n_layers; i++)
    load_layer (&tower->layers[i], parameters, config, i);
}

void
trestle_text_tower_clear (TrestleTextTower *tower)
{
  g_clear_pointer (&tower->layers, g_free);
}

/* The row of the position embedding for each token; @n_words: how many before it were not padding. */
static gsize
choose_position (const TrestleTextConfig *config, gsize token, gboolean is_padding, gsize n_words)
{
  if (config->kind == TRESTLE_TEXT_BERT)
    return token;
  return (gsize) config->pad_id + (is_padding ? 0 : n_words + 1);
}

/* Words at their places. */
static void
embed (const TrestleTextTower *tower, const gint32 *ids, const TrestleTensor *out)
{
  gsize n_words = 0;

  for (gsize token = 0; token < out->rows; token++)
    {
      gboolean is_padding = ids[token] == tower->config.pad_id;
      gsize position = choose_position (&tower->config, token, is_padding, n_words);
      TrestleTensor state = trestle_tensor_rows (out, token, 1);                       /* [1, hidden] */
      TrestleTensor word = trestle_tensor_rows (&tower->words, (gsize) ids[token], 1); /* [1, hidden] */
      TrestleTensor place = trestle_tensor_rows (&tower->positions, position, 1);      /* [1, hidden] */

      trestle_add (&word, &place, &state);
      n_words += !is_padding;
    }
  trestle_add_row (out, tower->types.data, out);
  trestle_layer_norm (&tower->norm, out, out);
}

static void
layer_forward (const TrestleTextLayer *layer,
               const TrestleTensor *states,
               const gboolean *keep,
               const TrestleTensor *recorded,
               TrestleArena *arena,
               const TrestleTensor *out)
{
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor seen = trestle_arena_tensor (arena, states->rows, states->columns); /* [tokens, hidden] */

  trestle_attention_forward (&layer->attention, states, states, keep, recorded, arena, &seen);
  trestle_feed_forward_forward (&layer->feed_forward, &seen, arena, out);
  trestle_arena_release (arena, mark);
}

gboolean
trestle_text_tower_forward (const TrestleTextTower *tower, const gint32 *ids, TrestlePass *pass, TrestleTensor *states, GError **error)
{
  gsize hidden = tower->config.hidden_size;
  gsize tokens = trestle_trace_get_n_tokens (pass->trace);
  const gboolean *keep = trestle_trace_get_padding (pass->trace);

  states[0] = trestle_trace_add_matrix (pass->trace, tokens, hidden, "hidden.text.0"); /* [tokens, hidden] */
  embed (tower, ids, &states[0]);
  for (guint i = 0; i < tower->config.n_layers; i++)
    {
      gsize mark = trestle_arena_mark (pass->arena);
      TrestleTensor attention = trestle_pass_attention (pass, TRESTLE_BLOCK_TEXT, i, tower->config.n_heads, tokens, tokens);

      states[i + 1] = trestle_trace_add_matrix (pass->trace, tokens, hidden, "hidden.text.%u", i + 1); /* [tokens, hidden] */
      if (!trestle_pass_step (pass, "text tower", error))
        return FALSE;
      layer_forward (&tower->layers[i], &states[i], keep, &attention, pass->arena, &states[i + 1]);
      trestle_pass_record (pass, TRESTLE_BLOCK_TEXT, i, &attention);
      trestle_arena_release (pass->arena, mark);
    }
  return TRUE;
}

static void
layer_forward_all (const TrestleTextTower *tower,
                   guint layer,
                   const TrestleTensor *states, /* [ids, hidden] */
                   const TrestleRows *texts,
                   gsize n,
                   TrestleArena *arena,
                   const TrestleTensor *out) /* [ids, hidden] */
{
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor seen = trestle_arena_tensor (arena, states->rows, states->columns); /* [ids, hidden] */

  trestle_attention_forward_all (&tower->layers[layer].attention, states, texts, states, texts, n, tower->config.n_heads, NULL, arena,
                                 &seen);
  trestle_feed_forward_forward (&tower->layers[layer].feed_forward, &seen, arena, out);
  trestle_arena_release (arena, mark);
}

gboolean
trestle_text_tower_forward_all (const TrestleTextTower *tower,
                                const gint32 *ids,
                                const TrestleRows *texts,
                                gsize n,
                                TrestlePass *pass,
                                TrestleTensor *states,
                                GError **error)
{
  gsize n_ids = texts[n - 1].first + texts[n - 1].count, hidden = tower->config.hidden_size;

  states[0] = trestle_arena_tensor (pass->arena, n_ids, hidden); /* [ids, hidden] */
  for (gsize i = 0; i < n; i++)
    {
      TrestleTensor text = trestle_tensor_rows (&states[0], texts[i].first, texts[i].count); /* [tokens, hidden] */

      embed (tower, ids + texts[i].first, &text);
    }
  for (guint i = 0; i < tower->config.n_layers; i++)
    {
      if (!trestle_pass_step (pass, "text tower", error))
        return FALSE;
      states[i + 1] = trestle_arena_tensor (pass->arena, n_ids, hidden); /* [ids, hidden] */
      layer_forward_all (tower, i, &states[i], texts, n, pass->arena, &states[i + 1]);
    }
  return TRUE;
}
