/* What a page has to export: the figure that it shows, for a paper. */
#include "ui/figure-source.h"

G_DEFINE_INTERFACE (TrestleFigureSource, trestle_figure_source, G_TYPE_OBJECT)

static void
trestle_figure_source_default_init (TrestleFigureSourceInterface *interface)
{
}

TrestleFigure *
trestle_figure_source_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  return TRESTLE_FIGURE_SOURCE_GET_IFACE (source)->make_figure (source, width_mm, file);
}

char *
trestle_figure_source_name_file (TrestleFigureSource *source)
{
  return TRESTLE_FIGURE_SOURCE_GET_IFACE (source)->name_file (source);
}
