/* How much memory there is, how much a model and a run need, and what is said if that is too much. */
#include <malloc.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/data.h"
#include "core/error.h"
#include "core/model/memory-need.h"
#include "core/model/trace-private.h"
#include "core/session-private.h"
#include "tests/golden.h"
#include "tests/temporary-folder.h"

#define MEGABYTE ((guint64) 1 << 20)
#define DEMO "models/bridgetower-shapes"

/* Of the demo model, for measurements: a trace of 200 megabytes. */
#define LARGE_SIZE 576

/* What a measurement may differ by from an estimate. */
#define TOLERANCE 0.1

/* Bytes that a session has beside weights, whatever the model: its tokenizer, names of tensors, and holes between small allocations. */
#define SESSION_REST 5.2e6

#if defined __SANITIZE_ADDRESS__
#define IS_SANITIZED TRUE
#else
#define IS_SANITIZED FALSE
#endif

/* A machine of one gigabyte that is free, some swap, and a group within a group; files up to the one without a name. */
#define MACHINE                                                                                                                            \
  { "proc", NULL }, { "proc/self", NULL }, { "sys", NULL }, { "sys/fs", NULL }, { "sys/fs/cgroup", NULL },                                 \
  {                                                                                                                                        \
    "proc/meminfo", "MemTotal:        4194304 kB\nMemFree:          102400 kB\nMemAvailable:    1048576 kB\nSwapFree:          51200 kB\n" \
  }

static TrestleMemory
measure (const TemporaryFile *files)
{
  char *root = temporary_folder_new (files);
  TrestleMemory memory;

  g_assert_true (trestle_memory_measure (root, &memory));
  temporary_folder_free (root);
  return memory;
}

static void
assert_memory (const TemporaryFile *files, guint64 megabytes, TrestleMemoryLimit limit)
{
  TrestleMemory memory = measure (files);

  g_assert_cmpuint (memory.available, ==, megabytes * MEGABYTE);
  g_assert_cmpuint (memory.limit, ==, limit);
}

static void
test_machine_has_what_is_available_and_swap (void)
{
  static const TemporaryFile files[] = { MACHINE, { NULL } };

  assert_memory (files, 1024 + 50, TRESTLE_MEMORY_MACHINE);
}

/* 200 megabytes less 150, of which 100 are pages of files. */
static void
test_control_group_with_less_counts (void)
{
  static const TemporaryFile files[] = { MACHINE,
                                         { "proc/self/cgroup", "0::/work/job\n" },
                                         { "sys/fs/cgroup/work", NULL },
                                         { "sys/fs/cgroup/work/job", NULL },
                                         { "sys/fs/cgroup/work/job/memory.max", "209715200\n" },
                                         { "sys/fs/cgroup/work/job/memory.current", "157286400\n" },
                                         { "sys/fs/cgroup/work/job/memory.stat", "anon 1\ninactive_file 62914560\nactive_file 41943040\n" },
                                         { NULL } };

  assert_memory (files, 150, TRESTLE_MEMORY_GROUP);
}

static void
test_control_group_around_counts (void)
{
  static const TemporaryFile files[] = { MACHINE,
                                         { "proc/self/cgroup", "0::/work/job\n" },
                                         { "sys/fs/cgroup/work", NULL },
                                         { "sys/fs/cgroup/work/memory.max", "104857600\n" },
                                         { "sys/fs/cgroup/work/memory.current", "94371840\n" },
                                         { "sys/fs/cgroup/work/job", NULL },
                                         { "sys/fs/cgroup/work/job/memory.max", "max\n" },
                                         { "sys/fs/cgroup/work/job/memory.current", "1048576\n" },
                                         { NULL } };

  assert_memory (files, 10, TRESTLE_MEMORY_GROUP);
}

/* In a container the path is the host's, and the mount is the container's own group. */
static void
test_control_group_of_a_container_counts (void)
{
  static const TemporaryFile files[] = { MACHINE,
                                         { "proc/self/cgroup", "5:cpu,cpuacct:/\n4:memory:/docker/0123\n1:name=systemd:/\n0::/\n" },
                                         { "sys/fs/cgroup/memory", NULL },
                                         { "sys/fs/cgroup/memory/memory.limit_in_bytes", "524288000\n" },
                                         { "sys/fs/cgroup/memory/memory.usage_in_bytes", "419430400\n" },
                                         { "sys/fs/cgroup/memory/memory.stat", "inactive_file 0\ntotal_inactive_file 104857600\n" },
                                         { NULL } };

  assert_memory (files, 200, TRESTLE_MEMORY_GROUP);
}

