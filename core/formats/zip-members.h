/* The members of a zip archive, read where they lie if they are not compressed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _TrestleZip TrestleZip;

/**
 * trestle_zip_open:
 * @bytes: a whole archive, most often a mapped file
 * @name: what errors call it
 *
 * Errors: %TRESTLE_ERROR_TRUNCATED for an archive whose directory, which stands at the end, is missing; %TRESTLE_ERROR_INVALID for one
 * that contradicts itself or has a name twice.
 *
 * Returns: (transfer full): the archive; it keeps @bytes. One thread may use it at a time
 */
TrestleZip *trestle_zip_open (GBytes *bytes, const char *name, GError **error);
void trestle_zip_free (TrestleZip *zip);

/* (transfer container) (element-type utf8): the names of all members, as the archive orders them. They are names, not paths. */
GPtrArray *trestle_zip_list (const TrestleZip *zip);
gboolean trestle_zip_has (const TrestleZip *zip, const char *member);

/**
 * trestle_zip_read:
 *
 * A stored member is a view of the archive's own bytes. A compressed one is unpacked into memory; what all of them together may need is
 * bounded by a multiple of the archive's size.
 *
 * Errors: %TRESTLE_ERROR_MISSING, %TRESTLE_ERROR_TRUNCATED, %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_UNSUPPORTED (encrypted or an unknown
 * compression), %TRESTLE_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full): the member's content
 */
GBytes *trestle_zip_read (TrestleZip *zip, const char *member, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleZip, trestle_zip_free)

G_END_DECLS
