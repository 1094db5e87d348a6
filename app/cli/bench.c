/* trestle-cli bench: how long each stage takes. */
#include <omp.h>
#include <sys/resource.h>

#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"
#include "core/error.h"

/* Any will do, as long as it is always the same. */
#define SEED 20230620

static const CliOption options[] = {
  CLI_MODEL,
  CLI_IMAGE_SIZE,
  { "tokens", 0, CLI_INT (tokens), "N", "Tokens of the text, the opening and the closing one included; 20 without it.", .least = 1,
    .most = G_MAXINT },
  { "runs", 0, CLI_INT (runs), "N", "Runs to take the median of, after one that is not counted; 5 without it.", .least = 1,
    .most = 100000 },
  CLI_JSON,
  { NULL },
};

typedef enum
{
  STAGE_LOAD,
  STAGE_VISION,
  STAGE_TEXT,
  STAGE_FUSION,
  STAGE_FULL,
  STAGE_CAPTION_EDIT,
  N_STAGES,
} Stage;

static const struct
{
  const char *key;
  const char *title;
} stages[N_STAGES] = {
  [STAGE_LOAD] = { "load", "opening the model" },
  [STAGE_VISION] = { "vision", "vision tower" },
  [STAGE_TEXT] = { "text", "text tower" },
  [STAGE_FUSION] = { "fusion", "cross-modal encoder and heads" },
  [STAGE_FULL] = { "full", "a new image and a text" },
  [STAGE_CAPTION_EDIT] = { "caption_edit", "a new text on the same image" },
};

/**
 * Bench:
 * @ids: `[n_tokens]`, one text
 * @other_ids: `[n_tokens]`, another
 * @pixels: `[3, size, size]`
 * @seconds: (element-type double): of each stage, run by run
 * @text_start: when the text tower began in the run at hand, in microseconds; 0 before
 * @fusion_start: likewise the fusion
 */
typedef struct
{
  CliCall *call;
  TrestleSession *session;
  guint n_tokens;
  gint32 *ids;
  gint32 *other_ids;
  TrestleTensor pixels;
  GArray *seconds[N_STAGES];
  gint64 text_start;
  gint64 fusion_start;
} Bench;

static Bench *
bench_new (CliCall *call)
{
  Bench *bench = g_new0 (Bench, 1);

  bench->call = call;
  bench->n_tokens = (guint) call->options.tokens;
  for (guint i = 0; i < N_STAGES; i++)
    bench->seconds[i] = g_array_new (FALSE, FALSE, sizeof (double));
  return bench;
}

static void
bench_free (Bench *bench)
{
  for (guint i = 0; i < N_STAGES; i++)
    g_array_unref (bench->seconds[i]);
  g_clear_pointer (&bench->session, trestle_session_free);
  trestle_tensor_clear (&bench->pixels);
  g_free (bench->ids);
  g_free (bench->other_ids);
  g_free (bench);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bench, bench_free)

static void
add_time (Bench *bench, Stage stage, gint64 start, gint64 end)
{
  double seconds = (double) (end - start) / G_USEC_PER_SEC;

  g_array_append_val (bench->seconds[stage], seconds);
}

/* Of opening and of running, each with one turn that is not counted. */
static void
begin_turn (Bench *bench, guint turn)
{
  double n_turns = 2.0 * (bench->call->options.runs + 1);

  cli_progress_set_part (bench->call->progress, turn / n_turns, (turn + 1) / n_turns);
}

/* Opens the model again and again; the last one stays. */
static gboolean
time_loading (Bench *bench, GError **error)
{
  for (gint i = 0; i <= bench->call->options.runs; i++)
    {
      gint64 start;

      begin_turn (bench, (guint) i);
      cli_progress_report (0.0, stages[STAGE_LOAD].title, bench->call->progress);
      g_clear_pointer (&bench->session, trestle_session_free);
      start = g_get_monotonic_time ();
      bench->session = cli_open_model (bench->call, error);
      if (bench->session == NULL || g_cancellable_set_error_if_cancelled (cli_progress_get_cancellable (bench->call->progress), error))
        return FALSE;
      if (i > 0)
        add_time (bench, STAGE_LOAD, start, g_get_monotonic_time ());
    }
  return TRUE;
}

