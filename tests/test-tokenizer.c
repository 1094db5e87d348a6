/* The tokenizer: ids and text agree with the published implementation's, tokens know their place in the text, and files that make no sense
 * are refused by name. */
#include "core/error.h"
#include "core/input/tokenizer-private.h"
#include "tests/tokenizer-checks.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* tests/golden/tokenizer has so many cases. */
#define GOLDEN "tokenizer"
#define N_GOLDEN 30

/* A vocabulary that fits in the head. */
#define VOCAB                                                                                                                              \
  "{\"<s>\": 0, \"<pad>\": 1, \"</s>\": 2, \"<unk>\": 3, \"a\": 4, \"b\": 5, \"c\": 6, \"\u0120\": 7, \"ab\": 8, \"bc\": 9, "              \
  "\"\u0120a\": 10, \"aa\": 11, \"<mask>\": 12}"
#define MERGES "#version: 0.2\nb c\na b\n\u0120 a\na a\n"

/* The small vocabulary with up to one more file beside it. */
static TrestleTokenizer *
load_small (const char *name, const char *content)
{
  g_autoptr (GError) error = NULL;
  TrestleTokenizer *tokenizer = load_files (
      (TemporaryFile[]){ { "vocab.json", VOCAB }, { "merges.txt", MERGES }, { name, content }, { NULL, NULL } }, &error);

  g_assert_no_error (error);
  return tokenizer;
}

static void
test_ids_match_golden (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);

  check_golden (tokenizer, GOLDEN, N_GOLDEN);
}

/* tests/golden/tokenizer/cases.json, to the byte. */
static void
test_decoded_text_matches_golden (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);
  g_autoptr (JsonArray) cases = read_cases (GOLDEN, N_GOLDEN);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      g_autoptr (TrestleTokens) tokens = encode (tokenizer, json_object_get_string_member (object, "text"), 512);
      g_autofree char *text = trestle_tokenizer_decode (tokenizer, tokens->ids, tokens->length);

      g_assert_cmpstr (text, ==, json_object_get_string_member (object, "decoded"));
    }
}

/* The merges of merges.txt as tokenizer.json has them, in its older form or, as pairs, in its newer one. */
static JsonArray *
read_merges (const char *path, gboolean as_pairs)
{
  JsonArray *merges = json_array_new ();
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], " ", 2);
      JsonArray *element = json_array_new ();

      json_array_add_string_element (element, pair[0]);
      json_array_add_string_element (element, pair[1]);
      if (as_pairs)
        json_array_add_array_element (merges, json_array_ref (element));
      else
        json_array_add_string_element (merges, lines[i]);
      json_array_unref (element);
    }
  return merges;
}

/* (transfer full): the golden vocabulary and merges as one tokenizer.json. */
static char *
write_tokenizer_json (gboolean as_pairs)
{
  g_autofree char *folder = golden_folder (GOLDEN);
  g_autofree char *vocab_path = g_build_filename (folder, "vocab.json", NULL);
  g_autofree char *merges_path = g_build_filename (folder, "merges.txt", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) root = json_from_string (
      "{\"version\": \"1.0\", \"normalizer\": null, \"pre_tokenizer\": {\"type\": \"ByteLevel\", \"add_prefix_space\": false,"
      " \"trim_offsets\": true, \"use_regex\": true}, \"model\": {\"type\": \"BPE\", \"continuing_subword_prefix\": \"\"},"
      " \"added_tokens\": [{\"id\": 50260, \"content\": \"<mask>\", \"lstrip\": true, \"special\": true}]}",
      NULL);
  JsonObject *model = json_object_get_object_member (json_node_get_object (root), "model");

  g_assert_true (json_parser_load_from_file (parser, vocab_path, NULL));
  json_object_set_member (model, "vocab", json_parser_steal_root (parser));
  json_object_set_array_member (model, "merges", read_merges (merges_path, as_pairs));
  return json_to_string (root, FALSE);
}

static void
test_tokenizer_json_gives_the_same_ids (gconstpointer as_pairs)
{
  g_autofree char *json = write_tokenizer_json (GPOINTER_TO_INT (as_pairs));
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTokenizer) tokenizer = load_files ((TemporaryFile[]){ { "tokenizer.json", json }, { NULL, NULL } }, &error);

  g_assert_no_error (error);
  check_golden (tokenizer, GOLDEN, N_GOLDEN);
}

