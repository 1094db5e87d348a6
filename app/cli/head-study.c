/* What the heads of one model, or of two, do: measured of one input, over a list of pairs, or taken from results that were merged. */
#include "app/cli/head-study.h"

#include <string.h>

#include "analysis/measures/dataset-state.h"
#include "analysis/measures/head-watch.h"
#include "app/cli/output.h"
#include "app/cli/pairs-report.h"
#include "app/cli/pairs.h"
#include "app/cli/reading.h"
#include "app/cli/subject.h"
#include "core/error.h"

/* Of results in files: the kind, and the lines of their settings: the measure, the image size, and a line for each model. */
#define KIND "heads"
#define SETTINGS_MEASURE 0
#define SETTINGS_MODELS 2

/* Attention that the measure has no meaning for need not be kept. */
static TrestleRecording
choose_recording (TrestleHeadMeasure measure)
{
  TrestleRecording recording = { .blocks = 0 };

  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    if (trestle_head_measure_applies (measure, block))
      recording.blocks |= 1u << block;
  return recording;
}

void
cli_head_study_free (CliHeadStudy *study)
{
  for (guint i = 0; i < study->n_profiles; i++)
    trestle_head_profile_clear (&study->profiles[i]);
  g_free (study->input);
  g_free (study);
}

static CliHeadStudy *
study_new (TrestleHeadMeasure measure)
{
  CliHeadStudy *study = g_new0 (CliHeadStudy, 1);

  study->measure = measure;
  return study;
}

/* (transfer full): the models that the call names, or the demo model. */
static char **
find_models (const CliCall *call, GError **error)
{
  g_autofree char *demo = NULL;

  if (call->options.models != NULL)
    return g_strdupv (call->options.models);
  demo = cli_find_model (call, error);
  return demo != NULL ? g_strdupv ((char *[]){ demo, NULL }) : NULL;
}

static TrestleStandIn
find_stand_in (const CliCall *call)
{
  TrestleStandIn stand_in = TRESTLE_STAND_IN_NONE;

  if (call->options.without_bridges != NULL)
    trestle_stand_in_parse (call->options.without_bridges, &stand_in);
  return stand_in;
}

static gboolean
measure_reading (CliCall *call, CliHeadStudy *study, const char *path, TrestleStandIn stand_in, GError **error)
{
  TrestleRecording recording = choose_recording (study->measure);
  g_autoptr (CliReading) reading = cli_reading_new_without_bridges (call, path, stand_in, recording, error);
  TrestleHeadProfile *profile = &study->profiles[study->n_profiles];

  if (reading == NULL)
    return FALSE;
  trestle_head_profile_init (profile, trestle_session_get_model (reading->session), stand_in, recording.blocks, 1u << study->measure);
  study->n_dropped[study->n_profiles++] = reading->n_dropped;
  return trestle_head_shape_measure (&profile->shape, reading->trace, profile->values, error);
}

CliHeadStudy *
cli_head_study_of_reading (CliCall *call, TrestleHeadMeasure measure, GError **error)
{
  g_autoptr (CliHeadStudy) study = study_new (measure);
  TrestleStandIn stand_in = find_stand_in (call);
  g_auto (GStrv) models = find_models (call, error);
  guint n_models = models != NULL ? g_strv_length (models) : 0;
  guint n = stand_in != TRESTLE_STAND_IN_NONE ? n_models + 1 : n_models;

  for (guint i = 0; n_models > 0 && i < n; i++)
    {
      cli_progress_set_part (call->progress, (double) i / n, (double) (i + 1) / n);
      if (!measure_reading (call, study, models[i % n_models], i < n_models ? TRESTLE_STAND_IN_NONE : stand_in, error))
        return NULL;
    }
  study->input = cli_reading_name_input (call);
  return n_models > 0 ? g_steal_pointer (&study) : NULL;
}

static gboolean
watch_model (TrestleHeadWatch *watch, const CliCall *call, const char *path, TrestleStandIn stand_in, guint measures, GError **error)
{
  g_autoptr (TrestlePairSession) session = trestle_pair_session_open (path, &call->options.settings, stand_in, NULL, NULL, NULL, error);

  if (session == NULL)
    return FALSE;
  trestle_head_watch_add (watch, g_steal_pointer (&session), stand_in, measures);
  return TRUE;
}

/* (transfer full): the models that the call names, which will be shown the pairs. */
static TrestleHeadWatch *
watch_models (const CliCall *call, TrestleHeadMeasure measure, GError **error)
{
  g_autoptr (TrestleHeadWatch) watch = trestle_head_watch_new ();
  TrestleStandIn stand_in = find_stand_in (call);
  g_auto (GStrv) paths = find_models (call, error);

  if (paths == NULL)
    return NULL;
  for (guint i = 0; paths[i] != NULL; i++)
    if (!watch_model (watch, call, paths[i], TRESTLE_STAND_IN_NONE, 1u << measure, error))
      return NULL;
  if (stand_in != TRESTLE_STAND_IN_NONE && !watch_model (watch, call, paths[0], stand_in, 1u << measure, error))
    return NULL;
  return g_steal_pointer (&watch);
}

/* (transfer full): what cli_head_study_of_merged() finds the shapes in. */
static char *
describe_settings (const CliCall *call, const CliHeadStudy *study)
{
  GString *settings = g_string_new (NULL);

  g_string_append_printf (settings, "measure %s\nimage size %d", trestle_head_measure_get_name (study->measure), call->options.image_size);
  for (guint i = 0; i < study->n_profiles; i++)
    {
      g_autofree char *shape = trestle_head_shape_to_string (&study->profiles[i].shape);

      g_string_append_printf (settings, "\n%s: %s", study->profiles[i].kind, shape);
    }
  return g_string_free (settings, FALSE);
}

