/* Reads preprocessor_config.json; it comes with a model, so nothing in it is taken for granted. */
#include "core/error.h"
#include "core/formats/json-settings.h"
#include "core/input/preprocess-private.h"

#include <math.h>

/* A thousand bytes are usual. */
#define MAX_FILE_SIZE (32 * 1024)
#define BICUBIC 3

static gboolean
read_channels (JsonObject *object, const char *key, const char *name, double values[3], GError **error)
{
  JsonNode *node = trestle_json_find (object, key);
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) != 3)
    return trestle_json_set_error (name, key, "a list of 3 numbers", error);
  array = json_node_get_array (node);
  for (guint i = 0; i < 3; i++)
    {
      if (!trestle_json_is_number (json_array_get_element (array, i)))
        return trestle_json_set_error (name, key, "a list of 3 numbers", error);
      values[i] = json_array_get_double_element (array, i);
    }
  return TRUE;
}

/* A whole number of pixels from 1 to 4096. */
static gboolean
read_pixels (JsonNode *node, const char *key, const char *name, guint *value, GError **error)
{
  double pixels;

  if (!trestle_json_is_number (node))
    return trestle_json_set_error (name, key, "a number of pixels", error);
  pixels = json_node_get_double (node);
  if (pixels > TRESTLE_PREPROCESS_MAX_SIDE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” has a “%s” of %.15g; at most %u pixels are supported", name, key,
                   pixels, TRESTLE_PREPROCESS_MAX_SIDE);
      return FALSE;
    }
  if (pixels < 1.0 || pixels != floor (pixels))
    return trestle_json_set_error (name, key, "a number of pixels", error);
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
  JsonNode *node = trestle_json_find (object, key);
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
  return trestle_json_set_error (name, key,
                                 may_be_square ? "a number, a shortest edge or a height and width" : "a number or a shortest edge", error);
}

static gboolean
check_resample (JsonObject *object, const char *name, GError **error)
{
  double resample = BICUBIC;

  if (!trestle_json_read_number (object, "resample", name, &resample, error))
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
  JsonNode *divisor = trestle_json_find (object, "size_divisor");

  if (!trestle_json_read_boolean (object, "do_resize", name, &settings->do_resize, error)
      || !trestle_json_read_boolean (object, "do_center_crop", name, &settings->do_center_crop, error)
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
        return trestle_json_set_error (name, "image_std", "a list of 3 numbers above 0", error);
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

  if (!trestle_json_read_boolean (object, "do_rescale", name, &do_rescale, error)
      || !trestle_json_read_boolean (object, "do_normalize", name, &do_normalise, error)
      || !trestle_json_read_number (object, "rescale_factor", name, &settings->rescale_factor, error)
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

gboolean
trestle_preprocess_load (TrestlePreprocess *settings, const char *folder, guint image_size, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "preprocessor_config.json", NULL);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) load_error = NULL;

  trestle_preprocess_init (settings, image_size);
  root = trestle_json_file_read (path, MAX_FILE_SIZE, &load_error);
  if (root != NULL)
    return read_geometry (settings, json_node_get_object (root), name, error)
           && read_values (settings, json_node_get_object (root), name, error);
  if (g_error_matches (load_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&load_error));
  return FALSE;
}
