/* Reads preprocessor_config.json; it comes with a model, so nothing in it is taken for granted. */
#include "core/error.h"
#include "core/input/preprocess-private.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>

/* A thousand bytes are usual. The limit also keeps nested brackets from exhausting the stack of the parser, which recurses. */
#define MAX_FILE_SIZE (32 * 1024)
#define BICUBIC 3

static gboolean
set_value_error (const char *name, const char *key, const char *expected, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a “%s” that is not %s", name, key, expected);
  return FALSE;
}

/* (nullable): a key that is absent or null keeps its default. */
static JsonNode *
find_value (JsonObject *object, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  return node == NULL || JSON_NODE_HOLDS_NULL (node) ? NULL : node;
}

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_INT64 || json_node_get_value_type (node) == G_TYPE_DOUBLE)
         && isfinite (json_node_get_double (node));
}

static gboolean
read_boolean (JsonObject *object, const char *key, const char *name, gboolean *value, GError **error)
{
  JsonNode *node = find_value (object, key);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return set_value_error (name, key, "true or false", error);
  *value = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
read_number (JsonObject *object, const char *key, const char *name, double *value, GError **error)
{
  JsonNode *node = find_value (object, key);

  if (node == NULL)
    return TRUE;
  if (!is_number (node))
    return set_value_error (name, key, "a number", error);
  *value = json_node_get_double (node);
  return TRUE;
}

static gboolean
read_channels (JsonObject *object, const char *key, const char *name, double values[3], GError **error)
{
  JsonNode *node = find_value (object, key);
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 3)
    return set_value_error (name, key, "a list of 3 numbers", error);
  array = json_node_get_array (node);
  for (guint i = 0; i < 3; i++)
    {
      if (!is_number (json_array_get_element (array, i)))
        return set_value_error (name, key, "a list of 3 numbers", error);
      values[i] = json_array_get_double_element (array, i);
    }
  return TRUE;
}

/* A whole number of pixels from 1 to 4096. */
static gboolean
read_pixels (JsonNode *node, const char *key, const char *name, guint *value, GError **error)
{
  double pixels;

  if (!is_number (node))
    return set_value_error (name, key, "a number of pixels", error);
  pixels = json_node_get_double (node);
  if (pixels > TRESTLE_PREPROCESS_MAX_SIDE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” has a “%s” of %.15g; at most %u pixels are supported", name, key,
                   pixels, TRESTLE_PREPROCESS_MAX_SIDE);
      return FALSE;
    }
  if (pixels < 1.0 || pixels != floor (pixels))
    return set_value_error (name, key, "a number of pixels", error);
  *value = (guint) pixels;
  return TRUE;
}

/* Height and width, which must be the same: towers read squares. */
static gboolean
read_square (JsonObject *size, const char *key, const char *name, guint *value, GError **error)
{
  guint height, width;

  if (!read_pixels (json_object_get_member (size, "height"), key, name, &height, error)
      || !read_pixels (json_object_get_member (size, "width"), key, name, &width, error))
    return FALSE;
  if (height != width)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” has a “%s” of %u x %u pixels; only squares are supported", name,
                   key, width, height);
      return FALSE;
    }
  *value = height;
  return TRUE;
}

/* A size is a number or an object with either "shortest_edge" or, where @may_be_square, "height" and "width". */
static gboolean
read_size (JsonObject *object, const char *key, const char *name, gboolean may_be_square, guint *value, GError **error)
{
  JsonNode *node = find_value (object, key);
  JsonObject *size;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return read_pixels (node, key, name, value, error);
  size = json_node_get_object (node);
  if (json_object_has_member (size, "shortest_edge"))
    return read_pixels (json_object_get_member (size, "shortest_edge"), key, name, value, error);
  if (may_be_square && json_object_has_member (size, "height") && json_object_has_member (size, "width"))
    return read_square (size, key, name, value, error);
  return set_value_error (name, key, may_be_square ? "a number, a shortest edge or a height and width" : "a number or a shortest edge",
                          error);
}

static gboolean
check_resample (JsonObject *object, const char *name, GError **error)
{
  double resample = BICUBIC;

  if (!read_number (object, "resample", name, &resample, error))
    return FALSE;
  if (resample == BICUBIC)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED, "“%s” has a “resample” of %.15g; only %d (bicubic) is supported", name,
               resample, BICUBIC);
  return FALSE;
}

