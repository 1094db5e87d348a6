/* Sums over many pairs, as pairs of doubles. */
#include "analysis/measures/tally.h"

#include <math.h>
#include <string.h>

#include "analysis/measures/student.h"
#include "core/error.h"
#include "core/formats/json-settings.h"

/* An unevaluated sum of two doubles, of which @low is below half of @high's last digit. */
typedef struct
{
  double high;
  double low;
} Pair;

/* a + b and what rounding took from it, exactly (Knuth, The Art of Computer Programming 2, 4.2.2, theorem B). */
static Pair
two_sum (double a, double b)
{
  double sum = a + b;
  double rest = sum - a;

  return (Pair){ sum, (a - (sum - rest)) + (b - rest) };
}

/* The same where |a| >= |b|, or a is 0 (Dekker 1971). */
static Pair
fast_two_sum (double a, double b)
{
  double sum = a + b;

  return (Pair){ sum, b - (sum - a) };
}

/* a b, exactly. */
static Pair
two_product (double a, double b)
{
  double product = a * b;

  return (Pair){ product, fma (a, b, -product) };
}

/* Joldes et al. 2017, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic", algorithm 6. */
static Pair
pair_add (Pair a, Pair b)
{
  Pair high = two_sum (a.high, b.high), low = two_sum (a.low, b.low);
  Pair sum = fast_two_sum (high.high, high.low + low.high);

  return fast_two_sum (sum.high, low.low + sum.low);
}

/* Likewise, algorithm 12. */
static Pair
pair_multiply (Pair a, Pair b)
{
  Pair product = two_product (a.high, b.high);

  return fast_two_sum (product.high, product.low + (a.high * b.low + a.low * b.high));
}

/* A second quotient of what the first one leaves. */
static Pair
pair_divide (Pair a, double b)
{
  double quotient = a.high / b;
  Pair product = two_product (quotient, b);

  return fast_two_sum (quotient, ((a.high - product.high) - product.low + a.low) / b);
}

static Pair
get_pair (const double *pairs, gsize index)
{
  return (Pair){ pairs[2 * index], pairs[2 * index + 1] };
}

static void
add_to_pair (double *pairs, gsize index, Pair addend)
{
  Pair sum = pair_add (get_pair (pairs, index), addend);

  pairs[2 * index] = sum.high;
  pairs[2 * index + 1] = sum.low;
}

TrestleTally *
trestle_tally_new (gsize n_values)
{
  TrestleTally *tally = g_new0 (TrestleTally, 1);

  tally->n_values = n_values;
  tally->counts = g_new0 (guint64, n_values);
  tally->sums = g_new0 (double, 2 * n_values);
  tally->squares = g_new0 (double, 2 * n_values);
  return tally;
}

void
trestle_tally_free (TrestleTally *tally)
{
  g_free (tally->counts);
  g_free (tally->sums);
  g_free (tally->squares);
  g_free (tally);
}

void
trestle_tally_add (TrestleTally *tally, const double *values)
{
  for (gsize i = 0; i < tally->n_values; i++)
    {
      if (!isfinite (values[i] * values[i]))
        continue;
      tally->counts[i]++;
      add_to_pair (tally->sums, i, (Pair){ values[i], 0.0 });
      add_to_pair (tally->squares, i, two_product (values[i], values[i]));
    }
}

void
trestle_tally_merge (TrestleTally *tally, const TrestleTally *other)
{
  g_return_if_fail (tally->n_values == other->n_values);
  for (gsize i = 0; i < tally->n_values; i++)
    {
      tally->counts[i] += other->counts[i];
      add_to_pair (tally->sums, i, get_pair (other->sums, i));
      add_to_pair (tally->squares, i, get_pair (other->squares, i));
    }
}

double
trestle_tally_get_mean (const TrestleTally *tally, gsize index)
{
  Pair mean;

  if (tally->counts[index] == 0)
    return NAN;
  mean = pair_divide (get_pair (tally->sums, index), (double) tally->counts[index]);
  return mean.high + mean.low;
}

/* Sum of squares less the square of the sum over n: most digits go where numbers are alike, but there are twice as many as anyone needs. */
double
trestle_tally_get_deviation (const TrestleTally *tally, gsize index)
{
  double n = (double) tally->counts[index];
  Pair sum = get_pair (tally->sums, index), squares = get_pair (tally->squares, index);
  Pair own, left;

  if (tally->counts[index] < 2)
    return NAN;
  own = pair_divide (pair_multiply (sum, sum), n);
  left = pair_add (squares, (Pair){ -own.high, -own.low });
  /* What is below the rounding of both is nothing: numbers that are all the same deviate by 0. */
  return left.high <= squares.high * 0x1p-96 ? 0.0 : sqrt (left.high / (n - 1.0));
}