/* (transfer full): any tokens but padding, which has no position of its own. */
static gint32 *
make_ids (GRand *random, guint n_tokens, const TrestleTextConfig *config)
{
  gint32 *ids = g_new (gint32, n_tokens);

  for (guint i = 0; i < n_tokens; i++)
    {
      ids[i] = g_rand_int_range (random, 0, (gint32) config->vocabulary_size);
      if (ids[i] == config->pad_id)
        ids[i] = config->pad_id == 0 ? (gint32) config->vocabulary_size - 1 : 0;
    }
  return ids;
}

static gboolean
make_inputs (Bench *bench, GError **error)
{
  const TrestleConfig *config = trestle_model_get_config (trestle_session_get_model (bench->session));
  guint most = trestle_session_get_max_tokens (bench->session), size = config->vision.image_size;
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  if (bench->n_tokens > most)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The model “%s” reads at most %u tokens, not %u",
                   trestle_model_get_name (trestle_session_get_model (bench->session)), most, bench->n_tokens);
      return FALSE;
    }
  bench->ids = make_ids (random, bench->n_tokens, &config->text);
  bench->other_ids = make_ids (random, bench->n_tokens, &config->text);
  bench->pixels = trestle_tensor_new (3, size, size); /* [3, size, size] */
  for (gsize i = 0; i < trestle_tensor_count (&bench->pixels); i++)
    bench->pixels.data[i] = (float) g_rand_double_range (random, -2.0, 2.0);
  return TRUE;
}

/* The encoder's first step prepares the image before there is a text: that belongs to the vision tower. */
static void
on_progress (double fraction, const char *stage, gpointer data)
{
  Bench *bench = data;

  if (bench->text_start == 0 && g_str_equal (stage, "text tower"))
    bench->text_start = g_get_monotonic_time ();
  else if (bench->text_start != 0 && bench->fusion_start == 0 && g_str_equal (stage, "cross-modal encoder"))
    bench->fusion_start = g_get_monotonic_time ();
  cli_progress_report (fraction, stage, bench->call->progress);
}

static gboolean
run_ids (Bench *bench, const gint32 *ids, GError **error)
{
  g_autoptr (TrestleTrace) trace = NULL;

  bench->text_start = 0;
  bench->fusion_start = 0;
  trace = trestle_session_run (bench->session, ids, NULL, bench->n_tokens, on_progress, bench,
                               cli_progress_get_cancellable (bench->call->progress), error);
  return trace != NULL;
}

static gboolean
time_full (Bench *bench, gboolean is_counted, GError **error)
{
  gint64 start = g_get_monotonic_time (), end;

  if (!trestle_session_set_pixels (bench->session, &bench->pixels, error) || !run_ids (bench, bench->ids, error))
    return FALSE;
  end = g_get_monotonic_time ();
  if (!is_counted)
    return TRUE;
  add_time (bench, STAGE_VISION, start, bench->text_start);
  add_time (bench, STAGE_TEXT, bench->text_start, bench->fusion_start);
  add_time (bench, STAGE_FUSION, bench->fusion_start, end);
  add_time (bench, STAGE_FULL, start, end);
  return TRUE;
}

static gboolean
time_caption_edit (Bench *bench, gboolean is_counted, GError **error)
{
  gint64 start = g_get_monotonic_time ();

  if (!run_ids (bench, bench->other_ids, error))
    return FALSE;
  if (is_counted)
    add_time (bench, STAGE_CAPTION_EDIT, start, g_get_monotonic_time ());
  return TRUE;
}

