/* Ranks from a matrix of scores, and how many of them are good. */
#include "analysis/measures/retrieval.h"

#include <math.h>

#define NO_QUERY G_MAXUINT

/* Whether @score keeps what is sought, with @sought, from standing before it. */
static gboolean
stands_before (double score, double sought)
{
  return isnan (sought) || score >= sought;
}

/* The best score of the texts of an image, of which it has some. */
static double
find_best (const double *row, guint n_texts, const guint *owners, guint image)
{
  double best = NAN;

  for (guint text = 0; text < n_texts; text++)
    if (owners[text] == image && !(row[text] <= best) && !isnan (row[text]))
      best = row[text];
  return best;
}

/* @row: `[n_texts]`, of the image's scores */
static guint
rank_image (const double *row, guint n_texts, const guint *owners, guint image)
{
  double best = find_best (row, n_texts, owners, image);
  guint rank = 0;

  for (guint text = 0; text < n_texts; text++)
    if (owners[text] != image && stands_before (row[text], best))
      rank++;
  return rank;
}

/* @column: the text's scores, @stride apart */
static guint
rank_text (const double *column, guint n_images, gsize stride, guint owner)
{
  double sought = column[owner * stride];
  guint rank = 0;

  for (guint image = 0; image < n_images; image++)
    if (image != owner && stands_before (column[image * stride], sought))
      rank++;
  return rank;
}

static void
mark_queries (const guint *owners, guint n_texts, guint n_images, guint *image_ranks)
{
  for (guint image = 0; image < n_images; image++)
    image_ranks[image] = NO_QUERY;
  for (guint text = 0; text < n_texts; text++)
    image_ranks[owners[text]] = 0;
}

void
trestle_retrieval_find_ranks (const double *scores,
                              guint n_images,
                              guint n_texts,
                              const guint *owners,
                              guint *image_ranks,
                              guint *text_ranks)
{
  mark_queries (owners, n_texts, n_images, image_ranks);
  for (guint image = 0; image < n_images; image++)
    if (image_ranks[image] != NO_QUERY)
      image_ranks[image] = rank_image (scores + (gsize) image * n_texts, n_texts, owners, image);
  for (guint text = 0; text < n_texts; text++)
    text_ranks[text] = rank_text (scores + text, n_images, n_texts, owners[text]);
}

/* Of the ranks that are of a query, the percentage below @k. */
static double
find_recall (const guint *ranks, guint n, guint k)
{
  guint n_queries = 0, n_hits = 0;

  for (guint i = 0; i < n; i++)
    {
      n_queries += ranks[i] != NO_QUERY;
      n_hits += ranks[i] < k;
    }
  return n_queries > 0 ? 100.0 * n_hits / n_queries : NAN;
}

static double
fill_recall (TrestleRecall *recall, const guint *ranks, guint n)
{
  recall->r1 = find_recall (ranks, n, 1);
  recall->r5 = find_recall (ranks, n, 5);
  recall->r10 = find_recall (ranks, n, 10);
  return recall->r1 + recall->r5 + recall->r10;
}

void
trestle_retrieval_init (TrestleRetrieval *retrieval, const double *scores, guint n_images, guint n_texts, const guint *owners)
{
  g_autofree guint *image_ranks = g_new (guint, n_images);
  g_autofree guint *text_ranks = g_new (guint, n_texts);

  trestle_retrieval_find_ranks (scores, n_images, n_texts, owners, image_ranks, text_ranks);
  retrieval->rsum = fill_recall (&retrieval->image_to_text, image_ranks, n_images);
  retrieval->rsum += fill_recall (&retrieval->text_to_image, text_ranks, n_texts);
}
