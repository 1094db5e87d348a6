/* Every head of every layer in numbers: divergence, entropy, distance, and what it gives to the tokens that mean nothing. */
#pragma once

#include "analysis/measures/attention-map.h"
#include "core/model/model.h"
#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * TrestleHeadMeasure:
 * @TRESTLE_HEAD_DIVERGENCE: mean KL divergence to the other heads of the layer, nats (see divergence.h)
 * @TRESTLE_HEAD_ENTROPY: mean entropy of its rows, nats
 * @TRESTLE_HEAD_DISTANCE: mean distance from a query patch to where it looks, in patches; only where patches look at patches
 * @TRESTLE_HEAD_CLASS_SHARE: mean weight on the class token, in [0, 1]
 * @TRESTLE_HEAD_SEPARATOR_SHARE: mean weight on the token that closes the text, in [0, 1]; only where keys are words
 */
typedef enum
{
  TRESTLE_HEAD_DIVERGENCE,
  TRESTLE_HEAD_ENTROPY,
  TRESTLE_HEAD_DISTANCE,
  TRESTLE_HEAD_CLASS_SHARE,
  TRESTLE_HEAD_SEPARATOR_SHARE,
  TRESTLE_N_HEAD_MEASURES,
} TrestleHeadMeasure;

#define TRESTLE_HEAD_MEASURES_ALL ((1u << TRESTLE_N_HEAD_MEASURES) - 1)

/* "divergence", "entropy", "distance", "class_share", "separator_share" */
const char *trestle_head_measure_get_name (TrestleHeadMeasure measure);
gboolean trestle_head_measure_parse (const char *name, TrestleHeadMeasure *measure);
/* "KL divergence (nats)", "entropy (nats)", "distance (patches)", ...: with the unit, for an axis */
const char *trestle_head_measure_get_title (TrestleHeadMeasure measure);
/* A sentence that says how it is computed, for the head of a file of numbers. */
const char *trestle_head_measure_get_definition (TrestleHeadMeasure measure);
/* Whether it has a meaning there: a distance where patches look at patches, a separator where keys are words. */
gboolean trestle_head_measure_applies (TrestleHeadMeasure measure, TrestleBlock block);

/**
 * TrestleHeadShape:
 * @blocks: bits 1 << block of those that are measured
 * @measures: bits 1 << measure
 * @n_layers: `[blocks]`
 * @n_heads: `[blocks]`
 * @offsets: `[blocks, measures]`: where its numbers begin, %G_MAXSIZE if there are none
 * @n_values: of all
 *
 * Where each number stands in a profile. The same for every pair of image and text that one model reads, so that profiles can be summed.
 */
typedef struct
{
  guint blocks;
  guint measures;
  guint n_layers[TRESTLE_N_BLOCKS];
  guint n_heads[TRESTLE_N_BLOCKS];
  gsize offsets[TRESTLE_N_BLOCKS][TRESTLE_N_HEAD_MEASURES];
  gsize n_values;
} TrestleHeadShape;

/* @blocks: bits 1 << block; @measures: bits 1 << measure. What does not apply to a block has no numbers there. */
void trestle_head_shape_init (TrestleHeadShape *shape, const TrestleModel *model, guint blocks, guint measures);

/* (transfer full): "text 12x12, vision 12x12, ...": layers and heads of the measured blocks, for a file of results. */
char *trestle_head_shape_to_string (const TrestleHeadShape *shape);
/* And back, from a file that is not trusted; %FALSE if it is no such text. */
gboolean trestle_head_shape_parse (TrestleHeadShape *shape, const char *text, guint measures);

/* @head: counted from 0, or %TRESTLE_HEAD_MEAN (-1) for the mean over the layer's heads. Returns %G_MAXSIZE if it is not measured. */
gsize trestle_head_shape_find (const TrestleHeadShape *shape, TrestleBlock block, TrestleHeadMeasure measure, guint layer, gint head);

/**
 * trestle_head_shape_measure:
 * @trace: a run of the model that @shape is of, with all of its blocks recorded
 * @values: (out caller-allocates): `[n_values]`
 *
 * Padding is left out, as query and as key. The class token counts as a place to look from and at, except for the distance. Of text, the
 * class token is the first and the separator the last that is no padding.
 *
 * Errors: %TRESTLE_ERROR_INPUT if the trace lacks a layer; %TRESTLE_ERROR_SHAPE if it does not fit.
 */
gboolean trestle_head_shape_measure (const TrestleHeadShape *shape, const TrestleTrace *trace, double *values, GError **error);

G_END_DECLS
