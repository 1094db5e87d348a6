/* The figure of what each bridge brings, whose dots and bars can be pointed at, and chosen with the arrow keys. */
#include "ui/widgets/bridge-panels.h"

#define REACH 5.0 /* pixels from a mark's rim that are near enough for a pointer */
#define GAP 2.0   /* pixels: between a mark and the outline around it, and how wide that is */

/* The figure is on white paper whatever the theme. */
static const GdkRGBA outline_color = { 0, 0, 0, 0.85 };

struct _TrestleBridgePanels
{
  TrestleFigurePanel parent_instance;
};

G_DEFINE_FINAL_TYPE (TrestleBridgePanels, trestle_bridge_panels, TRESTLE_TYPE_FIGURE_PANEL)

static guint
count_marks (const TrestleFigure *figure)
{
  guint n_marks = 0;

  trestle_bridge_figure_get_marks (figure, &n_marks);
  return n_marks;
}

static TrestleFigureArea
get_area (const TrestleFigure *figure, guint mark)
{
  guint n_marks = 0;
  const TrestleBridgeMark *it = &trestle_bridge_figure_get_marks (figure, &n_marks)[mark];

  return (TrestleFigureArea){ it->x, it->y, it->width, it->height };
}

static void
draw_outline (GtkSnapshot *snapshot, const graphene_rect_t *mark)
{
  GskRoundedRect outline;
  graphene_rect_t outer;

  graphene_rect_inset_r (mark, -2.f * GAP, -2.f * GAP, &outer);
  gsk_rounded_rect_init_from_rect (&outline, &outer, 2.f * GAP);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ GAP, GAP, GAP, GAP },
                              (GdkRGBA[4]){ outline_color, outline_color, outline_color, outline_color });
}

/* There is nothing to open, but from here on arrow keys lead on. */
static void
trestle_bridge_panels_part_activated (TrestleFigurePanel *panel, guint mark)
{
  gtk_widget_grab_focus (GTK_WIDGET (panel));
}

GtkWidget *
trestle_bridge_panels_new (void)
{
  return g_object_new (TRESTLE_TYPE_BRIDGE_PANELS, NULL);
}

static void
trestle_bridge_panels_class_init (TrestleBridgePanelsClass *class)
{
  TrestleFigurePanelClass *panel_class = TRESTLE_FIGURE_PANEL_CLASS (class);

  panel_class->reach = REACH;
  panel_class->gap = GAP;
  panel_class->count_parts = count_marks;
  panel_class->find_part = trestle_bridge_figure_find_mark;
  panel_class->get_area = get_area;
  panel_class->walk = trestle_bridge_figure_walk;
  panel_class->describe_part = trestle_bridge_figure_describe_mark;
  panel_class->draw_frame = draw_outline;
  panel_class->part_activated = trestle_bridge_panels_part_activated;
}

static void
trestle_bridge_panels_init (TrestleBridgePanels *panels)
{
}
