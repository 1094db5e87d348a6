/* The figure of a few heads side by side: what it is made from, where everything goes, and the drawing of it. */
#include "analysis/figures/pin-figure.h"

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/heading.h"
#include "analysis/figures/heat.h"
#include "analysis/figures/picture.h"
#include "analysis/figures/plot.h"
#include "analysis/figures/shaded-words.h"
#include "analysis/measures/head-map.h"

#define MOST_TICKS 6
#define LAST_LABEL 4.0 /* how far the colour bar's lowest label reaches below it */

/* Points: how wide a map is at least and at most, between a title and its map, and between rows. */
#define LEAST_CELL 84.0
#define MOST_CELL 150.0
#define TITLE_GAP 2.0
#define ROW_GAP 10.0
#define WORDS_GAP 4.0

/* Of a window's height by its width: a narrow one is not drawn higher. */
#define MAX_ASPECT 1.4

/**
 * Pin:
 * @title: parts, %NULL-terminated
 */
typedef struct
{
  TrestleAttentionMap *map;
  char **title;
} Pin;

/**
 * PinFigure:
 * @words: clean, %NULL-terminated
 * @max: where the scale ends
 */
typedef struct
{
  guint n_pins;
  Pin *pins;
  TrestlePicture *picture;
  double aspect;
  char **words;
  double max;
  double opacity;
  TrestleLook look;
  TrestleHeading heading;
} PinFigure;

/**
 * Layout:
 * @tops: `[n_pins]`, where each pin's title begins
 * @map_tops: `[n_pins]`, where each map begins, below the titles of its row
 */
typedef struct
{
  guint n_columns;
  double cell;
  double *tops;
  double *map_tops;
  TrestleAxis scale;
  double height;
} Layout;

static void
pin_figure_free (PinFigure *figure)
{
  for (guint i = 0; i < figure->n_pins; i++)
    {
      trestle_attention_map_unref (figure->pins[i].map);
      g_strfreev (figure->pins[i].title);
    }
  g_free (figure->pins);
  trestle_picture_free (figure->picture);
  g_strfreev (figure->words);
  trestle_heading_clear (&figure->heading);
  g_free (figure);
}

static gboolean
has_words (const TrestleAttentionMap *map)
{
  return trestle_block_keys_are_text (map->block);
}

/* Patches are looked at, or a patch asks. */
static gboolean
has_picture (const TrestleAttentionMap *map)
{
  return !has_words (map) || !trestle_block_queries_are_text (map->block);
}

/* The word of a map over words that asks, or -1. */
static gint
get_marked_word (const TrestleAttentionMap *map)
{
  return trestle_block_queries_are_text (map->block) ? map->query : -1;
}

/* Of a map whose keys are words. */
static TrestleShadedWords
get_shaded (const PinFigure *figure, const TrestleAttentionMap *map)
{
  return (TrestleShadedWords){ .words = (const char *const *) figure->words,
                               .values = map->weights,
                               .colormap = figure->look.colormap,
                               .max = figure->max,
                               .marked = get_marked_word (map),
                               .font = figure->look.font };
}

static double
get_picture_height (const PinFigure *figure, double cell)
{
  return cell * MIN (figure->aspect, MAX_ASPECT);
}

static double
get_map_height (const PinFigure *figure, const TrestleAttentionMap *map, double cell)
{
  double height = has_picture (map) ? get_picture_height (figure, cell) : 0.0;
  TrestleShadedWords shaded;

  if (!has_words (map))
    return height;
  if (height > 0.0)
    height += WORDS_GAP;
  shaded = get_shaded (figure, map);
  return height + trestle_shaded_words_get_height (&shaded, cell);
}

/* (transfer full): the lines of a pin's title. */
static char **
wrap_title (const PinFigure *figure, const Pin *pin, double cell)
{
  return trestle_text_wrap (figure->look.font, (const char *const *) pin->title, ", ", cell);
}

static double
get_title_height (const PinFigure *figure, const Pin *pin, double cell)
{
  g_auto (GStrv) lines = wrap_title (figure, pin, cell);

  return g_strv_length (lines) * TRESTLE_TEXT_LINE_HEIGHT + TITLE_GAP;
}

