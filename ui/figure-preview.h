/* What a figure's file is going to look like: the figure on its page, to scale, or its numbers. */
#pragma once

#include <adwaita.h>

#include "analysis/figures/figure.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_FIGURE_PREVIEW (trestle_figure_preview_get_type ())
G_DECLARE_FINAL_TYPE (TrestleFigurePreview, trestle_figure_preview, TRESTLE, FIGURE_PREVIEW, AdwBin)

/**
 * trestle_figure_preview_show:
 * @figure: (nullable) (transfer none): it has to be there until another is shown
 * @ending: of the file: ".csv" and ".json" show the numbers
 */
void trestle_figure_preview_show (TrestleFigurePreview *preview, const TrestleFigure *figure, const char *ending);

G_END_DECLS
