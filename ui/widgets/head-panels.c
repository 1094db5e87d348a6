/* The figure of one number for every head, whose dots can be pointed at, chosen with the arrow keys, and opened. */
#include "ui/widgets/head-panels.h"

#include "ui/widgets/arrow-keys.h"

#define REACH 5.0 /* pixels from a dot's rim that are near enough for a pointer */
#define RING 2.0  /* pixels: between a dot and the ring around it, and how wide that is */
#define LEAST_CURSOR 12

static const GdkRGBA ring_color = { 0, 0, 0, 0.85 };

struct _TrestleHeadPanels
{
  TrestleFigureView parent_instance;

  gint hovered;
  /* Lies on the dot that the arrow keys chose, and has the focus. */
  GtkWidget *cursor;
  guint cursor_dot;
};

G_DEFINE_FINAL_TYPE (TrestleHeadPanels, trestle_head_panels, TRESTLE_TYPE_FIGURE_VIEW)

enum
{
  SIGNAL_DOT_ACTIVATED,
  SIGNAL_DOT_HOVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const TrestleFigure *
panels_get_figure (TrestleHeadPanels *panels)
{
  return trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (panels));
}

/* (nullable): %NULL if there is no such dot */
static const TrestleHeadDot *
panels_get_dot (TrestleHeadPanels *panels, gint dot)
{
  const TrestleFigure *figure = panels_get_figure (panels);
  guint n_dots = 0;
  const TrestleHeadDot *dots = figure != NULL ? trestle_head_figure_get_dots (figure, &n_dots) : NULL;

  return dot >= 0 && (guint) dot < n_dots ? &dots[dot] : NULL;
}

/* The dot at a place of the widget, or -1. */
static gint
panels_find_dot (TrestleHeadPanels *panels, double x, double y)
{
  const TrestleFigure *figure = panels_get_figure (panels);
  double scale = trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (panels));

  return figure != NULL ? trestle_head_figure_find_dot (figure, x / scale, y / scale, REACH / scale) : -1;
}

/* A square around a dot, @distance pixels from its rim. */
static graphene_rect_t
panels_get_rect (TrestleHeadPanels *panels, const TrestleHeadDot *dot, double distance)
{
  double scale = trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (panels));
  double radius = scale * dot->radius + distance;

  return GRAPHENE_RECT_INIT ((float) (scale * dot->x - radius), (float) (scale * dot->y - radius), (float) (2 * radius),
                             (float) (2 * radius));
}

static void
panels_set_hovered (TrestleHeadPanels *panels, gint dot)
{
  if (panels->hovered == dot)
    return;
  panels->hovered = dot;
  gtk_widget_queue_draw (GTK_WIDGET (panels));
  g_signal_emit (panels, signals[SIGNAL_DOT_HOVERED], 0, dot);
}

static void
panels_describe_cursor (TrestleHeadPanels *panels)
{
  g_autofree char *text = NULL;

  if (panels_get_dot (panels, (gint) panels->cursor_dot) == NULL)
    return;
  text = trestle_head_figure_describe_dot (panels_get_figure (panels), panels->cursor_dot);
  gtk_accessible_update_property (GTK_ACCESSIBLE (panels->cursor), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
panels_set_cursor (TrestleHeadPanels *panels, guint dot)
{
  panels->cursor_dot = dot;
  panels_describe_cursor (panels);
  gtk_widget_queue_allocate (GTK_WIDGET (panels));
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, TrestleHeadPanels *panels)
{
  panels_set_hovered (panels, panels_find_dot (panels, x, y));
}

static void
on_leave (GtkEventControllerMotion *motion, TrestleHeadPanels *panels)
{
  panels_set_hovered (panels, -1);
}

static void
on_focus_enter (GtkEventControllerFocus *focus, TrestleHeadPanels *panels)
{
  panels_set_hovered (panels, (gint) panels->cursor_dot);
}

static void
on_focus_leave (GtkEventControllerFocus *focus, TrestleHeadPanels *panels)
{
  panels_set_hovered (panels, -1);
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, TrestleHeadPanels *panels)
{
  gint dot = panels_find_dot (panels, x, y);

  if (dot < 0)
    return;
  panels_set_cursor (panels, (guint) dot);
  g_signal_emit (panels, signals[SIGNAL_DOT_ACTIVATED], 0, (guint) dot);
}

static void
on_cursor_clicked (GtkButton *cursor, TrestleHeadPanels *panels)
{
  if (panels_get_dot (panels, (gint) panels->cursor_dot) != NULL)
    g_signal_emit (panels, signals[SIGNAL_DOT_ACTIVATED], 0, panels->cursor_dot);
}

/* Sideways along the layers, up and down among the heads of one; Page Up and Page Down go from panel to panel. */
static guint
walk (const TrestleFigure *figure, guint dot, int rows, int columns)
{
  if (ABS (columns) == TRESTLE_ARROW_KEYS_FAR)
    return trestle_head_figure_walk (figure, dot, TRESTLE_HEAD_TO_END, columns > 0);
  if (columns != 0)
    return trestle_head_figure_walk (figure, dot, TRESTLE_HEAD_BY_LAYER, columns > 0);
  if (ABS (rows) == TRESTLE_ARROW_KEYS_FAR)
    return trestle_head_figure_walk (figure, dot, TRESTLE_HEAD_BY_PANEL, rows > 0);
  return trestle_head_figure_walk (figure, dot, TRESTLE_HEAD_BY_VALUE, rows < 0);
}

static gboolean
on_move (GtkWidget *widget, GVariant *step, gpointer data)
{
  TrestleHeadPanels *panels = TRESTLE_HEAD_PANELS (widget);
  int rows, columns;

  if (panels_get_dot (panels, (gint) panels->cursor_dot) == NULL)
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  panels_set_cursor (panels, walk (panels_get_figure (panels), panels->cursor_dot, rows, columns));
  panels_set_hovered (panels, (gint) panels->cursor_dot);
  return TRUE;
}

static gboolean
trestle_head_panels_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TRESTLE_HEAD_PANELS (widget)->cursor);
}

