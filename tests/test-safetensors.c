/* The safetensors container and its dtypes: what is written is read back, what is hostile is refused, and why is said. */
#include "core/error.h"
#include "core/formats/safetensors.h"
#include "tests/temporary-folder.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* (transfer full): the bytes of a file with @header and @n_data bytes behind it; bytes 0, 1, 2, ... */
static GBytes *
make_file (const char *header, gssize header_length, gsize n_data)
{
  GByteArray *file = g_byte_array_new ();
  gsize length = header_length >= 0 ? (gsize) header_length : strlen (header);
  guint64 little_endian = GUINT64_TO_LE ((guint64) length);

  g_byte_array_append (file, (const guint8 *) &little_endian, sizeof little_endian);
  g_byte_array_append (file, (const guint8 *) header, (guint) length);
  for (gsize i = 0; i < n_data; i++)
    g_byte_array_append (file, (const guint8[]){ (guint8) i }, 1);
  return g_byte_array_free_to_bytes (file);
}

static void
assert_refused (GBytes *bytes, TrestleError code, const char *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open_bytes (bytes, "hostile.safetensors", &error);

  g_assert_null (file);
  g_assert_error (error, TRESTLE_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, "“hostile.safetensors”"));
  if (strstr (error->message, said) == NULL)
    g_error ("“%s” does not say “%s”", error->message, said);
}

static void
assert_header_refused (const char *header, TrestleError code, const char *said)
{
  g_autoptr (GBytes) bytes = make_file (header, -1, 16);

  assert_refused (bytes, code, said);
}

/* One of each dtype, and shapes from none to the most dimensions. */
static const guint8 stored_bytes[64] = { 0, 0, 128, 63, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255 };

static TrestleStoredTensor
stored (TrestleDtype dtype, guint n_dimensions, const gsize *shape)
{
  TrestleStoredTensor tensor = { .dtype = dtype, .n_dimensions = n_dimensions, .count = 1, .data = stored_bytes };

  for (guint i = 0; i < n_dimensions; i++)
    tensor.count *= tensor.shape[i] = shape[i];
  return tensor;
}

static void
assert_same (const TrestleStoredTensor *found, const TrestleStoredTensor *expected)
{
  g_assert_nonnull (found);
  g_assert_cmpuint (found->dtype, ==, expected->dtype);
  g_assert_cmpuint (found->n_dimensions, ==, expected->n_dimensions);
  g_assert_cmpmem (found->shape, found->n_dimensions * sizeof (gsize), expected->shape, expected->n_dimensions * sizeof (gsize));
  g_assert_cmpuint (found->count, ==, expected->count);
  g_assert_cmpmem (found->data, found->count * trestle_dtype_get_size (found->dtype), expected->data,
                   expected->count * trestle_dtype_get_size (expected->dtype));
}

static void
test_written_file_is_read_back (void)
{
  TrestleSafetensorsEntry entries[TRESTLE_N_DTYPES + 3];
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "all.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = NULL;
  TrestleSafetensors *file;

  for (guint i = 0; i < TRESTLE_N_DTYPES; i++)
    entries[i] = (TrestleSafetensorsEntry){ trestle_dtype_get_name (i), stored (i, 2, (gsize[]){ 1, 3 }) };
  entries[TRESTLE_N_DTYPES] = (TrestleSafetensorsEntry){ "scalar", stored (TRESTLE_DTYPE_F32, 0, NULL) };
  entries[TRESTLE_N_DTYPES + 1] = (TrestleSafetensorsEntry){ "empty", stored (TRESTLE_DTYPE_F32, 2, (gsize[]){ 3, 0 }) };
  entries[TRESTLE_N_DTYPES + 2] = (TrestleSafetensorsEntry){ "ein “Name”\\ \"\n", stored (TRESTLE_DTYPE_I16, TRESTLE_MAX_DIMENSIONS,
                                                                                          (gsize[]){ 1, 2, 1, 1, 2, 1, 1, 3 }) };
  g_assert_true (trestle_safetensors_write (path, entries, G_N_ELEMENTS (entries), &error));
  g_assert_no_error (error);
  file = trestle_safetensors_open (path, &error);
  g_assert_no_error (error);
  names = trestle_safetensors_list (file);
  g_assert_cmpuint (names->len, ==, G_N_ELEMENTS (entries));
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_assert_cmpstr (g_ptr_array_index (names, i), ==, entries[i].name);
      assert_same (trestle_safetensors_get (file, entries[i].name), &entries[i].tensor);
    }
  g_assert_null (trestle_safetensors_get (file, "another"));
  trestle_safetensors_free (file);
  temporary_folder_free (folder);
}

