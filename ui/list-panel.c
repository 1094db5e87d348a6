/* The heads over a list of pairs: which list it is, the run over it, and what became of that, in a bar with the buttons for it. */
#include "ui/list-panel.h"

#include "ui/chosen-models.h"
#include "ui/list-input.h"
#include "ui/widgets/list-bar.h"

/**
 * @study: the heads over the list
 * @list: (nullable): its path
 * @problem: (nullable): why it could not be gone through
 */
struct _TrestleListPanel
{
  AdwBin parent_instance;

  TrestleListBar *bar;
  TrestleWorkbench *workbench;
  TrestleListStudy *study;
  char *list;
  char *problem;
};

G_DEFINE_FINAL_TYPE (TrestleListPanel, trestle_list_panel, ADW_TYPE_BIN)

enum
{
  PROP_LIST = 1,
  N_PROPERTIES,
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

const TrestleListResult *
trestle_list_panel_get_result (TrestleListPanel *panel)
{
  const TrestleListResult *result = trestle_list_study_get_result (panel->study);

  return result != NULL && result->n_done > result->n_failed ? result : NULL;
}

gboolean
trestle_list_panel_is_running (TrestleListPanel *panel)
{
  return trestle_list_study_is_running (panel->study);
}

void
trestle_list_panel_explain_nothing (TrestleListPanel *panel, const char **title, const char **description)
{
  *title = "No List Yet";
  *description = "Choose or drop a file. " TRESTLE_LIST_FORMAT;
  if (trestle_list_study_get_result (panel->study) != NULL)
    {
      *title = "Nothing Could Be Measured";
      *description = TRESTLE_LIST_FORMAT;
    }
  else if (panel->list != NULL)
    {
      *title = "Not Measured Yet";
      *description = "Run the list to see its heads on average.";
    }
}

/* (transfer full) (nullable): why what is known of the list is not what is wanted. @result: (nullable) */
static char *
panel_describe_problem (TrestleListPanel *panel, const TrestleListResult *result)
{
  g_auto (TrestleChosenModels) now = { 0 };
  g_autofree char *measured = NULL;
  g_autofree char *wanted = NULL;

  trestle_chosen_models_init (&now, panel->workbench);
  if (panel->problem != NULL)
    return g_strdup (panel->problem);
  if (result == NULL || now.n_models == 0 || trestle_list_result_is_of (result, now.sources, now.n_models))
    return NULL;
  measured = trestle_model_sources_describe (result->sources, result->n_models);
  wanted = trestle_model_sources_describe (now.sources, now.n_models);
  return g_strdup_printf ("These numbers are of %s. Run the list again to measure %s.", measured, wanted);
}

/* (transfer full) (nullable) */
static char *
describe_failed (const TrestleListResult *result)
{
  if (result->n_failed == 0)
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pairs could not be measured", result->n_failed, result->n_done);
}

static void
panel_show (TrestleListPanel *panel)
{
  const TrestleListResult *result = trestle_list_study_get_result (panel->study);
  g_autofree char *summary = result != NULL ? trestle_list_result_describe (result) : NULL;
  g_autofree char *failures = result != NULL ? trestle_list_result_describe_failures (result) : NULL;
  g_autofree char *failed = result != NULL ? describe_failed (result) : NULL;
  g_autofree char *notice = panel_describe_problem (panel, result);

  g_object_set (panel->bar, "list", panel->list, "summary", summary, "failed", failed, "failures", failures, "notice", notice, NULL);
}

static void
panel_set_problem (TrestleListPanel *panel, const char *sentence)
{
  g_free (panel->problem);
  panel->problem = g_strdup (sentence);
  panel_show (panel);
}

static void
on_study_changed (TrestleListStudy *study, TrestleListPanel *panel)
{
  panel_show (panel);
  g_signal_emit (panel, signals[SIGNAL_CHANGED], 0);
}

static void
on_study_failed (TrestleListStudy *study, const char *sentence, TrestleListPanel *panel)
{
  panel_set_problem (panel, sentence);
  trestle_workbench_report (panel->workbench, sentence);
}

void
trestle_list_panel_start (TrestleListPanel *panel)
{
  g_auto (TrestleChosenModels) models = { 0 };

  trestle_chosen_models_init (&models, panel->workbench);
  panel_set_problem (panel, NULL);
  if (models.n_models > 0 && panel->list != NULL)
    trestle_list_study_start (panel->study, panel->list, models.sources, models.n_models);
}

static void
on_list_chosen (gpointer panel, const char *path)
{
  g_signal_emit (panel, signals[SIGNAL_CHOSEN], 0, path);
}

static void
on_choose (TrestleListPanel *panel)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (panel)));

  trestle_list_input_choose (window, panel->workbench, on_list_chosen, G_OBJECT (panel));
}

