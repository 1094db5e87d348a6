/* What goes into the workbench: models, images, and what is written about them. */
#include "core/data.h"
#include "ui/known-models.h"
#include "ui/recent-images.h"
#include "ui/workbench-private.h"

#define TYPING_REST_MS 250

/* A model may not have the task's head; then the first task that it has takes over. */
void
trestle_workbench_leave_impossible_task (TrestleWorkbench *workbench)
{
  const TrestleTaskWords *possible = trestle_tasks_find_possible (workbench->run->model);

  if (possible != NULL && !trestle_tasks_can (workbench->run->model, workbench->task))
    trestle_workbench_set_task (workbench, possible->task);
}

void
trestle_workbench_set_recent_models (TrestleWorkbench *workbench, char **paths)
{
  g_strfreev (workbench->recent_models);
  workbench->recent_models = paths;
  g_object_notify (G_OBJECT (workbench), "recent-models");
}

void
trestle_workbench_set_recent_images (TrestleWorkbench *workbench, char **paths)
{
  g_strfreev (workbench->recent_images);
  workbench->recent_images = paths;
  g_object_notify (G_OBJECT (workbench), "recent-images");
}

/* Only what could be opened is worth remembering. Settings and menus hold UTF-8, which a path need not be. */
void
trestle_workbench_note_model (TrestleWorkbench *workbench, const TrestleRun *previous)
{
  const TrestleModelSource *source = workbench->run->model_source;

  if (previous != NULL && previous->model_source == source)
    return;
  g_object_notify (G_OBJECT (workbench), "model");
  if (g_utf8_validate (source->path, -1, NULL))
    trestle_workbench_set_recent_models (workbench,
                                         trestle_recent_models_add ((const char *const *) workbench->recent_models, source->path));
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
  g_signal_emit_by_name (workbench, "text-changed");
}

/* An image that nobody has written about. */
static void
workbench_take_no_texts (TrestleWorkbench *workbench)
{
  trestle_task_texts_take_none (&workbench->texts);
  g_signal_emit_by_name (workbench, "text-changed");
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
  g_signal_emit_by_name (workbench, "text-changed");
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
void
trestle_workbench_leave_broken_image (TrestleWorkbench *workbench)
{
  if (workbench->image == workbench->run->image_source)
    return;
  trestle_image_folder_skip (workbench->folder, trestle_image_source_get_file (workbench->image));
  if (workbench_return_to (workbench, workbench->run->image_source))
    workbench_request (workbench);
}

/* Of a file that was opened, and is no sample: those are offered anyway. */
void
trestle_workbench_note_image (TrestleWorkbench *workbench, const TrestleRun *previous)
{
  TrestleImageSource *source = workbench->run->image_source;
  const char *path = trestle_image_source_get_path (source);

  if (previous != NULL && previous->image_source == source)
    return;
  trestle_album_forget_unwritten (workbench->album, source);
  if (path == NULL || !g_utf8_validate (path, -1, NULL)
      || workbench_find_sample (workbench, trestle_image_source_get_file (source)) != NULL)
    return;
  trestle_workbench_set_recent_images (workbench, trestle_recent_images_add ((const char *const *) workbench->recent_images, path));
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
trestle_workbench_open_model_at (TrestleWorkbench *workbench, const char *path, const TrestleModelSettings *settings)
{
  g_autoptr (TrestleModelSource) source = trestle_model_source_new (path, settings);

  trestle_runner_set_model (workbench->runner, source);
  workbench_request (workbench);
}

void
trestle_workbench_open_model (TrestleWorkbench *workbench, const char *path)
{
  trestle_workbench_open_model_at (workbench, path, NULL);
}

/* The same model, if it is to run in another way. */
static void
workbench_open_model_again (TrestleWorkbench *workbench, const TrestleModelSettings *settings)
{
  const TrestleModelSource *source = workbench->run->model_source;

  if (!trestle_model_settings_are_same (settings, &source->settings))
    trestle_workbench_open_model_at (workbench, source->path, settings);
}

void
trestle_workbench_set_image_size (TrestleWorkbench *workbench, guint image_size)
{
  const TrestleRun *run = workbench->run;
  TrestleModelSettings settings;

  if (run == NULL)
    return;
  settings = run->model_source->settings;
  settings.image_size = image_size != trestle_model_get_own_image_size (run->model) ? image_size : 0;
  workbench_open_model_again (workbench, &settings);
}

void
trestle_workbench_set_precision (TrestleWorkbench *workbench, TrestlePrecision precision)
{
  TrestleModelSettings settings;

  if (workbench->run == NULL)
    return;
  settings = workbench->run->model_source->settings;
  settings.precision = precision;
  workbench_open_model_again (workbench, &settings);
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
  g_object_notify (G_OBJECT (workbench), "shows-second");
  workbench_request (workbench);
}

void
trestle_workbench_set_measure (TrestleWorkbench *workbench, TrestleTask head)
{
  if (workbench->measure == head)
    return;
  workbench->measure = head;
  g_object_notify (G_OBJECT (workbench), "measure");
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
  g_object_notify (G_OBJECT (workbench), "task");
  g_signal_emit_by_name (workbench, "text-changed");
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
  g_autoptr (TrestleModelSource) model = path != NULL ? trestle_model_source_new (path, NULL) : NULL;
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
      g_autoptr (TrestleModelSource) source = trestle_model_source_new (model, NULL);

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
      g_signal_emit_by_name (workbench, "text-changed");
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

const char *const *
trestle_workbench_get_recent_models (TrestleWorkbench *workbench)
{
  char **existing = trestle_recent_models_keep_existing ((const char *const *) workbench->recent_models);

  if (g_strv_equal ((const char *const *) existing, (const char *const *) workbench->recent_models))
    g_strfreev (existing);
  else
    trestle_workbench_set_recent_models (workbench, existing);
  return (const char *const *) workbench->recent_models;
}
