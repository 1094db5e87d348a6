/* The image as the model sees it: heat over the patches, the patch grid, the query patch and others outlined. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/colormap.h"
#include "analysis/measures/attention-map.h"
#include "core/input/image.h"
#include "core/input/preprocess.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_IMAGE_VIEW (trestle_image_view_get_type ())
G_DECLARE_FINAL_TYPE (TrestleImageView, trestle_image_view, TRESTLE, IMAGE_VIEW, GtkWidget)

/*
 * Properties: "show-grid" boolean; "opacity-of-heat" double in [0, 1]; "colormap" uint (TrestleColormap); "query" int, the patch that
 * is the query, counted row by row from 0, -1 for none. Signals: "patch-activated" (uint patch), by click, or by Enter on the patch
 * that the arrow keys chose; "patch-hovered" (int patch), under the pointer or chosen by arrow keys, -1 when pointer or focus leaves.
 */
GtkWidget *trestle_image_view_new (void);

/* Parts of the window outside of the image are drawn as the zero padding that they are. */
void trestle_image_view_set_image (TrestleImageView *view,
                                   TrestleImage *image,
                                   const TrestleImageWindow *window,
                                   guint grid_rows,
                                   guint grid_columns);
/* @map: (nullable): its keys must be patches, else nothing is drawn; a reference is taken. @max ends the colour scale. */
void trestle_image_view_set_map (TrestleImageView *view, TrestleAttentionMap *map, double max);
/*
 * The same for other numbers. @values: (nullable): `[grid_rows, grid_columns]`; @places: likewise: where they stand on the colour scale,
 * from 0 to 1; @name: what they are. Takes the place of a map.
 */
void trestle_image_view_set_values (TrestleImageView *view, const double *values, const double *places, const char *name);

/* @patches: `[n_patches]`, counted row by row from 0: each gets a box inside of its edges, apart from the query's outline around one. */
void trestle_image_view_set_outlined (TrestleImageView *view, const guint *patches, guint n_patches);

G_END_DECLS
