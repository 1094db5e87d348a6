/*
 * A tokenizer's files, and a text for it. The first byte chooses the files: vocab.json and merges.txt, vocab.txt, or tokenizer.json. The
 * rest is cut at bytes 0x1e: the files in that order, then the text.
 */
#include "core/input/tokenizer.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/parts.h"
#include "tests/fuzz/scratch.h"

#define MAX_TOKENS 64

static const char *const kinds[][2] = { { "vocab.json", "merges.txt" }, { "vocab.txt", NULL }, { "tokenizer.json", NULL } };

static void
write_files (guint kind, const guint8 **data, gsize *size)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < 2; j++)
      if (kinds[i][j] != NULL)
        scratch_remove (kinds[i][j]);
  for (guint j = 0; j < 2 && kinds[kind][j] != NULL; j++)
    fuzz_write_part (kinds[kind][j], data, size);
}

static void
read_text (const TrestleTokenizer *tokenizer, const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleTokens) tokens = trestle_tokenizer_encode (tokenizer, text, MAX_TOKENS, &error);
  g_autofree char *again = NULL;
  g_auto (GStrv) words = NULL;

  fuzz_check (tokens != NULL, g_steal_pointer (&error));
  if (tokens == NULL)
    return;
  again = trestle_tokenizer_decode (tokenizer, tokens->ids, tokens->length);
  words = trestle_tokenizer_get_words (tokenizer, tokens);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (TrestleTokenizer) tokenizer = NULL;
  g_autoptr (GError) error = NULL;
  guint kind;

  if (size == 0)
    return 0;
  kind = data[0] % G_N_ELEMENTS (kinds);
  data++;
  size--;
  write_files (kind, &data, &size);
  tokenizer = trestle_tokenizer_new_from_folder (scratch_folder (), &error);
  fuzz_check (tokenizer != NULL, g_steal_pointer (&error));
  if (tokenizer != NULL)
    read_text (tokenizer, data, size);
  return 0;
}
