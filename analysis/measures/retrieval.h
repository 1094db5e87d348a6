/* How well images find their texts and texts their images, as the tables of Flickr30K and COCO report it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In percent: how often what belongs to a query is the best, among the best 5, among the best 10. */
typedef struct
{
  double r1;
  double r5;
  double r10;
} TrestleRecall;

/* @rsum: of the six numbers, so at most 600 */
typedef struct
{
  TrestleRecall image_to_text;
  TrestleRecall text_to_image;
  double rsum;
} TrestleRetrieval;

/**
 * trestle_retrieval_find_ranks:
 * @scores: `[n_images, n_texts]`; the higher, the more an image and a text belong together
 * @owners: `[n_texts]`: the image that each text belongs to, below @n_images
 * @image_ranks: (out caller-allocates): `[n_images]`: how many texts of other images stand before the best text of this one; %G_MAXUINT
 *   for an image without texts
 * @text_ranks: (out caller-allocates): `[n_texts]`: how many other images stand before the text's
 *
 * What has the same score as the right one stands before it, so a model that tells nothing apart finds nothing. NAN stands behind all
 * numbers, and with others of its kind before what is sought.
 */
void trestle_retrieval_find_ranks (const double *scores,
                                   guint n_images,
                                   guint n_texts,
                                   const guint *owners,
                                   guint *image_ranks,
                                   guint *text_ranks);

/**
 * trestle_retrieval_init:
 *
 * Recall from the ranks of trestle_retrieval_find_ranks(). Of an image's texts it is enough that one is found (Flickr30K and COCO have five
 * of each); images without texts do not count as queries. Without a query a recall is NAN.
 */
void trestle_retrieval_init (TrestleRetrieval *retrieval, const double *scores, guint n_images, guint n_texts, const guint *owners);

G_END_DECLS
