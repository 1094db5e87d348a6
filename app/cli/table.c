/* Tables for people. */
#include "app/cli/table.h"

#include <stdarg.h>
#include <string.h>

#include "app/cli/output.h"

#define COLUMNS 80
#define GAP 2

struct _CliTable
{
  char *alignments;
  guint n_columns;
  GPtrArray *cells; /* char, line by line, the headings first */
};

static void
add_cell (CliTable *table, const char *text)
{
  g_ptr_array_add (table->cells, cli_fit (text, COLUMNS));
}

CliTable *
cli_table_new (const char *alignments, ...)
{
  CliTable *table = g_new0 (CliTable, 1);
  va_list headings;

  table->alignments = g_strdup (alignments);
  table->n_columns = strlen (alignments);
  table->cells = g_ptr_array_new_with_free_func (g_free);
  va_start (headings, alignments);
  for (guint i = 0; i < table->n_columns; i++)
    add_cell (table, va_arg (headings, const char *));
  va_end (headings);
  return table;
}

void
cli_table_free (CliTable *table)
{
  g_free (table->alignments);
  g_ptr_array_unref (table->cells);
  g_free (table);
}

void
cli_table_add (CliTable *table, ...)
{
  va_list cells;

  va_start (cells, table);
  for (guint i = 0; i < table->n_columns; i++)
    {
      g_autofree char *cell = va_arg (cells, char *);

      add_cell (table, cell);
    }
  va_end (cells);
}

static guint
measure_column (const CliTable *table, guint column)
{
  guint width = 0;

  for (guint i = column; i < table->cells->len; i += table->n_columns)
    width = MAX (width, cli_measure (g_ptr_array_index (table->cells, i)));
  return width;
}

/* Blanks behind the last cell of a line would be nothing but in the way. */
static void
append_cell (const CliTable *table, GString *line, const char *text, guint column, guint width)
{
  guint blanks = width - MIN (width, cli_measure (text));
  gboolean is_last = column + 1 == table->n_columns;

  if (column > 0)
    g_string_append_printf (line, "%*s", GAP, "");
  if (table->alignments[column] == 'r')
    g_string_append_printf (line, "%*s", (int) blanks, "");
  g_string_append (line, text);
  if (table->alignments[column] == 'l' && !is_last)
    g_string_append_printf (line, "%*s", (int) blanks, "");
}

void
cli_table_print (const CliTable *table, CliCall *call)
{
  g_autofree guint *widths = g_new (guint, table->n_columns);
  guint left = COLUMNS;

  for (guint column = 0; column < table->n_columns; column++)
    {
      widths[column] = measure_column (table, column);
      if (column + 1 == table->n_columns)
        widths[column] = MIN (widths[column], MAX (left, 1));
      left -= MIN (left, widths[column] + GAP);
    }
  for (guint i = 0; i < table->cells->len; i += table->n_columns)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint column = 0; column < table->n_columns; column++)
        {
          g_autofree char *text = cli_fit (g_ptr_array_index (table->cells, i + column), widths[column]);

          append_cell (table, line, text, column, widths[column]);
        }
      cli_print (call, "%s", line->str);
    }
}
