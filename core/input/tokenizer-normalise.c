/* What BERT does to a text before it is cut into words (Devlin et al. 2018): clean it, keep ideographs apart, strip accents, lower it. The
 * text changes its length; every character that comes out knows which ones it came from. */
#include "core/input/tokenizer-private.h"

static void
append (GArray *characters, gunichar c, gsize start, gsize end)
{
  TrestleNormalCharacter character = { c, (guint32) start, (guint32) end };

  g_array_append_val (characters, character);
}

/* The published tokenizers keep what Unicode has not assigned: to them a sign of tomorrow is unknown rather than nothing. */
static gboolean
is_control (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (c == '\t' || c == '\n' || c == '\r')
    return FALSE;
  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_SURROGATE;
}

/* Chinese, not Japanese or Korean, letters: those make words between blanks, as far as BERT is concerned. Its blocks are whole; the faster
 * published tokenizer has lost the first 256 characters of the last but one. */
static gboolean
is_ideograph (gunichar c)
{
  static const gunichar blocks[][2] = { { 0x3400, 0x4DBF },   { 0x4E00, 0x9FFF },   { 0xF900, 0xFAFF },   { 0x20000, 0x2A6DF },
                                        { 0x2A700, 0x2B73F }, { 0x2B740, 0x2B81F }, { 0x2B820, 0x2CEAF }, { 0x2F800, 0x2FA1F } };

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (c >= blocks[i][0] && c <= blocks[i][1])
      return TRUE;
  return FALSE;
}

/* Unicode lowers Roman numerals and letters in circles too, which GLib leaves alone for not being letters. */
static gunichar
lower (gunichar c)
{
  if (c >= 0x2160 && c <= 0x216F)
    return c + 16;
  if (c >= 0x24B6 && c <= 0x24CF)
    return c + 26;
  return g_unichar_tolower (c);
}

/* One character at a time, so a sigma at the end of a word is like any other; only the dotted I becomes two. */
static void
append_lowered (const TrestleNormaliser *normaliser, GArray *characters, gunichar c, gsize start, gsize end)
{
  append (characters, normaliser->lowers ? lower (c) : c, start, end);
  if (normaliser->lowers && c == 0x130)
    append (characters, 0x307, start, end);
}

/* To a reader, an accent that was written as a character of its own is a part of its letter. */
static void
cover_accent (GArray *characters, gsize start, gsize end)
{
  TrestleNormalCharacter *last = characters->len > 0 ? &g_array_index (characters, TrestleNormalCharacter, characters->len - 1) : NULL;

  if (last != NULL && last->end == start && last->c != ' ')
    last->end = (guint32) end;
}

/* NFD without its non-spacing marks. What is left of the others has no order of its own that had to be restored. */
static void
append_without_accents (const TrestleNormaliser *normaliser, GArray *characters, gunichar c, gsize start, gsize end)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n_parts = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < n_parts; i++)
    if (g_unichar_type (parts[i]) == G_UNICODE_NON_SPACING_MARK)
      cover_accent (characters, start, end);
    else
      append_lowered (normaliser, characters, parts[i], start, end);
}

static void
append_letter (const TrestleNormaliser *normaliser, GArray *characters, gunichar c, gsize start, gsize end)
{
  if (normaliser->strips_accents)
    append_without_accents (normaliser, characters, c, start, end);
  else
    append_lowered (normaliser, characters, c, start, end);
}

static void
append_spaced (const TrestleNormaliser *normaliser, GArray *characters, gunichar c, gsize start, gsize end)
{
  gboolean is_apart = normaliser->separates_cjk && is_ideograph (c);

  if (is_apart)
    append (characters, ' ', start, start);
  append_letter (normaliser, characters, c, start, end);
  if (is_apart)
    append (characters, ' ', end, end);
}

void
trestle_normalise (const TrestleNormaliser *normaliser, const char *text, gsize start, gsize end, GArray *characters)
{
  while (start < end)
    {
      gunichar c = g_utf8_get_char (text + start);
      gsize next = (gsize) (g_utf8_next_char (text + start) - text);

      if (!normaliser->cleans)
        append_spaced (normaliser, characters, c, start, next);
      else if (trestle_is_white_space (c) && !is_control (c))
        append (characters, ' ', start, next);
      else if (c != 0 && c != 0xFFFD && !is_control (c))
        append_spaced (normaliser, characters, c, start, next);
      start = next;
    }
}
