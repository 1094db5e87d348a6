/* The dots of a figure of heads: where they are, which one is near, and which one is next. */
#include "analysis/figures/head-figure.h"

#include <math.h>

#define N_LAYERS 3
#define N_HEADS 4

/* Of two blocks and one measure. */
typedef struct
{
  TrestleHeadShape shape;
  double values[2 * N_LAYERS * (N_HEADS + 1)];
  TrestleFigure *figure;
  const TrestleHeadDot *dots;
  guint n_dots;
} Fixture;

static const TrestleBlock blocks[] = { TRESTLE_BLOCK_CROSS_IMAGE_SELF, TRESTLE_BLOCK_CROSS_TEXT_SELF };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  TrestleHeadSeries series = { "a model", &fixture->shape, fixture->values, NULL };
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  fixture->shape = (TrestleHeadShape){ .measures = 1u << TRESTLE_HEAD_ENTROPY };
  for (guint i = 0; i < TRESTLE_N_BLOCKS; i++)
    for (guint k = 0; k < TRESTLE_N_HEAD_MEASURES; k++)
      fixture->shape.offsets[i][k] = G_MAXSIZE;
  for (guint i = 0; i < 2; i++)
    {
      fixture->shape.blocks |= 1u << blocks[i];
      fixture->shape.n_layers[blocks[i]] = N_LAYERS;
      fixture->shape.n_heads[blocks[i]] = N_HEADS;
      fixture->shape.offsets[blocks[i]][TRESTLE_HEAD_ENTROPY] = fixture->shape.n_values;
      fixture->shape.n_values += N_LAYERS * (N_HEADS + 1);
    }
  for (gsize i = 0; i < fixture->shape.n_values; i++)
    fixture->values[i] = 0.5 + (double) (i * 7 % 11);
  /* Two heads of the first layer are equal, and one is no number. */
  fixture->values[trestle_head_shape_find (&fixture->shape, blocks[0], TRESTLE_HEAD_ENTROPY, 0, 1)] = fixture->values[0];
  fixture->values[trestle_head_shape_find (&fixture->shape, blocks[1], TRESTLE_HEAD_ENTROPY, 2, 3)] = NAN;
  look.width_mm = 170.0;
  fixture->figure = trestle_head_figure_new (TRESTLE_HEAD_ENTROPY, &series, 1, blocks, 2, &look);
  fixture->dots = trestle_head_figure_get_dots (fixture->figure, &fixture->n_dots);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  trestle_figure_free (fixture->figure);
}

static guint
find (const Fixture *fixture, TrestleBlock block, guint layer, gint head)
{
  for (guint i = 0; i < fixture->n_dots; i++)
    if (fixture->dots[i].block == block && fixture->dots[i].layer == layer && fixture->dots[i].head == head)
      return i;
  g_assert_not_reached ();
}

static void
test_every_number_has_a_dot (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (fixture->n_dots, ==, 2 * N_LAYERS * (N_HEADS + 1) - 1);
  for (guint i = 0; i < fixture->n_dots; i++)
    {
      const TrestleHeadDot *dot = &fixture->dots[i];

      g_assert_cmpfloat (
          dot->value, ==,
          fixture->values[trestle_head_shape_find (&fixture->shape, dot->block, TRESTLE_HEAD_ENTROPY, dot->layer, dot->head)]);
    }
}

/* Black where there is ink: the middle of a dot on paper that is white elsewhere. */
static gboolean
has_ink (cairo_surface_t *surface, double x, double y)
{
  const unsigned char *data = cairo_image_surface_get_data (surface);
  const guint32 *row = (const guint32 *) (gconstpointer) (data + (int) y * cairo_image_surface_get_stride (surface));

  return (row[(int) x] & 0xff0000) < 0xe00000;
}

