/* Figures: what is drawn, what is written into files of every kind, and what happens when a file cannot be written. */
#include "analysis/figures/attention-figure.h"
#include "analysis/figures/export.h"
#include "analysis/figures/picture.h"
#include "analysis/figures/plot.h"
#include "core/error.h"
#include "core/model/trace-private.h"
#include "tests/figure-checks.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define MARK 0xc8531c

/* A folder for files to be exported to, empty again when it goes. */
typedef struct
{
  char *folder;
  TrestleFigure *figure;
} Fixture;

/* The left half red: enough to see that a picture is the right way round and as large as it should be. */
static void
draw_left_half (cairo_t *cr, double width, double height, gpointer data)
{
  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_rectangle (cr, 0, 0, width / 2.0, height);
  cairo_fill (cr);
  trestle_text_draw (cr, "bridge & <tower>", &(TrestleTextStyle){ .ink = TRESTLE_INK_TEXT }, 4.0, 20.0);
}

static void
write_one_number (TrestleTable *table, gpointer data)
{
  trestle_table_add_column (table, "number", "a number");
  trestle_table_add_number (table, 0.5);
}

/* 2 x 1 inches. */
static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("trestle-figure-XXXXXX", NULL);
  fixture->figure = trestle_figure_new (50.8, 25.4, draw_left_half, write_one_number, NULL, NULL);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  trestle_figure_free (fixture->figure);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static GBytes *
take_file (const char *path)
{
  char *content;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpint (g_remove (path), ==, 0);
  return g_bytes_new_take (content, length);
}

/* (transfer full): what the figure is as a file of the name @name; bytes behind the last one are 0. */
static GBytes *export(const Fixture *fixture, const TrestleFigure *figure, const char *name, double dpi)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (trestle_figure_export (figure, path, dpi, &error));
  g_assert_no_error (error);
  return take_file (path);
}

static char *
export_svg (const Fixture *fixture, const TrestleFigure *figure)
{
  g_autoptr (GBytes) bytes = export(fixture, figure, "figure.svg", 300);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static TrestleImage *
export_png (const Fixture *fixture, const TrestleFigure *figure)
{
  g_autoptr (GBytes) bytes = export(fixture, figure, "figure.png", 300);
  g_autoptr (GError) error = NULL;
  TrestleImage *image = trestle_image_load_bytes (bytes, "figure.png", &error);

  g_assert_no_error (error);
  return image;
}

static guint32
get_pixel (const TrestleImage *image, guint x, guint y)
{
  const guint8 *rgb = image->pixels + ((gsize) y * image->width + x) * 3;

  return (guint32) rgb[0] << 16 | (guint32) rgb[1] << 8 | rgb[2];
}

static guint
count_pixels (const TrestleImage *image, guint32 color)
{
  guint count = 0;

  for (guint y = 0; y < image->height; y++)
    for (guint x = 0; x < image->width; x++)
      count += get_pixel (image, x, y) == color;
  return count;
}

/* The four bytes, most significant first, @offset behind where @tag begins. */
static guint32
read_chunk_number (GBytes *bytes, const char *tag, gsize offset)
{
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  const guint8 *chunk = memmem (data, g_bytes_get_size (bytes), tag, strlen (tag));
  guint32 number;

  g_assert_nonnull (chunk);
  memcpy (&number, chunk + offset, sizeof number);
  return GUINT32_FROM_BE (number);
}

static void
check_png (const Fixture *fixture, double dpi, guint width, guint height, guint dots_per_metre)
{
  g_autoptr (GBytes) bytes = export(fixture, fixture->figure, "figure.png", dpi);
  g_autoptr (TrestleImage) image = trestle_image_load_bytes (bytes, "figure.png", NULL);
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  const guint8 *chunk = memmem (data, g_bytes_get_size (bytes), "pHYs", 4);

  g_assert_nonnull (image);
  g_assert_cmpuint (image->width, ==, width);
  g_assert_cmpuint (image->height, ==, height);
  g_assert_cmphex (get_pixel (image, 0, height - 1), ==, 0xff0000);
  g_assert_cmphex (get_pixel (image, width - 1, 0), ==, 0xffffff);
  g_assert_cmphex (get_pixel (image, width / 2 - 2, height / 2), ==, 0xff0000);
  g_assert_cmphex (get_pixel (image, width / 2 + 2, height / 2), ==, 0xffffff);
  g_assert_cmpuint (read_chunk_number (bytes, "pHYs", 4), ==, dots_per_metre);
  g_assert_cmpuint (read_chunk_number (bytes, "pHYs", 8), ==, dots_per_metre);
  g_assert_cmpuint (chunk[12], ==, 1); /* per metre */
}

static void
test_png_has_the_pixels_and_the_resolution_asked_for (Fixture *fixture, gconstpointer data)
{
  check_png (fixture, 300, 600, 300, 11811);
  check_png (fixture, 72, 144, 72, 2835);
  check_png (fixture, 600, 1200, 600, 23622);
}

static void
test_pdf_is_a_page_of_the_figures_size (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = export(fixture, fixture->figure, "figure.pdf", 300);
  const char *pdf = g_bytes_get_data (bytes, NULL);
  const char *box = memmem (pdf, g_bytes_get_size (bytes), "/MediaBox", 9);
  double numbers[4];

  g_assert_true (g_str_has_prefix (pdf, "%PDF-1.4"));
  g_assert_nonnull (box);
  box += 9;
  for (guint i = 0; i < 4; i++)
    numbers[i] = g_ascii_strtod (box + strspn (box, " ["), (char **) &box);
  g_assert_cmpfloat (numbers[0], ==, 0.0);
  g_assert_cmpfloat (numbers[1], ==, 0.0);
  g_assert_cmpfloat_with_epsilon (numbers[2], 144.0, 1e-3);
  g_assert_cmpfloat_with_epsilon (numbers[3], 72.0, 1e-3);
}

/* An embedded font, and no picture: text is neither outlines nor pixels. */
static void
test_pdf_has_its_text_in_a_font (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = export(fixture, fixture->figure, "figure.pdf", 300);
  const char *pdf = g_bytes_get_data (bytes, NULL);
  gsize length = g_bytes_get_size (bytes);

  g_assert_nonnull (memmem (pdf, length, "/FontFile", 9));
  g_assert_nonnull (memmem (pdf, length, "/ToUnicode", 10));
  g_assert_null (memmem (pdf, length, "/Subtype /Image", 15));
}

/* What a parser of XML makes of an SVG file, apart from its texts. */
typedef struct
{
  double width;
  double height;
  guint n_images;
  guint n_filters;
} Svg;

static double
read_points (const char *value)
{
  char *end;
  double number = g_ascii_strtod (value, &end);

  g_assert_cmpstr (end, ==, "pt");
  return number;
}

static void
on_start (GMarkupParseContext *context, const char *element, const char **names, const char **values, gpointer data, GError **error)
{
  Svg *svg = data;

  svg->n_images += g_str_equal (element, "image");
  svg->n_filters += g_str_equal (element, "filter") || g_str_equal (element, "mask") || g_str_equal (element, "pattern");
  for (guint i = 0; g_str_equal (element, "svg") && names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], "width"))
        svg->width = read_points (values[i]);
      if (g_str_equal (names[i], "height"))
        svg->height = read_points (values[i]);
    }
}

