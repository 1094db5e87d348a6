/* The numbers behind a figure, as CSV (RFC 4180: lines end with CR LF, texts are quoted where they have to be) and as JSON. */
#include "analysis/figures/table.h"

#include <math.h>
#include <string.h>

/* Nine digits give back every float32 and seventeen every double; most numbers need fewer. */
#define LEAST_DIGITS 6
#define FLOAT_DIGITS 9
#define DOUBLE_DIGITS 17

typedef enum
{
  CELL_NOTHING,
  CELL_TEXT,
  CELL_NUMBER,
} CellKind;

/* A number is kept as its digits. */
typedef struct
{
  CellKind kind;
  char *content;
} Cell;

typedef struct
{
  char *name;
  char *definition;
} Column;

struct _TrestleTable
{
  GArray *columns; /* Column */
  GArray *cells;   /* Cell: row by row */
};

static void
clear_column (gpointer column)
{
  g_free (((Column *) column)->name);
  g_free (((Column *) column)->definition);
}

static void
clear_cell (gpointer cell)
{
  g_free (((Cell *) cell)->content);
}

TrestleTable *
trestle_table_new (void)
{
  TrestleTable *table = g_new (TrestleTable, 1);

  table->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  table->cells = g_array_new (FALSE, TRUE, sizeof (Cell));
  g_array_set_clear_func (table->columns, clear_column);
  g_array_set_clear_func (table->cells, clear_cell);
  return table;
}

void
trestle_table_free (TrestleTable *table)
{
  g_array_unref (table->columns);
  g_array_unref (table->cells);
  g_free (table);
}

void
trestle_table_add_column (TrestleTable *table, const char *name, const char *definition)
{
  Column column = { g_strdup (name), g_strdup (definition) };

  g_return_if_fail (table->cells->len == 0);
  g_array_append_val (table->columns, column);
}

static void
add_cell (TrestleTable *table, CellKind kind, char *content)
{
  Cell cell = { kind, content };

  g_array_append_val (table->cells, cell);
}

void
trestle_table_add_text (TrestleTable *table, const char *text)
{
  add_cell (table, CELL_TEXT, g_utf8_make_valid (text, -1));
}

void
trestle_table_add_integer (TrestleTable *table, gint64 number)
{
  add_cell (table, CELL_NUMBER, g_strdup_printf ("%" G_GINT64_FORMAT, number));
}

/* As few digits as give the number back: the float32 that it is, or else the double. */
static char *
write_number (double number)
{
  gboolean is_float = (double) (float) number == number;
  char digits[G_ASCII_DTOSTR_BUF_SIZE], format[8];

  for (guint count = LEAST_DIGITS; count <= (is_float ? FLOAT_DIGITS : DOUBLE_DIGITS); count++)
    {
      double read;

      g_snprintf (format, sizeof format, "%%.%ug", count);
      read = g_ascii_strtod (g_ascii_formatd (digits, sizeof digits, format, number), NULL);
      if (is_float ? (float) read == (float) number : read == number)
        break;
    }
  return g_strdup (digits);
}

void
trestle_table_add_number (TrestleTable *table, double number)
{
  if (isfinite (number))
    add_cell (table, CELL_NUMBER, write_number (number));
  else
    trestle_table_add_nothing (table);
}

void
trestle_table_add_nothing (TrestleTable *table)
{
  add_cell (table, CELL_NOTHING, NULL);
}

guint
trestle_table_get_n_rows (const TrestleTable *table)
{
  return table->columns->len > 0 ? table->cells->len / table->columns->len : 0;
}

