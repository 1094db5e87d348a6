/* The text of every task: what was typed, or what belongs to the sample that was opened. */
#include "ui/task-texts.h"

#include <string.h>

void
trestle_task_texts_clear (TrestleTaskTexts *texts)
{
  for (TrestleWindowTask task = 0; task < TRESTLE_N_WINDOW_TASKS; task++)
    g_clear_pointer (&texts->texts[task], g_free);
}

const char *
trestle_task_texts_get (const TrestleTaskTexts *texts, TrestleWindowTask task)
{
  return texts->texts[task] != NULL ? texts->texts[task] : "";
}

void
trestle_task_texts_set (TrestleTaskTexts *texts, TrestleWindowTask task, const char *text)
{
  g_free (texts->texts[task]);
  texts->texts[task] = g_strdup (text);
}

void
trestle_task_texts_copy (TrestleTaskTexts *texts, const TrestleTaskTexts *source)
{
  for (TrestleWindowTask task = 0; task < TRESTLE_N_WINDOW_TASKS; task++)
    trestle_task_texts_set (texts, task, source->texts[task]);
}

gboolean
trestle_task_texts_equal (const TrestleTaskTexts *a, const TrestleTaskTexts *b)
{
  for (TrestleWindowTask task = 0; task < TRESTLE_N_WINDOW_TASKS; task++)
    if (!g_str_equal (trestle_task_texts_get (a, task), trestle_task_texts_get (b, task)))
      return FALSE;
  return TRUE;
}

static const char *
first_of (char **texts, const char *otherwise)
{
  return texts != NULL && texts[0] != NULL ? texts[0] : otherwise;
}

/* The captions that describe a sample, then those that do not. (transfer full) */
static char *
join_captions (const TrestleSample *sample)
{
  g_autofree char *right = sample->captions != NULL ? g_strjoinv ("\n", sample->captions) : g_strdup ("");
  g_autofree char *wrong = sample->false_captions != NULL ? g_strjoinv ("\n", sample->false_captions) : g_strdup ("");

  return g_strconcat (right, *right != '\0' && *wrong != '\0' ? "\n" : "", wrong, NULL);
}

void
trestle_task_texts_take_sample (TrestleTaskTexts *texts, const TrestleSample *sample)
{
  const char *caption = first_of (sample->captions, "");
  g_autofree char *captions = join_captions (sample);

  trestle_task_texts_set (texts, TRESTLE_WINDOW_MATCH, caption);
  trestle_task_texts_set (texts, TRESTLE_WINDOW_ENTAIL, caption);
  trestle_task_texts_set (texts, TRESTLE_WINDOW_REASON, caption);
  trestle_task_texts_set (texts, TRESTLE_WINDOW_RANK, captions);
  trestle_task_texts_set (texts, TRESTLE_WINDOW_FILL, sample->masked != NULL ? sample->masked : caption);
  trestle_task_texts_set (texts, TRESTLE_WINDOW_ASK, first_of (sample->questions, caption));
}

void
trestle_task_texts_take_none (TrestleTaskTexts *texts)
{
  for (TrestleWindowTask task = 0; task < TRESTLE_N_WINDOW_TASKS; task++)
    trestle_task_texts_set (texts, task, "");
}

TrestleWindowTask
trestle_task_texts_guess_task (const char *text)
{
  if (strstr (text, TRESTLE_MASK) != NULL)
    return TRESTLE_WINDOW_FILL;
  return g_str_has_suffix (text, "?") ? TRESTLE_WINDOW_ASK : TRESTLE_WINDOW_MATCH;
}
