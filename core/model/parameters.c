/* Hands the weights of a checkpoint to the parts of a model, and keeps account of what is missing or misshapen. */
#include "core/model/parameters.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/numeric/interpolate.h"

#define MOST_NAMED 5

struct _TrestleParameters
{
  TrestleCheckpoint *checkpoint; /* NULL for a counter */
  GHashTable *counts;            /* name -> guint64, of a counter */
  TrestlePrecision precision;    /* of the layers */
  GHashTable *asked;             /* names of the tensors that were handed out */
  GHashTable *converted;         /* name -> float[] for what does not lie in the checkpoint as it is used */
  GHashTable *linears;           /* name -> TrestleLinear; what has no name of its own is counted, "layer 3" */
  GPtrArray *missing;            /* names */
  GPtrArray *misshapen;          /* "name is [2, 3] and should be [3, 3]" */
  GPtrArray *unreadable;         /* names of tensors that hold no real numbers */
  GHashTable *noted;             /* what is in these three: a config can ask for tens of thousands */
  guint64 count;
  guint64 handed_out;      /* bytes of the checkpoint */
  gboolean is_estimate;    /* then the checkpoint is another's */
  gboolean is_in_place;    /* whether the matrix that was asked for last lies in the file as it is used */
  TrestleWeightsNeed need; /* of an estimate */

  TrestleProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
};

/* trestle_tensor_new() allocates with the alignment that vector code likes; a table of values frees it with this. */
static void
values_free (gpointer values)
{
  TrestleTensor tensor = { .data = values };

  trestle_tensor_clear (&tensor);
}

TrestleParameters *
trestle_parameters_new (TrestleCheckpoint *checkpoint, TrestlePrecision precision)
{
  TrestleParameters *parameters = g_new0 (TrestleParameters, 1);

  parameters->checkpoint = checkpoint;
  parameters->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  parameters->precision = precision;
  parameters->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  parameters->converted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, values_free);
  parameters->linears = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) trestle_linear_free);
  parameters->missing = g_ptr_array_new_with_free_func (g_free);
  parameters->misshapen = g_ptr_array_new_with_free_func (g_free);
  parameters->unreadable = g_ptr_array_new_with_free_func (g_free);
  parameters->noted = g_hash_table_new (g_str_hash, g_str_equal);
  return parameters;
}

TrestleParameters *
trestle_parameters_new_counter (void)
{
  return trestle_parameters_new (NULL, TRESTLE_PRECISION_FLOAT32);
}

TrestleParameters *
trestle_parameters_new_estimate (TrestleCheckpoint *checkpoint, TrestlePrecision precision)
{
  TrestleParameters *parameters = trestle_parameters_new (checkpoint, precision);

  parameters->is_estimate = TRUE;
  return parameters;
}

void
trestle_parameters_free (TrestleParameters *parameters)
{
  if (parameters->is_estimate)
    parameters->checkpoint = NULL;
  g_hash_table_unref (parameters->linears);
  g_hash_table_unref (parameters->counts);
  g_hash_table_unref (parameters->asked);
  g_hash_table_unref (parameters->converted);
  g_hash_table_unref (parameters->noted);
  g_ptr_array_unref (parameters->missing);
  g_ptr_array_unref (parameters->misshapen);
  g_ptr_array_unref (parameters->unreadable);
  g_clear_pointer (&parameters->checkpoint, trestle_checkpoint_free);
  g_clear_object (&parameters->cancellable);
  g_free (parameters);
}

void
trestle_parameters_watch (TrestleParameters *parameters, TrestleProgress progress, gpointer progress_data, GCancellable *cancellable)
{
  parameters->progress = progress;
  parameters->progress_data = progress_data;
  g_set_object (&parameters->cancellable, cancellable);
}

TrestlePrecision
trestle_parameters_get_precision (const TrestleParameters *parameters)
{
  return parameters->precision;
}

const TrestleCheckpoint *
trestle_parameters_get_checkpoint (const TrestleParameters *parameters)
{
  return parameters->checkpoint;
}

/* (nullable) */
static const TrestleStoredTensor *
find_stored (const TrestleParameters *parameters, const char *name)
{
  return parameters->checkpoint != NULL ? trestle_checkpoint_get (parameters->checkpoint, name) : NULL;
}

gboolean
trestle_parameters_have (const TrestleParameters *parameters, const char *name)
{
  return find_stored (parameters, name) != NULL;
}

gsize
trestle_parameters_get_size (const TrestleParameters *parameters, const char *name, guint dimension)
{
  const TrestleStoredTensor *stored = find_stored (parameters, name);

  return stored != NULL && dimension < stored->n_dimensions ? stored->shape[dimension] : 0;
}

