/* The image files that were opened lately. */
#include "ui/recent-images.h"

char **
trestle_recent_images_add (const char *const *paths, const char *path)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_paths = 1;

  g_strv_builder_add (builder, path);
  for (guint i = 0; paths[i] != NULL && n_paths < TRESTLE_MAX_RECENT_IMAGES; i++)
    if (!g_str_equal (paths[i], path))
      {
        g_strv_builder_add (builder, paths[i]);
        n_paths++;
      }
  return g_strv_builder_end (builder);
}
