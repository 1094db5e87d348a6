/* The safetensors container, read from a mapped file and written whole. */
#include "core/formats/safetensors.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "core/formats/json-file.h"
#include "core/formats/regular-file.h"
#include "core/text-hash.h"

#define LENGTH_SIZE 8u
#define MAX_HEADER (100u << 20)
#define MAX_PIECE (4u << 20)

struct _TrestleSafetensors
{
  GBytes *bytes;
  GHashTable *tensors; /* name -> TrestleStoredTensor */
  GPtrArray *names;
};

void
trestle_safetensors_free (TrestleSafetensors *file)
{
  g_bytes_unref (file->bytes);
  g_hash_table_unref (file->tensors);
  g_ptr_array_unref (file->names);
  g_free (file);
}

/* A JSON number that is a whole number in [0, G_MAXINT64]. */
static gboolean
read_size (JsonNode *node, gsize *size)
{
  gint64 value;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;
  value = json_node_get_int (node);
  *size = (gsize) value;
  return value >= 0;
}

static gboolean
read_shape (JsonNode *node, TrestleStoredTensor *tensor)
{
  JsonArray *shape;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  shape = json_node_get_array (node);
  if (json_array_get_length (shape) > TRESTLE_MAX_DIMENSIONS)
    return FALSE;
  tensor->n_dimensions = json_array_get_length (shape);
  tensor->count = 1;
  for (guint i = 0; i < tensor->n_dimensions; i++)
    if (!read_size (json_array_get_element (shape, i), &tensor->shape[i])
        || !g_size_checked_mul (&tensor->count, tensor->count, tensor->shape[i]))
      return FALSE;
  return TRUE;
}

static gboolean
read_offsets (JsonNode *node, gsize *begin, gsize *end)
{
  JsonArray *offsets;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  offsets = json_node_get_array (node);
  return json_array_get_length (offsets) == 2 && read_size (json_array_get_element (offsets, 0), begin)
         && read_size (json_array_get_element (offsets, 1), end) && *begin <= *end;
}

static gboolean
read_dtype (JsonNode *node, TrestleDtype *dtype)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         && trestle_dtype_parse (json_node_get_string (node), dtype);
}

/* @data: what comes behind the header, @size bytes. */
static gboolean
read_tensor (JsonNode *node,
             const guint8 *data,
             gsize size,
             const char *tensor_name,
             const char *name,
             TrestleStoredTensor *tensor,
             GError **error)
{
  JsonObject *object;
  gsize begin, end, expected;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” does not describe tensor “%s” by an object", name, tensor_name);
      return FALSE;
    }
  object = json_node_get_object (node);
  if (!read_dtype (json_object_get_member (object, "dtype"), &tensor->dtype))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” stores tensor “%s” in a dtype that Trestle does not read", name,
                   tensor_name);
      return FALSE;
    }
  if (!read_shape (json_object_get_member (object, "shape"), tensor)
      || !read_offsets (json_object_get_member (object, "data_offsets"), &begin, &end)
      || !g_size_checked_mul (&expected, tensor->count, trestle_dtype_get_size (tensor->dtype)) || end - begin != expected)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” gives tensor “%s” a shape and offsets that do not fit together", name,
                   tensor_name);
      return FALSE;
    }
  if (end > size)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED,
                   "“%s” ends %" G_GSIZE_FORMAT " bytes before the end of tensor “%s”: the file is incomplete, copy or download it again",
                   name, end - size, tensor_name);
      return FALSE;
    }
  tensor->data = data + begin;
  return TRUE;
}

/* @room: (inout): bytes of the file that no tensor before it has */
static gboolean
take_room (const TrestleStoredTensor *tensor, gsize *room, const char *tensor_name, const char *name, GError **error)
{
  gsize size = tensor->count * trestle_dtype_get_size (tensor->dtype);

  if (size > *room)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” has tensors that lie over each other, the last of them “%s”: copy or download the file again", name, tensor_name);
      return FALSE;
    }
  *room -= size;
  return TRUE;
}

static gboolean
read_header (TrestleSafetensors *file, JsonObject *header, const guint8 *data, gsize size, const char *name, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (header);
  gsize room = size;

  for (GList *member = members; member != NULL; member = member->next)
    {
      const char *tensor_name = member->data;
      TrestleStoredTensor tensor = { 0 };
      char *key;

      if (strcmp (tensor_name, "__metadata__") == 0)
        continue;
      if (!read_tensor (json_object_get_member (header, tensor_name), data, size, tensor_name, name, &tensor, error)
          || !take_room (&tensor, &room, tensor_name, name, error))
        return FALSE;
      key = g_strdup (tensor_name);
      g_hash_table_insert (file->tensors, key, g_memdup2 (&tensor, sizeof tensor));
      g_ptr_array_add (file->names, key);
    }
  return TRUE;
}

