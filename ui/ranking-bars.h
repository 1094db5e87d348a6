/* The captions of a run as bars, best first. */
#pragma once

#include "ui/run.h"
#include "ui/widgets/caption-bars.h"

G_BEGIN_DECLS

/* Shows what @run ranked; nothing, and not the bars either, if it ranked nothing. */
void trestle_ranking_bars_show (TrestleCaptionBars *bars, const TrestleRun *run);

G_END_DECLS
