/* Views of tensors, and the arena that a forward pass works in. */
#include "core/numeric/tensor.h"

/* More than the first block of an arena holds (1 MB), with what is taken before it. */
#define MANY_ROWS 600u
#define MANY_COLUMNS 1000u

static void
test_new_tensor_is_zero (void)
{
  TrestleTensor tensor = trestle_tensor_new (2, 3, 5); /* [2, 3, 5] */

  g_assert_cmpuint (trestle_tensor_count (&tensor), ==, 30);
  g_assert_cmpuint (tensor.stride, ==, 5);
  g_assert_cmpuint ((guintptr) tensor.data % 64, ==, 0);
  for (gsize i = 0; i < 30; i++)
    g_assert_cmpfloat (tensor.data[i], ==, 0.0);
  trestle_tensor_clear (&tensor);
  g_assert_null (tensor.data);
  g_assert_cmpuint (trestle_tensor_count (&tensor), ==, 0);
}

static void
test_empty_tensor_can_be_made (void)
{
  TrestleTensor tensor = trestle_tensor_new (1, 0, 5); /* [0, 5] */

  g_assert_cmpuint (trestle_tensor_count (&tensor), ==, 0);
  trestle_tensor_clear (&tensor);
}

/* Element i of [2, 3, 4] is i. */
static void
test_views_point_where_they_say (void)
{
  float numbers[24];
  TrestleTensor stack = trestle_tensor_view (numbers, 2, 3, 4);      /* [2, 3, 4] */
  TrestleTensor second = trestle_tensor_matrix (&stack, 1);          /* [3, 4] */
  TrestleTensor columns = trestle_tensor_columns (&second, 1, 2);    /* [3, 2] */
  TrestleTensor rows = trestle_tensor_rows (&columns, 1, 2);         /* [2, 2] */
  TrestleTensor all_columns = trestle_tensor_columns (&stack, 2, 1); /* [2, 3, 1] */
  TrestleTensor in_second = trestle_tensor_matrix (&all_columns, 1); /* [3, 1] */

  for (guint i = 0; i < 24; i++)
    numbers[i] = (float) i;
  g_assert_cmpuint (second.depth, ==, 1);
  g_assert_cmpuint (second.rows, ==, 3);
  g_assert_cmpfloat (second.data[0], ==, 12.0);
  g_assert_cmpuint (columns.columns, ==, 2);
  g_assert_cmpuint (columns.stride, ==, 4);
  g_assert_cmpfloat (columns.data[columns.stride], ==, 17.0);
  g_assert_cmpuint (rows.rows, ==, 2);
  g_assert_cmpfloat (rows.data[0], ==, 17.0);
  g_assert_cmpfloat (rows.data[rows.stride + 1], ==, 22.0);
  g_assert_cmpuint (trestle_tensor_count (&rows), ==, 4);
  g_assert_cmpuint (all_columns.depth, ==, 2);
  g_assert_cmpfloat (in_second.data[2 * in_second.stride], ==, 22.0);
}

static void
fill (const TrestleTensor *tensor, float value)
{
  for (gsize i = 0; i < trestle_tensor_count (tensor); i++)
    tensor->data[i] = value;
}

static void
assert_filled (const TrestleTensor *tensor, float value)
{
  for (gsize i = 0; i < trestle_tensor_count (tensor); i++)
    g_assert_cmpfloat (tensor->data[i], ==, value);
}

static void
test_arena_tensors_are_aligned_and_apart (void)
{
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  TrestleTensor tensors[40];

  for (guint i = 0; i < G_N_ELEMENTS (tensors); i++)
    {
      tensors[i] = trestle_arena_stack (arena, 1 + i % 3, 1 + i, 1 + 37 * i);
      g_assert_cmpuint ((guintptr) tensors[i].data % 64, ==, 0);
      g_assert_cmpuint (tensors[i].depth, ==, 1 + i % 3);
      g_assert_cmpuint (tensors[i].rows, ==, 1 + i);
      g_assert_cmpuint (tensors[i].columns, ==, 1 + 37 * i);
      g_assert_cmpuint (tensors[i].stride, ==, tensors[i].columns);
      fill (&tensors[i], (float) i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tensors); i++)
    assert_filled (&tensors[i], (float) i);
}

static void
test_release_gives_back_what_came_after_the_mark (void)
{
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  TrestleTensor kept = trestle_arena_tensor (arena, 10, 10); /* [10, 10] */
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor inner = trestle_arena_tensor (arena, 3, 3); /* [3, 3] */
  gsize inner_mark = trestle_arena_mark (arena);
  TrestleTensor innermost = trestle_arena_tensor (arena, 5, 5); /* [5, 5] */

  fill (&kept, 1.0f);
  fill (&inner, 2.0f);
  trestle_arena_release (arena, inner_mark);
  g_assert_true (trestle_arena_tensor (arena, 5, 5).data == innermost.data);
  assert_filled (&inner, 2.0f);
  trestle_arena_release (arena, mark);
  g_assert_true (trestle_arena_tensor (arena, 3, 3).data == inner.data);
  assert_filled (&kept, 1.0f);
}

