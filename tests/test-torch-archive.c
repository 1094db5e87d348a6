/* Files of torch.save: tensors where they lie, strided ones in order, and nothing read outside of what a file has. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <zip.h>

#include "core/error.h"
#include "core/formats/torch-archive.h"
#include "tests/golden.h"
#include "tests/synthetic.h"
#include "tests/torch-file.h"

#define NAME "model.ckpt"

/* [2, 3] of six floats */
static const TorchTensor plain = { "FloatStorage", "0", 6, 0, 2, { 2, 3 }, { 3, 1 } };

static TrestleTorchArchive *
open_bytes (GBytes *bytes, GError **error)
{
  return trestle_torch_archive_open_bytes (bytes, NAME, error);
}

/* Of an archive with one tensor "w": each of its numbers, as digits. */
static void
assert_digits (const TorchTensor *tensor, gsize n_stored, const char *digits)
{
  g_autoptr (GBytes) bytes = torch_archive_make_tensor (tensor, n_stored);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTorchArchive) archive = open_bytes (bytes, &error);
  const TrestleStoredTensor *found;
  float values[64];

  g_assert_no_error (error);
  found = trestle_torch_archive_get (archive, "w");
  g_assert_cmpuint (found->count, ==, strlen (digits));
  g_assert_cmpuint (found->count, <=, G_N_ELEMENTS (values));
  g_assert_cmpuint (found->n_dimensions, ==, tensor->n_dimensions);
  g_assert_true (trestle_stored_tensor_to_float (found, values));
  for (gsize i = 0; i < found->count; i++)
    g_assert_cmpfloat (values[i], ==, digits[i] - '0');
}

static void
test_strides_are_followed (void)
{
  assert_digits (&plain, 6, "012345");
  assert_digits (&(TorchTensor){ "FloatStorage", "0", 6, 0, 2, { 3, 2 }, { 1, 3 } }, 6, "031425");
  assert_digits (&(TorchTensor){ "FloatStorage", "0", 9, 2, 2, { 2, 2 }, { 3, 2 } }, 9, "2457");
  assert_digits (&(TorchTensor){ "FloatStorage", "0", 9, 4, 1, { 5 }, { 1 } }, 9, "45678");
  assert_digits (&(TorchTensor){ "FloatStorage", "0", 2, 1, 2, { 3, 1 }, { 0, 7 } }, 2, "111");
  assert_digits (&(TorchTensor){ "FloatStorage", "0", 9, 0, 3, { 2, 2, 2 }, { 1, 2, 4 } }, 9, "04261537");
  assert_digits (&(TorchTensor){ "FloatStorage", "0", 1, 0, 0, { 0 }, { 0 } }, 1, "0");
  assert_digits (&(TorchTensor){ "FloatStorage", "0", 0, 0, 2, { 0, 5 }, { 5, 1 } }, 0, "");
  assert_digits (&(TorchTensor){ "FloatStorage", "0", 6, 0, 4, { 1, 2, 1, 3 }, { 99, 3, 99, 1 } }, 6, "012345");
}

static void
test_stored_numbers_are_not_copied (void)
{
  g_autoptr (GBytes) bytes = torch_archive_make_tensor (&plain, 6);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTorchArchive) archive = open_bytes (bytes, &error);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const TrestleStoredTensor *found;

  g_assert_no_error (error);
  found = trestle_torch_archive_get (archive, "w");
  g_assert_true (found->data > data && found->data < data + size);
}

/* golden/checkpoints/hf-bin: written by PyTorch, which aligns what it stores; values are exact. */
static void
test_file_of_pytorch_is_read_in_place (void)
{
  g_autofree char *path = golden_path ("checkpoints/hf-bin/pytorch_model.bin");
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTorchArchive) archive = trestle_torch_archive_open (path, &error);
  g_autoptr (GPtrArray) names = NULL;

  g_assert_no_error (error);
  g_assert_false (trestle_torch_archive_is_trainers (archive));
  g_assert_null (trestle_torch_archive_get_settings (archive));
  names = trestle_torch_archive_list (archive);
  g_assert_cmpuint (names->len, ==, 210);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const TrestleStoredTensor *found = trestle_torch_archive_get (archive, name);
      g_autofree float *expected = g_new (float, found->count);

      g_assert_true (trestle_stored_tensor_is_in_place (found));
      synthetic_fill (name, found->shape, found->n_dimensions, expected);
      g_assert_cmpmem (found->data, found->count * sizeof (float), expected, found->count * sizeof (float));
    }
}

