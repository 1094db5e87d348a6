/* What is done to the view of an image: patches are pointed at, chosen with the arrow keys, and clicked. */
#include "ui/widgets/arrow-keys.h"
#include "ui/widgets/image-view-private.h"

enum
{
  SIGNAL_PATCH_ACTIVATED,
  SIGNAL_PATCH_HOVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gint
view_find_patch (TrestleImageView *view, double x, double y)
{
  TrestlePatchGrid grid = trestle_image_view_get_grid (view);

  return trestle_patch_grid_find (&grid, x, y);
}

/* What a person reads or hears of a patch. */
static char *
view_name_patch (TrestleImageView *view, guint patch)
{
  return g_strdup_printf ("patch %u, %u", patch / view->columns + 1, patch % view->columns + 1);
}

static char *
view_weigh_patch (TrestleImageView *view, guint patch)
{
  return trestle_patch_heat_describe (&view->heat, view->rows, view->columns, patch);
}

void
trestle_image_view_describe_cursor (TrestleImageView *view)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (view->cursor);
  g_autofree char *name = NULL;
  g_autofree char *weight = NULL;

  if (!trestle_image_view_has_patch (view, (gint) view->cursor_patch))
    return;
  name = view_name_patch (view, view->cursor_patch);
  weight = view_weigh_patch (view, view->cursor_patch);
  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, weight, -1);
  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_SELECTED, view->query == (gint) view->cursor_patch, -1);
  gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_ROW_INDEX, (int) (view->cursor_patch / view->columns + 1),
                                  GTK_ACCESSIBLE_RELATION_COL_INDEX, (int) (view->cursor_patch % view->columns + 1), -1);
}

void
trestle_image_view_set_cursor (TrestleImageView *view, guint patch)
{
  view->cursor_patch = patch;
  trestle_image_view_describe_cursor (view);
  gtk_widget_queue_allocate (GTK_WIDGET (view));
}

static void
view_set_hovered (TrestleImageView *view, gint patch)
{
  if (view->hovered == patch)
    return;
  view->hovered = patch;
  gtk_widget_queue_draw (GTK_WIDGET (view));
  g_signal_emit (view, signals[SIGNAL_PATCH_HOVERED], 0, patch);
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, TrestleImageView *view)
{
  view_set_hovered (view, view_find_patch (view, x, y));
}

static void
on_leave (GtkEventControllerMotion *motion, TrestleImageView *view)
{
  view_set_hovered (view, -1);
}

static void
on_focus_leave (GtkEventControllerFocus *focus, TrestleImageView *view)
{
  view_set_hovered (view, -1);
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, TrestleImageView *view)
{
  gint patch = view_find_patch (view, x, y);

  if (patch < 0)
    return;
  trestle_image_view_set_cursor (view, (guint) patch);
  gtk_widget_grab_focus (view->cursor);
  g_signal_emit (view, signals[SIGNAL_PATCH_ACTIVATED], 0, (guint) patch);
}

static void
on_cursor_clicked (GtkButton *cursor, TrestleImageView *view)
{
  g_signal_emit (view, signals[SIGNAL_PATCH_ACTIVATED], 0, view->cursor_patch);
}

/* The patch that arrow keys choose is looked at like the one under the pointer. */
static gboolean
on_move (GtkWidget *widget, GVariant *step, gpointer data)
{
  TrestleImageView *view = TRESTLE_IMAGE_VIEW (widget);
  int rows, columns;
  guint row, column;

  if (!trestle_image_view_has_patch (view, (gint) view->cursor_patch))
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  row = trestle_arrow_keys_walk (view->cursor_patch / view->columns, rows, view->rows);
  column = trestle_arrow_keys_walk (view->cursor_patch % view->columns, columns, view->columns);
  trestle_image_view_set_cursor (view, row * view->columns + column);
  view_set_hovered (view, (gint) view->cursor_patch);
  return TRUE;
}

static gboolean
trestle_image_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TRESTLE_IMAGE_VIEW (widget)->cursor);
}

/* The weight of a patch is of more use than how to choose one. */
static gboolean
trestle_image_view_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TrestleImageView *view = TRESTLE_IMAGE_VIEW (widget);
  gint patch = keyboard ? (gint) view->cursor_patch : view_find_patch (view, x, y);
  g_autofree char *name = NULL;
  g_autofree char *weight = NULL;
  g_autofree char *text = NULL;
  TrestlePatchGrid grid;
  graphene_rect_t rect;

  if (!trestle_image_view_has_patch (view, patch) || trestle_patch_heat_get_weights (&view->heat, view->rows, view->columns) == NULL)
    return GTK_WIDGET_CLASS (g_type_class_peek (GTK_TYPE_WIDGET))->query_tooltip (widget, x, y, keyboard, tooltip);
  name = view_name_patch (view, (guint) patch);
  weight = view_weigh_patch (view, (guint) patch);
  text = g_strdup_printf ("%s: %s", name, weight);
  text[0] = g_ascii_toupper (text[0]);
  grid = trestle_image_view_get_grid (view);
  rect = trestle_patch_grid_get_rect (&grid, (guint) patch);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ (int) rect.origin.x, (int) rect.origin.y, (int) rect.size.width, (int) rect.size.height });
  return TRUE;
}

static void
install_signals (GType type)
{
  signals[SIGNAL_PATCH_ACTIVATED] = g_signal_new ("patch-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                                  G_TYPE_UINT);
  signals[SIGNAL_PATCH_HOVERED] = g_signal_new ("patch-hovered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

void
trestle_image_view_class_add_input (TrestleImageViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->grab_focus = trestle_image_view_grab_focus;
  widget_class->query_tooltip = trestle_image_view_query_tooltip;
  install_signals (G_TYPE_FROM_CLASS (class));
  trestle_arrow_keys_bind (widget_class, on_move);
  gtk_widget_class_bind_template_child (widget_class, TrestleImageView, cursor);
  gtk_widget_class_bind_template_callback (widget_class, on_motion);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_released);
  gtk_widget_class_bind_template_callback (widget_class, on_cursor_clicked);
}
