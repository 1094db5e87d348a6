/* What happens to an image before a vision tower reads it: the size rule, the crop and the normalisation. */
#include "core/input/preprocess.h"

#include "core/error.h"
#include "core/input/bicubic.h"
#include "core/input/preprocess-private.h"

#include <math.h>

void
trestle_preprocess_init (TrestlePreprocess *settings, guint image_size)
{
  *settings = (TrestlePreprocess){
    .do_resize = TRUE,
    .shortest_edge = image_size,
    .limits_longest = TRUE,
    .size_divisor = MIN (TRESTLE_PREPROCESS_DIVISOR, image_size),
    .do_center_crop = TRUE,
    .rescale_factor = 1.0 / 255.0,
    .mean = { 0.48145466, 0.4578275, 0.40821073 }, /* CLIP's */
    .std = { 0.26862954, 0.26130258, 0.27577711 },
  };
}

void
trestle_preprocess_init_original (TrestlePreprocess *settings, guint image_size, gboolean is_plain_vit)
{
  trestle_preprocess_init (settings, image_size);
  settings->limits_longest = FALSE;
  settings->size_divisor = 1;
  settings->as_torchvision = TRUE;
  for (guint channel = 0; channel < 3 && is_plain_vit; channel++)
    settings->mean[channel] = settings->std[channel] = 0.5;
}

void
trestle_preprocess_set_size (TrestlePreprocess *settings, guint image_size)
{
  settings->shortest_edge = image_size;
  settings->crop_size = image_size;
  settings->size_divisor = MIN (settings->size_divisor, image_size);
}

float
trestle_preprocess_normalise (const TrestlePreprocess *settings, guint channel, guint8 byte)
{
  float value = (float) (byte * settings->rescale_factor);

  return (value - (float) settings->mean[channel]) / (float) settings->std[channel];
}

static guint
longest_edge (const TrestlePreprocess *settings)
{
  return (guint) (1333.0 / 800.0 * settings->shortest_edge);
}

static guint
round_side (const TrestlePreprocess *settings, double side)
{
  double rounding = settings->as_torchvision ? 0.0 : 0.5;

  return (guint) (side + rounding) / settings->size_divisor * settings->size_divisor;
}

/* What a side becomes when another one of @short_side pixels becomes the shortest edge. In float64, each in the order of its original. */
static double
scale_side (const TrestlePreprocess *settings, guint side, guint short_side)
{
  if (settings->as_torchvision)
    return (double) settings->shortest_edge * side / short_side;
  return (double) settings->shortest_edge / short_side * side;
}

static void
choose_size (const TrestlePreprocess *settings, const TrestleImage *image, guint *width, guint *height)
{
  gboolean is_wide = image->height < image->width;
  double new_width = is_wide ? scale_side (settings, image->width, image->height) : settings->shortest_edge;
  double new_height = is_wide ? settings->shortest_edge : scale_side (settings, image->height, image->width);
  double longest = MAX (new_width, new_height);

  if (settings->limits_longest && longest > longest_edge (settings))
    {
      double scale = longest_edge (settings) / longest;

      new_width *= scale;
      new_height *= scale;
    }
  *width = round_side (settings, new_width);
  *height = round_side (settings, new_height);
}

static void
set_shape_error (const TrestlePreprocess *settings, const TrestleImage *image, const char *name, GError **error)
{
  gboolean is_wide = image->width > image->height;
  double most = longest_edge (settings) / (settings->size_divisor - 0.5);

  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” is %u x %u pixels, too %s for its %s: resized to a longer side of %u pixels, rounded down to multiples of %u, "
               "its %s would be 0; crop the image so that its longer side is at most %.1f times its shorter side",
               name, image->width, image->height, is_wide ? "wide" : "high", is_wide ? "height" : "width", longest_edge (settings),
               settings->size_divisor, is_wide ? "height" : "width", floor (most * 10.0) / 10.0);
}

/* Where the longest side has no limit, a strip of pixels could become more than there is memory for. */
static gboolean
check_resized (const TrestleImage *image, guint width, guint height, const char *name, GError **error)
{
  guint64 most = (guint64) width * MAX (image->height, height);

  if (most <= TRESTLE_IMAGE_MAX_PIXELS)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
               "“%s” is %u x %u pixels and would become %u x %u, which is too large; crop it to a shape nearer to a square", name,
               image->width, image->height, width, height);
  return FALSE;
}

