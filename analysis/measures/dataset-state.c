/* Results over a list of pairs, to a file and back. */
#include "analysis/measures/dataset-state.h"

#include <string.h>

#include "core/error.h"
#include "core/formats/json-settings.h"

#define FORMAT "trestle-partial"
#define VERSION 1
#define MAX_FILE_SIZE (32u << 20) /* the most numbers that a pair may have, and all their digits */
#define MAX_MODELS 16u
#define DIGEST_DIGITS 64u

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  json_builder_add_string_value (json_builder_set_member_name (builder, name), valid);
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_add_int_value (json_builder_set_member_name (builder, name), (gint64) count);
}

static void
add_models (JsonBuilder *builder, char **models)
{
  json_builder_begin_array (json_builder_set_member_name (builder, "models"));
  for (; *models != NULL; models++)
    {
      g_autofree char *valid = g_utf8_make_valid (*models, -1);

      json_builder_add_string_value (builder, valid);
    }
  json_builder_end_array (builder);
}

static void
add_list (JsonBuilder *builder, const TrestleDataset *dataset)
{
  json_builder_begin_object (json_builder_set_member_name (builder, "list"));
  add_string (builder, "name", dataset->list_name);
  add_string (builder, "sha256", dataset->list_digest);
  add_count (builder, "pairs", dataset->n_pairs);
  json_builder_end_object (builder);
}

/* "partial" and "measured" are for those who look into the file; reading goes by the ranges. */
static char *
write_text (const TrestleDataset *dataset)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autoptr (JsonNode) root = NULL;

  add_string (builder, "format", FORMAT);
  add_count (builder, "version", VERSION);
  add_string (builder, "kind", dataset->kind);
  add_models (builder, dataset->models);
  add_string (builder, "settings", dataset->settings);
  add_list (builder, dataset);
  json_builder_add_boolean_value (json_builder_set_member_name (builder, "partial"), trestle_dataset_is_partial (dataset));
  add_count (builder, "measured", trestle_dataset_get_n_measured (dataset));
  trestle_pair_log_to_json (dataset->log, builder);
  add_count (builder, "values", dataset->tally->n_values);
  trestle_tally_to_json (dataset->tally, builder);
  root = json_builder_get_root (json_builder_end_object (builder));
  return json_to_string (root, FALSE);
}

gboolean
trestle_dataset_save (const TrestleDataset *dataset, const char *path, GError **error)
{
  g_autofree char *text = write_text (dataset);
  g_autofree char *content = g_strconcat (text, "\n", NULL);

  return g_file_set_contents_full (path, content, (gssize) strlen (content), G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0666, error);
}

/* A text that must be there, and may be empty. */
static gboolean
read_text (JsonObject *object, const char *key, const char *name, char **text, GError **error)
{
  const char *value = trestle_json_string (trestle_json_find (object, key));

  if (value == NULL)
    return trestle_json_set_error (name, key, "a text", error);
  *text = g_strdup (value);
  return TRUE;
}

static gboolean
check_format (JsonObject *object, const char *name, GError **error)
{
  const char *format = trestle_json_string (trestle_json_find (object, "format"));
  guint64 version = 0;

  if (format == NULL || !g_str_equal (format, FORMAT))
    return trestle_json_set_error (name, "format", "“" FORMAT "”; a result over a list of pairs was expected", error);
  if (trestle_json_get_count (trestle_json_find (object, "version"), G_MAXINT64, &version) && version == VERSION)
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_UNSUPPORTED,
               "“%s” is a partial result of another version of Trestle; %d was expected as its “version”", name, VERSION);
  return FALSE;
}

static gboolean
read_models (JsonObject *object, const char *name, char ***models, GError **error)
{
  JsonArray *list = trestle_json_array (trestle_json_find (object, "models"));
  guint n_models = list != NULL ? json_array_get_length (list) : 0;

  if (n_models < 1 || n_models > MAX_MODELS)
    return trestle_json_set_error (name, "models", "a list of 1 to 16 names", error);
  *models = g_new0 (char *, n_models + 1);
  for (guint i = 0; i < n_models; i++)
    {
      const char *model = trestle_json_string (json_array_get_element (list, i));

      if (model == NULL)
        return trestle_json_set_error (name, "models", "a list of names", error);
      (*models)[i] = g_strdup (model);
    }
  return TRUE;
}

