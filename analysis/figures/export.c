/* A figure to a file: made in memory first, so that only a whole file ever takes a name. */
#include "analysis/figures/export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
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

static GByteArray *
make_pdf (const TrestleFigure *figure, double dpi, const char *name, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_bytes, bytes, trestle_figure_get_width (figure),
                                                                  trestle_figure_get_height (figure));
  gboolean drawn;

  /* Newer versions are more than some typesetters take in. */
  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_4);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Trestle");
  drawn = draw_to_end (figure, surface, name, error);
  cairo_surface_destroy (surface);
  return drawn ? g_steal_pointer (&bytes) : NULL;
}

/* Puts the text behind everything else, which it is drawn on top of, within the outermost element. */
static gboolean
insert_text (GByteArray *bytes, const GString *text, const char *name, GError **error)
{
  static const char end_tag[] = "</svg>";
  const char *end = g_strrstr_len ((const char *) bytes->data, bytes->len, end_tag);
  g_autofree char *rest = NULL;

  if (end == NULL)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "“%s” cannot be written: the drawing has no end", name);
      return FALSE;
    }
  g_byte_array_set_size (bytes, (guint) (end - (const char *) bytes->data));
  rest = g_strdup_printf ("<g font-family=\"%s\" font-size=\"%.0f\" xml:space=\"preserve\">\n%s</g>\n%s\n", trestle_text_get_families (),
                          TRESTLE_TEXT_SIZE, text->str, end_tag);
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
  return drawn && insert_text (bytes, text, name, error) ? g_steal_pointer (&bytes) : NULL;
}

static GByteArray *
make_csv (const TrestleFigure *figure, double dpi, const char *name, GError **error)
{
  char *csv = trestle_figure_get_csv (figure);

  return g_byte_array_new_take ((guint8 *) csv, strlen (csv));
}

static Make
find_make (const char *path, const char *name, GError **error)
{
  static const struct
  {
    const char *ending;
    Make make;
  } kinds[] = { { ".png", trestle_export_make_png }, { ".svg", make_svg }, { ".pdf", make_pdf }, { ".csv", make_csv } };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (lower, kinds[i].ending))
      return kinds[i].make;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” does not say what kind of file it is: figures are written to names that end in .png, .svg, .pdf or .csv", name);
  return NULL;
}

gboolean
trestle_figure_check_ending (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  return find_make (path, name, error) != NULL;
}

gboolean
trestle_figure_export (const TrestleFigure *figure, const char *path, double dpi, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GByteArray) bytes = NULL;
  Make make = find_make (path, name, error);

  if (make == NULL)
    return FALSE;
  bytes = make (figure, dpi, name, error);
  if (bytes == NULL)
    return FALSE;
  if (!g_file_set_contents_full (path, (const char *) bytes->data, bytes->len, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0666, error))
    {
      g_prefix_error (error, "“%s” cannot be written: ", name);
      return FALSE;
    }
  return TRUE;
}
