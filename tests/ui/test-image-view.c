/* The image view: every pixel where it belongs, and every patch within reach. */
#include "tests/ui/widget-tests.h"

#include "tests/ui/widget-tools.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/palette.h"

/* Grey, one half darker than the other. */
static TrestleImage *
image_new (guint width, guint height)
{
  TrestleImage *image = trestle_image_new (width, height);

  for (gsize i = 0; i < (gsize) width * height; i++)
    memset (image->pixels + 3 * i, i % width < width / 2 ? 64 : 192, 3);
  return image;
}

/* An image of 200 x 100 in a window of 200 x 200, padded above and below. */
static GtkWidget *
padded_view_new (guint grid_rows, guint grid_columns)
{
  GtkWidget *view = trestle_image_view_new ();
  g_autoptr (TrestleImage) image = image_new (200, 100);

  trestle_image_view_set_image (TRESTLE_IMAGE_VIEW (view), image, &(TrestleImageWindow){ 0, -50, 200, 200 }, grid_rows, grid_columns);
  return view;
}

static void
test_view_draws_image_and_padding (void)
{
  GtkWidget *view = padded_view_new (4, 4);
  GtkWindow *window = tools_window_new (view, 600, 400);
  int width, height;
  g_autofree guint32 *pixels = tools_render (view, &width, &height);
  int left = (width - height) / 2;

  g_assert_cmphex (pixels[10 * width + left + 10], ==, 0xff000000);
  g_assert_cmphex (pixels[(height - 10) * width + left + 10], ==, 0xff000000);
  g_assert_cmphex (pixels[height / 2 * width + left + height / 4], ==, 0xff404040);
  g_assert_cmphex (pixels[height / 2 * width + left + height * 3 / 4], ==, 0xffc0c0c0);
  g_assert_cmphex (pixels[height / 2 * width + left / 2], ==, 0);
  gtk_window_destroy (window);
}

/* A photograph of 24 megapixels is averaged, not sampled: fine stripes become grey. */
static void
test_view_averages_large_images (void)
{
  GtkWidget *view = trestle_image_view_new ();
  g_autoptr (TrestleImage) image = trestle_image_new (6001, 4001);
  GtkWindow *window;
  int width, height;
  g_autofree guint32 *pixels = NULL;

  for (gsize i = 0; i < (gsize) image->width * image->height; i++)
    memset (image->pixels + 3 * i, i % image->width % 2 == 0 ? 0 : 200, 3);
  trestle_image_view_set_image (TRESTLE_IMAGE_VIEW (view), image, &(TrestleImageWindow){ 1000, 0, 4001, 4001 }, 4, 4);
  window = tools_window_new (view, 300, 300);
  pixels = tools_render (view, &width, &height);
  for (int x = 20; x < width - 20; x += 7)
    g_assert_cmpint (abs ((int) (pixels[height / 2 * width + x] & 0xff) - 100), <=, 4);
  gtk_window_destroy (window);
}

/* Heat that covers the image has the colours of the patches and no other: no edge is smoothed. */
static void
test_view_patches_are_crisp (void)
{
  GtkWidget *view = padded_view_new (3, 3);
  g_autoptr (TrestleAttentionMap) map = tools_map_new (3, 3);
  GtkWindow *window;
  TrestlePalette palette;
  int width, height;
  g_autofree guint32 *pixels = NULL;

  trestle_palette_init (&palette, TRESTLE_COLORMAP_VIRIDIS);
  trestle_image_view_set_map (TRESTLE_IMAGE_VIEW (view), map, map->max);
  g_object_set (view, "opacity-of-heat", 1.0, NULL);
  window = tools_window_new (view, 400, 400);
  pixels = tools_render (view, &width, &height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        int patch = y * 3 / height * 3 + x * 3 / width;

        g_assert_cmphex (pixels[y * width + x], ==, trestle_palette_get_pixel (&palette, map->weights[patch + 1], map->max));
      }
  gtk_window_destroy (window);
}

static void
test_view_blends_heat_evenly (void)
{
  GtkWidget *view = padded_view_new (2, 2);
  g_autoptr (TrestleAttentionMap) map = tools_map_new (2, 2);
  GtkWindow *window;
  TrestlePalette palette;
  int width, height;
  g_autofree guint32 *pixels = NULL;

  trestle_palette_init (&palette, TRESTLE_COLORMAP_GREYS);
  trestle_image_view_set_map (TRESTLE_IMAGE_VIEW (view), map, map->max);
  g_object_set (view, "opacity-of-heat", 0.5, "colormap", TRESTLE_COLORMAP_GREYS, NULL);
  window = tools_window_new (view, 400, 400);
  pixels = tools_render (view, &width, &height);
  for (guint patch = 0; patch < 4; patch++)
    {
      int x = width / 4 + (patch % 2 ? width / 2 : 0);
      int y = height / 4 + 20 + (patch / 2 ? height / 2 - 40 : 0);
      int heat = trestle_palette_get_pixel (&palette, map->weights[patch + 1], map->max) & 0xff;
      int under = patch % 2 ? 192 : 64;

      g_assert_cmpint (abs ((int) (pixels[y * width + x] & 0xff) - (heat + under) / 2), <=, 2);
    }
  gtk_window_destroy (window);
}

