/* The innermost loop of a product with packed weights: some rows of the input by some panels, while memory brings the next ones. */
#pragma once

#include "core/numeric/tensor.h"

G_BEGIN_DECLS

/* Outputs of a panel. Six rows by two vectors: twelve sums, two weights and one input are fifteen of the sixteen vector registers of AVX2.
 */
#define TRESTLE_PANEL 16u
/* Bytes that come from memory at once. */
#define TRESTLE_CACHE_LINE 64u

/**
 * TrestlePanelsAhead: weights that will be read next, panel after panel.
 * @start: the first
 * @panel_stride: bytes from panel to panel
 * @panel_lines: lines of the cache that are read of a panel; at least 1
 * @n_lines: of all panels; 0 for nothing to bring
 */
typedef struct
{
  const char *start;
  gsize panel_stride;
  gsize panel_lines;
  gsize n_lines;
} TrestlePanelsAhead;

/**
 * trestle_panels_multiply:
 * @input: `[rows, inputs]`
 * @panels: `[n_panels, inputs, TRESTLE_PANEL]`
 * @panel_stride: floats from panel to panel
 * @adds: to what is in @out, for the second block of inputs and those after it
 * @out: `[rows, n_panels * TRESTLE_PANEL]`: (out)
 * @out_stride: floats from row to row
 *
 * A tile's rows stay in the first cache while the panels, which the second one should hold, go by.
 */
void trestle_panels_multiply (const TrestleTensor *input,
                              const float *panels,
                              gsize panel_stride,
                              gsize n_panels,
                              gboolean adds,
                              const TrestlePanelsAhead *ahead,
                              float *out,
                              gsize out_stride);

G_END_DECLS
