/*
 * What the command line writes when the disk fails it: every call to the file system below the folder fails once, and the disk is full at
 * every place. Each time the old file is there or the new one, whole, and who called is told.
 */
#include <errno.h>
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "tests/temporary-folder.h"

#define OLD "what was there before"
#define MOST_CALLS 400

/**
 * Case:
 * @file: what is written, inside the folder
 * @is_new: whether nothing may be there before
 * @is_state: whether it is written again and again, as the work goes on: JSON
 * @arguments: of the command line; FILE stands for the file, LIST for a list of pairs inside the folder
 */
typedef struct
{
  const char *name;
  const char *file;
  gboolean is_new;
  gboolean is_state;
  const char *arguments[16];
} Case;

#define INPUT "--image", "samples/scene-01.png", "--text", "a blue cross"
#define MAP "attention", INPUT, "--layer", "cross_text_cross.3", "--head", "mean", "--query", "cross", "-o", "FILE"

static const Case cases[] = {
  { .name = "pdf", .file = "map.pdf", .arguments = { MAP } },
  { .name = "svg", .file = "map.svg", .arguments = { MAP } },
  { .name = "png", .file = "map.png", .arguments = { MAP } },
  { .name = "csv", .file = "map.csv", .arguments = { MAP } },
  { .name = "json", .file = "map.json", .arguments = { MAP } },
  { .name = "trace", .file = "trace.safetensors", .arguments = { "trace", INPUT, "--record", "cross_text_cross", "--half", "-o", "FILE" } },
  { .name = "state",
    .file = "run.json",
    .is_new = TRUE,
    .is_state = TRUE,
    .arguments = { "divergence", "--pairs", "LIST", "--shard", "1/1", "-o", "FILE" } },
  { .name = "convert", .file = "model", .is_new = TRUE, .arguments = { "convert", "models/meter-shapes", "FILE", "--dtype", "bf16" } },
};

/* One fault: the @at-th call, or a file that may not grow beyond @size bytes; 0 for none. */
typedef struct
{
  guint at;
  int error;
  rlim_t size;
} Fault;

static char *
in_folder (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
limit_size (gpointer size)
{
  struct rlimit limit = { *(rlim_t *) size, *(rlim_t *) size };

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

static GSubprocessLauncher *
make_launcher (const char *folder, const char *log, Fault *fault)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *at = g_strdup_printf ("%u", fault->at);
  g_autofree char *error = g_strdup_printf ("%d", fault->error);

  g_subprocess_launcher_set_cwd (launcher, g_getenv ("TRESTLE_DATA"));
  if (fault->at > 0)
    {
      g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", g_getenv ("TRESTLE_FAULTS"), TRUE);
      g_subprocess_launcher_setenv (launcher, "FAULT_FOLDER", folder, TRUE);
      g_subprocess_launcher_setenv (launcher, "FAULT_AT", at, TRUE);
      g_subprocess_launcher_setenv (launcher, "FAULT_ERRNO", error, TRUE);
      g_subprocess_launcher_setenv (launcher, "FAULT_LOG", log, TRUE);
    }
  if (fault->size > 0)
    g_subprocess_launcher_set_child_setup (launcher, limit_size, &fault->size, NULL);
  return launcher;
}

/* (transfer full): what the program said; @code: (out): what it ended with */
static char *
call (const Case *what, const char *folder, const char *log, Fault *fault, int *code)
{
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (folder, log, fault);
  g_autofree char *file = in_folder (folder, what->file);
  g_autofree char *list = in_folder (folder, "pairs.jsonl");
  g_autoptr (GPtrArray) line = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *said;

  g_ptr_array_add (line, (gpointer) g_getenv ("TRESTLE_CLI"));
  for (guint i = 0; what->arguments[i] != NULL; i++)
    {
      const char *argument = what->arguments[i];

      argument = g_str_equal (argument, "FILE") ? file : g_str_equal (argument, "LIST") ? list : argument;
      g_ptr_array_add (line, (gpointer) argument);
    }
  g_ptr_array_add (line, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) line->pdata, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  *code = g_subprocess_get_exit_status (process);
  return said;
}

static void
write_list (const char *folder)
{
  g_autofree char *list = in_folder (folder, "pairs.jsonl");
  g_autofree char *image = g_build_filename (g_getenv ("TRESTLE_DATA"), "samples", "scene-01.png", NULL);
  g_autofree char *line = g_strdup_printf ("{\"image\": \"%s\", \"text\": \"a blue cross\"}\n", image);

  g_assert_true (g_file_set_contents (list, line, -1, NULL));
}

static void
empty_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      empty_folder (inside);
      remove (inside);
    }
}

/* What is there before the call. The folder is the same every time, as figures say which command made them. */
static void
prepare (const Case *what, const char *folder)
{
  g_autofree char *file = in_folder (folder, what->file);

  empty_folder (folder);
  write_list (folder);
  if (!what->is_new)
    g_assert_true (g_file_set_contents (file, OLD, -1, NULL));
}

/* A PDF says when it was made. */
static void
blank_date (char *content, gsize size)
{
  static const char key[] = "/CreationDate (";
  char *date = content != NULL ? memmem (content, size, key, strlen (key)) : NULL;

  for (date = date != NULL ? date + strlen (key) : NULL; date != NULL && *date != ')' && date < content + size; date++)
    *date = ' ';
}

