/* Calls of the command-line program. */
#include "tests/cli-call.h"

#include <gio/gio.h>
#include <stdarg.h>
#include <string.h>

/* (transfer full): as text; nothing is no bytes. */
static char *
text_of (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length > 0 ? g_strndup (data, length) : g_strdup ("");
}

CliResult *
cli_call_v (const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) line = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) err = NULL;
  g_autoptr (GError) error = NULL;
  CliResult *result = g_new0 (CliResult, 1);

  g_ptr_array_add (line, (gpointer) g_getenv ("TRESTLE_CLI"));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (line, (gpointer) *arguments);
  g_ptr_array_add (line, NULL);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) line->pdata, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &out, &err, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result->code = g_subprocess_get_exit_status (process);
  result->out = text_of (out);
  result->err = text_of (err);
  g_assert_true (g_utf8_validate (result->out, -1, NULL));
  g_assert_true (g_utf8_validate (result->err, -1, NULL));
  return result;
}

CliResult *
cli_call (const char *subcommand, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  va_list rest;

  va_start (rest, subcommand);
  for (const char *argument = subcommand; argument != NULL; argument = va_arg (rest, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (rest);
  g_ptr_array_add (arguments, NULL);
  return cli_call_v ((const char *const *) arguments->pdata);
}

void
cli_result_free (CliResult *result)
{
  g_free (result->out);
  g_free (result->err);
  g_clear_pointer (&result->json, json_node_unref);
  g_free (result);
}

void
cli_result_assert_done (const CliResult *result)
{
  if (result->code != 0)
    g_test_message ("%s", result->err);
  g_assert_cmpint (result->code, ==, 0);
}

JsonObject *
cli_result_get_json (CliResult *result)
{
  g_autoptr (GError) error = NULL;

  cli_result_assert_done (result);
  g_assert_cmpstr (result->err, ==, "");
  g_assert_true (g_str_has_suffix (result->out, "}\n"));
  result->json = json_from_string (result->out, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (result->json));
  return json_node_get_object (result->json);
}

JsonObject *
cli_json_get_object (JsonObject *object, const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_object_member (object, name);
}

double
cli_json_get_number (JsonObject *object, const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_double_member (object, name);
}

JsonObject *
cli_json_get_element (JsonObject *object, const char *name, guint index)
{
  g_assert_true (json_object_has_member (object, name));
  return json_array_get_object_element (json_object_get_array_member (object, name), index);
}

char *
cli_data_path (const char *relative)
{
  return g_build_filename (g_getenv ("TRESTLE_DATA"), relative, NULL);
}

float *
cli_read_floats (const TrestleSafetensors *file, const char *name, gsize *count)
{
  const TrestleStoredTensor *tensor = trestle_safetensors_get (file, name);
  float *values;

  g_assert_nonnull (tensor);
  g_assert_cmpint (tensor->dtype, ==, TRESTLE_DTYPE_F32);
  values = g_new (float, tensor->count);
  g_assert_true (trestle_stored_tensor_to_float (tensor, values));
  *count = tensor->count;
  return values;
}