/* What a group may swap out is free for it as well, as far as the machine has swap: 10 of its 50 megabytes. */
static void
test_swap_of_a_control_group_counts (void)
{
  static const TemporaryFile files[] = { MACHINE,
                                         { "proc/self/cgroup", "0::/\n" },
                                         { "sys/fs/cgroup/memory.max", "209715200\n" },
                                         { "sys/fs/cgroup/memory.current", "104857600\n" },
                                         { "sys/fs/cgroup/memory.swap.max", "20971520\n" },
                                         { "sys/fs/cgroup/memory.swap.current", "10485760\n" },
                                         { NULL } };

  assert_memory (files, 110, TRESTLE_MEMORY_GROUP);
}

static void
test_control_group_without_a_limit_does_not_count (void)
{
  static const TemporaryFile files[] = { MACHINE,
                                         { "proc/self/cgroup", "4:memory:/\n" },
                                         { "sys/fs/cgroup/memory", NULL },
                                         { "sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n" },
                                         { "sys/fs/cgroup/memory/memory.usage_in_bytes", "419430400\n" },
                                         { NULL } };

  assert_memory (files, 1024 + 50, TRESTLE_MEMORY_MACHINE);
}

/* 1,000 megabytes of which 300 are mapped leave 700; some of them are for stacks and heaps of threads. */
static void
test_address_space_counts (void)
{
  g_autofree char *statm = g_strdup_printf ("%ld 1 1 1 0 1 0\n", (long) (300 * MEGABYTE / (guint64) sysconf (_SC_PAGESIZE)));
  const TemporaryFile files[] = { MACHINE,
                                  { "proc/self/limits", "Limit                     Soft Limit           Hard Limit           Units\n"
                                                        "Max stack size            8388608              unlimited            bytes\n"
                                                        "Max address space         1048576000           unlimited            bytes\n" },
                                  { "proc/self/statm", statm },
                                  { NULL } };

  assert_memory (files, 700 - 128, TRESTLE_MEMORY_ADDRESS_SPACE);
}

static void
test_address_space_without_a_limit_does_not_count (void)
{
  static const TemporaryFile files[] = { MACHINE,
                                         { "proc/self/limits",
                                           "Max address space         unlimited            unlimited            bytes\n" },
                                         { "proc/self/statm", "1 1 1 1 0 1 0\n" },
                                         { NULL } };

  assert_memory (files, 1024 + 50, TRESTLE_MEMORY_MACHINE);
}

static void
test_nobody_knows_where_nothing_can_be_read (void)
{
  static const TemporaryFile files[] = { { "proc", NULL }, { "proc/meminfo", "MemAvailable: none\n" }, { NULL } };
  char *root = temporary_folder_new (files);
  TrestleMemory memory;

  g_assert_false (trestle_memory_measure (root, &memory));
  temporary_folder_free (root);
}

/* @parts: of the sentence, up to %NULL */
static void
assert_refused (const GError *error, const char *const *parts)
{
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MEMORY);
  for (; *parts != NULL; parts++)
    if (strstr (error->message, *parts) == NULL)
      g_error ("“%s” does not say “%s”", error->message, *parts);
}

static const TrestleWeightsNeed floats = { .own = 1300 * 1000 * 1000, .passing = 10 * 1000 * 1000 };
static const TrestleWeightsNeed bfloats = { .own = 650 * 1000 * 1000, .passing = 10 * 1000 * 1000 };

static void
test_weights_that_fit_are_opened (void)
{
  static const TrestleMemory memory = { 1310 * 1000 * 1000, TRESTLE_MEMORY_MACHINE };
  g_autoptr (GError) error = NULL;

  g_assert_true (trestle_weights_need_check ("large", &floats, TRESTLE_PRECISION_FLOAT32, &bfloats, &memory, &error));
  g_assert_no_error (error);
}

static void
test_weights_that_do_not_fit_are_refused (void)
{
  static const TrestleMemory memory = { 1309 * 1000 * 1000, TRESTLE_MEMORY_MACHINE };
  static const char *const parts[] = { "“large”", "1.3\302\240GB", "--precision bf16", "close other programs", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_weights_need_check ("large", &floats, TRESTLE_PRECISION_FLOAT32, &bfloats, &memory, &error));
  assert_refused (error, parts);
}

static void
test_advice_is_only_what_helps (void)
{
  static const TrestleMemory memory = { 500 * 1000 * 1000, TRESTLE_MEMORY_GROUP };
  static const char *const parts[] = { "“large”", "500.0\302\240MB left", "give the container", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_weights_need_check ("large", &floats, TRESTLE_PRECISION_FLOAT32, &bfloats, &memory, &error));
  assert_refused (error, parts);
  g_assert_null (strstr (error->message, "bf16"));
}

