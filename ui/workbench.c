/* The window's state: model, image, texts, what is looked at, and what came out. */
#include "ui/workbench.h"

#include "analysis/measures/head-order.h"
#include "core/data.h"
#include "ui/known-models.h"
#include "ui/recent-images.h"
#include "ui/rollout-study.h"
#include "ui/task-texts.h"
#include "ui/viewing.h"

#define TYPING_REST_MS 250

/**
 * @image: (nullable): what was opened last
 * @is_written: whether somebody wrote the texts about @image
 * @is_new_text: whether that was after it was opened
 * @wanted: what is to be looked at in the next run, if @is_resuming
 */
struct _TrestleWorkbench
{
  GObject parent_instance;

  TrestleRunner *runner;
  TrestleComparison *comparison;
  TrestlePins *pins;
  char *page;
  GPtrArray *samples;
  TrestleAlbum *album;
  TrestleImageFolder *folder;
  TrestleImageSource *image;
  TrestleWindowTask task;
  TrestleTaskTexts texts;
  gboolean is_written;
  gboolean is_new_text;
  TrestleTask measure;
  char *followed_text; /* what @caption is a place in */
  guint caption;
  gboolean shows_second;
  guint typing_timeout;
  char **recent_models;
  char **recent_images;
  TrestleStandIn *stand_ins; /* [sides, bridges] */
  guint n_bridges;

  TrestleRun *run;
  TrestleViewing viewing;
  gboolean is_resuming;
  TrestleSelection wanted;
  GCancellable *following; /* (nullable): of the rollouts that are on their way */

  TrestleColormap colormap;
  double opacity;
  gboolean show_grid;
  TrestleHeadOrder head_order;
};

G_DEFINE_FINAL_TYPE (TrestleWorkbench, trestle_workbench, G_TYPE_OBJECT)

enum
{
  PROP_PAGE = 1,
  PROP_TASK,
  PROP_MEASURE,
  PROP_SHOWS_SECOND,
  PROP_BLOCK,
  PROP_MODEL,
  PROP_RECENT_MODELS,
  PROP_RECENT_IMAGES,
  PROP_COLORMAP,
  PROP_OPACITY,
  PROP_SHOW_GRID,
  PROP_HEAD_ORDER,
  N_PROPERTIES,
};

enum
{
  SIGNAL_TEXT_CHANGED,
  SIGNAL_RESULT_CHANGED,
  SIGNAL_SELECTION_CHANGED,
  SIGNAL_MAPS_CHANGED,
  SIGNAL_MESSAGE,
  SIGNAL_STAND_INS_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
on_followed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleWorkbench) workbench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rollouts = trestle_rollout_study_follow_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&workbench->following);
  if (rollouts == NULL)
    {
      trestle_workbench_report (workbench, error->message);
      return;
    }
  trestle_viewing_take_rollouts (&workbench->viewing, rollouts);
  g_signal_emit (workbench, signals[SIGNAL_MAPS_CHANGED], 0);
  if (workbench->viewing.selection.head == TRESTLE_HEAD_ROLLOUT)
    g_signal_emit (workbench, signals[SIGNAL_SELECTION_CHANGED], 0);
}

static void
workbench_stop_following (TrestleWorkbench *workbench)
{
  g_cancellable_cancel (workbench->following);
  g_clear_object (&workbench->following);
}

/* Only the latest is worth following. */
static void
workbench_follow_rollouts (TrestleWorkbench *workbench)
{
  const TrestleSelection *selection = &workbench->viewing.selection;

  workbench_stop_following (workbench);
  workbench->following = g_cancellable_new ();
  trestle_rollout_study_follow_async (workbench->run, selection->block, trestle_selection_get_query (selection), workbench->following,
                                      on_followed, g_object_ref (workbench));
}

static void
workbench_select (TrestleWorkbench *workbench, const TrestleRun *previous)
{
  if (workbench->run == NULL)
    return;
  if (trestle_viewing_update (&workbench->viewing, workbench->run, previous))
    workbench_follow_rollouts (workbench);
  g_signal_emit (workbench, signals[SIGNAL_SELECTION_CHANGED], 0);
}

/* What a workspace says is looked at, as far as the run has it. */
static void
workbench_select_wanted (TrestleWorkbench *workbench)
{
  TrestleSelection *selection = &workbench->viewing.selection;

  workbench->is_resuming = FALSE;
  *selection = workbench->wanted;
  if (selection->word >= (gint) workbench->run->tokens->length)
    selection->word = -1;
  workbench_select (workbench, workbench->run);
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_BLOCK]);
}

