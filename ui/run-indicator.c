/* How far a runner is and what it is doing, with a way to stop it. */
#include "ui/run-indicator.h"

/* Shorter waits are over before anybody has read that there is one. */
#define PATIENCE_MS 400

struct _TrestleRunIndicator
{
  AdwBin parent_instance;

  TrestleRunner *runner;
  GtkLabel *stage;
  GtkProgressBar *progress;
  char *subject;
  guint patience;
};

G_DEFINE_FINAL_TYPE (TrestleRunIndicator, trestle_run_indicator, ADW_TYPE_BIN)

enum
{
  PROP_SUBJECT = 1,
};

enum
{
  SIGNAL_CANCELLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* "METER shapes: opening the model · 42 %" */
static void
indicator_show_progress (TrestleRunIndicator *indicator)
{
  g_autofree char *stage = NULL;
  g_autofree char *text = NULL;
  double fraction;

  g_object_get (indicator->runner, "stage", &stage, "progress", &fraction, NULL);
  text = g_strdup_printf ("%s%s%s · %.0f %%", indicator->subject != NULL ? indicator->subject : "", indicator->subject != NULL ? ": " : "",
                          stage != NULL ? stage : "", 100.0 * fraction);
  gtk_label_set_text (indicator->stage, text);
  gtk_progress_bar_set_fraction (indicator->progress, fraction);
}

static gboolean
on_patience_over (gpointer data)
{
  TrestleRunIndicator *indicator = data;

  indicator->patience = 0;
  gtk_widget_set_visible (GTK_WIDGET (indicator), TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_busy_changed (TrestleRunner *runner, GParamSpec *spec, TrestleRunIndicator *indicator)
{
  gboolean busy;

  g_object_get (runner, "busy", &busy, NULL);
  g_clear_handle_id (&indicator->patience, g_source_remove);
  if (busy)
    indicator->patience = g_timeout_add (PATIENCE_MS, on_patience_over, indicator);
  else
    gtk_widget_set_visible (GTK_WIDGET (indicator), FALSE);
}

static void
on_cancel_clicked (TrestleRunIndicator *indicator)
{
  g_signal_emit (indicator, signals[SIGNAL_CANCELLED], 0);
}

void
trestle_run_indicator_set_runner (TrestleRunIndicator *indicator, TrestleRunner *runner)
{
  g_return_if_fail (indicator->runner == NULL);
  indicator->runner = g_object_ref (runner);
  g_signal_connect_object (runner, "notify::busy", G_CALLBACK (on_busy_changed), indicator, 0);
  g_signal_connect_object (runner, "notify::progress", G_CALLBACK (indicator_show_progress), indicator, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "notify::stage", G_CALLBACK (indicator_show_progress), indicator, G_CONNECT_SWAPPED);
}

static void
trestle_run_indicator_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_SUBJECT)
    g_value_set_string (value, TRESTLE_RUN_INDICATOR (object)->subject);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_run_indicator_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleRunIndicator *indicator = TRESTLE_RUN_INDICATOR (object);

  if (id != PROP_SUBJECT)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }
  g_free (indicator->subject);
  indicator->subject = g_value_dup_string (value);
}

static void
trestle_run_indicator_dispose (GObject *object)
{
  TrestleRunIndicator *indicator = TRESTLE_RUN_INDICATOR (object);

  g_clear_handle_id (&indicator->patience, g_source_remove);
  g_clear_object (&indicator->runner);
  G_OBJECT_CLASS (trestle_run_indicator_parent_class)->dispose (object);
}

static void
trestle_run_indicator_finalize (GObject *object)
{
  g_free (TRESTLE_RUN_INDICATOR (object)->subject);
  G_OBJECT_CLASS (trestle_run_indicator_parent_class)->finalize (object);
}

static void
trestle_run_indicator_class_init (TrestleRunIndicatorClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->get_property = trestle_run_indicator_get_property;
  object_class->set_property = trestle_run_indicator_set_property;
  object_class->dispose = trestle_run_indicator_dispose;
  object_class->finalize = trestle_run_indicator_finalize;
  g_object_class_install_property (object_class, PROP_SUBJECT,
                                   g_param_spec_string ("subject", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  signals[SIGNAL_CANCELLED] = g_signal_new ("cancelled", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/run-indicator.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleRunIndicator, stage);
  gtk_widget_class_bind_template_child (widget_class, TrestleRunIndicator, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
}

static void
trestle_run_indicator_init (TrestleRunIndicator *indicator)
{
  gtk_widget_init_template (GTK_WIDGET (indicator));
}
