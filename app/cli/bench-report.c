/* How bench says what it measured. */
#include "app/cli/bench-private.h"
#include "app/cli/output.h"
#include "app/cli/table.h"
#include "core/numeric/linear.h"
#include "core/threads.h"

static const struct
{
  const char *key;
  const char *title;
} stages[CLI_N_STAGES] = {
  [CLI_STAGE_LOAD] = { "load", "opening the model" },
  [CLI_STAGE_VISION] = { "vision", "vision tower" },
  [CLI_STAGE_TEXT] = { "text", "text tower" },
  [CLI_STAGE_FUSION] = { "fusion", "cross-modal encoder and heads" },
  [CLI_STAGE_FULL] = { "full", "a new image and a text" },
  [CLI_STAGE_CAPTION_EDIT] = { "caption_edit", "a new text on the same image" },
  [CLI_STAGE_KNOCK_OUT] = { "knock_out", "the same without one bridge" },
};

double
cli_bench_find_median (const GArray *sorted)
{
  guint half = sorted->len / 2;

  if (sorted->len % 2 == 1)
    return g_array_index (sorted, double, half);
  return (g_array_index (sorted, double, half - 1) + g_array_index (sorted, double, half)) / 2.0;
}

static double
find_least (const GArray *sorted)
{
  return g_array_index (sorted, double, 0);
}

static double
find_most (const GArray *sorted)
{
  return g_array_index (sorted, double, sorted->len - 1);
}

/* Operations a second of a full run. */
static double
find_speed (const CliBench *bench)
{
  return bench->operations / cli_bench_find_median (bench->seconds[CLI_STAGE_FULL]);
}

static double
find_share (const CliBench *bench)
{
  return find_speed (bench) / cli_bench_find_median (bench->yardstick);
}

static TrestlePrecision
get_precision (const CliBench *bench)
{
  return trestle_model_get_precision (trestle_session_get_model (bench->session));
}

static guint
get_image_size (const CliBench *bench)
{
  return (guint) bench->pixels.rows;
}

/* How many of them there are in a second. */
static double
find_rate (const CliCountTimes *times)
{
  return times->n / cli_bench_find_median (times->seconds);
}

static void
add_numbers (JsonBuilder *builder, const GArray *seconds)
{
  cli_json_add_number (builder, "median", cli_bench_find_median (seconds));
  cli_json_add_number (builder, "min", find_least (seconds));
  cli_json_add_number (builder, "max", find_most (seconds));
}

static void
add_seconds (JsonBuilder *builder, const char *name, const GArray *seconds)
{
  json_builder_begin_object (json_builder_set_member_name (builder, name));
  add_numbers (builder, seconds);
  json_builder_end_object (builder);
}

/* @each: what there is one of for each of the number, in a second */
static void
add_counts (JsonBuilder *builder, const char *name, const GArray *counts, const char *each)
{
  json_builder_begin_object (json_builder_set_member_name (builder, name));
  for (guint i = 0; i < counts->len; i++)
    {
      const CliCountTimes *times = &g_array_index (counts, CliCountTimes, i);
      g_autofree char *number = g_strdup_printf ("%u", times->n);

      json_builder_begin_object (json_builder_set_member_name (builder, number));
      add_numbers (builder, times->seconds);
      if (each != NULL)
        cli_json_add_number (builder, each, find_rate (times));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_difference (JsonBuilder *builder, const TrestleRunDifference *difference)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "difference"));
  cli_json_add_number (builder, "attention", difference->attention);
  cli_json_add_number (builder, "logit", difference->logit);
  cli_json_add_number (builder, "divergence", difference->divergence);
  cli_json_add_number (builder, "largest_divergence", difference->largest_divergence);
  json_builder_end_object (builder);
}

