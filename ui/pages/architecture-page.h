/* The Architecture page: the model drawn as in the paper, with what a chosen number says of its parts. */
#pragma once

#include <adwaita.h>

#include "ui/page.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_ARCHITECTURE_PAGE (trestle_architecture_page_get_type ())
G_DECLARE_FINAL_TYPE (TrestleArchitecturePage, trestle_architecture_page, TRESTLE, ARCHITECTURE_PAGE, AdwBin)

/*
 * Properties: "layers-by" string, what colours the layers: "nothing" or the name of a TrestleHeadMeasure; "bridges-by" string, what the
 * bridges show: "nothing", "share", "cosine", or the stand-in whose effect it is, "zero", "mean" or "last"; names that are none of these
 * change nothing. "busy" boolean, read-only, whether something that was chosen is being measured.
 */

G_END_DECLS