/* Grid lines and outlines change the picture where they should, and only there. */
static gboolean
pixel_changes (GtkWidget *view, const char *property, int value, int x, int y)
{
  int width, height;
  g_autofree guint32 *before = tools_render (view, &width, &height);
  g_autofree guint32 *after = NULL;

  g_object_set (view, property, value, NULL);
  after = tools_render (view, &width, &height);
  return before[y * width + x] != after[y * width + x];
}

static void
test_view_draws_grid_and_query (void)
{
  GtkWidget *view = padded_view_new (4, 4);
  GtkWindow *window = tools_window_new (view, 400, 400);

  g_assert_true (pixel_changes (view, "show-grid", TRUE, 100, 150));
  g_assert_true (pixel_changes (view, "show-grid", FALSE, 99, 150));
  g_assert_false (pixel_changes (view, "show-grid", TRUE, 150, 150));
  g_assert_true (pixel_changes (view, "query", 5, 100, 150));
  g_assert_true (pixel_changes (view, "query", -1, 199, 150));
  g_assert_false (pixel_changes (view, "query", 5, 150, 150));
  /* A query that this image does not have is not drawn. */
  g_object_set (view, "query", -1, NULL);
  g_assert_false (pixel_changes (view, "query", 16, 100, 150));
  gtk_window_destroy (window);
}

/* Inside of its edges, so that it is not taken for the query; patches that this image does not have are not drawn. */
static void
test_view_outlines_patches (void)
{
  static const guint patches[] = { 5, 16 };
  GtkWidget *view = padded_view_new (4, 4);
  GtkWindow *window = tools_window_new (view, 400, 400);
  int width, height;
  g_autofree guint32 *before = tools_render (view, &width, &height);
  g_autofree guint32 *outlined = NULL;
  g_autofree guint32 *after = NULL;

  trestle_image_view_set_outlined (TRESTLE_IMAGE_VIEW (view), patches, G_N_ELEMENTS (patches));
  outlined = tools_render (view, &width, &height);
  g_assert_cmphex (outlined[150 * width + 103], ==, 0xffffffff);
  g_assert_cmphex (outlined[150 * width + 150], ==, before[150 * width + 150]);
  g_assert_cmphex (outlined[150 * width + 203], ==, before[150 * width + 203]);
  trestle_image_view_set_outlined (TRESTLE_IMAGE_VIEW (view), NULL, 0);
  after = tools_render (view, &width, &height);
  g_assert_cmpmem (after, sizeof *after * width * height, before, sizeof *before * width * height);
  gtk_window_destroy (window);
}

static void
test_view_patch_is_clicked (void)
{
  GtkWidget *view = padded_view_new (4, 5);
  GtkWindow *window = tools_window_new (view, 600, 400);
  GtkEventController *click = tools_get_controller (view, GTK_TYPE_GESTURE_CLICK);
  ToolsHeard heard = { 0 };

  g_signal_connect (view, "patch-activated", G_CALLBACK (tools_hear_one), &heard);
  /* The window is drawn from 100 to 500; patches are 80 wide and 100 high. */
  g_signal_emit_by_name (click, "released", 1, 100.0 + 2.5 * 80, 150.0);
  g_assert_cmpuint (heard.count, ==, 1);
  g_assert_cmpint (heard.first, ==, 7);
  g_signal_emit_by_name (click, "released", 1, 499.0, 399.0);
  g_assert_cmpint (heard.first, ==, 19);
  g_signal_emit_by_name (click, "released", 1, 50.0, 150.0);
  g_assert_cmpuint (heard.count, ==, 2);
  gtk_window_destroy (window);
}

