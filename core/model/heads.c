/* The task heads: what turns the encoder's states into logits. */
#include "core/model/heads.h"

#include <math.h>
#include <string.h>

#include "core/model/trace-private.h"

#define CLASSIFIER_EPSILON 1e-5f
#define N_MATCH 2
#define IMAGE_TYPE 1

/* @outputs: 0 for as many as the weights have */
static void
load_classifier (TrestleClassifier *classifier, TrestleParameters *parameters, gsize inputs, const char *name, gsize outputs)
{
  g_autofree char *inner_name = g_strconcat (name, ".0.weight", NULL);
  g_autofree char *output_name = g_strconcat (name, ".3.weight", NULL);
  gsize inner = trestle_parameters_get_size (parameters, inner_name, 0);

  if (inner == 0)
    return;
  if (outputs == 0)
    outputs = MAX (trestle_parameters_get_size (parameters, output_name, 0), 1);
  classifier->inner = trestle_parameters_linear (parameters, inner, inputs, "%s.0", name);
  classifier->norm = trestle_parameters_layer_norm (parameters, inner, CLASSIFIER_EPSILON, "%s.1", name);
  classifier->output = trestle_parameters_linear (parameters, outputs, inner, "%s.3", name);
}

/* A decoder that is not stored is the word embedding: such models say "tie_word_embeddings". */
static void
load_mask_head (TrestleHeads *heads, TrestleParameters *parameters, const TrestleConfig *config)
{
  gsize hidden = config->hidden_size, vocabulary = config->text.vocabulary_size;
  const char *decoder = "mlm_score.decoder.weight";
  TrestleTensor weight;

  if (!trestle_parameters_have (parameters, "mlm_score.bias"))
    return;
  if (!trestle_parameters_have (parameters, decoder))
    decoder = "bridgetower.text_model.embeddings.word_embeddings.weight";
  weight = trestle_parameters_matrix (parameters, vocabulary, hidden, "%s", decoder); /* [vocabulary, hidden] */
  heads->mask_transform = trestle_parameters_linear (parameters, hidden, hidden, "mlm_score.transform.dense");
  heads->mask_norm = trestle_parameters_layer_norm (parameters, hidden, config->layer_norm_epsilon, "mlm_score.transform.LayerNorm");
  heads->mask_decoder = trestle_parameters_join (parameters, &weight, trestle_parameters_vector (parameters, vocabulary, "mlm_score.bias"));
}

static void
load_contrast (TrestleHeads *heads, TrestleParameters *parameters, const TrestleConfig *config)
{
  gsize size = trestle_parameters_get_size (parameters, "itc_text_head.fc.weight", 0);
  gsize image_width = config->projects_image ? config->hidden_size : config->vision.hidden_size;

  if (size == 0)
    return;
  heads->text_embedding = trestle_parameters_linear (parameters, size, config->text.hidden_size, "itc_text_head.fc");
  heads->projects_image = config->projects_image;
  heads->image_embedding = trestle_parameters_linear (parameters, size, image_width, "itc_image_head.fc");
  if (trestle_parameters_have (parameters, "itc_cross_modal_head.fc.weight"))
    heads->cross_embedding = trestle_parameters_linear (parameters, size, 2 * (gsize) config->hidden_size, "itc_cross_modal_head.fc");
  if (trestle_parameters_have (parameters, "temperature"))
    heads->logit_scale = -logf (*trestle_parameters_vector (parameters, 1, "temperature"));
  else
    heads->logit_scale = *trestle_parameters_vector (parameters, 1, "logit_scale");
}

void
trestle_heads_load (TrestleHeads *heads, TrestleParameters *parameters, const TrestleConfig *config)
{
  gsize pooled = 2 * (gsize) config->hidden_size;

  if (trestle_parameters_have (parameters, "itm_score.fc.weight"))
    heads->match = trestle_parameters_linear (parameters, N_MATCH, pooled, "itm_score.fc");
  load_mask_head (heads, parameters, config);
  load_contrast (heads, parameters, config);
  load_classifier (&heads->question, parameters, pooled, "vqa_classifier", 0);
  load_classifier (&heads->entailment, parameters, pooled, "snli_classifier", 3);
  load_classifier (&heads->reasoning, parameters, 2 * pooled, "nlvr2_classifier", 2);
  if (trestle_parameters_have (parameters, "rank_output.weight"))
    heads->retrieval = trestle_parameters_linear (parameters, 1, pooled, "rank_output");
}

/* [1, outputs] of one state. */
static void
score (const TrestleLinear *linear, const TrestleTensor *state, TrestleTrace *trace, const char *name)
{
  TrestleTensor logits = trestle_trace_add_matrix (trace, 1, trestle_linear_get_n_outputs (linear), "%s", name); /* [1, outputs] */

  trestle_linear_forward (linear, state, TRESTLE_ACTIVATION_NONE, NULL, &logits);
}

/* The same, of length 1: only the direction of an embedding says something. */
static void
embed (const TrestleLinear *linear, const TrestleTensor *state, TrestleTrace *trace, const char *name)
{
  TrestleTensor embedding = trestle_trace_add_matrix (trace, 1, trestle_linear_get_n_outputs (linear), "%s", name); /* [1, size] */

  trestle_linear_forward (linear, state, TRESTLE_ACTIVATION_NONE, NULL, &embedding);
  trestle_normalise_row (embedding.data, embedding.columns);
}

