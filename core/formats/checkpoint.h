/* The weights of a model, whatever they are stored in: named tensors under the canonical names of the published layout, and its config. */
#pragma once

#include <json-glib/json-glib.h>

#include "core/formats/stored-tensor.h"

G_BEGIN_DECLS

typedef struct _TrestleCheckpoint TrestleCheckpoint;

/**
 * trestle_checkpoint_open:
 * @path: a model folder or a file
 *
 * A folder has its weights in model.safetensors, model.safetensors.index.json with shards, pytorch_model.bin,
 * pytorch_model.bin.index.json with shards, or else in its one file that ends in .safetensors, .bin, .pt or .ckpt. A file is a safetensors
 * file, an archive of torch.save or an index of shards; what it is shows in its content.
 *
 * Nothing is converted yet; files stay mapped for as long as the checkpoint lives. Names of the original repositories, and names without
 * the published prefix "bridgetower.", become canonical; what no model of ours uses is left out.
 *
 * Errors: %G_FILE_ERROR, %TRESTLE_ERROR_MISSING for a folder without weights or weights without what every model has,
 * %TRESTLE_ERROR_INVALID for two tensors of one canonical name, and those of the containers.
 *
 * Returns: (transfer full): the open checkpoint
 */
TrestleCheckpoint *trestle_checkpoint_open (const char *path, GError **error);
void trestle_checkpoint_free (TrestleCheckpoint *checkpoint);

/* What errors call it: the path of its file, or of the index of its shards. */
const char *trestle_checkpoint_get_name (const TrestleCheckpoint *checkpoint);
/* (transfer none) (nullable): the tensor of a canonical name */
const TrestleStoredTensor *trestle_checkpoint_get (const TrestleCheckpoint *checkpoint, const char *name);
/* (transfer container) (element-type utf8): every canonical name, in the order of the files */
GPtrArray *trestle_checkpoint_list (const TrestleCheckpoint *checkpoint);

/**
 * trestle_checkpoint_get_config:
 *
 * config.json of the folder; a trainer's file that was named by itself goes by its own settings. Where neither is, sizes come from the
 * tensors' shapes and the rest from published defaults.
 *
 * Returns: (transfer none): in the layout of a published config.json
 */
JsonObject *trestle_checkpoint_get_config (const TrestleCheckpoint *checkpoint);
/* What errors call the config: the path of the config.json, or of the weights that it was made from. */
const char *trestle_checkpoint_get_config_name (const TrestleCheckpoint *checkpoint);

/**
 * trestle_checkpoint_let_go:
 * @data: the beginning of some of its numbers, `[size]` bytes
 *
 * They will hardly be read again: the memory of their pages may go. They stay where they are, and who does read them has them brought back
 * from the file. Numbers that are not in a mapped file are left alone.
 */
void trestle_checkpoint_let_go (const TrestleCheckpoint *checkpoint, gconstpointer data, gsize size);

/* For people: "safetensors", "PyTorch archive", "trainer checkpoint", "4 safetensors shards" */
const char *trestle_checkpoint_get_kind (const TrestleCheckpoint *checkpoint);
/* Bytes of all tensors together. */
guint64 trestle_checkpoint_get_size (const TrestleCheckpoint *checkpoint);
/* Where tokenizer and settings files are looked for: the folder, or the one that the file is in. */
const char *trestle_checkpoint_get_folder (const TrestleCheckpoint *checkpoint);

/* (transfer full): that folder for a path, which need not be a checkpoint */
char *trestle_checkpoint_find_folder (const char *path);

/* Whether its tensors have the names of the original repositories, which prepared images in their own way. */
gboolean trestle_checkpoint_is_original (const TrestleCheckpoint *checkpoint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleCheckpoint, trestle_checkpoint_free)

G_END_DECLS
