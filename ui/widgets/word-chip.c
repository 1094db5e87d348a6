/* One token of the text, or a word of several: a button with it, shaded by a weight. */
#include "ui/widgets/word-chip.h"

#include <math.h>

#include "analysis/figures/text.h"

/* Between a mark and its word, and between a chip's rim and a word without a mark. */
#define MARK_GAP 4
#define PADDING 8

/**
 * @first: (nullable): the first token of a word of @n_tokens
 * @is_on_mark: whether the pointer pressed the mark
 */
struct _TrestleWordChip
{
  GtkButton parent_instance;

  GtkLabel *mark;
  GtkLabel *label;
  TrestleDisclosure disclosure;
  guint n_tokens;
  char *first;
  gboolean is_on_mark;
  gboolean is_shaded;
  GdkRGBA shade;
  double weight;
  const char *name; /* of the weight; interned */
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_DISCLOSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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

/* The mark, and the rim in front of it. */
static void
on_pressed (GtkGestureClick *click, int n_press, double x, double y, TrestleWordChip *chip)
{
  graphene_rect_t bounds;

  chip->is_on_mark = FALSE;
  if (!gtk_widget_get_visible (GTK_WIDGET (chip->mark)) || !gtk_widget_compute_bounds (GTK_WIDGET (chip->mark), GTK_WIDGET (chip), &bounds))
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (chip)) == GTK_TEXT_DIR_RTL)
    chip->is_on_mark = x >= bounds.origin.x - MARK_GAP;
  else
    chip->is_on_mark = x <= bounds.origin.x + bounds.size.width + MARK_GAP;
}

/* Keys know no place. */
static void
trestle_word_chip_activate (GtkButton *button)
{
  TRESTLE_WORD_CHIP (button)->is_on_mark = FALSE;
  GTK_BUTTON_CLASS (trestle_word_chip_parent_class)->activate (button);
}

static void
trestle_word_chip_clicked (GtkButton *button)
{
  TrestleWordChip *chip = TRESTLE_WORD_CHIP (button);

  g_signal_emit (chip, signals[chip->is_on_mark ? SIGNAL_DISCLOSED : SIGNAL_CHOSEN], 0);
}

static gboolean
chip_is_whole (TrestleWordChip *chip)
{
  return chip->disclosure == TRESTLE_DISCLOSURE_CLOSED;
}

/* (transfer full): of a whole word with what its weight is made of */
static char *
chip_describe (TrestleWordChip *chip)
{
  const char *sign = chip->weight < 0 ? "−" : "";

  if (!chip->is_shaded)
    return chip_is_whole (chip) ? g_strdup_printf ("a word of %u tokens", chip->n_tokens) : g_strdup ("");
  if (chip_is_whole (chip))
    return g_strdup_printf ("%s %s%.3f, the sum over its %u tokens", chip->name, sign, fabs (chip->weight), chip->n_tokens);
  return g_strdup_printf ("%s %s%.3f", chip->name, sign, fabs (chip->weight));
}

static char *
chip_describe_disclosure (TrestleWordChip *chip)
{
  switch (chip->disclosure)
    {
    case TRESTLE_DISCLOSURE_CLOSED:
      return g_strdup_printf ("\nWhen it asks, its first token does: “%s”.\nOpen it by its mark, or with Shift+Enter.", chip->first);
    case TRESTLE_DISCLOSURE_OPEN:
      return g_strdup_printf ("\nThe first of %u tokens of a word. Close it by its mark, or with Shift+Enter.", chip->n_tokens);
    case TRESTLE_DISCLOSURE_NONE:
    default:
      return g_strdup ("");
    }
}

/* Without a weight there is nothing to add to what the whole line says. */
static gboolean
trestle_word_chip_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  TrestleWordChip *chip = TRESTLE_WORD_CHIP (widget);
  g_autofree char *description = chip_describe (chip);
  g_autofree char *disclosure = chip_describe_disclosure (chip);
  g_autofree char *text = g_strdup_printf ("“%s”%s%s%s", gtk_label_get_text (chip->label), *description != '\0' ? ": " : "", description,
                                           disclosure);

  if (!chip->is_shaded && chip->disclosure == TRESTLE_DISCLOSURE_NONE)
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
  gtk_label_set_attributes (chip->mark, attributes);
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

void
trestle_word_chip_set_disclosure (TrestleWordChip *chip, TrestleDisclosure disclosure, guint n_tokens, const char *first)
{
  gboolean has_mark = disclosure != TRESTLE_DISCLOSURE_NONE;
  gboolean is_open = disclosure == TRESTLE_DISCLOSURE_OPEN;

  chip->disclosure = disclosure;
  chip->n_tokens = n_tokens;
  g_free (chip->first);
  chip->first = has_mark ? trestle_text_clean (first) : NULL;
  gtk_label_set_text (chip->mark, is_open ? "▾" : "▸");
  gtk_widget_set_visible (GTK_WIDGET (chip->mark), has_mark);
  gtk_widget_set_margin_start (GTK_WIDGET (chip->label), has_mark ? MARK_GAP : PADDING);
  if (has_mark)
    gtk_accessible_update_state (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_STATE_EXPANDED, is_open, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_STATE_EXPANDED);
  chip_show_shade (chip);
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
trestle_word_chip_finalize (GObject *object)
{
  g_free (TRESTLE_WORD_CHIP (object)->first);
  G_OBJECT_CLASS (trestle_word_chip_parent_class)->finalize (object);
}

static void
trestle_word_chip_class_init (TrestleWordChipClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GtkButtonClass *button_class = GTK_BUTTON_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = trestle_word_chip_finalize;
  button_class->activate = trestle_word_chip_activate;
  button_class->clicked = trestle_word_chip_clicked;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DISCLOSED] = g_signal_new ("disclosed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  widget_class->snapshot = trestle_word_chip_snapshot;
  widget_class->query_tooltip = trestle_word_chip_query_tooltip;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/word-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleWordChip, mark);
  gtk_widget_class_bind_template_child (widget_class, TrestleWordChip, label);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_OPTION);
  gtk_widget_class_set_css_name (widget_class, "wordchip");
}

static void
trestle_word_chip_init (TrestleWordChip *chip)
{
  gtk_widget_init_template (GTK_WIDGET (chip));
  trestle_word_chip_set_chosen (chip, FALSE);
}
