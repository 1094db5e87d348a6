/* A figure as PNG through libpng, which writes the resolution into the file; cairo's own writer does not. */
#include "analysis/figures/export-private.h"

#include "core/error.h"
#include "core/input/image.h"

#include <math.h>
#include <png.h>

#define MAX_SIDE 32767 /* cairo's */
#define METRES_PER_INCH 0.0254

/**
 * PngWriter:
 * @message: what libpng said before it gave up
 *
 * All state of one writing, outside of the function that calls setjmp.
 */
typedef struct
{
  GByteArray *bytes;
  char *message;
} PngWriter;

static void
append_data (png_structp png, png_bytep data, png_size_t count)
{
  PngWriter *writer = png_get_io_ptr (png);

  g_byte_array_append (writer->bytes, data, (guint) count);
}

static void
flush_data (png_structp png)
{
}

G_NORETURN static void
on_error (png_structp png, png_const_charp message)
{
  PngWriter *writer = png_get_error_ptr (png);

  g_free (writer->message);
  writer->message = g_strdup (message);
  png_longjmp (png, 1);
}

static void
on_warning (png_structp png, png_const_charp message)
{
}

static void
write_fact (png_structp png, png_infop info, const char *key, const char *fact)
{
  png_text text = { .compression = PNG_ITXT_COMPRESSION_NONE, .key = (char *) key, .text = (char *) fact, .lang = "", .lang_key = "" };

  if (fact != NULL)
    png_set_text (png, info, &text, 1);
}

static void
write_origin (png_structp png, png_infop info, const TrestleOrigin *origin)
{
  write_fact (png, info, "Software", trestle_origin_get_program ());
  if (origin == NULL)
    return;
  write_fact (png, info, "Title", origin->title);
  write_fact (png, info, "Description", origin->command);
  write_fact (png, info, "Model", origin->model);
  write_fact (png, info, "Source", origin->input);
}

static void
write_header (png_structp png, png_infop info, cairo_surface_t *surface, double dpi, const TrestleOrigin *origin)
{
  png_uint_32 dots_per_metre = (png_uint_32) (dpi / METRES_PER_INCH + 0.5);

  png_set_IHDR (png, info, (png_uint_32) cairo_image_surface_get_width (surface), (png_uint_32) cairo_image_surface_get_height (surface), 8,
                PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs (png, info, dots_per_metre, dots_per_metre, PNG_RESOLUTION_METER);
  png_set_sRGB (png, info, PNG_sRGB_INTENT_RELATIVE);
  write_origin (png, info, origin);
  png_write_info (png, info);
}

/* Cairo has a pixel as one number, 0x00RRGGBB. */
static void
write_rows (png_structp png, cairo_surface_t *surface, png_bytep row)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      const guint32 *pixels = (const guint32 *) (data + y * (gsize) stride);

      for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
        {
          row[3 * x] = pixels[x] >> 16 & 0xff;
          row[3 * x + 1] = pixels[x] >> 8 & 0xff;
          row[3 * x + 2] = pixels[x] & 0xff;
        }
      png_write_row (png, row);
    }
}

static gboolean
encode (PngWriter *writer, cairo_surface_t *surface, double dpi, const TrestleOrigin *origin)
{
  g_autofree png_bytep row = g_malloc ((gsize) cairo_image_surface_get_width (surface) * 3);
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, writer, on_error, on_warning);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;

  if (info == NULL)
    {
      png_destroy_write_struct (&png, NULL);
      return FALSE;
    }
  if (setjmp (png_jmpbuf (png)) != 0)
    {
      png_destroy_write_struct (&png, &info);
      return FALSE;
    }
  png_set_write_fn (png, writer, append_data, flush_data);
  write_header (png, info, surface, dpi, origin);
  write_rows (png, surface, row);
  png_write_end (png, NULL);
  png_destroy_write_struct (&png, &info);
  return TRUE;
}

static gboolean
check_size (const char *name, double dpi, double width, double height, GError **error)
{
  if (!isfinite (dpi) || dpi <= 0.0 || width < 1.0 || height < 1.0)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                   "“%s” cannot have %g dots per inch: its picture would be empty; 300 is what journals ask for", name, dpi);
      return FALSE;
    }
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > TRESTLE_IMAGE_MAX_PIXELS)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                   "“%s” would have %.0f x %.0f pixels at %g dots per inch; at most %d on a side and %u megapixels are written", name,
                   width, height, dpi, MAX_SIDE, TRESTLE_IMAGE_MAX_PIXELS / 1000000);
      return FALSE;
    }
  return TRUE;
}

static cairo_surface_t *
draw (const TrestleFigure *figure, double dpi, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  /* The last pixel of a side may be more than the figure. */
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, dpi / 72.0, dpi / 72.0);
  trestle_figure_draw (figure, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

GByteArray *
trestle_export_make_png (const TrestleFigure *figure, double dpi, const char *name, GError **error)
{
  PngWriter writer = { .bytes = g_byte_array_new () };
  double width = round (trestle_figure_get_width (figure) * dpi / 72.0);
  double height = round (trestle_figure_get_height (figure) * dpi / 72.0);
  cairo_surface_t *surface = NULL;
  gboolean done = FALSE;

  if (check_size (name, dpi, width, height, error))
    {
      surface = draw (figure, dpi, (int) width, (int) height);
      done = trestle_export_check_cairo (cairo_surface_status (surface), name, error);
    }
  if (done && !encode (&writer, surface, dpi, trestle_figure_get_origin (figure)))
    {
      done = FALSE;
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "“%s” cannot be written: the picture could not be packed: %s", name,
                   writer.message != NULL ? writer.message : "there is not enough memory");
    }
  g_free (writer.message);
  if (surface != NULL)
    cairo_surface_destroy (surface);
  if (!done)
    g_clear_pointer (&writer.bytes, g_byte_array_unref);
  return writer.bytes;
}
