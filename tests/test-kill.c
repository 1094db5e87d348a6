/* A program that is killed at any moment leaves, of what it writes, the old file or the new one; and of what it makes, all or nothing. */
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis/figures/export.h"
#include "analysis/figures/model-figure.h"
#include "core/data.h"
#include "core/formats/conversion.h"
#include "core/formats/safetensors.h"
#include "core/session.h"
#include "tests/temporary-folder.h"

#define N_KILLS 30
#define SEED 1405u

/* What a victim does: writes one content, then the other, again and again, into @path. */
typedef void (*Write) (const char *path, guint which);

static TrestleFigure *
make_figure (guint which)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = trestle_data_find (which == 0 ? "models/bridgetower-shapes/config.json" : "models/meter-shapes/config.json",
                                             &error);
  g_autoptr (TrestleConfig) config = trestle_config_load (path, &error);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  TrestleModelOutline outline;

  g_assert_no_error (error);
  look.width_mm = which == 0 ? 85.0 : 170.0;
  trestle_model_outline_init (&outline, config, which == 0 ? "first" : "second", NULL);
  return trestle_model_figure_new (&outline, NULL, &look);
}

static void
write_figure (const char *path, guint which)
{
  g_autoptr (TrestleFigure) figure = make_figure (which);

  if (!trestle_figure_export (figure, path, 150.0, NULL))
    _exit (1);
}

/* A megabyte, as a trace is written. */
static void
write_tensors (const char *path, guint which)
{
  gsize count = 1u << 18;
  g_autofree float *values = g_new (float, count);
  TrestleSafetensorsEntry entry = { .name = "values" };

  for (gsize i = 0; i < count; i++)
    values[i] = (float) (which + i);
  entry.tensor = (TrestleStoredTensor){
    .dtype = TRESTLE_DTYPE_F32, .n_dimensions = 1, .shape = { count }, .count = count, .data = (const guint8 *) values
  };
  if (!trestle_safetensors_write (path, &entry, 1, NULL))
    _exit (1);
}

/**
 * Kind:
 * @ending: of a kind of file whose bytes are the same whenever it is written
 * @patience: microseconds that a writer is left alone at most: several files' time
 */
typedef struct
{
  const char *name;
  const char *ending;
  Write write;
  gint32 patience;
} Kind;

static const Kind kinds[] = {
  { "png", ".png", write_figure, 30000 },
  { "json", ".json", write_figure, 30000 },
  { "csv", ".csv", write_figure, 30000 },
  { "trace", ".safetensors", write_tensors, 30000 },
};

static GBytes *
read_bytes (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *content;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, length);
}

/* (transfer full): what the file is when nobody is in the way. */
static GBytes *
write_whole (const Kind *kind, const char *path, guint which)
{
  kind->write (path, which);
  return read_bytes (path);
}

static void
write_forever (const Kind *kind, const char *path)
{
  for (guint i = 0;; i++)
    kind->write (path, i % 2);
}

/* The victim says by a byte that it is at work. */
static pid_t
start_victim (const Kind *kind, const char *path, int begun[2])
{
  pid_t victim = fork ();

  g_assert_cmpint (victim, >=, 0);
  if (victim == 0)
    {
      signal (SIGTERM, SIG_DFL);
      if (write (begun[1], "!", 1) == 1)
        write_forever (kind, path);
      _exit (1);
    }
  return victim;
}

static void
kill_at_some_moment (const Kind *kind, const char *path, int number, GRand *random)
{
  int begun[2], status;
  char byte;
  pid_t victim;

  g_assert_cmpint (pipe (begun), ==, 0);
  victim = start_victim (kind, path, begun);
  g_assert_cmpint (read (begun[0], &byte, 1), ==, 1);
  g_usleep ((gulong) g_rand_int_range (random, 0, kind->patience));
  g_assert_cmpint (kill (victim, number), ==, 0);
  g_assert_cmpint (waitpid (victim, &status, 0), ==, victim);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, number);
  close (begun[0]);
  close (begun[1]);
}

static void
test_file_is_old_or_new (gconstpointer data)
{
  const Kind *kind = data;
  char *folder = temporary_folder_new (&(TemporaryFile){ 0 });
  g_autofree char *name = g_strconcat ("written", kind->ending, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) first = write_whole (kind, path, 0);
  g_autoptr (GBytes) second = write_whole (kind, path, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  g_assert_false (g_bytes_equal (first, second));
  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autoptr (GBytes) found = NULL;

      kill_at_some_moment (kind, path, i % 2 == 0 ? SIGKILL : SIGTERM, random);
      found = read_bytes (path);
      g_assert_true (g_bytes_equal (found, first) || g_bytes_equal (found, second));
    }
  temporary_folder_free (folder);
}

/* A new folder each time, so that the victim is always at it. */
static void
convert (const char *path, guint which)
{
  static guint n_done;
  g_autofree char *source = trestle_data_find ("models/meter-shapes", NULL);
  g_autofree char *destination = g_strdup_printf ("%s-%u", path, n_done++);
  TrestleConversion conversion = { .dtype = TRESTLE_DTYPE_BF16 };

  if (!trestle_convert (source, destination, &conversion, NULL, NULL, NULL, NULL))
    _exit (1);
}

/* What has a name is a model; what is left in the middle has none that anybody would choose. */
static guint
check_models (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_models = 0;

  while ((name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleModel) model = NULL;

      if (*name == '.')
        continue;
      model = trestle_model_load (path, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      n_models++;
    }
  return n_models;
}

/* In a process of its own: threads that computed here would not be there in the next victim. */
static guint
check_models_apart (const char *folder)
{
  pid_t checker = fork ();
  int status;

  g_assert_cmpint (checker, >=, 0);
  if (checker == 0)
    _exit ((int) check_models (folder));
  g_assert_cmpint (waitpid (checker, &status, 0), ==, checker);
  g_assert_true (WIFEXITED (status));
  return (guint) WEXITSTATUS (status);
}

static void
test_conversion_is_whole_or_not_there (void)
{
  static const Kind kind = { "convert", "", convert, 1200000 };
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint n_models = 0;

  for (guint i = 0; i < N_KILLS; i++)
    {
      char *folder = temporary_folder_new (&(TemporaryFile){ 0 });
      g_autofree char *path = g_build_filename (folder, "model", NULL);

      kill_at_some_moment (&kind, path, i % 2 == 0 ? SIGKILL : SIGTERM, random);
      n_models += check_models_apart (folder);
      temporary_folder_free (folder);
    }
  g_test_message ("%u conversions were finished", n_models);
}

/* As a killed conversion may leave it: all but the weights under their own name. */
static void
test_half_a_model_is_none (void)
{
  char *folder = temporary_folder_new (
      (TemporaryFile[]){ { "config.json", "{\"model_type\": \"bridgetower\"}" }, { "model.safetensors.A1B2C3", "half" }, { NULL } });
  g_autoptr (GError) error = NULL;
  TrestleModel *model = trestle_model_load (folder, NULL, NULL, NULL, NULL, &error);

  g_assert_null (model);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, folder));
  temporary_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/kill/file-is-old-or-new/", kinds[i].name, NULL);

      g_test_add_data_func (path, &kinds[i], test_file_is_old_or_new);
    }
  g_test_add_func ("/kill/conversion-is-whole-or-not-there", test_conversion_is_whole_or_not_there);
  g_test_add_func ("/kill/half-a-model-is-none", test_half_a_model_is_none);
  return g_test_run ();
}
