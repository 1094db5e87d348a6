/* The tests of each widget, for the program that runs them all. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void test_answer_bars_add (void);
void test_bridge_switches_add (void);
void test_caption_bars_add (void);
void test_color_scale_add (void);
void test_figure_panel_add (void);
void test_figure_view_add (void);
void test_head_grid_add (void);
void test_image_view_add (void);
void test_word_chips_add (void);
void test_palette_add (void);
void test_pin_card_add (void);

G_END_DECLS
