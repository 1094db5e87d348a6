/* The figure of a model, whose layers and bridges can be pointed at, chosen with the arrow keys, and opened. */
#include "ui/widgets/model-panel.h"

#include "ui/widgets/arrow-keys.h"

#define FRAME_WIDTH 2.0 /* pixels: of what is around the part under the pointer */
#define FRAME_RADIUS 3.0
#define CURSOR_GAP 1 /* pixels between a part and the cursor around it */
#define LEAST_CURSOR 12
#define REVEALED 24.0 /* pixels above and below the cursor that are shown as well */

static const GdkRGBA frame_color = { 0, 0, 0, 0.85 };
static const GdkRGBA casing_color = { 1, 1, 1, 0.9 };

struct _TrestleModelPanel
{
  TrestleFigureView parent_instance;

  gint hovered;
  /* Lies on the part that the arrow keys chose, and has the focus. */
  GtkWidget *cursor;
  guint cursor_part;
};

G_DEFINE_FINAL_TYPE (TrestleModelPanel, trestle_model_panel, TRESTLE_TYPE_FIGURE_VIEW)

enum
{
  SIGNAL_PART_ACTIVATED,
  SIGNAL_PART_HOVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const TrestleFigure *
panel_get_figure (TrestleModelPanel *panel)
{
  return trestle_figure_view_get_figure (TRESTLE_FIGURE_VIEW (panel));
}

/* (nullable): %NULL if there is no such part */
static const TrestleModelPart *
panel_get_part (TrestleModelPanel *panel, gint part)
{
  const TrestleFigure *figure = panel_get_figure (panel);
  guint n_parts = 0;
  const TrestleModelPart *parts = figure != NULL ? trestle_model_figure_get_parts (figure, &n_parts) : NULL;

  return part >= 0 && (guint) part < n_parts ? &parts[part] : NULL;
}

/* The part at a place of the widget, or -1. */
static gint
panel_find_part (TrestleModelPanel *panel, double x, double y)
{
  const TrestleFigure *figure = panel_get_figure (panel);
  double scale = trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (panel));

  return figure != NULL ? trestle_model_figure_find_part (figure, x / scale, y / scale) : -1;
}

static graphene_rect_t
panel_get_rect (TrestleModelPanel *panel, const TrestleModelPart *part)
{
  double scale = trestle_figure_view_get_scale (TRESTLE_FIGURE_VIEW (panel));

  return GRAPHENE_RECT_INIT ((float) (scale * part->x), (float) (scale * part->y), (float) (scale * part->width),
                             (float) (scale * part->height));
}

static void
panel_set_hovered (TrestleModelPanel *panel, gint part)
{
  if (panel->hovered == part)
    return;
  panel->hovered = part;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (panel), part >= 0 ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (panel));
  g_signal_emit (panel, signals[SIGNAL_PART_HOVERED], 0, part);
}

