/* Profiles of heads: every number has one place, and is what its measure gives for its layer. */
#include "analysis/measures/head-profile.h"
#include "core/error.h"
#include "core/model/trace-private.h"

#include <math.h>
#include <string.h>

#include "tests/golden-layers.h"
#include "tests/golden.h"

/* One golden case: its model, and a trace of its expected attention. */
typedef struct
{
  GoldenCase golden;
  TrestleModel *model;
  TrestleTrace *trace;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer case_name)
{
  g_autoptr (GError) error = NULL;

  golden_case_open (&fixture->golden, case_name);
  fixture->model = trestle_model_load (fixture->golden.folder, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->trace = golden_layers_make_trace (case_name);
}

static void
tear_down (Fixture *fixture, gconstpointer case_name)
{
  trestle_trace_unref (fixture->trace);
  trestle_model_unref (fixture->model);
  golden_case_clear (&fixture->golden);
}

static double *
measure (const Fixture *fixture, const TrestleHeadShape *shape)
{
  g_autoptr (GError) error = NULL;
  double *values = g_new (double, shape->n_values);

  trestle_head_shape_measure (shape, fixture->trace, values, &error);
  g_assert_no_error (error);
  return values;
}

static void
test_every_number_has_one_place (Fixture *fixture, gconstpointer case_name)
{
  TrestleHeadShape shape;
  g_autofree guint *uses = NULL;

  trestle_head_shape_init (&shape, fixture->model, TRESTLE_RECORD_ALL, TRESTLE_HEAD_MEASURES_ALL);
  uses = g_new0 (guint, shape.n_values);
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    for (TrestleHeadMeasure m = 0; m < TRESTLE_N_HEAD_MEASURES; m++)
      for (guint layer = 0; layer < shape.n_layers[block]; layer++)
        for (gint head = TRESTLE_HEAD_MEAN; head < (gint) shape.n_heads[block]; head++)
          {
            gsize index = trestle_head_shape_find (&shape, block, m, layer, head);

            g_assert_true ((index != G_MAXSIZE) == trestle_head_measure_applies (m, block));
            if (index != G_MAXSIZE)
              {
                g_assert_cmpuint (index, <, shape.n_values);
                uses[index]++;
              }
          }
  for (gsize i = 0; i < shape.n_values; i++)
    g_assert_cmpuint (uses[i], ==, 1);
}

static void
test_what_is_not_measured_is_not_found (Fixture *fixture, gconstpointer case_name)
{
  TrestleHeadShape shape;

  trestle_head_shape_init (&shape, fixture->model, 1u << TRESTLE_BLOCK_VISION, 1u << TRESTLE_HEAD_ENTROPY);
  g_assert_cmpuint (shape.n_values, ==, 6 * 3); /* layers, two heads and their mean */
  g_assert_cmpuint (trestle_head_shape_find (&shape, TRESTLE_BLOCK_VISION, TRESTLE_HEAD_ENTROPY, 5, TRESTLE_HEAD_MEAN), ==, 17);
  g_assert_cmpuint (trestle_head_shape_find (&shape, TRESTLE_BLOCK_VISION, TRESTLE_HEAD_ENTROPY, 6, 0), ==, G_MAXSIZE);
  g_assert_cmpuint (trestle_head_shape_find (&shape, TRESTLE_BLOCK_VISION, TRESTLE_HEAD_ENTROPY, 0, 2), ==, G_MAXSIZE);
  g_assert_cmpuint (trestle_head_shape_find (&shape, TRESTLE_BLOCK_VISION, TRESTLE_HEAD_ENTROPY, 0, -2), ==, G_MAXSIZE);
  g_assert_cmpuint (trestle_head_shape_find (&shape, TRESTLE_BLOCK_VISION, TRESTLE_HEAD_DISTANCE, 0, 0), ==, G_MAXSIZE);
  g_assert_cmpuint (trestle_head_shape_find (&shape, TRESTLE_BLOCK_TEXT, TRESTLE_HEAD_ENTROPY, 0, 0), ==, G_MAXSIZE);
}

/* Where the numbers of the check below are looked for. */
static const TrestleHeadShape *checked_shape;
static const double *checked_values;

/* Within 1e-3: the engine's attention is float32, the expected one was float64. */
static void
check_measure (const GoldenLayer *golden, TrestleHeadMeasure m, gboolean has_mean)
{
  for (gsize i = 0; i < golden->n_expected; i++)
    {
      gint head = has_mean && i == golden->n_expected - 1 ? TRESTLE_HEAD_MEAN : (gint) i;
      gsize index = trestle_head_shape_find (checked_shape, golden->block, m, golden->index, head);

      golden_layers_assert_close (golden, i, checked_values[index], 1e-3, 1e-6);
    }
}

static void
check_divergence (const GoldenLayer *golden)
{
  check_measure (golden, TRESTLE_HEAD_DIVERGENCE, TRUE);
}

static void
check_entropy (const GoldenLayer *golden)
{
  check_measure (golden, TRESTLE_HEAD_ENTROPY, FALSE);
}

static void
check_distance (const GoldenLayer *golden)
{
  check_measure (golden, TRESTLE_HEAD_DISTANCE, FALSE);
}

/* The engine's run against tests/golden/CASE.safetensors, "kl.*", "entropy.*" and "distance.*" of every layer. */
static void
test_values_match_golden (Fixture *fixture, gconstpointer case_name)
{
  g_autoptr (TrestleSession) session = golden_case_open_session (&fixture->golden);
  TrestleHeadShape shape;
  g_autofree double *values = NULL;

  trestle_trace_unref (fixture->trace);
  fixture->trace = golden_case_run (&fixture->golden, session);
  trestle_head_shape_init (&shape, fixture->model, TRESTLE_RECORD_ALL, TRESTLE_HEAD_MEASURES_ALL);
  values = measure (fixture, &shape);
  checked_shape = &shape;
  checked_values = values;
  g_assert_cmpuint (golden_layers_check_case (case_name, NULL, "kl", check_divergence), >, 0);
  g_assert_cmpuint (golden_layers_check_case (case_name, NULL, "distance", check_distance), >, 0);
  /* Expected entropies have padding as queries. */
  if (!g_str_equal (case_name, "padded"))
    g_assert_cmpuint (golden_layers_check_case (case_name, NULL, "entropy", check_entropy), >, 0);
}

/* The mean over the first @n_queries of the weight on @key. */
static double
mean_weight (const TrestleTensor *attention, gsize head, gsize n_queries, gsize key)
{
  double sum = 0.0;

  for (gsize query = 0; query < n_queries; query++)
    sum += attention->data[(head * attention->rows + query) * attention->columns + key];
  return sum / (double) n_queries;
}

/* tests/golden/padded.json: seven tokens, then five of padding. */
static void
test_shares_are_those_of_the_tokens_that_are_kept (Fixture *fixture, gconstpointer case_name)
{
  static const TrestleBlock blocks[] = { TRESTLE_BLOCK_TEXT, TRESTLE_BLOCK_CROSS_IMAGE_CROSS, TRESTLE_BLOCK_CROSS_TEXT_CROSS };
  static const gsize n_queries[] = { 7, 17, 7 };
  TrestleHeadShape shape;
  g_autofree double *values = NULL;

  trestle_head_shape_init (&shape, fixture->model, TRESTLE_RECORD_ALL, TRESTLE_HEAD_MEASURES_ALL);
  values = measure (fixture, &shape);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      const TrestleTensor *attention = trestle_trace_get_attention (fixture->trace, blocks[i], 1);
      gsize class_share = trestle_head_shape_find (&shape, blocks[i], TRESTLE_HEAD_CLASS_SHARE, 1, 3);
      gsize separator_share = trestle_head_shape_find (&shape, blocks[i], TRESTLE_HEAD_SEPARATOR_SHARE, 1, 3);

      g_assert_cmpfloat_with_epsilon (values[class_share], mean_weight (attention, 3, n_queries[i], 0), 1e-12);
      if (trestle_block_keys_are_text (blocks[i]))
        g_assert_cmpfloat_with_epsilon (values[separator_share], mean_weight (attention, 3, n_queries[i], 6), 1e-12);
    }
}

