/* The numbers of an attention map, as figures of one map and of many write them. */
#pragma once

#include "analysis/figures/table.h"
#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

/* Key, its place in the image or its token, and its weight: the columns of a map like @map. */
void trestle_attention_table_add_columns (TrestleTable *table, const TrestleAttentionMap *map);

/* Their cells, for one key. @words: %NULL-terminated, clean; may be fewer than there are tokens */
void trestle_attention_table_add_key (TrestleTable *table, const TrestleAttentionMap *map, guint key, const char *const *words);

G_END_DECLS
