/* The subcommand evaluate: its numbers against those of other subcommands, its parts against the whole, and what is wrong with a call. */
#include <math.h>
#include <string.h>

#include "tests/cli-call.h"
#include "tests/scenes.h"
#include "tests/temporary-folder.h"

#define N_SCENES 12
#define SEED 3

/* A folder with drawn scenes, and the lists that tests write into it. */
typedef struct
{
  char *folder;
  char *list;
} Drawn;

static void
drawn_init (Drawn *drawn, ScenesKind kind)
{
  g_autoptr (GError) error = NULL;

  drawn->folder = temporary_folder_new ((const TemporaryFile[]){ { NULL } });
  drawn->list = g_build_filename (drawn->folder, "pairs.jsonl", NULL);
  scenes_write (drawn->folder, kind, N_SCENES, SEED, &error);
  g_assert_no_error (error);
}

static void
drawn_clear (Drawn *drawn)
{
  temporary_folder_free (drawn->folder);
  g_free (drawn->list);
}

/* Puts other lines in the list's place. */
static void
rewrite (const Drawn *drawn, const char *lines)
{
  g_assert_true (g_file_set_contents (drawn->list, lines, -1, NULL));
}

/* (transfer full) (element-type JsonNode): the lines of the list */
static GPtrArray *
read_pairs (const Drawn *drawn)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (drawn->list, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (char **line = lines; **line != '\0'; line++)
    g_ptr_array_add (pairs, json_from_string (*line, NULL));
  return pairs;
}

static const char *
get (const GPtrArray *pairs, guint index, const char *name)
{
  return json_object_get_string_member (json_node_get_object (g_ptr_array_index (pairs, index)), name);
}

static double
get_number (CliResult *result, const char *name)
{
  return json_object_get_double_member (json_node_get_object (result->json), name);
}

/* What "match" and "ask" say to one pair. */
static gboolean
is_right (const Drawn *drawn, const GPtrArray *pairs, guint index, const char *subcommand)
{
  g_autofree char *image = g_build_filename (drawn->folder, get (pairs, index, "image"), NULL);
  g_autoptr (CliResult) result = cli_call (subcommand, "-i", image, "-t", get (pairs, index, "text"), "--json", NULL);
  JsonObject *json = cli_result_get_json (result), *first;

  if (g_str_equal (subcommand, "ask"))
    {
      first = json_array_get_object_element (json_object_get_array_member (json, "answers"), 0);
      return g_str_equal (json_object_get_string_member (first, "answer"), get (pairs, index, "answer"));
    }
  first = json_array_get_object_element (json_object_get_array_member (json, "results"), 0);
  return (json_object_get_double_member (first, "probability") > 0.5) == g_str_equal (get (pairs, index, "label"), "yes");
}

/* Pair by pair with the subcommand of the task; the task is found from the list. */
static void
test_accuracy_is_the_share_of_right_pairs (gconstpointer subcommand)
{
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (CliResult) result = NULL;
  guint n_right = 0;
  ScenesKind kind;
  JsonObject *json;
  double share;
  Drawn drawn;

  g_assert_true (scenes_parse_kind (subcommand, &kind));
  drawn_init (&drawn, kind);
  pairs = read_pairs (&drawn);
  for (guint i = 0; i < N_SCENES; i++)
    n_right += is_right (&drawn, pairs, i, subcommand);
  result = cli_call ("evaluate", "--pairs", drawn.list, "--json", NULL);
  json = cli_result_get_json (result);
  share = (double) n_right / N_SCENES;
  g_assert_cmpstr (json_object_get_string_member (json, "task"), ==, subcommand);
  g_assert_cmpint (json_object_get_int_member (json, "pairs"), ==, N_SCENES);
  g_assert_cmpint (json_object_get_int_member (json, "failed"), ==, 0);
  g_assert_false (json_object_has_member (json, "missing"));
  g_assert_cmpfloat_with_epsilon (get_number (result, "accuracy"), share, 1e-12);
  /* Student's t for 11 degrees of freedom. */
  g_assert_cmpfloat_with_epsilon (get_number (result, "interval"), 2.200985 * sqrt (share * (1.0 - share) / (N_SCENES - 1)), 1e-6);
  drawn_clear (&drawn);
}

