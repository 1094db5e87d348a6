/* Ranks and recalls of matrices whose results can be seen. */
#include <math.h>

#include "analysis/measures/retrieval.h"

#define MOST 40

static void
test_the_best_is_found_first (void)
{
  const double scores[] = { 0.9, 0.1, 0.2,   /* text 0 of image 0 */
                            0.3, 0.8, 0.1,   /* text 1 of image 1 */
                            0.2, 0.4, 0.7 }; /* text 2 of image 2 */
  TrestleRetrieval retrieval;

  trestle_retrieval_init (&retrieval, scores, 3, 3, (const guint[]){ 0, 1, 2 });
  g_assert_cmpfloat (retrieval.image_to_text.r1, ==, 100.0);
  g_assert_cmpfloat (retrieval.text_to_image.r1, ==, 100.0);
  g_assert_cmpfloat (retrieval.rsum, ==, 600.0);
}

/* By hand: rows are images, columns texts. */
static void
test_ranks_count_what_stands_before (void)
{
  const double scores[] = { 0.5, 0.6, 0.7,   /* both others before text 0 */
                            0.1, 0.8, 0.9,   /* text 2 before text 1 */
                            0.6, 0.2, 0.3 }; /* text 0 before text 2 */
  guint image_ranks[3], text_ranks[3];

  trestle_retrieval_find_ranks (scores, 3, 3, (const guint[]){ 0, 1, 2 }, image_ranks, text_ranks);
  g_assert_cmpuint (image_ranks[0], ==, 2);
  g_assert_cmpuint (image_ranks[1], ==, 1);
  g_assert_cmpuint (image_ranks[2], ==, 1);
  g_assert_cmpuint (text_ranks[0], ==, 1); /* 0.6 of image 2 before 0.5 */
  g_assert_cmpuint (text_ranks[1], ==, 0);
  g_assert_cmpuint (text_ranks[2], ==, 2); /* 0.7 and 0.9 before 0.3 */
}

/* Flickr30K: the best of an image's own texts counts, and its other ones do not stand in its way. */
static void
test_one_of_several_texts_is_enough (void)
{
  const double scores[] = { 0.1, 0.9, 0.5,   /* texts 0 and 1 of image 0 */
                            0.2, 0.8, 0.7 }; /* text 2 of image 1 */
  guint image_ranks[2], text_ranks[3];

  trestle_retrieval_find_ranks (scores, 2, 3, (const guint[]){ 0, 0, 1 }, image_ranks, text_ranks);
  g_assert_cmpuint (image_ranks[0], ==, 0);
  g_assert_cmpuint (image_ranks[1], ==, 1);
  g_assert_cmpuint (text_ranks[0], ==, 1);
  g_assert_cmpuint (text_ranks[1], ==, 0);
  g_assert_cmpuint (text_ranks[2], ==, 0);
}

/* Image i ranks its text i-th: recalls are shares of known size. */
static void
test_recalls_are_percentages_of_queries (void)
{
  g_autofree double *scores = g_new0 (double, MOST *MOST);
  guint owners[MOST];
  TrestleRetrieval retrieval;

  /* Texts before image i's own, in its row: those from 0 to i - 1; in text i's column: images from i + 1 on. */
  for (guint image = 0; image < MOST; image++)
    for (guint text = 0; text < MOST; text++)
      scores[image * MOST + text] = text < image ? 2.0 : text == image ? 1.0 : 0.0;
  for (guint i = 0; i < MOST; i++)
    owners[i] = i;
  trestle_retrieval_init (&retrieval, scores, MOST, MOST, owners);
  g_assert_cmpfloat (retrieval.image_to_text.r1, ==, 2.5);
  g_assert_cmpfloat (retrieval.image_to_text.r5, ==, 12.5);
  g_assert_cmpfloat (retrieval.image_to_text.r10, ==, 25.0);
  g_assert_cmpfloat (retrieval.text_to_image.r1, ==, 2.5);
  g_assert_cmpfloat (retrieval.text_to_image.r5, ==, 12.5);
  g_assert_cmpfloat (retrieval.text_to_image.r10, ==, 25.0);
  g_assert_cmpfloat (retrieval.rsum, ==, 80.0);
}

