/* Products with packed weights, cut into what stays in a cache. A panel holds some outputs. */
#include "core/numeric/packed-product.h"

#include <omp.h>
#include <string.h>

#include "core/numeric/half.h"
#include "core/numeric/packed-tile.h"
#include "core/numeric/vector.h"

/* Panels that a thread takes at a time, and inputs of them that stay in its second cache while it goes through the rows: 200 kilobytes. */
#define GROUP 4u
#define BLOCK_INPUTS 768u
/* Rows that are worked on before the next inputs: those of an image at most resolutions at once. */
#define BLOCK_ROWS 336u

#define ROWS_TO_LOOK_AHEAD 48u

struct _TrestlePackedWeights
{
  gsize n_inputs;
  gsize n_outputs;
  TrestlePrecision precision;
  union
  {
    TrestleTensor floats; /* [panels, inputs * TRESTLE_PANEL]: by input, then by output */
    guint16 *bfloats;     /* [panels, inputs * TRESTLE_PANEL]: likewise */
  };
};

static gsize
count_panels (const TrestlePackedWeights *weights)
{
  return (weights->n_outputs + TRESTLE_PANEL - 1) / TRESTLE_PANEL;
}

/* One weight's place. */
static gsize
find_place (const TrestlePackedWeights *weights, gsize panel, gsize input)
{
  return (panel * weights->n_inputs + input) * TRESTLE_PANEL;
}

/* @values: `[inputs, TRESTLE_PANEL]`; outputs beyond the last one have weights of 0. */
static void
gather_panel (const TrestleTensor *weight, gsize panel, gsize first, gsize count, float *values)
{
  gsize n_outputs = MIN (TRESTLE_PANEL, weight->rows - panel * TRESTLE_PANEL);

  if (n_outputs < TRESTLE_PANEL)
    memset (values, 0, count * TRESTLE_PANEL * sizeof (float));
  for (gsize i = 0; i < count; i++)
    for (gsize o = 0; o < n_outputs; o++)
      values[i * TRESTLE_PANEL + o] = weight->data[(panel * TRESTLE_PANEL + o) * weight->stride + first + i];
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
  float values[BLOCK_INPUTS * TRESTLE_PANEL];

  for (gsize first = 0; first < weights->n_inputs; first += BLOCK_INPUTS)
    {
      gsize count = MIN (BLOCK_INPUTS, weights->n_inputs - first), place = find_place (weights, panel, first);

      if (weights->precision == TRESTLE_PRECISION_FLOAT32)
        gather_panel (weight, panel, first, count, weights->floats.data + place);
      else
        {
          gather_panel (weight, panel, first, count, values);
          trestle_bfloats_from_floats (values, count * TRESTLE_PANEL, weights->bfloats + place);
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
    weights->floats = trestle_tensor_new_unfilled (1, n_panels, weights->n_inputs * TRESTLE_PANEL); /* [panels, inputs * TRESTLE_PANEL] */
  else
    weights->bfloats = g_new (guint16, n_panels * weights->n_inputs * TRESTLE_PANEL);
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

/* The panel at the right edge, if it has fewer outputs than others: through memory that has room for all of it. */
static void
multiply_narrow_panel (const TrestleTensor *input, const float *panel, gboolean adds, const TrestleTensor *out)
{
  float whole[BLOCK_ROWS * TRESTLE_PANEL] = { 0 };
  TrestlePanelsAhead nothing = { .panel_lines = 1 };

  for (gsize row = 0; row < out->rows && adds; row++)
    memcpy (whole + row * TRESTLE_PANEL, out->data + row * out->stride, out->columns * sizeof (float));
  trestle_panels_multiply (input, panel, 0, 1, adds, &nothing, whole, TRESTLE_PANEL);
  for (gsize row = 0; row < out->rows; row++)
    memcpy (out->data + row * out->stride, whole + row * TRESTLE_PANEL, out->columns * sizeof (float));
}

/* Some inputs of some panels: as they lie, or as floats in @room, `[panels, BLOCK_INPUTS * TRESTLE_PANEL]`. */
static const float *
read_panels (const TrestlePackedWeights *weights, gsize first_panel, gsize n_panels, gsize first_input, gsize n_inputs, float *room)
{
  if (weights->precision == TRESTLE_PRECISION_FLOAT32)
    return weights->floats.data + find_place (weights, first_panel, first_input);
  for (gsize panel = 0; panel < n_panels; panel++)
    widen (weights->bfloats + find_place (weights, first_panel + panel, first_input), n_inputs * TRESTLE_PANEL,
           room + panel * BLOCK_INPUTS * TRESTLE_PANEL);
  return room;
}

/* The group that will probably be next for one of the threads, if it is worth it: few rows wait for memory whatever is done. */
static TrestlePanelsAhead
look_ahead (const TrestlePackedWeights *weights, gsize first_panel, gsize first_input, const TrestleTensor *input)
{
  gsize next = first_panel + GROUP * (gsize) omp_get_num_threads (), n_panels = count_panels (weights);
  gsize size = weights->precision == TRESTLE_PRECISION_FLOAT32 ? sizeof (float) : sizeof (guint16);
  const char *start = weights->precision == TRESTLE_PRECISION_FLOAT32 ? (const char *) weights->floats.data
                                                                      : (const char *) weights->bfloats;
  TrestlePanelsAhead ahead = { .panel_lines = MAX (input->columns * TRESTLE_PANEL * size / TRESTLE_CACHE_LINE, 1),
                               .panel_stride = weights->n_inputs * TRESTLE_PANEL * size };

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
  gsize panel_stride = TRESTLE_PANEL * (weights->precision == TRESTLE_PRECISION_FLOAT32 ? weights->n_inputs : BLOCK_INPUTS);
  const float *panels = read_panels (weights, first_panel, end_panel - first_panel, first_input, input->columns, room);
  gsize n_whole = MIN (end_panel, weights->n_outputs / TRESTLE_PANEL) - first_panel;
  TrestlePanelsAhead ahead = look_ahead (weights, first_panel, first_input, input);

  trestle_panels_multiply (input, panels, panel_stride, n_whole, first_input > 0, &ahead, out->data + first_panel * TRESTLE_PANEL,
                           out->stride);
  if (first_panel + n_whole < end_panel)
    {
      gsize first_output = (end_panel - 1) * TRESTLE_PANEL;
      TrestleTensor some = trestle_tensor_columns (out, first_output,
                                                   weights->n_outputs - first_output); /* [rows, less than TRESTLE_PANEL] */

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
  float room[GROUP * BLOCK_INPUTS * TRESTLE_PANEL];
  gsize first_output = first_panel * TRESTLE_PANEL, n_outputs = MIN (end_panel * TRESTLE_PANEL, weights->n_outputs) - first_output;

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
