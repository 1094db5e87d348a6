/* A pinned head: its title over its map, on the image or on the words. */
#include "ui/widgets/pin-card.h"

#include "ui/widgets/children.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/palette.h"
#include "ui/widgets/word-chips.h"

/* Cards are as wide as their kind, however many there are: maps side by side are compared. */
#define IMAGE_WIDTH 176
#define WORDS_WIDTH 264

struct _TrestlePinCard
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *title;
  GtkWidget *unpin_button;
  GtkWidget *look_button;
  GtkStack *stack;
  TrestleImageView *image_view;
  TrestleWordChips *word_chips;
  GtkLabel *reason;

  char *name;
  gboolean has_words;
  TrestleColormap colormap;
  double opacity;
};

enum
{
  PROP_TITLE = 1,
  PROP_COLORMAP,
  PROP_OPACITY_OF_HEAT,
  N_PROPERTIES,
};

enum
{
  SIGNAL_LOOK,
  SIGNAL_UNPIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrestlePinCard, trestle_pin_card, GTK_TYPE_WIDGET)

static void
on_look_clicked (GtkButton *button, TrestlePinCard *card)
{
  g_signal_emit (card, signals[SIGNAL_LOOK], 0);
}

static void
on_unpin_clicked (GtkButton *button, TrestlePinCard *card)
{
  g_signal_emit (card, signals[SIGNAL_UNPIN], 0);
}

/* The map itself says nothing to a screen reader: there is a larger one, whose patches and words speak. */
static void
card_describe (TrestlePinCard *card, const char *description)
{
  GtkAccessible *look = GTK_ACCESSIBLE (card->look_button);
  g_autofree char *unpin = g_strdup_printf ("Unpin %s", card->name);

  gtk_widget_set_tooltip_text (card->look_button, description);
  gtk_accessible_update_property (look, GTK_ACCESSIBLE_PROPERTY_LABEL, card->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card->unpin_button), GTK_ACCESSIBLE_PROPERTY_LABEL, unpin, -1);
}

static void
card_show_words (TrestlePinCard *card, TrestleAttentionMap *map, double max, const char *const *words)
{
  trestle_word_chips_set_words (card->word_chips, words);
  trestle_word_chips_set_weights (card->word_chips, map->weights, max);
  g_object_set (card->word_chips, "query", trestle_block_queries_are_text (map->block) ? map->query : -1, NULL);
  gtk_stack_set_visible_child_name (card->stack, "words");
}

static void
card_show_patches (TrestlePinCard *card, TrestleAttentionMap *map, double max, TrestleImage *image, const TrestleImageWindow *window)
{
  gboolean asks_patch = !trestle_block_queries_are_text (map->block) && map->query > 0;

  trestle_image_view_set_image (card->image_view, image, window, map->grid_rows, map->grid_columns);
  trestle_image_view_set_map (card->image_view, map, max);
  g_object_set (card->image_view, "query", asks_patch ? map->query - 1 : -1, NULL);
  gtk_stack_set_visible_child_name (card->stack, "image");
}

void
trestle_pin_card_show_map (TrestlePinCard *card,
                           TrestleAttentionMap *map,
                           double max,
                           TrestleImage *image,
                           const TrestleImageWindow *window,
                           const char *const *words)
{
  card->has_words = map->grid_columns == 0;
  if (card->has_words)
    card_show_words (card, map, max, words);
  else
    card_show_patches (card, map, max, image, window);
  gtk_widget_set_sensitive (card->look_button, TRUE);
  card_describe (card, "Look at this head");
  gtk_widget_queue_resize (GTK_WIDGET (card));
}

void
trestle_pin_card_show_reason (TrestlePinCard *card, const char *reason)
{
  card->has_words = FALSE;
  gtk_label_set_text (card->reason, reason);
  gtk_stack_set_visible_child_name (card->stack, "reason");
  gtk_widget_set_sensitive (card->look_button, FALSE);
  card_describe (card, reason);
  gtk_widget_queue_resize (GTK_WIDGET (card));
}

static void
trestle_pin_card_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  TrestlePinCard *card = TRESTLE_PIN_CARD (widget);
  int width = card->has_words ? WORDS_WIDTH : IMAGE_WIDTH;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = width;
  else
    gtk_widget_measure (card->content, orientation, width, minimum, natural, NULL, NULL);
}

