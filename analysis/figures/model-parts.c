/* Which part of a drawn model is where, for those who point at one or go from one to the next. */
#include <math.h>

#include "analysis/figures/model-private.h"

static const char *const tower_names[TRESTLE_N_SIDES] = { "Text tower", "Vision tower" };

const TrestleModelPart *
trestle_model_figure_get_parts (const TrestleFigure *figure, guint *n_parts)
{
  const ModelFigure *model = model_figure_get (figure);

  *n_parts = 0;
  g_return_val_if_fail (model != NULL, NULL);
  *n_parts = model->parts->len;
  return (const TrestleModelPart *) model->parts->data;
}

static gboolean
contains (const TrestleModelPart *part, double x, double y)
{
  return x >= part->x && x < part->x + part->width && y >= part->y && y < part->y + part->height;
}

gint
trestle_model_figure_find_part (const TrestleFigure *figure, double x, double y)
{
  guint n_parts;
  const TrestleModelPart *parts = trestle_model_figure_get_parts (figure, &n_parts);

  for (guint i = 0; i < n_parts; i++)
    if (contains (&parts[i], x, y))
      return (gint) i;
  return -1;
}

static double
get_middle (const TrestleModelPart *part)
{
  return part->y + part->height / 2.0;
}

/* The part of the next column that way that has any, at the height of @part; @part itself in the last one. */
static guint
walk_sideways (const TrestleModelPart *parts, guint n_parts, guint part, gboolean rightwards)
{
  guint best = part;

  for (guint i = 0; i < n_parts; i++)
    {
      gboolean is_beyond = rightwards ? parts[i].column > parts[part].column : parts[i].column < parts[part].column;
      guint distance = (guint) ABS ((gint) parts[i].column - (gint) parts[part].column);
      guint least = (guint) ABS ((gint) parts[best].column - (gint) parts[part].column);
      double height = fabs (get_middle (&parts[i]) - get_middle (&parts[part]));

      if (!is_beyond || (best != part && distance > least))
        continue;
      if (best == part || distance < least || height < fabs (get_middle (&parts[best]) - get_middle (&parts[part])))
        best = i;
    }
  return best;
}

/* Parts of a column stand one above the other. */
static guint
walk_upright (const TrestleModelPart *parts, guint n_parts, guint part, int rows)
{
  int step = rows > 0 ? -1 : 1;

  for (; rows != 0; rows += step)
    {
      gint64 next = (gint64) part + step;

      if (next < 0 || next >= n_parts || parts[next].column != parts[part].column)
        break;
      part = (guint) next;
    }
  return part;
}

guint
trestle_model_figure_walk (const TrestleFigure *figure, guint part, int rows, int columns)
{
  guint n_parts;
  const TrestleModelPart *parts = trestle_model_figure_get_parts (figure, &n_parts);

  g_return_val_if_fail (part < n_parts, part);
  for (; columns != 0; columns += columns > 0 ? -1 : 1)
    {
      guint next = walk_sideways (parts, n_parts, part, columns > 0);

      if (next == part)
        break;
      part = next;
    }
  return walk_upright (parts, n_parts, part, rows);
}

static gboolean
is_tower (TrestleBlock block)
{
  return block == TRESTLE_BLOCK_TEXT || block == TRESTLE_BLOCK_VISION;
}

static gboolean
is_cross (TrestleBlock block)
{
  return block == TRESTLE_BLOCK_CROSS_TEXT_CROSS || block == TRESTLE_BLOCK_CROSS_IMAGE_CROSS;
}

/* (transfer full): "Text tower, layers 1–6" */
static char *
name_layer (const ModelFigure *figure, const TrestleModelPart *part)
{
  const char *side = trestle_side_get_name (part->side);

  if (part->first < part->layer)
    return g_strdup_printf ("%s, layers %u–%u", tower_names[part->side], part->first + 1, part->layer + 1);
  if (is_tower (part->block))
    return g_strdup_printf ("%s, layer %u", tower_names[part->side], part->layer + 1);
  if (!model_figure_is_divided (figure))
    return g_strdup_printf ("Cross-modal layer %u, %s side", part->layer + 1, side);
  return g_strdup_printf ("Cross-modal layer %u, %s side, %s-attention", part->layer + 1, side, is_cross (part->block) ? "cross" : "self");
}

/* (transfer full): the layer that it enters is one further than its own number, as nothing but a tower's layer enters the first. */
static char *
name_bridge (const TrestleModelPart *part)
{
  return g_strdup_printf ("Bridge %u, %s side, from layer %u of the tower into cross-modal layer %u", part->bridge + 1,
                          trestle_side_get_name (part->side), part->layer + 1, part->bridge + 2);
}

/* (transfer full): with a decimal point whatever the locale and a minus sign that is no hyphen */
static char *
format_value (double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.4f", fabs (value));
  return g_strconcat (value < 0.0 && g_ascii_strtod (digits, NULL) > 0.0 ? "−" : "", digits, NULL);
}

char *
trestle_model_figure_describe_part (const TrestleFigure *figure, guint part)
{
  const ModelFigure *model = model_figure_get (figure);
  guint n_parts;
  const TrestleModelPart *described = &trestle_model_figure_get_parts (figure, &n_parts)[part];
  gboolean is_bridge = described->kind == TRESTLE_MODEL_BRIDGE;
  const char *quantity = is_bridge ? model->numbers->bridges_name : model->numbers->layers_name;
  const char *unit = is_bridge ? model->numbers->bridges_unit : model->numbers->layers_unit;
  g_autofree char *name = is_bridge ? name_bridge (described) : name_layer (model, described);
  g_autofree char *value = NULL;

  if (!isfinite (described->value) || quantity == NULL)
    return g_steal_pointer (&name);
  value = format_value (described->value);
  return g_strdup_printf ("%s: %s %s%s%s", name, quantity, value, unit != NULL ? " " : "", unit != NULL ? unit : "");
}
