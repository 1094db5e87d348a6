/* Which files a checkpoint is in, and of what kind they are. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/error.h"
#include "core/formats/checkpoint-private.h"
#include "core/formats/json-settings.h"
#include "core/formats/regular-file.h"
#include "core/formats/safetensors.h"
#include "core/formats/torch-archive.h"
#include "core/text-hash.h"

#define SAFETENSORS_ENDING ".safetensors"
#define INDEX_ENDING ".index.json"
#define MAX_INDEX_SIZE (16u << 20)
#define MOST_NAMED 5

/* A mapped file of one kind: the other one is %NULL. */
typedef struct
{
  GBytes *bytes;
  TrestleSafetensors *safetensors;
  TrestleTorchArchive *archive;
} File;

static void
file_free (File *file)
{
  g_clear_pointer (&file->safetensors, trestle_safetensors_free);
  g_clear_pointer (&file->archive, trestle_torch_archive_free);
  g_bytes_unref (file->bytes);
  g_free (file);
}

static const TrestleStoredTensor *
file_get (const File *file, const char *name)
{
  return file->safetensors != NULL ? trestle_safetensors_get (file->safetensors, name) : trestle_torch_archive_get (file->archive, name);
}

void
trestle_checkpoint_source_free (TrestleCheckpointSource *source)
{
  g_clear_pointer (&source->files, g_ptr_array_unref);
  g_clear_pointer (&source->tensors, g_array_unref);
  g_free (source->name);
  g_free (source->folder);
  g_free (source->kind);
  g_free (source);
}

/* The whole pages of [@data, @data + @size), if it is in the file. They are of the file and nobody writes to them, so nothing can be lost.
 */
static void
file_let_go (const File *file, gconstpointer data, gsize size)
{
  gsize length, page = (gsize) sysconf (_SC_PAGESIZE);
  guintptr start = (guintptr) g_bytes_get_data (file->bytes, &length), from = (guintptr) data, first, end;

  if (from < start || from - start > length || size > length - (from - start))
    return;
  first = (from + page - 1) / page * page;
  end = (from + size) / page * page;
  if (first < end)
    madvise ((gpointer) first, end - first, MADV_DONTNEED);
}

void
trestle_checkpoint_source_let_go (const TrestleCheckpointSource *source, gconstpointer data, gsize size)
{
  for (guint i = 0; i < source->files->len; i++)
    file_let_go (g_ptr_array_index (source->files, i), data, size);
}

/* An 8-byte length, of which the upper half is 0, and then a JSON object. */
static gboolean
is_safetensors (const guint8 *data, gsize size)
{
  return size > 8 && memcmp (data + 4, "\0\0\0\0", 4) == 0 && data[8] == '{';
}

static gboolean
set_errno_error (const char *name, int problem, GError **error)
{
  g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (problem), "“%s” cannot be opened: %s", name, g_strerror (problem));
  return FALSE;
}

static gboolean
open_bytes (File *file, GBytes *bytes, const char *name, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (trestle_torch_archive_is_zip (data, size) || (trestle_torch_archive_is_pickle (data, size) && !is_safetensors (data, size)))
    file->archive = trestle_torch_archive_open_bytes (bytes, name, error);
  else if (is_safetensors (data, size) || g_str_has_suffix (name, SAFETENSORS_ENDING))
    file->safetensors = trestle_safetensors_open_bytes (bytes, name, error);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                 "“%s” is neither a safetensors file nor one of torch.save; choose the file or folder that the weights are in", name);
  return file->safetensors != NULL || file->archive != NULL;
}

/* (transfer none) (nullable): the open file, which belongs to @source */
static File *
open_file (TrestleCheckpointSource *source, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GMappedFile) mapped = trestle_regular_file_check (path, "a file of weights", error) ? g_mapped_file_new (path, FALSE, error)
                                                                                                 : NULL;
  g_autoptr (GBytes) bytes = mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
  File *file;

  if (bytes == NULL)
    return NULL;
  file = g_new0 (File, 1);
  file->bytes = g_bytes_ref (bytes);
  g_ptr_array_add (source->files, file);
  return open_bytes (file, bytes, name, error) ? file : NULL;
}

