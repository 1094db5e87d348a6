/* The colour scale: round ticks that can be read. */
#include "tests/ui/widget-tests.h"

#include "tests/ui/widget-tools.h"
#include "ui/widgets/color-scale.h"
#include "ui/widgets/palette.h"

static void
assert_ticks (GtkWidget *scale, double max, const char *expected)
{
  g_autoptr (GString) texts = g_string_new (NULL);

  g_object_set (scale, "max", max, NULL);
  /* The first label is the title. */
  for (guint i = 1; i < tools_count (scale, "label"); i++)
    g_string_append_printf (texts, "%s ", tools_get_text (scale, i));
  g_assert_cmpstr (texts->str, ==, expected);
}

static void
test_scale_has_round_ticks (void)
{
  GtkWidget *scale = trestle_color_scale_new ();
  GtkWindow *window = tools_window_new (scale, 400, 40);

  assert_ticks (scale, 1, "0 0.2 0.4 0.6 0.8 1.0 ");
  assert_ticks (scale, 0.0637, "0 0.02 0.04 0.06 ");
  assert_ticks (scale, 0.05, "0 0.01 0.02 0.03 0.04 0.05 ");
  assert_ticks (scale, 0.3, "0 0.1 0.2 0.3 ");
  assert_ticks (scale, 0.0031, "0 0.001 0.002 0.003 ");
  assert_ticks (scale, 0, "0 ");
  g_object_set (scale, "max", 0.25, "colormap", TRESTLE_COLORMAP_MAGMA, NULL);
  tools_assert_accessible_text (scale, GTK_ACCESSIBLE_PROPERTY_LABEL, "Colour scale of the attention weight, 0 to 0.25, magma");
  gtk_window_destroy (window);
}

/* Numbers that are shown neither touch nor leave the widget, however narrow it is. */
static void
test_scale_numbers_do_not_touch (void)
{
  GtkWidget *scale = trestle_color_scale_new ();
  GtkWindow *window = tools_window_new (scale, 400, 40);

  g_object_set (scale, "max", 0.005, NULL);
  for (int width = 220; width < 500; width += 20)
    {
      double taken = -1;

      gtk_widget_allocate (scale, width, 40, -1, NULL);
      for (guint i = 1; i < tools_count (scale, "label"); i++)
        {
          GtkWidget *label = tools_find (scale, "label", i);
          graphene_rect_t bounds = tools_get_bounds (label, scale);

          if (!gtk_widget_get_child_visible (label))
            continue;
          g_assert_cmpfloat (bounds.origin.x, >, taken);
          taken = bounds.origin.x + bounds.size.width;
        }
      g_assert_cmpfloat (taken, <=, width);
      g_assert_cmpfloat (taken, >, width / 2);
    }
  gtk_window_destroy (window);
}

/* From the colour of 0 to the colour of the end, in reading direction. */
static void
test_scale_runs_in_reading_direction (void)
{
  GtkWidget *scale = trestle_color_scale_new ();
  GtkWindow *window = tools_window_new (scale, 400, 40);
  TrestlePalette palette;

  trestle_palette_init (&palette, TRESTLE_COLORMAP_VIRIDIS);
  for (guint mirrored = 0; mirrored < 2; mirrored++)
    {
      int width, height;
      g_autofree guint32 *pixels = NULL;
      guint32 end;

      gtk_widget_set_direction (scale, mirrored ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
      tools_wait_for_frame (scale);
      pixels = tools_render (scale, &width, &height);
      end = pixels[8 * width + (mirrored ? 0 : width - 1)];
      g_assert_cmpint (abs ((int) (end >> 16 & 0xff) - (int) (palette.pixels[255] >> 16 & 0xff)), <=, 4);
      g_assert_cmpint (abs ((int) (end >> 8 & 0xff) - (int) (palette.pixels[255] >> 8 & 0xff)), <=, 4);
    }
  gtk_window_destroy (window);
}

void
test_color_scale_add (void)
{
  g_test_add_func ("/color-scale/has-round-ticks", test_scale_has_round_ticks);
  g_test_add_func ("/color-scale/numbers-do-not-touch", test_scale_numbers_do_not_touch);
  g_test_add_func ("/color-scale/runs-in-reading-direction", test_scale_runs_in_reading_direction);
}
