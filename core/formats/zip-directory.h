/* Where in a zip archive its members lie, which libzip knows and does not tell. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A member as the directory at the archive's end describes it; @name is not %NULL-terminated and lies in the archive. */
typedef struct
{
  const char *name;
  gsize name_length;
  guint64 stored_size; /* bytes that it takes in the archive */
  guint64 header;      /* where its own header is, unchecked */
} TrestleZipEntry;

/* A trainer's checkpoint of a large model has three thousand, and an attacker's names make a reader's time grow by their square. */
#define TRESTLE_ZIP_MAX_ENTRIES 8192u

/* Whether no directory that a reader could find at the archive's end promises more members than that. */
gboolean trestle_zip_directory_is_small (const guint8 *data, gsize size);

/* (transfer full) (nullable): every member (TrestleZipEntry) in the directory's order; %NULL if there is no sound directory. */
GArray *trestle_zip_directory_read (const guint8 *data, gsize size);

/* (nullable): where the @stored_size bytes of a member begin; %NULL if its own header is unsound or they are not all there. */
const guint8 *trestle_zip_entry_find (const TrestleZipEntry *entry, const guint8 *data, gsize size);

G_END_DECLS
