/* What a run recorded: names and their order, aliases, what is included, memory that is used again, and the file. */
#include "core/model/trace-private.h"

#include "core/formats/safetensors.h"
#include "tests/numbers.h"
#include "tests/temporary-folder.h"

#include <string.h>

static void
assert_names (const TrestleTrace *trace, const char *const *expected)
{
  g_autoptr (GPtrArray) names = trestle_trace_list (trace);

  for (guint i = 0; i < names->len; i++)
    g_assert_cmpstr (g_ptr_array_index (names, i), ==, expected[i]);
  g_assert_null (expected[names->len]);
}

static void
test_blocks_have_names_and_sides (void)
{
  static const struct
  {
    TrestleBlock block;
    const char *name;
    gboolean text_queries;
    gboolean text_keys;
  } blocks[] = {
    { TRESTLE_BLOCK_TEXT, "text", TRUE, TRUE },
    { TRESTLE_BLOCK_VISION, "vision", FALSE, FALSE },
    { TRESTLE_BLOCK_CROSS_TEXT_SELF, "cross_text_self", TRUE, TRUE },
    { TRESTLE_BLOCK_CROSS_TEXT_CROSS, "cross_text_cross", TRUE, FALSE },
    { TRESTLE_BLOCK_CROSS_IMAGE_SELF, "cross_image_self", FALSE, FALSE },
    { TRESTLE_BLOCK_CROSS_IMAGE_CROSS, "cross_image_cross", FALSE, TRUE },
  };

  g_assert_cmpuint (G_N_ELEMENTS (blocks), ==, TRESTLE_N_BLOCKS);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_assert_cmpstr (trestle_block_get_name (blocks[i].block), ==, blocks[i].name);
      g_assert_cmpint (trestle_block_queries_are_text (blocks[i].block), ==, blocks[i].text_queries);
      g_assert_cmpint (trestle_block_keys_are_text (blocks[i].block), ==, blocks[i].text_keys);
    }
}

static void
test_block_names_are_parsed (void)
{
  for (guint i = 0; i < TRESTLE_N_BLOCKS; i++)
    for (guint layer = 0; layer < 24; layer += 11)
      {
        g_autofree char *name = g_strdup_printf ("%s.%u", trestle_block_get_name (i), layer);
        TrestleBlock block;
        guint found;

        g_assert_true (trestle_block_parse (name, &block, &found));
        g_assert_cmpuint (block, ==, i);
        g_assert_cmpuint (found, ==, layer);
      }
}

static void
test_other_names_are_no_blocks (void)
{
  static const char *const names[] = {
    "",         "text",     ".",     ".3",      "text.",   "text.x",           "text.-1", "text. 1",
    "text.1.2", "Text.1",   "tex.1", "texts.1", "cross.1", "attention.text.1", "text.1x", "text.4294967296",
    "text.+1",  "vision .1"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      TrestleBlock block = TRESTLE_BLOCK_VISION;
      guint layer = 77;

      g_test_message ("%s", names[i]);
      g_assert_false (trestle_block_parse (names[i], &block, &layer));
      g_assert_cmpuint (block, ==, TRESTLE_BLOCK_VISION);
      g_assert_cmpuint (layer, ==, 77);
    }
}

static void
test_added_tensors_are_found (void)
{
  g_autoptr (TrestleTrace) trace = trestle_trace_new (3, NULL, 2, 4);
  TrestleTensor attention = trestle_trace_add_attention (trace, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1, 2, 3, 9); /* [2, 3, 9] */
  TrestleTensor hidden = trestle_trace_add_matrix (trace, 3, 5, "hidden.%s.%u", "text", 2u);                 /* [3, 5] */
  const TrestleTensor *found = trestle_trace_get (trace, "hidden.text.2");

  g_assert_cmpuint (attention.depth, ==, 2);
  g_assert_cmpuint (attention.rows, ==, 3);
  g_assert_cmpuint (attention.columns, ==, 9);
  g_assert_true (found->data == hidden.data);
  g_assert_cmpuint (found->rows, ==, 3);
  g_assert_cmpuint (found->columns, ==, 5);
  g_assert_true (trestle_trace_get (trace, "attention.cross_text_cross.1")->data == attention.data);
  g_assert_true (trestle_trace_get_attention (trace, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 1)->data == attention.data);
  g_assert_null (trestle_trace_get_attention (trace, TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0));
  g_assert_null (trestle_trace_get_attention (trace, TRESTLE_BLOCK_CROSS_TEXT_SELF, 1));
  g_assert_null (trestle_trace_get (trace, "hidden.text.3"));
  g_assert_null (trestle_trace_get (trace, ""));
  g_assert_cmpuint (trestle_trace_get_grid_rows (trace), ==, 2);
  g_assert_cmpuint (trestle_trace_get_grid_columns (trace), ==, 4);
}

