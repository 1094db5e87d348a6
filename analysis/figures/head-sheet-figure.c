/* The figure of a whole block: a small attention map for every layer and every head, and underneath what they are maps of. */
#include "analysis/figures/head-sheet-figure.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/attention-table.h"
#include "analysis/figures/caption.h"
#include "analysis/figures/heading.h"
#include "analysis/figures/heat.h"
#include "analysis/figures/matrix.h"
#include "analysis/figures/picture.h"

/* Points between maps; how high those of patches and those of words are at most; and how high those of words are at least. */
#define MAP_GAP 2.0
#define MOST_PATCHES 52.0
#define MOST_WORDS 26.0
#define LEAST_WORDS 14.0

/* One head that looks at one patch would leave all others in the dark: the scale ends where so many patches are below it. */
#define SCALE_SHARE 0.98
/* Unless that is hardly less than the largest weight. */
#define NEARLY_ALL 0.8

/* Bars are a share of their token's width. */
#define BAR_SHARE 0.8

/* Of the image underneath, points; narrow windows are cut short. */
#define IMAGE_HEIGHT 54.0
#define MOST_IMAGE_WIDTH 100.0

/**
 * HeadSheet:
 * @maps: `[n_layers, n_heads]`
 * @words: clean, %NULL-terminated
 * @n_words: at most one a key, if the keys are words
 * @max: the largest weight of all maps
 * @end: where the scale ends
 * @row_labels: "layer 1", or "1" where that is shorter than a map is wide
 * @picture: (nullable): the image, if it has to do with the block
 * @aspect: the window's width by its height
 */
typedef struct
{
  TrestleBlock block;
  guint n_layers;
  guint n_heads;
  TrestleAttentionMap **maps;
  char **words;
  guint n_words;
  double max;
  double end;
  gboolean has_long_labels;
  char **row_labels;
  char **column_labels;
  TrestlePicture *picture;
  double aspect;
  TrestleHeading heading;
  TrestleLook look;
} HeadSheet;

/**
 * Layout:
 * @image: of width 0 if there is none
 * @caption_x: where the caption begins
 */
typedef struct
{
  TrestleMatrix matrix;
  TrestleMatrixLayout cells;
  double image_x, image_y, image_width, image_height;
  double caption_x, caption_y, caption_width;
  double height;
} Layout;

static void
head_sheet_free (HeadSheet *sheet)
{
  for (guint i = 0; i < sheet->n_layers * sheet->n_heads; i++)
    g_clear_pointer (&sheet->maps[i], trestle_attention_map_unref);
  g_free (sheet->maps);
  g_strfreev (sheet->words);
  g_strfreev (sheet->row_labels);
  g_strfreev (sheet->column_labels);
  trestle_picture_free (sheet->picture);
  trestle_heading_clear (&sheet->heading);
  g_free (sheet);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeadSheet, head_sheet_free)

static gboolean
keys_are_text (const HeadSheet *sheet)
{
  return trestle_block_keys_are_text (sheet->block);
}

static gboolean
has_picture (TrestleBlock block)
{
  return !trestle_block_keys_are_text (block) || !trestle_block_queries_are_text (block);
}

/* The vision tower does not read the text. */
static gboolean
has_caption (const HeadSheet *sheet)
{
  return sheet->n_words > 0 && sheet->block != TRESTLE_BLOCK_VISION;
}

static gint
get_query (const HeadSheet *sheet)
{
  return sheet->maps[0]->query;
}

/* The word that asks, or -1. */
static gint
get_marked_word (const HeadSheet *sheet)
{
  return trestle_block_queries_are_text (sheet->block) ? get_query (sheet) : -1;
}

static void
describe_matrix (const HeadSheet *sheet, TrestleMatrix *matrix)
{
  *matrix = (TrestleMatrix){
    .n_rows = sheet->n_layers,
    .n_columns = sheet->n_heads,
    .row_labels = (const char *const *) sheet->row_labels,
    .column_labels = (const char *const *) sheet->column_labels,
    .row_title = sheet->has_long_labels ? NULL : "layer",
    .column_title = sheet->has_long_labels ? NULL : "head",
    .scale_title = keys_are_text (sheet) ? NULL : "attention weight",
    .max = sheet->end > 0.0 ? sheet->end : 1.0,
    .is_open = sheet->end < sheet->max,
    .is_square = !keys_are_text (sheet),
    .least_height = LEAST_WORDS,
    .most_height = keys_are_text (sheet) ? MOST_WORDS : MOST_PATCHES,
  };
}

