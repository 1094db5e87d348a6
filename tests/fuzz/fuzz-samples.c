/* samples.json: every sample has what the window shows of it, and its image is in the same folder. */
#include "core/input/samples.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"

static void
check_sample (const TrestleSample *sample)
{
  g_autofree char *folder = g_path_get_dirname (sample->path);

  if (!g_str_equal (folder, scratch_folder ()))
    g_error ("an image is to be read from “%s”", folder);
  if (g_strv_length (sample->questions) != g_strv_length (sample->answers))
    g_error ("there are not as many answers as questions");
  g_strv_length (sample->captions);
  g_strv_length (sample->false_captions);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) samples = NULL;
  g_autoptr (GError) error = NULL;

  scratch_write ("samples.json", data, size);
  samples = trestle_samples_load (scratch_folder (), &error);
  fuzz_check (samples != NULL, g_steal_pointer (&error));
  for (guint i = 0; samples != NULL && i < samples->len; i++)
    check_sample (g_ptr_array_index (samples, i));
  return 0;
}
