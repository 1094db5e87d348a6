/* Candidates with their probabilities as labelled bars, best first. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRESTLE_TYPE_ANSWER_BARS (trestle_answer_bars_get_type ())
G_DECLARE_FINAL_TYPE (TrestleAnswerBars, trestle_answer_bars, TRESTLE, ANSWER_BARS, GtkWidget)

GtkWidget *trestle_answer_bars_new (void);

/* @labels: %NULL-terminated; @probabilities: one each, in [0, 1]. An empty list shows nothing. */
void trestle_answer_bars_set_rows (TrestleAnswerBars *bars, const char *const *labels, const double *probabilities);

G_END_DECLS
