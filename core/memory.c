/* How much memory there still is, by the system's own account: what is asked before much of it is taken. */
#include "core/memory.h"

#include <string.h>
#include <unistd.h>

#define KILOBYTE 1024u

/* What a process takes of its address space beside what we ask for: stacks of threads, and the heaps that malloc opens for them. */
#define ADDRESS_SPACE_FOR_OTHERS ((guint64) 128 << 20)

/* A control group of version 1 without a limit has one of nearly 2^63 bytes. */
#define NO_LIMIT ((guint64) 1 << 60)

/* (transfer full) (nullable): what is in a file, "" if it is empty */
static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

/* A file of one number: FALSE if there is none, as where it says "max". */
static gboolean
read_number (const char *folder, const char *name, guint64 *number)
{
  g_autofree char *text = read_file (folder, name);

  return text != NULL && g_ascii_string_to_unsigned (g_strstrip (text), 10, 0, G_MAXUINT64, number, NULL);
}

/* The number behind @key at the beginning of a line: "MemAvailable:   123 kB", "inactive_file 123". */
static gboolean
find_number (const char *text, const char *key, guint64 *number)
{
  for (const char *line = text; line != NULL; line = strchr (line, '\n'))
    {
      char *end;

      line += *line == '\n';
      if (!g_str_has_prefix (line, key) || !g_ascii_isspace (line[strlen (key)]))
        continue;
      *number = g_ascii_strtoull (line + strlen (key), &end, 10);
      return end > line + strlen (key);
    }
  return FALSE;
}

/* 0 if it is not there. */
static guint64
find_or_nothing (const char *text, const char *key)
{
  guint64 number = 0;

  return text != NULL && find_number (text, key, &number) ? number : 0;
}

static guint64
subtract (guint64 from, guint64 what)
{
  return from > what ? from - what : 0;
}

/* A limit counts if it leaves less than those before it. */
static void
add_limit (TrestleMemory *memory, gboolean *is_known, TrestleMemoryLimit limit, guint64 available)
{
  if (*is_known && available >= memory->available)
    return;
  *memory = (TrestleMemory){ available, limit };
  *is_known = TRUE;
}

static void
add_machine (TrestleMemory *memory, gboolean *is_known, const char *root, guint64 *free_swap)
{
  g_autofree char *text = read_file (root, "proc/meminfo");
  guint64 available;

  *free_swap = find_or_nothing (text, "SwapFree:") * KILOBYTE;
  if (text != NULL && find_number (text, "MemAvailable:", &available))
    add_limit (memory, is_known, TRESTLE_MEMORY_MACHINE, available * KILOBYTE + *free_swap);
}

/* How the files of a control group's memory are called. */
typedef struct
{
  const char *limit;
  const char *used;
  const char *inactive; /* keys of memory.stat: pages of files, of this group and those in it */
  const char *active;
} GroupFiles;

static const GroupFiles unified = { "memory.max", "memory.current", "inactive_file", "active_file" };
static const GroupFiles separate = { "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file", "total_active_file" };

/* What a group may still swap out; version 1 is taken to have no swap, its account of it being one with memory. */
static guint64
measure_group_swap (const char *folder, guint64 free_swap)
{
  guint64 most, used;

  if (!read_number (folder, "memory.swap.current", &used))
    return 0;
  return read_number (folder, "memory.swap.max", &most) ? MIN (free_swap, subtract (most, used)) : free_swap;
}

/*
 * A group is charged for the pages of the files that it reads, the mapped weights of a model for one. Those go as soon as somebody needs
 * memory, so that the limit less what is used would be far too little.
 */
static void
add_group (TrestleMemory *memory, gboolean *is_known, const char *folder, const GroupFiles *files, guint64 free_swap)
{
  g_autofree char *statistics = read_file (folder, "memory.stat");
  guint64 limit, used, pages;

  if (!read_number (folder, files->limit, &limit) || limit >= NO_LIMIT || !read_number (folder, files->used, &used))
    return;
  pages = find_or_nothing (statistics, files->inactive) + find_or_nothing (statistics, files->active);
  add_limit (memory, is_known, TRESTLE_MEMORY_GROUP, subtract (limit, subtract (used, pages)) + measure_group_swap (folder, free_swap));
}

