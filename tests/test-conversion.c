/* Conversions: what comes out is the same model, and what stops one leaves nothing behind. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/formats/conversion.h"
#include "core/formats/json-file.h"
#include "core/numeric/half.h"
#include "tests/golden.h"
#include "tests/numbers.h"
#include "tests/synthetic.h"
#include "tests/temporary-folder.h"

/* Of logits up to 3.5 whose weights were rounded: bfloat16 has three bits less than float16. The weights themselves are held exactly. */
#define HALF_TOLERANCE 0.03
#define BFLOAT_TOLERANCE (8 * HALF_TOLERANCE)
#define IMAGE_SIZE 48
#define OTHER_FILE "it was here before"

/* golden/checkpoints: one model or another in every kind of file that is read */
static const char *const kinds[] = {
  "hf-bin",  "hf-bin/pytorch_model.bin", "hf-sharded", "hf-sharded/model.safetensors.index.json",
  "hf-bf16", "bridgetower.ckpt",         "meter.ckpt", "vit-bert.ckpt",
};

/* A folder that has nothing in it, and in which conversions put theirs. */
typedef struct
{
  char *folder;
  char *destination;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->destination = g_build_filename (fixture->folder, "converted", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->destination);
}

static char *
kind_path (const char *kind)
{
  g_autofree char *relative = g_build_filename ("checkpoints", kind, NULL);

  return golden_path (relative);
}

static void
convert (const char *source, const char *destination, TrestleConversion *conversion)
{
  g_autoptr (GError) error = NULL;

  trestle_convert (source, destination, conversion, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (files);
  while (g_dir_read_name (files) != NULL)
    n++;
  return n;
}

/* Removes what a conversion made. */
static void
discard (const char *folder)
{
  temporary_folder_free (g_strdup (folder));
}

/* (transfer full): what a small model says */
static TrestleTrace *
run (const char *path)
{
  static const gint32 ids[] = { 0, 17, 233, 45, 9, 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSession) session = trestle_session_open (path, NULL, NULL, NULL, NULL, &error);
  g_autofree float *values = synthetic_pixels (IMAGE_SIZE);
  TrestleTensor pixels = trestle_tensor_view (values, 3, IMAGE_SIZE, IMAGE_SIZE);
  TrestleTrace *trace;

  g_assert_no_error (error);
  trestle_session_set_pixels (session, &pixels, &error);
  g_assert_no_error (error);
  trace = trestle_session_run (session, ids, NULL, G_N_ELEMENTS (ids), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return trace;
}

static void
test_every_kind_stays_the_same_to_the_bit (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *source = kind_path (kinds[i]);
      TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F32 };
      g_autoptr (TrestleTrace) expected = run (source), found = NULL;

      convert (source, fixture->destination, &conversion);
      found = run (fixture->destination);
      golden_assert_same_traces (found, expected);
      g_assert_cmpuint (conversion.n_files, ==, 1);
      g_assert_cmpuint (count_files (fixture->destination), ==, 2);
      discard (fixture->destination);
    }
}

static TrestleCheckpoint *
open_checkpoint (const char *path)
{
  g_autoptr (GError) error = NULL;
  TrestleCheckpoint *checkpoint = trestle_checkpoint_open (path, &error);

  g_assert_no_error (error);
  return checkpoint;
}

static float
rounded (TrestleDtype dtype, float value)
{
  return dtype == TRESTLE_DTYPE_F16 ? trestle_half_to_float (trestle_half_from_float (value))
                                    : trestle_bfloat_to_float (trestle_bfloat_from_float (value));
}

