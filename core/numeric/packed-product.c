/* Products with packed weights. A panel holds some outputs; a tile is some rows of the result by one panel, whose sums stay in registers.
 */
#include "core/numeric/packed-product.h"

#include <omp.h>
#include <string.h>

#include "core/numeric/half.h"
#include "core/numeric/vector.h"

/* Six rows by two vectors: twelve sums, two weights and one input are fifteen of the sixteen vector registers of AVX2. */
#define PANEL 16u
#define TILE_ROWS 6u

/* Panels that a thread takes at a time, and inputs of them that stay in its second cache while it goes through the rows: 200 kilobytes. */
#define GROUP 4u
#define BLOCK_INPUTS 768u
/* Rows that are worked on before the next inputs: those of an image at most resolutions at once. */
#define BLOCK_ROWS 336u

/* Bytes that come from memory at once. */
#define LINE 64u
#define ROWS_TO_LOOK_AHEAD 48u

struct _TrestlePackedWeights
{
  gsize n_inputs;
  gsize n_outputs;
  TrestlePrecision precision;
  union
  {
    TrestleTensor floats; /* [panels, inputs * PANEL]: by input, then by output */
    guint16 *bfloats;     /* [panels, inputs * PANEL]: likewise */
  };
};

static gsize
count_panels_of (gsize n_outputs)
{
  return (n_outputs + PANEL - 1) / PANEL;
}

static gsize
count_panels (const TrestlePackedWeights *weights)
{
  return count_panels_of (weights->n_outputs);
}

gsize
trestle_packed_weights_estimate_size (gsize n_outputs, gsize n_inputs, TrestlePrecision precision)
{
  gsize weight_size = precision == TRESTLE_PRECISION_FLOAT32 ? sizeof (float) : sizeof (guint16);

  return count_panels_of (n_outputs) * n_inputs * PANEL * weight_size;
}

/* One weight's place. */
static gsize
find_place (const TrestlePackedWeights *weights, gsize panel, gsize input)
{
  return (panel * weights->n_inputs + input) * PANEL;
}

/* @values: `[inputs, PANEL]`; outputs beyond the last one have weights of 0. */
static void
gather_panel (const TrestleTensor *weight, gsize panel, gsize first, gsize count, float *values)
{
  gsize n_outputs = MIN (PANEL, weight->rows - panel * PANEL);

  if (n_outputs < PANEL)
    memset (values, 0, count * PANEL * sizeof (float));
  for (gsize i = 0; i < count; i++)
    for (gsize o = 0; o < n_outputs; o++)
      values[i * PANEL + o] = weight->data[(panel * PANEL + o) * weight->stride + first + i];
}

TRESTLE_VECTOR_CODE static void
widen (const guint16 *bfloats, gsize count, float *values)
{
  guint32 *bits = (guint32 *) values;

#pragma omp simd
  for (gsize i = 0; i < count; i++)
    bits[i] = (guint32) bfloats[i] << 16;
}

static void
pack_panel (const TrestlePackedWeights *weights, const TrestleTensor *weight, gsize panel)
{
  float values[BLOCK_INPUTS * PANEL];

  for (gsize first = 0; first < weights->n_inputs; first += BLOCK_INPUTS)
    {
      gsize count = MIN (BLOCK_INPUTS, weights->n_inputs - first), place = find_place (weights, panel, first);

      if (weights->precision == TRESTLE_PRECISION_FLOAT32)
        gather_panel (weight, panel, first, count, weights->floats.data + place);
      else
        {
          gather_panel (weight, panel, first, count, values);
          trestle_bfloats_from_floats (values, count * PANEL, weights->bfloats + place);
        }
    }
}

TrestlePackedWeights *
trestle_packed_weights_new (const TrestleTensor *weight, TrestlePrecision precision)
{
  TrestlePackedWeights *weights = g_new0 (TrestlePackedWeights, 1);
  gsize n_panels;

  weights->n_inputs = weight->columns;
  weights->n_outputs = weight->rows;
  weights->precision = precision;
  n_panels = count_panels (weights);
  if (precision == TRESTLE_PRECISION_FLOAT32)
    weights->floats = trestle_tensor_new_unfilled (1, n_panels, weights->n_inputs * PANEL); /* [panels, inputs * PANEL] */
  else
    weights->bfloats = g_new (guint16, n_panels * weights->n_inputs * PANEL);
#pragma omp parallel for schedule(dynamic, GROUP)
  for (gsize panel = 0; panel < n_panels; panel++)
    pack_panel (weights, weight, panel);
  return weights;
}

