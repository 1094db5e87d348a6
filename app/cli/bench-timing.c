/* What bench measures. */
#include <sys/resource.h>

#include "app/cli/bench-private.h"
#include "core/error.h"
#include "core/model/operations.h"
#include "core/numeric/product.h"

/* Any will do, as long as it is always the same. */
#define SEED 20230620

/* Of the product that tells what the machine can do at most; large enough that memory does not count. */
#define YARDSTICK_SIZE 2048

#define MOST_CAPTIONS 1024
#define MOST_IMAGES 64

static GArray *
new_numbers (void)
{
  return g_array_new (FALSE, FALSE, sizeof (double));
}

static void
clear_times (gpointer data)
{
  g_array_unref (((CliCountTimes *) data)->seconds);
}

static GArray *
new_times (void)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (CliCountTimes));

  g_array_set_clear_func (times, clear_times);
  return times;
}

CliBench *
cli_bench_new (CliCall *call)
{
  CliBench *bench = g_new0 (CliBench, 1);

  bench->call = call;
  bench->n_tokens = (guint) call->options.tokens;
  bench->captions = new_times ();
  bench->batches = new_times ();
  bench->yardstick = new_numbers ();
  for (guint i = 0; i < CLI_N_STAGES; i++)
    bench->seconds[i] = new_numbers ();
  return bench;
}

void
cli_bench_free (CliBench *bench)
{
  for (guint i = 0; i < CLI_N_STAGES; i++)
    g_array_unref (bench->seconds[i]);
  g_array_unref (bench->captions);
  g_array_unref (bench->batches);
  g_array_unref (bench->yardstick);
  g_clear_pointer (&bench->session, trestle_session_free);
  trestle_tensor_clear (&bench->pixels);
  g_free (bench->ids);
  g_free (bench->other_ids);
  g_free (bench);
}

static void
add_number (GArray *numbers, double number)
{
  g_array_append_val (numbers, number);
}

static double
count_seconds (gint64 start, gint64 end)
{
  return (double) (end - start) / G_USEC_PER_SEC;
}

static void
add_time (CliBench *bench, CliStage stage, gint64 start, gint64 end)
{
  add_number (bench->seconds[stage], count_seconds (start, end));
}

/* Of opening and of running, each with one turn that is not counted. */
static void
begin_turn (CliBench *bench, guint turn)
{
  double n_turns = 2.0 * (bench->call->options.runs + 1);

  cli_progress_set_part (bench->call->progress, turn / n_turns, (turn + 1) / n_turns);
}

