/* The numbers of an image's patches: an attention map, or others in its place; in words, and as heat over the image. */
#pragma once

#include "analysis/measures/attention-map.h"
#include "ui/widgets/palette.h"
#include "ui/widgets/patch-grid.h"

G_BEGIN_DECLS

/**
 * TrestlePatchHeat:
 * @map: (nullable)
 * @max: ends its colour scale
 * @values: (nullable): in place of a map: one for each patch
 * @places: (nullable): likewise: where they stand on the scale, from 0 to 1
 * @name: (nullable): what they are
 * @texture: (nullable): the heat at the size that it was last drawn at
 */
typedef struct
{
  TrestleAttentionMap *map;
  double max;
  double *values;
  double *places;
  char *name;
  GdkTexture *texture;
} TrestlePatchHeat;

/* Forgets all of it. */
void trestle_patch_heat_clear (TrestlePatchHeat *heat);
/* Forgets what took the place of a map. */
void trestle_patch_heat_forget_values (TrestlePatchHeat *heat);
/* Draws it anew, for its colours or its patches have changed. */
void trestle_patch_heat_forget_texture (TrestlePatchHeat *heat);

/* @map: (nullable): a reference is taken. It takes the place of values. Returns whether anything is different. */
gboolean trestle_patch_heat_set_map (TrestlePatchHeat *heat, TrestleAttentionMap *map, double max);
/* @values, @places: `[n_patches]`, copied. They take the place of a map. */
void trestle_patch_heat_set_values (TrestlePatchHeat *heat, const double *values, const double *places, guint n_patches, const char *name);

/* (nullable): `[rows * columns]`: %NULL if the numbers are not those of so many patches */
const double *trestle_patch_heat_get_weights (const TrestlePatchHeat *heat, guint rows, guint columns);
/* (transfer full): "attention 0.123"; empty for nothing */
char *trestle_patch_heat_describe (const TrestlePatchHeat *heat, guint rows, guint columns, guint patch);
void trestle_patch_heat_draw (TrestlePatchHeat *heat,
                              const TrestlePatchGrid *grid,
                              const TrestlePalette *palette,
                              double opacity,
                              GtkSnapshot *snapshot);

G_END_DECLS
