/* The figure of a text looking at itself, words by words. */
#include "analysis/figures/word-matrix-figure.h"

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/attention-table.h"
#include "analysis/figures/heading.h"
#include "analysis/figures/matrix.h"
#include "core/error.h"

#define LEAST_HEIGHT 9.0
#define MOST_HEIGHT 26.0
#define WORD_SHARE 0.18 /* of the width, at most, for a word with a number behind it */

/**
 * WordMatrix:
 * @tokens: `[count]`: which tokens of the trace are drawn, as rows and as columns
 * @words: `[count]`, clean, %NULL-terminated
 * @numbered_words: (nullable): likewise, each behind its token's number, for rows where columns have no room for words
 * @numbers: (nullable): those numbers, for columns
 * @weights: `[count, count]`
 */
typedef struct
{
  gint head;
  guint count;
  guint *tokens;
  char **words;
  char **numbered_words;
  char **numbers;
  double *weights;
  double max;
  TrestleHeading heading;
  TrestleLook look;
} WordMatrix;

static void
word_matrix_free (WordMatrix *figure)
{
  g_free (figure->tokens);
  g_strfreev (figure->words);
  g_strfreev (figure->numbered_words);
  g_strfreev (figure->numbers);
  g_free (figure->weights);
  trestle_heading_clear (&figure->heading);
  g_free (figure);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WordMatrix, word_matrix_free)

static void
describe_matrix (const WordMatrix *figure, TrestleMatrix *matrix)
{
  *matrix = (TrestleMatrix){
    .n_rows = figure->count,
    .n_columns = figure->count,
    .values = figure->weights,
    .row_labels = (const char *const *) (figure->numbers != NULL ? figure->numbered_words : figure->words),
    .column_labels = (const char *const *) (figure->numbers != NULL ? figure->numbers : figure->words),
    .row_title = "query",
    .column_title = figure->numbers != NULL ? "key, by its number" : "key",
    .scale_title = "attention weight",
    .max = figure->max > 0.0 ? figure->max : 1.0,
    .prints_values = TRUE,
    .least_height = LEAST_HEIGHT,
    .most_height = MOST_HEIGHT,
  };
}

static void
lay_out (const WordMatrix *figure, TrestleMatrix *matrix, TrestleMatrixLayout *layout)
{
  double width = figure->look.width_mm * TRESTLE_POINTS_PER_MM - 2.0 * TRESTLE_FIGURE_MARGIN;

  describe_matrix (figure, matrix);
  trestle_matrix_lay_out (matrix, &figure->look, TRESTLE_FIGURE_MARGIN, trestle_heading_get_height (&figure->heading), width, layout);
}

/* A column without a label could not be told; its number can be counted, and read beside the word in the rows. */
static void
number_words (WordMatrix *figure)
{
  double room = WORD_SHARE * figure->look.width_mm * TRESTLE_POINTS_PER_MM;

  figure->numbers = g_new0 (char *, figure->count + 1);
  figure->numbered_words = g_new0 (char *, figure->count + 1);
  for (guint i = 0; i < figure->count; i++)
    {
      g_autofree char *word = trestle_text_fit (figure->look.font, figure->words[i], FALSE, room);

      figure->numbers[i] = g_strdup_printf ("%u", figure->tokens[i]);
      figure->numbered_words[i] = g_strdup_printf ("%s  %s", word, figure->numbers[i]);
    }
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  WordMatrix *figure = data;
  TrestleMatrix matrix;
  TrestleMatrixLayout layout;

  lay_out (figure, &matrix, &layout);
  trestle_heading_draw (&figure->heading, cr);
  trestle_matrix_draw (&matrix, &layout, &figure->look, cr);
}

