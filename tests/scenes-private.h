/* What captions and questions share: chance, relations, and words for objects. */
#pragma once

#include "tests/scenes.h"

G_BEGIN_DECLS

#define SCENE_MOST_TRIES 50 /* at a caption or question, before a plain one is taken */

#define SCENE_N_COLORS 8
#define SCENE_N_SHAPES 6
#define SCENE_N_SIZES 2
extern const char *const scene_colors[SCENE_N_COLORS];
extern const char *const scene_shapes[SCENE_N_SHAPES];
extern const char *const scene_sizes[SCENE_N_SIZES];
extern const char *const scene_counts[SCENE_MOST_OBJECTS];

gboolean scene_happens (GRand *random, double probability);
/* One of 0 to @n - 1. */
int scene_pick (GRand *random, int n);
/* Any object but the one at @index; there must be another one. */
const SceneObject *scene_pick_other (const Scene *scene, guint index, GRand *random);

/* A relation and the one that turns it around stand side by side. */
#define SCENE_N_RELATIONS 4
#define SCENE_OPPOSITE(relation) ((relation) ^ 1)
typedef struct
{
  const char *words;
  int dx;
  int dy;
} SceneRelation;
extern const SceneRelation scene_relations[SCENE_N_RELATIONS];

gboolean scene_is_related (const SceneObject *a, const SceneObject *b, guint relation);

/* "large red star", "star", "red object": words for an object, any of them %PHRASE_NOTHING; without a shape it is called "object". */
typedef struct
{
  int size;
  int color;
  int shape;
} Phrase;

#define PHRASE_NOTHING -1

/* Colour and shape, and the size with that probability. */
Phrase phrase_describe (const SceneObject *object, GRand *random, double size_probability);
/* "object", "red object" or "star": what objects are counted by. */
Phrase phrase_pick_countable (const SceneObject *object, GRand *random);
/* Any word of it, each as likely as another, becomes another one of its group. */
void phrase_change (Phrase *phrase, GRand *random);

gboolean phrase_fits (const SceneObject *object, const Phrase *phrase);
guint phrase_count (const Scene *scene, const Phrase *phrase);

/* (transfer full): "large red star" */
char *phrase_say (const Phrase *phrase);
/* (transfer full): "a large red star", "an orange star" */
char *phrase_say_one (const Phrase *phrase);
/* (transfer full): "large red stars" */
char *phrase_say_many (const Phrase *phrase);

G_END_DECLS
