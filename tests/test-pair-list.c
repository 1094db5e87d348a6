/* Lists of pairs: what a line holds, where it is, and that a line which makes no sense costs nothing but itself. */
#include "core/error.h"
#include "core/input/pair-list.h"
#include "tests/temporary-folder.h"

#include <glib/gstdio.h>
#include <string.h>

#define NAME "list.jsonl"
#define PAIR "{\"image\": \"a.png\", \"text\": \"a star\"}\n"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  fixture->path = g_build_filename (fixture->folder, NAME, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->path);
}

/* @length: in bytes, or -1 up to a NUL. */
static TrestlePairList *
open_list (const Fixture *fixture, const char *content, gssize length)
{
  g_autoptr (GError) error = NULL;
  TrestlePairList *list;

  g_assert_true (g_file_set_contents (fixture->path, content, length, NULL));
  list = trestle_pair_list_open (fixture->path, &error);
  g_assert_no_error (error);
  return list;
}

static TrestlePair *
read_pair (TrestlePairList *list)
{
  g_autoptr (GError) error = NULL;
  TrestlePair *pair;

  g_assert_true (trestle_pair_list_read (list, &pair, &error));
  g_assert_no_error (error);
  return pair;
}

static void
test_pair_holds_what_its_line_says (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestlePairList) list = open_list (fixture,
                                                "{\"image\": \"in/a.png\", \"text\": \"a star\", \"id\": 7, \"label\": true}\r\n"
                                                "\n"
                                                "{\"image\": \"/b.png\", \"text\": \"why?\", \"answer\": [\"so\", \"no\"], \"x\": []}\n"
                                                "{\"image\": \"b.png\", \"text\": \"é\", \"label\": \"neutral\", \"answer\": \"one\"}",
                                                -1);
  g_autoptr (TrestlePair) first = read_pair (list), second = read_pair (list), third = read_pair (list);
  g_autofree char *image = g_build_filename (fixture->folder, "in/a.png", NULL);

  g_assert_cmpuint (trestle_pair_list_get_n_pairs (list), ==, 3);
  g_assert_cmpstr (trestle_pair_list_get_name (list), ==, fixture->path);
  g_assert_cmpuint (first->index, ==, 0);
  g_assert_cmpuint (first->line, ==, 1);
  g_assert_cmpstr (first->image, ==, image);
  g_assert_cmpstr (first->text, ==, "a star");
  g_assert_cmpstr (first->id, ==, "7");
  g_assert_cmpstr (first->label, ==, "true");
  g_assert_null (first->answers);
  g_assert_cmpuint (second->index, ==, 1);
  g_assert_cmpuint (second->line, ==, 3);
  g_assert_cmpstr (second->image, ==, "/b.png");
  g_assert_null (second->id);
  g_assert_null (second->label);
  g_assert_true (g_strv_equal ((const char *const *) second->answers, (const char *[]){ "so", "no", NULL }));
  g_assert_cmpstr (third->text, ==, "é");
  g_assert_cmpstr (third->label, ==, "neutral");
  g_assert_true (g_strv_equal ((const char *const *) third->answers, (const char *[]){ "one", NULL }));
  g_assert_null (read_pair (list));
}

static void
test_list_is_known_by_its_digest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestlePairList) list = open_list (fixture, PAIR PAIR, -1);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, PAIR PAIR, -1);

  g_assert_cmpstr (trestle_pair_list_get_digest (list), ==, digest);
}

static void
test_byte_order_mark_is_no_part_of_a_pair (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestlePairList) list = open_list (fixture, "\xef\xbb\xbf\n" PAIR, -1);
  g_autoptr (TrestlePairList) same_line = NULL;
  g_autoptr (TrestlePair) pair = read_pair (list), same = NULL;

  g_assert_cmpuint (trestle_pair_list_get_n_pairs (list), ==, 1);
  g_assert_cmpuint (pair->line, ==, 2);
  same_line = open_list (fixture, "\xef\xbb\xbf" PAIR, -1);
  same = read_pair (same_line);
  g_assert_cmpstr (same->text, ==, "a star");
}

static void
test_seek_finds_every_pair (Fixture *fixture, gconstpointer data)
{
  static const guint64 order[] = { 3, 1, 4, 0, 2, 2 };
  g_autoptr (TrestlePairList) list = open_list (fixture, PAIR PAIR "\n\nnonsense\n" PAIR PAIR, -1);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      TrestlePair *pair;

      g_assert_true (trestle_pair_list_seek (list, order[i], NULL));
      g_assert_cmpint (trestle_pair_list_read (list, &pair, NULL), ==, order[i] != 2);
      g_assert_cmpuint (trestle_pair_list_get_line (list), ==, order[i] + (order[i] < 2 ? 1 : 3));
      if (pair != NULL)
        g_assert_cmpuint (pair->index, ==, order[i]);
      g_clear_pointer (&pair, trestle_pair_free);
    }
  g_assert_true (trestle_pair_list_seek (list, 5, NULL));
  g_assert_null (read_pair (list));
  g_assert_true (trestle_pair_list_seek (list, G_MAXUINT64, &error));
  g_assert_null (read_pair (list));
}

