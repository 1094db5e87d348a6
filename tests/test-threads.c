/* What threads may do at the same time: sessions of one model, beside each other; reading one trace; letting go of a trace that a session
 * may write again; and cancelling. Under the thread sanitizer (./dev race) these are also free of races. The model is that of
 * tests/golden/bridge-add.json. */
#include "core/error.h"
#include "core/session.h"
#include "core/threads.h"
#include "tests/golden.h"
#include "tests/numbers.h"
#include "tests/synthetic.h"
#include "tests/temporary-folder.h"

#define N_TOGETHER 2
#define N_READERS 4
#define N_RUNS 12
#define N_TRACES 6
/* Cancelling goes on until it has hit, and has missed, so often. */
#define N_CANCELLED 8
#define SEED 20261125

static const gint32 captions[][9] = {
  { 0, 100, 270, 236, 176, 270, 227, 18, 2 },
  { 0, 31, 99, 4, 300, 44, 7, 7, 2 },
  { 0, 5, 250, 191, 77, 12, 6, 8, 2 },
};

#define N_CAPTIONS G_N_ELEMENTS (captions)
#define N_TOKENS G_N_ELEMENTS (captions[0])

/* A model, and what a thread alone says of each caption. */
typedef struct
{
  GoldenCase golden;
  TrestleSession *session; /* with the case's pixels */
  TrestleTrace *expected[N_CAPTIONS];
} Fixture;

static TrestleTrace *
run (TrestleSession *session, guint caption, TrestleProgress progress, gpointer data, GCancellable *cancellable, GError **error)
{
  return trestle_session_run (session, captions[caption], NULL, N_TOKENS, progress, data, cancellable, error);
}

static TrestleTrace *
run_well (TrestleSession *session, guint caption)
{
  g_autoptr (GError) error = NULL;
  TrestleTrace *trace = run (session, caption, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trace;
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  golden_case_open (&fixture->golden, "bridge-add");
  fixture->session = golden_case_open_session (&fixture->golden);
  for (guint i = 0; i < N_CAPTIONS; i++)
    {
      g_autoptr (TrestleSession) alone = golden_case_open_session (&fixture->golden);

      fixture->expected[i] = run_well (alone, i);
    }
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < N_CAPTIONS; i++)
    trestle_trace_unref (fixture->expected[i]);
  g_clear_pointer (&fixture->session, trestle_session_free);
  golden_case_clear (&fixture->golden);
}

/* The case's pixels, which a session beside another one does not have yet. */
static void
set_pixels (TrestleSession *session)
{
  guint size = trestle_model_get_config (trestle_session_get_model (session))->vision.image_size;
  g_autofree float *values = synthetic_pixels (size);
  TrestleTensor pixels = trestle_tensor_view (values, 3, size, size); /* [3, size, size] */

  g_assert_true (trestle_session_set_pixels (session, &pixels, NULL));
}

/* Two sessions */

typedef struct
{
  const Fixture *fixture;
  TrestleSession *session; /* owned */
  guint first;             /* caption */
  gboolean renews_image;
} Runner;

static gpointer
run_often (gpointer data)
{
  Runner *runner = data;

  trestle_threads_use (0);
  for (guint i = 0; i < N_RUNS; i++)
    {
      guint caption = (runner->first + i) % N_CAPTIONS;
      g_autoptr (TrestleTrace) trace = NULL;

      if (i == 0 || (runner->renews_image && i % 3 == 0))
        set_pixels (runner->session);
      trace = run_well (runner->session, caption);
      golden_assert_same_traces (trace, runner->fixture->expected[caption]);
    }
  trestle_session_free (runner->session);
  return NULL;
}

