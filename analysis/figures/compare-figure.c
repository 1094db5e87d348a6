/* The figure of variants side by side: maps on one scale, answers as bars, and the divergence of heads as lines. */
#include "analysis/figures/compare-figure.h"

#include <math.h>

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/head-figure.h"
#include "analysis/figures/heading.h"
#include "analysis/figures/heat.h"
#include "analysis/figures/panel-grid.h"
#include "analysis/figures/picture.h"
#include "core/tasks.h"

#define WIDE 120.0         /* millimetres: from here on all columns stand beside each other */
#define PANEL_HEIGHT 24.0  /* millimetres */
#define NARROW_HEIGHT 20.0 /* likewise, of a figure that is one column of a paper wide */

#define MOST_WIDTH 140.0 /* of an image */
#define MOST_ASPECT 1.4
#define MOST_TICKS 6

#define SWATCH 6.0
#define SWATCH_GAP 3.0
#define BELOW_TITLE 2.0
#define BELOW_IMAGE 3.0
#define ANSWER_BAR 3.5
#define ANSWER_GAP 3.0
#define NUMBER_GAP 4.0 /* between an answer and its probability */
#define ROW_GAP 8.0
#define ABOVE_PANELS 8.0

#define N_PANELS G_N_ELEMENTS (trestle_head_figure_cross_blocks)

/* The first answer to a question; without a label where it cannot be asked. */
typedef struct
{
  char *label;
  double probability;
} Answer;

/**
 * Column:
 * @title: lines, %NULL-terminated
 * @aspect: the window's height by its width
 * @answers: `[n_questions]`
 */
typedef struct
{
  char *name;
  char *model;
  TrestleInk ink;
  char **title;
  TrestlePicture *picture;
  double aspect;
  TrestleAttentionMap *looks;
  TrestleHeadShape shape;
  double *heads;
  Answer *answers;
} Column;

/* Which of a task's questions: a masked word each. */
typedef struct
{
  TrestleTask task;
  guint index;
} Question;

/**
 * CompareFigure:
 * @questions: (element-type Question): that any column answers
 * @max: the largest weight of a patch
 * @n_beside: columns that stand beside each other
 * @scale: the colour bar's axis
 * @width: of an image
 * @image_height: of the highest
 * @title_lines: of the longest title
 * @row_height: of a column, with all that belongs to it
 * @top: where the first row begins
 * @panels_top: where the panels' page begins
 */
typedef struct
{
  Column *columns;
  guint n_columns;
  GArray *questions;
  double max;
  double opacity;
  TrestleLook look;
  TrestleHeading heading;
  guint n_beside;
  TrestleAxis scale;
  double width;
  double image_height;
  guint title_lines;
  double row_height;
  double top;
  double panels_top;
  TrestlePanelGrid *grid;
} CompareFigure;

static void
column_clear (Column *column, guint n_questions)
{
  g_free (column->name);
  g_free (column->model);
  g_strfreev (column->title);
  trestle_picture_free (column->picture);
  trestle_attention_map_unref (column->looks);
  g_free (column->heads);
  for (guint i = 0; i < n_questions; i++)
    g_free (column->answers[i].label);
  g_free (column->answers);
}

static void
compare_figure_free (gpointer data)
{
  CompareFigure *figure = data;

  for (guint i = 0; i < figure->n_columns; i++)
    column_clear (&figure->columns[i], figure->questions->len);
  g_free (figure->columns);
  g_array_unref (figure->questions);
  trestle_heading_clear (&figure->heading);
  trestle_panel_grid_free (figure->grid);
  g_free (figure);
}

static const Question *
get_question (const CompareFigure *figure, guint index)
{
  return &g_array_index (figure->questions, Question, index);
}

static guint
count_answers (const TrestleCompareColumn *column, TrestleTask task)
{
  return column->answers[task] != NULL ? column->answers[task]->len : 0;
}

/* (transfer full) (element-type Question) */
static GArray *
find_questions (const TrestleCompareColumn *columns, guint n_columns)
{
  GArray *questions = g_array_new (FALSE, FALSE, sizeof (Question));

  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    {
      guint most = 0;

      for (guint i = 0; i < n_columns; i++)
        most = MAX (most, count_answers (&columns[i], task));
      for (guint i = 0; i < most; i++)
        g_array_append_val (questions, ((Question){ task, i }));
    }
  return questions;
}