/* The same tensors, each number rounded once. */
static void
assert_weights_are_rounded (const char *source, const char *destination, TrestleDtype dtype)
{
  g_autoptr (TrestleCheckpoint) original = open_checkpoint (source), converted = open_checkpoint (destination);
  g_autoptr (GPtrArray) names = trestle_checkpoint_list (original);
  g_autoptr (GPtrArray) found_names = trestle_checkpoint_list (converted);

  g_assert_cmpuint (found_names->len, ==, names->len);
  for (guint i = 0; i < names->len; i++)
    {
      const TrestleStoredTensor *before = trestle_checkpoint_get (original, g_ptr_array_index (names, i));
      const TrestleStoredTensor *after = trestle_checkpoint_get (converted, g_ptr_array_index (names, i));
      g_autofree float *expected = g_new (float, before->count), *found = g_new (float, before->count);

      g_assert_nonnull (after);
      g_assert_cmpint (after->dtype, ==, dtype);
      g_assert_cmpuint (after->n_dimensions, ==, before->n_dimensions);
      g_assert_cmpmem (after->shape, after->n_dimensions * sizeof after->shape[0], before->shape,
                       before->n_dimensions * sizeof before->shape[0]);
      trestle_stored_tensor_to_float (before, expected);
      trestle_stored_tensor_to_float (after, found);
      for (gsize k = 0; k < before->count; k++)
        g_assert_cmpfloat (found[k], ==, rounded (dtype, expected[k]));
    }
}

static void
assert_config_says (const char *folder, const char *dtype)
{
  g_autofree char *path = g_build_filename (folder, "config.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = trestle_json_file_read (path, 1u << 20, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (root), "torch_dtype"), ==, dtype);
}

static void
assert_close (const TrestleTrace *found, const TrestleTrace *expected, double tolerance)
{
  static const char *const names[] = { "logits.itm", "logits.mlm", "logits.vqa", "logits.itc_text", "logits.itc_image" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (trestle_trace_get (expected, names[i]) != NULL)
      g_assert_cmpfloat (numbers_largest_difference (trestle_trace_get (found, names[i]), trestle_trace_get (expected, names[i])), <=,
                         tolerance);
}

static void
check_rounding (Fixture *fixture, TrestleDtype dtype, const char *name, double tolerance)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *source = kind_path (kinds[i]);
      TrestleConversion conversion = { .dtype = dtype };
      g_autoptr (TrestleTrace) expected = run (source), found = NULL;

      convert (source, fixture->destination, &conversion);
      assert_weights_are_rounded (source, fixture->destination, dtype);
      assert_config_says (fixture->destination, name);
      found = run (fixture->destination);
      assert_close (found, expected, tolerance);
      discard (fixture->destination);
    }
}

static void
test_every_kind_is_rounded_to_float16 (Fixture *fixture, gconstpointer data)
{
  check_rounding (fixture, TRESTLE_DTYPE_F16, "float16", HALF_TOLERANCE);
}

static void
test_every_kind_is_rounded_to_bfloat16 (Fixture *fixture, gconstpointer data)
{
  check_rounding (fixture, TRESTLE_DTYPE_BF16, "bfloat16", BFLOAT_TOLERANCE);
}

/* Every file within the limit, unless it is one tensor; and an index that sums them up. */
static void
assert_shards (const char *folder, const TrestleConversion *conversion)
{
  g_autofree char *index = g_build_filename (folder, "model.safetensors.index.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = trestle_json_file_read (index, 1u << 20, &error);
  JsonObject *metadata;

  g_assert_no_error (error);
  metadata = json_object_get_object_member (json_node_get_object (root), "metadata");
  g_assert_cmpint (json_object_get_int_member (metadata, "total_size"), ==, (gint64) conversion->size);
  for (guint i = 1; i <= conversion->n_files; i++)
    {
      g_autofree char *name = g_strdup_printf ("model-%05u-of-%05u.safetensors", i, conversion->n_files);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (TrestleSafetensors) file = trestle_safetensors_open (path, &error);
      g_autoptr (GPtrArray) names = NULL;
      guint64 size = 0;

      g_assert_no_error (error);
      names = trestle_safetensors_list (file);
      for (guint k = 0; k < names->len; k++)
        {
          const TrestleStoredTensor *tensor = trestle_safetensors_get (file, g_ptr_array_index (names, k));

          size += tensor->count * trestle_dtype_get_size (tensor->dtype);
        }
      g_assert_true (size <= conversion->shard_size || names->len == 1);
    }
}

static void
test_large_models_are_split (Fixture *fixture, gconstpointer data)
{
  static const guint64 limits[] = { 1, 40000, 200000 };
  g_autofree char *source = kind_path ("bridgetower.ckpt");
  g_autoptr (TrestleTrace) expected = run (source);

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F32, .shard_size = limits[i] };
      g_autoptr (TrestleTrace) found = NULL;

      convert (source, fixture->destination, &conversion);
      g_assert_cmpuint (conversion.n_files, >, 1);
      g_assert_true ((conversion.n_files == conversion.n_tensors) == (limits[i] == 1));
      assert_shards (fixture->destination, &conversion);
      g_assert_cmpuint (count_files (fixture->destination), ==, conversion.n_files + 2);
      found = run (fixture->destination);
      golden_assert_same_traces (found, expected);
      discard (fixture->destination);
    }
}

