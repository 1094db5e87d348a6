/* The golden cases: what PyTorch computed in float64 for a config, ids and a mask. */
#include "tests/golden.h"

#include <glib/gstdio.h>

#include "tests/numbers.h"
#include "tests/synthetic-model.h"
#include "tests/synthetic.h"

char *
golden_path (const char *name)
{
  return g_build_filename (g_getenv ("TRESTLE_GOLDEN"), name, NULL);
}

void
golden_case_open (GoldenCase *golden, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = golden_path (file);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  JsonArray *ids, *mask;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  golden->root = json_parser_steal_root (parser);
  object = json_node_get_object (golden->root);
  golden->config = json_object_get_object_member (object, "config");
  ids = json_object_get_array_member (object, "ids");
  mask = json_object_get_array_member (object, "mask");
  golden->n_tokens = json_array_get_length (ids);
  golden->ids = g_new (gint32, golden->n_tokens);
  golden->keep = g_new (gboolean, golden->n_tokens);
  for (guint i = 0; i < golden->n_tokens; i++)
    {
      golden->ids[i] = (gint32) json_array_get_int_element (ids, i);
      golden->keep[i] = json_array_get_int_element (mask, i) != 0;
    }
  golden->folder = g_dir_make_tmp ("trestle-golden-XXXXXX", &error);
  g_assert_no_error (error);
  synthetic_model_write (golden->config, golden->folder);
}

void
golden_case_clear (GoldenCase *golden)
{
  static const char *const files[] = { "config.json", "model.safetensors" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (golden->folder, files[i], NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (golden->folder), ==, 0);
  json_node_unref (golden->root);
  g_free (golden->ids);
  g_free (golden->keep);
  g_free (golden->folder);
}

TrestleSession *
golden_case_open_session (const GoldenCase *golden)
{
  g_autoptr (GError) error = NULL;
  TrestleSession *session = trestle_session_open (golden->folder, NULL, NULL, NULL, NULL, &error);
  guint size = (guint) json_object_get_int_member (json_object_get_object_member (golden->config, "vision_config"), "image_size");
  g_autofree float *values = synthetic_pixels (size);
  TrestleTensor pixels = trestle_tensor_view (values, 3, size, size);

  g_assert_no_error (error);
  trestle_session_set_pixels (session, &pixels, &error);
  g_assert_no_error (error);
  return session;
}

TrestleTrace *
golden_case_run (const GoldenCase *golden, TrestleSession *session)
{
  g_autoptr (GError) error = NULL;
  TrestleTrace *trace = trestle_session_run (session, golden->ids, golden->keep, golden->n_tokens, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return trace;
}

void
golden_assert_same_traces (const TrestleTrace *found, const TrestleTrace *expected)
{
  g_autoptr (GPtrArray) found_names = trestle_trace_list (found);
  g_autoptr (GPtrArray) names = trestle_trace_list (expected);

  g_assert_cmpuint (found_names->len, ==, names->len);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      g_assert_cmpstr (g_ptr_array_index (found_names, i), ==, name);
      if (!numbers_are_same (trestle_trace_get (found, name), trestle_trace_get (expected, name)))
        g_error ("%s differs", name);
    }
}

const char *const golden_cases_with_bridges[] = {
  "bert-text",
  "bridge-add",
  "bridge-add-linear",
  "bridge-channel-interpolate",
  "bridge-cross-attention",
  "bridge-cross-attention-ffn",
  "bridge-gate",
  "bridge-interpolate",
  "bridge-linear",
  "bridge-mlp",
  "bridge-multiply",
  "bridge-scaled-add",
  "heads-demo",
  "padded",
  "shared-links",
  "two-internal",
  "two-layer-bridges",
  "vit-vision",
  NULL,
};

const char *const golden_cases_splitting[] = {
  "bridge-add-linear", "bridge-channel-interpolate", "bridge-interpolate", "bridge-linear", "bridge-scaled-add", NULL,
};

const char *const golden_cases_mixing[] = {
  "bridge-cross-attention", "bridge-cross-attention-ffn", "bridge-gate", "bridge-mlp", "bridge-multiply", NULL,
};

const char *const golden_cases_without_bridges[] = { "meter", "one-internal", NULL };

void
golden_add_cases (const char *prefix, const char *claim, const char *const *cases, GTestDataFunc test)
{
  for (; *cases != NULL; cases++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s/%s", prefix, claim, *cases);

      g_test_add_data_func (path, *cases, test);
    }
}
