/* The window's state: model, image, texts, what is looked at, and what came out. Every page listens to it and none to another page. */
#pragma once

#include "analysis/figures/colormap.h"
#include "core/input/samples.h"
#include "ui/album.h"
#include "ui/comparison.h"
#include "ui/image-folder.h"
#include "ui/image-source.h"
#include "ui/pins.h"
#include "ui/run.h"
#include "ui/runner.h"
#include "ui/selection.h"

G_BEGIN_DECLS

/* Names of the pages. */
#define TRESTLE_PAGE_ATTENTION "attention"
#define TRESTLE_PAGE_DIVERGENCE "divergence"
#define TRESTLE_PAGE_BRIDGES "bridges"
#define TRESTLE_PAGE_COMPARE "compare"
#define TRESTLE_PAGE_ARCHITECTURE "architecture"

#define TRESTLE_TYPE_WORKBENCH (trestle_workbench_get_type ())
G_DECLARE_FINAL_TYPE (TrestleWorkbench, trestle_workbench, TRESTLE, WORKBENCH, GObject)

/*
 * Properties: "page" string, the page of the window that is shown; "task" and "block" string, by name ("match", "cross_text_cross");
 * "measure" uint (TrestleTask), what ranking scores by, and "shows-second" boolean, which image of two is shown, both as they were chosen,
 * whatever the model can; "head-order" string (name of a TrestleHeadOrder); "model" string, the path of the open model, "" before there is
 * one (to set it is to open another); "recent-models" and "recent-images" strv of paths, the latest first; "colormap" uint
 * (TrestleColormap); "opacity" double in [0, 1]; "show-grid" boolean.
 *
 * Signals: "text-changed": the text of the task is another one, and it was not typed; "result-changed": there is a new run;
 * "selection-changed": another map is looked at (comes after every "result-changed" too); "maps-changed": the rollouts among the maps have
 * been followed, which takes longer than the others (if one is looked at, "selection-changed" comes once more); "message" (string
 * sentence): something could not be done, and all is as it was; "stand-ins-changed": other bridges are knocked out.
 */
TrestleWorkbench *trestle_workbench_new (void);

/**
 * trestle_workbench_start:
 * @model: (nullable): a model folder or a checkpoint file; %NULL for the demo model
 * @image: (nullable): %NULL for the first sample
 * @text: (nullable): %NULL for what belongs to the sample, or for nothing if @image is no sample
 *
 * Runs the model for the first time. Should @model or @image be unusable, the demo is shown and a message says why.
 */
void trestle_workbench_start (TrestleWorkbench *workbench, const char *model, GFile *image, const char *text);

/* What can be changed. Each of these starts a run and cancels the one that is under way; one that fails leaves what was there. */
void trestle_workbench_open_model (TrestleWorkbench *workbench, const char *path);
/* Opens the shown model again, to run at another image size, in pixels; 0 for its own. */
void trestle_workbench_set_image_size (TrestleWorkbench *workbench, guint image_size);
/* Likewise in another precision. */
void trestle_workbench_set_precision (TrestleWorkbench *workbench, TrestlePrecision precision);
/* @image_size: in pixels; 0 for the model's own */
void trestle_workbench_open_model_at (TrestleWorkbench *workbench, const char *path, const TrestleModelSettings *settings);
/* With what was written about it, or else what belongs to it as a sample, or else the texts that are there. */
void trestle_workbench_open_image (TrestleWorkbench *workbench, TrestleImageSource *source);
/* The first image of a folder, to be stepped on from. */
void trestle_workbench_open_folder (TrestleWorkbench *workbench, GFile *directory);
/* The image of the same folder that many places further on, as far as there are any. */
void trestle_workbench_step_image (TrestleWorkbench *workbench, gint step);
void trestle_workbench_open_sample (TrestleWorkbench *workbench, const TrestleSample *sample);
/* The second image, for tasks about two. */
void trestle_workbench_open_second (TrestleWorkbench *workbench, TrestleImageSource *source);
void trestle_workbench_open_second_sample (TrestleWorkbench *workbench, const TrestleSample *sample);
void trestle_workbench_show_second (TrestleWorkbench *workbench, gboolean shows_second);
void trestle_workbench_set_task (TrestleWorkbench *workbench, TrestleWindowTask task);
/* Of ranking: the head that scores, and the caption whose attention is shown, by its place in the run's text. */
void trestle_workbench_set_measure (TrestleWorkbench *workbench, TrestleTask head);
void trestle_workbench_choose_caption (TrestleWorkbench *workbench, guint caption);
/* As typed: runs after a quarter of a second without another call. */
void trestle_workbench_type (TrestleWorkbench *workbench, const char *text);
/* Does not wait for more typing. */
void trestle_workbench_run_now (TrestleWorkbench *workbench);