/* A model may not have the task's head; then the first task that it has takes over. */
static void
workbench_leave_impossible_task (TrestleWorkbench *workbench)
{
  const TrestleTaskWords *possible = trestle_tasks_find_possible (workbench->run->model);

  if (possible != NULL && !trestle_tasks_can (workbench->run->model, workbench->task))
    trestle_workbench_set_task (workbench, possible->task);
}

static void
workbench_set_recent_models (TrestleWorkbench *workbench, char **paths)
{
  g_strfreev (workbench->recent_models);
  workbench->recent_models = paths;
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_RECENT_MODELS]);
}

static void
workbench_set_recent_images (TrestleWorkbench *workbench, char **paths)
{
  g_strfreev (workbench->recent_images);
  workbench->recent_images = paths;
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_RECENT_IMAGES]);
}

/* Only what could be opened is worth remembering. Settings and menus hold UTF-8, which a path need not be. */
static void
workbench_note_model (TrestleWorkbench *workbench, const TrestleRun *previous)
{
  const TrestleModelSource *source = workbench->run->model_source;

  if (previous != NULL && previous->model_source == source)
    return;
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_MODEL]);
  if (g_utf8_validate (source->path, -1, NULL))
    workbench_set_recent_models (workbench, trestle_recent_models_add ((const char *const *) workbench->recent_models, source->path));
}

/* Between two requests a list of captions can change in many ways; only what it was and what it is now matter. */
static void
workbench_follow_caption (TrestleWorkbench *workbench, const char *old_text, guint caption)
{
  const char *text = trestle_workbench_get_text (workbench);

  workbench->caption = old_text != NULL ? trestle_captions_follow (old_text, caption, text) : 0;
  g_free (workbench->followed_text);
  workbench->followed_text = g_strdup (text);
}

static void
workbench_request (TrestleWorkbench *workbench)
{
  TrestleQuestion question = {
    .task = workbench->task,
    .text = (char *) trestle_workbench_get_text (workbench),
    .measure = workbench->measure,
    .shows_second = workbench->shows_second,
  };

  g_clear_handle_id (&workbench->typing_timeout, g_source_remove);
  if (workbench->task == TRESTLE_WINDOW_RANK)
    workbench_follow_caption (workbench, workbench->followed_text, workbench->caption);
  question.caption = workbench->caption;
  trestle_runner_request (workbench->runner, &question);
}

static void
workbench_take_sample_texts (TrestleWorkbench *workbench, const TrestleSample *sample)
{
  trestle_task_texts_take_sample (&workbench->texts, sample);
  g_clear_pointer (&workbench->followed_text, g_free);
  g_signal_emit (workbench, signals[SIGNAL_TEXT_CHANGED], 0);
}

/* An image that nobody has written about. */
static void
workbench_take_no_texts (TrestleWorkbench *workbench)
{
  trestle_task_texts_take_none (&workbench->texts);
  g_signal_emit (workbench, signals[SIGNAL_TEXT_CHANGED], 0);
}

