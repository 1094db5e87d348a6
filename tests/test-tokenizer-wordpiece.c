/* WordPiece: ids agree with the published implementation's, tokens know their place in a text that normalisation changed, and files that
 * make no sense are refused by name. */
#include "tests/tokenizer-checks.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* tests/golden/wordpiece has so many cases. */
#define GOLDEN "wordpiece"
#define N_GOLDEN 20

/* A vocabulary that fits in the head, and the same as JSON. The last five letters are what Hangul is made of, and accents. */
#define VOCAB                                                                                                                              \
  "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nun\n##a\n##aff\n##able\na\ne\n##e\n.\n'\ns\n##s\nmask\n[\n]\n两\n只\nA\ni\n"                      \
  "\u1100\n##\u1161\n##\u11A8\n##\u0301\n##\u0307\n"
#define VOCAB_JSON                                                                                                                         \
  "{\"[PAD]\": 0, \"[UNK]\": 1, \"[CLS]\": 2, \"[SEP]\": 3, \"[MASK]\": 4, \"un\": 5, \"##a\": 6, \"a\": 7, \"e\": 8, \"##e\": 9, "        \
  "\"A\": 10, \"##\u0301\": 11, \"两\": 12, \"##两\": 13, \"i\": 14, \"##\u0307\": 15, \"ß\": 16, \"##ß\": 17}"

static TrestleTokenizer *
load_beside (const char *vocab, const char *name, const char *content)
{
  g_autoptr (GError) error = NULL;
  TrestleTokenizer *tokenizer = load_files ((TemporaryFile[]){ { "vocab.txt", vocab }, { name, content }, { NULL, NULL } }, &error);

  g_assert_no_error (error);
  return tokenizer;
}

/* The small vocabulary with up to one more file beside it. */
static TrestleTokenizer *
load_small (const char *name, const char *content)
{
  return load_beside (VOCAB, name, content);
}

static TrestleTokenizer *
load_json (const char *json)
{
  g_autoptr (GError) error = NULL;
  TrestleTokenizer *tokenizer = load_files ((TemporaryFile[]){ { "tokenizer.json", json }, { NULL, NULL } }, &error);

  g_assert_no_error (error);
  return tokenizer;
}

/* All tokens but the opening and the closing one, with | between. */
static void
assert_tokens (const TrestleTokenizer *tokenizer, const char *text, const char *expected)
{
  g_autoptr (TrestleTokens) tokens = encode (tokenizer, text, 512);
  g_autofree char *last = g_steal_pointer (&tokens->tokens[tokens->length - 1]);
  g_autofree char *joined = g_strjoinv ("|", tokens->tokens + 1);

  g_assert_cmpstr (tokens->tokens[0], ==, "[CLS]");
  g_assert_cmpstr (last, ==, "[SEP]");
  g_assert_cmpstr (joined, ==, expected);
}

static void
test_ids_match_golden (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);

  check_golden (tokenizer, GOLDEN, N_GOLDEN);
}

/* (transfer full): vocab.txt of the golden folder as a tokenizer.json. */
static char *
write_tokenizer_json (void)
{
  g_autofree char *folder = golden_folder (GOLDEN);
  g_autofree char *path = g_build_filename (folder, "vocab.txt", NULL);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (JsonNode) root = json_from_string (
      "{\"version\": \"1.0\", \"normalizer\": {\"type\": \"BertNormalizer\", \"clean_text\": true, \"handle_chinese_chars\": true,"
      " \"strip_accents\": null, \"lowercase\": true}, \"pre_tokenizer\": {\"type\": \"BertPreTokenizer\"},"
      " \"model\": {\"type\": \"WordPiece\", \"unk_token\": \"[UNK]\", \"continuing_subword_prefix\": \"##\","
      " \"max_input_chars_per_word\": 100, \"vocab\": {}},"
      " \"added_tokens\": [{\"id\": 7, \"content\": \"[MASK]\", \"special\": true, \"normalized\": false}]}",
      NULL);
  JsonObject *model = json_object_get_object_member (json_node_get_object (root), "model");
  JsonObject *vocab = json_object_get_object_member (model, "vocab");

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    json_object_set_int_member (vocab, lines[i], i);
  return json_to_string (root, FALSE);
}

