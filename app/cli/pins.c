/* What --pin of "attention" means. */
#include "app/cli/pins.h"

#include <string.h>

#include "analysis/measures/head-map.h"
#include "core/error.h"

static void
pin_clear (gpointer data)
{
  g_free (((CliPin *) data)->who);
}

/* "cross_text_cross.3.0": what stands before the last point is a layer, what stands behind it a head. */
static gboolean
parse_head (const char *name, CliPin *pin)
{
  const char *point = strrchr (name, '.');
  g_autofree char *layer = point != NULL ? g_strndup (name, (gsize) (point - name)) : NULL;

  return layer != NULL && trestle_block_parse (layer, &pin->block, &pin->layer) && trestle_head_parse (point + 1, &pin->head);
}

static gboolean
parse (const char *text, CliPin *pin, GError **error)
{
  const char *at = strchr (text, '@');
  g_autofree char *name = at != NULL ? g_strndup (text, (gsize) (at - text)) : g_strdup (text);

  if (!parse_head (name, pin))
    {
      g_set_error (
          error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
          "“%s” is no head to pin; --pin takes a block, a layer and a head with points between them, such as cross_text_cross.3.0, "
          "cross_text_cross.3.mean or cross_text_cross.3.rollout, and may say who looks behind an “@”",
          text);
      return FALSE;
    }
  pin->who = at != NULL ? g_strdup (at + 1) : NULL;
  return TRUE;
}

GArray *
cli_pins_parse (char **texts, GError **error)
{
  g_autoptr (GArray) pins = g_array_new (FALSE, TRUE, sizeof (CliPin));

  g_array_set_clear_func (pins, pin_clear);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      CliPin pin = { 0 };

      if (!parse (texts[i], &pin, error))
        return NULL;
      g_array_append_val (pins, pin);
    }
  return g_steal_pointer (&pins);
}

GPtrArray *
cli_pins_make_maps (GArray *pins, const TrestleTrace *trace, const char *query, const CliText *text, guint grid, GError **error)
{
  g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_attention_map_unref);

  for (guint i = 0; i < pins->len; i++)
    {
      const CliPin *pin = &g_array_index (pins, CliPin, i);
      TrestleAttentionMap *map;
      gint index;

      if (!cli_query_find (pin->who != NULL ? pin->who : query, pin->block, text, grid, &index, error))
        return NULL;
      map = trestle_head_map_new (trace, pin->block, pin->layer, pin->head, index, error);
      if (map == NULL)
        return NULL;
      g_ptr_array_add (maps, map);
    }
  return g_steal_pointer (&maps);
}
