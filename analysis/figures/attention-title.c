/* The title line of an attention figure: block, layer, head and query, then the model. */
#include "analysis/figures/attention-figure-private.h"

#include "analysis/figures/text.h"

/* In a title a word is there to be recognised; the caption has all of it. */
#define WORD_WIDTH 80.0

static const char *const titles[TRESTLE_N_BLOCKS] = {
  [TRESTLE_BLOCK_TEXT] = "text tower",
  [TRESTLE_BLOCK_VISION] = "vision tower",
  [TRESTLE_BLOCK_CROSS_TEXT_SELF] = "text self-attention",
  [TRESTLE_BLOCK_CROSS_TEXT_CROSS] = "text → image",
  [TRESTLE_BLOCK_CROSS_IMAGE_SELF] = "image self-attention",
  [TRESTLE_BLOCK_CROSS_IMAGE_CROSS] = "image → text",
};

const char *
trestle_block_get_title (TrestleBlock block)
{
  return titles[block];
}

const char *
trestle_attention_get_scale_title (const TrestleAttentionMap *map)
{
  return map->head == TRESTLE_HEAD_ROLLOUT ? "rollout weight" : "attention weight";
}

/* Rollout goes through every layer from the first. */
static char *
name_layer (guint layer, gint head)
{
  if (head == TRESTLE_HEAD_ROLLOUT && layer > 0)
    return g_strdup_printf ("layers 1 to %u", layer + 1);
  return g_strdup_printf ("layer %u", layer + 1);
}

static char *
name_head (gint head)
{
  if (head == TRESTLE_HEAD_ROLLOUT)
    return g_strdup ("rollout");
  if (head == TRESTLE_HEAD_MEAN)
    return g_strdup ("mean of heads");
  if (head == TRESTLE_HEAD_MAX)
    return g_strdup ("maximum of heads");
  return g_strdup_printf ("head %d", head + 1);
}

char **
trestle_head_get_title (TrestleBlock block, guint layer, gint head)
{
  char **parts = g_new0 (char *, 4);

  parts[0] = g_strdup (trestle_block_get_title (block));
  parts[1] = name_layer (layer, head);
  parts[2] = name_head (head);
  return parts;
}

char *
trestle_query_get_title (const TrestleAttentionMap *map, const char *const *words, const char *font)
{
  if (map->query == TRESTLE_QUERY_MEAN)
    return g_strdup ("mean of queries");
  if (trestle_block_queries_are_text (map->block) && (guint) map->query < g_strv_length ((char **) words))
    {
      g_autofree char *word = trestle_text_fit (font, words[map->query], FALSE, WORD_WIDTH);

      return g_strdup_printf ("query “%s”", word);
    }
  if (trestle_block_queries_are_text (map->block))
    return g_strdup_printf ("query token %d", map->query);
  if (map->query == 0)
    return g_strdup ("query class token");
  return g_strdup_printf ("query patch %u, %u", (guint) (map->query - 1) / map->query_columns + 1,
                          (guint) (map->query - 1) % map->query_columns + 1);
}

/* The class token is no place in the image, but often takes most of the attention: then the colours are only of the rest. */
static char *
name_class_token (const TrestleAttentionMap *map)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (trestle_block_keys_are_text (map->block))
    return g_strdup ("");
  return g_strdup_printf ("class token %s", g_ascii_formatd (digits, sizeof digits, "%.2f", map->weights[0]));
}

void
trestle_attention_title_init (AttentionFigure *figure, const char *model_name)
{
  g_autofree char *layer = name_layer (figure->map->layer, figure->map->head);
  g_autofree char *head = name_head (figure->map->head);
  g_autofree char *query = trestle_query_get_title (figure->map, (const char *const *) figure->words, figure->look.font);
  g_autofree char *name = trestle_text_clean (model_name);
  g_autofree char *class_token = name_class_token (figure->map);
  const char *parts[] = { trestle_block_get_title (figure->map->block), layer, head, query, NULL };

  trestle_heading_init (&figure->heading, &figure->look, parts, name, class_token);
}
