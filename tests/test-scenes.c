/* The drawn world against the program that trained the demo models: tests/golden/scenes has scenes of it as that program drew them, with
 * every caption and every question that it can come up with, whatever its random numbers. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "core/input/image.h"
#include "tests/scenes.h"
#include "tests/temporary-folder.h"

#define N_ASKED 20000     /* of each kind of text, of each scene */
#define LEAST_COVERED 0.8 /* of the texts that there are, some of which are rare */
#define N_SCENES 3000

static JsonArray *scenes; /* of the golden file */

static void
read_scene (guint index, Scene *scene)
{
  JsonObject *golden = json_array_get_object_element (scenes, index);
  JsonArray *objects = json_object_get_array_member (golden, "objects");

  scene->n_objects = json_array_get_length (objects);
  g_assert_cmpuint (scene->n_objects, <=, SCENE_MOST_OBJECTS);
  for (guint i = 0; i < scene->n_objects; i++)
    {
      JsonObject *object = json_array_get_object_element (objects, i);

      scene->objects[i] = (SceneObject){
        .color = (int) json_object_get_int_member (object, "color"),
        .shape = (int) json_object_get_int_member (object, "shape"),
        .size = (int) json_object_get_int_member (object, "size"),
        .x = json_object_get_double_member (object, "x"),
        .y = json_object_get_double_member (object, "y"),
        .radius = json_object_get_double_member (object, "radius"),
        .shade = json_object_get_double_member (object, "shade"),
      };
    }
  for (guint i = 0; i < 3; i++)
    scene->background[i] = json_array_get_double_element (json_object_get_array_member (golden, "background"), i);
}

/* (transfer full) (nullable): the texts of a member as a set; %NULL where the file has none */
static GHashTable *
read_texts (guint index, const char *member)
{
  JsonObject *golden = json_array_get_object_element (scenes, index);
  JsonArray *texts = json_object_has_member (golden, member) ? json_object_get_array_member (golden, member) : NULL;
  GHashTable *set = texts != NULL ? g_hash_table_new (g_str_hash, g_str_equal) : NULL;

  for (guint i = 0; texts != NULL && i < json_array_get_length (texts); i++)
    g_hash_table_add (set, (gpointer) json_array_get_string_element (texts, i));
  return set;
}

static TrestleImage *
load_drawing (guint index)
{
  g_autofree char *name = g_strdup_printf ("scene-%u.png", index);
  g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_GOLDEN"), "scenes", name, NULL);
  g_autoptr (GError) error = NULL;
  TrestleImage *image = trestle_image_load (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image->width, ==, SCENE_PIXELS);
  g_assert_cmpuint (image->height, ==, SCENE_PIXELS);
  return image;
}

/* To one level in 255, as another version of cairo may round otherwise. */
static void
test_drawings_are_those_of_the_training (void)
{
  for (guint i = 0; i < json_array_get_length (scenes); i++)
    {
      g_autoptr (TrestleImage) expected = load_drawing (i);
      g_autofree guint8 *pixels = NULL;
      Scene scene;

      read_scene (i, &scene);
      pixels = scene_draw (&scene);
      for (guint j = 0; j < SCENE_PIXELS * SCENE_PIXELS * 3; j++)
        g_assert_cmpint (ABS (pixels[j] - expected->pixels[j]), <=, 1);
    }
}

static char *
make_text (const char *kind, const Scene *scene, GRand *random)
{
  if (g_str_equal (kind, "full"))
    return scene_full_caption (scene, random);
  return scene_caption (scene, g_str_equal (kind, "true"), random);
}

/* Nothing that the program does not say, and most of what it does. */
static void
test_captions_are_those_of_the_training (gconstpointer kind)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < json_array_get_length (scenes); i++)
    {
      g_autoptr (GHashTable) expected = read_texts (i, kind);
      g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      Scene scene;

      if (expected == NULL)
        continue;
      read_scene (i, &scene);
      for (guint j = 0; j < N_ASKED; j++)
        {
          char *text = make_text (kind, &scene, random);

          if (!g_hash_table_contains (expected, text))
            g_test_message ("scene %u: “%s”", i, text);
          g_assert_true (g_hash_table_contains (expected, text));
          g_hash_table_add (found, text);
        }
      g_assert_cmpfloat (g_hash_table_size (found), >=, LEAST_COVERED * g_hash_table_size (expected));
    }
}

