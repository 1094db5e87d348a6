/* What a checkpoint is put together from: where its tensors are, what they are called, and its config. */
#pragma once

#include "core/formats/checkpoint.h"
#include "core/formats/pickle.h"

G_BEGIN_DECLS

/* A tensor under the name that its file has for it. */
typedef struct
{
  char *name;
  const TrestleStoredTensor *tensor;
} TrestleSourceTensor;

/**
 * TrestleCheckpointSource:
 * @name: what errors call it: the file's path, or the index's
 * @folder: where config, tokenizer and settings files are looked for
 * @is_file: whether a file was asked for, not its folder
 * @kind: for people
 * @files: the open containers
 * @tensors: (element-type TrestleSourceTensor): they belong to @files
 * @settings: (nullable): a dict with the settings of the trainer that wrote the file; belongs to @files
 */
typedef struct
{
  char *name;
  char *folder;
  gboolean is_file;
  char *kind;
  GPtrArray *files;
  GArray *tensors;
  const TrestlePickleValue *settings;
} TrestleCheckpointSource;

/**
 * trestle_checkpoint_source_open:
 * @path: as of trestle_checkpoint_open()
 *
 * Shards are files of the index's own folder: its names have no separators, and only regular files are opened.
 *
 * Errors: as of trestle_checkpoint_open()
 */
TrestleCheckpointSource *trestle_checkpoint_source_open (const char *path, GError **error);
void trestle_checkpoint_source_free (TrestleCheckpointSource *source);

/* See trestle_checkpoint_let_go(). */
void trestle_checkpoint_source_let_go (const TrestleCheckpointSource *source, gconstpointer data, gsize size);

/* (transfer full) (nullable): the canonical name, or %NULL for what no model needs; @is_original is set if only the original repositories
 * use it. */
char *trestle_checkpoint_make_name (const char *name, gboolean *is_original);
/* Takes the dimensions of 1 from tensors that the original repositories store with them. */
void trestle_checkpoint_trim_shape (const char *canonical, TrestleStoredTensor *tensor);

/**
 * trestle_checkpoint_make_config:
 * @settings: (nullable): of the trainer
 *
 * The config of weights without a config.json, from their shapes, @settings and published defaults, in this order.
 *
 * Errors: %TRESTLE_ERROR_MISSING, %TRESTLE_ERROR_SHAPE, %TRESTLE_ERROR_UNSUPPORTED for weights that are not of a model of ours.
 *
 * Returns: (transfer full): a node that holds the object
 */
JsonNode *trestle_checkpoint_make_config (const TrestleCheckpoint *checkpoint, const TrestlePickleValue *settings, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleCheckpointSource, trestle_checkpoint_source_free)

G_END_DECLS
