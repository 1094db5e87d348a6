/* What is asked about an image: the task, the text, and what else the task needs to know. */
#include "ui/question.h"

void
trestle_question_set (TrestleQuestion *question, const TrestleQuestion *source)
{
  char *text = g_strdup (source->text);

  g_free (question->text);
  *question = *source;
  question->text = text;
}

void
trestle_question_clear (TrestleQuestion *question)
{
  g_clear_pointer (&question->text, g_free);
}

char **
trestle_captions_split (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GStrvBuilder) captions = g_strv_builder_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      g_strv_builder_add (captions, lines[i]);
  return g_strv_builder_end (captions);
}

guint
trestle_captions_follow (const char *old_text, guint caption, const char *text)
{
  g_auto (GStrv) old_captions = trestle_captions_split (old_text);
  g_auto (GStrv) captions = trestle_captions_split (text);
  guint n_captions = g_strv_length (captions);
  const char *followed = caption < g_strv_length (old_captions) ? old_captions[caption] : NULL;

  /* Of several that read the same it is the one in the same place. */
  if (followed != NULL && caption < n_captions && g_str_equal (captions[caption], followed))
    return caption;
  for (guint i = 0; followed != NULL && i < n_captions; i++)
    if (g_str_equal (captions[i], followed))
      return i;
  return caption < n_captions ? caption : 0;
}
