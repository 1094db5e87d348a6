/* Broken files of a known beginning: the same ones every time, as long as the generator is. */
#include "tests/fuzz/mutation.h"

#include <string.h>

#define MOST_CHANGES 4
#define LONGEST_PIECE 32

static guint
choose (GRand *random, guint n)
{
  return n > 0 ? (guint) g_rand_int_range (random, 0, (gint32) n) : 0;
}

static void
flip_bit (GByteArray *bytes, GRand *random)
{
  bytes->data[choose (random, bytes->len)] ^= (guint8) (1u << choose (random, 8));
}

static void
set_byte (GByteArray *bytes, GRand *random)
{
  static const guint8 values[] = { 0, 1, 0x7f, 0x80, 0xff, '"', '{', '[', '\n', '-', '9', '.' };

  bytes->data[choose (random, bytes->len)] = values[choose (random, G_N_ELEMENTS (values))];
}

/* Lengths and offsets are where readers break. */
static void
set_number (GByteArray *bytes, GRand *random)
{
  static const guint64 values[] = {
    0, 1, G_MAXINT8, G_MAXINT16, G_MAXINT32, G_MAXUINT32, G_MAXINT64, G_MAXUINT64, (guint64) 1 << 40, 0x100
  };
  guint64 value = GUINT64_TO_LE (values[choose (random, G_N_ELEMENTS (values))]);
  guint width = 1u << choose (random, 4);
  guint place = choose (random, bytes->len);

  memcpy (bytes->data + place, &value, MIN (width, bytes->len - place));
}

static void
cut_end (GByteArray *bytes, GRand *random)
{
  g_byte_array_set_size (bytes, choose (random, bytes->len));
}

static void
leave_out (GByteArray *bytes, GRand *random)
{
  guint place = choose (random, bytes->len);

  g_byte_array_remove_range (bytes, place, 1 + choose (random, MIN (bytes->len - place, LONGEST_PIECE)) % (bytes->len - place));
}

/* A piece of the file once more, somewhere else. */
static void
repeat_piece (GByteArray *bytes, GRand *random)
{
  guint from = choose (random, bytes->len);
  guint wished = 1 + choose (random, LONGEST_PIECE); /* apart, as MIN would choose twice */
  guint length = MIN (wished, bytes->len - from);
  guint to = choose (random, bytes->len);
  g_autofree guint8 *piece = g_memdup2 (bytes->data + from, length);
  guint old_length = bytes->len;

  g_byte_array_set_size (bytes, old_length + length);
  memmove (bytes->data + to + length, bytes->data + to, old_length - to);
  memcpy (bytes->data + to, piece, length);
}

GByteArray *
fuzz_mutate (const guint8 *input, gsize size, GRand *random)
{
  static void (*const changes[]) (GByteArray *, GRand *) = { flip_bit, set_byte, set_number, cut_end, leave_out, repeat_piece };
  GByteArray *bytes = g_byte_array_new ();
  guint n_changes = 1 + choose (random, MOST_CHANGES);

  g_byte_array_append (bytes, input, (guint) size);
  for (guint i = 0; i < n_changes && bytes->len > 0; i++)
    changes[choose (random, G_N_ELEMENTS (changes))](bytes, random);
  return bytes;
}