/* golden/checkpoints/bridgetower.ckpt */
static void
test_trainers_file_has_settings (void)
{
  g_autofree char *path = golden_path ("checkpoints/bridgetower.ckpt");
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTorchArchive) archive = trestle_torch_archive_open (path, &error);
  const TrestlePickleValue *settings;

  g_assert_no_error (error);
  g_assert_true (trestle_torch_archive_is_trainers (archive));
  settings = trestle_torch_archive_get_settings (archive);
  g_assert_cmpint (trestle_pickle_value_lookup (settings, "num_heads")->integer, ==, 4);
  g_assert_cmpstr (trestle_pickle_value_get_string (trestle_pickle_value_lookup (settings, "tokenizer")), ==, "roberta-base");
  g_assert_nonnull (trestle_torch_archive_get (archive, "vit_model.visual.class_embedding"));
  g_assert_null (trestle_torch_archive_get (archive, "callbacks"));
}

/* (transfer full): an archive of @pickle, of eight floats "0" and of @extra */
static GBytes *
make_archive (GByteArray *pickle, TorchMember extra)
{
  static const float stored[] = { 0, 1, 2, 3, 4, 5, 6, 7 };

  return torch_archive_make ((TorchMember[]){
      { "x/data.pkl", pickle->data, pickle->len, 0 }, { "x/data/0", stored, sizeof stored, 0 }, extra, { NULL, NULL, 0, 0 } });
}

/* {"hyper_parameters": {"num_heads": 2}, "model": {"a": w, "in": {"b": w, "it": (itself)}, 7: w}} */
static GBytes *
make_nested (void)
{
  g_autoptr (GByteArray) pickle = torch_pickle_new ();

  torch_pickle_code (pickle, "}");
  torch_pickle_text (pickle, "hyper_parameters");
  torch_pickle_code (pickle, "}");
  torch_pickle_text (pickle, "num_heads");
  torch_pickle_code (pickle, "K\x02ss");
  torch_pickle_text (pickle, "model");
  torch_pickle_code (pickle, "}");
  torch_pickle_text (pickle, "a");
  torch_pickle_tensor (pickle, &plain);
  torch_pickle_code (pickle, "s");
  torch_pickle_text (pickle, "in");
  torch_pickle_code (pickle, "}q\x01");
  torch_pickle_text (pickle, "b");
  torch_pickle_tensor (pickle, &plain);
  torch_pickle_code (pickle, "s");
  torch_pickle_text (pickle, "it");
  torch_pickle_code (pickle, "h\x01ssK\x07");
  torch_pickle_tensor (pickle, &plain);
  torch_pickle_code (pickle, "ss.");
  return make_archive (pickle, (TorchMember){ NULL, NULL, 0, 0 });
}

static void
test_dicts_in_dicts_are_joined_by_dots (void)
{
  g_autoptr (GBytes) bytes = make_nested ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTorchArchive) archive = open_bytes (bytes, &error);
  g_autoptr (GPtrArray) names = NULL;

  g_assert_no_error (error);
  names = trestle_torch_archive_list (archive);
  g_assert_cmpuint (names->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "a");
  g_assert_cmpstr (g_ptr_array_index (names, 1), ==, "in.b");
  g_assert_true (trestle_torch_archive_is_trainers (archive));
  g_assert_cmpint (trestle_pickle_value_lookup (trestle_torch_archive_get_settings (archive), "num_heads")->integer, ==, 2);
}

/* 4095 zeros and a 9, in less than 4096 bytes */
static GBytes *
make_packed (void)
{
  g_autofree float *stored = g_new0 (float, 4096);
  g_autoptr (GByteArray) pickle = torch_pickle_new ();

  stored[4095] = 9.0f;
  torch_pickle_code (pickle, "}");
  torch_pickle_text (pickle, "w");
  torch_pickle_tensor (pickle, &(TorchTensor){ "FloatStorage", "0", 4096, 0, 1, { 4096 }, { 1 } });
  torch_pickle_code (pickle, "s.");
  return torch_archive_make ((TorchMember[]){ { "x/data.pkl", pickle->data, pickle->len, ZIP_CM_DEFLATE },
                                              { "x/data/0", stored, 4096 * sizeof (float), ZIP_CM_DEFLATE },
                                              { NULL, NULL, 0, 0 } });
}

