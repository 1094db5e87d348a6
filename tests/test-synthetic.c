/* The rule behind the golden files gives what the Python that wrote them gave; the numbers here were printed by it. */
#include "tests/synthetic.h"

static void
test_units_match_numpy (void)
{
  g_autofree float *values = g_new (float, 1000000);

  synthetic_unit ("input.pixels", 1000000, values);
  g_assert_cmpfloat (values[0], ==, 480455 / 16777216.0);
  g_assert_cmpfloat (values[1], ==, 8376912 / 16777216.0);
  g_assert_cmpfloat (values[2], ==, 6083734 / 16777216.0);
  g_assert_cmpfloat (values[999999], ==, 13527062 / 16777216.0);
}

static void
test_parameters_match_numpy (void)
{
  static const struct
  {
    const char *name;
    guint n_dimensions;
    gsize shape[4];
    double first, last;
  } cases[] = {
    { "ln_post.weight", 1, { 3 }, 0x1.b5d942p-1, 0x1.fd6ac8p-1 },
    { "a.query.weight", 2, { 2, 48 }, 0x1.05394p-2, -0x1.b75694p-2 },
    { "logit_scale", 0, { 0 }, 0x1.5460aap+1, 0x1.5460aap+1 },
    { "x.token_type_embeddings.weight", 2, { 2, 5 }, -0x1.a263b8p-3, -0x1.ea93ep-4 },
    { "v.patch_embedding.weight", 4, { 4, 3, 2, 2 }, 0x1.58f4p-5, -0x1.d7b73cp-2 },
    { "f.bias", 1, { 4 }, -0x1.6bccaap-4, -0x1.08e364p-4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      float values[96];
      gsize count = 1;

      for (guint k = 0; k < cases[i].n_dimensions; k++)
        count *= cases[i].shape[k];
      synthetic_fill (cases[i].name, cases[i].shape, cases[i].n_dimensions, values);
      g_assert_cmpfloat (values[0], ==, cases[i].first);
      g_assert_cmpfloat (values[count - 1], ==, cases[i].last);
    }
}

static void
test_inputs_match_numpy (void)
{
  static const gint32 expected_ids[] = { 0, 15332, 42479, 37036, 27459, 2 };
  static const guint8 expected_pixel[] = { 162, 161, 204 };
  g_autofree gint32 *ids = synthetic_ids (6, 50265, "input.ids");
  g_autofree float *pixels = synthetic_pixels (2);
  g_autoptr (TrestleImage) picture = synthetic_picture (5, 4);

  g_assert_cmpmem (ids, sizeof expected_ids, expected_ids, sizeof expected_ids);
  g_assert_cmpfloat (pixels[0], ==, -0x1.e2ace4p+0);
  g_assert_cmpfloat (pixels[1], ==, -0x1.6d8p-9);
  g_assert_cmpmem (picture->pixels + (3 * 5 + 4) * 3, 3, expected_pixel, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synthetic/units-match-numpy", test_units_match_numpy);
  g_test_add_func ("/synthetic/parameters-match-numpy", test_parameters_match_numpy);
  g_test_add_func ("/synthetic/inputs-match-numpy", test_inputs_match_numpy);
  return g_test_run ();
}
