/* What preprocess.c shares with the reader of its settings file, preprocess-settings.c; nobody else includes this. */
#pragma once

#include "core/input/preprocess.h"

G_BEGIN_DECLS

#define TRESTLE_PREPROCESS_MAX_SIDE 4096u
/* The published size_divisor. */
#define TRESTLE_PREPROCESS_DIVISOR 32u

/* A byte as the vision tower reads it: rescaled in float64, then normalised in float32, as the published image processor does. */
float trestle_preprocess_normalise (const TrestlePreprocess *settings, guint channel, guint8 byte);

G_END_DECLS