/* A group and all that it is in. In a container the path may be the host's: then only the last of these is there. */
static void
add_groups (TrestleMemory *memory, gboolean *is_known, const char *mount, const char *path, const GroupFiles *files, guint64 free_swap)
{
  g_autofree char *inner = g_strdup (path);
  char *slash;

  while ((slash = strrchr (inner, '/')) != NULL && !g_str_equal (inner, "/"))
    {
      g_autofree char *folder = g_build_filename (mount, inner, NULL);

      add_group (memory, is_known, folder, files, free_swap);
      *slash = '\0';
    }
  add_group (memory, is_known, mount, files, free_swap);
}

/* Whether "name=systemd" or "cpu,memory" has the memory controller. */
static gboolean
has_memory (const char *controllers)
{
  g_auto (GStrv) names = g_strsplit (controllers, ",", -1);

  return g_strv_contains ((const char *const *) names, "memory");
}

/* Lines of "HIERARCHY:CONTROLLERS:PATH"; the hierarchy of version 2 names no controllers. */
static void
add_all_groups (TrestleMemory *memory, gboolean *is_known, const char *root, guint64 free_swap)
{
  g_autofree char *text = read_file (root, "proc/self/cgroup");
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  g_autofree char *mount = g_build_filename (root, "sys/fs/cgroup", NULL);
  g_autofree char *memory_mount = g_build_filename (mount, "memory", NULL);

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, ":", 3);

      if (g_strv_length (fields) < 3)
        continue;
      if (*fields[1] == '\0')
        add_groups (memory, is_known, mount, fields[2], &unified, free_swap);
      else if (has_memory (fields[1]))
        add_groups (memory, is_known, memory_mount, fields[2], &separate, free_swap);
    }
}

/* A mapping that is too large fails, whatever the machine has: proc/self/statm begins with the pages of all there are. */
static void
add_address_space (TrestleMemory *memory, gboolean *is_known, const char *root)
{
  g_autofree char *limits = read_file (root, "proc/self/limits");
  g_autofree char *pages = read_file (root, "proc/self/statm");
  guint64 limit, used;

  if (limits == NULL || pages == NULL || !find_number (limits, "Max address space", &limit))
    return;
  used = g_ascii_strtoull (pages, NULL, 10) * (guint64) sysconf (_SC_PAGESIZE);
  add_limit (memory, is_known, TRESTLE_MEMORY_ADDRESS_SPACE, subtract (limit, used + ADDRESS_SPACE_FOR_OTHERS));
}

gboolean
trestle_memory_measure (const char *root, TrestleMemory *memory)
{
  gboolean is_known = FALSE;
  guint64 free_swap;

  add_machine (memory, &is_known, root, &free_swap);
  add_all_groups (memory, &is_known, root, free_swap);
  add_address_space (memory, &is_known, root);
  return is_known;
}

const char *
trestle_memory_limit_advise (TrestleMemoryLimit limit)
{
  static const char *const advice[] = {
    [TRESTLE_MEMORY_MACHINE] = "close other programs",
    [TRESTLE_MEMORY_GROUP] = "give the container or service that it runs in more memory",
    [TRESTLE_MEMORY_ADDRESS_SPACE] = "raise the limit of its address space (ulimit -v)",
  };

  return advice[limit];
}

char *
trestle_memory_describe (const TrestleMemory *memory)
{
  g_autofree char *size = g_format_size (memory->available);

  switch (memory->limit)
    {
    case TRESTLE_MEMORY_GROUP:
      return g_strdup_printf ("the container or service has %s left", size);
    case TRESTLE_MEMORY_ADDRESS_SPACE:
      return g_strdup_printf ("the limit of address space leaves %s", size);
    default:
      return g_strdup_printf ("there is %s", size);
    }
}
