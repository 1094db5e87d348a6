/* Calls of the program for lists of pairs. */
#include "tests/pairs-call.h"

#include <math.h>
#include <stdarg.h>
#include <sys/wait.h>

void
pairs_write_list (const char *path, guint n_pairs)
{
  g_autoptr (GString) content = g_string_new (NULL);

  for (guint i = 0; i < n_pairs; i++)
    if (i % 9 == 4)
      g_string_append (content, "{\"image\": \"a.png\", \"text\": \"star\"}\n");
    else
      g_string_append_printf (content, "{\"image\": \"a.png\", \"text\": \"%.17g\"}\n", 1000.0 + sin (i));
  g_assert_true (g_file_set_contents (path, content->str, -1, NULL));
}

/* Processes may be more than there are cores, and all of them may use every core. */
static void
add_mpirun (GPtrArray *line, guint n_processes)
{
  static const char *const words[] = { "mpirun", "--oversubscribe", "--bind-to", "none", "-n" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_ptr_array_add (line, g_strdup (words[i]));
  g_ptr_array_add (line, g_strdup_printf ("%u", n_processes));
}

PairsEnd *
pairs_call (guint n_processes, const char *setting, ...)
{
  g_autoptr (GPtrArray) line = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) environment = g_get_environ ();
  g_auto (GStrv) parts = setting != NULL ? g_strsplit (setting, "=", 2) : NULL;
  g_autoptr (GError) error = NULL;
  PairsEnd *end = g_new0 (PairsEnd, 1);
  va_list rest;

  if (parts != NULL)
    environment = g_environ_setenv (environment, parts[0], parts[1], TRUE);
  if (n_processes > 0)
    add_mpirun (line, n_processes);
  g_ptr_array_add (line, g_strdup (g_getenv ("TRESTLE_PAIRS")));
  va_start (rest, setting);
  for (const char *argument = va_arg (rest, const char *); argument != NULL; argument = va_arg (rest, const char *))
    g_ptr_array_add (line, g_strdup (argument));
  va_end (rest);
  g_ptr_array_add (line, NULL);
  g_assert_true (
      g_spawn_sync (NULL, (char **) line->pdata, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, &end->out, &end->err, &end->status, &error));
  g_assert_no_error (error);
  return end;
}

void
pairs_end_free (PairsEnd *end)
{
  g_free (end->out);
  g_free (end->err);
  g_free (end);
}

void
pairs_end_assert_code (const PairsEnd *end, int code)
{
  if (!WIFEXITED (end->status) || WEXITSTATUS (end->status) != code)
    g_printerr ("%s", end->err);
  g_assert_true (WIFEXITED (end->status));
  g_assert_cmpint (WEXITSTATUS (end->status), ==, code);
}
