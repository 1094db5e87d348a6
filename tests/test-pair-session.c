/* A model that is shown a list: an image that comes twice in a row is looked at once, and one that cannot be read harms nobody else. */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "analysis/measures/dataset.h"
#include "analysis/measures/head-watch.h"
#include "core/error.h"
#include "tests/temporary-folder.h"

typedef struct
{
  char *folder;
  char *image; /* a copy of a sample, to be spoilt */
  TrestlePairSession *session;
} Fixture;

static char *
data_path (const char *name)
{
  return g_build_filename (g_getenv ("TRESTLE_DATA"), name, NULL);
}

static void
copy_sample (const Fixture *fixture, const char *name)
{
  g_autofree char *path = data_path (name), *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (fixture->image, content, (gssize) length, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *model = data_path ("models/bridgetower-shapes");
  g_autoptr (GError) error = NULL;

  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->image = g_build_filename (fixture->folder, "image.png", NULL);
  copy_sample (fixture, "samples/scene-01.png");
  fixture->session = trestle_pair_session_open (model, NULL, TRESTLE_STAND_IN_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  trestle_pair_session_free (fixture->session);
  temporary_folder_free (fixture->folder);
  g_free (fixture->image);
}

/* The logit of a match. */
static float
run (Fixture *fixture, const char *image, const char *text)
{
  TrestlePair pair = { .image = (char *) image, .text = (char *) text };
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTrace) trace = trestle_pair_session_run (fixture->session, &pair, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (fixture->session->tokens);
  return trestle_trace_get (trace, "logits.itm")->data[1];
}

static void
fail (Fixture *fixture, const char *image, const char *said)
{
  TrestlePair pair = { .image = (char *) image, .text = "a star" };
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_pair_session_run (fixture->session, &pair, NULL, &error));
  g_assert_nonnull (strstr (error->message, said));
}

/* That the second run works although the file is none any more shows that it was not read again. */
static void
test_image_that_follows_itself_is_read_once (Fixture *fixture, gconstpointer data)
{
  float first = run (fixture, fixture->image, "a red star");

  g_assert_true (g_file_set_contents (fixture->image, "no image", -1, NULL));
  g_assert_cmpfloat (run (fixture, fixture->image, "a red star"), ==, first);
  g_assert_cmpfloat (run (fixture, fixture->image, "a blue heart"), !=, first);
}

static void
test_another_image_gives_another_answer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = data_path ("samples/scene-02.png");
  float first = run (fixture, fixture->image, "a red star");

  g_assert_cmpfloat (run (fixture, other, "a red star"), !=, first);
  g_assert_cmpfloat (run (fixture, fixture->image, "a red star"), ==, first);
}

/* Neither is the absent image taken for the one before, nor the one before for the absent one. */
static void
test_image_that_fails_harms_no_other (Fixture *fixture, gconstpointer data)
{
  float first = run (fixture, fixture->image, "a red star");

  fail (fixture, "absent.png", "absent.png");
  fail (fixture, "absent.png", "absent.png");
  g_assert_cmpfloat (run (fixture, fixture->image, "a red star"), ==, first);
}

static void
test_texts_that_are_cut_are_counted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *longer = g_strnfill (2000, 'x');

  run (fixture, fixture->image, "a red star");
  g_assert_cmpuint (fixture->session->n_cut, ==, 0);
  run (fixture, fixture->image, longer);
  g_assert_cmpuint (fixture->session->n_cut, ==, 1);
}

/* All bridges fed the last layer, as a session of one's own would have it. */
static void
test_bridges_are_taken_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *model = data_path ("models/bridgetower-shapes");
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePairSession) without = trestle_pair_session_open (model, NULL, TRESTLE_STAND_IN_LAST, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint i = 0; i < trestle_model_get_n_bridges (trestle_session_get_model (without->session)); i++)
      g_assert_cmpint (trestle_session_get_stand_in (without->session, side, i), ==, TRESTLE_STAND_IN_LAST);
}

static void
test_model_without_bridges_has_none_to_take_out (void)
{
  g_autofree char *model = data_path ("models/meter-shapes");
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_pair_session_open (model, NULL, TRESTLE_STAND_IN_LAST, NULL, NULL, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "meter-shapes"));
}

