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
 *
 * Returns: room for the tensor inside the trace, to be written by who computes it. A run adds all its tensors before its first layer
 */
TrestleTensor trestle_trace_add (TrestleTrace *trace, const char *name, guint n_dimensions, gsize depth, gsize rows, gsize columns);

/* Names memory that the trace has under another name already: the state that enters a bridge is the state that left a layer. */
void trestle_trace_alias (TrestleTrace *trace, const char *name, const char *existing);

/* Makes everything in @other readable through @trace as well; a reference to @other is kept. */
void trestle_trace_include (TrestleTrace *trace, TrestleTrace *other);

/* Whether nobody but the caller holds it, so that its memory may be written again. */
gboolean trestle_trace_is_own (TrestleTrace *trace);

G_END_DECLS
