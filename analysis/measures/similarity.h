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

/* @a: `[tokens, width]`, @b: `[tokens, other width]`; @keep: (nullable): `[tokens]`. NAN if either has no variance. */
double trestle_linear_cka (const TrestleTensor *a, const TrestleTensor *b, const gboolean *keep);

/**
 * trestle_similarity_new:
 * @a: the trace of the rows
 * @b: the trace of the columns; the same trace, or that of another model on the same tokens
 *
 * Errors: %TRESTLE_ERROR_INPUT if the two have not the same number of tokens (both of the text, or both of the image).
 */
TrestleSimilarity *
trestle_similarity_new (const TrestleTrace *a, TrestleStack rows, const TrestleTrace *b, TrestleStack columns, GError **error);
void trestle_similarity_free (TrestleSimilarity *similarity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleSimilarity, trestle_similarity_free)

G_END_DECLS