/* The header's text, or NULL with an error. */
static const char *
find_header (const guint8 *data, gsize size, const char *name, guint64 *length, GError **error)
{
  guint64 little_endian;

  if (size < LENGTH_SIZE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED,
                   "“%s” is %" G_GSIZE_FORMAT " bytes long, too short for a safetensors file", name, size);
      return NULL;
    }
  memcpy (&little_endian, data, sizeof little_endian);
  *length = GUINT64_FROM_LE (little_endian);
  if (*length > MAX_HEADER)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” is not a safetensors file: it says its header is %" G_GUINT64_FORMAT " bytes long", name, *length);
      return NULL;
    }
  if (*length > size - LENGTH_SIZE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED,
                   "“%s” says its header is %" G_GUINT64_FORMAT " bytes long, but the file ends after %" G_GSIZE_FORMAT, name, *length,
                   size);
      return NULL;
    }
  return (const char *) data + LENGTH_SIZE;
}

TrestleSafetensors *
trestle_safetensors_open_bytes (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (TrestleSafetensors) file = g_new0 (TrestleSafetensors, 1);
  g_autoptr (JsonNode) root = NULL;
  const char *header;
  const guint8 *data;
  guint64 length;
  gsize size;

  file->bytes = g_bytes_ref (bytes);
  file->tensors = g_hash_table_new_full (trestle_text_hash, g_str_equal, g_free, g_free);
  file->names = g_ptr_array_new ();
  data = g_bytes_get_data (bytes, &size);
  header = find_header (data, size, name, &length, error);
  if (header == NULL)
    return NULL;
  root = trestle_json_parse (header, length, name, error);
  if (root == NULL)
    return NULL;
  if (!read_header (file, json_node_get_object (root), data + LENGTH_SIZE + length, size - LENGTH_SIZE - length, name, error))
    return NULL;
  return g_steal_pointer (&file);
}

TrestleSafetensors *
trestle_safetensors_open (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GMappedFile) mapped = trestle_regular_file_check (path, "a safetensors file", error) ? g_mapped_file_new (path, FALSE, error)
                                                                                                  : NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (mapped == NULL)
    return NULL;
  bytes = g_mapped_file_get_bytes (mapped);
  return trestle_safetensors_open_bytes (bytes, name, error);
}

const TrestleStoredTensor *
trestle_safetensors_get (const TrestleSafetensors *file, const char *name)
{
  return g_hash_table_lookup (file->tensors, name);
}

GPtrArray *
trestle_safetensors_list (const TrestleSafetensors *file)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < file->names->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (file->names, i));
  return names;
}

/* A file to be written. @fill and @data make the tensors; @format is what the metadata say, if anything. */
typedef struct
{
  const char *path;
  const TrestleSafetensorsEntry *entries;
  guint n_entries;
  const char *format;
  TrestleSafetensorsFill fill;
  gpointer data;
} Content;

/* Describes a tensor that lies at @offset, which is moved behind it. */
static void
add_entry (JsonBuilder *builder, const TrestleSafetensorsEntry *entry, gsize *offset)
{
  const TrestleStoredTensor *tensor = &entry->tensor;

  json_builder_begin_object (json_builder_set_member_name (builder, entry->name));
  json_builder_add_string_value (json_builder_set_member_name (builder, "dtype"), trestle_dtype_get_name (tensor->dtype));
  json_builder_begin_array (json_builder_set_member_name (builder, "shape"));
  for (guint k = 0; k < tensor->n_dimensions; k++)
    json_builder_add_int_value (builder, (gint64) tensor->shape[k]);
  json_builder_end_array (builder);
  json_builder_begin_array (json_builder_set_member_name (builder, "data_offsets"));
  json_builder_add_int_value (builder, (gint64) *offset);
  *offset += tensor->count * trestle_dtype_get_size (tensor->dtype);
  json_builder_add_int_value (builder, (gint64) *offset);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* The JSON header for the entries, padded with blanks to a multiple of 8 bytes; (transfer full). */
static GString *
make_header (const Content *content)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  GString *header;
  gsize offset = 0;

  if (content->format != NULL)
    {
      json_builder_begin_object (json_builder_set_member_name (builder, "__metadata__"));
      json_builder_add_string_value (json_builder_set_member_name (builder, "format"), content->format);
      json_builder_end_object (builder);
    }
  for (guint i = 0; i < content->n_entries; i++)
    add_entry (builder, &content->entries[i], &offset);
  root = json_builder_get_root (json_builder_end_object (builder));
  text = json_to_string (root, FALSE);
  header = g_string_new (text);
  while (header->len % 8 != 0)
    g_string_append_c (header, ' ');
  return header;
}

