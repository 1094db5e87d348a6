/* Words for objects. */
#include "tests/scenes-private.h"

const char *const scene_colors[SCENE_N_COLORS] = { "red", "green", "blue", "yellow", "purple", "orange", "pink", "black" };
const char *const scene_shapes[SCENE_N_SHAPES] = { "circle", "square", "triangle", "star", "heart", "cross" };
const char *const scene_sizes[SCENE_N_SIZES] = { "small", "large" };
const char *const scene_counts[SCENE_MOST_OBJECTS] = { "one", "two", "three", "four" };

Phrase
phrase_describe (const SceneObject *object, GRand *random, double size_probability)
{
  return (Phrase){ scene_happens (random, size_probability) ? object->size : PHRASE_NOTHING, object->color, object->shape };
}

gboolean
phrase_fits (const SceneObject *object, const Phrase *phrase)
{
  return (phrase->size == PHRASE_NOTHING || phrase->size == object->size)
         && (phrase->color == PHRASE_NOTHING || phrase->color == object->color)
         && (phrase->shape == PHRASE_NOTHING || phrase->shape == object->shape);
}

guint
phrase_count (const Scene *scene, const Phrase *phrase)
{
  guint count = 0;

  for (guint i = 0; i < scene->n_objects; i++)
    count += phrase_fits (&scene->objects[i], phrase);
  return count;
}

char *
phrase_say (const Phrase *phrase)
{
  GString *words = g_string_new (NULL);

  if (phrase->size != PHRASE_NOTHING)
    g_string_append_printf (words, "%s ", scene_sizes[phrase->size]);
  if (phrase->color != PHRASE_NOTHING)
    g_string_append_printf (words, "%s ", scene_colors[phrase->color]);
  g_string_append (words, phrase->shape != PHRASE_NOTHING ? scene_shapes[phrase->shape] : "object");
  return g_string_free (words, FALSE);
}

char *
phrase_say_one (const Phrase *phrase)
{
  g_autofree char *words = phrase_say (phrase);

  return g_strconcat (words[0] == 'o' ? "an " : "a ", words, NULL);
}

char *
phrase_say_many (const Phrase *phrase)
{
  g_autofree char *words = phrase_say (phrase);

  return g_strconcat (words, g_str_has_suffix (words, "cross") ? "es" : "s", NULL);
}

/* One word of a group instead of another one; one that is not there, such as the shape of an "object", stays away. */
static void
change_word (int *word, int n, GRand *random)
{
  if (*word != PHRASE_NOTHING)
    *word = (*word + 1 + scene_pick (random, n - 1)) % n;
}

void
phrase_change (Phrase *phrase, GRand *random)
{
  int n_adjectives = (phrase->size != PHRASE_NOTHING) + (phrase->color != PHRASE_NOTHING);
  int place = scene_pick (random, n_adjectives + 1);

  if (place == n_adjectives)
    change_word (&phrase->shape, SCENE_N_SHAPES, random);
  else if (place == 0 && phrase->size != PHRASE_NOTHING)
    change_word (&phrase->size, SCENE_N_SIZES, random);
  else
    change_word (&phrase->color, SCENE_N_COLORS, random);
}

Phrase
phrase_pick_countable (const SceneObject *object, GRand *random)
{
  Phrase phrases[] = {
    { PHRASE_NOTHING, PHRASE_NOTHING, PHRASE_NOTHING },
    { PHRASE_NOTHING, object->color, PHRASE_NOTHING },
    { PHRASE_NOTHING, PHRASE_NOTHING, object->shape },
  };

  return phrases[scene_pick (random, G_N_ELEMENTS (phrases))];
}
