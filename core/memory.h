/* How much memory there still is, by the system's own account: what is asked before much of it is taken. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What ends first. */
typedef enum
{
  TRESTLE_MEMORY_MACHINE,
  TRESTLE_MEMORY_GROUP,         /* a container's or a service's share: a control group of Linux */
  TRESTLE_MEMORY_ADDRESS_SPACE, /* of this process: ulimit -v */
} TrestleMemoryLimit;

typedef struct
{
  guint64 available; /* bytes */
  TrestleMemoryLimit limit;
} TrestleMemory;

/**
 * trestle_memory_measure:
 * @root: the folder that has "proc" and "sys" in it; "/" but in tests
 * @memory: (out): the least that any limit leaves
 *
 * Reads proc/meminfo; the memory controller of the control groups that this process is in, of version 2 or 1, those around them included;
 * and proc/self/limits. What the system can take back without asking anybody, such as pages of files, counts as available, and so does free
 * swap: who has less than that is certain to be stopped by the kernel, who has more may only be slow.
 *
 * Returns: %FALSE if nothing of that can be read, as on another system than Linux; then nobody knows
 */
gboolean trestle_memory_measure (const char *root, TrestleMemory *memory);

/* What a person can do about a lack of it: "close other programs", for example. */
const char *trestle_memory_limit_advise (TrestleMemoryLimit limit);
/* (transfer full): "there is 1.2 GB", "the container or service has 1.2 GB left", ... */
char *trestle_memory_describe (const TrestleMemory *memory);

G_END_DECLS
