/* What the window knows of a page: that it shows the workbench. */
#include "ui/page.h"

G_DEFINE_INTERFACE (TrestlePage, trestle_page, GTK_TYPE_WIDGET)

static void
trestle_page_default_init (TrestlePageInterface *interface)
{
}

void
trestle_page_set_workbench (TrestlePage *page, TrestleWorkbench *workbench)
{
  TRESTLE_PAGE_GET_IFACE (page)->set_workbench (page, workbench);
}
