/* What a JSON text would do to the parser, found out before it gets there. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * trestle_json_check:
 * @content: UTF-8 text
 *
 * Looks for what JSON-GLib does not bound, or takes and JSON does not have: values that are nested more than 64 deep, so many values that
 * they would need more than 128 MiB of memory, equal names in one object and names that were chosen to slow its tables down, comments,
 * and anything but one object in braces. What else is wrong is left for the parser to find.
 *
 * Takes time in proportion to the text's length, and memory for the names of the objects that are open at one place.
 *
 * Returns: (nullable): what is wrong, as the rest of a sentence; %NULL if the parser may see the text
 */
const char *trestle_json_check (const char *content, gsize length);

G_END_DECLS
