/* The members of a zip archive: libzip checks and unpacks; what is stored as it is needs no copy. */
#include "core/formats/zip-members.h"

#include <string.h>
#include <zip.h>

#include "core/error.h"
#include "core/formats/zip-directory.h"
#include "core/text-hash.h"

/*
 * Weights hardly shrink, or to a half if they were rounded; an archive whose members come to far more than this was made to fill memory, by
 * compression or by members that lie in each other.
 */
#define LEAST_BUDGET ((gsize) 64 << 20)
#define MOST_GROWTH 4u

/**
 * TrestleZip:
 * @entries: (element-type TrestleZipEntry): in the archive's order, as are libzip's indices
 * @indices: name -> index + 1
 * @budget: bytes that may still be read
 */
struct _TrestleZip
{
  GBytes *bytes;
  char *name;
  zip_t *archive;
  GArray *entries;
  GHashTable *indices;
  gsize budget;
};

void
trestle_zip_free (TrestleZip *zip)
{
  if (zip->archive != NULL)
    zip_discard (zip->archive);
  g_clear_pointer (&zip->entries, g_array_unref);
  g_hash_table_unref (zip->indices);
  g_bytes_unref (zip->bytes);
  g_free (zip->name);
  g_free (zip);
}

static gboolean
set_open_error (const TrestleZip *zip, zip_error_t *problem, GError **error)
{
  if (zip_error_code_zip (problem) == ZIP_ER_NOZIP || zip_error_code_zip (problem) == ZIP_ER_EOF)
    g_set_error (
        error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED,
        "“%s” begins like a zip archive, but its end, where the list of its members should be, is missing: the file is incomplete, "
        "copy or download it again",
        zip->name);
  else
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” is a damaged zip archive (%s): copy or download it again", zip->name,
                 zip_error_strerror (problem));
  return FALSE;
}

static gboolean
set_invalid (const TrestleZip *zip, const char *problem, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” is a damaged zip archive: %s; copy or download it again", zip->name,
               problem);
  return FALSE;
}

static gboolean
open_archive (TrestleZip *zip, GError **error)
{
  zip_error_t problem;
  zip_source_t *source;
  gsize size;
  const void *data = g_bytes_get_data (zip->bytes, &size);

  zip_error_init (&problem);
  source = zip_source_buffer_create (data, size, 0, &problem);
  if (source != NULL)
    zip->archive = zip_open_from_source (source, ZIP_RDONLY, &problem);
  if (zip->archive == NULL)
    set_open_error (zip, &problem, error);
  if (zip->archive == NULL && source != NULL)
    zip_source_free (source);
  zip_error_fini (&problem);
  return zip->archive != NULL;
}

/* Two readers of one directory must agree: then no file can show each of them another archive. */
static gboolean
index_members (TrestleZip *zip, GError **error)
{
  for (guint i = 0; i < zip->entries->len; i++)
    {
      const TrestleZipEntry *entry = &g_array_index (zip->entries, TrestleZipEntry, i);
      const char *name = zip_get_name (zip->archive, i, ZIP_FL_ENC_RAW);

      if (name == NULL || strlen (name) != entry->name_length || memcmp (name, entry->name, entry->name_length) != 0)
        return set_invalid (zip, "a member's name is not the same everywhere", error);
      if (!g_hash_table_insert (zip->indices, g_strdup (name), GUINT_TO_POINTER (i + 1)))
        return set_invalid (zip, "two of its members have the same name", error);
    }
  return TRUE;
}

TrestleZip *
trestle_zip_open (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (TrestleZip) zip = g_new0 (TrestleZip, 1);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  zip->bytes = g_bytes_ref (bytes);
  zip->name = g_strdup (name);
  zip->indices = g_hash_table_new_full (trestle_text_hash, g_str_equal, g_free, NULL);
  zip->budget = MAX (LEAST_BUDGET, size < G_MAXSIZE / MOST_GROWTH ? MOST_GROWTH * size : G_MAXSIZE);
  if (!trestle_zip_directory_is_small (data, size))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
                   "“%s” is a zip archive of more than %u members, or with several lists of them: save only the model's state_dict", name,
                   TRESTLE_ZIP_MAX_ENTRIES);
      return NULL;
    }
  if (!open_archive (zip, error))
    return NULL;
  zip->entries = trestle_zip_directory_read (data, size);
  if (zip->entries == NULL || zip_get_num_entries (zip->archive, 0) != (zip_int64_t) zip->entries->len)
    {
      set_invalid (zip, "the list of its members is not sound", error);
      return NULL;
    }
  return index_members (zip, error) ? g_steal_pointer (&zip) : NULL;
}

