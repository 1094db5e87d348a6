/* A choice of what a bridge is given: the tower's layer, or what stands in for it. */
#pragma once

#include <gtk/gtk.h>

#include "core/model/stand-in.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_STAND_IN_SWITCH (trestle_stand_in_switch_get_type ())
G_DECLARE_FINAL_TYPE (TrestleStandInSwitch, trestle_stand_in_switch, TRESTLE, STAND_IN_SWITCH, GtkWidget)

/*
 * Property: "stand-in" int (TrestleStandIn), or -1 for several that differ. Signal: "switched" (int stand_in): the user chose another one.
 * @name: what is switched: "text side, bridge 2"
 */
GtkWidget *trestle_stand_in_switch_new (const char *name);

G_END_DECLS
