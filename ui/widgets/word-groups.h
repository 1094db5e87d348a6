/* The tokens of a text, the words that they make up, and which of these are open: a closed word stands in the place of its first token. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestleWordGroups:
 * @tokens: `[n_tokens]`, %NULL-terminated: as a person writes them
 * @wholes: `[n_tokens]`, %NULL-terminated: for the first token of a word all of the word
 * @word_of: `[n_tokens]`, which word each belongs to, as in #TrestleTokens
 * @is_open: `[n_tokens]`, at the first token of a word
 */
typedef struct
{
  guint n_tokens;
  char **tokens;
  char **wholes;
  gint *word_of;
  gboolean *is_open;
} TrestleWordGroups;

/* (transfer full): all of it is copied. @before: (nullable): a word that is open there is open. */
TrestleWordGroups *
trestle_word_groups_new (const char *const *tokens, const gint *word_of, const char *const *wholes, const TrestleWordGroups *before);
void trestle_word_groups_free (TrestleWordGroups *groups);

/* The first token of the word that @token is of. */
guint trestle_word_groups_find_first (const TrestleWordGroups *groups, guint token);
/* The token in whose place @token is to be seen: the first, if its word is closed. */
guint trestle_word_groups_find_shown (const TrestleWordGroups *groups, guint token);
/* How many tokens the word has that begins with @first. */
guint trestle_word_groups_count_tokens (const TrestleWordGroups *groups, guint first);
/* Whether all of a word of several tokens is in the place of @token. */
gboolean trestle_word_groups_is_whole (const TrestleWordGroups *groups, guint token);

/* Opens or closes the word that @token is of; %FALSE if that is one token, or there is none of that number. */
gboolean trestle_word_groups_toggle (TrestleWordGroups *groups, guint token);

G_END_DECLS
