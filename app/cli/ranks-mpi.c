/* Processes that MPI connects. The first one keeps the results; the others hand theirs over. */
#include "app/cli/ranks.h"

#include <mpi.h>
#include <omp.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "core/formats/json-file.h"

/* A tally as one element of a message: counts `[n]`, sums `[n, 2]` and squares `[n, 2]`, one behind the other. */
#define BYTES_PER_VALUE (sizeof (guint64) + 4 * sizeof (double))

static gboolean
is_begun (void)
{
  int begun = FALSE, ended = FALSE;

  MPI_Initialized (&begun);
  MPI_Finalized (&ended);
  return begun && !ended;
}

/* How many of a machine's cores each of its processes gets. mpirun may have bound them to some, to the same or to others. */
static int
count_own_cores (MPI_Comm machine)
{
  cpu_set_t own, all;
  int n_processes;

  CPU_ZERO (&own);
  sched_getaffinity (0, sizeof own, &own);
  MPI_Allreduce (&own, &all, sizeof own, MPI_BYTE, MPI_BOR, machine);
  MPI_Comm_size (machine, &n_processes);
  return CLAMP (CPU_COUNT (&all) / n_processes, 1, MAX (CPU_COUNT (&own), 1));
}

static void
share_cores (void)
{
  MPI_Comm machine;
  int n_cores;

  MPI_Comm_split_type (MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  n_cores = count_own_cores (machine);
  MPI_Comm_free (&machine);
  if (g_getenv ("OMP_NUM_THREADS") == NULL)
    omp_set_num_threads (n_cores);
}

void
cli_ranks_begin (void)
{
  int provided;

  if (is_begun ())
    return;
  /* Another thread waits for signals, but it has nothing to say to anybody. */
  MPI_Init_thread (NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  share_cores ();
}

void
cli_ranks_end (int code)
{
  if (!is_begun ())
    return;
  if (code != 0 && cli_ranks_count () > 1)
    MPI_Abort (MPI_COMM_WORLD, code);
  MPI_Finalize ();
}

guint
cli_ranks_get_own (void)
{
  int rank = 0;

  if (is_begun ())
    MPI_Comm_rank (MPI_COMM_WORLD, &rank);
  return (guint) rank;
}

guint
cli_ranks_count (void)
{
  int count = 1;

  if (is_begun ())
    MPI_Comm_size (MPI_COMM_WORLD, &count);
  return (guint) count;
}

void
cli_ranks_share_ranges (GArray *ranges)
{
  guint length = ranges->len;

  MPI_Bcast (&length, 1, MPI_UNSIGNED, 0, MPI_COMM_WORLD);
  g_array_set_size (ranges, length);
  MPI_Bcast (ranges->data, (int) (length * sizeof (TrestlePairRange)), MPI_BYTE, 0, MPI_COMM_WORLD);
}

/* A message of tallies, looked at as a tally. */
static TrestleTally
view_tally (guint8 *bytes, gsize n_values)
{
  double *numbers = (double *) (bytes + n_values * sizeof (guint64));

  return (TrestleTally){ n_values, (guint64 *) bytes, numbers, numbers + 2 * n_values };
}

/* An MPI_User_function: @sum += @addend, for @count tallies each. */
static void
add_tallies (void *addend, void *sum, int *count, MPI_Datatype *type)
{
  int size;

  MPI_Type_size (*type, &size);
  for (int i = 0; i < *count; i++)
    {
      gsize n_values = (gsize) size / BYTES_PER_VALUE;
      TrestleTally from = view_tally ((guint8 *) addend + (gsize) i * (gsize) size, n_values);
      TrestleTally to = view_tally ((guint8 *) sum + (gsize) i * (gsize) size, n_values);

      trestle_tally_merge (&to, &from);
    }
}

static void
copy_tally (TrestleTally *to, const TrestleTally *from)
{
  memcpy (to->counts, from->counts, from->n_values * sizeof *from->counts);
  memcpy (to->sums, from->sums, 2 * from->n_values * sizeof *from->sums);
  memcpy (to->squares, from->squares, 2 * from->n_values * sizeof *from->squares);
}

/* The sum of all tallies, in the first process's. */
static void
reduce_tally (TrestleTally *tally)
{
  gsize size = tally->n_values * BYTES_PER_VALUE;
  g_autofree guint8 *own = g_malloc (size), *sum = g_malloc (size);
  TrestleTally sent = view_tally (own, tally->n_values), received = view_tally (sum, tally->n_values);
  MPI_Datatype type;
  MPI_Op operation;

  copy_tally (&sent, tally);
  MPI_Type_contiguous ((int) size, MPI_BYTE, &type);
  MPI_Type_commit (&type);
  MPI_Op_create (add_tallies, TRUE, &operation);
  MPI_Reduce (own, sum, 1, type, operation, 0, MPI_COMM_WORLD);
  MPI_Op_free (&operation);
  MPI_Type_free (&type);
  if (cli_ranks_get_own () == 0)
    copy_tally (tally, &received);
}

static char *
write_log (const TrestlePairLog *log)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autoptr (JsonNode) root = NULL;

  trestle_pair_log_to_json (log, builder);
  root = json_builder_get_root (json_builder_end_object (builder));
  return json_to_string (root, FALSE);
}

/* What this very program wrote a moment ago, so nothing can be wrong with it. */
static void
merge_log (TrestleDataset *dataset, const char *text, gsize length)
{
  g_autoptr (JsonNode) root = trestle_json_parse (text, length, "a message", NULL);
  g_autoptr (TrestlePairLog) log = NULL;

  g_assert (root != NULL);
  log = trestle_pair_log_from_json (trestle_json_object (root), dataset->n_pairs, "a message", NULL);
  g_assert (log != NULL);
  trestle_pair_log_merge (dataset->log, log);
}

/* Where each text begins in all of them; returns their length. */
static int
find_places (const int *lengths, int *places, guint count)
{
  int place = 0;

  for (guint i = 0; i < count; i++)
    {
      places[i] = place;
      place += lengths[i];
    }
  return place;
}

/* All logs together, in the first process's. */
static void
gather_logs (TrestleDataset *dataset)
{
  guint count = cli_ranks_count ();
  g_autofree int *lengths = g_new0 (int, count), *places = g_new0 (int, count);
  g_autofree char *own = write_log (dataset->log), *all = NULL;
  int own_length = (int) strlen (own);

  MPI_Gather (&own_length, 1, MPI_INT, lengths, 1, MPI_INT, 0, MPI_COMM_WORLD);
  all = g_malloc ((gsize) find_places (lengths, places, count) + 1);
  MPI_Gatherv (own, own_length, MPI_CHAR, all, lengths, places, MPI_CHAR, 0, MPI_COMM_WORLD);
  if (cli_ranks_get_own () != 0)
    return;
  for (guint i = 1; i < count; i++)
    merge_log (dataset, all + places[i], (gsize) lengths[i]);
}

gboolean
cli_ranks_collect (TrestleDataset *dataset, gboolean is_finished, gboolean *is_stopped)
{
  int any[2] = { !is_finished, *is_stopped };

  MPI_Allreduce (MPI_IN_PLACE, any, 2, MPI_INT, MPI_LOR, MPI_COMM_WORLD);
  reduce_tally (dataset->tally);
  gather_logs (dataset);
  if (cli_ranks_get_own () != 0)
    trestle_dataset_clear (dataset);
  *is_stopped = any[1];
  return !any[0];
}
