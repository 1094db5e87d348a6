/* Candidates with their probabilities as labelled bars, best first. */
#include "ui/widgets/answer-bars.h"

#include "ui/widgets/children.h"

#define LABEL_CHARS 24
/* Shorter bars cannot be compared. */
#define BAR_MIN_WIDTH 80

enum
{
  COLUMN_LABEL,
  COLUMN_BAR,
  COLUMN_PERCENT,
};

struct _TrestleAnswerBars
{
  GtkWidget parent_instance;

  GtkWidget *grid;
};

G_DEFINE_FINAL_TYPE (TrestleAnswerBars, trestle_answer_bars, GTK_TYPE_WIDGET)

/* What rounds to nothing is still not nothing. */
static char *
format_percent (double probability)
{
  if (probability > 0 && probability < 0.0005)
    return g_strdup ("< 0.1%");
  return g_strdup_printf ("%.1f%%", 100 * probability);
}

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LABEL_CHARS);
  gtk_widget_set_tooltip_text (label, text);
  return label;
}

/* A level bar is a meter to a screen reader; the label and the number beside it are its name and its value. */
static GtkWidget *
bar_new (const char *text, double probability, const char *percent)
{
  GtkWidget *bar = gtk_level_bar_new ();
  g_autofree char *tooltip = g_strdup_printf ("%s: %s", text, percent);

  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), CLAMP (probability, 0, 1));
  gtk_widget_set_size_request (bar, BAR_MIN_WIDTH, -1);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (bar, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, percent,
                                  -1);
  return bar;
}

static GtkWidget *
percent_new (const char *percent)
{
  GtkWidget *label = gtk_label_new (percent);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
bars_append (TrestleAnswerBars *bars, guint row, const char *text, double probability)
{
  g_autofree char *percent = format_percent (probability);
  GtkWidget *parts[] = {
    [COLUMN_LABEL] = label_new (text),
    [COLUMN_BAR] = bar_new (text, probability, percent),
    [COLUMN_PERCENT] = percent_new (percent),
  };

  for (guint column = 0; column < G_N_ELEMENTS (parts); column++)
    {
      gtk_widget_add_css_class (parts[column], row == 0 ? "best" : "other");
      gtk_grid_attach (GTK_GRID (bars->grid), parts[column], column, row, 1, 1);
    }
}

void
trestle_answer_bars_set_rows (TrestleAnswerBars *bars, const char *const *labels, const double *probabilities)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (bars->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (bars->grid), child);
  for (guint row = 0; labels[row] != NULL; row++)
    bars_append (bars, row, labels[row], probabilities[row]);
}

GtkWidget *
trestle_answer_bars_new (void)
{
  return g_object_new (TRESTLE_TYPE_ANSWER_BARS, NULL);
}

static void
trestle_answer_bars_class_init (TrestleAnswerBarsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_children_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/answer-bars.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleAnswerBars, grid);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "answerbars");
}

static void
trestle_answer_bars_init (TrestleAnswerBars *bars)
{
  gtk_widget_init_template (GTK_WIDGET (bars));
}
