/* A conversion at work: what is shared by the one who makes the folder and the one who fills it with weights. */
#pragma once

#include "core/formats/checkpoint.h"
#include "core/formats/conversion.h"

G_BEGIN_DECLS

/**
 * TrestleConversionWork:
 * @folder: the hidden folder that is written to
 * @done: bytes of tensors that are written
 */
typedef struct
{
  const TrestleCheckpoint *checkpoint;
  TrestleConversion *conversion;
  const char *folder;
  TrestleProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  guint64 done;
} TrestleConversionWork;

/* To be called before each step. Errors: %G_IO_ERROR_CANCELLED. */
gboolean trestle_conversion_step (const TrestleConversionWork *work, const char *stage, GError **error);

/* JSON, to a synced file of the folder. Errors: %G_FILE_ERROR naming it. */
gboolean trestle_conversion_write_json (const TrestleConversionWork *work, const char *name, JsonNode *node, GError **error);

/* Writes all tensors, and an index if they are in several files; fills the results of the conversion. */
gboolean trestle_conversion_write_weights (TrestleConversionWork *work, GError **error);

G_END_DECLS
