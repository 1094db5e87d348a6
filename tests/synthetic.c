/* The rule behind the golden files: a tensor's values from nothing but its name and its shape. */
#include "tests/synthetic.h"

#include <math.h>
#include <string.h>

#define INCREMENT G_GUINT64_CONSTANT (0x9E3779B97F4A7C15)

static guint64
hash_name (const char *name)
{
  guint64 hash = G_GUINT64_CONSTANT (0xCBF29CE484222325);

  for (const guint8 *byte = (const guint8 *) name; *byte != 0; byte++)
    hash = (hash ^ *byte) * G_GUINT64_CONSTANT (0x100000001B3);
  return hash;
}

static float
unit_at (guint64 hash, guint64 index)
{
  guint64 z = hash + (index + 1) * INCREMENT;

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  z = z ^ (z >> 31);
  return (float) (z >> 40) / (float) (1 << 24);
}

/* Both roundings, of the product and of the sum, must happen: volatile keeps a compiler from fusing them into one. */
static float
value_at (guint64 hash, guint64 index, float offset, float scale)
{
  volatile float product = scale * (2.0f * unit_at (hash, index) - 1.0f);

  return offset + product;
}

static float
scalar_offset (const char *last_part)
{
  if (g_str_equal (last_part, "logit_scale"))
    return 2.6592f;
  if (g_str_equal (last_part, "scaled_factor"))
    return 0.9f;
  if (g_str_equal (last_part, "beta"))
    return 0.4f;
  g_error ("no rule for a scalar called %s", last_part);
}

static void
choose_offset_and_scale (const char *name, const gsize *shape, guint n_dimensions, float *offset, float *scale)
{
  const char *dot = strrchr (name, '.');
  double fan_in = 1.0;
  double gain;

  *offset = 0.0f;
  if (n_dimensions == 0)
    {
      *offset = scalar_offset (dot != NULL ? dot + 1 : name);
      *scale = 0.0f;
    }
  else if (n_dimensions == 1)
    {
      /* Every one-dimensional "weight" is a LayerNorm's. */
      gboolean is_norm = dot != NULL && g_str_equal (dot, ".weight");

      *offset = is_norm ? 1.0f : 0.0f;
      *scale = is_norm ? 0.2f : 0.1f;
    }
  else if (strstr (name, "embedding") != NULL && strstr (name, "patch_embedding") == NULL)
    *scale = 0.5f;
  else
    {
      gain = strstr (name, "query") != NULL || strstr (name, "key") != NULL || strstr (name, "in_proj_weight") != NULL ? 2.0 : 1.0;
      for (guint i = 1; i < n_dimensions; i++)
        fan_in *= (double) shape[i];
      *scale = (float) (gain * sqrt (3.0 / fan_in));
    }
}

void
synthetic_unit (const char *name, gsize count, float *values)
{
  guint64 hash = hash_name (name);

  for (gsize i = 0; i < count; i++)
    values[i] = unit_at (hash, i);
}

void
synthetic_fill (const char *name, const gsize *shape, guint n_dimensions, float *values)
{
  guint64 hash = hash_name (name);
  gsize count = 1;
  float offset, scale;

  choose_offset_and_scale (name, shape, n_dimensions, &offset, &scale);
  for (guint i = 0; i < n_dimensions; i++)
    count *= shape[i];
  for (gsize i = 0; i < count; i++)
    values[i] = value_at (hash, i, offset, scale);
}

float *
synthetic_pixels (guint size)
{
  guint64 hash = hash_name ("input.pixels");
  gsize count = (gsize) 3 * size * size;
  float *pixels = g_new (float, count); /* [3, size, size] */

  for (gsize i = 0; i < count; i++)
    pixels[i] = value_at (hash, i, 0.0f, 2.0f);
  return pixels;
}

gint32 *
synthetic_ids (guint tokens, guint vocabulary, const char *name)
{
  guint64 hash = hash_name (name);
  gint32 *ids = g_new (gint32, tokens); /* [tokens] */

  g_assert_cmpuint (tokens, >=, 2);
  g_assert_cmpuint (vocabulary, >, 5);
  ids[0] = 0;
  for (guint i = 1; i + 1 < tokens; i++)
    ids[i] = 4 + (gint32) (unit_at (hash, i - 1) * (float) (vocabulary - 5));
  ids[tokens - 1] = 2;
  return ids;
}

TrestleImage *
synthetic_picture (guint width, guint height)
{
  TrestleImage *image = trestle_image_new (width, height);
  guint64 hash = hash_name ("input.picture");
  gsize index = 0;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        int ramps[3] = { (int) (x * 255 / MAX (1, width - 1)), (int) (y * 255 / MAX (1, height - 1)),
                         (int) ((x + y) * 255 / MAX (1, width + height - 2)) };

        for (guint channel = 0; channel < 3; channel++, index++)
          {
            int noise = (int) (unit_at (hash, index) * 96.0f);

            image->pixels[index] = (guint8) CLAMP (ramps[channel] * 5 / 8 + noise - 16, 0, 255);
          }
      }
  return image;
}
