/* Captions with their scores as labelled bars, best first; one of them is chosen. */
#include "ui/widgets/caption-bars.h"

#include "ui/widgets/children.h"

struct _TrestleCaptionBars
{
  GtkWidget parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TrestleCaptionBars, trestle_caption_bars, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ROW_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, TrestleCaptionBars *bars)
{
  if (row != NULL)
    g_signal_emit (bars, signals[SIGNAL_ROW_CHOSEN], 0, (guint) gtk_list_box_row_get_index (row));
}

static GtkWidget *
caption_new (const char *caption)
{
  GtkWidget *label = gtk_label_new (caption);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
score_new (const char *score)
{
  GtkWidget *label = gtk_label_new (score);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

/* A level bar is a meter to a screen reader; the caption and the score are its name and its value. */
static GtkWidget *
bar_new (const TrestleCaptionBar *row)
{
  GtkWidget *bar = gtk_level_bar_new ();

  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), row->fraction > 0 ? MIN (row->fraction, 1) : 0); /* NaN is no length */
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, row->caption, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  row->score, -1);
  return bar;
}

static GtkWidget *
row_new (const TrestleCaptionBar *row, gboolean is_best)
{
  GtkWidget *list_row = gtk_list_box_row_new ();
  GtkWidget *grid = gtk_grid_new ();
  g_autofree char *spoken = g_strdup_printf ("%s: %s", row->caption, row->score);
  GtkWidget *parts[] = { caption_new (row->caption), score_new (row->score), bar_new (row) };

  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_attach (GTK_GRID (grid), parts[0], 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), parts[1], 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), parts[2], 0, 1, 2, 1);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_widget_add_css_class (parts[i], is_best ? "best" : "other");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), grid);
  gtk_widget_set_tooltip_text (list_row, row->caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (list_row), "spoken", g_steal_pointer (&spoken), g_free);
  return list_row;
}

/* Whether the rows are there already: rows that are made anew lose the focus, which the one has that was just chosen. */
static gboolean
bars_show (TrestleCaptionBars *bars, const TrestleCaptionBar *rows, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (bars->list, (int) i);
      g_autofree char *spoken = g_strdup_printf ("%s: %s", rows[i].caption, rows[i].score);

      if (row == NULL || !g_str_equal (g_object_get_data (G_OBJECT (row), "spoken"), spoken))
        return FALSE;
    }
  return gtk_list_box_get_row_at_index (bars->list, (int) n_rows) == NULL;
}

static void
bars_replace (TrestleCaptionBars *bars, const TrestleCaptionBar *rows, guint n_rows)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (bars->list, 0)) != NULL)
    gtk_list_box_remove (bars->list, GTK_WIDGET (row));
  for (guint i = 0; i < n_rows; i++)
    gtk_list_box_append (bars->list, row_new (&rows[i], i == 0));
}

void
trestle_caption_bars_set_rows (TrestleCaptionBars *bars, const TrestleCaptionBar *rows, guint n_rows, guint chosen)
{
  g_signal_handlers_block_by_func (bars->list, on_row_selected, bars);
  if (!bars_show (bars, rows, n_rows))
    bars_replace (bars, rows, n_rows);
  gtk_list_box_select_row (bars->list, gtk_list_box_get_row_at_index (bars->list, (int) chosen));
  g_signal_handlers_unblock_by_func (bars->list, on_row_selected, bars);
}

GtkWidget *
trestle_caption_bars_new (void)
{
  return g_object_new (TRESTLE_TYPE_CAPTION_BARS, NULL);
}

static void
trestle_caption_bars_class_init (TrestleCaptionBarsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_children_dispose;
  signals[SIGNAL_ROW_CHOSEN] = g_signal_new ("row-chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                             1, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/caption-bars.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleCaptionBars, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "captionbars");
}

static void
trestle_caption_bars_init (TrestleCaptionBars *bars)
{
  gtk_widget_init_template (GTK_WIDGET (bars));
}