/* Cancels when it was asked so many times. */
typedef struct
{
  GCancellable *cancellable;
  guint n_left;
} Stop;

static void
count_down (double fraction, const char *stage, gpointer data)
{
  Stop *stop = data;

  g_assert_cmpfloat (fraction, >=, 0.0);
  g_assert_cmpfloat (fraction, <=, 1.0);
  if (stop->n_left-- == 0)
    g_cancellable_cancel (stop->cancellable);
}

/* Whether the conversion came to its end before it was stopped. */
static gboolean
stop_at (const Fixture *fixture, const char *source, guint step)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Stop stop = { cancellable, step };
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_BF16, .shard_size = 300000 };
  g_autoptr (GError) error = NULL;

  if (trestle_convert (source, fixture->destination, &conversion, count_down, &stop, cancellable, &error))
    return TRUE;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
  return FALSE;
}

static void
test_stopped_anywhere_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = kind_path ("hf-bin");
  guint step = 0;

  while (!stop_at (fixture, source, step))
    step++;
  g_assert_cmpuint (step, >, 210);
  g_assert_true (g_file_test (fixture->destination, G_FILE_TEST_IS_DIR));
}

static void
test_stopped_before_it_begins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F32 };
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (trestle_convert ("nowhere", fixture->destination, &conversion, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

static void
assert_refused (const char *source, const char *destination, GQuark domain, int code, const char *says)
{
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F16 };
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_convert (source, destination, &conversion, NULL, NULL, NULL, &error));
  g_assert_error (error, domain, code);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
}

static void
test_destinations_that_are_there_stay (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = kind_path ("hf-bin");
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *content = NULL;

  g_assert_true (g_file_set_contents (file, OTHER_FILE, -1, NULL));
  assert_refused (source, fixture->folder, G_FILE_ERROR, G_FILE_ERROR_EXIST, fixture->folder);
  assert_refused (source, file, G_FILE_ERROR, G_FILE_ERROR_EXIST, file);
  assert_refused (source, source, G_FILE_ERROR, G_FILE_ERROR_EXIST, source);
  g_assert_true (g_file_get_contents (file, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, OTHER_FILE);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_an_empty_folder_is_filled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = kind_path ("hf-bin"), *with_slash = g_strconcat (fixture->destination, "/", NULL);
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F16 };

  g_assert_cmpint (g_mkdir (fixture->destination, 0755), ==, 0);
  convert (source, with_slash, &conversion);
  g_assert_cmpuint (count_files (fixture->destination), ==, 2);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_places_that_cannot_be_written_are_named (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = kind_path ("hf-bin");
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *in_file = g_build_filename (file, "converted", NULL);
  g_autofree char *in_nothing = g_build_filename (fixture->folder, "nothing", "converted", NULL);

  g_assert_true (g_file_set_contents (file, OTHER_FILE, -1, NULL));
  assert_refused (source, in_file, G_FILE_ERROR, G_FILE_ERROR_NOTDIR, in_file);
  assert_refused (source, in_nothing, G_FILE_ERROR, G_FILE_ERROR_NOENT, in_nothing);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_sources_that_cannot_be_read_leave_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *truncated = kind_path ("truncated.bin"), *hostile = kind_path ("hostile.bin");
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F32 };
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_convert (truncated, fixture->destination, &conversion, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, truncated));
  g_clear_error (&error);
  g_assert_false (trestle_convert (hostile, fixture->destination, &conversion, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, hostile));
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

