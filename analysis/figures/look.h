/* How a figure is to look: what a person chooses, whatever the figure shows. */
#pragma once

#include "analysis/figures/colormap.h"

G_BEGIN_DECLS

/**
 * TrestleLook:
 * @width_mm: 85 (one column of a paper) or 170 (two); the height follows
 * @font: (nullable): families to look for, best first, as a list for CSS; %NULL for Trestle's own choice. Must outlive the figure (see
 *   g_intern_string())
 * @colormap: of heat and matrices
 * @has_title: whether the figure says what it shows; a paper's caption may say it instead
 */
typedef struct
{
  double width_mm;
  const char *font;
  TrestleColormap colormap;
  gboolean has_title;
} TrestleLook;

/* One column, Trestle's own font, viridis, with a title. */
#define TRESTLE_LOOK_DEFAULT ((TrestleLook){ .width_mm = 85.0, .colormap = TRESTLE_COLORMAP_VIRIDIS, .has_title = TRUE })

G_END_DECLS
