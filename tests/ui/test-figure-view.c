/* The view of a figure: how wide it is made, and when it is made again. */
#include "tests/ui/widget-tests.h"

#include "tests/ui/widget-tools.h"
#include "ui/widgets/figure-view.h"

#define HEIGHT_MM 50.0

/* What the view asked for. */
typedef struct
{
  guint n_made;
  double width_mm;
} Asked;

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_rectangle (cr, width / 2, 0, width / 2, height);
  cairo_fill (cr);
}

static void
fill_table (TrestleTable *table, gpointer data)
{
}

static TrestleFigure *
make (double width_mm, gpointer data)
{
  Asked *asked = data;

  asked->n_made++;
  asked->width_mm = width_mm;
  return trestle_figure_new (width_mm, HEIGHT_MM, draw, fill_table, NULL, NULL);
}

/* From one column of a paper to two; beyond that the figure is magnified. */
static void
test_figure_is_as_wide_as_the_view (void)
{
  static const struct
  {
    int width;
    double width_mm;
  } cases[] = { { 340, 85 }, { 510, 510 / 1.5 * 25.4 / 72 }, { 1000, 170 } };
  Asked asked = { 0 };
  GtkWidget *view = trestle_figure_view_new ();
  GtkWindow *window = tools_window_new (view, 400, 300);

  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (view), make, &asked);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int height, scaled;

      gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, cases[i].width, &height, NULL, NULL, NULL);
      scaled = (int) (HEIGHT_MM / cases[i].width_mm * cases[i].width);
      g_assert_cmpfloat_with_epsilon (asked.width_mm, cases[i].width_mm, 0.01);
      g_assert_cmpint (ABS (height - scaled), <=, 1);
      g_assert_cmpfloat_with_epsilon (trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (view)),
                                      cases[i].width / (cases[i].width_mm * TRESTLE_POINTS_PER_MM), 1e-3);
    }
  gtk_window_destroy (window);
}

static void
test_figure_is_made_when_it_changes (void)
{
  Asked asked = { 0 };
  GtkWidget *view = trestle_figure_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWindow *window = tools_window_new (scroller, 600, 400);
  guint before;

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (view), make, &asked);
  tools_wait_for_frame (view);
  before = asked.n_made;
  g_assert_cmpuint (before, >, 0);
  tools_wait_for_frame (view);
  g_assert_cmpuint (asked.n_made, ==, before);
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (view));
  g_assert_cmpuint (asked.n_made, ==, before + 1);
  tools_wait_for_frame (view);
  g_assert_cmpuint (asked.n_made, ==, before + 1);
  trestle_figure_view_forget (TRESTLE_FIGURE_VIEW (view));
  trestle_figure_view_renew (TRESTLE_FIGURE_VIEW (view));
  g_assert_cmpuint (asked.n_made, ==, before + 1);
  g_assert_null (trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (view)));
  gtk_window_destroy (window);
}

/* Paper on the left, ink on the right. */
static void
test_figure_fills_the_view (void)
{
  Asked asked = { 0 };
  GtkWidget *view = trestle_figure_view_new ();
  GtkWindow *window = tools_window_new (view, 600, 400);
  g_autofree guint32 *pixels = NULL;
  int width, height;

  gtk_widget_set_valign (view, GTK_ALIGN_START);
  trestle_figure_view_set_maker (TRESTLE_FIGURE_VIEW (view), make, &asked);
  tools_wait_for_frame (view);
  pixels = tools_render (view, &width, &height);
  g_assert_cmpuint (pixels[10 * width + width / 4] & 0xffffff, ==, 0xffffff);
  g_assert_cmpuint (pixels[10 * width + 3 * width / 4] & 0xffffff, ==, 0xff0000);
  gtk_window_destroy (window);
}

void
test_figure_view_add (void)
{
  g_test_add_func ("/figure-view/is-as-wide-as-the-view", test_figure_is_as_wide_as_the_view);
  g_test_add_func ("/figure-view/is-made-when-it-changes", test_figure_is_made_when_it_changes);
  g_test_add_func ("/figure-view/fills-the-view", test_figure_fills_the_view);
}
