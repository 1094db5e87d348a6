/* The Attention page: one of the model's six attending blocks, as a grid of layers by heads. */
#include "ui/pages/attention-page.h"

#include "analysis/figures/attention-figure.h"
#include "ui/figure-source.h"
#include "ui/pin-strip.h"
#include "ui/run-origin.h"
#include "ui/widgets/head-grid.h"

struct _TrestleAttentionPage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkLabel *title;
  GtkLabel *subtitle;
  TrestleHeadGrid *head_grid;
  TrestlePinStrip *pin_strip;
};

static void attention_page_page_init (TrestlePageInterface *interface);
static void attention_page_figure_source_init (TrestleFigureSourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrestleAttentionPage,
                               trestle_attention_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_PAGE, attention_page_page_init)
                                   G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_FIGURE_SOURCE, attention_page_figure_source_init))

/* The grid's first column is the mean of the heads. */
static void
on_head_activated (TrestleHeadGrid *grid, guint layer, guint column, TrestleAttentionPage *page)
{
  trestle_workbench_set_head (page->workbench, layer, (gint) column - 1);
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

static void
on_selection_changed (TrestleWorkbench *workbench, TrestleAttentionPage *page)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (workbench);
  g_autofree char *title = trestle_workbench_describe_map (workbench);
  g_autofree char *subtitle = describe_question (workbench);
  guint n_layers, n_columns;
  GPtrArray *maps = trestle_workbench_get_maps (workbench, &n_layers, &n_columns);

  gtk_label_set_text (page->title, title);
  gtk_label_set_text (page->subtitle, subtitle);
  trestle_head_grid_set_maps (page->head_grid, maps, n_layers, n_columns);
  g_object_set (page->head_grid, "layer", selection->layer, "head", (guint) (selection->head + 1), NULL);
}

/* The same map by the command line. */
static TrestleOrigin *
page_make_origin (TrestleAttentionPage *page, const TrestleAttentionMap *map, const TrestleLook *look, double opacity, const char *file)
{
  const TrestleRun *run = trestle_workbench_get_run (page->workbench);
  g_autofree char *title = trestle_workbench_describe_map (page->workbench);
  g_autofree char *layer = g_strdup_printf ("%s.%u", trestle_block_get_name (map->block), map->layer);
  g_autofree char *head = map->head == TRESTLE_HEAD_MEAN ? g_strdup ("mean") : g_strdup_printf ("%d", map->head);
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

/* "cross_text_cross-layer4-head3", as the names of the trace go. */
static char *
page_name_file (TrestleFigureSource *source)
{
  const TrestleSelection *selection = trestle_workbench_get_selection (TRESTLE_ATTENTION_PAGE (source)->workbench);
  const char *block = trestle_block_get_name (selection->block);

  if (selection->head == TRESTLE_HEAD_MEAN)
    return g_strdup_printf ("%s-layer%u-mean", block, selection->layer + 1);
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
  g_signal_connect_object (workbench, "selection-changed", G_CALLBACK (on_selection_changed), page, 0);
  trestle_pin_strip_set_workbench (page->pin_strip, workbench);
}

static void
attention_page_page_init (TrestlePageInterface *interface)
{
  interface->set_workbench = page_set_workbench;
}

static void
trestle_attention_page_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_ATTENTION_PAGE (object)->workbench);
  G_OBJECT_CLASS (trestle_attention_page_parent_class)->dispose (object);
}

static void
trestle_attention_page_class_init (TrestleAttentionPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_attention_page_dispose;
  g_type_ensure (TRESTLE_TYPE_HEAD_GRID);
  g_type_ensure (TRESTLE_TYPE_PIN_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/pages/attention-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, title);
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, head_grid);
  gtk_widget_class_bind_template_child (widget_class, TrestleAttentionPage, pin_strip);
  gtk_widget_class_bind_template_callback (widget_class, on_head_activated);
}

static void
trestle_attention_page_init (TrestleAttentionPage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
}