/* Under the maps: the image, and beside it the caption. */
static void
place_key (const HeadSheet *sheet, double width, double top, Layout *layout)
{
  double bottom = top;

  layout->caption_x = TRESTLE_FIGURE_MARGIN;
  layout->caption_y = top;
  if (sheet->picture != NULL)
    {
      layout->image_width = MIN (IMAGE_HEIGHT * sheet->aspect, MOST_IMAGE_WIDTH);
      layout->image_height = layout->image_width / sheet->aspect;
      layout->image_x = TRESTLE_FIGURE_MARGIN;
      layout->image_y = top;
      layout->caption_x += layout->image_width + TRESTLE_FIGURE_GAP;
      bottom = top + layout->image_height;
    }
  layout->caption_width = width - TRESTLE_FIGURE_MARGIN - layout->caption_x;
  if (has_caption (sheet))
    bottom = MAX (bottom, top
                              + trestle_caption_get_height (sheet->look.font, (const char *const *) sheet->words, get_marked_word (sheet),
                                                            layout->caption_width));
  layout->height = bottom + TRESTLE_FIGURE_MARGIN;
}

static void
lay_out (const HeadSheet *sheet, Layout *layout)
{
  double width = sheet->look.width_mm * TRESTLE_POINTS_PER_MM;

  *layout = (Layout){ 0 };
  describe_matrix (sheet, &layout->matrix);
  trestle_matrix_lay_out (&layout->matrix, &sheet->look, TRESTLE_FIGURE_MARGIN, trestle_heading_get_height (&sheet->heading),
                          width - 2.0 * TRESTLE_FIGURE_MARGIN, &layout->cells);
  place_key (sheet, width, layout->cells.y + layout->cells.height + TRESTLE_FIGURE_GAP, layout);
}

/* A bar a token, from the left to the right, all the height of the box being the largest weight of the sheet. */
static void
draw_bars (const HeadSheet *sheet, const TrestleAttentionMap *map, cairo_t *cr, double x, double y, double width, double height)
{
  double pitch = width / MAX (sheet->n_words, 1);

  trestle_ink_set (cr, TRESTLE_INK_DATA);
  for (guint i = 0; i < sheet->n_words; i++)
    {
      double length = sheet->max > 0.0 ? map->weights[i] / sheet->max * height : 0.0;

      cairo_rectangle (cr, x + (i + (1.0 - BAR_SHARE) / 2.0) * pitch, y + height - length, BAR_SHARE * pitch, length);
    }
  cairo_fill (cr);
}

/* Viewers may end a small picture a pixel early: its ground has its mean colour, so that no paper shines through. */
static void
draw_patches (const HeadSheet *sheet,
              const TrestleAttentionMap *map,
              cairo_t *cr,
              double end,
              double x,
              double y,
              double width,
              double height)
{
  double mean = (1.0 - map->weights[0]) / (map->n_keys - 1);
  double rgb[3];

  trestle_colormap_get_rgb (sheet->look.colormap, mean / end, rgb);
  cairo_set_source_rgb (cr, rgb[0], rgb[1], rgb[2]);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
  trestle_heat_paint (cr, map, sheet->look.colormap, 1.0, end, x, y, width, height);
}

static void
draw_map (const HeadSheet *sheet, cairo_t *cr, const Layout *layout, guint layer, guint head)
{
  const TrestleAttentionMap *map = sheet->maps[layer * sheet->n_heads + head];
  double width = layout->cells.cell_width - MAP_GAP, height = layout->cells.cell_height - MAP_GAP;
  double x, y;

  trestle_matrix_place_cell (&layout->matrix, &layout->cells, layer, head, &x, &y);
  x += MAP_GAP / 2.0;
  y += MAP_GAP / 2.0;
  if (keys_are_text (sheet))
    draw_bars (sheet, map, cr, x, y, width, height);
  else
    draw_patches (sheet, map, cr, layout->matrix.max, x, y, width, height);
  trestle_plot_draw_frame (cr, x, y, width, height);
}

