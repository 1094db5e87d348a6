/* What was measured of the pairs of a list, and when two such results may be put together. */
#include "analysis/measures/dataset.h"

#include "core/error.h"

#define MINUTE 60.0
#define HOUR (60.0 * MINUTE)

TrestleDataset *
trestle_dataset_new (const char *kind, const char *const *models, const char *settings, const TrestlePairList *list, gsize n_values)
{
  TrestleDataset *dataset = g_new0 (TrestleDataset, 1);

  dataset->kind = g_strdup (kind);
  dataset->models = g_strdupv ((char **) models);
  dataset->settings = g_strdup (settings);
  dataset->list_name = g_path_get_basename (trestle_pair_list_get_name (list));
  dataset->list_digest = g_strdup (trestle_pair_list_get_digest (list));
  dataset->n_pairs = trestle_pair_list_get_n_pairs (list);
  dataset->log = trestle_pair_log_new ();
  dataset->tally = trestle_tally_new (n_values);
  return dataset;
}

void
trestle_dataset_free (TrestleDataset *dataset)
{
  g_free (dataset->kind);
  g_strfreev (dataset->models);
  g_free (dataset->settings);
  g_free (dataset->list_name);
  g_free (dataset->list_digest);
  g_clear_pointer (&dataset->log, trestle_pair_log_free);
  g_clear_pointer (&dataset->tally, trestle_tally_free);
  g_free (dataset);
}

void
trestle_dataset_clear (TrestleDataset *dataset)
{
  gsize n_values = dataset->tally->n_values;

  trestle_pair_log_free (dataset->log);
  trestle_tally_free (dataset->tally);
  dataset->log = trestle_pair_log_new ();
  dataset->tally = trestle_tally_new (n_values);
}

guint64
trestle_dataset_get_n_measured (const TrestleDataset *dataset)
{
  return trestle_pair_log_count (dataset->log) - dataset->log->n_failed;
}

gboolean
trestle_dataset_is_partial (const TrestleDataset *dataset)
{
  return trestle_pair_log_count (dataset->log) < dataset->n_pairs;
}

char *
trestle_dataset_describe_input (const TrestleDataset *dataset)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT " pairs of %s%s", trestle_dataset_get_n_measured (dataset), dataset->list_name,
                          trestle_dataset_is_partial (dataset) ? ", partial" : "");
}

/* (transfer full): to the minute, where it takes some. */
static char *
describe_time (double seconds)
{
  if (seconds < 1.5 * MINUTE)
    return g_strdup_printf ("%.0f s", seconds);
  if (seconds < 1.5 * HOUR)
    return g_strdup_printf ("%.0f min", seconds / MINUTE);
  return g_strdup_printf ("%.0f h", seconds / HOUR);
}

char *
trestle_dataset_describe_progress (guint64 n_done, guint64 n_all, double seconds_left, guint64 n_failed)
{
  g_autofree char *left = describe_time (seconds_left);
  g_autofree char *failed = n_failed > 0 ? g_strdup_printf (", %" G_GUINT64_FORMAT " failed", n_failed) : g_strdup ("");

  return g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " pairs, %s left%s", n_done, n_all, left, failed);
}

/* Two results, and what errors call them. */
typedef struct
{
  const char *name;
  const char *other_name;
} Names;

/* @what: as in "the first has the models ..." */
static gboolean
check_equal (const Names *names, const char *what, const char *value, const char *other, GError **error)
{
  if (g_str_equal (value, other))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "“%s” and “%s” do not go together: the first has the %s “%s”, the second “%s”",
               names->name, names->other_name, what, value, other);
  return FALSE;
}

/* Both digests cannot tell a person anything, and names may be equal. */
static gboolean
check_list (const Names *names, const TrestleDataset *dataset, const TrestleDataset *other, GError **error)
{
  if (g_str_equal (dataset->list_digest, other->list_digest) && dataset->n_pairs == other->n_pairs)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” and “%s” do not go together: the first is of the list “%s” with %" G_GUINT64_FORMAT
               " pairs, the second of another list or of one that was changed, “%s” with %" G_GUINT64_FORMAT,
               names->name, names->other_name, dataset->list_name, dataset->n_pairs, other->list_name, other->n_pairs);
  return FALSE;
}

static gboolean
check_n_values (const Names *names, gsize n_values, gsize other, GError **error)
{
  if (n_values == other)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” and “%s” do not go together: the first has %" G_GSIZE_FORMAT " numbers for each pair, the second %" G_GSIZE_FORMAT,
               names->name, names->other_name, n_values, other);
  return FALSE;
}

gboolean
trestle_dataset_check_same (const TrestleDataset *dataset,
                            const char *name,
                            const TrestleDataset *other,
                            const char *other_name,
                            GError **error)
{
  const Names names = { name, other_name };
  g_autofree char *models = g_strjoinv ("”, “", dataset->models), *other_models = g_strjoinv ("”, “", other->models);

  return check_equal (&names, "kind", dataset->kind, other->kind, error) && check_equal (&names, "models", models, other_models, error)
         && check_equal (&names, "settings", dataset->settings, other->settings, error) && check_list (&names, dataset, other, error)
         && check_n_values (&names, dataset->tally->n_values, other->tally->n_values, error);
}

gboolean
trestle_dataset_check_apart (const TrestlePairLog *log,
                             const char *name,
                             const TrestlePairLog *other,
                             const char *other_name,
                             GError **error)
{
  TrestlePairRange overlap;

  if (!trestle_pair_log_find_overlap (log, other, &overlap))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "“%s” and “%s” both have the pairs %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
               " of the list; each pair may be in one of them only",
               name, other_name, overlap.begin + 1, overlap.end);
  return FALSE;
}

void
trestle_dataset_merge (TrestleDataset *dataset, const TrestleDataset *other)
{
  trestle_pair_log_merge (dataset->log, other->log);
  trestle_tally_merge (dataset->tally, other->tally);
}
