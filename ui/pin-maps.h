/* The maps of pinned heads, made in a thread: rollout through a large model takes longer than a frame. */
#pragma once

#include <gio/gio.h>

#include "ui/pins.h"
#include "ui/selection.h"

G_BEGIN_DECLS

/**
 * TrestlePinMaps:
 * @pins: `[n_pins]`
 * @maps: `[n_pins]`, %NULL where the run has no such layer or head
 * @n_shown: how many there are
 * @shown: `[n_shown]`, those that are not %NULL, in the same order; without references of their own
 * @max: where the scale of all of them ends
 */
typedef struct
{
  TrestleRun *run;
  guint n_pins;
  TrestlePin *pins;
  TrestleAttentionMap **maps;
  guint n_shown;
  TrestleAttentionMap **shown;
  double max;
} TrestlePinMaps;

/**
 * trestle_pin_maps_make_async:
 * @source: (nullable): the object that @callback gets
 * @selection: whose word and patch ask; before a patch was chosen, all patches on average
 */
void trestle_pin_maps_make_async (GObject *source,
                                  TrestleRun *run,
                                  const TrestlePin *pins,
                                  guint n_pins,
                                  const TrestleSelection *selection,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
/* (transfer full) */
TrestlePinMaps *trestle_pin_maps_make_finish (GAsyncResult *result);
void trestle_pin_maps_free (TrestlePinMaps *maps);

/* (transfer full): a sentence that says why the run has no map of @pin. */
char *trestle_pin_maps_explain (const TrestleRun *run, const TrestlePin *pin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePinMaps, trestle_pin_maps_free)

G_END_DECLS
