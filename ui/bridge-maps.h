/* What the tower brings to each bridge, patch by patch or word by word: one bridge large, the others small, on one scale. */
#pragma once

#include <adwaita.h>

#include "ui/bridge-work.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_BRIDGE_MAPS (trestle_bridge_maps_get_type ())
G_DECLARE_FINAL_TYPE (TrestleBridgeMaps, trestle_bridge_maps, TRESTLE, BRIDGE_MAPS, GtkWidget)

/*
 * Properties: "cosine" boolean, whether it is the cosine that is shown and not the share; "words" boolean, whether it is the text's side
 * and not the image's; "bridge" uint, the one that is drawn large. A #TrestleFigureSource of the figure of all bridges of the side.
 * Action: "maps.export".
 */
GtkWidget *trestle_bridge_maps_new (void);

/* To be called once. */
void trestle_bridge_maps_set_work (TrestleBridgeMaps *maps, TrestleWorkbench *workbench, TrestleBridgeWork *work);

/* (transfer none) (nullable): what is drawn; %NULL before it is measured, and where bridges do not split */
const TrestleBridgeMap *trestle_bridge_maps_get_map (TrestleBridgeMaps *maps);

G_END_DECLS
