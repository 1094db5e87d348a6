/* Workspace files: what is written comes back, moved files are found, and a file that nobody vouches for breaks nothing. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "tests/temporary-folder.h"
#include "ui/workspace-apply.h"
#include "ui/workspace-private.h"

#define NAME "work.trestle"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = temporary_folder_new ((TemporaryFile[]){ { "model", NULL }, { "images", NULL }, { NULL } });
  fixture->path = g_build_filename (fixture->folder, NAME, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  temporary_folder_free (fixture->folder);
  g_free (fixture->path);
}

static char *
copy_sample (const char *folder, const char *name)
{
  g_autofree char *from = g_build_filename (g_getenv ("TRESTLE_DATA"), "samples", "scene-01.png", NULL);
  char *to = g_build_filename (folder, "images", name, NULL);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &content, &length, NULL));
  g_assert_true (g_file_set_contents (to, content, (gssize) length, NULL));
  return to;
}

static TrestleImageSource *
source_at (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return trestle_image_source_new_file (file);
}

static void
add_image (TrestleWorkspace *workspace, TrestleImageSource *source, TrestleWindowTask task, const char *text)
{
  g_auto (TrestleTaskTexts) texts = { 0 };

  trestle_task_texts_set (&texts, task, text);
  trestle_task_texts_set (&texts, TRESTLE_WINDOW_RANK, "one\n\ttwo “three”\\");
  g_ptr_array_add (workspace->images, trestle_album_image_new (source, &texts, task, TRUE));
}

/* Every value another one than a new workspace has. */
static TrestleWorkspace *
full_workspace (const char *folder)
{
  TrestleWorkspace *workspace = trestle_workspace_new ();
  g_autofree char *first = copy_sample (folder, "a ü.png"), *second = copy_sample (folder, "b.png");
  g_autoptr (TrestleImageSource) first_source = source_at (first), second_source = source_at (second);
  g_autoptr (TrestleImageSource) far_source = source_at ("/usr");
  const guint8 picture[] = { 0x89, 'P', 'N', 'G', 0, 255, 7 };
  g_autoptr (GBytes) bytes = g_bytes_new (picture, sizeof picture);
  g_autoptr (TrestleImageSource) pasted = trestle_image_source_new_bytes (bytes);
  const TrestlePin pins[] = { { TRESTLE_BLOCK_VISION, 3, TRESTLE_HEAD_MEAN }, { TRESTLE_BLOCK_CROSS_IMAGE_SELF, 0, 5 } };
  const TrestleStandIn stand_ins[] = { TRESTLE_STAND_IN_NONE, TRESTLE_STAND_IN_ZERO, TRESTLE_STAND_IN_LAST, TRESTLE_STAND_IN_MEAN };

  g_free (workspace->model);
  workspace->model = g_build_filename (folder, "model", NULL);
  workspace->settings = (TrestleModelSettings){ .image_size = 384, .precision = TRESTLE_PRECISION_BFLOAT16 };
  workspace->second_model = g_strdup ("/usr");
  add_image (workspace, first_source, TRESTLE_WINDOW_MATCH, "a star");
  add_image (workspace, pasted, TRESTLE_WINDOW_FILL, "a <mask>");
  add_image (workspace, far_source, TRESTLE_WINDOW_ASK, "why?");
  workspace->shown = 2;
  workspace->second = trestle_image_source_ref (second_source);
  workspace->shows_second = TRUE;
  workspace->task = TRESTLE_WINDOW_RANK;
  workspace->measure = TRESTLE_TASK_CONTRAST;
  workspace->caption = 1;
  g_free (workspace->page);
  workspace->page = g_strdup (TRESTLE_PAGE_COMPARE);
  workspace->selection = (TrestleSelection){ TRESTLE_BLOCK_CROSS_IMAGE_CROSS, 2, 6, 4, 33 };
  g_array_append_vals (workspace->pins, pins, G_N_ELEMENTS (pins));
  g_array_append_vals (workspace->stand_ins, stand_ins, G_N_ELEMENTS (stand_ins));
  workspace->colormap = TRESTLE_COLORMAP_CIVIDIS;
  workspace->opacity = 0.25;
  workspace->show_grid = FALSE;
  return workspace;
}

static void
save (const TrestleWorkspace *workspace, const char *path)
{
  g_autoptr (GError) error = NULL;

  trestle_workspace_save (workspace, path, &error);
  g_assert_no_error (error);
}

