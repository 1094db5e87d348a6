/* Folders of drawn scenes, with a list of what is said of each. */
#include <json-glib/json-glib.h>

#include "tests/scenes.h"

gboolean
scenes_parse_kind (const char *name, ScenesKind *kind)
{
  static const char *const names[] = { "match", "ask", "caption" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      {
        *kind = (ScenesKind) i;
        return TRUE;
      }
  return FALSE;
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_add_string_value (json_builder_set_member_name (builder, name), value);
}

/* The members of a line beside its image. */
static void
add_words (JsonBuilder *builder, const Scene *scene, ScenesKind kind, guint index, GRand *random)
{
  gboolean is_true = index % 2 == 0;
  const char *answer = NULL;
  g_autofree char *text = kind == SCENES_MATCH ? scene_caption (scene, is_true, random)
                          : kind == SCENES_ASK ? scene_question (scene, &answer, random)
                                               : scene_full_caption (scene, random);

  add_string (builder, "text", text);
  if (kind == SCENES_MATCH)
    add_string (builder, "label", is_true ? "yes" : "no");
  if (kind == SCENES_ASK)
    add_string (builder, "answer", answer);
}

static void
append_line (GString *list, const char *image, const Scene *scene, ScenesKind kind, guint index, GRand *random)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *line = NULL;

  add_string (builder, "image", image);
  add_words (builder, scene, kind, index, random);
  root = json_builder_get_root (json_builder_end_object (builder));
  line = json_to_string (root, FALSE);
  g_string_append_printf (list, "%s\n", line);
}

gboolean
scenes_write (const char *folder, ScenesKind kind, guint n, guint32 seed, GError **error)
{
  /* Two of them, so that what is said of a scene does not change the next one. */
  g_autoptr (GRand) places = g_rand_new_with_seed_array ((guint32[]){ seed, 0 }, 2);
  g_autoptr (GRand) words = g_rand_new_with_seed_array ((guint32[]){ seed, 1 }, 2);
  g_autofree char *path = g_build_filename (folder, "pairs.jsonl", NULL);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("scene-%05u.png", i);
      g_autofree char *image = g_build_filename (folder, name, NULL);
      Scene scene;

      scene_init (&scene, places);
      if (!scene_write (&scene, image, error))
        return FALSE;
      append_line (list, name, &scene, kind, i, words);
    }
  return g_file_set_contents (path, list->str, (gssize) list->len, error);
}
