/* Files of torch.save: a zip archive of a pickle (NAME/data.pkl) and of raw numbers (NAME/data/KEY). */
#pragma once

#include "core/formats/pickle.h"
#include "core/formats/stored-tensor.h"

G_BEGIN_DECLS

typedef struct _TrestleTorchArchive TrestleTorchArchive;

/* Whether a file that begins with @data is one, or a bare pickle as PyTorch wrote before 2020. */
gboolean trestle_torch_archive_is_zip (const guint8 *data, gsize size);
gboolean trestle_torch_archive_is_pickle (const guint8 *data, gsize size);

/**
 * trestle_torch_archive_open:
 *
 * Maps the file and checks every tensor's storage, offset and strides against it; no number is read. The tensors are those of the
 * outermost dict, or of its "state_dict", "model" or "module" if these hold them; names inside of further dicts are joined by dots.
 * What a file would have Python call is neither called nor looked up.
 *
 * Errors: %G_FILE_ERROR, %TRESTLE_ERROR_TRUNCATED, %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_MISSING (a storage, or all tensors),
 * %TRESTLE_ERROR_UNSUPPORTED (a bare pickle, a program, big-endian numbers, a dtype), %TRESTLE_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full): the open file; tensors point into it, or to memory of its own where a file has them compressed or strided
 */
TrestleTorchArchive *trestle_torch_archive_open (const char *path, GError **error);
TrestleTorchArchive *trestle_torch_archive_open_bytes (GBytes *bytes, const char *name, GError **error);
void trestle_torch_archive_free (TrestleTorchArchive *archive);

/* (transfer none) (nullable) */
const TrestleStoredTensor *trestle_torch_archive_get (const TrestleTorchArchive *archive, const char *name);
/* (transfer container) (element-type utf8): every name, in the file's own order */
GPtrArray *trestle_torch_archive_list (const TrestleTorchArchive *archive);

/* Whether a trainer wrote it: the tensors are one entry among others. */
gboolean trestle_torch_archive_is_trainers (const TrestleTorchArchive *archive);
/* (transfer none) (nullable): a dict: "config" of "hyper_parameters", or "hyper_parameters" itself if that has none */
const TrestlePickleValue *trestle_torch_archive_get_settings (const TrestleTorchArchive *archive);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleTorchArchive, trestle_torch_archive_free)

G_END_DECLS