/* (transfer full) (nullable): a file's content, or the names and sizes of a folder's files */
static char *
describe (const char *path, gsize *size)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  char *content = NULL;
  const char *name;
  guint64 sum = 0;

  if (folder == NULL)
    {
      if (g_file_get_contents (path, &content, size, NULL))
        blank_date (content, *size);
      return content;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (inside, &bytes, &length, NULL));
      for (gsize i = 0; i < length; i++)
        sum = 31 * sum + (guint8) bytes[i];
    }
  content = g_strdup_printf ("%" G_GUINT64_FORMAT, sum);
  *size = strlen (content);
  return content;
}

/* How many names the folder holds: a failure leaves nothing behind. */
static guint
count_names (const char *folder)
{
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  guint n_names = 0;

  while (g_dir_read_name (names) != NULL)
    n_names++;
  return n_names;
}

static gboolean
is_same (const char *a, gsize a_size, const char *b, gsize b_size)
{
  return a != NULL && a_size == b_size && memcmp (a, b, a_size) == 0;
}

/* The file as it is without any fault. PDF, JSON and the like say nothing of the time. */
static char *
make_whole (const Case *what, const char *folder, gsize *size)
{
  g_autofree char *file = in_folder (folder, what->file);
  g_autofree char *said = NULL;
  char *whole;
  int code;

  prepare (what, folder);
  said = call (what, folder, NULL, &(Fault){ 0 }, &code);
  if (code != 0)
    g_error ("Without a fault %s fails: %s", what->name, said);
  whole = describe (file, size);
  g_assert_nonnull (whole);
  return whole;
}

static gboolean
is_json (const char *content, gsize size)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  return json_parser_load_from_data (parser, content, (gssize) size, NULL);
}

/* What a failure leaves, and what is said of it. */
static void
check_failure (const Case *what,
               const char *folder,
               const char *said,
               const char *content,
               gsize size,
               const char *whole,
               gsize whole_size,
               guint n_names)
{
  gboolean is_old = what->is_new ? content == NULL : is_same (content, size, OLD, strlen (OLD));

  if (!is_old && !is_same (content, size, whole, whole_size) && !(what->is_state && is_json (content, size)))
    g_error ("%s: after “%s” the file is neither the old one nor the new one", what->name, said);
  if (strstr (said, folder) == NULL)
    g_error ("%s: “%s” does not name the file", what->name, said);
  if (is_old && count_names (folder) != n_names)
    g_error ("%s: after “%s” something was left in the folder", what->name, said);
}

/* Runs into the fault once. FALSE if it did not come to the fault. */
static gboolean
check_fault (const Case *what, const char *folder, Fault *fault, const char *whole, gsize whole_size)
{
  g_autofree char *log = g_strconcat (folder, ".log", NULL);
  g_autofree char *file = in_folder (folder, what->file);
  g_autofree char *said = NULL;
  g_autofree char *content = NULL;
  gboolean came = FALSE;
  guint n_names;
  gsize size = 0;
  int code;

  prepare (what, folder);
  n_names = count_names (folder);
  said = call (what, folder, log, fault, &code);
  came = fault->size > 0 ? code != 0 : g_file_test (log, G_FILE_TEST_EXISTS);
  remove (log);
  content = describe (file, &size);
  if (code == 0)
    {
      if (!is_same (content, size, whole, whole_size))
        g_error ("%s: call %u or byte %lu failed, all was said to be well, and the file is not whole", what->name, fault->at,
                 (unsigned long) fault->size);
    }
  else
    check_failure (what, folder, said, content, size, whole, whole_size, n_names);
  return came;
}

static void
test_every_failing_call_is_survived (gconstpointer data)
{
  static const int errors[] = { ENOSPC, EIO };
  const Case *what = data;
  gsize size;
  char *folder = temporary_folder_new (&(TemporaryFile){ 0 });
  g_autofree char *whole = make_whole (what, folder, &size);
  guint at = 1;

  while (check_fault (what, folder, &(Fault){ .at = at, .error = errors[at % G_N_ELEMENTS (errors)] }, whole, size))
    g_assert_cmpuint (at++, <, MOST_CALLS);
  g_assert_cmpuint (at, >, 2);
  temporary_folder_free (folder);
}

static void
test_full_disk_is_survived (gconstpointer data)
{
  const Case *what = data;
  gsize size;
  char *folder = temporary_folder_new (&(TemporaryFile){ 0 });
  g_autofree char *whole = make_whole (what, folder, &size);

  for (rlim_t room = 1; room < 8 * (rlim_t) size; room = 3 * room + 1)
    check_fault (what, folder, &(Fault){ .size = room }, whole, size);
  temporary_folder_free (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fault = g_strdup_printf ("/faults/%s/every-failing-call-is-survived", cases[i].name);
      g_autofree char *full = g_strdup_printf ("/faults/%s/full-disk-is-survived", cases[i].name);

      g_test_add_data_func (fault, &cases[i], test_every_failing_call_is_survived);
      g_test_add_data_func (full, &cases[i], test_full_disk_is_survived);
    }
  return g_test_run ();
}
