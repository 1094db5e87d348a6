/* Every image against every text: what ranking shows and retrieval is measured by. */
#pragma once

#include "app/cli/command.h"

G_BEGIN_DECLS

/* The option that says what scores are. */
#define CLI_BY                                                                                                                             \
  {                                                                                                                                        \
    "by", 0, CLI_STRING (by), "WHAT",                                                                                                      \
        "What to score with: \"match\", the probability of a match and the default; \"contrast\", the cosine of two embeddings; "          \
        "\"retrieve\", the score of the retrieval head."                                                                                   \
  }

/**
 * CliRanking:
 * @by: what --by calls the scores
 * @heading: what they are called in a table
 * @scores: `[n_images, n_texts]`; the more an image and a text belong together, the higher
 */
typedef struct
{
  const char *by;
  const char *heading;
  guint n_images;
  guint n_texts;
  double *scores;
} CliRanking;

/**
 * cli_ranking_new:
 * @images: paths, %NULL-terminated
 * @texts: %NULL-terminated
 *
 * Scores with the call's model, as the call's --by says. By contrast a tower runs once for each image and each text; otherwise the model
 * runs for every pair, and looks at each image once.
 *
 * Errors: a usage error for another --by; %TRESTLE_ERROR_TASK if the model lacks the head; those of images and texts.
 *
 * Returns: (transfer full): the scores
 */
CliRanking *cli_ranking_new (CliCall *call, char **images, char **texts, GError **error);
void cli_ranking_free (CliRanking *ranking);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliRanking, cli_ranking_free)

G_END_DECLS