/* (nullable): the sample whose file it is */
static const TrestleSample *
workbench_find_sample (TrestleWorkbench *workbench, GFile *image)
{
  for (guint i = 0; i < workbench->samples->len; i++)
    {
      const TrestleSample *sample = g_ptr_array_index (workbench->samples, i);
      g_autofree char *path = g_canonicalize_filename (sample->path, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      if (g_file_equal (file, image))
        return sample;
    }
  return NULL;
}

static void
workbench_note_texts (TrestleWorkbench *workbench)
{
  if (workbench->image != NULL)
    trestle_album_put (workbench->album, workbench->image, &workbench->texts, workbench->task, workbench->is_written);
}

static void
workbench_set_image (TrestleWorkbench *workbench, TrestleImageSource *image)
{
  trestle_image_source_ref (image);
  g_clear_pointer (&workbench->image, trestle_image_source_unref);
  workbench->image = image;
  workbench->is_new_text = FALSE;
  trestle_image_folder_follow (workbench->folder, trestle_image_source_get_file (image));
}

/* The task last: to choose another one asks it. */
static void
workbench_take_known_texts (TrestleWorkbench *workbench, const TrestleAlbumImage *known)
{
  TrestleWindowTask task = known->task;

  trestle_task_texts_copy (&workbench->texts, &known->texts);
  workbench->is_written = known->is_written;
  g_clear_pointer (&workbench->followed_text, g_free);
  g_signal_emit (workbench, signals[SIGNAL_TEXT_CHANGED], 0);
  trestle_workbench_set_task (workbench, task);
}

/* Another image is asked about. */
static void
workbench_turn_to (TrestleWorkbench *workbench, TrestleImageSource *image)
{
  const TrestleAlbumImage *known = trestle_album_find (workbench->album, image);
  GFile *file = trestle_image_source_get_file (image);
  const TrestleSample *sample = file != NULL ? workbench_find_sample (workbench, file) : NULL;

  workbench->is_written = FALSE;
  workbench_set_image (workbench, image);
  if (known != NULL && known->is_written)
    workbench_take_known_texts (workbench, known);
  else if (sample != NULL)
    workbench_take_sample_texts (workbench, sample);
  workbench_note_texts (workbench);
}

/* The image that was opened is not shown after all. What was written meanwhile is about the one that is. TRUE if the texts are others. */
static gboolean
workbench_return_to (TrestleWorkbench *workbench, TrestleImageSource *image)
{
  const TrestleAlbumImage *known = trestle_album_find (workbench->album, image);
  gboolean goes_back = known != NULL && !workbench->is_new_text;

  if (workbench->image == image)
    return FALSE;
  workbench_set_image (workbench, image);
  if (goes_back)
    workbench_take_known_texts (workbench, known);
  workbench_note_texts (workbench);
  return goes_back;
}

/* The runner goes back to an image that worked when one cannot be opened; whoever steps through its folder is to get past that. */
static void
workbench_leave_broken_image (TrestleWorkbench *workbench)
{
  if (workbench->image == workbench->run->image_source)
    return;
  trestle_image_folder_skip (workbench->folder, trestle_image_source_get_file (workbench->image));
  if (workbench_return_to (workbench, workbench->run->image_source))
    workbench_request (workbench);
}

/* Of a file that was opened, and is no sample: those are offered anyway. */
static void
workbench_note_image (TrestleWorkbench *workbench, const TrestleRun *previous)
{
  TrestleImageSource *source = workbench->run->image_source;
  const char *path = trestle_image_source_get_path (source);

  if (previous != NULL && previous->image_source == source)
    return;
  trestle_album_forget_unwritten (workbench->album, source);
  if (path == NULL || !g_utf8_validate (path, -1, NULL)
      || workbench_find_sample (workbench, trestle_image_source_get_file (source)) != NULL)
    return;
  workbench_set_recent_images (workbench, trestle_recent_images_add ((const char *const *) workbench->recent_images, path));
}

static gboolean
is_same_model (const TrestleModelSource *a, const TrestleModelSource *b)
{
  return g_str_equal (a->path, b->path) && a->stand_in == b->stand_in;
}

/* Another model has other bridges; the same one at another image size has not. */
static void
workbench_follow_bridges (TrestleWorkbench *workbench, const TrestleRun *previous)
{
  guint n_bridges = trestle_model_get_n_bridges (workbench->run->model);

  if (previous != NULL && n_bridges == workbench->n_bridges && is_same_model (previous->model_source, workbench->run->model_source))
    return;
  g_free (workbench->stand_ins);
  workbench->stand_ins = g_new0 (TrestleStandIn, TRESTLE_N_SIDES * n_bridges);
  workbench->n_bridges = n_bridges;
  g_signal_emit (workbench, signals[SIGNAL_STAND_INS_CHANGED], 0);
}

static void
on_done (TrestleRunner *runner, TrestleRun *run, TrestleWorkbench *workbench)
{
  g_autoptr (TrestleRun) previous = g_steal_pointer (&workbench->run);

  workbench->run = trestle_run_ref (run);
  workbench_follow_bridges (workbench, previous);
  trestle_comparison_follow (workbench->comparison, run);
  g_signal_emit (workbench, signals[SIGNAL_RESULT_CHANGED], 0);
  if (workbench->is_resuming)
    workbench_select_wanted (workbench);
  else
    workbench_select (workbench, previous);
  workbench_note_model (workbench, previous);
  workbench_leave_broken_image (workbench);
  workbench_note_image (workbench, previous);
  workbench_leave_impossible_task (workbench);
}

void
trestle_workbench_report (TrestleWorkbench *workbench, const char *sentence)
{
  g_signal_emit (workbench, signals[SIGNAL_MESSAGE], 0, sentence);
}

static void
on_failed (TrestleRunner *runner, const char *sentence, TrestleWorkbench *workbench)
{
  trestle_workbench_report (workbench, sentence);
}

static void
on_comparison_message (TrestleComparison *comparison, const char *sentence, TrestleWorkbench *workbench)
{
  trestle_workbench_report (workbench, sentence);
}

static TrestleImageSource *
sample_source (const TrestleSample *sample)
{
  g_autoptr (GFile) file = g_file_new_for_path (sample->path);

  return trestle_image_source_new_file (file);
}

void
trestle_workbench_open_sample (TrestleWorkbench *workbench, const TrestleSample *sample)
{
  g_autoptr (TrestleImageSource) source = sample_source (sample);

  trestle_workbench_open_image (workbench, source);
}

void
trestle_workbench_open_image (TrestleWorkbench *workbench, TrestleImageSource *source)
{
  trestle_runner_set_image (workbench->runner, source);
  workbench_turn_to (workbench, source);
  workbench_request (workbench);
}

static void
on_folder_read (GObject *folder, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleWorkbench) workbench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) first = trestle_image_folder_find_first_finish (TRESTLE_IMAGE_FOLDER (folder), result, &error);
  g_autoptr (TrestleImageSource) source = first != NULL ? trestle_image_source_new_file (first) : NULL;

  /* The window may have been closed meanwhile, or another folder been asked for. */
  if (workbench->folder == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (source != NULL)
    trestle_workbench_open_image (workbench, source);
  else
    trestle_workbench_report (workbench, error->message);
}

