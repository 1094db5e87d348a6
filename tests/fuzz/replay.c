/* Reads every input of a folder as the fuzzer did, so that what was found once does not come back, and broken copies of them. */
#include <sys/resource.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mutation.h"

#define N_MUTATIONS 2000
#define N_BRIEF_MUTATIONS 60
#define SEED 20261125

/* No file makes its reader take more than half as much again as the file is long, and a working space. */
#define WORKING_SPACE (200l << 20)

static void
replay (const char *path)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_test_message ("reading %s", path);
  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (LLVMFuzzerTestOneInput ((const guint8 *) content, size), ==, 0);
}

/* Of this process, in bytes. */
static long
get_peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return 1024 * usage.ru_maxrss;
}

/* Whether this is under valgrind (./dev valgrind), where everything takes thirty times as long. */
static gboolean
is_brief (void)
{
  return g_getenv ("TRESTLE_TEST_BRIEF") != NULL;
}

static guint
count_mutations (void)
{
  if (!is_brief ())
    return N_MUTATIONS;
  g_test_message ("TRESTLE_TEST_BRIEF is set: %d broken copies, not %d", N_BRIEF_MUTATIONS, N_MUTATIONS);
  return N_BRIEF_MUTATIONS;
}

/* Freed memory that the address sanitizer or valgrind holds back would count. */
static gboolean
memory_counts (void)
{
  if (is_brief ())
    return FALSE;
#ifdef __SANITIZE_ADDRESS__
  return FALSE;
#else
  return TRUE;
#endif
}

static GPtrArray *
read_inputs (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) inputs = g_dir_open (folder, 0, &error);
  GPtrArray *contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (inputs)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *content;
      gsize size;

      g_assert_true (g_file_get_contents (path, &content, &size, NULL));
      g_ptr_array_add (contents, g_bytes_new_take (content, size));
    }
  return contents;
}

static int
compare_inputs (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare (*(GBytes *const *) a, *(GBytes *const *) b);
}

static void
test_broken_inputs_are_read_or_refused (gconstpointer folder)
{
  g_autoptr (GPtrArray) inputs = read_inputs (folder);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  long before = get_peak_memory ();
  guint n_mutations = count_mutations ();

  /* Folders have no order of their own. */
  g_ptr_array_sort (inputs, compare_inputs);
  for (guint i = 0; i < n_mutations; i++)
    {
      GBytes *input = g_ptr_array_index (inputs, i % inputs->len);
      g_autoptr (GByteArray) broken = fuzz_mutate (g_bytes_get_data (input, NULL), g_bytes_get_size (input), random);

      g_assert_cmpint (LLVMFuzzerTestOneInput (broken->data, broken->len), ==, 0);
      if (memory_counts ())
        g_assert_cmpint (get_peak_memory () - before, <=, (long) broken->len * 3 / 2 + WORKING_SPACE);
    }
}

static void
test_every_input_is_read_or_refused (gconstpointer folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) inputs = g_dir_open (folder, 0, &error);
  const char *name;
  guint n_inputs = 0;

  g_assert_no_error (error);
  for (; (name = g_dir_read_name (inputs)) != NULL; n_inputs++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      replay (path);
    }
  g_assert_cmpuint (n_inputs, >, 0);
}

int
main (int argc, char *argv[])
{
  g_autofree char *name = NULL;
  g_autofree char *found = NULL;
  g_autofree char *broken = NULL;

  g_test_init (&argc, &argv, NULL);
  name = g_path_get_basename (argv[1]);
  found = g_strdup_printf ("/fuzz/%s/every-input-is-read-or-refused", name);
  broken = g_strdup_printf ("/fuzz/%s/broken-inputs-are-read-or-refused", name);
  g_test_add_data_func (found, argv[1], test_every_input_is_read_or_refused);
  g_test_add_data_func (broken, argv[1], test_broken_inputs_are_read_or_refused);
  return g_test_run ();
}
