/* The tasks that the window offers, in the order of its switch: what they are called there and what they ask for. */
#pragma once

#include "core/model/model.h"

G_BEGIN_DECLS

/* The placeholder of a mask in a text. */
#define TRESTLE_MASK "<mask>"

/**
 * TrestleTaskWords:
 * @title: on the switch
 * @meaning: what the task tells, for a tooltip
 * @placeholder: what the text is, while there is none
 */
typedef struct
{
  TrestleTask task;
  const char *title;
  const char *meaning;
  const char *placeholder;
} TrestleTaskWords;

/* (transfer none): the window's tasks */
const TrestleTaskWords *trestle_tasks_list (guint *n_tasks);
/* (transfer none) (nullable): %NULL if the window does not offer it */
const TrestleTaskWords *trestle_tasks_find (TrestleTask task);
/* (transfer none) (nullable): the one of that name, such as "match" */
const TrestleTaskWords *trestle_tasks_find_by_name (const char *name);
/* (transfer none) (nullable): the first that the model has a head for */
const TrestleTaskWords *trestle_tasks_find_possible (const TrestleModel *model);

/* (transfer full): what the model can be asked in the window: "Match, Fill and Ask" */
char *trestle_tasks_describe (const TrestleModel *model);

G_END_DECLS
