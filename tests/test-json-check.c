/* What is refused before JSON-GLib sees it: names that would slow its tables down, values without end, and what is no JSON. */
#include <string.h>
#include <sys/resource.h>

#include "core/error.h"
#include "core/formats/json-file.h"

#define N_NAMES 20000u

/* No file makes its reader take more than half as much again as the file is long, and a working space. */
#define WORKING_SPACE (200l << 20)

static JsonNode *
parse (const char *json, GError **error)
{
  return trestle_json_parse (json, strlen (json), "some.json", error);
}

static void
assert_accepted (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = parse (json, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
}

static void
assert_refused (const char *json, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (json, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "“some.json”"));
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
}

/* {"NAME": 1, ...}; @make: (transfer full): the name of a number */
static char *
make_object (guint n_names, char *(*make) (guint number))
{
  GString *json = g_string_new ("{");

  for (guint i = 0; i < n_names; i++)
    {
      g_autofree char *name = make (i);

      g_string_append_printf (json, "%s\"%s\": 1", i > 0 ? ", " : "", name);
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/* Of "bA" and "ab", which g_str_hash() takes for the same. */
static char *
make_colliding (guint number)
{
  GString *name = g_string_new (NULL);

  for (guint bit = 0; bit < 15; bit++)
    g_string_append (name, (number >> bit & 1) != 0 ? "bA" : "ab");
  return g_string_free (name, FALSE);
}

/* Other hashes, but all of them at one place of a table for 4,096. */
static char *
make_crowded (guint number)
{
  static guint next;

  if (number == 0)
    next = 0;
  for (;;)
    {
      g_autofree char *name = g_strdup_printf ("%u", next++);

      if (g_str_hash (name) * 11u % 4093u == 7)
        return g_steal_pointer (&name);
    }
}

static char *
make_layer (guint number)
{
  return g_strdup_printf ("model.layers.%u.%s", number / 2, number % 2 == 0 ? "weight" : "bias");
}

/* Three letters of 52: many of them share a hash by themselves. */
static char *
make_syllable (guint number)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  return g_strdup_printf ("%c%c%c", letters[number / 2704 % 52], letters[number / 52 % 52], letters[number % 52]);
}

static char *
make_same (guint number)
{
  return g_strdup ("name");
}

/* These took 49 seconds. */
static void
test_names_of_one_hash_are_refused (void)
{
  g_autofree char *json = make_object (N_NAMES, make_colliding);

  g_assert_cmpuint (g_str_hash ("bA"), ==, g_str_hash ("ab"));
  assert_refused (json, "names were chosen");
}

static void
test_names_of_one_place_are_refused (void)
{
  g_autofree char *json = make_object (4000, make_crowded);

  assert_refused (json, "names were chosen");
}

static void
test_names_without_intent_are_accepted (void)
{
  g_autofree char *layers = make_object (N_NAMES, make_layer), *syllables = make_object (N_NAMES, make_syllable);
  g_autofree char *few = make_object (60, make_colliding);

  assert_accepted (layers);
  assert_accepted (syllables);
  assert_accepted (few);
}

/* Each once more took as long. */
static void
test_equal_names_are_refused (void)
{
  g_autofree char *same = make_object (N_NAMES, make_same), *layers = make_object (N_NAMES, make_layer);
  g_autofree char *twice = g_strconcat ("{", layers + 1, NULL);

  twice[strlen (twice) - 1] = ',';
  assert_refused (same, "or are the same");
  g_free (same);
  same = g_strconcat (twice, layers + 1, NULL);
  assert_refused (same, "two values for one name");
  assert_refused ("{\"a\": {\"b\": 1, \"c\": 2, \"b\": 3}}", "two values for one name");
  assert_accepted ("{\"a\": {\"b\": 1}, \"b\": [{\"b\": 1}, {\"b\": 1}]}");
}

static void
test_a_name_is_the_same_however_it_is_written (void)
{
  assert_refused ("{\"a\": 1, \"\\u0061\": 2}", "two values for one name");
  assert_refused ("{\"\\n/\": 1, \"\\u000A\\/\": 2}", "two values for one name");
  assert_refused ("{\"\360\237\230\200\": 1, \"\\uD83D\\ude00\": 2}", "two values for one name");
  assert_refused ("{\"a\": 1, \"a\\u0000b\": 2}", "two values for one name");
  assert_accepted ("{\"a\": 1, \"\\\\u0061\": 2}");
}

static void
test_escapes_that_are_none_are_refused (void)
{
  static const char *const unknown[] = { "{\"\\101\": 1}", "{\"\\x41\": 1}", "{\"a\": \"\\'\"}", "{\"a\": \"\\" };
  static const char *const halves[] = { "{\"\\uD83D\": 1}", "{\"\\uD83D\\u0041\": 1}", "{\"\\uDE00\": 1}", "{\"a\": \"\\u12\"}",
                                        "{\"a\": \"\\u12" };

  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    assert_refused (unknown[i], "escape that JSON does not know");
  for (guint i = 0; i < G_N_ELEMENTS (halves); i++)
    assert_refused (halves[i], "character that there is not");
}

/* {"a": [VALUE, ...]} */
static char *
make_list (const char *value, guint n_values)
{
  GString *json = g_string_new ("{\"a\": [");

  for (guint i = 0; i < n_values; i++)
    {
      g_string_append (json, i > 0 ? "," : "");
      g_string_append (json, value);
    }
  g_string_append (json, "]}");
  return g_string_free (json, FALSE);
}

static void
test_values_without_end_are_refused (void)
{
  static const struct
  {
    const char *value;
    guint most;
  } cases[] = { { "{}", 260000 }, { "[]", 440000 }, { "1", 1490000 }, { "\"\"", 1100000 }, { "{\"\":1}", 200000 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = make_list (cases[i].value, 2 * cases[i].most);

      assert_refused (json, "more than 128 megabytes");
    }
}

/* Of this process, in bytes. */
G_GNUC_UNUSED static long
get_peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return 1024 * usage.ru_maxrss;
}

/* As many objects as are accepted: each takes a hundred times as much memory as its three bytes. */
static void
test_accepted_values_fit_into_the_promised_memory (void)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer needs memory of its own");
#else
  g_autofree char *json = make_list ("{}", 260000);
  long before = get_peak_memory (), taken;

  assert_accepted (json);
  taken = get_peak_memory () - before;
  g_test_message ("%.0f megabytes for %.1f", (double) taken / 1e6, (double) strlen (json) / 1e6);
  g_assert_cmpint (taken, <=, (long) strlen (json) * 3 / 2 + WORKING_SPACE);
#endif
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-check/names-of-one-hash-are-refused", test_names_of_one_hash_are_refused);
  g_test_add_func ("/json-check/names-of-one-place-are-refused", test_names_of_one_place_are_refused);
  g_test_add_func ("/json-check/names-without-intent-are-accepted", test_names_without_intent_are_accepted);
  g_test_add_func ("/json-check/equal-names-are-refused", test_equal_names_are_refused);
  g_test_add_func ("/json-check/a-name-is-the-same-however-it-is-written", test_a_name_is_the_same_however_it_is_written);
  g_test_add_func ("/json-check/escapes-that-are-none-are-refused", test_escapes_that_are_none_are_refused);
  g_test_add_func ("/json-check/values-without-end-are-refused", test_values_without_end_are_refused);
  g_test_add_func ("/json-check/accepted-values-fit-into-the-promised-memory", test_accepted_values_fit_into_the_promised_memory);
  return g_test_run ();
}
