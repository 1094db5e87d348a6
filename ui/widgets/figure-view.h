/* A figure as it would be printed: on white paper, as wide as the widget, made again only when its contents or its width change. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/figures/figure.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_FIGURE_VIEW (trestle_figure_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (TrestleFigureView, trestle_figure_view, TRESTLE, FIGURE_VIEW, GtkWidget)

/**
 * TrestleFigureViewClass:
 * @figure_changed: there is another figure, or none
 */
struct _TrestleFigureViewClass
{
  GtkWidgetClass parent_class;

  void (*figure_changed) (TrestleFigureView *view);
};

/* (transfer full) (nullable): the figure at that width, for the view to keep; %NULL while there is nothing to draw. */
typedef TrestleFigure *(*TrestleFigureMaker) (double width_mm, gpointer data);

GtkWidget *trestle_figure_view_new (void);

/* @data must outlive the view, or its last use of @maker: see trestle_figure_view_forget(). */
void trestle_figure_view_set_maker (TrestleFigureView *view, TrestleFigureMaker maker, gpointer data);
/* What the maker makes is another figure now. */
void trestle_figure_view_renew (TrestleFigureView *view);
/* Nothing is drawn, and the maker is not called any more. */
void trestle_figure_view_forget (TrestleFigureView *view);

/* (transfer none) (nullable): what is drawn */
const TrestleFigure *trestle_figure_view_get_figure (TrestleFigureView *view);
/* Pixels of the widget for each point of the figure. */
double trestle_figure_view_get_scale (TrestleFigureView *view);

G_END_DECLS
