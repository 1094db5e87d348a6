/* Between a workspace and the window's workbench: what a file keeps of it, and how it comes back. */
#include "ui/workspace-apply.h"

/* How many missing files are named one by one. */
#define MAX_NAMED 4

/* What was only looked at is not kept, but for what is shown. */
static void
capture_images (TrestleWorkspace *workspace, TrestleWorkbench *workbench)
{
  GPtrArray *images = trestle_album_get_images (trestle_workbench_get_album (workbench));
  TrestleImageSource *shown = trestle_workbench_get_image (workbench);

  for (guint i = 0; i < images->len; i++)
    {
      const TrestleAlbumImage *image = images->pdata[i];
      gboolean is_shown = shown != NULL && trestle_image_source_is_same_place (image->source, shown);

      if (is_shown)
        workspace->shown = workspace->images->len;
      if (is_shown || image->is_written || trestle_image_source_get_file (image->source) == NULL)
        g_ptr_array_add (workspace->images, trestle_album_image_new (image->source, &image->texts, image->task, image->is_written));
    }
}

static void
capture_models (TrestleWorkspace *workspace, TrestleWorkbench *workbench)
{
  const TrestleModelSource *model = trestle_workbench_get_run (workbench)->model_source;
  g_autofree char *second = NULL;
  guint stand_in;

  g_free (workspace->model);
  workspace->model = g_strdup (model->path);
  workspace->settings = model->settings;
  g_object_get (trestle_workbench_get_comparison (workbench), "model", &second, "stand-in", &stand_in, NULL);
  if (*second != '\0')
    workspace->second_model = g_steal_pointer (&second);
  workspace->second_stand_in = stand_in;
}

static void
capture_bridges (TrestleWorkspace *workspace, TrestleWorkbench *workbench)
{
  guint n_bridges;
  const TrestleStandIn *stand_ins = trestle_workbench_get_stand_ins (workbench, &n_bridges);

  if (n_bridges > 0)
    g_array_append_vals (workspace->stand_ins, stand_ins, TRESTLE_N_SIDES * n_bridges);
}

static void
capture_view (TrestleWorkspace *workspace, TrestleWorkbench *workbench)
{
  guint colormap, measure;

  g_free (workspace->page);
  g_object_get (workbench, "page", &workspace->page, "colormap", &colormap, "measure", &measure, "opacity", &workspace->opacity,
                "show-grid", &workspace->show_grid, "shows-second", &workspace->shows_second, NULL);
  workspace->colormap = colormap;
  workspace->measure = measure;
}

TrestleWorkspace *
trestle_workspace_capture (TrestleWorkbench *workbench)
{
  TrestleWorkspace *workspace = trestle_workspace_new ();
  TrestleImageSource *second = trestle_runner_get_second (trestle_workbench_get_runner (workbench));
  guint n_pins;
  const TrestlePin *pins = trestle_pins_get (trestle_workbench_get_pins (workbench), &n_pins);

  capture_models (workspace, workbench);
  capture_images (workspace, workbench);
  capture_bridges (workspace, workbench);
  capture_view (workspace, workbench);
  workspace->second = second != NULL ? trestle_image_source_ref (second) : NULL;
  workspace->task = trestle_workbench_get_task (workbench);
  workspace->caption = trestle_workbench_get_run (workbench)->caption;
  workspace->selection = *trestle_workbench_get_selection (workbench);
  if (n_pins > 0)
    g_array_append_vals (workspace->pins, pins, n_pins);
  return workspace;
}

static gboolean
is_missing (const TrestleWorkspace *workspace, GFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file);

  return g_ptr_array_find_with_equal_func (workspace->missing, name, g_str_equal, NULL);
}

static gboolean
is_there (const TrestleWorkspace *workspace, const TrestleImageSource *image)
{
  GFile *file = trestle_image_source_get_file (image);

  return file == NULL || !is_missing (workspace, file);
}