static TrestleWorkspace *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  TrestleWorkspace *workspace = trestle_workspace_load (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (workspace);
  return workspace;
}

static const TrestleAlbumImage *
image_at (const TrestleWorkspace *workspace, guint i)
{
  return g_ptr_array_index (workspace->images, i);
}

/* Pasted pictures are other ones, with the same bytes: those are compared, and then one takes the other's place. */
static void
assert_same_picture (const TrestleWorkspace *a, const TrestleWorkspace *b, guint i)
{
  TrestleAlbumImage *image = g_ptr_array_index (b->images, i);
  g_autoptr (GBytes) first = trestle_image_source_encode (image_at (a, i)->source);
  g_autoptr (GBytes) second = trestle_image_source_encode (image->source);

  g_assert_true (g_bytes_equal (first, second));
  trestle_image_source_unref (image->source);
  image->source = trestle_image_source_ref (image_at (a, i)->source);
}

static void
test_what_is_saved_comes_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleWorkspace) workspace = full_workspace (fixture->folder);
  g_autoptr (TrestleWorkspace) found = NULL;

  save (workspace, fixture->path);
  found = load (fixture->path);
  assert_same_picture (workspace, found, 1);
  g_assert_true (trestle_workspace_is_same_work (workspace, found));
  g_assert_cmpstr (found->page, ==, TRESTLE_PAGE_COMPARE);
  g_assert_cmpint (found->colormap, ==, TRESTLE_COLORMAP_CIVIDIS);
  g_assert_cmpfloat (found->opacity, ==, 0.25);
  g_assert_false (found->show_grid);
  g_assert_cmpuint (found->missing->len, ==, 0);
  g_assert_cmpstr (trestle_task_texts_get (&image_at (found, 1)->texts, TRESTLE_WINDOW_RANK), ==, "one\n\ttwo “three”\\");
}

/* A test of the test above: the comparison sees every field. */
static void
test_other_work_is_not_the_same (Fixture *fixture, gconstpointer data)
{
  const TrestlePin pin = { TRESTLE_BLOCK_TEXT, 0, 0 };
  const TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO;

  for (guint change = 0; change < 14; change++)
    {
      g_autoptr (TrestleWorkspace) a = full_workspace (fixture->folder), b = full_workspace (fixture->folder);
      TrestleAlbumImage *image = g_ptr_array_index (b->images, 0);

      assert_same_picture (a, b, 1);
      g_assert_true (trestle_workspace_is_same_work (a, b));
      switch (change)
        {
        case 0:
          b->model[1] = 'X';
          break;
        case 1:
          b->settings.image_size++;
          break;
        case 2:
          g_clear_pointer (&b->second_model, g_free);
          break;
        case 3:
          b->second_stand_in = TRESTLE_STAND_IN_MEAN;
          break;
        case 4:
          trestle_task_texts_set (&image->texts, TRESTLE_WINDOW_ENTAIL, "new");
          break;
        case 5:
          image->task = TRESTLE_WINDOW_REASON;
          break;
        case 6:
          g_ptr_array_remove_index (b->images, 0);
          break;
        case 7:
          b->shown = 0;
          break;
        case 8:
          g_clear_pointer (&b->second, trestle_image_source_unref);
          break;
        case 9:
          b->task = TRESTLE_WINDOW_ASK;
          break;
        case 10:
          b->caption = 0;
          break;
        case 11:
          b->selection.patch++;
          break;
        case 12:
          g_array_append_val (b->pins, pin);
          break;
        case 13:
          g_array_index (b->stand_ins, TrestleStandIn, 0) = stand_in;
          break;
        }
      g_assert_false (trestle_workspace_is_same_work (a, b));
    }
}

static void
test_moved_folder_is_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleWorkspace) workspace = full_workspace (fixture->folder);
  g_autofree char *moved = g_strconcat (fixture->folder, "-moved", NULL);
  g_autofree char *path = g_build_filename (moved, NAME, NULL);
  g_autofree char *model = g_build_filename (moved, "model", NULL), *image = g_build_filename (moved, "images", "a ü.png", NULL);
  g_autoptr (TrestleWorkspace) found = NULL;

  save (workspace, fixture->path);
  g_assert_cmpint (g_rename (fixture->folder, moved), ==, 0);
  found = load (path);
  g_assert_cmpuint (found->missing->len, ==, 0);
  g_assert_cmpstr (found->model, ==, model);
  g_assert_cmpstr (trestle_image_source_get_path (image_at (found, 0)->source), ==, image);
  g_assert_cmpstr (trestle_image_source_get_path (image_at (found, 2)->source), ==, "/usr");
  g_assert_cmpint (g_rename (moved, fixture->folder), ==, 0);
}

