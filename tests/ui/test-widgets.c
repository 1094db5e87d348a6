/* The widgets in real windows: what they show, what is done to them, and what a screen reader is told. */
#include <adwaita.h>

#include "tests/ui/widget-tests.h"

static void
add_tests (void)
{
  test_answer_bars_add ();
  test_bridge_switches_add ();
  test_caption_bars_add ();
  test_color_scale_add ();
  test_figure_panel_add ();
  test_figure_view_add ();
  test_head_grid_add ();
  test_image_view_add ();
  test_word_chips_add ();
  test_palette_add ();
  test_pin_card_add ();
}

static void
test_no_display (void)
{
  g_test_skip ("there is no display");
}

int
main (int argc, char *argv[])
{
  /* What a screen reader would be told can be asked for, and pixels are the same on every machine. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_test_init (&argc, &argv, NULL);
  if (gtk_init_check ())
    {
      adw_init ();
      add_tests ();
    }
  else
    g_test_add_func ("/widgets/no-display", test_no_display);
  return g_test_run ();
}