static void
test_answers_of_ten_people_count_as_in_vqa (void)
{
  g_autoptr (CliResult) result = NULL;
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  Drawn drawn;

  drawn_init (&drawn, SCENES_ASK);
  pairs = read_pairs (&drawn);
  g_assert_true (is_right (&drawn, pairs, 0, "ask"));
  /* Two of ten say what the model does. */
  g_string_printf (line, "{\"image\": \"%s\", \"text\": \"%s\", \"answer\": [\"The %s.\", \"%s\"", get (pairs, 0, "image"),
                   get (pairs, 0, "text"), get (pairs, 0, "answer"), get (pairs, 0, "answer"));
  for (guint i = 0; i < 8; i++)
    g_string_append (line, ", \"nothing\"");
  g_string_append (line, "]}\n");
  rewrite (&drawn, line->str);
  result = cli_call ("evaluate", "--pairs", drawn.list, "--json", NULL);
  cli_result_get_json (result);
  g_assert_cmpfloat_with_epsilon (get_number (result, "accuracy"), 0.6, 1e-12);
  g_assert_true (json_object_get_null_member (json_node_get_object (result->json), "interval"));
  drawn_clear (&drawn);
}

/* The demo model chooses among 22 answers; with other names for them none is right. */
static void
test_answers_have_the_names_of_the_file (void)
{
  g_autoptr (CliResult) result = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *path = NULL;
  Drawn drawn;

  drawn_init (&drawn, SCENES_ASK);
  path = g_build_filename (drawn.folder, "names.txt", NULL);
  for (guint i = 0; i < 22; i++)
    g_string_append_printf (names, "name %u\n", i);
  g_assert_true (g_file_set_contents (path, names->str, -1, NULL));
  result = cli_call ("evaluate", "--pairs", drawn.list, "--answers", path, "--json", NULL);
  cli_result_get_json (result);
  g_assert_cmpfloat (get_number (result, "accuracy"), ==, 0.0);
  drawn_clear (&drawn);
}

static void
test_texts_that_were_cut_are_told (void)
{
  g_autoptr (GString) line = g_string_new ("{\"image\": \"scene-00000.png\", \"label\": \"yes\", \"text\": \"a star");
  g_autoptr (CliResult) result = NULL;
  Drawn drawn;

  drawn_init (&drawn, SCENES_MATCH);
  for (guint i = 0; i < 100; i++)
    g_string_append (line, " and a star");
  g_string_append (line, "\"}\n");
  rewrite (&drawn, line->str);
  result = cli_call ("evaluate", "--pairs", drawn.list, "--json", NULL);
  cli_result_assert_done (result);
  g_assert_nonnull (strstr (result->err, "1 text is longer than the 64 tokens that the model reads"));
  drawn_clear (&drawn);
}

/* The first pair decides, so it has to be one; of the others each may be wrong in a way of its own. */
static void
test_pairs_that_fail_are_counted_and_left_out (void)
{
  g_autoptr (CliResult) result = NULL, table = NULL;
  g_autoptr (GPtrArray) pairs = NULL;
  g_autofree char *lines = NULL;
  JsonObject *json;
  Drawn drawn;

  drawn_init (&drawn, SCENES_MATCH);
  pairs = read_pairs (&drawn);
  lines = g_strdup_printf ("{\"image\": \"scene-00000.png\", \"text\": \"%s\", \"label\": true}\n"
                           "{\"image\": \"absent.png\", \"text\": \"a star\", \"label\": \"yes\"}\n"
                           "{\"image\": \"scene-00001.png\", \"text\": \"a star\", \"label\": \"perhaps\"}\n"
                           "{\"image\": \"scene-00001.png\", \"text\": \"a star\"}\n"
                           "no pair\n"
                           "{\"image\": \"scene-00000.png\", \"text\": \"%s\", \"label\": 0}\n",
                           get (pairs, 0, "text"), get (pairs, 0, "text"));
  rewrite (&drawn, lines);
  result = cli_call ("evaluate", "--pairs", drawn.list, "--json", NULL);
  cli_result_assert_done (result);
  g_assert_nonnull (strstr (result->err, "4 of 6 pairs failed"));
  g_assert_nonnull (strstr (result->err, "line 2: "));
  g_assert_nonnull (strstr (result->err, "/absent.png”"));
  g_assert_nonnull (strstr (result->err, "line 3: The label is “perhaps”; it should be yes or no"));
  g_assert_nonnull (strstr (result->err, "line 4: The pair has no “label”"));
  g_assert_nonnull (strstr (result->err, "line 5: "));
  result->json = json_from_string (result->out, NULL);
  json = json_node_get_object (result->json);
  g_assert_cmpint (json_object_get_int_member (json, "failed"), ==, 4);
  /* One of two opposite labels is right, whatever the model says. */
  g_assert_cmpfloat (get_number (result, "accuracy"), ==, 0.5);
  table = cli_call ("evaluate", "--pairs", drawn.list, NULL);
  cli_result_assert_done (table);
  g_assert_nonnull (strstr (table->out, "0.5000"));
  g_assert_nonnull (strstr (table->out, "match"));
  drawn_clear (&drawn);
}

