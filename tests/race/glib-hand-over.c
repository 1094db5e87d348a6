/* Tells the thread sanitizer what it cannot see. GLib as distributions build it hands things from thread to thread by futexes and atomic
 * operations that are not instrumented: without this room every mutex of ours would be reported as a race. It is preloaded, so that these
 * functions stand before GLib's own: what a thread gives away it releases at an address, and who takes it acquires that address.
 *
 * GLib's containers and notifications are not instrumented either, so a race on them would be missed: here each is a read or a write. */
#include <dlfcn.h>
#include <gio/gio.h>

/* Weak, because programs without the sanitizer, such as the display, are started with this room too. */
void __tsan_acquire (void *address) __attribute__ ((weak));
void __tsan_release (void *address) __attribute__ ((weak));
void __tsan_read1 (void *address) __attribute__ ((weak));
void __tsan_write1 (void *address) __attribute__ ((weak));

/* Declares the next function of that name, which is GLib's. */
#define REAL(name) __typeof__ (&(name)) real = (__typeof__ (&(name))) dlsym (RTLD_NEXT, #name)

static void
give (gconstpointer address)
{
  if (__tsan_release != NULL)
    __tsan_release ((gpointer) address);
}

static void
take (gconstpointer address)
{
  if (__tsan_acquire != NULL)
    __tsan_acquire ((gpointer) address);
}

static void
note_read (gconstpointer address)
{
  if (__tsan_read1 != NULL)
    __tsan_read1 ((gpointer) address);
}

static void
note_write (gconstpointer address)
{
  if (__tsan_write1 != NULL)
    __tsan_write1 ((gpointer) address);
}

/* Locks */

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock);

  real (mutex);
  take (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  REAL (g_mutex_trylock);
  gboolean is_locked = real (mutex);

  if (is_locked)
    take (mutex);
  return is_locked;
}

void
g_mutex_unlock (GMutex *mutex)
{
  REAL (g_mutex_unlock);

  give (mutex);
  real (mutex);
}

void
g_cond_wait (GCond *condition, GMutex *mutex)
{
  REAL (g_cond_wait);

  give (mutex);
  real (condition, mutex);
  take (mutex);
}

gboolean
g_cond_wait_until (GCond *condition, GMutex *mutex, gint64 end_time)
{
  REAL (g_cond_wait_until);
  gboolean is_signalled;

  give (mutex);
  is_signalled = real (condition, mutex, end_time);
  take (mutex);
  return is_signalled;
}

gboolean (g_once_init_enter) (volatile void *location)
{
  REAL (g_once_init_enter);
  gboolean is_first = real (location);

  take ((gconstpointer) location);
  return is_first;
}

void (g_once_init_leave) (volatile void *location, gsize result)
{
  REAL (g_once_init_leave);

  give ((gconstpointer) location);
  real (location, result);
}

/* References: whoever lets go of the last one sees what all others did before they let go of theirs. */

gboolean (g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  REAL (g_atomic_ref_count_dec);
  gboolean is_last;

  give (count);
  is_last = real (count);
  if (is_last)
    take (count);
  return is_last;
}

gboolean (g_atomic_ref_count_compare) (gatomicrefcount *count, gint value)
{
  REAL (g_atomic_ref_count_compare);
  gboolean is_equal = real (count, value);

  if (is_equal)
    take (count);
  return is_equal;
}

/* These end what they let go of before they return, so it is taken beforehand. */
#define DEFINE_UNREF(name, Type)                                                                                                           \
  void (name) (Type * thing)                                                                                                               \
  {                                                                                                                                        \
    REAL (name);                                                                                                                           \
                                                                                                                                           \
    give (thing);                                                                                                                          \
    take (thing);                                                                                                                          \
    real (thing);                                                                                                                          \
  }

DEFINE_UNREF (g_object_unref, void)
DEFINE_UNREF (g_bytes_unref, GBytes)
DEFINE_UNREF (g_ptr_array_unref, GPtrArray)
DEFINE_UNREF (g_hash_table_unref, GHashTable)

/* Tasks: from who starts one to its thread, and from its thread to who hears of it. */

#define TASK_WORK "race-task-work"
#define TASK_CALLBACK "race-task-callback"
/* In microseconds. */
#define LATE 30000

/* A thread that the processor was taken from at the wrong moment: it lets go of its task when everybody else has done so. */
static gpointer
let_go_late (gpointer task)
{
  g_usleep (LATE);
  g_object_unref (task);
  return NULL;
}

static void
work_on_task (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GTaskThreadFunc work = g_object_get_data (G_OBJECT (task), TASK_WORK);

  take (task);
  work (task, source, data, cancellable);
  give (task);
  g_thread_unref (g_thread_new ("late", let_go_late, g_object_ref (task)));
}

void
g_task_run_in_thread (GTask *task, GTaskThreadFunc work)
{
  REAL (g_task_run_in_thread);

  g_object_set_data (G_OBJECT (task), TASK_WORK, work);
  give (task);
  real (task, work_on_task);
}

static void
on_task_over (GObject *source, GAsyncResult *task, gpointer data)
{
  GAsyncReadyCallback callback = g_object_get_data (G_OBJECT (task), TASK_CALLBACK);

  take (task);
  callback (source, task, data);
}

GTask *(g_task_new) (gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  REAL (g_task_new);
  GTask *task = real (source, cancellable, callback != NULL ? on_task_over : NULL, data);

  g_object_set_data (G_OBJECT (task), TASK_CALLBACK, callback);
  return task;
}

