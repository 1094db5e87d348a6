/*
 * A model folder. The first byte chooses what is in it: an index of shards and a config.json, cut at a byte 0x1e, beside two sound shards;
 * or one file without a config.json, of a trainer or in safetensors. Then a model is loaded, as far as that goes.
 */
#include "core/formats/checkpoint.h"
#include "core/model/model.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/parts.h"
#include "tests/fuzz/scratch.h"
#include "tests/fuzz/tensors.h"

/* Of one number each, so that a config can ask for much and find little. */
static const char first_shard[] = "\75\0\0\0\0\0\0\0{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}       \0\0\0\0";
static const char second_shard[] = "\75\0\0\0\0\0\0\0{\"b\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}       \0\0";

static const char *const names[] = { "model.safetensors.index.json", "config.json", "last.ckpt", "model.safetensors" };

static void
write_folder (const guint8 *data, gsize size)
{
  guint kind = data[0] % 3;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    scratch_remove (names[i]);
  scratch_write ("a.safetensors", (const guint8 *) first_shard, sizeof first_shard - 1);
  scratch_write ("b.safetensors", (const guint8 *) second_shard, sizeof second_shard - 1);
  data++;
  size--;
  if (kind != 0)
    {
      scratch_write (kind == 1 ? "last.ckpt" : "model.safetensors", data, size);
      return;
    }
  fuzz_write_part ("model.safetensors.index.json", &data, &size);
  if (size > 0)
    fuzz_write_part ("config.json", &data, &size);
}

/* A trainer's file is opened by its name, as the shards beside it can be weights too. */
static char *
find_path (const guint8 *data)
{
  return g_build_filename (scratch_folder (), data[0] % 3 == 1 ? "last.ckpt" : NULL, NULL);
}

static void
read_tensors (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleCheckpoint) checkpoint = trestle_checkpoint_open (path, &error);
  g_autoptr (GPtrArray) tensors = NULL;

  fuzz_check (checkpoint != NULL, g_steal_pointer (&error));
  if (checkpoint == NULL)
    return;
  tensors = trestle_checkpoint_list (checkpoint);
  for (guint i = 0; i < tensors->len; i++)
    fuzz_read_tensor (trestle_checkpoint_get (checkpoint, g_ptr_array_index (tensors, i)));
}

static void
load_model (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleModel) model = trestle_model_load (path, NULL, NULL, NULL, NULL, &error);

  fuzz_check (model != NULL, g_steal_pointer (&error));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = NULL;

  if (size == 0)
    return 0;
  write_folder (data, size);
  path = find_path (data);
  read_tensors (path);
  load_model (path);
  return 0;
}
