/* Reads a workspace that nobody vouches for: every value is checked, and an error names the file and what is wrong with it. */
#include <gio/gio.h>
#include <string.h>

#include "core/error.h"
#include "core/formats/json-settings.h"
#include "ui/workbench.h"
#include "ui/workspace-private.h"

static const char *const pages[] = { TRESTLE_PAGE_ATTENTION, TRESTLE_PAGE_DIVERGENCE, TRESTLE_PAGE_BRIDGES, TRESTLE_PAGE_COMPARE,
                                     TRESTLE_PAGE_ARCHITECTURE };

/**
 * Reading:
 * @folder: of the file
 * @name: what errors call the file
 * @room: bytes that pictures may still take
 */
typedef struct
{
  TrestleWorkspace *workspace;
  GFile *folder;
  const char *name;
  gsize room;
} Reading;

static gboolean
fail (Reading *reading, const char *key, const char *expected, GError **error)
{
  return trestle_json_set_error (reading->name, key, expected, error);
}

static gboolean
read_index (Reading *reading, JsonObject *object, const char *key, guint *value, GError **error)
{
  return trestle_json_read_size (object, key, reading->name, 0, TRESTLE_WORKSPACE_MAX_INDEX, value, error);
}

/* A whole number that may be negative, from @least up. */
static gboolean
read_signed (Reading *reading, JsonObject *object, const char *key, gint least, gint *value, GError **error)
{
  JsonNode *node = trestle_json_find (object, key);
  gint64 number;

  if (node == NULL)
    return TRUE;
  if (!trestle_json_is_number (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return fail (reading, key, "a whole number", error);
  number = json_node_get_int (node);
  if (number < least || number > TRESTLE_WORKSPACE_MAX_INDEX)
    return fail (reading, key, "a number that anything in a run has", error);
  *value = (gint) number;
  return TRUE;
}

/* (nullable): an array of at most @most; one that is absent is empty. */
static gboolean
read_array (Reading *reading, JsonObject *object, const char *key, guint most, JsonArray **array, GError **error)
{
  JsonNode *node = trestle_json_find (object, key);

  *array = trestle_json_array (node);
  if (node != NULL && *array == NULL)
    return fail (reading, key, "a list in brackets", error);
  if (*array == NULL || json_array_get_length (*array) <= most)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” has a “%s” of %u; a workspace may have at most %u", reading->name, key,
               json_array_get_length (*array), most);
  return FALSE;
}

static gboolean
read_block (Reading *reading, JsonObject *object, TrestleBlock *block, GError **error)
{
  const char *name = NULL;

  if (!trestle_json_read_string (object, "block", reading->name, &name, error))
    return FALSE;
  if (name == NULL)
    return TRUE;
  for (TrestleBlock found = 0; found < TRESTLE_N_BLOCKS; found++)
    if (g_str_equal (name, trestle_block_get_name (found)))
      {
        *block = found;
        return TRUE;
      }
  return fail (reading, "block", "one of a model's blocks, such as “cross_text_cross”", error);
}

static gboolean
read_stand_in (Reading *reading, JsonNode *node, const char *key, TrestleStandIn *stand_in, GError **error)
{
  const char *name = trestle_json_string (node);

  if (name != NULL && trestle_stand_in_parse (name, stand_in))
    return TRUE;
  return fail (reading, key, "“none”, “zero”, “mean” or “last”", error);
}

static gboolean
read_task (Reading *reading, JsonObject *object, TrestleWindowTask *task, GError **error)
{
  const char *name = NULL;
  const TrestleTaskWords *words;

  if (!trestle_json_read_string (object, "task", reading->name, &name, error))
    return FALSE;
  if (name == NULL)
    return TRUE;
  words = trestle_tasks_find_by_name (name);
  if (words == NULL)
    return fail (reading, "task", "one of “match”, “fill”, “ask”, “rank”, “entail” and “reason”", error);
  *task = words->task;
  return TRUE;
}

/* (transfer full) (nullable): the file that @object says, by path or by address; %NULL with no error if it says none. */
static gboolean
read_place (Reading *reading, JsonObject *object, GFile **file, GError **error)
{
  const char *path = NULL, *uri = NULL;

  *file = NULL;
  if (!trestle_json_read_string (object, "path", reading->name, &path, error)
      || !trestle_json_read_string (object, "uri", reading->name, &uri, error))
    return FALSE;
  if (path != NULL && (*path == '\0' || uri != NULL))
    return fail (reading, "path", "the path of a file, or stands beside a “uri”", error);
  if (uri != NULL && !g_uri_is_valid (uri, G_URI_FLAGS_ENCODED, NULL))
    return fail (reading, "uri", "the address of a file", error);
  if (path != NULL)
    *file = g_file_resolve_relative_path (reading->folder, path);
  else if (uri != NULL)
    *file = g_file_new_for_uri (uri);
  return TRUE;
}

/* What is on another machine counts as missing: a file that was opened by a double click does not get to call there. */
static void
note_if_missing (Reading *reading, GFile *file)
{
  if (!g_file_is_native (file) || !g_file_query_exists (file, NULL))
    g_ptr_array_add (reading->workspace->missing, g_file_get_parse_name (file));
}

/* Always FALSE. */
static gboolean
fail_picture_room (Reading *reading, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” has pictures in it of more than %u MB; it was not written by Trestle",
               reading->name, TRESTLE_WORKSPACE_MAX_PICTURES >> 20);
  return FALSE;
}

