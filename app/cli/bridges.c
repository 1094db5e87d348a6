/* trestle-cli bridges: what each bridge brings, and what is left of the model without all of them. */
#include "analysis/figures/bridge-figure.h"
#include "app/cli/bridge-study.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "app/cli/table.h"
#include "core/error.h"

#include <math.h>

#define COLUMN_WIDTH 85.0 /* millimetres: one column of a paper */

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "What to read with the image.", .is_required = TRUE, .is_single = TRUE },
  { "ablate", 0, CLI_LIST (ablate), "WHAT",
    "What a bridge is given instead of the tower's state when it is knocked out: zero, mean (of that state over its tokens) or last (the "
    "tower's last layer). May be given several times; all three without it." },
  { "by", 0, CLI_STRING (by), "WHAT",
    "What the bars of the figure, and the table, show of a knock-out: logit, the change of the logit of a match (the default), or kl, how "
    "far the answers' distribution moves." },
  { "task", 0, CLI_STRING (task), "TASK",
    "Whose answer the bars and the table are about: match, fill, ask or entail. The first of these that the model answers without it." },
  { "output", 'o', CLI_STRING (output), "FILE", "The figure to write. " CLI_FIGURE_ENDINGS },
  CLI_FIGURE_WIDTH,
  CLI_FIGURE_FONT,
  CLI_FIGURE_NO_TITLE,
  CLI_FIGURE_DPI,
  CLI_MODEL,
  CLI_IMAGE_SIZE,
  CLI_JSON,
  { NULL },
};

/* What the command line asks for. */
typedef struct
{
  TrestleLook look;
  guint stand_ins;
  TrestleBridgeQuantity quantity;
  gboolean has_task;
  TrestleTask task;
} Choice;

static gboolean
choose_stand_ins (char **names, guint *stand_ins, GError **error)
{
  *stand_ins = names != NULL ? 0 : 1u << TRESTLE_STAND_IN_ZERO | 1u << TRESTLE_STAND_IN_MEAN | 1u << TRESTLE_STAND_IN_LAST;
  for (; names != NULL && *names != NULL; names++)
    {
      TrestleStandIn stand_in;

      if (!trestle_stand_in_parse (*names, &stand_in) || stand_in == TRESTLE_STAND_IN_NONE)
        {
          g_set_error (error, CLI_USAGE_ERROR, 0, "--ablate takes zero, mean or last, not “%s”", *names);
          return FALSE;
        }
      *stand_ins |= 1u << stand_in;
    }
  return TRUE;
}

static gboolean
choose_quantity (const char *name, TrestleBridgeQuantity *quantity, GError **error)
{
  *quantity = TRESTLE_BRIDGE_BY_LOGIT;
  if (name == NULL || trestle_bridge_quantity_parse (name, quantity))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--by takes logit or kl, not “%s”", name);
  return FALSE;
}

static gboolean
choose_task (const char *name, Choice *choice, GError **error)
{
  choice->has_task = name != NULL;
  return name == NULL || cli_choose_task (name, &choice->task, error);
}

static gboolean
choose (const CliCall *call, Choice *choice, GError **error)
{
  return choose_task (call->options.task, choice, error) && choose_stand_ins (call->options.ablate, &choice->stand_ins, error)
         && choose_quantity (call->options.by, &choice->quantity, error) && cli_figure_choose (call, COLUMN_WIDTH, &choice->look, error);
}

static gboolean
write_figure (CliCall *call, const CliBridgeStudy *study, const Choice *choice, GError **error)
{
  g_autoptr (TrestleFigure) figure = trestle_bridge_figure_new (study->name, &study->shape, study->values, study->intervals, study->task,
                                                                choice->quantity, &choice->look);
  g_autofree char *input = cli_figure_name_input (call->options.images[0], call->options.texts[0]);

  return cli_figure_write (call, figure, "What each bridge brings", study->name, input, error);
}

