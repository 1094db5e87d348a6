/* Multi-head attention against a plain double implementation. */
#include "core/numeric/attention.h"
#include "tests/numbers.h"

#include <math.h>

#define TOLERANCE 2e-6

/* Shapes of one attention; @margin: floats between the rows of queries, keys, values and context, as where they lie side by side. */
typedef struct
{
  gsize heads;
  gsize width;
  gsize n_queries;
  gsize n_keys;
  gsize margin;
} Shape;

typedef struct
{
  TrestleTensor queries;   /* [n_queries, heads width] */
  TrestleTensor keys;      /* [n_keys, heads width] */
  TrestleTensor values;    /* [n_keys, heads width] */
  TrestleTensor attention; /* [heads, n_queries, n_keys] */
  TrestleTensor context;   /* [n_queries, heads width] */
} Numbers;

static Numbers
numbers_of (const Shape *shape)
{
  gsize hidden = shape->heads * shape->width, margin = shape->margin;

  return (Numbers){
    .queries = numbers_filled (shape->n_queries, hidden, margin, "queries", -2.0, 2.0),
    .keys = numbers_filled (shape->n_keys, hidden, 2 * margin, "keys", -2.0, 2.0),
    .values = numbers_filled (shape->n_keys, hidden, 2 * margin, "values", -1.0, 1.0),
    .attention = trestle_tensor_new (shape->heads, shape->n_queries, shape->n_keys),
    .context = numbers_new (shape->n_queries, hidden, margin),
  };
}

static void
clear (Numbers *n)
{
  numbers_clear (&n->queries);
  numbers_clear (&n->keys);
  numbers_clear (&n->values);
  numbers_clear (&n->attention);
  numbers_clear (&n->context);
}

/* softmax (q Kt / sqrt (width)) of one query; @expected: (out): [n_keys] */
static void
attend_slowly (const Numbers *n, const Shape *shape, gsize head, gsize query, const gboolean *keep, double *expected)
{
  const float *q = numbers_at (&n->queries, query, head * shape->width);
  double max = -INFINITY, sum = 0.0;

  for (gsize key = 0; key < shape->n_keys; key++)
    {
      const float *k = numbers_at (&n->keys, key, head * shape->width);

      expected[key] = 0.0;
      for (gsize i = 0; i < shape->width; i++)
        expected[key] += (double) q[i] * k[i] / sqrt ((double) shape->width);
      if (keep == NULL || keep[key])
        max = fmax (max, expected[key]);
    }
  for (gsize key = 0; key < shape->n_keys; key++)
    sum += expected[key] = keep == NULL || keep[key] ? exp (expected[key] - max) : 0.0;
  for (gsize key = 0; key < shape->n_keys; key++)
    expected[key] /= sum;
}

static void
check_query (const Numbers *n, const Shape *shape, gsize head, gsize query, const gboolean *keep)
{
  g_autofree double *expected = g_new (double, shape->n_keys);
  TrestleTensor matrix = trestle_tensor_matrix (&n->attention, head); /* [n_queries, n_keys] */
  double sum = 0.0;

  attend_slowly (n, shape, head, query, keep, expected);
  for (gsize key = 0; key < shape->n_keys; key++)
    {
      numbers_assert_close (*numbers_at (&matrix, query, key), expected[key], TOLERANCE);
      sum += *numbers_at (&matrix, query, key);
    }
  numbers_assert_close (sum, 1.0, 1e-6);
  for (gsize i = head * shape->width; i < (head + 1) * shape->width; i++)
    {
      double context = 0.0;

      for (gsize key = 0; key < shape->n_keys; key++)
        context += expected[key] * *numbers_at (&n->values, key, i);
      numbers_assert_close (*numbers_at (&n->context, query, i), context, TOLERANCE);
    }
}

static void
check (const Shape *shape, const gboolean *keep)
{
  Numbers n = numbers_of (shape);

  trestle_attend (&n.queries, &n.keys, &n.values, keep, &n.attention, &n.context);
  for (gsize head = 0; head < shape->heads; head++)
    for (gsize query = 0; query < shape->n_queries; query++)
      check_query (&n, shape, head, query, keep);
  clear (&n);
}

