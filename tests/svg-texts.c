/* The texts of a figure with the places that they take up. */
#include "tests/svg-texts.h"

#include <glib/gstdio.h>
#include <string.h>

#include "analysis/figures/export.h"
#include "analysis/figures/text.h"

/* Of the letters of a line, above and below where they stand: of capitals and of the tail of a "g". */
#define ASCENT 6.2
#define DESCENT 2.0

#define SLACK 0.05 /* positions have two digits */

typedef struct
{
  GArray *texts;
  const char *font;
  gboolean is_open;
  gboolean is_upright;
  double x, y, align;
} Reader;

static void
read_place (Reader *reader, const char *name, const char *value)
{
  if (g_str_equal (name, "x"))
    reader->x = g_ascii_strtod (value, NULL);
  if (g_str_equal (name, "y"))
    reader->y = g_ascii_strtod (value, NULL);
  if (g_str_equal (name, "text-anchor"))
    reader->align = g_str_equal (value, "start") ? 0.0 : g_str_equal (value, "end") ? 1.0 : 0.5;
  if (g_str_equal (name, "transform"))
    {
      double m[6];
      char *end = (char *) value + strlen ("matrix(");

      for (guint i = 0; i < G_N_ELEMENTS (m); i++)
        m[i] = g_ascii_strtod (end, &end);
      g_assert_cmpfloat (m[1], ==, -1.0); /* upright is the only way in which figures turn text */
      reader->is_upright = TRUE;
      reader->x = m[4];
      reader->y = m[5];
    }
}

static void
on_start (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer data, GError **error)
{
  Reader *reader = data;

  if (!g_str_equal (element, "text"))
    return;
  reader->is_open = TRUE;
  reader->is_upright = FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    read_place (reader, names[i], values[i]);
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer data, GError **error)
{
  ((Reader *) data)->is_open = FALSE;
}

static void
on_text (GMarkupParseContext *context, const char *content, gsize length, gpointer data, GError **error)
{
  Reader *reader = data;
  SvgText text;
  double width;

  if (!reader->is_open)
    return;
  text.text = g_strndup (content, length);
  width = trestle_text_measure (reader->font, text.text, FALSE);
  text.left = reader->is_upright ? reader->x - ASCENT : reader->x - reader->align * width;
  text.right = reader->is_upright ? reader->x + DESCENT : text.left + width;
  text.top = reader->is_upright ? reader->y - (1.0 - reader->align) * width : reader->y - ASCENT;
  text.bottom = reader->is_upright ? text.top + width : reader->y + DESCENT;
  g_array_append_val (reader->texts, text);
}

static void
clear_text (gpointer text)
{
  g_free (((SvgText *) text)->text);
}

/* (transfer full): the figure as SVG. */
static char *
export_svg (const TrestleFigure *figure)
{
  g_autofree char *folder = g_dir_make_tmp ("trestle-texts-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "figure.svg", NULL);
  g_autoptr (GError) error = NULL;
  char *content;

  g_assert_true (trestle_figure_export (figure, path, 300, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return content;
}

GArray *
svg_texts_new (const TrestleFigure *figure, const char *font)
{
  static const GMarkupParser parser = { .start_element = on_start, .end_element = on_end, .text = on_text };
  Reader reader = { .texts = g_array_new (FALSE, FALSE, sizeof (SvgText)), .font = font };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  g_autofree char *svg = export_svg (figure);
  g_autoptr (GError) error = NULL;

  g_array_set_clear_func (reader.texts, clear_text);
  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  return reader.texts;
}

guint
svg_texts_count (const GArray *texts, const char *text)
{
  guint count = 0;

  for (guint i = 0; i < texts->len; i++)
    count += g_str_equal (g_array_index (texts, SvgText, i).text, text);
  return count;
}

gboolean
svg_texts_have (const GArray *texts, const char *text)
{
  return svg_texts_count (texts, text) > 0;
}

static gboolean
overlap (const SvgText *a, const SvgText *b)
{
  return MIN (a->right, b->right) > MAX (a->left, b->left) + SLACK && MIN (a->bottom, b->bottom) > MAX (a->top, b->top) + SLACK;
}

void
svg_texts_assert_apart (const GArray *texts, const TrestleFigure *figure)
{
  g_assert_cmpuint (texts->len, >, 0);
  for (guint i = 0; i < texts->len; i++)
    {
      const SvgText *text = &g_array_index (texts, SvgText, i);

      if (text->left < -SLACK || text->top < -SLACK || text->right > trestle_figure_get_width (figure) + SLACK
          || text->bottom > trestle_figure_get_height (figure) + SLACK)
        g_error ("“%s” is outside of the figure: %.2f to %.2f, %.2f to %.2f", text->text, text->left, text->right, text->top, text->bottom);
      for (guint k = 0; k < i; k++)
        if (overlap (text, &g_array_index (texts, SvgText, k)))
          g_error ("“%s” overlaps “%s”", text->text, g_array_index (texts, SvgText, k).text);
    }
}