static void
test_shards_merge_to_the_whole (void)
{
  g_autofree char *first = NULL, *second = NULL, *merged = NULL, *whole = NULL, *written = NULL;
  CliResult *calls[6];
  JsonObject *json;
  Drawn drawn;

  drawn_init (&drawn, SCENES_MATCH);
  first = g_build_filename (drawn.folder, "1.json", NULL);
  second = g_build_filename (drawn.folder, "2.json", NULL);
  merged = g_build_filename (drawn.folder, "merged.json", NULL);
  whole = g_build_filename (drawn.folder, "whole.json", NULL);
  calls[0] = cli_call ("evaluate", "--pairs", drawn.list, "--shard", "1/2", "-o", first, NULL);
  calls[1] = cli_call ("evaluate", "--pairs", drawn.list, "--shard", "2/2", "-o", second, NULL);
  calls[2] = cli_call ("merge", first, second, "-o", merged, NULL);
  calls[3] = cli_call ("evaluate", "--merged", merged, "--json", NULL);
  calls[4] = cli_call ("evaluate", "--pairs", drawn.list, "-o", whole, "--json", NULL);
  calls[5] = cli_call ("evaluate", "--merged", second, "--json", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    cli_result_assert_done (calls[i]);
  g_assert_cmpstr (calls[3]->out, ==, calls[4]->out);
  g_assert_true (g_file_get_contents (whole, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, calls[4]->out);
  json = cli_result_get_json (calls[5]);
  g_assert_cmpint (json_object_get_int_member (json, "missing"), ==, N_SCENES / 2);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    cli_result_free (calls[i]);
  drawn_clear (&drawn);
}

/* The scores of "rank", `[n_images, n_texts]`, of the images and texts of a list. */
static CliResult *
rank (const Drawn *drawn, const GPtrArray *pairs, guint n_images, const char *by)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, g_strdup ("rank"));
  g_ptr_array_add (arguments, g_strdup ("--json"));
  g_ptr_array_add (arguments, g_strconcat ("--by=", by, NULL));
  for (guint i = 0; i < n_images; i++)
    g_ptr_array_add (arguments, g_strdup_printf ("--image=%s/scene-%05u.png", drawn->folder, i));
  for (guint i = 0; i < pairs->len; i++)
    g_ptr_array_add (arguments, g_strconcat ("--text=", get (pairs, i, "text"), NULL));
  g_ptr_array_add (arguments, NULL);
  return cli_call_v ((const char *const *) arguments->pdata);
}

static double
get_score (JsonArray *scores, guint image, guint text)
{
  return json_array_get_double_element (json_array_get_array_element (scores, image), text);
}

/* Percent of texts whose image is the best; text i belongs to image i / 2. */
static double
find_best_images (JsonArray *scores, guint n_images, guint n_texts)
{
  guint n_hits = 0;

  for (guint text = 0; text < n_texts; text++)
    {
      guint best = 0;

      for (guint image = 1; image < n_images; image++)
        if (get_score (scores, image, text) > get_score (scores, best, text))
          best = image;
      n_hits += best == text / 2;
    }
  return 100.0 * n_hits / n_texts;
}

static double
find_best_texts (JsonArray *scores, guint n_images, guint n_texts)
{
  guint n_hits = 0;

  for (guint image = 0; image < n_images; image++)
    {
      guint best = 0;

      for (guint text = 1; text < n_texts; text++)
        if (get_score (scores, image, text) > get_score (scores, image, best))
          best = text;
      n_hits += best / 2 == image;
    }
  return 100.0 * n_hits / n_images;
}

