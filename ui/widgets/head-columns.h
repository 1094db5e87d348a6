/* The columns of a grid of heads: what stands for all heads of a layer, then the heads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Mean, maximum and rollout come before the heads. */
#define TRESTLE_N_SUMMARIES 3

/* %TRESTLE_HEAD_MEAN, %TRESTLE_HEAD_MAX, %TRESTLE_HEAD_ROLLOUT, and then heads from 0. @column is counted from 0. */
gint trestle_column_get_head (guint column);
/* And back. */
guint trestle_head_get_column (gint head);

G_END_DECLS
