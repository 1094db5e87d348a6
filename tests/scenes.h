/* The drawn world that the demo models learnt: scenes of coloured shapes, captions that are true or false of them, and questions with one
 * right answer. It is the world of the program that trained them; only the random numbers are others. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SCENE_MOST_OBJECTS 4
#define SCENE_PIXELS 128 /* a side, as the demo models saw them */

/**
 * SceneObject:
 * @color: an index into red, green, blue, yellow, purple, orange, pink, black
 * @shape: an index into circle, square, triangle, star, heart, cross
 * @size: 0 for small, 1 for large
 * @x: of its middle, from the left, as a fraction of the image
 * @y: likewise, from the top
 * @radius: likewise
 * @shade: what its colour is multiplied by
 */
typedef struct
{
  int color;
  int shape;
  int size;
  double x;
  double y;
  double radius;
  double shade;
} SceneObject;

/* @background: red, green and blue, in [0, 1] */
typedef struct
{
  guint n_objects;
  SceneObject objects[SCENE_MOST_OBJECTS];
  double background[3];
} Scene;

/* One to four objects that do not touch. */
void scene_init (Scene *scene, GRand *random);

/* (transfer full): `[SCENE_PIXELS, SCENE_PIXELS, 3]`, RGB8 */
guint8 *scene_draw (const Scene *scene);

/* Writes the same as a PNG file. Errors: %G_FILE_ERROR. */
gboolean scene_write (const Scene *scene, const char *path, GError **error);

/* (transfer full): a caption that is true of the scene, or one that is not: mostly a true one with one word changed. */
char *scene_caption (const Scene *scene, gboolean is_true, GRand *random);
/* (transfer full): every object with its size, in a random order. */
char *scene_full_caption (const Scene *scene, GRand *random);
/* (transfer full): a question with one right answer; @answer: (out) (transfer none) */
char *scene_question (const Scene *scene, const char **answer, GRand *random);

/* What a list of scenes says of each. */
typedef enum
{
  SCENES_MATCH,   /* a caption and whether it is true: "label" is "yes" of every other one, and else "no" */
  SCENES_ASK,     /* a question and its "answer" */
  SCENES_CAPTION, /* a full caption */
} ScenesKind;

/* "match", "ask", "caption" */
gboolean scenes_parse_kind (const char *name, ScenesKind *kind);

/**
 * scenes_write:
 * @folder: one that is there
 * @seed: lists of another kind with the same seed are about the same scenes
 *
 * Writes @n images and "pairs.jsonl", a line for each.
 *
 * Errors: %G_FILE_ERROR.
 */
gboolean scenes_write (const char *folder, ScenesKind kind, guint n, guint32 seed, GError **error);

G_END_DECLS
