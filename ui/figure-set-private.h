/* What the set of all figures is made of, for its own files: the set (figure-set.c), the list of what is in it with the command line of
 * each (figure-set-list.c), and the making of them (figure-set-makers.c). */
#pragma once

#include "analysis/figures/bridge-figure.h"
#include "analysis/measures/bridge-profile.h"
#include "analysis/measures/head-profile.h"
#include "analysis/measures/similarity.h"
#include "ui/figure-set.h"

G_BEGIN_DECLS

/* What a figure is made with. */
typedef struct
{
  TrestleSession *session;
  TrestleProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
} TrestleFigureMaking;

typedef struct _TrestleFigureEntry TrestleFigureEntry;

/* Returns: (transfer full) (nullable): the figure, or %NULL on error */
typedef TrestleFigure *
TrestleFigureEntryMaker (TrestleFigureSet *set, const TrestleFigureEntry *entry, const TrestleFigureMaking *making, GError **error);

/**
 * TrestleFigureEntry: a figure of the set.
 * @subcommand: of trestle-cli
 * @options: what it takes beside the model, the image and the text, and but for what every figure takes
 * @is_of_model: whether it takes the model alone
 *
 * The others are what @make reads, as far as it is about them.
 */
struct _TrestleFigureEntry
{
  TrestleFigureEntryMaker *make;
  char *name;
  char *title;
  const char *subcommand;
  GStrv options;
  gboolean is_of_model;
  TrestleBlock block;
  TrestleHeadMeasure measure;
  TrestleBridgeQuantity quantity;
  TrestleStack rows, columns;
  gboolean towers;
};

/**
 * TrestleFigureSet:
 * @entries: (element-type TrestleFigureEntry)
 * @heads: (nullable): the numbers of every head, once a figure needed them
 * @bridges: (nullable): likewise of the bridges
 */
struct _TrestleFigureSet
{
  TrestleRun *run;
  TrestleSelection selection;
  TrestleLook look;
  double opacity;
  GArray *entries;
  TrestleHeadShape head_shape;
  double *heads;
  TrestleBridgeShape bridge_shape;
  double *bridges;
};

/* Puts every figure that there is of the run into the set, without making it. */
void trestle_figure_set_list_figures (TrestleFigureSet *set);

/* Who looks in a block: the chosen word, or the chosen patch; all of them while none is chosen. */
gint trestle_figure_set_find_query (const TrestleFigureSet *set, TrestleBlock block);
/* The chosen head; what is no head of its own, such as the mean, is the mean. */
gint trestle_figure_set_find_head (const TrestleFigureSet *set);
/* What was asked, if a layer can be read for it; else the first task that it can be; %TRESTLE_N_TASKS for none. */
TrestleTask trestle_figure_set_find_readable_task (const TrestleFigureSet *set);

/* Each of these makes entries of one kind. */
TrestleFigureEntryMaker trestle_figure_set_make_sheet;
TrestleFigureEntryMaker trestle_figure_set_make_map;
TrestleFigureEntryMaker trestle_figure_set_make_rollout;
TrestleFigureEntryMaker trestle_figure_set_make_heads;
TrestleFigureEntryMaker trestle_figure_set_make_bridges;
TrestleFigureEntryMaker trestle_figure_set_make_readout;
TrestleFigureEntryMaker trestle_figure_set_make_similarity;
TrestleFigureEntryMaker trestle_figure_set_make_model;

G_END_DECLS
