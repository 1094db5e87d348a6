/* What the window's menus and keys do about the second model. */
#include "ui/model-input.h"
#include "ui/window-private.h"

/* The state of the action that chooses a model while it is none that is compared with: no path is like that. */
#define NO_MODEL "/"

static TrestleComparison *
get_comparison (TrestleWindow *window)
{
  return trestle_workbench_get_comparison (window->workbench);
}

/* Whoever chooses a second model wants to see it: on the pages that show two. */
static void
window_show_second (TrestleWindow *window)
{
  g_autofree char *page = NULL;

  g_object_get (window->workbench, "page", &page, NULL);
  if (trestle_comparison_is_active (get_comparison (window)) && g_strcmp0 (page, TRESTLE_PAGE_DIVERGENCE) != 0)
    g_object_set (window->workbench, "page", TRESTLE_PAGE_COMPARE, NULL);
}

static void
choose_model (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_comparison_open_model (get_comparison (data), g_variant_get_string (parameter, NULL));
  window_show_second (data);
}

static void
choose_baseline (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TrestleStandIn stand_in;

  if (!trestle_stand_in_parse (g_variant_get_string (parameter, NULL), &stand_in))
    return;
  trestle_comparison_open_without_bridges (get_comparison (data), stand_in);
  window_show_second (data);
}

static void
choose_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_model_input_choose_second_folder (data, TRESTLE_WINDOW (data)->workbench);
}

static void
choose_checkpoint (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_model_input_choose_second_file (data, TRESTLE_WINDOW (data)->workbench);
}

/* (transfer full): the second model's path, "" if it has none */
static char *
get_path (TrestleWindow *window)
{
  char *path;

  g_object_get (get_comparison (window), "model", &path, NULL);
  return path;
}

/* Each becomes the other. */
static void
exchange (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TrestleWindow *window = data;
  TrestleRun *run = trestle_workbench_get_run (window->workbench);
  g_autofree char *second = get_path (window);

  if (run == NULL || *second == '\0')
    return;
  trestle_comparison_open_model_later (get_comparison (window), run->model_source->path);
  trestle_workbench_open_model (window->workbench, second);
}

static void
try_again (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  trestle_comparison_try_again (get_comparison (data));
}

static void
window_set_state (TrestleWindow *window, const char *name, const char *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (window), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (state));
}

/* What the menu marks, what can be done, and what the progress is about. */
static void
on_comparison_changed (TrestleComparison *comparison, TrestleWindow *window)
{
  g_autofree char *path = get_path (window);
  g_autofree char *name = trestle_comparison_name (comparison);
  TrestleStandIn stand_in;

  g_object_get (comparison, "stand-in", &stand_in, NULL);
  window_set_state (window, "second-model", stand_in == TRESTLE_STAND_IN_NONE ? path : NO_MODEL);
  window_set_state (window, "second-baseline", trestle_stand_in_get_name (stand_in));
  trestle_window_enable_action (window, "exchange-models", *path != '\0');
  trestle_window_enable_action (window, "try-second-again", name != NULL);
  g_object_set (window->second_progress, "subject", name != NULL ? name : "Second model", NULL);
}

void
trestle_window_add_second_model_actions (TrestleWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "second-model", .activate = choose_model, .parameter_type = "s", .state = "''" },
    { .name = "second-baseline", .activate = choose_baseline, .parameter_type = "s", .state = "'none'" },
    { .name = "open-second-model", .activate = choose_folder },
    { .name = "open-second-checkpoint", .activate = choose_checkpoint },
    { .name = "exchange-models", .activate = exchange },
    { .name = "try-second-again", .activate = try_again },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_signal_connect_object (get_comparison (window), "changed", G_CALLBACK (on_comparison_changed), window, 0);
  on_comparison_changed (get_comparison (window), window);
}
