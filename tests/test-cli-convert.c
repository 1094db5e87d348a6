/* The subcommands convert and designs, called as a user calls them. */
#include <string.h>

#include "tests/cli-call.h"
#include "tests/temporary-folder.h"

typedef struct
{
  char *folder;
  char *source;
  char *destination;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->source = g_build_filename (g_getenv ("TRESTLE_GOLDEN"), "checkpoints", "bridgetower.ckpt", NULL);
  fixture->destination = g_build_filename (fixture->folder, "a model", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->source);
  g_free (fixture->destination);
}

static void
test_convert_makes_a_model (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("convert", fixture->source, fixture->destination, "--dtype", "bf16", "--json", NULL),
                        info = NULL;
  JsonObject *report = cli_result_get_json (result);

  g_assert_cmpstr (json_object_get_string_member (report, "output"), ==, fixture->destination);
  g_assert_cmpstr (json_object_get_string_member (report, "dtype"), ==, "BF16");
  g_assert_cmpint (json_object_get_int_member (report, "tensors"), ==, 208);
  g_assert_cmpint (json_object_get_int_member (report, "files"), ==, 1);
  info = cli_call ("info", "--model", fixture->destination, "--json", NULL);
  g_assert_cmpstr (json_object_get_string_member (cli_result_get_json (info), "name"), ==, "a model");
}

static void
test_convert_says_what_it_made (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("convert", "--", fixture->source, fixture->destination, NULL);

  cli_result_assert_done (result);
  g_assert_true (g_str_has_prefix (result->out, "208 tensors, "));
  g_assert_nonnull (strstr (result->out, fixture->destination));
}

static void
assert_refused (const CliResult *result, int code, const char *says)
{
  g_assert_cmpint (result->code, ==, code);
  g_assert_cmpstr (result->out, ==, "");
  g_assert_nonnull (strstr (result->err, says));
}

static void
test_convert_refuses_wrong_calls (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) nothing = cli_call ("convert", NULL);
  g_autoptr (CliResult) one = cli_call ("convert", fixture->source, NULL);
  g_autoptr (CliResult) three = cli_call ("convert", fixture->source, fixture->destination, "third", NULL);
  g_autoptr (CliResult) dtype = cli_call ("convert", fixture->source, fixture->destination, "--dtype", "int8", NULL);
  g_autoptr (CliResult) elsewhere = cli_call ("info", fixture->source, NULL);

  assert_refused (nothing, 2, "SRC is missing");
  assert_refused (one, 2, "DST is missing");
  assert_refused (three, 2, "“third” is one too many");
  assert_refused (dtype, 2, "--dtype takes f32, f16 or bf16, not “int8”");
  assert_refused (elsewhere, 2, "belongs to no option");
  g_assert_false (g_file_test (fixture->destination, G_FILE_TEST_EXISTS));
}

static void
test_convert_says_why_it_cannot (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) there = cli_call ("convert", fixture->source, fixture->source, NULL);
  g_autoptr (CliResult) no_source = cli_call ("convert", fixture->destination, fixture->destination, NULL);

  assert_refused (there, 1, "is there and is not an empty folder");
  assert_refused (no_source, 1, fixture->destination);
}

static void
test_designs_are_counted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("designs", "--json", NULL);
  JsonObject *designs = cli_result_get_json (result);
  JsonObject *base = json_object_get_object_member (json_object_get_object_member (designs, "sizes"), "base");
  JsonObject *bridges = json_object_get_object_member (designs, "bridges"), *layers = json_object_get_object_member (designs, "layers");

  g_assert_cmpuint (json_object_get_size (bridges), ==, 9);
  g_assert_cmpint (json_object_get_int_member (bridges, "add"), ==, 18432);
  g_assert_cmpint (json_object_get_int_member (bridges, "mlp"), ==, 35430912);
  g_assert_cmpuint (json_object_get_size (layers), ==, 11);
  g_assert_cmpint (json_object_get_int_member (layers, "2"), ==, 37807104);
  g_assert_cmpint (json_object_get_int_member (layers, "12"), ==, 226842624);
  g_assert_cmpint (json_object_get_int_member (base, "total"), ==,
                   json_object_get_int_member (base, "text") + json_object_get_int_member (base, "vision")
                       + json_object_get_int_member (base, "cross_modal"));
}

static void
test_designs_are_a_table_beside_the_paper (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CliResult) result = cli_call ("designs", NULL);

  cli_result_assert_done (result);
  g_assert_nonnull (strstr (result->out, "18,432"));
  g_assert_nonnull (strstr (result->out, "226.8M"));
  g_assert_nonnull (strstr (result->out, "859M"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "convert-makes-a-model", test_convert_makes_a_model },
    { "convert-says-what-it-made", test_convert_says_what_it_made },
    { "convert-refuses-wrong-calls", test_convert_refuses_wrong_calls },
    { "convert-says-why-it-cannot", test_convert_says_why_it_cannot },
    { "designs-are-counted", test_designs_are_counted },
    { "designs-are-a-table-beside-the-paper", test_designs_are_a_table_beside_the_paper },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/cli-convert/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