static void
panel_describe_cursor (TrestleModelPanel *panel)
{
  g_autofree char *text = NULL;

  if (panel_get_part (panel, (gint) panel->cursor_part) == NULL)
    return;
  text = trestle_model_figure_describe_part (panel_get_figure (panel), panel->cursor_part);
  gtk_accessible_update_property (GTK_ACCESSIBLE (panel->cursor), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
panel_set_cursor (TrestleModelPanel *panel, guint part)
{
  panel->cursor_part = part;
  panel_describe_cursor (panel);
  gtk_widget_queue_allocate (GTK_WIDGET (panel));
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, TrestleModelPanel *panel)
{
  panel_set_hovered (panel, panel_find_part (panel, x, y));
}

static void
on_leave (GtkEventControllerMotion *motion, TrestleModelPanel *panel)
{
  panel_set_hovered (panel, -1);
}

static void
on_focus_enter (GtkEventControllerFocus *focus, TrestleModelPanel *panel)
{
  panel_set_hovered (panel, (gint) panel->cursor_part);
}

static void
on_focus_leave (GtkEventControllerFocus *focus, TrestleModelPanel *panel)
{
  panel_set_hovered (panel, -1);
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, TrestleModelPanel *panel)
{
  gint part = panel_find_part (panel, x, y);

  if (part < 0)
    return;
  panel_set_cursor (panel, (guint) part);
  g_signal_emit (panel, signals[SIGNAL_PART_ACTIVATED], 0, (guint) part);
}

static void
on_cursor_clicked (GtkButton *cursor, TrestleModelPanel *panel)
{
  if (panel_get_part (panel, (gint) panel->cursor_part) != NULL)
    g_signal_emit (panel, signals[SIGNAL_PART_ACTIVATED], 0, panel->cursor_part);
}

/* Where the drawing is taller than the window. A scrolled window shows what gets the focus, but the cursor has it all the while. */
static void
panel_reveal (TrestleModelPanel *panel, const TrestleModelPart *part)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (panel), GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *viewport = scrolled != NULL ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scrolled)) : NULL;
  GtkWidget *content = GTK_IS_VIEWPORT (viewport) ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  graphene_rect_t rect = panel_get_rect (panel, part);
  graphene_point_t top;

  if (content == NULL || !gtk_widget_compute_point (GTK_WIDGET (panel), content, &rect.origin, &top))
    return;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)), top.y - REVEALED,
                             top.y + rect.size.height + REVEALED);
}

static gboolean
on_move (GtkWidget *widget, GVariant *step, gpointer data)
{
  TrestleModelPanel *panel = TRESTLE_MODEL_PANEL (widget);
  int rows, columns;

  if (panel_get_part (panel, (gint) panel->cursor_part) == NULL)
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  panel_set_cursor (panel, trestle_model_figure_walk (panel_get_figure (panel), panel->cursor_part, rows, columns));
  panel_set_hovered (panel, (gint) panel->cursor_part);
  panel_reveal (panel, panel_get_part (panel, (gint) panel->cursor_part));
  return TRUE;
}

static gboolean
trestle_model_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TRESTLE_MODEL_PANEL (widget)->cursor);
}

static gboolean
trestle_model_panel_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TrestleModelPanel *panel = TRESTLE_MODEL_PANEL (widget);
  gint found = keyboard ? (gint) panel->cursor_part : panel_find_part (panel, x, y);
  const TrestleModelPart *part = panel_get_part (panel, found);
  g_autofree char *text = NULL;
  graphene_rect_t rect;

  if (part == NULL)
    return GTK_WIDGET_CLASS (trestle_model_panel_parent_class)->query_tooltip (widget, x, y, keyboard, tooltip);
  text = trestle_model_figure_describe_part (panel_get_figure (panel), (guint) found);
  rect = panel_get_rect (panel, part);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ (int) rect.origin.x, (int) rect.origin.y, (int) rect.size.width, (int) rect.size.height });
  return TRUE;
}

static void
trestle_model_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TrestleModelPanel *panel = TRESTLE_MODEL_PANEL (widget);
  const TrestleModelPart *part;
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, LEAST_CURSOR, LEAST_CURSOR);

  GTK_WIDGET_CLASS (trestle_model_panel_parent_class)->size_allocate (widget, width, height, baseline);
  part = panel_get_part (panel, (gint) panel->cursor_part);
  if (!gtk_widget_should_layout (panel->cursor))
    return;
  if (part != NULL)
    rect = panel_get_rect (panel, part);
  gtk_widget_size_allocate (panel->cursor,
                            &(GtkAllocation){ (int) rect.origin.x - CURSOR_GAP, (int) rect.origin.y - CURSOR_GAP,
                                              (int) rect.size.width + 2 * CURSOR_GAP + 1, (int) rect.size.height + 2 * CURSOR_GAP + 1 },
                            -1);
}

