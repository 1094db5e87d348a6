/* One run of a model or two over a list of pairs, in whatever thread does it, and the news of it for the main loop. */
#pragma once

#include <gio/gio.h>

#include "ui/list-result.h"

G_BEGIN_DECLS

/**
 * TrestleListNews: what has happened since the last news.
 * @result: (nullable): what is known now, if that is more
 * @fraction: done, in [0, 1]
 * @stage: (nullable): what is being done
 * @sentence: (nullable): why it could not be done, or not be done to its end
 * @is_over: whether these are the last news
 */
typedef struct
{
  TrestleListResult *result;
  double fraction;
  char *stage;
  char *sentence;
  gboolean is_over;
} TrestleListNews;

/* In the main loop. */
typedef void (*TrestleListListener) (const TrestleListNews *news, gpointer data);

typedef struct _TrestleListJob TrestleListJob;

/**
 * trestle_list_job_new:
 * @path: of the list
 * @sources: `[n_sources]`: the models, at most %TRESTLE_MOST_HEAD_PROFILES
 * @listener: who is told, until trestle_list_job_give_up()
 *
 * Returns: (transfer full): a job that nobody does yet
 */
TrestleListJob *
trestle_list_job_new (const char *path, TrestleModelSource *const *sources, guint n_sources, TrestleListListener listener, gpointer data);
TrestleListJob *trestle_list_job_ref (TrestleListJob *job);
void trestle_list_job_unref (TrestleListJob *job);

/* Does the job, in a thread of its own: opens the models, and goes through the list from its first pair on. Once. */
void trestle_list_job_run (TrestleListJob *job);

/* Stops at the next layer of the pair at hand; what is measured stays. */
void trestle_list_job_cancel (TrestleListJob *job);
/* In the main loop: the same, and nobody is told any more. */
void trestle_list_job_give_up (TrestleListJob *job);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleListJob, trestle_list_job_unref)

G_END_DECLS
