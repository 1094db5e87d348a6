/* Files that the command line cannot use, each wrong in one way. */
#include "tests/broken-files.h"

#include <glib/gstdio.h>
#include <math.h>
#include <png.h>
#include <string.h>

#include "core/formats/safetensors.h"
#include "tests/cli-call.h"
#include "tests/image-files.h"
#include "tests/temporary-folder.h"

static char *
path_of (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
write_bytes (const char *folder, const char *name, const char *content, gsize length)
{
  g_autofree char *path = path_of (folder, name);

  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
}

/* The first @most bytes of @source. */
static void
write_start (const char *folder, const char *name, const char *source, gsize most)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &content, &length, NULL));
  write_bytes (folder, name, content, MIN (length, most));
}

/* (transfer full): a new folder @name with the demo model's files but for the weights. */
static char *
make_model (const char *folder, const char *name, gboolean has_tokenizer)
{
  static const char *const files[] = { "config.json", "preprocessor_config.json", "vocab.json", "merges.txt" };
  g_autofree char *demo = cli_data_path ("models/bridgetower-shapes");
  char *model = path_of (folder, name);

  g_assert_cmpint (g_mkdir (model, 0700), ==, 0);
  for (guint i = 0; i < (has_tokenizer ? 4 : 2); i++)
    {
      g_autofree char *source = path_of (demo, files[i]);

      write_start (model, files[i], source, G_MAXSSIZE);
    }
  return model;
}

/* The demo model's weights without those of match and contrast. */
static void
write_headless_weights (const char *model, const char *weights)
{
  g_autoptr (TrestleSafetensors) file = trestle_safetensors_open (weights, NULL);
  g_autoptr (GPtrArray) names = trestle_safetensors_list (file);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (TrestleSafetensorsEntry));
  g_autofree char *path = path_of (model, "model.safetensors");

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      TrestleSafetensorsEntry entry = { name, *trestle_safetensors_get (file, name) };

      if (!g_str_has_prefix (name, "itm_score.") && !g_str_has_prefix (name, "itc_"))
        g_array_append_val (entries, entry);
    }
  g_assert_cmpuint (entries->len, <, names->len);
  g_assert_true (trestle_safetensors_write (path, (TrestleSafetensorsEntry *) entries->data, entries->len, NULL));
}

