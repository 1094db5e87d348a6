/*
 * Preloaded into a program, this makes one of its calls to the file system fail: the $FAULT_AT-th of those that open, map, sync, rename,
 * make, truncate or write something below $FAULT_FOLDER, with $FAULT_ERRNO. $FAULT_LOG is given a line if it came to that.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static atomic_int n_calls;

static void
note (const char *call)
{
  const char *log = getenv ("FAULT_LOG");
  int file = log != NULL ? NEXT (open) (log, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;

  if (file < 0)
    return;
  if (NEXT (write) (file, call, strlen (call)) > 0)
    close (file);
}

/* Whether this call is to fail. @path: (nullable) */
static int
fails (const char *call, const char *path)
{
  const char *folder = getenv ("FAULT_FOLDER");
  const char *at = getenv ("FAULT_AT");

  if (folder == NULL || at == NULL || path == NULL || strncmp (path, folder, strlen (folder)) != 0)
    return 0;
  if (atomic_fetch_add (&n_calls, 1) + 1 != atoi (at))
    return 0;
  note (call);
  errno = atoi (getenv ("FAULT_ERRNO"));
  return 1;
}

/* The same for an open file. */
static int
fails_at (const char *call, int file)
{
  char link[64], path[4096];
  ssize_t length;

  snprintf (link, sizeof link, "/proc/self/fd/%d", file);
  length = readlink (link, path, sizeof path - 1);
  if (length < 0)
    return 0;
  path[length] = '\0';
  return fails (call, path);
}

/* One function for each name that the C library opens files by. */
#define OPEN(name)                                                                                                                         \
  int name (const char *path, int flags, ...)                                                                                              \
  {                                                                                                                                        \
    va_list rest;                                                                                                                          \
    mode_t mode;                                                                                                                           \
                                                                                                                                           \
    va_start (rest, flags);                                                                                                                \
    mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (rest, mode_t) : 0;                                                               \
    va_end (rest);                                                                                                                         \
    return fails (#name, path) ? -1 : NEXT (name) (path, flags, mode);                                                                     \
  }

OPEN (open)
OPEN (open64)

ssize_t
write (int file, const void *data, size_t size)
{
  return fails_at ("write", file) ? -1 : NEXT (write) (file, data, size);
}

int
fsync (int file)
{
  return fails_at ("fsync", file) ? -1 : NEXT (fsync) (file);
}

int
fdatasync (int file)
{
  return fails_at ("fdatasync", file) ? -1 : NEXT (fdatasync) (file);
}

int
ftruncate (int file, off_t length)
{
  return fails_at ("ftruncate", file) ? -1 : NEXT (ftruncate) (file, length);
}

int
ftruncate64 (int file, off64_t length)
{
  return fails_at ("ftruncate64", file) ? -1 : NEXT (ftruncate64) (file, length);
}

int
rename (const char *from, const char *to)
{
  return fails ("rename", to) ? -1 : NEXT (rename) (from, to);
}

int
mkdir (const char *path, mode_t mode)
{
  return fails ("mkdir", path) ? -1 : NEXT (mkdir) (path, mode);
}

void *
mmap (void *address, size_t length, int protection, int flags, int file, off_t offset)
{
  return file >= 0 && fails_at ("mmap", file) ? MAP_FAILED : NEXT (mmap) (address, length, protection, flags, file, offset);
}

void *
mmap64 (void *address, size_t length, int protection, int flags, int file, off64_t offset)
{
  return file >= 0 && fails_at ("mmap64", file) ? MAP_FAILED : NEXT (mmap64) (address, length, protection, flags, file, offset);
}

FILE *
fopen (const char *path, const char *mode)
{
  return fails ("fopen", path) ? NULL : NEXT (fopen) (path, mode);
}

FILE *
fopen64 (const char *path, const char *mode)
{
  return fails ("fopen64", path) ? NULL : NEXT (fopen64) (path, mode);
}
