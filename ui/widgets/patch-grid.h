/* Where the patches of an image are in a widget, on whole device pixels, and the lines over them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TrestlePatchGrid:
 * @area: what all patches together take up, in pixels of the widget
 * @scale: device pixels for each of these
 */
typedef struct
{
  GdkRectangle area;
  guint rows;
  guint columns;
  int scale;
} TrestlePatchGrid;

/* Patches are counted row by row from 0. */
graphene_rect_t trestle_patch_grid_get_rect (const TrestlePatchGrid *grid, guint patch);
/* The patch under a point of the widget, or -1. */
gint trestle_patch_grid_find (const TrestlePatchGrid *grid, double x, double y);

/* Lines between all patches. */
void trestle_patch_grid_draw_lines (const TrestlePatchGrid *grid, GtkSnapshot *snapshot);
/* A box inside of a patch's edges; around one under the pointer; and around the one that asks. */
void trestle_patch_grid_draw_box (const TrestlePatchGrid *grid, guint patch, GtkSnapshot *snapshot);
void trestle_patch_grid_draw_hovered (const TrestlePatchGrid *grid, guint patch, GtkSnapshot *snapshot);
void trestle_patch_grid_draw_query (const TrestlePatchGrid *grid, guint patch, GtkSnapshot *snapshot);

G_END_DECLS