/* The figure is drawn large, so that a pixel is well inside of a dot. */
static void
test_dots_are_where_they_are_drawn (Fixture *fixture, gconstpointer data)
{
  const double scale = 8.0;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (scale * trestle_figure_get_width (fixture->figure)),
                                                         (int) (scale * trestle_figure_get_height (fixture->figure)));
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  trestle_figure_draw (fixture->figure, cr);
  cairo_surface_flush (surface);
  for (guint i = 0; i < fixture->n_dots; i++)
    {
      const TrestleHeadDot *dot = &fixture->dots[i];

      for (guint corner = 0; corner < 4; corner++)
        g_assert_true (has_ink (surface, scale * (dot->x + 0.6 * dot->radius * (corner & 1 ? 1 : -1)),
                                scale * (dot->y + 0.6 * dot->radius * (corner & 2 ? 1 : -1))));
      g_assert_false (has_ink (surface, scale * dot->x, scale * (dot->y - 1.2 * dot->radius))
                      && has_ink (surface, scale * dot->x, scale * (dot->y + 1.2 * dot->radius))
                      && has_ink (surface, scale * (dot->x - 1.2 * dot->radius), scale * dot->y)
                      && has_ink (surface, scale * (dot->x + 1.2 * dot->radius), scale * dot->y));
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_point_finds_its_dot (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < fixture->n_dots; i++)
    {
      const TrestleHeadDot *dot = &fixture->dots[i];

      g_assert_cmpint (trestle_head_figure_find_dot (fixture->figure, dot->x, dot->y, 0.0), ==, (int) i);
    }
}

static void
test_reach_is_from_the_rim (Fixture *fixture, gconstpointer data)
{
  const TrestleHeadDot *dot = &fixture->dots[find (fixture, blocks[0], 0, TRESTLE_HEAD_MEAN)];
  double x = dot->x - dot->radius - 2.0;

  g_assert_cmpint (trestle_head_figure_find_dot (fixture->figure, x, dot->y, 1.9), ==, -1);
  g_assert_cmpint (trestle_head_figure_find_dot (fixture->figure, x, dot->y, 2.1), ==, (int) (dot - fixture->dots));
  g_assert_cmpint (trestle_head_figure_find_dot (fixture->figure, 0.0, 0.0, 3.0), ==, -1);
}

/* From the lowest dot of each layer upwards comes every dot of it, in order, and then no other; and back. */
static void
test_up_and_down_meet_every_head (Fixture *fixture, gconstpointer data)
{
  guint dot = find (fixture, blocks[0], 0, 0), steps = 0, next;

  while ((next = trestle_head_figure_walk (fixture->figure, dot, TRESTLE_HEAD_BY_VALUE, FALSE)) != dot)
    dot = next;
  while ((next = trestle_head_figure_walk (fixture->figure, dot, TRESTLE_HEAD_BY_VALUE, TRUE)) != dot)
    {
      g_assert_cmpfloat (fixture->dots[next].value, >=, fixture->dots[dot].value);
      g_assert_cmpint (fixture->dots[next].block, ==, blocks[0]);
      g_assert_cmpuint (fixture->dots[next].layer, ==, 0);
      g_assert_cmpuint (trestle_head_figure_walk (fixture->figure, next, TRESTLE_HEAD_BY_VALUE, FALSE), ==, dot);
      dot = next;
      steps++;
    }
  g_assert_cmpuint (steps, ==, N_HEADS);
}

static void
test_sideways_leads_to_the_nearest_in_height (Fixture *fixture, gconstpointer data)
{
  guint dot = find (fixture, blocks[0], 0, 2);
  guint next = trestle_head_figure_walk (fixture->figure, dot, TRESTLE_HEAD_BY_LAYER, TRUE);

  g_assert_cmpuint (fixture->dots[next].layer, ==, 1);
  for (guint i = 0; i < fixture->n_dots; i++)
    if (fixture->dots[i].block == blocks[0] && fixture->dots[i].layer == 1)
      g_assert_cmpfloat (fabs (fixture->dots[next].y - fixture->dots[dot].y), <=, fabs (fixture->dots[i].y - fixture->dots[dot].y));
  g_assert_cmpuint (trestle_head_figure_walk (fixture->figure, dot, TRESTLE_HEAD_BY_LAYER, FALSE), ==, dot);
}

