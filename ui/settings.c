/* What the window remembers from one start to the next. */
#include "ui/settings.h"

#define SCHEMA "org.trestle.Trestle"

/* NULL without the schema, as in a build tree; asking GSettings itself would end the program. */
static GSettings *
settings_new_if_installed (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static gboolean
colormap_from_name (GValue *value, GVariant *variant, gpointer data)
{
  TrestleColormap map;

  if (!trestle_colormap_parse (g_variant_get_string (variant, NULL), &map))
    return FALSE;
  g_value_set_uint (value, map);
  return TRUE;
}

static GVariant *
name_from_colormap (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_string (trestle_colormap_get_name (g_value_get_uint (value)));
}

void
trestle_settings_bind (const char *setting, gpointer object, const char *property)
{
  g_autoptr (GSettings) settings = settings_new_if_installed ();

  if (settings != NULL)
    g_settings_bind (settings, setting, object, property, G_SETTINGS_BIND_DEFAULT);
}

void
trestle_settings_attach (TrestleWorkbench *workbench, GtkWindow *window)
{
  g_autoptr (GSettings) settings = settings_new_if_installed ();

  if (settings == NULL)
    return;
  g_settings_bind_with_mapping (settings, "colormap", workbench, "colormap", G_SETTINGS_BIND_DEFAULT, colormap_from_name,
                                name_from_colormap, NULL, NULL);
  g_settings_bind (settings, "opacity", workbench, "opacity", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-grid", workbench, "show-grid", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "head-order", workbench, "head-order", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "page", workbench, "page", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "task", workbench, "task", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "recent-models", workbench, "recent-models", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "recent-images", workbench, "recent-images", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-width", window, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", window, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", window, "maximized", G_SETTINGS_BIND_DEFAULT);
}

char *
trestle_settings_get_export_kind (void)
{
  g_autoptr (GSettings) settings = settings_new_if_installed ();

  return settings != NULL ? g_settings_get_string (settings, "export-kind") : g_strdup ("pdf");
}

double
trestle_settings_get_export_width (void)
{
  g_autoptr (GSettings) settings = settings_new_if_installed ();

  return settings != NULL ? g_settings_get_double (settings, "export-width") : 85.0;
}

double
trestle_settings_get_export_dpi (void)
{
  g_autoptr (GSettings) settings = settings_new_if_installed ();

  return settings != NULL ? g_settings_get_double (settings, "export-dpi") : 300.0;
}