static void
clear_tensor (gpointer data)
{
  g_free (((TrestleSourceTensor *) data)->name);
}

static void
add_tensor (TrestleCheckpointSource *source, const char *name, const TrestleStoredTensor *tensor)
{
  TrestleSourceTensor entry = { g_strdup (name), tensor };

  g_array_append_val (source->tensors, entry);
}

/* All weights in one file. */
static gboolean
open_single (TrestleCheckpointSource *source, const char *path, GError **error)
{
  File *file = open_file (source, path, error);
  g_autoptr (GPtrArray) names = NULL;

  source->name = g_filename_display_name (path);
  if (file == NULL)
    return FALSE;
  names = file->safetensors != NULL ? trestle_safetensors_list (file->safetensors) : trestle_torch_archive_list (file->archive);
  for (guint i = 0; i < names->len; i++)
    add_tensor (source, g_ptr_array_index (names, i), file_get (file, g_ptr_array_index (names, i)));
  if (file->archive != NULL)
    source->settings = trestle_torch_archive_get_settings (file->archive);
  source->kind = g_strdup (file->safetensors != NULL                           ? "safetensors"
                           : trestle_torch_archive_is_trainers (file->archive) ? "trainer checkpoint"
                                                                               : "PyTorch archive");
  return TRUE;
}

/* (transfer none) (nullable): the shard of that name, opened if it is not yet; @shards: name -> File */
static File *
find_shard (TrestleCheckpointSource *source, GHashTable *shards, const char *shard, GError **error)
{
  File *file = g_hash_table_lookup (shards, shard);
  g_autofree char *path = NULL;

  if (file != NULL)
    return file;
  if (*shard == '\0' || g_str_equal (shard, ".") || g_str_equal (shard, "..") || strpbrk (shard, "/\\") != NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” looks for weights in “%s”; only names of files in its own folder are followed", source->name, shard);
      return NULL;
    }
  path = g_build_filename (source->folder, shard, NULL);
  file = open_file (source, path, error);
  if (file != NULL)
    g_hash_table_insert (shards, g_strdup (shard), file);
  return file;
}

static gboolean
add_indexed (TrestleCheckpointSource *source, GHashTable *shards, const char *name, JsonNode *node, GError **error)
{
  const char *shard = trestle_json_string (node);
  const File *file;

  if (shard == NULL || !g_utf8_validate (name, -1, NULL))
    return trestle_json_set_error (source->name, "weight_map", "a list of tensors and their files", error);
  file = find_shard (source, shards, shard, error);
  if (file == NULL)
    return FALSE;
  if (file_get (file, name) == NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
                   "“%s” says that the tensor “%s” is in “%s”, but that file does not have it: fetch both again", source->name, name,
                   shard);
      return FALSE;
    }
  add_tensor (source, name, file_get (file, name));
  return TRUE;
}

static gboolean
add_all_indexed (TrestleCheckpointSource *source, JsonObject *map, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (map);
  g_autoptr (GHashTable) shards = g_hash_table_new_full (trestle_text_hash, g_str_equal, g_free, NULL);

  for (GList *name = names; name != NULL; name = name->next)
    if (!add_indexed (source, shards, name->data, json_object_get_member (map, name->data), error))
      return FALSE;
  return TRUE;
}

/* Weights in several files, and a list of what is in which. */
static gboolean
open_index (TrestleCheckpointSource *source, const char *path, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *map = NULL;
  const File *first;

  source->name = g_filename_display_name (path);
  root = trestle_json_file_read (path, MAX_INDEX_SIZE, error);
  if (root == NULL || !trestle_json_read_object (json_node_get_object (root), "weight_map", source->name, &map, error))
    return FALSE;
  if (map == NULL || json_object_get_size (map) == 0)
    return trestle_json_set_error (source->name, "weight_map", "a list of tensors and their files", error);
  if (!add_all_indexed (source, map, error))
    return FALSE;
  first = g_ptr_array_index (source->files, 0);
  source->kind = g_strdup_printf (source->files->len == 1 ? "%u %s shard" : "%u %s shards", source->files->len,
                                  first->safetensors != NULL ? "safetensors" : "PyTorch");
  return TRUE;
}