static Answer
find_answer (const TrestleCompareColumn *column, const Question *question)
{
  const TrestleAnswer *answer;
  const TrestleCandidate *best;

  if (question->index >= count_answers (column, question->task))
    return (Answer){ NULL, NAN };
  answer = g_ptr_array_index (column->answers[question->task], question->index);
  best = &g_array_index (answer->candidates, TrestleCandidate, 0);
  return (Answer){ g_strdup (best->label), best->probability };
}

static void
take_column (CompareFigure *figure, guint index, const TrestleCompareColumn *given, const TrestleImage *image)
{
  Column *column = &figure->columns[index];

  column->name = g_strdup (given->title);
  column->model = g_strdup (given->model);
  column->ink = given->ink;
  column->picture = trestle_picture_new (image, given->window, (guint) (MOST_WIDTH / 72.0 * TRESTLE_FIGURE_IMAGE_DPI));
  column->aspect = MIN (given->window->height / given->window->width, MOST_ASPECT);
  column->looks = trestle_attention_map_ref (given->looks);
  column->shape = *given->shape;
  column->heads = g_memdup2 (given->heads, given->shape->n_values * sizeof *given->heads);
  column->answers = g_new (Answer, figure->questions->len);
  for (guint i = 0; i < figure->questions->len; i++)
    column->answers[i] = find_answer (given, get_question (figure, i));
  figure->max = MAX (figure->max, given->looks->max);
}

/* The mean over a layer's heads; NAN where there is no such layer. */
static double
get_value (const Column *column, TrestleHeadMeasure measure, TrestleBlock block, guint layer)
{
  gsize place = trestle_head_shape_find (&column->shape, block, measure, layer, TRESTLE_HEAD_MEAN);

  return place != G_MAXSIZE ? column->heads[place] : NAN;
}

/* The first on top. */
static void
draw_panel (cairo_t *cr, const TrestlePanel *panel, guint index, gpointer data)
{
  const CompareFigure *figure = data;
  g_autofree double *values = g_new (double, panel->n_places);

  for (guint i = figure->n_columns; i-- > 0;)
    {
      for (guint layer = 0; layer < panel->n_places; layer++)
        values[layer] = get_value (&figure->columns[i], TRESTLE_HEAD_DIVERGENCE, trestle_head_figure_cross_blocks[index], layer);
      trestle_panel_draw_line (cr, panel, figure->columns[i].ink, values, NULL, FALSE);
    }
}

/* The square in front of it has the ink of its bars and lines. */
static void
draw_title (const CompareFigure *figure, cairo_t *cr, guint index, double x, double y)
{
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_TEXT };
  const Column *column = &figure->columns[index];
  double line = y + (figure->title_lines - g_strv_length (column->title)) * TRESTLE_TEXT_LINE_HEIGHT + TRESTLE_TEXT_ASCENT;

  trestle_ink_set (cr, column->ink);
  cairo_rectangle (cr, x, line - SWATCH, SWATCH, SWATCH);
  cairo_fill (cr);
  for (guint i = 0; column->title[i] != NULL; i++)
    trestle_text_draw (cr, column->title[i], &style, x + SWATCH + SWATCH_GAP, line + i * TRESTLE_TEXT_LINE_HEIGHT);
}

static void
draw_image (const CompareFigure *figure, cairo_t *cr, const Column *column, double x, double y)
{
  double height = figure->width * column->aspect;

  trestle_picture_draw (column->picture, cr, x, y, figure->width, height);
  trestle_heat_paint (cr, column->looks, figure->look.colormap, figure->opacity, figure->max, x, y, figure->width, height);
  trestle_plot_draw_frame (cr, x, y, figure->width, height);
}

/* The class token is no place in the image, but may take most of the attention. */
static void
draw_class_token (const CompareFigure *figure, cairo_t *cr, const Column *column, double x, double y)
{
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_MUTED };
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = g_strdup_printf ("class token %s", g_ascii_formatd (digits, sizeof digits, "%.2f", column->looks->weights[0]));

  trestle_text_draw (cr, text, &style, x, y + TRESTLE_TEXT_ASCENT);
}

