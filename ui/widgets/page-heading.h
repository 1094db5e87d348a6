/* The sentence at the top of a page: what is shown and in which unit, with a link to its definition in the help. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TRESTLE_TYPE_PAGE_HEADING (trestle_page_heading_get_type ())
G_DECLARE_FINAL_TYPE (TrestlePageHeading, trestle_page_heading, TRESTLE, PAGE_HEADING, GtkWidget)

/*
 * Properties: "sentence" string; "topic" string, the heading of docs/analyses.md that defines it, in lower case with hyphens
 * ("over-a-list"), which the link hands to the action win.help.
 */
GtkWidget *trestle_page_heading_new (void);

G_END_DECLS
