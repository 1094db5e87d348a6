/* A trial: switches that knock bridges out, and what the model answers then beside what it answers as it is. */
#include "ui/bridge-trial.h"

#include <math.h>

#include "ui/answer-list.h"
#include "ui/widgets/bridge-switches.h"
#include "ui/widgets/page-heading.h"

/**
 * TrestleBridgeTrial:
 * @undo: (element-type GBytes): how the switches were, the latest last
 * @is_switching: whether it is this widget that changes the workbench's stand-ins
 */
struct _TrestleBridgeTrial
{
  GtkWidget parent_instance;

  GtkWidget *box;
  TrestleBridgeSwitches *switches;
  GtkLabel *effect;
  GtkWidget *retry;
  GtkWidget *answers;
  TrestleAnswerList *intact;
  TrestleAnswerList *changed;

  TrestleWorkbench *workbench;
  TrestleBridgeWork *work;
  GPtrArray *undo;
  gboolean is_switching;
};

G_DEFINE_FINAL_TYPE (TrestleBridgeTrial, trestle_bridge_trial, GTK_TYPE_WIDGET)

/* (transfer full): a number with its sign, as people write it: "−3.71" */
static char *
write_change (double change, int decimals)
{
  return g_strdup_printf ("%s%.*f", change < 0.0 ? "−" : "+", decimals, fabs (change));
}

/* (transfer full): in sentences: what the stand-ins do to the answers. */
static char *
describe_effect (const TrestleEffect *effect, TrestleTask task)
{
  g_autofree char *logit = write_change (effect->logit_change, 4);
  g_autofree char *percent = write_change (100.0 * effect->probability_change, 1);

  if (!isfinite (effect->kl))
    return g_strdup ("There is no answer that could be compared.");
  return g_strdup_printf ("The logit of %s changes by %s and its probability by %s percentage points. The answers move by %.4f nats (KL "
                          "divergence)%s.",
                          task == TRESTLE_TASK_MATCH ? "a match" : "the first answer", logit, percent, effect->kl,
                          effect->flipped > 0.0 ? ", and another one is first" : "");
}

static TrestleWindowTask
to_window_task (TrestleTask task)
{
  return task == TRESTLE_TASK_MATCH ? TRESTLE_WINDOW_MATCH : TRESTLE_WINDOW_FILL;
}

static void
trial_show_knock_out (TrestleBridgeTrial *trial, const TrestleBridgeStudy *study, const TrestleKnockOut *knock_out)
{
  g_autofree char *text = describe_effect (&knock_out->effects[study->task], study->task);

  gtk_label_set_text (trial->effect, text);
  trestle_answer_list_set_answers (trial->intact, to_window_task (study->task), study->intact[study->task]);
  trestle_answer_list_set_answers (trial->changed, to_window_task (study->task), knock_out->changed[study->task]);
}

static gboolean
trial_has_switched (TrestleBridgeTrial *trial)
{
  guint n_bridges;
  const TrestleStandIn *stand_ins = trestle_workbench_get_stand_ins (trial->workbench, &n_bridges);

  return !trestle_stand_ins_are_none (stand_ins, n_bridges);
}

/*
 * Answers that are out of date stay, paler, until the new ones are there: nothing jumps while somebody switches. If none will come, they
 * go: what is shown is always true of the switches.
 */
static void
trial_show_answers (TrestleBridgeTrial *trial)
{
  const TrestleKnockOut *knock_out = trestle_bridge_work_get_knock_out (trial->work);
  gboolean is_stopped = knock_out == NULL && trestle_bridge_work_is_stopped (trial->work) && trial_has_switched (trial);

  gtk_widget_set_visible (trial->retry, is_stopped);
  gtk_widget_set_sensitive (trial->answers, knock_out != NULL);
  if (knock_out != NULL)
    trial_show_knock_out (trial, trestle_bridge_work_get_study (trial->work), knock_out);
  else if (is_stopped)
    gtk_label_set_text (trial->effect, "The model was not run with these switches.");
  else if (trial_has_switched (trial))
    return;
  else
    gtk_label_set_text (trial->effect, "Knock a bridge out to see what the model answers without it.");
  gtk_widget_set_visible (trial->answers, knock_out != NULL);
}

static void
trial_show_switches (TrestleBridgeTrial *trial)
{
  guint n_bridges;
  const TrestleStandIn *stand_ins = trestle_workbench_get_stand_ins (trial->workbench, &n_bridges);

  trestle_bridge_switches_set_stand_ins (trial->switches, stand_ins, n_bridges);
  gtk_widget_action_set_enabled (GTK_WIDGET (trial), "bridges.undo", trial->undo->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (trial), "bridges.reset", trial_has_switched (trial));
}

static void
trial_set_stand_ins (TrestleBridgeTrial *trial, const TrestleStandIn *stand_ins, guint n_bridges)
{
  trial->is_switching = TRUE;
  trestle_workbench_set_stand_ins (trial->workbench, stand_ins, n_bridges);
  trial->is_switching = FALSE;
}

/* As they are now. */
static void
trial_note_undo (TrestleBridgeTrial *trial)
{
  guint n_bridges;
  const TrestleStandIn *stand_ins = trestle_workbench_get_stand_ins (trial->workbench, &n_bridges);

  g_ptr_array_add (trial->undo, trestle_stand_ins_to_bytes (stand_ins, n_bridges));
}

