/* Any checkpoint to a folder of safetensors in the published layout: the folder, and what is in it beside the weights. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/formats/conversion-private.h"
#include "core/formats/json-file.h"

/* What a folder has for the tokenizer and the image processor. */
static const char *const settings_files[] = {
  "vocab.json",
  "merges.txt",
  "vocab.txt",
  "tokenizer.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "added_tokens.json",
  "preprocessor_config.json",
};

/* @problem: an errno; @what: such as "could not be written". Returns %FALSE. */
static gboolean
set_error (const char *path, const char *what, int problem, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (problem), "“%s” %s: %s", name, what, g_strerror (problem));
  return FALSE;
}

gboolean
trestle_conversion_step (const TrestleConversionWork *work, const char *stage, GError **error)
{
  double size = (double) MAX (work->conversion->size, 1);

  if (work->progress != NULL)
    work->progress ((double) work->done / size, stage, work->progress_data);
  return !g_cancellable_set_error_if_cancelled (work->cancellable, error);
}

gboolean
trestle_conversion_write_json (const TrestleConversionWork *work, const char *name, JsonNode *node, GError **error)
{
  g_autofree char *path = g_build_filename (work->folder, name, NULL);
  g_autofree char *text = json_to_string (node, TRUE);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

static const char *
name_dtype (TrestleDtype dtype)
{
  return dtype == TRESTLE_DTYPE_F16 ? "float16" : dtype == TRESTLE_DTYPE_BF16 ? "bfloat16" : "float32";
}

/* The checkpoint's config belongs to the checkpoint, so a copy says the dtype. */
static gboolean
write_config (const TrestleConversionWork *work, GError **error)
{
  g_autoptr (JsonNode) original = json_node_alloc ();
  g_autoptr (JsonNode) copy = NULL;
  g_autofree char *text = NULL;

  json_node_init_object (original, trestle_checkpoint_get_config (work->checkpoint));
  text = json_to_string (original, FALSE);
  copy = trestle_json_parse (text, strlen (text), trestle_checkpoint_get_config_name (work->checkpoint), error);
  if (copy == NULL)
    return FALSE;
  json_object_set_string_member (json_node_get_object (copy), "torch_dtype", name_dtype (work->conversion->dtype));
  return trestle_conversion_write_json (work, "config.json", copy, error);
}

/* A file's content or a folder's list of names, to the disk. */
static gboolean
sync_path (const char *path, GError **error)
{
  int descriptor = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  int problem = descriptor < 0 || fsync (descriptor) != 0 ? errno : 0;

  if (descriptor >= 0)
    close (descriptor);
  return problem == 0 || set_error (path, "could not be written", problem, error);
}

static gboolean
copy_file (const TrestleConversionWork *work, const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) copy = g_file_new_for_path (to);
  g_autofree char *name = g_filename_display_name (from);

  if (g_file_copy (source, copy, G_FILE_COPY_TARGET_DEFAULT_PERMS, work->cancellable, NULL, NULL, error))
    return sync_path (to, error);
  g_prefix_error (error, "“%s” could not be copied: ", name);
  return FALSE;
}

static gboolean
copy_settings (const TrestleConversionWork *work, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings_files); i++)
    {
      g_autofree char *from = g_build_filename (trestle_checkpoint_get_folder (work->checkpoint), settings_files[i], NULL);
      g_autofree char *to = g_build_filename (work->folder, settings_files[i], NULL);

      if (!trestle_conversion_step (work, "settings", error))
        return FALSE;
      if (g_file_test (from, G_FILE_TEST_IS_REGULAR) && !copy_file (work, from, to, error))
        return FALSE;
    }
  return TRUE;
}

/* The hidden folder, which has no folders in it; what is already an error does not become another one. */
static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* Before any work: a rename at the end would find it out too. */
static gboolean
check_destination (const char *destination, GError **error)
{
  g_autofree char *name = g_filename_display_name (destination);
  g_autoptr (GDir) files = NULL;

  if (!g_file_test (destination, G_FILE_TEST_EXISTS))
    return TRUE;
  files = g_dir_open (destination, 0, NULL);
  if (files != NULL && g_dir_read_name (files) == NULL)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "“%s” is there and is not an empty folder; name one that is not there yet", name);
  return FALSE;
}

/* (transfer full) (nullable): a new folder beside the destination, hidden and with a name of its own */
static char *
make_folder (const char *parent, const char *destination, GError **error)
{
  g_autofree char *base = g_path_get_basename (destination);
  g_autofree char *hidden = g_strdup_printf (".%s.XXXXXX", base);
  g_autofree char *folder = g_build_filename (parent, hidden, NULL);

  if (g_mkdtemp_full (folder, 0755) != NULL)
    return g_steal_pointer (&folder);
  set_error (destination, "could not be made", errno, error);
  return NULL;
}

static gboolean
write_folder (TrestleConversionWork *work, GError **error)
{
  return trestle_conversion_write_weights (work, error) && write_config (work, error) && copy_settings (work, error)
         && sync_path (work->folder, error) && trestle_conversion_step (work, "finishing", error);
}

static gboolean
convert_to (TrestleConversionWork *work, const char *destination, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (destination);
  g_autofree char *folder = make_folder (parent, destination, error);
  gboolean done;

  if (folder == NULL)
    return FALSE;
  work->folder = folder;
  done = write_folder (work, error);
  if (done && g_rename (folder, destination) != 0)
    done = set_error (destination, "could not be put in place", errno, error);
  if (!done)
    remove_folder (folder);
  /* The folder is there by now; that a list of names cannot be synced makes it no worse. */
  sync_path (parent, NULL);
  return done;
}

gboolean
trestle_convert (const char *source,
                 const char *destination,
                 TrestleConversion *conversion,
                 TrestleProgress progress,
                 gpointer progress_data,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (destination, NULL);
  g_autoptr (TrestleCheckpoint) checkpoint = NULL;
  TrestleConversionWork work = {
    .conversion = conversion, .progress = progress, .progress_data = progress_data, .cancellable = cancellable
  };

  if (!check_destination (absolute, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  checkpoint = trestle_checkpoint_open (source, error);
  if (checkpoint == NULL)
    return FALSE;
  work.checkpoint = checkpoint;
  return convert_to (&work, absolute, error);
}
