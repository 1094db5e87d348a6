/* Where the files that come with Trestle are: in the source tree while developing, under the prefix once installed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * trestle_data_find:
 * @relative: a path inside data/, such as "models/bridgetower-shapes"
 *
 * Looks in $TRESTLE_DATA, then in the share folder beside the running program's bin folder, then where the build was installed to,
 * then in the source tree that it was built from.
 *
 * Returns: (transfer full): the first that exists, or an error that lists the places
 */
char *trestle_data_find (const char *relative, GError **error);

G_END_DECLS