/* 20 images with two texts each, of which 5 find one: a quarter of images, and other parts of texts. */
static void
test_directions_have_their_own_queries (void)
{
  const guint n_images = MOST / 2;
  g_autofree double *scores = g_new0 (double, n_images *MOST);
  guint owners[MOST];
  TrestleRetrieval retrieval;

  for (guint text = 0; text < MOST; text++)
    owners[text] = text / 2;
  for (guint image = 0; image < 5; image++)
    scores[image * MOST + 2 * image] = 1.0;
  trestle_retrieval_init (&retrieval, scores, n_images, MOST, owners);
  g_assert_cmpfloat (retrieval.image_to_text.r1, ==, 25.0);
  g_assert_cmpfloat (retrieval.text_to_image.r1, ==, 12.5);
}

static void
test_a_constant_model_finds_nothing (void)
{
  g_autofree double *scores = g_new0 (double, MOST *MOST);
  guint owners[MOST];
  TrestleRetrieval retrieval;

  for (guint i = 0; i < MOST; i++)
    owners[i] = i;
  trestle_retrieval_init (&retrieval, scores, MOST, MOST, owners);
  g_assert_cmpfloat (retrieval.rsum, ==, 0.0);
}

static void
test_nan_stands_behind_numbers (void)
{
  const double scores[] = { 0.5, NAN, /* text 0 is found, as NAN does not stand before it */
                            0.4, NAN };
  guint image_ranks[2], text_ranks[2];

  trestle_retrieval_find_ranks (scores, 2, 2, (const guint[]){ 0, 1 }, image_ranks, text_ranks);
  g_assert_cmpuint (image_ranks[0], ==, 0);
  g_assert_cmpuint (image_ranks[1], ==, 1);
  g_assert_cmpuint (text_ranks[0], ==, 0);
  g_assert_cmpuint (text_ranks[1], ==, 1);
}

/* Nor does one of its own hide the other from an image. */
static void
test_nan_hides_no_number (void)
{
  const double scores[] = { 0.5, NAN, 0.1, /* texts 0 and 1 of image 0 */
                            0.2, 0.3, 0.4 };
  guint image_ranks[2], text_ranks[3];

  trestle_retrieval_find_ranks (scores, 2, 3, (const guint[]){ 0, 0, 1 }, image_ranks, text_ranks);
  g_assert_cmpuint (image_ranks[0], ==, 0);
  g_assert_cmpuint (text_ranks[1], ==, 1);
}

static void
test_an_image_without_texts_is_no_query (void)
{
  const double scores[] = { 0.5, 0.9 }; /* two images, one text, which is the first one's */
  guint image_ranks[2], text_rank;
  TrestleRetrieval retrieval;

  trestle_retrieval_find_ranks (scores, 2, 1, (const guint[]){ 0 }, image_ranks, &text_rank);
  g_assert_cmpuint (image_ranks[1], ==, G_MAXUINT);
  g_assert_cmpuint (text_rank, ==, 1);
  trestle_retrieval_init (&retrieval, scores, 2, 1, (const guint[]){ 0 });
  g_assert_cmpfloat (retrieval.image_to_text.r1, ==, 100.0);
  g_assert_cmpfloat (retrieval.text_to_image.r1, ==, 0.0);
  g_assert_cmpfloat (retrieval.text_to_image.r5, ==, 100.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retrieval/the-best-is-found-first", test_the_best_is_found_first);
  g_test_add_func ("/retrieval/ranks-count-what-stands-before", test_ranks_count_what_stands_before);
  g_test_add_func ("/retrieval/one-of-several-texts-is-enough", test_one_of_several_texts_is_enough);
  g_test_add_func ("/retrieval/recalls-are-percentages-of-queries", test_recalls_are_percentages_of_queries);
  g_test_add_func ("/retrieval/directions-have-their-own-queries", test_directions_have_their_own_queries);
  g_test_add_func ("/retrieval/a-constant-model-finds-nothing", test_a_constant_model_finds_nothing);
  g_test_add_func ("/retrieval/nan-stands-behind-numbers", test_nan_stands_behind_numbers);
  g_test_add_func ("/retrieval/nan-hides-no-number", test_nan_hides_no_number);
  g_test_add_func ("/retrieval/an-image-without-texts-is-no-query", test_an_image_without_texts_is_no_query);
  return g_test_run ();
}
