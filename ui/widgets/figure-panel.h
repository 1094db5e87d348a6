/* A figure whose parts can be pointed at, chosen with the arrow keys, and opened. What the parts are, its subclasses say. */
#pragma once

#include "ui/widgets/figure-view.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_FIGURE_PANEL (trestle_figure_panel_get_type ())
G_DECLARE_DERIVABLE_TYPE (TrestleFigurePanel, trestle_figure_panel, TRESTLE, FIGURE_PANEL, TrestleFigureView)

/* Where a part is in its figure, in points from the upper left corner. */
typedef struct
{
  double x, y, width, height;
} TrestleFigureArea;

/**
 * TrestleFigurePanelClass:
 * @reach: pixels from a part that are near enough for a pointer
 * @gap: pixels between a part and the cursor around it
 * @keeps_parts: whether a part has the same number in the next figure, so that what was pointed at is pointed at still
 * @count_parts: how many there are; they are counted from 0
 * @find_part: the part at a place, or within reach of it, all in points; -1 for none
 * @get_area: where a part is
 * @walk: to which part a step of the arrow keys leads, as trestle_arrow_keys_get_step() has it
 * @describe_part: (transfer full): a part in words, with its number
 * @draw_frame: what is around the part under the pointer, that part being in @rect, in pixels
 * @part_hovered: (nullable): after those who listen to the signal
 * @part_activated: (nullable): likewise
 *
 * None but the last two is called without a figure, nor with a part that it does not have.
 */
struct _TrestleFigurePanelClass
{
  TrestleFigureViewClass parent_class;

  double reach;
  double gap;
  gboolean keeps_parts;

  guint (*count_parts) (const TrestleFigure *figure);
  gint (*find_part) (const TrestleFigure *figure, double x, double y, double reach);
  TrestleFigureArea (*get_area) (const TrestleFigure *figure, guint part);
  guint (*walk) (const TrestleFigure *figure, guint part, int rows, int columns);
  char *(*describe_part) (const TrestleFigure *figure, guint part);
  void (*draw_frame) (GtkSnapshot *snapshot, const graphene_rect_t *rect);

  void (*part_hovered) (TrestleFigurePanel *panel, gint part);
  void (*part_activated) (TrestleFigurePanel *panel, guint part);
};

/*
 * Signals: "part-activated" (uint part), by click, or by Enter on the part that the arrow keys chose; "part-hovered" (int part), under the
 * pointer or chosen by arrow keys, -1 when pointer or focus leaves.
 */

/* What "part-hovered" said last. */
gint trestle_figure_panel_get_hovered (TrestleFigurePanel *panel);

G_END_DECLS