void
trestle_workbench_open_folder (TrestleWorkbench *workbench, GFile *directory)
{
  trestle_image_folder_find_first_async (workbench->folder, directory, NULL, on_folder_read, g_object_ref (workbench));
}

void
trestle_workbench_step_image (TrestleWorkbench *workbench, gint step)
{
  g_autoptr (GFile) file = trestle_image_folder_find (workbench->folder, step);
  g_autoptr (TrestleImageSource) source = file != NULL ? trestle_image_source_new_file (file) : NULL;

  if (source != NULL)
    trestle_workbench_open_image (workbench, source);
}

void
trestle_workbench_open_model_at (TrestleWorkbench *workbench, const char *path, guint image_size)
{
  g_autoptr (TrestleModelSource) source = trestle_model_source_new (path, image_size);

  trestle_runner_set_model (workbench->runner, source);
  workbench_request (workbench);
}

void
trestle_workbench_open_model (TrestleWorkbench *workbench, const char *path)
{
  trestle_workbench_open_model_at (workbench, path, 0);
}

void
trestle_workbench_set_image_size (TrestleWorkbench *workbench, guint image_size)
{
  const TrestleRun *run = workbench->run;

  if (run == NULL)
    return;
  if (image_size == trestle_model_get_own_image_size (run->model))
    image_size = 0;
  if (image_size != run->model_source->image_size)
    trestle_workbench_open_model_at (workbench, run->model_source->path, image_size);
}

void
trestle_workbench_open_second (TrestleWorkbench *workbench, TrestleImageSource *source)
{
  trestle_runner_set_second (workbench->runner, source);
  workbench_request (workbench);
}

void
trestle_workbench_open_second_sample (TrestleWorkbench *workbench, const TrestleSample *sample)
{
  g_autoptr (TrestleImageSource) source = sample_source (sample);

  trestle_workbench_open_second (workbench, source);
}

void
trestle_workbench_show_second (TrestleWorkbench *workbench, gboolean shows_second)
{
  if (workbench->shows_second == shows_second)
    return;
  workbench->shows_second = shows_second;
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_SHOWS_SECOND]);
  workbench_request (workbench);
}

void
trestle_workbench_set_measure (TrestleWorkbench *workbench, TrestleTask head)
{
  if (workbench->measure == head)
    return;
  workbench->measure = head;
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_MEASURE]);
  workbench_request (workbench);
}

void
trestle_workbench_choose_caption (TrestleWorkbench *workbench, guint caption)
{
  const TrestleRun *run = workbench->run;

  if (run == NULL || run->task != TRESTLE_WINDOW_RANK || workbench->task != TRESTLE_WINDOW_RANK)
    return;
  workbench_follow_caption (workbench, run->text, caption);
  workbench_request (workbench);
}

static void
workbench_take_task (TrestleWorkbench *workbench, TrestleWindowTask task)
{
  workbench->task = task;
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_TASK]);
  g_signal_emit (workbench, signals[SIGNAL_TEXT_CHANGED], 0);
  workbench_note_texts (workbench);
}

void
trestle_workbench_set_task (TrestleWorkbench *workbench, TrestleWindowTask task)
{
  if (workbench->task == task || (workbench->run != NULL && !trestle_tasks_can (workbench->run->model, task)))
    return;
  workbench_take_task (workbench, task);
  workbench_request (workbench);
}