static void
svg_parse (Svg *svg, const char *content)
{
  static const GMarkupParser parser = { .start_element = on_start };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, svg, NULL);
  g_autoptr (GError) error = NULL;

  *svg = (Svg){ 0 };
  g_markup_parse_context_parse (context, content, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
}

static void
test_svg_has_its_size_and_its_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *content = export_svg (fixture, fixture->figure);
  g_autoptr (GPtrArray) texts = figure_read_texts (fixture->figure, NULL);
  Svg svg;

  svg_parse (&svg, content);
  g_assert_cmpfloat_with_epsilon (svg.width, 144.0, 1e-3);
  g_assert_cmpfloat_with_epsilon (svg.height, 72.0, 1e-3);
  g_assert_cmpuint (texts->len, ==, 1);
  g_assert_nonnull (figure_find_text (texts, "bridge & <tower>"));
  g_assert_nonnull (strstr (content, " x=\"4.00\" y=\"20.00\" text-anchor=\"start\""));
  g_assert_null (strstr (content, "<symbol"));
}

static void
test_csv_is_the_table (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = export(fixture, fixture->figure, "figure.csv", 300);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "number\r\n0.5\r\n", 13);
}

static void
test_ending_may_be_upper_case (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) png = export(fixture, fixture->figure, "FIGURE.PNG", 300);
  g_autoptr (GBytes) pdf = export(fixture, fixture->figure, "a.csv.Pdf", 300);

  g_assert_true (trestle_figure_check_ending ("FIGURE.PNG", NULL));
  g_assert_cmpmem (g_bytes_get_data (png, NULL), 4, "\x89PNG", 4);
  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 4, "%PDF", 4);
}

