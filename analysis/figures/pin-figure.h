/* The figure of a few heads side by side: a strip of maps with one scale. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/attention-map.h"
#include "core/input/image.h"
#include "core/input/preprocess.h"

G_BEGIN_DECLS

/**
 * trestle_pin_figure_new:
 * @maps: `[n_maps]`, of one run, each of any block, layer, head and query; references are taken
 * @n_maps: at least 1
 * @image: the original image
 * @window: the part of the image that the model sees
 * @words: `[n_words]`, %NULL-terminated: the text's tokens as a person writes them, special ones included
 * @model_name: for the title line
 * @opacity: of the heat over the image, in [0, 1]
 *
 * As many maps in a row as the width has room for, each under its title. Patches that are looked at are drawn on the image; words that
 * are, each on the colour of its weight, below the image if a patch asks. Who asks is outlined, and named above all maps, or in the title
 * of each where they differ. All maps have one scale, which ends at the largest weight of a patch or a word among them, and one colour
 * bar.
 *
 * Columns of the table: pin,block,layer,head,query,key,token,row,column,weight. Pins, layers, heads, rows and columns count from 1, as in
 * the figure, queries and keys from 0, as in the trace; "head" may be "mean" or "rollout".
 */
TrestleFigure *trestle_pin_figure_new (TrestleAttentionMap *const *maps,
                                       guint n_maps,
                                       TrestleImage *image,
                                       const TrestleImageWindow *window,
                                       const char *const *words,
                                       const char *model_name,
                                       double opacity,
                                       const TrestleLook *look);

/* Where the one scale of these maps ends: at the largest weight of a patch or a word. `[n_maps]` */
double trestle_pin_figure_find_max (TrestleAttentionMap *const *maps, guint n_maps);

G_END_DECLS