/* With "__metadata__", which is no tensor, blanks around the header and data that begins where no number would be aligned. */
static void
test_file_of_others_is_read (void)
{
  g_autoptr (GBytes)
      bytes = make_file (" {\"__metadata__\": {\"format\": \"pt\"}, \"b\": {\"dtype\": \"U8\", \"shape\": [3], \"data_offsets\": "
                         "[0, 3]},\n\"a\": {\"shape\": [2, 1], \"data_offsets\": [3, 11], \"dtype\": \"F32\", \"more\": {}}}   ",
                         -1, 11);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open_bytes (bytes, "others.safetensors", &error);
  g_autoptr (GPtrArray) names = NULL;
  const TrestleStoredTensor *a;
  guint8 expected[8] = { 3, 4, 5, 6, 7, 8, 9, 10 };
  float values[2];

  g_assert_no_error (error);
  names = trestle_safetensors_list (file);
  g_assert_cmpuint (names->len, ==, 2);
  a = trestle_safetensors_get (file, "a");
  g_assert_cmpmem (a->data, 8, expected, 8);
  g_assert_true (trestle_stored_tensor_to_float (a, values));
  if (G_BYTE_ORDER == G_LITTLE_ENDIAN)
    g_assert_cmpmem (values, 8, expected, 8);
  g_assert_true (((guintptr) a->data % sizeof (float) == 0) == trestle_stored_tensor_is_in_place (a));
  g_assert_null (trestle_safetensors_get (file, "__metadata__"));
}

static void
test_header_without_tensors_is_read (void)
{
  g_autoptr (GBytes) bytes = make_file ("{}", -1, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open_bytes (bytes, "empty.safetensors", &error);
  g_autoptr (GPtrArray) names = NULL;

  g_assert_no_error (error);
  names = trestle_safetensors_list (file);
  g_assert_cmpuint (names->len, ==, 0);
}

static void
test_short_files_are_refused (void)
{
  static const guint8 eight[8] = { 2, 0, 0, 0, 0, 0, 0, 0 };

  for (gsize length = 0; length < 8; length++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (eight, length);

      assert_refused (bytes, TRESTLE_ERROR_TRUNCATED, "too short");
    }
  {
    g_autoptr (GBytes) bytes = g_bytes_new (eight, 8);

    assert_refused (bytes, TRESTLE_ERROR_TRUNCATED, "its header is 2 bytes long, but the file ends after 8");
  }
}

static void
test_wrong_header_lengths_are_refused (void)
{
  static const guint64 lengths[] = { (100u << 20) + 1, G_MAXINT64, G_MAXUINT64 - 8, G_MAXUINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      guint64 file[2] = { GUINT64_TO_LE (lengths[i]), 0 };
      g_autoptr (GBytes) bytes = g_bytes_new (file, sizeof file);

      assert_refused (bytes, TRESTLE_ERROR_INVALID, "not a safetensors file");
    }
  {
    guint64 file[2] = { GUINT64_TO_LE ((guint64) 9), 0 };
    g_autoptr (GBytes) bytes = g_bytes_new (file, sizeof file);

    assert_refused (bytes, TRESTLE_ERROR_TRUNCATED, "the file ends after 16");
  }
}

static void
test_headers_that_are_no_object_are_refused (void)
{
  static const char *const headers[] = { "",       " ",         "{",        "[]",        "7",          "null",
                                         "\"a\"",  "{}{}",      "{} {}",    "{}}",       "var a = {}", "{\"a\": {}, \"b\": }",
                                         "{\"a\"", "{\"a\": }", "\xFF\xFE", "PK\x03\x04" };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char *shown = g_strescape (headers[i], NULL); /* not every header is text */

      g_test_message ("%s", shown);
      assert_header_refused (headers[i], TRESTLE_ERROR_INVALID, "not the JSON it should be");
    }
  {
    g_autoptr (GBytes) bytes = make_file ("{}\0", 3, 0);

    assert_refused (bytes, TRESTLE_ERROR_INVALID, "not UTF-8 text");
  }
}