static void
test_other_endings_are_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "figure.jpeg", "figure", "png", "figure.png.txt", "figure.png " };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (trestle_figure_check_ending (path, NULL));
      g_assert_false (trestle_figure_export (fixture->figure, path, 300, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (strstr (error->message, ".png, .svg, .pdf, .csv or .json"));
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

static void
test_resolutions_without_a_picture_are_refused (Fixture *fixture, gconstpointer data)
{
  static const double resolutions[] = { 0, -300, 0.1, 20000, 1e300, INFINITY, NAN };
  g_autofree char *path = g_build_filename (fixture->folder, "figure.png", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (trestle_figure_export (fixture->figure, path, resolutions[i], &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (strstr (error->message, "dots per inch"));
    }
}

static void
test_missing_folder_is_named (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "figure.png", "figure.svg", "figure.pdf", "figure.csv" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, "not-there", names[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (trestle_figure_export (fixture->figure, path, 300, &error));
      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
      g_assert_nonnull (strstr (error->message, path));
      g_assert_nonnull (strstr (error->message, g_strerror (ENOENT)));
    }
}

static void
test_folder_in_the_way_is_left_alone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "figure.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (trestle_figure_export (fixture->figure, path, 300, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

/* As a full disk would: every file ends after 16 bytes. */
static gboolean
export_to_full_disk (const TrestleFigure *figure, const char *path, GError **error)
{
  void (*handler) (int) = signal (SIGXFSZ, SIG_IGN);
  struct rlimit limit, full;
  gboolean written;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  full = limit;
  full.rlim_cur = 16;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &full), ==, 0);
  written = trestle_figure_export (figure, path, 300, error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  signal (SIGXFSZ, handler);
  return written;
}

static void
test_failure_leaves_the_older_file (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "figure.png", "figure.svg", "figure.pdf" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_autoptr (GBytes) left = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, "the older figure", -1, NULL));
      g_assert_false (export_to_full_disk (fixture->figure, path, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == G_FILE_ERROR);
      g_assert_nonnull (strstr (error->message, path));
      left = take_file (path);
      g_assert_cmpmem (g_bytes_get_data (left, NULL), g_bytes_get_size (left), "the older figure", 16);
    }
  /* The fixture's folder is empty again, so that no half of a file lies about. */
}

static void
test_older_file_is_replaced (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "figure.csv", NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_file_set_contents (path, "a longer and older figure", -1, NULL));
  bytes = export(fixture, fixture->figure, "figure.csv", 300);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 13);
}

/* What an attention figure is made from; every test changes what it is about. */
typedef struct
{
  TrestleBlock block;
  gint head;
  gint query;
  guint rows, columns;
  const char *words[48];
  TrestleImageWindow window;
  double opacity;
  double width_mm;
} Scene;

/* Two heads; every query looks at key 1 with a half, at key 0 with a quarter, and at the others alike. */
static void
fill_attention (TrestleTensor *attention)
{
  for (gsize i = 0; i < attention->depth * attention->rows; i++)
    for (gsize key = 0; key < attention->columns; key++)
      attention->data[i * attention->columns + key] = key == 1 ? 0.5f : key == 0 ? 0.25f : 0.25f / (float) (attention->columns - 2);
}

static void
scene_init (Scene *scene, TrestleBlock block)
{
  *scene = (Scene){
    .block = block,
    .query = 2,
    .rows = 2,
    .columns = 2,
    .words = { "<s>", "red", "circle", "here", "</s>" },
    .window = { 0, 0, 8, 8 },
    .opacity = 1.0,
    .width_mm = 85,
  };
}

static TrestleAttentionMap *
scene_make_map (const Scene *scene)
{
  guint n_words = g_strv_length ((char **) scene->words);
  guint n_states = scene->rows * scene->columns + 1;
  guint queries = trestle_block_queries_are_text (scene->block) ? n_words : n_states;
  guint keys = trestle_block_keys_are_text (scene->block) ? n_words : n_states;
  g_autoptr (TrestleTrace) trace = trestle_trace_new (n_words, NULL, scene->rows, scene->columns);
  TrestleTensor attention = trestle_trace_add_attention (trace, scene->block, 1, 2, queries, keys);
  g_autoptr (GError) error = NULL;
  TrestleAttentionMap *map;

  fill_attention (&attention);
  map = trestle_attention_map_new (trace, scene->block, 1, scene->head, scene->query, &error);
  g_assert_no_error (error);
  return map;
}

/* 8 x 8 pixels of one colour. */
static TrestleImage *
make_image (guint32 color)
{
  TrestleImage *image = trestle_image_new (8, 8);

  for (guint i = 0; i < 64 * 3; i++)
    image->pixels[i] = color >> (16 - 8 * (i % 3)) & 0xff;
  return image;
}

/* Of a green image. */
static TrestleFigure *
scene_make_figure (const Scene *scene)
{
  g_autoptr (TrestleImage) image = make_image (0x00ff00);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  look.width_mm = scene->width_mm;
  return trestle_attention_figure_new (scene_make_map (scene), image, &scene->window, scene->words, "shapes", scene->opacity, &look);
}

/* (transfer full) (element-type FigureText) */
static GPtrArray *
scene_read_texts (const Scene *scene)
{
  g_autoptr (TrestleFigure) figure = scene_make_figure (scene);

  return figure_read_texts (figure, NULL);
}

