/* What the tests of attention share: a small trace whose weights they say themselves. */
#pragma once

#include "core/model/trace.h"

G_BEGIN_DECLS

#define TRACE_TOKENS 4 /* of which the last is padding */
#define TRACE_ROWS 2   /* of patches */
#define TRACE_COLUMNS 3
#define TRACE_PATCHES (TRACE_ROWS * TRACE_COLUMNS)
#define TRACE_STATES (TRACE_PATCHES + 1)
#define TRACE_HEADS 2

typedef double (*TraceWeight) (TrestleBlock block, guint layer, guint head, guint query, guint key, guint n_keys);

/* (transfer full): a trace of that size, without attention. */
TrestleTrace *trace_new_small (void);
/* Adds a layer of the size that the block has, with those weights. */
void trace_add_small (TrestleTrace *trace, TrestleBlock block, guint layer, TraceWeight weigh);

G_END_DECLS
