/* A panel of at which layer an answer appears: a curve an answer, with its name at the end. */
#pragma once

#include "analysis/figures/panel.h"
#include "analysis/measures/readout.h"

G_BEGIN_DECLS

#define TRESTLE_READOUT_LABEL_GAP 4.0 /* points from the box to the labels */

/* How wide the widest answer is, in points. @font: (nullable): families, as in #TrestleLook */
double trestle_readout_panel_measure (const TrestleReadout *readout, const char *font);

/**
 * trestle_readout_panel_draw:
 * @panel: of probabilities, with a place for each layer
 * @inks: (nullable): `[readout->n_answers]`; %NULL for one after the other
 * @label_width: points on the right of the panel, behind %TRESTLE_READOUT_LABEL_GAP
 *
 * The likeliest answer is on top, and the likeliest have labels if there is no room for all.
 */
void trestle_readout_panel_draw (cairo_t *cr,
                                 const TrestlePanel *panel,
                                 const TrestleReadout *readout,
                                 const TrestleInk *inks,
                                 const char *font,
                                 double label_width);

G_END_DECLS