GPtrArray *
trestle_zip_list (const TrestleZip *zip)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < zip->entries->len; i++)
    g_ptr_array_add (names, (gpointer) zip_get_name (zip->archive, i, ZIP_FL_ENC_RAW));
  return names;
}

gboolean
trestle_zip_has (const TrestleZip *zip, const char *member)
{
  return g_hash_table_contains (zip->indices, member);
}

static GBytes *
view (const TrestleZip *zip, const TrestleZipEntry *entry, const char *member, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (zip->bytes, &size), *content = trestle_zip_entry_find (entry, data, size);

  if (content == NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” is a damaged zip archive: its member “%s” is not where the list of members says; copy or download it again",
                   zip->name, member);
      return NULL;
    }
  return g_bytes_new_from_bytes (zip->bytes, (gsize) (content - data), entry->stored_size);
}

/* Reads @size bytes and then, at the end, lets libzip compare the checksum. */
static gboolean
read_all (zip_file_t *file, guint8 *content, gsize size)
{
  gsize done = 0;
  zip_int64_t count = 1;
  guint8 beyond;

  while (done < size && count > 0)
    {
      count = zip_fread (file, content + done, size - done);
      done += count > 0 ? (gsize) count : 0;
    }
  return done == size && zip_fread (file, &beyond, 1) == 0;
}

static gboolean
set_too_large (const TrestleZip *zip, const char *member, gsize size, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
               "“%s” would unpack to far more than its own size, with “%s” alone to %" G_GSIZE_FORMAT
               " bytes: pack it anew without compression",
               zip->name, member, size);
  return FALSE;
}

static gboolean
take_budget (TrestleZip *zip, const char *member, gsize size, GError **error)
{
  if (size > zip->budget)
    return set_too_large (zip, member, size, error);
  zip->budget -= size;
  return TRUE;
}

static GBytes *
unpack (TrestleZip *zip, guint index, const char *member, gsize size, GError **error)
{
  guint8 *content = g_try_malloc (MAX (size, 1));
  zip_file_t *file;
  gboolean done;

  if (content == NULL)
    {
      set_too_large (zip, member, size, error);
      return NULL;
    }
  file = zip_fopen_index (zip->archive, index, 0);
  done = file != NULL && read_all (file, content, size);
  if (file != NULL)
    zip_fclose (file);
  if (!done)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” is a damaged zip archive: its member “%s” cannot be unpacked; copy or download it again", zip->name, member);
      g_free (content);
      return NULL;
    }
  return g_bytes_new_take (content, size);
}

/* What libzip says of a member, if it is of a kind that can be read. */
static gboolean
describe (const TrestleZip *zip, guint index, const char *member, zip_stat_t *status, GError **error)
{
  const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;

  zip_stat_init (status);
  if (zip_stat_index (zip->archive, index, 0, status) == 0 && (status->valid & needed) == needed && status->encryption_method == ZIP_EM_NONE
      && zip_compression_method_supported (status->comp_method, 0))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
               "“%s” has its member “%s” encrypted or packed in an unknown way: pack it anew without compression", zip->name, member);
  return FALSE;
}

GBytes *
trestle_zip_read (TrestleZip *zip, const char *member, GError **error)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (zip->indices, member));
  const TrestleZipEntry *entry;
  zip_stat_t status;

  if (index == 0)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING,
                   "“%s” has no member “%s”, which its weights need: the file is incomplete, copy or download it again", zip->name, member);
      return NULL;
    }
  if (!describe (zip, index - 1, member, &status, error) || !take_budget (zip, member, status.size, error))
    return NULL;
  entry = &g_array_index (zip->entries, TrestleZipEntry, index - 1);
  if (status.comp_method == ZIP_CM_STORE && status.size == entry->stored_size)
    return view (zip, entry, member, error);
  return unpack (zip, index - 1, member, status.size, error);
}