/* Opens the model again and again; the last one stays. */
static gboolean
time_loading (CliBench *bench, GError **error)
{
  for (gint i = 0; i <= bench->call->options.runs; i++)
    {
      gint64 start;

      begin_turn (bench, (guint) i);
      cli_progress_report (0.0, "opening the model", bench->call->progress);
      g_clear_pointer (&bench->session, trestle_session_free);
      start = g_get_monotonic_time ();
      bench->session = cli_open_model (bench->call, error);
      if (bench->session == NULL || g_cancellable_set_error_if_cancelled (cli_progress_get_cancellable (bench->call->progress), error))
        return FALSE;
      if (i > 0)
        add_time (bench, CLI_STAGE_LOAD, start, g_get_monotonic_time ());
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
make_inputs (CliBench *bench, GError **error)
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
  CliBench *bench = data;

  if (bench->text_start == 0 && g_str_equal (stage, "text tower"))
    bench->text_start = g_get_monotonic_time ();
  else if (bench->text_start != 0 && bench->fusion_start == 0 && g_str_equal (stage, "cross-modal encoder"))
    bench->fusion_start = g_get_monotonic_time ();
  cli_progress_report (fraction, stage, bench->call->progress);
}

static gboolean
run_ids (CliBench *bench, const gint32 *ids, GError **error)
{
  g_autoptr (TrestleTrace) trace = NULL;

  bench->last_ids = ids;
  bench->text_start = 0;
  bench->fusion_start = 0;
  trace = trestle_session_run (bench->session, ids, NULL, bench->n_tokens, on_progress, bench,
                               cli_progress_get_cancellable (bench->call->progress), error);
  return trace != NULL;
}

/* Another text than the last one, so that the text tower has to run. */
static gboolean
run_another_text (CliBench *bench, GError **error)
{
  return run_ids (bench, bench->last_ids == bench->ids ? bench->other_ids : bench->ids, error);
}

static gboolean
time_full (CliBench *bench, gboolean is_counted, GError **error)
{
  gint64 start = g_get_monotonic_time (), end;

  if (!trestle_session_set_pixels (bench->session, &bench->pixels, error) || !run_another_text (bench, error))
    return FALSE;
  end = g_get_monotonic_time ();
  if (!is_counted)
    return TRUE;
  add_time (bench, CLI_STAGE_VISION, start, bench->text_start);
  add_time (bench, CLI_STAGE_TEXT, bench->text_start, bench->fusion_start);
  add_time (bench, CLI_STAGE_FUSION, bench->fusion_start, end);
  add_time (bench, CLI_STAGE_FULL, start, end);
  return TRUE;
}

static gboolean
time_caption_edit (CliBench *bench, gboolean is_counted, GError **error)
{
  gint64 start = g_get_monotonic_time ();

  if (!run_another_text (bench, error))
    return FALSE;
  if (is_counted)
    add_time (bench, CLI_STAGE_CAPTION_EDIT, start, g_get_monotonic_time ());
  return TRUE;
}

/* Every bridge for itself, one side after the other, from the last one on as a study does it; of the text that ran last. */
static gboolean
time_knock_outs (CliBench *bench, gboolean is_counted, GError **error)
{
  TrestleSession *session = bench->session;
  guint n_bridges = trestle_model_get_n_bridges (trestle_session_get_model (session));
  gint64 start = g_get_monotonic_time ();
  gboolean is_done = TRUE;

  for (guint bridge = n_bridges; bridge > 0 && is_done; bridge--)
    for (TrestleSide side = 0; side < TRESTLE_N_SIDES && is_done; side++)
      {
        trestle_session_set_stand_in (session, side, bridge - 1, TRESTLE_STAND_IN_ZERO);
        is_done = run_ids (bench, bench->last_ids, error);
        trestle_session_clear_stand_ins (session);
      }
  if (is_done && is_counted && n_bridges > 0)
    add_number (bench->seconds[CLI_STAGE_KNOCK_OUT],
                count_seconds (start, g_get_monotonic_time ()) / (TRESTLE_N_SIDES * (double) n_bridges));
  return is_done;
}

/* What the machine can do now: the yardstick that a run is held against. */
static void
time_yardstick (CliBench *bench, TrestleTensor matrices[3])
{
  gint64 start = g_get_monotonic_time ();

  trestle_product_transposed (&matrices[0], &matrices[1], &matrices[2]); /* [size, size] */
  add_number (bench->yardstick, 2.0 * YARDSTICK_SIZE * YARDSTICK_SIZE * YARDSTICK_SIZE / count_seconds (start, g_get_monotonic_time ()));
}

/* As many texts on one image as the entry says, for their scores. */
static gboolean
time_captions (CliBench *bench, const CliCountTimes *times, gboolean is_counted, GError **error)
{
  const TrestleTextConfig *config = &trestle_model_get_config (trestle_session_get_model (bench->session))->text;
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED + 1);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_tokens_free);
  g_autoptr (GPtrArray) traces = NULL;
  gint64 start;

  for (guint i = 0; i < times->n; i++)
    {
      TrestleTokens *tokens = g_new0 (TrestleTokens, 1);

      tokens->length = bench->n_tokens;
      tokens->ids = make_ids (random, bench->n_tokens, config);
      g_ptr_array_add (texts, tokens);
    }
  start = g_get_monotonic_time ();
  traces = trestle_session_run_captions (bench->session, (const TrestleTokens *const *) texts->pdata, texts->len, NULL, NULL,
                                         cli_progress_get_cancellable (bench->call->progress), error);
  if (traces == NULL)
    return FALSE;
  if (is_counted)
    add_number (times->seconds, count_seconds (start, g_get_monotonic_time ()));
  return TRUE;
}

/* (transfer full) (element-type TrestleSeenImage): @n new images; that they are alike makes no difference to the time */
static GPtrArray *
read_images (CliBench *bench, guint n, GError **error)
{
  g_autofree TrestleTensor *pixels = g_new (TrestleTensor, n);

  for (guint i = 0; i < n; i++)
    pixels[i] = bench->pixels;
  return trestle_session_read_images (bench->session, pixels, n, cli_progress_report, bench->call->progress,
                                      cli_progress_get_cancellable (bench->call->progress), error);
}

/* As many new images as the entry says, each with a text of its own, as a list of pairs has them. */
static gboolean
time_batch (CliBench *bench, const CliCountTimes *times, gboolean is_counted, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) images = NULL;

  if (times->n == 1)
    {
      if (!trestle_session_set_pixels (bench->session, &bench->pixels, error) || !run_another_text (bench, error))
        return FALSE;
    }
  else
    {
      images = read_images (bench, times->n, error);
      for (guint i = 0; i < times->n; i++)
        {
          if (images == NULL)
            return FALSE;
          trestle_session_take_image (bench->session, g_ptr_array_index (images, i));
          if (!run_another_text (bench, error))
            return FALSE;
        }
    }
  if (is_counted)
    add_number (times->seconds, count_seconds (start, g_get_monotonic_time ()));
  return TRUE;
}

/* A new image and a text, another text, that without each bridge, the captions, and the batches: after one another, so that all see the
 * same machine. */