static void
draw_key (const HeadSheet *sheet, cairo_t *cr, const Layout *layout)
{
  const TrestleAttentionMap *map = sheet->maps[0];

  if (sheet->picture != NULL)
    {
      trestle_picture_draw (sheet->picture, cr, layout->image_x, layout->image_y, layout->image_width, layout->image_height);
      trestle_plot_draw_frame (cr, layout->image_x, layout->image_y, layout->image_width, layout->image_height);
    }
  if (!trestle_block_queries_are_text (sheet->block) && map->query > 0)
    trestle_heat_outline_patch (cr, (guint) map->query - 1, map->query_rows, map->query_columns, layout->image_x, layout->image_y,
                                layout->image_width, layout->image_height);
  if (has_caption (sheet))
    trestle_caption_draw (cr, sheet->look.font, (const char *const *) sheet->words, get_marked_word (sheet), layout->caption_x,
                          layout->caption_y, layout->caption_width);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  HeadSheet *sheet = data;
  Layout layout;

  lay_out (sheet, &layout);
  trestle_heading_draw (&sheet->heading, cr);
  for (guint layer = 0; layer < sheet->n_layers; layer++)
    for (guint head = 0; head < sheet->n_heads; head++)
      draw_map (sheet, cr, &layout, layer, head);
  trestle_matrix_draw_labels (&layout.matrix, &layout.cells, &sheet->look, cr);
  draw_key (sheet, cr, &layout);
}

static void
write_map (TrestleTable *table, const HeadSheet *sheet, const TrestleAttentionMap *map)
{
  for (guint key = 0; key < map->n_keys; key++)
    {
      trestle_table_add_integer (table, map->layer + 1);
      trestle_table_add_integer (table, map->head + 1);
      trestle_attention_table_add_key (table, map, key, (const char *const *) sheet->words);
    }
}

static void
write_table (TrestleTable *table, gpointer data)
{
  HeadSheet *sheet = data;

  trestle_table_add_column (table, "layer", "of the block, counted from 1");
  trestle_table_add_column (table, "head", "of the layer, counted from 1");
  trestle_attention_table_add_columns (table, sheet->maps[0]);
  for (guint i = 0; i < sheet->n_layers * sheet->n_heads; i++)
    write_map (table, sheet, sheet->maps[i]);
}

static gboolean
take_map (HeadSheet *sheet, const TrestleTrace *trace, gint query, guint index, GError **error)
{
  guint layer = index / sheet->n_heads, head = index % sheet->n_heads;

  sheet->maps[index] = trestle_attention_map_new (trace, sheet->block, layer, (gint) head, query, error);
  if (sheet->maps[index] == NULL)
    return FALSE;
  sheet->max = MAX (sheet->max, sheet->maps[index]->max);
  return TRUE;
}

static gboolean
take_maps (HeadSheet *sheet, const TrestleTrace *trace, gint query, GError **error)
{
  const TrestleTensor *first = trestle_trace_get_attention (trace, sheet->block, 0);

  sheet->n_layers = trestle_trace_get_n_layers (trace, sheet->block);
  sheet->n_heads = first != NULL ? (guint) first->depth : 0;
  if (sheet->n_layers == 0 || sheet->n_heads == 0)
    {
      /* Says what is missing. */
      TrestleAttentionMap *none = trestle_attention_map_new (trace, sheet->block, 0, TRESTLE_HEAD_MEAN, query, error);

      g_clear_pointer (&none, trestle_attention_map_unref);
      return FALSE;
    }
  sheet->maps = g_new0 (TrestleAttentionMap *, sheet->n_layers * sheet->n_heads);
  for (guint i = 0; i < sheet->n_layers * sheet->n_heads; i++)
    if (!take_map (sheet, trace, query, i, error))
      return FALSE;
  return TRUE;
}