static gboolean
time_running (Bench *bench, GError **error)
{
  guint runs = (guint) bench->call->options.runs;

  for (guint i = 0; i <= runs; i++)
    {
      begin_turn (bench, runs + 1 + i);
      if (!time_full (bench, i > 0, error) || !time_caption_edit (bench, i > 0, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_seconds (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Of times in order; with an even number of them the mean of the two in the middle. */
static double
find_median (const GArray *sorted)
{
  guint half = sorted->len / 2;

  if (sorted->len % 2 == 1)
    return g_array_index (sorted, double, half);
  return (g_array_index (sorted, double, half - 1) + g_array_index (sorted, double, half)) / 2.0;
}

/* In bytes: the most that was in memory at once, mapped weights included, since the program started. */
static gint64
measure_memory (void)
{
  struct rusage usage;

  return getrusage (RUSAGE_SELF, &usage) == 0 ? (gint64) usage.ru_maxrss * 1024 : 0;
}

static guint
get_image_size (const Bench *bench)
{
  return (guint) bench->pixels.rows;
}

static void
print_json (const Bench *bench)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  for (guint i = 0; i < N_STAGES; i++)
    {
      const GArray *seconds = bench->seconds[i];

      json_builder_begin_object (json_builder_set_member_name (builder, stages[i].key));
      cli_json_add_number (builder, "median", find_median (seconds));
      cli_json_add_number (builder, "min", g_array_index (seconds, double, 0));
      cli_json_add_number (builder, "max", g_array_index (seconds, double, seconds->len - 1));
      json_builder_end_object (builder);
    }
  cli_json_add_integer (builder, "peak_memory", measure_memory ());
  cli_json_add_integer (builder, "tokens", bench->n_tokens);
  cli_json_add_integer (builder, "runs", bench->call->options.runs);
  cli_json_add_integer (builder, "threads", omp_get_max_threads ());
  cli_json_add_integer (builder, "image_size", get_image_size (bench));
  cli_print_json (bench->call, json_builder_end_object (builder));
}

static char *
format_milliseconds (double seconds)
{
  return g_strdup_printf ("%.2f", 1000.0 * seconds);
}

static void
print_table (const Bench *bench)
{
  g_autoptr (CliTable) table = cli_table_new ("lrrr", "stage", "median ms", "min ms", "max ms");
  g_autofree char *memory = g_format_size ((guint64) measure_memory ());

  for (guint i = 0; i < N_STAGES; i++)
    {
      const GArray *seconds = bench->seconds[i];

      cli_table_add (table, g_strdup (stages[i].title), format_milliseconds (find_median (seconds)),
                     format_milliseconds (g_array_index (seconds, double, 0)),
                     format_milliseconds (g_array_index (seconds, double, seconds->len - 1)));
    }
  cli_print (bench->call, "%s, %u tokens, %u x %u pixels: %d runs on %d threads\n",
             trestle_model_get_name (trestle_session_get_model (bench->session)), bench->n_tokens, get_image_size (bench),
             get_image_size (bench), bench->call->options.runs, omp_get_max_threads ());
  cli_table_print (table, bench->call);
  cli_print (bench->call, "\nmost memory in use: %s", memory);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (Bench) bench = bench_new (call);

  if (!time_loading (bench, error) || !make_inputs (bench, error) || !time_running (bench, error))
    return FALSE;
  for (guint i = 0; i < N_STAGES; i++)
    g_array_sort (bench->seconds[i], compare_seconds);
  if (call->options.json)
    print_json (bench);
  else
    print_table (bench);
  return TRUE;
}

const CliCommand cli_bench = {
  .name = "bench",
  .summary = "measure how long each stage takes",
  .synopsis = "[--tokens N] [--runs N] [OPTION]...",
  .description =
      "Runs the model on a text of random tokens and an image of random pixels, always the same ones, and prints the median, the "
      "shortest and the longest time of each stage. One run comes first that is not counted.\n"
      "load is opening the model; its file has been read before, so it comes from memory, not from the disk. vision is the vision "
      "tower and what the cross-modal encoder can prepare of the image alone; text is the text tower; fusion is the rest of the "
      "encoder, and the heads. full is all three for a new image, with every attention recorded. caption_edit is what another "
      "text on the same image costs: text and fusion.\n"
      "The memory is the most that the program has had resident at once since it started (ru_maxrss of getrusage), which includes "
      "the pages of the mapped weights that were touched.\n"
      "JSON: {\"load\", \"vision\", \"text\", \"fusion\", \"full\", \"caption_edit\"}, each {\"median\", \"min\", \"max\"} in seconds, "
      "with \"peak_memory\" in bytes, \"tokens\", \"runs\", \"threads\" and \"image_size\". OMP_NUM_THREADS sets the threads.",
  .options = options,
  .examples = "bench\n"
              "bench --model my-model --tokens 40 --runs 20 --json",
  .run = run,
};