/* A pair that was given up is not done; the next one is run as ever. */
static void
test_pair_can_be_cancelled (Fixture *fixture, gconstpointer data)
{
  TrestlePair pair = { .image = fixture->image, .text = (char *) "a red star" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TrestleTrace) trace = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (trestle_pair_session_run (fixture->session, &pair, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  trace = trestle_pair_session_run (fixture->session, &pair, NULL, &error);
  g_assert_no_error (error);
}

/* Reads the images of the paths ahead. */
static void
read_ahead (Fixture *fixture, char **paths, guint n, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      TrestlePair *pair = g_new0 (TrestlePair, 1);

      pair->image = paths[i];
      g_ptr_array_add (pairs, pair);
    }
  trestle_pair_session_read_ahead (fixture->session, pairs, cancellable);
}

/* That the runs work although the file is none any more shows that it was read before, and the image is what it is alone. */
static void
test_images_that_were_read_ahead_are_not_read_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = data_path ("samples/scene-02.png");
  float alone = run (fixture, fixture->image, "a red star"), other_alone = run (fixture, other, "a red star");

  read_ahead (fixture, (char *[]){ other, fixture->image, other }, 3, NULL);
  g_assert_cmpuint (g_hash_table_size (fixture->session->ahead), ==, 2);
  g_assert_true (g_file_set_contents (fixture->image, "no image", -1, NULL));
  g_assert_cmpfloat_with_epsilon (run (fixture, fixture->image, "a red star"), alone, 1e-4);
  g_assert_cmpfloat_with_epsilon (run (fixture, other, "a red star"), other_alone, 1e-4);
  g_assert_cmpfloat_with_epsilon (run (fixture, fixture->image, "a red star"), alone, 1e-4);
}

/* What is read next takes the place of what was read ahead before, and of the image that the session has. */
static void
test_images_that_were_read_ahead_are_forgotten (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = data_path ("samples/scene-02.png");

  read_ahead (fixture, &fixture->image, 1, NULL);
  run (fixture, fixture->image, "a red star");
  read_ahead (fixture, &other, 1, NULL);
  g_assert_true (g_file_set_contents (fixture->image, "no image", -1, NULL));
  fail (fixture, fixture->image, "image.png");
  run (fixture, other, "a red star");
}

static void
test_image_that_cannot_be_read_ahead_fails_alone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = data_path ("samples/scene-02.png"), *broken = g_build_filename (fixture->folder, "broken.png", NULL);
  float alone = run (fixture, fixture->image, "a red star");

  g_assert_true (g_file_set_contents (broken, "no image", -1, NULL));
  read_ahead (fixture, (char *[]){ fixture->image, broken, (char *) "absent.png", other }, 4, NULL);
  fail (fixture, "absent.png", "absent.png");
  fail (fixture, broken, "broken.png");
  g_assert_cmpfloat_with_epsilon (run (fixture, fixture->image, "a red star"), alone, 1e-4);
  g_assert_cmpfloat (run (fixture, other, "a red star"), !=, alone);
}

/* Then each pair reads its own. */
static void
test_reading_ahead_can_be_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  float alone = run (fixture, fixture->image, "a red star");

  g_cancellable_cancel (cancellable);
  read_ahead (fixture, &fixture->image, 1, cancellable);
  g_assert_cmpuint (g_hash_table_size (fixture->session->ahead), ==, 0);
  g_assert_cmpfloat (run (fixture, fixture->image, "a red star"), ==, alone);
}

/* Twelve pairs: images that come once and twice, one that is absent, and a line that is no pair. */
static TrestlePairList *
open_list (const Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "list.jsonl", NULL);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  TrestlePairList *list;

  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("samples/scene-%02u.png", i), *image = data_path (name);

      g_string_append_printf (lines, "{\"image\": \"%s\", \"text\": \"a red star\"}\n", image);
      if (i == 2)
        g_string_append (lines, "{\"image\": \"absent.png\", \"text\": \"a red star\"}\nno pair\n");
      g_string_append_printf (lines, "{\"image\": \"%s\", \"text\": \"number %u\"}\n", image, i);
    }
  g_assert_true (g_file_set_contents (path, lines->str, -1, NULL));
  list = trestle_pair_list_open (path, &error);
  g_assert_no_error (error);
  return list;
}

/* A list, as it is measured in batches: the model's heads, and where it stops. */
typedef struct
{
  TrestleHeadWatch *watch;
  GCancellable *cancellable;
  guint64 stop_at;
} Measuring;

static gboolean
measure (const TrestlePair *pair, double *values, gpointer data, GError **error)
{
  Measuring *measuring = data;

  if (pair->index == measuring->stop_at)
    g_cancellable_cancel (measuring->cancellable);
  return trestle_head_watch_measure (pair, values, measuring->watch, error);
}

static void
read_batch (const GPtrArray *pairs, gpointer data, GCancellable *cancellable)
{
  trestle_head_watch_read_ahead (pairs, ((Measuring *) data)->watch, cancellable);
}

static TrestleHeadWatch *
open_watch (void)
{
  g_autofree char *model = data_path ("models/bridgetower-shapes");
  g_autoptr (GError) error = NULL;
  TrestleHeadWatch *watch = trestle_head_watch_new ();
  TrestlePairSession *session = trestle_pair_session_open (model, NULL, TRESTLE_STAND_IN_NONE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  trestle_head_watch_add (watch, session, TRESTLE_STAND_IN_NONE, 1u << TRESTLE_HEAD_DIVERGENCE);
  return watch;
}

/* Does what is missing, as a program does that was just started. */
static void
go_on (TrestleDataset *dataset, TrestlePairList *list, guint n_images, guint64 stop_at)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TrestleHeadWatch) watch = open_watch ();
  Measuring measuring = { watch, cancellable, stop_at };
  const TrestleDatasetHooks hooks = { .cancellable = cancellable, .read_ahead = read_batch, .n_images = n_images };
  g_autoptr (GArray) missing = trestle_pair_log_find_missing (dataset->log, (TrestlePairRange){ 0, dataset->n_pairs });
  g_autoptr (GError) error = NULL;

  g_assert_true (trestle_dataset_run (dataset, list, missing, measure, &measuring, &hooks, &error));
  g_assert_no_error (error);
}

