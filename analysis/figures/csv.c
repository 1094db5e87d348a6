/* Comma-separated values as RFC 4180 wants them: lines end with CR LF, texts are quoted where they have to be. */
#include "analysis/figures/csv.h"

#include <string.h>

/* Nine give back every float32; most need fewer. */
#define LEAST_DIGITS 6
#define FLOAT_DIGITS 9

void
trestle_csv_add_text (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append_printf (csv, "%s,", text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append (csv, "\",");
}

void
trestle_csv_add_integer (GString *csv, gint64 number)
{
  g_string_append_printf (csv, "%" G_GINT64_FORMAT ",", number);
}

void
trestle_csv_add_number (GString *csv, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  char format[8];

  for (guint count = LEAST_DIGITS; count <= FLOAT_DIGITS; count++)
    {
      g_snprintf (format, sizeof format, "%%.%ug", count);
      g_ascii_formatd (digits, sizeof digits, format, number);
      if ((float) g_ascii_strtod (digits, NULL) == (float) number)
        break;
    }
  g_string_append_printf (csv, "%s,", digits);
}

void
trestle_csv_end_line (GString *csv)
{
  g_string_truncate (csv, csv->len - 1);
  g_string_append (csv, "\r\n");
}
