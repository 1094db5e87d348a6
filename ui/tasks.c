/* The tasks that the window offers, in the order of its switch: what they are called there and what they ask for. */
#include "ui/tasks.h"

static const TrestleTaskWords tasks[] = {
  { TRESTLE_TASK_MATCH, "Match", "How well the caption fits the image", "A caption" },
  { TRESTLE_TASK_FILL, "Fill", "Which words stand behind " TRESTLE_MASK, "A sentence with " TRESTLE_MASK },
  { TRESTLE_TASK_ASK, "Ask", "The answer to a question about the image", "A question" },
  { TRESTLE_TASK_ENTAIL, "Entail", "Whether the statement follows from the image", "A statement" },
};

const TrestleTaskWords *
trestle_tasks_list (guint *n_tasks)
{
  *n_tasks = G_N_ELEMENTS (tasks);
  return tasks;
}

const TrestleTaskWords *
trestle_tasks_find (TrestleTask task)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (tasks[i].task == task)
      return &tasks[i];
  return NULL;
}

const TrestleTaskWords *
trestle_tasks_find_by_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (g_strcmp0 (name, trestle_task_get_name (tasks[i].task)) == 0)
      return &tasks[i];
  return NULL;
}

const TrestleTaskWords *
trestle_tasks_find_possible (const TrestleModel *model)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (trestle_model_can (model, tasks[i].task))
      return &tasks[i];
  return NULL;
}

char *
trestle_tasks_describe (const TrestleModel *model)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  g_autofree char *most = NULL;
  const char *last;

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (trestle_model_can (model, tasks[i].task))
      g_ptr_array_add (titles, (gpointer) tasks[i].title);
  if (titles->len == 0)
    return g_strdup ("nothing: it has no heads");
  last = g_ptr_array_steal_index (titles, titles->len - 1);
  if (titles->len == 0)
    return g_strdup (last);
  g_ptr_array_add (titles, NULL);
  most = g_strjoinv (", ", (char **) titles->pdata);
  return g_strdup_printf ("%s and %s", most, last);
}