static TrestleImage *
scene_draw (const Scene *scene, const Fixture *fixture)
{
  g_autoptr (TrestleFigure) figure = scene_make_figure (scene);

  return export_png (fixture, figure);
}

static void
check_title (TrestleBlock block, gint head, gint query, const char *title, const char *note)
{
  g_autoptr (GPtrArray) texts = NULL;
  Scene scene;

  scene_init (&scene, block);
  scene.head = head;
  scene.query = query;
  texts = scene_read_texts (&scene);
  g_assert_cmpstr (((FigureText *) g_ptr_array_index (texts, 0))->content, ==, title);
  g_assert_cmpstr (((FigureText *) g_ptr_array_index (texts, 1))->content, ==, note);
}

static void
test_title_says_what_is_drawn (Fixture *fixture, gconstpointer data)
{
  check_title (TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, 2, "text → image, layer 2, head 1, query “circle”", "shapes; class token 0.25");
  check_title (TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 1, 4, "image → text, layer 2, head 2, query patch 2, 2", "shapes");
  check_title (TRESTLE_BLOCK_VISION, 0, 0, "vision tower, layer 2, head 1, query class token", "shapes; class token 0.25");
  check_title (TRESTLE_BLOCK_TEXT, TRESTLE_HEAD_MEAN, 0, "text tower, layer 2, mean of heads, query “<s>”", "shapes");
  check_title (TRESTLE_BLOCK_TEXT, TRESTLE_HEAD_MAX, 0, "text tower, layer 2, maximum of heads, query “<s>”", "shapes");
  check_title (TRESTLE_BLOCK_CROSS_TEXT_SELF, 0, TRESTLE_QUERY_MEAN, "text self-attention, layer 2, head 1, mean of queries", "shapes");
  check_title (TRESTLE_BLOCK_CROSS_IMAGE_SELF, 0, 2, "image self-attention, layer 2, head 1, query patch 1, 2", "shapes; class token 0.25");
}

static void
test_caption_and_round_ticks_are_there (Fixture *fixture, gconstpointer data)
{
  static const char *const expected[] = { "<s>", "red", "circle", "here", "</s>", "0.0", "0.1", "0.5", "attention weight" };
  Scene scene;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) texts = NULL;

      scene_init (&scene, i == 0 ? TRESTLE_BLOCK_CROSS_TEXT_CROSS : TRESTLE_BLOCK_CROSS_TEXT_SELF);
      texts = scene_read_texts (&scene);
      for (guint j = 0; j < G_N_ELEMENTS (expected); j++)
        {
          g_test_message ("%s", expected[j]);
          g_assert_nonnull (figure_find_text (texts, expected[j]));
        }
    }
}

static void
test_vision_tower_has_no_caption (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) texts = NULL;
  Scene scene;

  scene_init (&scene, TRESTLE_BLOCK_VISION);
  texts = scene_read_texts (&scene);
  g_assert_nonnull (figure_find_text (texts, "attention weight"));
  g_assert_null (figure_find_text (texts, "circle"));
}

static guint
count_bold (const Scene *scene)
{
  g_autoptr (GPtrArray) texts = scene_read_texts (scene);
  guint count = 0;

  for (guint i = 0; i < texts->len; i++)
    {
      const FigureText *text = g_ptr_array_index (texts, i);

      if (!text->is_bold)
        continue;
      g_assert_cmpstr (text->content, ==, "circle");
      count++;
    }
  return count;
}

static void
test_query_is_marked (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TrestleBlock block;
    gint query;
    guint bold;
    gboolean marked;
  } cases[] = {
    { TRESTLE_BLOCK_CROSS_TEXT_CROSS, 2, 1, TRUE },
    { TRESTLE_BLOCK_CROSS_TEXT_SELF, 2, 1, TRUE },
    { TRESTLE_BLOCK_CROSS_TEXT_CROSS, TRESTLE_QUERY_MEAN, 0, FALSE },
    { TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 2, 0, TRUE },
    { TRESTLE_BLOCK_CROSS_IMAGE_SELF, 2, 0, TRUE },
    { TRESTLE_BLOCK_CROSS_IMAGE_SELF, 0, 0, FALSE },
    { TRESTLE_BLOCK_CROSS_IMAGE_CROSS, TRESTLE_QUERY_MEAN, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TrestleImage) image = NULL;
      Scene scene;

      scene_init (&scene, cases[i].block);
      scene.query = cases[i].query;
      image = scene_draw (&scene, fixture);
      g_assert_cmpuint (count_bold (&scene), ==, cases[i].bold);
      g_assert_true ((count_pixels (image, MARK) > 0) == cases[i].marked);
    }
}

