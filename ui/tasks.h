/* The tasks that the window offers, in the order of its switch: what they are called there, what they ask for, and which heads do them. */
#pragma once

#include "core/model/model.h"

G_BEGIN_DECLS

/* What stands for a mask in a text. */
#define TRESTLE_MASK "<mask>"

/* Ranking several texts is one task for a user, whichever head does it; the others are each a task of the model. */
typedef enum
{
  TRESTLE_WINDOW_MATCH,
  TRESTLE_WINDOW_FILL,
  TRESTLE_WINDOW_ASK,
  TRESTLE_WINDOW_RANK,
  TRESTLE_WINDOW_ENTAIL,
  TRESTLE_WINDOW_REASON,
  TRESTLE_N_WINDOW_TASKS,
} TrestleWindowTask;

/**
 * TrestleTaskWords:
 * @heads: bits 1 << TrestleTask: what a model must be able to do, one of them
 * @name: in actions and settings
 * @title: on the switch
 * @meaning: what the task tells, for a tooltip
 * @placeholder: what the text is, while there is none
 */
typedef struct
{
  TrestleWindowTask task;
  guint heads;
  const char *name;
  const char *title;
  const char *meaning;
  const char *placeholder;
} TrestleTaskWords;

/* (transfer none): the window's tasks */
const TrestleTaskWords *trestle_tasks_list (guint *n_tasks);
/* (transfer none) */
const TrestleTaskWords *trestle_tasks_find (TrestleWindowTask task);
/* (transfer none) (nullable): the one of that name, such as "match" */
const TrestleTaskWords *trestle_tasks_find_by_name (const char *name);
/* (transfer none) (nullable): the first that the model has a head for */
const TrestleTaskWords *trestle_tasks_find_possible (const TrestleModel *model);

gboolean trestle_tasks_can (const TrestleModel *model, TrestleWindowTask task);
/* Which of the model's heads does @task: @wanted if it can, else the first that can; one that the model lacks if none can. */
TrestleTask trestle_tasks_choose_head (const TrestleModel *model, TrestleWindowTask task, TrestleTask wanted);

/* (transfer full): what the model can be asked in the window: "Match, Fill, Ask and Rank" */
char *trestle_tasks_describe (const TrestleModel *model);

/**
 * TrestleMeasureWords: a head that can rank.
 * @title: "By match"
 * @meaning: what its scores are, for a tooltip
 */
typedef struct
{
  TrestleTask head;
  const char *title;
  const char *meaning;
} TrestleMeasureWords;

/* (transfer none) */
const TrestleMeasureWords *trestle_measures_list (guint *n_measures);

G_END_DECLS
