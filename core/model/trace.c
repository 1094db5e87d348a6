/* What one run recorded: names, owns and saves its tensors. */
#include "core/model/trace-private.h"

#include <string.h>

#include "core/formats/safetensors.h"
#include "core/numeric/half.h"

static const struct
{
  const char *name;
  gboolean text_queries;
  gboolean text_keys;
} blocks[TRESTLE_N_BLOCKS] = {
  [TRESTLE_BLOCK_TEXT] = { "text", TRUE, TRUE },
  [TRESTLE_BLOCK_VISION] = { "vision", FALSE, FALSE },
  [TRESTLE_BLOCK_CROSS_TEXT_SELF] = { "cross_text_self", TRUE, TRUE },
  [TRESTLE_BLOCK_CROSS_TEXT_CROSS] = { "cross_text_cross", TRUE, FALSE },
  [TRESTLE_BLOCK_CROSS_IMAGE_SELF] = { "cross_image_self", FALSE, FALSE },
  [TRESTLE_BLOCK_CROSS_IMAGE_CROSS] = { "cross_image_cross", FALSE, TRUE },
};

const char *
trestle_block_get_name (TrestleBlock block)
{
  return blocks[block].name;
}

gboolean
trestle_block_queries_are_text (TrestleBlock block)
{
  return blocks[block].text_queries;
}

gboolean
trestle_block_keys_are_text (TrestleBlock block)
{
  return blocks[block].text_keys;
}

gboolean
trestle_block_parse (const char *name, TrestleBlock *block, guint *layer)
{
  const char *point = strrchr (name, '.');
  guint64 number;

  if (point == NULL || !g_ascii_string_to_unsigned (point + 1, 10, 0, G_MAXUINT, &number, NULL))
    return FALSE;
  for (guint i = 0; i < TRESTLE_N_BLOCKS; i++)
    if (strlen (blocks[i].name) == (gsize) (point - name) && strncmp (blocks[i].name, name, point - name) == 0)
      {
        *block = i;
        *layer = (guint) number;
        return TRUE;
      }
  return FALSE;
}

/* A tensor, of which @tensor has no data yet if it was recorded as @half and nobody has asked for it. */
typedef struct
{
  TrestleTensor tensor;
  guint n_dimensions;
  guint16 *half;
} Entry;

struct _TrestleTrace
{
  gatomicrefcount references;
  guint n_tokens;
  gboolean *keep; /* [n_tokens] */
  guint grid_rows;
  guint grid_columns;
  TrestleArena *memory;
  GHashTable *entries; /* name -> Entry */
  GPtrArray *names;
  GPtrArray *included; /* TrestleTrace */
  GMutex widening;     /* held while a float16 tensor is widened */
};

/* What was widened has memory of its own, unlike what lies in the trace's. */
static void
entry_free (gpointer data)
{
  Entry *entry = data;

  if (entry->half != NULL)
    trestle_tensor_clear (&entry->tensor);
  g_free (entry->half);
  g_free (entry);
}

static void
set_tokens (TrestleTrace *trace, guint n_tokens, const gboolean *keep)
{
  g_free (trace->keep);
  trace->n_tokens = n_tokens;
  trace->keep = g_new (gboolean, n_tokens);
  for (guint i = 0; i < n_tokens; i++)
    trace->keep[i] = keep == NULL || keep[i];
}

TrestleTrace *
trestle_trace_new (guint n_tokens, const gboolean *keep, guint grid_rows, guint grid_columns)
{
  TrestleTrace *trace = g_new0 (TrestleTrace, 1);

  g_atomic_ref_count_init (&trace->references);
  set_tokens (trace, n_tokens, keep);
  trace->grid_rows = grid_rows;
  trace->grid_columns = grid_columns;
  trace->memory = trestle_arena_new ();
  trace->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  g_mutex_init (&trace->widening);
  trace->names = g_ptr_array_new ();
  trace->included = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_trace_unref);
  return trace;
}

gboolean
trestle_trace_is_own (TrestleTrace *trace)
{
  return g_atomic_ref_count_compare (&trace->references, 1);
}

