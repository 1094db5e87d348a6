/* How the model's parts fill a trace; everybody else only reads one (trace.h). */
#pragma once

#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * trestle_trace_new:
 * @keep: (nullable): `[n_tokens]`, copied; %NULL keeps all
 */
TrestleTrace *trestle_trace_new (guint n_tokens, const gboolean *keep, guint grid_rows, guint grid_columns);

/**
 * trestle_trace_add:
 * @n_dimensions: 1 (columns), 2 (rows, columns) or 3 (depth, rows, columns): the shape under which it is saved
 * @format: of the name
 *
 * Returns: room for the tensor inside the trace, to be written by who computes it
 */
TrestleTensor trestle_trace_add (TrestleTrace *trace, guint n_dimensions, gsize depth, gsize rows, gsize columns, const char *format, ...)
    G_GNUC_PRINTF (6, 7);

/* "attention.BLOCK.LAYER" `[heads, queries, keys]` */
TrestleTensor trestle_trace_add_attention (TrestleTrace *trace, TrestleBlock block, guint layer, gsize heads, gsize queries, gsize keys);

/* The same stored as float16: @attention is rounded and copied. */
void trestle_trace_add_half_attention (TrestleTrace *trace, TrestleBlock block, guint layer, const TrestleTensor *attention);

/* `[rows, columns]` */
#define trestle_trace_add_matrix(trace, rows, columns, ...) trestle_trace_add (trace, 2, 1, rows, columns, __VA_ARGS__)

/* Another name for what the trace has already: the state that enters a bridge is the state that left a layer. */
void trestle_trace_alias (TrestleTrace *trace, const char *name, guint n_dimensions, const char *existing);

/* (nullable): `[tokens]`, %FALSE for padding; %NULL if there is no padding at all, which is quicker to look at. */
const gboolean *trestle_trace_get_padding (const TrestleTrace *trace);

/* Makes room for @size bytes of float32 in one piece; nothing may be recorded yet. */
void trestle_trace_reserve (TrestleTrace *trace, gsize size);
/* Bytes of float32 that it has room for. */
gsize trestle_trace_get_room (const TrestleTrace *trace);

/* Forgets all it recorded but keeps its memory, for the next run; nobody else may hold the trace (trestle_trace_is_own()). */
void trestle_trace_reset (TrestleTrace *trace, guint n_tokens, const gboolean *keep);

/* Makes everything in @other readable through @trace as well, unless @trace has its own of that name; a reference to @other is kept. */
void trestle_trace_include (TrestleTrace *trace, TrestleTrace *other);

/* Whether nobody but the caller holds it, so that its memory may be written again. */
gboolean trestle_trace_is_own (TrestleTrace *trace);

G_END_DECLS