static void
test_missing_files_are_listed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleWorkspace) workspace = full_workspace (fixture->folder);
  g_autofree char *image = g_build_filename (fixture->folder, "images", "b.png", NULL);
  g_autofree char *model = g_build_filename (fixture->folder, "model", NULL);
  g_autofree char *sentence = NULL;
  g_autoptr (TrestleWorkspace) found = NULL;

  save (workspace, fixture->path);
  g_assert_cmpint (g_remove (image), ==, 0);
  g_assert_cmpint (g_rmdir (model), ==, 0);
  found = load (fixture->path);
  sentence = trestle_workspace_describe_missing (found, NAME);
  g_assert_nonnull (strstr (sentence, NAME));
  g_assert_nonnull (strstr (sentence, image));
  g_assert_nonnull (strstr (sentence, model));
  g_assert_null (strstr (sentence, "/usr"));
  g_assert_cmpuint (found->images->len, ==, 3);
}

/* A name that is not UTF-8 is written as an address. */
static void
test_any_name_of_a_file_comes_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleWorkspace) workspace = full_workspace (fixture->folder);
  g_autofree char *path = copy_sample (fixture->folder, "\xff#%20 .png");
  g_autoptr (TrestleImageSource) source = source_at (path);
  g_autoptr (TrestleWorkspace) found = NULL;

  add_image (workspace, source, TRESTLE_WINDOW_MATCH, "odd");
  save (workspace, fixture->path);
  found = load (fixture->path);
  g_assert_cmpstr (trestle_image_source_get_path (image_at (found, 3)->source), ==, path);
  g_assert_cmpuint (found->missing->len, ==, 0);
}

/* Opening a file by a double click calls nobody. */
static void
test_what_is_on_another_machine_is_not_opened (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleWorkspace) found = NULL;

  g_assert_true (g_file_set_contents (fixture->path,
                                      "{\"format\": \"trestle-workspace\", \"version\": 1, \"model\": {\"path\": \"model\"},"
                                      "\"images\": [{\"uri\": \"http://localhost:1/a.png\"}]}",
                                      -1, NULL));
  found = load (fixture->path);
  g_assert_cmpuint (found->missing->len, ==, 1);
  g_assert_cmpstr (found->missing->pdata[0], ==, "http://localhost:1/a.png");
}

/* One value of a file that would be read is put in the place of another. */
typedef struct
{
  const char *title;
  const char *good;
  const char *bad;
  int code;
  const char *said;
} Broken;

static const char whole[] = "{\"format\": \"trestle-workspace\", \"version\": 1, \"model\": {\"path\": \"model\", \"image-size\": 0},"
                            "\"second-model\": {\"stand-in\": \"last\"},"
                            "\"images\": [{\"path\": \"a.png\", \"task\": \"match\", \"texts\": {\"match\": \"a star\"}},"
                            "{\"picture\": \"iVBORw==\"}], \"shown\": 1, \"second-image\": {\"path\": \"b.png\"}, \"shows-second\": false,"
                            "\"task\": \"rank\", \"measure\": \"contrast\", \"caption\": 2,"
                            "\"selection\": {\"block\": \"vision\", \"layer\": 1, \"head\": -1, \"word\": 3, \"patch\": 4},"
                            "\"pins\": [{\"block\": \"text\", \"layer\": 5, \"head\": 6}],"
                            "\"bridges\": {\"text\": [\"zero\"], \"image\": [\"mean\"]},"
                            "\"page\": \"divergence\", \"colormap\": \"magma\", \"opacity\": 0.5, \"show-grid\": true}";

