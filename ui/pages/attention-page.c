/* The Attention page: one of the model's six attending blocks, as a grid of layers by heads. */
#include "ui/pages/attention-page.h"

#include <math.h>

#include "analysis/figures/attention-figure.h"
#include "analysis/measures/head-map.h"
#include "analysis/measures/head-order.h"
#include "ui/figure-source.h"
#include "ui/head-work.h"
#include "ui/pin-strip.h"
#include "ui/run-origin.h"
#include "ui/widgets/head-columns.h"
#include "ui/widgets/head-grid.h"
#include "ui/widgets/page-heading.h"

/**
 * @heads: (nullable): entropy and divergence; %NULL without a workbench
 * @hovers: whether the pointer is on a cell, which is that of @hovered_layer and @hovered_head
 */
struct _TrestleAttentionPage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *readout;
  GtkToggleButton *pin;
  GtkDropDown *orders;
  TrestleHeadGrid *head_grid;
  TrestlePinStrip *pin_strip;
  TrestleHeadWork *heads;
  gboolean hovers;
  guint hovered_layer;
  gint hovered_head;
};

static void attention_page_page_init (TrestlePageInterface *interface);
static void attention_page_figure_source_init (TrestleFigureSourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrestleAttentionPage,
                               trestle_attention_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_PAGE, attention_page_page_init)
                                   G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_FIGURE_SOURCE, attention_page_figure_source_init))

/* What the choice calls an order. */
static const char *const order_titles[TRESTLE_N_HEAD_ORDERS] = {
  [TRESTLE_HEAD_ORDER_NUMBER] = "Heads in order",
  [TRESTLE_HEAD_ORDER_MOST_DIVERGENT] = "Most divergent first",
  [TRESTLE_HEAD_ORDER_LEAST_DIVERGENT] = "Least divergent first",
  [TRESTLE_HEAD_ORDER_WIDEST] = "Widest first",
  [TRESTLE_HEAD_ORDER_NARROWEST] = "Narrowest first",
};

static void
on_head_activated (TrestleHeadGrid *grid, guint layer, gint head, TrestleAttentionPage *page)
{
  trestle_workbench_set_head (page->workbench, layer, head);
}

static void
page_toggle_pin (TrestleAttentionPage *page, guint layer, gint head)
{
  TrestlePin pin = { trestle_workbench_get_selection (page->workbench)->block, layer, head };

  trestle_pins_toggle (trestle_workbench_get_pins (page->workbench), &pin);
}

static void
on_pin_toggled (TrestleHeadGrid *grid, guint layer, gint head, TrestleAttentionPage *page)
{
  page_toggle_pin (page, layer, head);
}

static void
on_pin_clicked (GtkButton *button, TrestleAttentionPage *page)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (page->workbench);

  page_toggle_pin (page, selection->layer, selection->head);
}

static gboolean
page_is_pinned (TrestleAttentionPage *page, guint layer, gint head)
{
  TrestlePin pin = { trestle_workbench_get_selection (page->workbench)->block, layer, head };

  return trestle_pins_contain (trestle_workbench_get_pins (page->workbench), &pin);
}

/* Of this run, in nats; NaN while it is not known, and for what is no distribution. */
static double
page_get_number (TrestleAttentionPage *page, TrestleHeadMeasure measure, guint layer, gint head)
{
  const TrestleHeadStudy *study = trestle_head_work_get_latest (page->heads);
  TrestleBlock block = trestle_workbench_get_selection (page->workbench)->block;
  gsize place;

  if (study == NULL)
    return NAN;
  place = trestle_head_shape_find (&study->profile.shape, block, measure, layer, head);
  return place != G_MAXSIZE ? study->profile.values[place] : NAN;
}

/* (transfer full): "layer 4 · head 3 · entropy 1.2345, divergence 0.1234 nats" */
static char *
page_describe_head (TrestleAttentionPage *page, guint layer, gint head)
{
  double entropy = page_get_number (page, TRESTLE_HEAD_ENTROPY, layer, head);
  double divergence = page_get_number (page, TRESTLE_HEAD_DIVERGENCE, layer, head);
  g_auto (GStrv) parts = trestle_head_get_title (trestle_workbench_get_selection (page->workbench)->block, layer, head);
  const char *of_mean = head == TRESTLE_HEAD_MEAN ? "on average " : "";

  if (isnan (entropy) || isnan (divergence))
    return g_strdup_printf ("%s · %s", parts[1], parts[2]);
  return g_strdup_printf ("%s · %s · %sentropy %.4f, divergence %.4f nats", parts[1], parts[2], of_mean, entropy, divergence);
}