static double
get_recall (JsonObject *json, const char *direction, const char *name)
{
  return json_object_get_double_member (json_object_get_object_member (json, direction), name);
}

/* Two texts each of six images: the second text is that of the scene's neighbour, so that not all is found. */
static void
test_retrieval_is_counted_from_the_scores_of_rank (gconstpointer by)
{
  const guint n_images = N_SCENES / 2;
  g_autoptr (CliResult) ranked = NULL, result = NULL, table = NULL;
  g_autoptr (GPtrArray) drawn_pairs = NULL, pairs = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  JsonArray *scores;
  JsonObject *json;
  double sum = 0.0;
  Drawn drawn;

  drawn_init (&drawn, SCENES_CAPTION);
  drawn_pairs = read_pairs (&drawn);
  for (guint i = 0; i < n_images; i++)
    for (guint j = 0; j < 2; j++)
      g_string_append_printf (lines, "{\"image\": \"scene-%05u.png\", \"text\": \"%s\"}\n", i,
                              get (drawn_pairs, (i + j * (i % 2)) % n_images, "text"));
  rewrite (&drawn, lines->str);
  pairs = read_pairs (&drawn);
  ranked = rank (&drawn, pairs, n_images, by);
  scores = json_object_get_array_member (cli_result_get_json (ranked), "scores");
  result = cli_call ("evaluate", "--pairs", drawn.list, "--task", "retrieve", "--by", by, "--json", NULL);
  json = cli_result_get_json (result);
  g_assert_cmpint (json_object_get_int_member (json, "images"), ==, n_images);
  g_assert_cmpint (json_object_get_int_member (json, "texts"), ==, N_SCENES);
  g_assert_cmpstr (json_object_get_string_member (json, "by"), ==, by);
  /* Where two texts are the same their scores are, too, and the evaluation does not give the benefit of the doubt. */
  g_assert_cmpfloat (get_recall (json, "text_to_image", "r1"), ==, find_best_images (scores, n_images, N_SCENES));
  g_assert_cmpfloat (get_recall (json, "image_to_text", "r1"), <=, find_best_texts (scores, n_images, N_SCENES));
  g_assert_cmpfloat (get_recall (json, "image_to_text", "r1"), >, 0.0);
  g_assert_cmpfloat (get_recall (json, "text_to_image", "r10"), ==, 100.0);
  for (guint i = 0; i < 6; i++)
    sum += get_recall (json, i < 3 ? "image_to_text" : "text_to_image", (const char *const[]){ "r1", "r5", "r10" }[i % 3]);
  g_assert_cmpfloat_with_epsilon (get_number (result, "rsum"), sum, 1e-9);
  table = cli_call ("evaluate", "--pairs", drawn.list, "--task", "retrieve", "--by", by, NULL);
  cli_result_assert_done (table);
  g_assert_nonnull (strstr (table->out, "image to text"));
  g_assert_nonnull (strstr (table->out, "RSUM "));
  drawn_clear (&drawn);
}

/**
 * Case: a call that fails.
 * @list: the list's lines; %NULL for no list
 * @arguments: behind it
 */
typedef struct
{
  const char *name;
  const char *list;
  const char *arguments[6];
  int code;
  const char *said;
} Case;

#define LABELLED "{\"image\": \"scene-00000.png\", \"text\": \"a star\", \"label\": \"yes\"}\n"
#define BARE "{\"image\": \"scene-00000.png\", \"text\": \"a star\"}\n"

