/* The image as the model sees it: heat over the patches, the patch grid, the query patch outlined. */
#include "ui/widgets/image-view.h"

#include <math.h>

#include "ui/widgets/arrow-keys.h"
#include "ui/widgets/children.h"
#include "ui/widgets/heat-texture.h"
#include "ui/widgets/image-texture.h"
#include "ui/widgets/palette.h"

#define MINIMUM_SIZE 160
#define NATURAL_SIZE 384

static const GdkRGBA black = { 0, 0, 0, 1 };
static const GdkRGBA white = { 1, 1, 1, 1 };
/* A dark and a light line side by side are seen on any picture and hide little of it. */
static const GdkRGBA grid_dark = { 0, 0, 0, 0.28 };
static const GdkRGBA grid_light = { 1, 1, 1, 0.28 };

struct _TrestleImageView
{
  GtkWidget parent_instance;

  TrestleImage *image;
  TrestleImageWindow window;
  guint rows;
  guint columns;
  TrestleAttentionMap *map;
  double max;
  /* (nullable): in place of a map: [rows, columns], where they stand on the scale, and what they are */
  double *values;
  double *places;
  char *values_name;

  gboolean show_grid;
  double opacity;
  TrestlePalette palette;
  gint query;
  gint hovered;
  /* (element-type guint) */
  GArray *outlined;

  /* Lies on the patch that the arrow keys chose, and has the focus. */
  GtkWidget *cursor;
  guint cursor_patch;

  TrestleImageTexture *picture;
  GdkTexture *heat;
};

enum
{
  PROP_SHOW_GRID = 1,
  PROP_OPACITY_OF_HEAT,
  PROP_COLORMAP,
  PROP_QUERY,
  N_PROPERTIES,
};

enum
{
  SIGNAL_PATCH_ACTIVATED,
  SIGNAL_PATCH_HOVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrestleImageView, trestle_image_view, GTK_TYPE_WIDGET)

static gboolean
view_has_patch (TrestleImageView *view, gint patch)
{
  return patch >= 0 && (guint) patch < view->rows * view->columns;
}

/* (nullable): `[rows * columns]` */
static const double *
view_get_weights (TrestleImageView *view)
{
  if (view->places != NULL)
    return view->places;
  if (view->map == NULL || view->map->grid_rows != view->rows || view->map->grid_columns != view->columns)
    return NULL;
  return trestle_attention_map_get_patches (view->map);
}

/* The largest rectangle of the window's shape, in the middle. */
static GdkRectangle
view_get_area (TrestleImageView *view)
{
  int width = gtk_widget_get_width (GTK_WIDGET (view));
  int height = gtk_widget_get_height (GTK_WIDGET (view));
  double scale = MIN (width / view->window.width, height / view->window.height);
  int shown_width = (int) (view->window.width * scale + 1e-6);
  int shown_height = (int) (view->window.height * scale + 1e-6);

  return (GdkRectangle){ (width - shown_width) / 2, (height - shown_height) / 2, shown_width, shown_height };
}

/* Where the @i-th of @n parts of @length begins, on a whole device pixel. */
static float
view_get_edge (TrestleImageView *view, int length, guint n, guint i)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));

  return (float) trestle_heat_edge (length * scale, n, i) / scale;
}

static graphene_rect_t
view_get_patch_rect (TrestleImageView *view, guint patch)
{
  GdkRectangle area = view_get_area (view);
  guint row = patch / view->columns;
  guint column = patch % view->columns;
  float left = view_get_edge (view, area.width, view->columns, column);
  float right = view_get_edge (view, area.width, view->columns, column + 1);
  float top = view_get_edge (view, area.height, view->rows, row);
  float bottom = view_get_edge (view, area.height, view->rows, row + 1);

  return GRAPHENE_RECT_INIT (area.x + left, area.y + top, right - left, bottom - top);
}

/* The patch under a point, or -1. */
static gint
view_find_patch (TrestleImageView *view, double x, double y)
{
  GdkRectangle area;
  guint row, column;

  if (view->image == NULL || view->columns == 0)
    return -1;
  area = view_get_area (view);
  if (x < area.x || y < area.y || x >= area.x + area.width || y >= area.y + area.height)
    return -1;
  row = MIN (view->rows - 1, (guint) ((y - area.y) * view->rows / area.height));
  column = MIN (view->columns - 1, (guint) ((x - area.x) * view->columns / area.width));
  return (gint) (row * view->columns + column);
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
  const double *weights = view_get_weights (view);

  if (view->values != NULL)
    return g_strdup_printf ("%s %s%.3f", view->values_name, view->values[patch] < 0 ? "−" : "", fabs (view->values[patch]));
  return weights != NULL ? g_strdup_printf ("attention %.3f", weights[patch]) : g_strdup ("");
}