/* (transfer full): "match: yes" */
static char *
name_answer (const CompareFigure *figure, const Question *question, const Answer *answer, double width)
{
  g_autofree char *label = answer->label != NULL ? trestle_text_clean (answer->label) : g_strdup ("–");
  g_autofree char *text = g_strdup_printf ("%s: %s", trestle_task_get_name (question->task), label);

  return trestle_text_fit (figure->look.font, text, FALSE, width);
}

static void
draw_bar (const CompareFigure *figure, cairo_t *cr, double probability, TrestleInk ink, double x, double y)
{
  trestle_ink_set (cr, TRESTLE_INK_GRID);
  cairo_rectangle (cr, x, y, figure->width, ANSWER_BAR);
  cairo_fill (cr);
  trestle_ink_set (cr, ink);
  cairo_rectangle (cr, x, y, figure->width * CLAMP (probability, 0.0, 1.0), ANSWER_BAR);
  cairo_fill (cr);
}

static void
draw_answer (const CompareFigure *figure, cairo_t *cr, guint index, guint question, double x, double y)
{
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_TEXT };
  TrestleTextStyle right = { .font = figure->look.font, .ink = TRESTLE_INK_TEXT, .align = 1.0 };
  const Answer *answer = &figure->columns[index].answers[question];
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  const char *number = answer->label != NULL ? g_ascii_formatd (digits, sizeof digits, "%.2f", answer->probability) : "";
  double room = figure->width - trestle_text_measure (figure->look.font, number, FALSE) - NUMBER_GAP;
  g_autofree char *text = name_answer (figure, get_question (figure, question), answer, room);

  trestle_text_draw (cr, text, &style, x, y + TRESTLE_TEXT_ASCENT);
  if (answer->label == NULL)
    return;
  trestle_text_draw (cr, number, &right, x + figure->width, y + TRESTLE_TEXT_ASCENT);
  draw_bar (figure, cr, answer->probability, figure->columns[index].ink, x, y + TRESTLE_TEXT_LINE_HEIGHT);
}

/* From the top of a row's titles to that of its images. */
static double
get_title_height (const CompareFigure *figure)
{
  return figure->title_lines * TRESTLE_TEXT_LINE_HEIGHT + BELOW_TITLE;
}

static void
draw_column (const CompareFigure *figure, cairo_t *cr, guint index)
{
  double x = TRESTLE_FIGURE_MARGIN + index % figure->n_beside * (figure->width + TRESTLE_FIGURE_GAP);
  double y = figure->top + index / figure->n_beside * (figure->row_height + ROW_GAP);

  draw_title (figure, cr, index, x, y);
  y += get_title_height (figure);
  draw_image (figure, cr, &figure->columns[index], x, y);
  y += figure->image_height + BELOW_IMAGE;
  draw_class_token (figure, cr, &figure->columns[index], x, y);
  y += TRESTLE_TEXT_LINE_HEIGHT;
  for (guint i = 0; i < figure->questions->len; i++, y += TRESTLE_TEXT_LINE_HEIGHT + ANSWER_BAR + ANSWER_GAP)
    draw_answer (figure, cr, index, i, x, y);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  const CompareFigure *figure = data;

  trestle_heading_draw (&figure->heading, cr);
  for (guint i = 0; i < figure->n_columns; i++)
    draw_column (figure, cr, i);
  trestle_plot_draw_color_bar (cr, &figure->scale, figure->look.colormap,
                               TRESTLE_FIGURE_MARGIN + figure->n_beside * (figure->width + TRESTLE_FIGURE_GAP));
  cairo_save (cr);
  cairo_translate (cr, 0.0, figure->panels_top);
  trestle_panel_grid_draw (figure->grid, cr, draw_panel, data);
  cairo_restore (cr);
}

/* The cells of a row that say what it is about; texts are %NULL and numbers 0 where they do not apply. */
static void
add_subject (TrestleTable *table, const Column *column, const char *quantity, const char *const texts[3], const guint numbers[3])
{
  trestle_table_add_text (table, column->name);
  trestle_table_add_text (table, column->model);
  trestle_table_add_text (table, quantity);
  for (guint i = 0; i < 3; i++)
    if (texts[i] != NULL)
      trestle_table_add_text (table, texts[i]);
    else
      trestle_table_add_nothing (table);
  for (guint i = 0; i < 3; i++)
    if (numbers[i] > 0)
      trestle_table_add_integer (table, numbers[i]);
    else
      trestle_table_add_nothing (table);
}