/* Gives the pins of the row that begins with @first their places below @top, and returns where the row ends. */
static double
place_row (const PinFigure *figure, guint first, double top, Layout *layout)
{
  guint end = MIN (first + layout->n_columns, figure->n_pins);
  double title = 0.0, map = 0.0;

  for (guint i = first; i < end; i++)
    {
      title = MAX (title, get_title_height (figure, &figure->pins[i], layout->cell));
      map = MAX (map, get_map_height (figure, figure->pins[i].map, layout->cell));
    }
  for (guint i = first; i < end; i++)
    {
      layout->tops[i] = top;
      layout->map_tops[i] = top + title;
    }
  return top + title + map;
}

/* As many as fit beside the colour bar, and no wider than they need to be. */
static void
choose_columns (const PinFigure *figure, double room, Layout *layout)
{
  guint fitting = (guint) MAX (1.0, (room + TRESTLE_FIGURE_GAP) / (LEAST_CELL + TRESTLE_FIGURE_GAP));

  layout->n_columns = MIN (fitting, figure->n_pins);
  layout->cell = MIN ((room - (layout->n_columns - 1) * TRESTLE_FIGURE_GAP) / layout->n_columns, MOST_CELL);
}

/* "attention weight" if it is that of all of them. */
static const char *
get_scale_title (const PinFigure *figure)
{
  guint n_rollouts = 0;

  for (guint i = 0; i < figure->n_pins; i++)
    n_rollouts += figure->pins[i].map->head == TRESTLE_HEAD_ROLLOUT;
  if (n_rollouts == 0)
    return "attention weight";
  return n_rollouts == figure->n_pins ? "rollout weight" : "weight";
}

static void
layout_clear (Layout *layout)
{
  g_free (layout->tops);
  g_free (layout->map_tops);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, layout_clear)

static void
lay_out (const PinFigure *figure, Layout *layout)
{
  double width = figure->look.width_mm * TRESTLE_POINTS_PER_MM - 2.0 * TRESTLE_FIGURE_MARGIN;
  double top = trestle_heading_get_height (&figure->heading), bottom = top, bar_bottom;

  layout->tops = g_new (double, figure->n_pins);
  layout->map_tops = g_new (double, figure->n_pins);
  trestle_axis_init (&layout->scale, figure->look.font, get_scale_title (figure), 0.0, figure->max > 0.0 ? figure->max : 1.0, MOST_TICKS);
  choose_columns (figure, width - TRESTLE_FIGURE_GAP - TRESTLE_PLOT_BAR_WIDTH - trestle_axis_get_width (&layout->scale), layout);
  for (guint i = 0; i < figure->n_pins; i += layout->n_columns)
    bottom = place_row (figure, i, i == 0 ? top : bottom + ROW_GAP, layout);
  /* Beside the first row; beside low maps it is longer than they are, so that its title fits. */
  bar_bottom = layout->map_tops[0] + MAX (get_picture_height (figure, layout->cell), trestle_axis_get_title_length (&layout->scale));
  trestle_axis_set_place (&layout->scale, bar_bottom, layout->map_tops[0]);
  layout->height = MAX (bottom + TRESTLE_FIGURE_MARGIN, bar_bottom + LAST_LABEL);
}

static void
draw_title (const PinFigure *figure, cairo_t *cr, const Pin *pin, double x, double top, double cell)
{
  TrestleTextStyle style = { .font = figure->look.font, .ink = TRESTLE_INK_TEXT };
  g_auto (GStrv) lines = wrap_title (figure, pin, cell);

  for (guint i = 0; lines[i] != NULL; i++)
    trestle_text_draw (cr, lines[i], &style, x, top + i * TRESTLE_TEXT_LINE_HEIGHT + TRESTLE_TEXT_ASCENT);
}

static void
draw_picture (const PinFigure *figure, cairo_t *cr, const TrestleAttentionMap *map, double x, double y, double width, double height)
{
  trestle_picture_draw (figure->picture, cr, x, y, width, height);
  if (!has_words (map))
    trestle_heat_paint (cr, map, figure->look.colormap, figure->opacity, figure->max, x, y, width, height);
  trestle_plot_draw_frame (cr, x, y, width, height);
  if (!trestle_block_queries_are_text (map->block) && map->query > 0)
    trestle_heat_outline_patch (cr, (guint) map->query - 1, map->query_rows, map->query_columns, x, y, width, height);
}