static void
on_cancel (TrestleListPanel *panel)
{
  trestle_list_study_cancel (panel->study);
}

void
trestle_list_panel_set_workbench (TrestleListPanel *panel, TrestleWorkbench *workbench)
{
  TrestleComparison *comparison = trestle_workbench_get_comparison (workbench);

  g_return_if_fail (panel->workbench == NULL);
  panel->workbench = g_object_ref (workbench);
  /* Other models may be there then than those that the list was measured with. */
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (panel_show), panel, G_CONNECT_SWAPPED);
  g_signal_connect_object (comparison, "changed", G_CALLBACK (panel_show), panel, G_CONNECT_SWAPPED);
}

/* @path: (nullable): "" for none, as the settings say it */
static void
panel_set_list (TrestleListPanel *panel, const char *path)
{
  g_free (panel->list);
  panel->list = path != NULL && *path != '\0' ? g_strdup (path) : NULL;
  panel_show (panel);
}

/* What a setting can hold: UTF-8. */
static const char *
panel_get_list (TrestleListPanel *panel)
{
  return panel->list != NULL && g_utf8_validate (panel->list, -1, NULL) ? panel->list : "";
}

static void
trestle_list_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_LIST)
    panel_set_list (TRESTLE_LIST_PANEL (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_list_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_LIST)
    g_value_set_string (value, panel_get_list (TRESTLE_LIST_PANEL (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_list_panel_dispose (GObject *object)
{
  TrestleListPanel *panel = TRESTLE_LIST_PANEL (object);

  if (panel->study != NULL)
    g_signal_handlers_disconnect_by_data (panel->study, panel);
  g_clear_object (&panel->study);
  g_clear_object (&panel->workbench);
  G_OBJECT_CLASS (trestle_list_panel_parent_class)->dispose (object);
}

static void
trestle_list_panel_finalize (GObject *object)
{
  TrestleListPanel *panel = TRESTLE_LIST_PANEL (object);

  g_free (panel->list);
  g_free (panel->problem);
  G_OBJECT_CLASS (trestle_list_panel_parent_class)->finalize (object);
}

static void
trestle_list_panel_class_init (TrestleListPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->set_property = trestle_list_panel_set_property;
  object_class->get_property = trestle_list_panel_get_property;
  object_class->dispose = trestle_list_panel_dispose;
  object_class->finalize = trestle_list_panel_finalize;
  properties[PROP_LIST] = g_param_spec_string ("list", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (TRESTLE_TYPE_LIST_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/list-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleListPanel, bar);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, trestle_list_panel_start);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
trestle_list_panel_init (TrestleListPanel *panel)
{
  gtk_widget_init_template (GTK_WIDGET (panel));
  panel->study = trestle_list_study_new ();
  g_signal_connect (panel->study, "changed", G_CALLBACK (on_study_changed), panel);
  g_signal_connect (panel->study, "failed", G_CALLBACK (on_study_failed), panel);
  g_object_bind_property (panel->study, "running", panel->bar, "running", G_BINDING_SYNC_CREATE);
  g_object_bind_property (panel->study, "progress", panel->bar, "progress", G_BINDING_SYNC_CREATE);
  g_object_bind_property (panel->study, "stage", panel->bar, "stage", G_BINDING_SYNC_CREATE);
  panel_show (panel);
}
