/* What tests of widgets do in a user's place: a window, keys, clicks, and a look at the pixels. */
#include "tests/ui/widget-tools.h"

void
tools_hear_one (GtkWidget *widget, int first, ToolsHeard *heard)
{
  heard->count++;
  heard->first = first;
}

void
tools_hear_two (GtkWidget *widget, int first, int second, ToolsHeard *heard)
{
  heard->count++;
  heard->first = first;
  heard->second = second;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *frames = data;

  (*frames)++;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

/* A tick comes before layout and drawing: when the second one comes, the first frame is done. */
void
tools_wait_for_frame (GtkWidget *widget)
{
  guint frames = 0;
  guint id = gtk_widget_add_tick_callback (widget, on_tick, &frames, NULL);

  tools_wait_for_count (&frames, 2);
  gtk_widget_remove_tick_callback (widget, id);
}

void
tools_wait_for_count (const guint *count, guint goal)
{
  while (*count < goal)
    g_main_context_iteration (NULL, TRUE);
}

GtkWindow *
tools_window_new (GtkWidget *widget, int width, int height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_decorated (window, FALSE);
  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, widget);
  gtk_window_present (window);
  while (!gtk_widget_get_mapped (widget))
    g_main_context_iteration (NULL, TRUE);
  tools_wait_for_frame (widget);
  return window;
}

static gboolean
shortcut_has_key (GtkShortcut *shortcut, guint keyval, GdkModifierType modifiers)
{
  GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

  return GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval
         && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers;
}

static gboolean
try_shortcuts (GtkWidget *widget, GListModel *shortcuts, guint keyval, GdkModifierType modifiers)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);

      if (shortcut_has_key (shortcut, keyval, modifiers)
          && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), GTK_SHORTCUT_ACTION_EXCLUSIVE, widget,
                                           gtk_shortcut_get_arguments (shortcut)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
try_widget (GtkWidget *widget, guint keyval, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_SHORTCUT_CONTROLLER (controller) && try_shortcuts (widget, G_LIST_MODEL (controller), keyval, modifiers))
        return TRUE;
    }
  return FALSE;
}

gboolean
tools_press_keys (GtkWidget *widget, guint keyval, GdkModifierType modifiers)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  for (GtkWidget *at = focus; at != NULL && !GTK_IS_ROOT (at); at = gtk_widget_get_parent (at))
    if (try_widget (at, keyval, modifiers))
      return TRUE;
  return FALSE;
}

gboolean
tools_press_key (GtkWidget *widget, guint keyval)
{
  return tools_press_keys (widget, keyval, 0);
}

static GtkWidget *
find (GtkWidget *widget, const char *css_name, guint *index)
{
  if (g_str_equal (gtk_widget_get_css_name (widget), css_name) && (*index)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, css_name, index);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
tools_find (GtkWidget *widget, const char *css_name, guint index)
{
  return find (widget, css_name, &index);
}

guint
tools_count (GtkWidget *widget, const char *css_name)
{
  guint count = 0;

  while (tools_find (widget, css_name, count) != NULL)
    count++;
  return count;
}

const char *
tools_get_text (GtkWidget *widget, guint index)
{
  GtkWidget *label = tools_find (widget, "label", index);

  return label != NULL ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

GtkEventController *
tools_get_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

graphene_rect_t
tools_get_bounds (GtkWidget *child, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (child, widget, &bounds));
  return bounds;
}

guint32 *
tools_render (GtkWidget *widget, int *width, int *height)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint32 *pixels;

  *width = gtk_widget_get_width (widget);
  *height = gtk_widget_get_height (widget);
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, *width, *height));
  pixels = g_new (guint32, *width * *height);
  gdk_texture_download (texture, (guchar *) pixels, sizeof (guint32) * *width);
  return pixels;
}

TrestleAttentionMap *
tools_map_new (guint rows, guint columns)
{
  TrestleAttentionMap *map = g_new0 (TrestleAttentionMap, 1);
  gboolean on_words = rows == 0;

  g_atomic_ref_count_init (&map->references);
  map->block = on_words ? TRESTLE_BLOCK_CROSS_IMAGE_CROSS : TRESTLE_BLOCK_CROSS_TEXT_CROSS;
  map->head = TRESTLE_HEAD_MEAN;
  map->grid_rows = rows;
  map->grid_columns = on_words ? 0 : columns;
  map->n_keys = on_words ? columns : rows * columns + 1;
  map->weights = g_new (double, map->n_keys);
  for (gsize i = 0; i < map->n_keys; i++)
    map->weights[i] = 2.0 * (i + 1) / (map->n_keys * (map->n_keys + 1));
  map->max = map->weights[map->n_keys - 1];
  return map;
}
