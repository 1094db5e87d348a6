/* The title of the window: which model is open, and the menu to open another. */
#include "ui/model-button.h"

#include "ui/model-menu.h"
#include "ui/tasks.h"

struct _TrestleModelButton
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
  GtkWidget *button;
  AdwWindowTitle *title;
  GMenu *demos;
  GMenu *recent;
};

G_DEFINE_FINAL_TYPE (TrestleModelButton, trestle_model_button, ADW_TYPE_BIN)

static void
button_fill_recent (TrestleModelButton *button)
{
  trestle_model_menu_fill_recent (button->recent, trestle_workbench_get_recent_models (button->workbench), "win.model");
}

/* Before every popup: something in the list may be gone since it was last shown. */
static void
on_popup (GtkMenuButton *menu_button, gpointer button)
{
  button_fill_recent (button);
}

static char *
describe_size (const TrestleRun *run)
{
  double millions = (double) trestle_model_count (run->model).total / 1e6;

  if (run->model_source->settings.image_size == 0)
    return g_strdup_printf ("%.1f million parameters", millions);
  return g_strdup_printf ("%.1f million parameters · %u px", millions, run->model_source->settings.image_size);
}

static void
on_result_changed (TrestleWorkbench *workbench, TrestleModelButton *button)
{
  const TrestleRun *run = trestle_workbench_get_run (workbench);
  g_autofree char *size = describe_size (run);
  g_autofree char *wiring = trestle_model_describe (run->model);
  g_autofree char *tasks = trestle_tasks_describe (run->model);
  g_autofree char *tooltip = g_strdup_printf ("%s\nCan be asked: %s\n%s", wiring, tasks, run->model_source->path);

  adw_window_title_set_title (button->title, trestle_model_get_name (run->model));
  adw_window_title_set_subtitle (button->title, size);
  gtk_widget_set_tooltip_text (button->button, tooltip);
}

void
trestle_model_button_set_workbench (TrestleModelButton *button, TrestleWorkbench *workbench)
{
  g_return_if_fail (button->workbench == NULL);
  button->workbench = g_object_ref (workbench);
  button_fill_recent (button);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button->button), on_popup, button, NULL);
  g_signal_connect_object (workbench, "notify::recent-models", G_CALLBACK (button_fill_recent), button, G_CONNECT_SWAPPED);
  g_signal_connect_object (workbench, "result-changed", G_CALLBACK (on_result_changed), button, 0);
}

static void
trestle_model_button_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_MODEL_BUTTON (object)->workbench);
  G_OBJECT_CLASS (trestle_model_button_parent_class)->dispose (object);
}

static void
trestle_model_button_class_init (TrestleModelButtonClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_model_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/model-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleModelButton, button);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelButton, title);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelButton, demos);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelButton, recent);
}

static void
trestle_model_button_init (TrestleModelButton *button)
{
  gtk_widget_init_template (GTK_WIDGET (button));
  trestle_model_menu_fill_demos (button->demos, "win.model");
}