static int
compare_weights (const void *a, const void *b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* (transfer full): `[n_layers * n_heads * patches]`, from the smallest on. */
static double *
sort_patches (const HeadSheet *sheet, gsize *count)
{
  gsize patches = (gsize) sheet->maps[0]->grid_rows * sheet->maps[0]->grid_columns;
  guint n_maps = sheet->n_layers * sheet->n_heads;
  double *weights = g_new (double, n_maps *patches);

  for (guint i = 0; i < n_maps; i++)
    memcpy (weights + i * patches, trestle_attention_map_get_patches (sheet->maps[i]), patches * sizeof *weights);
  *count = n_maps * patches;
  qsort (weights, *count, sizeof *weights, compare_weights);
  return weights;
}

/* Bars can be compared however short they are; colours cannot. */
static void
choose_scale (HeadSheet *sheet)
{
  g_autofree double *weights = NULL;
  gsize count;

  sheet->end = sheet->max;
  if (keys_are_text (sheet))
    return;
  weights = sort_patches (sheet, &count);
  if (weights[(gsize) (SCALE_SHARE * (count - 1))] < NEARLY_ALL * sheet->max && weights[(gsize) (SCALE_SHARE * (count - 1))] > 0.0)
    sheet->end = weights[(gsize) (SCALE_SHARE * (count - 1))];
}

/* Padding behind the last word is no bar. */
static void
take_words (HeadSheet *sheet, const char *const *words)
{
  guint count = g_strv_length ((char **) words);

  if (keys_are_text (sheet))
    count = MIN (count, (guint) sheet->maps[0]->n_keys);
  sheet->n_words = count;
  sheet->words = g_new0 (char *, count + 1);
  for (guint i = 0; i < count; i++)
    sheet->words[i] = trestle_text_clean (words[i]);
}

/* (transfer full): "head 1", "head 2", ... */
static char **
make_labels (const char *name, guint count)
{
  char **labels = g_new0 (char *, count + 1);

  for (guint i = 0; i < count; i++)
    labels[i] = g_strdup_printf ("%s%s%u", name, *name != '\0' ? " " : "", i + 1);
  return labels;
}

static void
label (HeadSheet *sheet, const char *layer, const char *head)
{
  g_clear_pointer (&sheet->row_labels, g_strfreev);
  g_clear_pointer (&sheet->column_labels, g_strfreev);
  sheet->row_labels = make_labels (layer, sheet->n_layers);
  sheet->column_labels = make_labels (head, sheet->n_heads);
}

/* "head 1" where a map is wide enough for it; else the numbers alone, with a title. */
static void
choose_labels (HeadSheet *sheet)
{
  Layout layout;

  sheet->has_long_labels = TRUE;
  label (sheet, "layer", "head");
  lay_out (sheet, &layout);
  if (layout.cells.slant == 0.0)
    return;
  sheet->has_long_labels = FALSE;
  label (sheet, "", "");
}

/* (transfer full): what the drawing cannot show: bars have no colour bar, and colours end before the largest weight may be reached. */
static char *
describe_scale (const HeadSheet *sheet)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, sheet->max < 0.01 ? "%.4f" : "%.2f", sheet->max);
  if (keys_are_text (sheet))
    return g_strdup_printf ("boxes from 0 to %s", digits);
  return sheet->end < sheet->max ? g_strdup_printf ("largest weight %s", digits) : g_strdup ("");
}

static void
make_heading (HeadSheet *sheet, const char *model_name)
{
  g_autofree char *name = trestle_text_clean (model_name);
  g_autofree char *query = trestle_query_get_title (sheet->maps[0], (const char *const *) sheet->words, sheet->look.font);
  const char *parts[] = { trestle_block_get_title (sheet->block), "all layers and heads", query, NULL };
  g_autofree char *scale = describe_scale (sheet);

  trestle_heading_init (&sheet->heading, &sheet->look, parts, name, scale);
}

TrestleFigure *
trestle_head_sheet_figure_new (const TrestleTrace *trace,
                               TrestleBlock block,
                               gint query,
                               TrestleImage *image,
                               const TrestleImageWindow *window,
                               const char *const *words,
                               const char *model_name,
                               const TrestleLook *look,
                               GError **error)
{
  g_autoptr (HeadSheet) sheet = g_new0 (HeadSheet, 1);
  Layout layout;

  sheet->block = block;
  sheet->look = *look;
  if (!take_maps (sheet, trace, query, error))
    return NULL;
  choose_scale (sheet);
  take_words (sheet, words);
  if (has_picture (block))
    sheet->picture = trestle_picture_new (image, window, (guint) (MOST_IMAGE_WIDTH / 72.0 * TRESTLE_FIGURE_IMAGE_DPI));
  sheet->aspect = window->width / window->height;
  make_heading (sheet, model_name);
  choose_labels (sheet);
  lay_out (sheet, &layout);
  return trestle_figure_new (look->width_mm, layout.height / TRESTLE_POINTS_PER_MM, draw, write_table, g_steal_pointer (&sheet),
                             (GDestroyNotify) head_sheet_free);
}
