/* The sections of a menu that offer models which need not be searched for. */
#include "ui/model-menu.h"

#include "core/data.h"
#include "ui/known-models.h"

/* Underscores of a name are no mnemonics. */
static void
menu_add_model (GMenu *menu, const char *title, const char *path, const char *action)
{
  g_auto (GStrv) parts = g_strsplit (title, "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", path);
  g_menu_append_item (menu, item);
}

void
trestle_model_menu_fill_demos (GMenu *menu, const char *action)
{
  guint n_models;
  const TrestleDemoModel *models = trestle_demo_models_list (&n_models);

  for (guint i = 0; i < n_models; i++)
    {
      g_autofree char *found = trestle_data_find (models[i].place, NULL);
      g_autofree char *path = found != NULL ? g_canonicalize_filename (found, NULL) : NULL;

      if (path != NULL && g_utf8_validate (path, -1, NULL))
        menu_add_model (menu, models[i].title, path, action);
    }
}

void
trestle_model_menu_fill_recent (GMenu *menu, const char *const *paths, const char *action)
{
  g_menu_remove_all (menu);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *title = trestle_model_path_name (paths[i]);

      menu_add_model (menu, title, paths[i], action);
    }
}
