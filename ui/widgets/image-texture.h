/* The visible part of an image as a texture of about the size it is drawn at, so that large photographs stay sharp and cheap. */
#pragma once

#include <gtk/gtk.h>

#include "core/input/image.h"
#include "core/input/preprocess.h"

G_BEGIN_DECLS

typedef struct _TrestleImageTexture TrestleImageTexture;

/* The part of @image inside @window; a reference to @image is taken. */
TrestleImageTexture *trestle_image_texture_new (TrestleImage *image, const TrestleImageWindow *window);
void trestle_image_texture_free (TrestleImageTexture *texture);

/**
 * trestle_image_texture_snapshot:
 * @area: what the window is drawn on; where the window reaches out of the image nothing is drawn
 * @scale: device pixels to a pixel
 *
 * Renderers of GTK 4.8 read four pixels where they shrink a texture, and miss the others. The image is therefore averaged down by a power
 * of two before, which is done again only when the size changed so much that another power fits.
 */
void trestle_image_texture_snapshot (TrestleImageTexture *texture, GtkSnapshot *snapshot, const GdkRectangle *area, int scale);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleImageTexture, trestle_image_texture_free)

G_END_DECLS
