/* What stands above a figure: its title, wrapped, and a note beside the last line of it or below. */
#include "analysis/figures/heading.h"

#include "analysis/figures/figure.h"
#include "analysis/figures/text.h"

#define BELOW 5.0

static double
get_room (const TrestleLook *look)
{
  return look->width_mm * TRESTLE_POINTS_PER_MM - 2.0 * TRESTLE_FIGURE_MARGIN;
}

/* Behind a title of one line. */
static gboolean
fits_beside (const TrestleHeading *heading, double room)
{
  double title = trestle_text_measure (heading->look.font, heading->lines[0], FALSE);
  double note = trestle_text_measure (heading->look.font, heading->note, FALSE);

  return heading->lines[1] == NULL && title + 2.0 * TRESTLE_FIGURE_GAP + note <= room;
}

/* (transfer full): "shapes; class token 0.01"; a name that is too long gives way to what stands behind it. */
static char *
make_note (const char *font, const char *name, const char *detail, double room)
{
  const char *between = *name != '\0' && *detail != '\0' ? "; " : "";
  g_autofree char *behind = g_strconcat (between, detail, NULL);
  g_autofree char *fitting = trestle_text_fit (font, name, FALSE, room - trestle_text_measure (font, behind, FALSE));
  g_autofree char *note = g_strconcat (fitting, behind, NULL);

  return trestle_text_fit (font, note, FALSE, room);
}

void
trestle_heading_init (TrestleHeading *heading, const TrestleLook *look, const char *const *parts, const char *name, const char *detail)
{
  double room = get_room (look);

  heading->look = *look;
  heading->lines = trestle_text_wrap (look->font, parts, ", ", room);
  heading->note = make_note (look->font, name, detail, room);
  heading->note_is_beside = *heading->note == '\0' || fits_beside (heading, room);
}

void
trestle_heading_clear (TrestleHeading *heading)
{
  g_clear_pointer (&heading->lines, g_strfreev);
  g_clear_pointer (&heading->note, g_free);
}

double
trestle_heading_get_height (const TrestleHeading *heading)
{
  guint lines = g_strv_length (heading->lines) + (heading->note_is_beside ? 0 : 1);

  if (!heading->look.has_title)
    return TRESTLE_FIGURE_MARGIN;
  return TRESTLE_FIGURE_MARGIN + lines * TRESTLE_TEXT_LINE_HEIGHT + BELOW;
}

void
trestle_heading_draw (const TrestleHeading *heading, cairo_t *cr)
{
  TrestleTextStyle title = { .font = heading->look.font, .ink = TRESTLE_INK_TEXT };
  TrestleTextStyle note = { .font = heading->look.font, .ink = TRESTLE_INK_MUTED, .align = heading->note_is_beside ? 1.0 : 0.0 };
  double baseline = TRESTLE_FIGURE_MARGIN + TRESTLE_TEXT_ASCENT;

  if (!heading->look.has_title)
    return;
  for (guint i = 0; heading->lines[i] != NULL; i++, baseline += TRESTLE_TEXT_LINE_HEIGHT)
    trestle_text_draw (cr, heading->lines[i], &title, TRESTLE_FIGURE_MARGIN, baseline);
  if (*heading->note == '\0')
    return;
  if (heading->note_is_beside)
    trestle_text_draw (cr, heading->note, &note, TRESTLE_FIGURE_MARGIN + get_room (&heading->look),
                       TRESTLE_FIGURE_MARGIN + TRESTLE_TEXT_ASCENT);
  else
    trestle_text_draw (cr, heading->note, &note, TRESTLE_FIGURE_MARGIN, baseline);
}