static const Broken table[] = {
  { "format", "\"trestle-workspace\"", "\"tressel\"", TRESTLE_ERROR_UNSUPPORTED, "format" },
  { "format-kind", "\"trestle-workspace\"", "7", TRESTLE_ERROR_INVALID, "format" },
  { "no-format", "\"format\"", "\"former\"", TRESTLE_ERROR_UNSUPPORTED, "format" },
  { "version", "\"version\": 1", "\"version\": 2", TRESTLE_ERROR_UNSUPPORTED, "version 2" },
  { "version-kind", "\"version\": 1", "\"version\": \"1\"", TRESTLE_ERROR_INVALID, "version" },
  { "no-version", "\"version\"", "\"verse\"", TRESTLE_ERROR_UNSUPPORTED, "version 0" },
  { "no-model", "\"model\":", "\"modal\":", TRESTLE_ERROR_MISSING, "model" },
  { "model-kind", "{\"path\": \"model\", \"image-size\": 0}", "\"model\"", TRESTLE_ERROR_INVALID, "model" },
  { "model-path", "\"path\": \"model\"", "\"path\": \"\"", TRESTLE_ERROR_INVALID, "path" },
  { "model-without-path", "\"path\": \"model\"", "\"pith\": \"model\"", TRESTLE_ERROR_MISSING, "model" },
  { "model-far", "\"path\": \"model\"", "\"uri\": \"http://localhost/\"", TRESTLE_ERROR_INVALID, "uri" },
  { "image-size", "\"image-size\": 0", "\"image-size\": -1", TRESTLE_ERROR_INVALID, "image-size" },
  { "image-size-large", "\"image-size\": 0", "\"image-size\": 1e9", TRESTLE_ERROR_TOO_LARGE, "image-size" },
  { "second-model", "{\"stand-in\": \"last\"}", "[]", TRESTLE_ERROR_INVALID, "second-model" },
  { "second-stand-in", "\"last\"", "\"first\"", TRESTLE_ERROR_INVALID, "stand-in" },
  { "images", "\"images\": [", "\"images\": 3, \"old\": [", TRESTLE_ERROR_INVALID, "images" },
  { "image", "{\"picture\": \"iVBORw==\"}", "null", TRESTLE_ERROR_INVALID, "images" },
  { "image-path", "\"path\": \"a.png\"", "\"path\": {}", TRESTLE_ERROR_INVALID, "path" },
  { "image-twice", "\"path\": \"a.png\"", "\"path\": \"a.png\", \"picture\": \"iVBORw==\"", TRESTLE_ERROR_INVALID, "picture" },
  { "image-two-places", "\"path\": \"a.png\"", "\"path\": \"a.png\", \"uri\": \"file:///a.png\"", TRESTLE_ERROR_INVALID, "uri" },
  { "image-nowhere", "\"path\": \"a.png\"", "\"pith\": \"a.png\"", TRESTLE_ERROR_INVALID, "path" },
  { "image-uri", "\"path\": \"a.png\"", "\"uri\": \"no address\"", TRESTLE_ERROR_INVALID, "uri" },
  { "picture", "iVBORw==", "iVB*Rw==", TRESTLE_ERROR_INVALID, "picture" },
  { "picture-length", "iVBORw==", "iVBORw=", TRESTLE_ERROR_INVALID, "picture" },
  { "picture-empty", "iVBORw==", "", TRESTLE_ERROR_INVALID, "picture" },
  { "image-task", "\"task\": \"match\"", "\"task\": \"dance\"", TRESTLE_ERROR_INVALID, "task" },
  { "texts", "{\"match\": \"a star\"}", "\"a star\"", TRESTLE_ERROR_INVALID, "texts" },
  { "text", "\"a star\"", "[\"a star\"]", TRESTLE_ERROR_INVALID, "match" },
  { "nul", "\"a star\"", "\"a\\u0000star\"", TRESTLE_ERROR_INVALID, "NUL" },
  { "shown", "\"shown\": 1", "\"shown\": 2", TRESTLE_ERROR_INVALID, "shown" },
  { "shown-negative", "\"shown\": 1", "\"shown\": -1", TRESTLE_ERROR_INVALID, "shown" },
  { "shown-half", "\"shown\": 1", "\"shown\": 0.5", TRESTLE_ERROR_INVALID, "shown" },
  { "second-image", "{\"path\": \"b.png\"}", "\"b.png\"", TRESTLE_ERROR_INVALID, "second-image" },
  { "second-image-nowhere", "{\"path\": \"b.png\"}", "{}", TRESTLE_ERROR_INVALID, "path" },
  { "shows-second", "\"shows-second\": false", "\"shows-second\": 0", TRESTLE_ERROR_INVALID, "shows-second" },
  { "task", "\"task\": \"rank\"", "\"task\": \"\"", TRESTLE_ERROR_INVALID, "task" },
  { "measure", "\"contrast\"", "\"ask\"", TRESTLE_ERROR_INVALID, "measure" },
  { "caption", "\"caption\": 2", "\"caption\": 4294967296", TRESTLE_ERROR_TOO_LARGE, "caption" },
  { "selection", "\"selection\": {", "\"selection\": 1, \"old\": {", TRESTLE_ERROR_INVALID, "selection" },
  { "block", "\"vision\"", "\"visions\"", TRESTLE_ERROR_INVALID, "block" },
  { "layer", "\"layer\": 1", "\"layer\": -1", TRESTLE_ERROR_INVALID, "layer" },
  { "head", "\"head\": -1", "\"head\": -17", TRESTLE_ERROR_INVALID, "head" },
  { "head-kind", "\"head\": -1", "\"head\": \"mean\"", TRESTLE_ERROR_INVALID, "head" },
  { "word", "\"word\": 3", "\"word\": -2", TRESTLE_ERROR_INVALID, "word" },
  { "patch", "\"patch\": 4", "\"patch\": 9223372036854775807", TRESTLE_ERROR_INVALID, "patch" },
  { "pins", "\"pins\": [", "\"pins\": {}, \"old\": [", TRESTLE_ERROR_INVALID, "pins" },
  { "pin", "{\"block\": \"text\", \"layer\": 5, \"head\": 6}", "5", TRESTLE_ERROR_INVALID, "pins" },
  { "pin-block", "\"block\": \"text\"", "\"block\": \"cross_text_cross.1\"", TRESTLE_ERROR_INVALID, "block" },
  { "bridges", "{\"text\": [\"zero\"], \"image\": [\"mean\"]}", "[]", TRESTLE_ERROR_INVALID, "bridges" },
  { "bridge", "[\"zero\"]", "[\"one\"]", TRESTLE_ERROR_INVALID, "bridges" },
  { "bridges-of-one-side", "[\"zero\"]", "[]", TRESTLE_ERROR_INVALID, "bridges" },
  { "page", "\"divergence\"", "\"first\"", TRESTLE_ERROR_INVALID, "page" },
  { "colormap", "\"magma\"", "\"jet\"", TRESTLE_ERROR_INVALID, "colormap" },
  { "opacity", "0.5", "1.5", TRESTLE_ERROR_INVALID, "opacity" },
  { "opacity-huge", "0.5", "1e999", TRESTLE_ERROR_INVALID, "opacity" },
  { "show-grid", "\"show-grid\": true", "\"show-grid\": \"true\"", TRESTLE_ERROR_INVALID, "show-grid" },
  { "twice", "\"caption\": 2", "\"task\": \"ask\"", TRESTLE_ERROR_INVALID, "two values" },
  { "cut", "\"show-grid\": true}", "", TRESTLE_ERROR_INVALID, "JSON" },
};

