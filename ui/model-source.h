/* Where a model comes from, and how it is to run: at which image size, in which precision. It is opened later, by the engine's thread. */
#pragma once

#include <glib.h>

#include "core/model/model.h"

G_BEGIN_DECLS

/**
 * TrestleModelSource:
 * @path: a model folder or a checkpoint file
 * @settings: the image size and the precision
 * @stand_in: what feeds every bridge instead of its tower; %TRESTLE_STAND_IN_NONE for the model as it is
 *
 * Immutable, shared by reference. Two sources are never the same model, even of one path: whoever opens a file again wants what is in it
 * now.
 */
typedef struct
{
  gatomicrefcount references;
  char *path;
  TrestleModelSettings settings;
  TrestleStandIn stand_in;
} TrestleModelSource;

/* @settings: (nullable): %NULL for a model as it is */
TrestleModelSource *trestle_model_source_new (const char *path, const TrestleModelSettings *settings);
/* A model that has bridges, without them. */
TrestleModelSource *trestle_model_source_new_without_bridges (const TrestleModelSource *model, TrestleStandIn stand_in);
TrestleModelSource *trestle_model_source_ref (TrestleModelSource *source);
void trestle_model_source_unref (TrestleModelSource *source);

/* Whether both ask for the same model in the same way; what is in the files may have changed in the meantime. */
gboolean trestle_model_source_is_same (const TrestleModelSource *source, const TrestleModelSource *other);

/* Whether two models run at the same image size and in the same precision. */
gboolean trestle_model_settings_are_same (const TrestleModelSettings *settings, const TrestleModelSettings *other);
/* The options of the command line that open a model so. */
void trestle_model_settings_add_options (const TrestleModelSettings *settings, GStrvBuilder *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleModelSource, trestle_model_source_unref)

G_END_DECLS
