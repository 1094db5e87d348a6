/* The one error domain of the engine. */
#include "core/error.h"

G_DEFINE_QUARK (trestle - error - quark, trestle_error)