/* What the call says of a list, as far as it is measured. */
static void
take_dataset (CliHeadStudy *study, const TrestleDataset *dataset)
{
  trestle_head_profiles_take_means (study->profiles, study->n_profiles, dataset->tally);
  study->is_list = TRUE;
  study->n_pairs = dataset->n_pairs;
  study->n_failed = dataset->log->n_failed;
  study->n_missing = dataset->n_pairs - trestle_pair_log_count (dataset->log);
  study->input = trestle_dataset_describe_input (dataset);
}

/* (transfer full): the study, with the profiles of the models and no numbers yet. */
static CliHeadStudy *
study_of_watch (const TrestleHeadWatch *watch, TrestleHeadMeasure measure)
{
  CliHeadStudy *study = study_new (measure);

  for (; study->n_profiles < watch->n_models; study->n_profiles++)
    trestle_head_profile_init_copy (&study->profiles[study->n_profiles], &watch->profiles[study->n_profiles]);
  return study;
}

static gboolean
run_list (const CliCall *call,
          CliPairs *pairs,
          TrestleHeadWatch *watch,
          const CliHeadStudy *study,
          TrestleDataset **dataset,
          GError **error)
{
  const char *names[TRESTLE_MOST_HEAD_PROFILES + 1] = { NULL };
  g_autofree char *settings = describe_settings (call, study);
  const CliPairsJob job = {
    .kind = KIND,
    .models = names,
    .settings = settings,
    .n_values = trestle_head_profiles_count_values (study->profiles, study->n_profiles),
    .measure = trestle_head_watch_measure,
    .data = watch,
    .read_ahead = trestle_head_watch_read_ahead,
  };

  for (guint i = 0; i < study->n_profiles; i++)
    names[i] = study->profiles[i].name;
  return cli_pairs_run (pairs, &job, dataset, error);
}

gboolean
cli_head_study_of_list (CliCall *call,
                        TrestleHeadMeasure measure,
                        gboolean (*write) (CliCall *call, const CliHeadStudy *study, GError **error),
                        GError **error)
{
  g_autoptr (CliPairs) pairs = cli_pairs_open (call, error);
  g_autoptr (TrestleHeadWatch) watch = pairs != NULL ? watch_models (call, measure, error) : NULL;
  g_autoptr (CliHeadStudy) study = watch != NULL ? study_of_watch (watch, measure) : NULL;
  g_autoptr (TrestleDataset) dataset = NULL;

  if (watch == NULL || !run_list (call, pairs, watch, study, &dataset, error))
    return FALSE;
  for (guint i = 0; i < watch->n_models; i++)
    cli_pairs_note_cut (call, watch->sessions[i]);
  if (dataset == NULL)
    return TRUE;
  take_dataset (study, dataset);
  if (!write (call, study, error))
    return FALSE;
  cli_pairs_finish (pairs);
  return TRUE;
}

/* One line of the settings, "BridgeTower: text 6x8, ...", as a profile. */
static gboolean
parse_profile (TrestleHeadProfile *profile, const char *line, const char *name, TrestleHeadMeasure measure)
{
  const char *shape = strstr (line, ": ");

  if (shape == NULL || !trestle_head_shape_parse (&profile->shape, shape + strlen (": "), 1u << measure))
    return FALSE;
  profile->name = g_strdup (name);
  profile->kind = g_strndup (line, (gsize) (shape - line));
  profile->values = g_new (double, profile->shape.n_values);
  return TRUE;
}

/* What describe_settings() wrote. */
static gboolean
parse_settings (CliHeadStudy *study, const TrestleDataset *dataset)
{
  g_auto (GStrv) lines = g_strsplit (dataset->settings, "\n", -1);
  guint n_models = g_strv_length (dataset->models);

  if (n_models == 0 || n_models > TRESTLE_MOST_HEAD_PROFILES || g_strv_length (lines) != SETTINGS_MODELS + n_models
      || !g_str_has_prefix (lines[SETTINGS_MEASURE], "measure ")
      || !trestle_head_measure_parse (lines[SETTINGS_MEASURE] + strlen ("measure "), &study->measure))
    return FALSE;
  for (; study->n_profiles < n_models; study->n_profiles++)
    if (!parse_profile (&study->profiles[study->n_profiles], lines[SETTINGS_MODELS + study->n_profiles], dataset->models[study->n_profiles],
                        study->measure))
      return FALSE;
  return trestle_head_profiles_count_values (study->profiles, study->n_profiles) == dataset->tally->n_values;
}

CliHeadStudy *
cli_head_study_of_merged (const CliCall *call, GError **error)
{
  const char *path = call->options.merged;
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleDataset) dataset = trestle_dataset_load (path, error);
  g_autoptr (CliHeadStudy) study = study_new (TRESTLE_HEAD_DIVERGENCE);

  if (dataset == NULL)
    return NULL;
  if (!g_str_equal (dataset->kind, KIND) || !parse_settings (study, dataset))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                   "“%s” has no results of heads but of “%s”; they are made by “trestle-cli divergence --pairs”", name, dataset->kind);
      return NULL;
    }
  take_dataset (study, dataset);
  return g_steal_pointer (&study);
}