static void
test_tokenizer_json_gives_the_same_ids (void)
{
  g_autofree char *json = write_tokenizer_json ();
  g_autoptr (TrestleTokenizer) tokenizer = load_json (json);

  check_golden (tokenizer, GOLDEN, N_GOLDEN);
}

static void
test_end_of_a_long_text_is_dropped (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);
  g_autoptr (JsonArray) cases = read_cases (GOLDEN, N_GOLDEN);

  for (guint i = 0; i < N_GOLDEN; i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      const char *text = json_object_get_string_member (object, "text");
      JsonArray *ids = json_object_get_array_member (object, "ids");
      guint n_ids = json_array_get_length (ids);
      g_autoptr (TrestleTokens) cut = encode (tokenizer, text, 4);

      g_assert_cmpuint (cut->length, ==, MIN (4, n_ids));
      g_assert_cmpuint (cut->n_dropped, ==, n_ids - cut->length);
      for (guint j = 0; j + 1 < cut->length; j++)
        g_assert_cmpint (cut->ids[j], ==, json_array_get_int_element (ids, j));
      g_assert_cmpint (cut->ids[cut->length - 1], ==, 6);
      g_assert_cmpuint (cut->starts[cut->length - 1], ==, strlen (text));
    }
}

/* Checked against the published decoder with the published clean-up behind it. */
static void
test_decoding_joins_pieces_and_closes_up_marks (void)
{
  static const struct
  {
    const char *text;
    const char *decoded;
  } cases[] = {
    { "A red circle left of a blue star.", "a red circle left of a blue star." },
    { "What's the model's answer?", "what's the model's answer?" },
    { "Café naïve Ångström", "cafe naive angstrom" },
    { "99.9% (top-5)", "99. 9 % ( top - 5 )" },
    { "two [MASK]s", "two [MASK] s" },
    { "##s", "# # s" },
    { "don't", "don't" },
    { "", "" },
  };
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TrestleTokens) tokens = encode (tokenizer, cases[i].text, 512);
      g_autofree char *decoded = trestle_tokenizer_decode (tokenizer, tokens->ids + 1, tokens->length - 2);

      g_assert_cmpstr (decoded, ==, cases[i].decoded);
    }
}

/* The decoder itself drops blanks before marks, but not around an apostrophe. */
static void
test_blanks_around_apostrophes_stay_if_the_config_says_so (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small ("tokenizer_config.json", "{\"clean_up_tokenization_spaces\": false}");
  g_autoptr (TrestleTokens) tokens = encode (tokenizer, "A's.", 512);
  g_autofree char *decoded = trestle_tokenizer_decode (tokenizer, tokens->ids, tokens->length);

  g_assert_cmpstr (decoded, ==, "[CLS] a ' s. [SEP]");
}

static void
test_longest_tokens_cover_a_word_from_the_left (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);

  assert_tokens (tokenizer, "unaffable", "un|##aff|##able");
  assert_tokens (tokenizer, "unaa", "un|##a|##a");
  assert_tokens (tokenizer, "unaffx un", "[UNK]|un");
  assert_tokens (tokenizer, "able", "[UNK]");
  assert_tokens (tokenizer, "x.a", "[UNK]|.|a");
  assert_ids (tokenizer, "unaffable", "2 5 7 8 3");
}

/* Of characters as they are after normalisation. */
static void
test_words_of_more_than_a_hundred_characters_are_unknown (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);
  g_autofree char *longest = g_strnfill (100, 'a');
  g_autofree char *longer = g_strconcat (longest, "e", NULL);
  g_autofree char *accented = g_strconcat (longest, "\u0301\u00AD", NULL);
  g_autoptr (TrestleTokens) known = encode (tokenizer, longest, 512);
  g_autoptr (TrestleTokens) still_known = encode (tokenizer, accented, 512);

  g_assert_cmpuint (known->length, ==, 102);
  g_assert_cmpuint (still_known->length, ==, 102);
  assert_tokens (tokenizer, longer, "[UNK]");
}