static gboolean
model_is_there (const TrestleWorkspace *workspace, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return !is_missing (workspace, file);
}

static void
apply_models (const TrestleWorkspace *workspace, TrestleWorkbench *workbench)
{
  TrestleComparison *comparison = trestle_workbench_get_comparison (workbench);

  if (model_is_there (workspace, workspace->model))
    trestle_workbench_open_model_at (workbench, workspace->model, &workspace->settings);
  if (workspace->second_model != NULL && model_is_there (workspace, workspace->second_model))
    trestle_comparison_open_model (comparison, workspace->second_model);
  else if (workspace->second_model == NULL && workspace->second_stand_in != TRESTLE_STAND_IN_NONE)
    trestle_comparison_open_without_bridges (comparison, workspace->second_stand_in);
  else
    trestle_comparison_close (comparison);
}

/* (nullable): the one that was shown, or else the first that is there */
static TrestleImageSource *
choose_image (const TrestleWorkspace *workspace)
{
  for (guint i = 0; i < workspace->images->len; i++)
    {
      const TrestleAlbumImage *image = workspace->images->pdata[(workspace->shown + i) % workspace->images->len];

      if (is_there (workspace, image->source))
        return image->source;
    }
  return NULL;
}

static void
apply_images (const TrestleWorkspace *workspace, TrestleWorkbench *workbench)
{
  TrestleImageSource *image = choose_image (workspace);

  trestle_album_set_images (trestle_workbench_get_album (workbench), workspace->images);
  if (image != NULL)
    trestle_workbench_open_image (workbench, image);
  if (workspace->second != NULL && is_there (workspace, workspace->second))
    trestle_workbench_open_second (workbench, workspace->second);
}

/* Each of these asks for a run, which cancels the one before: only the last is made. */
void
trestle_workspace_apply (const TrestleWorkspace *workspace, TrestleWorkbench *workbench)
{
  if (trestle_workbench_get_run (workbench) == NULL)
    trestle_workbench_fall_back_on_demo (workbench);
  g_object_set (workbench, "page", workspace->page, "colormap", (guint) workspace->colormap, "opacity", workspace->opacity, "show-grid",
                workspace->show_grid, "measure", (guint) workspace->measure, "shows-second", workspace->shows_second, NULL);
  apply_models (workspace, workbench);
  apply_images (workspace, workbench);
  trestle_pins_set (trestle_workbench_get_pins (workbench), (const TrestlePin *) (gconstpointer) workspace->pins->data,
                    workspace->pins->len);
  trestle_workbench_resume (workbench, workspace->task, &workspace->selection, workspace->caption);
}

void
trestle_workspace_apply_to_model (const TrestleWorkspace *workspace, TrestleWorkbench *workbench)
{
  const TrestleStandIn *stand_ins = (const TrestleStandIn *) (gconstpointer) workspace->stand_ins->data;
  g_autofree TrestleStandIn *intact = NULL;
  guint n_bridges;

  if (trestle_workbench_set_stand_ins (workbench, stand_ins, workspace->stand_ins->len / TRESTLE_N_SIDES))
    return;
  trestle_workbench_get_stand_ins (workbench, &n_bridges);
  intact = g_new0 (TrestleStandIn, TRESTLE_N_SIDES * n_bridges);
  trestle_workbench_set_stand_ins (workbench, intact, n_bridges);
}

char *
trestle_workspace_describe_missing (const TrestleWorkspace *workspace, const char *name)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_missing = workspace->missing->len;

  if (n_missing == 0)
    return NULL;
  for (guint i = 0; i < MIN (n_missing, MAX_NAMED); i++)
    g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "", (const char *) workspace->missing->pdata[i]);
  if (n_missing > MAX_NAMED)
    g_string_append_printf (names, " and %u more", n_missing - MAX_NAMED);
  return g_strdup_printf ("“%s” names what is not there any more: %s. The rest was opened; put them back and open it again, or go on "
                          "without them.",
                          name, names->str);
}
