/* The second model: it runs what the first one ran, for pages that show both. */
#include "ui/comparison.h"

#include "ui/known-models.h"

/**
 * @source: (nullable): the second model, when it is one of its own
 * @stand_in: what feeds the bridges of the first model, when that without bridges is the second one
 * @bare: (nullable): the first model without bridges, made of @bare_of
 * @first: (nullable): what the first model ran last
 * @run: (nullable): the second model's run on @run_of
 * @asked: (nullable): the first model's run that the second model was last asked to repeat
 */
struct _TrestleComparison
{
  GObject parent_instance;

  TrestleRunner *runner;
  TrestleModelSource *source;
  TrestleStandIn stand_in;
  TrestleModelSource *bare;
  TrestleModelSource *bare_of;
  TrestleRun *first;
  TrestleRun *run;
  TrestleRun *asked;
  guint n_holds;
};

G_DEFINE_FINAL_TYPE (TrestleComparison, trestle_comparison, G_TYPE_OBJECT)

enum
{
  PROP_MODEL = 1,
  PROP_STAND_IN,
  PROP_ACTIVE,
  N_PROPERTIES,
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_MESSAGE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

gboolean
trestle_comparison_is_active (TrestleComparison *comparison)
{
  return comparison->source != NULL || comparison->stand_in != TRESTLE_STAND_IN_NONE;
}

static void
comparison_forget_bare (TrestleComparison *comparison)
{
  g_clear_pointer (&comparison->bare, trestle_model_source_unref);
  g_clear_pointer (&comparison->bare_of, trestle_model_source_unref);
}

/* (transfer none) (nullable): the second model at the image size that was chosen for the first: the two are to see the same patches. */
static TrestleModelSource *
comparison_fit_size (TrestleComparison *comparison)
{
  const TrestleModelSettings *settings = &comparison->first->model_source->settings;
  g_autoptr (TrestleModelSource) before = comparison->source;

  if (before == NULL || trestle_model_settings_are_same (&before->settings, settings))
    return g_steal_pointer (&before);
  comparison->source = trestle_model_source_new (before->path, settings);
  return comparison->source;
}

/* (transfer none) (nullable): what the second model is opened from, now */
static TrestleModelSource *
comparison_find_source (TrestleComparison *comparison)
{
  TrestleModelSource *first = comparison->first->model_source;

  if (comparison->stand_in == TRESTLE_STAND_IN_NONE)
    return comparison_fit_size (comparison);
  if (comparison->bare_of != first)
    {
      comparison_forget_bare (comparison);
      comparison->bare = trestle_model_source_new_without_bridges (first, comparison->stand_in);
      comparison->bare_of = trestle_model_source_ref (first);
    }
  return comparison->bare;
}

/* What the run answered, for another model to answer too. */
static TrestleQuestion
question_of (const TrestleRun *run)
{
  return (TrestleQuestion){
    .task = run->task,
    .text = run->text,
    .measure = run->head,
    .caption = run->caption,
    .shows_second = run->shows_second,
  };
}

static void
comparison_ask (TrestleComparison *comparison)
{
  TrestleRun *first = comparison->first;
  TrestleQuestion question;

  if (comparison->n_holds == 0 || first == NULL || !trestle_comparison_is_active (comparison) || comparison->asked == first)
    return;
  g_clear_pointer (&comparison->asked, trestle_run_unref);
  comparison->asked = trestle_run_ref (first);
  question = question_of (first);
  trestle_runner_set_model (comparison->runner, comparison_find_source (comparison));
  trestle_runner_set_image (comparison->runner, first->image_source);
  if (first->second_source != NULL)
    trestle_runner_set_second (comparison->runner, first->second_source);
  trestle_runner_request (comparison->runner, &question);
}

TrestleRun *
trestle_comparison_get_run (TrestleComparison *comparison)
{
  return comparison->asked == comparison->first ? comparison->run : NULL;
}

static void
comparison_forget_run (TrestleComparison *comparison)
{
  g_clear_pointer (&comparison->run, trestle_run_unref);
  g_clear_pointer (&comparison->asked, trestle_run_unref);
}

void
trestle_comparison_follow (TrestleComparison *comparison, TrestleRun *run)
{
  comparison_forget_run (comparison);
  g_clear_pointer (&comparison->first, trestle_run_unref);
  comparison->first = trestle_run_ref (run);
  comparison_ask (comparison);
  g_signal_emit (comparison, signals[SIGNAL_CHANGED], 0);
}

/* @source: (nullable) (transfer full). Nothing that was open is gone back to. */
static void
comparison_replace (TrestleComparison *comparison, TrestleModelSource *source, TrestleStandIn stand_in)
{
  trestle_runner_give_up (comparison->runner);
  comparison_forget_run (comparison);
  comparison_forget_bare (comparison);
  g_clear_pointer (&comparison->source, trestle_model_source_unref);
  comparison->source = source;
  comparison->stand_in = stand_in;
}

static void
comparison_say_changed (TrestleComparison *comparison)
{
  for (guint i = PROP_MODEL; i < N_PROPERTIES; i++)
    g_object_notify_by_pspec (G_OBJECT (comparison), properties[i]);
  g_signal_emit (comparison, signals[SIGNAL_CHANGED], 0);
}

/* @source: (nullable) (transfer full) */
static void
comparison_choose (TrestleComparison *comparison, TrestleModelSource *source, TrestleStandIn stand_in)
{
  comparison_replace (comparison, source, stand_in);
  comparison_ask (comparison);
  comparison_say_changed (comparison);
}

void
trestle_comparison_open_model (TrestleComparison *comparison, const char *path)
{
  comparison_choose (comparison, *path != '\0' ? trestle_model_source_new (path, NULL) : NULL, TRESTLE_STAND_IN_NONE);
}

void
trestle_comparison_open_model_later (TrestleComparison *comparison, const char *path)
{
  comparison_replace (comparison, trestle_model_source_new (path, NULL), TRESTLE_STAND_IN_NONE);
  if (comparison->first != NULL)
    comparison->asked = trestle_run_ref (comparison->first);
  comparison_say_changed (comparison);
}

void
trestle_comparison_open_without_bridges (TrestleComparison *comparison, TrestleStandIn stand_in)
{
  comparison_choose (comparison, NULL, stand_in);
}

void
trestle_comparison_close (TrestleComparison *comparison)
{
  if (trestle_comparison_is_active (comparison))
    comparison_choose (comparison, NULL, TRESTLE_STAND_IN_NONE);
}

void
trestle_comparison_hold (TrestleComparison *comparison)
{
  comparison->n_holds++;
  comparison_ask (comparison);
}

void
trestle_comparison_release (TrestleComparison *comparison)
{
  g_return_if_fail (comparison->n_holds > 0);
  comparison->n_holds--;
}

TrestleRunner *
trestle_comparison_get_runner (TrestleComparison *comparison)
{
  return comparison->runner;
}

void
trestle_comparison_cancel (TrestleComparison *comparison)
{
  trestle_runner_give_up (comparison->runner);
  g_signal_emit (comparison, signals[SIGNAL_CHANGED], 0);
}

void
trestle_comparison_try_again (TrestleComparison *comparison)
{
  comparison_forget_run (comparison);
  comparison_ask (comparison);
  g_signal_emit (comparison, signals[SIGNAL_CHANGED], 0);
}

char *
trestle_comparison_name (TrestleComparison *comparison)
{
  if (comparison->stand_in == TRESTLE_STAND_IN_LAST)
    return g_strdup ("Two-tower baseline");
  if (comparison->stand_in != TRESTLE_STAND_IN_NONE)
    return g_strdup_printf ("Without bridges (%s)", trestle_stand_in_get_name (comparison->stand_in));
  return comparison->source != NULL ? trestle_model_path_name (comparison->source->path) : NULL;
}

/* The runner cancels what is out of date, so this is the answer to what was asked last. */
static void
on_done (TrestleRunner *runner, TrestleRun *run, TrestleComparison *comparison)
{
  if (comparison->asked == NULL || run->model_source != comparison_find_source (comparison))
    return;
  g_clear_pointer (&comparison->run, trestle_run_unref);
  comparison->run = trestle_run_ref (run);
  g_signal_emit (comparison, signals[SIGNAL_CHANGED], 0);
}

static void
on_failed (TrestleRunner *runner, const char *sentence, TrestleComparison *comparison)
{
  trestle_comparison_close (comparison);
  g_signal_emit (comparison, signals[SIGNAL_MESSAGE], 0, sentence);
}

/* What an action's state can hold: UTF-8. */
static const char *
comparison_get_path (TrestleComparison *comparison)
{
  const char *path = comparison->source != NULL ? comparison->source->path : "";

  return g_utf8_validate (path, -1, NULL) ? path : "";
}

static void
trestle_comparison_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleComparison *comparison = TRESTLE_COMPARISON (object);

