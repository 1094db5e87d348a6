/* The answers to a task: bars for each question that the text asks. */
#pragma once

#include <adwaita.h>

#include "core/tasks.h"
#include "ui/tasks.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_ANSWER_LIST (trestle_answer_list_get_type ())
G_DECLARE_FINAL_TYPE (TrestleAnswerList, trestle_answer_list, TRESTLE, ANSWER_LIST, AdwBin)

/* @answers: (nullable) (element-type TrestleAnswer): to @task; %NULL shows nothing */
void trestle_answer_list_set_answers (TrestleAnswerList *list, TrestleWindowTask task, const GPtrArray *answers);

G_END_DECLS
