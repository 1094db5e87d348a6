/* Writes test images with libpng and libjpeg; any failure of theirs ends the test. */
#include "tests/image-files.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>

/* Needs stdio.h's types. */
#include <jpeglib.h>

static void
append_data (png_structp png, png_bytep data, png_size_t length)
{
  g_byte_array_append (png_get_io_ptr (png), data, (guint) length);
}

static void
flush_data (png_structp png)
{
}

static png_structp
create_png (GByteArray *bytes, png_infop *info)
{
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);

  *info = png_create_info_struct (png);
  png_set_write_fn (png, bytes, append_data, flush_data);
  png_set_user_limits (png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  return png;
}

static void
set_ignored_chunks (png_structp png, png_infop info, const ImageFile *file)
{
  png_color_16 transparent = { .red = file->samples[0], .green = 0, .blue = 0, .gray = file->samples[0] };
  png_byte opacity[2] = { 0, 128 };

  png_set_gAMA (png, info, 1.0);
  if (file->color_type == PNG_COLOR_TYPE_PALETTE)
    png_set_tRNS (png, info, opacity, 2, NULL);
  else if ((file->color_type & PNG_COLOR_MASK_ALPHA) == 0)
    png_set_tRNS (png, info, NULL, 0, &transparent);
}

static void
set_palette (png_structp png, png_infop info, const ImageFile *file)
{
  png_color colors[256];

  for (guint i = 0; i < file->n_colors; i++)
    colors[i] = (png_color){ file->palette[i * 3], file->palette[i * 3 + 1], file->palette[i * 3 + 2] };
  png_set_PLTE (png, info, colors, (int) file->n_colors);
}

/* (transfer full): one sample a byte, or two with the high one first; libpng packs smaller ones itself. */
static guint8 *
lay_out_rows (const ImageFile *file, png_bytep *rows)
{
  gsize per_row = (gsize) file->width * file->n_channels;
  gsize sample_size = file->bit_depth == 16 ? 2 : 1;
  guint8 *data = g_malloc (per_row * file->height * sample_size); /* [height, width, n_channels] */

  for (gsize i = 0; i < per_row * file->height; i++)
    {
      if (sample_size == 2)
        data[i * 2] = (guint8) (file->samples[i] >> 8);
      data[i * sample_size + sample_size - 1] = (guint8) file->samples[i];
    }
  for (guint y = 0; y < file->height; y++)
    rows[y] = data + y * per_row * sample_size;
  return data;
}

GByteArray *
image_file_to_png (const ImageFile *file)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree png_bytep *rows = g_new (png_bytep, file->height);
  G_GNUC_UNUSED g_autofree guint8 *data = lay_out_rows (file, rows);
  png_infop info;
  png_structp png = create_png (bytes, &info);

  png_set_IHDR (png, info, file->width, file->height, file->bit_depth, file->color_type,
                file->in_steps ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  if (file->palette != NULL)
    set_palette (png, info, file);
  set_ignored_chunks (png, info, file);
  png_set_check_for_invalid_index (png, 0);
  png_write_info (png, info);
  png_set_packing (png);
  png_write_image (png, rows);
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  return bytes;
}

GByteArray *
image_file_to_png_header (guint width, guint height)
{
  GByteArray *bytes = g_byte_array_new ();
  png_infop info;
  png_structp png = create_png (bytes, &info);

  png_set_IHDR (png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  png_write_info (png, info);
  png_write_chunk (png, (png_const_bytep) "IDAT", NULL, 0);
  png_destroy_write_struct (&png, &info);
  return bytes;
}

static J_COLOR_SPACE
color_space_of_samples (const ImageFile *file)
{
  return file->n_channels == 1 ? JCS_GRAYSCALE : file->n_channels == 3 ? JCS_RGB : JCS_CMYK;
}

static void
write_orientation (struct jpeg_compress_struct *compress, guint8 orientation)
{
  const guint8 exif[] = { 'E',  'x',  'i', 'f', 0, 0, 'M', 'M', 0, '*',         0, 0, 0, 8, 0, 1,
                          0x01, 0x12, 0,   3,   0, 0, 0,   1,   0, orientation, 0, 0, 0, 0, 0, 0 };

  jpeg_write_marker (compress, JPEG_APP0 + 1, exif, sizeof exif);
}

static void
set_up_jpeg (struct jpeg_compress_struct *compress, const ImageFile *file)
{
  compress->image_width = file->width;
  compress->image_height = file->height;
  compress->input_components = (int) file->n_channels;
  compress->in_color_space = color_space_of_samples (file);
  jpeg_set_defaults (compress);
  jpeg_set_colorspace (compress, (J_COLOR_SPACE) file->color_type);
  jpeg_set_quality (compress, 100, TRUE);
  for (int i = 0; i < compress->num_components; i++)
    compress->comp_info[i].h_samp_factor = compress->comp_info[i].v_samp_factor = 1;
  if (file->in_steps)
    jpeg_simple_progression (compress);
}

GByteArray *
image_file_to_jpeg (const ImageFile *file)
{
  struct jpeg_compress_struct compress;
  struct jpeg_error_mgr errors;
  unsigned char *data = NULL;
  unsigned long length = 0;
  gsize per_row = (gsize) file->width * file->n_channels;
  g_autofree guint8 *row = g_malloc (per_row);
  GByteArray *bytes = g_byte_array_new ();

  compress.err = jpeg_std_error (&errors);
  jpeg_create_compress (&compress);
  jpeg_mem_dest (&compress, &data, &length);
  set_up_jpeg (&compress, file);
  jpeg_start_compress (&compress, TRUE);
  if (file->orientation != 0)
    write_orientation (&compress, file->orientation);
  for (guint y = 0; y < file->height; y++)
    {
      for (gsize i = 0; i < per_row; i++)
        row[i] = (guint8) file->samples[y * per_row + i];
      jpeg_write_scanlines (&compress, &row, 1);
    }
  jpeg_finish_compress (&compress);
  jpeg_destroy_compress (&compress);
  g_byte_array_append (bytes, data, (guint) length);
  free (data);
  return bytes;
}
