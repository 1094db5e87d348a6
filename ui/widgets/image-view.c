/* The image as the model sees it: heat over the patches, the patch grid, the query patch outlined. */
#include "ui/widgets/image-view.h"

#include <math.h>

#include "ui/widgets/children.h"
#include "ui/widgets/image-view-private.h"

#define MINIMUM_SIZE 160
#define NATURAL_SIZE 384

static const GdkRGBA black = { 0, 0, 0, 1 };

enum
{
  PROP_SHOW_GRID = 1,
  PROP_OPACITY_OF_HEAT,
  PROP_COLORMAP,
  PROP_QUERY,
  N_PROPERTIES,
};

G_DEFINE_FINAL_TYPE (TrestleImageView, trestle_image_view, GTK_TYPE_WIDGET)

gboolean
trestle_image_view_has_patch (TrestleImageView *view, gint patch)
{
  return patch >= 0 && (guint) patch < view->rows * view->columns;
}

TrestlePatchGrid
trestle_image_view_get_grid (TrestleImageView *view)
{
  int width = gtk_widget_get_width (GTK_WIDGET (view));
  int height = gtk_widget_get_height (GTK_WIDGET (view));
  double scale = MIN (width / view->window.width, height / view->window.height);
  int shown_width = (int) (view->window.width * scale + 1e-6);
  int shown_height = (int) (view->window.height * scale + 1e-6);

  return (TrestlePatchGrid){ .area = { (width - shown_width) / 2, (height - shown_height) / 2, shown_width, shown_height },
                             .rows = view->rows,
                             .columns = view->columns,
                             .scale = gtk_widget_get_scale_factor (GTK_WIDGET (view)) };
}

/* Colours or numbers are different. */
static void
view_renew_heat (TrestleImageView *view)
{
  trestle_patch_heat_forget_texture (&view->heat);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/* A new caption comes with the same image: what was made of it is kept. */
static void
view_set_picture (TrestleImageView *view, TrestleImage *image, const TrestleImageWindow *window)
{
  if (view->image == image && view->window.x == window->x && view->window.y == window->y && view->window.width == window->width
      && view->window.height == window->height)
    return;
  trestle_image_ref (image);
  g_clear_pointer (&view->picture, trestle_image_texture_free);
  g_clear_pointer (&view->image, trestle_image_unref);
  view->image = image;
  view->window = *window;
  view->picture = trestle_image_texture_new (image, window);
}

void
trestle_image_view_set_image (TrestleImageView *view,
                              TrestleImage *image,
                              const TrestleImageWindow *window,
                              guint grid_rows,
                              guint grid_columns)
{
  g_return_if_fail (window->width > 0 && window->height > 0);
  view_set_picture (view, image, window);
  if (view->rows != grid_rows || view->columns != grid_columns)
    trestle_patch_heat_forget_values (&view->heat);
  view->rows = grid_rows;
  view->columns = grid_columns;
  if (!trestle_image_view_has_patch (view, (gint) view->cursor_patch))
    view->cursor_patch = 0;
  gtk_widget_set_visible (view->cursor, grid_rows * grid_columns > 0);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_RELATION_ROW_COUNT, (int) grid_rows,
                                  GTK_ACCESSIBLE_RELATION_COL_COUNT, (int) grid_columns, -1);
  trestle_image_view_describe_cursor (view);
  view_renew_heat (view);
  gtk_widget_queue_resize (GTK_WIDGET (view));
}

