/*
 * Heat as a picture of as many pixels as there are patches, enlarged without smoothing. Its opacity is in the pixels: opacity of
 * the painting would become a filter in SVG, which few programs can edit.
 */
#include "analysis/figures/heat.h"

#include "analysis/figures/plot.h"

/* Viewers of PDF and SVG may smooth a picture whatever it asks for; from this many pixels on its longer side they cannot blur edges. */
#define VECTOR_SIDE 720

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

/* (transfer full): the map as a picture in which a patch is @side x @side pixels. */
static cairo_surface_t *
make_surface (const TrestleAttentionMap *map, TrestleColormap colormap, double opacity, double max, guint side)
{
  const double *patches = trestle_attention_map_get_patches (map); /* [rows, columns] */
  guint rows = map->grid_rows * side;
  guint columns = map->grid_columns * side;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) columns, (int) rows);
  guint alpha = (guint) (CLAMP (opacity, 0.0, 1.0) * 255.0 + 0.5);
  guint8 *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  if (pixels == NULL)
    return surface;
  for (guint row = 0; row < rows; row++)
    for (guint column = 0; column < columns; column++)
      {
        guint patch = row / side * map->grid_columns + column / side;

        ((guint32 *) (pixels + row * (gsize) stride))[column] = pack_color (colormap, max > 0.0 ? patches[patch] / max : 0.0, alpha);
      }
  cairo_surface_mark_dirty (surface);
  return surface;
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
  guint longest = MAX (map->grid_rows, map->grid_columns);
  guint side = trestle_plot_is_vector (cr) ? MAX (VECTOR_SIDE / MAX (longest, 1), 1) : 1;
  cairo_surface_t *surface;

  g_return_if_fail (trestle_attention_map_get_patches (map) != NULL);
  surface = make_surface (map, colormap, opacity, max, side);
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, width / (map->grid_columns * side), height / (map->grid_rows * side));
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  if (!trestle_plot_is_vector (cr))
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}
