/* The figure of two models on one input: two maps on one scale and their difference, then panels of heads and of answers by layer. */
#include "analysis/figures/comparison-figure-private.h"

#include <math.h>

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/head-figure.h"
#include "analysis/figures/heat.h"
#include "analysis/figures/readout-panel.h"
#include "analysis/figures/shaded-words.h"

#define WIDE 120.0         /* millimetres: from here on the three maps stand beside each other */
#define PANEL_HEIGHT 24.0  /* millimetres */
#define NARROW_HEIGHT 20.0 /* likewise, of a figure that is one column of a paper wide */

#define MOST_WIDTH 150.0 /* of an image */
#define MOST_ASPECT 1.4
#define MOST_TICKS 6

#define SWATCH 6.0
#define SWATCH_GAP 3.0
#define BELOW_TITLE 2.0
#define BELOW_MAP 3.0
#define ROW_GAP 6.0
#define ABOVE_PANELS 8.0
#define LABEL_SHARE 0.12 /* of the figure's width that an answer's name may take */

#define SMALLEST 0.0005 /* a difference that is written as 0 */

#define N_BLOCKS G_N_ELEMENTS (trestle_head_figure_cross_blocks)

static void
model_clear (TrestleComparedModel *model)
{
  g_free (model->name);
  g_clear_pointer (&model->picture, trestle_picture_free);
  g_free (model->heads);
  g_clear_pointer (&model->readouts, g_ptr_array_unref);
}

static void
drawing_free (gpointer data)
{
  TrestleComparisonDrawing *drawing = data;

  for (guint i = 0; i < 2; i++)
    model_clear (&drawing->models[i]);
  for (guint i = 0; i < TRESTLE_N_COMPARISON_MAPS; i++)
    g_strfreev (drawing->titles[i]);
  trestle_map_pair_unref (drawing->pair);
  g_strfreev (drawing->words);
  g_strfreev (drawing->notes);
  trestle_heading_clear (&drawing->heading);
  g_clear_pointer (&drawing->divergence, trestle_panel_grid_free);
  g_clear_pointer (&drawing->answers, trestle_panel_grid_free);
  g_free (drawing);
}

static gboolean
is_wide (const TrestleComparisonDrawing *drawing)
{
  return drawing->look.width_mm >= WIDE;
}

/* Without a difference there are two. */
static guint
count_maps (const TrestleComparisonDrawing *drawing)
{
  return drawing->pair->difference != NULL ? TRESTLE_N_COMPARISON_MAPS : TRESTLE_COMPARISON_DIFFERENCE;
}

double
trestle_comparison_get_divergence (const TrestleComparedModel *model, TrestleBlock block, guint layer)
{
  gsize place = trestle_head_shape_find (&model->shape, block, TRESTLE_HEAD_DIVERGENCE, layer, TRESTLE_HEAD_MEAN);

  return place != G_MAXSIZE ? model->heads[place] : NAN;
}

/* The model's lines in the panels have the ink of the square in front of its name. */
static TrestleInk
get_ink (guint model)
{
  return trestle_ink_get_series (model);
}

static const double *
get_values (const TrestleComparisonDrawing *drawing, guint map)
{
  return map == TRESTLE_COMPARISON_DIFFERENCE ? drawing->pair->difference : drawing->pair->weights[map];
}

static TrestleColormap
get_colormap (const TrestleComparisonDrawing *drawing, guint map)
{
  return map == TRESTLE_COMPARISON_DIFFERENCE ? TRESTLE_COLORMAP_BLUE_RED : drawing->look.colormap;
}

/* Where all is 0 a scale is as good as any other, as long as 0 has its own colour. */
static const TrestleAxis *
get_scale (const TrestleComparisonDrawing *drawing, guint map)
{
  return &drawing->scales[map == TRESTLE_COMPARISON_DIFFERENCE];
}

static TrestleShadedWords
get_shaded (const TrestleComparisonDrawing *drawing, guint map)
{
  return (TrestleShadedWords){ .words = (const char *const *) drawing->words,
                               .values = get_values (drawing, map),
                               .colormap = get_colormap (drawing, map),
                               .min = get_scale (drawing, map)->min,
                               .max = get_scale (drawing, map)->max,
                               .marked = drawing->pair->marked,
                               .font = drawing->look.font };
}

