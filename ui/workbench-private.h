/* What the workbench is made of, for its own files: the object (workbench.c), what goes into it (workbench-input.c), and what is looked at
 * (workbench-viewing.c). */
#pragma once

#include "analysis/measures/head-order.h"
#include "ui/task-texts.h"
#include "ui/viewing.h"
#include "ui/workbench.h"

G_BEGIN_DECLS

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

void trestle_workbench_set_page (TrestleWorkbench *workbench, const char *page);
void trestle_workbench_set_recent_models (TrestleWorkbench *workbench, char **paths);
void trestle_workbench_set_recent_images (TrestleWorkbench *workbench, char **paths);

/* After a run. @previous: (nullable): the one before */
void trestle_workbench_note_model (TrestleWorkbench *workbench, const TrestleRun *previous);
void trestle_workbench_note_image (TrestleWorkbench *workbench, const TrestleRun *previous);
void trestle_workbench_leave_broken_image (TrestleWorkbench *workbench);
void trestle_workbench_leave_impossible_task (TrestleWorkbench *workbench);
void trestle_workbench_follow_bridges (TrestleWorkbench *workbench, const TrestleRun *previous);
void trestle_workbench_select (TrestleWorkbench *workbench, const TrestleRun *previous);
/* What a workspace wants to be looked at. */
void trestle_workbench_select_wanted (TrestleWorkbench *workbench);
void trestle_workbench_stop_following (TrestleWorkbench *workbench);

G_END_DECLS
