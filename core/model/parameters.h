/* Hands the weights of a checkpoint to the parts of a model, as float32, and keeps account of what is missing or misshapen. */
#pragma once

#include <gio/gio.h>

#include "core/formats/checkpoint.h"
#include "core/model/weights-need.h"
#include "core/numeric/linear.h"
#include "core/progress.h"

G_BEGIN_DECLS

/**
 * TrestleParameters:
 *
 * Owns every number and every layer that it hands out. A part asks for all that it needs; what cannot be had is remembered, a single zero
 * stands in, and trestle_parameters_check() says it all at once: until then nothing may be computed. Names are printf formats.
 */
typedef struct _TrestleParameters TrestleParameters;

/* @checkpoint: (transfer full): numbers that are float32 in it are used where they lie; @precision: of the layers */
TrestleParameters *trestle_parameters_new (TrestleCheckpoint *checkpoint, TrestlePrecision precision);
/**
 * trestle_parameters_new_counter:
 *
 * For parts that are to be counted, not run: there is no checkpoint, every tensor that is asked for is there in the shape that is asked
 * for, and nothing is allocated. There is nothing to check, and nothing may be computed.
 */
TrestleParameters *trestle_parameters_new_counter (void);
/**
 * trestle_parameters_new_estimate:
 * @checkpoint: must outlive it
 *
 * For parts whose memory is to be known before it is taken: they load as always, but nothing is converted, packed or computed, only counted
 * (trestle_parameters_get_need()). What is missing or misshapen counts as nothing.
 */
TrestleParameters *trestle_parameters_new_estimate (TrestleCheckpoint *checkpoint, TrestlePrecision precision);
void trestle_parameters_free (TrestleParameters *parameters);

/**
 * trestle_parameters_watch:
 * @progress: (nullable): told with every tensor how many of the checkpoint's bytes have been handed out
 * @cancellable: (nullable): once it is cancelled nothing more is converted, and trestle_parameters_check() fails
 *
 * Until the next call, which may be one with %NULLs.
 */
void trestle_parameters_watch (TrestleParameters *parameters, TrestleProgress progress, gpointer progress_data, GCancellable *cancellable);

TrestlePrecision trestle_parameters_get_precision (const TrestleParameters *parameters);
/* (transfer none): what the numbers are from */
const TrestleCheckpoint *trestle_parameters_get_checkpoint (const TrestleParameters *parameters);

/* Whether the checkpoint has a tensor of that name; a counter has none. */
gboolean trestle_parameters_have (const TrestleParameters *parameters, const char *name);
/* The size of a tensor along @dimension, 0 if there is none: for parts whose width only their weights tell. */
gsize trestle_parameters_get_size (const TrestleParameters *parameters, const char *name, guint dimension);

/* `[rows, columns]`, by all dimensions but the first: a convolution's `[out, 3, p, p]` is the matrix `[out, 3 p p]`. */
TrestleTensor
trestle_parameters_matrix (TrestleParameters *parameters, gsize rows, gsize columns, const char *format, ...) G_GNUC_PRINTF (4, 5);
/**
 * trestle_parameters_positions:
 * @n_places: of the grid, along one side
 *
 * A position embedding `[1 + n_places * n_places, columns]`, the class token's row first. One that was made for another square grid is
 * interpolated (Dosovitskiy et al. 2021, section 3.2), the class row kept.
 */
TrestleTensor trestle_parameters_positions (TrestleParameters *parameters, gsize n_places, gsize columns, const char *name);

/* `[count]` */
const float *trestle_parameters_vector (TrestleParameters *parameters, gsize count, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* NAME.weight `[outputs, inputs]` and NAME.bias `[outputs]`; owned by @parameters. Who asks for it again gets the same layer. */
TrestleLinear *
trestle_parameters_linear (TrestleParameters *parameters, gsize outputs, gsize inputs, const char *format, ...) G_GNUC_PRINTF (4, 5);
/* A layer of a weight and a bias that were asked for apart; @bias may be %NULL. Owned by @parameters. */
TrestleLinear *trestle_parameters_join (TrestleParameters *parameters, const TrestleTensor *weight, const float *bias);
/* NAME.weight and NAME.bias `[columns]` */
TrestleLayerNorm
trestle_parameters_layer_norm (TrestleParameters *parameters, gsize columns, float epsilon, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* How many numbers were handed out so far, those of the same tensor once: the difference between two calls is a part's size. */
guint64 trestle_parameters_get_count (const TrestleParameters *parameters);
/* Of a counter: how many numbers the tensors have that were asked for by names of a pattern, such as "*.LayerNorm.*", each once. */
guint64 trestle_parameters_count_names (const TrestleParameters *parameters, const char *pattern);

/* (transfer container) (element-type utf8): names of the checkpoint's tensors that nobody asked for, in the order of its files */
GPtrArray *trestle_parameters_list_unused (const TrestleParameters *parameters);

/* Of an estimate: what the parts that have loaded would take. */
TrestleWeightsNeed trestle_parameters_get_need (const TrestleParameters *parameters);

/**
 * trestle_parameters_check:
 *
 * Errors: %G_IO_ERROR_CANCELLED (see trestle_parameters_watch()); %TRESTLE_ERROR_MISSING, %TRESTLE_ERROR_SHAPE,
 * %TRESTLE_ERROR_UNSUPPORTED (a tensor of whole numbers): the sentence names the file, the first five tensors and how many there are.
 */
gboolean trestle_parameters_check (const TrestleParameters *parameters, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleParameters, trestle_parameters_free)

G_END_DECLS
