/* Float32 arrays of up to three dimensions, and the arena that a forward pass takes them from. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestleTensor:
 * @depth: matrices, one behind the other (heads, channels); 1 for a plain matrix
 * @rows: rows of a matrix (tokens, queries)
 * @columns: columns of a row (hidden, keys)
 * @stride: floats from one row to the next; equal to @columns unless this is a view of a wider tensor
 * @data: the first element
 *
 * A view: copying the struct copies no numbers. Who owns the memory is said where a tensor is made.
 */
typedef struct
{
  gsize depth;
  gsize rows;
  gsize columns;
  gsize stride;
  float *data;
} TrestleTensor;

/* Owned tensors, zeroed: freed with trestle_tensor_clear(). */
TrestleTensor trestle_tensor_new (gsize depth, gsize rows, gsize columns);
/* The same of undefined content, for what is filled at once. */
TrestleTensor trestle_tensor_new_unfilled (gsize depth, gsize rows, gsize columns);
/* Likewise a copy of the numbers, without what lies between the rows of a view. */
TrestleTensor trestle_tensor_copy (const TrestleTensor *tensor);
void trestle_tensor_clear (TrestleTensor *tensor);

/* A view of memory that somebody else owns. */
static inline TrestleTensor
trestle_tensor_view (float *data, gsize depth, gsize rows, gsize columns)
{
  return (TrestleTensor){ depth, rows, columns, columns, data };
}

/* The columns [first, first + count) of every row. */
static inline TrestleTensor
trestle_tensor_columns (const TrestleTensor *tensor, gsize first, gsize count)
{
  return (TrestleTensor){ tensor->depth, tensor->rows, count, tensor->stride, tensor->data + first };
}

/* The rows [first, first + count) of a plain matrix. */
static inline TrestleTensor
trestle_tensor_rows (const TrestleTensor *tensor, gsize first, gsize count)
{
  return (TrestleTensor){ 1, count, tensor->columns, tensor->stride, tensor->data + first * tensor->stride };
}

/* One matrix of the stack, such as one head's attention. */
static inline TrestleTensor
trestle_tensor_matrix (const TrestleTensor *tensor, gsize index)
{
  return (TrestleTensor){ 1, tensor->rows, tensor->columns, tensor->stride, tensor->data + index * tensor->rows * tensor->stride };
}

static inline gsize
trestle_tensor_count (const TrestleTensor *tensor)
{
  return tensor->depth * tensor->rows * tensor->columns;
}

/**
 * TrestleArena:
 *
 * Scratch memory that only grows. A forward pass takes tensors from it and never gives one back; a caller that opened a scope
 * with trestle_arena_mark() closes it with trestle_arena_release(). After the first run no allocation happens any more.
 */
typedef struct _TrestleArena TrestleArena;

TrestleArena *trestle_arena_new (void);
void trestle_arena_free (TrestleArena *arena);

/* Tensors of undefined content, 64-byte aligned, valid until the mark before them is released. */
TrestleTensor trestle_arena_tensor (TrestleArena *arena, gsize rows, gsize columns);
TrestleTensor trestle_arena_stack (TrestleArena *arena, gsize depth, gsize rows, gsize columns);

gsize trestle_arena_mark (TrestleArena *arena);
void trestle_arena_release (TrestleArena *arena, gsize mark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleArena, trestle_arena_free)

G_END_DECLS
