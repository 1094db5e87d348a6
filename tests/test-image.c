/* Images: every kind of PNG and JPEG gives the pixels it was made from, and no file, however broken, does more than fail with a sentence.
 */
#include "core/error.h"
#include "core/input/image.h"
#include "tests/image-files.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <png.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Needs stdio.h's types. */
#include <jpeglib.h>

#define NAME "holiday.picture"

/* (transfer full): loads and frees @bytes. */
static TrestleImage *
load (GByteArray *bytes, GError **error)
{
  g_autoptr (GBytes) content = g_byte_array_free_to_bytes (bytes);

  return trestle_image_load_bytes (content, NAME, error);
}

static TrestleImage *
load_prefix (GByteArray *bytes, gsize length, GError **error)
{
  /* A copy of exactly this size, so that AddressSanitizer sees a read behind it. */
  g_autoptr (GBytes) content = g_bytes_new (bytes->data, length);

  return trestle_image_load_bytes (content, NAME, error);
}

static void
assert_error (const GError *error, GQuark domain, gint code, const char *name)
{
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_null (strchr (error->message, '\n'));
}

static void
assert_pixel (const TrestleImage *image, guint x, guint y, const guint8 expected[3], int tolerance)
{
  const guint8 *pixel = image->pixels + ((gsize) y * image->width + x) * 3;

  for (guint channel = 0; channel < 3; channel++)
    g_assert_cmpint (ABS (pixel[channel] - expected[channel]), <=, tolerance);
}

static guint
channels_of_png (int color_type)
{
  return color_type == PNG_COLOR_TYPE_RGBA ? 4 : color_type == PNG_COLOR_TYPE_RGB ? 3 : color_type == PNG_COLOR_TYPE_GRAY_ALPHA ? 2 : 1;
}

/* (transfer full): `[height, width, n_channels]`, numbers that look random and are below 2^bit_depth. */
static guint16 *
make_samples (guint count, int bit_depth)
{
  guint16 *samples = g_new (guint16, count);
  GRand *random = g_rand_new_with_seed (11);

  for (guint i = 0; i < count; i++)
    samples[i] = (guint16) g_rand_int_range (random, 0, 1 << bit_depth);
  g_rand_free (random);
  return samples;
}

/* What Pillow's convert("RGB") makes of one pixel. */
static void
expect_png_pixel (const ImageFile *file, const guint16 *samples, guint8 expected[3])
{
  for (guint channel = 0; channel < 3; channel++)
    {
      guint sample = samples[file->n_channels >= 3 ? channel : 0];

      if (file->color_type == PNG_COLOR_TYPE_PALETTE)
        expected[channel] = sample < file->n_colors ? file->palette[sample * 3 + channel] : (guint8) sample;
      else if (file->color_type == PNG_COLOR_TYPE_GRAY && file->bit_depth == 16)
        expected[channel] = (guint8) MIN (sample, 255);
      else if (file->bit_depth == 16)
        expected[channel] = (guint8) (sample >> 8);
      else
        expected[channel] = (guint8) (sample * 255 / ((1u << file->bit_depth) - 1));
    }
}