/* (transfer full): a list of lists of lists ..., in an object: so many levels in all. */
static GBytes *
make_deep_file (gsize depth)
{
  g_autoptr (GString) header = g_string_new ("{\"a\": ");

  for (gsize i = 1; i < depth; i++)
    g_string_append_c (header, '[');
  for (gsize i = 1; i < depth; i++)
    g_string_append_c (header, ']');
  g_string_append_c (header, '}');
  return make_file (header->str, -1, 0);
}

static void
test_deep_header_is_refused (void)
{
  g_autoptr (GBytes) deepest = make_deep_file (64);
  g_autoptr (GBytes) deeper = make_deep_file (65);
  g_autoptr (GBytes) very_deep = make_deep_file (1000000);

  assert_refused (deepest, TRESTLE_ERROR_INVALID, "does not describe tensor “a” by an object");
  assert_refused (deeper, TRESTLE_ERROR_INVALID, "nested more than 64 deep");
  assert_refused (very_deep, TRESTLE_ERROR_INVALID, "nested more than 64 deep");
}

/* A tensor called a, of 16 bytes of data. */
#define TENSOR(dtype, shape, offsets) "{\"a\": {\"dtype\": " dtype ", \"shape\": " shape ", \"data_offsets\": " offsets "}}"

static void
test_hostile_tensors_are_refused (void)
{
  static const struct
  {
    const char *header;
    TrestleError code;
  } cases[] = {
    /* no description */
    { "{\"a\": 1}", TRESTLE_ERROR_INVALID },
    { "{\"a\": null}", TRESTLE_ERROR_INVALID },
    { "{\"a\": [\"F32\", [4], [0, 16]]}", TRESTLE_ERROR_INVALID },
    { "{\"a\": {\"dtype\": \"F32\", \"data_offsets\": [0, 16]}}", TRESTLE_ERROR_INVALID },
    { "{\"a\": {\"dtype\": \"F32\", \"shape\": [4]}}", TRESTLE_ERROR_INVALID },
    /* dtypes */
    { "{\"a\": {\"shape\": [4], \"data_offsets\": [0, 16]}}", TRESTLE_ERROR_UNSUPPORTED },
    { TENSOR ("\"F8_E4M3\"", "[16]", "[0, 16]"), TRESTLE_ERROR_UNSUPPORTED },
    { TENSOR ("\"f32\"", "[4]", "[0, 16]"), TRESTLE_ERROR_UNSUPPORTED },
    { TENSOR ("\"\"", "[4]", "[0, 16]"), TRESTLE_ERROR_UNSUPPORTED },
    { TENSOR ("32", "[4]", "[0, 16]"), TRESTLE_ERROR_UNSUPPORTED },
    { TENSOR ("null", "[4]", "[0, 16]"), TRESTLE_ERROR_UNSUPPORTED },
    { TENSOR ("[\"F32\"]", "[4]", "[0, 16]"), TRESTLE_ERROR_UNSUPPORTED },
    /* shapes */
    { TENSOR ("\"F32\"", "4", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "null", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "{\"0\": 4}", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[\"4\"]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4.0]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[true]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[null]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[[4]]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[5]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[3]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[-4]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[-2, -2]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"U8\"", "[-1]", "[0, -1]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"U8\"", "[1, 1, 1, 1, 1, 1, 1, 1, 1]", "[0, 1]"), TRESTLE_ERROR_INVALID },
    /* 2^63 * 2, 2^32 * 2^32 and 2^62 * 4 bytes are 0 in 64 bits */
    { TENSOR ("\"U8\"", "[9223372036854775807, 9223372036854775807]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"U8\"", "[4294967296, 4294967296]", "[0, 0]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4611686018427387904]", "[0, 0]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"U8\"", "[18446744073709551632]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"U8\"", "[18446744073709551615]", "[0, 16]"), TRESTLE_ERROR_INVALID },
    /* offsets */
    { TENSOR ("\"F32\"", "[4]", "16"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[16]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[0, 16, 32]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[0, \"16\"]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[0.0, 16.0]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[16, 0]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"U8\"", "[2, 9223372036854775800]", "[16, 0]"), TRESTLE_ERROR_INVALID }, /* 2^64 - 16 */
    { TENSOR ("\"F32\"", "[4]", "[-16, 0]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[-8, 8]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[0, 15]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[0, 18446744073709551632]"), TRESTLE_ERROR_INVALID },
    { TENSOR ("\"F32\"", "[4]", "[4, 20]"), TRESTLE_ERROR_TRUNCATED },
    { TENSOR ("\"F32\"", "[4]", "[9223372036854775791, 9223372036854775807]"), TRESTLE_ERROR_TRUNCATED },
    { TENSOR ("\"F32\"", "[5]", "[0, 20]"), TRESTLE_ERROR_TRUNCATED },
    { TENSOR ("\"F32\"", "[0]", "[17, 17]"), TRESTLE_ERROR_TRUNCATED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].header);
      assert_header_refused (cases[i].header, cases[i].code, "tensor “a”");
    }
}

/* Of two descriptions of one tensor another reader might believe the other one. */
static void
test_repeated_names_are_refused (void)
{
  assert_header_refused ("{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}, "
                         "\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 8]}}",
                         TRESTLE_ERROR_INVALID, "two values for one name");
  assert_header_refused ("{\"a\": {\"dtype\": \"F32\", \"shape\": [], \"dtype\": \"I32\", \"data_offsets\": [0, 4]}}",
                         TRESTLE_ERROR_INVALID, "two values for one name");
}

/* A thousand tensors of one place would become a thousand times the file once they are converted. */
static void
test_tensors_over_each_other_are_refused (void)
{
  assert_header_refused ("{\"a\": {\"dtype\": \"F32\", \"shape\": [3], \"data_offsets\": [0, 12]}, "
                         "\"b\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [4, 12]}}",
                         TRESTLE_ERROR_INVALID, "lie over each other");
}

static void
test_truncated_data_says_how_much_is_missing (void)
{
  assert_header_refused (TENSOR ("\"F32\"", "[4]", "[4, 20]"), TRESTLE_ERROR_TRUNCATED, "ends 4 bytes before the end of tensor “a”");
}

/* Each byte of a good file changed: it is read or refused with an error, and what is read lies inside the file. */
static void
test_flipped_bits_do_no_harm (void)
{
  g_autoptr (GBytes) good = make_file (TENSOR ("\"F16\"", "[2, 4]", "[0, 16]"), -1, 16);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (good, &length);

  for (gsize i = 0; i < length * 8; i++)
    {
      guint8 *changed = g_memdup2 (bytes, length);
      g_autoptr (GBytes) bad = g_bytes_new_take (changed, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleSafetensors) file = NULL;
      g_autoptr (GPtrArray) names = NULL;

      changed[i / 8] ^= (guint8) (1u << i % 8);
      file = trestle_safetensors_open_bytes (bad, "flipped.safetensors", &error);
      g_assert_true ((file == NULL) == (error != NULL));
      if (file == NULL)
        continue;
      names = trestle_safetensors_list (file);
      for (guint n = 0; n < names->len; n++)
        {
          const TrestleStoredTensor *tensor = trestle_safetensors_get (file, g_ptr_array_index (names, n));

          g_assert_true (tensor->data >= changed);
          g_assert_cmpuint ((gsize) (tensor->data - changed) + tensor->count * trestle_dtype_get_size (tensor->dtype), <=, length);
        }
    }
}

static void
test_missing_file_is_reported (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_safetensors_open ("/no-such-folder/model.safetensors", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "/no-such-folder/model.safetensors"));
}

