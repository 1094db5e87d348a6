/* Pairs that are done are kept as ranges: a list of millions is one range, or one for each part of it. */
#include "analysis/measures/pair-log.h"

#include "core/error.h"
#include "core/formats/json-settings.h"

#define MAX_RANGES 100000u
#define MAX_REASON 500 /* characters */

static const TrestlePairRange *
get_range (const GArray *ranges, guint i)
{
  return &g_array_index (ranges, TrestlePairRange, i);
}

static void
clear_failure (gpointer data)
{
  TrestlePairFailure *failure = data;

  g_free (failure->reason);
}

static GArray *
new_ranges (void)
{
  return g_array_new (FALSE, FALSE, sizeof (TrestlePairRange));
}

TrestlePairLog *
trestle_pair_log_new (void)
{
  TrestlePairLog *log = g_new0 (TrestlePairLog, 1);

  log->ranges = new_ranges ();
  log->failures = g_array_new (FALSE, FALSE, sizeof (TrestlePairFailure));
  g_array_set_clear_func (log->failures, clear_failure);
  return log;
}

void
trestle_pair_log_free (TrestlePairLog *log)
{
  g_array_unref (log->ranges);
  g_array_unref (log->failures);
  g_free (log);
}

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  const TrestlePairRange *first = a, *second = b;

  return (first->begin > second->begin) - (first->begin < second->begin);
}

/* Puts ranges in order and joins those that touch. */
static void
tidy (GArray *ranges)
{
  guint n_kept = 0;

  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      TrestlePairRange range = *get_range (ranges, i);

      if (n_kept > 0 && get_range (ranges, n_kept - 1)->end == range.begin)
        g_array_index (ranges, TrestlePairRange, n_kept - 1).end = range.end;
      else
        g_array_index (ranges, TrestlePairRange, n_kept++) = range;
    }
  g_array_set_size (ranges, n_kept);
}

void
trestle_pair_log_add (TrestlePairLog *log, guint64 index)
{
  TrestlePairRange range = { index, index + 1 };

  /* Joined by moving its end, in the usual case, as the pairs of a list come in order. */
  g_array_append_val (log->ranges, range);
  if (log->ranges->len >= 2 && get_range (log->ranges, log->ranges->len - 2)->end == index)
    {
      g_array_set_size (log->ranges, log->ranges->len - 1);
      g_array_index (log->ranges, TrestlePairRange, log->ranges->len - 1).end++;
    }
  else
    tidy (log->ranges);
}

static int
compare_failures (gconstpointer a, gconstpointer b)
{
  const TrestlePairFailure *first = a, *second = b;

  return (first->index > second->index) - (first->index < second->index);
}

static char *
shorten (const char *reason)
{
  g_autofree char *valid = g_utf8_make_valid (reason, -1);

  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_REASON));
}

/* Remembers a failure, if it is among the first. */
static void
remember (TrestlePairLog *log, guint64 index, guint64 line, const char *reason)
{
  TrestlePairFailure failure = { index, line, NULL };

  if (log->failures->len == TRESTLE_MAX_FAILURES
      && index > g_array_index (log->failures, TrestlePairFailure, TRESTLE_MAX_FAILURES - 1).index)
    return;
  failure.reason = shorten (reason);
  g_array_append_val (log->failures, failure);
  g_array_sort (log->failures, compare_failures);
  if (log->failures->len > TRESTLE_MAX_FAILURES)
    g_array_set_size (log->failures, TRESTLE_MAX_FAILURES);
}

void
trestle_pair_log_add_failure (TrestlePairLog *log, guint64 index, guint64 line, const char *reason)
{
  trestle_pair_log_add (log, index);
  log->n_failed++;
  remember (log, index, line, reason);
}

guint64
trestle_pair_ranges_count (const GArray *ranges)
{
  guint64 count = 0;

  for (guint i = 0; i < ranges->len; i++)
    count += get_range (ranges, i)->end - get_range (ranges, i)->begin;
  return count;
}

guint64
trestle_pair_log_count (const TrestlePairLog *log)
{
  return trestle_pair_ranges_count (log->ranges);
}

static void
append_range (GArray *ranges, guint64 begin, guint64 end)
{
  TrestlePairRange range = { begin, end };

  if (begin < end)
    g_array_append_val (ranges, range);
}

GArray *
trestle_pair_ranges_slice (const GArray *ranges, guint64 begin, guint64 end)
{
  GArray *slice = new_ranges ();
  guint64 before = 0; /* pairs of the ranges that were looked at */

  for (guint i = 0; i < ranges->len; i++)
    {
      TrestlePairRange range = *get_range (ranges, i);
      guint64 size = range.end - range.begin;

      append_range (slice, range.begin + CLAMP (begin, before, before + size) - before,
                    range.begin + CLAMP (end, before, before + size) - before);
      before += size;
    }
  return slice;
}

GArray *
trestle_pair_log_find_missing (const TrestlePairLog *log, TrestlePairRange range)
{
  GArray *missing = new_ranges ();
  guint64 begin = range.begin; /* of what is not known to be done */

  for (guint i = 0; i < log->ranges->len; i++)
    {
      const TrestlePairRange *done = get_range (log->ranges, i);

      append_range (missing, begin, MIN (done->begin, range.end));
      begin = MAX (begin, done->end);
    }
  append_range (missing, begin, range.end);
  return missing;
}

