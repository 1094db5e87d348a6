/* The captions of a run as bars, best first. */
#include "ui/ranking-bars.h"

#include <math.h>

/* A score as it is written, and how long its bar is: a cosine's from -1 to 1, the retrieval head's by the logistic function. */
static char *
format_score (TrestleTask head, double score, double *fraction)
{
  switch (head)
    {
    case TRESTLE_TASK_MATCH:
      *fraction = score;
      return score > 0 && score < 0.0005 ? g_strdup ("< 0.1%") : g_strdup_printf ("%.1f%%", 100 * score);
    case TRESTLE_TASK_CONTRAST:
      *fraction = (score + 1) / 2;
      return g_strdup_printf ("%.3f", score);
    default:
      *fraction = 1 / (1 + exp (-score));
      return g_strdup_printf ("%.2f", score);
    }
}

void
trestle_ranking_bars_show (TrestleCaptionBars *bars, const TrestleRun *run)
{
  guint n_rows = run->ranking != NULL ? run->ranking->len : 0, chosen = 0;
  g_autofree TrestleCaptionBar *rows = g_new (TrestleCaptionBar, n_rows + 1);
  g_autoptr (GPtrArray) scores = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_rows; i++)
    {
      const TrestleRankedCaption *caption = &g_array_index (run->ranking, TrestleRankedCaption, i);

      rows[i].caption = caption->text;
      g_ptr_array_add (scores, format_score (run->head, caption->score, &rows[i].fraction));
      rows[i].score = g_ptr_array_index (scores, i);
      if (caption->index == run->caption)
        chosen = i;
    }
  trestle_caption_bars_set_rows (bars, rows, n_rows, chosen);
  gtk_widget_set_visible (GTK_WIDGET (bars), n_rows > 0);
}
