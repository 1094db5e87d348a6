/*
 * Heat as a picture of as many pixels as there are patches, enlarged without smoothing. Its opacity is in the pixels: opacity of
 * the painting would become a filter in SVG, which few programs can edit.
 */
#include "analysis/figures/heat.h"

#include <math.h>

#include "analysis/figures/plot.h"

/* Viewers of PDF and SVG may smooth a picture whatever it asks for; from this many pixels on its longer side they cannot blur edges. */
#define VECTOR_SIDE 720
/* For small ones so many are enough: what is blurred then is a twentieth of a line's width. */
#define VECTOR_PIXELS_A_POINT 10.0

/* Cells of fewer pixels than this are drawn with soft edges. */
#define SMALL_CELL 10.0

/* Line widths, in points; the outline is a coloured line within a white one, so that it is seen on every ground. */
#define OUTLINE 1.0
#define OUTLINE_CASING 1.0

/**
 * Cells:
 * @values: `[rows, columns]`
 * @alpha: opacity, out of 255
 */
typedef struct
{
  const double *values;
  guint rows, columns;
  TrestleColormap colormap;
  guint alpha;
  double min, max;
} Cells;

/* Cairo wants colours multiplied by their opacity. */
static guint32
pack_color (TrestleColormap colormap, double value, guint alpha)
{
  guint32 packed = alpha << 24;
  double rgb[3];

  trestle_colormap_get_rgb (colormap, value, rgb);
  for (guint channel = 0; channel < 3; channel++)
    packed |= (guint32) (rgb[channel] * alpha + 0.5) << (16 - 8 * channel);
  return packed;
}

static guint32
pick_color (const Cells *cells, guint cell)
{
  double value = (cells->values[cell] - cells->min) / (cells->max - cells->min);

  return isnan (cells->values[cell]) ? 0 : pack_color (cells->colormap, cells->max > cells->min ? value : 0.0, cells->alpha);
}

/* (transfer full): `[rows, columns]` */
static guint32 *
pick_colors (const Cells *cells)
{
  guint32 *colors = g_new (guint32, (gsize) cells->rows * cells->columns);

  for (guint i = 0; i < cells->rows * cells->columns; i++)
    colors[i] = pick_color (cells, i);
  return colors;
}

/* (transfer full): the cells as a picture in which each is @side x @side pixels. */
static cairo_surface_t *
make_surface (const Cells *cells, guint side)
{
  guint rows = cells->rows * side;
  guint columns = cells->columns * side;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) columns, (int) rows);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autofree guint32 *colors = pick_colors (cells);

  if (pixels == NULL)
    return surface;
  for (guint row = 0; row < rows; row++)
    for (guint column = 0; column < columns; column++)
      ((guint32 *) (pixels + row * (gsize) stride))[column] = colors[row / side * cells->columns + column / side];
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* As large as it is drawn, but no larger than no viewer can blur. */
static guint
choose_side (const Cells *cells, double width, double height)
{
  guint longest = MAX (MAX (cells->rows, cells->columns), 1);
  double pixels = MIN (VECTOR_SIDE, VECTOR_PIXELS_A_POINT * MAX (width, height));

  return MAX ((guint) pixels / longest, 1);
}

static void
paint_picture (cairo_t *cr, const Cells *cells, double width, double height)
{
  gboolean is_vector = trestle_plot_is_vector (cr);
  guint side = is_vector ? choose_side (cells, width, height) : 1;
  cairo_surface_t *surface = make_surface (cells, side);

  cairo_scale (cr, width / (cells->columns * side), height / (cells->rows * side));
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  if (!is_vector)
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
}

/* One by one, what neighbours cover of a pixel being added up: no seams, and all look equally large. */
static void
paint_one_by_one (cairo_t *cr, const Cells *cells, double width, double height)
{
  cairo_push_group (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_ADD);
  for (guint i = 0; i < cells->rows * cells->columns; i++)
    {
      double rgb[3];
      double value = (cells->values[i] - cells->min) / (cells->max - cells->min);

      if (isnan (cells->values[i]))
        continue;
      trestle_colormap_get_rgb (cells->colormap, cells->max > cells->min ? value : 0.0, rgb);
      cairo_set_source_rgba (cr, rgb[0], rgb[1], rgb[2], cells->alpha / 255.0);
      cairo_rectangle (cr, i % cells->columns * width / cells->columns, i / cells->columns * height / cells->rows, width / cells->columns,
                       height / cells->rows);
      cairo_fill (cr);
    }
  cairo_pop_group_to_source (cr);
  cairo_paint (cr);
}

/* Whether cells are so few pixels that one more or less shows: rounded to whole pixels they would look like a weave. */
static gboolean
has_small_cells (cairo_t *cr, const Cells *cells, double width, double height)
{
  double cell_width = width / cells->columns, cell_height = height / cells->rows;

  cairo_user_to_device_distance (cr, &cell_width, &cell_height);
  return !trestle_plot_is_vector (cr) && MIN (fabs (cell_width), fabs (cell_height)) < SMALL_CELL;
}

static void
paint_cells (cairo_t *cr, const Cells *cells, double x, double y, double width, double height)
{
  if (cells->rows == 0 || cells->columns == 0)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  if (has_small_cells (cr, cells, width, height))
    paint_one_by_one (cr, cells, width, height);
  else
    paint_picture (cr, cells, width, height);
  cairo_restore (cr);
}

void
trestle_heat_paint_cells (cairo_t *cr,
                          const double *values,
                          guint rows,
                          guint columns,
                          TrestleColormap colormap,
                          double opacity,
                          double min,
                          double max,
                          double x,
                          double y,
                          double width,
                          double height)
{
  Cells cells = { values, rows, columns, colormap, (guint) (CLAMP (opacity, 0.0, 1.0) * 255.0 + 0.5), min, max };

  paint_cells (cr, &cells, x, y, width, height);
}

void
trestle_heat_paint (cairo_t *cr,
                    const TrestleAttentionMap *map,
                    TrestleColormap colormap,
                    double opacity,
                    double max,
                    double x,
                    double y,
                    double width,
                    double height)
{
  const double *patches = trestle_attention_map_get_patches (map); /* [rows, columns] */

  g_return_if_fail (patches != NULL);
  trestle_heat_paint_cells (cr, patches, map->grid_rows, map->grid_columns, colormap, opacity, 0.0, max, x, y, width, height);
}

static void
stroke_around (cairo_t *cr, double x, double y, double width, double height, double distance, double line_width)
{
  double out = distance + line_width / 2.0;

  cairo_set_line_width (cr, line_width);
  cairo_rectangle (cr, x - out, y - out, width + 2.0 * out, height + 2.0 * out);
  cairo_stroke (cr);
}

void
trestle_heat_outline_patch (cairo_t *cr, guint patch, guint rows, guint columns, double x, double y, double width, double height)
{
  double patch_width = width / columns, patch_height = height / rows;
  double left = x + patch % columns * patch_width, top = y + patch / columns * patch_height;

  trestle_ink_set (cr, TRESTLE_INK_PAPER);
  stroke_around (cr, left, top, patch_width, patch_height, OUTLINE, OUTLINE_CASING);
  trestle_ink_set (cr, TRESTLE_INK_MARK);
  stroke_around (cr, left, top, patch_width, patch_height, 0.0, OUTLINE);
}
