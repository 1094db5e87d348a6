/* How a figure of a run was made, with the command line that makes the same. */
#include "ui/run-origin.h"

char *
trestle_run_get_shown_text (const TrestleRun *run)
{
  g_auto (GStrv) captions = NULL;

  if (run->task != TRESTLE_WINDOW_RANK)
    return g_strdup (run->text);
  captions = trestle_captions_split (run->text);
  return g_strdup (run->caption < g_strv_length (captions) ? captions[run->caption] : "");
}

/* (transfer full): @path and @text: (nullable): what is read, both or neither */
static char *
write_command (const TrestleRun *run, const char *path, const char *text, const char *subcommand, const char *const *options)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  g_strv_builder_add_many (words, subcommand, "--model", run->model_source->path, NULL);
  if (path != NULL)
    g_strv_builder_add_many (words, "--image", path, "--text", text, NULL);
  trestle_model_settings_add_options (&run->model_source->settings, words);
  g_strv_builder_addv (words, (const char **) options);
  list = g_strv_builder_end (words);
  return trestle_origin_write_command ((const char *const *) list);
}

/* Why no command line makes the same, and what to do about it. */
static const char *
find_obstacle (const TrestleRun *run, const char *subcommand)
{
  if (run->shows_second)
    return "The command line reads one image, and this is the second of two: open it as the first.";
  if (trestle_image_source_get_path (run->image_source) == NULL)
    return "The command line needs an image in a file: save this one to a file, and open that.";
  if (subcommand == NULL)
    return "The command line has nothing that makes this as it is now: wait until everything is measured.";
  return NULL;
}

TrestleOrigin *
trestle_run_make_origin (const TrestleRun *run, const char *title, const char *subcommand, const char *const *options)
{
  const char *path = run->shows_second || subcommand == NULL ? NULL : trestle_image_source_get_path (run->image_source);
  g_autofree char *text = trestle_run_get_shown_text (run);
  g_autofree char *input = g_strdup_printf ("%s, “%s”", run->image_name, text);
  g_autofree char *command = path != NULL ? write_command (run, path, text, subcommand, options) : NULL;
  TrestleOrigin *origin;

  origin = trestle_origin_new (title, trestle_model_get_name (run->model), input, command);
  trestle_origin_set_obstacle (origin, find_obstacle (run, subcommand));
  return origin;
}

TrestleOrigin *
trestle_run_make_model_origin (const TrestleRun *run, const char *title, const char *subcommand, const char *const *options)
{
  g_autofree char *command = write_command (run, NULL, NULL, subcommand, options);

  return trestle_origin_new (title, trestle_model_get_name (run->model), NULL, command);
}