static void
check_png (ImageFile *file)
{
  g_autofree guint16 *samples = make_samples (file->width * file->height * file->n_channels, file->bit_depth);
  g_autoptr (TrestleImage) image = NULL;
  g_autoptr (GError) error = NULL;

  /* Dark 16-bit greys, the only ones that do not clip. */
  for (guint i = 0; i < file->width * file->height * file->n_channels && file->bit_depth == 16; i += 2)
    samples[i] %= 300;
  file->samples = samples;
  image = load (image_file_to_png (file), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (image->width, ==, file->width);
  g_assert_cmpuint (image->height, ==, file->height);
  for (guint y = 0; y < file->height; y++)
    for (guint x = 0; x < file->width; x++)
      {
        guint8 expected[3];

        expect_png_pixel (file, samples + ((gsize) y * file->width + x) * file->n_channels, expected);
        assert_pixel (image, x, y, expected, 0);
      }
}

static void
test_png_of_every_kind_gives_its_pixels (void)
{
  static const struct
  {
    int color_type, bit_depth;
  } kinds[] = {
    { PNG_COLOR_TYPE_GRAY, 1 },        { PNG_COLOR_TYPE_GRAY, 2 },    { PNG_COLOR_TYPE_GRAY, 4 },    { PNG_COLOR_TYPE_GRAY, 8 },
    { PNG_COLOR_TYPE_GRAY, 16 },       { PNG_COLOR_TYPE_RGB, 8 },     { PNG_COLOR_TYPE_RGB, 16 },    { PNG_COLOR_TYPE_PALETTE, 1 },
    { PNG_COLOR_TYPE_PALETTE, 2 },     { PNG_COLOR_TYPE_PALETTE, 4 }, { PNG_COLOR_TYPE_PALETTE, 8 }, { PNG_COLOR_TYPE_GRAY_ALPHA, 8 },
    { PNG_COLOR_TYPE_GRAY_ALPHA, 16 }, { PNG_COLOR_TYPE_RGBA, 8 },    { PNG_COLOR_TYPE_RGBA, 16 },
  };
  static const guint sides[][2] = { { 1, 1 }, { 7, 3 }, { 2, 9 }, { 33, 17 } };
  guint8 palette[256 * 3];

  for (guint i = 0; i < sizeof palette; i++)
    palette[i] = (guint8) (i * 89 + 13);
  for (guint i = 0; i < G_N_ELEMENTS (kinds) * G_N_ELEMENTS (sides) * 2; i++)
    {
      const guint *size = sides[i / 2 % G_N_ELEMENTS (sides)];
      gboolean is_palette;
      ImageFile file = { .width = size[0], .height = size[1], .in_steps = i % 2 };

      file.color_type = kinds[i / 2 / G_N_ELEMENTS (sides)].color_type;
      file.bit_depth = kinds[i / 2 / G_N_ELEMENTS (sides)].bit_depth;
      file.n_channels = channels_of_png (file.color_type);
      is_palette = file.color_type == PNG_COLOR_TYPE_PALETTE;
      file.palette = is_palette ? palette : NULL;
      file.n_colors = is_palette ? 1u << file.bit_depth : 0;
      check_png (&file);
    }
}

static void
test_png_index_beyond_the_palette_is_grey (void)
{
  static const guint8 palette[] = { 250, 1, 2, 3, 251, 4 };
  ImageFile file = {
    .width = 21, .height = 5, .color_type = PNG_COLOR_TYPE_PALETTE, .bit_depth = 8, .n_channels = 1, .palette = palette, .n_colors = 2
  };

  check_png (&file);
}

/* Four flat quarters, each larger than a block: what JPEG keeps exactly, up to the rounding of its colours. */
static guint16 *
make_quarters (const guint8 colors[4][4], guint n_channels)
{
  guint16 *samples = g_new (guint16, 32 * 16 * n_channels); /* [16, 32, n_channels] */

  for (guint y = 0; y < 16; y++)
    for (guint x = 0; x < 32; x++)
      for (guint channel = 0; channel < n_channels; channel++)
        samples[(y * 32 + x) * n_channels + channel] = colors[y / 8 * 2 + x / 16][channel];
  return samples;
}

static TrestleImage *
load_quarters (const guint8 colors[4][4], int color_type, guint n_channels, gboolean is_progressive)
{
  g_autofree guint16 *samples = make_quarters (colors, n_channels);
  g_autoptr (GError) error = NULL;
  ImageFile file = { .color_type = color_type,
                     .in_steps = is_progressive,
                     .width = 32,
                     .height = 16,
                     .n_channels = n_channels,
                     .samples = samples,
                     .orientation = color_type == JCS_YCbCr ? 6 : 0 };
  TrestleImage *image = load (image_file_to_jpeg (&file), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image->width, ==, 32);
  g_assert_cmpuint (image->height, ==, 16);
  return image;
}

static void
test_jpeg_of_every_kind_gives_its_pixels (void)
{
  static const struct
  {
    int color_type;
    guint n_channels;
    int tolerance;
  } kinds[] = { { JCS_GRAYSCALE, 1, 0 }, { JCS_RGB, 3, 0 }, { JCS_YCbCr, 3, 2 }, { JCS_CMYK, 4, 0 }, { JCS_YCCK, 4, 2 } };
  static const guint8 colors[4][4] = { { 250, 20, 60, 200 }, { 10, 200, 90, 255 }, { 128, 127, 3, 90 }, { 0, 255, 77, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds) * 2; i++)
    {
      g_autoptr (TrestleImage) image = load_quarters (colors, kinds[i / 2].color_type, kinds[i / 2].n_channels, i % 2);

      for (guint quarter = 0; quarter < 4; quarter++)
        {
          guint n_channels = kinds[i / 2].n_channels;
          guint8 expected[3];

          /* Four channels are inks as Adobe stores them: 255 is none. */
          for (guint channel = 0; channel < 3; channel++)
            expected[channel] = n_channels == 1   ? colors[quarter][0]
                                : n_channels == 3 ? colors[quarter][channel]
                                                  : (guint8) ((colors[quarter][channel] * colors[quarter][3] + 127) / 255);
          assert_pixel (image, quarter % 2 * 16, quarter / 2 * 8, expected, kinds[i / 2].tolerance);
          assert_pixel (image, quarter % 2 * 16 + 15, quarter / 2 * 8 + 7, expected, kinds[i / 2].tolerance);
        }
    }
}

static GByteArray *
make_small_png (gboolean in_steps)
{
  g_autofree guint16 *samples = make_samples (20 * 15 * 3, 8);
  ImageFile file = {
    .color_type = PNG_COLOR_TYPE_RGB, .bit_depth = 8, .in_steps = in_steps, .width = 20, .height = 15, .n_channels = 3, .samples = samples
  };

  return image_file_to_png (&file);
}

static GByteArray *
make_small_jpeg (gboolean in_steps)
{
  g_autofree guint16 *samples = make_samples (20 * 15 * 3, 8);
  ImageFile file = { .color_type = JCS_YCbCr, .in_steps = in_steps, .width = 20, .height = 15, .n_channels = 3, .samples = samples };

  return image_file_to_jpeg (&file);
}

typedef GByteArray *(*MakeFile) (gboolean in_steps);

static const MakeFile makers[] = { make_small_png, make_small_jpeg };

static void
test_file_cut_anywhere_is_truncated (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (makers) * 2; i++)
    {
      g_autoptr (GByteArray) bytes = makers[i / 2](i % 2);

      for (gsize length = 0; length < bytes->len; length++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_null (load_prefix (bytes, length, &error));
          assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED, NAME);
        }
    }
}

