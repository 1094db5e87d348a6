/* What the view of an image is made of, for its own two files. */
#pragma once

#include "ui/widgets/image-texture.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/patch-heat.h"

G_BEGIN_DECLS

/**
 * @rows: of patches, as are @columns; 0 without an image
 * @outlined: (element-type guint)
 * @cursor: lies on the patch that the arrow keys chose, and has the focus
 */
struct _TrestleImageView
{
  GtkWidget parent_instance;

  TrestleImage *image;
  TrestleImageWindow window;
  TrestleImageTexture *picture;
  guint rows;
  guint columns;
  TrestlePatchHeat heat;

  gboolean show_grid;
  double opacity;
  TrestlePalette palette;
  gint query;
  gint hovered;
  GArray *outlined;

  GtkWidget *cursor;
  guint cursor_patch;
};

gboolean trestle_image_view_has_patch (TrestleImageView *view, gint patch);
/* In the middle of the widget, as large as the window's shape allows. */
TrestlePatchGrid trestle_image_view_get_grid (TrestleImageView *view);

/* Puts the cursor on a patch; and says anew what is known of the patch that it is on. */
void trestle_image_view_set_cursor (TrestleImageView *view, guint patch);
void trestle_image_view_describe_cursor (TrestleImageView *view);

/* The signals, and what they come from: pointer, keys, focus; and the tooltip. Its template must be set. */
void trestle_image_view_class_add_input (TrestleImageViewClass *class);

G_END_DECLS
