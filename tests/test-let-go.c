/* Pages of a checkpoint that are let go: what lay in memory does so no more, and is still there to be read. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/formats/checkpoint.h"

#define WORDS "bridgetower.text_model.embeddings.word_embeddings.weight"

#define IS_PRESENT (G_GUINT64_CONSTANT (1) << 63) /* of an entry of the page map: see proc(5) */

/* How many of the whole pages of [@data, @data + @size) lie in this program's memory, and how many there are. */
static gsize
count_present (gconstpointer data, gsize size, gsize *n_pages)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE), n_present = 0;
  guintptr first = ((guintptr) data + page - 1) / page, end = ((guintptr) data + size) / page;
  int map = open ("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (map, >=, 0);
  for (guintptr i = first; i < end; i++)
    {
      guint64 entry;

      g_assert_cmpint (pread (map, &entry, sizeof entry, (off_t) (i * sizeof entry)), ==, sizeof entry);
      n_present += (entry & IS_PRESENT) != 0;
    }
  close (map);
  *n_pages = end - first;
  return n_present;
}

static void
test_pages_go_and_come_back (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", NULL);
  g_autoptr (GError) error = NULL;
  TrestleCheckpoint *checkpoint = trestle_checkpoint_open (folder, &error);
  const TrestleStoredTensor *words;
  g_autofree guint8 *copy = NULL;
  gsize size, n_pages, n_present;

  g_assert_no_error (error);
  words = trestle_checkpoint_get (checkpoint, WORDS);
  g_assert_nonnull (words);
  size = words->count * trestle_dtype_get_size (words->dtype);
  copy = g_memdup2 (words->data, size);
  n_present = count_present (words->data, size, &n_pages);
  g_assert_cmpuint (n_pages, >, 2);
  g_assert_cmpuint (n_present, ==, n_pages);
  trestle_checkpoint_let_go (checkpoint, words->data, size);
  g_assert_cmpuint (count_present (words->data, size, &n_pages), ==, 0);
  g_assert_cmpmem (words->data, size, copy, size);
  trestle_checkpoint_free (checkpoint);
}

/* Numbers that are nobody's but the caller's would be lost. */
static void
test_other_memory_is_left_alone (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", NULL);
  TrestleCheckpoint *checkpoint = trestle_checkpoint_open (folder, NULL);
  gsize size = 16 * (gsize) sysconf (_SC_PAGESIZE);
  g_autofree guint8 *numbers = g_malloc (size);
  g_autofree guint8 *copy = NULL;

  g_assert_nonnull (checkpoint);
  memset (numbers, 7, size);
  copy = g_memdup2 (numbers, size);
  trestle_checkpoint_let_go (checkpoint, numbers, size);
  g_assert_cmpmem (numbers, size, copy, size);
  trestle_checkpoint_free (checkpoint);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/let-go/pages-go-and-come-back", test_pages_go_and_come_back);
  g_test_add_func ("/let-go/other-memory-is-left-alone", test_other_memory_is_left_alone);
  return g_test_run ();
}