static void
test_every_mark_stands_alone (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);

  for (const char *mark = "!\"#$%&()*+,-/:;<=>?@\\^_`{|}~"; *mark != '\0'; mark++)
    {
      g_autofree char *text = g_strdup_printf ("a%cun", *mark);

      assert_tokens (tokenizer, text, "a|[UNK]|un");
    }
  assert_tokens (tokenizer, "a.'un", "a|.|'|un");
  assert_tokens (tokenizer, "a—a«a»a‿a\u3001a", "a|[UNK]|a|[UNK]|a|[UNK]|a|[UNK]|a|[UNK]|a");
  assert_tokens (tokenizer, "un€", "[UNK]");
}

static void
test_text_is_cleaned (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);

  assert_tokens (tokenizer,
                 "u\x01n\uFFFD\u200B\u00AD\uE000\x0B\xC2\x85"
                 "a",
                 "un|##a");
  assert_tokens (tokenizer, "\u3000un\u00A0\u2028\ta\r\n", "un|a");
  assert_tokens (tokenizer, "\u0378", "[UNK]");
  assert_tokens (tokenizer, " \t\u2003", "");
}

static void
test_letters_are_lowered_and_lose_their_accents (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);
  g_autoptr (TrestleTokenizer) greek = load_beside ("[CLS]\n[SEP]\n[UNK]\nσ\n##σ\nⅳ\nⓠ\n", NULL, NULL);

  assert_tokens (tokenizer, "UNÁ É E\u0301 Ế \u0301", "un|##a|e|e|e");
  assert_tokens (tokenizer, "İ", "i");
  assert_tokens (tokenizer, "각", "\u1100|##\u1161|##\u11A8");
  assert_tokens (greek, "ΣΣ Ⅳ Ⓠ", "σ|##σ|ⅳ|ⓠ");
}

#define BERT(normalizer)                                                                                                                   \
  "{\"model\": {\"type\": \"WordPiece\", \"vocab\": " VOCAB_JSON "}, \"pre_tokenizer\": {\"type\": \"BertPreTokenizer\"}, "                \
  "\"normalizer\": " normalizer "}"
#define STEPS(clean, chinese, accents, lower)                                                                                              \
  BERT ("{\"type\": \"BertNormalizer\", \"clean_text\": " clean ", \"handle_chinese_chars\": " chinese ", \"strip_accents\": " accents     \
        ", \"lowercase\": " lower "}")

static void
test_each_step_can_be_left_out (void)
{
  static const struct
  {
    const char *json;
    const char *tokens; /* of "A aé u\u200Bn 两两 İß" */
  } cases[] = {
    { STEPS ("true", "true", "null", "true"), "a|a|##e|un|两|两|i|##ß" },
    { STEPS ("true", "true", "true", "true"), "a|a|##e|un|两|两|i|##ß" },
    { STEPS ("false", "true", "null", "true"), "a|a|##e|[UNK]|两|两|i|##ß" },
    { STEPS ("true", "false", "null", "true"), "a|a|##e|un|两|##两|i|##ß" },
    { STEPS ("true", "true", "false", "true"), "a|[UNK]|un|两|两|i|##\u0307|##ß" },
    { STEPS ("true", "true", "null", "false"), "A|[UNK]|un|两|两|[UNK]" },
    { STEPS ("true", "true", "true", "false"), "A|a|##e|un|两|两|[UNK]" },
    { BERT ("{\"type\": \"BertNormalizer\"}"), "a|a|##e|un|两|两|i|##ß" },
    { BERT ("null"), "A|[UNK]|[UNK]|两|##两|[UNK]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TrestleTokenizer) tokenizer = load_json (cases[i].json);

      g_test_message ("%s", cases[i].tokens);
      assert_tokens (tokenizer, "A aé u\u200Bn 两两 İß", cases[i].tokens);
    }
}

static void
test_config_has_the_last_word_on_steps (void)
{
  static const struct
  {
    const char *config;
    const char *tokens; /* of "A UN é" */
  } cases[] = {
    { "{}", "a|un|e" },
    { "{\"do_lower_case\": true, \"strip_accents\": null}", "a|un|e" },
    { "{\"do_lower_case\": false}", "A|[UNK]|[UNK]" },
    { "{\"do_lower_case\": false, \"strip_accents\": true}", "A|[UNK]|e" },
    { "{\"strip_accents\": false}", "a|un|[UNK]" },
  };
  g_autoptr (TrestleTokenizer) chinese = load_small ("tokenizer_config.json", "{\"tokenize_chinese_chars\": false}");
  g_autoptr (TrestleTokenizer) json = load_files (
      (TemporaryFile[]){
          { "tokenizer.json", STEPS ("true", "true", "null", "true") },
          { "tokenizer_config.json", "{\"do_lower_case\": false}" },
          { NULL, NULL },
      },
      NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TrestleTokenizer) tokenizer = load_small ("tokenizer_config.json", cases[i].config);

      assert_tokens (tokenizer, "A UN é", cases[i].tokens);
    }
  assert_tokens (chinese, "两只", "[UNK]");
  assert_tokens (json, "A é", "A|[UNK]");
}

