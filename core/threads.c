/* How many threads compute. */
#include "core/threads.h"

#include <omp.h>
#include <sched.h>
#include <unistd.h>

/* (transfer full): the same word for all threads of one core; for want of better, the thread's own number */
static char *
name_core (int cpu)
{
  g_autofree char *path = g_strdup_printf ("/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpu);
  char *siblings = NULL;

  if (g_file_get_contents (path, &siblings, NULL, NULL))
    return siblings;
  return g_strdup_printf ("%d", cpu);
}

guint
trestle_threads_count_cores (void)
{
  g_autoptr (GHashTable) cores = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  cpu_set_t allowed;

  if (sched_getaffinity (0, sizeof allowed, &allowed) != 0)
    return MAX (g_get_num_processors (), 1);
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET (cpu, &allowed))
      g_hash_table_add (cores, name_core (cpu));
  return MAX (g_hash_table_size (cores), 1);
}

void
trestle_threads_use (guint n_threads)
{
  if (n_threads == 0 && g_getenv ("OMP_NUM_THREADS") != NULL)
    return;
  omp_set_num_threads ((int) (n_threads > 0 ? n_threads : trestle_threads_count_cores ()));
}

guint
trestle_threads_get_used (void)
{
  return (guint) omp_get_max_threads ();
}
