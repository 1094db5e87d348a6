/* Writes a workspace: JSON, with paths that stay true when the file's folder is moved. */
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "core/error.h"
#include "ui/workspace-private.h"

/**
 * Writing:
 * @folder: of the file
 * @name: what errors call the file
 * @room: bytes that pictures may still take
 */
typedef struct
{
  JsonBuilder *json;
  GFile *folder;
  const char *name;
  gsize room;
} Writing;

static void
write_string (Writing *writing, const char *key, const char *value)
{
  json_builder_set_member_name (writing->json, key);
  json_builder_add_string_value (writing->json, value);
}

static void
write_number (Writing *writing, const char *key, gint64 value)
{
  json_builder_set_member_name (writing->json, key);
  json_builder_add_int_value (writing->json, value);
}

static void
write_boolean (Writing *writing, const char *key, gboolean value)
{
  json_builder_set_member_name (writing->json, key);
  json_builder_add_boolean_value (writing->json, value);
}

static void
begin_object (Writing *writing, const char *key)
{
  json_builder_set_member_name (writing->json, key);
  json_builder_begin_object (writing->json);
}

static void
begin_array (Writing *writing, const char *key)
{
  json_builder_set_member_name (writing->json, key);
  json_builder_begin_array (writing->json);
}

/* Where a file is: from the workspace's folder if it lies in that, else from the root; as an address where JSON cannot hold the path. */
static void
write_place (Writing *writing, GFile *file)
{
  g_autofree char *relative = g_file_get_relative_path (writing->folder, file);
  g_autofree char *uri = g_file_get_uri (file);
  const char *path = relative != NULL ? relative : g_file_peek_path (file);

  if (path != NULL && g_utf8_validate (path, -1, NULL))
    write_string (writing, "path", path);
  else
    write_string (writing, "uri", uri);
}

static void
write_path (Writing *writing, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  write_place (writing, file);
}

static gboolean
write_picture (Writing *writing, const TrestleImageSource *source, GError **error)
{
  g_autoptr (GBytes) bytes = trestle_image_source_encode (source);
  g_autofree char *encoded = NULL;

  if (g_bytes_get_size (bytes) > writing->room)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
                   "“%s” cannot hold more than %u MB of pasted pictures: save some of them as files and open those instead", writing->name,
                   TRESTLE_WORKSPACE_MAX_PICTURES >> 20);
      return FALSE;
    }
  writing->room -= g_bytes_get_size (bytes);
  encoded = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  write_string (writing, "picture", encoded);
  return TRUE;
}

static gboolean
write_source (Writing *writing, const TrestleImageSource *source, GError **error)
{
  GFile *file = trestle_image_source_get_file (source);

  if (file == NULL)
    return write_picture (writing, source, error);
  write_place (writing, file);
  return TRUE;
}

static void
write_models (Writing *writing, const TrestleWorkspace *workspace)
{
  begin_object (writing, "model");
  write_path (writing, workspace->model);
  write_number (writing, "image-size", workspace->settings.image_size);
  write_string (writing, "precision", trestle_precision_get_name (workspace->settings.precision));
  json_builder_end_object (writing->json);
  if (workspace->second_model == NULL && workspace->second_stand_in == TRESTLE_STAND_IN_NONE)
    return;
  begin_object (writing, "second-model");
  if (workspace->second_model != NULL)
    write_path (writing, workspace->second_model);
  else
    write_string (writing, "stand-in", trestle_stand_in_get_name (workspace->second_stand_in));
  json_builder_end_object (writing->json);
}

static void
write_texts (Writing *writing, const TrestleTaskTexts *texts)
{
  guint n_tasks;
  const TrestleTaskWords *tasks = trestle_tasks_list (&n_tasks);

  begin_object (writing, "texts");
  for (guint i = 0; i < n_tasks; i++)
    if (*trestle_task_texts_get (texts, tasks[i].task) != '\0')
      write_string (writing, tasks[i].name, trestle_task_texts_get (texts, tasks[i].task));
  json_builder_end_object (writing->json);
}

static gboolean
write_images (Writing *writing, const TrestleWorkspace *workspace, GError **error)
{
  begin_array (writing, "images");
  for (guint i = 0; i < workspace->images->len; i++)
    {
      const TrestleAlbumImage *image = workspace->images->pdata[i];

      json_builder_begin_object (writing->json);
      if (!write_source (writing, image->source, error))
        return FALSE;
      write_string (writing, "task", trestle_tasks_find (image->task)->name);
      write_texts (writing, &image->texts);
      json_builder_end_object (writing->json);
    }
  json_builder_end_array (writing->json);
  write_number (writing, "shown", workspace->shown);
  if (workspace->second == NULL)
    return TRUE;
  begin_object (writing, "second-image");
  if (!write_source (writing, workspace->second, error))
    return FALSE;
  json_builder_end_object (writing->json);
  write_boolean (writing, "shows-second", workspace->shows_second);
  return TRUE;
}

