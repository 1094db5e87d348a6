/* Work of a task beside the main loop. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * trestle_task_run_in_thread:
 *
 * Like g_task_run_in_thread(), and the task's source, be it a widget, is let go of in the main loop. A task lets go of its source wherever
 * the last reference to the task is dropped, which may be its thread: there a window that was closed meanwhile would be taken apart.
 */
void trestle_task_run_in_thread (GTask *task, GTaskThreadFunc work);

G_END_DECLS