static void
test_layers_are_counted_from_0 (void)
{
  g_autoptr (TrestleTrace) trace = trestle_trace_new (1, NULL, 1, 1);

  g_assert_cmpuint (trestle_trace_get_n_layers (trace, TRESTLE_BLOCK_TEXT), ==, 0);
  for (guint layer = 0; layer < 12; layer++)
    trestle_trace_add_attention (trace, TRESTLE_BLOCK_TEXT, layer, 1, 1, 1);
  trestle_trace_add_attention (trace, TRESTLE_BLOCK_VISION, 1, 1, 1, 1);
  g_assert_cmpuint (trestle_trace_get_n_layers (trace, TRESTLE_BLOCK_TEXT), ==, 12);
  g_assert_cmpuint (trestle_trace_get_n_layers (trace, TRESTLE_BLOCK_VISION), ==, 0);
}

static void
test_padding_is_copied (void)
{
  gboolean keep[4] = { TRUE, TRUE, FALSE, TRUE };
  g_autoptr (TrestleTrace) padded = trestle_trace_new (4, keep, 1, 1);
  g_autoptr (TrestleTrace) all = trestle_trace_new (4, NULL, 1, 1);

  memset (keep, 0, sizeof keep);
  g_assert_cmpuint (trestle_trace_get_n_tokens (padded), ==, 4);
  g_assert_true (trestle_trace_get_keep (padded)[1]);
  g_assert_false (trestle_trace_get_keep (padded)[2]);
  g_assert_true (trestle_trace_get_padding (padded) == trestle_trace_get_keep (padded));
  for (guint i = 0; i < 4; i++)
    g_assert_true (trestle_trace_get_keep (all)[i]);
  g_assert_null (trestle_trace_get_padding (all));
}

/* A state that left a layer and enters a bridge, in two dimensions and in three. */
static void
test_alias_is_the_same_tensor (void)
{
  g_autoptr (TrestleTrace) trace = trestle_trace_new (1, NULL, 1, 1);
  TrestleTensor hidden = trestle_trace_add_matrix (trace, 2, 3, "hidden.text.0"); /* [2, 3] */

  trestle_trace_alias (trace, "bridge.text.0.x", 2, "hidden.text.0");
  trestle_trace_alias (trace, "logits.text_features", 3, "bridge.text.0.x");
  g_assert_true (trestle_trace_get (trace, "bridge.text.0.x")->data == hidden.data);
  g_assert_true (trestle_trace_get (trace, "logits.text_features")->data == hidden.data);
  assert_names (trace, (const char *[]){ "hidden.text.0", "bridge.text.0.x", "logits.text_features", NULL });
}

static void
test_name_can_be_had_once (void)
{
  g_autoptr (TrestleTrace) trace = trestle_trace_new (1, NULL, 1, 1);
  TrestleTensor first = trestle_trace_add_matrix (trace, 1, 1, "hidden.text.0"); /* [1, 1] */

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*g_hash_table_contains*");
  trestle_trace_add_matrix (trace, 2, 2, "hidden.text.0");
  g_test_assert_expected_messages ();
  g_assert_true (trestle_trace_get (trace, "hidden.text.0")->data == first.data);
  assert_names (trace, (const char *[]){ "hidden.text.0", NULL });
}

