/* The models that are chosen in a window: its own, and beside it the second one, if there is one. */
#include "ui/chosen-models.h"

/* (transfer full) (nullable): what the second model is opened from */
static TrestleModelSource *
find_second (TrestleComparison *comparison, const TrestleModelSource *first)
{
  const TrestleRun *run = trestle_comparison_get_run (comparison);
  g_autofree char *path = NULL;
  guint stand_in;

  if (!trestle_comparison_is_active (comparison))
    return NULL;
  if (run != NULL)
    return trestle_model_source_ref (run->model_source);
  g_object_get (comparison, "model", &path, "stand-in", &stand_in, NULL);
  if (stand_in != TRESTLE_STAND_IN_NONE)
    return trestle_model_source_new_without_bridges (first, stand_in);
  return trestle_model_source_new (path, NULL);
}

void
trestle_chosen_models_init (TrestleChosenModels *models, TrestleWorkbench *workbench)
{
  const TrestleRun *run = workbench != NULL ? trestle_workbench_get_run (workbench) : NULL;

  *models = (TrestleChosenModels){ 0 };
  if (run == NULL)
    return;
  models->sources[0] = trestle_model_source_ref (run->model_source);
  models->sources[1] = find_second (trestle_workbench_get_comparison (workbench), run->model_source);
  models->n_models = models->sources[1] != NULL ? 2 : 1;
}

void
trestle_chosen_models_clear (TrestleChosenModels *models)
{
  while (models->n_models > 0)
    trestle_model_source_unref (models->sources[--models->n_models]);
}

/* (transfer full): "shapes", "shapes at 384 pixels", "shapes without bridges (last), bfloat16" */
static char *
describe_source (const TrestleModelSource *source)
{
  g_autofree char *base = g_path_get_basename (source->path);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *model = trestle_stand_in_name_model (source->stand_in, name);

  const TrestleModelSettings *settings = &source->settings;
  g_autofree char *size = settings->image_size > 0 ? g_strdup_printf (" at %u pixels", settings->image_size) : g_strdup ("");
  g_autofree char *precision = settings->precision != TRESTLE_PRECISION_FLOAT32
                                   ? g_strconcat (", ", trestle_precision_get_name (settings->precision), NULL)
                                   : g_strdup ("");

  return g_strconcat (model, size, precision, NULL);
}

char *
trestle_model_sources_describe (TrestleModelSource *const *sources, guint n_sources)
{
  g_autofree char *first = describe_source (sources[0]);
  g_autofree char *second = n_sources > 1 ? describe_source (sources[1]) : NULL;

  return second != NULL ? g_strconcat (first, " and ", second, NULL) : g_steal_pointer (&first);
}
