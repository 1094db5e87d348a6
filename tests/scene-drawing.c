/* Scenes as pictures, drawn the way those were that the demo models learnt from. */
#include <cairo.h>
#include <math.h>

#include "tests/scenes.h"

typedef struct
{
  double x;
  double y;
} Point;

/* In the order of the names of colours. */
static const double colors[][3] = {
  { 0.86, 0.15, 0.15 }, { 0.13, 0.62, 0.25 }, { 0.15, 0.33, 0.85 }, { 0.95, 0.82, 0.12 },
  { 0.55, 0.20, 0.70 }, { 0.96, 0.52, 0.08 }, { 0.98, 0.55, 0.75 }, { 0.08, 0.08, 0.08 },
};

static void
trace_circle (cairo_t *cairo, double x, double y, double r)
{
  cairo_arc (cairo, x, y, r, 0.0, 2.0 * G_PI);
}

static void
trace_square (cairo_t *cairo, double x, double y, double r)
{
  cairo_rectangle (cairo, x - 0.86 * r, y - 0.86 * r, 1.72 * r, 1.72 * r);
}

/* @n corners, the first on top; every other one is @inner away from the middle. */
static void
trace_corners (cairo_t *cairo, double x, double y, guint n, double outer, double inner)
{
  for (guint i = 0; i < n; i++)
    {
      double distance = i % 2 == 0 ? outer : inner;
      double angle = -G_PI / 2.0 + 2.0 * G_PI * i / n;

      cairo_line_to (cairo, x + distance * cos (angle), y + distance * sin (angle));
    }
  cairo_close_path (cairo);
}

static void
trace_triangle (cairo_t *cairo, double x, double y, double r)
{
  trace_corners (cairo, x, y, 3, 1.1 * r, 1.1 * r);
}

static void
trace_star (cairo_t *cairo, double x, double y, double r)
{
  trace_corners (cairo, x, y, 10, 1.1 * r, 0.45 * r);
}

static void
trace_heart (cairo_t *cairo, double x, double y, double r)
{
  cairo_move_to (cairo, x, y + r);
  cairo_curve_to (cairo, x - 1.6 * r, y - 0.1 * r, x - 0.8 * r, y - 1.25 * r, x, y - 0.4 * r);
  cairo_curve_to (cairo, x + 0.8 * r, y - 1.25 * r, x + 1.6 * r, y - 0.1 * r, x, y + r);
  cairo_close_path (cairo);
}

static void
trace_cross (cairo_t *cairo, double x, double y, double r)
{
  double w = 0.36 * r;
  const Point corners[] = { { -w, -r }, { w, -r }, { w, -w }, { r, -w }, { r, w },   { w, w },
                            { w, r },   { -w, r }, { -w, w }, { -r, w }, { -r, -w }, { -w, -w } };

  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    cairo_line_to (cairo, x + corners[i].x, y + corners[i].y);
  cairo_close_path (cairo);
}

static void
draw_object (cairo_t *cairo, const SceneObject *object)
{
  /* In the order of the names of shapes. */
  static void (*const traces[]) (cairo_t *, double, double, double) = { trace_circle, trace_square, trace_triangle,
                                                                        trace_star,   trace_heart,  trace_cross };
  const double *color = colors[object->color];
  double shade = object->shade;

  cairo_set_source_rgb (cairo, MIN (1.0, color[0] * shade), MIN (1.0, color[1] * shade), MIN (1.0, color[2] * shade));
  traces[object->shape](cairo, object->x, object->y, object->radius);
  cairo_fill (cairo);
}

/* (transfer full) */
static cairo_surface_t *
draw (const Scene *scene)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SCENE_PIXELS, SCENE_PIXELS);
  cairo_t *cairo = cairo_create (surface);

  cairo_scale (cairo, SCENE_PIXELS, SCENE_PIXELS);
  cairo_set_source_rgb (cairo, scene->background[0], scene->background[1], scene->background[2]);
  cairo_paint (cairo);
  for (guint i = 0; i < scene->n_objects; i++)
    draw_object (cairo, &scene->objects[i]);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

guint8 *
scene_draw (const Scene *scene)
{
  cairo_surface_t *surface = draw (scene);
  const guint8 *rows = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *pixels = g_new (guint8, SCENE_PIXELS * SCENE_PIXELS * 3);

  for (guint i = 0; i < SCENE_PIXELS * SCENE_PIXELS; i++)
    {
      guint32 pixel = ((const guint32 *) (gconstpointer) (rows + (gsize) (i / SCENE_PIXELS) * (gsize) stride))[i % SCENE_PIXELS];

      pixels[3 * i] = (pixel >> 16) & 0xFF;
      pixels[3 * i + 1] = (pixel >> 8) & 0xFF;
      pixels[3 * i + 2] = pixel & 0xFF;
    }
  cairo_surface_destroy (surface);
  return pixels;
}

gboolean
scene_write (const Scene *scene, const char *path, GError **error)
{
  cairo_surface_t *surface = draw (scene);
  cairo_status_t status = cairo_surface_write_to_png (surface, path);

  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "“%s” cannot be written: %s", path, cairo_status_to_string (status));
  return FALSE;
}
