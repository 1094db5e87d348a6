/* The sections of a menu that offer models which need not be searched for. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The demo models. @action: takes a model's path, as "win.model" does */
void trestle_model_menu_fill_demos (GMenu *menu, const char *action);
/* @paths: %NULL-terminated, instead of what was in the menu */
void trestle_model_menu_fill_recent (GMenu *menu, const char *const *paths, const char *action);

G_END_DECLS
