/* The Architecture page: the model drawn as in the paper, with what a chosen number says of its parts. */
#pragma once

#include <adwaita.h>

#include "ui/page.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_ARCHITECTURE_PAGE (trestle_architecture_page_get_type ())
G_DECLARE_FINAL_TYPE (TrestleArchitecturePage, trestle_architecture_page, TRESTLE, ARCHITECTURE_PAGE, AdwBin)

G_END_DECLS