static gboolean
may_be_weights (const char *folder, const char *file)
{
  static const char *const endings[] = { SAFETENSORS_ENDING, ".bin", ".pt", ".ckpt" };
  g_autofree char *path = g_build_filename (folder, file, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (file, endings[i]))
      return g_file_test (path, G_FILE_TEST_IS_REGULAR);
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer container) (nullable): the names of the files in a folder that can be weights */
static GPtrArray *
find_candidates (const char *folder, GError **error)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, error);
  GPtrArray *found;
  const char *entry;

  if (entries == NULL)
    return NULL;
  found = g_ptr_array_new_with_free_func (g_free);
  while ((entry = g_dir_read_name (entries)) != NULL)
    if (may_be_weights (folder, entry))
      g_ptr_array_add (found, g_strdup (entry));
  g_ptr_array_sort (found, compare_names);
  return found;
}

/* (transfer full): "a, b, c, ..." */
static char *
list_some (const GPtrArray *names)
{
  GString *list = g_string_new (NULL);
  g_autofree char *raw = NULL;

  for (guint i = 0; i < MIN (names->len, MOST_NAMED); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (names, i));
  if (names->len > MOST_NAMED)
    g_string_append (list, ", ...");
  raw = g_string_free (list, FALSE);
  return g_filename_display_name (raw);
}

/* (transfer full) (nullable): the one file of a folder that can be its weights, if no file has a usual name */
static char *
find_only_file (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) found = find_candidates (folder, error);
  g_autofree char *name = g_filename_display_name (folder), *list = NULL;

  if (found == NULL)
    return NULL;
  if (found->len == 1)
    return g_build_filename (folder, g_ptr_array_index (found, 0), NULL);
  list = list_some (found);
  if (found->len == 0)
    g_set_error (
        error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
        "“%s” has no weights, neither model.safetensors nor pytorch_model.bin nor a checkpoint; choose the folder that they are in", name);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "“%s” has %u files that may be the weights (%s); choose one of them", name,
                 found->len, list);
  return NULL;
}

/* The usual names, in the order in which those who write them prefer them. */
static gboolean
open_folder (TrestleCheckpointSource *source, GError **error)
{
  static const char *const names[] = { "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
                                       "pytorch_model.bin.index.json" };
  g_autofree char *only = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (source->folder, names[i], NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      return g_str_has_suffix (path, INDEX_ENDING) ? open_index (source, path, error) : open_single (source, path, error);
    }
  only = find_only_file (source->folder, error);
  return only != NULL && open_single (source, only, error);
}

char *
trestle_checkpoint_find_folder (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR) ? g_strdup (path) : g_path_get_dirname (path);
}

static gboolean
open_path (TrestleCheckpointSource *source, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return set_errno_error (name, errno, error);
  source->is_file = !S_ISDIR (status.st_mode);
  if (!source->is_file)
    return open_folder (source, error);
  return g_str_has_suffix (path, INDEX_ENDING) ? open_index (source, path, error) : open_single (source, path, error);
}

TrestleCheckpointSource *
trestle_checkpoint_source_open (const char *path, GError **error)
{
  g_autoptr (TrestleCheckpointSource) source = g_new0 (TrestleCheckpointSource, 1);

  source->folder = trestle_checkpoint_find_folder (path);
  source->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  source->tensors = g_array_new (FALSE, FALSE, sizeof (TrestleSourceTensor));
  g_array_set_clear_func (source->tensors, clear_tensor);
  return open_path (source, path, error) ? g_steal_pointer (&source) : NULL;
}
