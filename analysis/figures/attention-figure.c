/* The figure of one attention map: what it is made from, its table, and which of the two kinds draws it. */
#include "analysis/figures/attention-figure-private.h"

#include "analysis/figures/attention-table.h"
#include "analysis/figures/text.h"

static void
attention_figure_free (AttentionFigure *figure)
{
  trestle_attention_map_unref (figure->map);
  trestle_picture_free (figure->picture);
  g_strfreev (figure->words);
  trestle_heading_clear (&figure->heading);
  g_free (figure);
}

void
trestle_attention_outline_query (const AttentionFigure *figure, cairo_t *cr, const Box *box)
{
  if (figure->patch >= 0)
    trestle_heat_outline_patch (cr, (guint) figure->patch, figure->map->query_rows, figure->map->query_columns, box->x, box->y, box->width,
                                box->height);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  AttentionFigure *figure = data;

  if (trestle_block_keys_are_text (figure->map->block))
    trestle_attention_on_words_draw (figure, cr, width);
  else
    trestle_attention_on_image_draw (figure, cr, width);
}

static void
write_table (TrestleTable *table, gpointer data)
{
  AttentionFigure *figure = data;

  trestle_attention_table_add_columns (table, figure->map);
  for (guint i = 0; i < figure->map->n_keys; i++)
    trestle_attention_table_add_key (table, figure->map, i, (const char *const *) figure->words);
}

/* Padding behind the last word is no row of the figure. */
static void
take_words (AttentionFigure *figure, const char *const *words)
{
  guint count = g_strv_length ((char **) words);

  if (trestle_block_keys_are_text (figure->map->block))
    count = MIN (count, figure->map->n_keys);
  figure->words = g_new0 (char *, count + 1);
  figure->n_words = count;
  for (guint i = 0; i < count; i++)
    figure->words[i] = trestle_text_clean (words[i]);
}

static void
find_query (AttentionFigure *figure)
{
  const TrestleAttentionMap *map = figure->map;

  figure->word = -1;
  figure->patch = -1;
  if (map->query == TRESTLE_QUERY_MEAN)
    return;
  if (!trestle_block_queries_are_text (map->block))
    figure->patch = map->query - 1; /* the class token is in front of them */
  else if ((guint) map->query < figure->n_words)
    figure->word = map->query;
}

TrestleFigure *
trestle_attention_figure_new (TrestleAttentionMap *map,
                              TrestleImage *image,
                              const TrestleImageWindow *window,
                              const char *const *words,
                              const char *model_name,
                              double opacity,
                              const TrestleLook *look)
{
  AttentionFigure *figure = g_new0 (AttentionFigure, 1);
  double width = look->width_mm * TRESTLE_POINTS_PER_MM;
  double height;

  figure->map = map;
  figure->picture = trestle_picture_new (image, window, (guint) (width / 72.0 * TRESTLE_FIGURE_IMAGE_DPI));
  figure->aspect = window->height / window->width;
  figure->look = *look;
  figure->opacity = opacity;
  take_words (figure, words);
  find_query (figure);
  trestle_attention_title_init (figure, model_name);
  if (trestle_block_keys_are_text (map->block))
    height = trestle_attention_on_words_get_height (figure, width);
  else
    height = trestle_attention_on_image_get_height (figure, width);
  return trestle_figure_new (look->width_mm, height / TRESTLE_POINTS_PER_MM, draw, write_table, figure,
                             (GDestroyNotify) attention_figure_free);
}
