/* What the bridges of a model bring to one text about one image. */
#include "app/cli/bridge-study.h"

#include "app/cli/subject.h"
#include "core/error.h"

#define MOST_ANSWERS 3 /* of a task, that are named */

/* How much of the work the knock-outs are; the rest is the runs before and after. */
#define FIRST_RUN 0.2
#define KNOCK_OUTS 0.9

const TrestleStandIn cli_baselines[CLI_N_BASELINES] = { TRESTLE_STAND_IN_ZERO, TRESTLE_STAND_IN_LAST };

static void
state_clear (CliBridgeState *state)
{
  for (guint i = 0; i < TRESTLE_N_EFFECT_TASKS; i++)
    g_clear_pointer (&state->answers[i], g_ptr_array_unref);
  g_clear_pointer (&state->heads, g_free);
}

void
cli_bridge_study_free (CliBridgeStudy *study)
{
  g_free (study->name);
  g_free (study->values);
  g_free (study->intervals);
  state_clear (&study->intact);
  for (guint i = 0; i < CLI_N_BASELINES; i++)
    state_clear (&study->changed[i]);
  g_free (study);
}

static gboolean
check_bridges (const TrestleModel *model, GError **error)
{
  if (trestle_model_get_n_bridges (model) > 0)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” has no bridges to look at; a model of the BridgeTower kind was expected",
               trestle_model_get_name (model));
  return FALSE;
}

/* What there is to be answered; a task that the model or the text has nothing for is left out. */
static void
find_answers (const TrestleSession *session, const TrestleTrace *trace, const TrestleTokens *tokens, CliBridgeState *state)
{
  const TrestleModel *model = trestle_session_get_model (session);

  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    state->answers[task] = trestle_task_answer (task, model, trestle_session_get_tokenizer (session), trace, tokens->ids, tokens->length,
                                                MOST_ANSWERS, NULL);
}

static gboolean
measure_state (const CliBridgeStudy *study,
               const TrestleSession *session,
               const TrestleTrace *trace,
               const TrestleTokens *tokens,
               CliBridgeState *state,
               GError **error)
{
  find_answers (session, trace, tokens, state);
  state->heads = g_new (double, study->heads.n_values);
  return trestle_head_shape_measure (&study->heads, trace, state->heads, error);
}

static void
knock_out_all (TrestleSession *session, TrestleStandIn stand_in)
{
  guint n_bridges = trestle_model_get_n_bridges (trestle_session_get_model (session));

  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < n_bridges; bridge++)
      trestle_session_set_stand_in (session, side, bridge, stand_in);
}

static gboolean
measure_baselines (CliCall *call, CliBridgeStudy *study, TrestleSession *session, const TrestleTokens *tokens, GError **error)
{
  for (guint i = 0; i < CLI_N_BASELINES; i++)
    {
      g_autoptr (TrestleTrace) trace = NULL;

      if ((study->shape.stand_ins & 1u << cli_baselines[i]) == 0)
        continue;
      knock_out_all (session, cli_baselines[i]);
      trace = cli_run_tokens (call, session, tokens, error);
      if (trace == NULL || !measure_state (study, session, trace, tokens, &study->changed[i], error))
        return FALSE;
    }
  trestle_session_clear_stand_ins (session);
  return TRUE;
}

/* The match, or the first task that something came of. */
static TrestleTask
choose_task (const CliBridgeState *state)
{
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    if (state->answers[task] != NULL)
      return task;
  return TRESTLE_TASK_MATCH;
}

static gboolean
measure (CliBridgeStudy *study, CliCall *call, TrestleSession *session, const TrestleTokens *tokens, GError **error)
{
  g_autoptr (TrestleTrace) intact = NULL;

  cli_progress_set_part (call->progress, 0.0, FIRST_RUN);
  intact = cli_run_tokens (call, session, tokens, error);
  if (intact == NULL || !measure_state (study, session, intact, tokens, &study->intact, error))
    return FALSE;
  study->task = choose_task (&study->intact);
  cli_progress_set_part (call->progress, FIRST_RUN, KNOCK_OUTS);
  if (!trestle_bridge_shape_measure (&study->shape, session, tokens, intact, study->values, cli_progress_report, call->progress,
                                     cli_progress_get_cancellable (call->progress), error))
    return FALSE;
  cli_progress_set_part (call->progress, KNOCK_OUTS, 1.0);
  return measure_baselines (call, study, session, tokens, error);
}

CliBridgeStudy *
cli_bridge_study_new (CliCall *call, TrestleSession *session, const TrestleTokens *tokens, guint stand_ins, GError **error)
{
  const TrestleModel *model = trestle_session_get_model (session);
  g_autoptr (CliBridgeStudy) study = NULL;

  if (!check_bridges (model, error))
    return NULL;
  study = g_new0 (CliBridgeStudy, 1);
  study->name = g_strdup (trestle_model_get_name (model));
  trestle_bridge_shape_init (&study->shape, model, stand_ins);
  trestle_head_shape_init (&study->heads, model, TRESTLE_RECORD_ALL, CLI_BASELINE_MEASURES);
  study->values = g_new (double, study->shape.n_values);
  return measure (study, call, session, tokens, error) ? g_steal_pointer (&study) : NULL;
}
