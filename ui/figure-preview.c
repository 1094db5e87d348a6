/* What a figure's file is going to look like: the figure on its page, to scale, or its numbers. */
#include "ui/figure-preview.h"

#include "analysis/figures/table.h"

/* What there is always room for, so that one column looks half as wide as two. */
#define PAGE_WIDTH (170.0 * TRESTLE_POINTS_PER_MM)
#define PAPER_EDGE 0.15 /* opacity of the line around the page */

/* @figure: (nullable): whoever shows it keeps it */
struct _TrestleFigurePreview
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkDrawingArea *page;
  GtkTextView *table;
  const TrestleFigure *figure;
};

G_DEFINE_FINAL_TYPE (TrestleFigurePreview, trestle_figure_preview, ADW_TYPE_BIN)

/* The page is white in the dark as well; where the window is white, its edge shows where it ends. */
static void
draw_page (cairo_t *cr, double scale, double width, double height)
{
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 0, 0, 0, PAPER_EDGE);
  cairo_set_line_width (cr, 2.0 / scale);
  cairo_stroke (cr);
}

/* The figure on its white page, to scale: a wider figure is wider here too, as far as there is room for its height. */
static void
draw_figure (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  TrestleFigurePreview *preview = data;
  double figure_width, figure_height, scale;

  if (preview->figure == NULL)
    return;
  figure_width = trestle_figure_get_width (preview->figure);
  figure_height = trestle_figure_get_height (preview->figure);
  scale = MIN (width / MAX (figure_width, PAGE_WIDTH), height / figure_height);
  cairo_translate (cr, (width - scale * figure_width) / 2, (height - scale * figure_height) / 2);
  cairo_scale (cr, scale, scale);
  draw_page (cr, scale, figure_width, figure_height);
  cairo_rectangle (cr, 0, 0, figure_width, figure_height);
  cairo_clip (cr);
  trestle_figure_draw (preview->figure, cr);
}

/* (transfer full): the file as it will be, if it is of numbers */
static char *
write_table (const TrestleFigure *figure, const char *ending)
{
  g_autoptr (TrestleTable) table = trestle_figure_get_table (figure);

  if (g_str_equal (ending, ".json"))
    return trestle_table_to_json (table, trestle_figure_get_origin (figure));
  return trestle_table_to_csv (table, trestle_figure_get_origin (figure));
}

void
trestle_figure_preview_show (TrestleFigurePreview *preview, const TrestleFigure *figure, const char *ending)
{
  gboolean is_table = g_str_equal (ending, ".csv") || g_str_equal (ending, ".json");
  g_autofree char *text = figure != NULL && is_table ? write_table (figure, ending) : NULL;

  preview->figure = figure;
  gtk_stack_set_visible_child_name (preview->stack, is_table ? "table" : "figure");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (preview->table), text != NULL ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (preview->page));
}

static void
trestle_figure_preview_class_init (TrestleFigurePreviewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/figure-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleFigurePreview, stack);
  gtk_widget_class_bind_template_child (widget_class, TrestleFigurePreview, page);
  gtk_widget_class_bind_template_child (widget_class, TrestleFigurePreview, table);
}

static void
trestle_figure_preview_init (TrestleFigurePreview *preview)
{
  gtk_widget_init_template (GTK_WIDGET (preview));
  gtk_drawing_area_set_draw_func (preview->page, draw_figure, preview, NULL);
}
