/* Bicubic resizing in fixed-point numbers: a filter for each direction, and one pass with each. */
#include "core/input/bicubic.h"

#include <math.h>

#define A (-0.5)
#define KERNEL_RADIUS 2.0
#define WEIGHT_BITS 22
#define HALF (1 << (WEIGHT_BITS - 1))

/**
 * Taps:
 * @first: the first input pixel
 * @count: how many input pixels
 * @weights: `[count]`, in units of 2^-22
 *
 * What one output pixel is made of.
 */
typedef struct
{
  guint first;
  guint count;
  gint32 *weights;
} Taps;

/* One direction: `[size]` taps, their weights in one block. */
typedef struct
{
  Taps *taps;
  gint32 *weights;
} Filter;

static double
kernel (double x)
{
  x = fabs (x);
  if (x < 1.0)
    return ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0;
  if (x < KERNEL_RADIUS)
    return (((x - 5.0) * x + 8.0) * x - 4.0) * A;
  return 0.0;
}

static gint32
fixed_point (double weight)
{
  return (gint32) (weight * (1 << WEIGHT_BITS) + (weight < 0.0 ? -0.5 : 0.5));
}

/* The order of these operations is what makes the last bit agree; @scratch holds the weights before they are divided by their sum. */
static void
fill_taps (Taps *taps, guint index, double step, double widening, guint input_size, double *scratch)
{
  double center = (index + 0.5) * step;
  double radius = KERNEL_RADIUS * widening;
  int first = MAX ((int) (center - radius + 0.5), 0);
  int end = MIN ((int) (center + radius + 0.5), (int) input_size);
  double sum = 0.0;

  taps->first = (guint) first;
  taps->count = (guint) (end - first);
  for (int i = 0; i < end - first; i++)
    {
      scratch[i] = kernel ((i + first - center + 0.5) * (1.0 / widening));
      sum += scratch[i];
    }
  for (int i = 0; i < end - first; i++)
    taps->weights[i] = fixed_point (sum != 0.0 ? scratch[i] / sum : scratch[i]);
}

static Filter
filter_new (guint input_size, guint output_size)
{
  double step = (double) input_size / output_size;
  double widening = MAX (step, 1.0);
  gsize most_taps = (gsize) ceil (KERNEL_RADIUS * widening) * 2 + 1;
  g_autofree double *scratch = g_new (double, most_taps);
  Filter filter;

  filter.taps = g_new (Taps, output_size);
  filter.weights = g_new (gint32, most_taps * output_size); /* [output_size, most_taps] */
  for (guint i = 0; i < output_size; i++)
    {
      filter.taps[i].weights = filter.weights + i * most_taps;
      fill_taps (&filter.taps[i], i, step, widening, input_size, scratch);
    }
  return filter;
}

static void
filter_clear (Filter *filter)
{
  g_free (filter->taps);
  g_free (filter->weights);
}

static inline guint8
to_byte (gint32 sum)
{
  return (guint8) CLAMP (sum >> WEIGHT_BITS, 0, 255);
}

static void
resize_row (const Filter *filter, const guint8 *row, guint8 *out, guint width)
{
  for (guint x = 0; x < width; x++, out += 3)
    {
      const Taps *taps = &filter->taps[x];
      const guint8 *pixel = row + (gsize) taps->first * 3;
      gint32 red = HALF, green = HALF, blue = HALF;

      for (guint i = 0; i < taps->count; i++, pixel += 3)
        {
          red += pixel[0] * taps->weights[i];
          green += pixel[1] * taps->weights[i];
          blue += pixel[2] * taps->weights[i];
        }
      out[0] = to_byte (red);
      out[1] = to_byte (green);
      out[2] = to_byte (blue);
    }
}

static TrestleImage *
resize_rows (const TrestleImage *image, guint width)
{
  TrestleImage *out = trestle_image_new (width, image->height); /* [image->height, width, 3] */
  Filter filter = filter_new (image->width, width);

#pragma omp parallel for
  for (guint y = 0; y < image->height; y++)
    resize_row (&filter, image->pixels + (gsize) y * image->width * 3, out->pixels + (gsize) y * width * 3, width);
  filter_clear (&filter);
  return out;
}

/* One row of the result from some rows of @image; whole rows at a time, because that is how they lie in memory. */
static void
mix_rows (const Taps *taps, const TrestleImage *image, gint32 *sums, guint8 *out)
{
  gsize count = (gsize) image->width * 3;
  const guint8 *row = image->pixels + taps->first * count;

  for (gsize i = 0; i < count; i++)
    sums[i] = HALF;
  for (guint tap = 0; tap < taps->count; tap++, row += count)
    for (gsize i = 0; i < count; i++)
      sums[i] += row[i] * taps->weights[tap];
  for (gsize i = 0; i < count; i++)
    out[i] = to_byte (sums[i]);
}

static TrestleImage *
resize_columns (const TrestleImage *image, guint height)
{
  TrestleImage *out = trestle_image_new (image->width, height); /* [height, image->width, 3] */
  Filter filter = filter_new (image->height, height);
  gsize count = (gsize) image->width * 3;

#pragma omp parallel
  {
    g_autofree gint32 *sums = g_new (gint32, count);

#pragma omp for
    for (guint y = 0; y < height; y++)
      mix_rows (&filter.taps[y], image, sums, out->pixels + y * count);
  }
  filter_clear (&filter);
  return out;
}

/* A direction that keeps its size is left out: its only tap would be the pixel itself. */
TrestleImage *
trestle_bicubic_resize (const TrestleImage *image, guint width, guint height)
{
  g_autoptr (TrestleImage) wide = NULL;

  g_assert (width > 0 && height > 0 && image->width > 0 && image->height > 0);
  wide = width == image->width ? trestle_image_ref ((TrestleImage *) image) : resize_rows (image, width);
  return height == wide->height ? g_steal_pointer (&wide) : resize_columns (wide, height);
}