/* Words in place of padding: every row of it is made to look elsewhere, and every key of it has a weight. */
static void
test_padding_has_no_part (Fixture *fixture, gconstpointer case_name)
{
  TrestleHeadShape shape;
  g_autofree double *before = NULL, *after = NULL;
  guint n_changed = 0;

  trestle_head_shape_init (&shape, fixture->model, TRESTLE_RECORD_ALL, TRESTLE_HEAD_MEASURES_ALL);
  before = measure (fixture, &shape);
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    for (guint layer = 0; layer < shape.n_layers[block]; layer++)
      {
        const TrestleTensor *attention = trestle_trace_get_attention (fixture->trace, block, layer);

        for (gsize row = 0; row < attention->depth * attention->rows; row++)
          for (gsize key = 0; key < attention->columns; key++)
            if ((trestle_block_queries_are_text (block) && row % attention->rows >= 7) || (trestle_block_keys_are_text (block) && key >= 7))
              {
                attention->data[row * attention->columns + key] = 0.5f;
                n_changed++;
              }
      }
  after = measure (fixture, &shape);
  g_assert_cmpuint (n_changed, >, 0);
  g_assert_cmpmem (after, shape.n_values * sizeof *after, before, shape.n_values * sizeof *before);
}

/* Numbers do not depend on what else is measured. */
static void
test_one_measure_is_as_among_all (Fixture *fixture, gconstpointer case_name)
{
  TrestleHeadShape all;
  g_autofree double *all_values = NULL;

  trestle_head_shape_init (&all, fixture->model, TRESTLE_RECORD_ALL, TRESTLE_HEAD_MEASURES_ALL);
  all_values = measure (fixture, &all);
  for (TrestleHeadMeasure m = 0; m < TRESTLE_N_HEAD_MEASURES; m++)
    {
      TrestleHeadShape one;
      g_autofree double *values = NULL;

      trestle_head_shape_init (&one, fixture->model, 1u << TRESTLE_BLOCK_VISION | 1u << TRESTLE_BLOCK_TEXT, 1u << m);
      values = measure (fixture, &one);
      for (TrestleBlock block = 0; block <= TRESTLE_BLOCK_VISION; block++)
        if (trestle_head_measure_applies (m, block))
          g_assert_cmpfloat (values[trestle_head_shape_find (&one, block, m, 3, 0)], ==,
                             all_values[trestle_head_shape_find (&all, block, m, 3, 0)]);
    }
}