/* (transfer full) (nullable) */
static TrestleImageSource *
read_picture (Reading *reading, const char *encoded, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize length = strlen (encoded);
  guchar *data;

  if (length == 0 || length % 4 != 0 || strspn (encoded, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") != length)
    {
      fail (reading, "picture", "the bytes of a PNG or JPEG file in base64", error);
      return NULL;
    }
  data = g_base64_decode (encoded, &length);
  bytes = g_bytes_new_take (data, length);
  if (length > reading->room)
    {
      fail_picture_room (reading, error);
      return NULL;
    }
  reading->room -= length;
  return trestle_image_source_new_bytes (bytes);
}

/* (transfer full) (nullable) */
static TrestleImageSource *
read_source (Reading *reading, JsonObject *object, GError **error)
{
  const char *picture = NULL;
  g_autoptr (GFile) file = NULL;

  if (!trestle_json_read_string (object, "picture", reading->name, &picture, error) || !read_place (reading, object, &file, error))
    return NULL;
  if ((picture != NULL) == (file != NULL))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” has an image without one of “path”, “uri” and “picture”, or with several: say where it is", reading->name);
      return NULL;
    }
  if (picture != NULL)
    return read_picture (reading, picture, error);
  note_if_missing (reading, file);
  return trestle_image_source_new_file (file);
}

static gboolean
read_texts (Reading *reading, JsonObject *object, TrestleTaskTexts *texts, GError **error)
{
  guint n_tasks;
  const TrestleTaskWords *tasks = trestle_tasks_list (&n_tasks);
  JsonObject *list = NULL;

  if (!trestle_json_read_object (object, "texts", reading->name, &list, error))
    return FALSE;
  for (guint i = 0; list != NULL && i < n_tasks; i++)
    {
      const char *text = "";

      if (!trestle_json_read_string (list, tasks[i].name, reading->name, &text, error))
        return FALSE;
      if (strlen (text) > TRESTLE_WORKSPACE_MAX_TEXT)
        {
          g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE, "“%s” has a text of %" G_GSIZE_FORMAT " bytes; at most %u are read",
                       reading->name, strlen (text), TRESTLE_WORKSPACE_MAX_TEXT);
          return FALSE;
        }
      trestle_task_texts_set (texts, tasks[i].task, text);
    }
  return TRUE;
}

