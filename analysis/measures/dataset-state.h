/* Results over a list of pairs as files: to go on with later, or to be merged with those of other parts of the list. */
#pragma once

#include "analysis/measures/dataset.h"

G_BEGIN_DECLS

/**
 * trestle_dataset_save:
 * @path: of the JSON file, which is replaced once the new one is complete and on the disk
 *
 * Errors: %G_FILE_ERROR.
 */
gboolean trestle_dataset_save (const TrestleDataset *dataset, const char *path, GError **error);

/**
 * trestle_dataset_load:
 *
 * Reads what trestle_dataset_save() wrote; every number comes back as it was. The file is not trusted.
 *
 * Errors: %G_FILE_ERROR; %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_TOO_LARGE, and %TRESTLE_ERROR_UNSUPPORTED for one of another version,
 * naming the file.
 *
 * Returns: (transfer full): the results
 */
TrestleDataset *trestle_dataset_load (const char *path, GError **error);

/**
 * trestle_dataset_load_merged:
 * @paths: (array zero-terminated=1): at least one
 *
 * Loads results one after the other and puts them together.
 *
 * Errors: those of loading; %TRESTLE_ERROR_INPUT naming the two files that do not go together.
 *
 * Returns: (transfer full): the sum of all
 */
TrestleDataset *trestle_dataset_load_merged (const char *const *paths, GError **error);

G_END_DECLS
