/* The numbers of an image's patches: an attention map, or others in its place; in words, and as heat over the image. */
#include "ui/widgets/patch-heat.h"

#include <math.h>

#include "ui/widgets/heat-texture.h"

void
trestle_patch_heat_clear (TrestlePatchHeat *heat)
{
  g_clear_pointer (&heat->map, trestle_attention_map_unref);
  trestle_patch_heat_forget_values (heat);
  trestle_patch_heat_forget_texture (heat);
}

void
trestle_patch_heat_forget_values (TrestlePatchHeat *heat)
{
  g_clear_pointer (&heat->values, g_free);
  g_clear_pointer (&heat->places, g_free);
  g_clear_pointer (&heat->name, g_free);
}

void
trestle_patch_heat_forget_texture (TrestlePatchHeat *heat)
{
  g_clear_object (&heat->texture);
}

gboolean
trestle_patch_heat_set_map (TrestlePatchHeat *heat, TrestleAttentionMap *map, double max)
{
  if (heat->map == map && heat->max == max && heat->values == NULL)
    return FALSE;
  if (map != NULL)
    trestle_attention_map_ref (map);
  trestle_patch_heat_clear (heat);
  heat->map = map;
  heat->max = max;
  return TRUE;
}

void
trestle_patch_heat_set_values (TrestlePatchHeat *heat, const double *values, const double *places, guint n_patches, const char *name)
{
  gsize size = sizeof *values * n_patches;

  trestle_patch_heat_set_map (heat, NULL, 1);
  heat->values = g_memdup2 (values, size);
  heat->places = g_memdup2 (places, size);
  heat->name = g_strdup (name);
}

const double *
trestle_patch_heat_get_weights (const TrestlePatchHeat *heat, guint rows, guint columns)
{
  if (heat->places != NULL)
    return heat->places;
  if (heat->map == NULL || heat->map->grid_rows != rows || heat->map->grid_columns != columns)
    return NULL;
  return trestle_attention_map_get_patches (heat->map);
}

char *
trestle_patch_heat_describe (const TrestlePatchHeat *heat, guint rows, guint columns, guint patch)
{
  const double *weights = trestle_patch_heat_get_weights (heat, rows, columns);

  if (heat->values != NULL)
    return g_strdup_printf ("%s %s%.3f", heat->name, heat->values[patch] < 0 ? "−" : "", fabs (heat->values[patch]));
  return weights != NULL ? g_strdup_printf ("attention %.3f", weights[patch]) : g_strdup ("");
}

void
trestle_patch_heat_draw (TrestlePatchHeat *heat,
                         const TrestlePatchGrid *grid,
                         const TrestlePalette *palette,
                         double opacity,
                         GtkSnapshot *snapshot)
{
  const double *weights = trestle_patch_heat_get_weights (heat, grid->rows, grid->columns);
  const GdkRectangle *area = &grid->area;
  int width = grid->scale * area->width;
  int height = grid->scale * area->height;

  if (weights == NULL || opacity <= 0)
    return;
  if (heat->texture == NULL || gdk_texture_get_width (heat->texture) != width || gdk_texture_get_height (heat->texture) != height)
    {
      g_clear_object (&heat->texture);
      heat->texture = trestle_heat_texture_new_patches (palette, weights, grid->rows, grid->columns, heat->max, width, height);
    }
  gtk_snapshot_push_opacity (snapshot, opacity);
  gtk_snapshot_append_texture (snapshot, heat->texture, &GRAPHENE_RECT_INIT (area->x, area->y, area->width, area->height));
  gtk_snapshot_pop (snapshot);
}
