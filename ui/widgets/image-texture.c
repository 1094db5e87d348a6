/* The visible part of an image as a texture of about the size it is drawn at, so that large photographs stay sharp and cheap. */
#include "ui/widgets/image-texture.h"

#include <math.h>

struct _TrestleImageTexture
{
  TrestleImage *image;
  TrestleImageWindow window;
  /* The pixels of the image that are seen, whole ones. */
  guint left, top, right, bottom;
  GdkTexture *texture;
  /* How many pixels of the image, squared, make one of the texture. */
  guint reduction;
};

static guint
whole_pixel (double position, guint length)
{
  return (guint) CLAMP (position, 0, (double) length);
}

TrestleImageTexture *
trestle_image_texture_new (TrestleImage *image, const TrestleImageWindow *window)
{
  TrestleImageTexture *texture = g_new0 (TrestleImageTexture, 1);

  texture->image = trestle_image_ref (image);
  texture->window = *window;
  texture->left = whole_pixel (floor (window->x), image->width);
  texture->top = whole_pixel (floor (window->y), image->height);
  texture->right = whole_pixel (ceil (window->x + window->width), image->width);
  texture->bottom = whole_pixel (ceil (window->y + window->height), image->height);
  return texture;
}

void
trestle_image_texture_free (TrestleImageTexture *texture)
{
  trestle_image_unref (texture->image);
  g_clear_object (&texture->texture);
  g_free (texture);
}

/* The image's own bytes, not a copy. */
static GdkTexture *
texture_new_original (TrestleImage *image, guint left, guint top, guint width, guint height)
{
  gsize stride = (gsize) image->width * 3;
  gsize offset = stride * top + (gsize) left * 3;
  gsize length = stride * (height - 1) + (gsize) width * 3;
  g_autoptr (GBytes)
      bytes = g_bytes_new_with_free_func (image->pixels + offset, length, (GDestroyNotify) trestle_image_unref, trestle_image_ref (image));

  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, stride);
}

/* The mean of the pixels in [left, right) x [top, bottom). */
static void
average (const TrestleImage *image, guint left, guint top, guint right, guint bottom, guint8 rgb[3])
{
  guint64 sums[3] = { 0, 0, 0 };
  guint count = (right - left) * (bottom - top);

  for (guint y = top; y < bottom; y++)
    {
      const guint8 *pixel = image->pixels + ((gsize) image->width * y + left) * 3;

      for (guint x = left; x < right; x++, pixel += 3)
        for (guint c = 0; c < 3; c++)
          sums[c] += pixel[c];
    }
  for (guint c = 0; c < 3; c++)
    rgb[c] = (guint8) ((sums[c] + count / 2) / count);
}

static GdkTexture *
texture_new_reduced (const TrestleImageTexture *texture, guint reduction)
{
  guint width = (texture->right - texture->left + reduction - 1) / reduction;
  guint height = (texture->bottom - texture->top + reduction - 1) / reduction;
  gsize stride = (gsize) width * 3;
  guint8 *pixels = g_malloc (stride * height);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, stride * height);

  for (guint row = 0; row < height; row++)
    for (guint column = 0; column < width; column++)
      {
        guint left = texture->left + column * reduction;
        guint top = texture->top + row * reduction;

        average (texture->image, left, top, MIN (left + reduction, texture->right), MIN (top + reduction, texture->bottom),
                 pixels + stride * row + (gsize) column * 3);
      }
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, stride);
}

static GdkTexture *
texture_get (TrestleImageTexture *texture, double pixels_per_device_pixel)
{
  guint reduction = 1;

  while (2 * reduction <= pixels_per_device_pixel)
    reduction *= 2;
  if (texture->texture != NULL && texture->reduction == reduction)
    return texture->texture;
  g_clear_object (&texture->texture);
  texture->reduction = reduction;
  if (reduction == 1)
    texture->texture = texture_new_original (texture->image, texture->left, texture->top, texture->right - texture->left,
                                             texture->bottom - texture->top);
  else
    texture->texture = texture_new_reduced (texture, reduction);
  return texture->texture;
}

void
trestle_image_texture_snapshot (TrestleImageTexture *texture, GtkSnapshot *snapshot, const GdkRectangle *area, int scale)
{
  double zoom = area->width / texture->window.width;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (area->x, area->y, area->width, area->height);
  graphene_rect_t shown = GRAPHENE_RECT_INIT (
      (float) (area->x + (texture->left - texture->window.x) * zoom), (float) (area->y + (texture->top - texture->window.y) * zoom),
      (float) ((texture->right - texture->left) * zoom), (float) ((texture->bottom - texture->top) * zoom));

  if (texture->left >= texture->right || texture->top >= texture->bottom || zoom <= 0)
    return;
  gtk_snapshot_push_clip (snapshot, &bounds);
  gtk_snapshot_append_texture (snapshot, texture_get (texture, 1 / (zoom * scale)), &shown);
  gtk_snapshot_pop (snapshot);
}