static void
test_file_with_changed_bytes_fails_or_loads (void)
{
  GRand *random = g_rand_new_with_seed (3);

  for (guint i = 0; i < G_N_ELEMENTS (makers) * 2; i++)
    for (guint round = 0; round < 2000; round++)
      {
        g_autoptr (GByteArray) bytes = makers[i / 2](i % 2);
        g_autoptr (TrestleImage) image = NULL;
        g_autoptr (GError) error = NULL;

        for (gint changes = g_rand_int_range (random, 1, 5); changes > 0; changes--)
          bytes->data[g_rand_int_range (random, 0, (gint) bytes->len)] = (guint8) g_rand_int (random);
        image = load_prefix (bytes, bytes->len, &error);
        if (image == NULL)
          {
            g_assert_nonnull (error);
            g_assert_true (error->domain == TRESTLE_ERROR);
            g_assert_nonnull (strstr (error->message, NAME));
          }
      }
  g_rand_free (random);
}

static void
test_png_with_wrong_checksum_is_invalid (void)
{
  GByteArray *bytes = make_small_png (FALSE);
  g_autoptr (GError) error = NULL;

  bytes->data[29] ^= 1; /* the first byte behind the 13 of IHDR */
  g_assert_null (load (bytes, &error));
  assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, NAME);
}

static void
test_png_of_more_than_100_megapixels_is_too_large (void)
{
  static const guint sizes[][2] = { { 20000, 5001 }, { 2147483647, 2147483647 }, { 100000000, 1 }, { 1, 1000001 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load (image_file_to_png_header (sizes[i][0], sizes[i][1]), &error));
      assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, NAME);
    }
}

/* The offset of the first, or last, marker 0xFF @marker. */
static gsize
find_marker (GByteArray *bytes, guint8 marker, gboolean last)
{
  gsize found = 0;

  for (gsize i = 2; i + 1 < bytes->len && (found == 0 || last); i++)
    if (bytes->data[i] == 0xFF && bytes->data[i + 1] == marker)
      found = i;
  g_assert_cmpuint (found, >, 0);
  return found;
}

