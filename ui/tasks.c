/* The tasks that the window offers, in the order of its switch: what they are called there, what they ask for, and which heads do them. */
#include "ui/tasks.h"

#define HEAD(name) (1u << TRESTLE_TASK_##name)

static const TrestleTaskWords tasks[] = {
  { TRESTLE_WINDOW_MATCH, HEAD (MATCH), "match", "Match", "How well the caption fits the image", "A caption" },
  { TRESTLE_WINDOW_FILL, HEAD (FILL), "fill", "Fill", "Which words stand behind " TRESTLE_MASK, "A sentence with " TRESTLE_MASK },
  { TRESTLE_WINDOW_ASK, HEAD (ASK), "ask", "Ask", "The answer to a question about the image", "A question" },
  { TRESTLE_WINDOW_RANK, HEAD (MATCH) | HEAD (CONTRAST) | HEAD (RETRIEVE), "rank", "Rank", "Which of several captions fits the image best",
    "Captions, one a line" },
  { TRESTLE_WINDOW_ENTAIL, HEAD (ENTAIL), "entail", "Entail", "Whether the statement follows from the image", "A statement" },
  { TRESTLE_WINDOW_REASON, HEAD (REASON), "reason", "Reason", "Whether the statement holds of two images", "A statement about two images" },
};

static const TrestleMeasureWords measures[] = {
  { TRESTLE_TASK_MATCH, "By match", "The probability that a caption matches the image" },
  { TRESTLE_TASK_CONTRAST, "By contrast", "The cosine of the embeddings of caption and image, from -1 to 1" },
  { TRESTLE_TASK_RETRIEVE, "By retrieval", "What the head for search gives; the higher the better" },
};

const TrestleTaskWords *
trestle_tasks_list (guint *n_tasks)
{
  *n_tasks = G_N_ELEMENTS (tasks);
  return tasks;
}

const TrestleTaskWords *
trestle_tasks_find (TrestleWindowTask task)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (tasks[i].task == task)
      return &tasks[i];
  g_return_val_if_reached (NULL);
}

const TrestleTaskWords *
trestle_tasks_find_by_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (g_strcmp0 (name, tasks[i].name) == 0)
      return &tasks[i];
  return NULL;
}

const TrestleTaskWords *
trestle_tasks_find_possible (const TrestleModel *model)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (trestle_tasks_can (model, tasks[i].task))
      return &tasks[i];
  return NULL;
}

TrestleTask
trestle_tasks_choose_head (const TrestleModel *model, TrestleWindowTask task, TrestleTask wanted)
{
  guint heads = trestle_tasks_find (task)->heads;
  TrestleTask first = (TrestleTask) g_bit_nth_lsf (heads, -1);

  if ((heads & 1u << wanted) != 0 && trestle_model_can (model, wanted))
    return wanted;
  for (TrestleTask head = first; head < TRESTLE_N_TASKS; head++)
    if ((heads & 1u << head) != 0 && trestle_model_can (model, head))
      return head;
  return first;
}

gboolean
trestle_tasks_can (const TrestleModel *model, TrestleWindowTask task)
{
  return trestle_model_can (model, trestle_tasks_choose_head (model, task, 0));
}

char *
trestle_tasks_describe (const TrestleModel *model)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  g_autofree char *most = NULL;
  const char *last;

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (trestle_tasks_can (model, tasks[i].task))
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

const TrestleMeasureWords *
trestle_measures_list (guint *n_measures)
{
  *n_measures = G_N_ELEMENTS (measures);
  return measures;
}