static void
test_shape_survives_as_text (Fixture *fixture, gconstpointer case_name)
{
  TrestleHeadShape shape, parsed;
  g_autofree char *text = NULL, *again = NULL;

  trestle_head_shape_init (&shape, fixture->model, 1u << TRESTLE_BLOCK_VISION | 1u << TRESTLE_BLOCK_CROSS_TEXT_SELF,
                           1u << TRESTLE_HEAD_ENTROPY);
  text = trestle_head_shape_to_string (&shape);
  g_assert_true (trestle_head_shape_parse (&parsed, text, 1u << TRESTLE_HEAD_ENTROPY));
  again = trestle_head_shape_to_string (&parsed);
  g_assert_cmpstr (text, ==, "vision 6x2, cross_text_self 4x8");
  g_assert_cmpstr (again, ==, text);
  g_assert_cmpuint (parsed.n_values, ==, shape.n_values);
  g_assert_cmpmem (parsed.offsets, sizeof parsed.offsets, shape.offsets, sizeof shape.offsets);
}

static void
test_text_that_is_no_shape_is_refused (void)
{
  static const char *const texts[] = { "",
                                       "vision",
                                       "vision 6",
                                       "vision 6x",
                                       "vision 0x2",
                                       "vision 6x2x2",
                                       "eyes 6x2",
                                       "vision 6x2, ",
                                       "vision 6x-2",
                                       "vision 6x2, vision 6x2",
                                       "vision  6x2",
                                       "vision 99999999999999999999x2" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      TrestleHeadShape shape;

      if (trestle_head_shape_parse (&shape, texts[i], TRESTLE_HEAD_MEASURES_ALL))
        g_error ("“%s” is taken for a shape", texts[i]);
    }
}

