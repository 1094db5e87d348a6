/* Preprocessing: resized pictures agree with Pillow's to the bit, pixels to 1e-6; settings files are believed only where they make sense.
 */
#include "core/error.h"
#include "core/input/preprocess.h"
#include "tests/synthetic.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define TOLERANCE 1e-6

/* The golden tensors, which are so few that a whole safetensors reader is not wanted here. */
typedef struct
{
  char *content;
  gsize length;
  gsize data;
  JsonParser *header;
} Golden;

static char *
golden_path (const char *name)
{
  return g_build_filename (g_getenv ("TRESTLE_GOLDEN"), "image", name, NULL);
}

static void
golden_open (Golden *golden)
{
  g_autofree char *path = golden_path ("preprocess.safetensors");
  g_autoptr (GError) error = NULL;
  guint64 header_length;

  g_file_get_contents (path, &golden->content, &golden->length, &error);
  g_assert_no_error (error);
  memcpy (&header_length, golden->content, sizeof header_length);
  header_length = GUINT64_FROM_LE (header_length);
  golden->data = sizeof header_length + header_length;
  golden->header = json_parser_new ();
  json_parser_load_from_data (golden->header, golden->content + sizeof header_length, (gssize) header_length, &error);
  g_assert_no_error (error);
}

static void
golden_close (Golden *golden)
{
  g_object_unref (golden->header);
  g_free (golden->content);
}

/* (nullable): where a tensor's bytes are, and its size of dimension @dimension. */
static const char *
golden_find (const Golden *golden, const char *name, guint dimension, guint *size)
{
  JsonObject *header = json_node_get_object (json_parser_get_root (golden->header));
  JsonObject *tensor;

  if (!json_object_has_member (header, name))
    return NULL;
  tensor = json_object_get_object_member (header, name);
  *size = (guint) json_array_get_int_element (json_object_get_array_member (tensor, "shape"), dimension);
  return golden->content + golden->data + json_array_get_int_element (json_object_get_array_member (tensor, "data_offsets"), 0);
}

/* A case has either all of a tensor's rows or every 37th. */
static const char *
find_rows (const Golden *golden, const char *name, const char *all, const char *some, guint dimension, guint *n_rows, guint *step)
{
  g_autofree char *all_name = g_strdup_printf ("%s.%s", name, all);
  g_autofree char *some_name = g_strdup_printf ("%s.%s", name, some);
  const char *rows = golden_find (golden, all_name, dimension, n_rows);

  *step = rows != NULL ? 1 : 37;
  if (rows == NULL)
    rows = golden_find (golden, some_name, dimension, n_rows);
  g_assert_nonnull (rows);
  return rows;
}

static void
check_resized (const Golden *golden, const char *name, const TrestlePreprocess *settings, const TrestleImage *picture, JsonArray *size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleImage) resized = trestle_preprocess_resize (settings, picture, name, &error);
  guint n_rows, step;
  const char *rows = find_rows (golden, name, "resized", "resized_rows", 0, &n_rows, &step);
  gsize row_size;

  g_assert_no_error (error);
  g_assert_cmpint (resized->height, ==, json_array_get_int_element (size, 0));
  g_assert_cmpint (resized->width, ==, json_array_get_int_element (size, 1));
  g_assert_cmpuint (n_rows, ==, (resized->height + step - 1) / step);
  row_size = (gsize) resized->width * 3;
  for (guint i = 0; i < n_rows; i++)
    g_assert_cmpmem (resized->pixels + i * step * row_size, row_size, rows + i * row_size, row_size);
}

static void
check_pixels (const Golden *golden, const char *name, const TrestlePreprocess *settings, const TrestleImage *picture)
{
  g_autoptr (GError) error = NULL;
  TrestleTensor pixels;
  guint n_rows, step;
  const char *rows = find_rows (golden, name, "pixels", "pixel_rows", 1, &n_rows, &step);

  trestle_preprocess_run (settings, picture, name, &pixels, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pixels.depth, ==, 3);
  g_assert_cmpuint (pixels.rows, ==, settings->shortest_edge);
  g_assert_cmpuint (pixels.columns, ==, settings->shortest_edge);
  g_assert_cmpuint (n_rows, ==, (pixels.rows + step - 1) / step);
  for (guint channel = 0; channel < 3; channel++)
    for (guint i = 0; i < n_rows; i++)
      for (gsize column = 0; column < pixels.columns; column++)
        {
          const float *row = pixels.data + (channel * pixels.rows + i * step) * pixels.stride;
          float expected;

          memcpy (&expected, rows + ((channel * n_rows + i) * pixels.columns + column) * sizeof expected, sizeof expected);
          g_assert_cmpfloat_with_epsilon (row[column], expected, TOLERANCE);
        }
  trestle_tensor_clear (&pixels);
}