void
g_task_return_pointer (GTask *task, gpointer result, GDestroyNotify free_result)
{
  REAL (g_task_return_pointer);

  give (task);
  real (task, result, free_result);
}

void
g_task_return_boolean (GTask *task, gboolean result)
{
  REAL (g_task_return_boolean);

  give (task);
  real (task, result);
}

void
g_task_return_int (GTask *task, gssize result)
{
  REAL (g_task_return_int);

  give (task);
  real (task, result);
}

void
g_task_return_error (GTask *task, GError *error)
{
  REAL (g_task_return_error);

  give (task);
  real (task, error);
}

/* Thread pools: from who pushes to who works, and from all who worked to who waits for the end. */

typedef struct
{
  GFunc work;
  gpointer data;
} Pool;

/* Of a pool, by its address; GLib's own lock keeps them apart. */
static GMutex pools_lock;
static GHashTable *pools;

static void
work_in_pool (gpointer thing, gpointer data)
{
  Pool *pool = data;

  take (thing);
  pool->work (thing, pool->data);
  give (pool);
}

static void
remember_pool (GThreadPool *made, Pool *pool)
{
  g_mutex_lock (&pools_lock);
  if (pools == NULL)
    pools = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (pools, made, pool);
  g_mutex_unlock (&pools_lock);
}

/* (transfer full) */
static Pool *
forget_pool (GThreadPool *made)
{
  Pool *pool;

  g_mutex_lock (&pools_lock);
  pool = g_hash_table_lookup (pools, made);
  g_hash_table_remove (pools, made);
  g_mutex_unlock (&pools_lock);
  return pool;
}

GThreadPool *
g_thread_pool_new (GFunc work, gpointer data, gint n_threads, gboolean exclusive, GError **error)
{
  REAL (g_thread_pool_new);
  Pool *pool = g_new (Pool, 1);
  GThreadPool *made;

  pool->work = work;
  pool->data = data;
  give (pool);
  made = real (work_in_pool, pool, n_threads, exclusive, error);
  remember_pool (made, pool);
  return made;
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer thing, GError **error)
{
  REAL (g_thread_pool_push);

  give (thing);
  return real (pool, thing, error);
}

void
g_thread_pool_free (GThreadPool *made, gboolean immediate, gboolean wait)
{
  REAL (g_thread_pool_free);
  Pool *pool = forget_pool (made);

  real (made, immediate, wait);
  if (!wait)
    return; /* whoever still works needs it */
  take (pool);
  g_free (pool);
}

/* From any thread to the main loop. */

typedef struct
{
  GSourceFunc call;
  gpointer data;
  GDestroyNotify free_data;
} Errand;

static gboolean
run_errand (gpointer data)
{
  Errand *errand = data;

  take (errand);
  return errand->call (errand->data);
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  take (errand);
  if (errand->free_data != NULL)
    errand->free_data (errand->data);
  g_free (errand);
}

guint (g_idle_add_full) (gint priority, GSourceFunc call, gpointer data, GDestroyNotify free_data)
{
  REAL (g_idle_add_full);
  Errand *errand = g_new (Errand, 1);

  errand->call = call;
  errand->data = data;
  errand->free_data = free_data;
  give (errand);
  return real (priority, run_errand, errand, errand_free);
}

guint (g_idle_add) (GSourceFunc call, gpointer data)
{
  return (g_idle_add_full) (G_PRIORITY_DEFAULT_IDLE, call, data, NULL);
}

/* What only one thread may do to a thing at a time; reading its fields is instrumented where it is ours. */

gpointer (g_hash_table_lookup) (GHashTable *table, gconstpointer key)
{
  REAL (g_hash_table_lookup);

  note_read (table);
  return real (table, key);
}

gboolean (g_hash_table_contains) (GHashTable *table, gconstpointer key)
{
  REAL (g_hash_table_contains);

  note_read (table);
  return real (table, key);
}

gboolean (g_hash_table_insert) (GHashTable *table, gpointer key, gpointer value)
{
  REAL (g_hash_table_insert);

  note_write (table);
  return real (table, key, value);
}

gboolean (g_hash_table_replace) (GHashTable *table, gpointer key, gpointer value)
{
  REAL (g_hash_table_replace);

  note_write (table);
  return real (table, key, value);
}

gboolean (g_hash_table_add) (GHashTable *table, gpointer key)
{
  REAL (g_hash_table_add);

  note_write (table);
  return real (table, key);
}

gboolean (g_hash_table_remove) (GHashTable *table, gconstpointer key)
{
  REAL (g_hash_table_remove);

  note_write (table);
  return real (table, key);
}

void (g_hash_table_remove_all) (GHashTable *table)
{
  REAL (g_hash_table_remove_all);

  note_write (table);
  real (table);
}

void (g_ptr_array_add) (GPtrArray *array, gpointer thing)
{
  REAL (g_ptr_array_add);

  note_write (&array->len);
  real (array, thing);
}

void (g_ptr_array_set_size) (GPtrArray *array, gint length)
{
  REAL (g_ptr_array_set_size);

  note_write (&array->len);
  real (array, length);
}

/* Of the thing that changed, GObject's own field: nobody else looks at it. */
void
g_object_notify_by_pspec (GObject *object, GParamSpec *property)
{
  REAL (g_object_notify_by_pspec);

  note_write (&object->qdata);
  real (object, property);
}

void
g_object_notify (GObject *object, const char *name)
{
  REAL (g_object_notify);

  note_write (&object->qdata);
  real (object, name);
}
