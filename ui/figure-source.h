/* What a page has to export: the figure that it shows, for a paper. */
#pragma once

#include <glib-object.h>

#include "analysis/figures/figure.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_FIGURE_SOURCE (trestle_figure_source_get_type ())
G_DECLARE_INTERFACE (TrestleFigureSource, trestle_figure_source, TRESTLE, FIGURE_SOURCE, GObject)

struct _TrestleFigureSourceInterface
{
  GTypeInterface parent;

  TrestleFigure *(*make_figure) (TrestleFigureSource *source, double width_mm, const char *file);
  char *(*name_file) (TrestleFigureSource *source);
};

/**
 * trestle_figure_source_make_figure:
 * @file: the name of the file that it is written to, for the command line that makes the same
 *
 * Returns: (transfer full) (nullable): what is shown, at that width and with its origin; %NULL while there is nothing to export
 */
TrestleFigure *trestle_figure_source_make_figure (TrestleFigureSource *source, double width_mm, const char *file);
/* (transfer full): what a file with it may be called, without an ending: "divergence-encoder" */
char *trestle_figure_source_name_file (TrestleFigureSource *source);

G_END_DECLS
