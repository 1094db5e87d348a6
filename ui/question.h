/* What is asked about an image: the task, the text, and what else the task needs to know. */
#pragma once

#include "ui/tasks.h"

G_BEGIN_DECLS

/**
 * TrestleQuestion:
 * @text: for %TRESTLE_WINDOW_RANK captions, one a line
 * @measure: of ranking: the head that scores, if the model has it
 * @caption: of ranking: whose attention is shown, counted from 0; one beyond the last means the first
 * @shows_second: of two images: whether it is the second one whose attention is shown
 */
typedef struct
{
  TrestleWindowTask task;
  char *text;
  TrestleTask measure;
  guint caption;
  gboolean shows_second;
} TrestleQuestion;

/* @question, which owns a copy of its text then, becomes @source. */
void trestle_question_set (TrestleQuestion *question, const TrestleQuestion *source);
void trestle_question_clear (TrestleQuestion *question);

/* (transfer full): the lines of @text that say something, without the white space around them */
char **trestle_captions_split (const char *text);
/* The place among the captions of @text where the one is that was at @caption in @old_text; the same place if it is gone, or the first. */
guint trestle_captions_follow (const char *old_text, guint caption, const char *text);

G_END_DECLS
