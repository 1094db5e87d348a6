/* Which model the first one is compared with, and the menu to choose another. */
#include "ui/second-model-button.h"

#include "ui/model-menu.h"

#define ACTION "win.second-model"

struct _TrestleSecondModelButton
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkWidget *button;
  GtkLabel *label;
  GMenu *demos;
  GMenu *recent;
};

G_DEFINE_FINAL_TYPE (TrestleSecondModelButton, trestle_second_model_button, ADW_TYPE_BIN)

/* Before every popup: something in the list may be gone since it was last shown. */
static void
on_popup (GtkMenuButton *menu_button, gpointer data)
{
  TrestleSecondModelButton *button = data;

  trestle_model_menu_fill_recent (button->recent, trestle_workbench_get_recent_models (button->workbench), ACTION);
}

static void
on_comparison_changed (TrestleComparison *comparison, TrestleSecondModelButton *button)
{
  g_autofree char *name = trestle_comparison_name (comparison);
  g_autofree char *text = g_strdup_printf ("+ %s", name != NULL ? name : "Compare with…");
  g_autofree char *tooltip = name != NULL ? g_strdup_printf ("Compared with %s", name) : g_strdup ("Compare with another model");

  gtk_label_set_text (button->label, text);
  gtk_widget_set_tooltip_text (button->button, tooltip);
}

void
trestle_second_model_button_set_workbench (TrestleSecondModelButton *button, TrestleWorkbench *workbench)
{
  TrestleComparison *comparison = trestle_workbench_get_comparison (workbench);

  g_return_if_fail (button->workbench == NULL);
  button->workbench = g_object_ref (workbench);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button->button), on_popup, button, NULL);
  g_signal_connect_object (comparison, "changed", G_CALLBACK (on_comparison_changed), button, 0);
  on_comparison_changed (comparison, button);
}

static void
trestle_second_model_button_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_SECOND_MODEL_BUTTON (object)->workbench);
  G_OBJECT_CLASS (trestle_second_model_button_parent_class)->dispose (object);
}

static void
trestle_second_model_button_class_init (TrestleSecondModelButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_second_model_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/second-model-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondModelButton, button);
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondModelButton, label);
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondModelButton, demos);
  gtk_widget_class_bind_template_child (widget_class, TrestleSecondModelButton, recent);
}

static void
trestle_second_model_button_init (TrestleSecondModelButton *button)
{
  gtk_widget_init_template (GTK_WIDGET (button));
  trestle_model_menu_fill_demos (button->demos, ACTION);
}
