/* A pinned head: its title over its map, on the image or on the words; to be looked at, or taken off. */
#pragma once

#include <gtk/gtk.h>

#include "analysis/measures/attention-map.h"
#include "core/input/image.h"
#include "core/input/preprocess.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_PIN_CARD (trestle_pin_card_get_type ())
G_DECLARE_FINAL_TYPE (TrestlePinCard, trestle_pin_card, TRESTLE, PIN_CARD, GtkWidget)

/*
 * Properties: "title" string, what head it is; "colormap" uint (TrestleColormap); "opacity-of-heat" double in [0, 1]. Signals: "look": it
 * was clicked, by pointer or by keyboard; "unpin": so was the button that takes it off.
 */
GtkWidget *trestle_pin_card_new (void);

/**
 * trestle_pin_card_show_map:
 * @map: references are taken
 * @max: ends the colour scale
 * @image: the image that patches are of
 * @window: the part of it that the model sees
 * @words: %NULL-terminated: the tokens as a person writes them
 *
 * Over patches it is drawn on the image, over words as shaded words; who asks is marked where it is of the same kind.
 */
void trestle_pin_card_show_map (TrestlePinCard *card,
                                TrestleAttentionMap *map,
                                double max,
                                TrestleImage *image,
                                const TrestleImageWindow *window,
                                const char *const *words);

/* Instead of a map, and paler: a sentence that says why there is none. */
void trestle_pin_card_show_reason (TrestlePinCard *card, const char *reason);

G_END_DECLS