static void
test_folder_and_empty_file_are_no_safetensors (void)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "empty.safetensors", "" }, { NULL, NULL } });
  g_autofree char *empty = g_build_filename (folder, "empty.safetensors", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_safetensors_open (folder, &error));
  g_assert_true (error->domain == G_FILE_ERROR);
  g_assert_nonnull (strstr (error->message, folder));
  g_clear_error (&error);
  g_assert_null (trestle_safetensors_open (empty, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED);
  g_assert_nonnull (strstr (error->message, empty));
  temporary_folder_free (folder);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (entries) != NULL)
    count++;
  return count;
}

static void
test_failed_write_leaves_nothing_behind (void)
{
  TrestleSafetensorsEntry entry = { "a", stored (TRESTLE_DTYPE_F32, 1, (gsize[]){ 4 }) };
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "target", NULL }, { "target/inside", "kept" }, { NULL, NULL } });
  g_autofree char *target = g_build_filename (folder, "target", NULL);
  g_autofree char *inside = g_build_filename (target, "inside", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "out.safetensors", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_safetensors_write (target, &entry, 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_assert_nonnull (strstr (error->message, target));
  g_clear_error (&error);
  g_assert_false (trestle_safetensors_write (nowhere, &entry, 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, nowhere));
  g_assert_cmpuint (count_files (folder), ==, 1);
  g_assert_true (g_file_get_contents (inside, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "kept");
  temporary_folder_free (folder);
}

/* What the child process does, which may not make a file larger than a kilobyte: @size is more. */
static int
write_too_much (const char *path, gsize size)
{
  g_autofree guint8 *data = g_malloc0 (size);
  TrestleSafetensorsEntry entry = { "a", { TRESTLE_DTYPE_U8, 1, { size }, size, data } };
  g_autoptr (GError) error = NULL;

  if (trestle_safetensors_write (path, &entry, 1, &error))
    return 1;
  return error->domain == G_FILE_ERROR && strstr (error->message, path) != NULL ? 0 : 2;
}

static void
check_failing_write (const char *size)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "out.safetensors", "what was there" }, { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "out.safetensors", NULL);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess)
      child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "sh", "-c",
                                "trap '' XFSZ; ulimit -f 1; exec \"$0\" --write-too-much \"$1\" \"$2\"", self, path, size, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (child, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "what was there");
  g_assert_cmpuint (count_files (folder), ==, 1);
  temporary_folder_free (folder);
}

