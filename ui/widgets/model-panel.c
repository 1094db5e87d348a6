/* The figure of a model, whose layers and bridges can be pointed at, chosen with the arrow keys, and opened. */
#include "ui/widgets/model-panel.h"

#define FRAME_WIDTH 2.0 /* pixels: of what is around the part under the pointer */
#define FRAME_RADIUS 3.0
#define CURSOR_GAP 1.0

static const GdkRGBA frame_color = { 0, 0, 0, 0.85 };
static const GdkRGBA casing_color = { 1, 1, 1, 0.9 };

struct _TrestleModelPanel
{
  TrestleFigurePanel parent_instance;
};

G_DEFINE_FINAL_TYPE (TrestleModelPanel, trestle_model_panel, TRESTLE_TYPE_FIGURE_PANEL)

static guint
count_parts (const TrestleFigure *figure)
{
  guint n_parts = 0;

  trestle_model_figure_get_parts (figure, &n_parts);
  return n_parts;
}

/* Parts are large enough to be met: there is nothing near them. */
static gint
find_part (const TrestleFigure *figure, double x, double y, double reach)
{
  return trestle_model_figure_find_part (figure, x, y);
}

static TrestleFigureArea
get_area (const TrestleFigure *figure, guint part)
{
  guint n_parts = 0;
  const TrestleModelPart *it = &trestle_model_figure_get_parts (figure, &n_parts)[part];

  return (TrestleFigureArea){ it->x, it->y, it->width, it->height };
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
draw_frame (GtkSnapshot *snapshot, const graphene_rect_t *rect)
{
  graphene_rect_t inner;

  graphene_rect_inset_r (rect, FRAME_WIDTH, FRAME_WIDTH, &inner);
  draw_border (snapshot, rect, FRAME_WIDTH, &frame_color);
  draw_border (snapshot, &inner, FRAME_WIDTH / 2.0, &casing_color);
}

static void
trestle_model_panel_part_hovered (TrestleFigurePanel *panel, gint part)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (panel), part >= 0 ? "pointer" : NULL);
}

GtkWidget *
trestle_model_panel_new (void)
{
  return g_object_new (TRESTLE_TYPE_MODEL_PANEL, NULL);
}

static void
trestle_model_panel_class_init (TrestleModelPanelClass *class)
{
  TrestleFigurePanelClass *panel_class = TRESTLE_FIGURE_PANEL_CLASS (class);

  panel_class->gap = CURSOR_GAP;
  panel_class->keeps_parts = TRUE;
  panel_class->count_parts = count_parts;
  panel_class->find_part = find_part;
  panel_class->get_area = get_area;
  panel_class->walk = trestle_model_figure_walk;
  panel_class->describe_part = trestle_model_figure_describe_part;
  panel_class->draw_frame = draw_frame;
  panel_class->part_hovered = trestle_model_panel_part_hovered;
}

static void
trestle_model_panel_init (TrestleModelPanel *panel)
{
  gtk_widget_add_css_class (GTK_WIDGET (panel), "model");
}
