/* Bicubic interpolation of a grid of states, against what PyTorch's interpolate (bicubic, corners not aligned) gave in float64. */
#include "core/formats/safetensors.h"
#include "core/numeric/interpolate.h"
#include "tests/golden.h"
#include "tests/synthetic.h"

#define N_COLUMNS 8
#define TOLERANCE 1e-5

/* tests/golden/interpolate.safetensors: "FROM.TO" is the grid of synthetic_unit ("input.grid.FROM") at TO x TO places. */
static void
test_grids_match_golden (void)
{
  g_autofree char *path = golden_path ("interpolate.safetensors");
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) golden = trestle_safetensors_open (path, &error);
  g_autoptr (GPtrArray) names = NULL;

  g_assert_no_error (error);
  names = trestle_safetensors_list (golden);
  g_assert_cmpuint (names->len, ==, 6);
  for (guint i = 0; i < names->len; i++)
    {
      const TrestleStoredTensor *expected = trestle_safetensors_get (golden, g_ptr_array_index (names, i));
      g_auto (GStrv) sizes = g_strsplit (g_ptr_array_index (names, i), ".", 2);
      guint from = (guint) g_ascii_strtoull (sizes[0], NULL, 10), to = (guint) g_ascii_strtoull (sizes[1], NULL, 10);
      g_autofree char *input_name = g_strdup_printf ("input.grid.%u", from);
      g_autofree float *input = g_new (float, from * from * N_COLUMNS);
      g_autofree float *values = g_new (float, expected->count);
      g_autofree float *found = g_new (float, expected->count);
      TrestleTensor grid = trestle_tensor_view (input, 1, from * from, N_COLUMNS);
      TrestleTensor out = trestle_tensor_view (found, 1, to * to, N_COLUMNS);

      g_assert_cmpuint (expected->count, ==, to * to * N_COLUMNS);
      synthetic_unit (input_name, from * from * N_COLUMNS, input);
      g_assert_true (trestle_stored_tensor_to_float (expected, values));
      trestle_interpolate_grid (&grid, from, to, &out);
      for (gsize k = 0; k < expected->count; k++)
        g_assert_cmpfloat_with_epsilon (found[k], values[k], TOLERANCE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interpolate/grids-match-golden", test_grids_match_golden);
  return g_test_run ();
}