/* Of the map under the pointer, else of the chosen one. */
static void
page_show_readout (TrestleAttentionPage *page)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (page->workbench);
  guint layer = page->hovers ? page->hovered_layer : selection->layer;
  gint head = page->hovers ? page->hovered_head : selection->head;
  g_autofree char *text = page_describe_head (page, layer, head);

  gtk_label_set_text (page->readout, text);
}

static void
on_head_hovered (TrestleHeadGrid *grid, guint layer, gint head, TrestleAttentionPage *page)
{
  page->hovers = TRUE;
  page->hovered_layer = layer;
  page->hovered_head = head;
  page_show_readout (page);
}

static void
on_head_left (TrestleHeadGrid *grid, TrestleAttentionPage *page)
{
  page->hovers = FALSE;
  if (page->workbench != NULL && trestle_workbench_get_run (page->workbench) != NULL)
    page_show_readout (page);
}

/* The map in a sentence: "Where “red” looks in the image". */
static char *
describe_question (TrestleWorkbench *workbench)
{
  TrestleBlock block = trestle_workbench_get_selection (workbench)->block;
  g_autofree char *query = trestle_workbench_describe_query (workbench);

  if (!trestle_block_queries_are_text (block))
    query[0] = g_ascii_toupper (query[0]);
  if (trestle_block_keys_are_text (block))
    return g_strdup_printf ("%s: which words it looks at", query);
  return g_strdup_printf ("%s: where it looks in the image", query);
}

typedef void (*CellFunction) (TrestleAttentionPage *page, guint layer, gint head);

static void
page_for_each_cell (TrestleAttentionPage *page, CellFunction function)
{
  guint n_layers, n_columns;

  trestle_workbench_get_maps (page->workbench, &n_layers, &n_columns);
  for (guint layer = 0; layer < n_layers; layer++)
    for (guint column = 0; column < n_columns; column++)
      function (page, layer, trestle_column_get_head (column));
}

static void
page_show_numbers (TrestleAttentionPage *page, guint layer, gint head)
{
  trestle_head_grid_set_numbers (page->head_grid, layer, head, page_get_number (page, TRESTLE_HEAD_ENTROPY, layer, head),
                                 page_get_number (page, TRESTLE_HEAD_DIVERGENCE, layer, head));
}

static void
page_show_pin (TrestleAttentionPage *page, guint layer, gint head)
{
  trestle_head_grid_set_pinned (page->head_grid, layer, head, page_is_pinned (page, layer, head));
}

static void
page_show_pins (TrestleAttentionPage *page)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (page->workbench);
  gboolean is_pinned = page_is_pinned (page, selection->layer, selection->head);

  page_for_each_cell (page, page_show_pin);
  gtk_toggle_button_set_active (page->pin, is_pinned);
  gtk_widget_set_tooltip_text (GTK_WIDGET (page->pin), is_pinned ? "Unpin this map (P on it)" : "Pin this map (P on it)");
}

static TrestleHeadOrder
page_get_order (TrestleAttentionPage *page)
{
  g_autofree char *name = NULL;
  TrestleHeadOrder order = TRESTLE_HEAD_ORDER_NUMBER;

  g_object_get (page->workbench, "head-order", &name, NULL);
  trestle_head_order_parse (name, &order);
  return order;
}

/* (nullable): the numbers, even of an older run, if they are of as many layers and heads as are shown */
static const TrestleHeadProfile *
page_find_profile (TrestleAttentionPage *page, TrestleBlock block)
{
  const TrestleHeadStudy *study = trestle_head_work_get_study (page->heads);
  const TrestleRun *run = trestle_workbench_get_run (page->workbench);

  if (study == NULL || study->profile.shape.n_layers[block] != trestle_run_get_n_layers (run, block)
      || study->profile.shape.n_heads[block] != trestle_run_get_n_heads (run, block))
    return NULL;
  return &study->profile;
}