/* As on a full disk: seen while writing, and when what was buffered is written at last. */
static void
test_existing_file_survives_a_failing_write (void)
{
  check_failing_write ("100000");
  check_failing_write ("3000");
}

static void
test_existing_file_is_replaced (void)
{
  TrestleSafetensorsEntry entry = { "a", stored (TRESTLE_DTYPE_F32, 1, (gsize[]){ 4 }) };
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "out.safetensors", "what was there" }, { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "out.safetensors", NULL);
  g_autoptr (GError) error = NULL;
  TrestleSafetensors *file;

  g_assert_true (trestle_safetensors_write (path, &entry, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (folder), ==, 1);
  file = trestle_safetensors_open (path, &error);
  g_assert_no_error (error);
  assert_same (trestle_safetensors_get (file, "a"), &entry.tensor);
  trestle_safetensors_free (file);
  temporary_folder_free (folder);
}

static void
test_dtypes_have_names_and_sizes (void)
{
  static const struct
  {
    TrestleDtype dtype;
    const char *name;
    gsize size;
  } dtypes[] = {
    { TRESTLE_DTYPE_F32, "F32", 4 }, { TRESTLE_DTYPE_F16, "F16", 2 },   { TRESTLE_DTYPE_BF16, "BF16", 2 }, { TRESTLE_DTYPE_F64, "F64", 8 },
    { TRESTLE_DTYPE_I64, "I64", 8 }, { TRESTLE_DTYPE_I32, "I32", 4 },   { TRESTLE_DTYPE_I16, "I16", 2 },   { TRESTLE_DTYPE_I8, "I8", 1 },
    { TRESTLE_DTYPE_U8, "U8", 1 },   { TRESTLE_DTYPE_BOOL, "BOOL", 1 },
  };
  TrestleDtype dtype;

  g_assert_cmpuint (G_N_ELEMENTS (dtypes), ==, TRESTLE_N_DTYPES);
  for (guint i = 0; i < G_N_ELEMENTS (dtypes); i++)
    {
      g_assert_cmpstr (trestle_dtype_get_name (dtypes[i].dtype), ==, dtypes[i].name);
      g_assert_cmpuint (trestle_dtype_get_size (dtypes[i].dtype), ==, dtypes[i].size);
      g_assert_true (trestle_dtype_parse (dtypes[i].name, &dtype));
      g_assert_cmpuint (dtype, ==, dtypes[i].dtype);
    }
  g_assert_false (trestle_dtype_parse ("F8_E5M2", &dtype));
  g_assert_false (trestle_dtype_parse ("", &dtype));
}

static void
test_shapes_are_described (void)
{
  TrestleStoredTensor scalar = stored (TRESTLE_DTYPE_F32, 0, NULL), four = stored (TRESTLE_DTYPE_F32, 4, (gsize[]){ 768, 3, 16, 16 });
  g_autofree char *none = trestle_stored_tensor_describe_shape (&scalar);
  g_autofree char *text = trestle_stored_tensor_describe_shape (&four);

  g_assert_cmpstr (none, ==, "[]");
  g_assert_cmpstr (text, ==, "[768, 3, 16, 16]");
}

