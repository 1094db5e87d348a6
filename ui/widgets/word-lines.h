/* Chips in lines that wrap: how much room they need, where they are put, and which one is at a place. */
#pragma once

#include <gtk/gtk.h>

#include "ui/widgets/word-groups.h"

G_BEGIN_DECLS

/*
 * @chips: (element-type GtkWidget): `[groups->n_tokens]`, children of one widget; those that are not visible take no room. Tokens of one
 * word stand closer together. A word that is wider than a line is cut short. All in pixels; @minimum and @natural: (out)
 */
void trestle_word_lines_measure (GPtrArray *chips,
                                 const TrestleWordGroups *groups,
                                 GtkOrientation orientation,
                                 int for_size,
                                 int *minimum,
                                 int *natural);
/* Puts them into lines of @width, which begin where reading begins. */
void trestle_word_lines_allocate (GPtrArray *chips, const TrestleWordGroups *groups, int width);

/* The chip at a point of their parent, or the one beside it: between two chips nothing is to flicker. -1 for none */
gint trestle_word_lines_find_near (GPtrArray *chips, double x, double y);

/* A line under a chip, in what is between two lines of chips. @part: of its width, from 0 to 1, beginning where reading begins */
void trestle_word_lines_underline (GtkWidget *chip, GtkSnapshot *snapshot, double part, const GdkRGBA *ink);

G_END_DECLS