/* Until a run is measured its heads stand as those of the run before did, so that they do not jump twice. */
static void
page_sort (TrestleAttentionPage *page)
{
  TrestleBlock block = trestle_workbench_get_selection (page->workbench)->block;
  const TrestleHeadProfile *profile = page_find_profile (page, block);
  TrestleHeadOrder order = page_get_order (page);
  g_autofree guint *heads = NULL;
  guint n_layers, n_heads;

  if (order == TRESTLE_HEAD_ORDER_NUMBER || profile == NULL)
    {
      trestle_head_grid_set_order (page->head_grid, NULL);
      return;
    }
  n_layers = profile->shape.n_layers[block];
  n_heads = profile->shape.n_heads[block];
  heads = g_new (guint, n_layers * n_heads);
  for (guint layer = 0; layer < n_layers; layer++)
    trestle_head_order_sort (order, &profile->shape, profile->values, block, layer, heads + layer * n_heads);
  trestle_head_grid_set_order (page->head_grid, heads);
}

static void
page_show_study (TrestleAttentionPage *page)
{
  page_for_each_cell (page, page_show_numbers);
  page_sort (page);
  page_show_readout (page);
}

/* Only while somebody looks. */
static void
page_measure (TrestleAttentionPage *page)
{
  if (page->heads != NULL)
    trestle_head_work_set_wanted (page->heads, gtk_widget_get_mapped (GTK_WIDGET (page)));
}

static void
trestle_attention_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (trestle_attention_page_parent_class)->map (widget);
  page_measure (TRESTLE_ATTENTION_PAGE (widget));
}

static void
trestle_attention_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (trestle_attention_page_parent_class)->unmap (widget);
  page_measure (TRESTLE_ATTENTION_PAGE (widget));
}

static void
page_show_maps (TrestleAttentionPage *page)
{
  guint n_layers, n_columns;
  GPtrArray *maps = trestle_workbench_get_maps (page->workbench, &n_layers, &n_columns);

  trestle_head_grid_set_maps (page->head_grid, maps, n_layers, n_columns);
}

static void
on_maps_changed (TrestleWorkbench *workbench, TrestleAttentionPage *page)
{
  page_show_maps (page);
}

static void
on_selection_changed (TrestleWorkbench *workbench, TrestleAttentionPage *page)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (workbench);
  g_autofree char *title = trestle_workbench_describe_map (workbench);
  g_autofree char *subtitle = describe_question (workbench);

  gtk_label_set_text (page->title, title);
  gtk_label_set_text (page->subtitle, subtitle);
  page_show_maps (page);
  g_object_set (page->head_grid, "layer", selection->layer, "head", selection->head, NULL);
  page_show_pins (page);
  page_show_study (page);
  page_measure (page);
}

static void
on_order_changed (TrestleWorkbench *workbench, GParamSpec *spec, TrestleAttentionPage *page)
{
  if (trestle_workbench_get_run (workbench) != NULL)
    page_sort (page);
}

static void
on_pins_changed (TrestlePins *pins, TrestleAttentionPage *page)
{
  page_show_pins (page);
}

/* Between the workbench, which names the order, and the choice, which counts. */
static gboolean
order_to_place (GBinding *binding, const GValue *name, GValue *place, gpointer data)
{
  TrestleHeadOrder order;

  if (!trestle_head_order_parse (g_value_get_string (name), &order))
    return FALSE;
  g_value_set_uint (place, order);
  return TRUE;
}

static gboolean
order_from_place (GBinding *binding, const GValue *place, GValue *name, gpointer data)
{
  guint order = g_value_get_uint (place);

  if (order >= TRESTLE_N_HEAD_ORDERS)
    return FALSE;
  g_value_set_string (name, trestle_head_order_get_name (order));
  return TRUE;
}

/* The same map by the command line. */
static TrestleOrigin *
page_make_origin (TrestleAttentionPage *page, const TrestleAttentionMap *map, const TrestleLook *look, double opacity, const char *file)
{
  const TrestleRun *run = trestle_workbench_get_run (page->workbench);
  g_autofree char *title = trestle_workbench_describe_map (page->workbench);
  g_autofree char *layer = g_strdup_printf ("%s.%u", trestle_block_get_name (map->block), map->layer);
  g_autofree char *head = trestle_head_write (map->head);
  g_autofree char *query = g_strdup_printf ("%d", map->query);
  g_autofree char *heat = g_strdup_printf ("%.2f", opacity);
  g_autofree char *width = g_strdup_printf ("%g", look->width_mm);
  const char *colormap = trestle_colormap_get_name (look->colormap);
  const char *options[] = { "--layer",    layer,    "--head",  head,  "--query", query, "--opacity", heat,
                            "--colormap", colormap, "--width", width, "-o",      file,  NULL };

  return trestle_run_make_origin (run, title, "attention", options);
}