static void
draw_map (const PinFigure *figure, cairo_t *cr, const TrestleAttentionMap *map, double x, double y, double cell)
{
  double height = get_picture_height (figure, cell);

  if (has_picture (map))
    {
      draw_picture (figure, cr, map, x, y, height / figure->aspect, height);
      y += height + WORDS_GAP;
    }
  if (has_words (map))
    {
      TrestleShadedWords shaded = get_shaded (figure, map);

      trestle_shaded_words_draw (&shaded, cr, x, y, cell);
    }
}

static void
draw (cairo_t *cr, double width, double height, gpointer data)
{
  PinFigure *figure = data;
  g_auto (Layout) layout = { 0 };
  double pitch;

  lay_out (figure, &layout);
  pitch = layout.cell + TRESTLE_FIGURE_GAP;
  trestle_heading_draw (&figure->heading, cr);
  for (guint i = 0; i < figure->n_pins; i++)
    {
      double x = TRESTLE_FIGURE_MARGIN + i % layout.n_columns * pitch;

      draw_title (figure, cr, &figure->pins[i], x, layout.tops[i], layout.cell);
      draw_map (figure, cr, figure->pins[i].map, x, layout.map_tops[i], layout.cell);
    }
  trestle_plot_draw_color_bar (cr, &layout.scale, figure->look.colormap, TRESTLE_FIGURE_MARGIN + layout.n_columns * pitch);
}

static void
add_columns (TrestleTable *table)
{
  trestle_table_add_column (table, "pin", "which of the maps, counted from 1");
  trestle_table_add_column (table, "block", "who looks at what, as the names of tensors have it");
  trestle_table_add_column (table, "layer", "of the block, counted from 1; of rollout the last one that is gone through");
  trestle_table_add_column (table, "head", "of the layer, counted from 1; or “mean”, of all heads, or “rollout”");
  trestle_table_add_column (table, "query",
                            "who looks, counted from 0: a token, or the class token and then the patches row by row; empty "
                            "for the mean of all");
  trestle_table_add_column (table, "key", "what is looked at, counted likewise");
  trestle_table_add_column (table, "token", "as a person writes it, if words are looked at");
  trestle_table_add_column (table, "row", "of the patch that is looked at, counted from 1");
  trestle_table_add_column (table, "column", "of the patch that is looked at, counted from 1");
  trestle_table_add_column (table, "weight",
                            "attention weight after the softmax, in [0, 1]; or of rollout (Abnar and Zuidema 2020) how much of this went "
                            "into the query's state through all layers up to this one");
}

static void
add_pin (TrestleTable *table, guint index, const TrestleAttentionMap *map)
{
  g_autofree char *head = trestle_head_write (map->head);

  trestle_table_add_integer (table, index + 1);
  trestle_table_add_text (table, trestle_block_get_name (map->block));
  trestle_table_add_integer (table, map->layer + 1);
  if (map->head >= 0)
    trestle_table_add_integer (table, map->head + 1);
  else
    trestle_table_add_text (table, head);
  if (map->query == TRESTLE_QUERY_MEAN)
    trestle_table_add_nothing (table);
  else
    trestle_table_add_integer (table, map->query);
}

/* Of a token its writing, of a patch its place. */
static void
add_key (TrestleTable *table, const PinFigure *figure, const TrestleAttentionMap *map, guint key)
{
  gboolean is_patch = !has_words (map) && key > 0;

  trestle_table_add_integer (table, key);
  if (has_words (map) && key < g_strv_length (figure->words))
    trestle_table_add_text (table, figure->words[key]);
  else
    trestle_table_add_nothing (table);
  if (is_patch)
    {
      trestle_table_add_integer (table, (key - 1) / map->grid_columns + 1);
      trestle_table_add_integer (table, (key - 1) % map->grid_columns + 1);
    }
  else
    {
      trestle_table_add_nothing (table);
      trestle_table_add_nothing (table);
    }
  trestle_table_add_number (table, map->weights[key]);
}

