/* Says that a head of the second model cannot be opened, and offers what makes it one that can: to exchange the two models. */
#include "ui/exchange-offer.h"

#include "ui/chosen-models.h"

struct _TrestleExchangeOffer
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkWidget *exchange;
};

G_DEFINE_FINAL_TYPE (TrestleExchangeOffer, trestle_exchange_offer, ADW_TYPE_BIN)

/* (transfer full) (nullable): the model that could take the first one's place: one without bridges is no model of its own */
static TrestleModelSource *
offer_find_other (TrestleExchangeOffer *offer)
{
  g_auto (TrestleChosenModels) models = { 0 };

  trestle_chosen_models_init (&models, offer->workbench);
  if (models.n_models < 2 || models.sources[1]->stand_in != TRESTLE_STAND_IN_NONE)
    return NULL;
  return trestle_model_source_ref (models.sources[1]);
}

void
trestle_exchange_offer_show (TrestleExchangeOffer *offer)
{
  g_autoptr (TrestleModelSource) other = offer_find_other (offer);

  gtk_widget_set_visible (offer->exchange, other != NULL);
  gtk_widget_set_visible (GTK_WIDGET (offer), TRUE);
}

static void
on_exchange (TrestleExchangeOffer *offer)
{
  g_autoptr (TrestleModelSource) other = offer_find_other (offer);
  g_autofree char *first = NULL;

  gtk_widget_set_visible (GTK_WIDGET (offer), FALSE);
  if (other == NULL)
    return;
  first = g_strdup (trestle_workbench_get_run (offer->workbench)->model_source->path);
  trestle_workbench_open_model (offer->workbench, other->path);
  trestle_comparison_open_model (trestle_workbench_get_comparison (offer->workbench), first);
}

void
trestle_exchange_offer_set_workbench (TrestleExchangeOffer *offer, TrestleWorkbench *workbench)
{
  g_set_object (&offer->workbench, workbench);
}

static void
trestle_exchange_offer_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_EXCHANGE_OFFER (object)->workbench);
  G_OBJECT_CLASS (trestle_exchange_offer_parent_class)->dispose (object);
}

static void
trestle_exchange_offer_class_init (TrestleExchangeOfferClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_exchange_offer_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/exchange-offer.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleExchangeOffer, exchange);
  gtk_widget_class_bind_template_callback (widget_class, on_exchange);
}

static void
trestle_exchange_offer_init (TrestleExchangeOffer *offer)
{
  gtk_widget_init_template (GTK_WIDGET (offer));
}