/* What was there before the arena grew does not move; a scope in which it grew is closed like any other. */
static void
test_growing_keeps_what_is_there (void)
{
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  TrestleTensor small = trestle_arena_tensor (arena, 10, 10); /* [10, 10] */
  gsize mark = trestle_arena_mark (arena);

  fill (&small, 1.0f);
  for (guint round = 0; round < 3; round++)
    {
      TrestleTensor large = trestle_arena_tensor (arena, MANY_ROWS, MANY_COLUMNS);      /* [600, 1000] */
      TrestleTensor larger = trestle_arena_tensor (arena, 2 * MANY_ROWS, MANY_COLUMNS); /* [1200, 1000] */

      fill (&large, 2.0f);
      fill (&larger, 3.0f);
      assert_filled (&small, 1.0f);
      assert_filled (&large, 2.0f);
      trestle_arena_release (arena, mark);
      g_assert_cmpuint (trestle_arena_mark (arena), ==, mark);
    }
  assert_filled (&small, 1.0f);
}

/* A mark that lies in a block which the arena grew by. */
static void
test_mark_in_a_later_block_is_released (void)
{
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  TrestleTensor first = trestle_arena_tensor (arena, 10, 10);    /* [10, 10] */
  TrestleTensor large = trestle_arena_tensor (arena, 375, 1000); /* [375, 1000]: 1.5 MB, in a block of 2 MB */
  gsize mark = trestle_arena_mark (arena);
  TrestleTensor scratch = trestle_arena_tensor (arena, 7, 7); /* [7, 7] */

  fill (&first, 1.0f);
  fill (&large, 2.0f);
  trestle_arena_release (arena, mark);
  g_assert_true (trestle_arena_tensor (arena, 7, 7).data == scratch.data);
  assert_filled (&first, 1.0f);
  assert_filled (&large, 2.0f);
}

/* 300 x 700 floats, up to the next 64 bytes. */
#define KEPT 210000

/* What a forward pass takes: layers with scopes of their own, around what is kept; (out): where each tensor was. */
static void
run (TrestleArena *arena, float **places)
{
  trestle_arena_release (arena, 0);
  for (guint layer = 0; layer < 4; layer++)
    {
      gsize mark;

      places[3 * layer] = trestle_arena_tensor (arena, 300, 700).data;
      mark = trestle_arena_mark (arena);
      places[3 * layer + 1] = trestle_arena_tensor (arena, MANY_ROWS, MANY_COLUMNS).data;
      places[3 * layer + 2] = trestle_arena_stack (arena, 8, 65, 65).data;
      trestle_arena_release (arena, mark);
    }
}

static void
test_second_run_allocates_nothing (void)
{
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  float *first[12], *second[12], *third[12];

  run (arena, first);
  run (arena, second);
  run (arena, third);
  for (guint i = 0; i < 12; i++)
    g_assert_true (second[i] == third[i]);
  /* In one block by now: each lies right behind what was there when it was taken. */
  for (guint layer = 0; layer < 4; layer++)
    {
      g_assert_cmpint (second[3 * layer + 1] - second[3 * layer], ==, KEPT);
      g_assert_cmpint (second[3 * layer + 2] - second[3 * layer + 1], ==, MANY_ROWS * MANY_COLUMNS);
      g_assert_cmpint (second[3 * layer] - second[0], ==, layer * KEPT);
    }
}

/* Nor does a small one after it. */
static void
test_small_run_stays_in_the_first_block (void)
{
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  float *first = trestle_arena_tensor (arena, 10, 10).data;

  trestle_arena_release (arena, 0);
  g_assert_cmpuint (trestle_arena_mark (arena), ==, 0);
  g_assert_true (trestle_arena_tensor (arena, 20, 20).data == first);
}

static void
test_empty_arena_can_be_released (void)
{
  g_autoptr (TrestleArena) arena = trestle_arena_new ();

  g_assert_cmpuint (trestle_arena_mark (arena), ==, 0);
  trestle_arena_release (arena, 0);
  g_assert_cmpuint (trestle_arena_mark (arena), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/new-tensor-is-zero", test_new_tensor_is_zero);
  g_test_add_func ("/tensor/empty-tensor-can-be-made", test_empty_tensor_can_be_made);
  g_test_add_func ("/tensor/views-point-where-they-say", test_views_point_where_they_say);
  g_test_add_func ("/tensor/arena-tensors-are-aligned-and-apart", test_arena_tensors_are_aligned_and_apart);
  g_test_add_func ("/tensor/release-gives-back-what-came-after-the-mark", test_release_gives_back_what_came_after_the_mark);
  g_test_add_func ("/tensor/growing-keeps-what-is-there", test_growing_keeps_what_is_there);
  g_test_add_func ("/tensor/mark-in-a-later-block-is-released", test_mark_in_a_later_block_is_released);
  g_test_add_func ("/tensor/second-run-allocates-nothing", test_second_run_allocates_nothing);
  g_test_add_func ("/tensor/small-run-stays-in-the-first-block", test_small_run_stays_in_the_first_block);
  g_test_add_func ("/tensor/empty-arena-can-be-released", test_empty_arena_can_be_released);
  return g_test_run ();
}
