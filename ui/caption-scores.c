/* Scores of captions about the image that is looked at, so that each caption is run once however often the list around it changes. */
#include "ui/caption-scores.h"

#include <math.h>

struct _TrestleCaptionScores
{
  GHashTable *table; /* caption -> double[TRESTLE_N_TASKS] */
};

TrestleCaptionScores *
trestle_caption_scores_new (void)
{
  TrestleCaptionScores *scores = g_new0 (TrestleCaptionScores, 1);

  scores->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return scores;
}

void
trestle_caption_scores_free (TrestleCaptionScores *scores)
{
  g_hash_table_unref (scores->table);
  g_free (scores);
}

void
trestle_caption_scores_add (TrestleCaptionScores *scores, const char *caption, const TrestleTrace *trace)
{
  double *by_head = g_new (double, TRESTLE_N_TASKS);

  for (TrestleTask head = 0; head < TRESTLE_N_TASKS; head++)
    by_head[head] = trestle_task_score (head, trace);
  g_hash_table_insert (scores->table, g_strdup (caption), by_head);
}

gboolean
trestle_caption_scores_have (const TrestleCaptionScores *scores, const char *caption)
{
  return g_hash_table_contains (scores->table, caption);
}

double
trestle_caption_scores_get (const TrestleCaptionScores *scores, const char *caption, TrestleTask head)
{
  const double *by_head = g_hash_table_lookup (scores->table, caption);

  return by_head != NULL ? by_head[head] : NAN;
}

static gboolean
is_not_among (gpointer caption, gpointer by_head, gpointer captions)
{
  return !g_strv_contains (captions, caption);
}

void
trestle_caption_scores_keep (TrestleCaptionScores *scores, char **captions)
{
  g_hash_table_foreach_remove (scores->table, is_not_among, captions);
}

void
trestle_caption_scores_clear (TrestleCaptionScores *scores)
{
  g_hash_table_remove_all (scores->table);
}