/* Whoever ends first closes its session, and the model stays for the other one. */
static void
test_sessions_beside_each_other_say_what_one_alone_says (Fixture *fixture, gconstpointer data)
{
  TrestleSession *beside = trestle_session_new_beside (fixture->session);
  Runner runners[N_TOGETHER] = { { fixture, g_steal_pointer (&fixture->session), 0, FALSE }, { fixture, beside, 1, TRUE } };
  GThread *threads[N_TOGETHER];

  for (guint i = 0; i < N_TOGETHER; i++)
    threads[i] = g_thread_new ("runner", run_often, &runners[i]);
  for (guint i = 0; i < N_TOGETHER; i++)
    g_thread_join (threads[i]);
}

/* Cancelling */

/* A thread that runs, and what another thread cancels of it. */
typedef struct
{
  const Fixture *fixture;
  TrestleSession *session;
  guint first;
  GMutex lock; /* of all below */
  GCancellable *current;
  guint n_cancelled;
  guint n_done;
} Victim;

static GCancellable *
begin_run (Victim *victim)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&victim->lock);

  g_clear_object (&victim->current);
  victim->current = g_cancellable_new ();
  return g_object_ref (victim->current);
}

static void
count_run (Victim *victim, gboolean is_done)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&victim->lock);

  if (is_done)
    victim->n_done++;
  else
    victim->n_cancelled++;
}

static gboolean
has_had_enough (Victim *victim)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&victim->lock);

  return victim->n_cancelled >= N_CANCELLED && victim->n_done >= N_CANCELLED;
}

/* The same two captions in turn: one whose run was cancelled has left nothing that the other one's could be taken for. */
static gpointer
run_until_had_enough (gpointer data)
{
  Victim *victim = data;

  trestle_threads_use (0);
  for (guint i = 0; !has_had_enough (victim); i++)
    {
      guint caption = (victim->first + i) % 2;
      g_autoptr (GCancellable) cancellable = begin_run (victim);
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleTrace) trace = NULL;

      if (i % 4 == 0)
        set_pixels (victim->session);
      trace = run (victim->session, caption, NULL, NULL, cancellable, &error);
      if (trace == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        golden_assert_same_traces (trace, victim->fixture->expected[caption]);
      count_run (victim, trace != NULL);
    }
  return NULL;
}

static void
cancel_current (Victim *victim)
{
  g_autoptr (GCancellable) current = NULL;

  g_mutex_lock (&victim->lock);
  if (victim->current != NULL)
    current = g_object_ref (victim->current);
  g_mutex_unlock (&victim->lock);
  if (current != NULL)
    g_cancellable_cancel (current);
}

/* Whether more of the runs were cancelled than not. */
static gboolean
is_cancelled_mostly (Victim *victim)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&victim->lock);

  return victim->n_cancelled > victim->n_done;
}

/* Pauses grow while too many runs are cancelled, and shrink while too few are, however long a run takes here and now. */
static void
cancel_at_random (Victim *victims)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  double longest = 1000; /* microseconds */

  while (!has_had_enough (&victims[0]) || !has_had_enough (&victims[1]))
    {
      Victim *victim = &victims[g_rand_int_range (random, 0, N_TOGETHER)];

      g_usleep ((gulong) g_rand_double_range (random, 0, longest));
      cancel_current (victim);
      longest *= is_cancelled_mostly (victim) ? 1.3 : 0.8;
      longest = MAX (longest, 100);
    }
}

static void
test_cancelling_from_another_thread_leaves_sessions_whole (Fixture *fixture, gconstpointer data)
{
  Victim victims[N_TOGETHER] = { 0 };
  GThread *threads[N_TOGETHER];

  for (guint i = 0; i < N_TOGETHER; i++)
    {
      victims[i].fixture = fixture;
      victims[i].session = trestle_session_new_beside (fixture->session);
      victims[i].first = i;
      g_mutex_init (&victims[i].lock);
      threads[i] = g_thread_new ("victim", run_until_had_enough, &victims[i]);
    }
  cancel_at_random (victims);
  for (guint i = 0; i < N_TOGETHER; i++)
    {
      g_autoptr (TrestleTrace) trace = NULL;

      g_thread_join (threads[i]);
      set_pixels (victims[i].session);
      trace = run_well (victims[i].session, 0);
      golden_assert_same_traces (trace, fixture->expected[0]);
      g_clear_object (&victims[i].current);
      g_mutex_clear (&victims[i].lock);
      trestle_session_free (victims[i].session);
    }
}

