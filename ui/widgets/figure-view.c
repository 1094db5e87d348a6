/* A figure as it would be printed: on white paper, as wide as the widget, made again only when its contents or its width change. */
#include "ui/widgets/figure-view.h"

#include <math.h>

#define MINIMUM_WIDTH 320
#define NATURAL_WIDTH 640

/* Text of 8 points is read easily at 12 pixels. A wider page would be emptier, not clearer: beyond two columns the figure is magnified. */
#define PIXELS_PER_POINT 1.5
#define NARROWEST_MM 85.0
#define WIDEST_MM 170.0

/* @width: in pixels, what @figure was made for; 0 if it is to be made again */
typedef struct
{
  TrestleFigureMaker maker;
  gpointer maker_data;
  TrestleFigure *figure;
  int width;
} TrestleFigureViewPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (TrestleFigureView, trestle_figure_view, GTK_TYPE_WIDGET)

static TrestleFigureViewPrivate *
get_private (TrestleFigureView *view)
{
  return trestle_figure_view_get_instance_private (view);
}

static void
view_fit (TrestleFigureView *view, int width)
{
  TrestleFigureViewPrivate *private = get_private (view);
  double width_mm = width / PIXELS_PER_POINT / TRESTLE_POINTS_PER_MM;

  if (private->width == width || private->maker == NULL)
    return;
  g_clear_pointer (&private->figure, trestle_figure_free);
  private->figure = private->maker (CLAMP (width_mm, NARROWEST_MM, WIDEST_MM), private->maker_data);
  private->width = width;
  if (TRESTLE_FIGURE_VIEW_GET_CLASS (view)->figure_changed != NULL)
    TRESTLE_FIGURE_VIEW_GET_CLASS (view)->figure_changed (view);
}

double
trestle_figure_view_get_scale (TrestleFigureView *view)
{
  TrestleFigureViewPrivate *private = get_private (view);

  return private->figure != NULL ? private->width / trestle_figure_get_width (private->figure) : 1;
}

const TrestleFigure *
trestle_figure_view_get_figure (TrestleFigureView *view)
{
  return get_private (view)->figure;
}

static GtkSizeRequestMode
trestle_figure_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
trestle_figure_view_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  TrestleFigureView *view = TRESTLE_FIGURE_VIEW (widget);
  TrestleFigureViewPrivate *private = get_private (view);

  *minimum = MINIMUM_WIDTH;
  *natural = NATURAL_WIDTH;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  /* Asked for any width, the one that there is will do. */
  if (for_size > 0 || private->width == 0)
    view_fit (view, for_size > 0 ? for_size : NATURAL_WIDTH);
  *minimum = *natural = private->figure != NULL
                            ? (int) ceil (trestle_figure_get_height (private->figure) * trestle_figure_view_get_scale (view))
                            : 0;
}

static void
trestle_figure_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  view_fit (TRESTLE_FIGURE_VIEW (widget), width);
}

static void
trestle_figure_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleFigureView *view = TRESTLE_FIGURE_VIEW (widget);
  TrestleFigureViewPrivate *private = get_private (view);
  double scale = trestle_figure_view_get_scale (view);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));

  if (private->figure != NULL)
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

      cairo_scale (cr, scale, scale);
      trestle_figure_draw (private->figure, cr);
      cairo_destroy (cr);
    }
  GTK_WIDGET_CLASS (trestle_figure_view_parent_class)->snapshot (widget, snapshot);
}

void
trestle_figure_view_renew (TrestleFigureView *view)
{
  TrestleFigureViewPrivate *private = get_private (view);
  int width = private->width;

  private->width = 0;
  if (width > 0)
    view_fit (view, width);
  gtk_widget_queue_resize (GTK_WIDGET (view));
}

void
trestle_figure_view_set_maker (TrestleFigureView *view, TrestleFigureMaker maker, gpointer data)
{
  TrestleFigureViewPrivate *private = get_private (view);

  private->maker = maker;
  private->maker_data = data;
  trestle_figure_view_renew (view);
}

void
trestle_figure_view_forget (TrestleFigureView *view)
{
  TrestleFigureViewPrivate *private = get_private (view);

  private->maker = NULL;
  private->maker_data = NULL;
  private->width = 0;
  g_clear_pointer (&private->figure, trestle_figure_free);
}

GtkWidget *
trestle_figure_view_new (void)
{
  return g_object_new (TRESTLE_TYPE_FIGURE_VIEW, NULL);
}

static void
trestle_figure_view_dispose (GObject *object)
{
  trestle_figure_view_forget (TRESTLE_FIGURE_VIEW (object));
  G_OBJECT_CLASS (trestle_figure_view_parent_class)->dispose (object);
}

static void
trestle_figure_view_class_init (TrestleFigureViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_figure_view_dispose;
  widget_class->get_request_mode = trestle_figure_view_get_request_mode;
  widget_class->measure = trestle_figure_view_measure;
  widget_class->size_allocate = trestle_figure_view_size_allocate;
  widget_class->snapshot = trestle_figure_view_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "figureview");
}

static void
trestle_figure_view_init (TrestleFigureView *view)
{
}
