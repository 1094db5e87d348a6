/* The tokens of a text, the words that they make up, and which of these are open: a closed word stands in the place of its first token. */
#include "ui/widgets/word-groups.h"

#include "analysis/measures/word-weights.h"

static gboolean
has_open_word (const TrestleWordGroups *groups, const char *whole)
{
  for (guint i = 0; i < groups->n_tokens; i++)
    if (groups->is_open[i] && g_str_equal (whole, groups->wholes[i]))
      return TRUE;
  return FALSE;
}

TrestleWordGroups *
trestle_word_groups_new (const char *const *tokens, const gint *word_of, const char *const *wholes, const TrestleWordGroups *before)
{
  TrestleWordGroups *groups = g_new0 (TrestleWordGroups, 1);

  groups->n_tokens = g_strv_length ((char **) tokens);
  groups->tokens = g_strdupv ((char **) tokens);
  groups->wholes = g_strdupv ((char **) wholes);
  groups->word_of = g_memdup2 (word_of, groups->n_tokens * sizeof *word_of);
  groups->is_open = g_new0 (gboolean, groups->n_tokens);
  for (guint i = 0; i < groups->n_tokens && before != NULL; i++)
    groups->is_open[i] = has_open_word (before, wholes[i]);
  return groups;
}

void
trestle_word_groups_free (TrestleWordGroups *groups)
{
  g_strfreev (groups->tokens);
  g_strfreev (groups->wholes);
  g_free (groups->word_of);
  g_free (groups->is_open);
  g_free (groups);
}

guint
trestle_word_groups_find_first (const TrestleWordGroups *groups, guint token)
{
  while (token > 0 && groups->word_of[token] >= 0 && groups->word_of[token - 1] == groups->word_of[token])
    token--;
  return token;
}

guint
trestle_word_groups_find_shown (const TrestleWordGroups *groups, guint token)
{
  guint first = trestle_word_groups_find_first (groups, token);

  return groups->is_open[first] ? token : first;
}

guint
trestle_word_groups_count_tokens (const TrestleWordGroups *groups, guint first)
{
  return trestle_word_count_tokens (groups->word_of, groups->n_tokens, first);
}

gboolean
trestle_word_groups_is_whole (const TrestleWordGroups *groups, guint token)
{
  return trestle_word_groups_find_first (groups, token) == token && !groups->is_open[token]
         && trestle_word_groups_count_tokens (groups, token) > 1;
}

gboolean
trestle_word_groups_toggle (TrestleWordGroups *groups, guint token)
{
  guint first = token < groups->n_tokens ? trestle_word_groups_find_first (groups, token) : token;

  if (first >= groups->n_tokens || trestle_word_groups_count_tokens (groups, first) < 2)
    return FALSE;
  groups->is_open[first] = !groups->is_open[first];
  return TRUE;
}
