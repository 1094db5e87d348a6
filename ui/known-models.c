/* The models that need not be searched for: the demos that come with Trestle, and those opened lately. */
#include "ui/known-models.h"

#include "core/data.h"

#define MAX_RECENT 5

static const TrestleDemoModel demos[] = {
  { "BridgeTower shapes", "models/bridgetower-shapes" },
  { "METER shapes", "models/meter-shapes" },
};

const TrestleDemoModel *
trestle_demo_models_list (guint *n_models)
{
  *n_models = G_N_ELEMENTS (demos);
  return demos;
}

/* (nullable): the demo model that is at @path */
static const TrestleDemoModel *
find_demo (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (demos); i++)
    {
      g_autofree char *found = trestle_data_find (demos[i].place, NULL);
      g_autofree char *demo = found != NULL ? g_canonicalize_filename (found, NULL) : NULL;

      if (g_strcmp0 (demo, path) == 0)
        return &demos[i];
    }
  return NULL;
}

char *
trestle_model_path_name (const char *path)
{
  const TrestleDemoModel *demo = find_demo (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *folder_name = g_path_get_basename (folder);
  g_autofree char *both = g_build_filename (folder_name, name, NULL);

  return demo != NULL ? g_strdup (demo->title) : g_filename_display_name (both);
}

char **
trestle_recent_models_add (const char *const *paths, const char *path)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint count = 0;

  if (find_demo (path) != NULL)
    return g_strdupv ((char **) paths);
  g_strv_builder_add (builder, path);
  for (guint i = 0; paths[i] != NULL && count < MAX_RECENT - 1; i++)
    if (!g_str_equal (paths[i], path))
      {
        g_strv_builder_add (builder, paths[i]);
        count++;
      }
  return g_strv_builder_end (builder);
}

char **
trestle_recent_models_keep_existing (const char *const *paths)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; paths[i] != NULL; i++)
    if (g_file_test (paths[i], G_FILE_TEST_EXISTS))
      g_strv_builder_add (builder, paths[i]);
  return g_strv_builder_end (builder);
}