static void
view_describe_cursor (TrestleImageView *view)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (view->cursor);
  g_autofree char *name = NULL;
  g_autofree char *weight = NULL;

  if (!view_has_patch (view, (gint) view->cursor_patch))
    return;
  name = view_name_patch (view, view->cursor_patch);
  weight = view_weigh_patch (view, view->cursor_patch);
  gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, weight, -1);
  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_SELECTED, view->query == (gint) view->cursor_patch, -1);
  gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_ROW_INDEX, (int) (view->cursor_patch / view->columns + 1),
                                  GTK_ACCESSIBLE_RELATION_COL_INDEX, (int) (view->cursor_patch % view->columns + 1), -1);
}

static void
view_set_cursor (TrestleImageView *view, guint patch)
{
  view->cursor_patch = patch;
  view_describe_cursor (view);
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
  view_set_cursor (view, (guint) patch);
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

  if (!view_has_patch (view, (gint) view->cursor_patch))
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  row = trestle_arrow_keys_walk (view->cursor_patch / view->columns, rows, view->rows);
  column = trestle_arrow_keys_walk (view->cursor_patch % view->columns, columns, view->columns);
  view_set_cursor (view, row * view->columns + column);
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
  graphene_rect_t rect;

  if (!view_has_patch (view, patch) || view_get_weights (view) == NULL)
    return GTK_WIDGET_CLASS (trestle_image_view_parent_class)->query_tooltip (widget, x, y, keyboard, tooltip);
  name = view_name_patch (view, (guint) patch);
  weight = view_weigh_patch (view, (guint) patch);
  text = g_strdup_printf ("%s: %s", name, weight);
  text[0] = g_ascii_toupper (text[0]);
  rect = view_get_patch_rect (view, (guint) patch);
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ (int) rect.origin.x, (int) rect.origin.y, (int) rect.size.width, (int) rect.size.height });
  return TRUE;
}

static void
view_forget_heat (TrestleImageView *view)
{
  g_clear_object (&view->heat);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
view_forget_values (TrestleImageView *view)
{
  g_clear_pointer (&view->values, g_free);
  g_clear_pointer (&view->places, g_free);
  g_clear_pointer (&view->values_name, g_free);
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
    view_forget_values (view);
  view->rows = grid_rows;
  view->columns = grid_columns;
  if (!view_has_patch (view, (gint) view->cursor_patch))
    view->cursor_patch = 0;
  gtk_widget_set_visible (view->cursor, grid_rows * grid_columns > 0);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_RELATION_ROW_COUNT, (int) grid_rows,
                                  GTK_ACCESSIBLE_RELATION_COL_COUNT, (int) grid_columns, -1);
  view_describe_cursor (view);
  view_forget_heat (view);
  gtk_widget_queue_resize (GTK_WIDGET (view));
}

void
trestle_image_view_set_values (TrestleImageView *view, const double *values, const double *places, const char *name)
{
  gsize size = sizeof *values * view->rows * view->columns;

  trestle_image_view_set_map (view, NULL, 1);
  if (values == NULL)
    return;
  view->values = g_memdup2 (values, size);
  view->places = g_memdup2 (places, size);
  view->values_name = g_strdup (name);
  view_describe_cursor (view);
}

void
trestle_image_view_set_map (TrestleImageView *view, TrestleAttentionMap *map, double max)
{
  if (view->map == map && view->max == max && view->values == NULL)
    return;
  view_forget_values (view);
  if (map != NULL)
    trestle_attention_map_ref (map);
  g_clear_pointer (&view->map, trestle_attention_map_unref);
  view->map = map;
  view->max = max;
  view_describe_cursor (view);
  view_forget_heat (view);
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
  graphene_rect_t rect;

  if (!gtk_widget_should_layout (view->cursor) || !view_has_patch (view, (gint) view->cursor_patch))
    return;
  rect = view_get_patch_rect (view, view->cursor_patch);
  gtk_widget_size_allocate (
      view->cursor,
      &(GtkAllocation){ (int) rect.origin.x, (int) rect.origin.y, (int) ceilf (rect.size.width), (int) ceilf (rect.size.height) }, -1);
}

static void
view_draw_heat (TrestleImageView *view, GtkSnapshot *snapshot, const GdkRectangle *area)
{
  const double *weights = view_get_weights (view);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (view));
  int width = scale * area->width;
  int height = scale * area->height;

  if (weights == NULL || view->opacity <= 0)
    return;
  if (view->heat == NULL || gdk_texture_get_width (view->heat) != width || gdk_texture_get_height (view->heat) != height)
    {
      g_clear_object (&view->heat);
      view->heat = trestle_heat_texture_new_patches (&view->palette, weights, view->rows, view->columns, view->max, width, height);
    }
  gtk_snapshot_push_opacity (snapshot, view->opacity);
  gtk_snapshot_append_texture (snapshot, view->heat, &GRAPHENE_RECT_INIT (area->x, area->y, area->width, area->height));
  gtk_snapshot_pop (snapshot);
}

