/* Where a figure's text stands, read from its SVG, and its table, read from CSV and JSON. */
#include "tests/figure-checks.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "analysis/figures/export.h"
#include "analysis/figures/text.h"

/* What letters reach above and below the line that they stand on, points: capitals, and the tail of a "g"; digits have none. */
#define ASCENT 6.2
#define DESCENT 2.0
#define DIGITS "0123456789.−"

#define SLACK 0.05 /* points: what positions in a file are rounded to, and a little */

static void
text_free (gpointer data)
{
  FigureText *text = data;

  g_free (text->content);
  g_free (text->fill);
  g_free (text->font);
  g_free (text);
}

static void
read_transform (FigureText *text, const char *value)
{
  double numbers[6];
  const char *c = strchr (value, '(') + 1;

  for (guint i = 0; i < 6; i++)
    numbers[i] = g_ascii_strtod (c + strspn (c, " ,"), (char **) &c);
  text->angle = atan2 (numbers[1], numbers[0]);
  text->x = numbers[4];
  text->y = numbers[5];
}

static void
read_attribute (FigureText *text, const char *name, const char *value)
{
  if (g_str_equal (name, "x"))
    text->x = g_ascii_strtod (value, NULL);
  else if (g_str_equal (name, "y"))
    text->y = g_ascii_strtod (value, NULL);
  else if (g_str_equal (name, "transform"))
    read_transform (text, value);
  else if (g_str_equal (name, "text-anchor"))
    text->align = g_str_equal (value, "start") ? 0.0 : g_str_equal (value, "end") ? 1.0 : 0.5;
  else if (g_str_equal (name, "font-weight"))
    text->is_bold = g_str_equal (value, "bold");
  else if (g_str_equal (name, "fill"))
    text->fill = g_strdup (value);
  else if (g_str_equal (name, "font-family"))
    text->font = g_strdup (value);
}

static void
on_start (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer data, GError **error)
{
  FigureText *text;

  if (!g_str_equal (element, "text"))
    return;
  text = g_new0 (FigureText, 1);
  for (guint i = 0; names[i] != NULL; i++)
    read_attribute (text, names[i], values[i]);
  g_ptr_array_add (data, text);
}

static void
on_text (GMarkupParseContext *context, const char *content, gsize length, gpointer data, GError **error)
{
  GPtrArray *texts = data;

  if (g_str_equal (g_markup_parse_context_get_element (context), "text"))
    ((FigureText *) g_ptr_array_index (texts, texts->len - 1))->content = g_strndup (content, length);
}