static gboolean
time_turn (CliBench *bench, gboolean is_counted, TrestleTensor matrices[3], GError **error)
{
  if (is_counted)
    time_yardstick (bench, matrices);
  if (!time_full (bench, is_counted, error) || !time_caption_edit (bench, is_counted, error) || !time_knock_outs (bench, is_counted, error))
    return FALSE;
  for (guint i = 0; i < bench->captions->len; i++)
    if (!time_captions (bench, &g_array_index (bench->captions, CliCountTimes, i), is_counted, error))
      return FALSE;
  for (guint i = 0; i < bench->batches->len; i++)
    if (!time_batch (bench, &g_array_index (bench->batches, CliCountTimes, i), is_counted, error))
      return FALSE;
  return TRUE;
}

static gboolean
time_running (CliBench *bench, GError **error)
{
  guint runs = (guint) bench->call->options.runs;
  TrestleTensor matrices[3]; /* [size, size] */
  gboolean is_done = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (matrices); i++)
    matrices[i] = trestle_tensor_new (1, YARDSTICK_SIZE, YARDSTICK_SIZE);
  for (guint i = 0; i <= runs && is_done; i++)
    {
      begin_turn (bench, runs + 1 + i);
      is_done = time_turn (bench, i > 0, matrices, error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (matrices); i++)
    trestle_tensor_clear (&matrices[i]);
  return is_done;
}

/* (transfer full) (nullable): a run of the first text */
static TrestleTrace *
run_once (CliBench *bench, TrestleSession *session, GError **error)
{
  if (!trestle_session_set_pixels (session, &bench->pixels, error))
    return NULL;
  return trestle_session_run (session, bench->ids, NULL, bench->n_tokens, NULL, NULL, cli_progress_get_cancellable (bench->call->progress),
                              error);
}

/* The same model and inputs in float32. */
static gboolean
measure_difference (CliBench *bench, GError **error)
{
  CliCall call = *bench->call;
  g_autoptr (TrestleSession) exact = NULL;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autoptr (TrestleTrace) exact_trace = NULL;

  call.options.settings.precision = TRESTLE_PRECISION_FLOAT32;
  exact = cli_open_model (&call, error);
  if (exact != NULL)
    exact_trace = run_once (bench, exact, error);
  if (exact_trace != NULL)
    trace = run_once (bench, bench->session, error);
  if (trace == NULL)
    return FALSE;
  bench->difference = trestle_run_difference_measure (exact_trace, trace);
  bench->has_difference = TRUE;
  return TRUE;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* In bytes, since the program started. */
static gint64
measure_memory (void)
{
  struct rusage usage;

  return getrusage (RUSAGE_SELF, &usage) == 0 ? (gint64) usage.ru_maxrss * 1024 : 0;
}

/* From "1,4,16". @option: whose value that is. Errors: %CLI_USAGE_ERROR. */
static gboolean
read_counts (GArray *times, const char *list, const char *option, guint most, GError **error)
{
  g_auto (GStrv) words = g_strsplit (list != NULL ? list : "", ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      CliCountTimes count = { 0 };
      guint64 number;

      if (!g_ascii_string_to_unsigned (words[i], 10, 1, most, &number, NULL))
        {
          g_set_error (error, CLI_USAGE_ERROR, 0, "--%s takes numbers from 1 to %u with commas between them, not “%s”", option, most, list);
          return FALSE;
        }
      count.n = (guint) number;
      count.seconds = new_numbers ();
      g_array_append_val (times, count);
    }
  return TRUE;
}

static void
sort_times (GArray *times)
{
  for (guint i = 0; i < times->len; i++)
    g_array_sort (g_array_index (times, CliCountTimes, i).seconds, compare_numbers);
}

static void
sort (CliBench *bench)
{
  for (guint i = 0; i < CLI_N_STAGES; i++)
    g_array_sort (bench->seconds[i], compare_numbers);
  sort_times (bench->captions);
  sort_times (bench->batches);
  g_array_sort (bench->yardstick, compare_numbers);
}

gboolean
cli_bench_measure (CliBench *bench, GError **error)
{
  const CliOptions *given = &bench->call->options;
  TrestleOperations operations;

  if (!read_counts (bench->captions, given->captions, "captions", MOST_CAPTIONS, error)
      || !read_counts (bench->batches, given->batches, "batches", MOST_IMAGES, error) || !time_loading (bench, error)
      || !make_inputs (bench, error) || !time_running (bench, error))
    return FALSE;
  bench->memory = measure_memory ();
  operations = trestle_model_count_operations (trestle_session_get_model (bench->session), bench->n_tokens);
  bench->operations = operations.vision + operations.text + operations.fusion;
  sort (bench);
  return given->settings.precision == TRESTLE_PRECISION_FLOAT32 || measure_difference (bench, error);
}
