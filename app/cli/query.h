/* What --query means: a token, a word of the text, or a place in the image. */
#pragma once

#include "core/input/tokenizer.h"
#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * CliText: a text as people and the model see it.
 * @words: `[tokens->length]`, %NULL-terminated: the tokens as a person writes them
 */
typedef struct
{
  const char *text;
  const TrestleTokens *tokens;
  const char *const *words;
} CliText;

/**
 * cli_query_find:
 * @query: (nullable): a number; where words ask, a word; where patches ask, "ROW,COLUMN"; all counted from 0. %NULL for the mean of all
 * @grid: patches in a row of the image, and rows of them
 * @index: (out): the token or state that asks, or %TRESTLE_QUERY_MEAN
 *
 * A word is the whole of what stands between two blanks, or one token of it, in upper or lower case; the first that is found counts, and
 * of its tokens the first. A number is not checked against the length of the text, which the map knows better.
 *
 * Errors: %TRESTLE_ERROR_INPUT, saying what there is.
 */
gboolean cli_query_find (const char *query, TrestleBlock block, const CliText *text, guint grid, gint *index, GError **error);

G_END_DECLS
