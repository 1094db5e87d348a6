/*
 * What a JSON text would do to the parser, found out before it gets there: it calls itself for every bracket, keeps some hundred bytes for
 * every value, and has the names of an object in a table whose hash is known to everybody.
 */
#include "core/formats/json-check.h"

#include <string.h>

#include "core/text-hash.h"

/* A tokenizer.json has seven levels. */
#define MAX_DEPTH 64

/* Bytes that JSON-GLib 1.6 needs for each of these, measured and rounded up; RoBERTa's tokenizer.json comes to a fifth of the most. */
#define MAX_MEMORY (G_GUINT64_CONSTANT (128) << 20)
#define OBJECT_MEMORY 320u
#define ARRAY_MEMORY 120u
#define VALUE_MEMORY 90u
#define MEMBER_MEMORY 110u
#define STRING_MEMORY 32u

/* Below this many names a table may be as slow as it likes. */
#define FEW_NAMES 64u
/* Names of a table that share a place with another one, for each place: a good hash has a half. */
#define MOST_SHARED 16u

/* The names of an object: what tells them apart, and where JSON-GLib's table would have them. */
typedef struct
{
  guint64 hash;
  guint known_hash;
} Name;

/**
 * Scan:
 * @names: of all objects that are open, those of the innermost one last
 * @firsts: (element-type guint): for every bracket that is open, where its names begin
 * @string: the last string, without its quotes and escapes
 * @memory: what the parser would need
 */
typedef struct
{
  const char *content;
  gsize length;
  gsize position;
  GArray *names;
  GArray *firsts;
  GString *string;
  guint64 memory;
} Scan;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const Name *first = a, *second = b;

  return (first->hash > second->hash) - (first->hash < second->hash);
}

/* How often a name would find another one in its place, in the table that GLib (2.58 and later) has for 2^@shift names. */
static guint64
count_shared (const Name *names, guint n_names, guint shift)
{
  static const guint primes[] = { 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287, 1048573, 2097143 };
  guint n_places = primes[MIN (shift - 7, G_N_ELEMENTS (primes) - 1)];
  g_autofree guint *taken = g_new0 (guint, n_places);
  guint64 shared = 0;

  for (guint i = 0; i < n_names; i++)
    shared += taken[names[i].known_hash * 11u % n_places]++;
  return shared;
}

/* A table has had all sizes up to its last one, each with the names that came first. */
static gboolean
are_slow (const Name *names, guint n_names)
{
  for (guint shift = 7; shift < 32; shift++)
    {
      guint n_places = 1u << shift;

      if (count_shared (names, MIN (n_names, n_places), shift) > (guint64) MOST_SHARED * n_places)
        return TRUE;
      if (n_names < n_places)
        return FALSE;
    }
  return FALSE;
}

/* Those from @first on. */
static const char *
check_names (GArray *all, guint first)
{
  guint n_names = all->len - first;
  Name *names;

  if (n_names < 2)
    return NULL;
  names = &g_array_index (all, Name, first);
  if (n_names > FEW_NAMES && are_slow (names, n_names))
    return "an object's names were chosen to take a reader's time, or are the same";
  qsort (names, n_names, sizeof *names, compare_names);
  for (guint i = 1; i < n_names; i++)
    if (names[i].hash == names[i - 1].hash)
      return "an object has two values for one name";
  return NULL;
}

/* The next four digits of an escape, as a number; -1 if they are not there. */
static gint32
take_unit (Scan *scan)
{
  gint32 unit = 0;

  if (scan->length - scan->position < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      gint digit = g_ascii_xdigit_value (scan->content[scan->position + i]);

      if (digit < 0)
        return -1;
      unit = unit << 4 | digit;
    }
  scan->position += 4;
  return unit;
}

/* Behind "\u": a character, or the first half of one that needs two of them. */
static const char *
take_character (Scan *scan)
{
  gint32 unit = take_unit (scan), low = -1;
  gboolean is_high = unit >= 0xD800 && unit < 0xDC00;

  if (is_high && scan->length - scan->position >= 2 && memcmp (scan->content + scan->position, "\\u", 2) == 0)
    {
      scan->position += 2;
      low = take_unit (scan);
    }
  if (is_high && low >= 0xDC00 && low < 0xE000)
    unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
  if (unit < 0 || !g_unichar_validate ((gunichar) unit))
    return "it has an escape of a character that there is not";
  g_string_append_unichar (scan->string, (gunichar) unit);
  return NULL;
}

