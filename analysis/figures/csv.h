/* Comma-separated values, RFC 4180: what every figure's table is written with. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fields of one line, which has at least one; "" is an empty one. */
void trestle_csv_add_text (GString *csv, const char *text);
void trestle_csv_add_integer (GString *csv, gint64 number);
/* As many digits as give back the same float32; a decimal point whatever the locale. */
void trestle_csv_add_number (GString *csv, double number);
void trestle_csv_end_line (GString *csv);

G_END_DECLS
