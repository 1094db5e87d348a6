/* The heads that were pinned, to be looked at side by side; with undo. */
#pragma once

#include <glib-object.h>

#include "core/model/trace.h"

G_BEGIN_DECLS

/**
 * TrestlePin:
 * @head: of the layer, or one of the negative numbers that stand for all heads, such as %TRESTLE_HEAD_MEAN
 *
 * Says where to look, in whatever run: a pin outlives a new text or image.
 */
typedef struct
{
  TrestleBlock block;
  guint layer;
  gint head;
} TrestlePin;

#define TRESTLE_TYPE_PINS (trestle_pins_get_type ())
G_DECLARE_FINAL_TYPE (TrestlePins, trestle_pins, TRESTLE, PINS, GObject)

/*
 * Properties: "can-undo" boolean, read-only.
 *
 * Signals: "changed": there are other pins.
 */
TrestlePins *trestle_pins_new (void);

/* (transfer none): in the order in which they were pinned */
const TrestlePin *trestle_pins_get (TrestlePins *pins, guint *n_pins);
gboolean trestle_pins_contain (TrestlePins *pins, const TrestlePin *pin);

/* Pins what is not pinned, and takes off what is. */
void trestle_pins_toggle (TrestlePins *pins, const TrestlePin *pin);
void trestle_pins_clear (TrestlePins *pins);
/* Pins as they were before the last of these three; nothing happens if there is nothing to undo. */
void trestle_pins_undo (TrestlePins *pins);

/* As a workspace has them: what was before is forgotten, and not undone. */
void trestle_pins_set (TrestlePins *pins, const TrestlePin *list, guint n_pins);

G_END_DECLS