/* What 16 bits mean, by the definition of IEEE 754: sign, biased exponent, fraction. */
static double
value_of (guint32 bits, guint n_exponent, guint n_fraction)
{
  guint32 exponent = bits >> n_fraction & ((1u << n_exponent) - 1), fraction = bits & ((1u << n_fraction) - 1);
  int bias = (1 << (n_exponent - 1)) - 1;
  double sign = bits >> (n_exponent + n_fraction) != 0 ? -1.0 : 1.0, part = ldexp (fraction, -(int) n_fraction);

  if (exponent == (1u << n_exponent) - 1)
    return fraction != 0 ? NAN : sign * INFINITY;
  return exponent == 0 ? sign * ldexp (part, 1 - bias) : sign * ldexp (1.0 + part, (int) exponent - bias);
}

static void
check_all_patterns (TrestleDtype dtype, guint n_exponent, guint n_fraction)
{
  g_autofree guint8 *data = g_malloc (1 + 2 * 65536);
  g_autofree float *values = g_new (float, 65536);
  /* Where no number is aligned. */
  TrestleStoredTensor tensor = { dtype, 1, { 65536 }, 65536, data + 1 };

  for (guint32 bits = 0; bits < 65536; bits++)
    {
      data[1 + 2 * bits] = (guint8) bits;
      data[2 + 2 * bits] = (guint8) (bits >> 8);
    }
  g_assert_true (trestle_stored_tensor_to_float (&tensor, values));
  g_assert_false (trestle_stored_tensor_is_in_place (&tensor));
  for (guint32 bits = 0; bits < 65536; bits++)
    {
      double expected = value_of (bits, n_exponent, n_fraction);

      if (isnan (expected))
        g_assert_true (isnan (values[bits]));
      else
        g_assert_true (values[bits] == expected && !signbit (values[bits]) == !signbit (expected));
    }
}

static void
test_float16_is_converted (void)
{
  check_all_patterns (TRESTLE_DTYPE_F16, 5, 10);
}

static void
test_bfloat16_is_converted (void)
{
  check_all_patterns (TRESTLE_DTYPE_BF16, 8, 7);
}

static void
test_float32_and_float64_are_converted (void)
{
  static const double numbers[] = { 0.0, -0.0, 1.0, -2.5, 0.1, 1e-40, 3e38, -1e-300, INFINITY, -INFINITY, NAN };
  guint n = G_N_ELEMENTS (numbers);
  guint8 doubles[1 + sizeof numbers], floats[1 + sizeof numbers / 2];
  TrestleStoredTensor wide = { TRESTLE_DTYPE_F64, 1, { n }, n, doubles + 1 }, narrow = { TRESTLE_DTYPE_F32, 1, { n }, n, floats + 1 };
  float from_double[G_N_ELEMENTS (numbers)], from_float[G_N_ELEMENTS (numbers)];

  for (guint i = 0; i < n; i++)
    for (guint byte = 0; byte < 8; byte++)
      {
        float single = (float) numbers[i];
        guint64 bits;
        guint32 single_bits;

        memcpy (&bits, &numbers[i], sizeof bits);
        memcpy (&single_bits, &single, sizeof single_bits);
        doubles[1 + 8 * i + byte] = (guint8) (bits >> 8 * byte);
        if (byte < 4)
          floats[1 + 4 * i + byte] = (guint8) (single_bits >> 8 * byte);
      }
  g_assert_true (trestle_stored_tensor_to_float (&wide, from_double));
  g_assert_true (trestle_stored_tensor_to_float (&narrow, from_float));
  for (guint i = 0; i < n; i++)
    {
      float expected = (float) numbers[i];

      g_assert_cmpmem (&from_double[i], sizeof (float), &expected, sizeof (float));
      g_assert_cmpmem (&from_float[i], sizeof (float), &expected, sizeof (float));
    }
}