static void
write_answers (TrestleTable *table, const CompareFigure *figure, const Column *column)
{
  for (guint i = 0; i < figure->questions->len; i++)
    if (column->answers[i].label != NULL)
      {
        add_subject (table, column, "probability",
                     (const char *[]){ trestle_task_get_name (get_question (figure, i)->task), column->answers[i].label, NULL },
                     (const guint[]){ 0, 0, 0 });
        trestle_table_add_number (table, column->answers[i].probability);
      }
}

static void
write_weights (TrestleTable *table, const Column *column)
{
  const TrestleAttentionMap *map = column->looks;

  for (gsize key = 0; key < map->n_keys; key++)
    {
      guint row = key > 0 ? (guint) (key - 1) / map->grid_columns + 1 : 0;
      guint patch_column = key > 0 ? (guint) (key - 1) % map->grid_columns + 1 : 0;

      add_subject (table, column, "weight", (const char *[]){ NULL, NULL, trestle_block_get_name (map->block) },
                   (const guint[]){ map->layer + 1, row, patch_column });
      trestle_table_add_number (table, map->weights[key]);
    }
}

static void
write_heads (TrestleTable *table, const Column *column)
{
  for (TrestleHeadMeasure measure = 0; measure < TRESTLE_N_HEAD_MEASURES; measure++)
    for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
      for (guint layer = 0; layer < column->shape.n_layers[block]; layer++)
        if (trestle_head_shape_find (&column->shape, block, measure, layer, TRESTLE_HEAD_MEAN) != G_MAXSIZE)
          {
            add_subject (table, column, trestle_head_measure_get_name (measure),
                         (const char *[]){ NULL, NULL, trestle_block_get_name (block) }, (const guint[]){ layer + 1, 0, 0 });
            trestle_table_add_number (table, get_value (column, measure, block, layer));
          }
}

static void
write_table (TrestleTable *table, gpointer data)
{
  const CompareFigure *figure = data;

  trestle_table_add_column (table, "column", "of the figure: the model as it is, without its bridges, or another model");
  trestle_table_add_column (table, "model", "its name");
  trestle_table_add_column (
      table, "quantity",
      "probability: of the first answer; weight: attention of the words to the image in that layer, the mean of heads "
      "and of words; divergence and entropy (nats), distance (patches) and class_share: means over the layer's heads");
  trestle_table_add_column (table, "task", "what was asked; a masked word each, from left to right");
  trestle_table_add_column (table, "answer", "the likeliest one");
  trestle_table_add_column (table, "block", "of the cross-modal encoder");
  trestle_table_add_column (table, "layer", "counted from 1");
  trestle_table_add_column (table, "row", "of the patch, counted from 1; empty for the class token");
  trestle_table_add_column (table, "patch_column", "of the patch, counted from 1; empty for the class token");
  trestle_table_add_column (table, "value", "of the quantity");
  for (guint i = 0; i < figure->n_columns; i++)
    {
      write_answers (table, figure, &figure->columns[i]);
      write_weights (table, &figure->columns[i]);
      write_heads (table, &figure->columns[i]);
    }
}

static void
add_panel (CompareFigure *figure, TrestleBlock block)
{
  const char *title[] = { trestle_block_get_title (block), NULL };
  TrestlePanelText text = { .title = title,
                            .y_title = trestle_head_measure_get_title (TRESTLE_HEAD_DIVERGENCE),
                            .x_title = "cross-modal layer" };
  guint n_layers = 0;
  double max = 0.0;

  for (guint i = 0; i < figure->n_columns; i++)
    {
      n_layers = MAX (n_layers, figure->columns[i].shape.n_layers[block]);
      for (guint layer = 0; layer < figure->columns[i].shape.n_layers[block]; layer++)
        max = fmax (max, get_value (&figure->columns[i], TRESTLE_HEAD_DIVERGENCE, block, layer));
    }
  trestle_panel_grid_add (figure->grid, &text, 0.0, max, n_layers);
}