static gboolean
has_shape (const TrestleStoredTensor *stored, gsize rows, gsize columns)
{
  gsize first = stored->n_dimensions > 0 ? stored->shape[0] : 1;
  gboolean is_vector = stored->n_dimensions <= 1;

  if (is_vector)
    return rows == 1 && stored->count == columns;
  return first == rows && stored->count == rows * columns;
}

/*
 * What stands in for a tensor that cannot be used, or that is only counted, so that the parts need not look; after cancelling, for every
 * tensor. Not as large as what was asked for, which a config can put at a terabyte: trestle_parameters_check() fails, so nobody reads it.
 */
static const float stand_in = 0.0f;

/* Each problem once, though two parts may ask for the same tensor. @problem: (transfer full) */
static void
note (TrestleParameters *parameters, GPtrArray *problems, char *problem)
{
  if (g_hash_table_contains (parameters->noted, problem))
    {
      g_free (problem);
      return;
    }
  g_hash_table_add (parameters->noted, problem);
  g_ptr_array_add (problems, problem);
}

static void
note_shape (TrestleParameters *parameters, const TrestleStoredTensor *stored, const char *name, gsize rows, gsize columns)
{
  g_autofree char *found = trestle_stored_tensor_describe_shape (stored);
  g_autofree char *wanted = rows == 1 ? g_strdup_printf ("[%" G_GSIZE_FORMAT "]", columns)
                                      : g_strdup_printf ("[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]", rows, columns);

  note (parameters, parameters->misshapen, g_strdup_printf ("%s is %s and should be %s", name, found, wanted));
}

static float *
convert (TrestleParameters *parameters, const TrestleStoredTensor *stored, const char *name)
{
  TrestleTensor values = trestle_tensor_new (1, 1, stored->count); /* [1, count] */

  g_hash_table_insert (parameters->converted, g_strdup (name), values.data);
  if (!trestle_stored_tensor_to_float (stored, values.data))
    note (parameters, parameters->unreadable, g_strdup (name));
  trestle_checkpoint_let_go (parameters->checkpoint, stored->data, stored->count * trestle_dtype_get_size (stored->dtype));
  return values.data;
}

/* Says how far it is; FALSE if nobody wants the rest. */
static gboolean
step (TrestleParameters *parameters, const TrestleStoredTensor *stored)
{
  double size = (double) trestle_checkpoint_get_size (parameters->checkpoint);

  if (g_cancellable_is_cancelled (parameters->cancellable))
    return FALSE;
  if (parameters->progress != NULL)
    parameters->progress ((double) parameters->handed_out / size, "opening the model", parameters->progress_data);
  parameters->handed_out += (guint64) stored->count * trestle_dtype_get_size (stored->dtype);
  return TRUE;
}

/* A tensor that is asked for again, by another part, is no other one. */
static const float *
count_values (TrestleParameters *parameters, const char *name, gsize rows, gsize columns)
{
  guint64 count = (guint64) rows * columns;

  if (!g_hash_table_contains (parameters->counts, name))
    {
      g_hash_table_insert (parameters->counts, g_strdup (name), g_memdup2 (&count, sizeof count));
      parameters->count += count;
    }
  return &stand_in;
}

/* Bytes of a tensor that has to be converted, 0 for one that is used where it lies. */
static guint64
conversion_size (const TrestleStoredTensor *stored)
{
  return trestle_stored_tensor_is_in_place (stored) ? 0 : (guint64) stored->count * sizeof (float);
}

static const float *
find_values (TrestleParameters *parameters, const char *name, gsize rows, gsize columns)
{
  const TrestleStoredTensor *stored = find_stored (parameters, name);
  const float *known = g_hash_table_lookup (parameters->converted, name);

  if (parameters->checkpoint == NULL)
    return count_values (parameters, name, rows, columns);
  if (stored == NULL)
    {
      note (parameters, parameters->missing, g_strdup (name));
      return &stand_in;
    }
  if (!has_shape (stored, rows, columns))
    {
      note_shape (parameters, stored, name, rows, columns);
      return &stand_in;
    }
  if (known != NULL)
    return known;
  if (!g_hash_table_contains (parameters->asked, name))
    {
      if (!step (parameters, stored))
        return &stand_in;
      parameters->count += stored->count;
      g_hash_table_add (parameters->asked, g_strdup (name));
      if (parameters->is_estimate)
        parameters->need.own += conversion_size (stored);
    }
  if (parameters->is_estimate)
    return &stand_in;
  return trestle_stored_tensor_is_in_place (stored) ? (const float *) stored->data : convert (parameters, stored, name);
}

