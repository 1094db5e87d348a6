/* The weights of a model, whatever they are stored in: named tensors under the canonical names of the published layout. */
#pragma once

#include "core/formats/stored-tensor.h"

G_BEGIN_DECLS

typedef struct _TrestleCheckpoint TrestleCheckpoint;

/**
 * trestle_checkpoint_open:
 * @folder: a model folder with a model.safetensors
 *
 * Nothing is converted yet; the file stays mapped for as long as the checkpoint lives. Names without the published prefix
 * "bridgetower." (files of the bare model) are found under the names with it.
 *
 * Errors: %TRESTLE_ERROR_MISSING for a folder without weights, and those of the container.
 *
 * Returns: (transfer full): the open checkpoint
 */
TrestleCheckpoint *trestle_checkpoint_open (const char *folder, GError **error);
void trestle_checkpoint_free (TrestleCheckpoint *checkpoint);

/* What errors call it: the path of its file. */
const char *trestle_checkpoint_get_name (const TrestleCheckpoint *checkpoint);
/* (transfer none) (nullable): the tensor of a canonical name */
const TrestleStoredTensor *trestle_checkpoint_get (const TrestleCheckpoint *checkpoint, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleCheckpoint, trestle_checkpoint_free)

G_END_DECLS
