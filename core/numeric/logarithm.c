/* Natural logarithms in vector code. */
#include "core/numeric/logarithm.h"

#include <string.h>

#include "core/numeric/vector.h"

/* Numbers of each head that are worked on together: with their logarithms they stay in the nearest cache for a dozen heads. */
#define BLOCK 128
/* Blocks that a thread takes at once. */
#define BLOCKS_PER_SHARE 32

#define LN_2 0.693147181f

static inline float
at_least (float value, float least)
{
  return value < least ? least : value;
}

/*
 * The value is 2^whole * m with m from sqrt (1/2) to sqrt 2: *whole, and ln m. The polynomial is that of Moshier's Cephes library (logf.c);
 * it is off by less than 1e-7 of what it gives. Integers hold the parts, because shifts of them are vector code on every processor.
 */
static inline float
split_logarithm (float value, float *whole)
{
  gint32 bits, exponent;
  float m, f, p;

  memcpy (&bits, &value, sizeof bits);
  exponent = (bits - 0x3f3504f3) >> 23; /* the bits of sqrt (1/2) */
  bits -= (gint32) ((guint32) exponent << 23);
  memcpy (&m, &bits, sizeof m);
  *whole = (float) exponent;

  f = m - 1.0f;
  p = 7.0376836292e-2f;
  p = p * f - 1.1514610310e-1f;
  p = p * f + 1.1676998740e-1f;
  p = p * f - 1.2420140846e-1f;
  p = p * f + 1.4249322787e-1f;
  p = p * f - 1.6668057665e-1f;
  p = p * f + 2.0000714765e-1f;
  p = p * f - 2.4999993993e-1f;
  p = p * f + 3.3333331174e-1f;
  return f + f * f * (p * f - 0.5f);
}

TRESTLE_VECTOR_CODE static void
take_logarithms (const float *values, gsize count, float least, float *out)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    {
      float whole, part = split_logarithm (at_least (values[i], least), &whole);

      out[i] = whole * LN_2 + part;
    }
}

void
trestle_logarithm_row (const float *values, gsize count, float least, float *out)
{
  take_logarithms (values, count, least, out);
}

/* The logarithms of one head's block, each in two parts; and what all heads before it have, with its own added. */
TRESTLE_VECTOR_CODE static void
split_block (const float *values, gsize count, float least, float *wholes, float *parts, float *all_wholes, float *all_parts)
{
#pragma omp simd
  for (gsize i = 0; i < count; i++)
    {
      float whole, part = split_logarithm (at_least (values[i], least), &whole);

      wholes[i] = whole;
      parts[i] = part;
      all_wholes[i] += whole;
      all_parts[i] += part;
    }
}

/*
 * Adds a block's sums to @own and @apart. Whole parts are subtracted from each other before they are multiplied, which is exact, so that
 * only what heads differ by is rounded.
 */
TRESTLE_VECTOR_CODE static void
sum_block (const float *values,
           gsize count,
           float least,
           const float *wholes,
           const float *parts,
           const float *all_wholes,
           const float *all_parts,
           float n_heads,
           double *own,
           double *apart)
{
  float own_sum = 0.0f, apart_sum = 0.0f;

#pragma omp simd reduction(+ : own_sum, apart_sum)
  for (gsize i = 0; i < count; i++)
    {
      float a = at_least (values[i], least);

      own_sum += a * (wholes[i] * LN_2 + parts[i]);
      apart_sum += a * ((n_heads * wholes[i] - all_wholes[i]) * LN_2 + (n_heads * parts[i] - all_parts[i]));
    }
  *own += own_sum;
  *apart += apart_sum / n_heads;
}

/* Numbers of one block of every head: [heads, BLOCK] of each kind, and their sums over the heads, [BLOCK]. */
typedef struct
{
  float *wholes;
  float *parts;
  float *all_wholes;
  float *all_parts;
} Room;

static void
add_block (const TrestleTensor *weights, gsize first, gsize count, float least, const Room *room, double *own, double *apart)
{
  gsize n_heads = weights->depth, head_size = weights->rows * weights->columns;
  const float *values = weights->data + first;

  memset (room->all_wholes, 0, count * sizeof (float));
  memset (room->all_parts, 0, count * sizeof (float));
  for (gsize head = 0; head < n_heads; head++)
    split_block (values + head * head_size, count, least, room->wholes + head * BLOCK, room->parts + head * BLOCK, room->all_wholes,
                 room->all_parts);
  for (gsize head = 0; head < n_heads; head++)
    sum_block (values + head * head_size, count, least, room->wholes + head * BLOCK, room->parts + head * BLOCK, room->all_wholes,
               room->all_parts, (float) n_heads, &own[head], &apart[head]);
}

/* The sums of one share: [heads] each. */
static void
add_share (const TrestleTensor *weights, gsize share, float least, double *own, double *apart)
{
  gsize size = weights->rows * weights->columns;
  gsize first = share * BLOCK * BLOCKS_PER_SHARE, end = MIN (size, first + BLOCK * BLOCKS_PER_SHARE);
  g_autofree float *memory = g_new (float, 2 * (weights->depth + 1) * BLOCK);
  Room room = { .wholes = memory, .parts = memory + weights->depth * BLOCK };

  room.all_wholes = room.parts + weights->depth * BLOCK;
  room.all_parts = room.all_wholes + BLOCK;
  for (; first < end; first += BLOCK)
    add_block (weights, first, MIN (BLOCK, end - first), least, &room, own, apart);
}

void
trestle_logarithm_sum (const TrestleTensor *weights, float least, double *own, double *apart)
{
  gsize n_heads = weights->depth;
  gsize n_shares = (weights->rows * weights->columns + BLOCK * BLOCKS_PER_SHARE - 1) / (BLOCK * BLOCKS_PER_SHARE);
  g_autofree double *sums = g_new0 (double, n_shares * 2 * n_heads); /* [shares, 2, heads] */

#pragma omp parallel for schedule(dynamic) if (n_shares > 1)
  for (gsize share = 0; share < n_shares; share++)
    add_share (weights, share, least, sums + share * 2 * n_heads, sums + (share * 2 + 1) * n_heads);

  memset (own, 0, n_heads * sizeof *own);
  memset (apart, 0, n_heads * sizeof *apart);
  for (gsize share = 0; share < n_shares; share++)
    for (gsize head = 0; head < n_heads; head++)
      {
        own[head] += sums[share * 2 * n_heads + head];
        apart[head] += sums[(share * 2 + 1) * n_heads + head];
      }
}
