/* One small attention map of the head grid: a button that shows it. */
#include "ui/widgets/head-cell.h"

#include <math.h>

#include "ui/widgets/heat-texture.h"

/* The marks in the corners: light on dark, so that they can be read on every colour of a map. */
#define PIN_SIZE 12
#define MARK_PADDING 2
#define MARK_ROUNDING 4

static const GdkRGBA mark_ground = { 0, 0, 0, 0.65f };
static const GdkRGBA mark_ink = { 1, 1, 1, 1 };

/**
 * @picture: (nullable): the map at the size it was last drawn at
 * @number: (nullable): the head's number, where the cell shows it
 */
struct _TrestleHeadCell
{
  GtkButton parent_instance;

  guint layer;
  gint head;
  TrestleAttentionMap *map;
  double entropy;
  double divergence;
  gboolean is_pinned;
  const TrestlePalette *palette;
  GdkTexture *picture;
  PangoLayout *number;
};

G_DEFINE_FINAL_TYPE (TrestleHeadCell, trestle_head_cell, GTK_TYPE_BUTTON)

static void
cell_forget_picture (TrestleHeadCell *cell)
{
  g_clear_object (&cell->picture);
  gtk_widget_queue_draw (GTK_WIDGET (cell));
}

static GdkTexture *
picture_new (TrestleHeadCell *cell, int width, int height)
{
  const TrestleAttentionMap *map = cell->map;
  const double *patches = trestle_attention_map_get_patches (map);

  if (patches != NULL)
    return trestle_heat_texture_new_patches (cell->palette, patches, map->grid_rows, map->grid_columns, map->max, width, height);
  return trestle_heat_texture_new_bars (cell->palette, map->weights, map->n_keys, map->max, width, height);
}

static void
cell_draw_map (TrestleHeadCell *cell, GtkSnapshot *snapshot, int width, int height)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (cell));

  if (cell->picture == NULL || gdk_texture_get_width (cell->picture) != scale * width
      || gdk_texture_get_height (cell->picture) != scale * height)
    {
      g_clear_object (&cell->picture);
      cell->picture = picture_new (cell, scale * width, scale * height);
    }
  gtk_snapshot_append_texture (snapshot, cell->picture, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

/* A map that is still being made. */
static void
cell_draw_nothing (TrestleHeadCell *cell, GtkSnapshot *snapshot, int width, int height)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (cell)), &color);
  color.alpha *= 0.08f;
  gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
draw_ground (GtkSnapshot *snapshot, float x, float y, float width, float height)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, width, height), MARK_ROUNDING);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &mark_ground, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

/* In the lower corner at the end of the line. */
static void
cell_draw_number (TrestleHeadCell *cell, GtkSnapshot *snapshot, int width, int height)
{
  int text_width, text_height;

  pango_layout_get_pixel_size (cell->number, &text_width, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float) (width - text_width - 3 * MARK_PADDING), (float) (height - text_height - MARK_PADDING)));
  draw_ground (snapshot, 0, 0, (float) (text_width + 2 * MARK_PADDING), (float) text_height);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARK_PADDING, 0));
  gtk_snapshot_append_layout (snapshot, cell->number, &mark_ink);
  gtk_snapshot_restore (snapshot);
}

/* In the upper corner at the end of the line. */
static void
cell_draw_pin (TrestleHeadCell *cell, GtkSnapshot *snapshot, int width)
{
  GtkWidget *widget = GTK_WIDGET (cell);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr (GtkIconPaintable)
      pin = gtk_icon_theme_lookup_icon (theme, "view-pin-symbolic", NULL, PIN_SIZE, gtk_widget_get_scale_factor (widget),
                                        gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  int side = PIN_SIZE + 2 * MARK_PADDING;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (width - side - MARK_PADDING), MARK_PADDING));
  draw_ground (snapshot, 0, 0, (float) side, (float) side);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARK_PADDING, MARK_PADDING));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (pin), snapshot, PIN_SIZE, PIN_SIZE, &mark_ink, 1);
  gtk_snapshot_restore (snapshot);
}

static void
trestle_head_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleHeadCell *cell = TRESTLE_HEAD_CELL (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (cell->palette == NULL || width <= 0 || height <= 0)
    return;
  if (cell->map != NULL)
    cell_draw_map (cell, snapshot, width, height);
  else
    cell_draw_nothing (cell, snapshot, width, height);
  if (cell->number != NULL)
    cell_draw_number (cell, snapshot, width, height);
  if (cell->is_pinned)
    cell_draw_pin (cell, snapshot, width);
}

/* (transfer full): "layer 4, head 3", counted as people count */
static char *
cell_name (TrestleHeadCell *cell)
{
  switch (cell->head)
    {
    case TRESTLE_HEAD_MEAN:
      return g_strdup_printf ("layer %u, mean of the heads", cell->layer + 1);
    case TRESTLE_HEAD_MAX:
      return g_strdup_printf ("layer %u, maximum of the heads", cell->layer + 1);
    case TRESTLE_HEAD_ROLLOUT:
      return g_strdup_printf ("layer %u, rollout from the first layer", cell->layer + 1);
    default:
      return g_strdup_printf ("layer %u, head %d", cell->layer + 1, cell->head + 1);
    }
}

/* Nothing, if it is not known. */
static void
add_nats (GStrvBuilder *builder, const char *name, double nats)
{
  g_autofree char *part = g_strdup_printf ("%s %.4f nats", name, nats);

  if (!isnan (nats))
    g_strv_builder_add (builder, part);
}

