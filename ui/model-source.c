/* Where a model comes from, and at which image size it is to run. */
#include "ui/model-source.h"

TrestleModelSource *
trestle_model_source_new (const char *path, guint image_size)
{
  TrestleModelSource *source = g_new0 (TrestleModelSource, 1);

  g_atomic_ref_count_init (&source->references);
  source->path = g_canonicalize_filename (path, NULL);
  source->image_size = image_size;
  return source;
}

TrestleModelSource *
trestle_model_source_new_without_bridges (const char *path, guint image_size, TrestleStandIn stand_in)
{
  TrestleModelSource *source = trestle_model_source_new (path, image_size);

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
  return g_str_equal (source->path, other->path) && source->image_size == other->image_size && source->stand_in == other->stand_in;
}
