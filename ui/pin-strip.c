/* The pinned heads of the run that is shown, side by side on one scale. */
#include "ui/pin-strip.h"

#include "analysis/figures/attention-figure.h"
#include "analysis/figures/pin-figure.h"
#include "analysis/measures/head-map.h"
#include "ui/export-dialog.h"
#include "ui/figure-source.h"
#include "ui/run-origin.h"
#include "ui/widgets/color-scale.h"
#include "ui/widgets/pin-card.h"

/**
 * @content: hidden while nothing is pinned; the strip itself is not, as hidden widgets get no keys, and unpinning the last can be undone
 * @maps: (nullable): what is shown
 * @is_working: whether a thread makes others
 * @is_stale: whether what it makes is not wanted any more
 */
struct _TrestlePinStrip
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkWidget *content;
  TrestleColorScale *color_scale;
  GtkWidget *cards;

  TrestlePinMaps *maps;
  gboolean is_working;
  gboolean is_stale;
};

static void pin_strip_figure_source_init (TrestleFigureSourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrestlePinStrip,
                               trestle_pin_strip,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_FIGURE_SOURCE, pin_strip_figure_source_init))

/* Cards stand in the order of the pins. */
static const TrestlePin *
strip_find_pin (TrestlePinStrip *strip, TrestlePinCard *card)
{
  guint index = 0;

  for (GtkWidget *at = gtk_widget_get_prev_sibling (GTK_WIDGET (card)); at != NULL; at = gtk_widget_get_prev_sibling (at))
    index++;
  return &strip->maps->pins[index];
}

static void
on_look (TrestlePinCard *card, TrestlePinStrip *strip)
{
  TrestlePin pin = *strip_find_pin (strip, card);

  trestle_workbench_show_head (strip->workbench, pin.block, pin.layer, pin.head);
}

static void
on_unpin (TrestlePinCard *card, TrestlePinStrip *strip)
{
  TrestlePin pin = *strip_find_pin (strip, card);

  trestle_pins_toggle (trestle_workbench_get_pins (strip->workbench), &pin);
}

static void
strip_append_card (TrestlePinStrip *strip)
{
  GtkWidget *card = trestle_pin_card_new ();

  g_object_bind_property (strip->workbench, "colormap", card, "colormap", G_BINDING_SYNC_CREATE);
  g_object_bind_property (strip->workbench, "opacity", card, "opacity-of-heat", G_BINDING_SYNC_CREATE);
  g_signal_connect (card, "look", G_CALLBACK (on_look), strip);
  g_signal_connect (card, "unpin", G_CALLBACK (on_unpin), strip);
  gtk_box_append (GTK_BOX (strip->cards), card);
}

static void
strip_show_card (TrestlePinStrip *strip, TrestlePinCard *card, guint index)
{
  const TrestleRun *run = strip->maps->run;
  const TrestlePin *pin = &strip->maps->pins[index];
  g_auto (GStrv) parts = trestle_head_get_title (pin->block, pin->layer, pin->head);
  g_autofree char *title = g_strjoinv (" · ", parts);
  g_autofree char *reason = trestle_pin_maps_explain (run, pin);

  g_object_set (card, "title", title, NULL);
  if (strip->maps->maps[index] != NULL)
    trestle_pin_card_show_map (card, strip->maps->maps[index], strip->maps->max, run->image, &run->image_window,
                               (const char *const *) run->words);
  else
    trestle_pin_card_show_reason (card, reason);
}

/* Cards are used again: textures and the focus stay where they are. */
static void
strip_show_cards (TrestlePinStrip *strip)
{
  GtkWidget *card = gtk_widget_get_first_child (strip->cards);

  for (guint i = 0; i < strip->maps->n_pins; i++)
    {
      if (card == NULL)
        {
          strip_append_card (strip);
          card = gtk_widget_get_last_child (strip->cards);
        }
      strip_show_card (strip, TRESTLE_PIN_CARD (card), i);
      card = gtk_widget_get_next_sibling (card);
    }
  while (card != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (card);

      gtk_box_remove (GTK_BOX (strip->cards), card);
      card = next;
    }
}

static void
strip_show (TrestlePinStrip *strip)
{
  gboolean has_maps = strip->maps->n_shown > 0;

  strip_show_cards (strip);
  g_object_set (strip->color_scale, "max", strip->maps->max, NULL);
  gtk_widget_set_visible (GTK_WIDGET (strip->color_scale), has_maps);
  gtk_widget_action_set_enabled (GTK_WIDGET (strip), "pins.export", has_maps);
  gtk_widget_set_visible (strip->content, strip->maps->n_pins > 0);
}

