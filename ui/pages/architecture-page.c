/* The Architecture page: the model drawn as in the paper, with what a chosen number says of its parts. */
#include "ui/pages/architecture-page.h"

#include "ui/figure-source.h"
#include "ui/widgets/page-heading.h"

struct _TrestleArchitecturePage
{
  AdwBin parent_instance;

  TrestleWorkbench *workbench;
};

static void architecture_page_page_init (TrestlePageInterface *interface);
static void architecture_page_figure_source_init (TrestleFigureSourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrestleArchitecturePage,
                               trestle_architecture_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_PAGE, architecture_page_page_init)
                                   G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_FIGURE_SOURCE, architecture_page_figure_source_init))

static TrestleFigure *
page_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  return NULL;
}

static char *
page_name_file (TrestleFigureSource *source)
{
  return g_strdup ("architecture");
}

static void
architecture_page_figure_source_init (TrestleFigureSourceInterface *interface)
{
  interface->make_figure = page_make_figure;
  interface->name_file = page_name_file;
}

static void
page_set_workbench (TrestlePage *widget, TrestleWorkbench *workbench)
{
  TrestleArchitecturePage *page = TRESTLE_ARCHITECTURE_PAGE (widget);

  g_return_if_fail (page->workbench == NULL);
  page->workbench = g_object_ref (workbench);
}

static void
architecture_page_page_init (TrestlePageInterface *interface)
{
  interface->set_workbench = page_set_workbench;
}

static void
trestle_architecture_page_dispose (GObject *object)
{
  g_clear_object (&TRESTLE_ARCHITECTURE_PAGE (object)->workbench);
  G_OBJECT_CLASS (trestle_architecture_page_parent_class)->dispose (object);
}

static void
trestle_architecture_page_class_init (TrestleArchitecturePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = trestle_architecture_page_dispose;
  g_type_ensure (TRESTLE_TYPE_PAGE_HEADING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/pages/architecture-page.ui");
}

static void
trestle_architecture_page_init (TrestleArchitecturePage *page)
{
  gtk_widget_init_template (GTK_WIDGET (page));
}
