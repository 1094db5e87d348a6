/* What every widget includes, read once by the compiler: see ui/precompiled/ui.h. */
#include <gtk/gtk.h>
