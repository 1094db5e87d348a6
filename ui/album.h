/* The images of this work, with what was written about each. */
#pragma once

#include <glib-object.h>

#include "ui/image-source.h"
#include "ui/task-texts.h"

G_BEGIN_DECLS

/**
 * TrestleAlbumImage:
 * @source: the picture as it was opened last
 * @texts: of every task
 * @task: the one that was chosen when the image was looked at last
 * @is_written: whether somebody wrote @texts about this image; if not, they are a sample's, or were there already
 */
typedef struct
{
  TrestleImageSource *source;
  TrestleTaskTexts texts;
  TrestleWindowTask task;
  gboolean is_written;
} TrestleAlbumImage;

/* (transfer full): takes copies. */
TrestleAlbumImage *
trestle_album_image_new (TrestleImageSource *source, const TrestleTaskTexts *texts, TrestleWindowTask task, gboolean is_written);
void trestle_album_image_free (TrestleAlbumImage *image);

#define TRESTLE_TYPE_ALBUM (trestle_album_get_type ())
G_DECLARE_FINAL_TYPE (TrestleAlbum, trestle_album, TRESTLE, ALBUM, GObject)

/* Signals: "changed": other images, or other texts. */
TrestleAlbum *trestle_album_new (void);

/* (transfer none) (element-type TrestleAlbumImage): in the order in which they came */
GPtrArray *trestle_album_get_images (TrestleAlbum *album);
/* (transfer none) (nullable): what is known of the picture: of the same file, or of the very same pasted one */
const TrestleAlbumImage *trestle_album_find (TrestleAlbum *album, const TrestleImageSource *source);

/* Remembers a picture, in the place of what was known of it; takes copies. */
void trestle_album_put (TrestleAlbum *album,
                        TrestleImageSource *source,
                        const TrestleTaskTexts *texts,
                        TrestleWindowTask task,
                        gboolean is_written);
/* Forgets the files that were only looked at, but for @shown: a folder that was stepped through leaves nothing. Pasted images stay. */
void trestle_album_forget_unwritten (TrestleAlbum *album, const TrestleImageSource *shown);
/* Other work: its images, of which copies are taken. */
void trestle_album_set_images (TrestleAlbum *album, GPtrArray *images);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleAlbumImage, trestle_album_image_free)

G_END_DECLS