static void
draw_title (const TrestleComparisonDrawing *drawing, cairo_t *cr, guint map)
{
  TrestleTextStyle style = { .font = drawing->look.font, .ink = TRESTLE_INK_TEXT };
  gboolean is_model = map != TRESTLE_COMPARISON_DIFFERENCE;
  guint n_lines = g_strv_length (drawing->titles[map]);
  double line = drawing->y[map] - BELOW_TITLE - n_lines * TRESTLE_TEXT_LINE_HEIGHT + TRESTLE_TEXT_ASCENT;

  if (is_model)
    {
      trestle_ink_set (cr, get_ink (map));
      cairo_rectangle (cr, drawing->x[map], line - SWATCH, SWATCH, SWATCH);
      cairo_fill (cr);
    }
  for (guint i = 0; i < n_lines; i++)
    trestle_text_draw (cr, drawing->titles[map][i], &style, drawing->x[map] + (is_model ? SWATCH + SWATCH_GAP : 0.0),
                       line + i * TRESTLE_TEXT_LINE_HEIGHT);
}

/* The patch that asks, if one does. */
static void
draw_query (const TrestleComparisonDrawing *drawing, cairo_t *cr, guint map)
{
  const TrestleAttentionMap *asks = drawing->pair->maps[map == TRESTLE_COMPARISON_SECOND];

  if (asks->query_rows > 0 && asks->query > 0)
    trestle_heat_outline_patch (cr, (guint) asks->query - 1, asks->query_rows, asks->query_columns, drawing->x[map], drawing->y[map],
                                drawing->width, drawing->heights[map]);
}

static void
draw_image (const TrestleComparisonDrawing *drawing, cairo_t *cr, guint map)
{
  gboolean is_second = map == TRESTLE_COMPARISON_SECOND;
  const TrestleAttentionMap *of = drawing->pair->maps[is_second];
  const TrestleAxis *scale = get_scale (drawing, map);
  double x = drawing->x[map], y = drawing->y[map], height = drawing->heights[map];

  trestle_picture_draw (drawing->models[is_second].picture, cr, x, y, drawing->width, height);
  trestle_heat_paint_cells (cr, get_values (drawing, map) + 1, of->grid_rows, of->grid_columns, get_colormap (drawing, map),
                            drawing->opacity, scale->min, scale->max, x, y, drawing->width, height);
  trestle_plot_draw_frame (cr, x, y, drawing->width, height);
  draw_query (drawing, cr, map);
}

/* The class token is no place in the image, but may take most of the attention. */
static void
draw_class_token (const TrestleComparisonDrawing *drawing, cairo_t *cr, guint map)
{
  TrestleTextStyle style = { .font = drawing->look.font, .ink = TRESTLE_INK_MUTED };
  gboolean is_difference = map == TRESTLE_COMPARISON_DIFFERENCE;
  double weight = get_values (drawing, map)[0];
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  const char *sign = !is_difference || fabs (weight) < SMALLEST ? "" : weight < 0.0 ? "−" : "+";
  const char *number = g_ascii_formatd (digits, sizeof digits, is_difference ? "%.3f" : "%.2f", fabs (weight));
  g_autofree char *text = g_strdup_printf ("class token %s%s", sign, number);

  trestle_text_draw (cr, text, &style, drawing->x[map], drawing->y[map] + drawing->heights[map] + BELOW_MAP + TRESTLE_TEXT_ASCENT);
}

static void
draw_map (const TrestleComparisonDrawing *drawing, cairo_t *cr, guint map)
{
  draw_title (drawing, cr, map);
  if (drawing->words != NULL)
    {
      TrestleShadedWords shaded = get_shaded (drawing, map);

      trestle_shaded_words_draw (&shaded, cr, drawing->x[map], drawing->y[map], drawing->width);
      return;
    }
  draw_image (drawing, cr, map);
  draw_class_token (drawing, cr, map);
}

static void
draw_notes (const TrestleComparisonDrawing *drawing, cairo_t *cr)
{
  TrestleTextStyle style = { .font = drawing->look.font, .ink = TRESTLE_INK_MUTED };

  for (guint i = 0; drawing->notes[i] != NULL; i++)
    trestle_text_draw (cr, drawing->notes[i], &style, TRESTLE_FIGURE_MARGIN,
                       drawing->notes_top + i * TRESTLE_TEXT_LINE_HEIGHT + TRESTLE_TEXT_ASCENT);
}