static gboolean
read_image (Reading *reading, JsonNode *node, GError **error)
{
  JsonObject *object = trestle_json_object (node);
  TrestleWindowTask task = TRESTLE_WINDOW_MATCH;
  g_auto (TrestleTaskTexts) texts = { 0 };
  g_autoptr (TrestleImageSource) source = NULL;

  if (object == NULL)
    return fail (reading, "images", "a list of objects in braces", error);
  source = read_source (reading, object, error);
  if (source == NULL || !read_task (reading, object, &task, error) || !read_texts (reading, object, &texts, error))
    return FALSE;
  g_ptr_array_add (reading->workspace->images, trestle_album_image_new (source, &texts, task, TRUE));
  return TRUE;
}

static gboolean
read_images (Reading *reading, JsonObject *object, GError **error)
{
  TrestleWorkspace *workspace = reading->workspace;
  JsonArray *images;
  JsonObject *second = NULL;

  if (!read_array (reading, object, "images", TRESTLE_WORKSPACE_MAX_IMAGES, &images, error))
    return FALSE;
  for (guint i = 0; images != NULL && i < json_array_get_length (images); i++)
    if (!read_image (reading, json_array_get_element (images, i), error))
      return FALSE;
  if (!read_index (reading, object, "shown", &workspace->shown, error))
    return FALSE;
  if (workspace->shown > 0 && workspace->shown >= workspace->images->len)
    return fail (reading, "shown", "the place of one of its images", error);
  if (!trestle_json_read_object (object, "second-image", reading->name, &second, error)
      || !trestle_json_read_boolean (object, "shows-second", reading->name, &workspace->shows_second, error))
    return FALSE;
  if (second != NULL)
    workspace->second = read_source (reading, second, error);
  return second == NULL || workspace->second != NULL;
}

/* (transfer full): the path of a model, which must be on this machine */
static gboolean
read_model_path (Reading *reading, JsonObject *object, char **path, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (!read_place (reading, object, &file, error))
    return FALSE;
  if (file == NULL)
    return TRUE;
  if (g_file_peek_path (file) == NULL)
    return fail (reading, "uri", "of a model on this machine", error);
  note_if_missing (reading, file);
  g_free (*path);
  *path = g_file_get_path (file);
  return TRUE;
}

/* Always FALSE. */
static gboolean
fail_model (Reading *reading, GError **error)
{
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING, "“%s” names no model to work with: give its “model” a “path”", reading->name);
  return FALSE;
}

/* Workspaces of before have none: they are of float32. */
static gboolean
read_precision (Reading *reading, JsonObject *object, TrestlePrecision *precision, GError **error)
{
  const char *name = NULL;

  if (!trestle_json_read_string (object, "precision", reading->name, &name, error))
    return FALSE;
  if (name == NULL || trestle_precision_parse (name, precision))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
               "“%s” is of a model in the precision “%s”, which this version does not know", reading->name, name);
  return FALSE;
}

static gboolean
read_models (Reading *reading, JsonObject *object, GError **error)
{
  TrestleWorkspace *workspace = reading->workspace;
  JsonObject *model = NULL, *second = NULL;
  JsonNode *stand_in;

  if (!trestle_json_read_object (object, "model", reading->name, &model, error)
      || !trestle_json_read_object (object, "second-model", reading->name, &second, error))
    return FALSE;
  if (model == NULL)
    return fail_model (reading, error);
  if (!read_model_path (reading, model, &workspace->model, error)
      || !trestle_json_read_size (model, "image-size", reading->name, 0, G_MAXUINT16, &workspace->settings.image_size, error)
      || !read_precision (reading, model, &workspace->settings.precision, error))
    return FALSE;
  if (*workspace->model == '\0')
    return fail_model (reading, error);
  if (second == NULL)
    return TRUE;
  stand_in = trestle_json_find (second, "stand-in");
  return read_model_path (reading, second, &workspace->second_model, error)
         && (stand_in == NULL || read_stand_in (reading, stand_in, "stand-in", &workspace->second_stand_in, error));
}