/* Reading */

typedef struct
{
  const TrestleTrace *trace;
  const TrestleTrace *expected; /* which nobody else reads */
  gint *n_waiting;
  guint first;
} Reader;

/* All begin at once. */
static void
wait_for_others (Reader *reader)
{
  g_atomic_int_add (reader->n_waiting, -1);
  while (g_atomic_int_get (reader->n_waiting) > 0)
    g_thread_yield ();
}

static gpointer
read_all (gpointer data)
{
  Reader *reader = data;
  g_autoptr (GPtrArray) names = NULL;

  wait_for_others (reader);
  names = trestle_trace_list (reader->trace);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, (i + reader->first) % names->len);
      const TrestleTensor *found = trestle_trace_get (reader->trace, name);

      g_assert_true (numbers_are_same (found, trestle_trace_get (reader->expected, name)));
    }
  return NULL;
}

static void
assert_saved (const Reader *reader, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open (path, &error);
  g_autoptr (GPtrArray) names = trestle_trace_list (reader->trace);

  g_assert_no_error (error);
  for (guint i = 0; i < names->len; i++)
    g_assert_nonnull (trestle_safetensors_get (file, g_ptr_array_index (names, i)));
}

static gpointer
save (gpointer data)
{
  Reader *reader = data;
  const TemporaryFile nothing = { 0 };
  char *folder = temporary_folder_new (&nothing);
  g_autofree char *path = g_build_filename (folder, "trace.safetensors", NULL);
  g_autoptr (GError) error = NULL;

  wait_for_others (reader);
  trestle_trace_save (reader->trace, path, &error);
  g_assert_no_error (error);
  assert_saved (reader, path);
  temporary_folder_free (folder);
  return NULL;
}

/* (transfer full): a run that shares nothing with those before. */
static TrestleTrace *
run_anew (Fixture *fixture, guint caption)
{
  trestle_session_set_recording (fixture->session, (TrestleRecording){ TRESTLE_RECORD_ALL, TRUE });
  return run_well (fixture->session, caption);
}

/* The last of @readers saves what the first one reads. */
static void
read_together (Reader *readers)
{
  GThread *threads[N_READERS + 1];
  gint n_waiting = N_READERS + 1;

  for (guint i = 0; i <= N_READERS; i++)
    readers[i].n_waiting = &n_waiting;
  for (guint i = 0; i <= N_READERS; i++)
    threads[i] = g_thread_new ("reader", i < N_READERS ? read_all : save, &readers[i]);
  for (guint i = 0; i <= N_READERS; i++)
    g_thread_join (threads[i]);
}

/* Attention kept as float16 is widened by who comes first, while others look at it and one saves it; that of the image is in both traces.
 */
static void
test_traces_of_one_image_are_read_by_threads (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < N_TRACES; round++)
    {
      TrestleTrace *traces[2] = { run_anew (fixture, 0), run_well (fixture->session, 1) };
      Reader readers[N_READERS + 1];

      for (guint i = 0; i < N_READERS; i++)
        readers[i] = (Reader){ traces[i % 2], run_anew (fixture, i % 2), NULL, i * 11 };
      readers[N_READERS] = (Reader){ traces[0], NULL, NULL, 0 };
      read_together (readers);
      for (guint i = 0; i < N_READERS; i++)
        trestle_trace_unref ((TrestleTrace *) readers[i].expected);
      trestle_trace_unref (traces[0]);
      trestle_trace_unref (traces[1]);
    }
}

typedef struct
{
  TrestleTrace *trace; /* owned */
  guint caption;
} Delivery;

static void
look_and_let_go (gpointer data, gpointer user_data)
{
  const Fixture *fixture = user_data;
  Delivery *delivery = data;

  golden_assert_same_traces (delivery->trace, fixture->expected[delivery->caption]);
  trestle_trace_unref (delivery->trace);
  g_free (delivery);
}