static TrestleTensor
find_matrix (TrestleParameters *parameters, const char *name, gsize rows, gsize columns)
{
  const TrestleStoredTensor *stored = find_stored (parameters, name);

  parameters->is_in_place = stored != NULL && conversion_size (stored) == 0;
  return trestle_tensor_view ((float *) find_values (parameters, name, rows, columns), 1, rows, columns);
}

#define FORMAT_NAME(name, format)                                                                                                          \
  g_autofree char *name = NULL;                                                                                                            \
  va_list arguments;                                                                                                                       \
                                                                                                                                           \
  va_start (arguments, format);                                                                                                            \
  name = g_strdup_vprintf (format, arguments);                                                                                             \
  va_end (arguments)

TrestleTensor
trestle_parameters_matrix (TrestleParameters *parameters, gsize rows, gsize columns, const char *format, ...)
{
  FORMAT_NAME (name, format);
  return find_matrix (parameters, name, rows, columns);
}

/* The side of the square grid that a position embedding of @rows was made for, 0 if there is none. */
static gsize
find_grid (gsize rows)
{
  gsize side = rows > 1 ? (gsize) llround (sqrt ((double) (rows - 1))) : 0;

  return side > 0 && side * side + 1 == rows ? side : 0;
}

/* The embedding of a grid of @from places along a side, on one of @to; kept under a name that no checkpoint has. */
static TrestleTensor
resize_positions (TrestleParameters *parameters, const TrestleTensor *stored, gsize from, gsize to, const char *name)
{
  TrestleTensor resized = trestle_tensor_new (1, 1 + to * to, stored->columns); /* [1 + to to, columns] */
  TrestleTensor stored_grid = trestle_tensor_rows (stored, 1, from * from);     /* [from from, columns] */
  TrestleTensor resized_grid = trestle_tensor_rows (&resized, 1, to * to);      /* [to to, columns] */

  memcpy (resized.data, stored->data, stored->columns * sizeof (float));
  trestle_interpolate_grid (&stored_grid, from, to, &resized_grid);
  g_hash_table_insert (parameters->converted, g_strconcat (name, " at another image size", NULL), resized.data);
  return resized;
}

TrestleTensor
trestle_parameters_positions (TrestleParameters *parameters, gsize n_places, gsize columns, const char *name)
{
  const TrestleStoredTensor *stored = find_stored (parameters, name);
  gsize rows = 1 + n_places * n_places, stored_rows = trestle_parameters_get_size (parameters, name, 0), from = find_grid (stored_rows);
  TrestleTensor positions; /* [stored rows, columns] */

  if (stored_rows == rows || from == 0 || !has_shape (stored, stored_rows, columns))
    return find_matrix (parameters, name, rows, columns);
  positions = find_matrix (parameters, name, stored_rows, columns);
  if (parameters->is_estimate)
    parameters->need.own += (guint64) rows * columns * sizeof (float);
  if (positions.data == &stand_in)
    return positions;
  return resize_positions (parameters, &positions, from, n_places, name);
}

const float *
trestle_parameters_vector (TrestleParameters *parameters, gsize count, const char *format, ...)
{
  FORMAT_NAME (name, format);
  return find_values (parameters, name, 1, count);
}

/* Whether a tensor could not be had, so that nothing will be computed. */
static gboolean
is_incomplete (const TrestleParameters *parameters)
{
  return parameters->checkpoint == NULL || parameters->missing->len + parameters->misshapen->len + parameters->unreadable->len > 0
         || g_cancellable_is_cancelled (parameters->cancellable);
}

static void
estimate_linear (TrestleParameters *parameters, const TrestleTensor *weight)
{
  guint64 copy = trestle_linear_estimate_copy (weight->rows, weight->columns, parameters->precision);

  parameters->need.own += copy;
  if (copy == 0 && parameters->is_in_place)
    parameters->need.mapped += (guint64) weight->rows * weight->columns * sizeof (float);
}

/* Of a layer whose weight nobody else asks for, what was converted goes as soon as it is packed. */
static void
estimate_passing (TrestleParameters *parameters, const char *weight_name, const TrestleTensor *weight)
{
  const TrestleStoredTensor *stored = find_stored (parameters, weight_name);
  guint64 converted = stored != NULL ? conversion_size (stored) : 0;

  if (is_incomplete (parameters) || trestle_linear_estimate_copy (weight->rows, weight->columns, parameters->precision) == 0)
    return;
  parameters->need.own -= converted;
  parameters->need.passing = MAX (parameters->need.passing, converted);
}

