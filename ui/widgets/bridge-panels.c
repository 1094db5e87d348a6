/* The figure of what each bridge brings, whose dots and bars can be pointed at, and chosen with the arrow keys. */
#include "ui/widgets/bridge-panels.h"

#include "ui/widgets/arrow-keys.h"

#define REACH 5.0 /* pixels from a mark's rim that are near enough for a pointer */
#define GAP 2.0   /* pixels: between a mark and the outline around it, and how wide that is */
#define LEAST_CURSOR 12

/* The figure is on white paper whatever the theme. */
static const GdkRGBA outline_color = { 0, 0, 0, 0.85 };

struct _TrestleBridgePanels
{
  TrestleFigureView parent_instance;

  gint hovered;
  /* Lies on the mark that the arrow keys chose, and has the focus. */
  GtkWidget *cursor;
  guint cursor_mark;
};

G_DEFINE_FINAL_TYPE (TrestleBridgePanels, trestle_bridge_panels, TRESTLE_TYPE_FIGURE_VIEW)

enum
{
  SIGNAL_MARK_HOVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const TrestleFigure *
panels_get_figure (TrestleBridgePanels *panels)
{
  return trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (panels));
}

/* (nullable): %NULL if there is no such mark */
static const TrestleBridgeMark *
panels_get_mark (TrestleBridgePanels *panels, gint mark)
{
  const TrestleFigure *figure = panels_get_figure (panels);
  guint n_marks = 0;
  const TrestleBridgeMark *marks = figure != NULL ? trestle_bridge_figure_get_marks (figure, &n_marks) : NULL;

  return mark >= 0 && (guint) mark < n_marks ? &marks[mark] : NULL;
}

/* The mark at a place of the widget, or -1. */
static gint
panels_find_mark (TrestleBridgePanels *panels, double x, double y)
{
  const TrestleFigure *figure = panels_get_figure (panels);
  double scale = trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (panels));

  return figure != NULL ? trestle_bridge_figure_find_mark (figure, x / scale, y / scale, REACH / scale) : -1;
}

/* Around a mark, @distance pixels from its rim. */
static graphene_rect_t
panels_get_rect (TrestleBridgePanels *panels, const TrestleBridgeMark *mark, double distance)
{
  double scale = trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (panels));

  return GRAPHENE_RECT_INIT ((float) (scale * mark->x - distance), (float) (scale * mark->y - distance),
                             (float) (scale * mark->width + 2.0 * distance), (float) (scale * mark->height + 2.0 * distance));
}

static void
panels_set_hovered (TrestleBridgePanels *panels, gint mark)
{
  if (panels->hovered == mark)
    return;
  panels->hovered = mark;
  gtk_widget_queue_draw (GTK_WIDGET (panels));
  g_signal_emit (panels, signals[SIGNAL_MARK_HOVERED], 0, mark);
}

static void
panels_describe_cursor (TrestleBridgePanels *panels)
{
  gboolean has_mark = panels_get_mark (panels, (gint) panels->cursor_mark) != NULL;
  g_autofree char *text = has_mark ? trestle_bridge_figure_describe_mark (panels_get_figure (panels), panels->cursor_mark)
                                   : g_strdup ("No numbers yet");

  gtk_accessible_update_property (GTK_ACCESSIBLE (panels->cursor), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
panels_set_cursor (TrestleBridgePanels *panels, guint mark)
{
  panels->cursor_mark = mark;
  panels_describe_cursor (panels);
  gtk_widget_queue_allocate (GTK_WIDGET (panels));
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, TrestleBridgePanels *panels)
{
  panels_set_hovered (panels, panels_find_mark (panels, x, y));
}

static void
on_leave (GtkEventControllerMotion *motion, TrestleBridgePanels *panels)
{
  panels_set_hovered (panels, -1);
}

static void
on_focus_enter (GtkEventControllerFocus *focus, TrestleBridgePanels *panels)
{
  panels_set_hovered (panels, (gint) panels->cursor_mark);
}

static void
on_focus_leave (GtkEventControllerFocus *focus, TrestleBridgePanels *panels)
{
  panels_set_hovered (panels, -1);
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, TrestleBridgePanels *panels)
{
  gint mark = panels_find_mark (panels, x, y);

  if (mark < 0)
    return;
  panels_set_cursor (panels, (guint) mark);
  gtk_widget_grab_focus (panels->cursor);
}

static gboolean
on_move (GtkWidget *widget, GVariant *step, gpointer data)
{
  TrestleBridgePanels *panels = TRESTLE_BRIDGE_PANELS (widget);
  int rows, columns;

  if (panels_get_mark (panels, (gint) panels->cursor_mark) == NULL)
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  panels_set_cursor (panels, trestle_bridge_figure_walk (panels_get_figure (panels), panels->cursor_mark, rows, columns));
  panels_set_hovered (panels, (gint) panels->cursor_mark);
  return TRUE;
}

static gboolean
trestle_bridge_panels_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TRESTLE_BRIDGE_PANELS (widget)->cursor);
}

