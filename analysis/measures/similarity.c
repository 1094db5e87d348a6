/* Linear centred kernel alignment between layers. */
#include "analysis/measures/similarity.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/numeric/product.h"

typedef struct
{
  const char *name;
  const char *title;
  gboolean is_text;
} Stack;

static const Stack stacks[TRESTLE_N_STACKS] = {
  [TRESTLE_STACK_TEXT] = { "text", "text tower", TRUE },
  [TRESTLE_STACK_VISION] = { "vision", "vision tower", FALSE },
  [TRESTLE_STACK_CROSS_TEXT] = { "cross_text", "cross-modal text", TRUE },
  [TRESTLE_STACK_CROSS_IMAGE] = { "cross_image", "cross-modal image", FALSE },
};

const char *
trestle_stack_get_name (TrestleStack stack)
{
  return stacks[stack].name;
}

gboolean
trestle_stack_parse (const char *name, TrestleStack *stack)
{
  for (TrestleStack i = 0; i < TRESTLE_N_STACKS; i++)
    if (g_str_equal (stacks[i].name, name))
      {
        *stack = i;
        return TRUE;
      }
  return FALSE;
}

const char *
trestle_stack_get_title (TrestleStack stack)
{
  return stacks[stack].title;
}

/* How every token's states lie to every other's, once each column's mean is taken away. */
typedef struct
{
  TrestleTensor products; /* [kept tokens, kept tokens] */
  double norm;            /* of Frobenius */
} Gram;

static void
clear_gram (gpointer data)
{
  trestle_tensor_clear (&((Gram *) data)->products);
}

static TrestleTensor
copy_kept (const TrestleTensor *states, const gboolean *keep)
{
  TrestleTensor kept = trestle_tensor_new (1, states->rows, states->columns); /* [tokens, width] */

  kept.rows = 0;
  for (gsize row = 0; row < states->rows; row++)
    if (keep == NULL || keep[row])
      memcpy (kept.data + kept.stride * kept.rows++, states->data + row * states->stride, states->columns * sizeof (float));
  return kept;
}

static void
centre_columns (const TrestleTensor *states)
{
  g_autofree double *means = g_new0 (double, states->columns); /* [width] */

  for (gsize row = 0; row < states->rows; row++)
    for (gsize i = 0; i < states->columns; i++)
      means[i] += states->data[row * states->stride + i];
  for (gsize i = 0; i < states->columns; i++)
    means[i] /= (double) states->rows;
  for (gsize row = 0; row < states->rows; row++)
    for (gsize i = 0; i < states->columns; i++)
      states->data[row * states->stride + i] = (float) (states->data[row * states->stride + i] - means[i]);
}

/* Both `[tokens, tokens]`. */
static double
inner_product (const TrestleTensor *a, const TrestleTensor *b)
{
  gsize count = a->rows * a->columns;
  double sum = 0.0;

#pragma omp simd reduction(+ : sum)
  for (gsize i = 0; i < count; i++)
    sum += (double) a->data[i] * b->data[i];
  return sum;
}

static Gram
make_gram (const TrestleTensor *states, const gboolean *keep)
{
  TrestleTensor kept = copy_kept (states, keep);                            /* [kept tokens, width] */
  Gram gram = { .products = trestle_tensor_new (1, kept.rows, kept.rows) }; /* [kept tokens, kept tokens] */

  centre_columns (&kept);
  trestle_product_transposed (&kept, &kept, &gram.products);
  gram.norm = sqrt (inner_product (&gram.products, &gram.products));
  trestle_tensor_clear (&kept);
  return gram;
}

static double
align (const Gram *a, const Gram *b)
{
  if (a->norm == 0.0 || b->norm == 0.0)
    return NAN;
  return CLAMP (inner_product (&a->products, &b->products) / (a->norm * b->norm), 0.0, 1.0);
}

double
trestle_linear_cka (const TrestleTensor *a, const TrestleTensor *b, const gboolean *keep)
{
  Gram first = make_gram (a, keep), second = make_gram (b, keep);
  double alignment = align (&first, &second);

  clear_gram (&first);
  clear_gram (&second);
  return alignment;
}

/* (transfer container) (nullable): the states of every layer of a stack, owned by the trace. */
static GPtrArray *
list_states (const TrestleTrace *trace, TrestleStack stack, GError **error)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new ();

  while (TRUE)
    {
      g_autofree char *name = g_strdup_printf ("hidden.%s.%u", stacks[stack].name, states->len);
      const TrestleTensor *tensor = trestle_trace_get (trace, name);

      if (tensor == NULL)
        break;
      g_ptr_array_add (states, (gpointer) tensor);
    }
  if (states->len > 0)
    return g_steal_pointer (&states);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The run has no states of the %s (“hidden.%s.0”)", stacks[stack].title,
               stacks[stack].name);
  return NULL;
}

