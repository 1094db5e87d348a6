/* A real window for tests: opening it, waiting for what it does, finding what it shows, and models for it to open. */
#pragma once

#include <adwaita.h>

#include "ui/window.h"

G_BEGIN_DECLS

/**
 * WindowFixture:
 * @message: (nullable): what the window said last
 */
typedef struct
{
  TrestleWindow *window;
  TrestleWorkbench *workbench;
  char *message;
} WindowFixture;

/* A test with a window that is open on the demo. */
#define WINDOW_TEST(path, function) g_test_add (path, WindowFixture, NULL, window_set_up, function, window_tear_down)

void window_set_up (WindowFixture *fixture, gconstpointer data);
void window_tear_down (WindowFixture *fixture, gconstpointer data);
/* Opens a window with trestle_workbench_start() and waits for its first answer. */
void window_open (WindowFixture *fixture, GFile *image, const char *model);

typedef gboolean (*WindowCondition) (WindowFixture *fixture);

void window_wait_until (WindowFixture *fixture, WindowCondition condition);
gboolean window_has_run (WindowFixture *fixture);
gboolean window_has_message (WindowFixture *fixture);
gboolean window_is_idle (WindowFixture *fixture);
/* Whether the run is about the text and the task of now. */
gboolean window_has_caught_up (WindowFixture *fixture);

/*
 * Locks @mutex, and until that is unlocked nothing comes of what the window has done in threads. Threads look at @mutex even after that: it
 * must be static.
 */
void window_occupy_threads (GMutex *mutex);

/* (transfer none) (nullable): the first widget of the type below @widget, itself included, in the order of the tree. */
GtkWidget *window_find_widget (GtkWidget *widget, GType type);
/* (transfer none): in the whole window; it must be there. */
gpointer window_find (WindowFixture *fixture, GType type);
/* Whether a label below @widget, one that can be seen, has @text in it. */
gboolean window_shows_text (GtkWidget *widget, const char *text);
/* Whether there is a toggle button of that title, and it can be seen. */
gboolean window_offers (GtkWidget *widget, const char *title);

/* (transfer full): where the demo model of that name is. */
char *window_demo_path (const char *name);
/* Opens a model, which must work, and waits for its answer. */
void window_open_model (WindowFixture *fixture, const char *path);
/* (transfer full): a folder with a model of the demo's sizes and words, synthetic weights and @heads, such as "itm,itc". */
char *window_write_model (const char *heads);

/* Runs what @add_tests adds in an application of its own; skips all where there is no display. */
int window_run_tests (int argc, char **argv, void (*add_tests) (void));

/* (nullable): the button of that label, with its underscore, in @widget or what is in it */
GtkWidget *window_find_button (GtkWidget *widget, const char *label);

G_END_DECLS