static const Case cases[] = {
  { "no-list", NULL, { NULL }, 2, "--pairs LIST is missing" },
  { "unknown-task", LABELLED, { "--task", "dance" }, 2, "“dance”" },
  { "retrieval-in-parts", BARE, { "--task", "retrieve", "--shard", "1/2", "-o", "a.json" }, 2, "cannot be done in parts" },
  { "retrieval-resumed", BARE, { "--task", "retrieve", "--resume", "-o", "a.json" }, 2, "cannot be done in parts" },
  { "scores-of-no-retrieval", LABELLED, { "--by", "contrast" }, 2, "--by is only for --task retrieve" },
  { "unknown-scores", BARE, { "--task", "retrieve", "--by", "luck" }, 2, "“luck”" },
  { "names-of-no-answers", LABELLED, { "--answers", "a.txt" }, 2, "--answers is only for --task ask" },
  { "list-and-result", LABELLED, { "--merged", "a.json" }, 2, "no option goes with it" },
  { "absent-result", NULL, { "--merged", "absent.json" }, 1, "absent.json”" },
  { "list-without-labels", BARE, { NULL }, 1, "/pairs.jsonl, line 1”. The pair has neither a “label” nor an “answer”" },
  { "labels-of-no-task",
    "{\"image\": \"a.png\", \"text\": \"a\", \"label\": \"perhaps\"}\n",
    { NULL },
    1,
    "“perhaps” is none of yes and no" },
  { "no-label-for-any", BARE BARE, { "--task", "match" }, 1, "None of the 2 pairs" },
  { "no-image-for-any",
    "{\"image\": \"absent.png\", \"text\": \"a\", \"label\": \"yes\"}\n",
    { NULL },
    1,
    "/absent.png” cannot be opened" },
  { "empty-list", "", { NULL }, 1, "/pairs.jsonl”" },
  { "entailment-without-the-head", LABELLED, { "--task", "entail" }, 1, "no head for the task “entail”" },
  { "retrieval-without-the-head", BARE, { "--task", "retrieve", "--by", "retrieve" }, 1, "no head for the task “retrieve”" },
  { "retrieval-without-an-image",
    BARE "{\"image\": \"absent.png\", \"text\": \"a\"}\n",
    { "--task", "retrieve" },
    1,
    "/absent.png” cannot be opened" },
  { "retrieval-among-other-lines", BARE "no pair\n", { "--task", "retrieve" }, 1, "/pairs.jsonl, line 2”" },
};

static void
test_call_fails (gconstpointer data)
{
  const Case *failing = data;
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (CliResult) result = NULL;
  Drawn drawn;

  drawn_init (&drawn, SCENES_CAPTION);
  g_ptr_array_add (arguments, (gpointer) "evaluate");
  if (failing->list != NULL)
    {
      rewrite (&drawn, failing->list);
      g_ptr_array_add (arguments, (gpointer) "--pairs");
      g_ptr_array_add (arguments, drawn.list);
    }
  for (guint i = 0; i < G_N_ELEMENTS (failing->arguments) && failing->arguments[i] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) failing->arguments[i]);
  g_ptr_array_add (arguments, NULL);
  result = cli_call_v ((const char *const *) arguments->pdata);
  if (result->code != failing->code || strstr (result->err, failing->said) == NULL)
    g_test_message ("exit %d: %s", result->code, result->err);
  g_assert_cmpint (result->code, ==, failing->code);
  g_assert_nonnull (strstr (result->err, failing->said));
  g_assert_cmpstr (result->out, ==, "");
  drawn_clear (&drawn);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/cli-evaluate/accuracy-of-matches-is-the-share-of-right-pairs", "match",
                        test_accuracy_is_the_share_of_right_pairs);
  g_test_add_data_func ("/cli-evaluate/accuracy-of-answers-is-the-share-of-right-pairs", "ask", test_accuracy_is_the_share_of_right_pairs);
  g_test_add_func ("/cli-evaluate/answers-of-ten-people-count-as-in-vqa", test_answers_of_ten_people_count_as_in_vqa);
  g_test_add_func ("/cli-evaluate/answers-have-the-names-of-the-file", test_answers_have_the_names_of_the_file);
  g_test_add_func ("/cli-evaluate/texts-that-were-cut-are-told", test_texts_that_were_cut_are_told);
  g_test_add_func ("/cli-evaluate/pairs-that-fail-are-counted-and-left-out", test_pairs_that_fail_are_counted_and_left_out);
  g_test_add_func ("/cli-evaluate/shards-merge-to-the-whole", test_shards_merge_to_the_whole);
  g_test_add_data_func ("/cli-evaluate/retrieval-by-match-is-counted-from-the-scores-of-rank", "match",
                        test_retrieval_is_counted_from_the_scores_of_rank);
  g_test_add_data_func ("/cli-evaluate/retrieval-by-contrast-is-counted-from-the-scores-of-rank", "contrast",
                        test_retrieval_is_counted_from_the_scores_of_rank);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli-evaluate/fails/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_call_fails);
    }
  return g_test_run ();
}
