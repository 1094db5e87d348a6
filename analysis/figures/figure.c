/* A figure: its size, and how it is drawn and written out. */
#include "analysis/figures/figure.h"

#include "analysis/figures/ink.h"

struct _TrestleFigure
{
  double width;  /* points */
  double height; /* points */
  TrestleFigureDraw draw;
  TrestleFigureTable table;
  gpointer data;
  GDestroyNotify free_data;
  TrestleOrigin *origin;
};

TrestleFigure *
trestle_figure_new (double width_mm,
                    double height_mm,
                    TrestleFigureDraw draw,
                    TrestleFigureTable table,
                    gpointer data,
                    GDestroyNotify free_data)
{
  TrestleFigure *figure = g_new (TrestleFigure, 1);

  *figure = (TrestleFigure){
    .width = width_mm * TRESTLE_POINTS_PER_MM,
    .height = height_mm * TRESTLE_POINTS_PER_MM,
    .draw = draw,
    .table = table,
    .data = data,
    .free_data = free_data,
  };
  return figure;
}

void
trestle_figure_free (TrestleFigure *figure)
{
  if (figure == NULL)
    return;
  if (figure->free_data != NULL)
    figure->free_data (figure->data);
  g_clear_pointer (&figure->origin, trestle_origin_free);
  g_free (figure);
}

double
trestle_figure_get_width (const TrestleFigure *figure)
{
  return figure->width;
}

double
trestle_figure_get_height (const TrestleFigure *figure)
{
  return figure->height;
}

void
trestle_figure_draw (const TrestleFigure *figure, cairo_t *cr)
{
  cairo_save (cr);
  trestle_ink_set (cr, TRESTLE_INK_PAPER);
  cairo_rectangle (cr, 0, 0, figure->width, figure->height);
  cairo_fill (cr);
  figure->draw (cr, figure->width, figure->height, figure->data);
  cairo_restore (cr);
}

TrestleTable *
trestle_figure_get_table (const TrestleFigure *figure)
{
  TrestleTable *table = trestle_table_new ();

  figure->table (table, figure->data);
  return table;
}

gpointer
trestle_figure_get_data (const TrestleFigure *figure, TrestleFigureDraw draw)
{
  return figure->draw == draw ? figure->data : NULL;
}

void
trestle_figure_set_origin (TrestleFigure *figure, TrestleOrigin *origin)
{
  g_clear_pointer (&figure->origin, trestle_origin_free);
  figure->origin = origin;
}

const TrestleOrigin *
trestle_figure_get_origin (const TrestleFigure *figure)
{
  return figure->origin;
}
