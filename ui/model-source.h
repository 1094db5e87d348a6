/* Where a model comes from, and at which image size it is to run. It is opened later, by the engine's thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestleModelSource:
 * @path: a model folder or a checkpoint file
 * @image_size: in pixels; 0 for the model's own
 *
 * Immutable, shared by reference. Two sources are never the same model, even of one path: whoever opens a file again wants what is in it
 * now.
 */
typedef struct
{
  gatomicrefcount references;
  char *path;
  guint image_size;
} TrestleModelSource;

TrestleModelSource *trestle_model_source_new (const char *path, guint image_size);
TrestleModelSource *trestle_model_source_ref (TrestleModelSource *source);
void trestle_model_source_unref (TrestleModelSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleModelSource, trestle_model_source_unref)

G_END_DECLS
