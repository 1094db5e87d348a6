/* What tests of widgets do in a user's place: a window, keys, clicks, and a look at the pixels. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/measures/attention-map.h"

G_BEGIN_DECLS

/* What a signal said last, and how often it spoke. */
typedef struct
{
  guint count;
  int first, second;
} ToolsHeard;

/* Handlers for signals with one int or uint, and with two. */
void tools_hear_one (GtkWidget *widget, int first, ToolsHeard *heard);
void tools_hear_two (GtkWidget *widget, int first, int second, ToolsHeard *heard);

/* A window of that size with @widget in it, on the screen and drawn. */
GtkWindow *tools_window_new (GtkWidget *widget, int width, int height);

/* Waits until the window has drawn once more. */
void tools_wait_for_frame (GtkWidget *widget);
/* Waits until *@count reaches @goal. */
void tools_wait_for_count (const guint *count, guint goal);

/* Does what @keyval is bound to where the focus is, or in what contains it; %FALSE if nothing there wants the key. */
gboolean tools_press_key (GtkWidget *widget, guint keyval);
/* The same, with Shift, Control, ... held. */
gboolean tools_press_keys (GtkWidget *widget, guint keyval, GdkModifierType modifiers);

/* (transfer none) (nullable): the @index-th widget of a CSS name below @widget, in the order of the tree. */
GtkWidget *tools_find (GtkWidget *widget, const char *css_name, guint index);
guint tools_count (GtkWidget *widget, const char *css_name);

/* The text of the @index-th label below @widget. */
const char *tools_get_text (GtkWidget *widget, guint index);

/* (transfer none): the event controller of @widget itself. */
GtkEventController *tools_get_controller (GtkWidget *widget, GType type);

/* A @child's place in @widget. */
graphene_rect_t tools_get_bounds (GtkWidget *child, GtkWidget *widget);

/* (transfer full): `[height, width]` what @widget draws, as %GDK_MEMORY_DEFAULT pixels. */
guint32 *tools_render (GtkWidget *widget, int *width, int *height);

/* (transfer full): a map whose weights are 1, 2, 3, ... in proportion: of @rows x @columns patches, or of @columns words if @rows is 0. */
TrestleAttentionMap *tools_map_new (guint rows, guint columns);

#define tools_assert_accessible_text(widget, property, text)                                                                               \
  G_STMT_START                                                                                                                             \
  {                                                                                                                                        \
    g_autofree char *difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), property, text);                            \
    g_assert_cmpstr (difference, ==, NULL);                                                                                                \
  }                                                                                                                                        \
  G_STMT_END

#define tools_assert_selected(widget, selected)                                                                                            \
  G_STMT_START                                                                                                                             \
  {                                                                                                                                        \
    g_autofree char *difference = gtk_test_accessible_check_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_SELECTED, selected);      \
    g_assert_cmpstr (difference, ==, NULL);                                                                                                \
  }                                                                                                                                        \
  G_STMT_END

G_END_DECLS