/* The first merge of the list is made first, and of one merge the place further left. */
static void
test_merges_are_made_by_rank_from_the_left (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);

  assert_ids (tokenizer, "ab", "0 8 2");
  assert_ids (tokenizer, "abc", "0 4 9 2");
  assert_ids (tokenizer, "aaa", "0 11 4 2");
  assert_ids (tokenizer, "aaaa", "0 11 11 2");
  assert_ids (tokenizer, "aab", "0 4 8 2");
  assert_ids (tokenizer, "a ab a", "0 4 7 8 10 2");
}

static void
test_letters_outside_the_vocabulary_are_unknown (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);

  assert_ids (tokenizer, "aza", "0 4 3 4 2");
  assert_ids (tokenizer, "é", "0 3 3 2");
}

static void
test_tokens_know_their_word_and_their_text (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);

  assert_places (tokenizer, "", "-1:|-1:");
  assert_places (tokenizer, "An image of two cats", "-1:|0:An|1:image|2:of|3:two|4:cats|-1:");
  assert_places (tokenizer, "cats  on\ta couch.", "-1:|0:cats|-1: |1:on|-1:\t|2:a|3:couch|3:.|-1:");
  assert_places (tokenizer, "  and ", "-1:|-1: |0:and|-1: |-1:");
  assert_places (tokenizer, "I don't", "-1:|0:I|1:don|1:'t|-1:");
}

static void
test_ranges_cover_whole_characters (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);

  assert_places (tokenizer, " 🐈 cats", "-1:|0:🐈|0:🐈|0:🐈|1:cats|-1:");
  assert_places (tokenizer, "caf\u00e9", "-1:|0:c|0:af|0:é|-1:");
}

static void
test_mask_is_a_word_without_the_blanks_around_it (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);

  assert_places (tokenizer, "a \u3000\t <mask> end", "-1:|0:a|1:<mask>|2:end|-1:");
  assert_places (tokenizer, "on a<mask>.", "-1:|0:on|1:a|2:<mask>|3:.|-1:");
  assert_places (tokenizer, "<mask> <mask>", "-1:|0:<mask>|1:<mask>|-1:");
  assert_places (tokenizer, "a </s><pad> a", "-1:|0:a|-1: |-1:</s>|-1:<pad>|1:a|-1:");
}

static void
test_end_of_a_long_text_is_dropped (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);
  g_autoptr (TrestleTokens) cut = encode (tokenizer, "a b c", 4);
  g_autoptr (TrestleTokens) all = encode (tokenizer, "a b c", 7);
  g_autoptr (TrestleTokens) least = encode (tokenizer, "a b c", 2);

  g_assert_cmpuint (all->length, ==, 7);
  g_assert_cmpuint (all->n_dropped, ==, 0);
  g_assert_cmpuint (cut->length, ==, 4);
  g_assert_cmpuint (cut->n_dropped, ==, 3);
  g_assert_cmpint (cut->ids[2], ==, 7);
  g_assert_cmpint (cut->ids[3], ==, 2);
  g_assert_cmpuint (cut->starts[3], ==, 5);
  g_assert_cmpuint (least->length, ==, 2);
  g_assert_cmpint (least->ids[1], ==, 2);
  g_assert_cmpuint (least->n_dropped, ==, 5);
}

static void
test_text_that_cannot_be_read_is_refused (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (NULL, NULL);
  g_autofree char *long_text = g_strnfill (5 * 1024 * 1024, 'a');

  check_refused (tokenizer, "ab\xFF", 512, TRESTLE_ERROR_INPUT, "its byte 2");
  check_refused (tokenizer, "\xE2\x82", 512, TRESTLE_ERROR_INPUT, "its byte 0");
  check_refused (tokenizer, "a", 1, TRESTLE_ERROR_INPUT, "1 tokens");
  check_refused (tokenizer, long_text, 512, TRESTLE_ERROR_TOO_LARGE, "5242880 bytes");
}

