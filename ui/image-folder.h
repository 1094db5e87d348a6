/* The images that lie in one folder with the one that is shown, to be stepped through. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TRESTLE_TYPE_IMAGE_FOLDER (trestle_image_folder_get_type ())
G_DECLARE_FINAL_TYPE (TrestleImageFolder, trestle_image_folder, TRESTLE, IMAGE_FOLDER, GObject)

/*
 * The PNG and JPEG files of the folder, by the endings of their names, in natural order: "2.png" comes before "10.png".
 *
 * Signals: "changed": there is another place, or other files.
 */
TrestleImageFolder *trestle_image_folder_new (void);

/* @image: (nullable): the file that is shown now. Its folder is read by a thread, unless it is the one that was read last. */
void trestle_image_folder_follow (TrestleImageFolder *folder, GFile *image);

/* The place of the image that is shown, counted from 0; -1 if its folder is not known (yet), or it is not of a folder. */
gint trestle_image_folder_get_place (TrestleImageFolder *folder, guint *n_images);

/* (transfer full) (nullable): the image so many places further on, as far as there are any; %NULL if that is the one that is shown */
GFile *trestle_image_folder_find (TrestleImageFolder *folder, gint step);

/* @image: (nullable): cannot be opened: to step over, until its folder is read anew */
void trestle_image_folder_skip (TrestleImageFolder *folder, GFile *image);

/**
 * trestle_image_folder_find_first_async:
 * @directory: a folder
 *
 * Reads @directory, for its images to be stepped through, in a thread.
 */
void trestle_image_folder_find_first_async (TrestleImageFolder *folder,
                                            GFile *directory,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer data);
/* (transfer full): its first image. Errors: %G_IO_ERROR; %TRESTLE_ERROR_MISSING if there are no images in it. */
GFile *trestle_image_folder_find_first_finish (TrestleImageFolder *folder, GAsyncResult *result, GError **error);

G_END_DECLS
