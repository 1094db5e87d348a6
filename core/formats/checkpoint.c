/* The weights of a model, whatever they are stored in. */
#include "core/formats/checkpoint.h"

#include "core/error.h"
#include "core/formats/safetensors.h"

#define CORE_PREFIX "bridgetower."

struct _TrestleCheckpoint
{
  char *name;
  TrestleSafetensors *file;
};

TrestleCheckpoint *
trestle_checkpoint_open (const char *folder, GError **error)
{
  g_autoptr (TrestleCheckpoint) checkpoint = g_new0 (TrestleCheckpoint, 1);
  g_autofree char *path = g_build_filename (folder, "model.safetensors", NULL);

  checkpoint->name = g_filename_display_name (path);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *folder_name = g_filename_display_name (folder);

      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "“%s” has no model.safetensors: choose the folder that the weights are in",
                   folder_name);
      return NULL;
    }
  checkpoint->file = trestle_safetensors_open (path, error);
  return checkpoint->file != NULL ? g_steal_pointer (&checkpoint) : NULL;
}

void
trestle_checkpoint_free (TrestleCheckpoint *checkpoint)
{
  g_clear_pointer (&checkpoint->file, trestle_safetensors_free);
  g_free (checkpoint->name);
  g_free (checkpoint);
}

const char *
trestle_checkpoint_get_name (const TrestleCheckpoint *checkpoint)
{
  return checkpoint->name;
}

const TrestleStoredTensor *
trestle_checkpoint_get (const TrestleCheckpoint *checkpoint, const char *name)
{
  const TrestleStoredTensor *tensor = trestle_safetensors_get (checkpoint->file, name);

  if (tensor == NULL && g_str_has_prefix (name, CORE_PREFIX))
    tensor = trestle_safetensors_get (checkpoint->file, name + strlen (CORE_PREFIX));
  return tensor;
}
