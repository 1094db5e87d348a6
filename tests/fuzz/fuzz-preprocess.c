/* preprocessor_config.json: whatever it says, an image goes through it and comes out as finite numbers. */
#include "core/input/preprocess.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"

#include <math.h>
#include <string.h>

#define WIDTH 5
#define HEIGHT 3

/* Larger sizes are allowed, and would only cost the fuzzer its time. */
#define MOST_PIXELS 64u

static void
check_pixels (const TrestleTensor *pixels)
{
  for (gsize i = 0; i < pixels->depth * pixels->rows * pixels->columns; i++)
    if (!isfinite (pixels->data[i]))
      g_error ("a pixel is no number");
}

static void
run (const TrestlePreprocess *settings)
{
  g_autoptr (TrestleImage) image = trestle_image_new (WIDTH, HEIGHT);
  TrestleTensor pixels = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean has_run;

  for (guint i = 0; i < WIDTH * HEIGHT * 3; i++)
    image->pixels[i] = (guint8) (i % 2 == 0 ? 255 : i);
  has_run = trestle_preprocess_run (settings, image, "fuzzed.png", &pixels, NULL, &error);
  fuzz_check (has_run, g_steal_pointer (&error));
  if (has_run)
    check_pixels (&pixels);
  trestle_tensor_clear (&pixels);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  TrestlePreprocess settings;
  g_autoptr (GError) error = NULL;
  gboolean is_read;

  scratch_write ("preprocessor_config.json", data, size);
  is_read = trestle_preprocess_load (&settings, scratch_folder (), 16, &error);
  fuzz_check (is_read, g_steal_pointer (&error));
  if (is_read && settings.shortest_edge <= MOST_PIXELS && settings.crop_size <= MOST_PIXELS)
    run (&settings);
  return 0;
}
