/* Bicubic resizing of RGB8 images, the same to the last bit as Pillow's, which the published models were trained with. */
#pragma once

#include "core/input/image.h"

G_BEGIN_DECLS

/**
 * trestle_bicubic_resize:
 * @image: the image; `@width * @image->height` must not be above %TRESTLE_IMAGE_MAX_PIXELS
 * @width: of the result, at least 1
 * @height: of the result, at least 1
 *
 * Keys' cubic convolution with a = -0.5 (Keys 1981, "Cubic convolution interpolation for digital image processing"), first along the rows,
 * then along the columns, rounded to bytes after each. Where the image shrinks, the kernel is widened by as much, so that nothing is
 * skipped. The weights are whole multiples of 2^-22.
 *
 * Returns: (transfer full): the resized image
 */
TrestleImage *trestle_bicubic_resize (const TrestleImage *image, guint width, guint height);

G_END_DECLS