static void
test_other_traces_are_an_error (Fixture *fixture, gconstpointer case_name)
{
  g_autoptr (TrestleTrace) empty = trestle_trace_new (4, NULL, 1, 1), other = trestle_trace_new (4, NULL, 1, 1);
  g_autoptr (TrestleTrace) wrong = trestle_trace_new (4, NULL, 2, 2);
  g_autoptr (GError) missing = NULL, heads = NULL, size = NULL;
  TrestleHeadShape shape;
  g_autofree double *values = NULL;

  trestle_head_shape_init (&shape, fixture->model, 1u << TRESTLE_BLOCK_VISION, TRESTLE_HEAD_MEASURES_ALL);
  values = g_new (double, shape.n_values);
  trestle_trace_add_attention (other, TRESTLE_BLOCK_VISION, 0, 5, 2, 2);
  trestle_trace_add_attention (wrong, TRESTLE_BLOCK_VISION, 0, 2, 2, 2);

  g_assert_false (trestle_head_shape_measure (&shape, empty, values, &missing));
  g_assert_error (missing, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (missing->message, "“vision”"));
  g_assert_false (trestle_head_shape_measure (&shape, other, values, &heads));
  g_assert_error (heads, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
  g_assert_nonnull (strstr (heads->message, "“attention.vision.0” has 5 heads; the model's 2 were expected"));
  g_assert_false (trestle_head_shape_measure (&shape, wrong, values, &size));
  g_assert_error (size, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
  g_assert_nonnull (strstr (size->message, "“attention.vision.0” is [2, 2, 2]; [heads, 5, 5] was expected"));
}

static void
test_measures_apply_where_they_mean_something (void)
{
  g_assert_true (trestle_head_measure_applies (TRESTLE_HEAD_DISTANCE, TRESTLE_BLOCK_VISION));
  g_assert_true (trestle_head_measure_applies (TRESTLE_HEAD_DISTANCE, TRESTLE_BLOCK_CROSS_IMAGE_SELF));
  g_assert_false (trestle_head_measure_applies (TRESTLE_HEAD_DISTANCE, TRESTLE_BLOCK_CROSS_TEXT_CROSS));
  g_assert_false (trestle_head_measure_applies (TRESTLE_HEAD_DISTANCE, TRESTLE_BLOCK_CROSS_IMAGE_CROSS));
  g_assert_false (trestle_head_measure_applies (TRESTLE_HEAD_DISTANCE, TRESTLE_BLOCK_TEXT));
  g_assert_true (trestle_head_measure_applies (TRESTLE_HEAD_SEPARATOR_SHARE, TRESTLE_BLOCK_CROSS_IMAGE_CROSS));
  g_assert_false (trestle_head_measure_applies (TRESTLE_HEAD_SEPARATOR_SHARE, TRESTLE_BLOCK_CROSS_TEXT_CROSS));
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      g_assert_true (trestle_head_measure_applies (TRESTLE_HEAD_DIVERGENCE, block));
      g_assert_true (trestle_head_measure_applies (TRESTLE_HEAD_ENTROPY, block));
      g_assert_true (trestle_head_measure_applies (TRESTLE_HEAD_CLASS_SHARE, block));
    }
}

static void
test_measures_have_names_and_units (void)
{
  g_assert_cmpstr (trestle_head_measure_get_name (TRESTLE_HEAD_DIVERGENCE), ==, "divergence");
  g_assert_cmpstr (trestle_head_measure_get_name (TRESTLE_HEAD_SEPARATOR_SHARE), ==, "separator_share");
  g_assert_cmpstr (trestle_head_measure_get_title (TRESTLE_HEAD_DIVERGENCE), ==, "KL divergence (nats)");
  g_assert_cmpstr (trestle_head_measure_get_title (TRESTLE_HEAD_DISTANCE), ==, "distance (patches)");
  for (TrestleHeadMeasure m = 0; m < TRESTLE_N_HEAD_MEASURES; m++)
    g_assert_true (g_str_has_suffix (trestle_head_measure_get_definition (m), "."));
}

#define ADD(path, case_name, function) g_test_add (path, Fixture, case_name, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/head-profile/every-number-has-one-place", "heads-demo", test_every_number_has_one_place);
  ADD ("/head-profile/what-is-not-measured-is-not-found", "heads-demo", test_what_is_not_measured_is_not_found);
  ADD ("/head-profile/values-match-golden/heads-demo", "heads-demo", test_values_match_golden);
  ADD ("/head-profile/values-match-golden/padded", "padded", test_values_match_golden);
  ADD ("/head-profile/values-match-golden/meter", "meter", test_values_match_golden);
  ADD ("/head-profile/shares-are-those-of-the-tokens-that-are-kept", "padded", test_shares_are_those_of_the_tokens_that_are_kept);
  ADD ("/head-profile/padding-has-no-part", "padded", test_padding_has_no_part);
  ADD ("/head-profile/one-measure-is-as-among-all", "heads-demo", test_one_measure_is_as_among_all);
  ADD ("/head-profile/other-traces-are-an-error", "heads-demo", test_other_traces_are_an_error);
  ADD ("/head-profile/shape-survives-as-text", "heads-demo", test_shape_survives_as_text);
  g_test_add_func ("/head-profile/text-that-is-no-shape-is-refused", test_text_that_is_no_shape_is_refused);
  g_test_add_func ("/head-profile/measures-apply-where-they-mean-something", test_measures_apply_where_they_mean_something);
  g_test_add_func ("/head-profile/measures-have-names-and-units", test_measures_have_names_and_units);
  return g_test_run ();
}
