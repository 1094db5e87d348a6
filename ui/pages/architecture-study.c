/* What is known of what was chosen to be said of a model's parts, and the work that is needed to know the rest. */
#include "ui/pages/architecture-study.h"

#include "ui/bridge-work.h"
#include "ui/head-work.h"

/**
 * @run: (nullable): the last one
 * @interest: what was wanted of bridges last
 */
struct _TrestleArchitectureStudy
{
  GObject parent_instance;

  TrestleWorkbench *workbench;
  TrestleHeadWork *heads;
  TrestleBridgeWork *bridges;
  TrestleRun *run;
  TrestleArchitectureChoice choice;
  gboolean is_looked_at;
  TrestleBridgeInterest interest;
};

G_DEFINE_FINAL_TYPE (TrestleArchitectureStudy, trestle_architecture_study, G_TYPE_OBJECT)

enum
{
  PROP_BUSY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static guint changed_signal;

const TrestleModel *
trestle_architecture_study_get_model (TrestleArchitectureStudy *study)
{
  return study->run != NULL ? study->run->model : NULL;
}

/* Whether the bridges of the model can be said what was chosen. */
static gboolean
study_can_measure_bridges (TrestleArchitectureStudy *study)
{
  return study->run != NULL && trestle_bridge_choice_is_possible (study->choice.bridges, study->run->model);
}

/* (nullable): what there is of what was chosen */
static const TrestleBridgeStudy *
study_find_bridges (TrestleArchitectureStudy *study)
{
  const TrestleBridgeStudy *bridges = trestle_bridge_work_get_study (study->bridges);

  if (bridges == NULL || !study_can_measure_bridges (study) || !trestle_bridge_choice_is_in (study->choice.bridges, bridges))
    return NULL;
  return bridges;
}

/* (nullable): of the run's model; they may be of an older run while a newer one is measured */
static const TrestleHeadStudy *
study_find_heads (TrestleArchitectureStudy *study)
{
  const TrestleHeadStudy *heads = trestle_head_work_get_study (study->heads);

  return heads != NULL && heads->run->model_source == study->run->model_source ? heads : NULL;
}

gboolean
trestle_architecture_study_get_view (TrestleArchitectureStudy *study, TrestleArchitectureView *view)
{
  guint colormap;

  if (study->run == NULL)
    return FALSE;
  g_object_get (study->workbench, "colormap", &colormap, NULL);
  *view = (TrestleArchitectureView){
    .run = study->run,
    .choice = study->choice,
    .heads = study_find_heads (study),
    .bridges = study_find_bridges (study),
    .colormap = (TrestleColormap) colormap,
  };
  return TRUE;
}

static gboolean
study_misses_bridges (TrestleArchitectureStudy *study)
{
  return study_can_measure_bridges (study) && study_find_bridges (study) == NULL;
}

gboolean
trestle_architecture_study_is_stopped (TrestleArchitectureStudy *study)
{
  return trestle_bridge_work_is_stopped (study->bridges);
}

gboolean
trestle_architecture_study_can_resume (TrestleArchitectureStudy *study)
{
  return trestle_architecture_study_is_stopped (study) && study_misses_bridges (study);
}

void
trestle_architecture_study_resume (TrestleArchitectureStudy *study)
{
  trestle_bridge_work_resume (study->bridges);
}

static gboolean
study_is_busy (TrestleArchitectureStudy *study)
{
  gboolean is_measuring;

  g_object_get (study->heads, "busy", &is_measuring, NULL);
  return is_measuring || (study_misses_bridges (study) && !trestle_architecture_study_is_stopped (study));
}

static void
study_notify_busy (TrestleArchitectureStudy *study)
{
  g_object_notify_by_pspec (G_OBJECT (study), properties[PROP_BUSY]);
}

static TrestleBridgeInterest
study_find_interest (TrestleArchitectureStudy *study)
{
  if (study->choice.bridges == TRESTLE_BRIDGES_BY_NOTHING || !study->is_looked_at)
    return TRESTLE_BRIDGE_INTEREST_NONE;
  if (trestle_bridge_choice_get_stand_in (study->choice.bridges) == TRESTLE_STAND_IN_NONE)
    return TRESTLE_BRIDGE_INTEREST_SHARES;
  return TRESTLE_BRIDGE_INTEREST_EFFECTS;
}

static void
study_measure (TrestleArchitectureStudy *study)
{
  TrestleBridgeInterest interest = study_find_interest (study);

  trestle_bridge_work_look (study->bridges, study->interest, interest);
  study->interest = interest;
  trestle_head_work_set_wanted (study->heads, study->choice.has_measure && study->is_looked_at);
  study_notify_busy (study);
}

void
trestle_architecture_study_set_choice (TrestleArchitectureStudy *study, const TrestleArchitectureChoice *choice, gboolean is_looked_at)
{
  study->choice = *choice;
  study->is_looked_at = is_looked_at;
  study_measure (study);
}

static void
study_tell (TrestleArchitectureStudy *study)
{
  g_signal_emit (study, changed_signal, 0);
}

static void
on_bridges_changed (TrestleArchitectureStudy *study)
{
  gboolean is_coming = study_misses_bridges (study) && !trestle_architecture_study_is_stopped (study);

  if (study->run == NULL || (is_coming && study->interest == TRESTLE_BRIDGE_INTEREST_SHARES))
    return;
  study_tell (study);
  study_notify_busy (study);
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleArchitectureStudy *study)
{
  TrestleRun *run = trestle_workbench_get_run (workbench);
  gboolean is_same_model = study->run != NULL && study->run->model_source == run->model_source;

  g_clear_pointer (&study->run, trestle_run_unref);
  study->run = trestle_run_ref (run);
  if (!is_same_model)
    study_tell (study);
  study_measure (study);
}

static void
trestle_architecture_study_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, study_is_busy (TRESTLE_ARCHITECTURE_STUDY (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_architecture_study_finalize (GObject *object)
{
  TrestleArchitectureStudy *study = TRESTLE_ARCHITECTURE_STUDY (object);

  g_object_run_dispose (G_OBJECT (study->heads));
  g_object_unref (study->heads);
  g_object_unref (study->bridges);
  g_object_unref (study->workbench);
  g_clear_pointer (&study->run, trestle_run_unref);
  G_OBJECT_CLASS (trestle_architecture_study_parent_class)->finalize (object);
}

static void
trestle_architecture_study_class_init (TrestleArchitectureStudyClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->get_property = trestle_architecture_study_get_property;
  object_class->finalize = trestle_architecture_study_finalize;
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  changed_signal = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_architecture_study_init (TrestleArchitectureStudy *study)
{
}

TrestleArchitectureStudy *
trestle_architecture_study_new (TrestleWorkbench *workbench)
{
  TrestleArchitectureStudy *study = g_object_new (TRESTLE_TYPE_ARCHITECTURE_STUDY, NULL);

  study->workbench = g_object_ref (workbench);
  study->heads = trestle_head_work_new (workbench);
  study->bridges = g_object_ref (trestle_bridge_work_of (workbench));
  g_signal_connect_object (study->heads, "changed", G_CALLBACK (study_tell), study, G_CONNECT_SWAPPED);
  g_signal_connect_object (study->heads, "notify::busy", G_CALLBACK (study_notify_busy), study, G_CONNECT_SWAPPED);
  g_signal_connect_object (study->bridges, "changed", G_CALLBACK (on_bridges_changed), study, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), study, 0);
  return study;
}
