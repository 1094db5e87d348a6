/* Questions about a scene. Each kind may find that it cannot be asked about the object at hand, and returns %NULL. */
#include "tests/scenes-private.h"

typedef char *(*Question) (const Scene *scene, guint index, const char **answer, GRand *random);

static char *
ask_color (const Scene *scene, guint index, const char **answer, GRand *random)
{
  const SceneObject *object = &scene->objects[index];

  *answer = scene_colors[object->color];
  if (phrase_count (scene, &(Phrase){ PHRASE_NOTHING, PHRASE_NOTHING, object->shape }) != 1)
    return NULL;
  return g_strdup_printf ("what color is the %s?", scene_shapes[object->shape]);
}

static char *
ask_shape (const Scene *scene, guint index, const char **answer, GRand *random)
{
  const SceneObject *object = &scene->objects[index];

  *answer = scene_shapes[object->shape];
  if (phrase_count (scene, &(Phrase){ PHRASE_NOTHING, object->color, PHRASE_NOTHING }) != 1)
    return NULL;
  return g_strdup_printf ("what shape is %s?", scene_colors[object->color]);
}

static char *
ask_count (const Scene *scene, guint index, const char **answer, GRand *random)
{
  Phrase phrase = phrase_pick_countable (&scene->objects[index], random);
  g_autofree char *words = phrase_say_many (&phrase);

  *answer = scene_counts[phrase_count (scene, &phrase) - 1];
  return g_strdup_printf ("how many %s are there?", words);
}

static char *
ask_presence (const Scene *scene, guint index, const char **answer, GRand *random)
{
  const SceneObject *object = &scene->objects[index];
  Phrase phrase = { PHRASE_NOTHING, object->color, object->shape };
  g_autofree char *words = NULL;

  if (scene_happens (random, 0.5))
    phrase = (Phrase){ PHRASE_NOTHING, scene_pick (random, SCENE_N_COLORS), scene_pick (random, SCENE_N_SHAPES) };
  words = phrase_say_one (&phrase);
  *answer = phrase_count (scene, &phrase) > 0 ? "yes" : "no";
  return g_strdup_printf ("is there %s?", words);
}

/* Only where the relation or its opposite holds, so that nobody can argue. */
static char *
ask_relation (const Scene *scene, guint index, const char **answer, GRand *random)
{
  const SceneObject *object = &scene->objects[index], *other = scene->n_objects > 1 ? scene_pick_other (scene, index, random) : object;
  Phrase a = { PHRASE_NOTHING, object->color, object->shape }, b = { PHRASE_NOTHING, other->color, other->shape };
  guint relation = (guint) scene_pick (random, SCENE_N_RELATIONS);
  gboolean is_so = scene_is_related (object, other, relation), is_opposite = scene_is_related (object, other, SCENE_OPPOSITE (relation));

  *answer = is_so ? "yes" : "no";
  if (other == object || phrase_count (scene, &a) != 1 || phrase_count (scene, &b) != 1 || !(is_so || is_opposite))
    return NULL;
  return g_strdup_printf ("is the %s %s %s the %s %s?", scene_colors[a.color], scene_shapes[a.shape], scene_relations[relation].words,
                          scene_colors[b.color], scene_shapes[b.shape]);
}

static char *
ask_size (const Scene *scene, guint index, const char **answer, GRand *random)
{
  const SceneObject *object = &scene->objects[index];

  *answer = scene_sizes[object->size];
  if (phrase_count (scene, &(Phrase){ PHRASE_NOTHING, object->color, object->shape }) != 1)
    return NULL;
  return g_strdup_printf ("is the %s %s small or large?", scene_colors[object->color], scene_shapes[object->shape]);
}

/* What stands next to the object, where only one does. */
static char *
ask_neighbour (const Scene *scene, guint index, const char **answer, GRand *random)
{
  const SceneObject *object = &scene->objects[index], *neighbour = NULL;
  guint relation = (guint) scene_pick (random, SCENE_N_RELATIONS), n_neighbours = 0;

  for (guint i = 0; i < scene->n_objects; i++)
    if (i != index && scene_is_related (&scene->objects[i], object, relation))
      {
        neighbour = &scene->objects[i];
        n_neighbours++;
      }
  if (n_neighbours != 1 || phrase_count (scene, &(Phrase){ PHRASE_NOTHING, PHRASE_NOTHING, object->shape }) != 1)
    return NULL;
  if (scene_happens (random, 0.5))
    {
      *answer = scene_colors[neighbour->color];
      return g_strdup_printf ("what color is the object %s the %s?", scene_relations[relation].words, scene_shapes[object->shape]);
    }
  *answer = scene_shapes[neighbour->shape];
  return g_strdup_printf ("what shape is %s the %s?", scene_relations[relation].words, scene_shapes[object->shape]);
}

char *
scene_question (const Scene *scene, const char **answer, GRand *random)
{
  static const Question questions[] = { ask_color, ask_shape, ask_count, ask_presence, ask_relation, ask_size, ask_neighbour };

  for (guint i = 0; i < SCENE_MOST_TRIES; i++)
    {
      Question ask = questions[scene_pick (random, G_N_ELEMENTS (questions))];
      char *question = ask (scene, (guint) scene_pick (random, (int) scene->n_objects), answer, random);

      if (question != NULL)
        return question;
    }
  *answer = scene_counts[scene->n_objects - 1];
  return g_strdup ("how many objects are there?");
}