/* Behind a backslash. */
static const char *
take_escape (Scan *scan)
{
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  char c = scan->position < scan->length ? scan->content[scan->position++] : '\0';
  const char *letter = c != '\0' ? strchr (letters, c) : NULL;

  if (c == 'u')
    return take_character (scan);
  if (letter == NULL)
    return "it has an escape that JSON does not know";
  g_string_append_c (scan->string, meanings[letter - letters]);
  return NULL;
}

/* Behind the opening quote. */
static const char *
take_string (Scan *scan)
{
  const char *problem = NULL;

  g_string_truncate (scan->string, 0);
  scan->memory += STRING_MEMORY;
  while (problem == NULL && scan->position < scan->length)
    {
      const char *text = scan->content + scan->position;
      gsize plain = 0, rest = scan->length - scan->position;

      while (plain < rest && text[plain] != '"' && text[plain] != '\\')
        plain++;
      g_string_append_len (scan->string, text, (gssize) plain);
      scan->position += MIN (plain + 1, rest);
      if (plain == rest || text[plain] == '"')
        return NULL;
      problem = take_escape (scan);
    }
  return problem;
}

static const char *
open_bracket (Scan *scan, guint memory)
{
  scan->memory += memory + VALUE_MEMORY;
  g_array_append_val (scan->firsts, scan->names->len);
  return scan->firsts->len > MAX_DEPTH ? "its values are nested more than 64 deep" : NULL;
}

/* One more than were opened is for the parser to find. */
static const char *
close_bracket (Scan *scan)
{
  guint first, last = scan->firsts->len;
  const char *problem;

  if (last == 0)
    return NULL;
  first = g_array_index (scan->firsts, guint, last - 1);
  problem = check_names (scan->names, first);
  g_array_set_size (scan->names, first);
  g_array_set_size (scan->firsts, last - 1);
  return problem;
}

/* A string before a colon. The parser's strings end at a NUL. */
static const char *
add_name (Scan *scan)
{
  const char *text = scan->string->str;
  Name name = { trestle_text_hash_of (text, strlen (text)), g_str_hash (text) };

  scan->memory += MEMBER_MEMORY;
  g_array_append_val (scan->names, name);
  return NULL;
}

static const char *
take_token (Scan *scan)
{
  char c = scan->content[scan->position++];

  switch (c)
    {
    case '"':
      return take_string (scan);
    case '{':
      return open_bracket (scan, OBJECT_MEMORY);
    case '[':
      return open_bracket (scan, ARRAY_MEMORY);
    case '}':
    case ']':
      return close_bracket (scan);
    case ':':
      return add_name (scan);
    case ',':
      scan->memory += VALUE_MEMORY;
      return NULL;
    case '/':
    case '#':
    case '\'':
      return "it has a comment or a quote that JSON does not know";
    default:
      return NULL;
    }
}

/* Of several values in a row the parser returns the last, and it takes JavaScript's "var name =" in front of one. */
static const char *
check_all (Scan *scan)
{
  const char *problem = NULL;
  gboolean has_begun = FALSE;

  while (problem == NULL && scan->position < scan->length)
    {
      char c = scan->content[scan->position];

      if (scan->firsts->len == 0 && !g_ascii_isspace (c))
        {
          if (has_begun || c != '{')
            return "one object in braces was expected";
          has_begun = TRUE;
        }
      problem = take_token (scan);
      if (problem == NULL && scan->memory > MAX_MEMORY)
        problem = "it has so many values that they need more than 128 megabytes";
    }
  return problem;
}

const char *
trestle_json_check (const char *content, gsize length)
{
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (Name));
  g_autoptr (GArray) firsts = g_array_new (FALSE, FALSE, sizeof (guint));
  Scan scan = { .content = content, .length = length, .names = names, .firsts = firsts, .string = g_string_new (NULL) };
  const char *problem = check_all (&scan);

  g_string_free (scan.string, TRUE);
  return problem;
}
