/* The few colours that figures are drawn in. Data and mark, and neighbours among the series, differ to all kinds of colour vision. */
#include "analysis/figures/ink.h"

#include <math.h>

/* Text on what is darker is white: where white and black stand out alike (WCAG 2, relative luminance). */
#define DARK 0.18

static const guint32 inks[TRESTLE_N_INKS] = {
  [TRESTLE_INK_TEXT] = 0x1a1a1a,
  [TRESTLE_INK_MUTED] = 0x6a6a6a,
  [TRESTLE_INK_AXIS] = 0x404040,
  [TRESTLE_INK_GRID] = 0xe2e2e2,
  [TRESTLE_INK_DATA] = 0x1a5fb4,
  [TRESTLE_INK_MARK] = 0xc8531c,
  [TRESTLE_INK_PAPER] = 0xffffff,
  [TRESTLE_INK_TEXT_SIDE] = 0xe4edf8,
  [TRESTLE_INK_IMAGE_SIDE] = 0xf9e9df,
  [TRESTLE_INK_SERIES] = 0xc8531c,
  0x1a5fb4,
  0x12805c,
  0x9c4a97,
  0x9a7200,
  0x5a5a5a,
};

TrestleInk
trestle_ink_get_series (guint index)
{
  return TRESTLE_INK_SERIES + index % TRESTLE_N_SERIES_INKS;
}

void
trestle_ink_set (cairo_t *cr, TrestleInk ink)
{
  cairo_set_source_rgb (cr, (inks[ink] >> 16) / 255.0, (inks[ink] >> 8 & 0xff) / 255.0, (inks[ink] & 0xff) / 255.0);
}

void
trestle_ink_set_translucent (cairo_t *cr, TrestleInk ink, double opacity)
{
  cairo_set_source_rgba (cr, (inks[ink] >> 16) / 255.0, (inks[ink] >> 8 & 0xff) / 255.0, (inks[ink] & 0xff) / 255.0, opacity);
}

static double
linearize (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

TrestleInk
trestle_ink_choose_on (const double rgb[3])
{
  double luminance = 0.2126 * linearize (rgb[0]) + 0.7152 * linearize (rgb[1]) + 0.0722 * linearize (rgb[2]);

  return luminance < DARK ? TRESTLE_INK_PAPER : TRESTLE_INK_TEXT;
}

char *
trestle_ink_to_string (TrestleInk ink)
{
  return g_strdup_printf ("#%06x", inks[ink]);
}