static gboolean
read_measure (Reading *reading, JsonObject *object, GError **error)
{
  guint n_measures;
  const TrestleMeasureWords *measures = trestle_measures_list (&n_measures);
  const char *name = NULL;

  if (!trestle_json_read_string (object, "measure", reading->name, &name, error))
    return FALSE;
  for (guint i = 0; name != NULL && i < n_measures; i++)
    if (g_str_equal (name, trestle_task_get_name (measures[i].head)))
      {
        reading->workspace->measure = measures[i].head;
        return TRUE;
      }
  return name == NULL || fail (reading, "measure", "the name of a head that can rank, such as “match”", error);
}

static gboolean
read_selection (Reading *reading, JsonObject *object, GError **error)
{
  TrestleSelection *selection = &reading->workspace->selection;
  JsonObject *inner = NULL;

  if (!trestle_json_read_object (object, "selection", reading->name, &inner, error))
    return FALSE;
  return inner == NULL
         || (read_block (reading, inner, &selection->block, error) && read_index (reading, inner, "layer", &selection->layer, error)
             && read_signed (reading, inner, "head", TRESTLE_WORKSPACE_LEAST_HEAD, &selection->head, error)
             && read_signed (reading, inner, "word", -1, &selection->word, error)
             && read_signed (reading, inner, "patch", -1, &selection->patch, error));
}

static gboolean
read_pin (Reading *reading, JsonNode *node, GError **error)
{
  JsonObject *object = trestle_json_object (node);
  TrestlePin pin = { TRESTLE_BLOCK_CROSS_TEXT_CROSS, 0, TRESTLE_HEAD_MEAN };

  if (object == NULL)
    return fail (reading, "pins", "a list of objects in braces", error);
  if (!read_block (reading, object, &pin.block, error) || !read_index (reading, object, "layer", &pin.layer, error)
      || !read_signed (reading, object, "head", TRESTLE_WORKSPACE_LEAST_HEAD, &pin.head, error))
    return FALSE;
  g_array_append_val (reading->workspace->pins, pin);
  return TRUE;
}

