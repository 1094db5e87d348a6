/* Ids and pixels that somebody else prepared: all of them are there, and what they say of their size is true. */
#include "app/cli/inputs.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"

static void
read_all (const CliInputs *inputs)
{
  const TrestleTensor *pixels = &inputs->pixels; /* [3, height, width] */
  g_autofree gint32 *ids = g_memdup2 (inputs->ids, inputs->n_tokens * sizeof *ids);
  g_autofree gboolean *keep = g_memdup2 (inputs->keep, inputs->n_tokens * sizeof *keep);
  g_autofree float *values = g_memdup2 (pixels->data, pixels->depth * pixels->rows * pixels->stride * sizeof *values);

  if (inputs->n_tokens == 0 || pixels->depth != 3 || pixels->rows == 0 || pixels->columns == 0)
    g_error ("“%s” was read, and there is nothing in it", inputs->name);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CliInputs) inputs = cli_inputs_load (scratch_write ("inputs.safetensors", data, size), &error);

  fuzz_check (inputs != NULL, g_steal_pointer (&error));
  if (inputs != NULL)
    read_all (inputs);
  return 0;
}