static void
add_effect (JsonBuilder *builder, const TrestleEffect *effect)
{
  json_builder_begin_object (builder);
  cli_json_add_number (builder, "logit_change", effect->logit_change);
  cli_json_add_number (builder, "probability_change", effect->probability_change);
  cli_json_add_number (builder, "kl", effect->kl);
  cli_json_add_number (builder, "flipped", effect->flipped);
  json_builder_end_object (builder);
}

/* Of every task that there is something to say about. */
static void
add_tasks (JsonBuilder *builder, const CliBridgeStudy *study, TrestleSide side, gint bridge, TrestleStandIn stand_in)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "tasks"));
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    {
      TrestleEffect effect = trestle_bridge_shape_get_effect (&study->shape, study->values, side, bridge, stand_in, task);

      if (isfinite (effect.kl))
        add_effect (json_builder_set_member_name (builder, trestle_task_get_name (task)), &effect);
    }
  json_builder_end_object (builder);
}

static void
add_knock_out (JsonBuilder *builder, const CliBridgeStudy *study, TrestleSide side, guint bridge, TrestleStandIn stand_in)
{
  TrestleEffect match = trestle_bridge_shape_get_effect (&study->shape, study->values, side, (gint) bridge, stand_in, TRESTLE_TASK_MATCH);
  TrestleEffect output = trestle_bridge_shape_get_effect (&study->shape, study->values, side, (gint) bridge, stand_in, study->task);

  json_builder_begin_object (json_builder_set_member_name (builder, trestle_stand_in_get_name (stand_in)));
  cli_json_add_number (builder, "match_logit_change", match.logit_change);
  cli_json_add_number (builder, "output_kl", output.kl);
  add_tasks (builder, study, side, (gint) bridge, stand_in);
  json_builder_end_object (builder);
}

static void
add_bridge (JsonBuilder *builder, const CliBridgeStudy *study, TrestleSide side, guint bridge)
{
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "side", trestle_side_get_name (side));
  cli_json_add_integer (builder, "index", bridge);
  cli_json_add_number (builder, "share", trestle_bridge_shape_get_share (&study->shape, study->values, side, bridge));
  cli_json_add_number (builder, "cosine", trestle_bridge_shape_get_cosine (&study->shape, study->values, side, bridge));
  json_builder_begin_object (json_builder_set_member_name (builder, "ablations"));
  for (TrestleStandIn i = TRESTLE_STAND_IN_ZERO; i < TRESTLE_N_STAND_INS; i++)
    if ((study->shape.stand_ins & 1u << i) != 0)
      add_knock_out (builder, study, side, bridge, i);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

/* The best candidates for each question of a task. */
static void
add_answers (JsonBuilder *builder, const char *name, const GPtrArray *answers)
{
  json_builder_begin_array (json_builder_set_member_name (builder, name));
  for (guint i = 0; i < answers->len; i++)
    {
      const TrestleAnswer *answer = g_ptr_array_index (answers, i);

      json_builder_begin_array (builder);
      for (guint k = 0; k < answer->candidates->len; k++)
        {
          const TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, k);

          json_builder_begin_object (builder);
          cli_json_add_string (builder, "answer", candidate->label);
          cli_json_add_number (builder, "probability", candidate->probability);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static void
add_all_answers (JsonBuilder *builder, const CliBridgeState *intact, const CliBridgeState *changed)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "answers"));
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    if (intact->answers[task] != NULL && changed->answers[task] != NULL)
      {
        json_builder_begin_object (json_builder_set_member_name (builder, trestle_task_get_name (task)));
        add_answers (builder, "intact", intact->answers[task]);
        add_answers (builder, "changed", changed->answers[task]);
        json_builder_end_object (builder);
      }
  json_builder_end_object (builder);
}