static void
test_long_texts_take_time_in_proportion (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);

  check_long_text (tokenizer, "a", TRUE);
  check_long_text (tokenizer, "antidisestablishmentarianism", TRUE);
  check_long_text (tokenizer, "a ", TRUE);
  check_long_text (tokenizer, " ", TRUE);
  check_long_text (tokenizer, "🐈", TRUE);
  check_long_text (tokenizer, "<", TRUE);
}

/* A character from blocks that have been as they are for long, so that GLib and PCRE2 agree on what it is. */
static gunichar
random_character (void)
{
  static const gunichar blocks[][2] = { { 0x01, 0x7F },     { ' ', '\'' },      { 'a', 'z' },         { 0x80, 0x24F },
                                        { 0x300, 0x36F },   { 0x391, 0x3A1 },   { 0x410, 0x44F },     { 0x5D0, 0x5EA },
                                        { 0x660, 0x669 },   { 0x966, 0x96F },   { 0x1680, 0x1680 },   { 0x2000, 0x2064 },
                                        { 0x2150, 0x2188 }, { 0x2460, 0x249B }, { 0x3000, 0x3029 },   { 0x4E00, 0x9FA5 },
                                        { 0xAC00, 0xD7A3 }, { 0xFF10, 0xFF5A }, { 0x1D7CE, 0x1D7FF }, { 0x1F400, 0x1F43D } };
  const gunichar *block = blocks[g_test_rand_int_range (0, G_N_ELEMENTS (blocks))];

  return (gunichar) g_test_rand_int_range ((gint32) block[0], (gint32) block[1] + 1);
}

static char *
random_text (void)
{
  static const char *const parts[] = { "'s", "'re", "'ll", " ", "  ", "\n", "ab", "12", "." };
  GString *text = g_string_new (NULL);

  for (gint length = g_test_rand_int_range (1, 40); length > 0; length--)
    if (g_test_rand_bit ())
      g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);
    else
      g_string_append_unichar (text, random_character ());
  return g_string_free (text, FALSE);
}

/* White space is written out because PCRE2 counts U+180E. */
#define SPACE "\\t-\\r\\x{85}\\p{Z}"
#define PATTERN "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^" SPACE "\\p{L}\\p{N}]+|[" SPACE "]+(?![^" SPACE "])|[" SPACE "]+"

static void
test_pieces_are_those_of_the_published_pattern (void)
{
  g_autoptr (GRegex) regex = g_regex_new (PATTERN, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = random_text ();
      g_autoptr (GMatchInfo) match = NULL;
      const char *end = text + strlen (text);
      const char *p = text;

      g_regex_match (regex, text, G_REGEX_MATCH_DEFAULT, &match);
      for (; p < end; g_match_info_next (match, NULL))
        {
          gint match_end;

          p = trestle_find_piece_end (p, end);
          g_assert_true (g_match_info_fetch_pos (match, 0, NULL, &match_end));
          g_assert_cmpint (p - text, ==, match_end);
        }
    }
}

static void
test_decoding_makes_valid_text_of_any_ids (void)
{
  g_autoptr (TrestleTokenizer) golden = load_golden (GOLDEN);
  g_autoptr (TrestleTokens) cat = encode (golden, "🐈", 512);
  g_autofree char *half = trestle_tokenizer_decode (golden, cat->ids + 1, 1);
  g_autofree char *none = trestle_tokenizer_decode (golden, (gint32[]){ -1, 50261, G_MAXINT32, G_MININT32, 0 }, 5);

  g_assert_cmpuint (cat->length, ==, 5);
  g_assert_true (g_utf8_validate (half, -1, NULL));
  g_assert_true (g_str_has_prefix (half, "\uFFFD"));
  g_assert_cmpstr (none, ==, "<s>");
}

static void
test_blanks_before_marks_stay_if_the_config_says_so (void)
{
  g_autofree char *vocab = g_strdup_printf ("%.*s, \".\": 13, \"\u0120.\": 14}", (int) strlen (VOCAB) - 1, VOCAB);
  const gint32 ids[] = { 4, 7, 13 };

  for (guint cleans = 0; cleans < 2; cleans++)
    {
      const char *config = cleans ? "{\"clean_up_tokenization_spaces\": true}" : "{\"clean_up_tokenization_spaces\": false}";
      g_autoptr (TrestleTokenizer) tokenizer = load_files (
          (TemporaryFile[]){ { "vocab.json", vocab }, { "merges.txt", MERGES }, { "tokenizer_config.json", config }, { NULL, NULL } },
          NULL);
      g_autofree char *text = trestle_tokenizer_decode (tokenizer, ids, G_N_ELEMENTS (ids));

      g_assert_cmpstr (text, ==, cleans ? "a." : "a .");
    }
}