void
trestle_trace_reset (TrestleTrace *trace, guint n_tokens, const gboolean *keep)
{
  g_return_if_fail (trestle_trace_is_own (trace));
  set_tokens (trace, n_tokens, keep);
  g_ptr_array_set_size (trace->names, 0);
  g_hash_table_remove_all (trace->entries);
  g_ptr_array_set_size (trace->included, 0);
  trestle_arena_release (trace->memory, 0);
}

void
trestle_trace_reserve (TrestleTrace *trace, gsize size)
{
  trestle_arena_reserve (trace->memory, size);
}

gsize
trestle_trace_get_room (const TrestleTrace *trace)
{
  return trestle_arena_get_size (trace->memory);
}

TrestleTrace *
trestle_trace_ref (TrestleTrace *trace)
{
  g_atomic_ref_count_inc (&trace->references);
  return trace;
}

void
trestle_trace_unref (TrestleTrace *trace)
{
  if (!g_atomic_ref_count_dec (&trace->references))
    return;
  g_free (trace->keep);
  g_mutex_clear (&trace->widening);
  trestle_arena_free (trace->memory);
  g_hash_table_unref (trace->entries);
  g_ptr_array_unref (trace->names);
  g_ptr_array_unref (trace->included);
  g_free (trace);
}

static void
insert (TrestleTrace *trace, const char *name, const Entry *entry)
{
  char *key;

  g_return_if_fail (!g_hash_table_contains (trace->entries, name));
  key = g_strdup (name);
  g_hash_table_insert (trace->entries, key, g_memdup2 (entry, sizeof *entry));
  g_ptr_array_add (trace->names, key);
}

TrestleTensor
trestle_trace_add (TrestleTrace *trace, guint n_dimensions, gsize depth, gsize rows, gsize columns, const char *format, ...)
{
  Entry entry = { .tensor = trestle_arena_stack (trace->memory, depth, rows, columns), .n_dimensions = n_dimensions };
  g_autofree char *name = NULL;
  va_list arguments;

  va_start (arguments, format);
  name = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  insert (trace, name, &entry);
  return entry.tensor;
}

TrestleTensor
trestle_trace_add_attention (TrestleTrace *trace, TrestleBlock block, guint layer, gsize heads, gsize queries, gsize keys)
{
  return trestle_trace_add (trace, 3, heads, queries, keys, "attention.%s.%u", blocks[block].name, layer);
}

void
trestle_trace_add_half_attention (TrestleTrace *trace, TrestleBlock block, guint layer, const TrestleTensor *attention)
{
  g_autofree char *name = g_strdup_printf ("attention.%s.%u", blocks[block].name, layer);
  gsize count = trestle_tensor_count (attention);
  Entry entry = { .tensor = trestle_tensor_view (NULL, attention->depth, attention->rows, attention->columns), .n_dimensions = 3 };

  entry.half = g_new (guint16, count); /* [heads, queries, keys] */
  trestle_halves_from_floats (attention->data, count, entry.half);
  insert (trace, name, &entry);
}

static Entry *
find (const TrestleTrace *trace, const char *name)
{
  Entry *entry = g_hash_table_lookup (trace->entries, name);

  for (guint i = 0; entry == NULL && i < trace->included->len; i++)
    entry = find (g_ptr_array_index (trace->included, i), name);
  return entry;
}

void
trestle_trace_alias (TrestleTrace *trace, const char *name, guint n_dimensions, const char *existing)
{
  const Entry *known = find (trace, existing);
  Entry entry;

  g_return_if_fail (known != NULL);
  entry = (Entry){ .tensor = known->tensor, .n_dimensions = n_dimensions };
  insert (trace, name, &entry);
}

void
trestle_trace_include (TrestleTrace *trace, TrestleTrace *other)
{
  g_ptr_array_add (trace->included, trestle_trace_ref (other));
}