static void
test_questions_have_the_answers_of_the_training (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < json_array_get_length (scenes); i++)
    {
      JsonObject *golden = json_array_get_object_element (scenes, i);
      g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      JsonObject *expected;
      Scene scene;

      if (!json_object_has_member (golden, "questions"))
        continue;
      expected = json_object_get_object_member (golden, "questions");
      read_scene (i, &scene);
      for (guint j = 0; j < N_ASKED; j++)
        {
          const char *answer;
          char *question = scene_question (&scene, &answer, random);

          g_assert_true (json_object_has_member (expected, question));
          g_assert_cmpstr (answer, ==, json_object_get_string_member (expected, question));
          g_hash_table_add (found, question);
        }
      g_assert_cmpfloat (g_hash_table_size (found), >=, LEAST_COVERED * json_object_get_size (expected));
    }
}

static void
test_objects_do_not_touch (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint seen[SCENE_MOST_OBJECTS + 1] = { 0 };

  for (guint i = 0; i < N_SCENES; i++)
    {
      Scene scene;

      scene_init (&scene, random);
      seen[scene.n_objects]++;
      for (guint a = 0; a < scene.n_objects; a++)
        for (guint b = 0; b < a; b++)
          {
            double dx = scene.objects[a].x - scene.objects[b].x, dy = scene.objects[a].y - scene.objects[b].y;
            double reach = scene.objects[a].radius + scene.objects[b].radius;

            g_assert_cmpfloat (dx * dx + dy * dy, >, 1.44 * reach * reach);
          }
    }
  /* Of seven scenes three have two objects. */
  g_assert_cmpuint (seen[0], ==, 0);
  g_assert_cmpfloat (ABS ((double) seen[2] / N_SCENES - 3.0 / 7.0), <, 0.05);
  g_assert_cmpfloat (ABS ((double) seen[4] / N_SCENES - 1.0 / 7.0), <, 0.05);
}

static char *
read_list (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "pairs.jsonl", NULL);
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  return content;
}

/* A line for each of five scenes, and an image that can be read. */
static void
test_half_of_a_list_is_true (void)
{
  char *folder = temporary_folder_new ((const TemporaryFile[]){ { NULL } });
  g_autofree char *last = g_build_filename (folder, "scene-00004.png", NULL);
  g_autoptr (TrestleImage) image = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (scenes_write (folder, SCENES_MATCH, 5, 1, &error));
  g_assert_no_error (error);
  image = trestle_image_load (last, &error);
  g_assert_no_error (error);
  list = read_list (folder);
  lines = g_strsplit (list, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  for (guint i = 0; i < 5; i++)
    g_assert_nonnull (strstr (lines[i], i % 2 == 0 ? "\"label\":\"yes\"" : "\"label\":\"no\""));
  temporary_folder_free (folder);
}

static void
test_a_list_that_cannot_be_written_is_an_error (void)
{
  char *folder = temporary_folder_new ((const TemporaryFile[]){ { "file", "" }, { NULL } });
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (scenes_write (path, SCENES_ASK, 1, 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, path));
  temporary_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = g_build_filename (g_getenv ("TRESTLE_GOLDEN"), "scenes", "scenes.json", NULL);
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  scenes = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "scenes");
  g_test_add_func ("/scenes/drawings-are-those-of-the-training", test_drawings_are_those_of_the_training);
  g_test_add_data_func ("/scenes/true-captions-are-those-of-the-training", "true", test_captions_are_those_of_the_training);
  g_test_add_data_func ("/scenes/false-captions-are-those-of-the-training", "false", test_captions_are_those_of_the_training);
  g_test_add_data_func ("/scenes/full-captions-are-those-of-the-training", "full", test_captions_are_those_of_the_training);
  g_test_add_func ("/scenes/questions-have-the-answers-of-the-training", test_questions_have_the_answers_of_the_training);
  g_test_add_func ("/scenes/objects-do-not-touch", test_objects_do_not_touch);
  g_test_add_func ("/scenes/half-of-a-list-is-true", test_half_of_a_list_is_true);
  g_test_add_func ("/scenes/a-list-that-cannot-be-written-is-an-error", test_a_list_that_cannot_be_written_is_an_error);
  return g_test_run ();
}
