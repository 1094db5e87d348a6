/* The text of every task: what was typed, or what belongs to the sample that was opened. */
#pragma once

#include "core/input/samples.h"
#include "ui/tasks.h"

G_BEGIN_DECLS

/* Begin with zeros; owned. */
typedef struct
{
  char *texts[TRESTLE_N_WINDOW_TASKS];
} TrestleTaskTexts;

void trestle_task_texts_clear (TrestleTaskTexts *texts);

/* (transfer none): "" if there is none */
const char *trestle_task_texts_get (const TrestleTaskTexts *texts, TrestleWindowTask task);
void trestle_task_texts_set (TrestleTaskTexts *texts, TrestleWindowTask task, const char *text);
/* @texts become those of @source, which is another struct. */
void trestle_task_texts_copy (TrestleTaskTexts *texts, const TrestleTaskTexts *source);
gboolean trestle_task_texts_equal (const TrestleTaskTexts *a, const TrestleTaskTexts *b);

/* For every task what there is to say about the sample; a kind of text that it lacks is made of its caption. */
void trestle_task_texts_take_sample (TrestleTaskTexts *texts, const TrestleSample *sample);
/* For an image that nobody has written about. */
void trestle_task_texts_take_none (TrestleTaskTexts *texts);

/* Which task a text is for, when nobody said so. */
TrestleWindowTask trestle_task_texts_guess_task (const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrestleTaskTexts, trestle_task_texts_clear)

G_END_DECLS
