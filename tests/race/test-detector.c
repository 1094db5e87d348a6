/* Whether the thread sanitizer can be believed here (./dev race): what is handed over as GLib means it is no race to it, and what is not
 * handed over is one. */
#include <gio/gio.h>

#define N_ROUNDS 200
#define N_THREADS 2

/* What threads share. Not atomic: that is the point. */
typedef struct
{
  GMutex lock;
  GCond condition;
  gboolean is_ready;
  guint count;
  GHashTable *table;
  GPtrArray *array;
  gatomicrefcount references;
} Shared;

typedef void (*Visit) (Shared *shared);

static Shared *
shared_new (void)
{
  Shared *shared = g_new0 (Shared, 1);

  g_mutex_init (&shared->lock);
  g_cond_init (&shared->condition);
  shared->table = g_hash_table_new (NULL, NULL);
  shared->array = g_ptr_array_new ();
  g_atomic_ref_count_init (&shared->references);
  return shared;
}

static void
shared_free (Shared *shared)
{
  g_mutex_clear (&shared->lock);
  g_cond_clear (&shared->condition);
  g_hash_table_unref (shared->table);
  g_ptr_array_unref (shared->array);
  g_free (shared);
}

typedef struct
{
  Shared *shared;
  Visit visit;
} Visitor;

static gpointer
visit_often (gpointer data)
{
  Visitor *visitor = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    visitor->visit (visitor->shared);
  return NULL;
}

/* Two threads do the same to what they share. */
static void
visit_together (Visit visit)
{
  Shared *shared = shared_new ();
  Visitor visitor = { shared, visit };
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("visitor", visit_often, &visitor);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  shared_free (shared);
}

static void
count_up (Shared *shared)
{
  shared->count++;
}

static void
count_up_locked (Shared *shared)
{
  g_mutex_lock (&shared->lock);
  shared->count++;
  g_mutex_unlock (&shared->lock);
}

static void
put_into_table (Shared *shared)
{
  g_hash_table_insert (shared->table, g_thread_self (), shared);
}

static void
put_into_table_locked (Shared *shared)
{
  g_mutex_lock (&shared->lock);
  g_hash_table_insert (shared->table, g_thread_self (), shared);
  g_mutex_unlock (&shared->lock);
}

static void
append_to_array (Shared *shared)
{
  g_ptr_array_add (shared->array, shared);
}

/* Claims: handed over */

static void
test_mutex_hands_over (void)
{
  visit_together (count_up_locked);
  visit_together (put_into_table_locked);
}

static gpointer
make_ready (gpointer data)
{
  Shared *shared = data;

  shared->count = 7;
  g_mutex_lock (&shared->lock);
  shared->is_ready = TRUE;
  g_cond_signal (&shared->condition);
  g_mutex_unlock (&shared->lock);
  return NULL;
}

static void
test_condition_hands_over (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      Shared *shared = shared_new ();
      GThread *thread = g_thread_new ("maker", make_ready, shared);

      g_mutex_lock (&shared->lock);
      while (!shared->is_ready)
        g_cond_wait (&shared->condition, &shared->lock);
      g_mutex_unlock (&shared->lock);
      g_assert_cmpuint (shared->count, ==, 7);
      g_thread_join (thread);
      shared_free (shared);
    }
}

static void
work_on (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Shared *shared = data;

  shared->count++;
  g_task_return_pointer (task, g_memdup2 (&shared->count, sizeof shared->count), g_free);
}

static void
on_worked (GObject *source, GAsyncResult *result, gpointer data)
{
  Shared *shared = data;
  g_autofree guint *count = NULL;

  /* Before the result is taken: the callback alone says that the thread is done. */
  g_assert_cmpuint (shared->count, ==, 2);
  count = g_task_propagate_pointer (G_TASK (result), NULL);
  g_assert_cmpuint (*count, ==, 2);
  shared->is_ready = TRUE;
}

static void
test_task_hands_over (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      Shared *shared = shared_new ();
      g_autoptr (GTask) task = g_task_new (NULL, NULL, on_worked, shared);

      shared->count = 1;
      g_task_set_task_data (task, shared, NULL);
      g_task_run_in_thread (task, work_on);
      while (!shared->is_ready)
        g_main_context_iteration (NULL, TRUE);
      shared_free (shared);
    }
}

