/* What is looked at in a run: the selection, and the attention maps that belong to it. */
#pragma once

#include "analysis/measures/attention-map.h"
#include "ui/run.h"
#include "ui/selection.h"

G_BEGIN_DECLS

/**
 * TrestleViewing:
 * @maps: (element-type TrestleAttentionMap): the block's maps for this query, layer by layer: in each the columns of
 *   ui/widgets/head-columns.h; %NULL for a rollout that is not followed yet. One of the query before stays until then.
 * @map: (nullable): the one that is looked at
 */
typedef struct
{
  TrestleSelection selection;
  GPtrArray *maps;
  TrestleAttentionMap *map;
} TrestleViewing;

void trestle_viewing_init (TrestleViewing *viewing);
void trestle_viewing_clear (TrestleViewing *viewing);

/*
 * Makes the selection fit the run, and the maps fit the selection; @previous: (nullable): the run that it was made in. Returns whether
 * there are other maps, whose rollouts are to be followed.
 */
gboolean trestle_viewing_update (TrestleViewing *viewing, const TrestleRun *run, const TrestleRun *previous);

/* @rollouts: (element-type TrestleAttentionMap): of the run and the selection of the last update, one for each layer */
void trestle_viewing_take_rollouts (TrestleViewing *viewing, GPtrArray *rollouts);

/* Another block; if its queries are patches and none was chosen yet, the brightest of the shown map asks. To be followed by an update. */
void trestle_viewing_set_block (TrestleViewing *viewing, TrestleBlock block);

/* (transfer full): "text → image · layer 4 · head 3", "text → image · layers 1 to 4 · rollout", counted as people count */
char *trestle_viewing_describe_map (const TrestleViewing *viewing);
/* (transfer full): "“red”", "patch 3, 4" (row, column) */
char *trestle_viewing_describe_query (const TrestleViewing *viewing, const TrestleRun *run);

G_END_DECLS
