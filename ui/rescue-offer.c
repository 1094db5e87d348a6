/* Asks what is to become of the work of a window that ended unexpectedly. */
#include "ui/rescue-offer.h"

struct _TrestleRescueOffer
{
  AdwBin parent_instance;

  TrestleAutosave *autosave;
  TrestleRescue *rescue; /* that is asked about, or NULL */
  GtkInfoBar *bar;
  GtkLabel *sentence;
};

G_DEFINE_FINAL_TYPE (TrestleRescueOffer, trestle_rescue_offer, ADW_TYPE_BIN)

static gboolean
is_today (GDateTime *time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_get_year (time) == g_date_time_get_year (now)
         && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now);
}

static void
offer_show (TrestleRescueOffer *offer)
{
  g_autoptr (GDateTime) time = trestle_rescue_get_time (offer->rescue);
  g_autofree char *moment = g_date_time_format (time, is_today (time) ? "%H:%M" : "%A, %H:%M");
  g_autoptr (GFile) original = trestle_rescue_get_original (offer->rescue);
  g_autofree char *base = original != NULL ? g_file_get_basename (original) : NULL;
  g_autofree char *name = base != NULL ? g_filename_display_name (base) : NULL;
  g_autofree char *work = name != NULL ? g_strdup_printf ("the unsaved changes to “%s”", name) : g_strdup ("the work");
  g_autofree char *sentence = g_strdup_printf ("Trestle ended unexpectedly. Reopen %s from %s?", work, moment);

  gtk_label_set_text (offer->sentence, sentence);
  gtk_widget_set_visible (GTK_WIDGET (offer), TRUE);
  gtk_info_bar_set_revealed (offer->bar, TRUE);
}

static void
on_found (TrestleAutosave *autosave, TrestleRescue *rescue, TrestleRescueOffer *offer)
{
  if (offer->rescue != NULL)
    return;
  offer->rescue = trestle_rescue_ref (rescue);
  offer_show (offer);
}

static void
offer_hide (TrestleRescueOffer *offer)
{
  gtk_info_bar_set_revealed (offer->bar, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (offer), FALSE);
}

static void
on_reopen (TrestleRescueOffer *offer)
{
  g_autoptr (TrestleRescue) rescue = g_steal_pointer (&offer->rescue);

  offer_hide (offer);
  if (rescue != NULL && offer->autosave != NULL)
    trestle_autosave_reopen (offer->autosave, rescue);
}

/* There may be more of it. */
static void
on_discard (TrestleRescueOffer *offer)
{
  g_autoptr (TrestleRescue) rescue = g_steal_pointer (&offer->rescue);

  offer_hide (offer);
  if (rescue == NULL)
    return;
  trestle_rescue_remove (rescue);
  if (offer->autosave != NULL)
    trestle_autosave_look (offer->autosave);
}

void
trestle_rescue_offer_set_autosave (TrestleRescueOffer *offer, TrestleAutosave *autosave)
{
  g_set_object (&offer->autosave, autosave);
  g_signal_connect_object (autosave, "found", G_CALLBACK (on_found), offer, 0);
}

/* What nobody has decided about is offered again, by the next window. */
static void
trestle_rescue_offer_dispose (GObject *object)
{
  TrestleRescueOffer *offer = TRESTLE_RESCUE_OFFER (object);

  g_clear_object (&offer->autosave);
  g_clear_pointer (&offer->rescue, trestle_rescue_unref);
  G_OBJECT_CLASS (trestle_rescue_offer_parent_class)->dispose (object);
}

static void
trestle_rescue_offer_class_init (TrestleRescueOfferClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_rescue_offer_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/rescue-offer.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleRescueOffer, bar);
  gtk_widget_class_bind_template_child (widget_class, TrestleRescueOffer, sentence);
  gtk_widget_class_bind_template_callback (widget_class, on_reopen);
  gtk_widget_class_bind_template_callback (widget_class, on_discard);
}

static void
trestle_rescue_offer_init (TrestleRescueOffer *offer)
{
  gtk_widget_init_template (GTK_WIDGET (offer));
}
