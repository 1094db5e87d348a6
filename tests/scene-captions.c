/* Captions that are true of a scene, and captions that are not. */
#include "tests/scenes-private.h"

typedef enum
{
  CLAIM_ONE,     /* there is @a */
  CLAIM_TWO,     /* there are @a and, besides, @b */
  CLAIM_COUNT,   /* there are @count of @a */
  CLAIM_RELATED, /* there is @a, and it is @relation of @b */
} ClaimKind;

typedef struct
{
  ClaimKind kind;
  Phrase a;
  Phrase b;
  guint count;
  guint relation;
} Claim;

static gboolean
holds_of_two (const Scene *scene, const Claim *claim)
{
  for (guint i = 0; i < scene->n_objects; i++)
    for (guint j = 0; j < scene->n_objects; j++)
      if (i != j && phrase_fits (&scene->objects[i], &claim->a) && phrase_fits (&scene->objects[j], &claim->b)
          && (claim->kind == CLAIM_TWO || scene_is_related (&scene->objects[i], &scene->objects[j], claim->relation)))
        return TRUE;
  return FALSE;
}

static gboolean
holds (const Scene *scene, const Claim *claim)
{
  switch (claim->kind)
    {
    case CLAIM_ONE:
      return phrase_count (scene, &claim->a) > 0;
    case CLAIM_COUNT:
      return phrase_count (scene, &claim->a) == claim->count;
    default:
      return holds_of_two (scene, claim);
    }
}

/* Where @a stands as @b sees it: one of the relations that hold, of which there are two where they stand aslant. */
static gboolean
pick_relation (const SceneObject *a, const SceneObject *b, guint *relation, GRand *random)
{
  guint found[SCENE_N_RELATIONS], n = 0;

  for (guint i = 0; i < SCENE_N_RELATIONS; i++)
    if (scene_is_related (a, b, i))
      found[n++] = i;
  if (n > 0)
    *relation = found[scene_pick (random, (int) n)];
  return n > 0;
}

static Claim
propose_pair (const SceneObject *a, const SceneObject *b, GRand *random)
{
  Claim claim = { .kind = CLAIM_RELATED };

  if (pick_relation (a, b, &claim.relation, random) && scene_happens (random, 0.7))
    {
      claim.a = phrase_describe (a, random, 0.15);
      claim.b = phrase_describe (b, random, 0.15);
      return claim;
    }
  return (Claim){ .kind = CLAIM_TWO, .a = phrase_describe (a, random, 0.35), .b = phrase_describe (b, random, 0.35) };
}

/* What can be read off the scene, so true. */
static Claim
propose (const Scene *scene, GRand *random)
{
  guint index = (guint) scene_pick (random, (int) scene->n_objects);
  const SceneObject *object = &scene->objects[index];
  double which = g_rand_double (random);
  Claim claim = { .kind = CLAIM_COUNT };

  if (scene->n_objects > 1 && which < 0.45)
    return propose_pair (object, scene_pick_other (scene, index, random), random);
  if (which >= 0.65)
    return (Claim){ .kind = CLAIM_ONE, .a = phrase_describe (object, random, 0.5) };
  claim.a = phrase_pick_countable (object, random);
  claim.count = phrase_count (scene, &claim.a);
  return claim;
}

/* One word of it becomes another. */
static void
corrupt (Claim *claim, GRand *random)
{
  if (claim->kind == CLAIM_COUNT && !scene_happens (random, 0.4))
    claim->count = 1 + (claim->count + (guint) scene_pick (random, SCENE_MOST_OBJECTS - 1)) % SCENE_MOST_OBJECTS;
  else if (claim->kind == CLAIM_COUNT || claim->kind == CLAIM_ONE)
    phrase_change (&claim->a, random);
  else if (claim->kind == CLAIM_RELATED && scene_happens (random, 0.4))
    claim->relation = (claim->relation + 1 + (guint) scene_pick (random, SCENE_N_RELATIONS - 1)) % SCENE_N_RELATIONS;
  else
    phrase_change (scene_happens (random, 0.5) ? &claim->a : &claim->b, random);
}

static char *
say_count (const Claim *claim, GRand *random)
{
  g_autofree char *words = claim->count == 1 ? phrase_say (&claim->a) : phrase_say_many (&claim->a);
  const char *start = claim->count == 1 ? "there is " : scene_happens (random, 0.5) ? "there are " : "";

  return g_strdup_printf ("%s%s %s", start, scene_counts[claim->count - 1], words);
}

/* (transfer full) */
static char *
say (const Claim *claim, GRand *random)
{
  static const char *const starts[] = { "", "there is ", "an image of " };
  g_autofree char *a = phrase_say_one (&claim->a);
  g_autofree char *b = phrase_say_one (&claim->b);

  switch (claim->kind)
    {
    case CLAIM_ONE:
      return g_strconcat (starts[scene_pick (random, G_N_ELEMENTS (starts))], a, NULL);
    case CLAIM_TWO:
      return g_strdup_printf ("%s and %s", a, b);
    case CLAIM_COUNT:
      return say_count (claim, random);
    default:
      return g_strdup_printf ("%s %s %s", a, scene_relations[claim->relation].words, b);
    }
}

/* (transfer full): what is said when nothing better was found: the first object, or an object of a colour that is nowhere. */
static char *
say_plainly (const Scene *scene, gboolean is_true, GRand *random)
{
  Phrase phrase = { PHRASE_NOTHING, scene->objects[0].color, is_true ? scene->objects[0].shape : PHRASE_NOTHING };

  while (!is_true && phrase_count (scene, &phrase) > 0)
    phrase.color = scene_pick (random, SCENE_N_COLORS);
  return phrase_say_one (&phrase);
}

char *
scene_caption (const Scene *scene, gboolean is_true, GRand *random)
{
  for (guint i = 0; i < SCENE_MOST_TRIES; i++)
    {
      Claim claim = propose (scene, random);

      if (!is_true)
        corrupt (&claim, random);
      if (holds (scene, &claim) == is_true)
        return say (&claim, random);
    }
  return say_plainly (scene, is_true, random);
}

char *
scene_full_caption (const Scene *scene, GRand *random)
{
  GString *caption = g_string_new (NULL);
  guint order[SCENE_MOST_OBJECTS] = { 0 };

  for (guint i = 0; i < scene->n_objects; i++)
    {
      guint place = (guint) scene_pick (random, (int) i + 1);

      order[i] = order[place];
      order[place] = i;
    }
  for (guint i = 0; i < scene->n_objects; i++)
    {
      g_autofree char *words = phrase_say_one (
          &(Phrase){ scene->objects[order[i]].size, scene->objects[order[i]].color, scene->objects[order[i]].shape });

      g_string_append_printf (caption, "%s%s", i > 0 ? " and " : "", words);
    }
  return g_string_free (caption, FALSE);
}