static gboolean
on_errand (gpointer data)
{
  Shared *shared = data;

  g_assert_cmpuint (shared->count, ==, 2);
  shared->is_ready = TRUE;
  return G_SOURCE_REMOVE;
}

static void
send_errand (gpointer thing, gpointer data)
{
  Shared *shared = thing;

  shared->count++;
  g_idle_add (on_errand, shared);
}

static void
test_pool_and_main_loop_hand_over (void)
{
  GThreadPool *pool = g_thread_pool_new (send_errand, NULL, 1, TRUE, NULL);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      Shared *shared = shared_new ();

      shared->count = 1;
      g_thread_pool_push (pool, shared, NULL);
      while (!shared->is_ready)
        g_main_context_iteration (NULL, TRUE);
      shared_free (shared);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
}

static void
shared_unref (Shared *shared)
{
  if (g_atomic_ref_count_dec (&shared->references))
    shared_free (shared);
}

static gpointer
let_go (gpointer data)
{
  Shared *shared = data;

  g_ptr_array_add (shared->array, shared);
  shared->count++;
  shared_unref (shared);
  return NULL;
}

static void
test_last_reference_hands_over (void)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      Shared *shared = shared_new ();
      GThread *thread;

      g_atomic_ref_count_inc (&shared->references);
      thread = g_thread_new ("holder", let_go, shared);
      shared_unref (shared);
      g_thread_join (thread);
    }
}

static void
test_loop_hands_over (void)
{
  guint counts[N_ROUNDS] = { 0 }, sum = 0;

  for (guint round = 0; round < 10; round++)
    {
#pragma omp parallel for schedule(dynamic)
      for (guint i = 0; i < N_ROUNDS; i++)
        counts[i]++;
#pragma omp parallel for reduction(+ : sum)
      for (guint i = 0; i < N_ROUNDS; i++)
        sum += counts[N_ROUNDS - 1 - i];
    }
  g_assert_cmpuint (sum, ==, N_ROUNDS * 55);
}

/* Claims: reported */

static void
sum_without_reduction (void)
{
  guint sum = 0;

#pragma omp parallel for num_threads(N_THREADS)
  for (guint i = 0; i < N_ROUNDS; i++)
    sum += i;
  g_test_message ("%u", sum);
}

static void
change_while_work_goes_on (void)
{
  Shared *shared = shared_new ();
  GThreadPool *pool = g_thread_pool_new (send_errand, NULL, 1, TRUE, NULL);

  g_thread_pool_push (pool, shared, NULL);
  shared->count++;
  g_thread_pool_free (pool, FALSE, TRUE);
}

static gpointer
notify_often (gpointer object)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    g_object_notify (object, "base-stream");
  return NULL;
}

static void
notify_from_two_threads (void)
{
  g_autoptr (GInputStream) empty = g_memory_input_stream_new ();
  g_autoptr (GInputStream) stream = g_buffered_input_stream_new (empty);
  GThread *thread = g_thread_new ("notifier", notify_often, stream);

  notify_often (stream);
  g_thread_join (thread);
}

/* Each is a race, to be reported in a process of its own. */
static const struct
{
  const char *name;
  Visit visit;
  void (*other) (void);
} races[] = {
  { "counter", count_up, NULL },           { "table", put_into_table, NULL },           { "array", append_to_array, NULL },
  { "loop", NULL, sum_without_reduction }, { "work", NULL, change_while_work_goes_on }, { "notification", NULL, notify_from_two_threads },
};

static void
test_race_is_reported (gconstpointer index)
{
  guint i = GPOINTER_TO_UINT (index);

  if (g_test_subprocess ())
    {
      if (races[i].visit != NULL)
        visit_together (races[i].visit);
      else
        races[i].other ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*ThreadSanitizer: data race*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detector/mutex-hands-over", test_mutex_hands_over);
  g_test_add_func ("/detector/condition-hands-over", test_condition_hands_over);
  g_test_add_func ("/detector/task-hands-over", test_task_hands_over);
  g_test_add_func ("/detector/pool-and-main-loop-hand-over", test_pool_and_main_loop_hand_over);
  g_test_add_func ("/detector/last-reference-hands-over", test_last_reference_hands_over);
  g_test_add_func ("/detector/loop-hands-over", test_loop_hands_over);
  for (guint i = 0; i < G_N_ELEMENTS (races); i++)
    {
      g_autofree char *path = g_strdup_printf ("/detector/%s-race-is-reported", races[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_race_is_reported);
    }
  return g_test_run ();
}