static void
view_draw_grid (TrestleImageView *view, GtkSnapshot *snapshot, const GdkRectangle *area)
{
  float pixel = 1.f / gtk_widget_get_scale_factor (GTK_WIDGET (view));

  for (guint column = 1; column < view->columns; column++)
    {
      float x = area->x + view_get_edge (view, area->width, view->columns, column);

      gtk_snapshot_append_color (snapshot, &grid_light, &GRAPHENE_RECT_INIT (x - pixel, area->y, pixel, area->height));
      gtk_snapshot_append_color (snapshot, &grid_dark, &GRAPHENE_RECT_INIT (x, area->y, pixel, area->height));
    }
  for (guint row = 1; row < view->rows; row++)
    {
      float y = area->y + view_get_edge (view, area->height, view->rows, row);

      gtk_snapshot_append_color (snapshot, &grid_light, &GRAPHENE_RECT_INIT (area->x, y - pixel, area->width, pixel));
      gtk_snapshot_append_color (snapshot, &grid_dark, &GRAPHENE_RECT_INIT (area->x, y, area->width, pixel));
    }
}

/* A line of @width around @rect, its inner edge @distance outside of it. */
static void
draw_outline (GtkSnapshot *snapshot, const graphene_rect_t *rect, float distance, float width, const GdkRGBA *color)
{
  float reach = distance + width;
  GskRoundedRect outline;
  graphene_rect_t outer;

  graphene_rect_inset_r (rect, -reach, -reach, &outer);
  gsk_rounded_rect_init_from_rect (&outline, &outer, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ width, width, width, width }, (GdkRGBA[4]){ *color, *color, *color, *color });
}

static void
view_draw_outlines (TrestleImageView *view, GtkSnapshot *snapshot)
{
  graphene_rect_t rect;

  for (guint i = 0; i < view->outlined->len; i++)
    if (view_has_patch (view, (gint) g_array_index (view->outlined, guint, i)))
      {
        rect = view_get_patch_rect (view, g_array_index (view->outlined, guint, i));
        draw_outline (snapshot, &rect, -5, 4, &black);
        draw_outline (snapshot, &rect, -4, 2, &white);
      }
  if (view_has_patch (view, view->hovered))
    {
      rect = view_get_patch_rect (view, (guint) view->hovered);
      draw_outline (snapshot, &rect, -1, 1, &white);
      draw_outline (snapshot, &rect, 0, 1, &black);
    }
  if (view_has_patch (view, view->query))
    {
      rect = view_get_patch_rect (view, (guint) view->query);
      draw_outline (snapshot, &rect, -1, 2, &white);
      draw_outline (snapshot, &rect, 1, 2, &black);
    }
}

static void
trestle_image_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleImageView *view = TRESTLE_IMAGE_VIEW (widget);
  GdkRectangle area;

  if (view->image == NULL)
    return;
  area = view_get_area (view);
  gtk_snapshot_append_color (snapshot, &black, &GRAPHENE_RECT_INIT (area.x, area.y, area.width, area.height));
  trestle_image_texture_snapshot (view->picture, snapshot, &area, gtk_widget_get_scale_factor (widget));
  view_draw_heat (view, snapshot, &area);
  if (view->show_grid)
    view_draw_grid (view, snapshot, &area);
  view_draw_outlines (view, snapshot);
  GTK_WIDGET_CLASS (trestle_image_view_parent_class)->snapshot (widget, snapshot);
}

static void
view_set_colormap (TrestleImageView *view, TrestleColormap colormap)
{
  if (!trestle_palette_change (&view->palette, colormap))
    return;
  view_forget_heat (view);
}

static void
view_set_query (TrestleImageView *view, gint query)
{
  view->query = query;
  if (view_has_patch (view, query))
    view_set_cursor (view, (guint) query);
  view_describe_cursor (view);
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
  g_clear_pointer (&view->map, trestle_attention_map_unref);
  g_clear_object (&view->heat);
  view_forget_values (view);
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
install_signals (void)
{
  signals[SIGNAL_PATCH_ACTIVATED] = g_signal_new ("patch-activated", TRESTLE_TYPE_IMAGE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                  G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_PATCH_HOVERED] = g_signal_new ("patch-hovered", TRESTLE_TYPE_IMAGE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/widgets/image-view.ui");
  gtk_widget_class_bind_template_child (class, TrestleImageView, cursor);
  gtk_widget_class_bind_template_callback (class, on_motion);
  gtk_widget_class_bind_template_callback (class, on_leave);
  gtk_widget_class_bind_template_callback (class, on_focus_leave);
  gtk_widget_class_bind_template_callback (class, on_released);
  gtk_widget_class_bind_template_callback (class, on_cursor_clicked);
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
  widget_class->grab_focus = trestle_image_view_grab_focus;
  widget_class->query_tooltip = trestle_image_view_query_tooltip;
  install_properties (object_class);
  install_signals ();
  trestle_arrow_keys_bind (widget_class, on_move);
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
  gtk_widget_class_set_css_name (widget_class, "imageview");
}

static void
trestle_image_view_init (TrestleImageView *view)
{
  view->window = (TrestleImageWindow){ 0, 0, 1, 1 };
  view->opacity = 0.6;
  view->max = 1;
  view->query = -1;
  view->hovered = -1;
  view->outlined = g_array_new (FALSE, FALSE, sizeof (guint));
  trestle_palette_init (&view->palette, TRESTLE_COLORMAP_VIRIDIS);
  gtk_widget_init_template (GTK_WIDGET (view));
}
