/* What the bridges of a model bring on average over many pairs, and how a file of results says of which bridges its numbers are. */
#include <math.h>
#include <string.h>

#include "app/cli/bridge-study.h"
#include "core/error.h"
#include "core/model/details.h"

#define MOST_LAYERS 10000

/* "layers: 6 6 4 4; shares: yes; stand-ins: zero last; image size: 0; tasks: match, fill": of the towers, of the encoder, and of those of
 * its layers that the towers enter. */
char *
cli_bridge_study_describe (const TrestleModel *model, const TrestleBridgeShape *shape, int image_size)
{
  g_autofree char *heads = trestle_model_describe_tasks (model);
  GString *settings = g_string_new (NULL);
  TrestleModelOutline outline;

  trestle_model_outline_init (&outline, trestle_model_get_config (model), NULL, NULL);
  g_string_printf (settings, "layers: %u %u %u %u; shares: %s; stand-ins:", outline.n_text, outline.n_vision, outline.n_cross,
                   shape->n_bridges + 1, shape->has_share ? "yes" : "no");
  for (TrestleStandIn i = TRESTLE_STAND_IN_ZERO; i < TRESTLE_N_STAND_INS; i++)
    if ((shape->stand_ins & 1u << i) != 0)
      g_string_append_printf (settings, " %s", trestle_stand_in_get_name (i));
  g_string_append_printf (settings, "; image size: %d; tasks: %s", image_size, heads);
  return g_string_free (settings, FALSE);
}

/* (transfer full) (nullable): what stands behind "@name: " in the settings. */
static char *
find_setting (char **settings, const char *name)
{
  g_autofree char *start = g_strconcat (name, ": ", NULL);

  for (; *settings != NULL; settings++)
    if (g_str_has_prefix (*settings, start))
      return g_strdup (*settings + strlen (start));
  return NULL;
}

static gboolean
parse_layers (const char *text, TrestleModelOutline *outline)
{
  guint *const numbers[] = { &outline->n_text, &outline->n_vision, &outline->n_cross, &outline->n_internal };
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  if (g_strv_length (words) != G_N_ELEMENTS (numbers))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      guint64 number;

      if (!g_ascii_string_to_unsigned (words[i], 10, 1, MOST_LAYERS, &number, NULL))
        return FALSE;
      *numbers[i] = (guint) number;
    }
  return outline->n_internal > 1 && outline->n_internal <= MIN (outline->n_cross, MIN (outline->n_text, outline->n_vision));
}

static gboolean
parse_stand_ins (const char *text, guint *stand_ins)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  *stand_ins = 0;
  for (char **word = words; *word != NULL; word++)
    {
      TrestleStandIn stand_in;

      if (!trestle_stand_in_parse (*word, &stand_in) || stand_in == TRESTLE_STAND_IN_NONE)
        return FALSE;
      *stand_ins |= 1u << stand_in;
    }
  return *stand_ins != 0;
}

/* What cli_bridge_study_describe() wrote. */
static gboolean
parse_settings (CliBridgeStudy *study, const TrestleDataset *dataset)
{
  g_auto (GStrv) settings = g_strsplit (dataset->settings, "; ", -1);
  g_autofree char *layers = find_setting (settings, "layers");
  g_autofree char *shares = find_setting (settings, "shares");
  g_autofree char *tried = find_setting (settings, "stand-ins");
  guint stand_ins;

  study->heads = find_setting (settings, "tasks");
  if (layers == NULL || shares == NULL || tried == NULL || study->heads == NULL || !parse_layers (layers, &study->outline)
      || !parse_stand_ins (tried, &stand_ins))
    return FALSE;
  study->outline.name = study->name;
  study->outline.heads = study->heads;
  trestle_bridge_shape_init_for (&study->shape, study->outline.n_internal - 1, g_str_equal (shares, "yes"), stand_ins);
  return study->shape.n_values == dataset->tally->n_values;
}

static void
take_numbers (CliBridgeStudy *study, const TrestleTally *tally)
{
  gsize n = tally->n_values;

  study->values = g_new (double, n);
  study->deviations = g_new (double, n);
  study->intervals = g_new (double, n);
  study->counts = g_memdup2 (tally->counts, n * sizeof *tally->counts);
  for (gsize i = 0; i < n; i++)
    {
      study->values[i] = trestle_tally_get_mean (tally, i);
      study->deviations[i] = trestle_tally_get_deviation (tally, i);
      study->intervals[i] = trestle_tally_get_interval (tally, i);
    }
}

CliBridgeStudy *
cli_bridge_study_from_dataset (const TrestleDataset *dataset, const char *file, GError **error)
{
  g_autoptr (CliBridgeStudy) study = g_new0 (CliBridgeStudy, 1);

  study->name = g_strdup (dataset->models[0] != NULL ? dataset->models[0] : "");
  if (!parse_settings (study, dataset))
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                   "“%s” does not say of which bridges its numbers are; it is damaged, or another version of Trestle wrote it", file);
      return NULL;
    }
  take_numbers (study, dataset->tally);
  study->task = cli_bridge_study_find_task (study);
  return g_steal_pointer (&study);
}
