/* The figure of how alike the layers of two stacks are. */
#include "analysis/figures/similarity-figure.h"

#include "analysis/figures/heading.h"
#include "analysis/figures/matrix.h"

#define LEAST_HEIGHT 9.0
#define MOST_HEIGHT 26.0

#define SIMILARITY_DEFINITION                                                                                                              \
  "linear centred kernel alignment of the two layers' states over the tokens, in [0, 1] (Kornblith et al. 2019, equation 1 with a linear " \
  "kernel)"

typedef struct
{
  TrestleSimilarity similarity;
  char **row_labels;
  char **column_labels;
  char *row_title;
  char *column_title;
  TrestleHeading heading;
  TrestleLook look;
} SimilarityFigure;

static void
similarity_figure_free (SimilarityFigure *figure)
{
  g_free (figure->similarity.values);
  g_strfreev (figure->row_labels);
  g_strfreev (figure->column_labels);
  g_free (figure->row_title);
  g_free (figure->column_title);
  trestle_heading_clear (&figure->heading);
  g_free (figure);
}

/* Whether the first state of the stack is what enters its first layer. */
static gboolean
begins_with_embedding (TrestleStack stack)
{
  return stack == TRESTLE_STACK_TEXT || stack == TRESTLE_STACK_VISION;
}

/* (transfer full): "0", "1", ...; the first layer is 1. */
static char **
number_layers (TrestleStack stack, guint count)
{
  char **labels = g_new0 (char *, count + 1);

  for (guint i = 0; i < count; i++)
    labels[i] = g_strdup_printf ("%u", begins_with_embedding (stack) ? i : i + 1);
  return labels;
}

/* (transfer full): "vision tower, layer" */
static char *
name_axis (TrestleStack stack)
{
  return g_strconcat (trestle_stack_get_title (stack), ", layer", NULL);
}

/* (transfer full): "rows: bridgetower-shapes" */
static char *
name_model (const char *what, const char *model)
{
  g_autofree char *clean = trestle_text_clean (model);

  return g_strdup_printf ("%s: %s", what, clean);
}

static void
lay_out (const SimilarityFigure *figure, TrestleMatrix *matrix, TrestleMatrixLayout *layout)
{
  double width = figure->look.width_mm * TRESTLE_POINTS_PER_MM - 2.0 * TRESTLE_FIGURE_MARGIN;

  *matrix = (TrestleMatrix){
    .n_rows = figure->similarity.n_rows,
    .n_columns = figure->similarity.n_columns,
    .values = figure->similarity.values,
    .row_labels = (const char *const *) figure->row_labels,
    .column_labels = (const char *const *) figure->column_labels,
    .row_title = figure->row_title,
    .column_title = figure->column_title,
    .scale_title = "similarity (CKA)",
    .max = 1.0,
    .rises = TRUE,
    .prints_values = TRUE,
    .least_height = LEAST_HEIGHT,
    .most_height = MOST_HEIGHT,
  };
  trestle_matrix_lay_out (matrix, &figure->look, TRESTLE_FIGURE_MARGIN, trestle_heading_get_height (&figure->heading), width, layout);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  SimilarityFigure *figure = data;
  TrestleMatrix matrix;
  TrestleMatrixLayout layout;

  lay_out (figure, &matrix, &layout);
  trestle_heading_draw (&figure->heading, cr);
  trestle_matrix_draw (&matrix, &layout, &figure->look, cr);
}

static void
write_state (TrestleTable *table, TrestleStack stack, guint layer)
{
  g_autofree char *name = g_strdup_printf ("hidden.%s.%u", trestle_stack_get_name (stack), layer);

  trestle_table_add_text (table, name);
}

static void
write_table (TrestleTable *table, gpointer data)
{
  const TrestleSimilarity *similarity = &((SimilarityFigure *) data)->similarity;

  trestle_table_add_column (table, "row", "the layer's states, by the name that a trace gives them; 0 of a tower is its embedding");
  trestle_table_add_column (table, "column", "likewise");
  trestle_table_add_column (table, "similarity", SIMILARITY_DEFINITION);
  for (guint i = 0; i < similarity->n_rows * similarity->n_columns; i++)
    {
      write_state (table, similarity->rows, i / similarity->n_columns);
      write_state (table, similarity->columns, i % similarity->n_columns);
      trestle_table_add_number (table, similarity->values[i]);
    }
}

/* One model is named as in every figure; of two it is said which has the rows. */
static void
make_heading (SimilarityFigure *figure, const char *row_model, const char *column_model)
{
  const TrestleSimilarity *similarity = &figure->similarity;
  gboolean has_embedding = begins_with_embedding (similarity->rows) || begins_with_embedding (similarity->columns);
  gboolean is_one = g_str_equal (row_model, column_model);
  g_autofree char *name = trestle_text_clean (row_model);
  g_autofree char *rows = name_model ("rows", row_model);
  g_autofree char *columns = name_model ("columns", column_model);
  const char *parts[] = { "similarity of layers", is_one ? NULL : rows, columns, NULL };

  trestle_heading_init (&figure->heading, &figure->look, parts, is_one ? name : "", has_embedding ? "layer 0: embedding" : "");
  figure->row_title = name_axis (similarity->rows);
  figure->column_title = name_axis (similarity->columns);
}

TrestleFigure *
trestle_similarity_figure_new (const TrestleSimilarity *similarity,
                               const char *row_model,
                               const char *column_model,
                               const TrestleLook *look)
{
  SimilarityFigure *figure = g_new0 (SimilarityFigure, 1);
  TrestleMatrix matrix;
  TrestleMatrixLayout layout;

  figure->similarity = *similarity;
  figure->similarity.values = g_memdup2 (similarity->values, (gsize) similarity->n_rows * similarity->n_columns * sizeof (double));
  figure->look = *look;
  figure->row_labels = number_layers (similarity->rows, similarity->n_rows);
  figure->column_labels = number_layers (similarity->columns, similarity->n_columns);
  make_heading (figure, row_model, column_model);
  lay_out (figure, &matrix, &layout);
  return trestle_figure_new (look->width_mm, (layout.y + layout.height + TRESTLE_FIGURE_MARGIN) / TRESTLE_POINTS_PER_MM, draw, write_table,
                             figure, (GDestroyNotify) similarity_figure_free);
}
