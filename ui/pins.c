/* The heads that were pinned, to be looked at side by side; with undo. */
#include "ui/pins.h"

/* @undo: (element-type GArray): what was pinned, the latest last */
struct _TrestlePins
{
  GObject parent_instance;

  GArray *pins;
  GPtrArray *undo;
};

G_DEFINE_FINAL_TYPE (TrestlePins, trestle_pins, G_TYPE_OBJECT)

enum
{
  PROP_CAN_UNDO = 1,
  N_PROPERTIES,
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
pins_changed (TrestlePins *pins)
{
  g_object_notify_by_pspec (G_OBJECT (pins), properties[PROP_CAN_UNDO]);
  g_signal_emit (pins, signals[SIGNAL_CHANGED], 0);
}

static void
pins_remember (TrestlePins *pins)
{
  g_ptr_array_add (pins->undo, g_array_copy (pins->pins));
}

/* Its place among the pins, or -1. */
static gint
pins_find (TrestlePins *pins, const TrestlePin *pin)
{
  for (guint i = 0; i < pins->pins->len; i++)
    {
      const TrestlePin *other = &g_array_index (pins->pins, TrestlePin, i);

      if (other->block == pin->block && other->layer == pin->layer && other->head == pin->head)
        return (gint) i;
    }
  return -1;
}

const TrestlePin *
trestle_pins_get (TrestlePins *pins, guint *n_pins)
{
  *n_pins = pins->pins->len;
  return (const TrestlePin *) (gconstpointer) pins->pins->data;
}

gboolean
trestle_pins_contain (TrestlePins *pins, const TrestlePin *pin)
{
  return pins_find (pins, pin) >= 0;
}

void
trestle_pins_toggle (TrestlePins *pins, const TrestlePin *pin)
{
  gint found = pins_find (pins, pin);

  pins_remember (pins);
  if (found >= 0)
    g_array_remove_index (pins->pins, (guint) found);
  else
    g_array_append_vals (pins->pins, pin, 1);
  pins_changed (pins);
}

void
trestle_pins_clear (TrestlePins *pins)
{
  if (pins->pins->len == 0)
    return;
  pins_remember (pins);
  g_array_set_size (pins->pins, 0);
  pins_changed (pins);
}

void
trestle_pins_undo (TrestlePins *pins)
{
  if (pins->undo->len == 0)
    return;
  g_array_unref (pins->pins);
  pins->pins = g_ptr_array_steal_index (pins->undo, pins->undo->len - 1);
  pins_changed (pins);
}

void
trestle_pins_set (TrestlePins *pins, const TrestlePin *list, guint n_pins)
{
  g_ptr_array_set_size (pins->undo, 0);
  g_array_set_size (pins->pins, 0);
  if (n_pins > 0)
    g_array_append_vals (pins->pins, list, n_pins);
  pins_changed (pins);
}

static void
trestle_pins_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_CAN_UNDO)
    g_value_set_boolean (value, TRESTLE_PINS (object)->undo->len > 0);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
trestle_pins_finalize (GObject *object)
{
  TrestlePins *pins = TRESTLE_PINS (object);

  g_array_unref (pins->pins);
  g_ptr_array_unref (pins->undo);
  G_OBJECT_CLASS (trestle_pins_parent_class)->finalize (object);
}

static void
trestle_pins_class_init (TrestlePinsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = trestle_pins_get_property;
  object_class->finalize = trestle_pins_finalize;
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
trestle_pins_init (TrestlePins *pins)
{
  pins->pins = g_array_new (FALSE, FALSE, sizeof (TrestlePin));
  pins->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
}

TrestlePins *
trestle_pins_new (void)
{
  return g_object_new (TRESTLE_TYPE_PINS, NULL);
}