/* tests/golden/image/preprocess.json and .safetensors: the bytes exactly, the pixels to 1e-6. */
static void
test_pictures_match_golden (void)
{
  g_autofree char *path = golden_path ("preprocess.json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *cases;
  Golden golden;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  cases = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (cases), ==, 7);
  golden_open (&golden);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      const char *name = json_object_get_string_member (object, "name");
      g_autoptr (TrestleImage) picture = synthetic_picture ((guint) json_object_get_int_member (object, "width"),
                                                            (guint) json_object_get_int_member (object, "height"));
      TrestlePreprocess settings;

      g_test_message ("%s", name);
      trestle_preprocess_init (&settings, (guint) json_object_get_int_member (object, "shortest_edge"));
      check_resized (&golden, name, &settings, picture, json_object_get_array_member (object, "resized"));
      check_pixels (&golden, name, &settings, picture);
    }
  golden_close (&golden);
}

static void
test_image_of_one_pixel_fills_the_crop (void)
{
  g_autoptr (TrestleImage) image = trestle_image_new (1, 1);
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings;
  TrestleTensor pixels;
  TrestleImageWindow window;

  memcpy (image->pixels, (guint8[]){ 255, 128, 0 }, 3);
  trestle_preprocess_init (&settings, 64);
  g_assert_true (trestle_preprocess_run (&settings, image, "dot.png", &pixels, &window, &error));
  g_assert_no_error (error);
  for (gsize channel = 0; channel < 3; channel++)
    for (gsize i = 0; i < 64 * 64; i++)
      {
        double value = (image->pixels[channel] / 255.0 - settings.mean[channel]) / settings.std[channel];

        g_assert_cmpfloat_with_epsilon (pixels.data[channel * 64 * 64 + i], value, TOLERANCE);
      }
  g_assert_cmpfloat (window.x, ==, 0.0);
  g_assert_cmpfloat (window.width, ==, 1.0);
  trestle_tensor_clear (&pixels);
}

static void
check_shape_error (guint width, guint height, const char *said)
{
  g_autoptr (TrestleImage) image = trestle_image_new (width, height);
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings;
  TrestleTensor pixels;

  trestle_preprocess_init (&settings, 288);
  g_assert_false (trestle_preprocess_run (&settings, image, "strip.png", &pixels, NULL, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "“strip.png”"));
  g_assert_nonnull (strstr (error->message, said));
  /* int (1333 / 800 * 288) = 479 pixels to 31.5, which is the least that rounds to 32 */
  g_assert_nonnull (strstr (error->message, "at most 15.2 times its shorter side"));
}

static void
test_image_far_wider_than_high_is_refused (void)
{
  check_shape_error (4000, 100, "4000 x 100 pixels, too wide for its height");
  check_shape_error (100, 4000, "100 x 4000 pixels, too high for its width");
}

