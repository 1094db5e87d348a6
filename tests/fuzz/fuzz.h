/* What libFuzzer calls, and what every target has in common: a reader gives a result or an error, never both and never neither. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* @error is taken over. Ends the program if success and error do not exclude each other, or the error says nothing. */
static inline void
fuzz_check (gboolean succeeded, GError *error)
{
  if (succeeded != (error == NULL) || (error != NULL && *error->message == '\0'))
    g_error ("%s: %s", succeeded ? "success" : "failure", error != NULL ? error->message : "no error");
  g_clear_error (&error);
}

G_END_DECLS
