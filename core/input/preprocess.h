/* An image to the pixels that a vision tower reads: resize, crop, scale, normalise, as preprocessor_config.json says. */
#pragma once

#include "core/input/image.h"
#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/**
 * TrestlePreprocess:
 * @do_resize: whether to resize at all
 * @shortest_edge: pixels the shortest side becomes; also the side of the centre crop unless @crop_size says otherwise
 * @limits_longest: whether the longest side may be at most int (1333 / 800 * @shortest_edge) pixels
 * @size_divisor: both sides are rounded down to a multiple of this
 * @do_center_crop: crop (and zero-pad where short) to @crop_size x @crop_size
 * @crop_size: in pixels; 0 means @shortest_edge
 * @as_torchvision: whether half pixels go where torchvision's Resize and CenterCrop put them: the longer side is cut to a whole number
 *   of pixels, the start of the crop rounded to the nearest one, halves to even; without it the longer side is rounded and the start cut
 * @rescale_factor: what a byte is multiplied by; 1 if rescaling is off
 * @mean: per channel, subtracted; 0 if normalising is off
 * @std: per channel, divided by; 1 if normalising is off
 *
 * The settings, with the published defaults for what a file leaves out (288, divisor 32, CLIP's mean and standard deviation).
 */
typedef struct
{
  gboolean do_resize;
  guint shortest_edge;
  gboolean limits_longest;
  guint size_divisor;
  gboolean do_center_crop;
  guint crop_size;
  gboolean as_torchvision;
  double rescale_factor;
  double mean[3];
  double std[3];
} TrestlePreprocess;

/**
 * TrestleImageWindow:
 *
 * The part of the original image that the model sees, in original pixels; it reaches outside of the image where the crop was padded.
 */
typedef struct
{
  double x, y, width, height;
} TrestleImageWindow;

/* The published defaults for a model that reads @image_size x @image_size pixels. */
void trestle_preprocess_init (TrestlePreprocess *settings, guint image_size);

/**
 * trestle_preprocess_init_original:
 * @is_plain_vit: whether the vision tower is a plain ViT or DeiT, whose pixels go from -1 to 1, rather than CLIP's
 *
 * How the original repositories prepare images, with torchvision: the shortest side becomes @image_size, whatever the longest, then the
 * centre is cropped.
 */
void trestle_preprocess_init_original (TrestlePreprocess *settings, guint image_size, gboolean is_plain_vit);

/* For a model that is run at another image size: the shortest side and the crop become @image_size pixels. */
void trestle_preprocess_set_size (TrestlePreprocess *settings, guint image_size);

/**
 * trestle_preprocess_load:
 * @folder: a model folder; without a preprocessor_config.json in it the defaults for @image_size are used
 *
 * Errors: %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_UNSUPPORTED (another resampling than bicubic), %TRESTLE_ERROR_TOO_LARGE (a side above
 * 4096).
 */
gboolean trestle_preprocess_load (TrestlePreprocess *settings, const char *folder, guint image_size, GError **error);

/**
 * trestle_preprocess_resize:
 *
 * The size rule of section 4 of the design: the shortest side becomes @shortest_edge, the longest at most int (1333 / 800 *
 * shortest_edge); both rounded down to a multiple of @size_divisor; bicubic (a = -0.5, support widened when shrinking) on
 * bytes, bit for bit as Pillow's Image.resize (..., BICUBIC).
 *
 * Errors: %TRESTLE_ERROR_INPUT if a side would become 0 (an image far wider than high).
 *
 * Returns: (transfer full): the resized image
 */
TrestleImage *trestle_preprocess_resize (const TrestlePreprocess *settings, const TrestleImage *image, const char *name, GError **error);

/**
 * trestle_preprocess_run:
 * @name: what errors call the image
 * @pixels: (out): `[3, crop, crop]`, to be freed with trestle_tensor_clear()
 * @window: (out) (optional): what part of the image that is
 */
gboolean trestle_preprocess_run (const TrestlePreprocess *settings,
                                 const TrestleImage *image,
                                 const char *name,
                                 TrestleTensor *pixels,
                                 TrestleImageWindow *window,
                                 GError **error);

G_END_DECLS
