/* The sentence at the top of a page: what is shown and in which unit, with a link to its definition in the help. */
#include "ui/widgets/page-heading.h"

#include "ui/widgets/children.h"

struct _TrestlePageHeading
{
  GtkWidget parent_instance;

  GtkLabel *sentence;
  GtkActionable *link;
  char *topic;
};

G_DEFINE_FINAL_TYPE (TrestlePageHeading, trestle_page_heading, GTK_TYPE_WIDGET)

enum
{
  PROP_SENTENCE = 1,
  PROP_TOPIC,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
heading_set_topic (TrestlePageHeading *heading, const char *topic)
{
  g_free (heading->topic);
  heading->topic = g_strdup (topic);
  gtk_actionable_set_action_target (heading->link, "s", topic != NULL ? topic : "");
}

static void
trestle_page_heading_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestlePageHeading *heading = TRESTLE_PAGE_HEADING (object);

  switch (id)
    {
    case PROP_SENTENCE:
      g_value_set_string (value, gtk_label_get_text (heading->sentence));
      break;
    case PROP_TOPIC:
      g_value_set_string (value, heading->topic);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_page_heading_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestlePageHeading *heading = TRESTLE_PAGE_HEADING (object);

  switch (id)
    {
    case PROP_SENTENCE:
      gtk_label_set_text (heading->sentence, g_value_get_string (value));
      break;
    case PROP_TOPIC:
      heading_set_topic (heading, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_page_heading_finalize (GObject *object)
{
  g_free (TRESTLE_PAGE_HEADING (object)->topic);
  G_OBJECT_CLASS (trestle_page_heading_parent_class)->finalize (object);
}

static void
trestle_page_heading_class_init (TrestlePageHeadingClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = trestle_page_heading_get_property;
  object_class->set_property = trestle_page_heading_set_property;
  object_class->dispose = trestle_children_dispose;
  object_class->finalize = trestle_page_heading_finalize;
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, "", flags);
  properties[PROP_TOPIC] = g_param_spec_string ("topic", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/page-heading.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestlePageHeading, sentence);
  gtk_widget_class_bind_template_child (widget_class, TrestlePageHeading, link);
}

static void
trestle_page_heading_init (TrestlePageHeading *heading)
{
  gtk_widget_init_template (GTK_WIDGET (heading));
}

GtkWidget *
trestle_page_heading_new (void)
{
  return g_object_new (TRESTLE_TYPE_PAGE_HEADING, NULL);
}