static void
test_bad_line_is_named_and_skipped (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *line;
    const char *said;
  } cases[] = {
    { "nonsense", "object" },
    { "[]", "object" },
    { "{}", "“image”" },
    { "{\"image\": \"a.png\"", "JSON" },
    { "{\"image\": \"a.png\"}", "“text”" },
    { "{\"image\": \"\", \"text\": \"a\"}", "“image”" },
    { "{\"image\": [\"a.png\"], \"text\": \"a\"}", "“image”" },
    { "{\"image\": \"a.png\", \"text\": \"\"}", "“text”" },
    { "{\"image\": \"a.png\", \"text\": 5}", "“text”" },
    { "{\"image\": \"a.png\", \"text\": \"a\", \"text\": \"b\"}", "two values" },
    { "{\"image\": \"a.png\", \"text\": \"\\377\"}", "escape" },
    { "{\"image\": \"a.png\", \"text\": \"\xff\"}", "UTF-8" },
    { "{\"image\": \"a.png\", \"text\": \"a\", \"label\": 0.5}", "“label”" },
    { "{\"image\": \"a.png\", \"text\": \"a\", \"label\": [\"yes\"]}", "“label”" },
    { "{\"image\": \"a.png\", \"text\": \"a\", \"id\": {}}", "“id”" },
    { "{\"image\": \"a.png\", \"text\": \"a\", \"answer\": []}", "“answer”" },
    { "{\"image\": \"a.png\", \"text\": \"a\", \"answer\": [1]}", "“answer”" },
    { "{\"image\": \"a.png\", \"text\": \"a\", \"answer\": {}}", "“answer”" },
    { "{\"image\": \"a.png\", \"text\": \"a\"} {}", "one object" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *content = g_strconcat (PAIR, cases[i].line, "\n", PAIR, NULL);
      g_autoptr (TrestlePairList) list = open_list (fixture, content, -1);
      G_GNUC_UNUSED g_autoptr (TrestlePair) before = read_pair (list), after = NULL;
      g_autoptr (GError) error = NULL;
      TrestlePair *bad;

      g_test_message ("case %u", i);
      g_assert_cmpuint (trestle_pair_list_get_n_pairs (list), ==, 3);
      g_assert_false (trestle_pair_list_read (list, &bad, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, NAME ", line 2”"));
      g_assert_nonnull (strstr (error->message, cases[i].said));
      g_assert_cmpuint (trestle_pair_list_get_line (list), ==, 2);
      after = read_pair (list);
      g_assert_cmpuint (after->index, ==, 2);
    }
}

static void
test_nul_byte_does_not_hide_a_line (Fixture *fixture, gconstpointer data)
{
  static const char content[] = PAIR "\0\n" PAIR;
  g_autoptr (TrestlePairList) list = open_list (fixture, content, sizeof content - 1);
  G_GNUC_UNUSED g_autoptr (TrestlePair) pair = read_pair (list);
  TrestlePair *bad;

  g_assert_cmpuint (trestle_pair_list_get_n_pairs (list), ==, 3);
  g_assert_false (trestle_pair_list_read (list, &bad, NULL));
}

/* Just within the bound it is read, one byte longer it is not. */
static void
test_line_has_a_bound (Fixture *fixture, gconstpointer data)
{
  const gsize most = 1 << 20, around = strlen ("{\"image\": \"a\", \"text\": \"\"}");
  g_autofree char *text = g_strnfill (most - around, 'x');
  g_autofree char *content = g_strdup_printf ("{\"image\": \"a\", \"text\": \"%s\"}\n{\"image\": \"a\", \"text\": \"%sx\"}\n" PAIR, text,
                                              text);
  g_autoptr (TrestlePairList) list = open_list (fixture, content, -1);
  g_autoptr (TrestlePair) longest = read_pair (list), after = NULL;
  g_autoptr (GError) error = NULL;
  TrestlePair *bad;

  g_assert_cmpuint (strlen (longest->text), ==, most - around);
  g_assert_false (trestle_pair_list_read (list, &bad, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, NAME ", line 2”"));
  after = read_pair (list);
  g_assert_cmpstr (after->text, ==, "a star");
}

static void
test_file_that_is_no_list_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) absent = NULL, folder = NULL, blank = NULL;

  g_assert_null (trestle_pair_list_open (fixture->path, &absent));
  g_assert_error (absent, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (absent->message, NAME));
  g_assert_null (trestle_pair_list_open (fixture->folder, &folder));
  g_assert_error (folder, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_assert_true (g_file_set_contents (fixture->path, "\n \r\n\t\n", -1, NULL));
  g_assert_null (trestle_pair_list_open (fixture->path, &blank));
  g_assert_error (blank, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (blank->message, NAME));
}

static void
test_shards_share_out_every_pair_once (Fixture *fixture, gconstpointer data)
{
  static const guint64 counts[] = { 1, 7, 16, 1000003, G_MAXINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint n_shards = 1; n_shards < 40; n_shards++)
      {
        guint64 end = 0;

        for (guint shard = 0; shard < n_shards; shard++)
          {
            TrestlePairRange range = trestle_pair_range_of_shard (counts[i], shard, n_shards);

            g_assert_cmpuint (range.begin, ==, end);
            g_assert_cmpuint (range.end - range.begin, >=, counts[i] / n_shards);
            g_assert_cmpuint (range.end - range.begin, <=, counts[i] / n_shards + 1);
            end = range.end;
          }
        g_assert_cmpuint (end, ==, counts[i]);
      }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "pair-holds-what-its-line-says", test_pair_holds_what_its_line_says },
    { "list-is-known-by-its-digest", test_list_is_known_by_its_digest },
    { "byte-order-mark-is-no-part-of-a-pair", test_byte_order_mark_is_no_part_of_a_pair },
    { "seek-finds-every-pair", test_seek_finds_every_pair },
    { "bad-line-is-named-and-skipped", test_bad_line_is_named_and_skipped },
    { "nul-byte-does-not-hide-a-line", test_nul_byte_does_not_hide_a_line },
    { "line-has-a-bound", test_line_has_a_bound },
    { "file-that-is-no-list-is-refused", test_file_that_is_no_list_is_refused },
    { "shards-share-out-every-pair-once", test_shards_share_out_every_pair_once },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/pair-list/", tests[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
