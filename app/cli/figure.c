/* What every subcommand that draws has in common: the options of a figure's look, and the writing of it with its origin. */
#include "app/cli/figure.h"

#include <string.h>

#include "analysis/figures/export.h"

#define LEAST_WIDTH 40.0 /* millimetres: less is no figure */

static gboolean
choose_colormap (const char *name, TrestleColormap *colormap, GError **error)
{
  if (name == NULL || trestle_colormap_parse (name, colormap))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--colormap takes viridis, cividis, magma, inferno or grey, not “%s”", name);
  return FALSE;
}

static gboolean
check_width (double width, GError **error)
{
  if (width == 0.0 || width >= LEAST_WIDTH)
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--width takes a number from %g to 1000", LEAST_WIDTH);
  return FALSE;
}

gboolean
cli_figure_choose (const CliCall *call, double width_mm, TrestleLook *look, GError **error)
{
  const CliOptions *given = &call->options;
  g_autofree char *font = given->font != NULL ? g_utf8_make_valid (given->font, -1) : NULL;

  *look = TRESTLE_LOOK_DEFAULT;
  look->width_mm = given->width > 0.0 ? given->width : width_mm;
  look->font = g_intern_string (font);
  look->has_title = !given->no_title;
  return check_width (given->width, error) && choose_colormap (given->colormap, &look->colormap, error)
         && (given->output == NULL || trestle_figure_check_ending (given->output, error));
}

/* As a person would type it: quoted only where a shell would take the word apart. */
static char *
quote (const char *word)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+@%";

  return *word != '\0' && strspn (word, plain) == strlen (word) ? g_strdup (word) : g_shell_quote (word);
}

char *
cli_figure_get_command (const CliCall *call)
{
  GString *command = g_string_new ("trestle-cli");

  for (guint i = 0; call->words[i] != NULL; i++)
    {
      g_autofree char *word = quote (call->words[i]);

      g_string_append_printf (command, " %s", word);
    }
  return g_string_free (command, FALSE);
}

gboolean
cli_figure_write (CliCall *call, TrestleFigure *figure, const char *title, const char *model, const char *input, GError **error)
{
  g_autofree char *command = cli_figure_get_command (call);

  trestle_figure_set_origin (figure, trestle_origin_new (title, model, input, command));
  /* Of a list that was stopped, what there is gets drawn. */
  if (call->options.pairs == NULL && g_cancellable_set_error_if_cancelled (cli_progress_get_cancellable (call->progress), error))
    return FALSE;
  return trestle_figure_export (figure, call->options.output, call->options.dpi, error);
}

void
cli_figure_add_output (const CliCall *call, JsonBuilder *builder)
{
  g_autofree char *path = call->options.output != NULL ? g_filename_display_name (call->options.output) : NULL;

  if (path != NULL)
    cli_json_add_string (builder, "output", path);
}

void
cli_figure_print_output (CliCall *call)
{
  g_autofree char *path = g_filename_display_name (call->options.output);

  cli_print (call, "The figure is in “%s”", path);
}

char *
cli_figure_name_input (const char *image_path, const char *text)
{
  g_autofree char *base = g_path_get_basename (image_path);
  g_autofree char *name = g_filename_display_name (base);

  return g_strdup_printf ("%s, “%s”", name, text);
}
