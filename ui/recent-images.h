/* The image files that were opened lately. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many are remembered. */
#define TRESTLE_MAX_RECENT_IMAGES 10

/* (transfer full): @paths with @path in front, each once, the last ones left out beyond %TRESTLE_MAX_RECENT_IMAGES */
char **trestle_recent_images_add (const char *const *paths, const char *path);

G_END_DECLS
