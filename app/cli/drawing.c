/* What the drawing of a model says of its layers and of its bridges, measured of one image and text. */
#include "app/cli/drawing.h"

#include "app/cli/bridge-study.h"
#include "core/error.h"

/* Sets a usage error; always %FALSE. */
static gboolean
refuse (const char *sentence, GError **error)
{
  g_set_error_literal (error, CLI_USAGE_ERROR, 0, sentence);
  return FALSE;
}

static gboolean
choose_layers (const char *name, CliDrawing *drawing, GError **error)
{
  drawing->has_layers = name != NULL;
  if (name == NULL || trestle_head_measure_parse (name, &drawing->layers))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--layers-by takes divergence, entropy, distance, class_share or separator_share, not “%s”",
               name);
  return FALSE;
}

static gboolean
choose_bridges (const char *name, CliDrawing *drawing, GError **error)
{
  drawing->has_bridges = name != NULL;
  if (name == NULL || trestle_bridge_measure_parse (name, &drawing->bridges))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--bridges-by takes share, cosine, logit or kl, not “%s”", name);
  return FALSE;
}

static gboolean
choose_stand_in (char **names, CliDrawing *drawing, GError **error)
{
  drawing->stand_in = TRESTLE_STAND_IN_ZERO;
  if (names == NULL || (trestle_stand_in_parse (names[0], &drawing->stand_in) && drawing->stand_in != TRESTLE_STAND_IN_NONE))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--ablate takes zero, mean or last, not “%s”", names[0]);
  return FALSE;
}

/* What is said of the parts is said in a figure, and of one input. */
static gboolean
check_company (const CliOptions *given, const CliDrawing *drawing, GError **error)
{
  gboolean has_numbers = drawing->has_layers || drawing->has_bridges;
  gboolean knocks_out = drawing->has_bridges && trestle_bridge_measure_needs_knock_out (drawing->bridges);

  if (has_numbers && given->output == NULL)
    return refuse ("--layers-by and --bridges-by say what a drawing shows, and none is written; --output FILE names one", error);
  if (has_numbers && (given->images == NULL || given->texts == NULL))
    return refuse ("--layers-by and --bridges-by say what the model does with one input, so --image and --text are needed", error);
  if (!has_numbers && (given->images != NULL || given->texts != NULL))
    return refuse ("--image and --text are read for --layers-by and --bridges-by, and neither is given", error);
  if (!knocks_out && (given->ablate != NULL || given->task != NULL))
    return refuse ("--ablate and --task say how bridges are knocked out, which --bridges-by logit or kl asks for", error);
  return TRUE;
}

gboolean
cli_drawing_choose (const CliCall *call, CliDrawing *drawing, GError **error)
{
  const CliOptions *given = &call->options;
  TrestleTask task;

  return choose_layers (given->layers_by, drawing, error) && choose_bridges (given->bridges_by, drawing, error)
         && choose_stand_in (given->ablate, drawing, error) && (given->task == NULL || cli_choose_task (given->task, &task, error))
         && check_company (given, drawing, error);
}

static gboolean
measure_layers (CliCall *call,
                CliSubject *subject,
                const TrestleTokens *tokens,
                TrestleHeadMeasure measure,
                TrestleModelNumbers *numbers,
                GError **error)
{
  g_autoptr (TrestleTrace) trace = NULL;
  g_autofree double *values = NULL;
  TrestleHeadShape shape;

  trestle_session_set_recording (subject->session, (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL });
  trace = cli_run_tokens (call, subject->session, tokens, error);
  if (trace == NULL)
    return FALSE;
  trestle_head_shape_init (&shape, trestle_session_get_model (subject->session), TRESTLE_RECORD_ALL, 1u << measure);
  values = g_new (double, shape.n_values);
  if (!trestle_head_shape_measure (&shape, trace, values, error))
    return FALSE;
  trestle_model_numbers_set_layers (numbers, measure, &shape, values);
  return TRUE;
}

/* Before anything is run for it. */
static gboolean
check_bridges (const TrestleModel *model, TrestleBridgeMeasure measure, GError **error)
{
  TrestleBridgeShape shape;

  if (!cli_bridge_study_check (model, error))
    return FALSE;
  trestle_bridge_shape_init (&shape, model, 0);
  if (shape.has_share || trestle_bridge_measure_needs_knock_out (measure))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "The bridges of “%s” do not split into two sides and have no %s; --bridges-by logit or kl says what they bring",
               trestle_model_get_name (model), trestle_bridge_measure_get_name (measure));
  return FALSE;
}

static gboolean
measure_bridges (CliCall *call,
                 CliSubject *subject,
                 const TrestleTokens *tokens,
                 const CliDrawing *drawing,
                 TrestleModelNumbers *numbers,
                 GError **error)
{
  guint stand_ins = trestle_bridge_measure_needs_knock_out (drawing->bridges) ? 1u << drawing->stand_in : 0;
  g_autoptr (CliBridgeStudy) study = cli_bridge_study_new (call, subject, tokens, stand_ins, error);

  if (study == NULL || !cli_bridge_study_choose_task (study, call->options.task, error))
    return FALSE;
  trestle_model_numbers_set_bridges (numbers, drawing->bridges, drawing->stand_in, study->task, NULL, &study->shape, study->values);
  return TRUE;
}

TrestleModelNumbers *
cli_drawing_measure (CliCall *call, CliSubject *subject, const CliDrawing *drawing, GError **error)
{
  g_autoptr (TrestleModelNumbers) numbers = trestle_model_numbers_new ();
  g_autoptr (TrestleTokens) tokens = NULL;

  if (drawing->has_bridges && !check_bridges (trestle_session_get_model (subject->session), drawing->bridges, error))
    return NULL;
  tokens = cli_tokenize_text (call, subject->session, call->options.texts[0], error);
  if (tokens == NULL)
    return NULL;
  if (drawing->has_layers && !measure_layers (call, subject, tokens, drawing->layers, numbers, error))
    return NULL;
  if (drawing->has_bridges && !measure_bridges (call, subject, tokens, drawing, numbers, error))
    return NULL;
  return g_steal_pointer (&numbers);
}
