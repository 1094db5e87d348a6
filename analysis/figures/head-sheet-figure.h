/* The figure of a whole block: a small attention map for every layer and every head. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "core/input/image.h"
#include "core/input/preprocess.h"
#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * trestle_head_sheet_figure_new:
 * @trace: a run with the block recorded
 * @query: who looks, or %TRESTLE_QUERY_MEAN
 * @image: the original image
 * @window: the part of the image that the model sees
 * @words: `[n_words]`, %NULL-terminated: the text's tokens as a person writes them, special ones included
 * @model_name: for the title line
 *
 * A row a layer, a column a head, both from 1. Image keys: the heat over the patches, without the image. Text keys: a bar a token, in the
 * order of the caption. All maps have one scale, so that layers can be compared as well as heads. It ends at the largest weight of a token;
 * in colours, where 98 % of all patches are below it, larger weights having the last colour, which a tip of the colour bar and the title
 * say: one head that looks at one patch would leave all others in the dark. Underneath are the image, with the query patch outlined, and
 * the caption, with the query word marked, as far as they have to do with the block.
 *
 * Columns of the table: layer,head, then as those of trestle_attention_figure_new(). Layers and heads count from 1, as in the figure.
 *
 * Errors: those of trestle_attention_map_new().
 */
TrestleFigure *trestle_head_sheet_figure_new (const TrestleTrace *trace,
                                              TrestleBlock block,
                                              gint query,
                                              TrestleImage *image,
                                              const TrestleImageWindow *window,
                                              const char *const *words,
                                              const char *model_name,
                                              const TrestleLook *look,
                                              GError **error);

G_END_DECLS
