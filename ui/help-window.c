/* The help: how every number is defined. */
#include "ui/help-window.h"

#include "ui/help-text.h"

#define HELP_RESOURCE "/org/trestle/Trestle/help/analyses.md"

/* @headings: (element-type utf8 GtkWidget): by topic */
struct _TrestleHelpWindow
{
  AdwWindow parent_instance;

  GtkScrolledWindow *scroller;
  GtkBox *blocks;
  GHashTable *headings;
  GtkWidget *wanted;
};

G_DEFINE_FINAL_TYPE (TrestleHelpWindow, trestle_help_window, ADW_TYPE_WINDOW)

/* How each kind of block stands on the page. */
static const struct
{
  const char *style;
  int indent;
  int space_above;
} looks[] = {
  [TRESTLE_HELP_TITLE] = { "title-2", 0, 0 }, [TRESTLE_HELP_HEADING] = { "title-4", 0, 18 }, [TRESTLE_HELP_PARAGRAPH] = { NULL, 0, 6 },
  [TRESTLE_HELP_ITEM] = { NULL, 18, 0 },      [TRESTLE_HELP_TERM] = { "heading", 18, 6 },    [TRESTLE_HELP_DEFINITION] = { NULL, 18, 0 },
};

static void
window_add_block (TrestleHelpWindow *window, const TrestleHelpBlock *block)
{
  g_autofree char *markup = g_strconcat (block->kind == TRESTLE_HELP_ITEM ? "•  " : "", block->markup, NULL);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* For the mouse; keys scroll. */
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_set_margin_start (label, looks[block->kind].indent);
  gtk_widget_set_margin_top (label, looks[block->kind].space_above);
  if (looks[block->kind].style != NULL)
    gtk_widget_add_css_class (label, looks[block->kind].style);
  if (block->topic != NULL)
    g_hash_table_insert (window->headings, g_strdup (block->topic), label);
  gtk_box_append (window->blocks, label);
}

static void
window_fill (TrestleHelpWindow *window)
{
  g_autoptr (GBytes) help = g_resources_lookup_data (HELP_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GPtrArray) blocks = NULL;
  gconstpointer text;
  gsize length;

  g_return_if_fail (help != NULL);
  text = g_bytes_get_data (help, &length);
  blocks = trestle_help_text_parse (text, length);
  for (guint i = 0; i < blocks->len; i++)
    window_add_block (window, g_ptr_array_index (blocks, i));
}

/* A heading has its place only once the window has been laid out. */
static gboolean
scroll_to_wanted (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TrestleHelpWindow *window = TRESTLE_HELP_WINDOW (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (window->scroller);
  graphene_point_t top = GRAPHENE_POINT_INIT (0, 0), place;

  if (window->wanted == NULL)
    return G_SOURCE_REMOVE;
  if (gtk_widget_get_height (window->wanted) == 0)
    return G_SOURCE_CONTINUE;
  if (gtk_widget_compute_point (window->wanted, GTK_WIDGET (window->blocks), &top, &place))
    gtk_adjustment_set_value (adjustment, place.y);
  window->wanted = NULL;
  return G_SOURCE_REMOVE;
}

void
trestle_help_window_show_topic (TrestleHelpWindow *window, const char *topic)
{
  window->wanted = g_hash_table_lookup (window->headings, topic);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (window->scroller), 0);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_add_tick_callback (GTK_WIDGET (window), scroll_to_wanted, NULL, NULL);
}

gboolean
trestle_help_window_has_topic (TrestleHelpWindow *window, const char *topic)
{
  return g_hash_table_contains (window->headings, topic);
}

double
trestle_help_window_get_place (TrestleHelpWindow *window)
{
  return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (window->scroller));
}

static void
trestle_help_window_finalize (GObject *object)
{
  g_hash_table_unref (TRESTLE_HELP_WINDOW (object)->headings);
  G_OBJECT_CLASS (trestle_help_window_parent_class)->finalize (object);
}

static void
trestle_help_window_class_init (TrestleHelpWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = trestle_help_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, TrestleHelpWindow, blocks);
}

static void
trestle_help_window_init (TrestleHelpWindow *window)
{
  window->headings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (window));
  window_fill (window);
}

TrestleHelpWindow *
trestle_help_window_new (GtkWindow *parent)
{
  return g_object_new (TRESTLE_TYPE_HELP_WINDOW, "transient-for", parent, NULL);
}