/* The means over the heads of each layer. */
static void
add_layers (JsonBuilder *builder,
            const CliBridgeStudy *study,
            const CliBridgeState *changed,
            TrestleHeadMeasure measured,
            TrestleBlock block)
{
  json_builder_begin_array (json_builder_set_member_name (builder, trestle_block_get_name (block)));
  for (guint layer = 0; layer < study->heads.n_layers[block]; layer++)
    {
      gsize place = trestle_head_shape_find (&study->heads, block, measured, layer, TRESTLE_HEAD_MEAN);

      json_builder_begin_object (builder);
      cli_json_add_integer (builder, "layer", layer + 1);
      cli_json_add_number (builder, "intact", study->intact.heads[place]);
      cli_json_add_number (builder, "changed", changed->heads[place]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Of the cross-modal encoder: the towers are in front of the bridges. */
static void
add_heads (JsonBuilder *builder, const CliBridgeStudy *study, const CliBridgeState *changed)
{
  for (TrestleHeadMeasure measured = 0; measured < TRESTLE_N_HEAD_MEASURES; measured++)
    {
      if ((CLI_BASELINE_MEASURES & 1u << measured) == 0)
        continue;
      json_builder_begin_object (json_builder_set_member_name (builder, trestle_head_measure_get_name (measured)));
      for (TrestleBlock block = TRESTLE_BLOCK_CROSS_TEXT_SELF; block <= TRESTLE_BLOCK_CROSS_IMAGE_CROSS; block++)
        add_layers (builder, study, changed, measured, block);
      json_builder_end_object (builder);
    }
}

static void
add_baselines (JsonBuilder *builder, const CliBridgeStudy *study)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "baseline"));
  for (guint i = 0; i < CLI_N_BASELINES; i++)
    {
      if (study->changed[i].heads == NULL)
        continue;
      json_builder_begin_object (json_builder_set_member_name (builder, trestle_stand_in_get_name (cli_baselines[i])));
      add_tasks (builder, study, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE, cli_baselines[i]);
      add_all_answers (builder, &study->intact, &study->changed[i]);
      add_heads (builder, study, &study->changed[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
print_json (CliCall *call, const CliBridgeStudy *study, guint n_dropped)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  json_builder_begin_array (json_builder_set_member_name (builder, "bridges"));
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < study->shape.n_bridges; bridge++)
      add_bridge (builder, study, side, bridge);
  json_builder_end_array (builder);
  add_baselines (builder, study);
  cli_figure_add_output (call, builder);
  cli_json_add_dropped (builder, n_dropped);
  cli_print_json (call, json_builder_end_object (builder));
}

static char *
write_number (double number)
{
  return isfinite (number) ? g_strdup_printf ("%.4f", number) : g_strdup ("-");
}

static char *
write_effect (const CliBridgeStudy *study, const Choice *choice, TrestleSide side, gint bridge, TrestleStandIn stand_in)
{
  TrestleEffect effect;

  if ((study->shape.stand_ins & 1u << stand_in) == 0)
    return g_strdup ("-");
  effect = trestle_bridge_shape_get_effect (&study->shape, study->values, side, bridge, stand_in, study->task);
  return write_number (choice->quantity == TRESTLE_BRIDGE_BY_KL ? effect.kl : effect.logit_change);
}

static void
add_line (CliTable *table, const CliBridgeStudy *study, const Choice *choice, TrestleSide side, gint bridge)
{
  gboolean is_one = bridge != TRESTLE_EVERY_BRIDGE;
  double share = is_one ? trestle_bridge_shape_get_share (&study->shape, study->values, side, (guint) bridge) : NAN;
  double cosine = is_one ? trestle_bridge_shape_get_cosine (&study->shape, study->values, side, (guint) bridge) : NAN;

  cli_table_add (
      table, g_strdup (is_one ? trestle_side_get_name (side) : "both"), is_one ? g_strdup_printf ("%d", bridge + 1) : g_strdup ("all"),
      write_number (share), write_number (cosine), write_effect (study, choice, side, bridge, TRESTLE_STAND_IN_ZERO),
      write_effect (study, choice, side, bridge, TRESTLE_STAND_IN_MEAN), write_effect (study, choice, side, bridge, TRESTLE_STAND_IN_LAST));
}

static void
print_table (CliCall *call, const CliBridgeStudy *study, const Choice *choice)
{
  g_autoptr (CliTable) table = cli_table_new ("lrrrrrr", "side", "bridge", "share", "cosine", "zero", "mean", "last");

  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < study->shape.n_bridges; bridge++)
      add_line (table, study, choice, side, (gint) bridge);
  add_line (table, study, choice, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE);
  cli_print (call, "Knocked out: %s of %s\n", choice->quantity == TRESTLE_BRIDGE_BY_KL ? "KL divergence (nats)" : "change of the logit",
             trestle_task_get_name (study->task));
  cli_table_print (table, call);
}

/* The task that was asked for, if there is an answer that knock-outs can change. */
static gboolean
use_task (CliBridgeStudy *study, const Choice *choice, GError **error)
{
  if (!choice->has_task)
    return TRUE;
  study->task = choice->task;
  if (study->intact.answers[choice->task] != NULL)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TASK,
               "“%s” does not answer --task %s here: the model needs the head for it, and for fill the text needs a <mask>", study->name,
               trestle_task_get_name (choice->task));
  return FALSE;
}

