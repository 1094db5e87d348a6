/* What the window knows of a page: that it shows the workbench. */
#pragma once

#include "ui/workbench.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_PAGE (trestle_page_get_type ())
G_DECLARE_INTERFACE (TrestlePage, trestle_page, TRESTLE, PAGE, GtkWidget)

struct _TrestlePageInterface
{
  GTypeInterface parent;

  void (*set_workbench) (TrestlePage *page, TrestleWorkbench *workbench);
};

/* To be called once. */
void trestle_page_set_workbench (TrestlePage *page, TrestleWorkbench *workbench);

G_END_DECLS