/* The first model on top. */
static void
draw_divergence (cairo_t *cr, const TrestlePanel *panel, guint index, gpointer data)
{
  const TrestleComparisonDrawing *drawing = data;
  g_autofree double *values = g_new (double, panel->n_places);

  for (guint i = 2; i-- > 0;)
    {
      for (guint layer = 0; layer < panel->n_places; layer++)
        values[layer] = trestle_comparison_get_divergence (&drawing->models[i], trestle_head_figure_cross_blocks[index], layer);
      trestle_panel_draw_line (cr, panel, get_ink (i), values, NULL, FALSE);
    }
}

/* The models that answer, in order. */
static guint
find_answering (const TrestleComparisonDrawing *drawing, guint index)
{
  if (drawing->models[0].readouts == NULL)
    return 1;
  return drawing->models[1].readouts == NULL ? 0 : index % 2;
}

static const TrestleReadout *
get_readout (const TrestleComparisonDrawing *drawing, guint model, guint question)
{
  const GPtrArray *readouts = drawing->models[model].readouts;

  return readouts != NULL && question < readouts->len ? g_ptr_array_index (readouts, question) : NULL;
}

/* The place of an answer among those of @first, or how many these are. */
static guint
find_answer (const TrestleReadout *first, const char *label)
{
  guint place = 0;

  while (first != NULL && place < first->n_answers && !g_str_equal (first->labels[place], label))
    place++;
  return place;
}

/* (transfer full): `[n_answers]`: what both models answer has the ink that it has in the first one's panel, the rest the inks left over. */
static TrestleInk *
choose_inks (const TrestleReadout *readout, const TrestleReadout *first)
{
  TrestleInk *inks = g_new0 (TrestleInk, readout->n_answers);
  guint n_first = first != NULL ? first->n_answers : 0, n_used = 0;
  guint64 used = 0;

  for (guint i = 0; i < readout->n_answers; i++)
    {
      guint place = find_answer (first, readout->labels[i]);

      inks[i] = trestle_ink_get_series (place);
      used |= place < n_first ? G_GUINT64_CONSTANT (1) << place % TRESTLE_N_SERIES_INKS : 0;
    }
  for (guint i = 0; i < readout->n_answers; i++)
    {
      if (find_answer (first, readout->labels[i]) < n_first)
        continue;
      while (n_used < TRESTLE_N_SERIES_INKS && used & G_GUINT64_CONSTANT (1) << n_used)
        n_used++;
      inks[i] = trestle_ink_get_series (n_used++);
    }
  return inks;
}

static guint
count_answering (const TrestleComparisonDrawing *drawing)
{
  return (drawing->models[0].readouts != NULL) + (drawing->models[1].readouts != NULL);
}

static void
draw_answers (cairo_t *cr, const TrestlePanel *panel, guint index, gpointer data)
{
  const TrestleComparisonDrawing *drawing = data;
  guint question = index / count_answering (drawing);
  const TrestleReadout *readout = get_readout (drawing, find_answering (drawing, index), question);
  g_autofree TrestleInk *inks = readout != NULL ? choose_inks (readout, get_readout (drawing, 0, question)) : NULL;

  if (readout != NULL)
    trestle_readout_panel_draw (cr, panel, readout, inks, drawing->look.font, drawing->label_width);
}

static void
draw_grid (const TrestleComparisonDrawing *drawing, cairo_t *cr, const TrestlePanelGrid *grid, double top, TrestlePanelDraw draw_panel)
{
  cairo_save (cr);
  cairo_translate (cr, 0.0, top);
  trestle_panel_grid_draw (grid, cr, draw_panel, (gpointer) drawing);
  cairo_restore (cr);
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  const TrestleComparisonDrawing *drawing = data;

  trestle_heading_draw (&drawing->heading, cr);
  for (guint map = 0; map < count_maps (drawing); map++)
    draw_map (drawing, cr, map);
  trestle_plot_draw_color_bar (cr, &drawing->scales[0], drawing->look.colormap, drawing->bars[0]);
  if (drawing->pair->difference != NULL)
    trestle_plot_draw_color_bar (cr, &drawing->scales[1], TRESTLE_COLORMAP_BLUE_RED, drawing->bars[1]);
  draw_notes (drawing, cr);
  draw_grid (drawing, cr, drawing->divergence, drawing->divergence_top, draw_divergence);
  if (drawing->answers != NULL)
    draw_grid (drawing, cr, drawing->answers, drawing->answers_top, draw_answers);
}