static void
print_json (const CliBench *bench)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  TrestlePrecision precision = get_precision (bench);

  for (guint i = 0; i < CLI_N_STAGES; i++)
    if (bench->seconds[i]->len > 0)
      add_seconds (builder, stages[i].key, bench->seconds[i]);
  add_counts (builder, "captions", bench->captions, NULL);
  add_counts (builder, "batches", bench->batches, "pairs_per_second");
  cli_json_add_integer (builder, "peak_memory", bench->memory);
  cli_json_add_number (builder, "full_gflops", find_speed (bench) / 1e9);
  cli_json_add_number (builder, "yardstick_gflops", cli_bench_find_median (bench->yardstick) / 1e9);
  cli_json_add_number (builder, "share_of_peak", find_share (bench));
  cli_json_add_string (builder, "precision", trestle_precision_get_name (precision));
  cli_json_add_string (builder, "backend", trestle_linear_get_backend (precision));
  cli_json_add_integer (builder, "tokens", bench->n_tokens);
  cli_json_add_integer (builder, "runs", bench->call->options.runs);
  cli_json_add_integer (builder, "threads", trestle_threads_get_used ());
  cli_json_add_integer (builder, "image_size", get_image_size (bench));
  if (bench->has_difference)
    add_difference (builder, &bench->difference);
  cli_print_json (bench->call, json_builder_end_object (builder));
}

static char *
format_milliseconds (double seconds)
{
  return g_strdup_printf ("%.2f", 1000.0 * seconds);
}

/* @title: (transfer full) */
static void
add_row (CliTable *table, char *title, const GArray *seconds)
{
  cli_table_add (table, title, format_milliseconds (cli_bench_find_median (seconds)), format_milliseconds (find_least (seconds)),
                 format_milliseconds (find_most (seconds)));
}

static void
print_difference (CliCall *call, const TrestleRunDifference *difference)
{
  cli_print (call, "largest differences from float32: attention %.1e, logit %.1e,\n  divergence of a layer %.1e of up to %.3f nats",
             difference->attention, difference->logit, difference->divergence, difference->largest_divergence);
}

static void
print_batches (const CliBench *bench)
{
  g_autoptr (CliTable) table = cli_table_new ("rrr", "images at a time", "median ms of all", "pairs a second");

  for (guint i = 0; i < bench->batches->len; i++)
    {
      const CliCountTimes *times = &g_array_index (bench->batches, CliCountTimes, i);

      cli_table_add (table, g_strdup_printf ("%u", times->n), format_milliseconds (cli_bench_find_median (times->seconds)),
                     g_strdup_printf ("%.2f", find_rate (times)));
    }
  cli_print (bench->call, "\nnew images, each with a new text:");
  cli_table_print (table, bench->call);
}

static void
print_table (const CliBench *bench)
{
  g_autoptr (CliTable) table = cli_table_new ("lrrr", "stage", "median ms", "min ms", "max ms");
  g_autofree char *memory = g_format_size ((guint64) bench->memory);
  TrestlePrecision precision = get_precision (bench);

  for (guint i = 0; i < CLI_N_STAGES; i++)
    if (bench->seconds[i]->len > 0)
      add_row (table, g_strdup (stages[i].title), bench->seconds[i]);
  for (guint i = 0; i < bench->captions->len; i++)
    {
      const CliCountTimes *times = &g_array_index (bench->captions, CliCountTimes, i);

      add_row (table, g_strdup_printf ("%u new texts on the same image", times->n), times->seconds);
    }
  cli_print (bench->call, "%s, %u tokens, %u x %u pixels\n%d runs on %u threads, %s by %s\n",
             trestle_model_get_name (trestle_session_get_model (bench->session)), bench->n_tokens, get_image_size (bench),
             get_image_size (bench), bench->call->options.runs, trestle_threads_get_used (), trestle_precision_get_name (precision),
             trestle_linear_get_backend (precision));
  cli_table_print (table, bench->call);
  if (bench->batches->len > 0)
    print_batches (bench);
  cli_print (bench->call, "\nproducts of a full run: %.1f GFLOP, at %.1f GFLOP/s\nof what large float32 products reach: %.0f %%",
             bench->operations / 1e9, find_speed (bench) / 1e9, 100.0 * find_share (bench));
  cli_print (bench->call, "most memory in use: %s", memory);
  if (bench->has_difference)
    print_difference (bench->call, &bench->difference);
}

void
cli_bench_print (const CliBench *bench)
{
  if (bench->call->options.json)
    print_json (bench);
  else
    print_table (bench);
}
