/* Sums in parts against sums in one run, intervals against tables, and JSON there and back. */
#include "analysis/measures/tally.h"
#include "analysis/measures/student.h"
#include "core/error.h"
#include "core/formats/json-file.h"

#include <math.h>
#include <string.h>

#define N_VECTORS 2000
#define N_VALUES 5

/* Values of five kinds: small, around a large number, of wildly different size, of both signs, and sometimes missing. */
static void
make_vector (GRand *random, double *values)
{
  values[0] = g_rand_double (random);
  values[1] = 1e6 + g_rand_double (random);
  values[2] = pow (10.0, g_rand_double_range (random, -12.0, 12.0));
  values[3] = g_rand_double_range (random, -1.0, 2.0) * pow (10.0, g_rand_double_range (random, -3.0, 3.0));
  values[4] = g_rand_int_range (random, 0, 3) == 0 ? NAN : g_rand_double (random);
}

/* [vectors, values] */
static double *
make_vectors (void)
{
  double *vectors = g_new (double, N_VECTORS *N_VALUES);
  g_autoptr (GRand) random = g_rand_new_with_seed (20);

  for (guint i = 0; i < N_VECTORS; i++)
    make_vector (random, vectors + i * N_VALUES);
  return vectors;
}

static TrestleTally *
add_all (const double *vectors)
{
  TrestleTally *tally = trestle_tally_new (N_VALUES);

  for (guint i = 0; i < N_VECTORS; i++)
    trestle_tally_add (tally, vectors + i * N_VALUES);
  return tally;
}

/* Vector i goes to shard i % n_shards; shards are merged from the last. */
static TrestleTally *
add_in_shards (const double *vectors, guint n_shards)
{
  TrestleTally *all = trestle_tally_new (N_VALUES);

  for (guint shard = n_shards; shard-- > 0;)
    {
      g_autoptr (TrestleTally) tally = trestle_tally_new (N_VALUES);

      for (guint i = shard; i < N_VECTORS; i += n_shards)
        trestle_tally_add (tally, vectors + i * N_VALUES);
      trestle_tally_merge (all, tally);
    }
  return all;
}

static void
assert_same (double found, double expected)
{
  if (!(fabs (found - expected) <= 1e-12 * fabs (expected)))
    g_error ("found %.17g instead of %.17g", found, expected);
}

static void
test_parts_give_what_one_run_gives (void)
{
  static const guint shards[] = { 1, 3, 7 };
  g_autofree double *vectors = make_vectors ();
  g_autoptr (TrestleTally) one = add_all (vectors);

  for (guint i = 0; i < G_N_ELEMENTS (shards); i++)
    {
      g_autoptr (TrestleTally) parts = add_in_shards (vectors, shards[i]);

      for (guint j = 0; j < N_VALUES; j++)
        {
          g_assert_cmpuint (parts->counts[j], ==, one->counts[j]);
          assert_same (trestle_tally_get_mean (parts, j), trestle_tally_get_mean (one, j));
          assert_same (trestle_tally_get_deviation (parts, j), trestle_tally_get_deviation (one, j));
          assert_same (trestle_tally_get_interval (parts, j), trestle_tally_get_interval (one, j));
        }
    }
}

/* In two passes and long double, as books define them. */
static void
test_agrees_with_the_definition (void)
{
  g_autofree double *vectors = make_vectors ();
  g_autoptr (TrestleTally) tally = add_all (vectors);

  for (guint j = 0; j < N_VALUES; j++)
    {
      long double sum = 0.0L, squares = 0.0L, mean;
      guint count = 0;

      for (guint i = 0; i < N_VECTORS; i++)
        if (!isnan (vectors[i * N_VALUES + j]))
          {
            sum += vectors[i * N_VALUES + j];
            count++;
          }
      mean = sum / count;
      for (guint i = 0; i < N_VECTORS; i++)
        if (!isnan (vectors[i * N_VALUES + j]))
          squares += (vectors[i * N_VALUES + j] - mean) * (vectors[i * N_VALUES + j] - mean);
      g_assert_cmpuint (tally->counts[j], ==, count);
      assert_same (trestle_tally_get_mean (tally, j), (double) mean);
      assert_same (trestle_tally_get_deviation (tally, j), (double) sqrtl (squares / (count - 1)));
    }
}

/* Sums that one double would lose: a large number comes, small ones, and the large one goes. */
static void
test_small_numbers_beside_large_ones_count (void)
{
  static const double values[] = { 1e16, 1.0, 1e-8, -1e16, 2.0 };
  g_autoptr (TrestleTally) tally = trestle_tally_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    trestle_tally_add (tally, &values[i]);
  assert_same (trestle_tally_get_mean (tally, 0), (3.0 + 1e-8) / 5.0);
}

