/* The figure of what the tower brings to every bridge of one side, token by token: over the image, or beside the words. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/bridge-map.h"
#include "core/input/image.h"
#include "core/input/preprocess.h"

G_BEGIN_DECLS

/**
 * trestle_bridge_map_figure_new:
 * @map: copied
 * @quantity: what the colours are
 * @image: the original image; of the text's side it is not drawn
 * @window: the part of the image that the model sees
 * @words: `[n_words]`, %NULL-terminated: the text's tokens as a person writes them, special ones included; of the image's side not drawn
 * @model_name: for the title line
 * @opacity: of the heat over the image, in [0, 1]
 *
 * All bridges have one scale, that of the quantity, and one colour bar. Image side: the image once for every bridge, with the heat over
 * its patches, and underneath the number of the class token, which is no place in the image. Text side: a row a word, a column a bridge,
 * with the numbers in the cells where there is room.
 *
 * Columns of the table: for the image's side bridge,state,row,column,share,cosine (the class token first with empty row and column), for
 * the text's side bridge,token,word,share,cosine. States and tokens are counted from 0, as in the trace, all else from 1.
 */
TrestleFigure *trestle_bridge_map_figure_new (const TrestleBridgeMap *map,
                                              TrestleBridgeMapQuantity quantity,
                                              TrestleImage *image,
                                              const TrestleImageWindow *window,
                                              const char *const *words,
                                              const char *model_name,
                                              double opacity,
                                              const TrestleLook *look);

/* "share of the tower", "cosine between the sides": what the figure and the window call it */
const char *trestle_bridge_map_quantity_get_title (TrestleBridgeMapQuantity quantity);

G_END_DECLS
