/* The figures of bridges: their numbers, the model with arrows as wide as they are, and what is left without them. */
#include <math.h>

#include "analysis/figures/compare-figure.h"
#include "app/cli/bridges-private.h"

#define EFFECT_LOGIT 0
#define EFFECT_KL 2

const char *
cli_bridges_get_title (const CliBridgesChoice *choice)
{
  static const char *const titles[CLI_N_BRIDGES_DRAWINGS] = {
    [CLI_BRIDGES_BARS] = "What each bridge brings",
    [CLI_BRIDGES_MODEL] = "The model, with what each bridge brings",
    [CLI_BRIDGES_COMPARE] = "A model with bridges and without",
    [CLI_BRIDGES_MAP] = "What the tower brings to each bridge, place by place",
  };

  return titles[choice->drawing];
}

/* The first that was tried, in the order in which they stand in figures. */
static TrestleStandIn
find_stand_in (const TrestleBridgeShape *shape)
{
  TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO;

  while ((shape->stand_ins & 1u << stand_in) == 0)
    stand_in++;
  return stand_in;
}

/* Bridges that do not split have no share. */
static gboolean
is_by_share (const CliBridgeStudy *study, const CliBridgesChoice *choice)
{
  return choice->by_share && study->shape.has_share;
}

/* (transfer full): what the arrows' numbers are. */
static char *
name_quantity (const CliBridgeStudy *study, const CliBridgesChoice *choice, const char *note)
{
  static const char *const given[TRESTLE_N_STAND_INS] = {
    [TRESTLE_STAND_IN_ZERO] = "nothing",
    [TRESTLE_STAND_IN_MEAN] = "the mean state",
    [TRESTLE_STAND_IN_LAST] = "the last layer",
  };
  const char *task = trestle_task_get_name (study->task);
  const char *tail = note != NULL ? note : "", *comma = note != NULL ? ", " : "";

  if (is_by_share (study, choice))
    return g_strdup_printf ("Share of the tower at each bridge%s%s", comma, tail);
  return g_strdup_printf (choice->quantity == TRESTLE_BRIDGE_BY_KL ? "KL divergence of %s (nats), bridges given %s%s%s"
                                                                   : "Change of the %s logit, bridges given %s%s%s",
                          task, given[find_stand_in (&study->shape)], comma, tail);
}

static double
get_number (const CliBridgeStudy *study, const CliBridgesChoice *choice, TrestleSide side, guint bridge)
{
  gsize place;

  if (is_by_share (study, choice))
    return trestle_bridge_shape_get_share (&study->shape, study->values, side, bridge);
  place = trestle_bridge_shape_find_effect (&study->shape, side, (gint) bridge, find_stand_in (&study->shape), study->task);
  return study->values[place + (choice->quantity == TRESTLE_BRIDGE_BY_KL ? EFFECT_KL : EFFECT_LOGIT)];
}

/* (transfer full): `[bridges]` */
static double *
list_numbers (const CliBridgeStudy *study, const CliBridgesChoice *choice, TrestleSide side)
{
  double *numbers = g_new (double, study->shape.n_bridges);

  for (guint bridge = 0; bridge < study->shape.n_bridges; bridge++)
    numbers[bridge] = get_number (study, choice, side, bridge);
  return numbers;
}

static TrestleFigure *
draw_model (const CliBridgeStudy *study, const CliBridgesChoice *choice, const char *note)
{
  g_autofree char *quantity = name_quantity (study, choice, note);
  g_autofree double *text = list_numbers (study, choice, TRESTLE_SIDE_TEXT);   /* [bridges] */
  g_autofree double *image = list_numbers (study, choice, TRESTLE_SIDE_IMAGE); /* [bridges] */

  return trestle_model_figure_new (&study->outline, text, image, quantity, &choice->look);
}

/* The stand-ins have the inks that they have as bars. */
static TrestleCompareColumn
make_column (const CliVariant *variant, CliBridgeVariant which)
{
  static const struct
  {
    const char *title;
    guint series;
  } looks[CLI_N_BRIDGE_VARIANTS] = {
    [CLI_BRIDGE_INTACT] = { "intact", 2 },
    [CLI_BRIDGE_ZERO] = { "without bridges (zero)", 1 },
    [CLI_BRIDGE_LAST] = { "without bridges (last)", 0 },
    [CLI_BRIDGE_BESIDE] = { NULL, 3 },
  };

  return (TrestleCompareColumn){
    .title = looks[which].title != NULL ? looks[which].title : variant->name,
    .model = variant->name,
    .ink = trestle_ink_get_series (looks[which].series),
    .window = &variant->window,
    .looks = variant->patches,
    .shape = &variant->shape,
    .heads = variant->heads,
    .answers = variant->answers,
  };
}

static TrestleFigure *
draw_comparison (const CliCall *call, const CliBridgeStudy *study, const CliBridgesChoice *choice, const TrestleImage *image)
{
  TrestleCompareColumn columns[CLI_N_BRIDGE_VARIANTS];
  guint n_columns = 0;

  for (guint i = 0; i < CLI_N_BRIDGE_VARIANTS; i++)
    if (study->variants[i] != NULL)
      columns[n_columns++] = make_column (study->variants[i], i);
  return trestle_compare_figure_new (columns, n_columns, image, call->options.opacity, &choice->look);
}

TrestleFigure *
cli_bridges_draw (const CliCall *call, const CliBridgeStudy *study, const CliBridgesChoice *choice, const char *note, TrestleImage *image)
{
  if (choice->drawing == CLI_BRIDGES_MODEL)
    return draw_model (study, choice, note);
  if (choice->drawing == CLI_BRIDGES_COMPARE)
    return draw_comparison (call, study, choice, image);
  return trestle_bridge_figure_new (study->name, note, &study->shape, study->values, study->intervals, study->task, choice->quantity,
                                    &choice->look);
}
