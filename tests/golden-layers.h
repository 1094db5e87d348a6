/* Every layer of every golden case: its attention, and the numbers that were computed from it in float64. */
#pragma once

#include "core/model/trace.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* "padded: kl.cross_text_cross.1" */
  TrestleBlock block;
  guint index;                /* of the layer in its block */
  TrestleTensor attention;    /* [heads, queries, keys] */
  const gboolean *keep_query; /* [queries] or NULL */
  const gboolean *keep_key;   /* [keys] or NULL */
  guint grid;                 /* rows and columns of the patch grid, if queries are patches */
  const float *expected;      /* [n_expected] */
  gsize n_expected;
} GoldenLayer;

typedef void (*GoldenLayerCheck) (const GoldenLayer *layer);

/* Calls @check for every tensor "@measure.BLOCK.LAYER" of every case, fed with the case's own attention; returns how many there were. */
guint golden_layers_check (const char *measure, GoldenLayerCheck check);

/* The same for one case, whose attention is that of @trace, or its own if that is %NULL. */
guint golden_layers_check_case (const char *case_name, const TrestleTrace *trace, const char *measure, GoldenLayerCheck check);
/* The same with the attention of the engine's own run of the case. */
guint golden_layers_check_run (const char *case_name, const char *measure, GoldenLayerCheck check);

/* And of every case. */
guint golden_layers_check_runs (const char *measure, GoldenLayerCheck check);

/* (transfer full): a trace of what one case recorded, attention and hidden states, without any engine. */
TrestleTrace *golden_layers_make_trace (const char *case_name);

/* Ends the test unless |found - expected| <= @relative * |expected| + @absolute. */
void golden_layers_assert_close (const GoldenLayer *layer, gsize index, double found, double relative, double absolute);

G_END_DECLS
