/* Whatever is read from a path is a regular file, or an error that names it: a pipe would block its reader, and a device never ends. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "analysis/measures/dataset-state.h"
#include "core/error.h"
#include "core/formats/checkpoint.h"
#include "core/formats/safetensors.h"
#include "core/formats/torch-archive.h"
#include "core/input/image.h"
#include "core/input/pair-list.h"
#include "core/input/preprocess.h"
#include "core/input/samples.h"
#include "core/input/tokenizer.h"
#include "core/model/config.h"
#include "tests/temporary-folder.h"

/* Each returns whether it has read anything. @folder: where the file is */
typedef gboolean (*Read) (const char *path, const char *folder, GError **error);

static gboolean
read_safetensors (const char *path, const char *folder, GError **error)
{
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open (path, error);

  return file != NULL;
}

static gboolean
read_archive (const char *path, const char *folder, GError **error)
{
  g_autoptr (TrestleTorchArchive) archive = trestle_torch_archive_open (path, error);

  return archive != NULL;
}

static gboolean
read_folder (const char *path, const char *folder, GError **error)
{
  g_autoptr (TrestleCheckpoint) checkpoint = trestle_checkpoint_open (folder, error);

  return checkpoint != NULL;
}

/* The path of a model that is no folder. */
static gboolean
read_checkpoint (const char *path, const char *folder, GError **error)
{
  g_autoptr (TrestleCheckpoint) checkpoint = trestle_checkpoint_open (path, error);

  return checkpoint != NULL;
}

static gboolean
read_config (const char *path, const char *folder, GError **error)
{
  g_autoptr (TrestleConfig) config = trestle_config_load (path, error);

  return config != NULL;
}

static gboolean
read_preprocess (const char *path, const char *folder, GError **error)
{
  TrestlePreprocess settings;

  return trestle_preprocess_load (&settings, folder, 16, error);
}

static gboolean
read_tokenizer (const char *path, const char *folder, GError **error)
{
  g_autoptr (TrestleTokenizer) tokenizer = trestle_tokenizer_new_from_folder (folder, error);

  return tokenizer != NULL;
}

static gboolean
read_samples (const char *path, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) samples = trestle_samples_load (folder, error);

  return samples != NULL;
}

static gboolean
read_image (const char *path, const char *folder, GError **error)
{
  g_autoptr (TrestleImage) image = trestle_image_load (path, error);

  return image != NULL;
}

static gboolean
read_pairs (const char *path, const char *folder, GError **error)
{
  g_autoptr (TrestlePairList) list = trestle_pair_list_open (path, error);

  return list != NULL;
}

static gboolean
read_dataset (const char *path, const char *folder, GError **error)
{
  g_autoptr (TrestleDataset) dataset = trestle_dataset_load (path, error);

  return dataset != NULL;
}

typedef struct
{
  const char *name;
  Read read;
} Case;

static const Case cases[] = {
  { "alone.safetensors", read_safetensors },
  { "alone.bin", read_archive },
  { "model.safetensors", read_folder },
  { "model.safetensors.index.json", read_folder },
  { "pytorch_model.bin", read_folder },
  { "folder", read_checkpoint },
  { "config.json", read_config },
  { "preprocessor_config.json", read_preprocess },
  { "vocab.txt", read_tokenizer },
  { "tokenizer.json", read_tokenizer },
  { "samples.json", read_samples },
  { "image.png", read_image },
  { "pairs.jsonl", read_pairs },
  { "results.json", read_dataset },
};

/* @path: of what is no file */
static void
assert_refused (const Case *read, const char *path, const char *folder)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (read->read (path, folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, "not a regular file"));
}

static void
test_pipe_is_refused (gconstpointer data)
{
  const Case *read = data;
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, read->name, NULL);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused (read, path, folder);
  temporary_folder_free (folder);
}

static void
test_link_to_a_device_is_refused (gconstpointer data)
{
  const Case *read = data;
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, read->name, NULL);

  g_assert_cmpint (symlink ("/dev/zero", path), ==, 0);
  assert_refused (read, path, folder);
  temporary_folder_free (folder);
}

/* Weights are often links into a store of a hub. */
static void
test_link_to_a_file_is_followed (void)
{
  char *folder = temporary_folder_new (
      (TemporaryFile[]){ { "store", NULL }, { "store/settings", "{\"hidden_size\": 768}" }, { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "config.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("store/settings", path), ==, 0);
  g_assert_true (read_config (path, folder, &error));
  g_assert_no_error (error);
  temporary_folder_free (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pipe = g_strdup_printf ("/pipes/%s/pipe-is-refused", cases[i].name);
      g_autofree char *device = g_strdup_printf ("/pipes/%s/link-to-a-device-is-refused", cases[i].name);

      g_test_add_data_func (pipe, &cases[i], test_pipe_is_refused);
      g_test_add_data_func (device, &cases[i], test_link_to_a_device_is_refused);
    }
  g_test_add_func ("/pipes/link-to-a-file-is-followed", test_link_to_a_file_is_followed);
  return g_test_run ();
}
