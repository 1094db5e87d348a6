/* JPEG files to RGB8 through libjpeg-turbo. */
#include "core/error.h"
#include "core/input/image-private.h"

#include <setjmp.h>
#include <stdio.h>

/* These two need what is above them, in this order. */
#include <jpeglib.h>

#include <jerror.h>

/* A progressive file may repeat empty scans without end, each of which visits all pixels; ten or so are usual. */
#define MAX_SCANS 500
#define MAX_VISITS (32 * (guint64) TRESTLE_IMAGE_MAX_PIXELS)
/* Coefficients of 100 megapixels in four full-size components, and some. */
#define MAX_MEMORY (1024L * 1024 * 1024)

/**
 * JpegReader:
 * @decompress: its client_data points back to this struct
 * @error: why reading failed, unless @ended
 * @ended: whether the data ended before the picture was complete
 * @inks: (nullable): `[width, 4]`, one row of a four-component picture
 *
 * All state of one reading. It outlives the longjmp because nothing in it is a local variable of the function that calls setjmp.
 */
typedef struct
{
  struct jpeg_decompress_struct decompress;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf on_failure;
  const guint8 *data;
  gsize length;
  const char *name;
  GError *error;
  gboolean ended;
  TrestleImage *image;
  guint8 *inks;
} JpegReader;

static gboolean
is_unsupported (int code)
{
  return code == JERR_SOF_UNSUPPORTED || code == JERR_BAD_PRECISION || code == JERR_CONVERSION_NOTIMPL || code == JERR_ARITH_NOTIMPL
         || code == JERR_COMPONENT_COUNT || code == JERR_FRACT_SAMPLE_NOTIMPL || code == JERR_CCIR601_NOTIMPL || code == JERR_NOTIMPL
         || code == JERR_NOT_COMPILED;
}

static void
set_library_error (JpegReader *reader, j_common_ptr common)
{
  char message[JMSG_LENGTH_MAX];
  int code = common->err->msg_code;

  if (reader->ended)
    return;
  common->err->format_message (common, message);
  if (code == JERR_NO_BACKING_STORE || code == JERR_OUT_OF_MEMORY)
    g_set_error (&reader->error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” needs more than %ld megabytes to be decoded", reader->name,
                 MAX_MEMORY / (1024 * 1024));
  else if (is_unsupported (code))
    g_set_error (&reader->error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” is a kind of JPEG image that cannot be read: %s",
                 reader->name, message);
  else
    g_set_error (&reader->error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” is not a valid JPEG image: %s", reader->name, message);
}

G_NORETURN static void
on_error (j_common_ptr common)
{
  JpegReader *reader = common->client_data;

  set_library_error (reader, common);
  longjmp (reader->on_failure, 1);
}

/* Of the warnings only the ones about missing data matter: Pillow, too, shows what other damage leaves. */
static void
on_message (j_common_ptr common, int level)
{
  JpegReader *reader = common->client_data;

  if (level < 0 && (common->err->msg_code == JWRN_JPEG_EOF || common->err->msg_code == JWRN_HIT_MARKER))
    {
      reader->ended = TRUE;
      longjmp (reader->on_failure, 1);
    }
}

static void
on_output (j_common_ptr common)
{
}

static int
count_allowed_scans (j_decompress_ptr decompress)
{
  guint64 n_pixels = MAX (1, (guint64) decompress->image_width * decompress->image_height);

  return (int) MIN (MAX_SCANS, MAX_VISITS / n_pixels);
}

static void
on_progress (j_common_ptr common)
{
  JpegReader *reader = common->client_data;
  int most = common->is_decompressor ? count_allowed_scans ((j_decompress_ptr) common) : 0;

  if (!common->is_decompressor || ((j_decompress_ptr) common)->input_scan_number <= most)
    return;
  g_set_error (&reader->error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
               "“%s” is not a valid JPEG image: it has more than %d scans, the most for its size", reader->name, most);
  longjmp (reader->on_failure, 1);
}

static void
prepare (JpegReader *reader)
{
  reader->decompress.err = jpeg_std_error (&reader->errors);
  reader->decompress.client_data = reader;
  reader->errors.error_exit = on_error;
  reader->errors.emit_message = on_message;
  reader->errors.output_message = on_output;
  reader->progress.progress_monitor = on_progress;
}

/* Grey is copied and YCbCr converted by the library; four components come as inks. */
static gboolean
choose_colors (JpegReader *reader)
{
  int n_components = reader->decompress.num_components;

  if (n_components == 1 || n_components == 3)
    reader->decompress.out_color_space = JCS_RGB;
  else if (n_components == 4)
    reader->decompress.out_color_space = JCS_CMYK;
  else
    {
      g_set_error (&reader->error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” has %d colour components; 1, 3 or 4 were expected",
                   reader->name, n_components);
      return FALSE;
    }
  return TRUE;
}

/* Inks as Adobe stores them, 255 for none of it; Pillow takes any file for such a one. Rounded to nearest. */
static void
mix_inks (const guint8 *inks, guint8 *row, guint width)
{
  for (guint x = 0; x < width; x++, inks += 4, row += 3)
    for (guint channel = 0; channel < 3; channel++)
      row[channel] = (guint8) ((inks[channel] * inks[3] + 127) / 255);
}

static void
read_rows (JpegReader *reader)
{
  guint width = reader->image->width;

  while (reader->decompress.output_scanline < reader->decompress.output_height)
    {
      guint8 *row = reader->image->pixels + (gsize) reader->decompress.output_scanline * width * 3;
      JSAMPROW target = reader->inks != NULL ? reader->inks : row;

      jpeg_read_scanlines (&reader->decompress, &target, 1);
      if (reader->inks != NULL)
        mix_inks (reader->inks, row, width);
    }
}

/* The only function that the library's longjmp returns to; it keeps no local variables. FALSE means that @reader knows why. */
static gboolean
decode (JpegReader *reader)
{
  if (setjmp (reader->on_failure))
    return FALSE;

  jpeg_create_decompress (&reader->decompress);
  reader->decompress.mem->max_memory_to_use = MAX_MEMORY;
  reader->decompress.progress = &reader->progress;
  jpeg_mem_src (&reader->decompress, reader->data, reader->length);
  jpeg_read_header (&reader->decompress, TRUE);
  if (!trestle_image_check_size (reader->decompress.image_width, reader->decompress.image_height, reader->name, &reader->error)
      || !choose_colors (reader))
    return FALSE;

  jpeg_start_decompress (&reader->decompress);
  reader->image = trestle_image_new (reader->decompress.output_width, reader->decompress.output_height);
  if (reader->decompress.out_color_space == JCS_CMYK)
    reader->inks = g_malloc ((gsize) reader->image->width * 4);
  read_rows (reader);
  jpeg_finish_decompress (&reader->decompress);
  return TRUE;
}

static void
set_decoding_error (JpegReader *reader, GError **error)
{
  if (reader->error != NULL)
    g_propagate_error (error, g_steal_pointer (&reader->error));
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED,
                 "“%s” is cut short: its %" G_GSIZE_FORMAT " bytes hold only a part of the JPEG image", reader->name, reader->length);
}

TrestleImage *
trestle_image_read_jpeg (const guint8 *data, gsize length, const char *name, GError **error)
{
  JpegReader reader = { .data = data, .length = length, .name = name };

  prepare (&reader);
  if (!decode (&reader))
    {
      set_decoding_error (&reader, error);
      g_clear_pointer (&reader.image, trestle_image_unref);
    }
  jpeg_destroy_decompress (&reader.decompress);
  g_free (reader.inks);
  return reader.image;
}