gboolean
trestle_pair_log_find_overlap (const TrestlePairLog *log, const TrestlePairLog *other, TrestlePairRange *overlap)
{
  for (guint i = 0, j = 0; i < log->ranges->len && j < other->ranges->len;)
    {
      const TrestlePairRange *a = get_range (log->ranges, i), *b = get_range (other->ranges, j);

      *overlap = (TrestlePairRange){ MAX (a->begin, b->begin), MIN (a->end, b->end) };
      if (overlap->begin < overlap->end)
        return TRUE;
      if (a->end <= b->end)
        i++;
      else
        j++;
    }
  return FALSE;
}

void
trestle_pair_log_merge (TrestlePairLog *log, const TrestlePairLog *other)
{
  g_array_append_vals (log->ranges, other->ranges->data, other->ranges->len);
  tidy (log->ranges);
  log->n_failed += other->n_failed;
  for (guint i = 0; i < other->failures->len; i++)
    {
      const TrestlePairFailure *failure = &g_array_index (other->failures, TrestlePairFailure, i);

      remember (log, failure->index, failure->line, failure->reason);
    }
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_add_int_value (json_builder_set_member_name (builder, name), (gint64) count);
}

static void
add_ranges (const TrestlePairLog *log, JsonBuilder *builder)
{
  json_builder_begin_array (json_builder_set_member_name (builder, "ranges"));
  for (guint i = 0; i < log->ranges->len; i++)
    {
      json_builder_begin_array (builder);
      json_builder_add_int_value (builder, (gint64) get_range (log->ranges, i)->begin);
      json_builder_add_int_value (builder, (gint64) get_range (log->ranges, i)->end);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static void
add_failures (const TrestlePairLog *log, JsonBuilder *builder)
{
  json_builder_begin_array (json_builder_set_member_name (builder, "failures"));
  for (guint i = 0; i < log->failures->len; i++)
    {
      const TrestlePairFailure *failure = &g_array_index (log->failures, TrestlePairFailure, i);

      json_builder_begin_object (builder);
      add_count (builder, "pair", failure->index);
      add_count (builder, "line", failure->line);
      json_builder_add_string_value (json_builder_set_member_name (builder, "reason"), failure->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
trestle_pair_log_to_json (const TrestlePairLog *log, JsonBuilder *builder)
{
  add_ranges (log, builder);
  add_count (builder, "failed", log->n_failed);
  add_failures (log, builder);
}

static gboolean
read_range (JsonNode *node, guint64 n_pairs, TrestlePairRange *range)
{
  JsonArray *bounds = trestle_json_array (node);

  return bounds != NULL && json_array_get_length (bounds) == 2
         && trestle_json_get_count (json_array_get_element (bounds, 0), n_pairs, &range->begin)
         && trestle_json_get_count (json_array_get_element (bounds, 1), n_pairs, &range->end) && range->begin < range->end;
}

static gboolean
read_ranges (TrestlePairLog *log, JsonObject *object, guint64 n_pairs, const char *name, GError **error)
{
  JsonArray *list = trestle_json_array (trestle_json_find (object, "ranges"));
  guint n_ranges = list != NULL ? json_array_get_length (list) : G_MAXUINT;
  guint64 end = 0;

  if (n_ranges > MAX_RANGES)
    return trestle_json_set_error (name, "ranges", "a list of at most 100000 ranges of pairs", error);
  for (guint i = 0; i < n_ranges; i++)
    {
      TrestlePairRange range;

      if (!read_range (json_array_get_element (list, i), n_pairs, &range) || range.begin < end)
        return trestle_json_set_error (name, "ranges", "a list of ranges [begin, end] of the list's pairs, in order", error);
      g_array_append_val (log->ranges, range);
      end = range.end;
    }
  tidy (log->ranges);
  return TRUE;
}

static gboolean
read_failure (JsonNode *node, guint64 n_pairs, TrestlePairFailure *failure)
{
  JsonObject *object = trestle_json_object (node);
  const char *reason = object != NULL ? trestle_json_string (trestle_json_find (object, "reason")) : NULL;

  if (reason == NULL || !trestle_json_get_count (trestle_json_find (object, "pair"), n_pairs - 1, &failure->index)
      || !trestle_json_get_count (trestle_json_find (object, "line"), G_MAXINT64, &failure->line))
    return FALSE;
  failure->reason = shorten (reason);
  return TRUE;
}

/* As many as a log would have remembered of those that failed. */
static gboolean
read_failures (TrestlePairLog *log, JsonObject *object, guint64 n_pairs, const char *name, GError **error)
{
  JsonArray *list = trestle_json_array (trestle_json_find (object, "failures"));

  if (list == NULL || json_array_get_length (list) != MIN (log->n_failed, TRESTLE_MAX_FAILURES))
    return trestle_json_set_error (name, "failures", "a list of those that “failed” counts, at most 100", error);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      TrestlePairFailure failure;

      if (!read_failure (json_array_get_element (list, i), n_pairs, &failure))
        return trestle_json_set_error (name, "failures", "a list of objects with “pair”, “line” and “reason”", error);
      g_array_append_val (log->failures, failure);
    }
  g_array_sort (log->failures, compare_failures);
  return TRUE;
}

TrestlePairLog *
trestle_pair_log_from_json (JsonObject *object, guint64 n_pairs, const char *name, GError **error)
{
  g_autoptr (TrestlePairLog) log = trestle_pair_log_new ();

  if (!read_ranges (log, object, n_pairs, name, error))
    return NULL;
  if (!trestle_json_get_count (trestle_json_find (object, "failed"), trestle_pair_log_count (log), &log->n_failed))
    {
      trestle_json_set_error (name, "failed", "a number of pairs, at most as many as are done", error);
      return NULL;
    }
  return read_failures (log, object, n_pairs, name, error) ? g_steal_pointer (&log) : NULL;
}
