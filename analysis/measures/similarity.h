/* How alike the states of layers are: linear centred kernel alignment (Kornblith et al. 2019, equation 1 with a linear kernel). */
#pragma once

#include "core/model/trace.h"

G_BEGIN_DECLS

/* A stack of layers whose states are compared. */
typedef enum
{
  TRESTLE_STACK_TEXT,        /* "hidden.text.L": the embedding and then every layer */
  TRESTLE_STACK_VISION,      /* "hidden.vision.L": likewise */
  TRESTLE_STACK_CROSS_TEXT,  /* "hidden.cross_text.L" */
  TRESTLE_STACK_CROSS_IMAGE, /* "hidden.cross_image.L" */
  TRESTLE_N_STACKS,
} TrestleStack;

/* "text", "vision", "cross_text", "cross_image" */
const char *trestle_stack_get_name (TrestleStack stack);
gboolean trestle_stack_parse (const char *name, TrestleStack *stack);
/* "text tower", "vision tower", "cross-modal text", "cross-modal image" */
const char *trestle_stack_get_title (TrestleStack stack);

/**
 * TrestleSimilarity:
 * @rows: the stack whose layers are the rows, from the first one
 * @columns: likewise
 * @values: `[n_rows, n_columns]`, each in [0, 1]
 */
typedef struct
{
  TrestleStack rows;
  TrestleStack columns;
  guint n_rows;
  guint n_columns;
  double *values;
} TrestleSimilarity;

/**
 * trestle_linear_cka:
 * @a: `[tokens, width]`
 * @b: `[tokens, other width]`
 * @keep: (nullable): `[tokens]`, %FALSE for padding
 *
 * |X'Y|^2 / (|X'X| |Y'Y|) of the states with centred columns, in Frobenius norms, from the products of tokens with tokens, XX' and YY',
 * whose inner products are the same: there are fewer tokens than columns.
 *
 * Returns: 1 if they are equal but for rotation and scale, 0 if they share nothing; NAN if either has no variance
 */
double trestle_linear_cka (const TrestleTensor *a, const TrestleTensor *b, const gboolean *keep);

/**
 * trestle_similarity_new:
 * @a: the trace of the rows
 * @b: the trace of the columns; the same trace, or that of another model on the same tokens
 *
 * Padding of a text is left out.
 *
 * Errors: %TRESTLE_ERROR_INPUT if a run has no such states, if one stack is of the text and the other of the image, or if the two have
 * not the same tokens: as many, and of a text the same ones kept.
 *
 * Returns: (transfer full): the similarity of every layer of @rows to every layer of @columns
 */
TrestleSimilarity *
trestle_similarity_new (const TrestleTrace *a, TrestleStack rows, const TrestleTrace *b, TrestleStack columns, GError **error);
void trestle_similarity_free (TrestleSimilarity *similarity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleSimilarity, trestle_similarity_free)

G_END_DECLS
