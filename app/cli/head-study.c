/* What the heads of one model, or of two, do: measured of one input, over a list of pairs, or taken from results that were merged. */
#include "app/cli/head-study.h"

#include <string.h>

#include "analysis/measures/dataset-state.h"
#include "app/cli/output.h"
#include "app/cli/pair-session.h"
#include "app/cli/pairs.h"
#include "app/cli/reading.h"
#include "app/cli/subject.h"
#include "core/error.h"

/* Of results in files: the kind, and the lines of their settings: the measure, the image size, and a line for each model. */
#define KIND "heads"
#define SETTINGS_MEASURE 0
#define SETTINGS_MODELS 2

/* The first word of what it is. */
static char *
name_kind (const TrestleModel *model)
{
  g_autofree char *description = trestle_model_describe (model);

  return g_strndup (description, strcspn (description, ", "));
}

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

static void
profile_init (CliHeadProfile *profile, const TrestleModel *model, TrestleHeadMeasure measure)
{
  profile->name = g_strdup (trestle_model_get_name (model));
  profile->kind = name_kind (model);
  trestle_head_shape_init (&profile->shape, model, choose_recording (measure).blocks, 1u << measure);
  profile->values = g_new (double, profile->shape.n_values);
}

static void
profile_clear (CliHeadProfile *profile)
{
  g_free (profile->name);
  g_free (profile->kind);
  g_free (profile->values);
  g_free (profile->deviations);
  g_free (profile->intervals);
}