/* Somebody else makes the destination meanwhile. */
static void
get_in_the_way (double fraction, const char *stage, gpointer destination)
{
  g_autofree char *path = g_build_filename (destination, "file", NULL);

  g_mkdir (destination, 0755);
  g_assert_true (g_file_set_contents (path, OTHER_FILE, -1, NULL));
}

static void
test_what_comes_between_is_not_overwritten (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = kind_path ("hf-bin");
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F32 };
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_convert (source, fixture->destination, &conversion, get_in_the_way, fixture->destination, NULL, &error));
  g_assert_true (error->domain == G_FILE_ERROR);
  g_assert_nonnull (strstr (error->message, fixture->destination));
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  g_assert_cmpuint (count_files (fixture->destination), ==, 1);
}

/* A model folder whose file has one more tensor. */
static void
add_tensor (const char *folder, const char *name, const TrestleStoredTensor *tensor)
{
  g_autofree char *path = g_build_filename (folder, "model.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open (path, &error);
  g_autoptr (GPtrArray) names = NULL;
  g_autofree TrestleSafetensorsEntry *entries = NULL;

  g_assert_no_error (error);
  names = trestle_safetensors_list (file);
  entries = g_new0 (TrestleSafetensorsEntry, names->len + 1);
  for (guint i = 0; i < names->len; i++)
    {
      entries[i].name = g_ptr_array_index (names, i);
      entries[i].tensor = *trestle_safetensors_get (file, entries[i].name);
    }
  entries[names->len].name = name;
  entries[names->len].tensor = *tensor;
  trestle_safetensors_write (path, entries, names->len + 1, &error);
  g_assert_no_error (error);
}

/* What each dtype cannot hold, and which one the error says to take. */
static const struct
{
  float value;
  TrestleDtype dtype;
  const char *instead; /* NULL where it can */
} extremes[] = {
  { 65504.0f, TRESTLE_DTYPE_F16, NULL },
  { 65504.004f, TRESTLE_DTYPE_F16, "convert to bf16 instead" },
  { -70000.0f, TRESTLE_DTYPE_F16, "convert to bf16 instead" },
  { INFINITY, TRESTLE_DTYPE_F16, "convert to bf16 instead" },
  { 70000.0f, TRESTLE_DTYPE_BF16, NULL },
  { 3.4e38f, TRESTLE_DTYPE_BF16, "convert to f32 instead" },
  { 3.4e38f, TRESTLE_DTYPE_F32, NULL },
  { INFINITY, TRESTLE_DTYPE_F32, NULL },
  { NAN, TRESTLE_DTYPE_F16, NULL },
};

static void
test_weights_beyond_a_dtype_are_refused (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (extremes); i++)
    {
      float values[3] = { 0.0f, extremes[i].value, 1.0f };
      TrestleStoredTensor tensor = { TRESTLE_DTYPE_F32, 1, { 3 }, 3, (const guint8 *) values };
      TrestleConversion conversion = { .dtype = extremes[i].dtype };
      g_autoptr (GError) error = NULL;
      GoldenCase golden;

      golden_case_open (&golden, "bridge-add");
      add_tensor (golden.folder, "extreme.weight", &tensor);
      if (!trestle_convert (golden.folder, fixture->destination, &conversion, NULL, NULL, NULL, &error))
        {
          g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
          g_assert_nonnull (strstr (error->message, golden.folder));
          g_assert_nonnull (strstr (error->message, "extreme.weight"));
          g_assert_nonnull (strstr (error->message, extremes[i].instead));
        }
      else
        {
          g_assert_null (extremes[i].instead);
          discard (fixture->destination);
        }
      g_assert_cmpuint (count_files (fixture->folder), ==, 0);
      golden_case_clear (&golden);
    }
}