void
trestle_workbench_resume (TrestleWorkbench *workbench, TrestleWindowTask task, const TrestleSelection *selection, guint caption)
{
  workbench->wanted = *selection;
  workbench->is_resuming = TRUE;
  if (workbench->task != task)
    workbench_take_task (workbench, task);
  workbench_follow_caption (workbench, trestle_workbench_get_text (workbench), caption);
  workbench_request (workbench);
}

static gboolean
on_typing_rested (gpointer data)
{
  TrestleWorkbench *workbench = data;

  workbench->typing_timeout = 0;
  workbench_request (workbench);
  return G_SOURCE_REMOVE;
}

/* Somebody wrote it, and about this image. */
static void
workbench_write (TrestleWorkbench *workbench, const char *text)
{
  trestle_task_texts_set (&workbench->texts, workbench->task, text);
  workbench->is_written = TRUE;
  workbench->is_new_text = TRUE;
  workbench_note_texts (workbench);
}

void
trestle_workbench_type (TrestleWorkbench *workbench, const char *text)
{
  gboolean is_same = g_str_equal (text, trestle_workbench_get_text (workbench));

  workbench->is_new_text = TRUE;
  if (is_same)
    return;
  workbench_write (workbench, text);
  g_clear_handle_id (&workbench->typing_timeout, g_source_remove);
  workbench->typing_timeout = g_timeout_add (TYPING_REST_MS, on_typing_rested, workbench);
}

void
trestle_workbench_run_now (TrestleWorkbench *workbench)
{
  if (workbench->typing_timeout != 0)
    workbench_request (workbench);
}

void
trestle_workbench_fall_back_on_demo (TrestleWorkbench *workbench)
{
  g_autoptr (GError) error = NULL;
  guint n_demos;
  g_autofree char *path = trestle_data_find (trestle_demo_models_list (&n_demos)[0].place, &error);
  g_autoptr (TrestleModelSource) model = path != NULL ? trestle_model_source_new (path, 0) : NULL;
  g_autoptr (TrestleImageSource) image = NULL;

  if (model == NULL)
    trestle_workbench_report (workbench, error->message);
  if (workbench->samples->len > 0)
    {
      const TrestleSample *sample = g_ptr_array_index (workbench->samples, 0);

      image = sample_source (sample);
      workbench_turn_to (workbench, image);
    }
  trestle_runner_set_fallback (workbench->runner, model, image);
}

void
trestle_workbench_start (TrestleWorkbench *workbench, const char *model, GFile *image, const char *text)
{
  trestle_workbench_fall_back_on_demo (workbench);
  if (model != NULL)
    {
      g_autoptr (TrestleModelSource) source = trestle_model_source_new (model, 0);

      trestle_runner_set_model (workbench->runner, source);
    }
  if (image != NULL)
    {
      g_autoptr (TrestleImageSource) source = trestle_image_source_new_file (image);

      trestle_runner_set_image (workbench->runner, source);
      if (workbench_find_sample (workbench, image) == NULL)
        workbench_take_no_texts (workbench);
      workbench_turn_to (workbench, source);
    }
  if (text != NULL)
    {
      trestle_workbench_set_task (workbench, trestle_task_texts_guess_task (text));
      workbench_write (workbench, text);
      g_signal_emit (workbench, signals[SIGNAL_TEXT_CHANGED], 0);
    }
  workbench_request (workbench);
}

void
trestle_workbench_cancel (TrestleWorkbench *workbench)
{
  g_clear_handle_id (&workbench->typing_timeout, g_source_remove);
  trestle_runner_give_up (workbench->runner);
  workbench->is_resuming = FALSE;
  if (workbench->run != NULL)
    workbench_return_to (workbench, workbench->run->image_source);
}

TrestleRunner *
trestle_workbench_get_runner (TrestleWorkbench *workbench)
{
  return workbench->runner;
}

TrestleComparison *
trestle_workbench_get_comparison (TrestleWorkbench *workbench)
{
  return workbench->comparison;
}

TrestleAlbum *
trestle_workbench_get_album (TrestleWorkbench *workbench)
{
  return workbench->album;
}

TrestleImageFolder *
trestle_workbench_get_image_folder (TrestleWorkbench *workbench)
{
  return workbench->folder;
}

TrestleImageSource *
trestle_workbench_get_image (TrestleWorkbench *workbench)
{
  return workbench->image;
}

TrestlePins *
trestle_workbench_get_pins (TrestleWorkbench *workbench)
{
  return workbench->pins;
}

TrestleWindowTask
trestle_workbench_get_task (TrestleWorkbench *workbench)
{
  return workbench->task;
}

const char *
trestle_workbench_get_text (TrestleWorkbench *workbench)
{
  return trestle_task_texts_get (&workbench->texts, workbench->task);
}