/* @name: (transfer full) */
static TrestleLinear *
add_linear (TrestleParameters *parameters, char *name, const TrestleTensor *weight, const float *bias)
{
  TrestleLinear *linear;

  if (is_incomplete (parameters) || parameters->is_estimate)
    {
      linear = trestle_linear_new_empty (weight->rows);
      if (!is_incomplete (parameters))
        estimate_linear (parameters, weight);
    }
  else
    {
      linear = trestle_linear_new (weight, bias, parameters->precision);
      if (!trestle_linear_reads_weight (linear))
        trestle_checkpoint_let_go (parameters->checkpoint, weight->data, weight->rows * weight->stride * sizeof (float));
    }
  g_hash_table_insert (parameters->linears, name, linear);
  return linear;
}

TrestleLinear *
trestle_parameters_join (TrestleParameters *parameters, const TrestleTensor *weight, const float *bias)
{
  guint n_linears = g_hash_table_size (parameters->linears);

  return add_linear (parameters, g_strdup_printf ("layer %u", n_linears), weight, bias);
}

TrestleLinear *
trestle_parameters_linear (TrestleParameters *parameters, gsize outputs, gsize inputs, const char *format, ...)
{
  FORMAT_NAME (name, format);
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);
  TrestleLinear *linear = g_hash_table_lookup (parameters->linears, name);
  const float *bias;
  TrestleTensor weight; /* [outputs, inputs] */

  if (linear != NULL)
    return linear;
  weight = find_matrix (parameters, weight_name, outputs, inputs);
  bias = find_values (parameters, bias_name, 1, outputs);
  linear = add_linear (parameters, g_strdup (name), &weight, bias);
  if (parameters->is_estimate)
    estimate_passing (parameters, weight_name, &weight);
  /* Nobody else asks for the weight of a layer: what was converted for it goes as soon as it is packed. */
  else if (!trestle_linear_reads_weight (linear))
    g_hash_table_remove (parameters->converted, weight_name);
  return linear;
}

TrestleLayerNorm
trestle_parameters_layer_norm (TrestleParameters *parameters, gsize columns, float epsilon, const char *format, ...)
{
  FORMAT_NAME (name, format);
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);

  return (TrestleLayerNorm){
    .weight = find_values (parameters, weight_name, 1, columns),
    .bias = find_values (parameters, bias_name, 1, columns),
    .epsilon = epsilon,
  };
}

guint64
trestle_parameters_get_count (const TrestleParameters *parameters)
{
  return parameters->count;
}

TrestleWeightsNeed
trestle_parameters_get_need (const TrestleParameters *parameters)
{
  return parameters->need;
}

GPtrArray *
trestle_parameters_list_unused (const TrestleParameters *parameters)
{
  g_autoptr (GPtrArray) names = trestle_checkpoint_list (parameters->checkpoint);
  GPtrArray *unused = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    if (!g_hash_table_contains (parameters->asked, g_ptr_array_index (names, i)))
      g_ptr_array_add (unused, g_ptr_array_index (names, i));
  return unused;
}

guint64
trestle_parameters_count_names (const TrestleParameters *parameters, const char *pattern)
{
  g_autoptr (GPatternSpec) spec = g_pattern_spec_new (pattern);
  GHashTableIter iter;
  gpointer name, count;
  guint64 sum = 0;

  g_hash_table_iter_init (&iter, parameters->counts);
  while (g_hash_table_iter_next (&iter, &name, &count))
    if (g_pattern_spec_match_string (spec, name))
      sum += *(const guint64 *) count;
  return sum;
}

/* (transfer full): "a, b, c, d, e and 7 more" */
static char *
list_some (const GPtrArray *items)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < MIN (items->len, MOST_NAMED); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (items, i));
  if (items->len > MOST_NAMED)
    g_string_append_printf (list, " and %u more", items->len - MOST_NAMED);
  return g_string_free (list, FALSE);
}

gboolean
trestle_parameters_check (const TrestleParameters *parameters, GError **error)
{
  const char *file = parameters->checkpoint != NULL ? trestle_checkpoint_get_name (parameters->checkpoint) : NULL;
  g_autofree char *missing = list_some (parameters->missing);
  g_autofree char *misshapen = list_some (parameters->misshapen);
  g_autofree char *unreadable = list_some (parameters->unreadable);

  if (g_cancellable_set_error_if_cancelled (parameters->cancellable, error))
    return FALSE;
  if (parameters->missing->len > 0)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "“%s” lacks %u of the tensors that its config.json asks for: %s", file,
                 parameters->missing->len, missing);
  else if (parameters->misshapen->len > 0)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE, "“%s” does not fit its config.json: %s", file, misshapen);
  else if (parameters->unreadable->len > 0)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” stores weights as whole numbers, which Trestle cannot use: %s",
                 file, unreadable);
  return parameters->missing->len + parameters->misshapen->len + parameters->unreadable->len == 0;
}
