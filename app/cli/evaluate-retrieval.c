/* Evaluation of search: every image among every text. */
#include "analysis/measures/retrieval.h"
#include "app/cli/evaluate-private.h"
#include "app/cli/gallery.h"
#include "app/cli/output.h"
#include "app/cli/ranking.h"
#include "app/cli/table.h"

static CliGallery *
load_gallery (const char *path, GError **error)
{
  g_autoptr (TrestlePairList) list = trestle_pair_list_open (path, error);

  return list != NULL ? cli_gallery_new (list, error) : NULL;
}

static void
add_recall (JsonBuilder *builder, const char *name, const TrestleRecall *recall)
{
  json_builder_begin_object (json_builder_set_member_name (builder, name));
  cli_json_add_number (builder, "r1", recall->r1);
  cli_json_add_number (builder, "r5", recall->r5);
  cli_json_add_number (builder, "r10", recall->r10);
  json_builder_end_object (builder);
}

static JsonBuilder *
build_json (const CliRanking *ranking, const TrestleRetrieval *retrieval)
{
  JsonBuilder *builder = json_builder_begin_object (json_builder_new ());

  cli_json_add_string (builder, "task", "retrieve");
  cli_json_add_string (builder, "by", ranking->by);
  cli_json_add_integer (builder, "images", ranking->n_images);
  cli_json_add_integer (builder, "texts", ranking->n_texts);
  add_recall (builder, "image_to_text", &retrieval->image_to_text);
  add_recall (builder, "text_to_image", &retrieval->text_to_image);
  cli_json_add_number (builder, "rsum", retrieval->rsum);
  return json_builder_end_object (builder);
}

static void
add_row (CliTable *table, const TrestleRecall *recall, const char *direction)
{
  cli_table_add (table, g_strdup_printf ("%.1f", recall->r1), g_strdup_printf ("%.1f", recall->r5), g_strdup_printf ("%.1f", recall->r10),
                 g_strdup (direction));
}

static void
print_table (CliCall *call, const CliRanking *ranking, const TrestleRetrieval *retrieval)
{
  g_autoptr (CliTable) table = cli_table_new ("rrrl", "R@1", "R@5", "R@10", "direction");

  add_row (table, &retrieval->image_to_text, "image to text");
  add_row (table, &retrieval->text_to_image, "text to image");
  cli_table_print (table, call);
  cli_print (call, "\nRSUM %.1f: %u images and %u texts, by %s", retrieval->rsum, ranking->n_images, ranking->n_texts, ranking->by);
}

gboolean
cli_evaluate_retrieval (CliCall *call, GError **error)
{
  g_autoptr (CliGallery) gallery = load_gallery (call->options.pairs, error);
  g_autoptr (CliRanking) ranking = gallery != NULL ? cli_ranking_new (call, gallery->images, gallery->texts, error) : NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  TrestleRetrieval retrieval;

  if (ranking == NULL)
    return FALSE;
  trestle_retrieval_init (&retrieval, ranking->scores, ranking->n_images, ranking->n_texts, gallery->owners);
  builder = build_json (ranking, &retrieval);
  if (!cli_write_json (call->options.output, builder, error))
    return FALSE;
  if (call->options.json)
    cli_print_json (call, builder);
  else
    print_table (call, ranking, &retrieval);
  return TRUE;
}
