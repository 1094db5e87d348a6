/* A folder of images, models and inputs that the command line cannot use, each wrong in one way. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): the path of a new folder, to be freed with temporary_folder_free(). Its "good" holds inputs that are right. */
char *broken_files_new (void);

G_END_DECLS
