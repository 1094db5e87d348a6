/* A piece of work as a file keeps it: plain values. */
#include "ui/workspace.h"

#include <string.h>

#include "ui/workbench.h"

TrestleWorkspace *
trestle_workspace_new (void)
{
  TrestleWorkspace *workspace = g_new0 (TrestleWorkspace, 1);

  workspace->model = g_strdup ("");
  workspace->images = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_album_image_free);
  workspace->task = TRESTLE_WINDOW_MATCH;
  workspace->measure = TRESTLE_TASK_MATCH;
  workspace->page = g_strdup (TRESTLE_PAGE_ATTENTION);
  trestle_selection_init (&workspace->selection);
  workspace->pins = g_array_new (FALSE, FALSE, sizeof (TrestlePin));
  workspace->stand_ins = g_array_new (FALSE, FALSE, sizeof (TrestleStandIn));
  workspace->colormap = TRESTLE_COLORMAP_VIRIDIS;
  workspace->opacity = 0.6;
  workspace->show_grid = TRUE;
  workspace->missing = g_ptr_array_new_with_free_func (g_free);
  return workspace;
}

void
trestle_workspace_free (TrestleWorkspace *workspace)
{
  g_free (workspace->model);
  g_free (workspace->second_model);
  g_ptr_array_unref (workspace->images);
  g_clear_pointer (&workspace->second, trestle_image_source_unref);
  g_free (workspace->page);
  g_array_unref (workspace->pins);
  g_array_unref (workspace->stand_ins);
  g_ptr_array_unref (workspace->missing);
  g_free (workspace);
}

static gboolean
images_are_same (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const TrestleAlbumImage *first = a->pdata[i], *second = b->pdata[i];

      if (!trestle_image_source_is_same_place (first->source, second->source) || !trestle_task_texts_equal (&first->texts, &second->texts)
          || first->task != second->task)
        return FALSE;
    }
  return TRUE;
}

static gboolean
second_images_are_same (const TrestleImageSource *a, const TrestleImageSource *b)
{
  return a == b || (a != NULL && b != NULL && trestle_image_source_is_same_place (a, b));
}

static gboolean
selections_are_same (const TrestleSelection *a, const TrestleSelection *b)
{
  return a->block == b->block && a->layer == b->layer && a->head == b->head && a->word == b->word && a->patch == b->patch;
}

/* Of structs and enumerations without gaps. */
static gboolean
arrays_are_same (const GArray *a, const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * g_array_get_element_size ((GArray *) a)) == 0);
}

gboolean
trestle_workspace_is_same_work (const TrestleWorkspace *a, const TrestleWorkspace *b)
{
  return g_str_equal (a->model, b->model) && trestle_model_settings_are_same (&a->settings, &b->settings)
         && g_strcmp0 (a->second_model, b->second_model) == 0 && a->second_stand_in == b->second_stand_in
         && images_are_same (a->images, b->images) && a->shown == b->shown && second_images_are_same (a->second, b->second)
         && a->shows_second == b->shows_second && a->task == b->task && a->measure == b->measure && a->caption == b->caption
         && selections_are_same (&a->selection, &b->selection) && arrays_are_same (a->pins, b->pins)
         && arrays_are_same (a->stand_ins, b->stand_ins);
}
