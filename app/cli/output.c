/* What a subcommand says, and where. */
#include "app/cli/output.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "analysis/figures/text.h"
#include "core/model/details.h"

#define ELLIPSIS "…"

void
cli_note (CliCall *call, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  cli_progress_hide (call->progress);
  fprintf (stderr, "trestle-cli %s: note: %s\n", call->command->name, sentence);
}

void
cli_print (CliCall *call, const char *format, ...)
{
  va_list arguments;

  cli_progress_hide (call->progress);
  va_start (arguments, format);
  vfprintf (stdout, format, arguments);
  va_end (arguments);
  fputc ('\n', stdout);
}

static guint
measure_character (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

guint
cli_measure (const char *text)
{
  guint columns = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    columns += measure_character (g_utf8_get_char (text));
  return columns;
}

char *
cli_group_digits (guint64 number)
{
  return trestle_group_digits (number);
}

char *
cli_fit (const char *text, guint columns)
{
  g_autofree char *clean = *text != '\0' ? trestle_text_clean (text) : g_strdup ("");
  const char *end = clean;
  guint used = 0;

  if (cli_measure (clean) <= columns)
    return g_steal_pointer (&clean);
  for (; used + measure_character (g_utf8_get_char (end)) < columns; end = g_utf8_next_char (end))
    used += measure_character (g_utf8_get_char (end));
  clean[end - clean] = '\0';
  return g_strconcat (g_strchomp (clean), ELLIPSIS, NULL);
}

void
cli_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  json_builder_add_string_value (json_builder_set_member_name (builder, name), valid);
}

void
cli_json_add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_add_int_value (json_builder_set_member_name (builder, name), value);
}

void
cli_json_add_element (JsonBuilder *builder, double value)
{
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
cli_json_add_number (JsonBuilder *builder, const char *name, double value)
{
  cli_json_add_element (json_builder_set_member_name (builder, name), value);
}

void
cli_json_add_dropped (JsonBuilder *builder, guint n_dropped)
{
  if (n_dropped > 0)
    cli_json_add_integer (builder, "dropped", n_dropped);
}

void
cli_print_json (CliCall *call, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *json = json_to_string (root, FALSE);

  cli_print (call, "%s", json);
}

gboolean
cli_write_json (const char *path, JsonBuilder *builder, GError **error)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *json = json_to_string (root, FALSE);
  g_autofree char *line = g_strconcat (json, "\n", NULL);

  return path == NULL
         || g_file_set_contents_full (path, line, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error);
}

gboolean
cli_output_finish (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "Standard output could not be written: %s", g_strerror (errno));
  return FALSE;
}