static void
test_compressed_storages_are_unpacked (void)
{
  g_autoptr (GBytes) bytes = make_packed ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTorchArchive) archive = open_bytes (bytes, &error);
  g_autofree float *values = g_new (float, 4096);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), <, 4096);
  g_assert_cmpuint (trestle_torch_archive_get (archive, "w")->count, ==, 4096);
  g_assert_true (trestle_stored_tensor_to_float (trestle_torch_archive_get (archive, "w"), values));
  for (guint i = 0; i < 4096; i++)
    g_assert_cmpfloat (values[i], ==, i == 4095 ? 9.0f : 0.0f);
}

/* golden/checkpoints/hostile.bin would run "touch hostile-code-ran". */
static void
test_hostile_file_runs_nothing (void)
{
  g_autofree char *path = golden_path ("checkpoints/hostile.bin"), *here = g_get_current_dir ();
  g_autofree char *folder = g_dir_make_tmp ("trestle-test-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTorchArchive) archive = NULL;

  g_assert_cmpint (g_chdir (folder), ==, 0);
  archive = trestle_torch_archive_open (path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (trestle_torch_archive_get (archive, "w"));
  g_assert_null (trestle_torch_archive_get (archive, "x"));
  g_assert_false (g_file_test ("hostile-code-ran", G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_chdir (here), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* fails if anything is in it */
}

typedef struct
{
  const char *name;
  TorchTensor tensor;
  TrestleError code;
  const char *says;
} BadTensor;

#define HUGE (G_GINT64_CONSTANT (1) << 62)

/* All of a storage of 6 floats. */
static const BadTensor bad_tensors[] = {
  { "beyond-the-storage", { "FloatStorage", "0", 6, 0, 2, { 2, 4 }, { 4, 1 } }, TRESTLE_ERROR_INVALID, "behind the end" },
  { "offset-beyond-the-storage", { "FloatStorage", "0", 6, 6, 1, { 1 }, { 1 } }, TRESTLE_ERROR_INVALID, "behind the end" },
  { "empty-beyond-the-storage", { "FloatStorage", "0", 6, 7, 1, { 0 }, { 1 } }, TRESTLE_ERROR_INVALID, "behind the end" },
  { "strides-beyond-the-storage", { "FloatStorage", "0", 6, 0, 2, { 2, 2 }, { 5, 1 } }, TRESTLE_ERROR_INVALID, "behind the end" },
  { "negative-offset", { "FloatStorage", "0", 6, -1, 1, { 1 }, { 1 } }, TRESTLE_ERROR_INVALID, "offset" },
  { "negative-size", { "FloatStorage", "0", 6, 0, 2, { -1, 2 }, { 1, 1 } }, TRESTLE_ERROR_INVALID, "negative" },
  { "negative-stride", { "FloatStorage", "0", 6, 5, 1, { 6 }, { -1 } }, TRESTLE_ERROR_INVALID, "negative" },
  { "negative-length", { "FloatStorage", "0", -6, 0, 1, { 1 }, { 1 } }, TRESTLE_ERROR_INVALID, "length" },
  { "sizes-that-overflow", { "FloatStorage", "0", 6, 0, 3, { HUGE, HUGE, 4 }, { 0, 0, 0 } }, TRESTLE_ERROR_INVALID, "beyond any file" },
  { "strides-that-overflow", { "FloatStorage", "0", 6, 0, 2, { 5, 5 }, { HUGE, HUGE } }, TRESTLE_ERROR_INVALID, "beyond any storage" },
  { "offset-that-overflows",
    { "FloatStorage", "0", 6, G_MAXINT64, 2, { 3, 2 }, { HUGE, 1 } },
    TRESTLE_ERROR_INVALID,
    "beyond any storage" },
  { "length-that-overflows", { "FloatStorage", "0", HUGE, 0, 1, { 1 }, { 1 } }, TRESTLE_ERROR_INVALID, "more bytes than any file" },
  { "repeated-without-end", { "FloatStorage", "0", 6, 0, 2, { G_MAXINT32, G_MAXINT32 }, { 0, 0 } }, TRESTLE_ERROR_TOO_LARGE, "repeats" },
  { "storage-too-short", { "FloatStorage", "0", 7, 0, 1, { 6 }, { 1 } }, TRESTLE_ERROR_TRUNCATED, "28 bytes and has 24" },
  { "storage-too-short-for-doubles", { "DoubleStorage", "0", 6, 0, 1, { 6 }, { 1 } }, TRESTLE_ERROR_TRUNCATED, "48 bytes" },
  { "storage-that-is-missing", { "FloatStorage", "1", 6, 0, 1, { 6 }, { 1 } }, TRESTLE_ERROR_MISSING, "x/data/1" },
  { "storage-that-is-a-path", { "FloatStorage", "../../../etc/passwd", 6, 0, 1, { 6 }, { 1 } }, TRESTLE_ERROR_MISSING, "no member" },
  { "unknown-numbers", { "ComplexFloatStorage", "0", 3, 0, 1, { 3 }, { 1 } }, TRESTLE_ERROR_UNSUPPORTED, "ComplexFloatStorage" },
};

static void
assert_refused (GBytes *bytes, TrestleError code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_bytes (bytes, &error));
  g_assert_error (error, TRESTLE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, NAME));
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
}

static void
test_tensor_is_refused (gconstpointer data)
{
  const BadTensor *bad = data;
  g_autoptr (GBytes) bytes = torch_archive_make_tensor (&bad->tensor, 6);

  assert_refused (bytes, bad->code, bad->says);
}

static void
test_nine_dimensions_are_refused (void)
{
  g_autoptr (GByteArray) pickle = torch_pickle_new ();
  g_autoptr (GBytes) bytes = NULL;

  torch_pickle_code (pickle, "}");
  torch_pickle_text (pickle, "w");
  torch_pickle_global (pickle, "torch._utils", "_rebuild_tensor_v2");
  torch_pickle_code (pickle, "((");
  torch_pickle_text (pickle, "storage");
  torch_pickle_global (pickle, "torch", "FloatStorage");
  torch_pickle_text (pickle, "0");
  torch_pickle_text (pickle, "cpu");
  torch_pickle_code (pickle,
                     "K\x01tQK\x00(K\x01K\x01K\x01K\x01K\x01K\x01K\x01K\x01K\x01t(K\x01K\x01K\x01K\x01K\x01K\x01K\x01K\x01K\x01ttRs.");
  bytes = make_archive (pickle, (TorchMember){ NULL, NULL, 0, 0 });
  assert_refused (bytes, TRESTLE_ERROR_UNSUPPORTED, "9 dimensions");
}

typedef struct
{
  const char *code;
  gsize length;
} Arguments;

#define ARGUMENTS(code)                                                                                                                    \
  {                                                                                                                                        \
    code, sizeof (code) - 1                                                                                                                \
  }

/* A tensor that lacks arguments, or has others than it should. */
static void
test_arguments_that_are_none_are_refused (void)
{
  static const Arguments cases[] = {
    ARGUMENTS (")"),
    ARGUMENTS ("(K\x01t"),
    ARGUMENTS ("(K\x01K\x02K\x03K\x04t"),
    ARGUMENTS ("(NNNNt"),
    ARGUMENTS ("(}K\x01]]t"),
    ARGUMENTS ("(K\x01QK\x01))t"),
    ARGUMENTS ("()QK\x01))t"),
    ARGUMENTS ("((X\x07\x00\x00\x00storageNNNNtQK\x01))t"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) pickle = torch_pickle_new ();
      g_autoptr (GBytes) bytes = NULL;

      torch_pickle_code (pickle, "}");
      torch_pickle_text (pickle, "w");
      torch_pickle_global (pickle, "torch._utils", "_rebuild_tensor_v2");
      torch_pickle_bytes (pickle, cases[i].code, cases[i].length);
      torch_pickle_code (pickle, "Rs.");
      bytes = make_archive (pickle, (TorchMember){ NULL, NULL, 0, 0 });
      assert_refused (bytes, TRESTLE_ERROR_INVALID, "“w”");
    }
}

static void
test_two_tensors_of_one_name_are_refused (void)
{
  g_autoptr (GByteArray) pickle = torch_pickle_new ();
  g_autoptr (GBytes) bytes = NULL;

  torch_pickle_code (pickle, "}");
  for (guint i = 0; i < 2; i++)
    {
      torch_pickle_text (pickle, "w");
      torch_pickle_tensor (pickle, &plain);
      torch_pickle_code (pickle, "s");
    }
  torch_pickle_code (pickle, ".");
  bytes = make_archive (pickle, (TorchMember){ NULL, NULL, 0, 0 });
  assert_refused (bytes, TRESTLE_ERROR_INVALID, "two tensors named “w”");
}

/* {"w": tensor} and one more member */
static GBytes *
make_with (TorchMember extra)
{
  g_autoptr (GByteArray) pickle = torch_pickle_new ();

  torch_pickle_code (pickle, "}");
  torch_pickle_text (pickle, "w");
  torch_pickle_tensor (pickle, &plain);
  torch_pickle_code (pickle, "s.");
  return make_archive (pickle, extra);
}

static void
test_other_archives_are_refused (void)
{
  g_autoptr (GBytes) big_endian = make_with ((TorchMember){ "x/byteorder", "big", 3, 0 });
  g_autoptr (GBytes) little_endian = make_with ((TorchMember){ "x/byteorder", "little", 6, 0 });
  g_autoptr (GBytes) program = make_with ((TorchMember){ "x/constants.pkl", "\x80\x02).", 4, 0 });
  g_autoptr (GBytes) two = make_with ((TorchMember){ "y/data.pkl", "\x80\x02}.", 4, 0 });
  g_autoptr (GBytes) other = torch_archive_make ((TorchMember[]){ { "letter.txt", "hello", 5, 0 }, { NULL, NULL, 0, 0 } });
  g_autoptr (GBytes) no_tensors = torch_archive_make ((TorchMember[]){ { "x/data.pkl", "\x80\x02}.", 4, 0 }, { NULL, NULL, 0, 0 } });
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (TrestleTorchArchive) good = open_bytes (little_endian, &error);

  g_assert_no_error (error);
  assert_refused (big_endian, TRESTLE_ERROR_UNSUPPORTED, "“big”");
  assert_refused (program, TRESTLE_ERROR_UNSUPPORTED, "TorchScript");
  assert_refused (two, TRESTLE_ERROR_INVALID, "two saved objects");
  assert_refused (other, TRESTLE_ERROR_UNSUPPORTED, "not one of torch.save");
  assert_refused (no_tensors, TRESTLE_ERROR_MISSING, "no dict of tensors");
}

static void
test_bare_pickle_says_how_to_save_it_anew (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x80\x02\x8a\nl\xfc\x9c"
                                                 "F\xf9 j\xa8P\x19.",
                                                 15);

  assert_refused (bytes, TRESTLE_ERROR_UNSUPPORTED, "torch.save(torch.load(FILE), NEWFILE)");
}

/* golden/checkpoints/truncated.bin, and every other length of a small archive */
static void
test_cut_archives_are_refused (void)
{
  g_autofree char *path = golden_path ("checkpoints/truncated.bin");
  g_autoptr (GBytes) bytes = torch_archive_make_tensor (&plain, 6);
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_torch_archive_open (path, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED);
  g_assert_nonnull (strstr (error->message, "truncated.bin"));
  for (gsize size = 0; size < g_bytes_get_size (bytes); size++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, size);

      g_clear_error (&error);
      g_assert_null (open_bytes (cut, &error));
      g_assert_cmpint (error->domain, ==, TRESTLE_ERROR);
    }
}