static void
write_selection (Writing *writing, const TrestleSelection *selection)
{
  begin_object (writing, "selection");
  write_string (writing, "block", trestle_block_get_name (selection->block));
  write_number (writing, "layer", MIN (selection->layer, TRESTLE_WORKSPACE_MAX_INDEX));
  write_number (writing, "head", selection->head);
  write_number (writing, "word", selection->word);
  write_number (writing, "patch", selection->patch);
  json_builder_end_object (writing->json);
}

static void
write_pins (Writing *writing, const GArray *pins)
{
  begin_array (writing, "pins");
  for (guint i = 0; i < pins->len; i++)
    {
      const TrestlePin *pin = &g_array_index (pins, TrestlePin, i);

      json_builder_begin_object (writing->json);
      write_string (writing, "block", trestle_block_get_name (pin->block));
      write_number (writing, "layer", pin->layer);
      write_number (writing, "head", pin->head);
      json_builder_end_object (writing->json);
    }
  json_builder_end_array (writing->json);
}

static void
write_stand_ins (Writing *writing, const GArray *stand_ins)
{
  guint n_bridges = stand_ins->len / TRESTLE_N_SIDES;

  begin_object (writing, "bridges");
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    {
      begin_array (writing, trestle_side_get_name (side));
      for (guint i = 0; i < n_bridges; i++)
        json_builder_add_string_value (writing->json,
                                       trestle_stand_in_get_name (g_array_index (stand_ins, TrestleStandIn, side * n_bridges + i)));
      json_builder_end_array (writing->json);
    }
  json_builder_end_object (writing->json);
}

static void
write_view (Writing *writing, const TrestleWorkspace *workspace)
{
  write_string (writing, "page", workspace->page);
  write_string (writing, "colormap", trestle_colormap_get_name (workspace->colormap));
  json_builder_set_member_name (writing->json, "opacity");
  json_builder_add_double_value (writing->json, workspace->opacity);
  write_boolean (writing, "show-grid", workspace->show_grid);
}

static gboolean
write_workspace (Writing *writing, const TrestleWorkspace *workspace, GError **error)
{
  json_builder_begin_object (writing->json);
  write_string (writing, "format", TRESTLE_WORKSPACE_FORMAT);
  write_number (writing, "version", TRESTLE_WORKSPACE_VERSION);
  write_models (writing, workspace);
  if (!write_images (writing, workspace, error))
    return FALSE;
  write_string (writing, "task", trestle_tasks_find (workspace->task)->name);
  write_string (writing, "measure", trestle_task_get_name (workspace->measure));
  write_number (writing, "caption", workspace->caption);
  write_selection (writing, &workspace->selection);
  write_pins (writing, workspace->pins);
  write_stand_ins (writing, workspace->stand_ins);
  write_view (writing, workspace);
  json_builder_end_object (writing->json);
  return TRUE;
}

/* What could not be read again is not written. */
static gboolean
check_counts (const TrestleWorkspace *workspace, const char *name, GError **error)
{
  if (workspace->images->len <= TRESTLE_WORKSPACE_MAX_IMAGES && workspace->pins->len <= TRESTLE_WORKSPACE_MAX_PINS)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
               "“%s” can hold %u images and %u pinned heads; there are %u and %u: begin another workspace", name,
               TRESTLE_WORKSPACE_MAX_IMAGES, TRESTLE_WORKSPACE_MAX_PINS, workspace->images->len, workspace->pins->len);
  return FALSE;
}

/* (transfer full) (nullable) */
static char *
make_text (Writing *writing, const TrestleWorkspace *workspace, GError **error)
{
  g_autoptr (JsonNode) root = NULL;

  if (!check_counts (workspace, writing->name, error) || !write_workspace (writing, workspace, error))
    return NULL;
  root = json_builder_get_root (writing->json);
  return json_to_string (root, TRUE);
}

gboolean
trestle_workspace_save (const TrestleWorkspace *workspace, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  Writing writing = { json, folder, name, TRESTLE_WORKSPACE_MAX_PICTURES };
  g_autofree char *text = make_text (&writing, workspace, error);

  return text != NULL
         && g_file_set_contents_full (path, text, (gssize) strlen (text), G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0666, error);
}
