/* trestle-cli reason: does a statement hold of two images? */
#include <math.h>

#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"

#define N_IMAGES 2

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", "An image, a PNG or JPEG file. To be given twice: the first one and the second one.",
    .is_required = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "The statement about both.", .is_required = TRUE, .is_single = TRUE },
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

/* The two images, and the statement about them. */
typedef struct
{
  TrestleImage *images[N_IMAGES];
  TrestleSession *session;
  TrestleTokens *tokens;
  TrestleTrace *traces[N_IMAGES];
} Pair;

static void
pair_free (Pair *pair)
{
  for (guint i = 0; i < N_IMAGES; i++)
    {
      g_clear_pointer (&pair->images[i], trestle_image_unref);
      g_clear_pointer (&pair->traces[i], trestle_trace_unref);
    }
  g_clear_pointer (&pair->tokens, trestle_tokens_free);
  g_clear_pointer (&pair->session, trestle_session_free);
  g_free (pair);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pair, pair_free)

static gboolean
check_call (const CliOptions *given, GError **error)
{
  if (g_strv_length (given->images) == N_IMAGES)
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--image is needed twice, for the first image and the second, not %u times",
               g_strv_length (given->images));
  return FALSE;
}

/* What is quickest to find wanting first. */
static Pair *
pair_new (CliCall *call, GError **error)
{
  g_autoptr (Pair) pair = g_new0 (Pair, 1);

  for (guint i = 0; i < N_IMAGES; i++)
    {
      pair->images[i] = trestle_image_load (call->options.images[i], error);
      if (pair->images[i] == NULL)
        return NULL;
    }
  pair->session = cli_open_model (call, error);
  if (pair->session == NULL || !trestle_task_check (TRESTLE_TASK_REASON, trestle_session_get_model (pair->session), error))
    return NULL;
  trestle_session_set_recording (pair->session, (TrestleRecording){ .blocks = 0 });
  pair->tokens = cli_tokenize_text (call, pair->session, call->options.texts[0], error);
  return pair->tokens != NULL ? g_steal_pointer (&pair) : NULL;
}

/* The statement with one of the images. */
static gboolean
run_image (CliCall *call, Pair *pair, guint index, GError **error)
{
  g_autofree char *name = g_filename_display_name (call->options.images[index]);

  cli_progress_set_part (call->progress, (double) index / N_IMAGES, (index + 1.0) / N_IMAGES);
  if (!trestle_session_set_image (pair->session, pair->images[index], name, NULL, error))
    return FALSE;
  trestle_session_set_second (pair->session, index == 1);
  pair->traces[index] = cli_run_tokens (call, pair->session, pair->tokens, error);
  return pair->traces[index] != NULL;
}

static void
print_json (CliCall *call, const float logits[2], double probability, guint n_dropped)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  json_builder_begin_array (json_builder_set_member_name (builder, "logits"));
  cli_json_add_element (builder, logits[0]);
  cli_json_add_element (builder, logits[1]);
  json_builder_end_array (builder);
  cli_json_add_number (builder, "probability", probability);
  cli_json_add_dropped (builder, n_dropped);
  cli_print_json (call, json_builder_end_object (builder));
}

static void
print_table (CliCall *call, const float logits[2], double probability)
{
  g_autoptr (CliTable) table = cli_table_new ("rrrl", "probability", "logit no", "logit yes", "text");

  cli_table_add (table, g_strdup_printf ("%.4f", probability), g_strdup_printf ("%.3f", (double) logits[0]),
                 g_strdup_printf ("%.3f", (double) logits[1]), g_strdup (call->options.texts[0]));
  cli_table_print (table, call);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (Pair) pair = check_call (&call->options, error) ? pair_new (call, error) : NULL;
  float logits[2]; /* no, yes */
  double probability;

  if (pair == NULL)
    return FALSE;
  for (guint i = 0; i < N_IMAGES; i++)
    if (!run_image (call, pair, i, error))
      return FALSE;
  if (!trestle_session_reason (pair->session, pair->traces[0], pair->traces[1], logits, error))
    return FALSE;
  probability = 1.0 / (1.0 + exp ((double) logits[0] - logits[1]));
  if (call->options.json)
    print_json (call, logits, probability, pair->tokens->n_dropped);
  else
    print_table (call, logits, probability);
  return TRUE;
}

const CliCommand cli_reason = {
  .name = "reason",
  .summary = "say whether a statement holds of two images",
  .synopsis = "--image FILE --image FILE --text TEXT [OPTION]...",
  .description =
      "Asks the model's head for two images and a statement (NLVR2). The statement is read with each image, the first and the second "
      "being told apart, and the head judges the two together. The probability is that the statement holds: the softmax of two "
      "logits, the first against it and the second for it. The demo model has no such head.\n"
      "JSON: {\"logits\": [no, yes], \"probability\"}, and \"dropped\" if TEXT was longer than the model can read.",
  .options = options,
  .examples = "reason --image left.jpg --image right.jpg \\\n"
              "    --text \"both show a dog\" --model my-model",
  .run = run,
};
