/* A hash for texts that come out of files: whoever writes the file cannot choose them so that a table of them becomes a list. */
#include "core/text-hash.h"

#define PRIME ((G_GUINT64_CONSTANT (1) << 61) - 1)

/* Where the polynomials are evaluated; never 0. */
static guint64
get_place (void)
{
  static gsize place; /* drawn once, and the same for everybody: tables outlive the functions that fill them */

  if (g_once_init_enter (&place))
    g_once_init_leave (&place, (gsize) ((((guint64) g_random_int () << 32 | g_random_int ()) & PRIME) | 1u << 16));
  return place;
}

/* @hash and the result are below 2^61. */
guint64
trestle_text_hash_extend (guint64 hash, guint8 byte)
{
  unsigned __int128 product = (unsigned __int128) hash * get_place () + byte + 1;
  guint64 sum = (guint64) (product & PRIME) + (guint64) (product >> 61);

  return sum >= PRIME ? sum - PRIME : sum;
}

guint64
trestle_text_hash_of (gconstpointer bytes, gsize length)
{
  guint64 hash = TRESTLE_TEXT_HASH_START;

  for (gsize i = 0; i < length; i++)
    hash = trestle_text_hash_extend (hash, ((const guint8 *) bytes)[i]);
  return hash;
}

guint
trestle_text_hash_fold (guint64 hash)
{
  return (guint) (hash >> 32 ^ hash);
}

guint
trestle_text_hash (gconstpointer text)
{
  guint64 hash = TRESTLE_TEXT_HASH_START;

  for (const char *c = text; *c != '\0'; c++)
    hash = trestle_text_hash_extend (hash, (guint8) *c);
  return trestle_text_hash_fold (hash);
}