static void
test_words_are_as_a_person_writes_them (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_golden (GOLDEN);
  g_autoptr (TrestleTokens) tokens = trestle_tokenizer_encode (tokenizer, "An <mask> cats", G_MAXUINT, NULL);
  g_auto (GStrv) words = trestle_tokenizer_get_words (tokenizer, tokens);

  g_assert_cmpstrv (words, ((const char *[]){ "<s>", "An", "<mask>", "cats", "</s>", NULL }));
  assert_word (tokenizer, 11879, "cats");
  assert_word (tokenizer, 2029, "An");
  assert_word (tokenizer, 224, " ");
  assert_word (tokenizer, 202, "\n");
  assert_word (tokenizer, 0, "<s>");
  assert_word (tokenizer, 50260, "<mask>");
  assert_word (tokenizer, 8586, "\uFFFD\uFFFD");
  assert_word (tokenizer, 50261, NULL);
  assert_word (tokenizer, -1, NULL);
  g_assert_cmpint (trestle_tokenizer_get_mask_id (tokenizer), ==, 50260);
  g_assert_cmpuint (trestle_tokenizer_get_vocabulary_size (tokenizer), ==, 50261);
}

static void
test_demo_model_reads_its_captions (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTokenizer) tokenizer = trestle_tokenizer_new_from_folder (folder, &error);

  g_assert_no_error (error);
  g_assert_cmpint (trestle_tokenizer_get_mask_id (tokenizer), ==, 394);
  assert_places (tokenizer, "a small <mask> square", "-1:|0:a|1:small|2:<mask>|3:square|-1:");
}

static void
test_special_tokens_can_have_other_names (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_small (
      "special_tokens_map.json", "{\"cls_token\": \"a\", \"sep_token\": {\"content\": \"b\"}, \"mask_token\": \"c\"}");

  assert_ids (tokenizer, "", "4 5");
  assert_ids (tokenizer, "aa c", "4 4 4 6 5");
  g_assert_cmpint (trestle_tokenizer_get_mask_id (tokenizer), ==, 6);
}

/* Whatever the vocabulary calls it, and with the white space that it swallows. */
static void
test_mask_can_be_written_as_published (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_files (
      (TemporaryFile[]){
          { "vocab.json", "{\"<s>\": 0, \"</s>\": 1, \"a\": 2, \"[M]\": 3}" },
          { "merges.txt", "" },
          { "special_tokens_map.json", "{\"mask_token\": {\"content\": \"[M]\", \"lstrip\": true}}" },
          { NULL, NULL },
      },
      NULL);

  assert_ids (tokenizer, "a [M]a  <mask>", "0 2 3 2 3 1");
  assert_places (tokenizer, "a <mask>", "-1:|0:a|1:<mask>|-1:");
}

/* What tokenizer.json, special_tokens_map.json and added_tokens.json say of a token holds. */
static void
test_added_tokens_strip_as_described (void)
{
  g_autoptr (TrestleTokenizer) plain = load_small ("special_tokens_map.json", "{\"mask_token\": {\"content\": \"<mask>\"}}");
  g_autoptr (TrestleTokenizer)
      right = load_small ("special_tokens_map.json", "{\"mask_token\": {\"content\": \"<mask>\", \"lstrip\": false, \"rstrip\": true}}");
  g_autoptr (TrestleTokenizer)
      word = load_small ("tokenizer_config.json", "{\"added_tokens_decoder\": {\"20\": {\"content\": \"ac\", \"single_word\": true}}}");
  g_autoptr (TrestleTokenizer) added = load_small ("added_tokens.json", "{\"<m\": 20, \"<mask>!\": 21}");

  assert_ids (plain, "a <mask> a", "0 4 7 12 10 2");
  assert_ids (right, "a <mask>  a", "0 4 7 12 4 2");
  assert_ids (word, "ac aac ac", "0 20 10 4 6 7 20 2");
  assert_ids (added, "a <m<mask>!<mask>", "0 4 7 20 21 12 2");
  assert_places (added, "a<m", "-1:|0:a|1:<m|-1:");
  g_assert_cmpuint (trestle_tokenizer_get_vocabulary_size (added), ==, 22);
}

