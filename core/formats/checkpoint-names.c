/* What the original repositories call their parameters, and what we do: the names of the published layout. */
#include <string.h>

#include "core/formats/checkpoint-private.h"

#define CORE_PREFIX "bridgetower."
#define PARALLEL_PREFIX "module."
#define VISION "vision_model.visual."
#define BLOCKS VISION "transformer.resblocks."
#define CLASS_NAME CORE_PREFIX VISION "embeddings.class_embedding"
#define POSITION_NAME CORE_PREFIX VISION "embeddings.position_embedding.weight"

/* A name's beginning, and what stands in its place; %NULL for what is left out. The first that fits counts. */
typedef struct
{
  const char *original;
  const char *canonical;
} Rule;

static const Rule rules[] = {
  { "vit_model.visual.class_embedding", VISION "embeddings.class_embedding" },
  { "vit_model.visual.conv1.", VISION "embeddings.patch_embedding." },
  { "vit_model.visual.positional_embedding", VISION "embeddings.position_embedding.weight" },
  { "vit_model.visual.proj", NULL },
  { "vit_model.visual.", VISION },
  { "vit_model.cls_token", VISION "embeddings.class_embedding" },
  { "vit_model.patch_embed.proj.", VISION "embeddings.patch_embedding." },
  { "vit_model.pos_embed", VISION "embeddings.position_embedding.weight" },
  { "vit_model.norm.", VISION "ln_post." },
  { "vit_model.blocks.", BLOCKS },
  /* a classifier that some towers were trained with, and the rest of CLIP */
  { "vit_model.head.", NULL },
  { "vit_model.positional_embedding", NULL },
  { "vit_model.ln_final.", NULL },
  { "vit_model.token_embedding.", NULL },
  { "vit_model.transformer.", NULL },
  { "vit_model.text_projection", NULL },
  { "vit_model.logit_scale", NULL },
  { "text_transformer.pooler.", NULL },
  { "text_transformer.", "text_model." },
};

/* Within a block of a ViT, behind its number. */
static const Rule block_rules[] = {
  { "norm1.", "ln_1." },       { "norm2.", "ln_2." },         { "attn.qkv.", "attn.in_proj_" }, { "attn.proj.", "attn.out_proj." },
  { "mlp.fc1.", "mlp.c_fc." }, { "mlp.fc2.", "mlp.c_proj." },
};

/* The same names everywhere, but no model needs them: numbers that count up, and a head that text towers come with. */
static const char *const unused_endings[] = { ".position_ids", ".token_type_ids" };
static const char *const unused_beginnings[] = { "text_model.pooler." };

/* Parts of the model proper have the prefix in the published layout, heads have not. */
static const char *const core_beginnings[] = { "text_model.", "vision_model.", "cross_modal_", "token_type_embeddings." };

/* (nullable): the rule that fits */
static const Rule *
find_rule (const Rule *candidates, gsize count, const char *name)
{
  for (gsize i = 0; i < count; i++)
    if (g_str_has_prefix (name, candidates[i].original))
      return &candidates[i];
  return NULL;
}

static gboolean
begins_with_any (const char *name, const char *const *beginnings, gsize count)
{
  for (gsize i = 0; i < count; i++)
    if (g_str_has_prefix (name, beginnings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_unused (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unused_endings); i++)
    if (g_str_has_suffix (name, unused_endings[i]))
      return TRUE;
  return begins_with_any (name, unused_beginnings, G_N_ELEMENTS (unused_beginnings));
}

/* @rest: what follows a rule's beginning: "3.norm1.weight" in a block */
static char *
apply_rule (const Rule *rule, const char *rest)
{
  const char *dot = g_str_equal (rule->canonical, BLOCKS) ? strchr (rest, '.') : NULL;
  const Rule *inner = dot != NULL ? find_rule (block_rules, G_N_ELEMENTS (block_rules), dot + 1) : NULL;

  if (inner == NULL)
    return g_strconcat (rule->canonical, rest, NULL);
  return g_strdup_printf ("%s%.*s%s%s", rule->canonical, (int) (dot + 1 - rest), rest, inner->canonical,
                          dot + 1 + strlen (inner->original));
}

char *
trestle_checkpoint_make_name (const char *name, gboolean *is_original)
{
  g_autofree char *canonical = NULL;
  const Rule *rule;

  if (g_str_has_prefix (name, PARALLEL_PREFIX))
    name += strlen (PARALLEL_PREFIX);
  if (g_str_has_prefix (name, CORE_PREFIX))
    name += strlen (CORE_PREFIX);
  rule = find_rule (rules, G_N_ELEMENTS (rules), name);
  *is_original |= rule != NULL;
  if (is_unused (name) || (rule != NULL && rule->canonical == NULL))
    return NULL;
  canonical = rule != NULL ? apply_rule (rule, name + strlen (rule->original)) : g_strdup (name);
  if (begins_with_any (canonical, core_beginnings, G_N_ELEMENTS (core_beginnings)))
    return g_strconcat (CORE_PREFIX, canonical, NULL);
  return g_steal_pointer (&canonical);
}

void
trestle_checkpoint_trim_shape (const char *canonical, TrestleStoredTensor *tensor)
{
  guint wanted = g_str_equal (canonical, CLASS_NAME) ? 1 : g_str_equal (canonical, POSITION_NAME) ? 2 : TRESTLE_MAX_DIMENSIONS;

  while (tensor->n_dimensions > wanted && tensor->shape[0] == 1)
    {
      memmove (tensor->shape, tensor->shape + 1, (tensor->n_dimensions - 1) * sizeof tensor->shape[0]);
      tensor->n_dimensions--;
    }
}