static void
trestle_pin_card_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (TRESTLE_PIN_CARD (widget)->content, width, height, baseline, NULL);
}

/* A line breaks behind a dot only. */
static void
card_set_title (TrestlePinCard *card, const char *title)
{
  g_auto (GStrv) parts = g_strsplit (title, " · ", -1);
  g_autofree char *broken = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (parts[i], " ", -1);

      g_free (parts[i]);
      parts[i] = g_strjoinv ("\u00a0", words);
    }
  broken = g_strjoinv ("\u00a0· ", parts);
  gtk_label_set_text (card->title, broken);
  gtk_widget_set_tooltip_text (GTK_WIDGET (card->title), title);
  g_free (card->name);
  card->name = g_strdup (title);
}

static void
trestle_pin_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestlePinCard *card = TRESTLE_PIN_CARD (object);

  switch (id)
    {
    case PROP_TITLE:
      card_set_title (card, g_value_get_string (value));
      break;
    case PROP_COLORMAP:
      card->colormap = g_value_get_uint (value);
      g_object_set (card->image_view, "colormap", card->colormap, NULL);
      g_object_set (card->word_chips, "colormap", card->colormap, NULL);
      break;
    case PROP_OPACITY_OF_HEAT:
      card->opacity = g_value_get_double (value);
      g_object_set (card->image_view, "opacity-of-heat", card->opacity, NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_pin_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestlePinCard *card = TRESTLE_PIN_CARD (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, card->name);
      break;
    case PROP_COLORMAP:
      g_value_set_uint (value, card->colormap);
      break;
    case PROP_OPACITY_OF_HEAT:
      g_value_set_double (value, card->opacity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

GtkWidget *
trestle_pin_card_new (void)
{
  return g_object_new (TRESTLE_TYPE_PIN_CARD, NULL);
}

static void
trestle_pin_card_finalize (GObject *object)
{
  g_free (TRESTLE_PIN_CARD (object)->name);
  G_OBJECT_CLASS (trestle_pin_card_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (class, PROP_TITLE, g_param_spec_string ("title", NULL, NULL, "", flags));
  g_object_class_install_property (class, PROP_COLORMAP, trestle_palette_property_new (flags));
  g_object_class_install_property (class, PROP_OPACITY_OF_HEAT, g_param_spec_double ("opacity-of-heat", NULL, NULL, 0, 1, 0.6, flags));
}

static void
install_signals (void)
{
  signals[SIGNAL_LOOK] = g_signal_new ("look", TRESTLE_TYPE_PIN_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_UNPIN] = g_signal_new ("unpin", TRESTLE_TYPE_PIN_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *class)
{
  g_type_ensure (TRESTLE_TYPE_IMAGE_VIEW);
  g_type_ensure (TRESTLE_TYPE_WORD_CHIPS);
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/widgets/pin-card.ui");
  gtk_widget_class_bind_template_child (class, TrestlePinCard, content);
  gtk_widget_class_bind_template_child (class, TrestlePinCard, title);
  gtk_widget_class_bind_template_child (class, TrestlePinCard, unpin_button);
  gtk_widget_class_bind_template_child (class, TrestlePinCard, look_button);
  gtk_widget_class_bind_template_child (class, TrestlePinCard, stack);
  gtk_widget_class_bind_template_child (class, TrestlePinCard, image_view);
  gtk_widget_class_bind_template_child (class, TrestlePinCard, word_chips);
  gtk_widget_class_bind_template_child (class, TrestlePinCard, reason);
  gtk_widget_class_bind_template_callback (class, on_look_clicked);
  gtk_widget_class_bind_template_callback (class, on_unpin_clicked);
}

static void
trestle_pin_card_class_init (TrestlePinCardClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = trestle_children_dispose;
  object_class->finalize = trestle_pin_card_finalize;
  object_class->set_property = trestle_pin_card_set_property;
  object_class->get_property = trestle_pin_card_get_property;
  widget_class->measure = trestle_pin_card_measure;
  widget_class->size_allocate = trestle_pin_card_size_allocate;
  install_properties (object_class);
  install_signals ();
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "pincard");
}

static void
trestle_pin_card_init (TrestlePinCard *card)
{
  card->opacity = 0.6;
  card->name = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (card));
  gtk_accessible_update_state (GTK_ACCESSIBLE (card->stack), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}