/* Returns what a colour bar takes of the width, with the gap in front of it. */
static double
init_scale (TrestleComparisonDrawing *drawing, guint bar)
{
  double end = bar == 0 ? drawing->pair->max : drawing->pair->bound;
  TrestleAxis *scale = &drawing->scales[bar];

  end = end > 0.0 ? end : 1.0;
  trestle_axis_init (scale, drawing->look.font, bar == 0 ? "attention weight" : "difference", bar == 0 ? 0.0 : -end, end, MOST_TICKS);
  return TRESTLE_FIGURE_GAP + TRESTLE_PLOT_BAR_WIDTH + trestle_axis_get_width (scale);
}

/* From left to right: the first map, the second, their bar; then the difference and its bar, there or below. */
static void
place_across (TrestleComparisonDrawing *drawing)
{
  double width = drawing->look.width_mm * TRESTLE_POINTS_PER_MM - 2.0 * TRESTLE_FIGURE_MARGIN;
  double bars[2] = { init_scale (drawing, 0), init_scale (drawing, 1) };
  gboolean in_one_row = is_wide (drawing) && drawing->pair->difference != NULL;
  double room = in_one_row ? width - bars[0] - bars[1] - 2.0 * TRESTLE_FIGURE_GAP : width - MAX (bars[0], bars[1]) - TRESTLE_FIGURE_GAP;

  drawing->width = in_one_row ? room / 3.0 : room / 2.0;
  if (drawing->words == NULL)
    drawing->width = MIN (drawing->width, MOST_WIDTH);
  drawing->x[0] = TRESTLE_FIGURE_MARGIN;
  drawing->x[1] = drawing->x[0] + drawing->width + TRESTLE_FIGURE_GAP;
  drawing->bars[0] = drawing->x[1] + drawing->width + TRESTLE_FIGURE_GAP;
  drawing->x[2] = in_one_row ? drawing->x[1] + drawing->width + bars[0] + TRESTLE_FIGURE_GAP : drawing->x[0];
  drawing->bars[1] = drawing->x[2] + drawing->width + TRESTLE_FIGURE_GAP;
}

/* (transfer full): what is longer than a line may end after its hyphens. */
static char *
break_word (const TrestleComparisonDrawing *drawing, const char *word, double width)
{
  g_auto (GStrv) parts = g_strsplit (word, "-", -1);

  return trestle_text_measure (drawing->look.font, word, FALSE) > width ? g_strjoinv ("- ", parts) : g_strdup (word);
}

/* (transfer full): lines */
static char **
wrap (const TrestleComparisonDrawing *drawing, const char *text, double width)
{
  g_autofree char *clean = trestle_text_clean (text);
  g_auto (GStrv) words = g_strsplit (clean, " ", -1);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *broken = break_word (drawing, *word, width);
      g_auto (GStrv) pieces = g_strsplit (broken, " ", -1);

      g_strv_builder_addv (parts, (const char **) pieces);
    }
  list = g_strv_builder_end (parts);
  return trestle_text_wrap (drawing->look.font, (const char *const *) list, " ", width);
}

static void
wrap_titles (TrestleComparisonDrawing *drawing)
{
  for (guint i = 0; i < 2; i++)
    drawing->titles[i] = wrap (drawing, drawing->models[i].name, drawing->width - SWATCH - SWATCH_GAP);
  drawing->titles[2] = wrap (drawing, "second − first", drawing->width);
}

static double
measure_map (const TrestleComparisonDrawing *drawing, guint map)
{
  TrestleShadedWords shaded = get_shaded (drawing, map);

  if (drawing->words != NULL)
    return trestle_shaded_words_get_height (&shaded, drawing->width);
  return drawing->width * drawing->models[map == TRESTLE_COMPARISON_SECOND].aspect;
}

/* Maps from @first on, @n of them, in one row with the colour bar @scale at its end. Returns where they end. */
static double
place_row (TrestleComparisonDrawing *drawing, guint first, guint n, double top)
{
  guint n_lines = 0;
  double length, height = 0.0, below = drawing->words != NULL ? 0.0 : BELOW_MAP + TRESTLE_TEXT_LINE_HEIGHT;

  for (guint map = first; map < first + n; map++)
    {
      n_lines = MAX (n_lines, g_strv_length (drawing->titles[map]));
      drawing->heights[map] = measure_map (drawing, map);
      height = MAX (height, drawing->heights[map]);
    }
  top += n_lines * TRESTLE_TEXT_LINE_HEIGHT + BELOW_TITLE;
  /* Beside low maps the bars are longer than these, so that their titles fit. */
  length = MAX (height, trestle_axis_get_title_length (&drawing->scales[0]));
  for (guint map = first; map < first + n; map++)
    {
      drawing->y[map] = top;
      trestle_axis_set_place (&drawing->scales[map == TRESTLE_COMPARISON_DIFFERENCE], top + length, top);
    }
  return top + MAX (height + below, length + ROW_GAP);
}