/* (transfer full) */
static char *
export_svg (const TrestleFigure *figure)
{
  g_autofree char *folder = g_dir_make_tmp ("trestle-figure-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "figure.svg", NULL);
  g_autoptr (GError) error = NULL;
  char *svg;

  trestle_figure_export (figure, path, 300, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_remove (path);
  g_rmdir (folder);
  return svg;
}

GPtrArray *
figure_read_texts (const TrestleFigure *figure, char **svg)
{
  static const GMarkupParser parser = { .start_element = on_start, .text = on_text };
  g_autofree char *content = export_svg (figure);
  GPtrArray *texts = g_ptr_array_new_with_free_func (text_free);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, texts, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, content, -1, &error);
  g_assert_no_error (error);
  if (svg != NULL)
    *svg = g_steal_pointer (&content);
  return texts;
}

guint
figure_count_texts (GPtrArray *texts, const char *content)
{
  guint count = 0;

  for (guint i = 0; i < texts->len; i++)
    count += g_str_equal (((FigureText *) g_ptr_array_index (texts, i))->content, content);
  return count;
}

guint
figure_count_texts_with (GPtrArray *texts, const char *part)
{
  guint count = 0;

  for (guint i = 0; i < texts->len; i++)
    count += strstr (((FigureText *) g_ptr_array_index (texts, i))->content, part) != NULL;
  return count;
}

const FigureText *
figure_find_text (GPtrArray *texts, const char *content)
{
  for (guint i = 0; i < texts->len; i++)
    if (g_str_equal (((FigureText *) g_ptr_array_index (texts, i))->content, content))
      return g_ptr_array_index (texts, i);
  return NULL;
}

typedef struct
{
  double x, y;
} Point;

/* The four corners of what the letters cover. */
static void
find_corners (const FigureText *text, Point corners[4])
{
  double width = trestle_text_measure (text->font, text->content, text->is_bold);
  double left = -text->align * width;
  double descent = strspn (text->content, DIGITS) == strlen (text->content) ? 0.0 : DESCENT;
  const Point own[4] = { { left, -ASCENT }, { left + width, -ASCENT }, { left + width, descent }, { left, descent } };

  for (guint i = 0; i < 4; i++)
    corners[i] = (Point){
      text->x + own[i].x * cos (text->angle) - own[i].y * sin (text->angle),
      text->y + own[i].x * sin (text->angle) + own[i].y * cos (text->angle),
    };
}

/* Whether a line across @angle separates the two. */
static gboolean
is_apart (const Point a[4], const Point b[4], double angle)
{
  double a_min = INFINITY, a_max = -INFINITY, b_min = INFINITY, b_max = -INFINITY;

  for (guint i = 0; i < 4; i++)
    {
      double on_a = a[i].x * cos (angle) + a[i].y * sin (angle), on_b = b[i].x * cos (angle) + b[i].y * sin (angle);

      a_min = MIN (a_min, on_a);
      a_max = MAX (a_max, on_a);
      b_min = MIN (b_min, on_b);
      b_max = MAX (b_max, on_b);
    }
  return a_max <= b_min + SLACK || b_max <= a_min + SLACK;
}

static gboolean
overlap (const FigureText *first, const Point a[4], const FigureText *second, const Point b[4])
{
  double angles[4] = { first->angle, first->angle + G_PI_2, second->angle, second->angle + G_PI_2 };

  for (guint i = 0; i < 4; i++)
    if (is_apart (a, b, angles[i]))
      return FALSE;
  return TRUE;
}

static void
assert_inside (const TrestleFigure *figure, const FigureText *text, const Point corners[4])
{
  for (guint i = 0; i < 4; i++)
    if (corners[i].x < -SLACK || corners[i].x > trestle_figure_get_width (figure) + SLACK || corners[i].y < -SLACK
        || corners[i].y > trestle_figure_get_height (figure) + SLACK)
      {
        g_test_message ("“%s” at %g, %g reaches out of %g x %g", text->content, text->x, text->y, trestle_figure_get_width (figure),
                        trestle_figure_get_height (figure));
        g_assert_not_reached ();
      }
}

void
figure_assert_legible (const TrestleFigure *figure)
{
  g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);
  g_autofree Point (*corners)[4] = g_malloc (texts->len * sizeof *corners);

  g_assert_cmpuint (texts->len, >, 0);
  for (guint i = 0; i < texts->len; i++)
    {
      const FigureText *text = g_ptr_array_index (texts, i);

      find_corners (text, corners[i]);
      assert_inside (figure, text, corners[i]);
      for (guint j = 0; j < i; j++)
        if (overlap (text, corners[i], g_ptr_array_index (texts, j), corners[j]))
          {
            const FigureText *other = g_ptr_array_index (texts, j);

            g_test_message ("“%s” at %g, %g is over “%s” at %g, %g", text->content, text->x, text->y, other->content, other->x, other->y);
            g_assert_not_reached ();
          }
    }
}

/* As CSV has it. */
static void
assert_cell (JsonObject *row, const char *column, const char *cell)
{
  JsonNode *node = json_object_get_member (row, column);

  g_assert_nonnull (node);
  if (JSON_NODE_HOLDS_NULL (node))
    g_assert_cmpstr (cell, ==, "");
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_assert_cmpstr (cell, ==, json_node_get_string (node));
  else
    g_assert_cmpfloat (g_ascii_strtod (cell, NULL), ==, json_node_get_double (node));
}

/* (transfer full): the rows as JSON has them. */
static JsonArray *
read_objects (const TrestleTable *table)
{
  g_autofree char *text = trestle_table_to_json (table, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) json = json_from_string (text, &error);

  g_assert_no_error (error);
  return json_array_ref (json_object_get_array_member (json_node_get_object (json), "rows"));
}

/* No text in the tables of tests needs quotes. */
char ***
figure_read_table (const TrestleFigure *figure)
{
  g_autoptr (TrestleTable) table = trestle_figure_get_table (figure);
  g_autofree char *csv = trestle_table_to_csv (table, NULL);
  g_autoptr (JsonArray) objects = read_objects (table);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  g_auto (GStrv) columns = g_strsplit (lines[0], ",", -1);
  guint n_rows = g_strv_length (lines) - 2;
  char ***rows = g_new0 (char **, n_rows + 1);

  g_assert_cmpuint (json_array_get_length (objects), ==, n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      rows[i] = g_strsplit (lines[i + 1], ",", -1);
      g_assert_cmpuint (g_strv_length (rows[i]), ==, g_strv_length (columns));
      for (guint j = 0; columns[j] != NULL; j++)
        assert_cell (json_array_get_object_element (objects, i), columns[j], rows[i][j]);
    }
  return rows;
}

void
figure_free_rows (char ***rows)
{
  for (guint i = 0; rows[i] != NULL; i++)
    g_strfreev (rows[i]);
  g_free (rows);
}

JsonArray *
figure_read_json (const TrestleFigure *figure)
{
  g_autoptr (TrestleTable) table = trestle_figure_get_table (figure);

  figure_free_rows (figure_read_table (figure));
  return read_objects (table);
}
