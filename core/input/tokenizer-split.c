/* GPT-2's split of a text into pieces, which are words, numbers, signs and white space:
 *
 *   's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 *
 * It is written out because GRegex looks at the whole rest of the text for every piece (100 000 words of one letter took eleven seconds),
 * and because PCRE2 takes U+180E for white space, which Unicode and the published tokenizers do not. The tests compare the two. */
#include "core/input/tokenizer-private.h"

#include <string.h>

typedef enum
{
  SPACE,
  LETTER,
  NUMBER,
  SIGN,
} Class;

gboolean
trestle_is_white_space (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return (c >= '\t' && c <= '\r') || c == 0x85 || type == G_UNICODE_SPACE_SEPARATOR || type == G_UNICODE_LINE_SEPARATOR
         || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

static Class
classify (const char *p)
{
  gunichar c = g_utf8_get_char (p);
  GUnicodeType type = g_unichar_type (c);

  if (g_unichar_isalpha (c))
    return LETTER;
  if (type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_LETTER_NUMBER || type == G_UNICODE_OTHER_NUMBER)
    return NUMBER;
  return trestle_is_white_space (c) ? SPACE : SIGN;
}

static const char *
skip_class (const char *p, const char *end, Class class)
{
  while (p < end && classify (p) == class)
    p = g_utf8_next_char (p);
  return p;
}

/* 0 where there is no 's, 't, ... */
static gsize
contraction_length (const char *p, const char *end)
{
  static const char *const contractions[] = { "'s", "'t", "'re", "'ve", "'m", "'ll", "'d" };

  for (guint i = 0; i < G_N_ELEMENTS (contractions); i++)
    {
      gsize length = strlen (contractions[i]);

      if (length <= (gsize) (end - p) && memcmp (p, contractions[i], length) == 0)
        return length;
    }
  return 0;
}

const char *
trestle_find_piece_end (const char *start, const char *end)
{
  gsize contraction = contraction_length (start, end);
  const char *content = *start == ' ' && start + 1 < end ? start + 1 : start;
  const char *space_end;

  if (contraction > 0)
    return start + contraction;
  if (classify (content) != SPACE)
    return skip_class (content, end, classify (content));
  space_end = skip_class (start, end, SPACE);
  /* The last blank of several goes with what follows. */
  if (space_end < end && g_utf8_next_char (start) < space_end)
    return g_utf8_prev_char (space_end);
  return space_end;
}