static void
assert_refused (const char *path, int code, const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trestle_workspace_load (path, &error));
  g_assert_error (error, TRESTLE_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, said));
}

static void
test_broken_value_is_refused (Fixture *fixture, gconstpointer data)
{
  const Broken *broken = data;
  const char *place = strstr (whole, broken->good);
  g_autofree char *text = NULL;
  g_autoptr (TrestleWorkspace) good = NULL;

  g_assert_nonnull (place);
  g_assert_true (g_file_set_contents (fixture->path, whole, -1, NULL));
  good = load (fixture->path);
  text = g_strdup_printf ("%.*s%s%s", (int) (place - whole), whole, broken->bad, place + strlen (broken->good));
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  assert_refused (fixture->path, broken->code, broken->said);
}

static void
append_many (GString *text, const char *item, guint count)
{
  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", item);
}

static void
test_too_much_is_refused (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *before;
    const char *item;
    guint most;
    const char *after;
    const char *said;
  } lists[] = {
    { "\"images\": [", "{\"path\":\"a\"}", TRESTLE_WORKSPACE_MAX_IMAGES, "]", "images" },
    { "\"pins\": [", "{}", TRESTLE_WORKSPACE_MAX_PINS, "]", "pins" },
    { "\"bridges\": {\"text\": [", "\"none\"", TRESTLE_WORKSPACE_MAX_BRIDGES, "]}", "text" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GString) text = g_string_new ("{\"format\": \"trestle-workspace\", \"version\": 1, \"model\": {\"path\": \"model\"},");

      g_string_append (text, lists[i].before);
      append_many (text, lists[i].item, lists[i].most + 1);
      g_string_append_printf (text, "%s}", lists[i].after);
      g_assert_true (g_file_set_contents (fixture->path, text->str, -1, NULL));
      assert_refused (fixture->path, TRESTLE_ERROR_TOO_LARGE, lists[i].said);
    }
}