static void
test_tokenizer_json_can_have_its_own_marks (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_json (
      "{\"model\": {\"vocab\": {\"[CLS]\": 0, \"[SEP]\": 1, \"?\": 2, \"un\": 3, \"@@a\": 4, \"@@\": 5}, \"unk_token\": \"?\","
      " \"continuing_subword_prefix\": \"@@\", \"max_input_chars_per_word\": 3}, \"pre_tokenizer\": {\"type\": \"BertPreTokenizer\"}}");
  g_autofree char *decoded = trestle_tokenizer_decode (tokenizer, (gint32[]){ 4, 3, 4, 5 }, 4);

  assert_ids (tokenizer, "un una unaa", "0 3 3 4 2 1");
  g_assert_cmpstr (decoded, ==, "@@a una");
}

static void
test_tokens_know_their_word_and_their_text (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);

  assert_places (tokenizer, "", "-1:|-1:");
  assert_places (tokenizer, "  UNaffable  A's a.\n", "-1:|0:UN|0:aff|0:able|1:A|1:'|1:s|2:a|2:.|-1:");
  assert_places (tokenizer, "unx a\u00A0UN", "-1:|0:unx|1:a|2:UN|-1:");
}

/* Characters that went leave a gap, accents belong to their letter, and of one character there can be several tokens. */
static void
test_ranges_are_of_the_text_as_it_was (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);

  assert_places (tokenizer, "uné e\u0301 E\u0301\u0302un", "-1:|0:un|0:é|1:e\u0301|2:E\u0301\u0302un|-1:");
  assert_places (tokenizer, "unÁé\u0301s", "-1:|0:un|0:Á|0:é\u0301|0:s|-1:");
  assert_places (tokenizer, "\u200Bu\u00ADn\uFFFD a\u200B", "-1:|0:u\u00ADn|1:a|-1:");
  assert_places (tokenizer, "각 a", "-1:|0:각|0:각|0:각|1:a|-1:");
  assert_places (tokenizer, "两只a 两", "-1:|0:两|0:只|0:a|1:两|-1:");
  assert_places (tokenizer, "İ", "-1:|0:İ|-1:");
}

static void
test_special_tokens_are_recognised_as_written (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);

  assert_ids (tokenizer, "a[MASK]un", "2 9 4 5 3");
  assert_ids (tokenizer, "[CLS] a [SEP][PAD] [UNK]", "2 2 9 3 0 1 3");
  assert_tokens (tokenizer, "[mask]", "[|mask|]");
  assert_places (tokenizer, "a [MASK]. [SEP]", "-1:|0:a|1:[MASK]|2:.|-1:[SEP]|-1:");
  g_assert_cmpint (trestle_tokenizer_get_mask_id (tokenizer), ==, 4);
}

