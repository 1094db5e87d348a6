/* The figure of how alike the layers of two stacks are. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "analysis/measures/similarity.h"

G_BEGIN_DECLS

/**
 * trestle_similarity_figure_new:
 * @similarity: what to draw; its numbers are copied
 * @row_model: the name of the model that the rows are layers of
 * @column_model: likewise of the columns; where both are the same, it is said once
 *
 * Layers rise and go to the right, as in Kornblith et al. 2019; layer 0 of a tower is its embedding. The scale goes from 0 to 1. Cells say
 * their value where there is room; one that is not a number is left empty.
 *
 * Columns of the table: row,column,similarity, the first two being names of hidden states, as in the trace.
 */
TrestleFigure *trestle_similarity_figure_new (const TrestleSimilarity *similarity,
                                              const char *row_model,
                                              const char *column_model,
                                              const TrestleLook *look);

G_END_DECLS
