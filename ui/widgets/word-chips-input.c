/* What is done to the chips of words: with the pointer and by keyboard. */
#include "ui/widgets/arrow-keys.h"
#include "ui/widgets/word-chips-private.h"
#include "ui/widgets/word-lines.h"
#include "ui/widgets/word-walk.h"

enum
{
  SIGNAL_WORD_ACTIVATED,
  SIGNAL_WORD_HOVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
chips_set_hovered (TrestleWordChips *chips, gint word)
{
  if (chips->hovered == word)
    return;
  chips->hovered = word;
  g_signal_emit (chips, signals[SIGNAL_WORD_HOVERED], 0, word);
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, TrestleWordChips *chips)
{
  chips_set_hovered (chips, trestle_word_lines_find_near (chips->chips, x, y));
}

static void
on_leave (GtkEventControllerMotion *motion, TrestleWordChips *chips)
{
  chips_set_hovered (chips, -1);
}

static void
on_focus_leave (GtkEventControllerFocus *focus, TrestleWordChips *chips)
{
  chips_set_hovered (chips, -1);
}

static void
on_chip_chosen (GtkWidget *chip, TrestleWordChips *chips)
{
  g_signal_emit (chips, signals[SIGNAL_WORD_ACTIVATED], 0, (guint) trestle_word_chips_find (chips, chip));
}

static void
on_chip_disclosed (GtkWidget *chip, TrestleWordChips *chips)
{
  trestle_word_chips_disclose (chips, (guint) trestle_word_chips_find (chips, chip));
}

static gboolean
on_disclose_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);
  gint focused = trestle_word_chips_find (chips, gtk_widget_get_focus_child (widget));

  if (focused < 0)
    return FALSE;
  trestle_word_chips_disclose (chips, (guint) focused);
  return TRUE;
}

static gboolean
on_move (GtkWidget *widget, GVariant *step, gpointer data)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);
  gint focused = trestle_word_chips_find (chips, gtk_widget_get_focus_child (widget));
  int rows, columns;
  guint next;

  if (focused < 0)
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  if (ABS (columns) == 1 && gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    columns = -columns;
  next = trestle_word_walk (chips->chips, (guint) focused, rows, columns);
  gtk_widget_grab_focus (trestle_word_chips_get (chips, (gint) next));
  chips_set_hovered (chips, (gint) next);
  return TRUE;
}

/* Focus comes to one chip, the query if there is one; from there arrow keys lead on, and Tab leads out. */
static gboolean
trestle_word_chips_grab_focus (GtkWidget *widget)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);
  GtkWidget *chip = trestle_word_chips_get (chips, chips->query);

  if (chip != NULL)
    chip = trestle_word_chips_get (chips, (gint) trestle_word_groups_find_shown (chips->groups, (guint) chips->query));
  else
    chip = trestle_word_chips_get (chips, 0);
  return chip != NULL && gtk_widget_grab_focus (chip);
}

static gboolean
trestle_word_chips_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_get_focus_child (widget) == NULL && gtk_widget_grab_focus (widget);
}

void
trestle_word_chips_listen_to (TrestleWordChips *chips, TrestleWordChip *chip)
{
  g_signal_connect (chip, "chosen", G_CALLBACK (on_chip_chosen), chips);
  g_signal_connect (chip, "disclosed", G_CALLBACK (on_chip_disclosed), chips);
}

static void
install_signals (GType type)
{
  signals[SIGNAL_WORD_ACTIVATED] = g_signal_new ("word-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                                 G_TYPE_UINT);
  signals[SIGNAL_WORD_HOVERED] = g_signal_new ("word-hovered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

void
trestle_word_chips_class_add_input (TrestleWordChipsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->focus = trestle_word_chips_focus;
  widget_class->grab_focus = trestle_word_chips_grab_focus;
  install_signals (G_TYPE_FROM_CLASS (class));
  trestle_arrow_keys_bind (widget_class, on_move);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_SHIFT_MASK, on_disclose_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_SHIFT_MASK, on_disclose_key, NULL);
  gtk_widget_class_bind_template_callback (widget_class, on_motion);
  gtk_widget_class_bind_template_callback (widget_class, on_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_focus_leave);
}