static gboolean
run (CliCall *call, GError **error)
{
  Choice choice;
  g_autoptr (CliSubject) subject = choose (call, &choice, error) ? cli_subject_new (call, TRESTLE_N_TASKS, error) : NULL;
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autoptr (CliBridgeStudy) study = NULL;

  if (subject == NULL)
    return FALSE;
  tokens = cli_tokenize_text (call, subject->session, call->options.texts[0], error);
  study = tokens != NULL ? cli_bridge_study_new (call, subject->session, tokens, choice.stand_ins, error) : NULL;
  if (study == NULL || !use_task (study, &choice, error))
    return FALSE;
  if (call->options.output != NULL && !write_figure (call, study, &choice, error))
    return FALSE;
  if (call->options.json)
    print_json (call, study, tokens->n_dropped);
  else if (call->options.output != NULL)
    cli_figure_print_output (call);
  else
    print_table (call, study, &choice);
  return TRUE;
}

const CliCommand cli_bridges = {
  .name = "bridges",
  .summary = "measure what each bridge brings",
  .synopsis = "--image FILE --text TEXT [--ablate WHAT]... [--by logit|kl] [-o FILE] [OPTION]...",
  .description =
      "Measures every bridge of both sides. Its share is what the tower's layer brings to the bridge's output, |uni| / (|cross| + |uni|), "
      "the mean over the tokens; the cosine is that between what the two sides bring. Bridges that do not split into two sides (multiply, "
      "gate, MLP, cross-attention) have neither.\n"
      "Then every bridge is knocked out alone, by giving it something else in place of the tower's layer, and then all at once, which "
      "makes "
      "a model without bridges of this one. What that does to the answers is compared with the intact model: a bar of the figure is the "
      "change of the logit that says that image and text match, or, for models that cannot say so, of the first answer.\n"
      "Without -o and --json a table is printed.\n"
      "JSON: {\"bridges\": [{\"side\", \"index\", \"share\", \"cosine\", \"ablations\": {\"zero\"|\"mean\"|\"last\": "
      "{\"match_logit_change\", \"output_kl\", \"tasks\": {TASK: {\"logit_change\", \"probability_change\", \"kl\", \"flipped\"}}}}}], "
      "\"baseline\": {\"zero\"|\"last\": {\"tasks\", \"answers\": {TASK: {\"intact\", \"changed\"}}, \"divergence\": {BLOCK: "
      "[{\"layer\", \"intact\", \"changed\"}]}, \"entropy\"}}}. The index counts from 0, as in names of tensors; layers, and bridges in "
      "the figure and the table, from 1.",
  .options = options,
  .examples = "bridges -i photo.jpg -t \"a red star\" -o bridges.pdf\n"
              "bridges -i photo.jpg -t \"a red star\" --ablate last --by kl\n"
              "bridges -i photo.jpg -t \"a red star\" --json",
  .run = run,
};
