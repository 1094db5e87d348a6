/* Sums over many pairs, exact enough that the order of adding, and in how many parts it was done, cannot be seen in the result. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TrestleTally:
 * @n_values: numbers in each profile that is added
 * @counts: `[n_values]`: how many profiles had that number; NAN does not count, nor what is so large that its square is infinite
 * @sums: `[n_values, 2]`: sums as pairs of doubles, high and low (Knuth's two-sum; some 106 bits)
 * @squares: `[n_values, 2]`: likewise, of squares
 */
typedef struct
{
  gsize n_values;
  guint64 *counts;
  double *sums;
  double *squares;
} TrestleTally;

TrestleTally *trestle_tally_new (gsize n_values);
void trestle_tally_free (TrestleTally *tally);

void trestle_tally_add (TrestleTally *tally, const double *values);
/* Adds what @other has summed; both have the same @n_values. */
void trestle_tally_merge (TrestleTally *tally, const TrestleTally *other);

/* NAN if nothing was counted. */
double trestle_tally_get_mean (const TrestleTally *tally, gsize index);
/* The standard deviation of the sample, with n - 1; NAN for fewer than two. */
double trestle_tally_get_deviation (const TrestleTally *tally, gsize index);
/* Half the width of the 95 % interval of the mean, by Student's t with n - 1 degrees of freedom; NAN for fewer than two. */
double trestle_tally_get_interval (const TrestleTally *tally, gsize index);

/* A member "tally" of the object that is open, every number with all its digits; and back. Errors: %TRESTLE_ERROR_INVALID naming @name. */
void trestle_tally_to_json (const TrestleTally *tally, JsonBuilder *builder);
TrestleTally *trestle_tally_from_json (JsonObject *object, gsize n_values, const char *name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleTally, trestle_tally_free)

G_END_DECLS
