/* The figures of bridges: their numbers, the model with arrows as wide as they are, and what is left without them. */
#include "analysis/figures/compare-figure.h"
#include "app/cli/bridges-private.h"

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
static TrestleBridgeMeasure
choose_measure (const CliBridgeStudy *study, const CliBridgesChoice *choice)
{
  if (choice->by_share && study->shape.has_share)
    return TRESTLE_BRIDGE_SHARE;
  return choice->quantity == TRESTLE_BRIDGE_BY_KL ? TRESTLE_BRIDGE_KL : TRESTLE_BRIDGE_LOGIT;
}

static TrestleFigure *
draw_model (const CliBridgeStudy *study, const CliBridgesChoice *choice, const char *note)
{
  TrestleModelNumbers *numbers = trestle_model_numbers_new ();

  trestle_model_numbers_set_bridges (numbers, choose_measure (study, choice), find_stand_in (&study->shape), study->task, note,
                                     &study->shape, study->values);
  return trestle_model_figure_new (&study->outline, numbers, &choice->look);
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
