/* The map of a head, whatever it is. */
#include "analysis/measures/head-map.h"

#include "analysis/measures/rollout-map.h"

/* What stands for all heads. */
static const struct
{
  const char *name;
  gint head;
} names[] = { { "mean", TRESTLE_HEAD_MEAN }, { "max", TRESTLE_HEAD_MAX }, { "rollout", TRESTLE_HEAD_ROLLOUT } };

TrestleAttentionMap *
trestle_head_map_new (const TrestleTrace *trace, TrestleBlock block, guint layer, gint head, gint query, GError **error)
{
  if (head == TRESTLE_HEAD_ROLLOUT)
    return trestle_rollout_map_new (trace, block, layer, query, error);
  return trestle_attention_map_new (trace, block, layer, head, query, error);
}

char *
trestle_head_write (gint head)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].head == head)
      return g_strdup (names[i].name);
  return g_strdup_printf ("%d", head);
}

gboolean
trestle_head_parse (const char *name, gint *head)
{
  guint64 number;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].name, name))
      {
        *head = names[i].head;
        return TRUE;
      }
  if (!g_ascii_string_to_unsigned (name, 10, 0, G_MAXINT, &number, NULL))
    return FALSE;
  *head = (gint) number;
  return TRUE;
}
