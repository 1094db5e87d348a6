/* What the reader and the writer of workspace files agree on. */
#pragma once

#include "ui/workspace.h"

G_BEGIN_DECLS

/* What the file says that it is; its MIME type is found by it. */
#define TRESTLE_WORKSPACE_FORMAT "trestle-workspace"

/* The most images, pins and bridges, and bytes in a text. */
#define TRESTLE_WORKSPACE_MAX_IMAGES 4096u
#define TRESTLE_WORKSPACE_MAX_PINS 1024u
#define TRESTLE_WORKSPACE_MAX_BRIDGES 256u
#define TRESTLE_WORKSPACE_MAX_TEXT (1u << 20)

/* The highest number of a layer, head, word, patch or caption; a run has far fewer, and takes what it has. */
#define TRESTLE_WORKSPACE_MAX_INDEX 1000000u
/* Negative heads stand for all heads of a layer: see TRESTLE_HEAD_MEAN. A run that does not know one shows their mean. */
#define TRESTLE_WORKSPACE_LEAST_HEAD -16

G_END_DECLS
