/* The innermost loop of a product with packed weights. A tile is some rows of the result by one panel, whose sums stay in registers. */
#include "core/numeric/packed-tile.h"

#include "core/numeric/vector.h"

#define TILE_ROWS 6u

/* A macro, because a function that returns vectors has no fixed calling convention. */
#define VECTOR(values) (*(TrestleVector *) (values))
#define CONSTANT_VECTOR(values) (*(const TrestleVector *) (values))

/*
 * @rows rows of the result by one panel; @rows is a constant wherever this is inlined.
 * @adds: to what is in @out, for the second block of inputs and those after it
 */
static inline __attribute__ ((always_inline)) void
tile (gsize rows, const float *input, gsize input_stride, const float *panel, gsize n_inputs, gboolean adds, float *out, gsize out_stride)
{
  TrestleVector low[TILE_ROWS] = { 0 }, high[TILE_ROWS] = { 0 };

  for (gsize i = 0; i < n_inputs; i++)
    {
      TrestleVector first = CONSTANT_VECTOR (panel + i * TRESTLE_PANEL),
                    second = CONSTANT_VECTOR (panel + i * TRESTLE_PANEL + TRESTLE_VECTOR_WIDTH);

#pragma GCC unroll 6
      for (gsize r = 0; r < rows; r++)
        {
          float x = input[r * input_stride + i];

          low[r] += first * x;
          high[r] += second * x;
        }
    }
#pragma GCC unroll 6
  for (gsize r = 0; r < rows; r++)
    {
      float *place = out + r * out_stride;

      if (adds)
        {
          low[r] += VECTOR (place);
          high[r] += VECTOR (place + TRESTLE_VECTOR_WIDTH);
        }
      VECTOR (place) = low[r];
      VECTOR (place + TRESTLE_VECTOR_WIDTH) = high[r];
    }
}

/*
 * Some rows by some panels, one behind the other in @panels and in @out. A tile's rows stay in the first cache while the panels, which the
 * second one holds, go by.
 */
static inline __attribute__ ((always_inline)) void
tile_row (gsize rows,
          const float *input,
          gsize input_stride,
          const float *panels,
          gsize panel_stride,
          gsize n_panels,
          gsize n_inputs,
          gboolean adds,
          float *out,
          gsize out_stride)
{
  for (gsize panel = 0; panel < n_panels; panel++)
    tile (rows, input, input_stride, panels + panel * panel_stride, n_inputs, adds, out + panel * TRESTLE_PANEL, out_stride);
}

/* Has a share of them brought from memory while there is something else to do. */
static inline void
fetch_ahead (const TrestlePanelsAhead *ahead, gsize first, gsize end)
{
  for (gsize line = first; line < MIN (end, ahead->n_lines); line++)
    __builtin_prefetch (ahead->start + line / ahead->panel_lines * ahead->panel_stride + line % ahead->panel_lines * TRESTLE_CACHE_LINE, 0,
                        2);
}

TRESTLE_VECTOR_CODE void
trestle_panels_multiply (const TrestleTensor *input,
                         const float *panels,
                         gsize panel_stride,
                         gsize n_panels,
                         gboolean adds,
                         const TrestlePanelsAhead *ahead,
                         float *out,
                         gsize out_stride)
{
  gsize row = 0, n_inputs = input->columns, stride = input->stride;
  gsize share = ahead->n_lines / MAX (input->rows / TILE_ROWS, 1) + 1;
  const float *rest;

  for (; row + TILE_ROWS <= input->rows; row += TILE_ROWS)
    {
      tile_row (TILE_ROWS, input->data + row * stride, stride, panels, panel_stride, n_panels, n_inputs, adds, out + row * out_stride,
                out_stride);
      fetch_ahead (ahead, row / TILE_ROWS * share, (row / TILE_ROWS + 1) * share);
    }
  rest = input->data + row * stride;
  out += row * out_stride;
  switch (input->rows - row)
    {
    case 5:
      tile_row (5, rest, stride, panels, panel_stride, n_panels, n_inputs, adds, out, out_stride);
      break;
    case 4:
      tile_row (4, rest, stride, panels, panel_stride, n_panels, n_inputs, adds, out, out_stride);
      break;
    case 3:
      tile_row (3, rest, stride, panels, panel_stride, n_panels, n_inputs, adds, out, out_stride);
      break;
    case 2:
      tile_row (2, rest, stride, panels, panel_stride, n_panels, n_inputs, adds, out, out_stride);
      break;
    case 1:
      tile_row (1, rest, stride, panels, panel_stride, n_panels, n_inputs, adds, out, out_stride);
      break;
    default:
      break;
    }
}