static void
test_vocabulary_without_mask_has_no_mask_id (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_files (
      (TemporaryFile[]){ { "vocab.json", "{\"<s>\": 0, \"</s>\": 1, \"a\": 2}" }, { "merges.txt", "" }, { NULL, NULL } }, NULL);

  g_assert_cmpint (trestle_tokenizer_get_mask_id (tokenizer), ==, -1);
  assert_ids (tokenizer, "za", "0 2 1");
}

static void
check_vocab_refused (const char *vocab, TrestleError code)
{
  check_files_refused ((TemporaryFile[]){ { "vocab.json", vocab }, { "merges.txt", MERGES }, { NULL, NULL } }, TRESTLE_ERROR, (gint) code,
                       "vocab.json”");
}

static void
test_vocabulary_that_makes_no_sense_is_refused (void)
{
  static const char *const cases[] = {
    "",
    "{",
    "[\"<s>\"]",
    "\xFF\xFE",
    "{\"<s>\": \"0\"}",
    "{\"<s>\": 0.5}",
    "{\"<s>\": 1e3}",
    "{\"<s>\": true}",
    "{\"<s>\": null}",
    "{\"<s>\": [0]}",
    "{\"<s>\": -1}",
    "{\"<s>\": 1000000}",
    "{\"<s>\": 9223372036854775807}",
    "{\"<s>\": 18446744073709551616}",
    "{\"<s>\": 0, \"</s>\": 0}",
    "{\"<s>\": 0 /* \" */, \"</s>\": 1}",
    "{\"<s>\": 0, # \"\n \"</s>\": 1}",
    "{'<s>': 0}",
    "{\"\\377\": 0}",
    "{\"\\uD800x\": 0}",
    "{\"\\342\": 0}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_vocab_refused (cases[i], TRESTLE_ERROR_INVALID);
}

/* The parser calls itself for every bracket. */
static void
test_vocabulary_of_brackets_is_refused (void)
{
  g_autofree char *brackets = g_strnfill (4000000, '[');
  g_autofree char *hidden = g_strconcat ("{/* \" */ \"a\": ", brackets, NULL);
  g_autofree char *objects = NULL;
  g_autoptr (GString) nested = g_string_new (NULL);

  for (guint i = 0; i < 500000; i++)
    g_string_append (nested, "{\"a\": ");
  objects = g_string_free (g_steal_pointer (&nested), FALSE);
  check_vocab_refused (brackets, TRESTLE_ERROR_INVALID);
  check_vocab_refused (hidden, TRESTLE_ERROR_INVALID);
  check_vocab_refused (objects, TRESTLE_ERROR_INVALID);
}

static void
test_vocabulary_without_ends_of_text_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = temporary_folder_new (
      (TemporaryFile[]){ { "vocab.json", "{\"<s>\": 0, \"a\": 1}" }, { "merges.txt", "" }, { NULL, NULL } });

  g_assert_null (trestle_tokenizer_new_from_folder (folder, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_nonnull (strstr (error->message, "</s>"));
  temporary_folder_free (folder);
}

static void
test_merges_that_make_no_sense_are_refused (void)
{
  static const char *const cases[] = { "a\n", "a \n", " b\n", "a b c\n", "a  b\n", "b b\n", "a z\n", "a b\nc c\n", "\xC4" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_files_refused ((TemporaryFile[]){ { "vocab.json", VOCAB }, { "merges.txt", cases[i] }, { NULL, NULL } }, TRESTLE_ERROR,
                         TRESTLE_ERROR_INVALID, "merges.txt”");
}

/* Files that went through other systems, with \r\n, or without an end of the last line. */
static void
test_merges_may_end_lines_as_they_like (void)
{
  g_autoptr (TrestleTokenizer) tokenizer = load_files (
      (TemporaryFile[]){ { "vocab.json", VOCAB }, { "merges.txt", "b c\r\n\r\na b\r\n\u0120 a" }, { NULL, NULL } }, NULL);

  assert_ids (tokenizer, "ab bc a", "0 8 7 9 10 2");
}

#define MODEL(fields) "{\"model\": {\"type\": \"BPE\", \"vocab\": " VOCAB ", \"merges\": [\"a b\"]" fields "}"

static void
test_tokenizer_json_that_cannot_be_used_is_refused (void)
{
  static const struct
  {
    const char *json;
    TrestleError code;
  } cases[] = {
    { "{}", TRESTLE_ERROR_INVALID },
    { "{\"model\": []}", TRESTLE_ERROR_INVALID },
    { "{\"model\": {\"vocab\": {}}}", TRESTLE_ERROR_INVALID },
    { "{\"model\": {\"type\": \"WordLevel\"}}", TRESTLE_ERROR_UNSUPPORTED },
    { "{\"model\": {\"type\": \"Unigram\", \"vocab\": []}}", TRESTLE_ERROR_UNSUPPORTED },
    { "{\"model\": {\"type\": \"BPE\"}}", TRESTLE_ERROR_MISSING },
    { "{\"model\": {\"type\": \"BPE\", \"vocab\": {}}}", TRESTLE_ERROR_MISSING },
    { "{\"model\": {\"type\": \"BPE\", \"vocab\": [], \"merges\": []}}", TRESTLE_ERROR_MISSING },
    { "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -5}, \"merges\": []}}", TRESTLE_ERROR_INVALID },
    { "{\"model\": {\"type\": \"BPE\", \"vocab\": " VOCAB ", \"merges\": [\"ab\"]}}", TRESTLE_ERROR_INVALID },
    { "{\"model\": {\"type\": \"BPE\", \"vocab\": " VOCAB ", \"merges\": [[\"a\"]]}}", TRESTLE_ERROR_INVALID },
    { "{\"model\": {\"type\": \"BPE\", \"vocab\": " VOCAB ", \"merges\": [[\"a\", 1]]}}", TRESTLE_ERROR_INVALID },
    { "{\"model\": {\"type\": \"BPE\", \"vocab\": " VOCAB ", \"merges\": [3]}}", TRESTLE_ERROR_INVALID },
    { MODEL (", \"end_of_word_suffix\": \"</w>\"") "}", TRESTLE_ERROR_UNSUPPORTED },
    { MODEL (", \"byte_fallback\": true") "}", TRESTLE_ERROR_UNSUPPORTED },
    { MODEL ("") ", \"normalizer\": {\"type\": \"NFC\"}}", TRESTLE_ERROR_UNSUPPORTED },
    { MODEL ("") ", \"pre_tokenizer\": {\"type\": \"Whitespace\"}}", TRESTLE_ERROR_UNSUPPORTED },
    { MODEL ("") ", \"pre_tokenizer\": {\"type\": \"ByteLevel\", \"add_prefix_space\": true}}", TRESTLE_ERROR_UNSUPPORTED },
    { MODEL ("") ", \"pre_tokenizer\": {\"type\": \"ByteLevel\", \"use_regex\": false}}", TRESTLE_ERROR_UNSUPPORTED },
    { MODEL ("") ", \"added_tokens\": {}}", TRESTLE_ERROR_INVALID },
    { MODEL ("") ", \"added_tokens\": [7]}", TRESTLE_ERROR_INVALID },
    { MODEL ("") ", \"added_tokens\": [{\"id\": 20}]}", TRESTLE_ERROR_INVALID },
    { MODEL ("") ", \"added_tokens\": [{\"id\": 20, \"content\": \"\"}]}", TRESTLE_ERROR_INVALID },
    { MODEL ("") ", \"added_tokens\": [{\"content\": \"<x>\"}]}", TRESTLE_ERROR_INVALID },
    { MODEL ("") ", \"added_tokens\": [{\"id\": 4, \"content\": \"<x>\"}]}", TRESTLE_ERROR_INVALID },
    { MODEL ("") ", \"added_tokens\": [{\"id\": 20, \"content\": \"a\"}]}", TRESTLE_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_files_refused ((TemporaryFile[]){ { "tokenizer.json", cases[i].json }, { NULL, NULL } }, TRESTLE_ERROR, (gint) cases[i].code,
                         "tokenizer.json”");
}

static void
test_files_beside_the_vocabulary_are_checked (void)
{
  static const struct
  {
    const char *name;
    const char *content;
    TrestleError code;
  } cases[] = {
    { "special_tokens_map.json", "[]", TRESTLE_ERROR_INVALID },
    { "special_tokens_map.json", "{\"mask_token\": 5}", TRESTLE_ERROR_INVALID },
    { "special_tokens_map.json", "{\"mask_token\": \"\"}", TRESTLE_ERROR_INVALID },
    { "special_tokens_map.json", "{\"cls_token\": {\"lstrip\": true}}", TRESTLE_ERROR_INVALID },
    { "special_tokens_map.json", "{\"additional_special_tokens\": [7]}", TRESTLE_ERROR_INVALID },
    { "tokenizer_config.json", "{\"add_prefix_space\": true}", TRESTLE_ERROR_UNSUPPORTED },
    { "tokenizer_config.json", "{\"added_tokens_decoder\": {\"x\": {\"content\": \"<x>\"}}}", TRESTLE_ERROR_INVALID },
    { "tokenizer_config.json", "{\"added_tokens_decoder\": {\"5\": {\"content\": \"<x>\"}}}", TRESTLE_ERROR_INVALID },
    { "tokenizer_config.json", "{\"added_tokens_decoder\": {\"20\": 1}}", TRESTLE_ERROR_INVALID },
    { "added_tokens.json", "{\"<x>\": -1}", TRESTLE_ERROR_INVALID },
    { "added_tokens.json", "{\"\": 20}", TRESTLE_ERROR_INVALID },
    { "added_tokens.json", "nothing", TRESTLE_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_files_refused (
        (TemporaryFile[]){ { cases[i].name, cases[i].content }, { "vocab.json", VOCAB }, { "merges.txt", MERGES }, { NULL, NULL } },
        TRESTLE_ERROR, (gint) cases[i].code, cases[i].name);
}

static void
test_missing_files_are_named (void)
{
  g_autoptr (GError) error = NULL;

  check_files_refused ((TemporaryFile[]){ { "config.json", "{}" }, { NULL, NULL } }, G_FILE_ERROR, G_FILE_ERROR_NOENT, "“vocab.json”");
  check_files_refused ((TemporaryFile[]){ { "vocab.json", VOCAB }, { NULL, NULL } }, G_FILE_ERROR, G_FILE_ERROR_NOENT, "“merges.txt”");
  check_files_refused ((TemporaryFile[]){ { "merges.txt", "" }, { NULL, NULL } }, G_FILE_ERROR, G_FILE_ERROR_NOENT, "“vocab.txt”");
  check_files_refused ((TemporaryFile[]){ { "vocab.json", NULL }, { "merges.txt", "" }, { NULL, NULL } }, G_FILE_ERROR, G_FILE_ERROR_ISDIR,
                       "vocab.json”");
  g_assert_null (trestle_tokenizer_new_from_folder ("/nowhere/at-all", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "“/nowhere/at-all”"));
}

/* 65 MB of nothing, which takes no room on the disk. */
static void
test_huge_vocabulary_is_not_read (void)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "vocab.json", "{}" }, { "merges.txt", "" }, { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "vocab.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (truncate (path, 65 * 1024 * 1024), ==, 0);
  g_assert_null (trestle_tokenizer_new_from_folder (folder, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, path));
  temporary_folder_free (folder);
}

/* Opening it would wait for a writer for ever. */
static void
test_vocabulary_that_is_a_pipe_is_refused (void)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "merges.txt", "" }, { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "vocab.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_null (trestle_tokenizer_new_from_folder (folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, path));
  temporary_folder_free (folder);
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
  g_test_add_func ("/tokenizer/ids-match-golden", test_ids_match_golden);
  g_test_add_func ("/tokenizer/decoded-text-matches-golden", test_decoded_text_matches_golden);
  g_test_add_data_func ("/tokenizer/tokenizer-json-gives-the-same-ids/merges-as-text", GINT_TO_POINTER (FALSE),
                        test_tokenizer_json_gives_the_same_ids);
  g_test_add_data_func ("/tokenizer/tokenizer-json-gives-the-same-ids/merges-as-pairs", GINT_TO_POINTER (TRUE),
                        test_tokenizer_json_gives_the_same_ids);
  g_test_add_func ("/tokenizer/merges-are-made-by-rank-from-the-left", test_merges_are_made_by_rank_from_the_left);
  g_test_add_func ("/tokenizer/letters-outside-the-vocabulary-are-unknown", test_letters_outside_the_vocabulary_are_unknown);
  g_test_add_func ("/tokenizer/tokens-know-their-word-and-their-text", test_tokens_know_their_word_and_their_text);
  g_test_add_func ("/tokenizer/ranges-cover-whole-characters", test_ranges_cover_whole_characters);
  g_test_add_func ("/tokenizer/mask-is-a-word-without-the-blanks-around-it", test_mask_is_a_word_without_the_blanks_around_it);
  g_test_add_func ("/tokenizer/end-of-a-long-text-is-dropped", test_end_of_a_long_text_is_dropped);
  g_test_add_func ("/tokenizer/text-that-cannot-be-read-is-refused", test_text_that_cannot_be_read_is_refused);
  g_test_add_func ("/tokenizer/long-texts-take-time-in-proportion", test_long_texts_take_time_in_proportion);
  g_test_add_func ("/tokenizer/pieces-are-those-of-the-published-pattern", test_pieces_are_those_of_the_published_pattern);
  g_test_add_func ("/tokenizer/decoding-makes-valid-text-of-any-ids", test_decoding_makes_valid_text_of_any_ids);
  g_test_add_func ("/tokenizer/blanks-before-marks-stay-if-the-config-says-so", test_blanks_before_marks_stay_if_the_config_says_so);
  g_test_add_func ("/tokenizer/words-are-as-a-person-writes-them", test_words_are_as_a_person_writes_them);
  g_test_add_func ("/tokenizer/demo-model-reads-its-captions", test_demo_model_reads_its_captions);
  g_test_add_func ("/tokenizer/special-tokens-can-have-other-names", test_special_tokens_can_have_other_names);
  g_test_add_func ("/tokenizer/mask-can-be-written-as-published", test_mask_can_be_written_as_published);
  g_test_add_func ("/tokenizer/added-tokens-strip-as-described", test_added_tokens_strip_as_described);
  g_test_add_func ("/tokenizer/vocabulary-without-mask-has-no-mask-id", test_vocabulary_without_mask_has_no_mask_id);
  g_test_add_func ("/tokenizer/vocabulary-that-makes-no-sense-is-refused", test_vocabulary_that_makes_no_sense_is_refused);
  g_test_add_func ("/tokenizer/vocabulary-of-brackets-is-refused", test_vocabulary_of_brackets_is_refused);
  g_test_add_func ("/tokenizer/vocabulary-without-ends-of-text-is-refused", test_vocabulary_without_ends_of_text_is_refused);
  g_test_add_func ("/tokenizer/merges-that-make-no-sense-are-refused", test_merges_that_make_no_sense_are_refused);
  g_test_add_func ("/tokenizer/merges-may-end-lines-as-they-like", test_merges_may_end_lines_as_they_like);
  g_test_add_func ("/tokenizer/tokenizer-json-that-cannot-be-used-is-refused", test_tokenizer_json_that_cannot_be_used_is_refused);
  g_test_add_func ("/tokenizer/files-beside-the-vocabulary-are-checked", test_files_beside_the_vocabulary_are_checked);
  g_test_add_func ("/tokenizer/missing-files-are-named", test_missing_files_are_named);
  g_test_add_func ("/tokenizer/huge-vocabulary-is-not-read", test_huge_vocabulary_is_not_read);
  g_test_add_func ("/tokenizer/vocabulary-that-is-a-pipe-is-refused", test_vocabulary_that_is_a_pipe_is_refused);
  g_test_add_func ("/tokenizer/threads-may-share-a-tokenizer", test_threads_may_share_a_tokenizer);
  return g_test_run ();
}
