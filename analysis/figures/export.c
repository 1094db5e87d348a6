/* A figure to a file: made in memory first, so that only a whole file ever takes a name. */
#include "analysis/figures/export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "analysis/figures/export-private.h"
#include "analysis/figures/text.h"
#include "core/error.h"

typedef GByteArray *(*Make) (const TrestleFigure *figure, double dpi, const char *name, GError **error);

gboolean
trestle_export_check_cairo (cairo_status_t status, const char *name, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, status == CAIRO_STATUS_NO_MEMORY ? G_FILE_ERROR_NOMEM : G_FILE_ERROR_FAILED,
               "“%s” cannot be written: the figure could not be drawn: %s", name, cairo_status_to_string (status));
  return FALSE;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Draws the figure and closes the surface, after which all of it is in the byte array behind the surface. */
static gboolean
draw_to_end (const TrestleFigure *figure, cairo_surface_t *surface, const char *name, GError **error)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  trestle_figure_draw (figure, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  return trestle_export_check_cairo (status, name, error);
}

static void
set_pdf_fact (cairo_surface_t *surface, cairo_pdf_metadata_t kind, const char *fact)
{
  if (fact != NULL)
    cairo_pdf_surface_set_metadata (surface, kind, fact);
}

/* PDF has no place of its own for a command line; viewers show the subject. */
static void
set_pdf_origin (cairo_surface_t *surface, const TrestleOrigin *origin)
{
  g_autofree char *keywords = NULL;

  set_pdf_fact (surface, CAIRO_PDF_METADATA_CREATOR, trestle_origin_get_program ());
  if (origin == NULL)
    return;
  keywords = g_strdup_printf ("%s; %s", origin->model != NULL ? origin->model : "", origin->input != NULL ? origin->input : "");
  set_pdf_fact (surface, CAIRO_PDF_METADATA_TITLE, origin->title);
  set_pdf_fact (surface, CAIRO_PDF_METADATA_SUBJECT, origin->command);
  set_pdf_fact (surface, CAIRO_PDF_METADATA_KEYWORDS, keywords);
}

static GByteArray *
make_pdf (const TrestleFigure *figure, double dpi, const char *name, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, trestle_figure_get_width (figure),
                                                                  trestle_figure_get_height (figure));
  gboolean drawn;

  /* Newer versions are more than some typesetters take in. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  set_pdf_origin (surface, trestle_figure_get_origin (figure));
  drawn = draw_to_end (figure, surface, name, error);
  cairo_surface_destroy (surface);
  return drawn ? g_steal_pointer (&bytes) : NULL;
}

static void
append_fact (GString *svg, const char *element, const char *fact)
{
  g_autofree char *clean = fact != NULL ? trestle_text_clean (fact) : NULL;
  g_autofree char *escaped = clean != NULL ? g_markup_escape_text (clean, -1) : NULL;

  if (escaped != NULL)
    g_string_append_printf (svg, "<%s>%s</%s>\n", element, escaped, element);
}

/* In the words of Dublin Core, which is what SVG editors show and keep. */
static char *
write_svg_origin (const TrestleOrigin *origin)
{
  GString *svg = g_string_new (NULL);

  append_fact (svg, "title", origin != NULL ? origin->title : NULL);
  g_string_append (svg, "<metadata xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<rdf:RDF><rdf:Description>\n");
  append_fact (svg, "dc:creator", trestle_origin_get_program ());
  append_fact (svg, "dc:description", origin != NULL ? origin->command : NULL);
  append_fact (svg, "dc:subject", origin != NULL ? origin->model : NULL);
  append_fact (svg, "dc:source", origin != NULL ? origin->input : NULL);
  g_string_append (svg, "</rdf:Description></rdf:RDF>\n</metadata>\n");
  return g_string_free (svg, FALSE);
}

