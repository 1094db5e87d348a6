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

static gboolean
is_demo (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (demos); i++)
    {
      g_autofree char *found = trestle_data_find (demos[i].place, NULL);
      g_autofree char *demo = found != NULL ? g_canonicalize_filename (found, NULL) : NULL;

      if (g_strcmp0 (demo, path) == 0)
        return TRUE;
    }
  return FALSE;
}

char **
trestle_recent_models_add (const char *const *paths, const char *path)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint count = 0;

  if (is_demo (path))
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
