/* The weights of a model, whatever they are stored in. */
#include "core/error.h"
#include "core/formats/checkpoint-private.h"
#include "core/formats/json-file.h"
#include "core/text-hash.h"

/* VQAv2's 3,129 answers make a file of 150 kilobytes. */
#define MAX_CONFIG_SIZE (16u << 20)
#define PROJECTED_IMAGE "itc_projected_image"

/**
 * TrestleCheckpoint:
 * @tensors: canonical name -> TrestleStoredTensor
 * @is_original: whether its names are those of the original repositories
 */
struct _TrestleCheckpoint
{
  TrestleCheckpointSource *source;
  GHashTable *tensors;
  GPtrArray *names;
  gboolean is_original;
  guint64 size;
  JsonNode *config;
  char *config_name;
};

static gboolean
add_tensor (TrestleCheckpoint *checkpoint, const TrestleSourceTensor *entry, GError **error)
{
  char *name = trestle_checkpoint_make_name (entry->name, &checkpoint->is_original);
  TrestleStoredTensor *tensor;

  if (name == NULL)
    return TRUE;
  if (g_hash_table_contains (checkpoint->tensors, name))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” has two tensors for “%s”, the second being “%s”; leave one of them out", checkpoint->source->name, name,
                   entry->name);
      g_free (name);
      return FALSE;
    }
  tensor = g_memdup2 (entry->tensor, sizeof *tensor);
  trestle_checkpoint_trim_shape (name, tensor);
  checkpoint->size += (guint64) tensor->count * trestle_dtype_get_size (tensor->dtype);
  g_hash_table_insert (checkpoint->tensors, name, tensor);
  g_ptr_array_add (checkpoint->names, name);
  return TRUE;
}

static gboolean
add_tensors (TrestleCheckpoint *checkpoint, GError **error)
{
  const GArray *entries = checkpoint->source->tensors;

  for (guint i = 0; i < entries->len; i++)
    if (!add_tensor (checkpoint, &g_array_index (entries, TrestleSourceTensor, i), error))
      return FALSE;
  return TRUE;
}

/* The original repositories embed an image without the projection that the published layout has. */
static void
note_layout (TrestleCheckpoint *checkpoint)
{
  JsonObject *config = json_node_get_object (checkpoint->config);

  if (checkpoint->is_original && !json_object_has_member (config, PROJECTED_IMAGE))
    json_object_set_boolean_member (config, PROJECTED_IMAGE, FALSE);
}

/* A trainer's file may lie in any folder, beside a config.json that has nothing to do with it. */
static gboolean
read_config (TrestleCheckpoint *checkpoint, GError **error)
{
  const TrestleCheckpointSource *source = checkpoint->source;
  g_autofree char *path = g_build_filename (source->folder, "config.json", NULL);
  gboolean has_own = source->is_file && source->settings != NULL;

  if (!has_own && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      checkpoint->config_name = g_filename_display_name (path);
      checkpoint->config = trestle_json_file_read (path, MAX_CONFIG_SIZE, error);
    }
  else
    {
      checkpoint->config_name = g_strdup (source->name);
      checkpoint->config = trestle_checkpoint_make_config (checkpoint, source->settings, error);
    }
  if (checkpoint->config != NULL)
    note_layout (checkpoint);
  return checkpoint->config != NULL;
}

TrestleCheckpoint *
trestle_checkpoint_open (const char *path, GError **error)
{
  g_autoptr (TrestleCheckpoint) checkpoint = g_new0 (TrestleCheckpoint, 1);

  checkpoint->tensors = g_hash_table_new_full (trestle_text_hash, g_str_equal, g_free, g_free);
  checkpoint->names = g_ptr_array_new ();
  checkpoint->source = trestle_checkpoint_source_open (path, error);
  if (checkpoint->source == NULL || !add_tensors (checkpoint, error) || !read_config (checkpoint, error))
    return NULL;
  return g_steal_pointer (&checkpoint);
}

void
trestle_checkpoint_free (TrestleCheckpoint *checkpoint)
{
  g_hash_table_unref (checkpoint->tensors);
  g_ptr_array_unref (checkpoint->names);
  g_clear_pointer (&checkpoint->source, trestle_checkpoint_source_free);
  g_clear_pointer (&checkpoint->config, json_node_unref);
  g_free (checkpoint->config_name);
  g_free (checkpoint);
}

const char *
trestle_checkpoint_get_name (const TrestleCheckpoint *checkpoint)
{
  return checkpoint->source->name;
}

const TrestleStoredTensor *
trestle_checkpoint_get (const TrestleCheckpoint *checkpoint, const char *name)
{
  return g_hash_table_lookup (checkpoint->tensors, name);
}

GPtrArray *
trestle_checkpoint_list (const TrestleCheckpoint *checkpoint)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < checkpoint->names->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (checkpoint->names, i));
  return names;
}

JsonObject *
trestle_checkpoint_get_config (const TrestleCheckpoint *checkpoint)
{
  return json_node_get_object (checkpoint->config);
}

const char *
trestle_checkpoint_get_config_name (const TrestleCheckpoint *checkpoint)
{
  return checkpoint->config_name;
}

void
trestle_checkpoint_let_go (const TrestleCheckpoint *checkpoint, gconstpointer data, gsize size)
{
  trestle_checkpoint_source_let_go (checkpoint->source, data, size);
}

const char *
trestle_checkpoint_get_kind (const TrestleCheckpoint *checkpoint)
{
  return checkpoint->source->kind;
}

guint64
trestle_checkpoint_get_size (const TrestleCheckpoint *checkpoint)
{
  return checkpoint->size;
}

const char *
trestle_checkpoint_get_folder (const TrestleCheckpoint *checkpoint)
{
  return checkpoint->source->folder;
}

gboolean
trestle_checkpoint_is_original (const TrestleCheckpoint *checkpoint)
{
  return checkpoint->is_original;
}
