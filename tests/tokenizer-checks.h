/* What the tests of every kind of tokenizer ask: how a text becomes tokens, and which files are refused. */
#pragma once

#include "core/error.h"
#include "core/input/tokenizer.h"
#include "tests/temporary-folder.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* (transfer full): tests/golden/NAME */
char *golden_folder (const char *name);

/* (transfer full): the tokenizer of tests/golden/NAME, which loads. */
TrestleTokenizer *load_golden (const char *name);

/* (transfer full) (nullable): the tokenizer of a folder with @files, up to one without a name. */
TrestleTokenizer *load_files (const TemporaryFile *files, GError **error);

/* (transfer full): the tokens of a text that can be read. */
TrestleTokens *encode (const TrestleTokenizer *tokenizer, const char *text, guint max_length);

/* (transfer full): tests/golden/NAME/cases.json, which has @n_cases, without the NUL characters in its texts: a C string ends at them, and
 * the published tokenizers leave them out. */
JsonArray *read_cases (const char *name, guint n_cases);

/* tests/golden/NAME/cases.json, to the id, and to the token where it has tokens; whole, and cut to 40 tokens where it has that. */
void check_golden (const TrestleTokenizer *tokenizer, const char *name, guint n_cases);

/* The same from several threads at once. */
void check_golden_in_threads (TrestleTokenizer *tokenizer, const char *name, guint n_cases);

/* Ids as text, so that a test says what it expects in a line. */
void assert_ids (const TrestleTokenizer *tokenizer, const char *text, const char *expected);

/* Every token as word:text, text being what its range covers, with | between. */
void assert_places (const TrestleTokenizer *tokenizer, const char *text, const char *expected);

/* @expected is %NULL for an id without a word. */
void assert_word (const TrestleTokenizer *tokenizer, gint32 id, const char *expected);

/* Encoding @text must fail with a message that has @said in it. */
void check_refused (const TrestleTokenizer *tokenizer, const char *text, guint max_length, TrestleError code, const char *said);

/* Loading @files must fail with a message that names @name. */
void check_files_refused (const TemporaryFile *files, GQuark domain, gint code, const char *name);

/* @part over and over, 200 kB of it, is encoded and decoded in seconds: times that grow with the square of the length would be minutes.
 * With @is_kept, what is decoded must be the text. */
void check_long_text (const TrestleTokenizer *tokenizer, const char *part, gboolean is_kept);

G_END_DECLS
