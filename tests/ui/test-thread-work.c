/* Work of a task beside the main loop: what it is about stays with the main loop. */
#include "ui/thread-work.h"

/* @last: the thread's own reference to the task, which it keeps until everybody else has let go of theirs */
typedef struct
{
  GMutex lock; /* held by the main loop until it has let go */
  GTask *last;
  GThread *letting_go;
  GThread *finalized_on;
  gboolean is_heard;
} Fixture;

static void
note_thread (gpointer data, GObject *source)
{
  Fixture *fixture = data;

  g_atomic_pointer_set (&fixture->finalized_on, g_thread_self ());
}

static gpointer
let_go_last (gpointer data)
{
  Fixture *fixture = data;

  g_mutex_lock (&fixture->lock);
  g_object_unref (fixture->last);
  g_mutex_unlock (&fixture->lock);
  return NULL;
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fixture *fixture = data;

  fixture->last = g_object_ref (task);
  fixture->letting_go = g_thread_new ("last", let_go_last, fixture);
  g_task_return_boolean (task, TRUE);
}

static void
on_worked (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  g_assert_true (g_task_is_valid (result, source));
  fixture->is_heard = TRUE;
}

/* The source is closed while the thread still has its task. */
static void
test_source_is_let_go_of_in_the_main_loop (void)
{
  Fixture fixture = { 0 };
  GObject *source = g_object_new (G_TYPE_OBJECT, NULL);
  GTask *task = g_task_new (source, NULL, on_worked, &fixture);

  g_mutex_init (&fixture.lock);
  g_mutex_lock (&fixture.lock);
  g_task_set_task_data (task, &fixture, NULL);
  g_object_weak_ref (source, note_thread, &fixture);
  trestle_task_run_in_thread (task, work);
  g_object_unref (task);
  while (!fixture.is_heard)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (source);
  g_mutex_unlock (&fixture.lock);
  g_thread_join (fixture.letting_go);
  while (g_atomic_pointer_get (&fixture.finalized_on) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (fixture.finalized_on == g_thread_self ());
  g_mutex_clear (&fixture.lock);
}

static void
test_task_without_a_source_works (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_worked, &fixture);

  g_mutex_init (&fixture.lock);
  g_task_set_task_data (task, &fixture, NULL);
  trestle_task_run_in_thread (task, work);
  while (!fixture.is_heard)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (fixture.letting_go);
  g_mutex_clear (&fixture.lock);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thread-work/source-is-let-go-of-in-the-main-loop", test_source_is_let_go_of_in_the_main_loop);
  g_test_add_func ("/thread-work/task-without-a-source-works", test_task_without_a_source_works);
  return g_test_run ();
}