/* Heads of 1, 16 and 64; one key; more keys than queries and more queries than keys; more queries than are taken at once (128). */
static const Shape shapes[] = {
  { 1, 1, 1, 1, 0 },    { 3, 1, 5, 7, 0 },     { 8, 16, 11, 1, 0 },   { 4, 16, 9, 65, 0 },   { 4, 16, 65, 9, 0 },
  { 2, 64, 20, 20, 0 }, { 2, 64, 128, 20, 0 }, { 3, 16, 129, 33, 0 }, { 2, 64, 325, 77, 0 },
};

static void
test_agrees_with_double_loops (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    check (&shapes[i], NULL);
}

static void
test_views_agree_with_double_loops (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Shape shape = shapes[i];

      shape.margin = 3;
      check (&shape, NULL);
    }
}

/* Padding in front, in between and at the end; and one key alone that is left. */
static void
test_padding_gets_nothing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      gsize n = shapes[i].n_keys;
      g_autofree gboolean *keep = g_new0 (gboolean, n);

      keep[n / 2] = TRUE;
      check (&shapes[i], keep);
      for (gsize key = 0; key < n; key++)
        keep[key] = key % 3 == 1 || n == 1;
      check (&shapes[i], keep);
    }
}

/* Queries, keys and values in one tensor, as the vision tower's fused projection leaves them. */
static void
test_fused_projection_agrees_with_double_loops (void)
{
  static const Shape shape = { 2, 64, 145, 145, 0 };
  TrestleTensor fused = numbers_new (145, 3 * 128, 0); /* [145, 3 * 128] */
  Numbers n = numbers_of (&shape);
  TrestleTensor queries = trestle_tensor_columns (&fused, 0, 128);  /* [145, 128] */
  TrestleTensor keys = trestle_tensor_columns (&fused, 128, 128);   /* [145, 128] */
  TrestleTensor values = trestle_tensor_columns (&fused, 256, 128); /* [145, 128] */

  numbers_fill (&queries, "queries", -2.0, 2.0);
  numbers_fill (&keys, "keys", -2.0, 2.0);
  numbers_fill (&values, "values", -1.0, 1.0);
  trestle_attend (&queries, &keys, &values, NULL, &n.attention, &n.context);
  for (gsize head = 0; head < shape.heads; head++)
    for (gsize query = 0; query < shape.n_queries; query++)
      check_query (&n, &shape, head, query, NULL);
  clear (&n);
  numbers_clear (&fused);
}

/* A model that has gone wrong must not look as if it had not. */
static void
test_nan_stays_visible (void)
{
  static const Shape shape = { 2, 16, 5, 9, 0 };
  Numbers n = numbers_of (&shape);

  *numbers_at (&n.keys, 4, 3) = NAN; /* of head 0 */
  trestle_attend (&n.queries, &n.keys, &n.values, NULL, &n.attention, &n.context);
  for (gsize head = 0; head < 2; head++)
    for (gsize query = 0; query < 5; query++)
      {
        TrestleTensor matrix = trestle_tensor_matrix (&n.attention, head); /* [5, 9] */

        g_assert_cmpint (isnan (*numbers_at (&matrix, query, 0)) != 0, ==, head == 0);
        g_assert_cmpint (isnan (*numbers_at (&n.context, query, head * 16)) != 0, ==, head == 0);
      }
  clear (&n);
}

static void
test_same_input_gives_the_same_bits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Numbers a = numbers_of (&shapes[i]), b = numbers_of (&shapes[i]);

      trestle_attend (&a.queries, &a.keys, &a.values, NULL, &a.attention, &a.context);
      trestle_attend (&b.queries, &b.keys, &b.values, NULL, &b.attention, &b.context);
      g_assert_true (numbers_are_same (&a.attention, &b.attention));
      g_assert_true (numbers_are_same (&a.context, &b.context));
      clear (&a);
      clear (&b);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attention/agrees-with-double-loops", test_agrees_with_double_loops);
  g_test_add_func ("/attention/views-agree-with-double-loops", test_views_agree_with_double_loops);
  g_test_add_func ("/attention/fused-projection-agrees-with-double-loops", test_fused_projection_agrees_with_double_loops);
  g_test_add_func ("/attention/padding-gets-nothing", test_padding_gets_nothing);
  g_test_add_func ("/attention/nan-stays-visible", test_nan_stays_visible);
  g_test_add_func ("/attention/same-input-gives-the-same-bits", test_same_input_gives_the_same_bits);
  return g_test_run ();
}