/* Pages of a mapped file come and go: a model that is computed with where it lies opens on a machine that has none left for it. */
static void
test_mapped_weights_are_not_refused (void)
{
  static const TrestleWeightsNeed mapped = { .own = 1000, .mapped = 1300 * 1000 * 1000 };
  static const TrestleMemory memory = { 1000 * 1000, TRESTLE_MEMORY_MACHINE };
  g_autoptr (GError) error = NULL;

  g_assert_true (trestle_weights_need_check ("large", &mapped, TRESTLE_PRECISION_FLOAT32, NULL, &memory, &error));
  g_assert_no_error (error);
}

static TrestleSession *
open_demo (guint image_size, TrestlePrecision precision)
{
  TrestleModelSettings settings = { .image_size = image_size, .precision = precision };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = trestle_data_find (DEMO, &error);
  TrestleSession *session = trestle_session_open (path, &settings, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return session;
}

static void
set_grey_image (TrestleSession *session)
{
  guint side = trestle_model_get_config (trestle_session_get_model (session))->vision.image_size;
  TrestleTensor pixels = trestle_tensor_new (3, side, side); /* [3, side, side] */
  g_autoptr (GError) error = NULL;

  trestle_session_set_pixels (session, &pixels, &error);
  g_assert_no_error (error);
  trestle_tensor_clear (&pixels);
}

static const gint32 ids[] = { 0, 100, 270, 236, 176, 270, 227, 18, 2 };

static TrestleTrace *
run (TrestleSession *session)
{
  g_autoptr (GError) error = NULL;
  TrestleTrace *trace = trestle_session_run (session, ids, NULL, G_N_ELEMENTS (ids), NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trace;
}

/* The demo model at 576 pixels: some megabytes for everything, less for less. */
static void
check_run_advice (guint64 available, const char *const *parts)
{
  g_autoptr (TrestleSession) session = open_demo (LARGE_SIZE, TRESTLE_PRECISION_FLOAT32);
  const TrestleModel *model = trestle_session_get_model (session);
  TrestleRecording recording = { .blocks = TRESTLE_RECORD_ALL };
  TrestleRunNeed need = trestle_model_estimate_run (model, G_N_ELEMENTS (ids), recording, NULL);
  TrestleMemory memory = { available, TRESTLE_MEMORY_MACHINE };
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_run_need_check (model, trestle_run_need_sum (&need), G_N_ELEMENTS (ids), recording, &memory, &error));
  assert_refused (error, parts);
}

static void
test_run_that_does_not_fit_is_refused (void)
{
  static const char *const half[] = { "“bridgetower-shapes”", "576 x 576", "--image-size", "--half", "close other programs", NULL };
  static const char *const less[] = { "“bridgetower-shapes”", "--record cross_text_cross", NULL };
  static const char *const least[] = { "“bridgetower-shapes”", "choose a smaller image size (--image-size), or close", NULL };

  check_run_advice (300 * 1000 * 1000, half);
  check_run_advice (150 * 1000 * 1000, less);
  check_run_advice (10 * 1000 * 1000, least);
}

static double
room_of (const TrestleTensor *tensor)
{
  return ceil (trestle_tensor_count (tensor) * sizeof (float) / 64.0) * 64.0;
}

/* Bytes of all that a trace has, those under two names once. */
static guint64
count_recorded (const TrestleTrace *trace)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) names = trestle_trace_list (trace);
  double bytes = 0.0;

  for (guint i = 0; i < names->len; i++)
    {
      const TrestleTensor *tensor = trestle_trace_get (trace, g_ptr_array_index (names, i));

      if (g_hash_table_add (seen, tensor->data))
        bytes += room_of (tensor);
    }
  return (guint64) bytes;
}

static guint64
count_floats (const TrestleRunNeed *need)
{
  return need->image.floats + need->text.floats + need->fusion.floats;
}

static void
check_estimate (TrestleSession *session, const GoldenCase *golden, guint blocks)
{
  TrestleRecording recording = { .blocks = blocks };
  TrestleRunNeed need = trestle_model_estimate_run (trestle_session_get_model (session), golden->n_tokens, recording, session->stand_ins);
  g_autoptr (TrestleTrace) trace = NULL;

  trestle_session_set_recording (session, recording);
  trace = golden_case_run (golden, session);
  g_assert_cmpuint (count_floats (&need), ==, count_recorded (trace));
  /* And the work of its layers fitted into what was laid out for it. */
  g_assert_cmpuint (trestle_arena_get_size (session->arena), ==, MAX (need.work, MEGABYTE));
}