TrestleImage *
trestle_preprocess_resize (const TrestlePreprocess *settings, const TrestleImage *image, const char *name, GError **error)
{
  guint width, height;

  choose_size (settings, image, &width, &height);
  if (width == 0 || height == 0)
    {
      set_shape_error (settings, image, name, error);
      return NULL;
    }
  if (!check_resized (image, width, height, name, error))
    return NULL;
  return trestle_bicubic_resize (image, width, height);
}

/*
 * Half of @size - @crop: below 0 the crop begins outside of the image. The published image processor rounds down. torchvision rounds to
 * even where it crops, and pads the lesser half first, which is to round towards 0.
 */
static gint
crop_start (const TrestlePreprocess *settings, guint size, guint crop)
{
  gint difference = (gint) size - (gint) crop;

  if (!settings->as_torchvision)
    return (difference - (difference & 1)) / 2;
  return difference > 0 ? (gint) nearbyint (difference / 2.0) : difference / 2;
}

/* Which pixels of an image become a tensor; outside of the image they are black. */
typedef struct
{
  gint x, y;
  guint width, height;
} Crop;

static Crop
choose_crop (const TrestlePreprocess *settings, const TrestleImage *image)
{
  guint side = settings->crop_size != 0 ? settings->crop_size : settings->shortest_edge;

  if (!settings->do_center_crop)
    return (Crop){ 0, 0, image->width, image->height };
  return (Crop){ crop_start (settings, image->width, side), crop_start (settings, image->height, side), side, side };
}

static void
fill_row (const float *normalised, const TrestleImage *image, const Crop *crop, guint row, guint channel, float *out)
{
  gint y = crop->y + (gint) row;
  gboolean is_inside = y >= 0 && y < (gint) image->height;

  for (guint column = 0; column < crop->width; column++)
    {
      gint x = crop->x + (gint) column;
      guint8 byte = 0;

      if (is_inside && x >= 0 && x < (gint) image->width)
        byte = image->pixels[((gsize) y * image->width + x) * 3 + channel];
      out[column] = normalised[byte];
    }
}

static TrestleTensor
normalise_crop (const TrestlePreprocess *settings, const TrestleImage *image, const Crop *crop)
{
  TrestleTensor pixels = trestle_tensor_new (3, crop->height, crop->width); /* [3, crop, crop] */
  float normalised[256];

  for (guint channel = 0; channel < 3; channel++)
    {
      TrestleTensor plane = trestle_tensor_matrix (&pixels, channel); /* [crop, crop] */

      for (guint byte = 0; byte < 256; byte++)
        normalised[byte] = trestle_preprocess_normalise (settings, channel, (guint8) byte);
      for (guint row = 0; row < crop->height; row++)
        fill_row (normalised, image, crop, row, channel, plane.data + row * plane.stride);
    }
  return pixels;
}

static TrestleImageWindow
map_back (const Crop *crop, const TrestleImage *resized, const TrestleImage *original)
{
  double x_scale = (double) original->width / resized->width;
  double y_scale = (double) original->height / resized->height;

  return (TrestleImageWindow){ crop->x * x_scale, crop->y * y_scale, crop->width * x_scale, crop->height * y_scale };
}

gboolean
trestle_preprocess_run (const TrestlePreprocess *settings,
                        const TrestleImage *image,
                        const char *name,
                        TrestleTensor *pixels,
                        TrestleImageWindow *window,
                        GError **error)
{
  g_autoptr (TrestleImage) resized = NULL;
  Crop crop;

  resized = settings->do_resize ? trestle_preprocess_resize (settings, image, name, error) : trestle_image_ref ((TrestleImage *) image);
  if (resized == NULL)
    return FALSE;
  crop = choose_crop (settings, resized);
  if (crop.width > TRESTLE_PREPROCESS_MAX_SIDE || crop.height > TRESTLE_PREPROCESS_MAX_SIDE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
                   "“%s” would reach the model with %u x %u pixels; a side may have at most %u", name, crop.width, crop.height,
                   TRESTLE_PREPROCESS_MAX_SIDE);
      return FALSE;
    }
  *pixels = normalise_crop (settings, resized, &crop);
  if (window != NULL)
    *window = map_back (&crop, resized, image);
  return TRUE;
}
