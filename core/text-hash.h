/* A hash for texts that come out of files: whoever writes the file cannot choose them so that a table of them becomes a list. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of an empty text; others grow from it. */
#define TRESTLE_TEXT_HASH_START G_GUINT64_CONSTANT (0)

/**
 * trestle_text_hash_extend:
 * @hash: of a text
 *
 * A polynomial of the bytes over the prime 2^61 - 1, at a place that is drawn once for each process: two texts that were written down
 * before have the same hash with a probability of their length in 2^61 (Carter and Wegman 1979, "Universal classes of hash functions").
 *
 * Returns: the hash of the text with @byte behind it
 */
guint64 trestle_text_hash_extend (guint64 hash, guint8 byte);

/* Of @length bytes. */
guint64 trestle_text_hash_of (gconstpointer bytes, gsize length);

/* What a #GHashTable wants of it. */
guint trestle_text_hash_fold (guint64 hash);

/* A #GHashFunc for texts that end with NUL. */
guint trestle_text_hash (gconstpointer text);

G_END_DECLS
