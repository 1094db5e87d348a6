/* Keeps the model running on what was asked for last: a new request cancels the one under way, a bad one is taken back. */
#include "ui/runner.h"

#include "ui/engine.h"

/* What a run is made from. The same pointer is the same thing: see TrestleRequest. */
typedef struct
{
  TrestleModelSource *model;
  TrestleImageSource *image;
  TrestleImageSource *second; /* NULL until one was chosen */
} Input;

/* @wanted is what was asked for last, @good what the last run that succeeded was made from (before the first one: the fallback). */
struct _TrestleRunner
{
  GObject parent_instance;

  TrestleEngine *engine;
  Input wanted;
  Input good;
  TrestleQuestion question;

  GCancellable *cancellable;
  guint generation;
  gboolean busy;
  gboolean is_running; /* what it is busy with is a run */
  double progress;
  char *stage;
};

G_DEFINE_FINAL_TYPE (TrestleRunner, trestle_runner, G_TYPE_OBJECT)

enum
{
  PROP_BUSY = 1,
  PROP_PROGRESS,
  PROP_STAGE,
  N_PROPERTIES,
};

enum
{
  SIGNAL_DONE,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
input_clear (Input *input)
{
  g_clear_pointer (&input->model, trestle_model_source_unref);
  g_clear_pointer (&input->image, trestle_image_source_unref);
  g_clear_pointer (&input->second, trestle_image_source_unref);
}

static void
input_set_model (Input *input, TrestleModelSource *model)
{
  trestle_model_source_ref (model);
  g_clear_pointer (&input->model, trestle_model_source_unref);
  input->model = model;
}

static void
input_set_image (Input *input, TrestleImageSource *image)
{
  trestle_image_source_ref (image);
  g_clear_pointer (&input->image, trestle_image_source_unref);
  input->image = image;
}

/* @second: (nullable) */
static void
input_set_second (Input *input, TrestleImageSource *second)
{
  if (second != NULL)
    trestle_image_source_ref (second);
  g_clear_pointer (&input->second, trestle_image_source_unref);
  input->second = second;
}

/**
 * PendingRun: one for each run or work: what it was started from, and whether it is still the latest.
 * @task: (nullable): who waits for the work
 */
typedef struct
{
  TrestleRunner *runner;
  guint generation;
  Input input;
  GTask *task;
  GDestroyNotify free_result;
} PendingRun;

typedef struct
{
  TrestleRunner *runner;
  guint generation;
  double fraction;
  char *stage;
} ProgressReport;

static void
pending_run_free (PendingRun *pending)
{
  input_clear (&pending->input);
  g_clear_object (&pending->task);
  g_object_unref (pending->runner);
  g_free (pending);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PendingRun, pending_run_free)

static void
runner_set_progress (TrestleRunner *runner, gboolean busy, double fraction, const char *stage)
{
  g_object_freeze_notify (G_OBJECT (runner));
  runner->progress = fraction;
  g_object_notify_by_pspec (G_OBJECT (runner), properties[PROP_PROGRESS]);
  if (g_strcmp0 (runner->stage, stage) != 0)
    {
      g_free (runner->stage);
      runner->stage = g_strdup (stage);
      g_object_notify_by_pspec (G_OBJECT (runner), properties[PROP_STAGE]);
    }
  if (runner->busy != busy)
    {
      runner->busy = busy;
      g_object_notify_by_pspec (G_OBJECT (runner), properties[PROP_BUSY]);
    }
  g_object_thaw_notify (G_OBJECT (runner));
}

static gboolean
show_progress (gpointer data)
{
  ProgressReport *report = data;

  if (report->generation == report->runner->generation && report->runner->busy)
    runner_set_progress (report->runner, TRUE, report->fraction, report->stage);
  return G_SOURCE_REMOVE;
}

static void
progress_report_free (gpointer data)
{
  ProgressReport *report = data;

  g_object_unref (report->runner);
  g_free (report->stage);
  g_free (report);
}

/* On the engine's thread, while the pending run is alive. */
static void
report_progress (double fraction, const char *stage, gpointer data)
{
  PendingRun *pending = data;
  ProgressReport *report = g_new (ProgressReport, 1);

  report->runner = g_object_ref (pending->runner);
  report->generation = pending->generation;
  report->fraction = fraction;
  report->stage = g_strdup (stage);
  /* Never g_main_context_invoke(): while nobody iterates the main loop, it would call back here, on this thread. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_progress, report, progress_report_free);
}

void
trestle_runner_cancel (TrestleRunner *runner)
{
  if (runner->cancellable != NULL)
    g_cancellable_cancel (runner->cancellable);
}

void
trestle_runner_give_up (TrestleRunner *runner)
{
  trestle_runner_cancel (runner);
  /* What is still on its way, be it an answer, is not wanted any more. */
  runner->generation++;
  if (runner->good.model != NULL)
    input_set_model (&runner->wanted, runner->good.model);
  if (runner->good.image != NULL)
    input_set_image (&runner->wanted, runner->good.image);
  input_set_second (&runner->wanted, runner->good.second);
  runner_set_progress (runner, FALSE, 0, NULL);
}

/* Puts back what was at fault, so that what is shown and what is wanted agree. FALSE if there is nothing to put back. */
static gboolean
runner_recover (TrestleRunner *runner, TrestleCulprit culprit)
{
  gboolean other_model = runner->good.model != NULL && runner->wanted.model != runner->good.model;
  gboolean other_image = runner->good.image != NULL && runner->wanted.image != runner->good.image;

  if (culprit == TRESTLE_CULPRIT_SECOND_IMAGE)
    {
      gboolean other_second = runner->wanted.second != runner->good.second;

      input_set_second (&runner->wanted, runner->good.second);
      return other_second;
    }
  if (culprit == TRESTLE_CULPRIT_TEXT || (!other_model && !other_image))
    return FALSE;
  if (other_image && (culprit == TRESTLE_CULPRIT_IMAGE || !other_model))
    input_set_image (&runner->wanted, runner->good.image);
  else
    input_set_model (&runner->wanted, runner->good.model);
  return TRUE;
}

static void runner_submit (TrestleRunner *runner);

static void
on_run_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PendingRun) pending = data;
  TrestleRunner *runner = pending->runner;
  g_autoptr (GError) error = NULL;
  TrestleCulprit culprit;
  g_autoptr (TrestleRun) run = trestle_engine_run_finish (result, &culprit, &error);

  if (pending->generation != runner->generation)
    return;
  if (run != NULL)
    {
      input_set_model (&runner->good, pending->input.model);
      input_set_image (&runner->good, pending->input.image);
      if (run->second_image != NULL)
        input_set_second (&runner->good, pending->input.second);
      runner_set_progress (runner, FALSE, 1, NULL);
      g_signal_emit (runner, signals[SIGNAL_DONE], 0, run);
      return;
    }
  runner_set_progress (runner, FALSE, 0, NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_signal_emit (runner, signals[SIGNAL_FAILED], 0, error->message);
  if (runner_recover (runner, culprit))
    runner_submit (runner);
}