/* Puts the text behind everything else, which it is drawn on top of, and the origin, within the outermost element. */
static gboolean
insert_text (GByteArray *bytes, const GString *text, const TrestleOrigin *origin, const char *name, GError **error)
{
  static const char end_tag[] = "</svg>";
  const char *end = g_strrstr_len ((const char *) bytes->data, bytes->len, end_tag);
  g_autofree char *about = write_svg_origin (origin);
  g_autofree char *rest = NULL;

  if (end == NULL)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "“%s” cannot be written: the drawing has no end", name);
      return FALSE;
    }
  g_byte_array_set_size (bytes, (guint) (end - (const char *) bytes->data));
  rest = g_strdup_printf ("<g font-family=\"%s\" font-size=\"%.0f\" xml:space=\"preserve\">\n%s</g>\n%s%s\n", trestle_text_get_families (),
                          TRESTLE_TEXT_SIZE, text->str, about, end_tag);
  g_byte_array_append (bytes, (const guint8 *) rest, (guint) strlen (rest));
  return TRUE;
}

static GByteArray *
make_svg (const TrestleFigure *figure, double dpi, const char *name, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_bytes, bytes, trestle_figure_get_width (figure),
                                                                  trestle_figure_get_height (figure));
  gboolean drawn;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PT);
  trestle_text_collect (surface, text);
  drawn = draw_to_end (figure, surface, name, error);
  cairo_surface_destroy (surface);
  return drawn && insert_text (bytes, text, trestle_figure_get_origin (figure), name, error) ? g_steal_pointer (&bytes) : NULL;
}

static GByteArray *
make_csv (const TrestleFigure *figure, double dpi, const char *name, GError **error)
{
  g_autoptr (TrestleTable) table = trestle_figure_get_table (figure);
  char *csv = trestle_table_to_csv (table, trestle_figure_get_origin (figure));

  return g_byte_array_new_take ((guint8 *) csv, strlen (csv));
}

static GByteArray *
make_json (const TrestleFigure *figure, double dpi, const char *name, GError **error)
{
  g_autoptr (TrestleTable) table = trestle_figure_get_table (figure);
  char *json = trestle_table_to_json (table, trestle_figure_get_origin (figure));

  return g_byte_array_new_take ((guint8 *) json, strlen (json));
}

static Make
find_make (const char *path, const char *name, GError **error)
{
  static const struct
  {
    const char *ending;
    Make make;
  } kinds[] = {
    { ".png", trestle_export_make_png }, { ".svg", make_svg }, { ".pdf", make_pdf }, { ".csv", make_csv }, { ".json", make_json }
  };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (lower, kinds[i].ending))
      return kinds[i].make;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” does not say what kind of file it is: figures are written to names that end in .png, .svg, .pdf, .csv or .json", name);
  return NULL;
}

gboolean
trestle_figure_check_ending (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  return find_make (path, name, error) != NULL;
}

GBytes *
trestle_figure_make_file (const TrestleFigure *figure, const char *path, double dpi, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  Make make = find_make (path, name, error);
  GByteArray *bytes = make != NULL ? make (figure, dpi, name, error) : NULL;

  return bytes != NULL ? g_byte_array_free_to_bytes (bytes) : NULL;
}

gboolean
trestle_figure_export (const TrestleFigure *figure, const char *path, double dpi, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GBytes) bytes = trestle_figure_make_file (figure, path, dpi, error);

  if (bytes == NULL)
    return FALSE;
  if (!g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error))
    {
      g_prefix_error (error, "“%s” cannot be written: ", name);
      return FALSE;
    }
  return TRUE;
}

char *
trestle_figure_describe_size (const TrestleFigure *figure, double dpi)
{
  double width = trestle_figure_get_width (figure), height = trestle_figure_get_height (figure); /* points */
  g_autofree char *size = g_strdup_printf ("%.0f × %.0f mm", width / TRESTLE_POINTS_PER_MM, height / TRESTLE_POINTS_PER_MM);

  if (dpi <= 0.0)
    return g_steal_pointer (&size);
  return g_strdup_printf ("%s · %.0f × %.0f pixels at %.0f dpi", size, round (width * dpi / 72.0), round (height * dpi / 72.0), dpi);
}