/* To the byte, with bridges of all kinds and without. */
static void
test_estimate_is_what_a_run_records (gconstpointer name)
{
  GoldenCase golden;
  g_autoptr (TrestleSession) session = NULL;

  golden_case_open (&golden, name);
  session = golden_case_open_session (&golden);
  check_estimate (session, &golden, TRESTLE_RECORD_ALL);
  check_estimate (session, &golden, 1u << TRESTLE_BLOCK_CROSS_TEXT_CROSS);
  check_estimate (session, &golden, 0);
  golden_case_clear (&golden);
}

static void
test_estimate_knows_what_stands_in (gconstpointer name)
{
  GoldenCase golden;
  g_autoptr (TrestleSession) session = NULL;
  g_autoptr (GError) error = NULL;
  TrestleRunNeed before, need;
  g_autoptr (TrestleTrace) trace = NULL;

  golden_case_open (&golden, name);
  session = golden_case_open_session (&golden);
  before = trestle_model_estimate_run (session->model, golden.n_tokens, session->recording, session->stand_ins);
  g_assert_true (trestle_session_take_bridges_out (session, TRESTLE_STAND_IN_ZERO, &error));
  g_assert_no_error (error);
  need = trestle_model_estimate_run (session->model, golden.n_tokens, session->recording, session->stand_ins);
  g_assert_cmpuint (need.fusion.floats, >, before.fusion.floats);
  trace = golden_case_run (&golden, session);
  /* Stand-ins have the names of what they stand in for, so that the list of names has each of them once. */
  g_assert_cmpuint (count_floats (&need) - count_recorded (trace), ==, need.fusion.floats - before.fusion.floats);
  golden_case_clear (&golden);
}

/* Large enough that no arena hides in its first megabyte. */
static void
check_room (guint image_size, TrestleRecording recording)
{
  g_autoptr (TrestleSession) session = open_demo (image_size, TRESTLE_PRECISION_FLOAT32);
  TrestleRunNeed need = trestle_model_estimate_run (session->model, G_N_ELEMENTS (ids), recording, NULL);
  g_autoptr (TrestleTrace) trace = NULL;

  trestle_session_set_recording (session, recording);
  set_grey_image (session);
  trace = run (session);
  g_assert_cmpuint (need.work, >, MEGABYTE);
  g_assert_cmpuint (trestle_arena_get_size (session->arena), ==, need.work);
  g_assert_cmpuint (trestle_trace_get_room (session->image.trace), ==, need.image.floats);
}

static void
test_room_is_made_once_and_never_grows (void)
{
  check_room (320, (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL });
  check_room (320, (TrestleRecording){ .blocks = 1u << TRESTLE_BLOCK_CROSS_TEXT_CROSS });
  check_room (320, (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL, .as_half = TRUE });
}

/* A run whose image is known takes the memory of the one before: nothing is left to ask for, whatever the machine has. */
static void
test_second_run_needs_nothing_more (void)
{
  g_autoptr (TrestleSession) session = open_demo (320, TRESTLE_PRECISION_FLOAT32);
  gsize room;

  set_grey_image (session);
  trestle_trace_unref (run (session));
  room = trestle_arena_get_size (session->arena);
  trestle_trace_unref (run (session));
  g_assert_cmpuint (trestle_arena_get_size (session->arena), ==, room);
}

/* A number of /proc/self/status, in bytes. */
static double
read_status (const char *key)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, key);
  g_assert_nonnull (line);
  return (double) g_ascii_strtoull (line + strlen (key), NULL, 10) * 1024.0;
}

/* From here on the peak is counted anew; FALSE where the system cannot. */
static gboolean
forget_peak (void)
{
  return g_file_set_contents_full ("/proc/self/clear_refs", "5", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL)
         && read_status ("VmHWM:") < read_status ("VmRSS:") + MEGABYTE;
}

static void
assert_near (double measured, double estimated)
{
  g_test_message ("measured %.1f MB, estimated %.1f MB", measured / 1e6, estimated / 1e6);
  g_assert_cmpfloat (fabs (measured - estimated), <=, TOLERANCE * estimated);
}

/* The demo model, opened beside one that is open: all that is not the model is there already. What is the program's own is compared, as
 * the system maps pages of files in larger pieces than small tensors are. */
