/* Whether an answer is right: made comparable, and counted among what people answered. */
#include "analysis/measures/accuracy.h"

#include <string.h>

#define NEEDED 3 /* people who say the same, for an answer to be wholly right */

/* An apostrophe is not among them. */
#define MARKS ";/[]\"{}()=+\\_->@<`,?!"

static const char *const articles[] = { "a", "an", "the", NULL };

static const struct
{
  const char *word;
  const char *digits;
} numbers[] = {
  { "none", "0" }, { "zero", "0" }, { "one", "1" },   { "two", "2" },   { "three", "3" }, { "four", "4" },
  { "five", "5" }, { "six", "6" },  { "seven", "7" }, { "eight", "8" }, { "nine", "9" },  { "ten", "10" },
};

static gboolean
has_grouped_digits (const char *text)
{
  for (const char *comma = strchr (text, ','); comma != NULL; comma = strchr (comma + 1, ','))
    if (comma > text && g_ascii_isdigit (comma[-1]) && g_ascii_isdigit (comma[1]))
      return TRUE;
  return FALSE;
}

/* Whether that mark stands beside a blank, anywhere. */
static gboolean
is_beside_blank (const char *text, char mark)
{
  for (const char *place = strchr (text, mark); place != NULL; place = strchr (place + 1, mark))
    if (place[1] == ' ' || (place > text && place[-1] == ' '))
      return TRUE;
  return FALSE;
}

/* Marks that go are left out; the others become blanks, so that the words beside them stay two. */
static char *
drop_marks (const char *text)
{
  gboolean has_groups = has_grouped_digits (text);
  GString *clean = g_string_new (NULL);

  for (const char *place = text; *place != '\0'; place++)
    {
      gboolean is_mark = strchr (MARKS, *place) != NULL, is_stop = *place == '.' && !g_ascii_isdigit (place[1]);

      if (!is_mark && !is_stop)
        g_string_append_c (clean, *place);
      else if (is_mark && !has_groups && !is_beside_blank (text, *place))
        g_string_append_c (clean, ' ');
    }
  return g_string_free (clean, FALSE);
}

static const char *
find_digits (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_equal (numbers[i].word, word))
      return numbers[i].digits;
  return word;
}

char *
trestle_answer_normalise (const char *answer)
{
  g_autofree char *lowered = g_utf8_strdown (answer, -1);
  char *line = g_strstrip (g_strdelimit (lowered, "\t\n\r", ' '));
  g_autofree char *clean = drop_marks (line);
  g_auto (GStrv) words = g_strsplit (clean, " ", -1);
  GString *joined = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !g_strv_contains (articles, *word))
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", find_digits (*word));
  return g_string_free (joined, FALSE);
}

/* How many people say what the model says. */
static guint
count_agreeing (const char *answer, const char *const *references)
{
  g_autofree char *said = trestle_answer_normalise (answer);
  guint count = 0;

  for (; *references != NULL; references++)
    {
      g_autofree char *reference = trestle_answer_normalise (*references);

      count += g_str_equal (said, reference);
    }
  return count;
}

/* With @agreeing of @n people, leaving one who agrees out leaves @agreeing - 1, and leaving another out all of them. */
double
trestle_answer_accuracy (const char *answer, const char *const *references)
{
  guint n = g_strv_length ((char **) references), agreeing = count_agreeing (answer, references);

  if (n <= NEEDED)
    return agreeing > 0 ? 1.0 : 0.0;
  if (agreeing == 0)
    return 0.0;
  return (agreeing * MIN (agreeing - 1, NEEDED) + (n - agreeing) * MIN (agreeing, NEEDED)) / ((double) NEEDED * n);
}
