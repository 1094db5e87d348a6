/* A switch for every bridge of both sides, and one for all bridges of a side. */
#pragma once

#include <gtk/gtk.h>

#include "core/model/stand-in.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_BRIDGE_SWITCHES (trestle_bridge_switches_get_type ())
G_DECLARE_FINAL_TYPE (TrestleBridgeSwitches, trestle_bridge_switches, TRESTLE, BRIDGE_SWITCHES, GtkWidget)

/* Signal: "switched" (int side, int bridge, int stand_in): the user chose; @bridge is -1 for all of the side. */
GtkWidget *trestle_bridge_switches_new (void);

/* @stand_ins: `[sides, bridges]`: what the switches show */
void trestle_bridge_switches_set_stand_ins (TrestleBridgeSwitches *switches, const TrestleStandIn *stand_ins, guint n_bridges);

G_END_DECLS
