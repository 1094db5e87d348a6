/* A tensor as torch.save pickles it: a view of a storage, which is a member of the archive. */
#pragma once

#include "core/formats/pickle.h"
#include "core/formats/stored-tensor.h"
#include "core/formats/zip-members.h"

G_BEGIN_DECLS

/**
 * TrestleTorchStorages:
 * @zip: the archive
 * @root: what its members' names begin with: "NAME/"
 * @name: what errors call the file
 *
 * The storages that tensors have asked for so far, and the copies of tensors that are not contiguous.
 */
typedef struct
{
  TrestleZip *zip;
  char *root;
  const char *name;
  GHashTable *members; /* key -> GBytes */
  GPtrArray *copies;
  gsize room;      /* bytes that tensors may still have */
  gsize copy_room; /* bytes that copies among them may still need */
} TrestleTorchStorages;

void trestle_torch_storages_init (TrestleTorchStorages *storages, TrestleZip *zip, const char *root, const char *name);
void trestle_torch_storages_clear (TrestleTorchStorages *storages);

gboolean trestle_torch_is_tensor (const TrestlePickleValue *value);

/**
 * trestle_torch_read_tensor:
 * @value: a tensor
 * @tensor_name: what errors call it
 * @tensor: (out): valid for as long as @storages
 *
 * Errors: %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_TRUNCATED (the storage is too short), %TRESTLE_ERROR_UNSUPPORTED (dtype),
 * %TRESTLE_ERROR_TOO_LARGE, and those of trestle_zip_read().
 */
gboolean trestle_torch_read_tensor (TrestleTorchStorages *storages,
                                    const TrestlePickleValue *value,
                                    const char *tensor_name,
                                    TrestleStoredTensor *tensor,
                                    GError **error);

G_END_DECLS
