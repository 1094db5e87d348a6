/* The numbers of an attention map, as figures of one map and of many write them. */
#pragma once

#include "analysis/figures/table.h"
#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

/* Key, its place in the image or its token, and its weight: the columns of a map like @map. */
void trestle_attention_table_add_columns (TrestleTable *table, const TrestleAttentionMap *map);

/* Their cells, for one key. @words: %NULL-terminated, clean; may be fewer than there are tokens */
void trestle_attention_table_add_key (TrestleTable *table, const TrestleAttentionMap *map, guint key, const char *const *words);

/* What the weights of a head's map are, of %TRESTLE_HEAD_MEAN, %TRESTLE_HEAD_MAX and %TRESTLE_HEAD_ROLLOUT too. */
const char *trestle_attention_table_define_weight (gint head);

G_END_DECLS
