/* A choice of what a bridge is given: the tower's layer, or what stands in for it. */
#include "ui/widgets/stand-in-switch.h"

#include "ui/widgets/children.h"

#define SEVERAL -1

struct _TrestleStandInSwitch
{
  GtkWidget parent_instance;

  GtkToggleButton *buttons[TRESTLE_N_STAND_INS];
  int stand_in;
};

enum
{
  PROP_STAND_IN = 1,
};

enum
{
  SIGNAL_SWITCHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrestleStandInSwitch, trestle_stand_in_switch, GTK_TYPE_WIDGET)

static void
switch_show (TrestleStandInSwitch *self)
{
  for (int i = 0; i < TRESTLE_N_STAND_INS; i++)
    gtk_toggle_button_set_active (self->buttons[i], i == self->stand_in);
}

/* The buttons show what is; whether a click changes that is for whoever hears of it to say. */
static void
on_clicked (GtkToggleButton *button, TrestleStandInSwitch *self)
{
  for (int i = 0; i < TRESTLE_N_STAND_INS; i++)
    if (self->buttons[i] == button && i != self->stand_in)
      g_signal_emit (self, signals[SIGNAL_SWITCHED], 0, i);
  switch_show (self);
}

static void
trestle_stand_in_switch_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleStandInSwitch *self = TRESTLE_STAND_IN_SWITCH (object);

  if (id != PROP_STAND_IN)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      return;
    }
  self->stand_in = g_value_get_int (value);
  switch_show (self);
}

static void
trestle_stand_in_switch_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_STAND_IN)
    g_value_set_int (value, TRESTLE_STAND_IN_SWITCH (object)->stand_in);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

GtkWidget *
trestle_stand_in_switch_new (const char *name)
{
  GtkWidget *widget = g_object_new (TRESTLE_TYPE_STAND_IN_SWITCH, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return widget;
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/widgets/stand-in-switch.ui");
  for (guint i = 0; i < TRESTLE_N_STAND_INS; i++)
    {
      g_autofree char *name = g_strdup_printf ("button_%u", i);

      gtk_widget_class_bind_template_child_full (class, name, FALSE,
                                                 G_STRUCT_OFFSET (TrestleStandInSwitch, buttons) + (gssize) (i * sizeof (gpointer)));
    }
  gtk_widget_class_bind_template_callback (class, on_clicked);
}

static void
trestle_stand_in_switch_class_init (TrestleStandInSwitchClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = trestle_children_dispose;
  object_class->set_property = trestle_stand_in_switch_set_property;
  object_class->get_property = trestle_stand_in_switch_get_property;
  g_object_class_install_property (object_class, PROP_STAND_IN,
                                   g_param_spec_int ("stand-in", NULL, NULL, SEVERAL, TRESTLE_N_STAND_INS - 1, 0, flags));
  signals[SIGNAL_SWITCHED] = g_signal_new ("switched", TRESTLE_TYPE_STAND_IN_SWITCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_INT);
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "standinswitch");
}

static void
trestle_stand_in_switch_init (TrestleStandInSwitch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  switch_show (self);
}