static void
test_mask_has_two_names (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);
  g_autoptr (TrestleTokenizer) other = load_small ("special_tokens_map.json", "{\"mask_token\": \"[PAD]\"}");
  g_autoptr (TrestleTokenizer) own = load_beside (VOCAB "<mask>\n", NULL, NULL);
  g_autoptr (TrestleTokenizer) none = load_beside ("[CLS]\n[SEP]\n[UNK]\na\n", NULL, NULL);

  assert_ids (tokenizer, "a <mask>.", "2 9 4 12 3");
  assert_places (tokenizer, "a <mask>. <mask>", "-1:|0:a|1:<mask>|2:.|3:<mask>|-1:");
  assert_tokens (tokenizer, "<mask>", "[MASK]");
  assert_ids (other, "<mask>", "2 0 3");
  assert_tokens (own, "[MASK] a", "[MASK]|a");
  g_assert_cmpint (trestle_tokenizer_get_mask_id (own), ==, 4);
  assert_tokens (none, "<mask>", "[UNK]|[UNK]|[UNK]");
  g_assert_cmpint (trestle_tokenizer_get_mask_id (none), ==, -1);
}

static void
test_special_tokens_can_have_other_names (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small ("special_tokens_map.json",
                                                       "{\"cls_token\": \"a\", \"sep_token\": {\"content\": \"e\"}, \"unk_token\": \"s\"}");
  g_autoptr (TrestleTokenizer) added = load_small ("added_tokens.json", "{\"[NEW]\": 40}");

  assert_ids (tokenizer, "", "9 10");
  assert_ids (tokenizer, "x", "9 14 10");
  assert_ids (added, "a[NEW]", "2 9 40 3");
}

static void
test_words_are_as_a_person_writes_them (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);

  assert_word (tokenizer, 5, "un");
  assert_word (tokenizer, 8, "##able");
  assert_word (tokenizer, 4, "[MASK]");
  assert_word (tokenizer, 12, ".");
  assert_word (tokenizer, 28, NULL);
  assert_word (tokenizer, -1, NULL);
  g_assert_cmpuint (trestle_tokenizer_get_vocabulary_size (tokenizer), ==, 28);
}

static void
test_config_chooses_between_two_vocabularies (void)
{
  static const struct
  {
    const char *name;
    const char *config;
    const char *ids; /* of "a" */
  } cases[] = {
    { "config.json", "{\"text_config\": {\"model_type\": \"bert\"}}", "2 9 3" },
    { "config.json", "{\"text_config\": {\"model_type\": \"roberta\"}}", "0 2 1" },
    { "config.json", "{\"text_config\": {\"model_type\": 7}}", "0 2 1" },
    { "config.json", "{\"text_config\": []}", "0 2 1" },
    { "config.json", "{}", "0 2 1" },
    { "no-config.json", "{}", "0 2 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestleTokenizer) tokenizer = load_files (
          (TemporaryFile[]){
              { "vocab.txt", VOCAB },
              { "vocab.json", "{\"<s>\": 0, \"</s>\": 1, \"a\": 2}" },
              { "merges.txt", "" },
              { cases[i].name, cases[i].config },
              { NULL, NULL },
          },
          &error);

      g_assert_no_error (error);
      assert_ids (tokenizer, "a", cases[i].ids);
    }
  check_files_refused (
      (TemporaryFile[]){ { "config.json", "{" }, { "vocab.txt", "" }, { "vocab.json", "" }, { "merges.txt", "" }, { NULL, NULL } },
      TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "config.json”");
}

static void
test_vocabulary_may_end_lines_as_it_likes (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_beside ("[CLS]\r\n[SEP] \r\n\r\n[UNK]\na", NULL, NULL);

  assert_ids (tokenizer, "a x", "0 4 3 1");
  g_assert_cmpuint (trestle_tokenizer_get_vocabulary_size (tokenizer), ==, 5);
}

static void
test_vocabulary_that_makes_no_sense_is_refused (void)
{
  check_files_refused ((TemporaryFile[]){ { "vocab.txt", "[CLS]\n\xFF\n" }, { NULL, NULL } }, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                       "vocab.txt”");
  check_files_refused ((TemporaryFile[]){ { "vocab.txt", "a\n[CLS]\na\n" }, { NULL, NULL } }, TRESTLE_ERROR, TRESTLE_ERROR_INVALID,
                       "vocab.txt”");
  check_files_refused ((TemporaryFile[]){ { "vocab.txt", NULL }, { NULL, NULL } }, G_FILE_ERROR, G_FILE_ERROR_ISDIR, "vocab.txt”");
}