/* Another value in the config, which must be as long as the one that it replaces. */
static void
change_config (const char *model, const char *before, const char *after)
{
  g_autofree char *path = path_of (model, "config.json");
  g_autofree char *content = NULL;
  char *place;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  place = strstr (content, before);
  g_assert_nonnull (place);
  g_assert_cmpuint (strlen (before), ==, strlen (after));
  memcpy (place, after, strlen (after));
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
make_models (const char *folder)
{
  g_autofree char *weights = cli_data_path ("models/bridgetower-shapes/model.safetensors");
  G_GNUC_UNUSED g_autofree char *no_weights = make_model (folder, "no-weights", TRUE);
  g_autofree char *truncated = make_model (folder, "truncated", TRUE);
  g_autofree char *empty = make_model (folder, "empty", TRUE);
  g_autofree char *odd = make_model (folder, "odd", TRUE);
  g_autofree char *odd_weights = path_of (odd, "model.safetensors");
  g_autofree char *shapes = make_model (folder, "shapes", TRUE);
  g_autofree char *headless = make_model (folder, "headless", TRUE);
  g_autofree char *clip = make_model (folder, "clip", TRUE);
  g_autofree char *speechless = make_model (folder, "speechless", FALSE);

  write_start (truncated, "model.safetensors", weights, 1000 * 1000);
  write_bytes (empty, "model.safetensors", "", 0);
  g_assert_cmpint (g_mkdir (odd_weights, 0700), ==, 0);
  write_start (shapes, "model.safetensors", weights, G_MAXSSIZE);
  change_config (shapes, "\"intermediate_size\": 512", "\"intermediate_size\": 256");
  write_start (clip, "model.safetensors", weights, G_MAXSSIZE);
  change_config (clip, "\"bridgetower\"", "\"clip\"       ");
  write_headless_weights (headless, weights);
  write_start (speechless, "model.safetensors", weights, G_MAXSSIZE);
}

/* 40 times as wide as it is high. */
static void
make_wide_image (const char *folder)
{
  static const guint16 samples[160 * 4];
  ImageFile wide = { .color_type = PNG_COLOR_TYPE_GRAY, .bit_depth = 8, .width = 160, .height = 4, .n_channels = 1, .samples = samples };
  g_autoptr (GByteArray) png = image_file_to_png (&wide);

  write_bytes (folder, "wide.png", (const char *) png->data, png->len);
}

static void
make_images (const char *folder)
{
  g_autofree char *image = cli_data_path ("samples/scene-01.png");

  write_start (folder, "truncated.png", image, 3000);
  write_bytes (folder, "empty.png", "", 0);
  write_bytes (folder, "text.png", "This is a text, not an image.\n", 30);
  make_wide_image (folder);
}

/* The demo model's inputs, of which each bad file changes something. */
typedef struct
{
  gint64 ids[4];
  gint64 mask[5];
  float *pixels; /* [3, 128, 128] */
  TrestleSafetensorsEntry entries[3];
} Inputs;

static void
inputs_init (Inputs *inputs)
{
  static const gint64 ids[4] = { 0, 4, 5, 2 };
  gsize n_pixels = 3 * 128 * 128;

  for (guint i = 0; i < 5; i++)
    inputs->mask[i] = GINT64_TO_LE (1);
  for (guint i = 0; i < 4; i++)
    inputs->ids[i] = GINT64_TO_LE (ids[i]);
  inputs->pixels = g_new0 (float, n_pixels);
  inputs->entries[0] = (TrestleSafetensorsEntry){ "input_ids", { TRESTLE_DTYPE_I64, 2, { 1, 4 }, 4, (const guint8 *) inputs->ids } };
  inputs->entries[1] = (TrestleSafetensorsEntry){ "attention_mask", { TRESTLE_DTYPE_I64, 2, { 1, 4 }, 4, (const guint8 *) inputs->mask } };
  inputs->entries[2] = (TrestleSafetensorsEntry){ "pixel_values",
                                                  { TRESTLE_DTYPE_F32, 4, { 1, 3, 128, 128 }, n_pixels, (const guint8 *) inputs->pixels } };
}

typedef void (*Spoil) (Inputs *inputs);

static void
spoil_nothing (Inputs *inputs)
{
}

static void
spoil_no_ids (Inputs *inputs)
{
  inputs->entries[0].name = "ids";
}

static void
spoil_no_mask (Inputs *inputs)
{
  inputs->entries[1].name = "mask";
}

static void
spoil_no_pixels (Inputs *inputs)
{
  inputs->entries[2].name = "pixels";
}

static void
spoil_float_ids (Inputs *inputs)
{
  inputs->entries[0].tensor.dtype = TRESTLE_DTYPE_F64;
}

static void
spoil_int_pixels (Inputs *inputs)
{
  inputs->entries[2].tensor.dtype = TRESTLE_DTYPE_I32;
}

static void
spoil_two_texts (Inputs *inputs)
{
  inputs->entries[0].tensor.shape[0] = 2;
  inputs->entries[0].tensor.shape[1] = 2;
}

static void
spoil_empty_ids (Inputs *inputs)
{
  inputs->entries[0].tensor.shape[1] = 0;
  inputs->entries[0].tensor.count = 0;
}

static void
spoil_long_mask (Inputs *inputs)
{
  inputs->entries[1].tensor.shape[1] = 5;
  inputs->entries[1].tensor.count = 5;
}

static void
spoil_negative_id (Inputs *inputs)
{
  inputs->ids[1] = GINT64_TO_LE (G_GINT64_CONSTANT (-1));
}

/* As a number of 32 bits it would be 0. */
static void
spoil_huge_id (Inputs *inputs)
{
  inputs->ids[1] = GINT64_TO_LE (G_GINT64_CONSTANT (1) << 32);
}

static void
spoil_unknown_id (Inputs *inputs)
{
  inputs->ids[1] = GINT64_TO_LE (G_GINT64_CONSTANT (395));
}

static void
spoil_odd_mask (Inputs *inputs)
{
  inputs->mask[1] = GINT64_TO_LE (2);
}

static void
spoil_all_masked (Inputs *inputs)
{
  memset (inputs->mask, 0, sizeof inputs->mask);
}

static void
spoil_small_pixels (Inputs *inputs)
{
  inputs->entries[2].tensor.shape[2] = 64;
  inputs->entries[2].tensor.count /= 2;
}

static void
spoil_grey_pixels (Inputs *inputs)
{
  inputs->entries[2].tensor.shape[1] = 1;
  inputs->entries[2].tensor.count /= 3;
}

static void
spoil_nan_pixels (Inputs *inputs)
{
  inputs->pixels[1000] = NAN;
}

static void
make_inputs (const char *folder)
{
  static const struct
  {
    const char *name;
    Spoil spoil;
  } files[] = {
    { "good", spoil_nothing },
    { "no-ids", spoil_no_ids },
    { "no-mask", spoil_no_mask },
    { "no-pixels", spoil_no_pixels },
    { "float-ids", spoil_float_ids },
    { "int-pixels", spoil_int_pixels },
    { "two-texts", spoil_two_texts },
    { "empty-ids", spoil_empty_ids },
    { "long-mask", spoil_long_mask },
    { "negative-id", spoil_negative_id },
    { "huge-id", spoil_huge_id },
    { "unknown-id", spoil_unknown_id },
    { "odd-mask", spoil_odd_mask },
    { "all-masked", spoil_all_masked },
    { "small-pixels", spoil_small_pixels },
    { "grey-pixels", spoil_grey_pixels },
    { "nan-pixels", spoil_nan_pixels },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = path_of (folder, files[i].name);
      g_autoptr (GError) error = NULL;
      Inputs inputs;

      inputs_init (&inputs);
      files[i].spoil (&inputs);
      trestle_safetensors_write (path, inputs.entries, 3, &error);
      g_assert_no_error (error);
      g_free (inputs.pixels);
    }
}

/* "0": ..., up to "20": ..., and then @last, which is the 22nd member. */
static void
write_answers (const char *folder, const char *name, const char *last)
{
  g_autoptr (GString) content = g_string_new ("{");

  for (guint i = 0; i < 21; i++)
    g_string_append_printf (content, "\"%u\": \"answer %u\", ", i, i);
  g_string_append_printf (content, "%s}", last);
  write_bytes (folder, name, content->str, content->len);
}

static void
make_answers (const char *folder)
{
  static const char two_lists[] = "[\"a\"], \"more\": [\"b\"]";
  g_autoptr (GString) numbers = g_string_new ("[1");

  for (guint i = 1; i < 22; i++)
    g_string_append (numbers, ", 1");
  g_string_append (numbers, "]");
  write_bytes (folder, "numbers", numbers->str, numbers->len);
  write_bytes (folder, "short-list", "[\"a\", \"b\"]", strlen ("[\"a\", \"b\"]"));
  write_bytes (folder, "cut-list", "[\"a\", ", strlen ("[\"a\", "));
  write_bytes (folder, "two-lists", two_lists, strlen (two_lists));
  write_answers (folder, "high", "\"22\": \"answer 22\"");
  write_answers (folder, "twice", "\"020\": \"answer 20\"");
  write_answers (folder, "lists", "\"21\": []");
}

char *
broken_files_new (void)
{
  char *folder = temporary_folder_new ((TemporaryFile[]){ { "folder", NULL }, { NULL, NULL } });

  make_images (folder);
  make_models (folder);
  make_inputs (folder);
  make_answers (folder);
  return folder;
}