GPtrArray *
trestle_workbench_get_samples (TrestleWorkbench *workbench)
{
  return workbench->samples;
}

TrestleRun *
trestle_workbench_get_run (TrestleWorkbench *workbench)
{
  return workbench->run;
}

const char *const *
trestle_workbench_get_recent_models (TrestleWorkbench *workbench)
{
  char **existing = trestle_recent_models_keep_existing ((const char *const *) workbench->recent_models);

  if (g_strv_equal ((const char *const *) existing, (const char *const *) workbench->recent_models))
    g_strfreev (existing);
  else
    workbench_set_recent_models (workbench, existing);
  return (const char *const *) workbench->recent_models;
}

const TrestleSelection *
trestle_workbench_get_selection (TrestleWorkbench *workbench)
{
  return &workbench->viewing.selection;
}

const TrestleStandIn *
trestle_workbench_get_stand_ins (TrestleWorkbench *workbench, guint *n_bridges)
{
  *n_bridges = workbench->n_bridges;
  return workbench->stand_ins;
}

gboolean
trestle_workbench_set_stand_ins (TrestleWorkbench *workbench, const TrestleStandIn *stand_ins, guint n_bridges)
{
  gsize size = TRESTLE_N_SIDES * (gsize) n_bridges * sizeof *stand_ins;

  if (n_bridges != workbench->n_bridges)
    return FALSE;
  if (n_bridges == 0 || memcmp (workbench->stand_ins, stand_ins, size) == 0)
    return TRUE;
  memcpy (workbench->stand_ins, stand_ins, size);
  g_signal_emit (workbench, signals[SIGNAL_STAND_INS_CHANGED], 0);
  return TRUE;
}

static void
workbench_selection_changed (TrestleWorkbench *workbench, TrestleBlock old_block)
{
  workbench_select (workbench, workbench->run);
  if (workbench->viewing.selection.block != old_block)
    g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_BLOCK]);
}

void
trestle_workbench_set_block (TrestleWorkbench *workbench, TrestleBlock block)
{
  TrestleBlock old_block = workbench->viewing.selection.block;

  if (block == old_block)
    return;
  trestle_viewing_set_block (&workbench->viewing, block);
  workbench_selection_changed (workbench, old_block);
}

void
trestle_workbench_set_head (TrestleWorkbench *workbench, guint layer, gint head)
{
  if (layer == workbench->viewing.selection.layer && head == workbench->viewing.selection.head)
    return;
  workbench->viewing.selection.layer = layer;
  workbench->viewing.selection.head = head;
  workbench_selection_changed (workbench, workbench->viewing.selection.block);
}

static void
workbench_set_page (TrestleWorkbench *workbench, const char *page)
{
  if (g_strcmp0 (workbench->page, page) == 0)
    return;
  g_free (workbench->page);
  workbench->page = g_strdup (page);
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_PAGE]);
}

void
trestle_workbench_show_head (TrestleWorkbench *workbench, TrestleBlock block, guint layer, gint head)
{
  trestle_workbench_set_block (workbench, block);
  trestle_workbench_set_head (workbench, layer, head);
  workbench_set_page (workbench, TRESTLE_PAGE_ATTENTION);
}

void
trestle_workbench_choose_word (TrestleWorkbench *workbench, guint word)
{
  TrestleBlock old_block = workbench->viewing.selection.block;

  if (workbench->run == NULL || word >= workbench->run->tokens->length)
    return;
  trestle_selection_choose_word (&workbench->viewing.selection, word);
  workbench_selection_changed (workbench, old_block);
}

void
trestle_workbench_choose_patch (TrestleWorkbench *workbench, guint patch)
{
  TrestleBlock old_block = workbench->viewing.selection.block;

  if (workbench->run == NULL || patch >= trestle_run_get_n_patches (workbench->run))
    return;
  trestle_selection_choose_patch (&workbench->viewing.selection, patch);
  workbench_selection_changed (workbench, old_block);
}

TrestleAttentionMap *
trestle_workbench_get_map (TrestleWorkbench *workbench)
{
  return workbench->viewing.map;
}

GPtrArray *
trestle_workbench_get_maps (TrestleWorkbench *workbench, guint *n_layers, guint *n_columns)
{
  *n_layers = workbench->run != NULL ? trestle_run_get_n_layers (workbench->run, workbench->viewing.selection.block) : 0;
  *n_columns = *n_layers > 0 ? workbench->viewing.maps->len / *n_layers : 0;
  return workbench->viewing.maps;
}

char *
trestle_workbench_describe_map (TrestleWorkbench *workbench)
{
  return trestle_viewing_describe_map (&workbench->viewing);
}

