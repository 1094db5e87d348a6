/* A figure whose parts can be pointed at, chosen with the arrow keys, and opened. What the parts are, its subclasses say. */
#include "ui/widgets/figure-panel.h"

#include "ui/widgets/arrow-keys.h"

#define LEAST_CURSOR 12
#define REVEALED 24.0 /* pixels above and below the cursor that are shown as well */

/**
 * @cursor: lies on the part that the arrow keys chose, and has the focus
 */
typedef struct
{
  gint hovered;
  GtkWidget *cursor;
  guint cursor_part;
} TrestleFigurePanelPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TrestleFigurePanel, trestle_figure_panel, TRESTLE_TYPE_FIGURE_VIEW)

enum
{
  SIGNAL_PART_ACTIVATED,
  SIGNAL_PART_HOVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static TrestleFigurePanelPrivate *
get_private (TrestleFigurePanel *panel)
{
  return trestle_figure_panel_get_instance_private (panel);
}

static const TrestleFigure *
panel_get_figure (TrestleFigurePanel *panel)
{
  return trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (panel));
}

static gboolean
panel_has_part (TrestleFigurePanel *panel, gint part)
{
  const TrestleFigure *figure = panel_get_figure (panel);

  return figure != NULL && part >= 0 && (guint) part < TRESTLE_FIGURE_PANEL_GET_CLASS (panel)->count_parts (figure);
}

/* The part at a place of the widget, or -1. */
static gint
panel_find_part (TrestleFigurePanel *panel, double x, double y)
{
  TrestleFigurePanelClass *class = TRESTLE_FIGURE_PANEL_GET_CLASS (panel);
  const TrestleFigure *figure = panel_get_figure (panel);
  double scale = trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (panel));

  return figure != NULL ? class->find_part (figure, x / scale, y / scale, class->reach / scale) : -1;
}

/* Around a part, @distance pixels from its rim. */
static graphene_rect_t
panel_get_rect (TrestleFigurePanel *panel, guint part, double distance)
{
  TrestleFigureArea area = TRESTLE_FIGURE_PANEL_GET_CLASS (panel)->get_area (panel_get_figure (panel), part);
  double scale = trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (panel));

  return GRAPHENE_RECT_INIT ((float) (scale * area.x - distance), (float) (scale * area.y - distance),
                             (float) (scale * area.width + 2.0 * distance), (float) (scale * area.height + 2.0 * distance));
}

static void
panel_set_hovered (TrestleFigurePanel *panel, gint part)
{
  TrestleFigurePanelPrivate *private = get_private (panel);

  if (private->hovered == part)
    return;
  private->hovered = part;
  gtk_widget_queue_draw (GTK_WIDGET (panel));
  g_signal_emit (panel, signals[SIGNAL_PART_HOVERED], 0, part);
}

static void
panel_describe_cursor (TrestleFigurePanel *panel)
{
  TrestleFigurePanelPrivate *private = get_private (panel);
  g_autofree char *text = NULL;

  if (panel_has_part (panel, (gint) private->cursor_part))
    text = TRESTLE_FIGURE_PANEL_GET_CLASS (panel)->describe_part (panel_get_figure (panel), private->cursor_part);
  gtk_accessible_update_property (GTK_ACCESSIBLE (private->cursor), GTK_ACCESSIBLE_PROPERTY_LABEL, text != NULL ? text : "No numbers yet",
                                  -1);
}

static void
panel_set_cursor (TrestleFigurePanel *panel, guint part)
{
  get_private (panel)->cursor_part = part;
  panel_describe_cursor (panel);
  gtk_widget_queue_allocate (GTK_WIDGET (panel));
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, TrestleFigurePanel *panel)
{
  panel_set_hovered (panel, panel_find_part (panel, x, y));
}

static void
on_leave (GtkEventControllerMotion *motion, TrestleFigurePanel *panel)
{
  panel_set_hovered (panel, -1);
}

