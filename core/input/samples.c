/* Reads samples.json. Anybody can put one beside images, so nothing in it is taken for granted. */
#include "core/input/samples.h"

#include "core/error.h"
#include "core/formats/json-file.h"

#include <string.h>

/* The one that comes with Trestle has 13 kB. */
#define MAX_FILE_SIZE (4 * 1024 * 1024)
#define MASK "<mask>"

/* Where a sample is, for messages: "“samples.json” has a sample 3 ..." */
typedef struct
{
  const char *name;
  guint number;
} Place;

static void
sample_free (gpointer data)
{
  TrestleSample *sample = data;

  g_free (sample->path);
  g_strfreev (sample->captions);
  g_strfreev (sample->false_captions);
  g_free (sample->masked);
  g_free (sample->masked_word);
  g_strfreev (sample->questions);
  g_strfreev (sample->answers);
  g_free (sample);
}

static gboolean
set_value_error (Place place, const char *key, const char *expected, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a sample %u whose “%s” is not %s", place.name, place.number, key,
               expected);
  return FALSE;
}

static gboolean
read_text (JsonObject *object, const char *key, Place place, char **text, GError **error)
{
  const char *value = trestle_json_string (trestle_json_find (object, key));

  if (value == NULL || *value == '\0')
    return set_value_error (place, key, "a text", error);
  *text = g_strdup (value);
  return TRUE;
}

static gboolean
read_texts (JsonObject *object, const char *key, Place place, char ***texts, GError **error)
{
  JsonArray *list = trestle_json_array (trestle_json_find (object, key));
  guint length = list != NULL ? json_array_get_length (list) : 0;

  if (list == NULL)
    return set_value_error (place, key, "a list of texts", error);
  *texts = g_new0 (char *, length + 1);
  for (guint i = 0; i < length; i++)
    {
      const char *text = trestle_json_string (json_array_get_element (list, i));

      if (text == NULL || *text == '\0')
        return set_value_error (place, key, "a list of texts", error);
      (*texts)[i] = g_strdup (text);
    }
  return TRUE;
}

/* The file says only which file of its own folder, so that it cannot point elsewhere. */
static gboolean
read_path (JsonObject *object, const char *folder, Place place, char **path, GError **error)
{
  const char *image = trestle_json_string (trestle_json_find (object, "image"));

  if (image == NULL || *image == '\0' || strchr (image, '/') != NULL || g_str_equal (image, ".") || g_str_equal (image, ".."))
    return set_value_error (place, "image", "the name of a file in the same folder", error);
  *path = g_build_filename (folder, image, NULL);
  return TRUE;
}

static gboolean
read_masked (JsonObject *object, Place place, TrestleSample *sample, GError **error)
{
  if (!read_text (object, "masked", place, &sample->masked, error)
      || !read_text (object, "masked_word", place, &sample->masked_word, error))
    return FALSE;
  return strstr (sample->masked, MASK) != NULL || set_value_error (place, "masked", "a text with a " MASK, error);
}

/* A list of {"question": ..., "answer": ...}. */
static gboolean
read_questions (JsonObject *object, Place place, TrestleSample *sample, GError **error)
{
  JsonArray *list = trestle_json_array (trestle_json_find (object, "questions"));
  guint length = list != NULL ? json_array_get_length (list) : 0;

  if (list == NULL)
    return set_value_error (place, "questions", "a list", error);
  sample->questions = g_new0 (char *, length + 1);
  sample->answers = g_new0 (char *, length + 1);
  for (guint i = 0; i < length; i++)
    {
      JsonObject *asked = trestle_json_object (json_array_get_element (list, i));

      if (asked == NULL)
        return set_value_error (place, "questions", "a list of questions with answers", error);
      if (!read_text (asked, "question", place, &sample->questions[i], error)
          || !read_text (asked, "answer", place, &sample->answers[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_sample (JsonNode *node, const char *folder, Place place, TrestleSample *sample, GError **error)
{
  JsonObject *object = trestle_json_object (node);

  if (object == NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a sample %u that is not an object, in braces", place.name,
                   place.number);
      return FALSE;
    }
  return read_path (object, folder, place, &sample->path, error) && read_texts (object, "true", place, &sample->captions, error)
         && read_texts (object, "false", place, &sample->false_captions, error) && read_masked (object, place, sample, error)
         && read_questions (object, place, sample, error);
}

static GPtrArray *
read_samples (JsonArray *list, const char *folder, const char *name, GError **error)
{
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func (sample_free);

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      TrestleSample *sample = g_new0 (TrestleSample, 1);

      g_ptr_array_add (samples, sample);
      if (!read_sample (json_array_get_element (list, i), folder, (Place){ name, i + 1 }, sample, error))
        return NULL;
    }
  return g_steal_pointer (&samples);
}

GPtrArray *
trestle_samples_load (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "samples.json", NULL);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (JsonNode) root = trestle_json_file_read (path, MAX_FILE_SIZE, error);
  JsonArray *list;

  if (root == NULL)
    return NULL;
  list = trestle_json_array (trestle_json_find (trestle_json_object (root), "samples"));
  if (list == NULL)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has no list “samples”", name);
      return NULL;
    }
  return read_samples (list, folder, name, error);
}
