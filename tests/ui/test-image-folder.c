/* The images of a folder: in natural order, none but images, as many as there are, and over those that cannot be opened. */
#include "core/error.h"
#include "tests/temporary-folder.h"
#include "ui/image-folder.h"

#include <string.h>

#define N_MANY 10000

static void
count_change (TrestleImageFolder *folder, guint *count)
{
  (*count)++;
}

static GFile *
file_in (const char *folder, const char *name)
{
  return g_file_new_build_filename (folder, name, NULL);
}

/* Follows an image, and waits for its folder. */
static void
follow (TrestleImageFolder *folder, GFile *image)
{
  guint n_images, count = 0;
  gulong handler = g_signal_connect (folder, "changed", G_CALLBACK (count_change), &count);

  trestle_image_folder_follow (folder, image);
  while (trestle_image_folder_get_place (folder, &n_images) < 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (folder, handler);
  g_assert_cmpuint (count, >, 0);
}

static void
assert_steps (TrestleImageFolder *folder, gint step, const char *expected)
{
  g_autoptr (GFile) found = trestle_image_folder_find (folder, step);
  g_autofree char *name = found != NULL ? g_file_get_basename (found) : NULL;

  g_assert_cmpstr (name, ==, expected);
  if (found != NULL)
    trestle_image_folder_follow (folder, found);
}

static void
test_images_come_in_natural_order (void)
{
  const TemporaryFile files[] = { { "10.png", "" },    { "9.PNG", "" },  { "9b.jpeg", "" }, { "a.jpg", "" },
                                  { "notes.txt", "" }, { ".b.png", "" }, { "png", "" },     { NULL } };
  char *path = temporary_folder_new (files);
  g_autoptr (TrestleImageFolder) folder = trestle_image_folder_new ();
  g_autoptr (GFile) image = file_in (path, "9b.jpeg");
  guint n_images;

  follow (folder, image);
  g_assert_cmpint (trestle_image_folder_get_place (folder, &n_images), ==, 1);
  g_assert_cmpuint (n_images, ==, 4);
  assert_steps (folder, -1, "9.PNG");
  assert_steps (folder, -1, NULL);
  assert_steps (folder, 1, "9b.jpeg");
  assert_steps (folder, 1, "10.png");
  assert_steps (folder, 1, "a.jpg");
  assert_steps (folder, 1, NULL);
  assert_steps (folder, -100, "9.PNG");
  temporary_folder_free (path);
}

static void
test_broken_images_are_stepped_over (void)
{
  const TemporaryFile files[] = { { "1.png", "" }, { "2.png", "" }, { "3.png", "" }, { "4.png", "" }, { NULL } };
  char *path = temporary_folder_new (files);
  g_autoptr (TrestleImageFolder) folder = trestle_image_folder_new ();
  g_autoptr (GFile) first = file_in (path, "1.png"), second = file_in (path, "2.png"), last = file_in (path, "4.png");

  follow (folder, first);
  trestle_image_folder_skip (folder, second);
  trestle_image_folder_skip (folder, last);
  assert_steps (folder, 1, "3.png");
  assert_steps (folder, 1, NULL);
  assert_steps (folder, -1, "1.png");
  temporary_folder_free (path);
}

static void
test_large_folders_are_read (void)
{
  g_autofree TemporaryFile *files = g_new0 (TemporaryFile, N_MANY + 1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TrestleImageFolder) folder = trestle_image_folder_new ();
  g_autoptr (GFile) image = NULL;
  guint n_images;
  char *path;

  for (guint i = 0; i < N_MANY; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("image %u.png", i));
      files[i] = (TemporaryFile){ g_ptr_array_index (names, i), "" };
    }
  path = temporary_folder_new (files);
  image = file_in (path, "image 4999.png");
  follow (folder, image);
  g_assert_cmpint (trestle_image_folder_get_place (folder, &n_images), ==, 4999);
  g_assert_cmpuint (n_images, ==, N_MANY);
  assert_steps (folder, 1, "image 5000.png");
  assert_steps (folder, N_MANY, "image 9999.png");
  temporary_folder_free (path);
}

static void
keep_result (GObject *folder, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* (transfer full) (nullable) */
static GFile *
find_first (TrestleImageFolder *folder, const char *path, GError **error)
{
  g_autoptr (GFile) directory = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  trestle_image_folder_find_first_async (folder, directory, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return trestle_image_folder_find_first_finish (folder, result, error);
}

static void
test_folder_opens_at_its_first_image (void)
{
  char *path = temporary_folder_new ((TemporaryFile[]){ { "20.png", "" }, { "3.png", "" }, { NULL } });
  g_autoptr (TrestleImageFolder) folder = trestle_image_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) first = find_first (folder, path, &error);
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  name = g_file_get_basename (first);
  g_assert_cmpstr (name, ==, "3.png");
  temporary_folder_free (path);
}

static void
test_folder_without_images_is_said (void)
{
  char *path = temporary_folder_new ((TemporaryFile[]){ { "notes.txt", "" }, { NULL } });
  g_autoptr (TrestleImageFolder) folder = trestle_image_folder_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (find_first (folder, path, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_MISSING);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  g_assert_null (find_first (folder, "/does/not/exist", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/does/not/exist"));
  temporary_folder_free (path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-folder/images-come-in-natural-order", test_images_come_in_natural_order);
  g_test_add_func ("/image-folder/broken-images-are-stepped-over", test_broken_images_are_stepped_over);
  g_test_add_func ("/image-folder/large-folders-are-read", test_large_folders_are_read);
  g_test_add_func ("/image-folder/folder-opens-at-its-first-image", test_folder_opens_at_its_first_image);
  g_test_add_func ("/image-folder/folder-without-images-is-said", test_folder_without_images_is_said);
  return g_test_run ();
}