void
cli_head_study_free (CliHeadStudy *study)
{
  for (guint i = 0; i < study->n_profiles; i++)
    profile_clear (&study->profiles[i]);
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

static gboolean
measure_reading (CliCall *call, CliHeadStudy *study, const char *path, GError **error)
{
  g_autoptr (CliReading) reading = cli_reading_new (call, path, choose_recording (study->measure), error);
  CliHeadProfile *profile = &study->profiles[study->n_profiles];

  if (reading == NULL)
    return FALSE;
  profile_init (profile, trestle_session_get_model (reading->session), study->measure);
  study->n_profiles++;
  profile->n_dropped = reading->n_dropped;
  return trestle_head_shape_measure (&profile->shape, reading->trace, profile->values, error);
}

CliHeadStudy *
cli_head_study_of_reading (CliCall *call, TrestleHeadMeasure measure, GError **error)
{
  g_autoptr (CliHeadStudy) study = study_new (measure);
  g_auto (GStrv) models = find_models (call, error);
  guint n = models != NULL ? g_strv_length (models) : 0;

  for (guint i = 0; i < n; i++)
    {
      cli_progress_set_part (call->progress, (double) i / n, (double) (i + 1) / n);
      if (!measure_reading (call, study, models[i], error))
        return NULL;
    }
  study->input = cli_reading_name_input (call);
  return n > 0 ? g_steal_pointer (&study) : NULL;
}

/* Models that are shown the pairs of a list. */
typedef struct
{
  CliHeadStudy *study;
  CliPairSession *models[CLI_HEAD_STUDY_MOST_MODELS];
} Watch;

static void
watch_free (Watch *watch)
{
  for (guint i = 0; i < CLI_HEAD_STUDY_MOST_MODELS; i++)
    g_clear_pointer (&watch->models[i], cli_pair_session_free);
  g_clear_pointer (&watch->study, cli_head_study_free);
  g_free (watch);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Watch, watch_free)

static Watch *
watch_new (const CliCall *call, TrestleHeadMeasure measure, GError **error)
{
  g_autoptr (Watch) watch = g_new0 (Watch, 1);
  g_auto (GStrv) paths = find_models (call, error);
  CliHeadStudy *study = watch->study = study_new (measure);

  if (paths == NULL)
    return NULL;
  for (guint i = 0; paths[i] != NULL; i++)
    {
      watch->models[i] = cli_pair_session_new (paths[i], (guint) call->options.image_size, error);
      if (watch->models[i] == NULL)
        return NULL;
      trestle_session_set_recording (watch->models[i]->session, choose_recording (measure));
      profile_init (&study->profiles[i], trestle_session_get_model (watch->models[i]->session), measure);
      study->n_profiles++;
    }
  return g_steal_pointer (&watch);
}

/* A TrestlePairMeasure: the numbers of the first model, then those of the second. */
static gboolean
measure_pair (const TrestlePair *pair, double *values, gpointer data, GError **error)
{
  Watch *watch = data;

  for (guint i = 0; i < watch->study->n_profiles; i++)
    {
      const TrestleHeadShape *shape = &watch->study->profiles[i].shape;
      g_autoptr (TrestleTrace) trace = cli_pair_session_run (watch->models[i], pair, error);

      if (trace == NULL || !trestle_head_shape_measure (shape, trace, values, error))
        return FALSE;
      values += shape->n_values;
    }
  return TRUE;
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

static gsize
count_values (const CliHeadStudy *study)
{
  gsize n_values = 0;

  for (guint i = 0; i < study->n_profiles; i++)
    n_values += study->profiles[i].shape.n_values;
  return n_values;
}

static void
take_values (CliHeadProfile *profile, const TrestleTally *tally, gsize first)
{
  gsize n = profile->shape.n_values;

  profile->deviations = g_new (double, n);
  profile->intervals = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    {
      profile->values[i] = trestle_tally_get_mean (tally, first + i);
      profile->deviations[i] = trestle_tally_get_deviation (tally, first + i);
      profile->intervals[i] = trestle_tally_get_interval (tally, first + i);
    }
}

/* Means, deviations and intervals in place of the numbers of one input. */
static void
take_dataset (CliHeadStudy *study, const TrestleDataset *dataset)
{
  gsize first = 0;

  for (guint i = 0; i < study->n_profiles; i++)
    {
      take_values (&study->profiles[i], dataset->tally, first);
      first += study->profiles[i].shape.n_values;
    }
  study->is_list = TRUE;
  study->n_pairs = dataset->n_pairs;
  study->n_failed = dataset->log->n_failed;
  study->n_missing = dataset->n_pairs - trestle_pair_log_count (dataset->log);
  study->input = g_strdup_printf ("%" G_GUINT64_FORMAT " pairs of %s%s", trestle_dataset_get_n_measured (dataset), dataset->list_name,
                                  study->n_missing > 0 ? ", partial" : "");
}

static gboolean
run_list (const CliCall *call, CliPairs *pairs, Watch *watch, TrestleDataset **dataset, GError **error)
{
  const CliHeadStudy *study = watch->study;
  const char *names[CLI_HEAD_STUDY_MOST_MODELS + 1] = { NULL };
  g_autofree char *settings = describe_settings (call, study);
  const CliPairsJob job = {
    .kind = KIND,
    .models = names,
    .settings = settings,
    .n_values = count_values (study),
    .measure = measure_pair,
    .data = watch,
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
  g_autoptr (Watch) watch = pairs != NULL ? watch_new (call, measure, error) : NULL;
  g_autoptr (TrestleDataset) dataset = NULL;

  if (watch == NULL || !run_list (call, pairs, watch, &dataset, error))
    return FALSE;
  for (guint i = 0; i < watch->study->n_profiles; i++)
    cli_pair_session_note_cut (call, watch->models[i]);
  if (dataset == NULL)
    return TRUE;
  take_dataset (watch->study, dataset);
  if (!write (call, watch->study, error))
    return FALSE;
  cli_pairs_finish (pairs);
  return TRUE;
}

/* One line of the settings, "BridgeTower: text 6x8, ...", as a profile. */
static gboolean
parse_profile (CliHeadProfile *profile, const char *line, const char *name, TrestleHeadMeasure measure)
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

  if (n_models == 0 || n_models > CLI_HEAD_STUDY_MOST_MODELS || g_strv_length (lines) != SETTINGS_MODELS + n_models
      || !g_str_has_prefix (lines[SETTINGS_MEASURE], "measure ")
      || !trestle_head_measure_parse (lines[SETTINGS_MEASURE] + strlen ("measure "), &study->measure))
    return FALSE;
  for (; study->n_profiles < n_models; study->n_profiles++)
    if (!parse_profile (&study->profiles[study->n_profiles], lines[SETTINGS_MODELS + study->n_profiles], dataset->models[study->n_profiles],
                        study->measure))
      return FALSE;
  return count_values (study) == dataset->tally->n_values;
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
