/* A piece of work as a file keeps it (.trestle): the model, the images with their texts, and what is looked at. */
#pragma once

#include "analysis/figures/colormap.h"
#include "core/model/model.h"
#include "ui/album.h"
#include "ui/pins.h"
#include "ui/selection.h"

G_BEGIN_DECLS

/* The ending of such a file's name, and its version. */
#define TRESTLE_WORKSPACE_ENDING ".trestle"
#define TRESTLE_WORKSPACE_VERSION 1

/* The most bytes of a file, and of the pictures in it that have no file of their own. */
#define TRESTLE_WORKSPACE_MAX_SIZE (128u << 20)
#define TRESTLE_WORKSPACE_MAX_PICTURES (64u << 20)

/**
 * TrestleWorkspace:
 * @model: the path of a model folder or a checkpoint file
 * @settings: how the model runs
 * @second_model: (nullable): the path of the model that it is compared with
 * @second_stand_in: what feeds the bridges of the first model if that without its bridges is the second one
 * @images: (element-type TrestleAlbumImage)
 * @shown: the place among @images of the one that is shown
 * @second: (nullable): the second image, for tasks about two
 * @measure: of ranking: the head that scores
 * @caption: of ranking: the caption whose attention is shown, counted from 0
 * @page: a name of a page
 * @pins: (element-type TrestlePin)
 * @stand_ins: (element-type TrestleStandIn): `[TRESTLE_N_SIDES, bridges]`: how the switches of the bridges stand; empty if all are as the
 * model has them
 * @missing: (element-type utf8): files and models that are named and were not there when the file was read
 *
 * Plain values: no widget, and nothing that is open.
 */
typedef struct
{
  char *model;
  TrestleModelSettings settings;
  char *second_model;
  TrestleStandIn second_stand_in;
  GPtrArray *images;
  guint shown;
  TrestleImageSource *second;
  gboolean shows_second;
  TrestleWindowTask task;
  TrestleTask measure;
  guint caption;
  char *page;
  TrestleSelection selection;
  GArray *pins;
  GArray *stand_ins;
  TrestleColormap colormap;
  double opacity;
  gboolean show_grid;
  GPtrArray *missing;
} TrestleWorkspace;

/* Empty, and looking at what a new window looks at. */
TrestleWorkspace *trestle_workspace_new (void);
void trestle_workspace_free (TrestleWorkspace *workspace);

/* Whether both keep the same work: everything but how it is shown (page, colours), which is not worth a question. */
gboolean trestle_workspace_is_same_work (const TrestleWorkspace *a, const TrestleWorkspace *b);

/**
 * trestle_workspace_load:
 * @path: of a file that nobody vouches for
 *
 * Takes a while: to be called in a thread. Files that are named and not there are no error: they are listed as missing.
 *
 * Errors: %G_FILE_ERROR; %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_TOO_LARGE; %TRESTLE_ERROR_MISSING if it names no model;
 * %TRESTLE_ERROR_UNSUPPORTED for what a later Trestle wrote.
 *
 * Returns: (transfer full): the workspace
 */
TrestleWorkspace *trestle_workspace_load (const char *path, GError **error);

/**
 * trestle_workspace_save:
 *
 * Takes the place of the file at once or not at all. Names what lies in the file's folder relative to it, so that both can be moved
 * together; pasted pictures are in the file. In a thread, as it takes a while.
 *
 * Errors: %G_IO_ERROR; %TRESTLE_ERROR_TOO_LARGE for more pasted pictures than a file holds.
 */
gboolean trestle_workspace_save (const TrestleWorkspace *workspace, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleWorkspace, trestle_workspace_free)

G_END_DECLS