void
trestle_image_view_set_map (TrestleImageView *view, TrestleAttentionMap *map, double max)
{
  if (!trestle_patch_heat_set_map (&view->heat, map, max))
    return;
  trestle_image_view_describe_cursor (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

void
trestle_image_view_set_values (TrestleImageView *view, const double *values, const double *places, const char *name)
{
  if (values != NULL)
    trestle_patch_heat_set_values (&view->heat, values, places, view->rows * view->columns, name);
  else
    trestle_patch_heat_set_map (&view->heat, NULL, 1);
  trestle_image_view_describe_cursor (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

void
trestle_image_view_set_outlined (TrestleImageView *view, const guint *patches, guint n_patches)
{
  g_array_set_size (view->outlined, 0);
  g_array_append_vals (view->outlined, patches, n_patches);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static GtkSizeRequestMode
trestle_image_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
trestle_image_view_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  TrestleImageView *view = TRESTLE_IMAGE_VIEW (widget);

  *minimum = MINIMUM_SIZE;
  *natural = NATURAL_SIZE;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size > 0)
    *natural = MAX (MINIMUM_SIZE, (int) (for_size * view->window.height / view->window.width));
}

static void
trestle_image_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TrestleImageView *view = TRESTLE_IMAGE_VIEW (widget);
  TrestlePatchGrid grid;
  graphene_rect_t rect;

  if (!gtk_widget_should_layout (view->cursor) || !trestle_image_view_has_patch (view, (gint) view->cursor_patch))
    return;
  grid = trestle_image_view_get_grid (view);
  rect = trestle_patch_grid_get_rect (&grid, view->cursor_patch);
  gtk_widget_size_allocate (
      view->cursor,
      &(GtkAllocation){ (int) rect.origin.x, (int) rect.origin.y, (int) ceilf (rect.size.width), (int) ceilf (rect.size.height) }, -1);
}

static void
view_draw_outlines (TrestleImageView *view, GtkSnapshot *snapshot, const TrestlePatchGrid *grid)
{
  for (guint i = 0; i < view->outlined->len; i++)
    if (trestle_image_view_has_patch (view, (gint) g_array_index (view->outlined, guint, i)))
      trestle_patch_grid_draw_box (grid, g_array_index (view->outlined, guint, i), snapshot);
  if (trestle_image_view_has_patch (view, view->hovered))
    trestle_patch_grid_draw_hovered (grid, (guint) view->hovered, snapshot);
  if (trestle_image_view_has_patch (view, view->query))
    trestle_patch_grid_draw_query (grid, (guint) view->query, snapshot);
}

static void
trestle_image_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleImageView *view = TRESTLE_IMAGE_VIEW (widget);
  TrestlePatchGrid grid;

  if (view->image == NULL)
    return;
  grid = trestle_image_view_get_grid (view);
  gtk_snapshot_append_color (snapshot, &black, &GRAPHENE_RECT_INIT (grid.area.x, grid.area.y, grid.area.width, grid.area.height));
  trestle_image_texture_snapshot (view->picture, snapshot, &grid.area, grid.scale);
  trestle_patch_heat_draw (&view->heat, &grid, &view->palette, view->opacity, snapshot);
  if (view->show_grid)
    trestle_patch_grid_draw_lines (&grid, snapshot);
  view_draw_outlines (view, snapshot, &grid);
  GTK_WIDGET_CLASS (trestle_image_view_parent_class)->snapshot (widget, snapshot);
}

static void
view_set_colormap (TrestleImageView *view, TrestleColormap colormap)
{
  if (trestle_palette_change (&view->palette, colormap))
    view_renew_heat (view);
}

static void
view_set_query (TrestleImageView *view, gint query)
{
  view->query = query;
  if (trestle_image_view_has_patch (view, query))
    trestle_image_view_set_cursor (view, (guint) query);
  trestle_image_view_describe_cursor (view);
}

static void
trestle_image_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleImageView *view = TRESTLE_IMAGE_VIEW (object);

  switch (id)
    {
    case PROP_SHOW_GRID:
      view->show_grid = g_value_get_boolean (value);
      break;
    case PROP_OPACITY_OF_HEAT:
      view->opacity = g_value_get_double (value);
      break;
    case PROP_COLORMAP:
      view_set_colormap (view, g_value_get_uint (value));
      break;
    case PROP_QUERY:
      view_set_query (view, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
trestle_image_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleImageView *view = TRESTLE_IMAGE_VIEW (object);

  switch (id)
    {
    case PROP_SHOW_GRID:
      g_value_set_boolean (value, view->show_grid);
      break;
    case PROP_OPACITY_OF_HEAT:
      g_value_set_double (value, view->opacity);
      break;
    case PROP_COLORMAP:
      g_value_set_uint (value, view->palette.colormap);
      break;
    case PROP_QUERY:
      g_value_set_int (value, view->query);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

GtkWidget *
trestle_image_view_new (void)
{
  return g_object_new (TRESTLE_TYPE_IMAGE_VIEW, NULL);
}

static void
trestle_image_view_dispose (GObject *object)
{
  TrestleImageView *view = TRESTLE_IMAGE_VIEW (object);

  g_clear_pointer (&view->picture, trestle_image_texture_free);
  g_clear_pointer (&view->image, trestle_image_unref);
  trestle_patch_heat_clear (&view->heat);
  trestle_children_dispose (object);
}

static void
trestle_image_view_finalize (GObject *object)
{
  g_array_unref (TRESTLE_IMAGE_VIEW (object)->outlined);
  G_OBJECT_CLASS (trestle_image_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (class, PROP_SHOW_GRID, g_param_spec_boolean ("show-grid", NULL, NULL, FALSE, flags));
  g_object_class_install_property (class, PROP_OPACITY_OF_HEAT, g_param_spec_double ("opacity-of-heat", NULL, NULL, 0, 1, 0.6, flags));
  g_object_class_install_property (class, PROP_COLORMAP, trestle_palette_property_new (flags));
  g_object_class_install_property (class, PROP_QUERY, g_param_spec_int ("query", NULL, NULL, -1, G_MAXINT, -1, flags));
}

static void
trestle_image_view_class_init (TrestleImageViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = trestle_image_view_dispose;
  object_class->finalize = trestle_image_view_finalize;
  object_class->set_property = trestle_image_view_set_property;
  object_class->get_property = trestle_image_view_get_property;
  widget_class->measure = trestle_image_view_measure;
  widget_class->size_allocate = trestle_image_view_size_allocate;
  widget_class->snapshot = trestle_image_view_snapshot;
  widget_class->get_request_mode = trestle_image_view_get_request_mode;
  install_properties (object_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/image-view.ui");
  trestle_image_view_class_add_input (class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  gtk_widget_class_set_css_name (widget_class, "imageview");
}

static void
trestle_image_view_init (TrestleImageView *view)
{
  view->window = (TrestleImageWindow){ 0, 0, 1, 1 };
  view->opacity = 0.6;
  view->heat.max = 1;
  view->query = -1;
  view->hovered = -1;
  view->outlined = g_array_new (FALSE, FALSE, sizeof (guint));
  trestle_palette_init (&view->palette, TRESTLE_COLORMAP_VIRIDIS);
  gtk_widget_init_template (GTK_WIDGET (view));
}