static void
test_jpeg_of_more_than_100_megapixels_is_too_large (void)
{
  GByteArray *bytes = make_small_jpeg (FALSE);
  guint8 *size = bytes->data + find_marker (bytes, 0xC0, FALSE) + 5;
  g_autoptr (GError) error = NULL;

  memcpy (size, (guint8[]){ 0x4E, 0x20, 0x4E, 0x20 }, 4); /* 20000 x 20000 */
  g_assert_null (load (bytes, &error));
  assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, NAME);
  g_assert_nonnull (strstr (error->message, "20000 x 20000"));
}

static void
test_jpeg_with_endless_scans_is_invalid (void)
{
  g_autoptr (GByteArray) bytes = make_small_jpeg (TRUE);
  gsize start = find_marker (bytes, 0xDA, TRUE);
  gsize length = bytes->len - 2 - start;
  g_autofree guint8 *scan = g_memdup2 (bytes->data + start, length);
  g_autoptr (TrestleImage) image = NULL;
  g_autoptr (GError) error = NULL;

  g_byte_array_set_size (bytes, bytes->len - 2);
  for (guint i = 0; i < 600; i++)
    g_byte_array_append (bytes, scan, (guint) length);
  g_byte_array_append (bytes, (const guint8[]){ 0xFF, 0xD9 }, 2);
  image = load_prefix (bytes, bytes->len, &error);
  g_assert_null (image);
  assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, NAME);
}

static void
append_segment (GByteArray *bytes, guint8 marker, const guint8 *content, guint length)
{
  const guint8 head[] = { 0xFF, marker, (guint8) ((length + 2) >> 8), (guint8) (length + 2) };

  g_byte_array_append (bytes, head, sizeof head);
  g_byte_array_append (bytes, content, length);
}

/* Of 5000 x 4000 pixels, all grey: a scan of what is the same everywhere, a bit for each block, and then scans that change nothing. */
static GByteArray *
make_jpeg_of_empty_scans (guint n_scans)
{
  static const guint8 start[] = { 0xFF, 0xD8 }, end[] = { 0xFF, 0xD9 };
  static const guint8 frame[] = { 8, 0x0F, 0xA0, 0x13, 0x88, 1, 1, 0x11, 0 };
  static const guint8 first_table[18] = { 0x00, 1 },
                      table[18] = { [0] = 0x10, [1] = 1, [17] = 0xE0 }; /* the code 0: 0, and a run of blocks */
  static const guint8 first_scan[] = { 1, 1, 0, 0, 0, 0 }, scan[] = { 1, 1, 0, 1, 63, 0 };
  /* Ten runs of 32,767 blocks, each a 0 and fourteen 1, with a 0 behind each byte of ones */
  static const guint8 runs[] = { 0x7F, 0xFE, 0xFF, 0,    0xFD, 0xFF, 0,    0xFB, 0xFF, 0,    0xF7, 0xFF, 0,    0xEF,
                                 0xFF, 0,    0xDF, 0xFF, 0,    0xBF, 0xFF, 0,    0x7F, 0xFE, 0xFF, 0,    0xFF, 0 };
  guint8 divisors[65] = { 0 };
  g_autofree guint8 *blocks = g_new0 (guint8, 625 * 500 / 8 + 1);
  GByteArray *bytes = g_byte_array_new ();

  memset (divisors + 1, 1, 64);
  g_byte_array_append (bytes, start, sizeof start);
  append_segment (bytes, 0xDB, divisors, sizeof divisors);
  append_segment (bytes, 0xC2, frame, sizeof frame);
  append_segment (bytes, 0xC4, first_table, sizeof first_table);
  append_segment (bytes, 0xC4, table, sizeof table);
  append_segment (bytes, 0xDA, first_scan, sizeof first_scan);
  g_byte_array_append (bytes, blocks, 625 * 500 / 8 + 1);
  for (guint i = 0; i < n_scans; i++)
    {
      append_segment (bytes, 0xDA, scan, sizeof scan);
      g_byte_array_append (bytes, runs, sizeof runs);
    }
  g_byte_array_append (bytes, end, sizeof end);
  return bytes;
}

/* 490 scans of 100 megapixels took nine seconds. */
static void
test_jpeg_with_more_scans_than_its_size_allows_is_invalid (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleImage) image = load (make_jpeg_of_empty_scans (20), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image->width, ==, 5000);
  g_assert_null (load (make_jpeg_of_empty_scans (165), &error));
  assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, NAME);
  g_assert_nonnull (strstr (error->message, "more than 160 scans"));
}

