/* What --query means. */
#include "app/cli/query.h"

#include <string.h>

#include "analysis/measures/attention-map.h"
#include "app/cli/output.h"
#include "core/error.h"

#define MOST_LISTED 40
#define WORD_COLUMNS 30

static gboolean
parse_number (const char *query, gint *index)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (query, 10, 0, G_MAXINT, &number, NULL))
    return FALSE;
  *index = (gint) number;
  return TRUE;
}

/* (transfer full): all of the word that begins with the token, as the text has it. */
static char *
get_whole_word (const CliText *text, guint first)
{
  const TrestleTokens *tokens = text->tokens;
  guint last = first;

  while (last + 1 < tokens->length && tokens->words[last + 1] == tokens->words[first])
    last++;
  return g_strndup (text->text + tokens->starts[first], tokens->ends[last] - tokens->starts[first]);
}

static gboolean
is_first_of_word (const TrestleTokens *tokens, guint token)
{
  return tokens->words[token] >= 0 && (token == 0 || tokens->words[token - 1] != tokens->words[token]);
}

/* As it is written or, with @folded, whether it is in upper or lower case. */
static gboolean
is_same (const char *a, const char *b, gboolean folded)
{
  g_autofree char *folded_a = folded ? g_utf8_casefold (a, -1) : NULL;
  g_autofree char *folded_b = folded ? g_utf8_casefold (b, -1) : NULL;

  return folded ? g_str_equal (folded_a, folded_b) : g_str_equal (a, b);
}

static gboolean
find_word (const char *query, const CliText *text, gboolean folded, gint *index)
{
  for (guint i = 0; i < text->tokens->length; i++)
    {
      g_autofree char *whole = is_first_of_word (text->tokens, i) ? get_whole_word (text, i) : NULL;

      if (!is_same (query, text->words[i], folded) && (whole == NULL || !is_same (query, whole, folded)))
        continue;
      *index = (gint) i;
      return TRUE;
    }
  return FALSE;
}

/* (transfer full): "“a”, “red”, “star”" */
static char *
list_words (const CliText *text)
{
  GString *list = g_string_new (NULL);
  guint n_listed = 0;

  for (guint i = 0; i < text->tokens->length; i++)
    {
      g_autofree char *whole = is_first_of_word (text->tokens, i) ? get_whole_word (text, i) : NULL;
      g_autofree char *word = whole != NULL ? cli_fit (whole, WORD_COLUMNS) : NULL;

      if (word == NULL)
        continue;
      if (n_listed++ < MOST_LISTED)
        g_string_append_printf (list, "%s“%s”", n_listed > 1 ? ", " : "", word);
    }
  if (n_listed > MOST_LISTED)
    g_string_append_printf (list, " and %u more", n_listed - MOST_LISTED);
  return g_string_free (list, FALSE);
}

static gboolean
find_in_text (const char *query, const CliText *text, gint *index, GError **error)
{
  g_autofree char *words = NULL;

  if (!g_utf8_validate (query, -1, NULL))
    {
      g_set_error_literal (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The word of --query is not UTF-8");
      return FALSE;
    }
  if (parse_number (query, index) || find_word (query, text, FALSE, index) || find_word (query, text, TRUE, index))
    return TRUE;
  words = list_words (text);
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT, "The text has no word “%s” for --query; it has %s", query,
               *words != '\0' ? words : "none");
  return FALSE;
}

/* "ROW,COLUMN"; the class token is in front of the patches. */
static gboolean
parse_patch (const char *query, guint grid, gint *index)
{
  g_auto (GStrv) parts = g_strsplit (query, ",", -1);
  gint row, column;

  if (g_strv_length (parts) != 2 || !parse_number (g_strstrip (parts[0]), &row) || !parse_number (g_strstrip (parts[1]), &column))
    return FALSE;
  if ((guint) row >= grid || (guint) column >= grid)
    return FALSE;
  *index = 1 + row * (gint) grid + column;
  return TRUE;
}

static gboolean
find_in_image (const char *query, TrestleBlock block, guint grid, gint *index, GError **error)
{
  if (parse_number (query, index) || parse_patch (query, grid, index))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "In “%s” it is places in the image that look, and “%s” is none; --query takes a number from 0 (the class token) to %u, or "
               "ROW,COLUMN, each from 0 to %u",
               trestle_block_get_name (block), query, grid * grid, grid - 1);
  return FALSE;
}

gboolean
cli_query_find (const char *query, TrestleBlock block, const CliText *text, guint grid, gint *index, GError **error)
{
  *index = TRESTLE_QUERY_MEAN;
  if (query == NULL)
    return TRUE;
  if (trestle_block_queries_are_text (block))
    return find_in_text (query, text, index, error);
  return find_in_image (query, block, grid, index, error);
}
