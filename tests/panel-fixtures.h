/* What the tests of figures of panels share: looks, widths, and numbers to draw. */
#pragma once

#include "analysis/figures/look.h"

G_BEGIN_DECLS

#define PANEL_NARROW 85.0
#define PANEL_WIDE 170.0
#define PANEL_LONG_NAME "bridgetower-large-of-many-words-and-then-some"

#define N_PANEL_WIDTHS 2
extern const double panel_widths[N_PANEL_WIDTHS];

TrestleLook make_panel_look (double width_mm, gboolean has_title);

/* (transfer full): numbers that tell from which place they are, up to @most. */
double *make_panel_values (gsize count, double most);

G_END_DECLS