/* (transfer full): 4 MiB of blanks, as zlib packs them */
static GByteArray *
make_packed_blanks (void)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autofree char *blanks = g_strnfill (1 << 20, ' ');
  GByteArray *packed = g_byte_array_new ();
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize left = 4u << 20;

  while (result != G_CONVERTER_FINISHED)
    {
      gsize piece = MIN (left, 1 << 20), n_read, n_written;
      guint8 out[4096];

      result = g_converter_convert (G_CONVERTER (compressor), blanks, piece, out, sizeof out,
                                    piece == left ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &n_read, &n_written, NULL);
      g_assert_cmpint (result, !=, G_CONVERTER_ERROR);
      left -= n_read;
      g_byte_array_append (packed, out, (guint) n_written);
    }
  return packed;
}

/* As in PNG (ISO/IEC 15948, annex D). */
static guint32
compute_checksum (const guint8 *bytes, gsize length)
{
  guint32 checksum = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      checksum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        checksum = checksum >> 1 ^ ((checksum & 1) != 0 ? 0xEDB88320u : 0);
    }
  return ~checksum;
}

/* Behind the header of a PNG. */
static void
insert_chunk (GByteArray *bytes, const char *name, const GByteArray *content)
{
  const gsize place = 8 + 12 + 13;
  guint old_length = bytes->len, added = 12 + content->len;
  guint32 length = GUINT32_TO_BE (content->len), checksum;
  guint8 *chunk;

  g_byte_array_set_size (bytes, old_length + added);
  chunk = bytes->data + place;
  memmove (chunk + added, chunk, old_length - place);
  memcpy (chunk, &length, 4);
  memcpy (chunk + 4, name, 4);
  memcpy (chunk + 8, content->data, content->len);
  checksum = GUINT32_TO_BE (compute_checksum (chunk + 4, 4 + content->len));
  memcpy (chunk + 8 + content->len, &checksum, 4);
}

/* Of this process, in bytes. */
static long
get_peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return 1024 * usage.ru_maxrss;
}

/* A hundred texts of 4 megabytes, and a profile of as many: none of them makes the picture, so none is unpacked. */
static void
test_png_texts_and_profiles_are_not_unpacked (void)
{
  GByteArray *bytes = make_small_png (FALSE);
  g_autoptr (GByteArray) packed = make_packed_blanks ();
  g_autoptr (TrestleImage) image = NULL;
  g_autoptr (GError) error = NULL;
  long before;

  g_byte_array_prepend (packed, (const guint8 *) "Comment\0", 9);
  for (guint i = 0; i < 100; i++)
    insert_chunk (bytes, "zTXt", packed);
  insert_chunk (bytes, "iCCP", packed);
  before = get_peak_memory ();
  image = load (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (image->width, ==, 20);
  g_assert_cmpint (get_peak_memory () - before, <, 32l << 20);
}

static void
test_jpeg_of_a_rare_kind_is_unsupported (void)
{
  GByteArray *lossless = make_small_jpeg (FALSE);
  GByteArray *deep = make_small_jpeg (FALSE);
  g_autoptr (GError) error = NULL;

  lossless->data[find_marker (lossless, 0xC0, FALSE) + 1] = 0xC3;
  g_assert_null (load (lossless, &error));
  assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, NAME);
  g_clear_error (&error);
  deep->data[find_marker (deep, 0xC0, FALSE) + 4] = 12;
  g_assert_null (load (deep, &error));
  assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, NAME);
}

/* (transfer full): a new file in a new folder, and its path. */
static char *
write_file (const char *content, gssize length)
{
  g_autofree char *folder = g_dir_make_tmp ("trestle-image-XXXXXX", NULL);
  char *path = g_build_filename (folder, "picture.png", NULL);

  g_assert_nonnull (folder);
  g_assert_true (g_file_set_contents (path, content, length, NULL));
  return path;
}

static void
remove_file (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
check_content_error (const char *content, gssize length, TrestleError code, const char *said)
{
  g_autofree char *path = write_file (content, length);
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_image_load (path, &error));
  assert_error (error, TRESTLE_ERROR, (gint) code, path);
  g_assert_nonnull (strstr (error->message, said));
  remove_file (path);
}