/* How images are resized and cropped. */
static gboolean
read_geometry (TrestlePreprocess *settings, JsonObject *object, const char *name, GError **error)
{
  JsonNode *divisor = find_value (object, "size_divisor");

  if (!read_boolean (object, "do_resize", name, &settings->do_resize, error)
      || !read_boolean (object, "do_center_crop", name, &settings->do_center_crop, error)
      || !read_size (object, "size", name, FALSE, &settings->shortest_edge, error)
      || !read_size (object, "crop_size", name, TRUE, &settings->crop_size, error))
    return FALSE;
  settings->size_divisor = MIN (TRESTLE_PREPROCESS_DIVISOR, settings->shortest_edge);
  if (divisor != NULL && !read_pixels (divisor, "size_divisor", name, &settings->size_divisor, error))
    return FALSE;
  if (settings->size_divisor > settings->shortest_edge)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a “size_divisor” of %u, which is above the “size” of %u", name,
                   settings->size_divisor, settings->shortest_edge);
      return FALSE;
    }
  return !settings->do_resize || check_resample (object, name, error);
}

/* Normalising is linear, so a channel is good if both of its ends are. */
static gboolean
check_values (const TrestlePreprocess *settings, const char *name, GError **error)
{
  for (guint channel = 0; channel < 3; channel++)
    {
      if ((float) settings->std[channel] <= 0.0f)
        return set_value_error (name, "image_std", "a list of 3 numbers above 0", error);
      if (!isfinite (trestle_preprocess_normalise (settings, channel, 0))
          || !isfinite (trestle_preprocess_normalise (settings, channel, 255)))
        {
          g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                       "“%s” has a “rescale_factor”, “image_mean” or “image_std” that makes pixels infinite", name);
          return FALSE;
        }
    }
  return TRUE;
}

/* How bytes become numbers. */
static gboolean
read_values (TrestlePreprocess *settings, JsonObject *object, const char *name, GError **error)
{
  gboolean do_rescale = TRUE;
  gboolean do_normalise = TRUE;

  if (!read_boolean (object, "do_rescale", name, &do_rescale, error) || !read_boolean (object, "do_normalize", name, &do_normalise, error)
      || !read_number (object, "rescale_factor", name, &settings->rescale_factor, error)
      || !read_channels (object, "image_mean", name, settings->mean, error)
      || !read_channels (object, "image_std", name, settings->std, error))
    return FALSE;
  if (!do_rescale)
    settings->rescale_factor = 1.0;
  for (guint channel = 0; channel < 3 && !do_normalise; channel++)
    {
      settings->mean[channel] = 0.0;
      settings->std[channel] = 1.0;
    }
  return check_values (settings, name, error);
}

static gboolean
parse_settings (TrestlePreprocess *settings, const char *content, gsize length, const char *name, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) parse_error = NULL;
  JsonNode *root;

  if (!g_utf8_validate (content, (gssize) length, NULL) || !json_parser_load_from_data (parser, content, (gssize) length, &parse_error))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” is not JSON: %s", name,
                   parse_error != NULL ? parse_error->message : "it is not UTF-8 text");
      return FALSE;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” is not a JSON object of image settings", name);
      return FALSE;
    }
  return read_geometry (settings, json_node_get_object (root), name, error)
         && read_values (settings, json_node_get_object (root), name, error);
}

/* Looked at before reading, so that a pipe cannot block and a huge file is not read for nothing. A missing file is the caller's to judge.
 */
static gboolean
check_file (const char *path, const char *name, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return TRUE;
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, G_FILE_ERROR, S_ISDIR (status.st_mode) ? G_FILE_ERROR_ISDIR : G_FILE_ERROR_FAILED,
                   "“%s” is not a regular file; JSON was expected", name);
      return FALSE;
    }
  if (status.st_size > MAX_FILE_SIZE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” has %" G_GINT64_FORMAT " bytes; image settings may have at most %d",
                   name, (gint64) status.st_size, MAX_FILE_SIZE);
      return FALSE;
    }
  return TRUE;
}

gboolean
trestle_preprocess_load (TrestlePreprocess *settings, const char *folder, guint image_size, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "preprocessor_config.json", NULL);
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *content = NULL;
  g_autoptr (GError) file_error = NULL;
  gsize length;

  trestle_preprocess_init (settings, image_size);
  if (!check_file (path, name, error))
    return FALSE;
  if (g_file_get_contents (path, &content, &length, &file_error))
    return parse_settings (settings, content, length, name, error);
  if (g_error_matches (file_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&file_error));
  return FALSE;
}