/* 256 MiB of blanks in 256 KiB */
static void
test_archives_that_grow_are_refused (void)
{
  gsize size = 256u << 20;
  g_autofree char *blanks = g_strnfill (size, ' ');
  g_autoptr (GBytes) bytes = torch_archive_make ((TorchMember[]){ { "x/data.pkl", blanks, size, ZIP_CM_DEFLATE }, { NULL, NULL, 0, 0 } });

  assert_refused (bytes, TRESTLE_ERROR_TOO_LARGE, "far more than its own size");
}

/* {"a": TENSOR, "b": TENSOR, ...} of a storage of 262,144 floats, one megabyte */
static GBytes *
make_shared (const TorchTensor *tensor, guint n_tensors)
{
  g_autoptr (GByteArray) pickle = torch_pickle_new ();
  g_autofree float *stored = g_new0 (float, 1 << 18);

  torch_pickle_code (pickle, "}");
  for (guint i = 0; i < n_tensors; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);

      torch_pickle_text (pickle, name);
      torch_pickle_tensor (pickle, tensor);
      torch_pickle_code (pickle, "s");
    }
  torch_pickle_code (pickle, ".");
  return torch_archive_make ((TorchMember[]){
      { "x/data.pkl", pickle->data, pickle->len, 0 }, { "x/data/0", stored, (1 << 18) * sizeof (float), 0 }, { NULL, NULL, 0, 0 } });
}

