/* A model that is shown a list: an image that comes twice in a row is looked at once, and one that cannot be read harms nobody else. */
#include <gio/gio.h>
#include <string.h>

#include "analysis/measures/pair-session.h"
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
  g_test_add ("/pair-session/pair-can-be-cancelled", Fixture, NULL, set_up, test_pair_can_be_cancelled, tear_down);
  return g_test_run ();
}
