/* What one run of the model gave: the model, the image and the text it read, what it answered, and the trace. */
#include "ui/run.h"

#include <string.h>

#include "analysis/measures/word-weights.h"
#include "ui/run-origin.h"

TrestleRun *
trestle_run_new (void)
{
  TrestleRun *run = g_new0 (TrestleRun, 1);

  g_atomic_ref_count_init (&run->references);
  return run;
}

TrestleRun *
trestle_run_ref (TrestleRun *run)
{
  g_atomic_ref_count_inc (&run->references);
  return run;
}

void
trestle_run_unref (TrestleRun *run)
{
  if (!g_atomic_ref_count_dec (&run->references))
    return;
  g_clear_pointer (&run->answers, g_ptr_array_unref);
  g_clear_pointer (&run->ranking, g_array_unref);
  g_clear_pointer (&run->trace, trestle_trace_unref);
  g_clear_pointer (&run->tokens, trestle_tokens_free);
  g_clear_pointer (&run->image, trestle_image_unref);
  g_clear_pointer (&run->second_image, trestle_image_unref);
  g_clear_pointer (&run->second_source, trestle_image_source_unref);
  g_clear_pointer (&run->image_source, trestle_image_source_unref);
  g_clear_pointer (&run->tokenizer, trestle_tokenizer_unref);
  g_clear_pointer (&run->model, trestle_model_unref);
  g_clear_pointer (&run->model_source, trestle_model_source_unref);
  g_strfreev (run->words);
  g_free (run->image_name);
  g_free (run->second_name);
  g_free (run->text);
  g_free (run->note);
  g_free (run);
}

static void
clear_ranked_caption (gpointer caption)
{
  g_free (((TrestleRankedCaption *) caption)->text);
}

/* Best first; equal ones as they were written. */
static int
compare_captions (gconstpointer a, gconstpointer b)
{
  const TrestleRankedCaption *first = a, *second = b;

  if (first->score != second->score)
    return first->score < second->score ? 1 : -1;
  return first->index < second->index ? -1 : 1;
}

void
trestle_run_set_ranking (TrestleRun *run, char **captions, const double *scores)
{
  g_clear_pointer (&run->ranking, g_array_unref);
  run->ranking = g_array_new (FALSE, FALSE, sizeof (TrestleRankedCaption));
  g_array_set_clear_func (run->ranking, clear_ranked_caption);
  for (guint i = 0; captions[i] != NULL; i++)
    {
      TrestleRankedCaption caption = { g_strdup (captions[i]), i, scores[i] };

      g_array_append_val (run->ranking, caption);
    }
  g_array_sort (run->ranking, compare_captions);
}

char *
trestle_run_name_model (const TrestleRun *run)
{
  return trestle_stand_in_name_model (run->model_source->stand_in, trestle_model_get_name (run->model));
}

guint
trestle_run_get_n_layers (const TrestleRun *run, TrestleBlock block)
{
  return trestle_trace_get_n_layers (run->trace, block);
}

guint
trestle_run_get_n_heads (const TrestleRun *run, TrestleBlock block)
{
  const TrestleTensor *attention = trestle_trace_get_attention (run->trace, block, 0); /* [heads, queries, keys] */

  return attention != NULL ? (guint) attention->depth : 0;
}

guint
trestle_run_get_n_patches (const TrestleRun *run)
{
  return trestle_trace_get_grid_rows (run->trace) * trestle_trace_get_grid_columns (run->trace);
}

char **
trestle_run_list_whole_words (const TrestleRun *run)
{
  const TrestleTokens *tokens = run->tokens;
  g_autofree char *text = trestle_run_get_shown_text (run);
  gsize length = strlen (text);
  char **wholes = g_strdupv (run->words);

  for (guint first = 0, count; first < tokens->length; first += count)
    {
      gsize start = tokens->starts[first], end;

      count = trestle_word_count_tokens (tokens->words, tokens->length, first);
      end = tokens->ends[first + count - 1];
      if (count == 1 || start >= end || end > length)
        continue;
      g_free (wholes[first]);
      wholes[first] = g_strndup (text + start, end - start);
    }
  return wholes;
}

static gboolean
is_function_word (const char *word)
{
  static const char *const function_words[] = { "a",  "an",   "the", "there", "is",    "are", "was",  "were", "of",   "in",
                                                "on", "at",   "to",  "and",   "or",    "it",  "this", "that", "with", "does",
                                                "do", "what", "how", "which", "where", "who", "many", NULL };
  g_autofree char *lower = g_utf8_strdown (word, -1);

  return g_strv_contains (function_words, lower);
}

gint
trestle_run_find_content_word (const TrestleRun *run)
{
  gint32 mask_id = trestle_tokenizer_get_mask_id (run->tokenizer);
  gint first_content = -1, first_of_text = -1;

  for (guint i = 0; i < run->tokens->length; i++)
    {
      if (run->tokens->ids[i] == mask_id)
        return (gint) i;
      if (run->tokens->words[i] < 0)
        continue;
      if (first_of_text < 0)
        first_of_text = (gint) i;
      if (first_content < 0 && !is_function_word (run->words[i]))
        first_content = (gint) i;
    }
  if (first_content >= 0)
    return first_content;
  return MAX (first_of_text, 0);
}
