/* What stands above a figure: a title that says what it shows, and a note in muted ink beside it or below. */
#pragma once

#include <cairo.h>

#include "analysis/figures/look.h"

G_BEGIN_DECLS

/**
 * TrestleHeading:
 * @lines: %NULL-terminated: the title, wrapped
 * @note: in muted ink: the model's name, and what the drawing cannot show
 * @note_is_beside: whether the note fits behind the title; otherwise it has a line of its own
 * @look: where its width, its font and whether it is shown at all come from
 */
typedef struct
{
  char **lines;
  char *note;
  gboolean note_is_beside;
  TrestleLook look;
} TrestleHeading;

/**
 * trestle_heading_init:
 * @parts: %NULL-terminated, clean (see trestle_text_clean()): what the title is made of, with commas between them; a line breaks there
 * @name: clean, may be empty: the model's, which the note begins with; where there is no room for all, the name is cut
 * @detail: clean, may be empty: what the note says behind the name
 */
void
trestle_heading_init (TrestleHeading *heading, const TrestleLook *look, const char *const *parts, const char *name, const char *detail);
void trestle_heading_clear (TrestleHeading *heading);

/* Points from the top of the figure to where its drawing begins. */
double trestle_heading_get_height (const TrestleHeading *heading);
void trestle_heading_draw (const TrestleHeading *heading, cairo_t *cr);

G_END_DECLS
