/* What the bridges of a model bring to one text about one image. */
#include "app/cli/bridge-study.h"

#include <math.h>

#include "core/error.h"
#include "core/model/details.h"

/* How much of the work the knock-outs are; the rest is the model as it is, and without any bridges. */
#define WHOLE_MODELS 0.2

static const struct
{
  const char *name;
  TrestleStandIn stand_in;
} variants[CLI_N_BRIDGE_VARIANTS] = {
  [CLI_BRIDGE_INTACT] = { "intact", TRESTLE_STAND_IN_NONE },
  [CLI_BRIDGE_ZERO] = { "zero", TRESTLE_STAND_IN_ZERO },
  [CLI_BRIDGE_LAST] = { "last", TRESTLE_STAND_IN_LAST },
  [CLI_BRIDGE_BESIDE] = { "beside", TRESTLE_STAND_IN_NONE },
};

const char *
cli_bridge_variant_get_name (CliBridgeVariant variant)
{
  return variants[variant].name;
}

TrestleStandIn
cli_bridge_variant_get_stand_in (CliBridgeVariant variant)
{
  return variants[variant].stand_in;
}

/* Whether there are effects on that task's output. */
static gboolean
has_task (const CliBridgeStudy *study, TrestleTask task)
{
  for (TrestleStandIn i = TRESTLE_STAND_IN_ZERO; i < TRESTLE_N_STAND_INS; i++)
    if ((study->shape.stand_ins & 1u << i) != 0
        && isfinite (trestle_bridge_shape_get_effect (&study->shape, study->values, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE, i, task).kl))
      return TRUE;
  return FALSE;
}

TrestleTask
cli_bridge_study_find_task (const CliBridgeStudy *study)
{
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    if (has_task (study, task))
      return task;
  return TRESTLE_TASK_MATCH;
}

gboolean
cli_bridge_study_choose_task (CliBridgeStudy *study, const char *name, GError **error)
{
  TrestleTask task;

  if (name == NULL)
    return TRUE;
  if (!cli_choose_task (name, &task, error))
    return FALSE;
  study->task = task;
  if (has_task (study, task))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TASK,
               "“%s” does not answer --task %s here: the model needs the head for it, and for fill the text needs a <mask>", study->name,
               name);
  return FALSE;
}

void
cli_bridge_study_free (CliBridgeStudy *study)
{
  g_free (study->name);
  g_free (study->heads);
  g_free (study->values);
  g_free (study->deviations);
  g_free (study->intervals);
  g_free (study->counts);
  for (guint i = 0; i < CLI_N_BRIDGE_VARIANTS; i++)
    g_clear_pointer (&study->variants[i], cli_variant_free);
  g_free (study);
}

gboolean
cli_bridge_study_check (const TrestleModel *model, GError **error)
{
  if (trestle_model_get_n_bridges (model) > 0)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” has no bridges to look at; a model of the BridgeTower kind was expected",
               trestle_model_get_name (model));
  return FALSE;
}

static void
knock_out_all (TrestleSession *session, TrestleStandIn stand_in)
{
  guint n_bridges = trestle_model_get_n_bridges (trestle_session_get_model (session));

  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < n_bridges; bridge++)
      trestle_session_set_stand_in (session, side, bridge, stand_in);
}

/* The model as it is, or without any bridges. Returns the run. */
static TrestleTrace *
measure_variant (CliBridgeStudy *study,
                 CliCall *call,
                 CliSubject *subject,
                 const TrestleTokens *tokens,
                 CliBridgeVariant variant,
                 GError **error)
{
  g_autoptr (TrestleTrace) trace = NULL;

  knock_out_all (subject->session, variants[variant].stand_in);
  trace = cli_run_tokens (call, subject->session, tokens, error);
  trestle_session_clear_stand_ins (subject->session);
  if (trace == NULL)
    return NULL;
  study->variants[variant] = cli_variant_new (subject->session, trace, tokens, &subject->window, error);
  return study->variants[variant] != NULL ? g_steal_pointer (&trace) : NULL;
}

static gboolean
measure_baselines (CliBridgeStudy *study, CliCall *call, CliSubject *subject, const TrestleTokens *tokens, GError **error)
{
  for (CliBridgeVariant i = CLI_BRIDGE_ZERO; i <= CLI_BRIDGE_LAST; i++)
    {
      g_autoptr (TrestleTrace) trace = NULL;

      if ((study->shape.stand_ins & 1u << variants[i].stand_in) == 0)
        continue;
      trace = measure_variant (study, call, subject, tokens, i, error);
      if (trace == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Knock-outs are compared by their answers alone, so from there on no attention is recorded. */
static gboolean
measure (CliBridgeStudy *study, CliCall *call, CliSubject *subject, const TrestleTokens *tokens, GError **error)
{
  g_autoptr (TrestleTrace) intact = NULL;

  cli_progress_set_part (call->progress, 0.0, WHOLE_MODELS);
  trestle_session_set_recording (subject->session, CLI_VARIANT_RECORDING);
  intact = measure_variant (study, call, subject, tokens, CLI_BRIDGE_INTACT, error);
  if (intact == NULL || !measure_baselines (study, call, subject, tokens, error))
    return FALSE;
  cli_progress_set_part (call->progress, WHOLE_MODELS, 1.0);
  trestle_session_set_recording (subject->session, (TrestleRecording){ .blocks = 0 });
  return trestle_bridge_shape_measure (&study->shape, subject->session, tokens, intact, study->values, cli_progress_report, call->progress,
                                       cli_progress_get_cancellable (call->progress), error);
}

CliBridgeStudy *
cli_bridge_study_new (CliCall *call, CliSubject *subject, const TrestleTokens *tokens, guint stand_ins, GError **error)
{
  const TrestleModel *model = trestle_session_get_model (subject->session);
  g_autoptr (CliBridgeStudy) study = NULL;

  if (!cli_bridge_study_check (model, error))
    return NULL;
  study = g_new0 (CliBridgeStudy, 1);
  study->name = g_strdup (trestle_model_get_name (model));
  study->heads = trestle_model_describe_tasks (model);
  trestle_model_outline_init (&study->outline, trestle_model_get_config (model), study->name, study->heads);
  trestle_bridge_shape_init (&study->shape, model, stand_ins);
  study->values = g_new (double, study->shape.n_values);
  if (!measure (study, call, subject, tokens, error))
    return NULL;
  study->task = cli_bridge_study_find_task (study);
  return g_steal_pointer (&study);
}
