/* Text in figures, through pango: words of every script find a font that has them. */
#include "analysis/figures/text.h"

#include <math.h>
#include <pango/pangocairo.h>

/* What journals ask for, then what is metrically the same, then what every desktop has. */
#define FAMILIES "Liberation Sans, Arial, Helvetica, Nimbus Sans, DejaVu Sans, sans-serif"

#define FIRST_CONTROL_PICTURE 0x2400
#define REPLACEMENT 0xfffd
#define ELLIPSIS "…"
#define OPEN_BOX "␣"

static const cairo_user_data_key_t collect_key;

const char *
trestle_text_get_families (void)
{
  return FAMILIES;
}

/* A visible stand-in for what neither a line of text nor XML can hold. */
static gunichar
clean_character (gunichar character)
{
  if (character < 0x20)
    return FIRST_CONTROL_PICTURE + character;
  if (g_unichar_type (character) == G_UNICODE_CONTROL || (character & 0xfffe) == 0xfffe)
    return REPLACEMENT;
  if (character == 0x2028 || character == 0x2029)
    return ' ';
  return character;
}

char *
trestle_text_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);
  gboolean is_blank = TRUE;

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = clean_character (g_utf8_get_char (c));

      is_blank = is_blank && g_unichar_isspace (character);
      g_string_append_unichar (clean, character);
    }
  if (is_blank)
    g_string_assign (clean, OPEN_BOX);
  return g_string_free (clean, FALSE);
}

/* Nothing is rounded to pixels, so that a figure is the same one at every resolution. */
static PangoContext *
make_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 72.0);
  pango_context_set_round_glyph_positions (context, FALSE);
  return context;
}

static PangoLayout *
make_layout (const char *families, const char *text, gboolean bold)
{
  PangoContext *context = make_context ();
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family (font, families != NULL ? families : FAMILIES);
  pango_font_description_set_size (font, (gint) (TRESTLE_TEXT_SIZE * PANGO_SCALE));
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  g_object_unref (context);
  return layout;
}

static double
get_layout_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return width / (double) PANGO_SCALE;
}

double
trestle_text_measure (const char *font, const char *text, gboolean bold)
{
  g_autoptr (PangoLayout) layout = make_layout (font, text, bold);

  return get_layout_width (layout);
}

char *
trestle_text_fit (const char *font, const char *text, gboolean bold, double width)
{
  glong length = g_utf8_strlen (text, -1);
  char *shorter;

  if (trestle_text_measure (font, text, bold) <= width)
    return g_strdup (text);
  shorter = g_strdup (ELLIPSIS);
  for (glong fits = 0, too_long = length; too_long - fits > 1;)
    {
      glong half = (fits + too_long) / 2;
      g_autofree char *start = g_utf8_substring (text, 0, half);
      g_autofree char *candidate = g_strconcat (g_strchomp (start), ELLIPSIS, NULL);

      if (trestle_text_measure (font, candidate, bold) > width)
        {
          too_long = half;
          continue;
        }
      fits = half;
      g_free (shorter);
      shorter = g_steal_pointer (&candidate);
    }
  return shorter;
}

char **
trestle_text_wrap (const char *font, const char *const *parts, const char *separator, double width)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autofree char *line = NULL;

  for (; *parts != NULL; parts++)
    {
      g_autofree char *longer = line != NULL ? g_strconcat (line, separator, *parts, NULL) : g_strdup (*parts);

      if (line != NULL && trestle_text_measure (font, longer, FALSE) > width)
        {
          g_autofree char *full = g_strconcat (line, separator, NULL);

          g_strv_builder_add (lines, g_strchomp (full));
          g_free (longer);
          longer = g_strdup (*parts);
        }
      g_free (line);
      line = trestle_text_fit (font, longer, FALSE, width);
    }
  if (line != NULL)
    g_strv_builder_add (lines, line);
  return g_strv_builder_end (lines);
}

void
trestle_text_collect (cairo_surface_t *surface, GString *svg)
{
  cairo_surface_set_user_data (surface, &collect_key, svg, NULL);
}

static void
append_number (GString *svg, const char *before, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (svg, "%s%s", before, g_ascii_formatd (digits, sizeof digits, "%.2f", number));
}

static void
append_position (GString *svg, cairo_t *cr, double x, double y)
{
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  cairo_matrix_transform_point (&matrix, &x, &y);
  if (matrix.xx == 1.0 && matrix.yx == 0.0 && matrix.xy == 0.0 && matrix.yy == 1.0)
    {
      append_number (svg, " x=\"", x);
      append_number (svg, "\" y=\"", y);
    }
  else
    {
      append_number (svg, " transform=\"matrix(", matrix.xx);
      append_number (svg, " ", matrix.yx);
      append_number (svg, " ", matrix.xy);
      append_number (svg, " ", matrix.yy);
      append_number (svg, " ", x);
      append_number (svg, " ", y);
      g_string_append_c (svg, ')');
    }
  g_string_append_c (svg, '"');
}

/* Anchored where it was placed, so that it stays there in another font. */
static void
append_element (GString *svg, cairo_t *cr, const char *text, const TrestleTextStyle *style, double x, double y)
{
  g_autofree char *fill = trestle_ink_to_string (style->ink);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  const char *anchor = style->align == 0.0 ? "start" : style->align == 1.0 ? "end" : "middle";

  g_string_append (svg, "<text");
  append_position (svg, cr, x, y);
  if (style->font != NULL)
    {
      g_autofree char *font = g_markup_escape_text (style->font, -1);

      g_string_append_printf (svg, " font-family=\"%s\"", font);
    }
  g_string_append_printf (svg, " text-anchor=\"%s\" font-weight=\"%s\" fill=\"%s\">%s</text>\n", anchor, style->bold ? "bold" : "normal",
                          fill, escaped);
}

static void
draw_layout (cairo_t *cr, const char *text, const TrestleTextStyle *style, double x, double y)
{
  g_autoptr (PangoLayout) layout = make_layout (style->font, text, style->bold);

  pango_cairo_update_layout (cr, layout);
  trestle_ink_set (cr, style->ink);
  cairo_move_to (cr, x - style->align * get_layout_width (layout), y - pango_layout_get_baseline (layout) / (double) PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
}

void
trestle_text_draw (cairo_t *cr, const char *text, const TrestleTextStyle *style, double x, double y)
{
  GString *svg = cairo_surface_get_user_data (cairo_get_target (cr), &collect_key);

  if (svg != NULL)
    append_element (svg, cr, text, style, x, y);
  else
    draw_layout (cr, text, style, x, y);
}
