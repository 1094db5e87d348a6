/* The help, written in Markdown, cut into the paragraphs, headings and table rows that a window shows. */
#include "ui/help-text.h"

#include <md4c.h>

/**
 * HelpParser:
 * @markup: of the block that is being read
 * @plain: the same without markup, of which topics are made
 * @in_head: whether it belongs to the head of a table
 * @column: of the table's row
 */
typedef struct
{
  GPtrArray *blocks;
  GString *markup;
  GString *plain;
  gboolean in_head;
  guint column;
} HelpParser;

static void
help_block_free (gpointer data)
{
  TrestleHelpBlock *block = data;

  g_free (block->markup);
  g_free (block->topic);
  g_free (block);
}

/* "Over a list" is the topic "over-a-list". */
static char *
make_topic (const char *text)
{
  char *topic = g_utf8_strdown (text, -1);

  return g_strdelimit (topic, " ", '-');
}

/* What was read since the last block becomes one, if it is anything. */
static void
parser_end_block (HelpParser *parser, TrestleHelpKind kind)
{
  gboolean is_heading = kind == TRESTLE_HELP_TITLE || kind == TRESTLE_HELP_HEADING;
  TrestleHelpBlock *block;

  if (parser->markup->len > 0)
    {
      block = g_new0 (TrestleHelpBlock, 1);
      block->kind = kind;
      block->markup = g_strdup (parser->markup->str);
      block->topic = is_heading ? make_topic (parser->plain->str) : NULL;
      g_ptr_array_add (parser->blocks, block);
    }
  g_string_truncate (parser->markup, 0);
  g_string_truncate (parser->plain, 0);
}

static int
on_enter_block (MD_BLOCKTYPE type, void *detail, void *data)
{
  HelpParser *parser = data;

  if (type == MD_BLOCK_THEAD)
    parser->in_head = TRUE;
  if (type == MD_BLOCK_TR)
    parser->column = 0;
  return 0;
}

static void
parser_end_cell (HelpParser *parser)
{
  if (parser->in_head)
    {
      g_string_truncate (parser->markup, 0);
      g_string_truncate (parser->plain, 0);
    }
  else
    parser_end_block (parser, parser->column == 0 ? TRESTLE_HELP_TERM : TRESTLE_HELP_DEFINITION);
  parser->column++;
}

static int
on_leave_block (MD_BLOCKTYPE type, void *detail, void *data)
{
  HelpParser *parser = data;

  switch (type)
    {
    case MD_BLOCK_H:
      parser_end_block (parser, ((MD_BLOCK_H_DETAIL *) detail)->level == 1 ? TRESTLE_HELP_TITLE : TRESTLE_HELP_HEADING);
      break;
    case MD_BLOCK_LI:
      parser_end_block (parser, TRESTLE_HELP_ITEM);
      break;
    case MD_BLOCK_THEAD:
      parser->in_head = FALSE;
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      parser_end_cell (parser);
      break;
    case MD_BLOCK_P:
    case MD_BLOCK_CODE:
      parser_end_block (parser, TRESTLE_HELP_PARAGRAPH);
      break;
    default:
      break;
    }
  return 0;
}

/* (nullable): the Pango element of a span; links and the like are only their text */
static const char *
name_span (MD_SPANTYPE type)
{
  switch (type)
    {
    case MD_SPAN_EM:
      return "i";
    case MD_SPAN_STRONG:
      return "b";
    case MD_SPAN_CODE:
      return "tt";
    default:
      return NULL;
    }
}

static int
on_enter_span (MD_SPANTYPE type, void *detail, void *data)
{
  HelpParser *parser = data;

  if (name_span (type) != NULL)
    g_string_append_printf (parser->markup, "<%s>", name_span (type));
  return 0;
}

static int
on_leave_span (MD_SPANTYPE type, void *detail, void *data)
{
  HelpParser *parser = data;

  if (name_span (type) != NULL)
    g_string_append_printf (parser->markup, "</%s>", name_span (type));
  return 0;
}

static int
on_text (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
  HelpParser *parser = data;
  gboolean is_break = type == MD_TEXT_BR || type == MD_TEXT_SOFTBR;
  g_autofree char *escaped = g_markup_escape_text (is_break ? " " : text, is_break ? 1 : (gssize) size);

  g_string_append (parser->markup, escaped);
  g_string_append_len (parser->plain, is_break ? " " : text, is_break ? 1 : (gssize) size);
  return 0;
}

GPtrArray *
trestle_help_text_parse (const char *markdown, gsize length)
{
  const MD_PARSER callbacks = {
    .flags = MD_FLAG_TABLES | MD_FLAG_NOHTML,
    .enter_block = on_enter_block,
    .leave_block = on_leave_block,
    .enter_span = on_enter_span,
    .leave_span = on_leave_span,
    .text = on_text,
  };
  HelpParser parser = {
    .blocks = g_ptr_array_new_with_free_func (help_block_free),
    .markup = g_string_new (NULL),
    .plain = g_string_new (NULL),
  };

  md_parse (markdown, (MD_SIZE) length, &callbacks, &parser);
  g_string_free (parser.markup, TRUE);
  g_string_free (parser.plain, TRUE);
  return parser.blocks;
}