/* The advice of the message before holds. */
static void
test_image_as_wide_as_advised_is_taken (void)
{
  g_autoptr (TrestleImage) image = synthetic_picture (1520, 100);
  g_autoptr (TrestleImage) resized = NULL;
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings;

  trestle_preprocess_init (&settings, 288);
  resized = trestle_preprocess_resize (&settings, image, "panorama.png", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (resized->width, ==, 448);
  g_assert_cmpuint (resized->height, ==, 32);
}

/* A crop without resizing or normalising shows where every pixel went. */
static void
check_crop (guint width, guint height, guint crop, gint x, gint y)
{
  g_autoptr (TrestleImage) image = synthetic_picture (width, height);
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings = { .do_resize = FALSE,
                                 .shortest_edge = 8,
                                 .size_divisor = 1,
                                 .do_center_crop = TRUE,
                                 .crop_size = crop,
                                 .rescale_factor = 1.0,
                                 .mean = { 0, 0, 0 },
                                 .std = { 1, 1, 1 } };
  TrestleTensor pixels;
  TrestleImageWindow window;

  g_assert_true (trestle_preprocess_run (&settings, image, "crop.png", &pixels, &window, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pixels.rows, ==, crop);
  g_assert_cmpuint (pixels.columns, ==, crop);
  g_assert_cmpfloat (window.x, ==, x);
  g_assert_cmpfloat (window.y, ==, y);
  g_assert_cmpfloat (window.width, ==, crop);
  g_assert_cmpfloat (window.height, ==, crop);
  for (gint i = 0; i < (gint) (crop * crop * 3); i++)
    {
      gint channel = i / (gint) (crop * crop);
      gint row = i / (gint) crop % (gint) crop + y;
      gint column = i % (gint) crop + x;
      gboolean is_inside = row >= 0 && row < (gint) height && column >= 0 && column < (gint) width;

      g_assert_cmpfloat (pixels.data[i], ==, is_inside ? image->pixels[(row * (gint) width + column) * 3 + channel] : 0);
    }
  trestle_tensor_clear (&pixels);
}

/* Half a pixel goes to the left and to the top: (7 - 4) / 2 = 1, and (4 - 7) / 2 = -2. */
static void
test_crop_takes_the_center_and_pads_with_black (void)
{
  check_crop (8, 8, 4, 2, 2);
  check_crop (7, 9, 4, 1, 2);
  check_crop (4, 3, 7, -2, -2);
  check_crop (4, 5, 8, -2, -2);
  check_crop (9, 4, 7, 1, -2);
  check_crop (2, 11, 5, -2, 3);
  check_crop (1, 1, 1, 0, 0);
}

static void
test_window_is_in_pixels_of_the_original (void)
{
  g_autoptr (TrestleImage) image = synthetic_picture (640, 480);
  TrestlePreprocess settings;
  TrestleTensor pixels;
  TrestleImageWindow window;

  trestle_preprocess_init (&settings, 288);
  g_assert_true (trestle_preprocess_run (&settings, image, "wide.png", &pixels, &window, NULL));
  /* resized to 384 x 288, cropped from 48 to 336 */
  g_assert_cmpfloat_with_epsilon (window.x, 80.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (window.width, 480.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (window.y, 0.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (window.height, 480.0, 1e-9);
  trestle_tensor_clear (&pixels);
}

static void
test_image_is_kept_whole_without_crop (void)
{
  g_autoptr (TrestleImage) image = synthetic_picture (640, 480);
  g_autoptr (TrestleImage) long_image = trestle_image_new (4097, 1);
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings;
  TrestleTensor pixels;
  TrestleImageWindow window;

  trestle_preprocess_init (&settings, 64);
  settings.do_center_crop = FALSE;
  g_assert_true (trestle_preprocess_run (&settings, image, "whole.png", &pixels, &window, NULL));
  g_assert_cmpuint (pixels.rows, ==, 64);
  g_assert_cmpuint (pixels.columns, ==, 64);
  g_assert_cmpfloat (window.width, ==, 640.0);
  trestle_tensor_clear (&pixels);
  settings.do_resize = FALSE;
  g_assert_false (trestle_preprocess_run (&settings, long_image, "long.png", &pixels, &window, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "“long.png”"));
}

/* Writes @json as the settings of a new folder, loads them and removes both. */
static gboolean
load_settings (const char *json, gssize length, TrestlePreprocess *settings, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("trestle-preprocess-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "preprocessor_config.json", NULL);
  gboolean loaded;

  g_assert_true (g_file_set_contents (path, json, length, NULL));
  loaded = trestle_preprocess_load (settings, folder, 224, error);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return loaded;
}

static void
assert_defaults (const TrestlePreprocess *settings, guint size)
{
  g_assert_true (settings->do_resize && settings->do_center_crop);
  g_assert_cmpuint (settings->shortest_edge, ==, size);
  g_assert_cmpuint (settings->size_divisor, ==, 32);
  g_assert_cmpuint (settings->crop_size, ==, 0);
  g_assert_cmpfloat_with_epsilon (settings->rescale_factor, 1.0 / 255.0, 1e-15);
  g_assert_cmpfloat_with_epsilon (settings->mean[2], 0.40821073, 1e-7);
  g_assert_cmpfloat_with_epsilon (settings->std[0], 0.26862954, 1e-7);
}

static void
test_settings_default_to_the_published_ones (void)
{
  g_autofree char *demo = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", NULL);
  g_autofree char *samples = g_build_filename (g_getenv ("TRESTLE_DATA"), "samples", NULL);
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings;

  g_assert_true (trestle_preprocess_load (&settings, samples, 288, &error));
  g_assert_no_error (error);
  assert_defaults (&settings, 288);
  g_assert_true (load_settings ("{\"size\": null, \"crop_size\": null, \"do_pad\": true}", -1, &settings, &error));
  g_assert_no_error (error);
  assert_defaults (&settings, 224);
  g_assert_true (trestle_preprocess_load (&settings, demo, 288, &error));
  g_assert_no_error (error);
  assert_defaults (&settings, 128);
}

static void
test_settings_are_read (void)
{
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings;

  g_assert_true (
      load_settings ("{\"size\": 384, \"crop_size\": {\"height\": 96, \"width\": 96}, \"size_divisor\": 16, \"rescale_factor\": 0.5,"
                     " \"image_mean\": [0.5, 0, -1], \"image_std\": [1, 2, 0.25], \"resample\": 3}",
                     -1, &settings, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (settings.shortest_edge, ==, 384);
  g_assert_cmpuint (settings.crop_size, ==, 96);
  g_assert_cmpuint (settings.size_divisor, ==, 16);
  g_assert_cmpfloat (settings.rescale_factor, ==, 0.5);
  g_assert_cmpfloat (settings.mean[2], ==, -1.0);
  g_assert_cmpfloat (settings.std[2], ==, 0.25);
}

static void
test_settings_switch_steps_off (void)
{
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings;

  g_assert_true (
      load_settings ("{\"do_resize\": false, \"resample\": 2, \"do_rescale\": false, \"do_normalize\": false, \"do_center_crop\": false,"
                     " \"crop_size\": {\"shortest_edge\": 40}}",
                     -1, &settings, &error));
  g_assert_no_error (error);
  g_assert_false (settings.do_resize || settings.do_center_crop);
  g_assert_cmpuint (settings.crop_size, ==, 40);
  g_assert_cmpfloat (settings.rescale_factor, ==, 1.0);
  g_assert_cmpfloat (settings.mean[0], ==, 0.0);
  g_assert_cmpfloat (settings.std[0], ==, 1.0);
}

static void
test_settings_that_make_no_sense_are_refused (void)
{
  static const struct
  {
    const char *json;
    TrestleError code;
  } cases[] = {
    { "", TRESTLE_ERROR_INVALID },
    { "{", TRESTLE_ERROR_INVALID },
    { "[1, 2]", TRESTLE_ERROR_INVALID },
    { "\xFF\xFE", TRESTLE_ERROR_INVALID },
    { "{\"size\": 0}", TRESTLE_ERROR_INVALID },
    { "{\"size\": -288}", TRESTLE_ERROR_INVALID },
    { "{\"size\": 12.5}", TRESTLE_ERROR_INVALID },
    { "{\"size\": \"large\"}", TRESTLE_ERROR_INVALID },
    { "{\"size\": [288]}", TRESTLE_ERROR_INVALID },
    { "{\"size\": {\"longest_edge\": 288}}", TRESTLE_ERROR_INVALID },
    { "{\"size\": {\"shortest_edge\": null}}", TRESTLE_ERROR_INVALID },
    { "{\"size\": 4097}", TRESTLE_ERROR_TOO_LARGE },
    { "{\"size\": 1e300}", TRESTLE_ERROR_TOO_LARGE },
    { "{\"size\": 9223372036854775807}", TRESTLE_ERROR_TOO_LARGE },
    { "{\"crop_size\": {\"height\": 5000, \"width\": 5000}}", TRESTLE_ERROR_TOO_LARGE },
    { "{\"crop_size\": {\"height\": 224, \"width\": 112}}", TRESTLE_ERROR_UNSUPPORTED },
    { "{\"crop_size\": {\"height\": 224}}", TRESTLE_ERROR_INVALID },
    { "{\"size_divisor\": 0}", TRESTLE_ERROR_INVALID },
    { "{\"size\": 64, \"size_divisor\": 65}", TRESTLE_ERROR_INVALID },
    { "{\"resample\": 2}", TRESTLE_ERROR_UNSUPPORTED },
    { "{\"resample\": \"bicubic\"}", TRESTLE_ERROR_INVALID },
    { "{\"do_resize\": 1}", TRESTLE_ERROR_INVALID },
    { "{\"rescale_factor\": 1e999}", TRESTLE_ERROR_INVALID },
    { "{\"rescale_factor\": 1e300}", TRESTLE_ERROR_INVALID },
    { "{\"image_mean\": 0.5}", TRESTLE_ERROR_INVALID },
    { "{\"image_mean\": [0.5, 0.5]}", TRESTLE_ERROR_INVALID },
    { "{\"image_mean\": [0.5, 0.5, null]}", TRESTLE_ERROR_INVALID },
    { "{\"image_std\": [1, 0, 1]}", TRESTLE_ERROR_INVALID },
    { "{\"image_std\": [1, 1, -1]}", TRESTLE_ERROR_INVALID },
    { "{\"image_std\": [1, 1, 1e-300]}", TRESTLE_ERROR_INVALID },
    { "{\"image_std\": [1, 1, 1e-40]}", TRESTLE_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].json, NULL); /* not every case is text */
      g_autoptr (GError) error = NULL;
      TrestlePreprocess settings;

      g_test_message ("%s", shown);
      g_assert_false (load_settings (cases[i].json, -1, &settings, &error));
      g_assert_error (error, TRESTLE_ERROR, (gint) cases[i].code);
      g_assert_nonnull (strstr (error->message, "preprocessor_config.json”"));
    }
}

static void
test_settings_file_of_brackets_is_refused (void)
{
  static const gsize lengths[] = { 1000, 30000, 40000, 4000000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *json = g_malloc (lengths[i]);
      TrestleError code = lengths[i] > 32768 ? TRESTLE_ERROR_TOO_LARGE : TRESTLE_ERROR_INVALID;
      g_autoptr (GError) error = NULL;
      TrestlePreprocess settings;

      /* Well formed, so that the parser also has to free what it built. */
      memset (json, '[', lengths[i] / 2);
      memset (json + lengths[i] / 2, ']', lengths[i] / 2);
      g_assert_false (load_settings (json, (gssize) lengths[i], &settings, &error));
      g_assert_error (error, TRESTLE_ERROR, (gint) code);
    }
}

static void
test_settings_that_are_a_folder_are_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp ("trestle-preprocess-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "preprocessor_config.json", NULL);
  g_autoptr (GError) error = NULL;
  TrestlePreprocess settings;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (trestle_preprocess_load (&settings, folder, 288, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* The original repositories cut the middle out of an image of any shape, without changing it first. */
static void
test_original_settings_keep_the_shape (void)
{
  TrestlePreprocess settings;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleImage) picture = synthetic_picture (500, 100);
  g_autoptr (TrestleImage) resized = NULL;
  g_autoptr (TrestleImage) strip = trestle_image_new (900000, 2);
  TrestleTensor pixels;

  trestle_preprocess_init_original (&settings, 48, TRUE);
  resized = trestle_preprocess_resize (&settings, picture, "picture", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (resized->width, ==, 240);
  g_assert_cmpuint (resized->height, ==, 48);
  g_assert_true (trestle_preprocess_run (&settings, picture, "picture", &pixels, NULL, &error));
  g_assert_cmpuint (pixels.columns, ==, 48);
  g_assert_cmpfloat_with_epsilon (pixels.data[0], resized->pixels[96 * 3] / 127.5 - 1.0, 1e-6);
  trestle_tensor_clear (&pixels);
  memset (strip->pixels, 0, 900000 * 2 * 3);
  g_assert_null (trestle_preprocess_resize (&settings, strip, "strip.png", &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "strip.png"));
}

/*
 * As torchvision: the longer side is int (48 * longer / shorter), the crop starts at round ((longer - 48) / 2.0), where Python rounds
 * halves to even. The picture needs no resizing, so the window says where the crop began.
 */
static void
check_original_crop (guint width, guint start)
{
  TrestlePreprocess settings;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleImage) picture = synthetic_picture (width, 48);
  g_autoptr (TrestleImage) turned = synthetic_picture (48, width);
  TrestleTensor pixels;
  TrestleImageWindow window;

  trestle_preprocess_init_original (&settings, 48, TRUE);
  g_assert_true (trestle_preprocess_run (&settings, picture, "wide", &pixels, &window, &error));
  g_assert_cmpfloat_with_epsilon (window.x, start, 1e-9);
  g_assert_cmpfloat (window.y, ==, 0);
  trestle_tensor_clear (&pixels);
  g_assert_true (trestle_preprocess_run (&settings, turned, "high", &pixels, &window, &error));
  g_assert_cmpfloat_with_epsilon (window.y, start, 1e-9);
  g_assert_cmpfloat (window.x, ==, 0);
  trestle_tensor_clear (&pixels);
}

static void
test_original_settings_round_half_pixels_to_even (void)
{
  check_original_crop (48, 0);
  check_original_crop (49, 0); /* 0.5 */
  check_original_crop (50, 1);
  check_original_crop (51, 2); /* 1.5 */
  check_original_crop (53, 2); /* 2.5 */
  check_original_crop (55, 4); /* 3.5 */
}

static void
test_original_settings_cut_the_longer_side (void)
{
  TrestlePreprocess settings;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleImage) picture = synthetic_picture (101, 80);
  g_autoptr (TrestleImage) resized = NULL;

  trestle_preprocess_init_original (&settings, 48, FALSE);
  resized = trestle_preprocess_resize (&settings, picture, "picture", &error); /* 48 * 101 / 80 = 60.6 */
  g_assert_no_error (error);
  g_assert_cmpuint (resized->width, ==, 60);
  g_assert_cmpuint (resized->height, ==, 48);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preprocess/pictures-match-golden", test_pictures_match_golden);
  g_test_add_func ("/preprocess/image-of-one-pixel-fills-the-crop", test_image_of_one_pixel_fills_the_crop);
  g_test_add_func ("/preprocess/image-far-wider-than-high-is-refused", test_image_far_wider_than_high_is_refused);
  g_test_add_func ("/preprocess/image-as-wide-as-advised-is-taken", test_image_as_wide_as_advised_is_taken);
  g_test_add_func ("/preprocess/crop-takes-the-center-and-pads-with-black", test_crop_takes_the_center_and_pads_with_black);
  g_test_add_func ("/preprocess/window-is-in-pixels-of-the-original", test_window_is_in_pixels_of_the_original);
  g_test_add_func ("/preprocess/image-is-kept-whole-without-crop", test_image_is_kept_whole_without_crop);
  g_test_add_func ("/preprocess/settings-default-to-the-published-ones", test_settings_default_to_the_published_ones);
  g_test_add_func ("/preprocess/settings-are-read", test_settings_are_read);
  g_test_add_func ("/preprocess/settings-switch-steps-off", test_settings_switch_steps_off);
  g_test_add_func ("/preprocess/settings-that-make-no-sense-are-refused", test_settings_that_make_no_sense_are_refused);
  g_test_add_func ("/preprocess/settings-file-of-brackets-is-refused", test_settings_file_of_brackets_is_refused);
  g_test_add_func ("/preprocess/settings-that-are-a-folder-are-refused", test_settings_that_are_a_folder_are_refused);
  g_test_add_func ("/preprocess/original-settings-keep-the-shape", test_original_settings_keep_the_shape);
  g_test_add_func ("/preprocess/original-settings-round-half-pixels-to-even", test_original_settings_round_half_pixels_to_even);
  g_test_add_func ("/preprocess/original-settings-cut-the-longer-side", test_original_settings_cut_the_longer_side);
  return g_test_run ();
}
