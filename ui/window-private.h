/* What the window is made of, for its own two files. */
#pragma once

#include "ui/autosave.h"
#include "ui/help-window.h"
#include "ui/images-popover.h"
#include "ui/input-pane.h"
#include "ui/model-button.h"
#include "ui/rescue-offer.h"
#include "ui/run-indicator.h"
#include "ui/samples-popover.h"
#include "ui/second-model-button.h"
#include "ui/window.h"

G_BEGIN_DECLS

struct _TrestleWindow
{
  AdwApplicationWindow parent_instance;

  TrestleWorkbench *workbench;
  TrestleKeeper *keeper;
  TrestleAutosave *autosave;
  TrestleRun *run;
  TrestleImagesPopover *images_popover;
  GtkWidget *work_button;
  GtkLabel *work_title;
  GtkWidget *samples_button;
  TrestleSamplesPopover *samples_popover;
  TrestleModelButton *model_button;
  TrestleSecondModelButton *second_model_button;
  GtkSpinner *spinner;
  TrestleRescueOffer *rescue_offer;
  GtkInfoBar *message_bar;
  GtkLabel *message;
  AdwToastOverlay *toasts;
  TrestleRunIndicator *progress;
  TrestleRunIndicator *second_progress;
  GtkStack *stack;
  GtkPaned *panes;
  TrestleInputPane *input_pane;
  AdwViewStack *pages;
  TrestleHelpWindow *help;
};

/* Everything that menus, buttons and keys do. */
void trestle_window_add_actions (TrestleWindow *window);
/* Before the window lets go of the workbench. */
void trestle_window_remove_actions (TrestleWindow *window);
/* Those about the second model. */
void trestle_window_add_second_model_actions (TrestleWindow *window);
void trestle_window_enable_action (TrestleWindow *window, const char *name, gboolean is_enabled);
/* Says in the menus in which precision the model runs. */
void trestle_window_show_precision (TrestleWindow *window);
/* Says something in passing. */
void trestle_window_toast (TrestleWindow *window, const char *sentence);
/* What needs a run to be about. */
void trestle_window_enable_for_run (TrestleWindow *window, gboolean has_run);

G_END_DECLS