/* Gives up what is being opened or run; what is shown stays, and the next run is about it. */
void trestle_workbench_cancel (TrestleWorkbench *workbench);

/* (transfer none): who runs the model, for its progress */
TrestleRunner *trestle_workbench_get_runner (TrestleWorkbench *workbench);
/* (transfer none): the second model, which follows the runs of the first */
TrestleComparison *trestle_workbench_get_comparison (TrestleWorkbench *workbench);
/* (transfer none): the images of this work, with what was written about each */
TrestleAlbum *trestle_workbench_get_album (TrestleWorkbench *workbench);
/* (transfer none): the images beside the one that was opened last */
TrestleImageFolder *trestle_workbench_get_image_folder (TrestleWorkbench *workbench);
/* (transfer none): the heads that were pinned */
TrestlePins *trestle_workbench_get_pins (TrestleWorkbench *workbench);
/* (transfer none) (nullable): the image that was opened last, which the run may not have caught up with yet */
TrestleImageSource *trestle_workbench_get_image (TrestleWorkbench *workbench);
/* Emits "message". */
void trestle_workbench_report (TrestleWorkbench *workbench, const char *sentence);
TrestleWindowTask trestle_workbench_get_task (TrestleWorkbench *workbench);
/* The text of the task, which the run may not have caught up with yet. */
const char *trestle_workbench_get_text (TrestleWorkbench *workbench);
/* (element-type TrestleSample): the samples that come with Trestle; empty if they are not installed */
GPtrArray *trestle_workbench_get_samples (TrestleWorkbench *workbench);
/* (transfer none) (nullable): the last run, %NULL before the first */
TrestleRun *trestle_workbench_get_run (TrestleWorkbench *workbench);

/* (transfer none): paths of the models opened lately, as far as they still exist; the demo models are not among them */
const char *const *trestle_workbench_get_recent_models (TrestleWorkbench *workbench);

/* Before a workspace is opened in a window that shows nothing yet: what to show where it has nothing that can be. */
void trestle_workbench_fall_back_on_demo (TrestleWorkbench *workbench);
/* Runs: the task whether or not the model of now can do it, and what is looked at as far as the run has it. @caption: of ranking. */
void trestle_workbench_resume (TrestleWorkbench *workbench, TrestleWindowTask task, const TrestleSelection *selection, guint caption);

/* What is looked at. */
const TrestleSelection *trestle_workbench_get_selection (TrestleWorkbench *workbench);
void trestle_workbench_set_block (TrestleWorkbench *workbench, TrestleBlock block);
void trestle_workbench_set_head (TrestleWorkbench *workbench, guint layer, gint head);
/* Looks at a head and shows the page where it is drawn. */
void trestle_workbench_show_head (TrestleWorkbench *workbench, TrestleBlock block, guint layer, gint head);
void trestle_workbench_choose_word (TrestleWorkbench *workbench, guint word);
void trestle_workbench_choose_patch (TrestleWorkbench *workbench, guint patch);

/*
 * (transfer none): `[sides, bridges]`: what stands in for the towers in the trial of knocked-out bridges; @n_bridges: (out): a side. They
 * outlive a new image or text; with another model all bridges are intact again.
 */
const TrestleStandIn *trestle_workbench_get_stand_ins (TrestleWorkbench *workbench, guint *n_bridges);
/* @stand_ins: `[sides, bridges]`. Returns: %FALSE, nothing being changed, if the model has not @n_bridges a side */
gboolean trestle_workbench_set_stand_ins (TrestleWorkbench *workbench, const TrestleStandIn *stand_ins, guint n_bridges);

/* (transfer none) (nullable): the map that is looked at; %NULL while its rollout is followed for the first time in a run and block */
TrestleAttentionMap *trestle_workbench_get_map (TrestleWorkbench *workbench);
/*
 * (transfer none) (element-type TrestleAttentionMap): the block's maps for this query, layer by layer: in each layer mean, maximum and
 * rollout of the heads and then every head, so 3 + n_heads of them (see ui/widgets/head-columns.h). A rollout is %NULL, or the query's
 * before, until "maps-changed".
 */
GPtrArray *trestle_workbench_get_maps (TrestleWorkbench *workbench, guint *n_layers, guint *n_columns);

/* "text → image · layer 4 · head 3", counted as people count */
char *trestle_workbench_describe_map (TrestleWorkbench *workbench);
/* "“red”", "patch 3, 4" (row, column) */
char *trestle_workbench_describe_query (TrestleWorkbench *workbench);

G_END_DECLS
