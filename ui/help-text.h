/* The help, written in Markdown, cut into the paragraphs, headings and table rows that a window shows. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRESTLE_HELP_TITLE,
  TRESTLE_HELP_HEADING,
  TRESTLE_HELP_PARAGRAPH,
  TRESTLE_HELP_ITEM,
  TRESTLE_HELP_TERM,
  TRESTLE_HELP_DEFINITION,
} TrestleHelpKind;

/**
 * TrestleHelpBlock:
 * @kind: a row of a table is a term, and a definition for each of its other columns; the heads of tables are left out
 * @markup: Pango markup
 * @topic: (nullable): of a heading: its text in lower case, words joined by hyphens: "over-a-list"
 */
typedef struct
{
  TrestleHelpKind kind;
  char *markup;
  char *topic;
} TrestleHelpBlock;

/**
 * trestle_help_text_parse:
 * @markdown: UTF-8, with tables; of links only the text is kept
 *
 * Returns: (transfer full) (element-type TrestleHelpBlock): in the order of the text
 */
GPtrArray *trestle_help_text_parse (const char *markdown, gsize length);

G_END_DECLS
