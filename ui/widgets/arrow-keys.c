/* Arrow keys, Home, End, Page Up and Page Down for widgets whose parts lie in rows and columns. */
#include "ui/widgets/arrow-keys.h"

static void
bind (GtkWidgetClass *class, guint key, guint keypad_key, GtkShortcutFunc on_move, int rows, int columns)
{
  gtk_widget_class_add_binding (class, key, 0, on_move, "(ii)", rows, columns);
  gtk_widget_class_add_binding (class, keypad_key, 0, on_move, "(ii)", rows, columns);
}

void
trestle_arrow_keys_bind (GtkWidgetClass *class, GtkShortcutFunc on_move)
{
  const int far = TRESTLE_ARROW_KEYS_FAR;

  bind (class, GDK_KEY_Left, GDK_KEY_KP_Left, on_move, 0, -1);
  bind (class, GDK_KEY_Right, GDK_KEY_KP_Right, on_move, 0, 1);
  bind (class, GDK_KEY_Up, GDK_KEY_KP_Up, on_move, -1, 0);
  bind (class, GDK_KEY_Down, GDK_KEY_KP_Down, on_move, 1, 0);
  bind (class, GDK_KEY_Home, GDK_KEY_KP_Home, on_move, 0, -far);
  bind (class, GDK_KEY_End, GDK_KEY_KP_End, on_move, 0, far);
  bind (class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, on_move, -far, 0);
  bind (class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, on_move, far, 0);
}

void
trestle_arrow_keys_get_step (GVariant *step, int *rows, int *columns)
{
  g_variant_get (step, "(ii)", rows, columns);
}

guint
trestle_arrow_keys_walk (guint position, int step, guint count)
{
  return (guint) CLAMP ((gint64) position + step, 0, (gint64) count - 1);
}