/* Around 1e8 by a thousandth: the squares have sixteen digits before those that matter. */
static void
test_deviation_of_like_numbers_keeps_its_digits (void)
{
  static const double values[] = { 1e8 - 0x1p-10, 1e8, 1e8 + 0x1p-10 };
  g_autoptr (TrestleTally) tally = trestle_tally_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    trestle_tally_add (tally, &values[i]);
  g_assert_cmpfloat_with_epsilon (trestle_tally_get_deviation (tally, 0), 0x1p-10, 0x1p-10 * 1e-9);
}

static void
test_same_numbers_deviate_by_zero (void)
{
  static const double value = 0.1;
  g_autoptr (TrestleTally) tally = trestle_tally_new (1);

  for (guint i = 0; i < 1000; i++)
    trestle_tally_add (tally, &value);
  g_assert_cmpfloat (trestle_tally_get_mean (tally, 0), ==, 0.1);
  g_assert_cmpfloat (trestle_tally_get_deviation (tally, 0), ==, 0.0);
  g_assert_cmpfloat (trestle_tally_get_interval (tally, 0), ==, 0.0);
}

static void
test_too_few_have_none (void)
{
  static const double values[] = { NAN, 2.0, 1e300, INFINITY };
  g_autoptr (TrestleTally) tally = trestle_tally_new (4);

  trestle_tally_add (tally, values);
  g_assert_cmpuint (tally->counts[0], ==, 0);
  g_assert_true (isnan (trestle_tally_get_mean (tally, 0)));
  g_assert_cmpfloat (trestle_tally_get_mean (tally, 1), ==, 2.0);
  g_assert_true (isnan (trestle_tally_get_deviation (tally, 1)));
  g_assert_true (isnan (trestle_tally_get_interval (tally, 1)));
  g_assert_cmpuint (tally->counts[2], ==, 0);
  g_assert_cmpuint (tally->counts[3], ==, 0);
}

/* From the incomplete beta function in 40 digits (mpmath 1.2.1); tables of Student's t print the same with fewer digits. */
static void
test_quantiles_are_those_of_tables (void)
{
  static const struct
  {
    guint64 degrees;
    double quantile;
  } known[] = {
    { 1, 12.7062047361747 },    { 2, 4.30265272974946 },       { 3, 3.18244630528371 },
    { 4, 2.77644510519779 },    { 10, 2.22813885198627 },      { 20, 2.08596344726586 },
    { 29, 2.0452296421327 },    { 30, 2.04227245630124 },      { 99, 1.98421695158642 },
    { 199, 1.97195654425175 },  { 200, 1.97189622363391 },     { 201, 1.97183650677986 },
    { 1000, 1.96233908082641 }, { 1000000, 1.95996635681411 }, { 1000000000000, 1.95996398454243 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpfloat_with_epsilon (trestle_student_get_quantile (known[i].degrees), known[i].quantile, 1e-11 * known[i].quantile);
}

static void
test_quantiles_fall_with_the_degrees (void)
{
  for (guint64 degrees = 1; degrees < 1000; degrees++)
    g_assert_cmpfloat (trestle_student_get_quantile (degrees), >, trestle_student_get_quantile (degrees + 1));
}

/* 1, 2, 3: the mean is 2, the deviation 1, and t for two degrees 4.30265. */
static void
test_interval_is_as_by_hand (void)
{
  g_autoptr (TrestleTally) tally = trestle_tally_new (1);

  for (double value = 1.0; value < 4.0; value++)
    trestle_tally_add (tally, &value);
  g_assert_cmpfloat (trestle_tally_get_deviation (tally, 0), ==, 1.0);
  g_assert_cmpfloat_with_epsilon (trestle_tally_get_interval (tally, 0), 4.302652729696 / sqrt (3.0), 1e-9);
}

static char *
write_json (const TrestleTally *tally)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autoptr (JsonNode) root = NULL;

  trestle_tally_to_json (tally, builder);
  root = json_builder_get_root (json_builder_end_object (builder));
  return json_to_string (root, FALSE);
}

static TrestleTally *
read_json (const char *text, gsize n_values, GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) node = trestle_json_parse (text, strlen (text), "results.json", &parse_error);

  g_assert_no_error (parse_error);
  return trestle_tally_from_json (json_node_get_object (node), n_values, "results.json", error);
}

static void
assert_same_tallies (const TrestleTally *found, const TrestleTally *expected)
{
  gsize n = expected->n_values;

  g_assert_cmpuint (found->n_values, ==, n);
  g_assert_cmpmem (found->counts, n * sizeof (guint64), expected->counts, n * sizeof (guint64));
  for (gsize i = 0; i < 2 * n; i++)
    {
      g_assert_cmpfloat (found->sums[i], ==, expected->sums[i]);
      g_assert_cmpfloat (found->squares[i], ==, expected->squares[i]);
    }
}