char *
trestle_workbench_describe_query (TrestleWorkbench *workbench)
{
  return workbench->run != NULL ? trestle_viewing_describe_query (&workbench->viewing, workbench->run) : g_strdup ("");
}

static void
workbench_set_task_by_name (TrestleWorkbench *workbench, const char *name)
{
  const TrestleTaskWords *words = trestle_tasks_find_by_name (name);

  if (words != NULL)
    trestle_workbench_set_task (workbench, words->task);
}

static void
workbench_set_block_by_name (TrestleWorkbench *workbench, const char *name)
{
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    if (g_strcmp0 (name, trestle_block_get_name (block)) == 0)
      trestle_workbench_set_block (workbench, block);
}

static void
workbench_set_head_order_by_name (TrestleWorkbench *workbench, const char *name)
{
  TrestleHeadOrder order;

  if (!trestle_head_order_parse (name, &order) || order == workbench->head_order)
    return;
  workbench->head_order = order;
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_HEAD_ORDER]);
}

/* What an action's state can hold: UTF-8, and not NULL. */
static const char *
workbench_get_model_path (TrestleWorkbench *workbench)
{
  const char *path = workbench->run != NULL ? workbench->run->model_source->path : "";

  return g_utf8_validate (path, -1, NULL) ? path : "";
}

