/* One token of the text: a button with its word, shaded by a weight. */
#include "ui/widgets/word-chip.h"

#include <math.h>

struct _TrestleWordChip
{
  GtkButton parent_instance;

  GtkLabel *label;
  gboolean is_shaded;
  GdkRGBA shade;
  double weight;
  const char *name; /* of the weight; interned */
};

G_DEFINE_FINAL_TYPE (TrestleWordChip, trestle_word_chip, GTK_TYPE_BUTTON)

/* RoBERTa's and BERT's. */
static const char *const masks[] = { "<mask>", "[MASK]", NULL };
static const char *const specials[] = { "<s>", "</s>", "<pad>", "<unk>", "[CLS]", "[SEP]", "[PAD]", "[UNK]", NULL };

static void
set_css_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* The style rounds the corners and clips to them. */
static void
trestle_word_chip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleWordChip *chip = TRESTLE_WORD_CHIP (widget);

  if (chip->is_shaded)
    gtk_snapshot_append_color (snapshot, &chip->shade,
                               &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  GTK_WIDGET_CLASS (trestle_word_chip_parent_class)->snapshot (widget, snapshot);
}

static char *
chip_describe (TrestleWordChip *chip)
{
  return chip->is_shaded ? g_strdup_printf ("%s %s%.3f", chip->name, chip->weight < 0 ? "−" : "", fabs (chip->weight)) : g_strdup ("");
}

/* Without a weight there is nothing to add to what the whole line says. */
static gboolean
trestle_word_chip_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TrestleWordChip *chip = TRESTLE_WORD_CHIP (widget);
  g_autofree char *description = chip_describe (chip);
  g_autofree char *text = g_strdup_printf ("“%s”: %s", gtk_label_get_text (chip->label), description);

  if (!chip->is_shaded)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
chip_show_shade (TrestleWordChip *chip)
{
  GtkWidget *widget = GTK_WIDGET (chip);
  g_autofree char *description = chip_describe (chip);
  g_autoptr (PangoAttrList) attributes = NULL;

  if (chip->is_shaded)
    {
      GdkRGBA ink = trestle_palette_get_ink (&chip->shade);
      guint16 level = (guint16) (ink.red * G_MAXUINT16);

      attributes = pango_attr_list_new ();
      pango_attr_list_insert (attributes, pango_attr_foreground_new (level, level, level));
      /* Else it would be as translucent as the theme's text. */
      pango_attr_list_insert (attributes, pango_attr_foreground_alpha_new (G_MAXUINT16));
    }
  gtk_label_set_attributes (chip->label, attributes);
  set_css_class (widget, "shaded", chip->is_shaded);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  gtk_widget_queue_draw (widget);
}

void
trestle_word_chip_set_word (TrestleWordChip *chip, const char *word)
{
  g_autofree char *valid = g_utf8_make_valid (word, -1);

  gtk_label_set_text (chip->label, *valid != '\0' ? valid : " ");
  set_css_class (GTK_WIDGET (chip), "mask", g_strv_contains (masks, word));
  set_css_class (GTK_WIDGET (chip), "special", g_strv_contains (specials, word));
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, valid, -1);
}

static void
chip_set_shade (TrestleWordChip *chip, const GdkRGBA *shade, double weight, const char *name)
{
  chip->is_shaded = TRUE;
  chip->weight = weight;
  chip->name = g_intern_string (name);
  chip->shade = *shade;
  chip_show_shade (chip);
}

void
trestle_word_chip_set_weight (TrestleWordChip *chip, const TrestlePalette *palette, double weight, double max)
{
  GdkRGBA shade = trestle_palette_get_color (palette, weight, max);

  chip_set_shade (chip, &shade, weight, "attention");
}

void
trestle_word_chip_set_value (TrestleWordChip *chip, const TrestlePalette *palette, double value, double place, const char *name)
{
  GdkRGBA shade = trestle_palette_get_color (palette, place, 1);

  chip_set_shade (chip, &shade, value, name);
}

void
trestle_word_chip_unset_weight (TrestleWordChip *chip)
{
  chip->is_shaded = FALSE;
  chip_show_shade (chip);
}

void
trestle_word_chip_set_chosen (TrestleWordChip *chip, gboolean chosen)
{
  if (chosen)
    gtk_widget_set_state_flags (GTK_WIDGET (chip), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (chip), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_STATE_SELECTED, chosen, -1);
}

GtkWidget *
trestle_word_chip_new (void)
{
  return g_object_new (TRESTLE_TYPE_WORD_CHIP, NULL);
}

static void
trestle_word_chip_class_init (TrestleWordChipClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->snapshot = trestle_word_chip_snapshot;
  widget_class->query_tooltip = trestle_word_chip_query_tooltip;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/word-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleWordChip, label);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_OPTION);
  gtk_widget_class_set_css_name (widget_class, "wordchip");
}

static void
trestle_word_chip_init (TrestleWordChip *chip)
{
  gtk_widget_init_template (GTK_WIDGET (chip));
  trestle_word_chip_set_chosen (chip, FALSE);
}
