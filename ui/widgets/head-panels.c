/* The figure of one number for every head, whose dots can be pointed at, chosen with the arrow keys, and opened. */
#include "ui/widgets/head-panels.h"

#include "ui/widgets/arrow-keys.h"

#define REACH 5.0 /* pixels from a dot's rim that are near enough for a pointer */
#define RING 2.0  /* pixels: between a dot and the ring around it, and how wide that is */

static const GdkRGBA ring_color = { 0, 0, 0, 0.85 };

struct _TrestleHeadPanels
{
  TrestleFigurePanel parent_instance;
};

G_DEFINE_FINAL_TYPE (TrestleHeadPanels, trestle_head_panels, TRESTLE_TYPE_FIGURE_PANEL)

static guint
count_dots (const TrestleFigure *figure)
{
  guint n_dots = 0;

  trestle_head_figure_get_dots (figure, &n_dots);
  return n_dots;
}

/* A square around it. */
static TrestleFigureArea
get_area (const TrestleFigure *figure, guint dot)
{
  guint n_dots = 0;
  const TrestleHeadDot *it = &trestle_head_figure_get_dots (figure, &n_dots)[dot];

  return (TrestleFigureArea){ it->x - it->radius, it->y - it->radius, 2.0 * it->radius, 2.0 * it->radius };
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

static void
draw_ring (GtkSnapshot *snapshot, const graphene_rect_t *dot)
{
  GskRoundedRect circle;
  graphene_rect_t outer;

  graphene_rect_inset_r (dot, -2.f * RING, -2.f * RING, &outer);
  gsk_rounded_rect_init_from_rect (&circle, &outer, outer.size.width / 2);
  gtk_snapshot_append_border (snapshot, &circle, (float[4]){ RING, RING, RING, RING },
                              (GdkRGBA[4]){ ring_color, ring_color, ring_color, ring_color });
}

GtkWidget *
trestle_head_panels_new (void)
{
  return g_object_new (TRESTLE_TYPE_HEAD_PANELS, NULL);
}

static void
trestle_head_panels_class_init (TrestleHeadPanelsClass *class)
{
  TrestleFigurePanelClass *panel_class = TRESTLE_FIGURE_PANEL_CLASS (class);

  panel_class->reach = REACH;
  panel_class->gap = RING;
  panel_class->count_parts = count_dots;
  panel_class->find_part = trestle_head_figure_find_dot;
  panel_class->get_area = get_area;
  panel_class->walk = walk;
  panel_class->describe_part = trestle_head_figure_describe_dot;
  panel_class->draw_frame = draw_ring;
}

static void
trestle_head_panels_init (TrestleHeadPanels *panels)
{
  gtk_widget_add_css_class (GTK_WIDGET (panels), "dots");
}
