/* Where a figure comes from: what every exported file says about how it was made. */
#include "analysis/figures/origin.h"

#include <string.h>

static char *
copy_valid (const char *text)
{
  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

TrestleOrigin *
trestle_origin_new (const char *title, const char *model, const char *input, const char *command)
{
  TrestleOrigin *origin = g_new (TrestleOrigin, 1);

  *origin = (TrestleOrigin){
    .title = copy_valid (title),
    .model = copy_valid (model),
    .input = copy_valid (input),
    .command = copy_valid (command),
  };
  return origin;
}

TrestleOrigin *
trestle_origin_copy (const TrestleOrigin *origin)
{
  TrestleOrigin *copy = trestle_origin_new (origin->title, origin->model, origin->input, origin->command);

  trestle_origin_set_obstacle (copy, origin->obstacle);
  return copy;
}

void
trestle_origin_set_obstacle (TrestleOrigin *origin, const char *obstacle)
{
  g_free (origin->obstacle);
  origin->obstacle = g_strdup (obstacle);
}

void
trestle_origin_free (TrestleOrigin *origin)
{
  g_free (origin->title);
  g_free (origin->model);
  g_free (origin->input);
  g_free (origin->command);
  g_free (origin->obstacle);
  g_free (origin);
}

static char *
quote (const char *word)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+@%";

  return *word != '\0' && strspn (word, plain) == strlen (word) ? g_strdup (word) : g_shell_quote (word);
}

char *
trestle_origin_write_command (const char *const *words)
{
  GString *command = g_string_new ("trestle-cli");

  for (; *words != NULL; words++)
    {
      g_autofree char *word = quote (*words);

      g_string_append_printf (command, " %s", word);
    }
  return g_string_free (command, FALSE);
}

const char *
trestle_origin_get_program (void)
{
  return "Trestle " TRESTLE_VERSION;
}
