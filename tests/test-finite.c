/* A model whose numbers are none is found out, and its weight or layer named. The model is that of tests/golden/bridge-add.json. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "tests/golden.h"

/* Writes @value over the first number of a weight in the model's file. */
static void
spoil (const GoldenCase *golden, const char *weight, float value)
{
  g_autofree char *path = g_build_filename (golden->folder, "model.safetensors", NULL);
  g_autofree char *published = g_strconcat ("bridgetower.", weight, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSafetensors) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const TrestleStoredTensor *tensor;
  gsize size;

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  bytes = g_bytes_new_static (content, size);
  file = trestle_safetensors_open_bytes (bytes, path, &error);
  g_assert_no_error (error);
  tensor = trestle_safetensors_get (file, published);
  g_assert_nonnull (tensor);
  memcpy (content + (tensor->data - (const guint8 *) content), &value, sizeof value);
  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
}

/* (transfer full): what the run is refused with */
static GError *
refuse (const GoldenCase *golden)
{
  g_autoptr (TrestleSession) session = golden_case_open_session (golden);
  GError *error = NULL;
  g_autoptr (TrestleTrace) trace = trestle_session_run (session, golden->ids, golden->keep, golden->n_tokens, NULL, NULL, NULL, &error);

  g_assert_null (trace);
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_NOT_FINITE);
  return error;
}

static void
check_spoiled (const char *weight, float value, const char *state)
{
  GoldenCase golden;
  g_autoptr (GError) error = NULL;

  golden_case_open (&golden, "bridge-add");
  spoil (&golden, weight, value);
  error = refuse (&golden);
  g_assert_nonnull (strstr (error->message, weight));
  g_assert_nonnull (strstr (error->message, state));
  golden_case_clear (&golden);
}

static void
test_weight_that_is_no_number_is_named (void)
{
  check_spoiled ("text_model.encoder.layer.2.output.dense.bias", NAN, "“hidden.text.3”");
}

static void
test_infinite_weight_is_named (void)
{
  check_spoiled ("vision_model.visual.transformer.resblocks.1.mlp.c_proj.bias", INFINITY, "“hidden.vision.2”");
}

/* Large, but a number: what it overflows to is not. */
static void
test_overflow_is_named_by_its_layer (void)
{
  GoldenCase golden;
  g_autoptr (GError) error = NULL;

  golden_case_open (&golden, "bridge-add");
  spoil (&golden, "text_model.encoder.layer.1.output.LayerNorm.bias", 3e38f);
  error = refuse (&golden);
  g_assert_nonnull (strstr (error->message, "“hidden.text.3”"));
  g_assert_nonnull (strstr (error->message, "are finite"));
  golden_case_clear (&golden);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/finite/weight-that-is-no-number-is-named", test_weight_that_is_no_number_is_named);
  g_test_add_func ("/finite/infinite-weight-is-named", test_infinite_weight_is_named);
  g_test_add_func ("/finite/overflow-is-named-by-its-layer", test_overflow_is_named_by_its_layer);
  return g_test_run ();
}