static void strip_renew (TrestlePinStrip *strip);

static void
on_made (GObject *source, GAsyncResult *result, gpointer data)
{
  TrestlePinStrip *strip = TRESTLE_PIN_STRIP (source);
  g_autoptr (TrestlePinMaps) maps = trestle_pin_maps_make_finish (result);

  strip->is_working = FALSE;
  if (strip->workbench == NULL)
    return;
  if (strip->is_stale)
    {
      strip_renew (strip);
      return;
    }
  g_clear_pointer (&strip->maps, trestle_pin_maps_free);
  strip->maps = g_steal_pointer (&maps);
  strip_show (strip);
}

/* However often what is looked at changes, one thread works for the strip, and then once more for what is looked at by then. */
static void
strip_renew (TrestlePinStrip *strip)
{
  TrestleRun *run = trestle_workbench_get_run (strip->workbench);
  guint n_pins;
  const TrestlePin *pins = trestle_pins_get (trestle_workbench_get_pins (strip->workbench), &n_pins);

  if (n_pins == 0)
    gtk_widget_set_visible (strip->content, FALSE);
  strip->is_stale = strip->is_working;
  if (run == NULL || strip->is_working)
    return;
  strip->is_working = TRUE;
  trestle_pin_maps_make_async (G_OBJECT (strip), run, pins, n_pins, trestle_workbench_get_selection (strip->workbench), on_made, NULL);
}

static gboolean
strip_can_undo (TrestlePinStrip *strip)
{
  gboolean can_undo = FALSE;

  if (strip->workbench != NULL)
    g_object_get (trestle_workbench_get_pins (strip->workbench), "can-undo", &can_undo, NULL);
  return can_undo;
}

static void
on_pins_changed (TrestlePins *pins, TrestlePinStrip *strip)
{
  guint n_pins;

  trestle_pins_get (pins, &n_pins);
  gtk_widget_action_set_enabled (GTK_WIDGET (strip), "pins.undo", strip_can_undo (strip));
  gtk_widget_action_set_enabled (GTK_WIDGET (strip), "pins.clear", n_pins > 0);
  strip_renew (strip);
}

static void
on_selection_changed (TrestleWorkbench *workbench, TrestlePinStrip *strip)
{
  guint n_pins;

  trestle_pins_get (trestle_workbench_get_pins (workbench), &n_pins);
  if (n_pins > 0)
    strip_renew (strip);
}

const TrestlePinMaps *
trestle_pin_strip_get_maps (TrestlePinStrip *strip)
{
  return strip->maps;
}

static void
undo_pins (GtkWidget *widget, const char *action, GVariant *parameter)
{
  trestle_pins_undo (trestle_workbench_get_pins (TRESTLE_PIN_STRIP (widget)->workbench));
}

static void
clear_pins (GtkWidget *widget, const char *action, GVariant *parameter)
{
  trestle_pins_clear (trestle_workbench_get_pins (TRESTLE_PIN_STRIP (widget)->workbench));
}

static void
on_exported (TrestleExportDialog *dialog, GFile *file, TrestlePinStrip *strip)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *sentence = g_strdup_printf ("Exported “%s”", name);

  if (strip->workbench != NULL)
    trestle_workbench_report (strip->workbench, sentence);
}

static void
export_pins (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TrestleExportDialog *dialog = trestle_export_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), TRESTLE_FIGURE_SOURCE (widget));

  g_signal_connect_object (dialog, "exported", G_CALLBACK (on_exported), widget, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* A text has an undo of its own, even while there is nothing that it could undo. */
static gboolean
on_undo_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus)))
    return FALSE;
  if (!gtk_widget_get_mapped (widget) || !strip_can_undo (TRESTLE_PIN_STRIP (widget)))
    return FALSE;
  return gtk_widget_activate_action (widget, "pins.undo", NULL);
}

/* Keys come from anywhere in the window, as long as the strip is on the screen; to undo, it need not show anything. */
static void
strip_add_keys (TrestlePinStrip *strip)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *undo = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_z, GDK_CONTROL_MASK),
                                        gtk_callback_action_new (on_undo_key, NULL, NULL));

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), undo);
  gtk_widget_add_controller (GTK_WIDGET (strip), controller);
}