static void
test_included_trace_is_read_through (void)
{
  g_autoptr (TrestleTrace) image = trestle_trace_new (0, NULL, 1, 1);
  g_autoptr (TrestleTrace) text = trestle_trace_new (1, NULL, 1, 1);
  TrestleTensor vision = trestle_trace_add_matrix (image, 2, 2, "hidden.vision.0"); /* [2, 2] */

  vision.data[3] = 7.0f;
  trestle_trace_add_matrix (text, 1, 1, "hidden.text.0");
  trestle_trace_include (text, image);
  trestle_trace_alias (text, "bridge.image.0.x", 2, "hidden.vision.0");
  trestle_trace_add_matrix (image, 1, 1, "hidden.vision.1");
  g_assert_true (trestle_trace_get (text, "hidden.vision.0")->data == vision.data);
  g_assert_true (trestle_trace_get (text, "bridge.image.0.x")->data == vision.data);
  g_assert_null (trestle_trace_get (image, "hidden.text.0"));
  /* What was included was computed first. */
  assert_names (text, (const char *[]){ "hidden.vision.0", "hidden.vision.1", "hidden.text.0", "bridge.image.0.x", NULL });
  g_assert_false (trestle_trace_is_own (image));
  g_clear_pointer (&image, trestle_trace_unref);
  g_assert_cmpfloat (trestle_trace_get (text, "hidden.vision.0")->data[3], ==, 7.0);
}

/* (out): where the tensors of a run lie. */
static void
record (TrestleTrace *trace, float **places)
{
  places[0] = trestle_trace_add_attention (trace, TRESTLE_BLOCK_TEXT, 0, 8, 60, 60).data;
  places[1] = trestle_trace_add_matrix (trace, 600, 1000, "hidden.text.0").data;
  places[2] = trestle_trace_add_matrix (trace, 60, 100, "hidden.text.1").data;
}

static void
test_reset_keeps_the_memory (void)
{
  const gboolean keep[2] = { FALSE, TRUE };
  g_autoptr (TrestleTrace) trace = trestle_trace_new (60, NULL, 3, 3);
  g_autoptr (TrestleTrace) image = trestle_trace_new (0, NULL, 3, 3);
  float *first[3], *second[3], *third[3];

  record (trace, first);
  trestle_trace_include (trace, image);
  trestle_trace_reset (trace, 2, keep);
  assert_names (trace, (const char *[]){ NULL });
  g_assert_null (trestle_trace_get (trace, "hidden.text.0"));
  g_assert_true (trestle_trace_is_own (image));
  g_assert_cmpuint (trestle_trace_get_n_tokens (trace), ==, 2);
  g_assert_false (trestle_trace_get_keep (trace)[0]);
  g_assert_true (trestle_trace_get_keep (trace)[1]);
  record (trace, second);
  trestle_trace_reset (trace, 60, NULL);
  g_assert_null (trestle_trace_get_padding (trace));
  record (trace, third);
  for (guint i = 0; i < G_N_ELEMENTS (third); i++)
    g_assert_true (second[i] == third[i]);
  g_assert_cmpint (second[1] - second[0], ==, 8 * 60 * 60);
  g_assert_cmpint (second[2] - second[1], ==, 600 * 1000);
}