static TrestleDataset *
new_dataset (TrestlePairList *list)
{
  g_autoptr (TrestleHeadWatch) watch = open_watch ();

  return trestle_dataset_new ("heads", (const char *const[]){ "demo", NULL }, "", list, watch->profiles[0].shape.n_values);
}

/* @tolerance: relative; 0 asks for every bit */
static void
assert_same (const TrestleDataset *found, const TrestleDataset *expected, double tolerance)
{
  g_assert_cmpuint (trestle_pair_log_count (found->log), ==, trestle_pair_log_count (expected->log));
  g_assert_cmpuint (found->log->n_failed, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const TrestlePairFailure *failure = &g_array_index (found->log->failures, TrestlePairFailure, i);
      const TrestlePairFailure *other = &g_array_index (expected->log->failures, TrestlePairFailure, i);

      g_assert_cmpuint (failure->line, ==, other->line);
      g_assert_cmpstr (failure->reason, ==, other->reason);
    }
  for (gsize i = 0; i < found->tally->n_values; i++)
    {
      double mean = trestle_tally_get_mean (expected->tally, i);

      g_assert_cmpfloat (fabs (trestle_tally_get_mean (found->tally, i) - mean), <=, tolerance * mean);
    }
}

/* A divergence is a difference of logarithms of float32 numbers. */
static void
test_batches_do_not_change_the_result (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestlePairList) list = open_list (fixture);
  g_autoptr (TrestleDataset) one_by_one = new_dataset (list);
  static const guint sizes[] = { 2, 3, 64 };

  go_on (one_by_one, list, 1, G_MAXUINT64);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TrestleDataset) dataset = new_dataset (list);

      go_on (dataset, list, sizes[i], G_MAXUINT64);
      assert_same (dataset, one_by_one, 1e-4);
    }
}

static void
test_run_that_goes_on_in_a_batch_is_one_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestlePairList) list = open_list (fixture);
  g_autoptr (TrestleDataset) whole = new_dataset (list);
  static const guint64 stops[] = { 1, 2, 6, 9 };

  go_on (whole, list, 3, G_MAXUINT64);
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      g_autoptr (TrestleDataset) dataset = new_dataset (list);

      go_on (dataset, list, 3, stops[i]);
      g_assert_cmpuint (trestle_pair_log_count (dataset->log), ==, stops[i] + 1);
      go_on (dataset, list, 3, G_MAXUINT64);
      assert_same (dataset, whole, 0.0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/pair-session/image-that-follows-itself-is-read-once", Fixture, NULL, set_up, test_image_that_follows_itself_is_read_once,
              tear_down);
  g_test_add ("/pair-session/another-image-gives-another-answer", Fixture, NULL, set_up, test_another_image_gives_another_answer,
              tear_down);
  g_test_add ("/pair-session/image-that-fails-harms-no-other", Fixture, NULL, set_up, test_image_that_fails_harms_no_other, tear_down);
  g_test_add ("/pair-session/texts-that-are-cut-are-counted", Fixture, NULL, set_up, test_texts_that_are_cut_are_counted, tear_down);
  g_test_add ("/pair-session/bridges-are-taken-out", Fixture, NULL, set_up, test_bridges_are_taken_out, tear_down);
  g_test_add_func ("/pair-session/model-without-bridges-has-none-to-take-out", test_model_without_bridges_has_none_to_take_out);
#define ADD(name, function) g_test_add ("/pair-session/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("images-that-were-read-ahead-are-not-read-again", test_images_that_were_read_ahead_are_not_read_again);
  ADD ("images-that-were-read-ahead-are-forgotten", test_images_that_were_read_ahead_are_forgotten);
  ADD ("image-that-cannot-be-read-ahead-fails-alone", test_image_that_cannot_be_read_ahead_fails_alone);
  ADD ("reading-ahead-can-be-cancelled", test_reading_ahead_can_be_cancelled);
  ADD ("batches-do-not-change-the-result", test_batches_do_not_change_the_result);
  ADD ("run-that-goes-on-in-a-batch-is-one-run", test_run_that_goes_on_in_a_batch_is_one_run);
#undef ADD
  g_test_add ("/pair-session/pair-can-be-cancelled", Fixture, NULL, set_up, test_pair_can_be_cancelled, tear_down);
  return g_test_run ();
}