static void
on_focus_enter (GtkEventControllerFocus *focus, TrestleFigurePanel *panel)
{
  panel_set_hovered (panel, (gint) get_private (panel)->cursor_part);
}

static void
on_focus_leave (GtkEventControllerFocus *focus, TrestleFigurePanel *panel)
{
  panel_set_hovered (panel, -1);
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, TrestleFigurePanel *panel)
{
  gint part = panel_find_part (panel, x, y);

  if (part < 0)
    return;
  panel_set_cursor (panel, (guint) part);
  g_signal_emit (panel, signals[SIGNAL_PART_ACTIVATED], 0, (guint) part);
}

static void
on_cursor_clicked (GtkButton *cursor, TrestleFigurePanel *panel)
{
  guint part = get_private (panel)->cursor_part;

  if (panel_has_part (panel, (gint) part))
    g_signal_emit (panel, signals[SIGNAL_PART_ACTIVATED], 0, part);
}

/* Where the drawing is taller than the window. A scrolled window shows what gets the focus, but the cursor has it all the while. */
static void
panel_reveal (TrestleFigurePanel *panel, guint part)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (panel), GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *viewport = scrolled != NULL ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled)) : NULL;
  GtkWidget *content = GTK_IS_VIEWPORT (viewport) ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  graphene_rect_t rect = panel_get_rect (panel, part, 0.0);
  graphene_point_t top;

  if (content == NULL || !gtk_widget_compute_point (GTK_WIDGET (panel), content, &rect.origin, &top))
    return;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)), top.y - REVEALED,
                             top.y + rect.size.height + REVEALED);
}

static gboolean
on_move (GtkWidget *widget, GVariant *step, gpointer data)
{
  TrestleFigurePanel *panel = TRESTLE_FIGURE_PANEL (widget);
  TrestleFigurePanelPrivate *private = get_private (panel);
  int rows, columns;

  if (!panel_has_part (panel, (gint) private->cursor_part))
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  panel_set_cursor (panel, TRESTLE_FIGURE_PANEL_GET_CLASS (panel)->walk (panel_get_figure (panel), private->cursor_part, rows, columns));
  panel_set_hovered (panel, (gint) private->cursor_part);
  panel_reveal (panel, private->cursor_part);
  return TRUE;
}

static gboolean
trestle_figure_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (get_private (TRESTLE_FIGURE_PANEL (widget))->cursor);
}

static gboolean
trestle_figure_panel_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TrestleFigurePanel *panel = TRESTLE_FIGURE_PANEL (widget);
  TrestleFigurePanelClass *class = TRESTLE_FIGURE_PANEL_GET_CLASS (panel);
  gint part = keyboard ? (gint) get_private (panel)->cursor_part : panel_find_part (panel, x, y);
  g_autofree char *text = NULL;
  graphene_rect_t rect;

  if (!panel_has_part (panel, part))
    return GTK_WIDGET_CLASS (trestle_figure_panel_parent_class)->query_tooltip (widget, x, y, keyboard, tooltip);
  text = class->describe_part (panel_get_figure (panel), (guint) part);
  rect = panel_get_rect (panel, (guint) part, class->reach);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ (int) rect.origin.x, (int) rect.origin.y, (int) rect.size.width, (int) rect.size.height });
  return TRUE;
}

static void
trestle_figure_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TrestleFigurePanel *panel = TRESTLE_FIGURE_PANEL (widget);
  TrestleFigurePanelPrivate *private = get_private (panel);
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, LEAST_CURSOR, LEAST_CURSOR);

  GTK_WIDGET_CLASS (trestle_figure_panel_parent_class)->size_allocate (widget, width, height, baseline);
  if (!gtk_widget_should_layout (private->cursor))
    return;
  if (panel_has_part (panel, (gint) private->cursor_part))
    rect = panel_get_rect (panel, private->cursor_part, TRESTLE_FIGURE_PANEL_GET_CLASS (panel)->gap);
  gtk_widget_size_allocate (
      private->cursor, &(GtkAllocation){ (int) rect.origin.x, (int) rect.origin.y, (int) rect.size.width + 1, (int) rect.size.height + 1 },
      -1);
}

