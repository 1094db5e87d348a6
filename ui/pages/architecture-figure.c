/* The figure of the Architecture page: the model with the numbers that are chosen, on the screen and in a file. */
#include "ui/pages/architecture-figure.h"

#include "analysis/figures/model-figure.h"
#include "core/model/details.h"
#include "ui/run-origin.h"

#define TITLE "How the model is built"

/* Whose answer will be looked at, unless the text has none to that; to find out takes the model's heads. */
static TrestleTask
guess_task (const TrestleRun *run)
{
  return run->head < TRESTLE_N_EFFECT_TASKS ? run->head : TRESTLE_TASK_MATCH;
}

/* @announces: whether what is not known yet keeps its room */
static void
add_layers (const TrestleArchitectureView *view, TrestleModelNumbers *numbers, gboolean announces)
{
  if (!view->choice.has_measure)
    return;
  if (view->heads != NULL)
    trestle_model_numbers_set_layers (numbers, view->choice.measure, &view->heads->profile.shape, view->heads->profile.values);
  else if (announces)
    trestle_model_numbers_set_layers (numbers, view->choice.measure, NULL, NULL);
}

static void
add_bridges (const TrestleArchitectureView *view, TrestleModelNumbers *numbers, gboolean announces)
{
  const TrestleBridgeStudy *study = view->bridges;
  TrestleBridgeMeasure measure = trestle_bridge_choice_get_measure (view->choice.bridges);
  TrestleStandIn stand_in = trestle_bridge_choice_get_stand_in (view->choice.bridges);

  if (study != NULL)
    trestle_model_numbers_set_bridges (numbers, measure, stand_in, study->task, NULL, &study->shape, study->values);
  else if (announces && trestle_bridge_choice_is_possible (view->choice.bridges, view->run->model))
    trestle_model_numbers_set_bridges (numbers, measure, stand_in, guess_task (view->run), NULL, NULL, NULL);
}

static TrestleFigure *
draw (const TrestleArchitectureView *view, gboolean announces, double width_mm)
{
  const TrestleModel *model = view->run->model;
  TrestleModelNumbers *numbers = trestle_model_numbers_new ();
  g_autofree char *tasks = trestle_model_describe_tasks (model);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  TrestleModelOutline outline;

  add_layers (view, numbers, announces);
  add_bridges (view, numbers, announces);
  look.colormap = view->colormap;
  look.width_mm = width_mm;
  trestle_model_outline_init (&outline, trestle_model_get_config (model), trestle_model_get_name (model), *tasks != '\0' ? tasks : NULL);
  return trestle_model_figure_new (&outline, numbers, &look);
}

TrestleFigure *
trestle_architecture_view_draw (const TrestleArchitectureView *view, double width_mm)
{
  return draw (view, TRUE, width_mm);
}

/* Whether the bridges' numbers are of this run, and say something. */
static gboolean
has_bridges_of_run (const TrestleArchitectureView *view)
{
  TrestleStandIn stand_in = trestle_bridge_choice_get_stand_in (view->choice.bridges);

  return view->bridges != NULL && view->bridges->run == view->run
         && (stand_in == TRESTLE_STAND_IN_NONE || trestle_bridge_study_has_answer (view->bridges));
}

/* What there is of the run itself. */
static TrestleArchitectureView
keep_numbers_of_run (const TrestleArchitectureView *view)
{
  TrestleArchitectureView kept = *view;

  if (!view->choice.has_measure || view->heads == NULL || view->heads->run != view->run)
    kept.heads = NULL;
  if (!has_bridges_of_run (view))
    kept.bridges = NULL;
  return kept;
}

static void
add_numbers (const TrestleArchitectureView *view, GStrvBuilder *options)
{
  TrestleStandIn stand_in = trestle_bridge_choice_get_stand_in (view->choice.bridges);
  TrestleBridgeMeasure measure = trestle_bridge_choice_get_measure (view->choice.bridges);

  if (view->heads != NULL)
    g_strv_builder_add_many (options, "--layers-by", trestle_head_measure_get_name (view->choice.measure), NULL);
  if (view->bridges == NULL)
    return;
  g_strv_builder_add_many (options, "--bridges-by", trestle_bridge_measure_get_name (measure), NULL);
  if (stand_in != TRESTLE_STAND_IN_NONE)
    g_strv_builder_add_many (options, "--ablate", trestle_stand_in_get_name (stand_in), "--task",
                             trestle_task_get_name (view->bridges->task), NULL);
}

/* (transfer full): how the file is to look, and where it is to be */
static char **
list_options (const TrestleArchitectureView *view, double width_mm, const char *file)
{
  g_autoptr (GStrvBuilder) options = g_strv_builder_new ();
  g_autofree char *width = g_strdup_printf ("%g", width_mm);

  add_numbers (view, options);
  if (view->colormap != TRESTLE_COLORMAP_VIRIDIS)
    g_strv_builder_add_many (options, "--colormap", trestle_colormap_get_name (view->colormap), NULL);
  g_strv_builder_add_many (options, "--width", width, "-o", file, NULL);
  return g_strv_builder_end (options);
}

/* (transfer full): without numbers it is a figure of the model alone, which has read nothing. */
static TrestleOrigin *
make_origin (const TrestleArchitectureView *view, double width_mm, const char *file)
{
  g_auto (GStrv) options = list_options (view, width_mm, file);
  const char *const *words = (const char *const *) options;

  if (view->heads != NULL || view->bridges != NULL)
    return trestle_run_make_origin (view->run, TITLE, "info", words);
  return trestle_run_make_model_origin (view->run, TITLE, "info", words);
}

TrestleFigure *
trestle_architecture_view_export (const TrestleArchitectureView *view, double width_mm, const char *file)
{
  TrestleArchitectureView kept = keep_numbers_of_run (view);
  TrestleFigure *figure = draw (&kept, FALSE, width_mm);

  trestle_figure_set_origin (figure, make_origin (&kept, width_mm, file));
  return figure;
}