/* A session writes a trace's memory again as soon as nobody else holds it, and not before. */
static void
test_trace_given_to_another_thread_stays_what_it_is (Fixture *fixture, gconstpointer data)
{
  GThreadPool *pool = g_thread_pool_new (look_and_let_go, fixture, N_TOGETHER, FALSE, NULL);

  for (guint i = 0; i < N_RUNS; i++)
    {
      Delivery *delivery = g_new (Delivery, 1);

      delivery->caption = i / 2 % N_CAPTIONS;
      delivery->trace = run_well (fixture->session, delivery->caption);
      g_thread_pool_push (pool, delivery, NULL);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
}

/* Progress */

/* What a session's thread said, as the main loop heard it. */
typedef struct
{
  TrestleSession *session;
  GThread *thread;
  guint n_told;
  guint n_heard;
  double fraction;
  gboolean is_over;
} Listener;

typedef struct
{
  Listener *listener;
  guint number;
  double fraction;
  char *stage;
} News;

static gboolean
on_news (gpointer data)
{
  News *news = data;
  Listener *listener = news->listener;

  g_assert_cmpuint (news->number, ==, listener->n_heard++);
  g_assert_cmpfloat (news->fraction, >=, listener->fraction);
  g_assert_cmpfloat (news->fraction, <=, 1);
  listener->fraction = news->fraction;
  listener->is_over = news->stage == NULL;
  return G_SOURCE_REMOVE;
}

static void
news_free (gpointer data)
{
  News *news = data;

  g_free (news->stage);
  g_free (news);
}

static void
tell (double fraction, const char *stage, gpointer data)
{
  Listener *listener = data;
  News *news = g_new (News, 1);

  g_assert_true (g_thread_self () == listener->thread);
  *news = (News){ listener, listener->n_told++, fraction, g_strdup (stage) };
  g_idle_add_full (G_PRIORITY_DEFAULT, on_news, news, news_free);
}

static gpointer
run_and_tell (gpointer data)
{
  Listener *listener = data;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autoptr (GError) error = NULL;

  trestle_threads_use (0);
  listener->thread = g_thread_self ();
  set_pixels (listener->session);
  trace = run (listener->session, 0, tell, listener, NULL, &error);
  g_assert_no_error (error);
  tell (1, NULL, listener);
  return NULL;
}

static void
test_progress_of_each_thread_is_heard_in_its_order (Fixture *fixture, gconstpointer data)
{
  Listener listeners[N_TOGETHER] = { 0 };
  GThread *threads[N_TOGETHER];

  for (guint i = 0; i < N_TOGETHER; i++)
    {
      listeners[i].session = trestle_session_new_beside (fixture->session);
      threads[i] = g_thread_new ("teller", run_and_tell, &listeners[i]);
    }
  while (!listeners[0].is_over || !listeners[1].is_over)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < N_TOGETHER; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpuint (listeners[i].n_heard, ==, listeners[i].n_told);
      g_assert_cmpuint (listeners[i].n_told, >, 3);
      trestle_session_free (listeners[i].session);
    }
}

#define THREADS_TEST(path, function) g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  trestle_threads_use (0);
  THREADS_TEST ("/threads/sessions-beside-each-other-say-what-one-alone-says", test_sessions_beside_each_other_say_what_one_alone_says);
  THREADS_TEST ("/threads/cancelling-from-another-thread-leaves-sessions-whole", test_cancelling_from_another_thread_leaves_sessions_whole);
  THREADS_TEST ("/threads/traces-of-one-image-are-read-by-threads", test_traces_of_one_image_are_read_by_threads);
  THREADS_TEST ("/threads/trace-given-to-another-thread-stays-what-it-is", test_trace_given_to_another_thread_stays_what_it_is);
  THREADS_TEST ("/threads/progress-of-each-thread-is-heard-in-its-order", test_progress_of_each_thread_is_heard_in_its_order);
  return g_test_run ();
}