static gboolean
trestle_bridge_panels_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TrestleBridgePanels *panels = TRESTLE_BRIDGE_PANELS (widget);
  gint found = keyboard ? (gint) panels->cursor_mark : panels_find_mark (panels, x, y);
  const TrestleBridgeMark *mark = panels_get_mark (panels, found);
  g_autofree char *text = NULL;
  graphene_rect_t rect;

  if (mark == NULL)
    return GTK_WIDGET_CLASS (trestle_bridge_panels_parent_class)->query_tooltip (widget, x, y, keyboard, tooltip);
  text = trestle_bridge_figure_describe_mark (panels_get_figure (panels), (guint) found);
  rect = panels_get_rect (panels, mark, REACH);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ (int) rect.origin.x, (int) rect.origin.y, (int) rect.size.width, (int) rect.size.height });
  return TRUE;
}

static void
trestle_bridge_panels_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TrestleBridgePanels *panels = TRESTLE_BRIDGE_PANELS (widget);
  const TrestleBridgeMark *mark;
  graphene_rect_t rect;

  GTK_WIDGET_CLASS (trestle_bridge_panels_parent_class)->size_allocate (widget, width, height, baseline);
  mark = panels_get_mark (panels, (gint) panels->cursor_mark);
  if (!gtk_widget_should_layout (panels->cursor))
    return;
  rect = mark != NULL ? panels_get_rect (panels, mark, GAP) : GRAPHENE_RECT_INIT (0, 0, LEAST_CURSOR, LEAST_CURSOR);
  gtk_widget_size_allocate (
      panels->cursor, &(GtkAllocation){ (int) rect.origin.x, (int) rect.origin.y, (int) rect.size.width + 1, (int) rect.size.height + 1 },
      -1);
}

static void
trestle_bridge_panels_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleBridgePanels *panels = TRESTLE_BRIDGE_PANELS (widget);
  const TrestleBridgeMark *hovered = panels_get_mark (panels, panels->hovered);
  GskRoundedRect outline;
  graphene_rect_t rect;

  GTK_WIDGET_CLASS (trestle_bridge_panels_parent_class)->snapshot (widget, snapshot);
  if (hovered == NULL)
    return;
  rect = panels_get_rect (panels, hovered, 2.0 * GAP);
  gsk_rounded_rect_init_from_rect (&outline, &rect, 2.f * GAP);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ GAP, GAP, GAP, GAP },
                              (GdkRGBA[4]){ outline_color, outline_color, outline_color, outline_color });
}

/* The mark of before may be another number now, but it is near where the reader was. It is placed with the figure. */
static void
trestle_bridge_panels_figure_changed (TrestleFigureView *view)
{
  TrestleBridgePanels *panels = TRESTLE_BRIDGE_PANELS (view);

  panels_set_hovered (panels, -1);
  if (panels_get_mark (panels, (gint) panels->cursor_mark) == NULL)
    panels->cursor_mark = 0;
  panels_describe_cursor (panels);
}

GtkWidget *
trestle_bridge_panels_new (void)
{
  return g_object_new (TRESTLE_TYPE_BRIDGE_PANELS, NULL);
}

static void
trestle_bridge_panels_dispose (GObject *object)
{
  g_clear_pointer (&TRESTLE_BRIDGE_PANELS (object)->cursor, gtk_widget_unparent);
  G_OBJECT_CLASS (trestle_bridge_panels_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/widgets/bridge-panels.ui");
  gtk_widget_class_bind_template_child (class, TrestleBridgePanels, cursor);
  gtk_widget_class_bind_template_callback (class, on_motion);
  gtk_widget_class_bind_template_callback (class, on_leave);
  gtk_widget_class_bind_template_callback (class, on_focus_enter);
  gtk_widget_class_bind_template_callback (class, on_focus_leave);
  gtk_widget_class_bind_template_callback (class, on_released);
}

static void
trestle_bridge_panels_class_init (TrestleBridgePanelsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_bridge_panels_dispose;
  TRESTLE_FIGURE_VIEW_CLASS (class)->figure_changed = trestle_bridge_panels_figure_changed;
  widget_class->size_allocate = trestle_bridge_panels_size_allocate;
  widget_class->snapshot = trestle_bridge_panels_snapshot;
  widget_class->grab_focus = trestle_bridge_panels_grab_focus;
  widget_class->query_tooltip = trestle_bridge_panels_query_tooltip;
  signals[SIGNAL_MARK_HOVERED] = g_signal_new ("mark-hovered", TRESTLE_TYPE_BRIDGE_PANELS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 1, G_TYPE_INT);
  trestle_arrow_keys_bind (widget_class, on_move);
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
trestle_bridge_panels_init (TrestleBridgePanels *panels)
{
  panels->hovered = -1;
  gtk_widget_init_template (GTK_WIDGET (panels));
  panels_describe_cursor (panels);
}