/* Beside the square of its colour. */
static void
wrap_titles (CompareFigure *figure)
{
  for (guint i = 0; i < figure->n_columns; i++)
    {
      g_autofree char *clean = trestle_text_clean (figure->columns[i].name);
      g_auto (GStrv) words = g_strsplit (clean, " ", -1);

      figure->columns[i].title = trestle_text_wrap (figure->look.font, (const char *const *) words, " ",
                                                    figure->width - SWATCH - SWATCH_GAP);
      figure->title_lines = MAX (figure->title_lines, g_strv_length (figure->columns[i].title));
    }
}

/* Images beside each other, with the colour bar on their right. */
static void
place_images (CompareFigure *figure, double width)
{
  double bar, room;

  figure->n_beside = figure->look.width_mm >= WIDE ? figure->n_columns : MIN (figure->n_columns, 2);
  trestle_axis_init (&figure->scale, figure->look.font, "attention weight", 0.0, figure->max > 0.0 ? figure->max : 1.0, MOST_TICKS);
  bar = TRESTLE_FIGURE_GAP + TRESTLE_PLOT_BAR_WIDTH + trestle_axis_get_width (&figure->scale);
  room = width - 2.0 * TRESTLE_FIGURE_MARGIN - bar - (figure->n_beside - 1) * TRESTLE_FIGURE_GAP;
  figure->width = MIN (room / figure->n_beside, MOST_WIDTH);
  for (guint i = 0; i < figure->n_columns; i++)
    figure->image_height = MAX (figure->image_height, figure->width * figure->columns[i].aspect);
}

/* Returns where the columns end. */
static double
place_columns (CompareFigure *figure)
{
  guint n_rows = (figure->n_columns + figure->n_beside - 1) / figure->n_beside;
  double image_top;

  figure->top = trestle_heading_get_height (&figure->heading);
  figure->row_height = get_title_height (figure) + figure->image_height + BELOW_IMAGE + TRESTLE_TEXT_LINE_HEIGHT
                       + figure->questions->len * (TRESTLE_TEXT_LINE_HEIGHT + ANSWER_BAR + ANSWER_GAP);
  image_top = figure->top + get_title_height (figure);
  trestle_axis_set_place (&figure->scale, image_top + MAX (figure->image_height, trestle_axis_get_title_length (&figure->scale)),
                          image_top);
  return figure->top + n_rows * figure->row_height + (n_rows - 1) * ROW_GAP;
}

/* Returns how high the figure is, in points. */
static double
lay_out (CompareFigure *figure)
{
  const TrestleLook *look = &figure->look;
  double panel_height = (look->width_mm >= WIDE ? PANEL_HEIGHT : NARROW_HEIGHT) * TRESTLE_POINTS_PER_MM;

  place_images (figure, look->width_mm * TRESTLE_POINTS_PER_MM);
  wrap_titles (figure);
  figure->panels_top = place_columns (figure) + ABOVE_PANELS;
  figure->grid = trestle_panel_grid_new (look, look->width_mm >= WIDE ? N_PANELS : N_PANELS / 2, panel_height, 0.0);
  for (guint i = 0; i < N_PANELS; i++)
    add_panel (figure, trestle_head_figure_cross_blocks[i]);
  return figure->panels_top + trestle_panel_grid_lay_out (figure->grid) + TRESTLE_PANEL_MARGIN;
}

TrestleFigure *
trestle_compare_figure_new (const TrestleCompareColumn *columns,
                            guint n_columns,
                            const TrestleImage *image,
                            double opacity,
                            const TrestleLook *look)
{
  static const char *const title[] = { "Where the text looks", "last layer", "mean of heads and queries", NULL };
  CompareFigure *figure = g_new0 (CompareFigure, 1);
  g_autofree char *note = trestle_text_clean (columns[0].model);

  figure->look = *look;
  figure->opacity = opacity;
  figure->n_columns = n_columns;
  figure->columns = g_new0 (Column, n_columns);
  figure->questions = find_questions (columns, n_columns);
  for (guint i = 0; i < n_columns; i++)
    take_column (figure, i, &columns[i], image);
  trestle_heading_init (&figure->heading, look, title, note, "");
  return trestle_figure_new (look->width_mm, lay_out (figure) / TRESTLE_POINTS_PER_MM, draw, write_table, figure, compare_figure_free);
}
