/* The title line of an attention figure: block, layer, head and query, then the model. */
#include "analysis/figures/attention-figure-private.h"

#include "analysis/figures/text.h"

#define BELOW 5.0

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

static char *
name_head (const TrestleAttentionMap *map)
{
  if (map->head == TRESTLE_HEAD_MEAN)
    return g_strdup ("mean of heads");
  return g_strdup_printf ("head %d", map->head + 1);
}

static char *
name_query (const AttentionFigure *figure)
{
  const TrestleAttentionMap *map = figure->map;

  if (map->query == TRESTLE_QUERY_MEAN)
    return g_strdup ("mean of queries");
  if (figure->word >= 0)
    {
      g_autofree char *word = trestle_text_fit (figure->look.font, figure->words[figure->word], FALSE, WORD_WIDTH);

      return g_strdup_printf ("query “%s”", word);
    }
  if (figure->patch >= 0)
    return g_strdup_printf ("query patch %u, %u", (guint) figure->patch / map->query_columns + 1,
                            (guint) figure->patch % map->query_columns + 1);
  if (map->query_columns > 0)
    return g_strdup ("query class token");
  return g_strdup_printf ("query token %d", map->query);
}

/* The class token is no place in the image, but often takes most of the attention: then the colours are only of the rest. */
static char *
name_class_token (const TrestleAttentionMap *map)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (trestle_block_keys_are_text (map->block))
    return g_strdup ("");
  return g_strdup_printf ("; class token %s", g_ascii_formatd (digits, sizeof digits, "%.2f", map->weights[0]));
}

/* A name that is too long gives way to the number behind it. */
static char *
make_note (const AttentionFigure *figure, const char *model_name, double room)
{
  g_autofree char *clean = trestle_text_clean (model_name);
  g_autofree char *class_token = name_class_token (figure->map);
  g_autofree char *name = trestle_text_fit (figure->look.font, clean, FALSE,
                                            room - trestle_text_measure (figure->look.font, class_token, FALSE));

  return g_strconcat (name, class_token, NULL);
}

void
trestle_attention_title_init (AttentionFigure *figure, const char *model_name, double width)
{
  g_autofree char *layer = g_strdup_printf ("layer %u", figure->map->layer + 1);
  g_autofree char *head = name_head (figure->map);
  g_autofree char *query = name_query (figure);
  const char *parts[] = { trestle_block_get_title (figure->map->block), layer, head, query, NULL };
  double room = width - 2.0 * TRESTLE_FIGURE_MARGIN;

  figure->title_lines = trestle_text_wrap (figure->look.font, parts, ", ", room);
  figure->note = make_note (figure, model_name, room);
  figure->note_is_beside = figure->title_lines[1] == NULL
                           && trestle_text_measure (figure->look.font, figure->title_lines[0], FALSE) + 2.0 * TRESTLE_FIGURE_GAP
                                      + trestle_text_measure (figure->look.font, figure->note, FALSE)
                                  <= room;
}

double
trestle_attention_title_get_height (const AttentionFigure *figure)
{
  guint lines = g_strv_length (figure->title_lines) + (figure->note_is_beside ? 0 : 1);

  if (!figure->look.has_title)
    return TRESTLE_FIGURE_MARGIN;
  return TRESTLE_FIGURE_MARGIN + lines * TRESTLE_TEXT_LINE_HEIGHT + BELOW;
}

void
trestle_attention_title_draw (const AttentionFigure *figure, cairo_t *cr, double width)
{
  TrestleTextStyle title = { .font = figure->look.font, .ink = TRESTLE_INK_TEXT };
  TrestleTextStyle note = { .font = figure->look.font, .ink = TRESTLE_INK_MUTED, .align = figure->note_is_beside ? 1.0 : 0.0 };
  double baseline = TRESTLE_FIGURE_MARGIN + TRESTLE_TEXT_ASCENT;

  if (!figure->look.has_title)
    return;
  for (guint i = 0; figure->title_lines[i] != NULL; i++, baseline += TRESTLE_TEXT_LINE_HEIGHT)
    trestle_text_draw (cr, figure->title_lines[i], &title, TRESTLE_FIGURE_MARGIN, baseline);
  if (figure->note_is_beside)
    trestle_text_draw (cr, figure->note, &note, width - TRESTLE_FIGURE_MARGIN, TRESTLE_FIGURE_MARGIN + TRESTLE_TEXT_ASCENT);
  else
    trestle_text_draw (cr, figure->note, &note, TRESTLE_FIGURE_MARGIN, baseline);
}
