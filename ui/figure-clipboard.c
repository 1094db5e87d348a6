/* A figure on the clipboard: as a picture, as its numbers, or as the command line that makes it again. */
#include "ui/figure-clipboard.h"

#include "analysis/figures/export.h"
#include "ui/thread-work.h"

#define MOST_KINDS 2

/**
 * CopyJob:
 * @endings: (nullable): of the kinds to make
 * @types: of each of them, what programs call it
 * @contents: (nullable): once they are made
 */
typedef struct
{
  TrestleFigure *figure;
  double dpi;
  guint n_kinds;
  const char *endings[MOST_KINDS];
  const char *types[MOST_KINDS];
  GBytes *contents[MOST_KINDS];
} CopyJob;

static void
copy_job_free (gpointer data)
{
  CopyJob *job = data;

  for (guint i = 0; i < job->n_kinds; i++)
    g_clear_pointer (&job->contents[i], g_bytes_unref);
  trestle_figure_free (job->figure);
  g_free (job);
}

static void
job_add_kind (CopyJob *job, const char *ending, const char *type)
{
  job->endings[job->n_kinds] = ending;
  job->types[job->n_kinds++] = type;
}

/* The first is what most programs ask for. Numbers are text as well, for programs that know no tables. */
static void
job_choose_kinds (CopyJob *job, const char *ending)
{
  if (g_str_equal (ending, ".csv"))
    job_add_kind (job, ".csv", "text/csv");
  else if (g_str_equal (ending, ".json"))
    job_add_kind (job, ".json", "application/json");
  else
    {
      job_add_kind (job, ".png", "image/png");
      job_add_kind (job, ".svg", "image/svg+xml");
      return;
    }
  job_add_kind (job, job->endings[0], "text/plain;charset=utf-8");
}

static void
copy_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CopyJob *job = data;
  GError *error = NULL;

  for (guint i = 0; i < job->n_kinds; i++)
    {
      job->contents[i] = trestle_figure_make_file (job->figure, job->endings[i], job->dpi, &error);
      if (job->contents[i] == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

void
trestle_figure_copy_async (GdkClipboard *clipboard,
                           TrestleFigure *figure,
                           const char *ending,
                           double dpi,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_autoptr (GTask) task = g_task_new (clipboard, NULL, callback, data);
  CopyJob *job = g_new0 (CopyJob, 1);

  job->figure = figure;
  job->dpi = dpi;
  job_choose_kinds (job, ending);
  g_task_set_source_tag (task, trestle_figure_copy_async);
  g_task_set_task_data (task, job, copy_job_free);
  trestle_task_run_in_thread (task, copy_thread);
}

gboolean
trestle_figure_copy_finish (GAsyncResult *result, GError **error)
{
  CopyJob *job = g_task_get_task_data (G_TASK (result));
  GdkContentProvider *providers[MOST_KINDS];
  g_autoptr (GdkContentProvider) all = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  for (guint i = 0; i < job->n_kinds; i++)
    providers[i] = gdk_content_provider_new_for_bytes (job->types[i], job->contents[i]);
  all = gdk_content_provider_new_union (providers, job->n_kinds);
  gdk_clipboard_set_content (g_task_get_source_object (G_TASK (result)), all);
  return TRUE;
}

const char *
trestle_figure_find_command (const TrestleFigure *figure, const char **obstacle)
{
  const TrestleOrigin *origin = trestle_figure_get_origin (figure);
  const char *reason = origin != NULL ? origin->obstacle : NULL;

  if (obstacle != NULL)
    *obstacle = reason != NULL ? reason : "The command line has nothing that makes this figure.";
  return origin != NULL ? origin->command : NULL;
}
