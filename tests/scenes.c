/* Scenes of coloured shapes. */
#include <math.h>

#include "tests/scenes-private.h"

const SceneRelation scene_relations[SCENE_N_RELATIONS] = { { "left of", -1, 0 },
                                                           { "right of", 1, 0 },
                                                           { "above", 0, -1 },
                                                           { "below", 0, 1 } };

gboolean
scene_happens (GRand *random, double probability)
{
  return g_rand_double (random) < probability;
}

int
scene_pick (GRand *random, int n)
{
  return g_rand_int_range (random, 0, n);
}

static gboolean
is_free (const Scene *scene, double x, double y, double radius)
{
  for (guint i = 0; i < scene->n_objects; i++)
    {
      const SceneObject *other = &scene->objects[i];

      if (hypot (x - other->x, y - other->y) <= 1.2 * (radius + other->radius))
        return FALSE;
    }
  return TRUE;
}

static void
place_object (Scene *scene, GRand *random)
{
  SceneObject object = { .size = scene_pick (random, SCENE_N_SIZES) };

  object.radius = object.size == 0 ? g_rand_double_range (random, 0.075, 0.095) : g_rand_double_range (random, 0.145, 0.175);
  object.x = g_rand_double_range (random, object.radius + 0.03, 0.97 - object.radius);
  object.y = g_rand_double_range (random, object.radius + 0.03, 0.97 - object.radius);
  object.shape = scene_pick (random, SCENE_N_SHAPES);
  object.color = scene_pick (random, SCENE_N_COLORS);
  object.shade = g_rand_double_range (random, 0.9, 1.08);
  if (is_free (scene, object.x, object.y, object.radius))
    scene->objects[scene->n_objects++] = object;
}

void
scene_init (Scene *scene, GRand *random)
{
  static const guint numbers[] = { 1, 2, 2, 2, 3, 3, 4 };
  guint n = numbers[scene_pick (random, G_N_ELEMENTS (numbers))];
  double light = g_rand_double_range (random, 0.78, 1.0);

  scene->n_objects = 0;
  while (scene->n_objects < n)
    place_object (scene, random);
  for (guint i = 0; i < 3; i++)
    scene->background[i] = MIN (1.0, light + g_rand_double_range (random, -0.05, 0.05));
}

gboolean
scene_is_related (const SceneObject *a, const SceneObject *b, guint relation)
{
  int dx = scene_relations[relation].dx, dy = scene_relations[relation].dy;
  double along = (a->x - b->x) * dx + (a->y - b->y) * dy;
  double across = dx == 0 ? fabs (a->x - b->x) : fabs (a->y - b->y);

  return along > 0.08 && along > 0.6 * across;
}

const SceneObject *
scene_pick_other (const Scene *scene, guint index, GRand *random)
{
  return &scene->objects[(index + 1 + (guint) scene_pick (random, (int) scene->n_objects - 1)) % scene->n_objects];
}