static void
check_weights_measured (TrestlePrecision precision)
{
  g_autoptr (TrestleSession) first = open_demo (0, precision);
  g_autoptr (TrestleSession) second = NULL;
  TrestleWeightsNeed need;
  double before;

  /* Memory that is free and not given back would be taken before any other. */
  malloc_trim (0);
  before = read_status ("RssAnon:");
  second = open_demo (0, precision);
  need = trestle_model_get_weights_need (trestle_session_get_model (second));
  assert_near (read_status ("RssAnon:") - before, (double) need.own + SESSION_REST);
}

static void
test_weights_take_what_was_estimated (void)
{
  if (IS_SANITIZED)
    {
      g_test_skip ("the sanitizer has memory of its own");
      return;
    }
  check_weights_measured (TRESTLE_PRECISION_FLOAT32);
  check_weights_measured (TRESTLE_PRECISION_BFLOAT16);
}

static void
check_run_measured (guint image_size, TrestleRecording recording)
{
  g_autoptr (TrestleSession) session = open_demo (image_size, TRESTLE_PRECISION_FLOAT32);
  TrestleRunNeed need = trestle_model_estimate_run (trestle_session_get_model (session), G_N_ELEMENTS (ids), recording, NULL);
  g_autoptr (TrestleTrace) trace = NULL;
  double before;

  trestle_session_set_recording (session, recording);
  set_grey_image (session);
  malloc_trim (0);
  before = read_status ("VmRSS:");
  if (!forget_peak ())
    {
      g_test_skip ("the system does not count the peak anew");
      return;
    }
  trace = run (session);
  assert_near (read_status ("VmHWM:") - before, (double) trestle_run_need_sum (&need));
}

static void
test_run_takes_what_was_estimated (void)
{
  if (IS_SANITIZED)
    {
      g_test_skip ("the sanitizer has memory of its own");
      return;
    }
  check_run_measured (LARGE_SIZE, (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL });
  check_run_measured (LARGE_SIZE, (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL, .as_half = TRUE });
  check_run_measured (LARGE_SIZE, (TrestleRecording){ .blocks = 1u << TRESTLE_BLOCK_VISION });
}

int
main (int argc, char **argv)
{
  /* What is large goes back to the system when it is freed, whatever ran before: a run in its place would seem to take less. */
  mallopt (M_MMAP_THRESHOLD, MEGABYTE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/machine-has-what-is-available-and-swap", test_machine_has_what_is_available_and_swap);
  g_test_add_func ("/memory/control-group-with-less-counts", test_control_group_with_less_counts);
  g_test_add_func ("/memory/control-group-around-counts", test_control_group_around_counts);
  g_test_add_func ("/memory/control-group-of-a-container-counts", test_control_group_of_a_container_counts);
  g_test_add_func ("/memory/swap-of-a-control-group-counts", test_swap_of_a_control_group_counts);
  g_test_add_func ("/memory/control-group-without-a-limit-does-not-count", test_control_group_without_a_limit_does_not_count);
  g_test_add_func ("/memory/address-space-counts", test_address_space_counts);
  g_test_add_func ("/memory/address-space-without-a-limit-does-not-count", test_address_space_without_a_limit_does_not_count);
  g_test_add_func ("/memory/nobody-knows-where-nothing-can-be-read", test_nobody_knows_where_nothing_can_be_read);
  g_test_add_func ("/memory/weights-that-fit-are-opened", test_weights_that_fit_are_opened);
  g_test_add_func ("/memory/weights-that-do-not-fit-are-refused", test_weights_that_do_not_fit_are_refused);
  g_test_add_func ("/memory/advice-is-only-what-helps", test_advice_is_only_what_helps);
  g_test_add_func ("/memory/mapped-weights-are-not-refused", test_mapped_weights_are_not_refused);
  g_test_add_func ("/memory/run-that-does-not-fit-is-refused", test_run_that_does_not_fit_is_refused);
  golden_add_cases ("/memory", "estimate-is-what-a-run-records", golden_cases_with_bridges, test_estimate_is_what_a_run_records);
  golden_add_cases ("/memory", "estimate-is-what-a-run-records", golden_cases_without_bridges, test_estimate_is_what_a_run_records);
  golden_add_cases ("/memory", "estimate-knows-what-stands-in", golden_cases_mixing, test_estimate_knows_what_stands_in);
  g_test_add_func ("/memory/room-is-made-once-and-never-grows", test_room_is_made_once_and_never_grows);
  g_test_add_func ("/memory/second-run-needs-nothing-more", test_second_run_needs_nothing_more);
  g_test_add_func ("/memory/weights-take-what-was-estimated", test_weights_take_what_was_estimated);
  g_test_add_func ("/memory/run-takes-what-was-estimated", test_run_takes_what_was_estimated);
  return g_test_run ();
}
