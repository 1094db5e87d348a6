/* Which attention map is looked at: block, layer, head, and the word or the patch that asks. */
#include "ui/selection.h"

void
trestle_selection_init (TrestleSelection *selection)
{
  selection->block = TRESTLE_BLOCK_CROSS_TEXT_CROSS;
  selection->layer = G_MAXUINT;
  selection->head = TRESTLE_HEAD_MEAN;
  selection->word = -1;
  selection->patch = -1;
}

/* The token nearest to where the old word was that reads the same, or -1. */
static gint
find_same_word (const TrestleRun *run, const TrestleRun *previous, gint word)
{
  gint best = -1;

  if (previous == NULL || word < 0 || (guint) word >= previous->tokens->length)
    return -1;
  for (gint i = 0; i < (gint) run->tokens->length; i++)
    if (g_str_equal (run->words[i], previous->words[word]) && (best < 0 || ABS (i - word) < ABS (best - word)))
      best = i;
  return best;
}

void
trestle_selection_fit (TrestleSelection *selection, const TrestleRun *run, const TrestleRun *previous)
{
  guint n_layers = trestle_run_get_n_layers (run, selection->block);

  if (previous != run)
    selection->word = find_same_word (run, previous, selection->word);
  if (selection->word < 0)
    selection->word = trestle_run_find_content_word (run);
  if ((guint) selection->patch >= trestle_run_get_n_patches (run) && !trestle_block_queries_are_text (selection->block))
    selection->patch = (gint) (trestle_trace_get_grid_rows (run->trace) / 2 * trestle_trace_get_grid_columns (run->trace)
                               + trestle_trace_get_grid_columns (run->trace) / 2);
  selection->layer = MIN (selection->layer, MAX (n_layers, 1) - 1);
  /* A workspace may name a head that only a later Trestle has. */
  if (selection->head >= (gint) trestle_run_get_n_heads (run, selection->block) || selection->head < TRESTLE_HEAD_MAX)
    selection->head = TRESTLE_HEAD_MEAN;
}

static TrestleBlock
counterpart (TrestleBlock block)
{
  switch (block)
    {
    case TRESTLE_BLOCK_TEXT:
      return TRESTLE_BLOCK_VISION;
    case TRESTLE_BLOCK_VISION:
      return TRESTLE_BLOCK_TEXT;
    case TRESTLE_BLOCK_CROSS_TEXT_SELF:
      return TRESTLE_BLOCK_CROSS_IMAGE_SELF;
    case TRESTLE_BLOCK_CROSS_IMAGE_SELF:
      return TRESTLE_BLOCK_CROSS_TEXT_SELF;
    case TRESTLE_BLOCK_CROSS_TEXT_CROSS:
      return TRESTLE_BLOCK_CROSS_IMAGE_CROSS;
    case TRESTLE_BLOCK_CROSS_IMAGE_CROSS:
      return TRESTLE_BLOCK_CROSS_TEXT_CROSS;
    default:
      g_return_val_if_reached (block);
    }
}

void
trestle_selection_choose_word (TrestleSelection *selection, guint word)
{
  selection->word = (gint) word;
  if (!trestle_block_queries_are_text (selection->block))
    selection->block = counterpart (selection->block);
}

void
trestle_selection_choose_patch (TrestleSelection *selection, guint patch)
{
  selection->patch = (gint) patch;
  if (trestle_block_queries_are_text (selection->block))
    selection->block = counterpart (selection->block);
}

gint
trestle_selection_get_query (const TrestleSelection *selection)
{
  return trestle_block_queries_are_text (selection->block) ? selection->word : selection->patch + 1;
}

/* A counterpart may have fewer layers or heads. */
static TrestleAttentionLink *
make_link (TrestleSelection *asking, const TrestleRun *run)
{
  trestle_selection_fit (asking, run, run);
  if (asking->head == TRESTLE_HEAD_ROLLOUT)
    return NULL;
  return trestle_attention_link_new (run->trace, asking->block, asking->layer, asking->head, trestle_selection_get_query (asking), NULL);
}

TrestleAttentionLink *
trestle_selection_link_word (const TrestleSelection *selection, const TrestleRun *run, guint word)
{
  TrestleSelection asking = *selection;

  trestle_selection_choose_word (&asking, word);
  return make_link (&asking, run);
}

TrestleAttentionLink *
trestle_selection_link_patch (const TrestleSelection *selection, const TrestleRun *run, guint patch)
{
  TrestleSelection asking = *selection;

  trestle_selection_choose_patch (&asking, patch);
  return make_link (&asking, run);
}
