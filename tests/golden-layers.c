/* Every layer of every golden case. */
#include "tests/golden-layers.h"

#include <math.h>
#include <string.h>

#include "core/formats/safetensors.h"
#include "core/model/trace-private.h"
#include "tests/golden.h"

static TrestleSafetensors *
open_numbers (const char *case_name)
{
  g_autofree char *file = g_strconcat (case_name, ".safetensors", NULL);
  g_autofree char *path = golden_path (file);
  g_autoptr (GError) error = NULL;
  TrestleSafetensors *numbers = trestle_safetensors_open (path, &error);

  g_assert_no_error (error);
  return numbers;
}

static gboolean *
read_keep (const char *case_name)
{
  g_autofree char *file = g_strconcat (case_name, ".json", NULL);
  g_autofree char *path = golden_path (file);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *mask;
  gboolean *keep;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  mask = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "mask");
  keep = g_new (gboolean, json_array_get_length (mask)); /* [tokens] */
  for (guint i = 0; i < json_array_get_length (mask); i++)
    keep[i] = json_array_get_int_element (mask, i) != 0;
  return keep;
}

static float *
read_numbers (const TrestleStoredTensor *stored)
{
  float *numbers = g_new (float, stored->count);

  g_assert_true (trestle_stored_tensor_to_float (stored, numbers));
  return numbers;
}

/* @trace: (nullable): where the attention comes from, instead of from the file. */
static void
check_layer (const TrestleSafetensors *file,
             const TrestleTrace *trace,
             const gboolean *keep,
             const char *case_name,
             const char *name,
             const char *place, /* "vision.1" */
             GoldenLayerCheck check)
{
  g_autofree char *attention_name = g_strconcat ("attention.", place, NULL);
  g_autofree char *title = g_strdup_printf ("%s: %s", case_name, name);
  const TrestleStoredTensor *stored = trestle_safetensors_get (file, attention_name);
  const TrestleStoredTensor *expected_stored = trestle_safetensors_get (file, name);
  g_autofree float *attention = read_numbers (stored);         /* [heads, queries, keys] */
  g_autofree float *expected = read_numbers (expected_stored); /* [n_expected] */
  GoldenLayer layer = { .name = title, .expected = expected, .n_expected = expected_stored->count };

  g_assert_true (trestle_block_parse (place, &layer.block, &layer.index));
  layer.attention = trestle_tensor_view (attention, stored->shape[0], stored->shape[1], stored->shape[2]);
  if (trace != NULL)
    layer.attention = *trestle_trace_get_attention (trace, layer.block, layer.index);
  layer.keep_query = trestle_block_queries_are_text (layer.block) ? keep : NULL;
  layer.keep_key = trestle_block_keys_are_text (layer.block) ? keep : NULL;
  if (layer.keep_query == NULL)
    layer.grid = (guint) lround (sqrt ((double) layer.attention.rows - 1.0));
  check (&layer);
}

guint
golden_layers_check_case (const char *case_name, const TrestleTrace *trace, const char *measure, GoldenLayerCheck check)
{
  g_autoptr (TrestleSafetensors) file = open_numbers (case_name);
  g_autoptr (GPtrArray) names = trestle_safetensors_list (file);
  g_autofree gboolean *keep = read_keep (case_name);
  g_autofree char *prefix = g_strconcat (measure, ".", NULL);
  guint count = 0;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (!g_str_has_prefix (name, prefix))
        continue;
      check_layer (file, trace, keep, case_name, name, name + strlen (prefix), check);
      count++;
    }
  return count;
}

/* Base and large have a few rows of attention only, and no numbers of it. */
static const char *const *const lists[] = { golden_cases_with_bridges, golden_cases_without_bridges };

guint
golden_layers_check (const char *measure, GoldenLayerCheck check)
{
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (const char *const *name = lists[i]; *name != NULL; name++)
      count += golden_layers_check_case (*name, NULL, measure, check);
  return count;
}

guint
golden_layers_check_run (const char *case_name, const char *measure, GoldenLayerCheck check)
{
  GoldenCase golden;
  guint count;

  golden_case_open (&golden, case_name);
  {
    g_autoptr (TrestleSession) session = golden_case_open_session (&golden);
    g_autoptr (TrestleTrace) trace = golden_case_run (&golden, session);

    count = golden_layers_check_case (case_name, trace, measure, check);
  }
  golden_case_clear (&golden);
  return count;
}

guint
golden_layers_check_runs (const char *measure, GoldenLayerCheck check)
{
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (const char *const *name = lists[i]; *name != NULL; name++)
      count += golden_layers_check_run (*name, measure, check);
  return count;
}

TrestleTrace *
golden_layers_make_trace (const char *case_name)
{
  g_autoptr (TrestleSafetensors) file = open_numbers (case_name);
  g_autoptr (GPtrArray) names = trestle_safetensors_list (file);
  g_autofree gboolean *keep = read_keep (case_name);
  guint n_tokens = (guint) trestle_safetensors_get (file, "hidden.text.0")->shape[0];
  guint grid = (guint) lround (sqrt ((double) trestle_safetensors_get (file, "hidden.vision.0")->shape[0] - 1.0));
  TrestleTrace *trace = trestle_trace_new (n_tokens, keep, grid, grid);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const TrestleStoredTensor *stored = trestle_safetensors_get (file, name);
      TrestleTensor tensor;

      if (g_str_has_prefix (name, "attention."))
        tensor = trestle_trace_add (trace, 3, stored->shape[0], stored->shape[1], stored->shape[2], "%s", name);
      else if (g_str_has_prefix (name, "hidden."))
        tensor = trestle_trace_add_matrix (trace, stored->shape[0], stored->shape[1], "%s", name);
      else
        continue;
      g_assert_true (trestle_stored_tensor_to_float (stored, tensor.data));
    }
  return trace;
}

void
golden_layers_assert_close (const GoldenLayer *layer, gsize index, double found, double relative, double absolute)
{
  double expected = layer->expected[index];

  if (!(fabs (found - expected) <= relative * fabs (expected) + absolute))
    g_error ("%s [%" G_GSIZE_FORMAT "] is %.9g instead of %.9g", layer->name, index, found, expected);
}
