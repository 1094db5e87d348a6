/* Files of torch.save, read without Python. */
#include "core/formats/torch-archive.h"

#include <string.h>

#include "core/error.h"
#include "core/formats/regular-file.h"
#include "core/formats/torch-tensor.h"
#include "core/text-hash.h"

/* Dicts in dicts; a model's own names have their dots written out. */
#define MAX_DEPTH 8
#define MAX_NAME 1024u
#define PICKLE "data.pkl"
#define MAX_BYTE_ORDER 16u

/* @zip: while the file is opened; @pickle: then for the settings */
struct _TrestleTorchArchive
{
  char *name;
  GBytes *bytes;
  TrestleZip *zip;
  char *root; /* "NAME/" */
  TrestlePickle *pickle;
  TrestleTorchStorages storages;
  GHashTable *tensors; /* name -> TrestleStoredTensor */
  GPtrArray *names;
  gboolean is_trainers;
};

gboolean
trestle_torch_archive_is_zip (const guint8 *data, gsize size)
{
  return size >= 4 && memcmp (data, "PK\3\4", 4) == 0;
}

gboolean
trestle_torch_archive_is_pickle (const guint8 *data, gsize size)
{
  return size >= 2 && data[0] == 0x80 && data[1] >= 2 && data[1] <= 5;
}

void
trestle_torch_archive_free (TrestleTorchArchive *archive)
{
  trestle_torch_storages_clear (&archive->storages);
  g_clear_pointer (&archive->pickle, trestle_pickle_free);
  g_clear_pointer (&archive->zip, trestle_zip_free);
  g_clear_pointer (&archive->tensors, g_hash_table_unref);
  g_clear_pointer (&archive->names, g_ptr_array_unref);
  g_bytes_unref (archive->bytes);
  g_free (archive->root);
  g_free (archive->name);
  g_free (archive);
}

/* The one folder in the archive that has a data.pkl. */
static gboolean
find_root (TrestleTorchArchive *archive, GError **error)
{
  g_autoptr (GPtrArray) members = trestle_zip_list (archive->zip);

  for (guint i = 0; i < members->len; i++)
    {
      const char *member = g_ptr_array_index (members, i), *slash = strchr (member, '/');

      if (slash == NULL || !g_str_equal (slash + 1, PICKLE))
        continue;
      if (archive->root != NULL)
        {
          g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” holds two saved objects; save the model alone with torch.save",
                       archive->name);
          return FALSE;
        }
      archive->root = g_strndup (member, (gsize) (slash - member) + 1);
    }
  if (archive->root == NULL)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
                 "“%s” is a zip archive, but not one of torch.save: it has no folder with a data.pkl", archive->name);
  return archive->root != NULL;
}

/* (transfer full): NAME/@member of the archive */
static char *
name_member (const TrestleTorchArchive *archive, const char *member)
{
  return g_strconcat (archive->root, member, NULL);
}

/* Compiled programs look alike, and their weights are not what the pickle says. */
static gboolean
check_is_data (const TrestleTorchArchive *archive, GError **error)
{
  g_autofree char *constants = name_member (archive, "constants.pkl");

  if (!trestle_zip_has (archive->zip, constants))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
               "“%s” holds a compiled program of TorchScript; save the weights alone, in Python: "
               "torch.save(torch.jit.load(FILE).state_dict(), NEWFILE)",
               archive->name);
  return FALSE;
}

static gboolean
check_byte_order (const TrestleTorchArchive *archive, GError **error)
{
  g_autofree char *member = name_member (archive, "byteorder");
  g_autoptr (GBytes) content = NULL;
  const char *order;
  gsize size;

  if (!trestle_zip_has (archive->zip, member))
    return TRUE;
  content = trestle_zip_read (archive->zip, member, error);
  if (content == NULL)
    return FALSE;
  order = g_bytes_get_data (content, &size);
  if (size == strlen ("little") && memcmp (order, "little", size) == 0)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
               "“%s” has the byte order “%.*s”, only “little” is read; save the file again on another machine", archive->name,
               (int) MIN (size, MAX_BYTE_ORDER), order != NULL ? order : "");
  return FALSE;
}

static gboolean
has_tensors (const TrestlePickleValue *dict)
{
  for (guint i = 1; i < dict->n_items; i += 2)
    if (trestle_torch_is_tensor (dict->items[i]))
      return TRUE;
  return FALSE;
}

/* (nullable): the dict with the tensors in it; those of a trainer are within one with everything that it needs to go on */
static const TrestlePickleValue *
find_holder (const TrestlePickleValue *value, guint depth)
{
  static const char *const keys[] = { "state_dict", "model", "module" };

  if (value == NULL || !value->holds_pairs)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (keys) && depth < G_N_ELEMENTS (keys); i++)
    {
      const TrestlePickleValue *holder = find_holder (trestle_pickle_value_lookup (value, keys[i]), depth + 1);

      if (holder != NULL)
        return holder;
    }
  return has_tensors (value) ? value : NULL;
}

static gboolean
add_tensor (TrestleTorchArchive *archive, const char *name, const TrestlePickleValue *value, GError **error)
{
  TrestleStoredTensor tensor;
  char *key;

  if (g_hash_table_contains (archive->tensors, name))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has two tensors named “%s”; save the model again", archive->name,
                   name);
      return FALSE;
    }
  if (!trestle_torch_read_tensor (&archive->storages, value, name, &tensor, error))
    return FALSE;
  key = g_strdup (name);
  g_hash_table_insert (archive->tensors, key, g_memdup2 (&tensor, sizeof tensor));
  g_ptr_array_add (archive->names, key);
  return TRUE;
}