double
trestle_tally_get_interval (const TrestleTally *tally, gsize index)
{
  guint64 n = tally->counts[index];

  if (n < 2)
    return NAN;
  return trestle_student_get_quantile (n - 1) * trestle_tally_get_deviation (tally, index) / sqrt ((double) n);
}

/* JSON-GLib writes 1e20 as 1e+20.0, which is no JSON: numbers with an exponent and no point become strings. */
static void
write_number (JsonBuilder *builder, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (text, sizeof text, number);
  if (strchr (text, 'e') != NULL && strchr (text, '.') == NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_double_value (builder, number);
}

static void
write_numbers (JsonBuilder *builder, const char *key, const double *numbers, gsize count)
{
  json_builder_begin_array (json_builder_set_member_name (builder, key));
  for (gsize i = 0; i < count; i++)
    write_number (builder, numbers[i]);
  json_builder_end_array (builder);
}

void
trestle_tally_to_json (const TrestleTally *tally, JsonBuilder *builder)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "tally"));
  json_builder_begin_array (json_builder_set_member_name (builder, "counts"));
  for (gsize i = 0; i < tally->n_values; i++)
    json_builder_add_int_value (builder, (gint64) tally->counts[i]);
  json_builder_end_array (builder);
  write_numbers (builder, "sums", tally->sums, 2 * tally->n_values);
  write_numbers (builder, "squares", tally->squares, 2 * tally->n_values);
  json_builder_end_object (builder);
}

/* (nullable): an array of @count elements. */
static JsonArray *
read_array (JsonObject *object, const char *key, gsize count, const char *name, GError **error)
{
  JsonArray *array = trestle_json_array (trestle_json_find (object, key));

  if (array != NULL && json_array_get_length (array) == count)
    return array;
  if (array == NULL)
    trestle_json_set_error (name, key, "an array of numbers", error);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has %u “%s” in its tally; %" G_GSIZE_FORMAT " were expected", name,
                 json_array_get_length (array), key, count);
  return NULL;
}

static gboolean
read_counts (JsonObject *object, const char *name, TrestleTally *tally, GError **error)
{
  JsonArray *array = read_array (object, "counts", tally->n_values, name, error);

  for (gsize i = 0; array != NULL && i < tally->n_values; i++)
    {
      JsonNode *node = json_array_get_element (array, (guint) i);

      if (!trestle_json_is_number (node) || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0)
        return trestle_json_set_error (name, "counts", "whole numbers from 0", error);
      tally->counts[i] = (guint64) json_node_get_int (node);
    }
  return array != NULL;
}

/* A finite number, or a string of one (see write_number()). */
static gboolean
read_number (JsonNode *node, double *number)
{
  const char *text = trestle_json_string (node);
  char *end;

  if (text == NULL)
    {
      *number = trestle_json_is_number (node) ? json_node_get_double (node) : NAN;
      return isfinite (*number);
    }
  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

static gboolean
read_pairs (JsonObject *object, const char *key, gsize n_values, const char *name, double *pairs, GError **error)
{
  JsonArray *array = read_array (object, key, 2 * n_values, name, error);

  for (gsize i = 0; array != NULL && i < 2 * n_values; i++)
    {
      if (!read_number (json_array_get_element (array, (guint) i), &pairs[i]))
        return trestle_json_set_error (name, key, "finite numbers", error);
    }
  return array != NULL;
}

/* Whether @tally could have come from adding: a low half that is lost in the high one, no negative square, nothing where nothing was
 * counted. */
static gboolean
check_sums (const TrestleTally *tally, const char *name, GError **error)
{
  for (gsize i = 0; i < tally->n_values; i++)
    {
      Pair sum = get_pair (tally->sums, i), square = get_pair (tally->squares, i);

      if (sum.high + sum.low != sum.high || (tally->counts[i] == 0 && sum.high != 0.0))
        return trestle_json_set_error (name, "sums", "what adding numbers gives", error);
      if (square.high + square.low != square.high || square.high < 0.0 || (tally->counts[i] == 0 && square.high != 0.0))
        return trestle_json_set_error (name, "squares", "what adding squares gives", error);
    }
  return TRUE;
}

TrestleTally *
trestle_tally_from_json (JsonObject *object, gsize n_values, const char *name, GError **error)
{
  JsonObject *member = trestle_json_object (trestle_json_find (object, "tally"));
  g_autoptr (TrestleTally) tally = NULL;

  if (member == NULL)
    {
      trestle_json_set_error (name, "tally", "an object with counts, sums and squares", error);
      return NULL;
    }
  tally = trestle_tally_new (n_values);
  if (!read_counts (member, name, tally, error) || !read_pairs (member, "sums", n_values, name, tally->sums, error)
      || !read_pairs (member, "squares", n_values, name, tally->squares, error) || !check_sums (tally, name, error))
    return NULL;
  return g_steal_pointer (&tally);
}
