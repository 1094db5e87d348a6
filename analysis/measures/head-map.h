/* The map of a head, whatever it is: one of the layer's, or what stands for all of them; and how people name it. */
#pragma once

#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

/**
 * trestle_head_map_new:
 * @head: of the layer, counted from 0, or any of the negative numbers that stand for all heads: %TRESTLE_HEAD_MEAN,
 *   %TRESTLE_HEAD_MAX, %TRESTLE_HEAD_ROLLOUT
 *
 * The one place that knows which function makes which of them. Errors: those of trestle_attention_map_new() and trestle_rollout_map_new().
 *
 * Returns: (transfer full): the map
 */
TrestleAttentionMap *
trestle_head_map_new (const TrestleTrace *trace, TrestleBlock block, guint layer, gint head, gint query, GError **error);

/* (transfer full): "3", "mean", "max", "rollout": as the command line writes a head. */
char *trestle_head_write (gint head);
/* The reverse; %FALSE if @name is no head. */
gboolean trestle_head_parse (const char *name, gint *head);

G_END_DECLS
