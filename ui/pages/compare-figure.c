/* The figure of the Compare page: one map of two models and what else they are compared by, with the command line that makes the same. */
#include "ui/pages/compare-figure.h"

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/comparison-figure.h"
#include "ui/run-origin.h"

static TrestleMapSide
get_map_side (const TrestleModelStudy *study, const char *name)
{
  const TrestleRun *run = study->run;

  return (TrestleMapSide){ name, run->trace, run->tokens, (const char *const *) run->words, &run->image_window };
}

TrestleMapPair *
trestle_compare_figure_match (const TrestleModelStudy *const *studies, const TrestleMapPlace *place)
{
  g_autofree char *first = trestle_run_name_model (studies[0]->run);
  g_autofree char *second = trestle_run_name_model (studies[1]->run);
  g_autofree char *text = trestle_run_get_shown_text (studies[0]->run);
  TrestleMapSide sides[] = { get_map_side (studies[0], first), get_map_side (studies[1], second) };

  return trestle_map_pair_new (sides, place, text, NULL);
}

static TrestleComparisonSide
get_figure_side (const TrestleModelStudy *study, const char *name)
{
  return (TrestleComparisonSide){ name, &study->run->image_window, &study->shape, study->heads, study->readouts };
}

TrestleFigure *
trestle_compare_figure_draw (const TrestleModelStudy *const *studies, TrestleMapPair *pair, double opacity, const TrestleLook *look)
{
  g_autofree char *first = trestle_run_name_model (studies[0]->run);
  g_autofree char *second = trestle_run_name_model (studies[1]->run);
  TrestleComparisonSide sides[] = { get_figure_side (studies[0], first), get_figure_side (studies[1], second) };

  return trestle_comparison_figure_new (sides, pair, studies[0]->task, studies[0]->run->image, opacity, look);
}

/* How the second model is named on a command line. */
static void
add_second_model (GStrvBuilder *options, const TrestleModelSource *second)
{
  if (second->stand_in != TRESTLE_STAND_IN_NONE)
    g_strv_builder_add_many (options, "--without-bridges", trestle_stand_in_get_name (second->stand_in), NULL);
  else
    g_strv_builder_add_many (options, "--beside", second->path, NULL);
}

static void
add_place (GStrvBuilder *options, const TrestleMapPlace *place)
{
  g_autofree char *layer = g_strdup_printf ("%s.%u", trestle_block_get_name (place->block), place->layer);
  g_autofree char *head = place->head == TRESTLE_HEAD_MEAN ? g_strdup ("mean") : g_strdup_printf ("%d", place->head);
  g_autofree char *query = g_strdup_printf ("%d", place->query);

  g_strv_builder_add_many (options, "--layer", layer, "--head", head, "--query", query, NULL);
}

static void
add_look (GStrvBuilder *options, double opacity, const TrestleLook *look)
{
  g_autofree char *heat = g_strdup_printf ("%.2f", opacity);
  g_autofree char *width = g_strdup_printf ("%g", look->width_mm);
  const char *colormap = trestle_colormap_get_name (look->colormap);

  g_strv_builder_add_many (options, "--opacity", heat, "--colormap", colormap, "--width", width, NULL);
}

TrestleOrigin *
trestle_compare_figure_make_origin (const TrestleModelStudy *const *studies,
                                    const TrestleMapPlace *place,
                                    double opacity,
                                    const TrestleLook *look,
                                    const char *file)
{
  g_autoptr (GStrvBuilder) options = g_strv_builder_new ();
  g_autofree char *first = trestle_run_name_model (studies[0]->run);
  g_autofree char *second = trestle_run_name_model (studies[1]->run);
  g_auto (GStrv) words = NULL;
  TrestleOrigin *origin;

  add_second_model (options, studies[1]->run->model_source);
  add_place (options, place);
  add_look (options, opacity, look);
  if (studies[0]->task < TRESTLE_N_TASKS)
    g_strv_builder_add_many (options, "--task", trestle_task_get_name (studies[0]->task), NULL);
  g_strv_builder_add_many (options, "-o", file, NULL);
  words = g_strv_builder_end (options);
  origin = trestle_run_make_origin (studies[0]->run, "Two models side by side", "compare", (const char *const *) words);
  g_free (origin->model);
  origin->model = g_strdup_printf ("%s, %s", first, second);
  return origin;
}
