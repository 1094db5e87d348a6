/* The numbers behind a figure: columns with definitions, rows of cells, and the same table as CSV or as JSON. */
#pragma once

#include "analysis/figures/origin.h"

G_BEGIN_DECLS

typedef struct _TrestleTable TrestleTable;

TrestleTable *trestle_table_new (void);
void trestle_table_free (TrestleTable *table);

/* All columns come before the first cell. @definition: a sentence: what is counted from where, the unit, the formula's source. */
void trestle_table_add_column (TrestleTable *table, const char *name, const char *definition);

/* The next cell of the row; a row ends where its last column does. Any bytes; a number that is not finite is an empty cell. */
void trestle_table_add_text (TrestleTable *table, const char *text);
void trestle_table_add_integer (TrestleTable *table, gint64 number);
void trestle_table_add_number (TrestleTable *table, double number);
void trestle_table_add_nothing (TrestleTable *table);

guint trestle_table_get_n_rows (const TrestleTable *table);

/**
 * trestle_table_to_csv:
 * @origin: (nullable): how the numbers were made; with it, lines that begin with "# " come first and say so, and define the columns
 *
 * Returns: (transfer full): RFC 4180, a decimal point whatever the locale, every number with as many digits as give it back
 */
char *trestle_table_to_csv (const TrestleTable *table, const TrestleOrigin *origin);

/* (transfer full): {"about": {...}, "columns": {NAME: DEFINITION}, "rows": [{NAME: VALUE, ...}]}, with the digits of the CSV. */
char *trestle_table_to_json (const TrestleTable *table, const TrestleOrigin *origin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleTable, trestle_table_free)

G_END_DECLS
