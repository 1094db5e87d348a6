/* Several images at a time through the vision tower: each has the numbers that it would have alone, and its own. */
#include "core/error.h"
#include "core/numeric/linear.h"
#include "tests/golden.h"

#include <string.h>

/* Where layers add up in another order for more rows: the last digit of an attention as float16, which is the coarsest that is recorded. */
#define TOLERANCE 5e-4

#define MOST_IMAGES 5u

static gint32 text[] = { 0, 100, 270, 236, 176, 270, 227, 18, 2 };

/* Images that have nothing in common. */
static void
make_pixels (const TrestleSession *session, guint n, TrestleTensor *pixels)
{
  guint size = trestle_model_get_config (trestle_session_get_model (session))->vision.image_size;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < n; i++)
    {
      pixels[i] = trestle_tensor_new (3, size, size); /* [3, size, size] */
      for (gsize k = 0; k < trestle_tensor_count (&pixels[i]); k++)
        pixels[i].data[k] = (float) g_rand_double_range (random, -2.0, 2.0);
    }
}

static void
clear_pixels (guint n, TrestleTensor *pixels)
{
  for (guint i = 0; i < n; i++)
    trestle_tensor_clear (&pixels[i]);
}

/* (transfer full): the run of the text on the session's image */
static TrestleTrace *
run (TrestleSession *session)
{
  g_autoptr (GError) error = NULL;
  TrestleTrace *trace = trestle_session_run (session, text, NULL, G_N_ELEMENTS (text), NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trace;
}

static void
assert_close (const TrestleTrace *found, const TrestleTrace *expected)
{
  g_autoptr (GPtrArray) names = trestle_trace_list (expected), found_names = trestle_trace_list (found);

  g_assert_cmpuint (names->len, ==, found_names->len);
  for (guint i = 0; i < names->len; i++)
    {
      const TrestleTensor *a = trestle_trace_get (found, g_ptr_array_index (names, i));
      const TrestleTensor *b = trestle_trace_get (expected, g_ptr_array_index (names, i));

      g_assert_cmpstr (g_ptr_array_index (found_names, i), ==, g_ptr_array_index (names, i));
      g_assert_cmpuint (trestle_tensor_count (a), ==, trestle_tensor_count (b));
      for (gsize k = 0; k < trestle_tensor_count (a); k++)
        g_assert_cmpfloat_with_epsilon (a->data[k], b->data[k], TOLERANCE);
    }
}

/* Every tensor: to the bit where the sums of a row do not depend on the other rows. */
static void
assert_same (const TrestleSession *session, const TrestleTrace *found, const TrestleTrace *expected)
{
  TrestlePrecision precision = trestle_model_get_precision (trestle_session_get_model (session));

  if (g_str_equal (trestle_linear_get_backend (precision), "packed weights"))
    golden_assert_same_traces (found, expected);
  else
    assert_close (found, expected);
}

/* Reads @n images together and alone, and runs each with the text. */
static void
check_images (TrestleSession *session, guint n)
{
  TrestleTensor pixels[MOST_IMAGES];
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) images = NULL;

  make_pixels (session, n, pixels);
  images = trestle_session_read_images (session, pixels, n, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (images->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      guint image = (i + 1) % n; /* in another order than they were read */
      g_autoptr (TrestleTrace) taken = NULL;
      g_autoptr (TrestleTrace) alone = NULL;

      trestle_session_take_image (session, g_ptr_array_index (images, image));
      taken = run (session);
      g_assert_true (trestle_session_set_pixels (session, &pixels[image], NULL));
      alone = run (session);
      assert_same (session, taken, alone);
    }
  clear_pixels (n, pixels);
}

static void
test_images_are_what_they_are_alone (gconstpointer name)
{
  GoldenCase golden;
  g_autoptr (TrestleSession) session = NULL;

  golden_case_open (&golden, name);
  session = golden_case_open_session (&golden);
  check_images (session, 1);
  check_images (session, 3);
  check_images (session, MOST_IMAGES);
  golden_case_clear (&golden);
}

static TrestleSession *
open_demo_model (const TrestleModelSettings *settings)
{
  g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_DATA"), "models/bridgetower-shapes", NULL);
  g_autoptr (GError) error = NULL;
  TrestleSession *session = trestle_session_open (path, settings, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return session;
}

static void
test_images_of_the_demo_model_are_what_they_are_alone (gconstpointer data)
{
  TrestleModelSettings settings = { .precision = (TrestlePrecision) GPOINTER_TO_INT (data) };
  g_autoptr (TrestleSession) session = open_demo_model (&settings);

  check_images (session, MOST_IMAGES);
}

/* What is not asked for is not kept, and float16 is what a run keeps. */
static void
test_recording_is_respected (void)
{
  const TrestleRecording recordings[] = {
    { .blocks = 0 },
    { .blocks = 1u << TRESTLE_BLOCK_VISION },
    { .blocks = 1u << TRESTLE_BLOCK_CROSS_IMAGE_SELF },
    { .blocks = TRESTLE_RECORD_ALL, .as_half = TRUE },
  };
  GoldenCase golden;
  g_autoptr (TrestleSession) session = NULL;

  golden_case_open (&golden, "bridge-add");
  session = golden_case_open_session (&golden);
  for (guint i = 0; i < G_N_ELEMENTS (recordings); i++)
    {
      trestle_session_set_recording (session, recordings[i]);
      check_images (session, 3);
    }
  golden_case_clear (&golden);
}

/* (transfer full): the first of @n images that were read together */
static TrestleSeenImage *
read_first (TrestleSession *session, guint n, TrestleTensor *pixels)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) images = trestle_session_read_images (session, pixels, n, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trestle_seen_image_ref (g_ptr_array_index (images, 0));
}

/* The image outlives its batch in the session, and the session outlives it. */
static void
test_taken_image_stays (void)
{
  GoldenCase golden;
  TrestleTensor pixels[2];
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (TrestleSession) beside = NULL;
  g_autoptr (TrestleTrace) first = NULL, again = NULL, on_other = NULL, second = NULL;
  TrestleSeenImage *image;

  golden_case_open (&golden, "bridge-add");
  session = golden_case_open_session (&golden);
  beside = trestle_session_new_beside (session);
  make_pixels (session, 2, pixels);
  image = read_first (session, 2, pixels);
  trestle_session_take_image (session, image);
  trestle_session_take_image (beside, image);
  trestle_seen_image_unref (image);
  first = run (session);
  again = run (session);
  on_other = run (beside);
  golden_assert_same_traces (again, first);
  golden_assert_same_traces (on_other, first);
  /* And the next image is none of its business. */
  g_assert_true (trestle_session_set_pixels (session, &pixels[1], NULL));
  second = run (session);
  g_assert_cmpfloat (trestle_trace_get (second, "logits.itm")->data[0], !=, trestle_trace_get (first, "logits.itm")->data[0]);
  clear_pixels (2, pixels);
  golden_case_clear (&golden);
}

/* The tower reads the image again: for what is recorded now, and as the second of a pair. */
static void
test_image_is_read_again_if_it_must_be (void)
{
  GoldenCase golden;
  TrestleTensor pixels[2];
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (TrestleSeenImage) image = NULL;
  g_autoptr (TrestleTrace) taken = NULL, alone = NULL, as_second = NULL, alone_as_second = NULL;

  golden_case_open (&golden, "bridge-add");
  session = golden_case_open_session (&golden);
  make_pixels (session, 2, pixels);
  trestle_session_set_recording (session, (TrestleRecording){ .blocks = 0 });
  image = read_first (session, 2, pixels);
  trestle_session_set_recording (session, (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL });
  trestle_session_take_image (session, image);
  taken = run (session);
  g_assert_nonnull (trestle_trace_get_attention (taken, TRESTLE_BLOCK_VISION, 0));
  trestle_session_set_second (session, TRUE);
  as_second = run (session);
  g_assert_true (trestle_session_set_pixels (session, &pixels[0], NULL));
  alone = run (session);
  trestle_session_set_second (session, TRUE);
  alone_as_second = run (session);
  golden_assert_same_traces (taken, alone);
  golden_assert_same_traces (as_second, alone_as_second);
  clear_pixels (2, pixels);
  golden_case_clear (&golden);
}

/* Cancels at the call of a number. */
typedef struct
{
  GCancellable *cancellable;
  guint n_calls;
  guint cancel_at;
} Progress;

static void
on_progress (double fraction, const char *stage, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpfloat (fraction, <, 1.0);
  if (progress->n_calls++ == progress->cancel_at)
    g_cancellable_cancel (progress->cancellable);
}

static void
test_reading_is_cancelled_at_every_step (void)
{
  GoldenCase golden;
  TrestleTensor pixels[2];
  g_autoptr (TrestleSession) session = NULL;
  guint n_steps = G_MAXUINT;

  golden_case_open (&golden, "bridge-add");
  session = golden_case_open_session (&golden);
  make_pixels (session, 2, pixels);
  for (guint step = 0; step <= n_steps; step++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Progress progress = { cancellable, 0, step };
      g_autoptr (GPtrArray) images = trestle_session_read_images (session, pixels, 2, on_progress, &progress, cancellable, &error);

      if (images != NULL)
        n_steps = progress.n_calls;
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_assert_no_error (error);
      g_assert_true ((images != NULL) == (step == n_steps));
    }
  check_images (session, 2);
  clear_pixels (2, pixels);
  golden_case_clear (&golden);
}

static void
test_pixels_of_another_size_are_refused (void)
{
  GoldenCase golden;
  TrestleTensor pixels[2];
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;

  golden_case_open (&golden, "bridge-add");
  session = golden_case_open_session (&golden);
  make_pixels (session, 1, pixels);
  pixels[1] = trestle_tensor_new (3, 4, 4);
  g_assert_null (trestle_session_read_images (session, pixels, 2, NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, "[3, 4, 4]"));
  none = trestle_session_read_images (session, pixels, 0, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  clear_pixels (2, pixels);
  golden_case_clear (&golden);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  golden_add_cases ("/images", "images-are-what-they-are-alone", golden_cases_with_bridges, test_images_are_what_they_are_alone);
  golden_add_cases ("/images", "images-are-what-they-are-alone-without-bridges", golden_cases_without_bridges,
                    test_images_are_what_they_are_alone);
  g_test_add_data_func ("/images/images-of-the-demo-model-are-what-they-are-alone/float32", GINT_TO_POINTER (TRESTLE_PRECISION_FLOAT32),
                        test_images_of_the_demo_model_are_what_they_are_alone);
  g_test_add_data_func ("/images/images-of-the-demo-model-are-what-they-are-alone/bf16", GINT_TO_POINTER (TRESTLE_PRECISION_BFLOAT16),
                        test_images_of_the_demo_model_are_what_they_are_alone);
  g_test_add_func ("/images/recording-is-respected", test_recording_is_respected);
  g_test_add_func ("/images/taken-image-stays", test_taken_image_stays);
  g_test_add_func ("/images/image-is-read-again-if-it-must-be", test_image_is_read_again_if_it_must_be);
  g_test_add_func ("/images/reading-is-cancelled-at-every-step", test_reading_is_cancelled_at_every_step);
  g_test_add_func ("/images/pixels-of-another-size-are-refused", test_pixels_of_another_size_are_refused);
  return g_test_run ();
}
