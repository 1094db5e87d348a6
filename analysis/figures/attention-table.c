/* The numbers of an attention map: a row a key. */
#include "analysis/figures/attention-table.h"

#define WEIGHT_DEFINITION "attention weight after the softmax, in [0, 1]; all weights of a query sum to 1"
#define MAX_DEFINITION "the largest attention weight that any head of the layer has after the softmax, in [0, 1]; these do not sum to 1"
#define ROLLOUT_DEFINITION                                                                                                                 \
  "how much of this went into the query's state through all layers up to this one, in [0, 1], by attention rollout (Abnar and Zuidema "    \
  "2020); all weights of a query, of words and of patches together, sum to 1"

const char *
trestle_attention_table_define_weight (gint head)
{
  if (head == TRESTLE_HEAD_ROLLOUT)
    return ROLLOUT_DEFINITION;
  return head == TRESTLE_HEAD_MAX ? MAX_DEFINITION : WEIGHT_DEFINITION;
}

void
trestle_attention_table_add_columns (TrestleTable *table, const TrestleAttentionMap *map)
{
  if (trestle_block_keys_are_text (map->block))
    {
      trestle_table_add_column (table, "key", "the token that is looked at, counted from 0");
      trestle_table_add_column (table, "token", "that token as a person writes it");
    }
  else
    {
      trestle_table_add_column (table, "key", "what is looked at, counted from 0: the class token, then the patches row by row");
      trestle_table_add_column (table, "row", "of the patch, counted from 1; empty for the class token");
      trestle_table_add_column (table, "column", "of the patch, counted from 1; empty for the class token");
    }
  trestle_table_add_column (table, "weight", trestle_attention_table_define_weight (map->head));
}

static void
add_place (TrestleTable *table, const TrestleAttentionMap *map, guint key)
{
  if (key == 0)
    {
      trestle_table_add_nothing (table);
      trestle_table_add_nothing (table);
      return;
    }
  trestle_table_add_integer (table, (key - 1) / map->grid_columns + 1);
  trestle_table_add_integer (table, (key - 1) % map->grid_columns + 1);
}

void
trestle_attention_table_add_key (TrestleTable *table, const TrestleAttentionMap *map, guint key, const char *const *words)
{
  trestle_table_add_integer (table, key);
  if (!trestle_block_keys_are_text (map->block))
    add_place (table, map, key);
  else
    trestle_table_add_text (table, key < g_strv_length ((char **) words) ? words[key] : "");
  trestle_table_add_number (table, map->weights[key]);
}