/* (transfer full): "cross_text_cross.3.0@7": the head and who looks, as the command line has them. */
static char *
write_pin (const TrestleAttentionMap *map)
{
  g_autofree char *head = trestle_head_write (map->head);
  g_autofree char *name = g_strdup_printf ("%s.%u.%s", trestle_block_get_name (map->block), map->layer, head);

  return map->query == TRESTLE_QUERY_MEAN ? g_steal_pointer (&name) : g_strdup_printf ("%s@%d", name, map->query);
}

static TrestleOrigin *
strip_make_origin (TrestlePinStrip *strip, const TrestleLook *look, double opacity, const char *file)
{
  g_autofree char *heat = g_strdup_printf ("%.2f", opacity);
  g_autofree char *width = g_strdup_printf ("%g", look->width_mm);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) options = NULL;

  for (guint i = 0; i < strip->maps->n_shown; i++)
    {
      g_autofree char *pin = write_pin (strip->maps->shown[i]);

      g_strv_builder_add_many (builder, "--pin", pin, NULL);
    }
  g_strv_builder_add_many (builder, "--opacity", heat, "--colormap", trestle_colormap_get_name (look->colormap), "--width", width, "-o",
                           file, NULL);
  options = g_strv_builder_end (builder);
  return trestle_run_make_origin (strip->maps->run, "Pinned heads", "attention", (const char *const *) options);
}

static TrestleFigure *
strip_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestlePinStrip *strip = TRESTLE_PIN_STRIP (source);
  const TrestlePinMaps *maps = strip->maps;
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  TrestleFigure *figure;
  double opacity;

  if (maps == NULL || maps->n_shown == 0)
    return NULL;
  look.width_mm = width_mm;
  g_object_get (strip->workbench, "colormap", &look.colormap, "opacity", &opacity, NULL);
  figure = trestle_pin_figure_new (maps->shown, maps->n_shown, maps->run->image, &maps->run->image_window,
                                   (const char *const *) maps->run->words, trestle_model_get_name (maps->run->model), opacity, &look);
  trestle_figure_set_origin (figure, strip_make_origin (strip, &look, opacity, file));
  return figure;
}

static char *
strip_name_file (TrestleFigureSource *source)
{
  return g_strdup ("pinned-heads");
}

static void
pin_strip_figure_source_init (TrestleFigureSourceInterface *interface)
{
  interface->make_figure = strip_make_figure;
  interface->name_file = strip_name_file;
}

void
trestle_pin_strip_set_workbench (TrestlePinStrip *strip, TrestleWorkbench *workbench)
{
  TrestlePins *pins = trestle_workbench_get_pins (workbench);

  g_return_if_fail (strip->workbench == NULL);
  strip->workbench = g_object_ref (workbench);
  g_object_bind_property (workbench, "colormap", strip->color_scale, "colormap", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (workbench, "selection-changed", G_CALLBACK (on_selection_changed), strip, 0);
  g_signal_connect_object (pins, "changed", G_CALLBACK (on_pins_changed), strip, 0);
  on_pins_changed (pins, strip);
}

static void
trestle_pin_strip_dispose (GObject *object)
{
  TrestlePinStrip *strip = TRESTLE_PIN_STRIP (object);

  g_clear_object (&strip->workbench);
  g_clear_pointer (&strip->maps, trestle_pin_maps_free);
  G_OBJECT_CLASS (trestle_pin_strip_parent_class)->dispose (object);
}

static void
trestle_pin_strip_class_init (TrestlePinStripClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_pin_strip_dispose;
  g_type_ensure (TRESTLE_TYPE_COLOR_SCALE);
  gtk_widget_class_install_action (widget_class, "pins.undo", NULL, undo_pins);
  gtk_widget_class_install_action (widget_class, "pins.clear", NULL, clear_pins);
  gtk_widget_class_install_action (widget_class, "pins.export", NULL, export_pins);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/pin-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestlePinStrip, content);
  gtk_widget_class_bind_template_child (widget_class, TrestlePinStrip, color_scale);
  gtk_widget_class_bind_template_child (widget_class, TrestlePinStrip, cards);
}

static void
trestle_pin_strip_init (TrestlePinStrip *strip)
{
  gtk_widget_init_template (GTK_WIDGET (strip));
  gtk_widget_action_set_enabled (GTK_WIDGET (strip), "pins.export", FALSE);
  strip_add_keys (strip);
}