static void
write_table (TrestleTable *table, gpointer data)
{
  WordMatrix *figure = data;

  trestle_table_add_column (table, "query", "the token that looks, counted from 0");
  trestle_table_add_column (table, "query_token", "that token as a person writes it");
  trestle_table_add_column (table, "key", "the token that is looked at, counted from 0");
  trestle_table_add_column (table, "key_token", "that token as a person writes it");
  trestle_table_add_column (table, "weight", trestle_attention_table_define_weight (figure->head));
  for (guint i = 0; i < figure->count * figure->count; i++)
    {
      guint query = i / figure->count, key = i % figure->count;

      trestle_table_add_integer (table, figure->tokens[query]);
      trestle_table_add_text (table, figure->words[query]);
      trestle_table_add_integer (table, figure->tokens[key]);
      trestle_table_add_text (table, figure->words[key]);
      trestle_table_add_number (table, figure->weights[i]);
    }
}

static gboolean
check_block (TrestleBlock block, GError **error)
{
  if (trestle_block_queries_are_text (block) && trestle_block_keys_are_text (block))
    return TRUE;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
               "In “%s” not both who looks and what is looked at are words; a matrix of words can be drawn of “%s” and “%s”",
               trestle_block_get_name (block), trestle_block_get_name (TRESTLE_BLOCK_TEXT),
               trestle_block_get_name (TRESTLE_BLOCK_CROSS_TEXT_SELF));
  return FALSE;
}

/* The tokens that are a word's, and no padding. */
static void
take_words (WordMatrix *figure, const TrestleTrace *trace, const char *const *words)
{
  const gboolean *keep = trestle_trace_get_keep (trace);
  guint n_tokens = MIN (trestle_trace_get_n_tokens (trace), g_strv_length ((char **) words));

  figure->tokens = g_new (guint, n_tokens);
  figure->words = g_new0 (char *, n_tokens + 1);
  for (guint i = 0; i < n_tokens; i++)
    if (keep == NULL || keep[i])
      {
        figure->tokens[figure->count] = i;
        figure->words[figure->count++] = trestle_text_clean (words[i]);
      }
}

static gboolean
take_weights (WordMatrix *figure, const TrestleTrace *trace, TrestleBlock block, guint layer, gint head, GError **error)
{
  figure->weights = g_new (double, (gsize) figure->count * figure->count);
  for (guint query = 0; query < figure->count; query++)
    {
      g_autoptr (TrestleAttentionMap) map = trestle_attention_map_new (trace, block, layer, head, (gint) figure->tokens[query], error);

      if (map == NULL)
        return FALSE;
      for (guint key = 0; key < figure->count; key++)
        {
          figure->weights[query * figure->count + key] = map->weights[figure->tokens[key]];
          figure->max = MAX (figure->max, map->weights[figure->tokens[key]]);
        }
    }
  return TRUE;
}

static void
make_heading (WordMatrix *figure, TrestleBlock block, guint layer, const char *model_name)
{
  g_auto (GStrv) parts = trestle_head_get_title (block, layer, figure->head);
  g_autofree char *name = trestle_text_clean (model_name);

  trestle_heading_init (&figure->heading, &figure->look, (const char *const *) parts, name, "");
}

TrestleFigure *
trestle_word_matrix_figure_new (const TrestleTrace *trace,
                                TrestleBlock block,
                                guint layer,
                                gint head,
                                const char *const *words,
                                const char *model_name,
                                const TrestleLook *look,
                                GError **error)
{
  g_autoptr (WordMatrix) figure = g_new0 (WordMatrix, 1);
  TrestleMatrix matrix;
  TrestleMatrixLayout layout;

  if (!check_block (block, error))
    return NULL;
  figure->look = *look;
  figure->head = head;
  take_words (figure, trace, words);
  if (!take_weights (figure, trace, block, layer, head, error))
    return NULL;
  make_heading (figure, block, layer, model_name);
  lay_out (figure, &matrix, &layout);
  if (layout.column_step > 1)
    {
      number_words (figure);
      lay_out (figure, &matrix, &layout);
    }
  return trestle_figure_new (look->width_mm, (layout.y + layout.height + TRESTLE_FIGURE_MARGIN) / TRESTLE_POINTS_PER_MM, draw, write_table,
                             g_steal_pointer (&figure), (GDestroyNotify) word_matrix_free);
}
