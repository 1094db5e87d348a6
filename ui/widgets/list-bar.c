/* A list that is gone through: which one it is, how far that is, what came of it, and the buttons for it. */
#include "ui/widgets/list-bar.h"

#include "ui/widgets/children.h"

enum
{
  PROP_LIST = 1,
  PROP_RUNNING,
  PROP_PROGRESS,
  PROP_STAGE,
  PROP_SUMMARY,
  PROP_NOTICE,
  PROP_FAILED,
  PROP_FAILURES,
  N_PROPERTIES,
};

enum
{
  SIGNAL_CHOOSE,
  SIGNAL_START,
  SIGNAL_CANCEL,
  N_SIGNALS,
};

/* @texts: by property, of those that are strings */
struct _TrestleListBar
{
  GtkWidget parent_instance;

  GtkButton *choose;
  GtkLabel *name;
  GtkLabel *summary;
  GtkButton *start;
  GtkWidget *cancel;
  GtkProgressBar *bar;
  GtkLabel *notice;
  GtkExpander *failed;
  GtkLabel *failures;
  char *texts[N_PROPERTIES];
  gboolean is_running;
};

G_DEFINE_FINAL_TYPE (TrestleListBar, trestle_list_bar, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
bar_show_list (TrestleListBar *bar)
{
  const char *path = bar->texts[PROP_LIST];
  g_autofree char *base = path != NULL ? g_path_get_basename (path) : NULL;
  g_autofree char *name = base != NULL ? g_filename_display_name (base) : g_strdup ("Choose a List…");

  gtk_label_set_text (bar->name, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar->choose), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
bar_show (TrestleListBar *bar)
{
  gboolean has_list = bar->texts[PROP_LIST] != NULL, is_known = bar->texts[PROP_SUMMARY] != NULL;

  bar_show_list (bar);
  gtk_label_set_text (bar->summary, bar->is_running ? bar->texts[PROP_STAGE] : bar->texts[PROP_SUMMARY]);
  show_text (bar->notice, bar->texts[PROP_NOTICE]);
  gtk_button_set_label (bar->start, is_known ? "_Run Again" : "_Run");
  gtk_widget_set_visible (GTK_WIDGET (bar->start), has_list && !bar->is_running);
  gtk_widget_set_visible (bar->cancel, bar->is_running);
  gtk_widget_set_visible (GTK_WIDGET (bar->bar), bar->is_running);
  gtk_expander_set_label (bar->failed, bar->texts[PROP_FAILED]);
  gtk_widget_set_visible (GTK_WIDGET (bar->failed), bar->texts[PROP_FAILED] != NULL);
  gtk_label_set_text (bar->failures, bar->texts[PROP_FAILURES] != NULL ? bar->texts[PROP_FAILURES] : "");
}

static void
on_choose_clicked (TrestleListBar *bar)
{
  g_signal_emit (bar, signals[SIGNAL_CHOOSE], 0);
}

static void
on_start_clicked (TrestleListBar *bar)
{
  g_signal_emit (bar, signals[SIGNAL_START], 0);
}

static void
on_cancel_clicked (TrestleListBar *bar)
{
  g_signal_emit (bar, signals[SIGNAL_CANCEL], 0);
}

static void
trestle_list_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleListBar *bar = TRESTLE_LIST_BAR (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, bar->is_running);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, gtk_progress_bar_get_fraction (bar->bar));
      break;
    default:
      g_value_set_string (value, bar->texts[id]);
    }
}

static void
trestle_list_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleListBar *bar = TRESTLE_LIST_BAR (object);

  switch (id)
    {
    case PROP_RUNNING:
      bar->is_running = g_value_get_boolean (value);
      break;
    case PROP_PROGRESS:
      gtk_progress_bar_set_fraction (bar->bar, g_value_get_double (value));
      return;
    default:
      if (g_strcmp0 (bar->texts[id], g_value_get_string (value)) == 0)
        return;
      g_free (bar->texts[id]);
      bar->texts[id] = g_value_dup_string (value);
    }
  bar_show (bar);
}

static void
trestle_list_bar_finalize (GObject *object)
{
  TrestleListBar *bar = TRESTLE_LIST_BAR (object);

  for (guint i = 0; i < N_PROPERTIES; i++)
    g_free (bar->texts[i]);
  G_OBJECT_CLASS (trestle_list_bar_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  static const char *const names[N_PROPERTIES] = {
    [PROP_LIST] = "list",     [PROP_STAGE] = "stage",   [PROP_SUMMARY] = "summary",
    [PROP_NOTICE] = "notice", [PROP_FAILED] = "failed", [PROP_FAILURES] = "failures",
  };
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  for (guint i = 1; i < N_PROPERTIES; i++)
    if (names[i] != NULL)
      properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
install_signals (GType type)
{
  signals[SIGNAL_CHOOSE] = g_signal_new ("choose", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_START] = g_signal_new ("start", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/widgets/list-bar.ui");
  gtk_widget_class_bind_template_child (class, TrestleListBar, choose);
  gtk_widget_class_bind_template_child (class, TrestleListBar, name);
  gtk_widget_class_bind_template_child (class, TrestleListBar, summary);
  gtk_widget_class_bind_template_child (class, TrestleListBar, start);
  gtk_widget_class_bind_template_child (class, TrestleListBar, cancel);
  gtk_widget_class_bind_template_child (class, TrestleListBar, bar);
  gtk_widget_class_bind_template_child (class, TrestleListBar, notice);
  gtk_widget_class_bind_template_child (class, TrestleListBar, failed);
  gtk_widget_class_bind_template_child (class, TrestleListBar, failures);
  gtk_widget_class_bind_template_callback (class, on_choose_clicked);
  gtk_widget_class_bind_template_callback (class, on_start_clicked);
  gtk_widget_class_bind_template_callback (class, on_cancel_clicked);
}

static void
trestle_list_bar_class_init (TrestleListBarClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = trestle_list_bar_get_property;
  object_class->set_property = trestle_list_bar_set_property;
  object_class->dispose = trestle_children_dispose;
  object_class->finalize = trestle_list_bar_finalize;
  install_properties (object_class);
  install_signals (G_TYPE_FROM_CLASS (class));
  bind_template (GTK_WIDGET_CLASS (class));
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
trestle_list_bar_init (TrestleListBar *bar)
{
  gtk_widget_init_template (GTK_WIDGET (bar));
  bar_show (bar);
}

GtkWidget *
trestle_list_bar_new (void)
{
  return g_object_new (TRESTLE_TYPE_LIST_BAR, NULL);
}
