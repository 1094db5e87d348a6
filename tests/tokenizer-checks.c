/* What the tests of every kind of tokenizer ask. */
#include "tests/tokenizer-checks.h"

#include <string.h>
#include <time.h>

char *
golden_folder (const char *name)
{
  return g_build_filename (g_getenv ("TRESTLE_GOLDEN"), name, NULL);
}

TrestleTokenizer *
load_golden (const char *name)
{
  g_autofree char *folder = golden_folder (name);
  g_autoptr (GError) error = NULL;
  TrestleTokenizer *tokenizer = trestle_tokenizer_new_from_folder (folder, &error);

  g_assert_no_error (error);
  return tokenizer;
}

TrestleTokenizer *
load_files (const TemporaryFile *files, GError **error)
{
  char *folder = temporary_folder_new (files);
  TrestleTokenizer *tokenizer = trestle_tokenizer_new_from_folder (folder, error);

  temporary_folder_free (folder);
  return tokenizer;
}

TrestleTokens *
encode (const TrestleTokenizer *tokenizer, const char *text, guint max_length)
{
  g_autoptr (GError) error = NULL;
  TrestleTokens *tokens = trestle_tokenizer_encode (tokenizer, text, max_length, &error);

  g_assert_no_error (error);
  return tokens;
}

JsonArray *
read_cases (const char *name, guint n_cases)
{
  g_autofree char *folder = golden_folder (name);
  g_autofree char *path = g_build_filename (folder, "cases.json", NULL);
  g_autoptr (GString) content = g_string_new (NULL);
  g_autofree char *read = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &read, NULL, &error);
  g_assert_no_error (error);
  g_string_assign (content, read);
  g_string_replace (content, "\\u0000", "", 0);
  root = json_from_string (content->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, n_cases);
  return json_node_dup_array (root);
}

static void
check_ids (const TrestleTokens *tokens, JsonArray *ids, guint n_dropped)
{
  g_assert_cmpuint (tokens->length, ==, json_array_get_length (ids));
  for (guint i = 0; i < tokens->length; i++)
    g_assert_cmpint (tokens->ids[i], ==, json_array_get_int_element (ids, i));
  g_assert_cmpuint (tokens->n_dropped, ==, n_dropped);
  g_assert_null (tokens->tokens[tokens->length]);
}

static void
check_case (const TrestleTokenizer *tokenizer, JsonObject *object)
{
  const char *text = json_object_get_string_member (object, "text");
  JsonArray *ids = json_object_get_array_member (object, "ids");
  JsonArray *strings = json_object_has_member (object, "tokens") ? json_object_get_array_member (object, "tokens") : NULL;
  JsonArray *cut = json_object_has_member (object, "ids_max_40") ? json_object_get_array_member (object, "ids_max_40") : ids;
  g_autoptr (TrestleTokens) tokens = encode (tokenizer, text, 512);
  g_autoptr (TrestleTokens) cut_tokens = encode (tokenizer, text, 40);

  g_test_message ("“%s”", text);
  check_ids (tokens, ids, 0);
  check_ids (cut_tokens, cut, json_array_get_length (ids) - json_array_get_length (cut));
  for (guint i = 0; strings != NULL && i < tokens->length; i++)
    g_assert_cmpstr (tokens->tokens[i], ==, json_array_get_string_element (strings, i));
}

void
check_golden (const TrestleTokenizer *tokenizer, const char *name, guint n_cases)
{
  g_autoptr (JsonArray) cases = read_cases (name, n_cases);

  for (guint i = 0; i < n_cases; i++)
    check_case (tokenizer, json_array_get_object_element (cases, i));
}

typedef struct
{
  TrestleTokenizer *tokenizer;
  const char *name;
  guint n_cases;
} Golden;

static gpointer
check_golden_and_unref (gpointer data)
{
  Golden *golden = data;

  check_golden (golden->tokenizer, golden->name, golden->n_cases);
  trestle_tokenizer_unref (golden->tokenizer);
  return NULL;
}

void
check_golden_in_threads (TrestleTokenizer *tokenizer, const char *name, guint n_cases)
{
  Golden golden = { tokenizer, name, n_cases };
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      trestle_tokenizer_ref (tokenizer);
      threads[i] = g_thread_new ("encode", check_golden_and_unref, &golden);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

void
assert_ids (const TrestleTokenizer *tokenizer, const char *text, const char *expected)
{
  g_autoptr (TrestleTokens) tokens = encode (tokenizer, text, 512);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < tokens->length; i++)
    g_string_append_printf (ids, "%s%d", i > 0 ? " " : "", tokens->ids[i]);
  g_assert_cmpstr (ids->str, ==, expected);
}

void
assert_places (const TrestleTokenizer *tokenizer, const char *text, const char *expected)
{
  g_autoptr (TrestleTokens) tokens = encode (tokenizer, text, 512);
  g_autoptr (GString) places = g_string_new (NULL);

  for (guint i = 0; i < tokens->length; i++)
    {
      g_autofree char *part = g_strndup (text + tokens->starts[i], tokens->ends[i] - tokens->starts[i]);

      g_assert_cmpuint (tokens->starts[i], <=, tokens->ends[i]);
      g_assert_cmpuint (tokens->ends[i], <=, strlen (text));
      g_string_append_printf (places, "%s%d:%s", i > 0 ? "|" : "", tokens->words[i], part);
    }
  g_assert_cmpstr (places->str, ==, expected);
}

void
assert_word (const TrestleTokenizer *tokenizer, gint32 id, const char *expected)
{
  g_autofree char *word = trestle_tokenizer_get_word (tokenizer, id);

  g_assert_cmpstr (word, ==, expected);
}

void
check_refused (const TrestleTokenizer *tokenizer, const char *text, guint max_length, TrestleError code, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_tokenizer_encode (tokenizer, text, max_length, &error));
  g_assert_error (error, TRESTLE_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, said));
}

void
check_files_refused (const TemporaryFile *files, GQuark domain, gint code, const char *name)
{
  g_autoptr (GError) error = NULL;

  if (files[0].content != NULL)
    {
      g_autofree char *start = g_strndup (files[0].content, 200);
      g_autofree char *escaped = g_strescape (start, NULL);

      g_test_message ("%s: %s", files[0].name, escaped);
    }
  g_assert_null (load_files (files, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, name));
}

void
check_long_text (const TrestleTokenizer *tokenizer, const char *part, gboolean is_kept)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autofree char *decoded = NULL;
  clock_t start = clock ();

  while (text->len < 200000)
    g_string_append (text, part);
  tokens = encode (tokenizer, text->str, G_MAXUINT);
  decoded = trestle_tokenizer_decode (tokenizer, tokens->ids + 1, tokens->length - 2);
  if (is_kept)
    g_assert_cmpstr (decoded, ==, text->str);
  g_assert_cmpuint (tokens->n_dropped, ==, 0);
  g_assert_cmpint (clock () - start, <, 5 * CLOCKS_PER_SEC);
}
