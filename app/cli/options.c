/* The command line to options, through GOption; what GOption cannot know is checked here. */
#include "app/cli/options.h"

#include "app/cli/output.h"

#define NAMED_COLUMNS 40 /* of a text, where it is named in a sentence */

G_DEFINE_QUARK (cli - usage - error - quark, cli_usage_error)

const CliOption cli_help_option = { "help", 'h', CLI_FLAG (help), NULL, "Print this text and do nothing else." };

static void
set_defaults (CliOptions *options)
{
  *options = (CliOptions){
    .opacity = 0.6,
    .dpi = 300.0,
    .top = 5,
    .batch = 1,
    .tokens = 20,
    .runs = 5,
  };
}

static gpointer
value_of (CliOptions *options, const CliOption *option)
{
  return (char *) options + option->place;
}

static void
add_entry (GArray *entries, CliOptions *options, const CliOption *option)
{
  GOptionEntry entry = {
    .long_name = option->name, .short_name = option->letter, .arg = option->type, .arg_data = value_of (options, option)
  };

  g_array_append_val (entries, entry);
}

/* What stands alone. Without this entry GOption leaves it where it was. */
static void
add_arguments (GArray *entries, CliOptions *options)
{
  GOptionEntry entry = { .long_name = G_OPTION_REMAINING, .arg = G_OPTION_ARG_FILENAME_ARRAY, .arg_data = &options->arguments };

  g_array_append_val (entries, entry);
}

static gboolean
parse (CliOptions *options, const CliCommand *command, int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GArray) entries = g_array_new (TRUE, FALSE, sizeof (GOptionEntry));

  for (const CliOption *option = command->options; option->name != NULL; option++)
    add_entry (entries, options, option);
  add_entry (entries, options, &cli_help_option);
  if (command->arguments != NULL)
    add_arguments (entries, options);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, (const GOptionEntry *) entries->data, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
is_given (CliOptions *options, const CliOption *option)
{
  return *(gpointer *) value_of (options, option) != NULL;
}

/* Whether the number makes sense; NaN does not. */
static gboolean
is_in_range (CliOptions *options, const CliOption *option)
{
  double number = option->type == G_OPTION_ARG_INT ? *(int *) value_of (options, option) : *(double *) value_of (options, option);

  return number >= option->least && number <= option->most;
}

static gboolean
check_number (CliOptions *options, const CliOption *option, GError **error)
{
  if (is_in_range (options, option))
    return TRUE;
  if (option->most >= G_MAXINT)
    g_set_error (error, CLI_USAGE_ERROR, 0, "--%s takes a number from %g on", option->name, option->least);
  else
    g_set_error (error, CLI_USAGE_ERROR, 0, "--%s takes a number from %g to %g", option->name, option->least, option->most);
  return FALSE;
}

static gboolean
check_option (CliOptions *options, const CliOption *option, GError **error)
{
  if (option->is_required && !is_given (options, option))
    {
      g_set_error (error, CLI_USAGE_ERROR, 0, "--%s %s is missing", option->name, option->value);
      return FALSE;
    }
  if (option->is_single && is_given (options, option) && g_strv_length (*(char ***) value_of (options, option)) > 1)
    {
      g_set_error (error, CLI_USAGE_ERROR, 0, "--%s may be given only once", option->name);
      return FALSE;
    }
  if (option->type == G_OPTION_ARG_INT || option->type == G_OPTION_ARG_DOUBLE)
    return check_number (options, option, error);
  return TRUE;
}

/* As many as the subcommand takes. */
static gboolean
check_arguments (const CliOptions *options, const CliCommand *command, GError **error)
{
  guint n_given = options->arguments != NULL ? g_strv_length (options->arguments) : 0;
  guint n_wanted = command->arguments != NULL ? g_strv_length ((char **) command->arguments) : 0;
  g_autofree char *word = NULL;

  if (n_given < n_wanted)
    {
      g_set_error (error, CLI_USAGE_ERROR, 0, "%s is missing", command->arguments[n_given]);
      return FALSE;
    }
  if (n_given == n_wanted || command->has_many)
    return TRUE;
  word = cli_fit (options->arguments[n_wanted], NAMED_COLUMNS);
  g_set_error (error, CLI_USAGE_ERROR, 0, "“%s” is one too many; a name with blanks in it needs quotes", word);
  return FALSE;
}

/* Where nothing may stand alone, a word that does is a value whose option was forgotten or that lacks its quotes. */
static gboolean
check_nothing_left (int argc, char **argv, GError **error)
{
  g_autofree char *word = NULL;

  if (argc < 2)
    return TRUE;
  word = cli_fit (argv[1], NAMED_COLUMNS);
  g_set_error (error, CLI_USAGE_ERROR, 0, "“%s” belongs to no option; a text of several words needs quotes", word);
  return FALSE;
}

/* What a model is opened with. */
static gboolean
read_settings (CliOptions *options, GError **error)
{
  options->settings.image_size = (guint) options->image_size;
  if (options->precision == NULL || trestle_precision_parse (options->precision, &options->settings.precision))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--precision takes float32 or bf16, not “%s”", options->precision);
  return FALSE;
}

gboolean
cli_options_parse (CliOptions *options, const CliCommand *command, int argc, char **argv, GError **error)
{
  g_autofree char **rest = g_memdup2 (argv, ((gsize) argc + 1) * sizeof *argv);

  set_defaults (options);
  if (!parse (options, command, &argc, &rest, error))
    return FALSE;
  if (options->help)
    return TRUE;
  if (!check_nothing_left (argc, rest, error) || !check_arguments (options, command, error))
    return FALSE;
  for (const CliOption *option = command->options; option->name != NULL; option++)
    if (!check_option (options, option, error))
      return FALSE;
  return read_settings (options, error);
}

void
cli_options_clear (CliOptions *options)
{
  g_strfreev (options->arguments);
  g_free (options->model);
  g_strfreev (options->models);
  g_strfreev (options->images);
  g_strfreev (options->texts);
  g_free (options->inputs);
  g_free (options->captions);
  g_free (options->batches);
  g_free (options->precision);
  g_free (options->pairs);
  g_free (options->shard);
  g_free (options->merged);
  g_free (options->output);
  g_free (options->by);
  g_free (options->layers_by);
  g_free (options->bridges_by);
  g_strfreev (options->ablate);
  g_free (options->beside);
  g_free (options->without_bridges);
  g_free (options->draw);
  g_free (options->side);
  g_free (options->measure);
  g_free (options->task);
  g_free (options->answers);
  g_free (options->record);
  g_free (options->layer);
  g_free (options->head);
  g_strfreev (options->pins);
  g_free (options->query);
  g_free (options->rows);
  g_free (options->columns);
  g_free (options->colormap);
  g_free (options->font);
  g_free (options->dtype);
}
