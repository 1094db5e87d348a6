/* The window's state: model, image, texts, what is looked at, and what came out. */
#include "ui/workbench-private.h"

#include "core/data.h"

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
on_done (TrestleRunner *runner, TrestleRun *run, TrestleWorkbench *workbench)
{
  g_autoptr (TrestleRun) previous = g_steal_pointer (&workbench->run);

  workbench->run = trestle_run_ref (run);
  trestle_workbench_follow_bridges (workbench, previous);
  trestle_comparison_follow (workbench->comparison, run);
  g_signal_emit (workbench, signals[SIGNAL_RESULT_CHANGED], 0);
  if (workbench->is_resuming)
    trestle_workbench_select_wanted (workbench);
  else
    trestle_workbench_select (workbench, previous);
  trestle_workbench_note_model (workbench, previous);
  trestle_workbench_leave_broken_image (workbench);
  trestle_workbench_note_image (workbench, previous);
  trestle_workbench_leave_impossible_task (workbench);
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

void
trestle_workbench_set_page (TrestleWorkbench *workbench, const char *page)
{
  if (g_strcmp0 (workbench->page, page) == 0)
    return;
  g_free (workbench->page);
  workbench->page = g_strdup (page);
  g_object_notify_by_pspec (G_OBJECT (workbench), properties[PROP_PAGE]);
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
      trestle_workbench_set_page (workbench, g_value_get_string (value));
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
      trestle_workbench_set_recent_models (workbench, g_value_dup_boxed (value));
      break;
    case PROP_RECENT_IMAGES:
      trestle_workbench_set_recent_images (workbench, g_value_dup_boxed (value));
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
  trestle_workbench_stop_following (workbench);
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