static void
on_switched (TrestleBridgeSwitches *switches, int side, int bridge, int stand_in, TrestleBridgeTrial *trial)
{
  guint n_bridges;
  const TrestleStandIn *before = trestle_workbench_get_stand_ins (trial->workbench, &n_bridges);
  g_autofree TrestleStandIn *stand_ins = g_memdup2 (before, TRESTLE_N_SIDES * n_bridges * sizeof *before);

  for (guint i = 0; i < n_bridges; i++)
    if (bridge == TRESTLE_EVERY_BRIDGE || (guint) bridge == i)
      stand_ins[(guint) side * n_bridges + i] = (TrestleStandIn) stand_in;
  trial_note_undo (trial);
  trial_set_stand_ins (trial, stand_ins, n_bridges);
}

static void
undo_switch (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TrestleBridgeTrial *trial = TRESTLE_BRIDGE_TRIAL (widget);
  g_autoptr (GBytes) before = NULL;
  guint n_bridges;

  if (trial->undo->len == 0)
    return;
  before = g_ptr_array_steal_index (trial->undo, trial->undo->len - 1);
  trestle_workbench_get_stand_ins (trial->workbench, &n_bridges);
  trial_set_stand_ins (trial, g_bytes_get_data (before, NULL), n_bridges);
}

static void
reset_switches (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TrestleBridgeTrial *trial = TRESTLE_BRIDGE_TRIAL (widget);
  guint n_bridges;
  g_autofree TrestleStandIn *none = NULL;

  trestle_workbench_get_stand_ins (trial->workbench, &n_bridges);
  none = g_new0 (TrestleStandIn, TRESTLE_N_SIDES * n_bridges);
  trial_note_undo (trial);
  trial_set_stand_ins (trial, none, n_bridges);
}

static void
retry (GtkWidget *widget, const char *action, GVariant *parameter)
{
  trestle_bridge_work_resume (TRESTLE_BRIDGE_TRIAL (widget)->work);
}

/* What others set, a workspace or another model, is where a reader begins, and nothing to go back from. */
static void
on_stand_ins_changed (TrestleBridgeTrial *trial)
{
  if (!trial->is_switching)
    g_ptr_array_set_size (trial->undo, 0);
  trial_show_switches (trial);
  trial_show_answers (trial);
}

void
trestle_bridge_trial_set_work (TrestleBridgeTrial *trial, TrestleWorkbench *workbench, TrestleBridgeWork *work)
{
  g_return_if_fail (trial->work == NULL);
  trial->workbench = g_object_ref (workbench);
  trial->work = g_object_ref (work);
  g_signal_connect_object (workbench, "stand-ins-changed", G_CALLBACK (on_stand_ins_changed), trial, G_CONNECT_SWAPPED);
  g_signal_connect_object (work, "changed", G_CALLBACK (trial_show_answers), trial, G_CONNECT_SWAPPED);
  on_stand_ins_changed (trial);
}

GtkWidget *
trestle_bridge_trial_new (void)
{
  return g_object_new (TRESTLE_TYPE_BRIDGE_TRIAL, NULL);
}

static void
trestle_bridge_trial_dispose (GObject *object)
{
  TrestleBridgeTrial *trial = TRESTLE_BRIDGE_TRIAL (object);

  g_clear_pointer (&trial->box, gtk_widget_unparent);
  g_clear_object (&trial->workbench);
  g_clear_object (&trial->work);
  g_clear_pointer (&trial->undo, g_ptr_array_unref);
  G_OBJECT_CLASS (trestle_bridge_trial_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/bridge-trial.ui");
  gtk_widget_class_bind_template_child (class, TrestleBridgeTrial, box);
  gtk_widget_class_bind_template_child (class, TrestleBridgeTrial, switches);
  gtk_widget_class_bind_template_child (class, TrestleBridgeTrial, effect);
  gtk_widget_class_bind_template_child (class, TrestleBridgeTrial, retry);
  gtk_widget_class_bind_template_child (class, TrestleBridgeTrial, answers);
  gtk_widget_class_bind_template_child (class, TrestleBridgeTrial, intact);
  gtk_widget_class_bind_template_child (class, TrestleBridgeTrial, changed);
  gtk_widget_class_bind_template_callback (class, on_switched);
}

static void
trestle_bridge_trial_class_init (TrestleBridgeTrialClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_bridge_trial_dispose;
  gtk_widget_class_install_action (widget_class, "bridges.undo", NULL, undo_switch);
  gtk_widget_class_install_action (widget_class, "bridges.reset", NULL, reset_switches);
  gtk_widget_class_install_action (widget_class, "bridges.retry", NULL, retry);
  g_type_ensure (TRESTLE_TYPE_ANSWER_LIST);
  g_type_ensure (TRESTLE_TYPE_BRIDGE_SWITCHES);
  g_type_ensure (TRESTLE_TYPE_PAGE_HEADING);
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "bridgetrial");
}

static void
trestle_bridge_trial_init (TrestleBridgeTrial *trial)
{
  trial->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gtk_widget_init_template (GTK_WIDGET (trial));
}
