/* The figure of one attention map: what it is made from, its table, and which of the two kinds draws it. */
#include "analysis/figures/attention-figure-private.h"

#include "analysis/figures/text.h"

/* Line widths, in points; the outline is a coloured line within a white one, so that it is seen on every ground. */
#define OUTLINE 1.0
#define OUTLINE_CASING 1.0

#define WEIGHT_DEFINITION "attention weight after the softmax, in [0, 1]; all weights of a query sum to 1"

static void
attention_figure_free (AttentionFigure *figure)
{
  trestle_attention_map_unref (figure->map);
  trestle_picture_free (figure->picture);
  g_strfreev (figure->words);
  g_strfreev (figure->title_lines);
  g_free (figure->note);
  g_free (figure);
}

/* Around the patch, not over it. */
static void
stroke_around (cairo_t *cr, const Box *patch, double distance, double line_width)
{
  double out = distance + line_width / 2.0;

  cairo_set_line_width (cr, line_width);
  cairo_rectangle (cr, patch->x - out, patch->y - out, patch->width + 2.0 * out, patch->height + 2.0 * out);
  cairo_stroke (cr);
}

void
trestle_attention_outline_query (const AttentionFigure *figure, cairo_t *cr, const Box *box)
{
  guint rows = figure->map->query_rows, columns = figure->map->query_columns;
  Box patch;

  if (figure->patch < 0)
    return;
  patch.width = box->width / columns;
  patch.height = box->height / rows;
  patch.x = box->x + (guint) figure->patch % columns * patch.width;
  patch.y = box->y + (guint) figure->patch / columns * patch.height;
  trestle_ink_set (cr, TRESTLE_INK_PAPER);
  stroke_around (cr, &patch, OUTLINE, OUTLINE_CASING);
  trestle_ink_set (cr, TRESTLE_INK_MARK);
  stroke_around (cr, &patch, 0.0, OUTLINE);
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
write_words (TrestleTable *table, const AttentionFigure *figure)
{
  trestle_table_add_column (table, "key", "the token that is looked at, counted from 0");
  trestle_table_add_column (table, "token", "that token as a person writes it");
  trestle_table_add_column (table, "weight", WEIGHT_DEFINITION);
  for (guint i = 0; i < figure->map->n_keys; i++)
    {
      trestle_table_add_integer (table, i);
      trestle_table_add_text (table, i < figure->n_words ? figure->words[i] : "");
      trestle_table_add_number (table, figure->map->weights[i]);
    }
}

static void
write_patch_place (TrestleTable *table, const TrestleAttentionMap *map, guint key)
{
  if (key == 0)
    {
      trestle_table_add_nothing (table);
      trestle_table_add_nothing (table);
      return;
    }
  trestle_table_add_integer (table, (key - 1) / map->grid_columns + 1);
  trestle_table_add_integer (table, (key - 1) % map->grid_columns + 1);
}

static void
write_patches (TrestleTable *table, const AttentionFigure *figure)
{
  trestle_table_add_column (table, "key", "what is looked at, counted from 0: the class token, then the patches row by row");
  trestle_table_add_column (table, "row", "of the patch, counted from 1; empty for the class token");
  trestle_table_add_column (table, "column", "of the patch, counted from 1; empty for the class token");
  trestle_table_add_column (table, "weight", WEIGHT_DEFINITION);
  for (guint i = 0; i < figure->map->n_keys; i++)
    {
      trestle_table_add_integer (table, i);
      write_patch_place (table, figure->map, i);
      trestle_table_add_number (table, figure->map->weights[i]);
    }
}

static void
write_table (TrestleTable *table, gpointer data)
{
  AttentionFigure *figure = data;

  if (trestle_block_keys_are_text (figure->map->block))
    write_words (table, figure);
  else
    write_patches (table, figure);
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
  trestle_attention_title_init (figure, model_name, width);
  if (trestle_block_keys_are_text (map->block))
    height = trestle_attention_on_words_get_height (figure, width);
  else
    height = trestle_attention_on_image_get_height (figure, width);
  return trestle_figure_new (look->width_mm, height / TRESTLE_POINTS_PER_MM, draw, write_table, figure,
                             (GDestroyNotify) attention_figure_free);
}