static void
assert_shared_is_read (const TorchTensor *tensor, guint n_tensors)
{
  g_autoptr (GBytes) bytes = make_shared (tensor, n_tensors);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTorchArchive) archive = open_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (archive);
}

/* Each number may be in four tensors, and be put in order once; a megabyte is given to all. */
static void
test_tensors_that_share_too_much_are_refused (void)
{
  const TorchTensor whole = { "FloatStorage", "0", 1 << 18, 0, 1, { 1 << 18 }, { 1 } };
  const TorchTensor turned = { "FloatStorage", "0", 1 << 18, 0, 2, { 512, 512 }, { 1, 512 } };
  g_autoptr (GBytes) shared = make_shared (&whole, 6), copied = make_shared (&turned, 3);

  assert_shared_is_read (&whole, 5);
  assert_refused (shared, TRESTLE_ERROR_TOO_LARGE, "“5”");
  assert_shared_is_read (&turned, 2);
  assert_refused (copied, TRESTLE_ERROR_TOO_LARGE, "“2”");
}

/* Of a pickle of nothing and @n_members without content. */
static GBytes *
make_many (guint n_members)
{
  g_autofree TorchMember *members = g_new0 (TorchMember, n_members + 2);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  members[0] = (TorchMember){ "x/data.pkl", "\x80\x02N.", 4, 0 };
  for (guint i = 1; i <= n_members; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("x/data/%u", i));
      members[i] = (TorchMember){ g_ptr_array_index (names, i - 1), "", 0, 0 };
    }
  return torch_archive_make (members);
}

