/* What one forward pass works with, and what happens between two layers: progress is told, and a cancelled pass ends. */
#pragma once

#include <gio/gio.h>

#include "core/model/trace.h"
#include "core/progress.h"

G_BEGIN_DECLS

/**
 * TrestlePass:
 * @trace: where everything is recorded
 * @arena: for what is needed within a layer only
 * @recording: which attention stays in the trace
 * @n_steps: layers that the pass will go through
 * @n_done: layers that it has gone through
 */
typedef struct
{
  TrestleTrace *trace;
  TrestleArena *arena;
  TrestleRecording recording;
  TrestleProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  guint n_steps;
  guint n_done;
} TrestlePass;

/* To be called before each layer. Errors: %G_IO_ERROR_CANCELLED. */
gboolean trestle_pass_step (TrestlePass *pass, const char *stage, GError **error);

/**
 * trestle_pass_attention:
 *
 * Returns: `[heads, queries, keys]`, where a layer's attention is computed: in the trace itself, or in the arena if it is not recorded as
 * float32; then it must not be released before trestle_pass_record()
 */
TrestleTensor trestle_pass_attention (TrestlePass *pass, TrestleBlock block, guint layer, gsize heads, gsize queries, gsize keys);

/* Keeps the computed attention if it is to be kept and is not in the trace yet. */
void trestle_pass_record (TrestlePass *pass, TrestleBlock block, guint layer, const TrestleTensor *attention);

G_END_DECLS