void
trestle_packed_weights_free (TrestlePackedWeights *weights)
{
  if (weights->precision == TRESTLE_PRECISION_FLOAT32)
    trestle_tensor_clear (&weights->floats);
  else
    g_free (weights->bfloats);
  g_free (weights);
}

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
      TrestleVector first = CONSTANT_VECTOR (panel + i * PANEL), second = CONSTANT_VECTOR (panel + i * PANEL + TRESTLE_VECTOR_WIDTH);

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
    tile (rows, input, input_stride, panels + panel * panel_stride, n_inputs, adds, out + panel * PANEL, out_stride);
}

/* Weights that will be read next, panel after panel. */
typedef struct
{
  const char *start;
  gsize panel_stride; /* bytes */
  gsize panel_lines;  /* of the cache, that are read of a panel */
  gsize n_lines;      /* of all panels */
} Ahead;

/* Has a share of them brought from memory while there is something else to do. */
static inline void
fetch_ahead (const Ahead *ahead, gsize first, gsize end)
{
  for (gsize line = first; line < MIN (end, ahead->n_lines); line++)
    __builtin_prefetch (ahead->start + line / ahead->panel_lines * ahead->panel_stride + line % ahead->panel_lines * LINE, 0, 2);
}

/* All rows of a block by some panels, for one block of inputs. */
TRESTLE_VECTOR_CODE static void
multiply_panels (const TrestleTensor *input,
                 const float *panels,
                 gsize panel_stride,
                 gsize n_panels,
                 gboolean adds,
                 const Ahead *ahead,
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

/* The panel at the right edge, if it has fewer outputs than others: through memory that has room for all of it. */
static void
multiply_narrow_panel (const TrestleTensor *input, const float *panel, gboolean adds, const TrestleTensor *out)
{
  float whole[BLOCK_ROWS * PANEL] = { 0 };
  Ahead nothing = { .panel_lines = 1 };

  for (gsize row = 0; row < out->rows && adds; row++)
    memcpy (whole + row * PANEL, out->data + row * out->stride, out->columns * sizeof (float));
  multiply_panels (input, panel, 0, 1, adds, &nothing, whole, PANEL);
  for (gsize row = 0; row < out->rows; row++)
    memcpy (out->data + row * out->stride, whole + row * PANEL, out->columns * sizeof (float));
}

/* Some inputs of some panels: as they lie, or as floats in @room, `[panels, BLOCK_INPUTS * PANEL]`. */
static const float *
read_panels (const TrestlePackedWeights *weights, gsize first_panel, gsize n_panels, gsize first_input, gsize n_inputs, float *room)
{
  if (weights->precision == TRESTLE_PRECISION_FLOAT32)
    return weights->floats.data + find_place (weights, first_panel, first_input);
  for (gsize panel = 0; panel < n_panels; panel++)
    widen (weights->bfloats + find_place (weights, first_panel + panel, first_input), n_inputs * PANEL,
           room + panel * BLOCK_INPUTS * PANEL);
  return room;
}

/* The group that will probably be next for one of the threads, if it is worth it: few rows wait for memory whatever is done. */
static Ahead
look_ahead (const TrestlePackedWeights *weights, gsize first_panel, gsize first_input, const TrestleTensor *input)
{
  gsize next = first_panel + GROUP * (gsize) omp_get_num_threads (), n_panels = count_panels (weights);
  gsize size = weights->precision == TRESTLE_PRECISION_FLOAT32 ? sizeof (float) : sizeof (guint16);
  const char *start = weights->precision == TRESTLE_PRECISION_FLOAT32 ? (const char *) weights->floats.data
                                                                      : (const char *) weights->bfloats;
  Ahead ahead = { .panel_lines = MAX (input->columns * PANEL * size / LINE, 1), .panel_stride = weights->n_inputs * PANEL * size };

  if (next >= n_panels || input->rows < ROWS_TO_LOOK_AHEAD)
    return ahead;
  ahead.start = start + find_place (weights, next, first_input) * size;
  ahead.n_lines = MIN (GROUP, n_panels - next) * ahead.panel_lines;
  return ahead;
}

/* Some rows and some inputs of them, by the panels [@first_panel, @end_panel). */
static void
multiply_block (const TrestlePackedWeights *weights,
                const TrestleTensor *input, /* [rows, inputs] of this block */
                gsize first_input,
                gsize first_panel,
                gsize end_panel,
                float *room,
                const TrestleTensor *out) /* [rows, out], all of them */
{
  gsize panel_stride = PANEL * (weights->precision == TRESTLE_PRECISION_FLOAT32 ? weights->n_inputs : BLOCK_INPUTS);
  const float *panels = read_panels (weights, first_panel, end_panel - first_panel, first_input, input->columns, room);
  gsize n_whole = MIN (end_panel, weights->n_outputs / PANEL) - first_panel;
  Ahead ahead = look_ahead (weights, first_panel, first_input, input);

  multiply_panels (input, panels, panel_stride, n_whole, first_input > 0, &ahead, out->data + first_panel * PANEL, out->stride);
  if (first_panel + n_whole < end_panel)
    {
      gsize first_output = (end_panel - 1) * PANEL;
      TrestleTensor some = trestle_tensor_columns (out, first_output, weights->n_outputs - first_output); /* [rows, less than PANEL] */

      multiply_narrow_panel (input, panels + n_whole * panel_stride, first_input > 0, &some);
    }
}

/* What a thread does at a time: some outputs of every row, and all that happens to them afterwards while they are in its cache. */
static void
compute_group (const TrestlePackedWeights *weights,
               const TrestleTensor *input, /* [rows, in] */
               const float *bias,
               TrestleActivation activation,
               const TrestleTensor *residual, /* [rows, out] */
               gsize first_panel,
               gsize end_panel,
               const TrestleTensor *out) /* [rows, out] */
{
  float room[GROUP * BLOCK_INPUTS * PANEL];
  gsize first_output = first_panel * PANEL, n_outputs = MIN (end_panel * PANEL, weights->n_outputs) - first_output;

  for (gsize row = 0; row < input->rows; row += BLOCK_ROWS)
    {
      gsize n_rows = MIN (BLOCK_ROWS, input->rows - row);
      TrestleTensor rows = trestle_tensor_rows (input, row, n_rows);                   /* [n_rows, in] */
      TrestleTensor results = trestle_tensor_rows (out, row, n_rows);                  /* [n_rows, out] */
      TrestleTensor some = trestle_tensor_columns (&results, first_output, n_outputs); /* [n_rows, n_outputs] */
      TrestleTensor addend;                                                            /* [n_rows, n_outputs] */

      for (gsize first = 0; first < weights->n_inputs; first += BLOCK_INPUTS)
        {
          TrestleTensor block = trestle_tensor_columns (&rows, first, MIN (BLOCK_INPUTS, weights->n_inputs - first)); /* [n_rows, inputs] */

          multiply_block (weights, &block, first, first_panel, end_panel, room, &results);
        }
      if (residual != NULL)
        {
          addend = trestle_tensor_rows (residual, row, n_rows);
          addend = trestle_tensor_columns (&addend, first_output, n_outputs);
        }
      trestle_epilogue (&some, bias != NULL ? bias + first_output : NULL, activation, residual != NULL ? &addend : NULL);
    }
}

void
trestle_packed_product (const TrestlePackedWeights *weights,
                        const TrestleTensor *input,
                        const float *bias,
                        TrestleActivation activation,
                        const TrestleTensor *residual,
                        const TrestleTensor *out)
{
  gsize n_panels = count_panels (weights);

#pragma omp parallel for schedule(dynamic)
  for (gsize panel = 0; panel < n_panels; panel += GROUP)
    compute_group (weights, input, bias, activation, residual, panel, MIN (panel + GROUP, n_panels), out);
}
