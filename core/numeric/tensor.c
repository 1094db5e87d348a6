/* Float32 arrays, and the arena that a forward pass takes them from. */
#include "core/numeric/tensor.h"

#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64u
#define FIRST_BLOCK (1u << 20)

static gsize
round_up (gsize size)
{
  return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static gpointer
allocate_aligned (gsize size)
{
  gpointer memory = aligned_alloc (ALIGNMENT, round_up (MAX (size, 1)));

  if (memory == NULL)
    g_error ("out of memory: %" G_GSIZE_FORMAT " bytes", size);
  return memory;
}

TrestleTensor
trestle_tensor_new_unfilled (gsize depth, gsize rows, gsize columns)
{
  TrestleTensor tensor = trestle_tensor_view (NULL, depth, rows, columns);

  tensor.data = allocate_aligned (trestle_tensor_count (&tensor) * sizeof (float));
  return tensor;
}

TrestleTensor
trestle_tensor_new (gsize depth, gsize rows, gsize columns)
{
  TrestleTensor tensor = trestle_tensor_new_unfilled (depth, rows, columns);

  memset (tensor.data, 0, trestle_tensor_count (&tensor) * sizeof (float));
  return tensor;
}

TrestleTensor
trestle_tensor_copy (const TrestleTensor *tensor)
{
  TrestleTensor copy = trestle_tensor_new_unfilled (tensor->depth, tensor->rows, tensor->columns);

  for (gsize row = 0; row < tensor->depth * tensor->rows; row++)
    memcpy (copy.data + row * copy.stride, tensor->data + row * tensor->stride, tensor->columns * sizeof (float));
  return copy;
}

void
trestle_tensor_clear (TrestleTensor *tensor)
{
  free (tensor->data);
  *tensor = (TrestleTensor){ 0 };
}

typedef struct
{
  guint8 *memory;
  gsize size;
  gsize used;
  gsize start; /* how much the blocks before this one held when it was opened */
} Block;

struct _TrestleArena
{
  GArray *blocks; /* Block; the last one is in use */
  gsize peak;     /* the most that was ever in use at once */
};

TrestleArena *
trestle_arena_new (void)
{
  TrestleArena *arena = g_new0 (TrestleArena, 1);

  arena->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  return arena;
}

void
trestle_arena_free (TrestleArena *arena)
{
  for (guint i = 0; i < arena->blocks->len; i++)
    free (g_array_index (arena->blocks, Block, i).memory);
  g_array_unref (arena->blocks);
  g_free (arena);
}

static Block *
last_block (TrestleArena *arena)
{
  return arena->blocks->len > 0 ? &g_array_index (arena->blocks, Block, arena->blocks->len - 1) : NULL;
}

static Block *
open_block (TrestleArena *arena, gsize size)
{
  const Block *last = last_block (arena);
  Block block = { .size = MAX (size, last != NULL ? 2 * last->size : FIRST_BLOCK) };

  block.start = last != NULL ? last->start + last->used : 0;
  block.memory = allocate_aligned (block.size);
  g_array_append_val (arena->blocks, block);
  return last_block (arena);
}

TrestleTensor
trestle_arena_stack (TrestleArena *arena, gsize depth, gsize rows, gsize columns)
{
  TrestleTensor tensor = trestle_tensor_view (NULL, depth, rows, columns);
  gsize size = round_up (trestle_tensor_count (&tensor) * sizeof (float));
  Block *block = last_block (arena);

  if (block == NULL || block->size - block->used < size)
    block = open_block (arena, size);
  tensor.data = (float *) (block->memory + block->used);
  block->used += size;
  arena->peak = MAX (arena->peak, block->start + block->used);
  return tensor;
}

TrestleTensor
trestle_arena_tensor (TrestleArena *arena, gsize rows, gsize columns)
{
  return trestle_arena_stack (arena, 1, rows, columns);
}

gsize
trestle_arena_mark (TrestleArena *arena)
{
  const Block *block = last_block (arena);

  return block != NULL ? block->start + block->used : 0;
}

/* An empty arena that once had to grow gets one block of all that it ever needed: the next run finds room at once. */
static void
join_blocks (TrestleArena *arena)
{
  for (guint i = 0; i < arena->blocks->len; i++)
    free (g_array_index (arena->blocks, Block, i).memory);
  g_array_set_size (arena->blocks, 0);
  open_block (arena, arena->peak);
}

void
trestle_arena_release (TrestleArena *arena, gsize mark)
{
  if (arena->blocks->len == 0)
    return;
  if (mark == 0 && arena->peak > g_array_index (arena->blocks, Block, 0).size)
    {
      join_blocks (arena);
      return;
    }
  while (arena->blocks->len > 1 && last_block (arena)->start >= mark)
    {
      free (last_block (arena)->memory);
      g_array_set_size (arena->blocks, arena->blocks->len - 1);
    }
  last_block (arena)->used = mark - last_block (arena)->start;
}