/* @problem: an errno. Returns %FALSE. */
static gboolean
set_write_error (const Content *content, int problem, GError **error)
{
  g_autofree char *name = g_filename_display_name (content->path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (problem), "“%s” could not be written: %s", name, g_strerror (problem));
  return FALSE;
}

static gboolean
write_header (FILE *stream, const Content *content, GError **error)
{
  GString *header = make_header (content);
  guint64 length = GUINT64_TO_LE ((guint64) header->len);
  gboolean written = fwrite (&length, sizeof length, 1, stream) == 1 && fwrite (header->str, 1, header->len, stream) == header->len;
  int problem = errno;

  g_string_free (header, TRUE);
  return written || set_write_error (content, problem, error);
}

/* @piece: room for %MAX_PIECE bytes */
static gboolean
write_entry (FILE *stream, const Content *content, const TrestleSafetensorsEntry *entry, guint8 *piece, GError **error)
{
  gsize size = trestle_dtype_get_size (entry->tensor.dtype), count = entry->tensor.count, n;

  for (gsize first = 0; first < count; first += n)
    {
      n = MIN (count - first, MAX_PIECE / size);
      if (!content->fill (entry, first, n, piece, content->data, error))
        return FALSE;
      if (fwrite (piece, size, n, stream) != n)
        return set_write_error (content, errno, error);
    }
  return TRUE;
}

static gboolean
write_all (FILE *stream, const Content *content, GError **error)
{
  g_autofree guint8 *piece = g_malloc (MAX_PIECE);

  if (!write_header (stream, content, error))
    return FALSE;
  for (guint i = 0; i < content->n_entries; i++)
    if (!write_entry (stream, content, &content->entries[i], piece, error))
      return FALSE;
  if (fflush (stream) != 0 || fsync (fileno (stream)) != 0)
    return set_write_error (content, errno, error);
  return TRUE;
}

/* Writes and closes an open file, whatever comes of it. */
static gboolean
write_and_close (int descriptor, const Content *content, GError **error)
{
  FILE *stream = fdopen (descriptor, "wb");
  gboolean written;

  if (stream == NULL)
    {
      set_write_error (content, errno, error);
      close (descriptor);
      return FALSE;
    }
  written = write_all (stream, content, error);
  if (fclose (stream) != 0 && written)
    return set_write_error (content, errno, error);
  return written;
}

static gboolean
write_file (const Content *content, GError **error)
{
  g_autofree char *temporary = g_strconcat (content->path, ".XXXXXX", NULL);
  int descriptor = g_mkstemp_full (temporary, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  gboolean written;

  if (descriptor < 0)
    return set_write_error (content, errno, error);
  written = write_and_close (descriptor, content, error);
  if (written && g_rename (temporary, content->path) != 0)
    written = set_write_error (content, errno, error);
  if (!written)
    g_unlink (temporary);
  return written;
}

gboolean
trestle_safetensors_write_with (const char *path,
                                const TrestleSafetensorsEntry *entries,
                                guint n_entries,
                                TrestleSafetensorsFill fill,
                                gpointer data,
                                GError **error)
{
  Content content = { path, entries, n_entries, "pt", fill, data };

  return write_file (&content, error);
}

/* A #TrestleSafetensorsFill for data that are there. */
static gboolean
copy_data (const TrestleSafetensorsEntry *entry, gsize first, gsize count, guint8 *out, gpointer data, GError **error)
{
  gsize size = trestle_dtype_get_size (entry->tensor.dtype);

  memcpy (out, entry->tensor.data + first * size, count * size);
  return TRUE;
}

gboolean
trestle_safetensors_write (const char *path, const TrestleSafetensorsEntry *entries, guint n_entries, GError **error)
{
  Content content = { path, entries, n_entries, NULL, copy_data, NULL };

  return write_file (&content, error);
}