/* Returns where the maps end. */
static double
place_maps (TrestleComparisonDrawing *drawing)
{
  double top = trestle_heading_get_height (&drawing->heading);
  guint n_maps = count_maps (drawing);

  place_across (drawing);
  wrap_titles (drawing);
  if (n_maps < TRESTLE_N_COMPARISON_MAPS || is_wide (drawing))
    return place_row (drawing, 0, n_maps, top);
  top = place_row (drawing, 0, 2, top);
  return place_row (drawing, TRESTLE_COMPARISON_DIFFERENCE, 1, top + ROW_GAP);
}

/* Returns where they end. */
static double
place_notes (TrestleComparisonDrawing *drawing, double top)
{
  g_autofree char *text = g_strjoinv (" ", drawing->pair->notes);

  drawing->notes_top = top + BELOW_MAP;
  drawing->notes = wrap (drawing, text, drawing->look.width_mm * TRESTLE_POINTS_PER_MM - 2.0 * TRESTLE_FIGURE_MARGIN);
  if (*text == '\0')
    g_clear_pointer (&drawing->notes[0], g_free);
  return drawing->notes_top + g_strv_length (drawing->notes) * TRESTLE_TEXT_LINE_HEIGHT;
}

static void
add_divergence (TrestleComparisonDrawing *drawing, TrestleBlock block)
{
  const char *title[] = { trestle_block_get_title (block), NULL };
  TrestlePanelText text = { .title = title, .y_title = trestle_head_measure_get_title (TRESTLE_HEAD_DIVERGENCE), .x_title = "layer" };
  guint n_layers = 1;
  double max = 0.0;

  for (guint i = 0; i < 2; i++)
    {
      n_layers = MAX (n_layers, drawing->models[i].shape.n_layers[block]);
      for (guint layer = 0; layer < drawing->models[i].shape.n_layers[block]; layer++)
        max = fmax (max, trestle_comparison_get_divergence (&drawing->models[i], block, layer));
    }
  trestle_panel_grid_add (drawing->divergence, &text, 0.0, max, n_layers);
}

static double
get_panel_height (const TrestleComparisonDrawing *drawing)
{
  return (is_wide (drawing) ? PANEL_HEIGHT : NARROW_HEIGHT) * TRESTLE_POINTS_PER_MM;
}

/* Returns where the panels end. */
static double
place_divergence (TrestleComparisonDrawing *drawing, double top)
{
  drawing->divergence_top = top;
  drawing->divergence = trestle_panel_grid_new (&drawing->look, is_wide (drawing) ? N_BLOCKS : N_BLOCKS / 2, get_panel_height (drawing),
                                                0.0);
  for (guint i = 0; i < N_BLOCKS; i++)
    add_divergence (drawing, trestle_head_figure_cross_blocks[i]);
  return top + trestle_panel_grid_lay_out (drawing->divergence);
}

static void
measure_labels (TrestleComparisonDrawing *drawing)
{
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; drawing->models[i].readouts != NULL && k < drawing->models[i].readouts->len; k++)
      drawing->label_width = MAX (drawing->label_width, trestle_readout_panel_measure (get_readout (drawing, i, k), drawing->look.font));
  drawing->label_width = MIN (drawing->label_width, LABEL_SHARE * drawing->look.width_mm * TRESTLE_POINTS_PER_MM);
}

static void
add_answers (TrestleComparisonDrawing *drawing, guint model, guint question)
{
  const TrestleReadout *readout = get_readout (drawing, model, question);
  g_autofree char *name = trestle_text_clean (drawing->models[model].name);
  g_autofree char *task = drawing->task == TRESTLE_TASK_FILL ? g_strdup_printf ("mask %u", question + 1)
                                                             : g_strdup (trestle_task_get_name (drawing->task));
  const char *title[] = { task, name, NULL };
  TrestlePanelText text = { .title = title, .y_title = "probability", .x_title = "cross-modal layer" };

  trestle_panel_grid_add (drawing->answers, &text, 0.0, 1.0, readout != NULL ? readout->n_layers : 1);
}

