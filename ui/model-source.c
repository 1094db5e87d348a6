/* Where a model comes from, and how it is to run. */
#include "ui/model-source.h"

TrestleModelSource *
trestle_model_source_new (const char *path, const TrestleModelSettings *settings)
{
  TrestleModelSource *source = g_new0 (TrestleModelSource, 1);

  g_atomic_ref_count_init (&source->references);
  source->path = g_canonicalize_filename (path, NULL);
  if (settings != NULL)
    source->settings = *settings;
  return source;
}

TrestleModelSource *
trestle_model_source_new_without_bridges (const TrestleModelSource *model, TrestleStandIn stand_in)
{
  TrestleModelSource *source = trestle_model_source_new (model->path, &model->settings);

  source->stand_in = stand_in;
  return source;
}

TrestleModelSource *
trestle_model_source_ref (TrestleModelSource *source)
{
  g_atomic_ref_count_inc (&source->references);
  return source;
}

void
trestle_model_source_unref (TrestleModelSource *source)
{
  if (!g_atomic_ref_count_dec (&source->references))
    return;
  g_free (source->path);
  g_free (source);
}

gboolean
trestle_model_source_is_same (const TrestleModelSource *source, const TrestleModelSource *other)
{
  return g_str_equal (source->path, other->path) && trestle_model_settings_are_same (&source->settings, &other->settings)
         && source->stand_in == other->stand_in;
}

gboolean
trestle_model_settings_are_same (const TrestleModelSettings *settings, const TrestleModelSettings *other)
{
  return settings->image_size == other->image_size && settings->precision == other->precision;
}

void
trestle_model_settings_add_options (const TrestleModelSettings *settings, GStrvBuilder *words)
{
  g_autofree char *size = g_strdup_printf ("%u", settings->image_size);

  if (settings->image_size > 0)
    g_strv_builder_add_many (words, "--image-size", size, NULL);
  if (settings->precision != TRESTLE_PRECISION_FLOAT32)
    g_strv_builder_add_many (words, "--precision", trestle_precision_get_name (settings->precision), NULL);
}
