/* The part of an image that a model sees, ready to be drawn at the size it has on the page. */
#pragma once

#include <cairo.h>

#include "core/input/image.h"
#include "core/input/preprocess.h"

G_BEGIN_DECLS

typedef struct _TrestlePicture TrestlePicture;

/**
 * trestle_picture_new:
 * @window: the part to draw; what of it is outside of the image is drawn black, as the padding that the model sees
 * @max_side: pixels to keep on the longer side: a photograph is not put whole into a figure of a few centimetres
 */
TrestlePicture *trestle_picture_new (const TrestleImage *image, const TrestleImageWindow *window, guint max_side);
void trestle_picture_free (TrestlePicture *picture);

/* Fills the rectangle with the window. */
void trestle_picture_draw (const TrestlePicture *picture, cairo_t *cr, double x, double y, double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePicture, trestle_picture_free)

G_END_DECLS
