/* A panel of at which layer an answer appears: a curve an answer, with its name at the end. */
#include "analysis/figures/readout-panel.h"

#include <math.h>

#define LEADER_GAP 4.0 /* from a leader's end to the dot, and to the label */
#define LABEL_STEP 9.0 /* from label to label */
#define HALF_DIGIT (0.36 * TRESTLE_TEXT_SIZE)

/* An answer's name beside the end of its curve. */
typedef struct
{
  guint answer;
  TrestleInk ink;
  double end; /* of the curve */
  double y;   /* the label's middle */
} Label;

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  const Label *first = a, *second = b;

  if (first->end != second->end)
    return first->end < second->end ? -1 : 1;
  return first->answer < second->answer ? -1 : 1;
}

/* Apart from each other, as near to their curves' ends as the box allows: down where they are too close, then up from the bottom. */
static void
spread_labels (Label *labels, guint n, double bottom)
{
  qsort (labels, n, sizeof *labels, compare_ends);
  for (guint i = 0; i < n; i++)
    labels[i].y = i == 0 ? labels[i].end : MAX (labels[i].end, labels[i - 1].y + LABEL_STEP);
  for (guint i = n; i-- > 0;)
    labels[i].y = MIN (labels[i].y, bottom - (n - 1 - i) * LABEL_STEP);
}

static TrestleInk
get_ink (const TrestleInk *inks, guint answer)
{
  return inks != NULL ? inks[answer] : trestle_ink_get_series (answer);
}

double
trestle_readout_panel_measure (const TrestleReadout *readout, const char *font)
{
  double width = 0.0;

  for (char **label = readout->labels; *label != NULL; label++)
    {
      g_autofree char *clean = trestle_text_clean (*label);

      width = MAX (width, trestle_text_measure (font, clean, FALSE));
    }
  return width;
}

static void
draw_label (cairo_t *cr, const TrestlePanel *panel, const TrestleReadout *readout, const Label *label, const char *font, double width)
{
  TrestleTextStyle style = { .font = font, .ink = label->ink };
  g_autofree char *clean = trestle_text_clean (readout->labels[label->answer]);
  g_autofree char *text = trestle_text_fit (font, clean, FALSE, width);
  double dot = trestle_panel_place (panel, readout->n_layers - 1.0), left = panel->right + TRESTLE_READOUT_LABEL_GAP;

  trestle_ink_set (cr, style.ink);
  cairo_set_line_width (cr, TRESTLE_PLOT_LINE_WIDTH);
  cairo_move_to (cr, dot + LEADER_GAP, label->end);
  cairo_line_to (cr, left - 2.0, label->y);
  cairo_stroke (cr);
  trestle_text_draw (cr, text, &style, left, label->y + HALF_DIGIT);
}

/* The likeliest, if there is no room for all. */
static void
draw_labels (cairo_t *cr, const TrestlePanel *panel, const TrestleReadout *readout, const TrestleInk *inks, const char *font, double width)
{
  guint n = MIN (readout->n_answers, (guint) ((panel->bottom - panel->top) / LABEL_STEP));
  g_autofree Label *labels = g_new (Label, n);

  for (guint i = 0; i < n; i++)
    {
      double last = readout->probabilities[(gsize) i * readout->n_layers + readout->n_layers - 1];

      labels[i] = (Label){ .answer = i, .ink = get_ink (inks, i), .end = trestle_axis_place (&panel->y, isfinite (last) ? last : 0.0) };
    }
  spread_labels (labels, n, panel->bottom);
  for (guint i = 0; i < n; i++)
    draw_label (cr, panel, readout, &labels[i], font, width);
}

void
trestle_readout_panel_draw (cairo_t *cr,
                            const TrestlePanel *panel,
                            const TrestleReadout *readout,
                            const TrestleInk *inks,
                            const char *font,
                            double label_width)
{
  for (guint i = readout->n_answers; i-- > 0;)
    trestle_panel_draw_line (cr, panel, get_ink (inks, i), readout->probabilities + (gsize) i * readout->n_layers, NULL,
                             i >= TRESTLE_N_SERIES_INKS);
  draw_labels (cr, panel, readout, inks, font, label_width);
}