/* Somebody who holds a trace can rely on it. */
static void
test_shared_trace_is_not_reset (void)
{
  g_autoptr (TrestleTrace) trace = trestle_trace_new (1, NULL, 1, 1);
  g_autoptr (TrestleTrace) held = trestle_trace_ref (trace);
  TrestleTensor hidden = trestle_trace_add_matrix (trace, 1, 1, "hidden.text.0"); /* [1, 1] */

  hidden.data[0] = 3.0f;
  g_assert_false (trestle_trace_is_own (trace));
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*trestle_trace_is_own*");
  trestle_trace_reset (trace, 5, NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (trestle_trace_get_n_tokens (held), ==, 1);
  g_assert_cmpfloat (trestle_trace_get (held, "hidden.text.0")->data[0], ==, 3.0);
  g_clear_pointer (&held, trestle_trace_unref);
  g_assert_true (trestle_trace_is_own (trace));
}

static void
assert_stored (const TrestleSafetensors *file, const char *name, const TrestleTensor *expected, guint n_dimensions, const gsize *shape)
{
  const TrestleStoredTensor *stored = trestle_safetensors_get (file, name);
  g_autofree float *values = NULL;

  g_assert_nonnull (stored);
  g_assert_cmpuint (stored->dtype, ==, TRESTLE_DTYPE_F32);
  g_assert_cmpuint (stored->n_dimensions, ==, n_dimensions);
  g_assert_cmpmem (stored->shape, n_dimensions * sizeof *shape, shape, n_dimensions * sizeof *shape);
  values = g_new (float, stored->count);
  g_assert_true (trestle_stored_tensor_to_float (stored, values));
  g_assert_cmpmem (values, stored->count * sizeof (float), expected->data, trestle_tensor_count (expected) * sizeof (float));
}

static void
fill (const TrestleTensor *tensor, const char *name)
{
  TrestleTensor rows = trestle_tensor_view (tensor->data, 1, tensor->depth * tensor->rows, tensor->columns); /* [depth rows, columns] */

  numbers_fill (&rows, name, -1.0, 1.0);
}

static void
test_saved_trace_is_read_back (void)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "trace.safetensors", NULL);
  g_autoptr (TrestleTrace) image = trestle_trace_new (0, NULL, 1, 1);
  g_autoptr (TrestleTrace) trace = trestle_trace_new (3, NULL, 1, 1);
  TrestleTensor vision = trestle_trace_add_matrix (image, 4, 5, "hidden.vision.0");              /* [4, 5] */
  TrestleTensor attention = trestle_trace_add_attention (trace, TRESTLE_BLOCK_TEXT, 0, 2, 3, 7); /* [2, 3, 7] */
  TrestleTensor row = trestle_trace_add (trace, 1, 1, 1, 6, "divergence");                       /* [6] */
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GError) error = NULL;
  TrestleSafetensors *file;

  fill (&vision, "vision");
  fill (&attention, "attention");
  fill (&row, "row");
  trestle_trace_include (trace, image);
  trestle_trace_alias (trace, "logits.image_features", 3, "hidden.vision.0");
  g_assert_true (trestle_trace_save (trace, path, &error));
  g_assert_no_error (error);
  file = trestle_safetensors_open (path, &error);
  g_assert_no_error (error);
  names = trestle_safetensors_list (file);
  g_assert_cmpuint (names->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "hidden.vision.0");
  g_assert_cmpstr (g_ptr_array_index (names, 3), ==, "logits.image_features");
  assert_stored (file, "hidden.vision.0", &vision, 2, (gsize[]){ 4, 5 });
  assert_stored (file, "attention.text.0", &attention, 3, (gsize[]){ 2, 3, 7 });
  assert_stored (file, "divergence", &row, 1, (gsize[]){ 6 });
  assert_stored (file, "logits.image_features", &vision, 3, (gsize[]){ 1, 4, 5 });
  trestle_safetensors_free (file);
  temporary_folder_free (folder);
}

static void
test_saving_to_nowhere_is_reported (void)
{
  g_autoptr (TrestleTrace) trace = trestle_trace_new (3, NULL, 1, 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_trace_save (trace, "/no-such-folder/trace.safetensors", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "/no-such-folder/trace.safetensors"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/blocks-have-names-and-sides", test_blocks_have_names_and_sides);
  g_test_add_func ("/trace/block-names-are-parsed", test_block_names_are_parsed);
  g_test_add_func ("/trace/other-names-are-no-blocks", test_other_names_are_no_blocks);
  g_test_add_func ("/trace/added-tensors-are-found", test_added_tensors_are_found);
  g_test_add_func ("/trace/layers-are-counted-from-0", test_layers_are_counted_from_0);
  g_test_add_func ("/trace/padding-is-copied", test_padding_is_copied);
  g_test_add_func ("/trace/alias-is-the-same-tensor", test_alias_is_the_same_tensor);
  g_test_add_func ("/trace/name-can-be-had-once", test_name_can_be_had_once);
  g_test_add_func ("/trace/included-trace-is-read-through", test_included_trace_is_read_through);
  g_test_add_func ("/trace/reset-keeps-the-memory", test_reset_keeps_the_memory);
  g_test_add_func ("/trace/shared-trace-is-not-reset", test_shared_trace_is_not_reset);
  g_test_add_func ("/trace/saved-trace-is-read-back", test_saved_trace_is_read_back);
  g_test_add_func ("/trace/saving-to-nowhere-is-reported", test_saving_to_nowhere_is_reported);
  return g_test_run ();
}
