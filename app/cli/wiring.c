/* How a model's towers and its cross-modal encoder are connected, drawn in text. */
#include "app/cli/wiring.h"

#include "app/cli/output.h"
#include "core/model/details.h"

#define COLUMNS 80
#define TITLE_COLUMNS 14
#define GAP "   "
#define TOWER_LAYER 0x25A2 /* ▢ */
#define CROSS_LAYER 0x25A3 /* ▣ */
#define FROM_ABOVE 0x2571  /* ╱ */
#define FROM_BELOW 0x2572  /* ╲ */

/**
 * Drawing:
 * @n_columns: that one mark for each layer would take
 * @scale: layers to a mark
 */
typedef struct
{
  GString *text;
  guint n_columns;
  guint scale;
} Drawing;

/* A line with marks in the columns [@begin, @end). */
static void
draw_line (Drawing *drawing, const char *title, guint begin, guint end, gunichar mark, const char *legend)
{
  g_string_append_printf (drawing->text, "%s%-*s", drawing->text->len > 0 ? "\n" : "", TITLE_COLUMNS, title);
  for (guint i = 0; i <= (end - 1) / drawing->scale; i++)
    g_string_append_unichar (drawing->text, (i + 1) * drawing->scale > begin ? mark : ' ');
  if (legend != NULL)
    g_string_append_printf (drawing->text, GAP "%s", legend);
}

char *
cli_wiring_draw (const TrestleConfig *config)
{
  guint n_entering = config->n_internal_bridges, depth = MAX (config->text.n_layers, config->vision.n_layers);
  guint first = depth - n_entering; /* the column of the first cross-modal layer */
  g_autofree char *legend = trestle_config_describe_bridges (config);
  Drawing drawing = { g_string_new (NULL), MAX (depth, first + config->n_layers), 1 };
  guint room = COLUMNS - TITLE_COLUMNS - (guint) sizeof GAP - cli_measure (legend);

  drawing.scale = (drawing.n_columns + room - 1) / room;
  draw_line (&drawing, "text tower", depth - config->text.n_layers, depth, TOWER_LAYER, NULL);
  draw_line (&drawing, "", first, depth, FROM_ABOVE, legend);
  draw_line (&drawing, "cross-modal", first, first + config->n_layers, CROSS_LAYER, NULL);
  draw_line (&drawing, "", first, depth, FROM_BELOW, legend);
  draw_line (&drawing, "vision tower", depth - config->vision.n_layers, depth, TOWER_LAYER, NULL);
  if (drawing.scale > 1)
    g_string_append_printf (drawing.text, "\n%-*sa mark for every %u layers", TITLE_COLUMNS, "", drawing.scale);
  return g_string_free (drawing.text, FALSE);
}
