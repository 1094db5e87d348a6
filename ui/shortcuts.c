/* The keys of the window's actions; shortcuts.ui lists them for people. */
#include "ui/shortcuts.h"

#include "ui/tasks.h"

/* Alt+1 and so on, in the order of the switch. */
static void
add_task_shortcuts (GtkApplication *application)
{
  guint n_tasks;
  const TrestleTaskWords *tasks = trestle_tasks_list (&n_tasks);

  for (guint i = 0; i < n_tasks; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.task::%s", tasks[i].name);
      g_autofree char *key = g_strdup_printf ("<Alt>%u", i + 1);

      gtk_application_set_accels_for_action (application, action, (const char *[]){ key, NULL });
    }
}

void
trestle_shortcuts_add (GtkApplication *application)
{
  static const char *const shortcuts[][2] = {
    { "win.open", "<Control>o" },
    { "win.samples", "<Control><Shift>o" },
    { "win.open-folder", "<Control><Shift>f" },
    { "win.previous-image", "<Alt>Left" },
    { "win.next-image", "<Alt>Right" },
    { "win.open-workspace", "<Control><Shift>w" },
    { "win.save", "<Control>s" },
    { "win.save-as", "<Control><Shift>s" },
    { "win.open-second", "<Control><Alt>o" },
    { "win.open-model", "<Control>m" },
    { "win.open-checkpoint", "<Control><Shift>m" },
    { "win.open-second-model", "<Control><Alt>m" },
    { "win.exchange-models", "<Control><Alt>x" },
    { "win.help::", "F1" },
    { "win.cancel", "<Control>period" },
    { "win.export", "<Control>e" },
    { "win.export-all", "<Control><Shift>e" },
    { "win.copy-picture", "<Control><Shift>c" },
    { "win.copy-command", "<Control><Shift>k" },
    { "win.model-details", "<Control>i" },
    { "win.focus-text", "<Control>l" },
    { "win.next-page", "<Control>Page_Down" },
    { "win.previous-page", "<Control>Page_Up" },
    { "win.block::cross_text_cross", "<Control>1" },
    { "win.block::cross_image_cross", "<Control>2" },
    { "win.block::cross_image_self", "<Control>3" },
    { "win.block::cross_text_self", "<Control>4" },
    { "win.block::vision", "<Control>5" },
    { "win.block::text", "<Control>6" },
    { "window.close", "<Control>w" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (application, shortcuts[i][0], (const char *[]){ shortcuts[i][1], NULL });
  add_task_shortcuts (application);
}