/* (transfer full): what is known of it, with @separator between */
static char *
cell_list_numbers (TrestleHeadCell *cell, const char *separator)
{
  gboolean is_mean = cell->head == TRESTLE_HEAD_MEAN;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *weight = cell->map != NULL ? g_strdup_printf ("largest weight %.3f", cell->map->max) : NULL;
  g_auto (GStrv) parts = NULL;

  add_nats (builder, is_mean ? "mean entropy" : "entropy", cell->entropy);
  add_nats (builder, is_mean ? "mean divergence" : "divergence", cell->divergence);
  if (weight != NULL)
    g_strv_builder_add (builder, weight);
  if (cell->is_pinned)
    g_strv_builder_add (builder, "pinned");
  parts = g_strv_builder_end (builder);
  return g_strjoinv (separator, parts);
}

static gboolean
trestle_head_cell_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TrestleHeadCell *cell = TRESTLE_HEAD_CELL (widget);
  g_autofree char *name = cell_name (cell);
  g_autofree char *numbers = cell_list_numbers (cell, "\n");
  g_autofree char *text = g_strdup_printf ("%s\n%s", name, *numbers != '\0' ? numbers : "being made");

  text[0] = g_ascii_toupper (text[0]);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
cell_describe (TrestleHeadCell *cell)
{
  g_autofree char *name = cell_name (cell);
  g_autofree char *numbers = cell_list_numbers (cell, ", ");

  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, numbers,
                                  -1);
}

GtkWidget *
trestle_head_cell_new (guint layer, gint head)
{
  TrestleHeadCell *cell = g_object_new (TRESTLE_TYPE_HEAD_CELL, NULL);

  cell->layer = layer;
  cell->head = head;
  cell_describe (cell);
  trestle_head_cell_set_chosen (cell, FALSE);
  return GTK_WIDGET (cell);
}

guint
trestle_head_cell_get_layer (TrestleHeadCell *cell)
{
  return cell->layer;
}

gint
trestle_head_cell_get_head (TrestleHeadCell *cell)
{
  return cell->head;
}

void
trestle_head_cell_set_map (TrestleHeadCell *cell, TrestleAttentionMap *map)
{
  if (cell->map == map)
    return;
  g_clear_pointer (&cell->map, trestle_attention_map_unref);
  cell->map = map != NULL ? trestle_attention_map_ref (map) : NULL;
  cell_describe (cell);
  cell_forget_picture (cell);
}

/* NaN equals nothing, not even itself. */
static gboolean
is_same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

void
trestle_head_cell_set_numbers (TrestleHeadCell *cell, double entropy, double divergence)
{
  if (is_same (cell->entropy, entropy) && is_same (cell->divergence, divergence))
    return;
  cell->entropy = entropy;
  cell->divergence = divergence;
  cell_describe (cell);
}

void
trestle_head_cell_set_palette (TrestleHeadCell *cell, const TrestlePalette *palette)
{
  cell->palette = palette;
  cell_forget_picture (cell);
}

void
trestle_head_cell_set_chosen (TrestleHeadCell *cell, gboolean chosen)
{
  if (chosen)
    gtk_widget_set_state_flags (GTK_WIDGET (cell), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (cell), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_STATE_SELECTED, chosen, -1);
}

void
trestle_head_cell_set_pinned (TrestleHeadCell *cell, gboolean pinned)
{
  if (cell->is_pinned == pinned)
    return;
  cell->is_pinned = pinned;
  cell_describe (cell);
  gtk_widget_queue_draw (GTK_WIDGET (cell));
}

gboolean
trestle_head_cell_is_pinned (TrestleHeadCell *cell)
{
  return cell->is_pinned;
}

static PangoLayout *
number_new (TrestleHeadCell *cell)
{
  g_autofree char *text = g_strdup_printf ("%d", cell->head + 1);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (cell), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

void
trestle_head_cell_set_place (TrestleHeadCell *cell, guint position, gboolean shows_head)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_RELATION_ROW_INDEX, (int) cell->layer + 1,
                                  GTK_ACCESSIBLE_RELATION_COL_INDEX, (int) position + 1, -1);
  if (shows_head == (cell->number != NULL))
    return;
  g_clear_object (&cell->number);
  if (shows_head)
    cell->number = number_new (cell);
  gtk_widget_queue_draw (GTK_WIDGET (cell));
}

static void
trestle_head_cell_dispose (GObject *object)
{
  TrestleHeadCell *cell = TRESTLE_HEAD_CELL (object);

  g_clear_pointer (&cell->map, trestle_attention_map_unref);
  g_clear_object (&cell->picture);
  g_clear_object (&cell->number);
  G_OBJECT_CLASS (trestle_head_cell_parent_class)->dispose (object);
}

static void
trestle_head_cell_class_init (TrestleHeadCellClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_head_cell_dispose;
  widget_class->snapshot = trestle_head_cell_snapshot;
  widget_class->query_tooltip = trestle_head_cell_query_tooltip;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
  gtk_widget_class_set_css_name (widget_class, "headcell");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/head-cell.ui");
}

static void
trestle_head_cell_init (TrestleHeadCell *cell)
{
  cell->entropy = cell->divergence = NAN;
  gtk_widget_init_template (GTK_WIDGET (cell));
}