static void
test_archives_of_too_many_members_are_refused (void)
{
  g_autoptr (GBytes) many = make_many (8191), more = make_many (8192);

  assert_refused (many, TRESTLE_ERROR_MISSING, "no dict of tensors");
  assert_refused (more, TRESTLE_ERROR_TOO_LARGE, "more than 8192 members");
}

/* Readers differ in which list they take, and each of many would be read. */
static void
test_archives_of_many_lists_are_refused (void)
{
  static const guint8 end[22] = { 'P', 'K', 5, 6 };
  g_autoptr (GBytes) bytes = torch_archive_make_tensor (&plain, 6), longer = NULL;
  GByteArray *content = g_bytes_unref_to_array (g_bytes_ref (bytes));

  for (guint i = 0; i < 4; i++)
    g_byte_array_append (content, end, sizeof end);
  longer = g_byte_array_free_to_bytes (content);
  assert_refused (longer, TRESTLE_ERROR_TOO_LARGE, "several lists");
}

static void
test_pipes_are_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL), *pipe = g_build_filename (folder, "model.bin", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (trestle_torch_archive_open (pipe, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, pipe));
  g_unlink (pipe);
  g_rmdir (folder);
}

/* Reads what opened, so that the sanitizers see it if a tensor is not where it seems. */
static void
touch_tensors (const TrestleTorchArchive *archive)
{
  g_autoptr (GPtrArray) names = trestle_torch_archive_list (archive);

  for (guint i = 0; i < names->len; i++)
    {
      const TrestleStoredTensor *tensor = trestle_torch_archive_get (archive, g_ptr_array_index (names, i));
      g_autofree guint8 *copy = g_memdup2 (tensor->data, tensor->count * trestle_dtype_get_size (tensor->dtype));

      g_assert_true (copy != NULL || tensor->count == 0);
    }
}

/* Spoils @length bytes from @offset on, in every round anew. */
static void
spoil (GBytes *bytes, gsize offset, gsize length, guint n_rounds)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) length);
  guint n_read = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (GBytes) spoilt = torch_mutate_part (bytes, offset, length, random);
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleTorchArchive) archive = open_bytes (spoilt, &error);

      g_assert_true ((archive != NULL) == (error == NULL));
      if (archive != NULL)
        touch_tensors (archive);
      n_read += archive != NULL;
    }
  g_test_message ("%u of %u could be read all the same", n_read, n_rounds);
}

