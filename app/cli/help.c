/* Help, from what the subcommands say of themselves, set like a manual page of 80 columns. */
#include "app/cli/help.h"

#include <stdio.h>
#include <string.h>

#include "app/cli/options.h"
#include "app/cli/output.h"

#define COLUMNS 80
#define INDENT 2
#define DETAIL 6 /* what is said of an option stands further in */

/* A paragraph of blank-separated words, @indent columns from the left; the lines behind the first one are @hang further in. */
static void
print_paragraph (const char *text, guint indent, guint hang)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint used = 0;

  for (char **word = words; *word != NULL; word++)
    {
      guint width = cli_measure (*word);

      if (used > 0 && used + 1 + width > COLUMNS)
        {
          fputc ('\n', stdout);
          used = 0;
        }
      if (used == 0)
        used = (guint) printf ("%*s", (int) (word == words ? indent : indent + hang), "") + width;
      else
        used += (guint) printf (" ") + width;
      fputs (*word, stdout);
    }
  fputc ('\n', stdout);
}

static void
print_paragraphs (const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n", -1);

  for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++)
    {
      if (paragraph != paragraphs)
        fputc ('\n', stdout);
      print_paragraph (*paragraph, INDENT, 0);
    }
}

static void
print_option (const CliOption *option)
{
  printf ("%*s", INDENT, "");
  if (option->letter != 0)
    printf ("-%c, ", option->letter);
  printf ("--%s%s%s\n", option->name, option->value != NULL ? " " : "", option->value != NULL ? option->value : "");
  print_paragraph (option->description, DETAIL, 0);
}

/* Commands are to be copied, so they are not wrapped; a line that begins with a blank goes on with the one before. */
static void
print_examples (const char *examples)
{
  g_auto (GStrv) lines = g_strsplit (examples, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    printf ("%*s%s%s\n", INDENT, "", **line == ' ' ? "" : "trestle-cli ", *line);
}

void
cli_help_print (const CliCommand *command)
{
  g_autofree char *name = g_strdup_printf ("trestle-cli %s", command->name);
  g_autofree char *synopsis = g_strdup_printf ("%s %s", name, command->synopsis);

  printf ("%s: %s\n\nUsage:\n", name, command->summary);
  print_paragraph (synopsis, INDENT, strlen (name) + 1);
  printf ("\nDescription:\n");
  print_paragraphs (command->description);
  printf ("\nOptions:\n");
  for (const CliOption *option = command->options; option->name != NULL; option++)
    print_option (option);
  print_option (&cli_help_option);
  printf ("\nExamples:\n");
  print_examples (command->examples);
  printf ("\nExit codes:\n");
  printf ("  0  done\n");
  printf ("  1  failed; a sentence on standard error says why\n");
  printf ("  2  wrongly called: an option is unknown, missing or out of its range\n");
}

void
cli_help_print_all (const CliCommand *const *commands)
{
  printf ("trestle-cli: looks inside BridgeTower and METER, vision-language models\n\n"
          "Usage:\n"
          "  trestle-cli SUBCOMMAND [OPTION...]\n"
          "  trestle-cli help SUBCOMMAND\n"
          "  trestle-cli --version\n\n"
          "Subcommands:\n");
  for (; *commands != NULL; commands++)
    printf ("  %-12s%s\n", (*commands)->name, (*commands)->summary);
  printf ("\nWithout --model PATH the demo model answers, which comes with Trestle and\n"
          "knows drawn shapes. Most subcommands print a table, or with --json what a\n"
          "program can read. Long work shows a bar on a terminal; Ctrl-C stops it.\n\n"
          "Examples:\n"
          "  trestle-cli match --image photo.jpg --text 'a red star' --text 'two stars'\n"
          "  trestle-cli help attention\n\n"
          "Exit codes: 0 done, 1 failed, 2 wrongly called.\n");
}