/* Nothing but the data is new: the shape is read without the lock, by who saves the trace. */
static void
widen (TrestleTrace *trace, Entry *entry)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&trace->widening);
  TrestleTensor wide;

  if (entry->tensor.data != NULL)
    return;
  wide = trestle_tensor_new (entry->tensor.depth, entry->tensor.rows, entry->tensor.columns); /* [heads, queries, keys] */
  trestle_halves_to_floats (entry->half, trestle_tensor_count (&wide), wide.data);
  entry->tensor.data = wide.data;
}

const TrestleTensor *
trestle_trace_get (const TrestleTrace *trace, const char *name)
{
  Entry *entry = g_hash_table_lookup (trace->entries, name);
  const TrestleTensor *included = NULL;

  /* What several traces include is widened by the one that has it, under its own lock. */
  for (guint i = 0; entry == NULL && included == NULL && i < trace->included->len; i++)
    included = trestle_trace_get (g_ptr_array_index (trace->included, i), name);
  if (entry == NULL)
    return included;
  if (entry->half != NULL)
    widen ((TrestleTrace *) trace, entry);
  return &entry->tensor;
}

const TrestleTensor *
trestle_trace_get_attention (const TrestleTrace *trace, TrestleBlock block, guint layer)
{
  g_autofree char *name = g_strdup_printf ("attention.%s.%u", blocks[block].name, layer);

  return trestle_trace_get (trace, name);
}

guint
trestle_trace_get_n_layers (const TrestleTrace *trace, TrestleBlock block)
{
  guint layers = 0;

  while (trestle_trace_get_attention (trace, block, layers) != NULL)
    layers++;
  return layers;
}

guint
trestle_trace_get_n_tokens (const TrestleTrace *trace)
{
  return trace->n_tokens;
}

const gboolean *
trestle_trace_get_keep (const TrestleTrace *trace)
{
  return trace->keep;
}

const gboolean *
trestle_trace_get_padding (const TrestleTrace *trace)
{
  for (guint i = 0; i < trace->n_tokens; i++)
    if (!trace->keep[i])
      return trace->keep;
  return NULL;
}

guint
trestle_trace_get_grid_rows (const TrestleTrace *trace)
{
  return trace->grid_rows;
}

guint
trestle_trace_get_grid_columns (const TrestleTrace *trace)
{
  return trace->grid_columns;
}

/* Those of @trace that are to be found through @whole: what a trace has itself hides what it includes under the same name. */
static void
append_names (const TrestleTrace *whole, const TrestleTrace *trace, GPtrArray *names)
{
  for (guint i = 0; i < trace->included->len; i++)
    append_names (whole, g_ptr_array_index (trace->included, i), names);
  for (guint i = 0; i < trace->names->len; i++)
    {
      char *name = g_ptr_array_index (trace->names, i);

      if (find (whole, name) == g_hash_table_lookup (trace->entries, name))
        g_ptr_array_add (names, name);
    }
}

GPtrArray *
trestle_trace_list (const TrestleTrace *trace)
{
  GPtrArray *names = g_ptr_array_new ();

  append_names (trace, trace, names);
  return names;
}

gboolean
trestle_trace_save (const TrestleTrace *trace, const char *path, GError **error)
{
  g_autoptr (GPtrArray) names = trestle_trace_list (trace);
  g_autofree TrestleSafetensorsEntry *entries = g_new0 (TrestleSafetensorsEntry, names->len);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const Entry *entry = find (trace, name);
      gsize shape[3] = { entry->tensor.depth, entry->tensor.rows, entry->tensor.columns };
      TrestleStoredTensor *stored = &entries[i].tensor;

      entries[i].name = name;
      stored->dtype = entry->half != NULL ? TRESTLE_DTYPE_F16 : TRESTLE_DTYPE_F32;
      stored->n_dimensions = entry->n_dimensions;
      memcpy (stored->shape, shape + 3 - entry->n_dimensions, entry->n_dimensions * sizeof *shape);
      stored->count = trestle_tensor_count (&entry->tensor);
      stored->data = entry->half != NULL ? (const guint8 *) entry->half : (const guint8 *) entry->tensor.data;
    }
  return trestle_safetensors_write (path, entries, names->len, error);
}
