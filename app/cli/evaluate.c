/* trestle-cli evaluate: how good a model is on a list of pairs. */
#include "analysis/measures/judgement.h"
#include "app/cli/evaluate-private.h"
#include "app/cli/output.h"
#include "app/cli/pairs.h"
#include "app/cli/ranking.h"

#define NAMED_COLUMNS 40 /* of a word, where it is named in a sentence */

static const CliOption options[] = {
  { "pairs", 0, CLI_STRING (pairs), "LIST",
    "The list: a file with a JSON object on every line, such as {\"image\": \"one.png\", \"text\": \"a red star\", \"label\": \"yes\"}. "
    "Images are looked for beside the list." },
  { "task", 0, CLI_STRING (task), "TASK",
    "What to evaluate: \"match\", \"ask\", \"entail\" or \"retrieve\". Without it the first pair decides: a label of yes or no makes it "
    "match, one of entailment entail, and answers without a label ask." },
  CLI_BY,
  { "answers", 0, CLI_STRING (answers), "FILE", "Names for the model's answers, as of \"trestle-cli ask\"." },
  { "output", 'o', CLI_STRING (output), "FILE", "Write the JSON to this file, too. Of a shard, its partial result." },
  CLI_BATCH,
  CLI_SHARD,
  CLI_RESUME,
  { "merged", 0, CLI_STRING (merged), "FILE", "Run no model, but print what \"trestle-cli merge\" put together of the shards of a list." },
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

static gboolean
parse_task (const char *name, TrestleTask *task, GError **error)
{
  static const TrestleTask tasks[] = { TRESTLE_TASK_MATCH, TRESTLE_TASK_ASK, TRESTLE_TASK_ENTAIL, TRESTLE_TASK_RETRIEVE };
  g_autofree char *shown = cli_fit (name, NAMED_COLUMNS);

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (g_str_equal (trestle_task_get_name (tasks[i]), name))
      {
        *task = tasks[i];
        return TRUE;
      }
  g_set_error (error, CLI_USAGE_ERROR, 0, "--task takes “match”, “ask”, “entail” or “retrieve”, not “%s”", shown);
  return FALSE;
}

/* By the first pair of the list. */
static gboolean
find_task (const char *path, TrestleTask *task, GError **error)
{
  g_autoptr (TrestlePairList) list = trestle_pair_list_open (path, error);
  g_autoptr (TrestlePair) pair = NULL;

  if (list == NULL || !trestle_pair_list_read (list, &pair, error))
    return FALSE;
  if (trestle_judgement_find_task (pair, task, error))
    return TRUE;
  g_prefix_error (error, "Without --task the first pair says what to evaluate, “%s, line %" G_GUINT64_FORMAT "”. ",
                  trestle_pair_list_get_name (list), pair->line);
  return FALSE;
}

/* Sets a usage error; always %FALSE. */
static gboolean
refuse (const char *sentence, GError **error)
{
  g_set_error_literal (error, CLI_USAGE_ERROR, 0, sentence);
  return FALSE;
}

static gboolean
check_merged (const CliOptions *given, GError **error)
{
  if (given->pairs == NULL && given->merged == NULL)
    return refuse ("--pairs LIST is missing", error);
  if (given->merged != NULL
      && (given->pairs != NULL || given->task != NULL || given->by != NULL || given->answers != NULL || given->shard != NULL
          || given->resume || given->batch > 1))
    return refuse ("--merged FILE prints what there is, so no option goes with it that says what to run", error);
  return TRUE;
}

static gboolean
check_task (const CliOptions *given, TrestleTask task, GError **error)
{
  if (task == TRESTLE_TASK_RETRIEVE && (given->shard != NULL || given->resume))
    return refuse ("Retrieval ranks among all images and all texts, so it cannot be done in parts: --shard and --resume do not go with it",
                   error);
  if (task == TRESTLE_TASK_RETRIEVE && given->batch > 1)
    return refuse ("Retrieval takes the texts of an image together, not images: --batch does not go with it", error);
  if (task != TRESTLE_TASK_RETRIEVE && given->by != NULL)
    return refuse ("--by is only for --task retrieve", error);
  if (task != TRESTLE_TASK_ASK && given->answers != NULL)
    return refuse ("--answers is only for --task ask", error);
  return TRUE;
}

static gboolean
run (CliCall *call, GError **error)
{
  const CliOptions *given = &call->options;
  TrestleTask task;

  if (!check_merged (given, error) || !cli_pairs_check (call, error))
    return FALSE;
  if (given->merged != NULL)
    return cli_evaluate_merged (call, error);
  if (!(given->task != NULL ? parse_task (given->task, &task, error) : find_task (given->pairs, &task, error)))
    return FALSE;
  if (!check_task (given, task, error))
    return FALSE;
  return task == TRESTLE_TASK_RETRIEVE ? cli_evaluate_retrieval (call, error) : cli_evaluate_pairs (call, task, error);
}

const CliCommand cli_evaluate = {
  .name = "evaluate",
  .summary = "measure how good a model is on a list of pairs",
  .synopsis = "--pairs LIST [--task TASK] [OPTION]...",
  .description =
      "Runs the model on every pair of LIST and prints how often it is right, as papers report it, with half the width of the 95 % "
      "interval of that mean. Pairs that cannot be run are counted, and left out of the mean.\n"
      "match: \"label\" is yes or no, true or false, 1 or 0; the model is right if the larger of its two logits says so. entail: \"label\" "
      "is entailment, neutral or contradiction.\n"
      "ask: \"answer\" is an answer or a list of what several people answered. Of ten, the accuracy is that of VQAv2: the mean over the "
      "ten "
      "ways to leave one out of min(n/3, 1), where n of the others say what the model says. Up to three answers need but one that does. "
      "Before answers are compared letters are lowered, punctuation and articles go and the numbers to ten become digits, as the VQAv2 "
      "evaluation does; its table of contractions is left out.\n"
      "retrieve: pairs with the same image path are texts of one image. Every image is scored with every text, by what --by says. R@k is "
      "the percentage of images that have one of their texts among the first k, and of texts that have their image there; RSUM is the sum "
      "of the six. What has the same score as the right one counts as before it. An image that cannot be read ends it.\n"
      "JSON: {\"task\", \"pairs\", \"failed\", \"accuracy\", \"interval\"}, and \"missing\" if some pairs were not done; of retrieve "
      "{\"task\", \"by\", \"images\", \"texts\", \"image_to_text\": {\"r1\", \"r5\", \"r10\"}, \"text_to_image\": {...}, \"rsum\"}.",
  .options = options,
  .examples = "evaluate --pairs captions.jsonl\n"
              "evaluate --pairs questions.jsonl --task ask -m my-vqa-model --json\n"
              "evaluate --pairs flickr.jsonl --task retrieve --by contrast\n"
              "evaluate --pairs captions.jsonl --shard 2/8 -o part-2.json",
  .run = run,
};
