/* Files as torch.save writes them, made by hand. */
#include "tests/torch-file.h"

#include <string.h>
#include <zip.h>

#define PROTOCOL "\x80\x02"
#define BINUNICODE "X"
#define BININT "J"
#define LONG1 "\x8a\x08"

GByteArray *
torch_pickle_new (void)
{
  GByteArray *pickle = g_byte_array_new ();

  torch_pickle_code (pickle, PROTOCOL);
  return pickle;
}

void
torch_pickle_bytes (GByteArray *pickle, const char *bytes, gsize length)
{
  g_byte_array_append (pickle, (const guint8 *) bytes, (guint) length);
}

static void
add_number (GByteArray *pickle, guint64 number, gsize width)
{
  guint64 little_endian = GUINT64_TO_LE (number);

  g_byte_array_append (pickle, (const guint8 *) &little_endian, (guint) width);
}

void
torch_pickle_text (GByteArray *pickle, const char *text)
{
  torch_pickle_code (pickle, BINUNICODE);
  add_number (pickle, strlen (text), 4);
  torch_pickle_bytes (pickle, text, strlen (text));
}

void
torch_pickle_number (GByteArray *pickle, gint64 number)
{
  torch_pickle_code (pickle, LONG1);
  add_number (pickle, (guint64) number, 8);
}

void
torch_pickle_global (GByteArray *pickle, const char *module, const char *name)
{
  g_autofree char *lines = g_strdup_printf ("c%s\n%s\n", module, name);

  torch_pickle_bytes (pickle, lines, strlen (lines));
}

static void
add_numbers (GByteArray *pickle, const gint64 *numbers, guint count)
{
  torch_pickle_code (pickle, "(");
  for (guint i = 0; i < count; i++)
    torch_pickle_number (pickle, numbers[i]);
  torch_pickle_code (pickle, "t");
}

void
torch_pickle_tensor (GByteArray *pickle, const TorchTensor *tensor)
{
  torch_pickle_global (pickle, "torch._utils", "_rebuild_tensor_v2");
  torch_pickle_code (pickle, "((");
  torch_pickle_text (pickle, "storage");
  torch_pickle_global (pickle, "torch", tensor->storage);
  torch_pickle_text (pickle, tensor->key);
  torch_pickle_text (pickle, "cpu");
  torch_pickle_number (pickle, tensor->length);
  torch_pickle_code (pickle, "tQ");
  torch_pickle_number (pickle, tensor->offset);
  add_numbers (pickle, tensor->sizes, tensor->n_dimensions);
  add_numbers (pickle, tensor->strides, tensor->n_dimensions);
  torch_pickle_code (pickle, "\x89"); /* needs no gradient */
  torch_pickle_global (pickle, "collections", "OrderedDict");
  torch_pickle_code (pickle, ")RtR");
}

static void
add_member (zip_t *archive, const TorchMember *member)
{
  zip_source_t *source = zip_source_buffer (archive, member->data, member->size, 0);
  zip_int64_t index;

  g_assert_nonnull (source);
  index = zip_file_add (archive, member->name, source, 0);
  g_assert_cmpint (index, >=, 0);
  g_assert_cmpint (zip_set_file_compression (archive, (zip_uint64_t) index, member->compression, 0), ==, 0);
}

/* (transfer full): what was written to @source */
static GBytes *
read_back (zip_source_t *source)
{
  zip_stat_t status;
  guint8 *content;

  g_assert_cmpint (zip_source_stat (source, &status), ==, 0);
  content = g_malloc (status.size);
  g_assert_cmpint (zip_source_open (source), ==, 0);
  g_assert_cmpint (zip_source_read (source, content, status.size), ==, (zip_int64_t) status.size);
  zip_source_close (source);
  return g_bytes_new_take (content, status.size);
}

GBytes *
torch_archive_make (const TorchMember *members)
{
  zip_source_t *source = zip_source_buffer_create (NULL, 0, 0, NULL);
  zip_t *archive = zip_open_from_source (source, ZIP_TRUNCATE, NULL);
  GBytes *bytes;

  g_assert_nonnull (archive);
  zip_source_keep (source);
  for (; members->name != NULL; members++)
    {
      TorchMember member = *members;

      member.compression = member.compression != 0 ? member.compression : ZIP_CM_STORE;
      add_member (archive, &member);
    }
  g_assert_cmpint (zip_close (archive), ==, 0);
  bytes = read_back (source);
  zip_source_free (source);
  return bytes;
}

GBytes *
torch_archive_make_tensor (const TorchTensor *tensor, gsize n_stored)
{
  g_autoptr (GByteArray) pickle = torch_pickle_new ();
  g_autofree float *stored = g_new (float, n_stored + 1);

  for (gsize i = 0; i < n_stored; i++)
    stored[i] = (float) i;
  torch_pickle_code (pickle, "}");
  torch_pickle_text (pickle, "w");
  torch_pickle_tensor (pickle, tensor);
  torch_pickle_code (pickle, "s.");
  return torch_archive_make ((TorchMember[]){
      { "x/data.pkl", pickle->data, pickle->len, 0 }, { "x/data/0", stored, n_stored * sizeof (float), 0 }, { NULL, NULL, 0, 0 } });
}

GBytes *
torch_mutate (GBytes *bytes, GRand *random)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *spoilt = g_memdup2 (data, size);
  guint n_bytes = 1 + g_rand_int (random) % 4;

  g_assert_cmpuint (size, >, 16);
  for (guint i = 0; i < n_bytes; i++)
    {
      guint8 *byte = &spoilt[g_rand_int (random) % size];

      *byte = g_rand_boolean (random) ? (guint8) g_rand_int (random) : (guint8) (*byte ^ 1u << g_rand_int (random) % 8);
    }
  if (g_rand_int (random) % 8 == 0)
    size = g_rand_int (random) % size;
  else if (g_rand_int (random) % 8 == 0)
    {
      gsize length = 1 + g_rand_int (random) % 16, room = size - length;

      memmove (spoilt + g_rand_int (random) % room, spoilt + g_rand_int (random) % room, length);
    }
  return g_bytes_new_take (spoilt, size);
}

GBytes *
torch_mutate_part (GBytes *bytes, gsize offset, gsize length, GRand *random)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, offset, length);
  g_autoptr (GBytes) spoilt = torch_mutate (part, random);
  GByteArray *whole = g_byte_array_sized_new ((guint) size);

  g_byte_array_append (whole, data, (guint) offset);
  g_byte_array_append (whole, g_bytes_get_data (spoilt, NULL), (guint) g_bytes_get_size (spoilt));
  g_byte_array_append (whole, data + offset + length, (guint) (size - offset - length));
  return g_byte_array_free_to_bytes (whole);
}