static void
test_spoilt_archives_do_no_harm (void)
{
  const guint n_rounds = g_test_slow () ? 30000 : 2000;
  g_autoptr (GBytes) nested = make_nested (), packed = make_packed ();
  g_autoptr (GBytes) strided = torch_archive_make_tensor (&(TorchTensor){ "FloatStorage", "0", 9, 0, 3, { 2, 2, 2 }, { 1, 2, 4 } }, 9);

  spoil (nested, 0, g_bytes_get_size (nested), n_rounds);
  spoil (packed, 0, g_bytes_get_size (packed), n_rounds);
  spoil (strided, 0, g_bytes_get_size (strided), n_rounds);
}

/* golden/checkpoints: the pickle at the beginning of each file, then the list of members at its end */
static void
test_spoilt_checkpoints_do_no_harm (void)
{
  static const char *const files[] = { "hf-bin/pytorch_model.bin", "bridgetower.ckpt", "meter.ckpt", "vit-bert.ckpt", "hostile.bin" };
  const guint n_rounds = g_test_slow () ? 1000 : 50;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_build_filename ("checkpoints", files[i], NULL), *path = golden_path (name);
      g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, NULL);
      g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (mapped);
      gsize size = g_bytes_get_size (bytes), part = MIN (size, 25000);

      spoil (bytes, 0, part, n_rounds);
      spoil (bytes, size - part, part, n_rounds);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/torch-archive/strides-are-followed", test_strides_are_followed);
  g_test_add_func ("/torch-archive/stored-numbers-are-not-copied", test_stored_numbers_are_not_copied);
  g_test_add_func ("/torch-archive/file-of-pytorch-is-read-in-place", test_file_of_pytorch_is_read_in_place);
  g_test_add_func ("/torch-archive/trainers-file-has-settings", test_trainers_file_has_settings);
  g_test_add_func ("/torch-archive/dicts-in-dicts-are-joined-by-dots", test_dicts_in_dicts_are_joined_by_dots);
  g_test_add_func ("/torch-archive/compressed-storages-are-unpacked", test_compressed_storages_are_unpacked);
  g_test_add_func ("/torch-archive/hostile-file-runs-nothing", test_hostile_file_runs_nothing);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_tensors); i++)
    {
      g_autofree char *path = g_strconcat ("/torch-archive/tensor-is-refused/", bad_tensors[i].name, NULL);

      g_test_add_data_func (path, &bad_tensors[i], test_tensor_is_refused);
    }
  g_test_add_func ("/torch-archive/nine-dimensions-are-refused", test_nine_dimensions_are_refused);
  g_test_add_func ("/torch-archive/arguments-that-are-none-are-refused", test_arguments_that_are_none_are_refused);
  g_test_add_func ("/torch-archive/two-tensors-of-one-name-are-refused", test_two_tensors_of_one_name_are_refused);
  g_test_add_func ("/torch-archive/other-archives-are-refused", test_other_archives_are_refused);
  g_test_add_func ("/torch-archive/bare-pickle-says-how-to-save-it-anew", test_bare_pickle_says_how_to_save_it_anew);
  g_test_add_func ("/torch-archive/cut-archives-are-refused", test_cut_archives_are_refused);
  g_test_add_func ("/torch-archive/archives-that-grow-are-refused", test_archives_that_grow_are_refused);
  g_test_add_func ("/torch-archive/tensors-that-share-too-much-are-refused", test_tensors_that_share_too_much_are_refused);
  g_test_add_func ("/torch-archive/archives-of-too-many-members-are-refused", test_archives_of_too_many_members_are_refused);
  g_test_add_func ("/torch-archive/archives-of-many-lists-are-refused", test_archives_of_many_lists_are_refused);
  g_test_add_func ("/torch-archive/pipes-are-refused", test_pipes_are_refused);
  g_test_add_func ("/torch-archive/spoilt-archives-do-no-harm", test_spoilt_archives_do_no_harm);
  g_test_add_func ("/torch-archive/spoilt-checkpoints-do-no-harm", test_spoilt_checkpoints_do_no_harm);
  return g_test_run ();
}