static void
test_whole_numbers_stay_whole (Fixture *fixture, gconstpointer data)
{
  static const gint64 numbers[] = { 0, -1, G_MAXINT64 };
  TrestleStoredTensor tensor = { TRESTLE_DTYPE_I64, 1, { 3 }, 3, (const guint8 *) numbers };
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F16 };
  g_autoptr (TrestleCheckpoint) converted = NULL;
  const TrestleStoredTensor *found;
  GoldenCase golden;

  golden_case_open (&golden, "bridge-add");
  add_tensor (golden.folder, "counts", &tensor);
  convert (golden.folder, fixture->destination, &conversion);
  converted = open_checkpoint (fixture->destination);
  found = trestle_checkpoint_get (converted, "counts");
  g_assert_nonnull (found);
  g_assert_cmpint (found->dtype, ==, TRESTLE_DTYPE_I64);
  g_assert_cmpmem (found->data, 8 * found->count, numbers, sizeof numbers);
  golden_case_clear (&golden);
}

static void
assert_content (const char *folder, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, expected);
}

static void
test_settings_come_along (Fixture *fixture, gconstpointer data)
{
  char *source = temporary_folder_new ((TemporaryFile[]){ { "vocab.json", "{\"a\": 0}" },
                                                          { "preprocessor_config.json", "{}" },
                                                          { "merges.txt", NULL },
                                                          { "notes.txt", "mine" },
                                                          { NULL, NULL } });
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F32 };
  g_autofree char *original = kind_path ("hf-bf16/model.safetensors"), *weights = g_build_filename (source, "model.safetensors", NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (original, &content, &length, NULL));
  g_assert_true (g_file_set_contents (weights, content, (gssize) length, NULL));
  convert (source, fixture->destination, &conversion);
  assert_content (fixture->destination, "vocab.json", "{\"a\": 0}");
  assert_content (fixture->destination, "preprocessor_config.json", "{}");
  g_assert_cmpuint (count_files (fixture->destination), ==, 4);
  temporary_folder_free (source);
}

/* Other readers refuse a file that does not say so. */
static void
test_header_says_whose_tensors_these_are (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = kind_path ("hf-bin"), *path = g_build_filename (fixture->destination, "model.safetensors", NULL);
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_F16 };
  g_autofree char *content = NULL;

  convert (source, fixture->destination, &conversion);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_true (g_str_has_prefix (content + 8, "{\"__metadata__\":{\"format\":\"pt\"},"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "every-kind-stays-the-same-to-the-bit", test_every_kind_stays_the_same_to_the_bit },
    { "every-kind-is-rounded-to-float16", test_every_kind_is_rounded_to_float16 },
    { "every-kind-is-rounded-to-bfloat16", test_every_kind_is_rounded_to_bfloat16 },
    { "large-models-are-split", test_large_models_are_split },
    { "stopped-anywhere-leaves-nothing", test_stopped_anywhere_leaves_nothing },
    { "stopped-before-it-begins", test_stopped_before_it_begins },
    { "destinations-that-are-there-stay", test_destinations_that_are_there_stay },
    { "an-empty-folder-is-filled", test_an_empty_folder_is_filled },
    { "places-that-cannot-be-written-are-named", test_places_that_cannot_be_written_are_named },
    { "sources-that-cannot-be-read-leave-nothing", test_sources_that_cannot_be_read_leave_nothing },
    { "what-comes-between-is-not-overwritten", test_what_comes_between_is_not_overwritten },
    { "weights-beyond-a-dtype-are-refused", test_weights_beyond_a_dtype_are_refused },
    { "whole-numbers-stay-whole", test_whole_numbers_stay_whole },
    { "settings-come-along", test_settings_come_along },
    { "header-says-whose-tensors-these-are", test_header_says_whose_tensors_these_are },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/conversion/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
