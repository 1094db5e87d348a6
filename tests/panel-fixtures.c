/* Looks, widths, and numbers for figures of panels. */
#include "tests/panel-fixtures.h"

const double panel_widths[N_PANEL_WIDTHS] = { PANEL_NARROW, PANEL_WIDE };

TrestleLook
make_panel_look (double width_mm, gboolean has_title)
{
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  look.width_mm = width_mm;
  look.has_title = has_title;
  return look;
}

double *
make_panel_values (gsize count, double most)
{
  double *values = g_new (double, count);

  for (gsize i = 0; i < count; i++)
    values[i] = most * (double) ((i * 37) % count + 1) / (double) count;
  return values;
}
