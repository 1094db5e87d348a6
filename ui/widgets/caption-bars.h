/* Captions with their scores as labelled bars, best first; one of them is chosen. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRESTLE_TYPE_CAPTION_BARS (trestle_caption_bars_get_type ())
G_DECLARE_FINAL_TYPE (TrestleCaptionBars, trestle_caption_bars, TRESTLE, CAPTION_BARS, GtkWidget)

/**
 * TrestleCaptionBar:
 * @score: as it is shown: "98.2%", "0.312"
 * @fraction: how long the bar is, in [0, 1]
 */
typedef struct
{
  const char *caption;
  const char *score;
  double fraction;
} TrestleCaptionBar;

/* Signal: "row-chosen" (uint row): the user chose another one. */
GtkWidget *trestle_caption_bars_new (void);

/* @chosen: the row that is marked as chosen */
void trestle_caption_bars_set_rows (TrestleCaptionBars *bars, const TrestleCaptionBar *rows, guint n_rows, guint chosen);

G_END_DECLS
