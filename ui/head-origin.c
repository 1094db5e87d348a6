/* How a figure of heads was made, with the command line that makes the same. */
#include "ui/head-origin.h"

#include "ui/run-origin.h"

/* The models and how they run; %FALSE if the command line has no words for them. */
static gboolean
add_models (GStrvBuilder *words, const TrestleModelSource *first, const TrestleModelSource *second)
{
  if (second != NULL && !trestle_model_settings_are_same (&first->settings, &second->settings))
    return FALSE;
  g_strv_builder_add_many (words, "--model", first->path, NULL);
  if (second != NULL && second->stand_in != TRESTLE_STAND_IN_NONE)
    g_strv_builder_add_many (words, "--without-bridges", trestle_stand_in_get_name (second->stand_in), NULL);
  else if (second != NULL)
    g_strv_builder_add_many (words, "--model", second->path, NULL);
  trestle_model_settings_add_options (&first->settings, words);
  return TRUE;
}

/* (transfer full): of the builder, which is used up */
static char *
write_command (GStrvBuilder *words, const char *const *options)
{
  g_auto (GStrv) list = NULL;

  g_strv_builder_addv (words, (const char **) options);
  list = g_strv_builder_end (words);
  return trestle_origin_write_command ((const char *const *) list);
}

/* (transfer full) (nullable) */
static char *
write_command_of_runs (const TrestleRun *first, const TrestleRun *second, const char *const *options)
{
  const char *path = first->shows_second ? NULL : trestle_image_source_get_path (first->image_source);
  g_autofree char *text = trestle_run_get_shown_text (first);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  g_strv_builder_add (words, "divergence");
  if (path == NULL || !add_models (words, first->model_source, second != NULL ? second->model_source : NULL))
    return NULL;
  g_strv_builder_add_many (words, "--image", path, "--text", text, NULL);
  return write_command (words, options);
}

/* (transfer full): "a", "a, b" */
static char *
join_names (const char *first, const char *second)
{
  return second != NULL ? g_strconcat (first, ", ", second, NULL) : g_strdup (first);
}

TrestleOrigin *
trestle_head_origin_new_of_runs (const TrestleRun *first, const TrestleRun *second, const char *title, const char *const *options)
{
  g_autofree char *first_name = trestle_run_name_model (first);
  g_autofree char *second_name = second != NULL ? trestle_run_name_model (second) : NULL;
  g_autofree char *models = join_names (first_name, second_name);
  g_autofree char *text = trestle_run_get_shown_text (first);
  g_autofree char *input = g_strdup_printf ("%s, “%s”", first->image_name, text);
  g_autofree char *command = write_command_of_runs (first, second, options);

  return trestle_origin_new (title, models, input, command);
}

/* (transfer full) (nullable) */
static char *
write_command_of_list (const TrestleListResult *result, const char *const *options)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  g_strv_builder_add (words, "divergence");
  if (result->n_done < result->n_pairs || !add_models (words, result->sources[0], result->n_models > 1 ? result->sources[1] : NULL))
    return NULL;
  g_strv_builder_add_many (words, "--pairs", result->path, NULL);
  return write_command (words, options);
}

TrestleOrigin *
trestle_head_origin_new_of_list (const TrestleListResult *result, const char *title, const char *const *options)
{
  g_autofree char *models = join_names (result->profiles[0].name, result->n_models > 1 ? result->profiles[1].name : NULL);
  g_autofree char *command = write_command_of_list (result, options);

  return trestle_origin_new (title, models, result->input, command);
}