/* (nullable): which of the stack's tokens are no padding. */
static const gboolean *
get_keep (const TrestleTrace *trace, TrestleStack stack)
{
  return stacks[stack].is_text ? trestle_trace_get_keep (trace) : NULL;
}

static gboolean
have_same_rows (GPtrArray *states, gsize rows)
{
  for (guint i = 0; i < states->len; i++)
    if (((const TrestleTensor *) g_ptr_array_index (states, i))->rows != rows)
      return FALSE;
  return TRUE;
}

static gboolean
check_tokens (GPtrArray *a_states,
              const TrestleTrace *a,
              TrestleStack rows,
              GPtrArray *b_states,
              const TrestleTrace *b,
              TrestleStack columns,
              GError **error)
{
  gsize a_tokens = ((const TrestleTensor *) g_ptr_array_index (a_states, 0))->rows;
  gsize b_tokens = ((const TrestleTensor *) g_ptr_array_index (b_states, 0))->rows;
  const gboolean *a_keep = get_keep (a, rows), *b_keep = get_keep (b, columns);

  if (stacks[rows].is_text != stacks[columns].is_text)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                 "“%s” and “%s” have not the same tokens; two stacks of the text or two of the image were expected", stacks[rows].name,
                 stacks[columns].name);
  else if (a_tokens != b_tokens || !have_same_rows (a_states, a_tokens) || !have_same_rows (b_states, a_tokens)
           || (a_keep != NULL && a_tokens != trestle_trace_get_n_tokens (a))
           || (b_keep != NULL && b_tokens != trestle_trace_get_n_tokens (b)))
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                 "“%s” has %" G_GSIZE_FORMAT " tokens and “%s” has %" G_GSIZE_FORMAT "; runs on the same tokens were expected",
                 stacks[rows].name, a_tokens, stacks[columns].name, b_tokens);
  else if (a_keep != NULL && memcmp (a_keep, b_keep, a_tokens * sizeof *a_keep) != 0)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "Of “%s” and “%s” different tokens are padding; the same were expected",
                 stacks[rows].name, stacks[columns].name);
  else
    return TRUE;
  return FALSE;
}

/* (transfer full): a Gram matrix for every layer; layers are spread over the threads. */
static GArray *
make_grams (GPtrArray *states, const gboolean *keep)
{
  GArray *grams = g_array_new (FALSE, TRUE, sizeof (Gram));

  g_array_set_clear_func (grams, clear_gram);
  g_array_set_size (grams, states->len);
#pragma omp parallel for schedule(dynamic)
  for (guint i = 0; i < states->len; i++)
    g_array_index (grams, Gram, i) = make_gram (g_ptr_array_index (states, i), keep);
  return grams;
}

TrestleSimilarity *
trestle_similarity_new (const TrestleTrace *a, TrestleStack rows, const TrestleTrace *b, TrestleStack columns, GError **error)
{
  g_autoptr (GPtrArray) a_states = list_states (a, rows, error);
  g_autoptr (GPtrArray) b_states = a_states != NULL ? list_states (b, columns, error) : NULL;
  g_autoptr (GArray) a_grams = NULL, b_grams = NULL;
  TrestleSimilarity *similarity;

  if (b_states == NULL || !check_tokens (a_states, a, rows, b_states, b, columns, error))
    return NULL;
  a_grams = make_grams (a_states, get_keep (a, rows));
  b_grams = a == b && rows == columns ? g_array_ref (a_grams) : make_grams (b_states, get_keep (b, columns));

  similarity = g_new0 (TrestleSimilarity, 1);
  *similarity = (TrestleSimilarity){ .rows = rows, .columns = columns, .n_rows = a_grams->len, .n_columns = b_grams->len };
  similarity->values = g_new (double, (gsize) a_grams->len * b_grams->len);
#pragma omp parallel for collapse(2)
  for (guint i = 0; i < a_grams->len; i++)
    for (guint j = 0; j < b_grams->len; j++)
      similarity->values[i * b_grams->len + j] = align (&g_array_index (a_grams, Gram, i), &g_array_index (b_grams, Gram, j));
  return similarity;
}

void
trestle_similarity_free (TrestleSimilarity *similarity)
{
  g_free (similarity->values);
  g_free (similarity);
}