/* (transfer full) (nullable): a name in a dict; %NULL if the key is not text, or so long that it was made to cost time */
static char *
join_name (const char *prefix, const TrestlePickleValue *key)
{
  const char *text = trestle_pickle_value_get_string (key);

  return text != NULL && strlen (prefix) + key->length <= MAX_NAME ? g_strconcat (prefix, text, NULL) : NULL;
}

/* @seen: dicts, so that one that holds itself, or is held a thousand times, is read once; what is no tensor and no dict is left out */
static gboolean
add_tensors (TrestleTorchArchive *archive,
             const TrestlePickleValue *dict,
             const char *prefix,
             guint depth,
             GHashTable *seen,
             GError **error)
{
  if (depth == MAX_DEPTH || !g_hash_table_add (seen, (gpointer) dict))
    return TRUE;
  for (guint i = 0; i + 1 < dict->n_items; i += 2)
    {
      const TrestlePickleValue *value = dict->items[i + 1];
      g_autofree char *name = join_name (prefix, dict->items[i]);
      g_autofree char *inner = name != NULL ? g_strconcat (name, ".", NULL) : NULL;

      if (name == NULL)
        continue;
      if (trestle_torch_is_tensor (value) && !add_tensor (archive, name, value, error))
        return FALSE;
      if (value->holds_pairs && !add_tensors (archive, value, inner, depth + 1, seen, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_tensors (TrestleTorchArchive *archive, GError **error)
{
  const TrestlePickleValue *root = trestle_pickle_get_root (archive->pickle), *holder = find_holder (root, 0);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  archive->is_trainers = holder != NULL && holder != root;
  if (holder == NULL && root->holds_pairs)
    holder = root;
  if (holder != NULL && !add_tensors (archive, holder, "", 0, seen, error))
    return FALSE;
  if (archive->names->len == 0)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
                 "“%s” holds no dict of tensors; save the weights alone, in Python: torch.save(model.state_dict(), NEWFILE)",
                 archive->name);
  return archive->names->len > 0;
}

static gboolean
read_pickle (TrestleTorchArchive *archive, GError **error)
{
  g_autofree char *member = name_member (archive, PICKLE);
  g_autoptr (GBytes) content = trestle_zip_read (archive->zip, member, error);

  if (content != NULL)
    archive->pickle = trestle_pickle_read (content, archive->name, error);
  return archive->pickle != NULL;
}

static void
refuse_bare_pickle (const char *name, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
               "“%s” is a bare pickle, as PyTorch wrote before 2020; save it again with a newer one, in Python: "
               "torch.save(torch.load(FILE), NEWFILE)",
               name);
}

TrestleTorchArchive *
trestle_torch_archive_open_bytes (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (TrestleTorchArchive) archive = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (trestle_torch_archive_is_pickle (data, size))
    {
      refuse_bare_pickle (name, error);
      return NULL;
    }
  archive = g_new0 (TrestleTorchArchive, 1);
  archive->name = g_strdup (name);
  archive->bytes = g_bytes_ref (bytes);
  archive->tensors = g_hash_table_new_full (trestle_text_hash, g_str_equal, g_free, g_free);
  archive->names = g_ptr_array_new ();
  archive->zip = trestle_zip_open (bytes, name, error);
  if (archive->zip == NULL || !find_root (archive, error) || !check_is_data (archive, error) || !check_byte_order (archive, error)
      || !read_pickle (archive, error))
    return NULL;
  trestle_torch_storages_init (&archive->storages, archive->zip, archive->root, archive->name);
  if (!find_tensors (archive, error))
    return NULL;
  g_clear_pointer (&archive->zip, trestle_zip_free); /* what the tensors need of it they hold */
  return g_steal_pointer (&archive);
}

TrestleTorchArchive *
trestle_torch_archive_open (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GMappedFile) mapped = trestle_regular_file_check (path, "a file of torch.save", error) ? g_mapped_file_new (path, FALSE, error)
                                                                                                    : NULL;
  g_autoptr (GBytes) bytes = mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;

  return bytes != NULL ? trestle_torch_archive_open_bytes (bytes, name, error) : NULL;
}

const TrestleStoredTensor *
trestle_torch_archive_get (const TrestleTorchArchive *archive, const char *name)
{
  return g_hash_table_lookup (archive->tensors, name);
}

GPtrArray *
trestle_torch_archive_list (const TrestleTorchArchive *archive)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < archive->names->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (archive->names, i));
  return names;
}

gboolean
trestle_torch_archive_is_trainers (const TrestleTorchArchive *archive)
{
  return archive->is_trainers;
}

const TrestlePickleValue *
trestle_torch_archive_get_settings (const TrestleTorchArchive *archive)
{
  const TrestlePickleValue *settings = trestle_pickle_value_lookup (trestle_pickle_get_root (archive->pickle), "hyper_parameters");
  const TrestlePickleValue *config = trestle_pickle_value_lookup (settings, "config");

  if (config != NULL && config->holds_pairs)
    return config;
  return settings != NULL && settings->holds_pairs ? settings : NULL;
}