static void
test_vocabulary_without_special_tokens_is_refused (void)
{
  static const char *const cases[][2] = {
    { "", "[CLS]" }, { "[SEP]\n[UNK]\n", "[CLS]" }, { "[CLS]\n[UNK]\n", "[SEP]" }, { "[CLS]\n[SEP]\na\n", "[UNK]" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *folder = temporary_folder_new ((TemporaryFile[]){ { "vocab.txt", cases[i][0] }, { NULL, NULL } });
      g_autoptr (GError) error = NULL;

      g_assert_null (trestle_tokenizer_new_from_folder (folder, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING);
      g_assert_nonnull (strstr (error->message, folder));
      g_assert_nonnull (strstr (error->message, cases[i][1]));
      temporary_folder_free (folder);
    }
}

#define MODEL(fields) "{\"model\": {\"type\": \"WordPiece\"" fields "}, \"pre_tokenizer\": {\"type\": \"BertPreTokenizer\"}"
#define WITH_VOCAB ", \"vocab\": " VOCAB_JSON

static void
test_tokenizer_json_that_cannot_be_used_is_refused (void)
{
  static const struct
  {
    const char *json;
    TrestleError code;
  } cases[] = {
    { "{\"model\": {\"type\": \"WordPiece\"" WITH_VOCAB "}}", TRESTLE_ERROR_UNSUPPORTED },
    { "{\"model\": {\"type\": \"WordPiece\"" WITH_VOCAB "}, \"pre_tokenizer\": {\"type\": \"Whitespace\"}}", TRESTLE_ERROR_UNSUPPORTED },
    { "{\"model\": {\"type\": \"WordPiece\"" WITH_VOCAB "}, \"pre_tokenizer\": []}", TRESTLE_ERROR_UNSUPPORTED },
    { MODEL ("") "}", TRESTLE_ERROR_MISSING },
    { MODEL (", \"vocab\": []") "}", TRESTLE_ERROR_INVALID },
    { MODEL (", \"vocab\": {\"[CLS]\": -1}") "}", TRESTLE_ERROR_INVALID },
    { MODEL (", \"vocab\": {\"[CLS]\": 1, \"[SEP]\": 1}") "}", TRESTLE_ERROR_INVALID },
    { MODEL (", \"vocab\": {\"\\377\": 1}") "}", TRESTLE_ERROR_INVALID },
    { MODEL (WITH_VOCAB ", \"continuing_subword_prefix\": 2") "}", TRESTLE_ERROR_INVALID },
    { MODEL (WITH_VOCAB ", \"unk_token\": 2") "}", TRESTLE_ERROR_INVALID },
    { MODEL (WITH_VOCAB ", \"max_input_chars_per_word\": 0") "}", TRESTLE_ERROR_INVALID },
    { MODEL (WITH_VOCAB ", \"max_input_chars_per_word\": 1.5") "}", TRESTLE_ERROR_INVALID },
    { MODEL (WITH_VOCAB ", \"max_input_chars_per_word\": 100000") "}", TRESTLE_ERROR_TOO_LARGE },
    { MODEL (WITH_VOCAB) ", \"normalizer\": \"x\"}", TRESTLE_ERROR_INVALID },
    { MODEL (WITH_VOCAB) ", \"normalizer\": {}}", TRESTLE_ERROR_UNSUPPORTED },
    { MODEL (WITH_VOCAB) ", \"normalizer\": {\"type\": \"NFC\"}}", TRESTLE_ERROR_UNSUPPORTED },
    { MODEL (WITH_VOCAB) ", \"normalizer\": {\"type\": \"BertNormalizer\", \"lowercase\": 1}}", TRESTLE_ERROR_INVALID },
    { MODEL (WITH_VOCAB) ", \"normalizer\": {\"type\": \"BertNormalizer\", \"strip_accents\": \"\"}}", TRESTLE_ERROR_INVALID },
    { MODEL (WITH_VOCAB) ", \"added_tokens\": [{\"id\": 5, \"content\": \"x\"}]}", TRESTLE_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_files_refused ((TemporaryFile[]){ { "tokenizer.json", cases[i].json }, { NULL, NULL } }, TRESTLE_ERROR, (gint) cases[i].code,
                         "tokenizer.json”");
}

static void
test_config_is_checked (void)
{
  static const char *const cases[] = {
    "{\"do_lower_case\": 1}", "{\"strip_accents\": \"no\"}", "{\"tokenize_chinese_chars\": []}", "{\"unk_token\": 3}", "[]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_files_refused ((TemporaryFile[]){ { "tokenizer_config.json", cases[i] }, { "vocab.txt", VOCAB }, { NULL, NULL } }, TRESTLE_ERROR,
                         TRESTLE_ERROR_INVALID, "tokenizer_config.json”");
}

/* Writes a vocab.txt of @size bytes, all newlines but for the first two, unless it is to be a pipe. */
static void
check_odd_vocabulary (gint64 size, GQuark domain, gint code)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "config.json", "{}" }, { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "vocab.txt", NULL);
  g_autoptr (GError) error = NULL;

  if (size == 0)
    g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  else
    g_assert_true (g_file_set_contents (path, "a\n", -1, NULL) && truncate (path, size) == 0);
  g_assert_null (trestle_tokenizer_new_from_folder (folder, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, path));
  temporary_folder_free (folder);
}

/* 65 MB take no room on the disk, a pipe would wait for a writer for ever, and NUL is no text. */
static void
test_vocabulary_that_is_no_text_is_not_read (void)
{
  check_odd_vocabulary (65 * 1024 * 1024, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
  check_odd_vocabulary (0, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  check_odd_vocabulary (3, TRESTLE_ERROR, TRESTLE_ERROR_INVALID);
}

/* More lines than numbers, most of them empty. */
static void
test_vocabulary_of_too_many_lines_is_refused (void)
{
  g_autofree char *lines = g_strnfill (1000 * 1000, '\n');
  g_autofree char *vocab = g_strconcat ("[CLS]\n[SEP]\n[UNK]", lines, "a\n", NULL);

  check_files_refused ((TemporaryFile[]){ { "vocab.txt", vocab }, { NULL, NULL } }, TRESTLE_ERROR, TRESTLE_ERROR_INVALID, "vocab.txt”");
}

static void
test_text_that_cannot_be_read_is_refused (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);
  g_autofree char *long_text = g_strnfill (5 * 1024 * 1024, 'a');

  check_refused (tokenizer, "un\xFF", 512, TRESTLE_ERROR_INPUT, "its byte 2");
  check_refused (tokenizer, "a", 1, TRESTLE_ERROR_INPUT, "1 tokens");
  check_refused (tokenizer, long_text, 512, TRESTLE_ERROR_TOO_LARGE, "5242880 bytes");
}

static void
test_long_texts_take_time_in_proportion (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);
  g_autofree char *word = g_strnfill (99, 'a');
  g_autofree char *words = g_strconcat (word, " ", NULL);

  check_long_text (tokenizer, "a", FALSE);
  check_long_text (tokenizer, "a ", FALSE);
  check_long_text (tokenizer, words, FALSE);
  check_long_text (tokenizer, " ", FALSE);
  check_long_text (tokenizer, ".", FALSE);
  check_long_text (tokenizer, "猫", FALSE);
  check_long_text (tokenizer, "e\u0301", FALSE);
  check_long_text (tokenizer, "\u0301", FALSE);
  check_long_text (tokenizer, "[MASK]a", FALSE);
  check_long_text (tokenizer, "[", FALSE);
}

/* Every prefix of a long run of letters is a token, so a word of the greatest length tries all of them everywhere. */
static void
test_vocabulary_of_long_tokens_is_fast (void)
{
  g_autoptr (GString) vocab = g_string_new ("[CLS]\n[SEP]\n[UNK]\n##b\n");
  g_autofree char *letters = g_strnfill (99, 'a');
  g_autofree char *words = g_strconcat (letters, "b ", NULL);
  g_autoptr (TrestleTokenizer) tokenizer = NULL;

  for (guint i = 1; i < 99; i++)
    g_string_append_printf (vocab, "%.*s\n##%.*sb\n", (int) i, letters, (int) i, letters);
  tokenizer = load_beside (vocab->str, NULL, NULL);
  check_long_text (tokenizer, words, FALSE);
}

static void
test_threads_may_share_a_tokenizer (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);

  check_golden_in_threads (tokenizer, GOLDEN, N_GOLDEN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wordpiece/ids-match-golden", test_ids_match_golden);
  g_test_add_func ("/wordpiece/tokenizer-json-gives-the-same-ids", test_tokenizer_json_gives_the_same_ids);
  g_test_add_func ("/wordpiece/end-of-a-long-text-is-dropped", test_end_of_a_long_text_is_dropped);
  g_test_add_func ("/wordpiece/decoding-joins-pieces-and-closes-up-marks", test_decoding_joins_pieces_and_closes_up_marks);
  g_test_add_func ("/wordpiece/blanks-around-apostrophes-stay-if-the-config-says-so",
                   test_blanks_around_apostrophes_stay_if_the_config_says_so);
  g_test_add_func ("/wordpiece/longest-tokens-cover-a-word-from-the-left", test_longest_tokens_cover_a_word_from_the_left);
  g_test_add_func ("/wordpiece/words-of-more-than-a-hundred-characters-are-unknown",
                   test_words_of_more_than_a_hundred_characters_are_unknown);
  g_test_add_func ("/wordpiece/every-mark-stands-alone", test_every_mark_stands_alone);
  g_test_add_func ("/wordpiece/text-is-cleaned", test_text_is_cleaned);
  g_test_add_func ("/wordpiece/letters-are-lowered-and-lose-their-accents", test_letters_are_lowered_and_lose_their_accents);
  g_test_add_func ("/wordpiece/each-step-can-be-left-out", test_each_step_can_be_left_out);
  g_test_add_func ("/wordpiece/config-has-the-last-word-on-steps", test_config_has_the_last_word_on_steps);
  g_test_add_func ("/wordpiece/tokenizer-json-can-have-its-own-marks", test_tokenizer_json_can_have_its_own_marks);
  g_test_add_func ("/wordpiece/tokens-know-their-word-and-their-text", test_tokens_know_their_word_and_their_text);
  g_test_add_func ("/wordpiece/ranges-are-of-the-text-as-it-was", test_ranges_are_of_the_text_as_it_was);
  g_test_add_func ("/wordpiece/special-tokens-are-recognised-as-written", test_special_tokens_are_recognised_as_written);
  g_test_add_func ("/wordpiece/mask-has-two-names", test_mask_has_two_names);
  g_test_add_func ("/wordpiece/special-tokens-can-have-other-names", test_special_tokens_can_have_other_names);
  g_test_add_func ("/wordpiece/words-are-as-a-person-writes-them", test_words_are_as_a_person_writes_them);
  g_test_add_func ("/wordpiece/config-chooses-between-two-vocabularies", test_config_chooses_between_two_vocabularies);
  g_test_add_func ("/wordpiece/vocabulary-may-end-lines-as-it-likes", test_vocabulary_may_end_lines_as_it_likes);
  g_test_add_func ("/wordpiece/vocabulary-that-makes-no-sense-is-refused", test_vocabulary_that_makes_no_sense_is_refused);
  g_test_add_func ("/wordpiece/vocabulary-without-special-tokens-is-refused", test_vocabulary_without_special_tokens_is_refused);
  g_test_add_func ("/wordpiece/tokenizer-json-that-cannot-be-used-is-refused", test_tokenizer_json_that_cannot_be_used_is_refused);
  g_test_add_func ("/wordpiece/config-is-checked", test_config_is_checked);
  g_test_add_func ("/wordpiece/vocabulary-that-is-no-text-is-not-read", test_vocabulary_that_is_no_text_is_not_read);
  g_test_add_func ("/wordpiece/vocabulary-of-too-many-lines-is-refused", test_vocabulary_of_too_many_lines_is_refused);
  g_test_add_func ("/wordpiece/text-that-cannot-be-read-is-refused", test_text_that_cannot_be_read_is_refused);
  g_test_add_func ("/wordpiece/long-texts-take-time-in-proportion", test_long_texts_take_time_in_proportion);
  g_test_add_func ("/wordpiece/vocabulary-of-long-tokens-is-fast", test_vocabulary_of_long_tokens_is_fast);
  g_test_add_func ("/wordpiece/threads-may-share-a-tokenizer", test_threads_may_share_a_tokenizer);
  return g_test_run ();
}