static void
test_view_patch_is_hovered (void)
{
  GtkWidget *view = padded_view_new (4, 4);
  GtkWindow *window = tools_window_new (view, 600, 400);
  GtkEventController *motion = tools_get_controller (view, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  ToolsHeard heard = { 0 };

  g_signal_emit_by_name (motion, "leave");
  g_signal_connect (view, "patch-hovered", G_CALLBACK (tools_hear_one), &heard);
  g_signal_emit_by_name (motion, "motion", 110.0, 110.0);
  g_assert_cmpint (heard.first, ==, 4);
  g_signal_emit_by_name (motion, "motion", 120.0, 120.0);
  g_assert_cmpuint (heard.count, ==, 1);
  g_signal_emit_by_name (motion, "motion", 20.0, 120.0);
  g_assert_cmpint (heard.first, ==, -1);
  g_signal_emit_by_name (motion, "motion", 310.0, 10.0);
  g_assert_cmpint (heard.first, ==, 2);
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpint (heard.first, ==, -1);
  gtk_window_destroy (window);
}

static void
test_view_follows_arrow_keys (void)
{
  GtkWidget *view = padded_view_new (4, 4);
  GtkWindow *window = tools_window_new (view, 400, 400);
  GtkWidget *cursor = tools_find (view, "patchcursor", 0);
  g_autoptr (TrestleAttentionMap) map = tools_map_new (4, 4);
  ToolsHeard activated = { 0 };
  ToolsHeard hovered = { 0 };

  trestle_image_view_set_map (TRESTLE_IMAGE_VIEW (view), map, map->max);
  g_object_set (view, "query", 5, NULL);
  g_signal_connect (view, "patch-activated", G_CALLBACK (tools_hear_one), &activated);
  g_signal_connect (view, "patch-hovered", G_CALLBACK (tools_hear_one), &hovered);
  g_assert_true (gtk_widget_grab_focus (view));
  tools_assert_accessible_text (cursor, GTK_ACCESSIBLE_PROPERTY_LABEL, "patch 2, 2");
  tools_assert_selected (cursor, TRUE);
  g_assert_true (tools_press_key (view, GDK_KEY_Right));
  g_assert_cmpint (hovered.first, ==, 6);
  g_assert_true (tools_press_key (view, GDK_KEY_Down));
  tools_assert_accessible_text (cursor, GTK_ACCESSIBLE_PROPERTY_LABEL, "patch 3, 3");
  tools_assert_accessible_text (cursor, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "attention 0.078");
  tools_assert_selected (cursor, FALSE);
  g_assert_cmpuint (activated.count, ==, 0);
  g_assert_true (tools_press_key (view, GDK_KEY_Return));
  tools_wait_for_count (&activated.count, 1);
  g_assert_cmpint (activated.first, ==, 10);
  tools_press_key (view, GDK_KEY_End);
  tools_press_key (view, GDK_KEY_Page_Down);
  tools_press_key (view, GDK_KEY_Right);
  g_assert_true (tools_press_key (view, GDK_KEY_space));
  tools_wait_for_count (&activated.count, 2);
  g_assert_cmpint (activated.first, ==, 15);
  gtk_window_destroy (window);
}

static void
test_view_cursor_lies_on_its_patch (void)
{
  GtkWidget *view = padded_view_new (4, 4);
  GtkWindow *window = tools_window_new (view, 600, 400);
  graphene_rect_t bounds;

  g_object_set (view, "query", 6, NULL);
  tools_wait_for_frame (view);
  bounds = tools_get_bounds (tools_find (view, "patchcursor", 0), view);
  g_assert_true (graphene_rect_equal (&bounds, &GRAPHENE_RECT_INIT (300, 100, 100, 100)));
  gtk_window_destroy (window);
}

/* The view is as high as its window needs, and never too small to be used; before there is an image it is harmless. */
static void
test_view_keeps_its_shape (void)
{
  GtkWidget *view = g_object_ref_sink (trestle_image_view_new ());
  g_autoptr (TrestleImage) image = image_new (200, 100);
  int minimum, natural;

  gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 160);
  g_assert_cmpint (natural, ==, 384);
  g_assert_false (gtk_widget_grab_focus (view));
  trestle_image_view_set_image (TRESTLE_IMAGE_VIEW (view), image, &(TrestleImageWindow){ 0, 0, 200, 100 }, 2, 4);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, 500, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 160);
  g_assert_cmpint (natural, ==, 250);
  g_object_unref (view);
}

void
test_image_view_add (void)
{
  g_test_add_func ("/image-view/draws-image-and-padding", test_view_draws_image_and_padding);
  g_test_add_func ("/image-view/averages-large-images", test_view_averages_large_images);
  g_test_add_func ("/image-view/patches-are-crisp", test_view_patches_are_crisp);
  g_test_add_func ("/image-view/blends-heat-evenly", test_view_blends_heat_evenly);
  g_test_add_func ("/image-view/draws-grid-and-query", test_view_draws_grid_and_query);
  g_test_add_func ("/image-view/outlines-patches", test_view_outlines_patches);
  g_test_add_func ("/image-view/patch-is-clicked", test_view_patch_is_clicked);
  g_test_add_func ("/image-view/patch-is-hovered", test_view_patch_is_hovered);
  g_test_add_func ("/image-view/follows-arrow-keys", test_view_follows_arrow_keys);
  g_test_add_func ("/image-view/cursor-lies-on-its-patch", test_view_cursor_lies_on_its_patch);
  g_test_add_func ("/image-view/keeps-its-shape", test_view_keeps_its_shape);
}