static void
test_layers_go_on_in_the_next_panel (Fixture *fixture, gconstpointer data)
{
  guint dot = find (fixture, blocks[0], N_LAYERS - 1, 0);
  guint next = trestle_head_figure_walk (fixture->figure, dot, TRESTLE_HEAD_BY_LAYER, TRUE);

  g_assert_cmpint (fixture->dots[next].block, ==, blocks[1]);
  g_assert_cmpuint (fixture->dots[next].layer, ==, 0);
  next = trestle_head_figure_walk (fixture->figure, next, TRESTLE_HEAD_TO_END, TRUE);
  g_assert_cmpint (fixture->dots[next].block, ==, blocks[1]);
  g_assert_cmpuint (fixture->dots[next].layer, ==, N_LAYERS - 1);
  next = trestle_head_figure_walk (fixture->figure, next, TRESTLE_HEAD_TO_END, FALSE);
  g_assert_cmpint (fixture->dots[next].block, ==, blocks[1]);
  g_assert_cmpuint (fixture->dots[next].layer, ==, 0);
}

static void
test_panels_keep_layer_and_head (Fixture *fixture, gconstpointer data)
{
  guint dot = find (fixture, blocks[0], 1, 2), last;

  g_assert_cmpuint (trestle_head_figure_walk (fixture->figure, dot, TRESTLE_HEAD_BY_PANEL, TRUE), ==, find (fixture, blocks[1], 1, 2));
  g_assert_cmpuint (trestle_head_figure_walk (fixture->figure, dot, TRESTLE_HEAD_BY_PANEL, FALSE), ==, dot);
  /* The one that is no number has no dot: its neighbour takes its place. */
  last = trestle_head_figure_walk (fixture->figure, find (fixture, blocks[0], 2, 3), TRESTLE_HEAD_BY_PANEL, TRUE);
  g_assert_cmpuint (last, ==, find (fixture, blocks[1], 2, 2));
}

static void
test_dots_are_named_as_people_count (Fixture *fixture, gconstpointer data)
{
  guint dot = find (fixture, blocks[0], 1, 2), mean = find (fixture, blocks[1], 0, TRESTLE_HEAD_MEAN);
  g_autofree char *text = trestle_head_figure_describe_dot (fixture->figure, dot);
  g_autofree char *expected = g_strdup_printf ("image self-attention · layer 2 · head 3: %.4f", fixture->dots[dot].value);
  g_autofree char *mean_text = trestle_head_figure_describe_dot (fixture->figure, mean);

  g_assert_cmpstr (text, ==, expected);
  g_assert_true (g_str_has_prefix (mean_text, "text self-attention · layer 1 · mean of heads: "));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/head-dots/every-number-has-a-dot", test_every_number_has_a_dot);
  ADD ("/head-dots/are-where-they-are-drawn", test_dots_are_where_they_are_drawn);
  ADD ("/head-dots/point-finds-its-dot", test_point_finds_its_dot);
  ADD ("/head-dots/reach-is-from-the-rim", test_reach_is_from_the_rim);
  ADD ("/head-dots/up-and-down-meet-every-head", test_up_and_down_meet_every_head);
  ADD ("/head-dots/sideways-leads-to-the-nearest-in-height", test_sideways_leads_to_the_nearest_in_height);
  ADD ("/head-dots/layers-go-on-in-the-next-panel", test_layers_go_on_in_the_next_panel);
  ADD ("/head-dots/panels-keep-layer-and-head", test_panels_keep_layer_and_head);
  ADD ("/head-dots/are-named-as-people-count", test_dots_are_named_as_people_count);
  return g_test_run ();
}
