/* Every figure there is of a run, whatever page is shown: the one list that Export All goes through. */
#include "ui/figure-set-private.h"
#include "ui/run-origin.h"

static void
clear_entry (gpointer data)
{
  TrestleFigureEntry *entry = data;

  g_free (entry->name);
  g_free (entry->title);
  g_strfreev (entry->options);
}

TrestleFigureSet *
trestle_figure_set_new (TrestleRun *run, const TrestleSelection *selection, const TrestleLook *look, double opacity)
{
  TrestleFigureSet *set = g_new0 (TrestleFigureSet, 1);

  set->run = trestle_run_ref (run);
  set->selection = *selection;
  set->look = *look;
  set->opacity = opacity;
  set->entries = g_array_new (FALSE, FALSE, sizeof (TrestleFigureEntry));
  g_array_set_clear_func (set->entries, clear_entry);
  trestle_figure_set_list_figures (set);
  return set;
}

void
trestle_figure_set_free (TrestleFigureSet *set)
{
  g_array_unref (set->entries);
  g_free (set->heads);
  g_free (set->bridges);
  trestle_run_unref (set->run);
  g_free (set);
}

gint
trestle_figure_set_find_query (const TrestleFigureSet *set, TrestleBlock block)
{
  if (trestle_block_queries_are_text (block))
    return set->selection.word;
  return set->selection.patch >= 0 ? set->selection.patch + 1 : TRESTLE_QUERY_MEAN;
}

gint
trestle_figure_set_find_head (const TrestleFigureSet *set)
{
  return set->selection.head >= 0 ? set->selection.head : TRESTLE_HEAD_MEAN;
}

TrestleTask
trestle_figure_set_find_readable_task (const TrestleFigureSet *set)
{
  static const TrestleTask readable[] = { TRESTLE_TASK_MATCH, TRESTLE_TASK_FILL, TRESTLE_TASK_ASK, TRESTLE_TASK_ENTAIL };
  const TrestleRun *run = set->run;

  for (guint i = 0; i < G_N_ELEMENTS (readable); i++)
    if (run->head == readable[i] && trestle_model_can (run->model, run->head))
      return run->head;
  for (guint i = 0; i < G_N_ELEMENTS (readable); i++)
    if (trestle_model_can (run->model, readable[i]))
      return readable[i];
  return TRESTLE_N_TASKS;
}

static const TrestleFigureEntry *
set_get (const TrestleFigureSet *set, guint index)
{
  return &g_array_index (set->entries, TrestleFigureEntry, index);
}

guint
trestle_figure_set_get_n_figures (const TrestleFigureSet *set)
{
  return set->entries->len;
}

const char *
trestle_figure_set_get_name (const TrestleFigureSet *set, guint index)
{
  return set_get (set, index)->name;
}

const char *
trestle_figure_set_get_title (const TrestleFigureSet *set, guint index)
{
  return set_get (set, index)->title;
}

TrestleFigure *
trestle_figure_set_make (TrestleFigureSet *set,
                         guint index,
                         TrestleSession *session,
                         TrestleProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  const TrestleFigureEntry *entry = set_get (set, index);
  TrestleFigureMaking making = { session, progress, progress_data, cancellable };

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return entry->make (set, entry, &making, error);
}

TrestleOrigin *
trestle_figure_set_make_origin (const TrestleFigureSet *set, guint index, const char *file)
{
  const TrestleFigureEntry *entry = set_get (set, index);
  g_autofree char *width = g_strdup_printf ("%g", set->look.width_mm);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) options = NULL;

  g_strv_builder_addv (words, (const char **) entry->options);
  g_strv_builder_add_many (words, "--width", width, "-o", file, NULL);
  options = g_strv_builder_end (words);
  if (entry->is_of_model)
    return trestle_run_make_model_origin (set->run, entry->title, entry->subcommand, (const char *const *) options);
  return trestle_run_make_origin (set->run, entry->title, entry->subcommand, (const char *const *) options);
}