static void
test_json_gives_back_every_bit (void)
{
  g_autofree double *vectors = make_vectors ();
  g_autoptr (TrestleTally) tally = add_all (vectors);
  g_autofree char *text = write_json (tally);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTally) back = read_json (text, N_VALUES, &error);

  g_assert_no_error (error);
  assert_same_tallies (back, tally);
}

/* Numbers that are written without a point, or with an exponent alone. */
static void
test_json_gives_back_round_numbers (void)
{
  static const double values[] = { 0.0, 3.0, 1e20, -1e100, 0x1p-70, 1e-100, 123456789012345678.0 };
  g_autoptr (TrestleTally) tally = trestle_tally_new (G_N_ELEMENTS (values));
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTally) back = NULL;

  trestle_tally_add (tally, values);
  text = write_json (tally);
  back = read_json (text, G_N_ELEMENTS (values), &error);
  g_assert_no_error (error);
  assert_same_tallies (back, tally);
}

static void
assert_refused (const char *text, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTally) tally = read_json (text, 1, &error);

  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID);
  g_assert_null (tally);
  g_assert_nonnull (strstr (error->message, "results.json"));
  g_assert_nonnull (strstr (error->message, key));
}

static void
test_json_that_is_no_tally_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTally) good = read_json ("{\"tally\":{\"counts\":[2],\"sums\":[3,0],\"squares\":[5,0]}}", 1, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (trestle_tally_get_mean (good, 0), ==, 1.5);
  assert_refused ("{}", "tally");
  assert_refused ("{\"tally\":[]}", "tally");
  assert_refused ("{\"tally\":{}}", "counts");
  assert_refused ("{\"tally\":{\"counts\":2,\"sums\":[3,0],\"squares\":[5,0]}}", "counts");
  assert_refused ("{\"tally\":{\"counts\":[2,2],\"sums\":[3,0],\"squares\":[5,0]}}", "counts");
  assert_refused ("{\"tally\":{\"counts\":[-2],\"sums\":[3,0],\"squares\":[5,0]}}", "counts");
  assert_refused ("{\"tally\":{\"counts\":[2.5],\"sums\":[3,0],\"squares\":[5,0]}}", "counts");
  assert_refused ("{\"tally\":{\"counts\":[\"2\"],\"sums\":[3,0],\"squares\":[5,0]}}", "counts");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[3],\"squares\":[5,0]}}", "sums");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[3,null],\"squares\":[5,0]}}", "sums");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[\"3x\",0],\"squares\":[5,0]}}", "sums");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[\"\",0],\"squares\":[5,0]}}", "sums");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[\"nan\",0],\"squares\":[5,0]}}", "sums");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[1e999,0],\"squares\":[5,0]}}", "sums");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[3,1],\"squares\":[5,0]}}", "sums");
  assert_refused ("{\"tally\":{\"counts\":[0],\"sums\":[3,0],\"squares\":[0,0]}}", "sums");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[3,0]}}", "squares");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[3,0],\"squares\":[-5,0]}}", "squares");
  assert_refused ("{\"tally\":{\"counts\":[2],\"sums\":[3,0],\"squares\":[true,0]}}", "squares");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/parts-give-what-one-run-gives", test_parts_give_what_one_run_gives);
  g_test_add_func ("/tally/agrees-with-the-definition", test_agrees_with_the_definition);
  g_test_add_func ("/tally/small-numbers-beside-large-ones-count", test_small_numbers_beside_large_ones_count);
  g_test_add_func ("/tally/deviation-of-like-numbers-keeps-its-digits", test_deviation_of_like_numbers_keeps_its_digits);
  g_test_add_func ("/tally/same-numbers-deviate-by-zero", test_same_numbers_deviate_by_zero);
  g_test_add_func ("/tally/too-few-have-none", test_too_few_have_none);
  g_test_add_func ("/tally/interval-is-as-by-hand", test_interval_is_as_by_hand);
  g_test_add_func ("/tally/json-gives-back-every-bit", test_json_gives_back_every_bit);
  g_test_add_func ("/tally/json-gives-back-round-numbers", test_json_gives_back_round_numbers);
  g_test_add_func ("/tally/json-that-is-no-tally-is-refused", test_json_that_is_no_tally_is_refused);
  g_test_add_func ("/student/quantiles-are-those-of-tables", test_quantiles_are_those_of_tables);
  g_test_add_func ("/student/quantiles-fall-with-the-degrees", test_quantiles_fall_with_the_degrees);
  return g_test_run ();
}