static guint
count_questions (const TrestleComparisonDrawing *drawing)
{
  guint n_questions = 0;

  for (guint i = 0; i < 2; i++)
    if (drawing->models[i].readouts != NULL)
      n_questions = MAX (n_questions, drawing->models[i].readouts->len);
  return n_questions;
}

/* Returns where the panels end; nowhere else than they would begin if neither model answers. */
static double
place_answers (TrestleComparisonDrawing *drawing, double top)
{
  guint n_questions = count_questions (drawing), n_answering = count_answering (drawing);

  if (n_questions == 0)
    return top;
  measure_labels (drawing);
  drawing->answers_top = top + ABOVE_PANELS;
  drawing->answers = trestle_panel_grid_new (&drawing->look, n_answering, get_panel_height (drawing),
                                             drawing->label_width + TRESTLE_READOUT_LABEL_GAP);
  trestle_panel_grid_set_first_letter (drawing->answers, N_BLOCKS);
  for (guint question = 0; question < n_questions; question++)
    for (guint i = 0; i < n_answering; i++)
      add_answers (drawing, find_answering (drawing, i), question);
  return drawing->answers_top + trestle_panel_grid_lay_out (drawing->answers);
}

/* Returns how high the figure is, in points. */
static double
lay_out (TrestleComparisonDrawing *drawing)
{
  double end = place_notes (drawing, place_maps (drawing));

  return place_answers (drawing, place_divergence (drawing, end + ABOVE_PANELS)) + TRESTLE_PANEL_MARGIN;
}

static void
take_model (TrestleComparedModel *model, const TrestleComparisonSide *side, const TrestleImage *image)
{
  model->name = g_utf8_make_valid (side->name, -1);
  model->picture = trestle_picture_new (image, side->window, (guint) (MOST_WIDTH / 72.0 * TRESTLE_FIGURE_IMAGE_DPI));
  model->aspect = MIN (side->window->height / side->window->width, MOST_ASPECT);
  model->shape = *side->shape;
  model->heads = g_memdup2 (side->heads, side->shape->n_values * sizeof *side->heads);
  model->readouts = side->readouts != NULL ? g_ptr_array_ref (side->readouts) : NULL;
}

/* (transfer full) (nullable): each of them clean */
static char **
clean_words (char **words)
{
  guint n = words != NULL ? g_strv_length (words) : 0;
  char **clean = words != NULL ? g_new0 (char *, n + 1) : NULL;

  for (guint i = 0; i < n; i++)
    clean[i] = trestle_text_clean (words[i]);
  return clean;
}

static void
init_heading (TrestleComparisonDrawing *drawing)
{
  const TrestleAttentionMap *map = drawing->pair->maps[0];
  g_auto (GStrv) words = clean_words (drawing->pair->words);
  g_autofree char *layer = g_strdup_printf ("layer %u", map->layer + 1);
  g_autofree char *head = map->head == TRESTLE_HEAD_MEAN ? g_strdup ("mean of heads") : g_strdup_printf ("head %d", map->head + 1);
  g_autofree char *query = trestle_query_get_title (map, (const char *const *) words, drawing->look.font);
  const char *parts[] = { trestle_block_get_title (map->block), layer, head, query, NULL };

  trestle_heading_init (&drawing->heading, &drawing->look, parts, "", "");
}

TrestleFigure *
trestle_comparison_figure_new (const TrestleComparisonSide *sides,
                               TrestleMapPair *pair,
                               TrestleTask task,
                               const TrestleImage *image,
                               double opacity,
                               const TrestleLook *look)
{
  TrestleComparisonDrawing *drawing = g_new0 (TrestleComparisonDrawing, 1);

  drawing->look = *look;
  drawing->opacity = opacity;
  drawing->task = task;
  drawing->pair = trestle_map_pair_ref (pair);
  drawing->words = clean_words (pair->labels);
  for (guint i = 0; i < 2; i++)
    take_model (&drawing->models[i], &sides[i], image);
  init_heading (drawing);
  return trestle_figure_new (look->width_mm, lay_out (drawing) / TRESTLE_POINTS_PER_MM, draw, trestle_comparison_write_table, drawing,
                             drawing_free);
}
