/* trestle-cli bench: how long each stage takes, and how much of the machine it uses. */
#include "app/cli/bench-private.h"

static const CliOption options[] = {
  CLI_MODEL,
  CLI_OPENING,
  { "tokens", 0, CLI_INT (tokens), "N", "Tokens of the text, the opening and the closing one included; 20 without it.", .least = 1,
    .most = G_MAXINT },
  { "runs", 0, CLI_INT (runs), "N", "Runs to take the median of, after one that is not counted; 5 without it.", .least = 1,
    .most = 100000 },
  { "captions", 0, CLI_STRING (captions), "LIST",
    "Also time how long it takes to score so many texts on one image: numbers with commas between them, such as 1,4,16." },
  { "batches", 0, CLI_STRING (batches), "LIST",
    "Also time pairs whose images go through the vision tower so many at a time, as --batch has it for lists: numbers with commas between "
    "them, such as 1,4,16." },
  CLI_JSON,
  { NULL },
};

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (CliBench) bench = cli_bench_new (call);

  if (!cli_bench_measure (bench, error))
    return FALSE;
  cli_bench_print (bench);
  return TRUE;
}

const CliCommand cli_bench = {
  .name = "bench",
  .summary = "measure how long each stage takes",
  .synopsis = "[--tokens N] [--runs N] [--captions LIST] [--batches LIST] [OPTION]...",
  .description =
      "Runs the model on a text of random tokens and an image of random pixels, always the same ones, and prints the median, the "
      "shortest and the longest time of each stage. One run comes first that is not counted.\n"
      "load is opening the model; its file has been read before, so it comes from memory, not from the disk. vision is the vision "
      "tower and what the cross-modal encoder can prepare of the image alone; text is the text tower; fusion is the rest of the "
      "encoder, and the heads. full is all three for a new image, with every attention recorded. caption_edit is what another "
      "text on the same image costs: text and fusion. knock_out is what that text costs without one of the bridges, the mean over all of "
      "them: the layers behind it.\n"
      "full_gflops counts the matrix products of a full run, a product and its sum being two operations; share_of_peak holds that against "
      "a float32 product of matrices of 2048 x 2048 that is timed before each run.\n"
      "The memory is the most that the program has had resident at once since it started (ru_maxrss of getrusage), which includes "
      "the pages of the mapped weights that were touched.\n"
      "With --precision bf16 the same run in float32 comes last, and the largest differences from it are said: of a probability of "
      "attention, of a logit, and of the divergence of a layer, in nats.\n"
      "JSON: {\"load\", \"vision\", \"text\", \"fusion\", \"full\", \"caption_edit\", \"knock_out\"}, each {\"median\", \"min\", \"max\"} "
      "in seconds, "
      "and \"captions\" and \"batches\" with one of these for each number, those of \"batches\" being for all pairs, with "
      "\"pairs_per_second\"; \"peak_memory\" in bytes, \"full_gflops\" and \"yardstick_gflops\" in 10^9 "
      "operations a second, \"share_of_peak\", \"precision\", \"backend\", \"tokens\", \"runs\", \"threads\", \"image_size\", and "
      "\"difference\": {\"attention\", \"logit\", \"divergence\", \"largest_divergence\"}.",
  .options = options,
  .examples = "bench\n"
              "bench --model my-model --precision bf16 --captions 1,16 --json",
  .run = run,
};