static void
classify (const TrestleClassifier *classifier, const TrestleTensor *pooled, TrestleArena *arena, const TrestleTensor *logits)
{
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor inner = trestle_arena_tensor (arena, 1, trestle_linear_get_n_outputs (classifier->inner)); /* [1, inner] */

  trestle_linear_forward (classifier->inner, pooled, TRESTLE_ACTIVATION_NONE, NULL, &inner);
  trestle_layer_norm (&classifier->norm, &inner, &inner);
  trestle_epilogue (&inner, NULL, TRESTLE_ACTIVATION_GELU, NULL);
  trestle_linear_forward (classifier->output, &inner, TRESTLE_ACTIVATION_NONE, NULL, logits);
  trestle_arena_release (arena, mark);
}

static void
record_class (const TrestleClassifier *classifier, const TrestleTensor *pooled, TrestlePass *pass, const char *name)
{
  gsize n_labels = trestle_linear_get_n_outputs (classifier->output);
  TrestleTensor logits = trestle_trace_add_matrix (pass->trace, 1, n_labels, "%s", name); /* [1, labels] */

  classify (classifier, pooled, pass->arena, &logits);
}

static void
fill_masks (const TrestleHeads *heads, const TrestleTensor *states, TrestlePass *pass)
{
  gsize mark = trestle_arena_mark (pass->arena);
  gsize vocabulary = trestle_linear_get_n_outputs (heads->mask_decoder);
  TrestleTensor words = trestle_arena_tensor (pass->arena, states->rows, states->columns);              /* [tokens, hidden] */
  TrestleTensor logits = trestle_trace_add (pass->trace, 3, 1, states->rows, vocabulary, "logits.mlm"); /* [1, tokens, vocabulary] */

  trestle_linear_forward (heads->mask_transform, states, TRESTLE_ACTIVATION_GELU, NULL, &words);
  trestle_layer_norm (&heads->mask_norm, &words, &words);
  trestle_linear_forward (heads->mask_decoder, &words, TRESTLE_ACTIVATION_NONE, NULL, &logits);
  trestle_arena_release (pass->arena, mark);
}

void
trestle_heads_embed_image (const TrestleHeads *heads, const TrestleCrossEncoder *encoder, const TrestleTensor *states, TrestlePass *pass)
{
  gsize mark = trestle_arena_mark (pass->arena);
  TrestleTensor class_state = trestle_tensor_rows (states, 0, 1); /* [1, vision hidden] */
  gsize width = heads->projects_image ? encoder->hidden : states->columns;
  TrestleTensor read = trestle_arena_tensor (pass->arena, 1, width); /* [1, width] */

  if (heads->image_embedding == NULL)
    return;
  if (heads->projects_image)
    trestle_cross_encoder_project (encoder, &encoder->image, &class_state, IMAGE_TYPE, pass->arena, &read);
  else
    trestle_layer_norm (&encoder->image.tower_norm, &class_state, &read);
  embed (heads->image_embedding, &read, pass->trace, "logits.itc_image");
  trestle_arena_release (pass->arena, mark);
}

void
trestle_heads_embed_text (const TrestleHeads *heads, const TrestleTensor *states, TrestlePass *pass)
{
  TrestleTensor class_state = trestle_tensor_rows (states, 0, 1); /* [1, text hidden] */

  if (heads->text_embedding != NULL)
    embed (heads->text_embedding, &class_state, pass->trace, "logits.itc_text");
}

void
trestle_heads_forward (const TrestleHeads *heads, const TrestleTensor *text, TrestlePass *pass)
{
  const TrestleTensor *pooled = trestle_trace_get (pass->trace, "logits.pooled"); /* [1, 2 hidden] */

  if (heads->match != NULL)
    score (heads->match, pooled, pass->trace, "logits.itm");
  if (heads->mask_decoder != NULL && text != NULL)
    fill_masks (heads, text, pass);
  if (heads->cross_embedding != NULL)
    embed (heads->cross_embedding, pooled, pass->trace, "logits.itc_cross");
  if (heads->question.output != NULL)
    record_class (&heads->question, pooled, pass, "logits.vqa");
  if (heads->entailment.output != NULL)
    record_class (&heads->entailment, pooled, pass, "logits.snli");
  if (heads->retrieval != NULL)
    score (heads->retrieval, pooled, pass->trace, "logits.rank");
}

void
trestle_heads_reason (const TrestleHeads *heads, const TrestleTensor *first, const TrestleTensor *second, float logits[2])
{
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  TrestleTensor both = trestle_arena_tensor (arena, 1, first->columns + second->columns); /* [1, 4 hidden] */
  TrestleTensor scores = trestle_tensor_view (logits, 1, 1, 2);                           /* [1, 2] */

  memcpy (both.data, first->data, first->columns * sizeof (float));
  memcpy (both.data + first->columns, second->data, second->columns * sizeof (float));
  classify (&heads->reasoning, &both, arena, &scores);
}
