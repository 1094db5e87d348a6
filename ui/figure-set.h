/* Every figure there is of a run, whatever page is shown: the one list that Export All goes through. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "ui/run.h"
#include "ui/selection.h"

G_BEGIN_DECLS

typedef struct _TrestleFigureSet TrestleFigureSet;

/**
 * trestle_figure_set_new:
 * @selection: the head and the query that maps are of
 * @look: of every figure
 * @opacity: of the heat over the image, in [0, 1]
 *
 * Lists the figures; nothing is measured or drawn yet. A model without bridges has none of them.
 *
 * Returns: (transfer full): for one thread at a time
 */
TrestleFigureSet *trestle_figure_set_new (TrestleRun *run, const TrestleSelection *selection, const TrestleLook *look, double opacity);
void trestle_figure_set_free (TrestleFigureSet *set);

guint trestle_figure_set_get_n_figures (const TrestleFigureSet *set);
/* What its file is called, without an ending: "divergence-encoder". No two have one name. */
const char *trestle_figure_set_get_name (const TrestleFigureSet *set, guint index);
/* What it shows, in a line. */
const char *trestle_figure_set_get_title (const TrestleFigureSet *set, guint index);

/**
 * trestle_figure_set_make:
 * @session: that made the run; it is left as it was
 * @progress: (nullable): of what has to be measured for it; what figures have in common is measured for the first of them
 *
 * Not for the main loop: it measures, and may run the model.
 *
 * Errors: %G_IO_ERROR_CANCELLED; those of the measures, %TRESTLE_ERROR_TASK and %TRESTLE_ERROR_INPUT meaning that the run has no such
 * figure.
 *
 * Returns: (transfer full): without an origin
 */
TrestleFigure *trestle_figure_set_make (TrestleFigureSet *set,
                                        guint index,
                                        TrestleSession *session,
                                        TrestleProgress progress,
                                        gpointer progress_data,
                                        GCancellable *cancellable,
                                        GError **error);

/* (transfer full): how it was made, for the file of that name: the command line writes one like it. */
TrestleOrigin *trestle_figure_set_make_origin (const TrestleFigureSet *set, guint index, const char *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleFigureSet, trestle_figure_set_free)

G_END_DECLS
