/* PNG files to RGB8 through libpng. */
#include "core/error.h"
#include "core/input/image-private.h"

#include <png.h>
#include <string.h>

/* Chunks that do not make the picture are skipped, so little has to fit. */
#define MAX_CHUNK_SIZE (8 * 1024 * 1024)
#define MAX_CACHED_CHUNKS 16

/**
 * PngReader:
 * @position: how many bytes of @data libpng has read
 * @error: why the image is refused, if that was not libpng's decision
 * @message: what libpng said before it gave up
 * @ended: whether libpng asked for more bytes than there are
 *
 * All state of one reading. It outlives the longjmp because nothing in it is a local variable of the function that calls setjmp.
 */
typedef struct
{
  const guint8 *data;
  gsize length;
  gsize position;
  const char *name;
  GError *error;
  char *message;
  gboolean ended;
  TrestleImage *image;
  png_bytep *rows;
  guint8 palette[256][3];
} PngReader;

/* How the rows lie in memory after libpng's own conversions. */
typedef enum
{
  ROWS_RGB,
  ROWS_PALETTE,
  ROWS_GREY_16,
} RowKind;

static void
read_data (png_structp png, png_bytep destination, png_size_t count)
{
  PngReader *reader = png_get_io_ptr (png);

  if (count > reader->length - reader->position)
    {
      reader->ended = TRUE;
      png_error (png, "the file ends");
    }
  memcpy (destination, reader->data + reader->position, count);
  reader->position += count;
}

G_NORETURN static void
on_error (png_structp png, png_const_charp message)
{
  PngReader *reader = png_get_error_ptr (png);

  g_free (reader->message);
  reader->message = g_strdup (message);
  png_longjmp (png, 1);
}

static void
on_warning (png_structp png, png_const_charp message)
{
}

/* Against files that unpack to far more than they are; gamma, profiles and texts change no pixel here and are skipped unread. */
static void
set_limits (png_structp png)
{
  png_set_user_limits (png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* trestle_image_check_size() says it better */
  png_set_chunk_malloc_max (png, MAX_CHUNK_SIZE);
  png_set_chunk_cache_max (png, MAX_CACHED_CHUNKS);
  png_set_keep_unknown_chunks (png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
}

/* An index beyond the file's palette is the grey of its own value, as in Pillow. */
static void
copy_palette (PngReader *reader, png_structp png, png_infop info)
{
  png_colorp colors = NULL;
  int n_colors = 0;

  png_get_PLTE (png, info, &colors, &n_colors);
  for (int i = 0; i < 256; i++)
    {
      reader->palette[i][0] = i < n_colors ? colors[i].red : (guint8) i;
      reader->palette[i][1] = i < n_colors ? colors[i].green : (guint8) i;
      reader->palette[i][2] = i < n_colors ? colors[i].blue : (guint8) i;
    }
}

/* Asks libpng for rows that need at most three bytes a pixel, so that they fit where the finished row will stand. */
static RowKind
choose_conversions (PngReader *reader, png_structp png, png_infop info)
{
  png_byte type = png_get_color_type (png, info);

  if (type == PNG_COLOR_TYPE_PALETTE)
    {
      copy_palette (reader, png, info);
      png_set_packing (png);
      return ROWS_PALETTE;
    }
  if (type == PNG_COLOR_TYPE_GRAY && png_get_bit_depth (png, info) == 16)
    return ROWS_GREY_16;
  if (type == PNG_COLOR_TYPE_GRAY)
    png_set_expand_gray_1_2_4_to_8 (png);
  if ((type & PNG_COLOR_MASK_COLOR) == 0)
    png_set_gray_to_rgb (png);
  png_set_strip_alpha (png);
  png_set_strip_16 (png); /* keeps the high byte */
  return ROWS_RGB;
}

/* In place and from the right, because a finished pixel is wider than what it is made of. */
static void
expand_palette_row (const PngReader *reader, guint8 *row)
{
  for (guint x = reader->image->width; x-- > 0;)
    memcpy (row + (gsize) x * 3, reader->palette[row[x]], 3);
}

/* Pillow reads 16-bit grey into 32-bit integers, which convert("RGB") clips at 255: all but the darkest 256 shades are white. */
static void
expand_grey_16_row (const PngReader *reader, guint8 *row)
{
  for (guint x = reader->image->width; x-- > 0;)
    memset (row + (gsize) x * 3, row[(gsize) x * 2] != 0 ? 255 : row[(gsize) x * 2 + 1], 3);
}

static void
expand_rows (const PngReader *reader, RowKind kind)
{
  for (guint y = 0; y < reader->image->height; y++)
    {
      if (kind == ROWS_PALETTE)
        expand_palette_row (reader, reader->rows[y]);
      else if (kind == ROWS_GREY_16)
        expand_grey_16_row (reader, reader->rows[y]);
    }
}

/* The only function that libpng's longjmp returns to; it keeps no local variables. FALSE means that @reader knows why. */
static gboolean
decode (PngReader *reader, png_structp png, png_infop info, RowKind *kind)
{
  if (setjmp (png_jmpbuf (png)))
    return FALSE;

  set_limits (png);
  png_set_read_fn (png, reader, read_data);
  png_read_info (png, info);
  if (!trestle_image_check_size (png_get_image_width (png, info), png_get_image_height (png, info), reader->name, &reader->error))
    return FALSE;
  *kind = choose_conversions (reader, png, info);
  png_set_interlace_handling (png);
  png_read_update_info (png, info);

  reader->image = trestle_image_new (png_get_image_width (png, info), png_get_image_height (png, info));
  g_assert (png_get_rowbytes (png, info) <= (gsize) reader->image->width * 3);
  reader->rows = g_new (png_bytep, reader->image->height);
  for (guint y = 0; y < reader->image->height; y++)
    reader->rows[y] = reader->image->pixels + (gsize) y * reader->image->width * 3;
  png_read_image (png, reader->rows);
  png_read_end (png, NULL);
  return TRUE;
}

static void
set_decoding_error (PngReader *reader, GError **error)
{
  if (reader->error != NULL)
    g_propagate_error (error, g_steal_pointer (&reader->error));
  else if (reader->ended)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED,
                 "“%s” is cut short: its %" G_GSIZE_FORMAT " bytes hold only a part of the PNG image", reader->name, reader->length);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” is not a valid PNG image: %s", reader->name,
                 reader->message != NULL ? reader->message : "libpng could not start");
}

TrestleImage *
trestle_image_read_png (const guint8 *data, gsize length, const char *name, GError **error)
{
  PngReader reader = { .data = data, .length = length, .name = name };
  png_structp png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  RowKind kind = ROWS_RGB;
  gboolean decoded = info != NULL && decode (&reader, png, info, &kind);

  png_destroy_read_struct (&png, &info, NULL);
  if (decoded)
    expand_rows (&reader, kind);
  else
    {
      set_decoding_error (&reader, error);
      g_clear_pointer (&reader.image, trestle_image_unref);
    }
  g_free (reader.rows);
  g_free (reader.message);
  return reader.image;
}
