/* The figure of one attention map: drawn on the image, or on the words. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/heat.h"
#include "analysis/figures/look.h"
#include "analysis/measures/attention-map.h"
#include "core/input/image.h"
#include "core/input/preprocess.h"

G_BEGIN_DECLS

/**
 * trestle_attention_figure_new:
 * @map: (transfer full): where the query looks
 * @image: the original image; a reference is taken
 * @window: the part of the image that the model sees
 * @words: `[n_words]`, %NULL-terminated: the text's tokens as a person writes them, special ones included ("<s>", "red", ...)
 * @model_name: for the title line
 * @opacity: of the heat over the image, in [0, 1]
 *
 * Image keys: the image's window with the heat over the patches, the query patch outlined if the query is one, a colour bar with
 * round ticks, and the caption underneath with the query word marked (the vision tower reads no text and has no caption). From 120 mm
 * on the bare image is drawn beside it. Text keys: one horizontal bar per token, labelled, on a common axis from 0, with the image
 * and the query patch outlined beside it if the query is a patch. A title line says block, layer (from 1), head (from 1) and query,
 * then the model's name and, for image keys, the weight of the class token, which is no place in the image. Parts of the window
 * outside of the image are black, as the model sees them.
 *
 * Columns of the table: for image keys key,row,column,weight (class token first with empty row and column), for text keys key,token,weight.
 * Keys are counted from 0, as in the trace; rows and columns from 1, as in the title. Tokens are written
 * as they are drawn.
 */
TrestleFigure *trestle_attention_figure_new (TrestleAttentionMap *map,
                                             TrestleImage *image,
                                             const TrestleImageWindow *window,
                                             const char *const *words,
                                             const char *model_name,
                                             double opacity,
                                             const TrestleLook *look);

/* "text → image", "vision tower", ...: what the figure's title and the window call a block. */
const char *trestle_block_get_title (TrestleBlock block);

/* (transfer full): "text → image", "layer 4" and "head 3", counted as people count, %NULL-terminated: the parts of a head's title. */
char **trestle_head_get_title (TrestleBlock block, guint layer, gint head);

/* "attention weight", or what else the weights are. */
const char *trestle_attention_get_scale_title (const TrestleAttentionMap *map);

/* (transfer full): "query “star”", "query patch 2, 3", "mean of queries", ...: who looks. @words: %NULL-terminated, clean */
char *trestle_query_get_title (const TrestleAttentionMap *map, const char *const *words, const char *font);

G_END_DECLS
