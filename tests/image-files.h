/* PNG and JPEG files in memory, made from samples that a test knows. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ImageFile:
 * @color_type: libpng's PNG_COLOR_TYPE_*, or libjpeg's J_COLOR_SPACE of the file
 * @bit_depth: of a PNG; 1, 2, 4, 8 or 16
 * @in_steps: whether the file is interlaced, or progressive
 * @n_channels: samples of each pixel
 * @samples: `[height, width, n_channels]`, each below 2^@bit_depth
 * @palette: (nullable): `[n_colors, 3]`
 * @orientation: what the EXIF data of a JPEG say, or 0 for none
 */
typedef struct
{
  int color_type;
  int bit_depth;
  gboolean in_steps;
  guint width;
  guint height;
  guint n_channels;
  const guint16 *samples;
  const guint8 *palette;
  guint n_colors;
  guint8 orientation;
} ImageFile;

/* (transfer full): a PNG that also has a gamma and a transparent colour, which readers here must ignore. */
GByteArray *image_file_to_png (const ImageFile *file);

/* (transfer full): a PNG that ends after its header. */
GByteArray *image_file_to_png_header (guint width, guint height);

/* (transfer full): a JPEG of the best quality, no channel reduced; four-channel samples are stored as they are. */
GByteArray *image_file_to_jpeg (const ImageFile *file);

G_END_DECLS