static void
test_long_text_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *words = g_strnfill (TRESTLE_WORKSPACE_MAX_TEXT + 1, 'a');
  g_autofree char *text = g_strdup_printf ("{\"format\": \"trestle-workspace\", \"version\": 1, \"model\": {\"path\": \"model\"},"
                                           "\"images\": [{\"path\": \"a\", \"texts\": {\"ask\": \"%s\"}}]}",
                                           words);

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  assert_refused (fixture->path, TRESTLE_ERROR_TOO_LARGE, "text");
}

static void
test_deep_nesting_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autofree char *text = g_strdup_printf ("{\"format\": %s", brackets);

  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  assert_refused (fixture->path, TRESTLE_ERROR_INVALID, "deep");
}

/* Not read for nothing: its size is looked at first. */
static void
test_huge_file_is_refused (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->path, "{", -1, NULL));
  g_assert_cmpint (truncate (fixture->path, (off_t) TRESTLE_WORKSPACE_MAX_SIZE + 1), ==, 0);
  assert_refused (fixture->path, TRESTLE_ERROR_TOO_LARGE, "at most");
}

/* Room is for all pictures together; what could not be read again is not written, and what was there stays. */
static void
test_more_pictures_than_fit_are_not_saved (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleWorkspace) workspace = full_workspace (fixture->folder);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (TRESTLE_WORKSPACE_MAX_PICTURES / 2), TRESTLE_WORKSPACE_MAX_PICTURES / 2);
  g_autoptr (TrestleImageSource) first = trestle_image_source_new_bytes (bytes), second = trestle_image_source_new_bytes (bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleWorkspace) found = NULL;

  save (workspace, fixture->path);
  add_image (workspace, first, TRESTLE_WINDOW_MATCH, "large");
  add_image (workspace, second, TRESTLE_WINDOW_MATCH, "as large");
  g_assert_false (trestle_workspace_save (workspace, fixture->path, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, fixture->path));
  found = load (fixture->path);
  g_assert_cmpuint (found->images->len, ==, 3);
}

static void
test_folder_that_is_not_there_is_said (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TrestleWorkspace) workspace = full_workspace (fixture->folder);
  g_autofree char *path = g_build_filename (fixture->folder, "nowhere", NAME, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (trestle_workspace_save (workspace, path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  g_assert_null (trestle_workspace_load (path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, path));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/workspace/what-is-saved-comes-back", test_what_is_saved_comes_back);
  ADD ("/workspace/other-work-is-not-the-same", test_other_work_is_not_the_same);
  ADD ("/workspace/moved-folder-is-found", test_moved_folder_is_found);
  ADD ("/workspace/missing-files-are-listed", test_missing_files_are_listed);
  ADD ("/workspace/any-name-of-a-file-comes-back", test_any_name_of_a_file_comes_back);
  ADD ("/workspace/what-is-on-another-machine-is-not-opened", test_what_is_on_another_machine_is_not_opened);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = g_strdup_printf ("/workspace/broken-value-is-refused/%s", table[i].title);

      g_test_add (path, Fixture, &table[i], set_up, test_broken_value_is_refused, tear_down);
    }
  ADD ("/workspace/too-much-is-refused", test_too_much_is_refused);
  ADD ("/workspace/long-text-is-refused", test_long_text_is_refused);
  ADD ("/workspace/deep-nesting-is-refused", test_deep_nesting_is_refused);
  ADD ("/workspace/huge-file-is-refused", test_huge_file_is_refused);
  ADD ("/workspace/more-pictures-than-fit-are-not-saved", test_more_pictures_than_fit_are_not_saved);
  ADD ("/workspace/folder-that-is-not-there-is-said", test_folder_that_is_not_there_is_said);
  return g_test_run ();
}