static void
write_field (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\r\n#") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

static const char *
end_field (const TrestleTable *table, guint column)
{
  return column + 1 < table->columns->len ? "," : "\r\n";
}

/* A remark is one line, whatever is in it. */
static void
write_remark (GString *csv, const char *name, const char *text)
{
  g_autofree char *line = g_strdup (text);

  g_string_append_printf (csv, "# %s: %s\r\n", name, g_strdelimit (line, "\r\n", ' '));
}

static void
write_origin (GString *csv, const TrestleTable *table, const TrestleOrigin *origin)
{
  const char *const facts[][2] = {
    { "title", origin->title },     { "model", origin->model }, { "input", origin->input }, { "made by", trestle_origin_get_program () },
    { "command", origin->command },
  };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i][1] != NULL)
      write_remark (csv, facts[i][0], facts[i][1]);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const Column *column = &g_array_index (table->columns, Column, i);
      g_autofree char *name = g_strconcat ("column ", column->name, NULL);

      write_remark (csv, name, column->definition);
    }
}

char *
trestle_table_to_csv (const TrestleTable *table, const TrestleOrigin *origin)
{
  GString *csv = g_string_new (NULL);

  if (origin != NULL)
    write_origin (csv, table, origin);
  for (guint i = 0; i < table->columns->len; i++)
    {
      write_field (csv, g_array_index (table->columns, Column, i).name);
      g_string_append (csv, end_field (table, i));
    }
  for (guint i = 0; i < table->cells->len; i++)
    {
      const Cell *cell = &g_array_index (table->cells, Cell, i);

      if (cell->kind != CELL_NOTHING)
        write_field (csv, cell->content);
      g_string_append (csv, end_field (table, i % table->columns->len));
    }
  return g_string_free (csv, FALSE);
}

static void
write_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_printf (json, "\\%c", *c);
      else if ((guchar) *c < 0x20)
        g_string_append_printf (json, "\\u%04x", *c);
      else
        g_string_append_c (json, *c);
    }
  g_string_append_c (json, '"');
}

static void
write_member (GString *json, const char *name, const char *text, gboolean is_first)
{
  g_string_append (json, is_first ? "\n  " : ",\n  ");
  write_string (json, name);
  g_string_append (json, ": ");
  write_string (json, text);
}

static void
write_about (GString *json, const TrestleOrigin *origin)
{
  const char *const facts[][2] = {
    { "title", origin->title },
    { "model", origin->model },
    { "input", origin->input },
    { "command", origin->command },
  };

  g_string_append (json, "\"about\": {");
  write_member (json, "made_by", trestle_origin_get_program (), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i][1] != NULL)
      write_member (json, facts[i][0], facts[i][1], FALSE);
  g_string_append (json, "\n },\n ");
}

static void
write_cell (GString *json, const Column *column, const Cell *cell, gboolean is_first)
{
  if (!is_first)
    g_string_append (json, ", ");
  write_string (json, column->name);
  g_string_append (json, ": ");
  if (cell->kind == CELL_TEXT)
    write_string (json, cell->content);
  else
    g_string_append (json, cell->kind == CELL_NUMBER ? cell->content : "null");
}

static void
write_row (GString *json, const TrestleTable *table, guint row)
{
  guint n = table->columns->len;

  g_string_append (json, row == 0 ? "\n  {" : ",\n  {");
  for (guint i = 0; i < n; i++)
    write_cell (json, &g_array_index (table->columns, Column, i), &g_array_index (table->cells, Cell, row * n + i), i == 0);
  g_string_append_c (json, '}');
}

/* Written by hand, so that numbers have the digits that they have in the CSV. */
char *
trestle_table_to_json (const TrestleTable *table, const TrestleOrigin *origin)
{
  GString *json = g_string_new ("{");

  if (origin != NULL)
    write_about (json, origin);
  g_string_append (json, "\"columns\": {");
  for (guint i = 0; i < table->columns->len; i++)
    {
      const Column *column = &g_array_index (table->columns, Column, i);

      write_member (json, column->name, column->definition, i == 0);
    }
  g_string_append (json, "\n },\n \"rows\": [");
  for (guint i = 0; i < trestle_table_get_n_rows (table); i++)
    write_row (json, table, i);
  g_string_append (json, "\n ]}\n");
  return g_string_free (json, FALSE);
}