static void
write_table (TrestleTable *table, gpointer data)
{
  PinFigure *figure = data;

  add_columns (table);
  for (guint i = 0; i < figure->n_pins; i++)
    for (guint key = 0; key < figure->pins[i].map->n_keys; key++)
      {
        add_pin (table, i, figure->pins[i].map);
        add_key (table, figure, figure->pins[i].map, key);
      }
}

/* Padding behind the last word is no word of the figure. */
static void
take_words (PinFigure *figure, const char *const *words)
{
  guint count = g_strv_length ((char **) words);

  for (guint i = 0; i < figure->n_pins; i++)
    if (has_words (figure->pins[i].map))
      count = MIN (count, (guint) figure->pins[i].map->n_keys);
  figure->words = g_new0 (char *, count + 1);
  for (guint i = 0; i < count; i++)
    figure->words[i] = trestle_text_clean (words[i]);
}

static char *
get_query_title (const PinFigure *figure, guint pin)
{
  return trestle_query_get_title (figure->pins[pin].map, (const char *const *) figure->words, figure->look.font);
}

/* (transfer full) (nullable): who asks in all of the maps. */
static char *
find_common_query (const PinFigure *figure)
{
  g_autofree char *common = get_query_title (figure, 0);

  for (guint i = 1; i < figure->n_pins; i++)
    {
      g_autofree char *query = get_query_title (figure, i);

      if (!g_str_equal (query, common))
        return NULL;
    }
  return g_steal_pointer (&common);
}

/* With who asks, unless it is said of all. */
static void
title_pin (PinFigure *figure, guint index, gboolean names_query)
{
  Pin *pin = &figure->pins[index];
  g_auto (GStrv) parts = trestle_head_get_title (pin->map->block, pin->map->layer, pin->map->head);
  g_autofree char *query = names_query ? get_query_title (figure, index) : NULL;
  const char *all[] = { parts[0], parts[1], parts[2], query, NULL };

  pin->title = g_strdupv ((char **) all);
}

static void
make_titles (PinFigure *figure, const char *model_name)
{
  g_autofree char *query = find_common_query (figure);
  g_autofree char *count = figure->n_pins == 1 ? g_strdup ("one head") : g_strdup_printf ("%u heads on one scale", figure->n_pins);
  g_autofree char *name = trestle_text_clean (model_name);
  const char *parts[] = { count, query, NULL };

  for (guint i = 0; i < figure->n_pins; i++)
    title_pin (figure, i, query == NULL);
  trestle_heading_init (&figure->heading, &figure->look, parts, name, "");
}

double
trestle_pin_figure_find_max (TrestleAttentionMap *const *maps, guint n_maps)
{
  double max = 0.0;

  for (guint i = 0; i < n_maps; i++)
    max = MAX (max, maps[i]->max);
  return max;
}

TrestleFigure *
trestle_pin_figure_new (TrestleAttentionMap *const *maps,
                        guint n_maps,
                        TrestleImage *image,
                        const TrestleImageWindow *window,
                        const char *const *words,
                        const char *model_name,
                        double opacity,
                        const TrestleLook *look)
{
  PinFigure *figure = g_new0 (PinFigure, 1);
  g_auto (Layout) layout = { 0 };

  figure->n_pins = n_maps;
  figure->pins = g_new0 (Pin, n_maps);
  for (guint i = 0; i < n_maps; i++)
    figure->pins[i].map = trestle_attention_map_ref (maps[i]);
  figure->max = trestle_pin_figure_find_max (maps, n_maps);
  figure->picture = trestle_picture_new (image, window, (guint) (MOST_CELL / 72.0 * TRESTLE_FIGURE_IMAGE_DPI));
  figure->aspect = window->height / window->width;
  figure->opacity = opacity;
  figure->look = *look;
  take_words (figure, words);
  make_titles (figure, model_name);
  lay_out (figure, &layout);
  return trestle_figure_new (look->width_mm, layout.height / TRESTLE_POINTS_PER_MM, draw, write_table, figure,
                             (GDestroyNotify) pin_figure_free);
}