static void
draw_border (GtkSnapshot *snapshot, const graphene_rect_t *rect, double width, const GdkRGBA *color)
{
  float widths[4] = { (float) width, (float) width, (float) width, (float) width };
  GdkRGBA colors[4] = { *color, *color, *color, *color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, rect, FRAME_RADIUS);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

/* A dark line with a bright one inside of it, so that it is seen on every colour. */
static void
draw_frame (TrestleModelPanel *panel, GtkSnapshot *snapshot, const TrestleModelPart *part)
{
  graphene_rect_t rect = panel_get_rect (panel, part);
  graphene_rect_t inner;

  graphene_rect_inset_r (&rect, FRAME_WIDTH, FRAME_WIDTH, &inner);
  draw_border (snapshot, &rect, FRAME_WIDTH, &frame_color);
  draw_border (snapshot, &inner, FRAME_WIDTH / 2.0, &casing_color);
}

static void
trestle_model_panel_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleModelPanel *panel = TRESTLE_MODEL_PANEL (widget);
  const TrestleModelPart *hovered = panel_get_part (panel, panel->hovered);

  GTK_WIDGET_CLASS (trestle_model_panel_parent_class)->snapshot (widget, snapshot);
  if (hovered != NULL)
    draw_frame (panel, snapshot, hovered);
}

static guint
count_parts (TrestleModelPanel *panel)
{
  guint n_parts = 0;

  if (panel_get_figure (panel) != NULL)
    trestle_model_figure_get_parts (panel_get_figure (panel), &n_parts);
  return n_parts;
}

/* As long as the drawing has the same parts, what was pointed at is pointed at still, with the number that it has now. */
static void
trestle_model_panel_figure_changed (TrestleFigureView *view)
{
  TrestleModelPanel *panel = TRESTLE_MODEL_PANEL (view);

  if (panel_get_part (panel, panel->hovered) == NULL)
    panel_set_hovered (panel, -1);
  if (panel->cursor_part >= count_parts (panel))
    panel->cursor_part = 0;
  panel_describe_cursor (panel);
}

GtkWidget *
trestle_model_panel_new (void)
{
  return g_object_new (TRESTLE_TYPE_MODEL_PANEL, NULL);
}

gint
trestle_model_panel_get_hovered (TrestleModelPanel *panel)
{
  return panel->hovered;
}

static void
trestle_model_panel_dispose (GObject *object)
{
  g_clear_pointer (&TRESTLE_MODEL_PANEL (object)->cursor, gtk_widget_unparent);
  G_OBJECT_CLASS (trestle_model_panel_parent_class)->dispose (object);
}

static void
install_signals (void)
{
  signals[SIGNAL_PART_ACTIVATED] = g_signal_new ("part-activated", TRESTLE_TYPE_MODEL_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_PART_HOVERED] = g_signal_new ("part-hovered", TRESTLE_TYPE_MODEL_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/widgets/model-panel.ui");
  gtk_widget_class_bind_template_child (class, TrestleModelPanel, cursor);
  gtk_widget_class_bind_template_callback (class, on_motion);
  gtk_widget_class_bind_template_callback (class, on_leave);
  gtk_widget_class_bind_template_callback (class, on_focus_enter);
  gtk_widget_class_bind_template_callback (class, on_focus_leave);
  gtk_widget_class_bind_template_callback (class, on_released);
  gtk_widget_class_bind_template_callback (class, on_cursor_clicked);
}

static void
trestle_model_panel_class_init (TrestleModelPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_model_panel_dispose;
  TRESTLE_FIGURE_VIEW_CLASS (class)->figure_changed = trestle_model_panel_figure_changed;
  widget_class->size_allocate = trestle_model_panel_size_allocate;
  widget_class->snapshot = trestle_model_panel_snapshot;
  widget_class->grab_focus = trestle_model_panel_grab_focus;
  widget_class->query_tooltip = trestle_model_panel_query_tooltip;
  install_signals ();
  trestle_arrow_keys_bind (widget_class, on_move);
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
trestle_model_panel_init (TrestleModelPanel *panel)
{
  panel->hovered = -1;
  gtk_widget_init_template (GTK_WIDGET (panel));
}