static void
test_image_is_beside_the_words_if_a_patch_asks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleImage) with_patch = NULL;
  g_autoptr (TrestleImage) without = NULL;
  Scene scene;

  scene_init (&scene, TRESTLE_BLOCK_CROSS_IMAGE_CROSS);
  with_patch = scene_draw (&scene, fixture);
  scene.query = 0;
  without = scene_draw (&scene, fixture);
  g_assert_cmpuint (count_pixels (with_patch, 0x00ff00), >, 10000);
  g_assert_cmpuint (count_pixels (without, 0x00ff00), ==, 0);
}

static void
test_wide_figure_shows_the_bare_image_too (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleImage) narrow = NULL;
  g_autoptr (TrestleImage) wide = NULL;
  Scene scene;

  scene_init (&scene, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  narrow = scene_draw (&scene, fixture);
  scene.width_mm = 170;
  wide = scene_draw (&scene, fixture);
  g_assert_cmpuint (narrow->width, ==, 1004);
  g_assert_cmpuint (wide->width, ==, 2008);
  g_assert_cmpuint (count_pixels (narrow, 0x00ff00), ==, 0);
  g_assert_cmpuint (count_pixels (wide, 0x00ff00), >, 100000);
}

/* The strongest patch has the end of the map, the others 1/12 of 1/2 of it. */
static void
test_heat_has_the_colors_of_the_scale (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleImage) image = NULL;
  double rgb[3];
  guint32 rest = 0;
  Scene scene;

  scene_init (&scene, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  image = scene_draw (&scene, fixture);
  trestle_colormap_get_rgb (TRESTLE_COLORMAP_VIRIDIS, (0.25 / 3.0) / 0.5, rgb);
  for (guint channel = 0; channel < 3; channel++)
    rest = rest << 8 | (guint32) (rgb[channel] * 255.0 + 0.5);
  g_assert_cmpuint (count_pixels (image, 0xfde725), >, 90000);
  g_assert_cmpuint (count_pixels (image, rest), >, 3 * 90000);
}

static void
test_long_caption_wraps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleFigure) one_line = NULL;
  g_autoptr (TrestleFigure) more = NULL;
  Scene scene;

  scene_init (&scene, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  one_line = scene_make_figure (&scene);
  for (guint i = 0; i < 40; i++)
    scene.words[i] = "caption";
  more = scene_make_figure (&scene);
  /* 40 words of at least 24 points each in lines of 239. */
  g_assert_cmpfloat (trestle_figure_get_height (more) - trestle_figure_get_height (one_line), >, 3 * 11.0);
  g_assert_cmpfloat (trestle_figure_get_width (more), ==, trestle_figure_get_width (one_line));
}

static guint32
get_surface_pixel (cairo_surface_t *surface, guint x, guint y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return ((const guint32 *) (data + y * (gsize) cairo_image_surface_get_stride (surface)))[x] & 0xffffff;
}