static void
trestle_figure_panel_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleFigurePanel *panel = TRESTLE_FIGURE_PANEL (widget);
  gint hovered = get_private (panel)->hovered;
  graphene_rect_t rect;

  GTK_WIDGET_CLASS (trestle_figure_panel_parent_class)->snapshot (widget, snapshot);
  if (!panel_has_part (panel, hovered))
    return;
  rect = panel_get_rect (panel, (guint) hovered, 0.0);
  TRESTLE_FIGURE_PANEL_GET_CLASS (panel)->draw_frame (snapshot, &rect);
}

/* The cursor's part of before may be another one now, but it is near where the reader was. It is placed with the figure. */
static void
trestle_figure_panel_figure_changed (TrestleFigureView *view)
{
  TrestleFigurePanel *panel = TRESTLE_FIGURE_PANEL (view);
  TrestleFigurePanelPrivate *private = get_private (panel);

  if (!TRESTLE_FIGURE_PANEL_GET_CLASS (panel)->keeps_parts || !panel_has_part (panel, private->hovered))
    panel_set_hovered (panel, -1);
  if (!panel_has_part (panel, (gint) private->cursor_part))
  private->cursor_part = 0;
  panel_describe_cursor (panel);
}

gint
trestle_figure_panel_get_hovered (TrestleFigurePanel *panel)
{
  return get_private (panel)->hovered;
}

static void
trestle_figure_panel_dispose (GObject *object)
{
  g_clear_pointer (&get_private (TRESTLE_FIGURE_PANEL (object))->cursor, gtk_widget_unparent);
  G_OBJECT_CLASS (trestle_figure_panel_parent_class)->dispose (object);
}

static void
install_signals (void)
{
  signals[SIGNAL_PART_ACTIVATED] = g_signal_new ("part-activated", TRESTLE_TYPE_FIGURE_PANEL, G_SIGNAL_RUN_LAST,
                                                 G_STRUCT_OFFSET (TrestleFigurePanelClass, part_activated), NULL, NULL, NULL, G_TYPE_NONE,
                                                 1, G_TYPE_UINT);
  signals[SIGNAL_PART_HOVERED] = g_signal_new ("part-hovered", TRESTLE_TYPE_FIGURE_PANEL, G_SIGNAL_RUN_LAST,
                                               G_STRUCT_OFFSET (TrestleFigurePanelClass, part_hovered), NULL, NULL, NULL, G_TYPE_NONE, 1,
                                               G_TYPE_INT);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/widgets/figure-panel.ui");
  gtk_widget_class_bind_template_child_private (class, TrestleFigurePanel, cursor);
  gtk_widget_class_bind_template_callback (class, on_motion);
  gtk_widget_class_bind_template_callback (class, on_leave);
  gtk_widget_class_bind_template_callback (class, on_focus_enter);
  gtk_widget_class_bind_template_callback (class, on_focus_leave);
  gtk_widget_class_bind_template_callback (class, on_released);
  gtk_widget_class_bind_template_callback (class, on_cursor_clicked);
}

static void
trestle_figure_panel_class_init (TrestleFigurePanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_figure_panel_dispose;
  TRESTLE_FIGURE_VIEW_CLASS (class)->figure_changed = trestle_figure_panel_figure_changed;
  widget_class->size_allocate = trestle_figure_panel_size_allocate;
  widget_class->snapshot = trestle_figure_panel_snapshot;
  widget_class->grab_focus = trestle_figure_panel_grab_focus;
  widget_class->query_tooltip = trestle_figure_panel_query_tooltip;
  install_signals ();
  trestle_arrow_keys_bind (widget_class, on_move);
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
trestle_figure_panel_init (TrestleFigurePanel *panel)
{
  get_private (panel)->hovered = -1;
  gtk_widget_init_template (GTK_WIDGET (panel));
  panel_describe_cursor (panel);
}
