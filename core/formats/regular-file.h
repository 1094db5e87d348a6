/* Whether a path is a file at all, before it is opened. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * trestle_regular_file_check:
 * @expected: what errors say was expected: "a safetensors file"
 *
 * A pipe would block whoever opens it, a device never ends, and mapping a folder says little. Links are followed.
 *
 * Errors: %G_FILE_ERROR naming @path.
 */
gboolean trestle_regular_file_check (const char *path, const char *expected, GError **error);

G_END_DECLS
