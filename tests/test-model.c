/* Whole models against what PyTorch computed in float64: every attention, hidden state, bridge and logit of the golden cases. */
#include <math.h>
#include <string.h>

#include "core/model/model.h"
#include "tests/golden.h"

/* Absolute, as the design has them: "rows" are sampled ones of the large cases. */
typedef struct
{
  const char *name;
  double attention;
  double other;
} Case;

static const Case quick_cases[] = {
  { "bert-text", 1e-4, 5e-4 },
  { "bridge-add", 1e-4, 5e-4 },
  { "bridge-add-linear", 1e-4, 5e-4 },
  { "bridge-channel-interpolate", 1e-4, 5e-4 },
  { "bridge-cross-attention", 1e-4, 5e-4 },
  { "bridge-cross-attention-ffn", 1e-4, 5e-4 },
  { "bridge-gate", 1e-4, 5e-4 },
  { "bridge-interpolate", 1e-4, 5e-4 },
  { "bridge-linear", 1e-4, 5e-4 },
  { "bridge-mlp", 1e-4, 5e-4 },
  { "bridge-multiply", 1e-4, 5e-4 },
  { "bridge-scaled-add", 1e-4, 5e-4 },
  { "meter", 1e-4, 5e-4 },
  { "one-internal", 1e-4, 5e-4 },
  { "padded", 1e-4, 5e-4 },
  { "two-layer-bridges", 1e-4, 5e-4 },
  { "heads-demo", 1e-4, 5e-4 },
  { "shared-links", 1e-4, 5e-4 },
  { "two-internal", 1e-4, 5e-4 },
  { "vit-vision", 1e-4, 5e-4 },
};
static const Case slow_cases[] = {
  { "base", 5e-4, 2e-3 },
  { "base-padded", 5e-4, 2e-3 },
  { "large", 5e-4, 2e-3 },
};

/* Large cases keep every 27th row of the image features, the first rows of everything else, and the first words of the vocabulary. */
#define FEATURE_STEP 27

static gboolean
is_compared (const char *name)
{
  static const char *const prefixes[] = { "attention.", "hidden.", "bridge.", "logits." };

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (name, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* Rows of a text's states: they may belong to padding. */
static gboolean
rows_are_text (const char *name)
{
  return g_str_has_prefix (name, "attention.text.") || g_str_has_prefix (name, "attention.cross_text_")
         || g_str_has_prefix (name, "hidden.text.") || g_str_has_prefix (name, "hidden.cross_text.")
         || g_str_has_prefix (name, "bridge.text.") || g_str_equal (name, "logits.mlm") || g_str_equal (name, "logits.text_features");
}

/* The largest difference; the expected tensor may hold only some of the rows and columns. */
static double
largest_difference (const GoldenCase *golden, const char *name, const TrestleStoredTensor *expected, const TrestleTensor *found)
{
  guint n = expected->n_dimensions;
  gsize depth = n == 3 ? expected->shape[0] : 1, rows = n >= 2 ? expected->shape[n - 2] : 1, columns = expected->shape[n - 1];
  gsize step = g_str_equal (name, "logits.image_features") && rows < found->rows ? FEATURE_STEP : 1;
  g_autofree float *values = g_new (float, expected->count);
  double largest = 0.0;

  g_assert_cmpuint (depth, ==, found->depth);
  g_assert_cmpuint ((rows - 1) * step, <, found->rows);
  g_assert_cmpuint (columns, <=, found->columns);
  g_assert_true (trestle_stored_tensor_to_float (expected, values));
  for (gsize d = 0; d < depth; d++)
    for (gsize r = 0; r < rows; r++)
      for (gsize c = 0; c < columns && !(rows_are_text (name) && !golden->keep[r * step]); c++)
        {
          double difference = fabs (values[(d * rows + r) * columns + c] - found->data[(d * found->rows + r * step) * found->stride + c]);

          if (isnan (difference))
            return difference;
          largest = MAX (largest, difference);
        }
  return largest;
}

static void
compare (const Case *c, const GoldenCase *golden, const TrestleSafetensors *expected, const TrestleTrace *trace)
{
  g_autoptr (GPtrArray) names = trestle_safetensors_list (expected);
  double worst_attention = 0.0, worst_other = 0.0;
  guint n_compared = 0;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gboolean is_attention = g_str_has_prefix (name, "attention.");
      double difference;

      if (!is_compared (name))
        continue;
      if (trestle_trace_get (trace, name) == NULL)
        g_error ("the trace has no %s", name);
      difference = largest_difference (golden, name, trestle_safetensors_get (expected, name), trestle_trace_get (trace, name));
      if (!(difference <= (is_attention ? c->attention : c->other)))
        g_error ("%s is off by %g", name, difference);
      if (is_attention)
        worst_attention = MAX (worst_attention, difference);
      else
        worst_other = MAX (worst_other, difference);
      n_compared++;
    }
  g_assert_cmpuint (n_compared, >, 20);
  g_test_message ("%s: %u tensors; attention off by at most %.2g, the rest by %.2g", c->name, n_compared, worst_attention, worst_other);
}

static void
test_agrees_with_golden (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *file = g_strconcat (c->name, ".safetensors", NULL);
  g_autofree char *path = golden_path (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) expected = trestle_safetensors_open (path, &error);
  GoldenCase golden;

  g_assert_no_error (error);
  golden_case_open (&golden, c->name);
  {
    g_autoptr (TrestleSession) session = golden_case_open_session (&golden);
    g_autoptr (TrestleTrace) trace = golden_case_run (&golden, session);
    TrestleParameterCounts counts = trestle_model_count (trestle_session_get_model (session));

    compare (c, &golden, expected, trace);
    g_assert_cmpuint (counts.total, ==, json_object_get_int_member (json_node_get_object (golden.root), "parameters"));
    g_assert_cmpuint (counts.text + counts.vision + counts.cross_modal + counts.bridges + counts.heads, ==, counts.total);
  }
  golden_case_clear (&golden);
}

static void
add_cases (const Case *cases, gsize count)
{
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *path = g_strdup_printf ("/model/agrees-with-golden/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_agrees_with_golden);
    }
}

/* The argument "slow" runs the cases of the published sizes, which need gigabytes, instead of the small ones. */
int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && g_str_equal (argv[1], "slow"))
    add_cases (slow_cases, G_N_ELEMENTS (slow_cases));
  else
    add_cases (quick_cases, G_N_ELEMENTS (quick_cases));
  return g_test_run ();
}
