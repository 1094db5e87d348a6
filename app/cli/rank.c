/* trestle-cli rank: every image against every text. */
#include "app/cli/output.h"
#include "app/cli/ranking.h"
#include "app/cli/table.h"

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", "An image, a PNG or JPEG file. May be given several times.", .is_required = TRUE },
  { "text", 't', CLI_LIST (texts), "TEXT", "A caption. May be given several times.", .is_required = TRUE },
  CLI_BY,
  CLI_MODEL,
  CLI_OPENING,
  CLI_JSON,
  { NULL },
};

static void
add_strings (JsonBuilder *builder, const char *name, char **values)
{
  json_builder_begin_array (json_builder_set_member_name (builder, name));
  for (; *values != NULL; values++)
    {
      g_autofree char *valid = g_utf8_make_valid (*values, -1);

      json_builder_add_string_value (builder, valid);
    }
  json_builder_end_array (builder);
}

static void
print_json (CliCall *call, const CliRanking *ranking)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  cli_json_add_string (builder, "by", ranking->by);
  add_strings (builder, "images", call->options.images);
  add_strings (builder, "texts", call->options.texts);
  json_builder_begin_array (json_builder_set_member_name (builder, "scores"));
  for (guint image = 0; image < ranking->n_images; image++)
    {
      json_builder_begin_array (builder);
      for (guint text = 0; text < ranking->n_texts; text++)
        cli_json_add_element (builder, ranking->scores[image * ranking->n_texts + text]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (json_builder_end_array (builder));
  cli_print_json (call, builder);
}

static int
compare_scores (gconstpointer a, gconstpointer b, gpointer scores)
{
  double first = ((const double *) scores)[*(const guint *) a], second = ((const double *) scores)[*(const guint *) b];

  return (first < second) - (first > second);
}

/* For people the images of each text are put in order: that is what a ranking is for. */
static void
print_text (CliCall *call, const CliRanking *ranking, guint text)
{
  g_autoptr (CliTable) table = cli_table_new ("rl", ranking->heading, "image");
  g_autofree char *heading = cli_fit (call->options.texts[text], 80);
  g_autofree double *scores = g_new (double, ranking->n_images);
  g_autofree guint *order = g_new (guint, ranking->n_images);

  for (guint i = 0; i < ranking->n_images; i++)
    {
      order[i] = i;
      scores[i] = ranking->scores[i * ranking->n_texts + text];
    }
  g_qsort_with_data (order, (int) ranking->n_images, sizeof *order, compare_scores, scores);
  for (guint i = 0; i < ranking->n_images; i++)
    cli_table_add (table, g_strdup_printf ("%.4f", scores[order[i]]), g_filename_display_name (call->options.images[order[i]]));
  cli_print (call, "%s%s", text > 0 ? "\n" : "", heading);
  cli_table_print (table, call);
}

static gboolean
run (CliCall *call, GError **error)
{
  g_autoptr (CliRanking) ranking = cli_ranking_new (call, call->options.images, call->options.texts, error);

  if (ranking == NULL)
    return FALSE;
  if (call->options.json)
    print_json (call, ranking);
  else
    for (guint i = 0; i < ranking->n_texts; i++)
      print_text (call, ranking, i);
  return TRUE;
}

const CliCommand cli_rank = {
  .name = "rank",
  .summary = "score every image against every text",
  .synopsis = "--image FILE [--image FILE]... --text TEXT [--text TEXT]... [--by WHAT] [OPTION]...",
  .description =
      "Gives every pair of an image and a text a score; the more they belong together, the higher. The table lists the images of each "
      "text, the best first.\n"
      "--by match is the probability that they match, as \"trestle-cli match\" gives it, and retrieve what the head scores that some "
      "checkpoints were trained with for search. Both run the model for every pair, and look at each image once.\n"
      "--by contrast runs a tower once for each image and once for each text, so it is much quicker where there are many of both. The "
      "score is the cosine between the two embeddings, from -1 to 1.\n"
      "JSON: {\"by\", \"images\", \"texts\", \"scores\"}; scores has a list for each image, with a number for each text, both in the "
      "order in which they were given.",
  .options = options,
  .examples = "rank --image one.png --image two.png --text \"a red star\"\n"
              "rank -i one.png -i two.png -t \"a red star\" -t \"two hearts\" --json\n"
              "rank -i one.png -i two.png -t \"a red star\" --by contrast",
  .run = run,
};