static gboolean
is_digest (const char *digest)
{
  for (const char *c = digest; *c != '\0'; c++)
    if (!g_ascii_isxdigit (*c))
      return FALSE;
  return strlen (digest) == DIGEST_DIGITS;
}

static gboolean
read_list (JsonObject *object, const char *name, TrestleDataset *dataset, GError **error)
{
  JsonObject *list = trestle_json_object (trestle_json_find (object, "list"));

  if (list == NULL)
    return trestle_json_set_error (name, "list", "an object in braces", error);
  if (!read_text (list, "name", name, &dataset->list_name, error) || !read_text (list, "sha256", name, &dataset->list_digest, error))
    return FALSE;
  if (!is_digest (dataset->list_digest))
    return trestle_json_set_error (name, "sha256", "64 hexadecimal digits", error);
  if (!trestle_json_get_count (trestle_json_find (list, "pairs"), G_MAXINT64, &dataset->n_pairs) || dataset->n_pairs == 0)
    return trestle_json_set_error (name, "pairs", "a number of pairs from 1", error);
  return TRUE;
}

/* No number can have been counted more often than there were pairs. */
static gboolean
check_counts (const TrestleDataset *dataset, const char *name, GError **error)
{
  guint64 most = trestle_dataset_get_n_measured (dataset);

  for (gsize i = 0; i < dataset->tally->n_values; i++)
    if (dataset->tally->counts[i] > most)
      return trestle_json_set_error (name, "tally", "of the pairs in its “ranges”: it counts more of them", error);
  return TRUE;
}

static gboolean
read_results (JsonObject *object, const char *name, TrestleDataset *dataset, GError **error)
{
  guint64 n_values = 0;

  dataset->log = trestle_pair_log_from_json (object, dataset->n_pairs, name, error);
  if (dataset->log == NULL)
    return FALSE;
  if (!trestle_json_get_count (trestle_json_find (object, "values"), TRESTLE_DATASET_MAX_VALUES, &n_values) || n_values == 0)
    return trestle_json_set_error (name, "values", "how many numbers each pair has", error);
  dataset->tally = trestle_tally_from_json (object, n_values, name, error);
  return dataset->tally != NULL && check_counts (dataset, name, error);
}

TrestleDataset *
trestle_dataset_load (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleDataset) dataset = g_new0 (TrestleDataset, 1);
  g_autoptr (JsonNode) root = trestle_json_file_read (path, MAX_FILE_SIZE, error);
  JsonObject *object = trestle_json_object (root);

  if (object == NULL || !check_format (object, name, error))
    return NULL;
  if (!read_text (object, "kind", name, &dataset->kind, error) || !read_models (object, name, &dataset->models, error)
      || !read_text (object, "settings", name, &dataset->settings, error) || !read_list (object, name, dataset, error)
      || !read_results (object, name, dataset, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

/* A file that is merged already: its log alone, to tell which two files overlap. */
typedef struct
{
  char *name;
  TrestlePairLog *log;
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;

  g_free (part->name);
  trestle_pair_log_free (part->log);
  g_free (part);
}

static void
add_part (GPtrArray *parts, const char *name, const TrestlePairLog *log)
{
  Part *part = g_new0 (Part, 1);

  part->name = g_strdup (name);
  part->log = trestle_pair_log_new ();
  trestle_pair_log_merge (part->log, log);
  g_ptr_array_add (parts, part);
}

static gboolean
check_parts (const GPtrArray *parts, const TrestleDataset *next, const char *name, GError **error)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = g_ptr_array_index (parts, i);

      if (!trestle_dataset_check_apart (part->log, part->name, next->log, name, error))
        return FALSE;
    }
  return TRUE;
}

TrestleDataset *
trestle_dataset_load_merged (const char *const *paths, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (part_free);
  g_autoptr (TrestleDataset) merged = NULL;
  g_autofree char *first = g_filename_display_name (paths[0]);

  for (; *paths != NULL; paths++)
    {
      g_autofree char *name = g_filename_display_name (*paths);
      g_autoptr (TrestleDataset) next = trestle_dataset_load (*paths, error);

      if (next == NULL || (merged != NULL && !trestle_dataset_check_same (merged, first, next, name, error))
          || !check_parts (parts, next, name, error))
        return NULL;
      add_part (parts, name, next->log);
      if (merged == NULL)
        merged = g_steal_pointer (&next);
      else
        trestle_dataset_merge (merged, next);
    }
  return g_steal_pointer (&merged);
}