static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleAttentionPage *page = TRESTLE_ATTENTION_PAGE (source);
  const TrestleRun *run = trestle_workbench_get_run (page->workbench);
  TrestleAttentionMap *map = trestle_workbench_get_map (page->workbench);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  TrestleFigure *figure;
  double opacity;

  if (map == NULL)
    return NULL;
  look.width_mm = width_mm;
  g_object_get (page->workbench, "colormap", &look.colormap, "opacity", &opacity, NULL);
  figure = trestle_attention_figure_new (trestle_attention_map_ref (map), run->image, &run->image_window, (const char *const *) run->words,
                                         trestle_model_get_name (run->model), opacity, &look);
  trestle_figure_set_origin (figure, page_make_origin (page, map, &look, opacity, file));
  return figure;
}

/* "cross_text_cross-layer4-head3" or "cross_text_cross-layer4-max", as the names of the trace go. */
static char *
page_name_file (TrestleFigureSource *source)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (TRESTLE_ATTENTION_PAGE (source)->workbench);
  const char *block = trestle_block_get_name (selection->block);
  g_autofree char *summary = trestle_head_write (selection->head);

  if (selection->head < 0)
    return g_strdup_printf ("%s-layer%u-%s", block, selection->layer + 1, summary);
  return g_strdup_printf ("%s-layer%u-head%d", block, selection->layer + 1, selection->head + 1);
}

static void
attention_page_figure_source_init (TrestleFigureSourceInterface *interface)
{
  interface->make_figure = page_make_figure;
  interface->name_file = page_name_file;
}

static void
page_set_workbench (TrestlePage *widget, TrestleWorkbench *workbench)
{
  TrestleAttentionPage *page = TRESTLE_ATTENTION_PAGE (widget);

  g_return_if_fail (page->workbench == NULL);
  page->workbench = g_object_ref (workbench);
  g_object_bind_property (workbench, "colormap", page->head_grid, "colormap", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (workbench, "head-order", page->orders, "selected", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                               order_to_place, order_from_place, NULL, NULL);
  page->heads = trestle_head_work_new (workbench);
  g_signal_connect_object (page->heads, "changed", G_CALLBACK (page_show_study), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "selection-changed", G_CALLBACK (on_selection_changed), page, 0);
  trestle_pin_strip_set_workbench (page->pin_strip, workbench);
  g_signal_connect_object (workbench, "maps-changed", G_CALLBACK (on_maps_changed), page, 0);
  g_signal_connect_object (workbench, "notify::head-order", G_CALLBACK (on_order_changed), page, 0);
  g_signal_connect_object (trestle_workbench_get_pins (workbench), "changed", G_CALLBACK (on_pins_changed), page, 0);
}

static void
attention_page_page_init (TrestlePageInterface *interface)
{
  interface->set_workbench = page_set_workbench;
}

static void
trestle_attention_page_dispose (GObject *object)
{
  TrestleAttentionPage *page = TRESTLE_ATTENTION_PAGE (object);

  if (page->heads != NULL)
    g_object_run_dispose (G_OBJECT (page->heads));
  g_clear_object (&page->heads);
  g_clear_object (&page->workbench);
  G_OBJECT_CLASS (trestle_attention_page_parent_class)->dispose (object);
}

static void
trestle_attention_page_class_init (TrestleAttentionPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_attention_page_dispose;
  widget_class->map = trestle_attention_page_map;
  widget_class->unmap = trestle_attention_page_unmap;
  g_type_ensure (TRESTLE_TYPE_HEAD_GRID);
  g_type_ensure (TRESTLE_TYPE_PIN_STRIP);
  g_type_ensure (TRESTLE_TYPE_PAGE_HEADING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/pages/attention-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, title);
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, readout);
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, pin);
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, orders);
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, head_grid);
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, pin_strip);
  gtk_widget_class_bind_template_callback (widget_class, on_head_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_head_hovered);
  gtk_widget_class_bind_template_callback (widget_class, on_head_left);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_clicked);
}

static void
trestle_attention_page_init (TrestleAttentionPage *page)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (page));
  for (guint i = 0; i < TRESTLE_N_HEAD_ORDERS; i++)
    gtk_string_list_append (titles, order_titles[i]);
  gtk_drop_down_set_model (page->orders, G_LIST_MODEL (titles));
}