static gboolean
read_pins (Reading *reading, JsonObject *object, GError **error)
{
  JsonArray *pins;

  if (!read_array (reading, object, "pins", TRESTLE_WORKSPACE_MAX_PINS, &pins, error))
    return FALSE;
  for (guint i = 0; pins != NULL && i < json_array_get_length (pins); i++)
    if (!read_pin (reading, json_array_get_element (pins, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_side (Reading *reading, JsonArray *side, GError **error)
{
  for (guint i = 0; side != NULL && i < json_array_get_length (side); i++)
    {
      TrestleStandIn stand_in;

      if (!read_stand_in (reading, json_array_get_element (side, i), "bridges", &stand_in, error))
        return FALSE;
      g_array_append_val (reading->workspace->stand_ins, stand_in);
    }
  return TRUE;
}

static gboolean
read_stand_ins (Reading *reading, JsonObject *object, GError **error)
{
  JsonObject *bridges = NULL;
  JsonArray *sides[TRESTLE_N_SIDES] = { NULL };
  guint n_bridges[TRESTLE_N_SIDES] = { 0 };

  if (!trestle_json_read_object (object, "bridges", reading->name, &bridges, error))
    return FALSE;
  for (TrestleSide side = 0; bridges != NULL && side < TRESTLE_N_SIDES; side++)
    {
      if (!read_array (reading, bridges, trestle_side_get_name (side), TRESTLE_WORKSPACE_MAX_BRIDGES, &sides[side], error)
          || !read_side (reading, sides[side], error))
        return FALSE;
      n_bridges[side] = sides[side] != NULL ? json_array_get_length (sides[side]) : 0;
    }
  if (n_bridges[TRESTLE_SIDE_TEXT] != n_bridges[TRESTLE_SIDE_IMAGE])
    return fail (reading, "bridges", "of as many on the side of the text as on that of the image", error);
  return TRUE;
}

static gboolean
read_page (Reading *reading, JsonObject *object, GError **error)
{
  const char *page = reading->workspace->page;

  if (!trestle_json_read_string (object, "page", reading->name, &page, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (page, pages[i]))
      {
        g_free (reading->workspace->page);
        reading->workspace->page = g_strdup (pages[i]);
        return TRUE;
      }
  return fail (reading, "page", "one of the window's pages, such as “attention”", error);
}

static gboolean
read_colors (Reading *reading, JsonObject *object, GError **error)
{
  TrestleWorkspace *workspace = reading->workspace;
  const char *colormap = NULL;

  if (!trestle_json_read_string (object, "colormap", reading->name, &colormap, error)
      || !trestle_json_read_number (object, "opacity", reading->name, &workspace->opacity, error)
      || !trestle_json_read_boolean (object, "show-grid", reading->name, &workspace->show_grid, error))
    return FALSE;
  if (colormap != NULL && !trestle_colormap_parse (colormap, &workspace->colormap))
    return fail (reading, "colormap", "the name of a colour map, such as “viridis”", error);
  if (workspace->opacity < 0 || workspace->opacity > 1)
    return fail (reading, "opacity", "from 0 to 1", error);
  return TRUE;
}

static gboolean
read_format (Reading *reading, JsonObject *object, GError **error)
{
  const char *format = "";
  guint version = 0;

  if (!trestle_json_read_string (object, "format", reading->name, &format, error))
    return FALSE;
  if (!g_str_equal (format, TRESTLE_WORKSPACE_FORMAT))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
                   "“%s” is no workspace of Trestle: its “format” is not “" TRESTLE_WORKSPACE_FORMAT "”; choose another file",
                   reading->name);
      return FALSE;
    }
  if (!trestle_json_read_size (object, "version", reading->name, 0, G_MAXINT, &version, error))
    return FALSE;
  if (version == TRESTLE_WORKSPACE_VERSION)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
               "“%s” is a workspace of version %u, and this Trestle reads version %u: open it with the Trestle that wrote it",
               reading->name, version, TRESTLE_WORKSPACE_VERSION);
  return FALSE;
}

static gboolean
read_workspace (Reading *reading, JsonObject *object, GError **error)
{
  TrestleWorkspace *workspace = reading->workspace;

  return read_format (reading, object, error) && read_models (reading, object, error) && read_images (reading, object, error)
         && read_task (reading, object, &workspace->task, error) && read_measure (reading, object, error)
         && read_index (reading, object, "caption", &workspace->caption, error) && read_selection (reading, object, error)
         && read_pins (reading, object, error) && read_stand_ins (reading, object, error) && read_page (reading, object, error)
         && read_colors (reading, object, error);
}

/* A string with a NUL in it would end there for us and not for the next reader. */
static gboolean
check_no_nul (const char *text, const char *name, GError **error)
{
  for (const char *escape = strchr (text, '\\'); escape != NULL; escape = strchr (escape, '\\'))
    {
      if (strncmp (escape, "\\u0000", 6) == 0)
        {
          g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "“%s” has a NUL in one of its strings: take it out", name);
          return FALSE;
        }
      escape += escape[1] != '\0' ? 2 : 1;
    }
  return TRUE;
}

TrestleWorkspace *
trestle_workspace_load (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleWorkspace) workspace = trestle_workspace_new ();
  Reading reading = { workspace, folder, name, TRESTLE_WORKSPACE_MAX_PICTURES };
  g_autoptr (JsonNode) root = NULL;
  gsize length;
  g_autofree char *text = trestle_text_file_read (path, TRESTLE_WORKSPACE_MAX_SIZE, &length, error);

  if (text == NULL || !check_no_nul (text, name, error))
    return NULL;
  root = trestle_json_parse (text, length, name, error);
  g_clear_pointer (&text, g_free); /* pictures make it large, and they are decoded beside it */
  if (root == NULL || !read_workspace (&reading, json_node_get_object (root), error))
    return NULL;
  return g_steal_pointer (&workspace);
}
