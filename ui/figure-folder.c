/* Every figure of a run, written into a new folder on the engine's thread. */
#include "ui/figure-folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "analysis/figures/export.h"
#include "core/error.h"
#include "ui/figure-set.h"

#define INDEX "README.txt"

/* What the thread is to do. */
typedef struct
{
  TrestleSelection selection;
  TrestleFigureFolderChoice choice;
  char *parent;
} Order;

/**
 * Writing: what it is doing.
 * @path: of the new folder
 * @index: what README.txt is going to say
 * @current: the figure that it is at, for the progress
 */
typedef struct
{
  const Order *order;
  TrestleFigureSet *set;
  TrestleSession *session;
  char *path;
  GString *index;
  guint current;
  TrestleProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Writing;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->parent);
  g_free (order);
}

static void
writing_clear (Writing *writing)
{
  g_clear_pointer (&writing->set, trestle_figure_set_free);
  g_free (writing->path);
  if (writing->index != NULL)
    g_string_free (writing->index, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, writing_clear)

/* (transfer full): "scene-01 figures": of an image's name without its ending; a name is no path. */
static char *
name_folder (const TrestleRun *run)
{
  g_autofree char *name = g_strdelimit (g_strdup (run->image_name), G_DIR_SEPARATOR_S, '-');
  char *ending = strrchr (name, '.');

  if (ending != NULL && ending != name)
    *ending = '\0';
  return g_strconcat (name, " figures", NULL);
}

/* (transfer full): the path of a folder that was not there before. */
static char *
make_folder (const char *parent, const TrestleRun *run, GError **error)
{
  g_autofree char *name = name_folder (run);
  g_autofree char *path = g_build_filename (parent, name, NULL);
  g_autofree char *shown = NULL;
  int code;

  for (guint i = 2; g_mkdir (path, 0777) != 0; i++)
    {
      code = errno;
      if (code != EEXIST)
        {
          shown = g_filename_display_name (path);
          g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                       "The folder “%s” cannot be made: %s; choose one that you may write to", shown, g_strerror (code));
          return NULL;
        }
      g_free (path);
      path = g_strdup_printf ("%s" G_DIR_SEPARATOR_S "%s %u", parent, name, i);
    }
  return g_steal_pointer (&path);
}

/* "bridges-kl: 5 of 14 figures" */
static void
report (double fraction, const char *stage, gpointer data)
{
  const Writing *writing = data;
  guint n_figures = trestle_figure_set_get_n_figures (writing->set);
  g_autofree char *text = g_strdup_printf ("%s: %u of %u figures", trestle_figure_set_get_name (writing->set, writing->current),
                                           writing->current + 1, n_figures);

  writing->progress ((writing->current + fraction) / n_figures, text, writing->progress_data);
}

/* The same figure says of each of its files how that is made. */
static gboolean
write_file (Writing *writing, TrestleFigure *figure, const char *ending, GError **error)
{
  g_autofree char *file = g_strconcat (trestle_figure_set_get_name (writing->set, writing->current), ending, NULL);
  g_autofree char *path = g_build_filename (writing->path, file, NULL);
  TrestleOrigin *origin = trestle_figure_set_make_origin (writing->set, writing->current, file);

  trestle_figure_set_origin (figure, origin);
  if (g_cancellable_set_error_if_cancelled (writing->cancellable, error)
      || !trestle_figure_export (figure, path, writing->order->choice.dpi, error))
    return FALSE;
  g_string_append_printf (writing->index, "  %s\n", file);
  if (origin->command != NULL)
    g_string_append_printf (writing->index, "    %s\n", origin->command);
  return TRUE;
}

static gboolean
write_files (Writing *writing, TrestleFigure *figure, GError **error)
{
  const TrestleFigureFolderChoice *choice = &writing->order->choice;

  return write_file (writing, figure, choice->picture, error) && (!choice->has_tables || write_file (writing, figure, ".csv", error));
}

/* Whether it says no more than that the run has no such figure. */
static gboolean
is_absence (const GError *error)
{
  return g_error_matches (error, TRESTLE_ERROR, TRESTLE_ERROR_TASK) || g_error_matches (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
}

static gboolean
write_figure (Writing *writing, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (TrestleFigure) figure = NULL;

  report (0.0, NULL, writing);
  figure = trestle_figure_set_make (writing->set, writing->current, writing->session, report, writing, writing->cancellable, &problem);
  g_string_append_printf (writing->index, "\n%s\n", trestle_figure_set_get_title (writing->set, writing->current));
  if (figure != NULL)
    return write_files (writing, figure, error);
  if (!is_absence (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  g_string_append_printf (writing->index, "  Not there: %s\n", problem->message);
  return TRUE;
}

static gboolean
write_index (const Writing *writing, GError **error)
{
  g_autofree char *path = g_build_filename (writing->path, INDEX, NULL);
  g_autofree char *name = g_filename_display_name (path);

  if (g_file_set_contents_full (path, writing->index->str, (gssize) writing->index->len,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error))
    return TRUE;
  g_prefix_error (error, "“%s” cannot be written: ", name);
  return FALSE;
}

static void
begin_index (Writing *writing, const TrestleRun *run)
{
  writing->index = g_string_new (NULL);
  g_string_append_printf (writing->index,
                          "Figures of %s, read by %s with the text “%s”.\n"
                          "Made by %s. Below each file is the command line that makes it again, in the folder where it is called.\n",
                          run->image_name, trestle_model_get_name (run->model), run->text, trestle_origin_get_program ());
}

static gpointer
write_all (TrestleSession *session,
           const TrestleRun *run,
           gconstpointer data,
           TrestleProgress progress,
           gpointer progress_data,
           GCancellable *cancellable,
           GError **error)
{
  const Order *order = data;
  g_auto (Writing)
      writing = { .order = order, .session = session, .progress = progress, .progress_data = progress_data, .cancellable = cancellable };

  writing.set = trestle_figure_set_new ((TrestleRun *) run, &order->selection, &order->choice.look, order->choice.opacity);
  writing.path = make_folder (order->parent, run, error);
  if (writing.path == NULL)
    return NULL;
  begin_index (&writing, run);
  for (guint n = trestle_figure_set_get_n_figures (writing.set); writing.current < n; writing.current++)
    if (!write_figure (&writing, error))
      return NULL;
  return write_index (&writing, error) ? g_steal_pointer (&writing.path) : NULL;
}

void
trestle_figure_folder_write_async (TrestleRunner *runner,
                                   TrestleRun *run,
                                   const TrestleSelection *selection,
                                   const TrestleFigureFolderChoice *choice,
                                   const char *parent,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  Order *order = g_new0 (Order, 1);
  TrestleWorkOrder work = { write_all, order, order_free, g_free };

  order->selection = *selection;
  order->choice = *choice;
  order->parent = g_strdup (parent);
  trestle_runner_work_async (runner, run, &work, callback, data);
}

char *
trestle_figure_folder_write_finish (TrestleRunner *runner, GAsyncResult *result, GError **error)
{
  return trestle_runner_work_finish (runner, result, error);
}
