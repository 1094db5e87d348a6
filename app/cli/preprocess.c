/* trestle-cli preprocess: an image as the model sees it, to a file. */
#include "app/cli/output.h"
#include "app/cli/subject.h"
#include "core/formats/safetensors.h"

#define PUBLISHED_IMAGE_SIZE 288u

static const CliOption options[] = {
  { "image", 'i', CLI_LIST (images), "FILE", CLI_IMAGE_FILE, .is_required = TRUE, .is_single = TRUE },
  { "output", 'o', CLI_STRING (output), "FILE", "The safetensors file to write.", .is_required = TRUE },
  CLI_MODEL,
  CLI_IMAGE_SIZE,
  CLI_JSON_REPORT,
  { NULL },
};

static gboolean
load_settings (CliCall *call, TrestlePreprocess *settings, GError **error)
{
  g_autofree char *folder = cli_find_folder (call, error);
  g_autoptr (TrestleConfig) config = NULL;
  guint image_size = (guint) call->options.image_size;

  if (folder == NULL || !cli_find_config (call, folder, &config, error))
    return FALSE;
  if (config != NULL && image_size > 0 && !trestle_config_set_image_size (config, image_size, error))
    return FALSE;
  if (!trestle_preprocess_load (settings, folder, config != NULL ? config->vision.image_size : PUBLISHED_IMAGE_SIZE, error))
    return FALSE;
  if (image_size > 0)
    trestle_preprocess_set_size (settings, image_size);
  return TRUE;
}

static gboolean
write_pixels (const TrestleTensor *pixels, const char *path, GError **error)
{
  TrestleSafetensorsEntry entry = {
    .name = "pixel_values",
    .tensor = {
      .dtype = TRESTLE_DTYPE_F32,
      .n_dimensions = 4,
      .shape = { 1, pixels->depth, pixels->rows, pixels->columns },
      .count = trestle_tensor_count (pixels),
      .data = (const guint8 *) pixels->data,
    },
  };

  return trestle_safetensors_write (path, &entry, 1, error);
}

static void
print (CliCall *call, const TrestleTensor *pixels)
{
  g_autofree char *path = g_filename_display_name (call->options.output);

  if (call->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

      cli_json_add_string (builder, "output", path);
      json_builder_begin_array (json_builder_set_member_name (builder, "shape"));
      json_builder_add_int_value (builder, 1);
      json_builder_add_int_value (builder, (gint64) pixels->depth);
      json_builder_add_int_value (builder, (gint64) pixels->rows);
      json_builder_add_int_value (builder, (gint64) pixels->columns);
      json_builder_end_array (builder);
      cli_print_json (call, json_builder_end_object (builder));
    }
  else
    cli_print (call, "pixel_values [1, %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "] are in “%s”", pixels->depth,
               pixels->rows, pixels->columns, path);
}

static gboolean
run (CliCall *call, GError **error)
{
  const char *path = call->options.images[0];
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (TrestleImage) image = trestle_image_load (path, error);
  TrestlePreprocess settings;
  TrestleTensor pixels;
  gboolean done;

  if (image == NULL || !load_settings (call, &settings, error) || !trestle_preprocess_run (&settings, image, name, &pixels, NULL, error))
    return FALSE;
  done = !g_cancellable_set_error_if_cancelled (cli_progress_get_cancellable (call->progress), error)
         && write_pixels (&pixels, call->options.output, error);
  if (done)
    print (call, &pixels);
  trestle_tensor_clear (&pixels);
  return done;
}

const CliCommand cli_preprocess = {
  .name = "preprocess",
  .summary = "write the pixels that the model sees to a file",
  .synopsis = "--image FILE -o FILE [OPTION]...",
  .description =
      "Resizes, crops and normalises the image as the model's preprocessor_config.json says, and writes pixel_values [1, 3, height, "
      "width], float32, to a safetensors file. Of the model's folder nothing else is needed; what the file leaves out, or all "
      "of it where there is none, is as published, for the image size that config.json names, or 288 pixels without one.\n"
      "With input_ids and attention_mask beside them, such pixels are what \"trestle-cli trace --inputs\" reads.",
  .options = options,
  .examples = "preprocess --image photo.jpg -o pixels.safetensors",
  .run = run,
};
