/* The sample images: what comes with Trestle is complete, and a samples.json that makes no sense is refused by name. */
#include "core/error.h"
#include "core/input/image.h"
#include "core/input/samples.h"
#include "tests/temporary-folder.h"

#include <string.h>

#define QUESTIONS "\"questions\": [{\"question\": \"how many?\", \"answer\": \"two\"}]"
#define TEXTS "\"true\": [\"a star\", \"a big star\"], \"false\": [], \"masked\": \"a <mask>\", \"masked_word\": \"star\""
#define SAMPLES(fields) "{\"samples\": [{" fields "}]}"

static GPtrArray *
load_json (const char *json, GError **error)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "samples.json", json }, { NULL, NULL } });
  GPtrArray *samples = trestle_samples_load (folder, error);

  temporary_folder_free (folder);
  return samples;
}

/* data/samples */
static void
test_samples_of_trestle_are_complete (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("TRESTLE_DATA"), "samples", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) samples = trestle_samples_load (folder, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (samples->len, ==, 12);
  for (guint i = 0; i < samples->len; i++)
    {
      const TrestleSample *sample = g_ptr_array_index (samples, i);
      G_GNUC_UNUSED g_autoptr (TrestleImage) image = trestle_image_load (sample->path, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_strv_length (sample->captions), >, 0);
      g_assert_cmpuint (g_strv_length (sample->false_captions), >, 0);
      g_assert_nonnull (strstr (sample->masked, "<mask>"));
      g_assert_cmpuint (g_strv_length (sample->questions), >, 0);
      g_assert_cmpuint (g_strv_length (sample->questions), ==, g_strv_length (sample->answers));
    }
}

static void
test_sample_holds_what_the_file_says (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) samples = load_json (SAMPLES ("\"image\": \"one.png\", \"objects\": [], " TEXTS ", " QUESTIONS), &error);
  const TrestleSample *sample;

  g_assert_no_error (error);
  g_assert_cmpuint (samples->len, ==, 1);
  sample = g_ptr_array_index (samples, 0);
  g_assert_true (g_str_has_suffix (sample->path, "/one.png"));
  g_assert_true (g_strv_equal ((const char *const *) sample->captions, (const char *[]){ "a star", "a big star", NULL }));
  g_assert_cmpuint (g_strv_length (sample->false_captions), ==, 0);
  g_assert_cmpstr (sample->masked, ==, "a <mask>");
  g_assert_cmpstr (sample->masked_word, ==, "star");
  g_assert_true (g_strv_equal ((const char *const *) sample->questions, (const char *[]){ "how many?", NULL }));
  g_assert_true (g_strv_equal ((const char *const *) sample->answers, (const char *[]){ "two", NULL }));
}

static void
test_samples_that_make_no_sense_are_refused (void)
{
  static const struct
  {
    const char *json;
    const char *said;
  } cases[] = {
    { "", "JSON" },
    { "[]", "object" },
    { "{}", "“samples”" },
    { "{\"samples\": {}}", "“samples”" },
    { "{\"samples\": [7]}", "sample 1" },
    { SAMPLES (TEXTS ", " QUESTIONS), "“image”" },
    { SAMPLES ("\"image\": \"\", " TEXTS ", " QUESTIONS), "“image”" },
    { SAMPLES ("\"image\": 5, " TEXTS ", " QUESTIONS), "“image”" },
    { SAMPLES ("\"image\": \"../secret.png\", " TEXTS ", " QUESTIONS), "“image”" },
    { SAMPLES ("\"image\": \"/secret.png\", " TEXTS ", " QUESTIONS), "“image”" },
    { SAMPLES ("\"image\": \"\\377.png\", " TEXTS ", " QUESTIONS), "escape" },
    { SAMPLES ("\"image\": \"..\", " TEXTS ", " QUESTIONS), "“image”" },
    { SAMPLES ("\"image\": \"a.png\", " QUESTIONS), "“true”" },
    { SAMPLES ("\"image\": \"a.png\", \"true\": \"a star\""), "“true”" },
    { SAMPLES ("\"image\": \"a.png\", \"true\": [\"a star\", 7]"), "“true”" },
    { SAMPLES ("\"image\": \"a.png\", \"true\": [], \"false\": [\"\"]"), "“false”" },
    { SAMPLES ("\"image\": \"a.png\", \"true\": [], \"false\": []"), "“masked”" },
    { SAMPLES ("\"image\": \"a.png\", \"true\": [], \"false\": [], \"masked\": \"no\", \"masked_word\": \"a\""), "“masked”" },
    { SAMPLES ("\"image\": \"a.png\", \"true\": [], \"false\": [], \"masked\": \"<mask>\""), "“masked_word”" },
    { SAMPLES ("\"image\": \"a.png\", " TEXTS), "“questions”" },
    { SAMPLES ("\"image\": \"a.png\", " TEXTS ", \"questions\": [\"why?\"]"), "“questions”" },
    { SAMPLES ("\"image\": \"a.png\", " TEXTS ", \"questions\": [{\"question\": \"why?\"}]"), "“answer”" },
    { SAMPLES ("\"image\": \"a.png\", " TEXTS ", \"questions\": [{\"question\": [], \"answer\": \"no\"}]"), "“question”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_null (load_json (cases[i].json, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "samples.json”"));
      g_assert_nonnull (strstr (error->message, cases[i].said));
    }
}

static void
test_folder_without_samples_is_named (void)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_samples_load (folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, folder));
  temporary_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/samples/samples-of-trestle-are-complete", test_samples_of_trestle_are_complete);
  g_test_add_func ("/samples/sample-holds-what-the-file-says", test_sample_holds_what_the_file_says);
  g_test_add_func ("/samples/samples-that-make-no-sense-are-refused", test_samples_that_make_no_sense_are_refused);
  g_test_add_func ("/samples/folder-without-samples-is-named", test_folder_without_samples_is_named);
  return g_test_run ();
}