static gboolean
trestle_head_panels_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TrestleHeadPanels *panels = TRESTLE_HEAD_PANELS (widget);
  gint found = keyboard ? (gint) panels->cursor_dot : panels_find_dot (panels, x, y);
  const TrestleHeadDot *dot = panels_get_dot (panels, found);
  g_autofree char *text = NULL;
  graphene_rect_t rect;

  if (dot == NULL)
    return GTK_WIDGET_CLASS (trestle_head_panels_parent_class)->query_tooltip (widget, x, y, keyboard, tooltip);
  text = trestle_head_figure_describe_dot (panels_get_figure (panels), (guint) found);
  rect = panels_get_rect (panels, dot, REACH);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ (int) rect.origin.x, (int) rect.origin.y, (int) rect.size.width, (int) rect.size.height });
  return TRUE;
}

static void
trestle_head_panels_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TrestleHeadPanels *panels = TRESTLE_HEAD_PANELS (widget);
  const TrestleHeadDot *dot;
  graphene_rect_t rect;

  GTK_WIDGET_CLASS (trestle_head_panels_parent_class)->size_allocate (widget, width, height, baseline);
  dot = panels_get_dot (panels, (gint) panels->cursor_dot);
  if (!gtk_widget_should_layout (panels->cursor))
    return;
  rect = dot != NULL ? panels_get_rect (panels, dot, RING) : GRAPHENE_RECT_INIT (0, 0, LEAST_CURSOR, LEAST_CURSOR);
  gtk_widget_size_allocate (
      panels->cursor, &(GtkAllocation){ (int) rect.origin.x, (int) rect.origin.y, (int) rect.size.width + 1, (int) rect.size.height + 1 },
      -1);
}

static void
draw_ring (TrestleHeadPanels *panels, GtkSnapshot *snapshot, const TrestleHeadDot *dot)
{
  graphene_rect_t rect = panels_get_rect (panels, dot, 2 * RING);
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &rect, rect.size.width / 2);
  gtk_snapshot_append_border (snapshot, &circle, (float[4]){ RING, RING, RING, RING },
                              (GdkRGBA[4]){ ring_color, ring_color, ring_color, ring_color });
}

static void
trestle_head_panels_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleHeadPanels *panels = TRESTLE_HEAD_PANELS (widget);
  const TrestleHeadDot *hovered = panels_get_dot (panels, panels->hovered);

  GTK_WIDGET_CLASS (trestle_head_panels_parent_class)->snapshot (widget, snapshot);
  if (hovered != NULL)
    draw_ring (panels, snapshot, hovered);
}

/* The dot of before may be another head's now, but it is near where the reader was. It is placed with the figure. */
static void
trestle_head_panels_figure_changed (TrestleFigureView *view)
{
  TrestleHeadPanels *panels = TRESTLE_HEAD_PANELS (view);

  panels_set_hovered (panels, -1);
  if (panels_get_dot (panels, (gint) panels->cursor_dot) == NULL)
    panels->cursor_dot = 0;
  panels_describe_cursor (panels);
}

GtkWidget *
trestle_head_panels_new (void)
{
  return g_object_new (TRESTLE_TYPE_HEAD_PANELS, NULL);
}

static void
trestle_head_panels_dispose (GObject *object)
{
  g_clear_pointer (&TRESTLE_HEAD_PANELS (object)->cursor, gtk_widget_unparent);
  G_OBJECT_CLASS (trestle_head_panels_parent_class)->dispose (object);
}

static void
install_signals (void)
{
  signals[SIGNAL_DOT_ACTIVATED] = g_signal_new ("dot-activated", TRESTLE_TYPE_HEAD_PANELS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_DOT_HOVERED] = g_signal_new ("dot-hovered", TRESTLE_TYPE_HEAD_PANELS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                              1, G_TYPE_INT);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/widgets/head-panels.ui");
  gtk_widget_class_bind_template_child (class, TrestleHeadPanels, cursor);
  gtk_widget_class_bind_template_callback (class, on_motion);
  gtk_widget_class_bind_template_callback (class, on_leave);
  gtk_widget_class_bind_template_callback (class, on_focus_enter);
  gtk_widget_class_bind_template_callback (class, on_focus_leave);
  gtk_widget_class_bind_template_callback (class, on_released);
  gtk_widget_class_bind_template_callback (class, on_cursor_clicked);
}

static void
trestle_head_panels_class_init (TrestleHeadPanelsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_head_panels_dispose;
  TRESTLE_FIGURE_VIEW_CLASS (class)->figure_changed = trestle_head_panels_figure_changed;
  widget_class->size_allocate = trestle_head_panels_size_allocate;
  widget_class->snapshot = trestle_head_panels_snapshot;
  widget_class->grab_focus = trestle_head_panels_grab_focus;
  widget_class->query_tooltip = trestle_head_panels_query_tooltip;
  install_signals ();
  trestle_arrow_keys_bind (widget_class, on_move);
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
trestle_head_panels_init (TrestleHeadPanels *panels)
{
  panels->hovered = -1;
  gtk_widget_init_template (GTK_WIDGET (panels));
}
