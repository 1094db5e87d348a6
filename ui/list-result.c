/* What has been measured of the heads of one model or two over a list of pairs, and what people are told of it. */
#include "ui/list-result.h"

static void
clear_failure (gpointer failure)
{
  g_free (((TrestlePairFailure *) failure)->reason);
}

static GArray *
copy_failures (const GArray *failures)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (TrestlePairFailure), failures->len);

  g_array_set_clear_func (copy, clear_failure);
  for (guint i = 0; i < failures->len; i++)
    {
      TrestlePairFailure failure = g_array_index (failures, TrestlePairFailure, i);

      failure.reason = g_strdup (failure.reason);
      g_array_append_val (copy, failure);
    }
  return copy;
}

TrestleListResult *
trestle_list_result_new (const char *path, TrestleModelSource *const *sources, const TrestleHeadWatch *watch, const TrestleDataset *dataset)
{
  TrestleListResult *result = g_new0 (TrestleListResult, 1);

  g_atomic_ref_count_init (&result->references);
  result->path = g_strdup (path);
  for (; result->n_models < watch->n_models; result->n_models++)
    {
      result->sources[result->n_models] = trestle_model_source_ref (sources[result->n_models]);
      trestle_head_profile_init_copy (&result->profiles[result->n_models], &watch->profiles[result->n_models]);
    }
  trestle_head_profiles_take_means (result->profiles, result->n_models, dataset->tally);
  result->input = trestle_dataset_describe_input (dataset);
  result->n_pairs = dataset->n_pairs;
  result->n_done = trestle_pair_log_count (dataset->log);
  result->n_failed = dataset->log->n_failed;
  result->failures = copy_failures (dataset->log->failures);
  return result;
}

TrestleListResult *
trestle_list_result_ref (TrestleListResult *result)
{
  g_atomic_ref_count_inc (&result->references);
  return result;
}

void
trestle_list_result_unref (TrestleListResult *result)
{
  if (!g_atomic_ref_count_dec (&result->references))
    return;
  for (guint i = 0; i < result->n_models; i++)
    {
      trestle_model_source_unref (result->sources[i]);
      trestle_head_profile_clear (&result->profiles[i]);
    }
  g_array_unref (result->failures);
  g_free (result->input);
  g_free (result->path);
  g_free (result);
}

gboolean
trestle_list_result_is_of (const TrestleListResult *result, TrestleModelSource *const *sources, guint n_sources)
{
  if (result->n_models != n_sources)
    return FALSE;
  for (guint i = 0; i < n_sources; i++)
    if (!trestle_model_source_is_same (result->sources[i], sources[i]))
      return FALSE;
  return TRUE;
}

char *
trestle_list_result_describe (const TrestleListResult *result)
{
  g_autofree char *base = g_path_get_basename (result->path);
  g_autofree char *name = g_filename_display_name (base);
  guint64 n_measured = result->n_done - result->n_failed;

  if (n_measured == 0)
    return g_strdup_printf ("None of the %" G_GUINT64_FORMAT " pairs of %s could be measured", result->n_done, name);
  if (result->n_done < result->n_pairs)
    return g_strdup_printf ("Mean of %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pairs of %s", n_measured, result->n_pairs, name);
  return g_strdup_printf ("Mean of %" G_GUINT64_FORMAT " %s of %s", n_measured, n_measured == 1 ? "pair" : "pairs", name);
}

char *
trestle_list_result_describe_failures (const TrestleListResult *result)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < result->failures->len; i++)
    {
      const TrestlePairFailure *failure = &g_array_index (result->failures, TrestlePairFailure, i);

      g_string_append_printf (text, "%sLine %" G_GUINT64_FORMAT ": %s", i > 0 ? "\n" : "", failure->line, failure->reason);
    }
  if (result->n_failed > result->failures->len)
    g_string_append_printf (text, "\nand %" G_GUINT64_FORMAT " more", result->n_failed - result->failures->len);
  return g_string_free (text, FALSE);
}