static void
test_file_that_is_no_image_is_named (void)
{
  check_content_error ("", 0, TRESTLE_ERROR_TRUNCATED, "empty");
  check_content_error ("Dear diary,\n", -1, TRESTLE_ERROR_UNSUPPORTED, "not an image");
  check_content_error ("GIF89a", -1, TRESTLE_ERROR_UNSUPPORTED, "GIF");
  check_content_error ("RIFF\1\2\3\4WEBPVP8 ", -1, TRESTLE_ERROR_UNSUPPORTED, "WebP");
  check_content_error ("\x89PNG\r\n\x1a\nhello, this is not a chunk", -1, TRESTLE_ERROR_INVALID, "PNG");
  check_content_error ("\xFF\xD8\xFF hello, this is not a marker", -1, TRESTLE_ERROR_INVALID, "JPEG");
}

static void
test_path_that_is_no_file_is_named (void)
{
  g_autofree char *path = write_file ("", 0);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *absent = g_build_filename (folder, "absent.png", NULL);
  g_autofree char *below = g_build_filename (path, "below.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_image_load (absent, &error));
  assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, absent);
  g_clear_error (&error);
  g_assert_null (trestle_image_load (folder, &error));
  assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR, folder);
  g_clear_error (&error);
  g_assert_null (trestle_image_load (below, &error));
  assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR, below);
  g_clear_error (&error);
  g_assert_null (trestle_image_load ("/dev/zero", &error));
  assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "/dev/zero");
  remove_file (path);
}

static void
test_pipe_is_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL), *pipe = g_build_filename (folder, "image.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (trestle_image_load (pipe, &error));
  assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, pipe);
  g_unlink (pipe);
  g_rmdir (folder);
}

/* The kind comes from the content: a JPEG may be called picture.png. */
static void
test_name_of_the_file_does_not_matter (void)
{
  g_autoptr (GByteArray) bytes = make_small_jpeg (FALSE);
  g_autofree char *path = write_file ((const char *) bytes->data, (gssize) bytes->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleImage) image = trestle_image_load (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image->width, ==, 20);
  g_assert_cmpuint (image->height, ==, 15);
  remove_file (path);
}

static void
test_sample_loads (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_DATA"), "samples", "scene-01.png", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleImage) image = trestle_image_load (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image->width, ==, 512);
  g_assert_cmpuint (image->height, ==, 512);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/png-of-every-kind-gives-its-pixels", test_png_of_every_kind_gives_its_pixels);
  g_test_add_func ("/image/png-index-beyond-the-palette-is-grey", test_png_index_beyond_the_palette_is_grey);
  g_test_add_func ("/image/jpeg-of-every-kind-gives-its-pixels", test_jpeg_of_every_kind_gives_its_pixels);
  g_test_add_func ("/image/file-cut-anywhere-is-truncated", test_file_cut_anywhere_is_truncated);
  g_test_add_func ("/image/file-with-changed-bytes-fails-or-loads", test_file_with_changed_bytes_fails_or_loads);
  g_test_add_func ("/image/png-with-wrong-checksum-is-invalid", test_png_with_wrong_checksum_is_invalid);
  g_test_add_func ("/image/png-of-more-than-100-megapixels-is-too-large", test_png_of_more_than_100_megapixels_is_too_large);
  g_test_add_func ("/image/jpeg-of-more-than-100-megapixels-is-too-large", test_jpeg_of_more_than_100_megapixels_is_too_large);
  g_test_add_func ("/image/jpeg-with-endless-scans-is-invalid", test_jpeg_with_endless_scans_is_invalid);
  g_test_add_func ("/image/jpeg-with-more-scans-than-its-size-allows-is-invalid",
                   test_jpeg_with_more_scans_than_its_size_allows_is_invalid);
  g_test_add_func ("/image/png-texts-and-profiles-are-not-unpacked", test_png_texts_and_profiles_are_not_unpacked);
  g_test_add_func ("/image/pipe-is-refused", test_pipe_is_refused);
  g_test_add_func ("/image/jpeg-of-a-rare-kind-is-unsupported", test_jpeg_of_a_rare_kind_is_unsupported);
  g_test_add_func ("/image/file-that-is-no-image-is-named", test_file_that_is_no_image_is_named);
  g_test_add_func ("/image/path-that-is-no-file-is-named", test_path_that_is_no_file_is_named);
  g_test_add_func ("/image/name-of-the-file-does-not-matter", test_name_of_the_file_does_not_matter);
  g_test_add_func ("/image/sample-loads", test_sample_loads);
  return g_test_run ();
}
