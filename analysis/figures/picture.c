/* The part of an image that a model sees: cut out, scaled down if it is large, and padded where the image ends. */
#include "analysis/figures/picture.h"

#include "analysis/figures/plot.h"
#include "core/input/bicubic.h"

#include <math.h>
#include <string.h>

/**
 * TrestlePicture:
 * @surface: (nullable): the pixels within the window, or %NULL if the window misses the image
 * @x: where the surface begins, as a share of the window's width
 * @y: where it begins, as a share of the window's height
 * @width: as a share of the window's width
 * @height: as a share of the window's height
 *
 * The surface consists of whole pixels, so that it may reach a little outside of the window.
 */
struct _TrestlePicture
{
  cairo_surface_t *surface;
  double x, y, width, height;
};

/* Whole pixels of an image. */
typedef struct
{
  guint x, y, width, height;
} PixelArea;

/* The pixels that the window touches; %FALSE if there are none. */
static gboolean
find_area (const TrestleImage *image, const TrestleImageWindow *window, PixelArea *area)
{
  double left = floor (CLAMP (window->x, 0.0, image->width));
  double top = floor (CLAMP (window->y, 0.0, image->height));
  double right = ceil (CLAMP (window->x + window->width, 0.0, image->width));
  double bottom = ceil (CLAMP (window->y + window->height, 0.0, image->height));

  *area = (PixelArea){ (guint) left, (guint) top, (guint) (right - left), (guint) (bottom - top) };
  return area->width > 0 && area->height > 0;
}

static TrestleImage *
cut_out (const TrestleImage *image, const PixelArea *area)
{
  TrestleImage *part = trestle_image_new (area->width, area->height);

  for (guint row = 0; row < area->height; row++)
    memcpy (part->pixels + (gsize) row * area->width * 3, image->pixels + ((gsize) (area->y + row) * image->width + area->x) * 3,
            (gsize) area->width * 3);
  return part;
}

static TrestleImage *
shrink (TrestleImage *image, guint max_side)
{
  double scale = (double) max_side / MAX (image->width, image->height);

  if (scale >= 1.0)
    return trestle_image_ref (image);
  return trestle_bicubic_resize (image, MAX (1, (guint) (image->width * scale + 0.5)), MAX (1, (guint) (image->height * scale + 0.5)));
}

static cairo_surface_t *
make_surface (const TrestleImage *image)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) image->width, (int) image->height);
  guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  if (data == NULL)
    return surface;
  for (guint row = 0; row < image->height; row++)
    for (guint column = 0; column < image->width; column++)
      {
        const guint8 *rgb = image->pixels + ((gsize) row * image->width + column) * 3;

        ((guint32 *) (data + row * (gsize) stride))[column] = (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2];
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}

TrestlePicture *
trestle_picture_new (const TrestleImage *image, const TrestleImageWindow *window, guint max_side)
{
  TrestlePicture *picture = g_new0 (TrestlePicture, 1);
  g_autoptr (TrestleImage) part = NULL;
  g_autoptr (TrestleImage) small = NULL;
  PixelArea area;

  if (!find_area (image, window, &area))
    return picture;
  part = cut_out (image, &area);
  small = shrink (part, max_side);
  picture->surface = make_surface (small);
  picture->x = (area.x - window->x) / window->width;
  picture->y = (area.y - window->y) / window->height;
  picture->width = area.width / window->width;
  picture->height = area.height / window->height;
  return picture;
}

void
trestle_picture_free (TrestlePicture *picture)
{
  if (picture == NULL)
    return;
  g_clear_pointer (&picture->surface, cairo_surface_destroy);
  g_free (picture);
}

static void
draw_surface (const TrestlePicture *picture, cairo_t *cr, double x, double y, double width, double height)
{
  double columns = cairo_image_surface_get_width (picture->surface);
  double rows = cairo_image_surface_get_height (picture->surface);

  cairo_translate (cr, x + picture->x * width, y + picture->y * height);
  cairo_scale (cr, picture->width * width / columns, picture->height * height / rows);
  cairo_rectangle (cr, 0, 0, columns, rows);
  cairo_clip (cr);
  cairo_set_source_surface (cr, picture->surface, 0, 0);
  /* Otherwise the outermost pixels fade into the padding. In a file it would become a pattern of pictures instead of a picture. */
  if (!trestle_plot_is_vector (cr))
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
}

void
trestle_picture_draw (const TrestlePicture *picture, cairo_t *cr, double x, double y, double width, double height)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_paint (cr);
  if (picture->surface != NULL)
    draw_surface (picture, cr, x, y, width, height);
  cairo_restore (cr);
}