static void
test_whole_numbers_are_not_converted (void)
{
  static const TrestleDtype dtypes[] = { TRESTLE_DTYPE_I64, TRESTLE_DTYPE_I32, TRESTLE_DTYPE_I16,
                                         TRESTLE_DTYPE_I8,  TRESTLE_DTYPE_U8,  TRESTLE_DTYPE_BOOL };

  for (guint i = 0; i < G_N_ELEMENTS (dtypes); i++)
    {
      TrestleStoredTensor tensor = stored (dtypes[i], 1, (gsize[]){ 2 });
      float values[2] = { 7.0f, 7.0f };

      g_assert_false (trestle_stored_tensor_to_float (&tensor, values));
      g_assert_false (trestle_stored_tensor_is_in_place (&tensor));
      g_assert_cmpfloat (values[0], ==, 7.0);
    }
}

static void
test_only_aligned_float32_is_in_place (void)
{
  static const float numbers[4] = { 0 };
  TrestleStoredTensor tensor = { TRESTLE_DTYPE_F32, 1, { 2 }, 2, (const guint8 *) numbers };

  g_assert_true (trestle_stored_tensor_is_in_place (&tensor) == (G_BYTE_ORDER == G_LITTLE_ENDIAN));
  for (guint shift = 1; shift < 4; shift++)
    {
      tensor.data = (const guint8 *) numbers + shift;
      g_assert_false (trestle_stored_tensor_is_in_place (&tensor));
    }
  tensor = (TrestleStoredTensor){ TRESTLE_DTYPE_F64, 1, { 2 }, 2, (const guint8 *) numbers };
  g_assert_false (trestle_stored_tensor_is_in_place (&tensor));
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--write-too-much"))
    return write_too_much (argv[2], (gsize) g_ascii_strtoull (argv[3], NULL, 10));
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safetensors/written-file-is-read-back", test_written_file_is_read_back);
  g_test_add_func ("/safetensors/file-of-others-is-read", test_file_of_others_is_read);
  g_test_add_func ("/safetensors/header-without-tensors-is-read", test_header_without_tensors_is_read);
  g_test_add_func ("/safetensors/short-files-are-refused", test_short_files_are_refused);
  g_test_add_func ("/safetensors/wrong-header-lengths-are-refused", test_wrong_header_lengths_are_refused);
  g_test_add_func ("/safetensors/headers-that-are-no-object-are-refused", test_headers_that_are_no_object_are_refused);
  g_test_add_func ("/safetensors/deep-header-is-refused", test_deep_header_is_refused);
  g_test_add_func ("/safetensors/hostile-tensors-are-refused", test_hostile_tensors_are_refused);
  g_test_add_func ("/safetensors/repeated-names-are-refused", test_repeated_names_are_refused);
  g_test_add_func ("/safetensors/tensors-over-each-other-are-refused", test_tensors_over_each_other_are_refused);
  g_test_add_func ("/safetensors/truncated-data-says-how-much-is-missing", test_truncated_data_says_how_much_is_missing);
  g_test_add_func ("/safetensors/flipped-bits-do-no-harm", test_flipped_bits_do_no_harm);
  g_test_add_func ("/safetensors/missing-file-is-reported", test_missing_file_is_reported);
  g_test_add_func ("/safetensors/folder-and-empty-file-are-no-safetensors", test_folder_and_empty_file_are_no_safetensors);
  g_test_add_func ("/safetensors/failed-write-leaves-nothing-behind", test_failed_write_leaves_nothing_behind);
  g_test_add_func ("/safetensors/existing-file-survives-a-failing-write", test_existing_file_survives_a_failing_write);
  g_test_add_func ("/safetensors/existing-file-is-replaced", test_existing_file_is_replaced);
  g_test_add_func ("/stored-tensor/dtypes-have-names-and-sizes", test_dtypes_have_names_and_sizes);
  g_test_add_func ("/stored-tensor/shapes-are-described", test_shapes_are_described);
  g_test_add_func ("/stored-tensor/float16-is-converted", test_float16_is_converted);
  g_test_add_func ("/stored-tensor/bfloat16-is-converted", test_bfloat16_is_converted);
  g_test_add_func ("/stored-tensor/float32-and-float64-are-converted", test_float32_and_float64_are_converted);
  g_test_add_func ("/stored-tensor/whole-numbers-are-not-converted", test_whole_numbers_are_not_converted);
  g_test_add_func ("/stored-tensor/only-aligned-float32-is-in-place", test_only_aligned_float32_is_in_place);
  return g_test_run ();
}