/* What comes next takes the place of what is under way. */
static PendingRun *
runner_begin (TrestleRunner *runner)
{
  PendingRun *pending = g_new0 (PendingRun, 1);

  trestle_runner_cancel (runner);
  g_clear_object (&runner->cancellable);
  runner->cancellable = g_cancellable_new ();
  pending->runner = g_object_ref (runner);
  pending->generation = ++runner->generation;
  return pending;
}

static void
runner_submit (TrestleRunner *runner)
{
  PendingRun *pending;

  if (runner->wanted.model == NULL || runner->wanted.image == NULL)
    return;
  pending = runner_begin (runner);
  runner->is_running = TRUE;
  input_set_model (&pending->input, runner->wanted.model);
  input_set_image (&pending->input, runner->wanted.image);
  input_set_second (&pending->input, runner->wanted.second);
  runner_set_progress (runner, TRUE, 0, "starting");
  trestle_engine_run_async (runner->engine,
                            trestle_request_new (pending->input.model, pending->input.image, pending->input.second, &runner->question),
                            report_progress, pending, runner->cancellable, on_run_done, pending);
}

static void
trestle_runner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TrestleRunner *runner = TRESTLE_RUNNER (object);

  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, runner->busy);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, runner->progress);
      break;
    case PROP_STAGE:
      g_value_set_string (value, runner->stage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trestle_runner_dispose (GObject *object)
{
  TrestleRunner *runner = TRESTLE_RUNNER (object);

  trestle_runner_cancel (runner);
  g_clear_object (&runner->cancellable);
  g_clear_pointer (&runner->engine, trestle_engine_free);
  G_OBJECT_CLASS (trestle_runner_parent_class)->dispose (object);
}

static void
trestle_runner_finalize (GObject *object)
{
  TrestleRunner *runner = TRESTLE_RUNNER (object);

  input_clear (&runner->wanted);
  input_clear (&runner->good);
  trestle_question_clear (&runner->question);
  g_free (runner->stage);
  G_OBJECT_CLASS (trestle_runner_parent_class)->finalize (object);
}

static void
trestle_runner_class_init (TrestleRunnerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->get_property = trestle_runner_get_property;
  object_class->dispose = trestle_runner_dispose;
  object_class->finalize = trestle_runner_finalize;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_STAGE] = g_param_spec_string ("stage", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNAL_DONE] = g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
trestle_runner_init (TrestleRunner *runner)
{
  runner->engine = trestle_engine_new ();
}

TrestleRunner *
trestle_runner_new (void)
{
  return g_object_new (TRESTLE_TYPE_RUNNER, NULL);
}

void
trestle_runner_set_fallback (TrestleRunner *runner, TrestleModelSource *model, TrestleImageSource *image)
{
  input_clear (&runner->good);
  if (model != NULL)
    runner->good.model = trestle_model_source_ref (model);
  if (image != NULL)
    runner->good.image = trestle_image_source_ref (image);
  if (runner->wanted.model == NULL && model != NULL)
    input_set_model (&runner->wanted, model);
  if (runner->wanted.image == NULL && image != NULL)
    input_set_image (&runner->wanted, image);
}

void
trestle_runner_set_model (TrestleRunner *runner, TrestleModelSource *model)
{
  input_set_model (&runner->wanted, model);
}

void
trestle_runner_set_image (TrestleRunner *runner, TrestleImageSource *image)
{
  input_set_image (&runner->wanted, image);
}

void
trestle_runner_set_second (TrestleRunner *runner, TrestleImageSource *image)
{
  input_set_second (&runner->wanted, image);
}

TrestleImageSource *
trestle_runner_get_second (TrestleRunner *runner)
{
  return runner->wanted.second;
}

void
trestle_runner_request (TrestleRunner *runner, const TrestleQuestion *question)
{
  trestle_question_set (&runner->question, question);
  runner_submit (runner);
}

/* Whoever waits always hears of it; of what is not the latest any more, that it was cancelled. */
static void
on_work_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PendingRun) pending = data;
  gboolean is_latest = pending->generation == pending->runner->generation;
  GError *error = NULL;
  gpointer made = trestle_engine_work_finish (result, &error);

  if (is_latest)
    runner_set_progress (pending->runner, FALSE, made != NULL ? 1 : 0, NULL);
  if (made != NULL && is_latest)
    {
      g_task_return_pointer (pending->task, made, pending->free_result);
      return;
    }
  if (made != NULL)
    {
      pending->free_result (made);
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Something else was asked for.");
    }
  g_task_return_error (pending->task, error);
}

void
trestle_runner_work_async (TrestleRunner *runner,
                           TrestleRun *run,
                           const TrestleWorkOrder *order,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_autoptr (GTask) task = g_task_new (runner, NULL, callback, data);
  PendingRun *pending;

  if (runner->busy && runner->is_running)
    {
      order->free_data (order->data);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The model is running.");
      return;
    }
  pending = runner_begin (runner);
  runner->is_running = FALSE;
  pending->task = g_steal_pointer (&task);
  pending->free_result = order->free_result;
  runner_set_progress (runner, TRUE, 0, "starting");
  trestle_engine_work_async (runner->engine, run, order, report_progress, pending, runner->cancellable, on_work_done, pending);
}

gpointer
trestle_runner_work_finish (TrestleRunner *runner, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
