/* Where a model comes from, and at which image size it is to run. It is opened later, by the engine's thread. */
#pragma once

#include <glib.h>

#include "core/model/stand-in.h"

G_BEGIN_DECLS

/**
 * TrestleModelSource:
 * @path: a model folder or a checkpoint file
 * @image_size: in pixels; 0 for the model's own
 * @stand_in: what feeds every bridge instead of its tower; %TRESTLE_STAND_IN_NONE for the model as it is
 *
 * Immutable, shared by reference. Two sources are never the same model, even of one path: whoever opens a file again wants what is in it
 * now.
 */
typedef struct
{
  gatomicrefcount references;
  char *path;
  guint image_size;
  TrestleStandIn stand_in;
} TrestleModelSource;

TrestleModelSource *trestle_model_source_new (const char *path, guint image_size);
/* A model that has bridges, without them. */
TrestleModelSource *trestle_model_source_new_without_bridges (const char *path, guint image_size, TrestleStandIn stand_in);
TrestleModelSource *trestle_model_source_ref (TrestleModelSource *source);
void trestle_model_source_unref (TrestleModelSource *source);

/* Whether both ask for the same model in the same way; what is in the files may have changed in the meantime. */
gboolean trestle_model_source_is_same (const TrestleModelSource *source, const TrestleModelSource *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleModelSource, trestle_model_source_unref)

G_END_DECLS