static void
trestle_workbench_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TrestleWorkbench *workbench = TRESTLE_WORKBENCH (object);

  switch (id)
    {
    case PROP_PAGE:
      g_value_set_string (value, workbench->page);
      break;
    case PROP_TASK:
      g_value_set_string (value, trestle_tasks_find (workbench->task)->name);
      break;
    case PROP_MEASURE:
      g_value_set_uint (value, workbench->measure);
      break;
    case PROP_SHOWS_SECOND:
      g_value_set_boolean (value, workbench->shows_second);
      break;
    case PROP_BLOCK:
      g_value_set_string (value, trestle_block_get_name (workbench->viewing.selection.block));
      break;
    case PROP_MODEL:
      g_value_set_string (value, workbench_get_model_path (workbench));
      break;
    case PROP_RECENT_MODELS:
      g_value_set_boxed (value, workbench->recent_models);
      break;
    case PROP_RECENT_IMAGES:
      g_value_set_boxed (value, workbench->recent_images);
      break;
    case PROP_COLORMAP:
      g_value_set_uint (value, workbench->colormap);
      break;
    case PROP_OPACITY:
      g_value_set_double (value, workbench->opacity);
      break;
    case PROP_SHOW_GRID:
      g_value_set_boolean (value, workbench->show_grid);
      break;
    case PROP_HEAD_ORDER:
      g_value_set_string (value, trestle_head_order_get_name (workbench->head_order));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trestle_workbench_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TrestleWorkbench *workbench = TRESTLE_WORKBENCH (object);

  switch (id)
    {
    case PROP_PAGE:
      workbench_set_page (workbench, g_value_get_string (value));
      break;
    case PROP_TASK:
      workbench_set_task_by_name (workbench, g_value_get_string (value));
      break;
    case PROP_MEASURE:
      trestle_workbench_set_measure (workbench, g_value_get_uint (value));
      break;
    case PROP_SHOWS_SECOND:
      trestle_workbench_show_second (workbench, g_value_get_boolean (value));
      break;
    case PROP_BLOCK:
      workbench_set_block_by_name (workbench, g_value_get_string (value));
      break;
    case PROP_MODEL:
      trestle_workbench_open_model (workbench, g_value_get_string (value));
      break;
    case PROP_RECENT_MODELS:
      workbench_set_recent_models (workbench, g_value_dup_boxed (value));
      break;
    case PROP_RECENT_IMAGES:
      workbench_set_recent_images (workbench, g_value_dup_boxed (value));
      break;
    case PROP_COLORMAP:
      workbench->colormap = g_value_get_uint (value);
      break;
    case PROP_OPACITY:
      workbench->opacity = g_value_get_double (value);
      break;
    case PROP_SHOW_GRID:
      workbench->show_grid = g_value_get_boolean (value);
      break;
    case PROP_HEAD_ORDER:
      workbench_set_head_order_by_name (workbench, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trestle_workbench_dispose (GObject *object)
{
  TrestleWorkbench *workbench = TRESTLE_WORKBENCH (object);

  g_clear_handle_id (&workbench->typing_timeout, g_source_remove);
  workbench_stop_following (workbench);
  if (workbench->runner != NULL)
    trestle_runner_cancel (workbench->runner);
  g_clear_object (&workbench->runner);
  g_clear_object (&workbench->comparison);
  g_clear_object (&workbench->pins);
  g_clear_object (&workbench->album);
  g_clear_object (&workbench->folder);
  G_OBJECT_CLASS (trestle_workbench_parent_class)->dispose (object);
}

static void
trestle_workbench_finalize (GObject *object)
{
  TrestleWorkbench *workbench = TRESTLE_WORKBENCH (object);

  trestle_task_texts_clear (&workbench->texts);
  g_free (workbench->page);
  g_free (workbench->followed_text);
  g_free (workbench->stand_ins);
  g_clear_pointer (&workbench->image, trestle_image_source_unref);
  g_strfreev (workbench->recent_models);
  g_strfreev (workbench->recent_images);
  trestle_viewing_clear (&workbench->viewing);
  g_clear_pointer (&workbench->run, trestle_run_unref);
  g_clear_pointer (&workbench->samples, g_ptr_array_unref);
  G_OBJECT_CLASS (trestle_workbench_parent_class)->finalize (object);
}

static void
trestle_workbench_class_init (TrestleWorkbenchClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->get_property = trestle_workbench_get_property;
  object_class->set_property = trestle_workbench_set_property;
  object_class->dispose = trestle_workbench_dispose;
  object_class->finalize = trestle_workbench_finalize;

  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, TRESTLE_PAGE_ATTENTION, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TASK] = g_param_spec_string ("task", NULL, NULL, "match", flags);
  properties[PROP_MEASURE] = g_param_spec_uint ("measure", NULL, NULL, 0, TRESTLE_N_TASKS - 1, TRESTLE_TASK_MATCH,
                                                flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SHOWS_SECOND] = g_param_spec_boolean ("shows-second", NULL, NULL, FALSE, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_BLOCK] = g_param_spec_string ("block", NULL, NULL, "cross_text_cross", flags);
  properties[PROP_MODEL] = g_param_spec_string ("model", NULL, NULL, "", flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_RECENT_MODELS] = g_param_spec_boxed ("recent-models", NULL, NULL, G_TYPE_STRV, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_RECENT_IMAGES] = g_param_spec_boxed ("recent-images", NULL, NULL, G_TYPE_STRV, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_COLORMAP] = g_param_spec_uint ("colormap", NULL, NULL, 0, TRESTLE_N_COLORMAPS - 1, TRESTLE_COLORMAP_VIRIDIS, flags);
  properties[PROP_OPACITY] = g_param_spec_double ("opacity", NULL, NULL, 0, 1, 0.6, flags);
  properties[PROP_SHOW_GRID] = g_param_spec_boolean ("show-grid", NULL, NULL, TRUE, flags);
  properties[PROP_HEAD_ORDER] = g_param_spec_string ("head-order", NULL, NULL, "number", flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNAL_TEXT_CHANGED] = g_signal_new ("text-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RESULT_CHANGED] = g_signal_new ("result-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SELECTION_CHANGED] = g_signal_new ("selection-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MAPS_CHANGED] = g_signal_new ("maps-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_STAND_INS_CHANGED] = g_signal_new ("stand-ins-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_workbench_init (TrestleWorkbench *workbench)
{
  g_autofree char *folder = trestle_data_find ("samples", NULL);

  workbench->runner = trestle_runner_new ();
  g_signal_connect_object (workbench->runner, "done", G_CALLBACK (on_done), workbench, 0);
  g_signal_connect_object (workbench->runner, "failed", G_CALLBACK (on_failed), workbench, 0);
  workbench->comparison = trestle_comparison_new ();
  g_signal_connect_object (workbench->comparison, "message", G_CALLBACK (on_comparison_message), workbench, 0);
  workbench->pins = trestle_pins_new ();
  workbench->album = trestle_album_new ();
  workbench->folder = trestle_image_folder_new ();
  if (folder != NULL)
    workbench->samples = trestle_samples_load (folder, NULL);
  if (workbench->samples == NULL)
    workbench->samples = g_ptr_array_new ();
  workbench->page = g_strdup (TRESTLE_PAGE_ATTENTION);
  workbench->recent_models = g_new0 (char *, 1);
  workbench->recent_images = g_new0 (char *, 1);
  workbench->colormap = TRESTLE_COLORMAP_VIRIDIS;
  workbench->opacity = 0.6;
  workbench->show_grid = TRUE;
  trestle_viewing_init (&workbench->viewing);
}

TrestleWorkbench *
trestle_workbench_new (void)
{
  return g_object_new (TRESTLE_TYPE_WORKBENCH, NULL);
}