/* The figure itself, two pixels to the point, as pixels that nothing was written over. */
static cairo_surface_t *
draw_figure (const TrestleFigure *figure)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (2.0 * trestle_figure_get_width (figure)),
                                                         (int) ceil (2.0 * trestle_figure_get_height (figure)));
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, 2.0, 2.0);
  trestle_figure_draw (figure, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* What is drawn beyond the rim would be cut off, and so would be seen on it. */
static void
check_rim (const Scene *scene)
{
  g_autoptr (TrestleFigure) figure = scene_make_figure (scene);
  cairo_surface_t *surface = draw_figure (figure);
  guint right = (guint) cairo_image_surface_get_width (surface) - 1;
  guint bottom = (guint) cairo_image_surface_get_height (surface) - 1;

  for (guint x = 0; x <= right; x++)
    {
      g_assert_cmphex (get_surface_pixel (surface, x, 0), ==, 0xffffff);
      g_assert_cmphex (get_surface_pixel (surface, x, bottom), ==, 0xffffff);
    }
  for (guint y = 0; y <= bottom; y++)
    {
      g_assert_cmphex (get_surface_pixel (surface, 0, y), ==, 0xffffff);
      g_assert_cmphex (get_surface_pixel (surface, right, y), ==, 0xffffff);
    }
  cairo_surface_destroy (surface);
  figure_assert_legible (figure);
}

static void
test_nothing_is_cut_off (void)
{
  static const double widths[] = { 60, 85, 119, 120, 170 };

  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
      {
        Scene scene;

        scene_init (&scene, block);
        scene.width_mm = widths[i];
        g_test_message ("%s at %g mm", trestle_block_get_name (block), widths[i]);
        check_rim (&scene);
        for (guint j = 0; j < 40; j++)
          scene.words[j] = j % 3 == 0 ? "incomprehensibilities-of-all-kinds-in-one-token" : "caption";
        check_rim (&scene);
      }
}

static void
test_svg_has_plain_pictures (Fixture *fixture, gconstpointer data)
{
  Scene scene;
  g_autoptr (TrestleFigure) figure = NULL;
  g_autofree char *content = NULL;
  Svg svg;

  scene_init (&scene, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  scene.opacity = 0.5;
  figure = scene_make_figure (&scene);
  content = export_svg (fixture, figure);
  svg_parse (&svg, content);
  g_assert_cmpuint (svg.n_images, ==, 2);
  g_assert_cmpuint (svg.n_filters, ==, 0);
}

static void
test_words_that_are_no_text_are_drawn_as_something_that_is (Fixture *fixture, gconstpointer data)
{
  Scene scene;
  g_autoptr (GPtrArray) texts = NULL;

  scene_init (&scene, TRESTLE_BLOCK_CROSS_TEXT_SELF);
  scene.words[0] = "a\x01"
                   "b";
  scene.words[1] = "\xff";
  scene.words[2] = " ";
  scene.words[3] = "]]>&amp;";
  scene.words[4] = "";
  texts = scene_read_texts (&scene);
  g_assert_nonnull (figure_find_text (texts, "a␁b"));
  g_assert_nonnull (figure_find_text (texts, "\uFFFD"));
  g_assert_nonnull (figure_find_text (texts, "␣"));
  g_assert_nonnull (figure_find_text (texts, "]]>&amp;"));
}

static void
assert_csv (const Scene *scene, const char *expected)
{
  g_autoptr (TrestleFigure) figure = scene_make_figure (scene);
  g_autoptr (TrestleTable) table = trestle_figure_get_table (figure);
  g_autofree char *csv = trestle_table_to_csv (table, NULL);

  g_assert_cmpstr (csv, ==, expected);
}

static void
test_csv_of_patches_is_exact (Fixture *fixture, gconstpointer data)
{
  Scene scene;

  scene_init (&scene, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  scene.rows = 3;
  scene.columns = 2;
  assert_csv (&scene, "key,row,column,weight\r\n"
                      "0,,,0.25\r\n"
                      "1,1,1,0.5\r\n"
                      "2,1,2,0.05\r\n"
                      "3,2,1,0.05\r\n"
                      "4,2,2,0.05\r\n"
                      "5,3,1,0.05\r\n"
                      "6,3,2,0.05\r\n");
}

static void
test_csv_of_words_is_exact (Fixture *fixture, gconstpointer data)
{
  Scene scene;

  scene_init (&scene, TRESTLE_BLOCK_CROSS_IMAGE_CROSS);
  scene.words[1] = ",";
  scene.words[2] = "\"";
  scene.words[3] = "雪";
  assert_csv (&scene, "key,token,weight\r\n"
                      "0,<s>,0.25\r\n"
                      "1,\",\",0.5\r\n"
                      "2,\"\"\"\",0.083333336\r\n"
                      "3,雪,0.083333336\r\n"
                      "4,</s>,0.083333336\r\n");
}

/* Where no such locale is installed nothing is claimed. */
static void
test_numbers_have_points_in_every_locale (Fixture *fixture, gconstpointer data)
{
  static const char *const locales[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "nl_NL.UTF-8", "pt_BR.UTF-8", "ru_RU.UTF-8" };
  const char *found = NULL;
  Scene scene;
  g_autoptr (GPtrArray) texts = NULL;

  for (guint i = 0; found == NULL && i < G_N_ELEMENTS (locales); i++)
    found = setlocale (LC_ALL, locales[i]);
  if (found == NULL)
    {
      g_test_skip ("no locale with decimal commas is installed");
      return;
    }
  g_assert_cmpstr (localeconv ()->decimal_point, ==, ",");
  test_csv_of_patches_is_exact (fixture, data);
  test_svg_has_its_size_and_its_text (fixture, data);
  scene_init (&scene, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  texts = scene_read_texts (&scene);
  g_assert_nonnull (figure_find_text (texts, "0.1"));
  g_assert_nonnull (figure_find_text (texts, "shapes; class token 0.25"));
  setlocale (LC_ALL, "C.UTF-8");
}

/* (transfer full): what is drawn of a window onto a red image, on 8 x 8 pixels. */
static cairo_surface_t *
draw_window (const TrestleImageWindow *window)
{
  g_autoptr (TrestleImage) image = make_image (0xff0000);
  g_autoptr (TrestlePicture) picture = trestle_picture_new (image, window, 100);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 8, 8);
  cairo_t *cr = cairo_create (surface);

  trestle_picture_draw (picture, cr, 0, 0, 8, 8);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
check_window (const TrestleImageWindow *window, guint left, guint top, guint right, guint bottom)
{
  cairo_surface_t *surface = draw_window (window);

  for (guint y = 0; y < 8; y++)
    for (guint x = 0; x < 8; x++)
      {
        gboolean is_inside = x >= left && x < right && y >= top && y < bottom;

        g_assert_cmphex (get_surface_pixel (surface, x, y), ==, is_inside ? 0xff0000 : 0);
      }
  cairo_surface_destroy (surface);
}

static void
test_outside_of_the_image_is_black (void)
{
  check_window (&(TrestleImageWindow){ 0, 0, 8, 8 }, 0, 0, 8, 8);
  check_window (&(TrestleImageWindow){ -4, 0, 16, 16 }, 2, 0, 6, 4);
  check_window (&(TrestleImageWindow){ 0, -8, 8, 16 }, 0, 4, 8, 8);
  check_window (&(TrestleImageWindow){ 2.5, 2.5, 4, 4 }, 0, 0, 8, 8);
  check_window (&(TrestleImageWindow){ 20, 20, 8, 8 }, 0, 0, 0, 0);
}

static void
test_window_shows_its_part_of_the_image (void)
{
  g_autoptr (TrestleImage) image = make_image (0x0000ff);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 4, 4);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (TrestlePicture) picture = NULL;

  memcpy (image->pixels + (5 * 8 + 6) * 3, (guint8[]){ 255, 255, 0 }, 3);
  picture = trestle_picture_new (image, &(TrestleImageWindow){ 4, 3, 4, 4 }, 100);
  trestle_picture_draw (picture, cr, 0, 0, 4, 4);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint y = 0; y < 4; y++)
    for (guint x = 0; x < 4; x++)
      g_assert_cmphex (get_surface_pixel (surface, x, y), ==, x == 2 && y == 2 ? 0xffff00 : 0x0000ff);
  cairo_surface_destroy (surface);
}

/* Two patches on 6 x 4 pixels, with a rim of 1: every pixel has one of three colours, none in between. */
static void
check_heat (double opacity, guint32 strong, guint32 weak)
{
  g_autoptr (TrestleAttentionMap) map = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 8, 6);
  cairo_t *cr = cairo_create (surface);
  Scene scene;

  scene_init (&scene, TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  scene.rows = 1;
  map = scene_make_map (&scene);
  map->weights[2] = 0.0;
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  trestle_heat_paint (cr, map, TRESTLE_COLORMAP_INFERNO, opacity, map->max, 1, 1, 6, 4);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint y = 0; y < 6; y++)
    for (guint x = 0; x < 8; x++)
      {
        gboolean is_inside = x >= 1 && x < 7 && y >= 1 && y < 5;

        g_assert_cmphex (get_surface_pixel (surface, x, y), ==, !is_inside ? 0xffffff : x < 4 ? strong : weak);
      }
  cairo_surface_destroy (surface);
}

static void
test_heat_has_crisp_edges (void)
{
  check_heat (1.0, 0xfcffa4, 0x000004); /* the ends of inferno */
  check_heat (0.0, 0xffffff, 0xffffff);
}

static void
check_ticks (double min, double max, guint most, const char *const *labels, const char *name)
{
  g_autofree char *axis = NULL;
  TrestleTicks ticks;

  trestle_ticks_init (&ticks, min, max, most);
  g_assert_cmpuint (ticks.count, ==, g_strv_length ((char **) labels));
  for (guint i = 0; labels[i] != NULL; i++)
    {
      g_autofree char *label = trestle_ticks_get_label (&ticks, i);

      g_assert_cmpstr (label, ==, labels[i]);
    }
  axis = trestle_ticks_name_axis (&ticks, "weight");
  g_assert_cmpstr (axis, ==, name);
}

static void
test_ticks_are_round (void)
{
  check_ticks (0, 1, 6, (const char *[]){ "0.0", "0.2", "0.4", "0.6", "0.8", "1.0", NULL }, "weight");
  check_ticks (0, 0.3, 4, (const char *[]){ "0.0", "0.1", "0.2", "0.3", NULL }, "weight");
  check_ticks (0, 0.09, 6, (const char *[]){ "0.00", "0.02", "0.04", "0.06", "0.08", NULL }, "weight");
  check_ticks (0, 6.2, 4, (const char *[]){ "0", "2", "4", "6", NULL }, "weight");
  check_ticks (-12, 11, 5, (const char *[]){ "−10", "−5", "0", "5", "10", NULL }, "weight");
  check_ticks (0, 0.0043, 6, (const char *[]){ "0", "1", "2", "3", "4", NULL }, "weight (×10⁻³)");
  check_ticks (0, 1.2e-12, 3, (const char *[]){ "0.0", "0.5", "1.0", NULL }, "weight (×10⁻¹²)");
  check_ticks (0, 250000, 3, (const char *[]){ "0", "1", "2", NULL }, "weight (×10⁵)");
}

static void
test_ticks_are_never_more_than_asked_for (void)
{
  for (guint most = 2; most < 12; most++)
    for (double max = 1e-6; max < 1e6; max *= 1.37)
      {
        TrestleTicks ticks;

        trestle_ticks_init (&ticks, 0.0, max, most);
        g_assert_cmpuint (ticks.count, >=, 1);
        g_assert_cmpuint (ticks.count, <=, most);
        g_assert_cmpfloat (trestle_ticks_get_value (&ticks, ticks.count - 1), <=, max * (1.0 + 1e-9));
        /* Another step would have been too far. */
        g_assert_cmpfloat (trestle_ticks_get_value (&ticks, ticks.count), >, max);
      }
}

static void
test_text_is_cut_to_its_room (void)
{
  double width = trestle_text_measure (NULL, "incomprehensibilities", FALSE);
  g_autofree char *whole = trestle_text_fit (NULL, "incomprehensibilities", FALSE, width);
  g_autofree char *half = trestle_text_fit (NULL, "incomprehensibilities", FALSE, width / 2.0);
  g_autofree char *none = trestle_text_fit (NULL, "incomprehensibilities", FALSE, 0.0);

  g_assert_cmpstr (whole, ==, "incomprehensibilities");
  g_assert_true (g_str_has_prefix (half, "incomp"));
  g_assert_true (g_str_has_suffix (half, "…"));
  g_assert_cmpfloat (trestle_text_measure (NULL, half, FALSE), <=, width / 2.0);
  g_assert_cmpfloat (trestle_text_measure (NULL, half, FALSE), >, width / 3.0);
  g_assert_cmpstr (none, ==, "…");
}

#define ADD(name, function) g_test_add ("/figure/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

static void
add_export_tests (void)
{
  ADD ("png-has-the-pixels-and-the-resolution-asked-for", test_png_has_the_pixels_and_the_resolution_asked_for);
  ADD ("pdf-is-a-page-of-the-figures-size", test_pdf_is_a_page_of_the_figures_size);
  ADD ("pdf-has-its-text-in-a-font", test_pdf_has_its_text_in_a_font);
  ADD ("svg-has-its-size-and-its-text", test_svg_has_its_size_and_its_text);
  ADD ("csv-is-the-table", test_csv_is_the_table);
  ADD ("ending-may-be-upper-case", test_ending_may_be_upper_case);
  ADD ("other-endings-are-refused", test_other_endings_are_refused);
  ADD ("resolutions-without-a-picture-are-refused", test_resolutions_without_a_picture_are_refused);
  ADD ("missing-folder-is-named", test_missing_folder_is_named);
  ADD ("folder-in-the-way-is-left-alone", test_folder_in_the_way_is_left_alone);
  ADD ("failure-leaves-the-older-file", test_failure_leaves_the_older_file);
  ADD ("older-file-is-replaced", test_older_file_is_replaced);
}

static void
add_attention_tests (void)
{
  ADD ("title-says-what-is-drawn", test_title_says_what_is_drawn);
  ADD ("caption-and-round-ticks-are-there", test_caption_and_round_ticks_are_there);
  ADD ("vision-tower-has-no-caption", test_vision_tower_has_no_caption);
  ADD ("query-is-marked", test_query_is_marked);
  ADD ("image-is-beside-the-words-if-a-patch-asks", test_image_is_beside_the_words_if_a_patch_asks);
  ADD ("wide-figure-shows-the-bare-image-too", test_wide_figure_shows_the_bare_image_too);
  ADD ("heat-has-the-colors-of-the-scale", test_heat_has_the_colors_of_the_scale);
  ADD ("long-caption-wraps", test_long_caption_wraps);
  ADD ("svg-has-plain-pictures", test_svg_has_plain_pictures);
  ADD ("words-that-are-no-text-are-drawn-as-something-that-is", test_words_that_are_no_text_are_drawn_as_something_that_is);
  ADD ("csv-of-patches-is-exact", test_csv_of_patches_is_exact);
  ADD ("csv-of-words-is-exact", test_csv_of_words_is_exact);
  ADD ("numbers-have-points-in-every-locale", test_numbers_have_points_in_every_locale);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  add_export_tests ();
  add_attention_tests ();
  g_test_add_func ("/figure/nothing-is-cut-off", test_nothing_is_cut_off);
  g_test_add_func ("/figure/outside-of-the-image-is-black", test_outside_of_the_image_is_black);
  g_test_add_func ("/figure/window-shows-its-part-of-the-image", test_window_shows_its_part_of_the_image);
  g_test_add_func ("/figure/heat-has-crisp-edges", test_heat_has_crisp_edges);
  g_test_add_func ("/figure/ticks-are-round", test_ticks_are_round);
  g_test_add_func ("/figure/ticks-are-never-more-than-asked-for", test_ticks_are_never_more_than_asked_for);
  g_test_add_func ("/figure/text-is-cut-to-its-room", test_text_is_cut_to_its_room);
  return g_test_run ();
}
