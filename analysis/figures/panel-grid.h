/* Panels in rows and columns: rows share a vertical axis, and every panel has its letter and its title. */
#pragma once

#include "analysis/figures/look.h"
#include "analysis/figures/panel.h"

G_BEGIN_DECLS

#define TRESTLE_PANEL_MARGIN 1.0 /* points: what half a line needs at the rim */

typedef struct _TrestlePanelGrid TrestlePanelGrid;

/* Draws what panel @index, counted row by row, is about; ground and axes are drawn around it. */
typedef void (*TrestlePanelDraw) (cairo_t *cr, const TrestlePanel *panel, guint index, gpointer data);

/**
 * TrestlePanelText:
 * @title: parts, %NULL-terminated: in one line with commas between them if that fits for every panel, else a line each, the last one in
 *   more lines if it must
 * @y_title: what is measured, with its unit
 * @x_title: what the places are
 */
typedef struct
{
  const char *const *title;
  const char *y_title;
  const char *x_title;
} TrestlePanelText;

/**
 * trestle_panel_grid_new:
 * @n_columns: panels beside each other
 * @panel_height: points, without what stands around the box
 * @right_room: points on the right of every panel, for labels
 *
 * With more than one panel each has a letter, "(a)"; without titles the letter is all that there is.
 */
TrestlePanelGrid *trestle_panel_grid_new (const TrestleLook *look, guint n_columns, double panel_height, double right_room);
void trestle_panel_grid_free (TrestlePanelGrid *grid);

/**
 * trestle_panel_grid_add:
 * @text: is copied
 * @min: of the data, never above 0: the axis begins there
 * @max: of the data
 * @n_places: along the horizontal axis, at least 1
 *
 * The next panel, row by row.
 */
void trestle_panel_grid_add (TrestlePanelGrid *grid, const TrestlePanelText *text, double min, double max, guint n_places);

/* What all panels have in common, in a line above them; left out where the look has no titles. */
void trestle_panel_grid_set_heading (TrestlePanelGrid *grid, const char *heading);

/* Of a grid below another one: which letter the first panel has, counted from 0 for "(a)". */
void trestle_panel_grid_set_first_letter (TrestlePanelGrid *grid, guint letter);

/* Once all is there: gives everything its place. Returns where the last panel's numbers and title end, in points from the top. */
double trestle_panel_grid_lay_out (TrestlePanelGrid *grid);

void trestle_panel_grid_draw (const TrestlePanelGrid *grid, cairo_t *cr, TrestlePanelDraw draw, gpointer data);

/* The places of a panel that is laid out. */
const TrestlePanel *trestle_panel_grid_get (const TrestlePanelGrid *grid, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePanelGrid, trestle_panel_grid_free)

G_END_DECLS
