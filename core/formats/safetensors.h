/* The safetensors container: an 8-byte header length, a JSON header, raw little-endian data. */
#pragma once

#include "core/formats/stored-tensor.h"

G_BEGIN_DECLS

typedef struct _TrestleSafetensors TrestleSafetensors;

/**
 * trestle_safetensors_open:
 *
 * Maps the file and checks every dtype, shape and offset against it; no number is read.
 *
 * Errors: %G_FILE_ERROR, %TRESTLE_ERROR_TRUNCATED, %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_UNSUPPORTED, %TRESTLE_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full): the open file; the tensors it gives point into it
 */
TrestleSafetensors *trestle_safetensors_open (const char *path, GError **error);
TrestleSafetensors *trestle_safetensors_open_bytes (GBytes *bytes, const char *name, GError **error);
void trestle_safetensors_free (TrestleSafetensors *file);

/* (transfer none) (nullable) */
const TrestleStoredTensor *trestle_safetensors_get (const TrestleSafetensors *file, const char *name);
/* (transfer container) (element-type utf8): every name, in the file's own order */
GPtrArray *trestle_safetensors_list (const TrestleSafetensors *file);

/* A tensor to be written; the struct and its data belong to the caller. */
typedef struct
{
  const char *name;
  TrestleStoredTensor tensor;
} TrestleSafetensorsEntry;

/**
 * trestle_safetensors_write:
 *
 * Writes a temporary file in the same folder, syncs it and renames it, so that @path holds either what it held or all of this.
 *
 * Errors: %G_FILE_ERROR naming @path.
 */
gboolean trestle_safetensors_write (const char *path, const TrestleSafetensorsEntry *entries, guint n_entries, GError **error);

/**
 * TrestleSafetensorsFill:
 * @first: the element of @entry to begin with
 * @count: how many elements to make; they never take more than a few megabytes
 * @out: (out): their bytes, little-endian
 *
 * Makes a piece of a tensor that is about to be written. Pieces come in the order of the file, each once.
 *
 * Returns: %FALSE with an error to give the file up
 */
typedef gboolean (
    *TrestleSafetensorsFill) (const TrestleSafetensorsEntry *entry, gsize first, gsize count, guint8 *out, gpointer data, GError **error);

/**
 * trestle_safetensors_write_with:
 * @entries: whose data need not be there
 *
 * The same for tensors that are made piece by piece while the file is written, so that never more than one piece is in memory. Says in
 * the header that these are PyTorch's ("format": "pt"), without which other readers of models refuse them.
 *
 * Errors: %G_FILE_ERROR naming @path, and those of @fill.
 */
gboolean trestle_safetensors_write_with (const char *path,
                                         const TrestleSafetensorsEntry *entries,
                                         guint n_entries,
                                         TrestleSafetensorsFill fill,
                                         gpointer data,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleSafetensors, trestle_safetensors_free)

G_END_DECLS
