/* A folder with a few files in it, for tests of what is read from folders. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @content is text; %NULL makes a folder of that name. */
typedef struct
{
  const char *name;
  const char *content;
} TemporaryFile;

/* (transfer full): the path of a new folder that holds @files, up to one without a name. */
char *temporary_folder_new (const TemporaryFile *files);

/* Removes the folder and what is in it, and frees its path. */
void temporary_folder_free (char *folder);

G_END_DECLS