  switch (id)
    {
    case PROP_MODEL:
      g_value_set_string (value, comparison_get_path (comparison));
      break;
    case PROP_STAND_IN:
      g_value_set_uint (value, comparison->stand_in);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, trestle_comparison_is_active (comparison));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_comparison_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleComparison *comparison = TRESTLE_COMPARISON (object);

  switch (id)
    {
    case PROP_MODEL:
      trestle_comparison_open_model (comparison, g_value_get_string (value));
      break;
    case PROP_STAND_IN:
      trestle_comparison_open_without_bridges (comparison, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_comparison_dispose (GObject *object)
{
  TrestleComparison *comparison = TRESTLE_COMPARISON (object);

  if (comparison->runner != NULL)
    trestle_runner_cancel (comparison->runner);
  g_clear_object (&comparison->runner);
  G_OBJECT_CLASS (trestle_comparison_parent_class)->dispose (object);
}

static void
trestle_comparison_finalize (GObject *object)
{
  TrestleComparison *comparison = TRESTLE_COMPARISON (object);

  comparison_forget_run (comparison);
  comparison_forget_bare (comparison);
  g_clear_pointer (&comparison->source, trestle_model_source_unref);
  g_clear_pointer (&comparison->first, trestle_run_unref);
  G_OBJECT_CLASS (trestle_comparison_parent_class)->finalize (object);
}

static void
trestle_comparison_class_init (TrestleComparisonClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->get_property = trestle_comparison_get_property;
  object_class->set_property = trestle_comparison_set_property;
  object_class->dispose = trestle_comparison_dispose;
  object_class->finalize = trestle_comparison_finalize;
  properties[PROP_MODEL] = g_param_spec_string ("model", NULL, NULL, "", flags);
  properties[PROP_STAND_IN] = g_param_spec_uint ("stand-in", NULL, NULL, 0, TRESTLE_N_STAND_INS - 1, TRESTLE_STAND_IN_NONE, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
trestle_comparison_init (TrestleComparison *comparison)
{
  comparison->runner = trestle_runner_new ();
  g_signal_connect_object (comparison->runner, "done", G_CALLBACK (on_done), comparison, 0);
  g_signal_connect_object (comparison->runner, "failed", G_CALLBACK (on_failed), comparison, 0);
}

TrestleComparison *
trestle_comparison_new (void)
{
  return g_object_new (TRESTLE_TYPE_COMPARISON, NULL);
}
