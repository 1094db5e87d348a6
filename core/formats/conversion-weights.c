/* The weights of a conversion: which tensor goes into which file, and its numbers in the dtype that is asked for. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/formats/conversion-private.h"
#include "core/formats/safetensors.h"
#include "core/numeric/half.h"

/* Below this many numbers, waking the other threads costs more than it saves. */
#define PARALLEL_FROM 65536

/* The largest numbers of the 16-bit dtypes. */
#define LARGEST_HALF 65504.0f
#define LARGEST_BFLOAT 0x1.FEp127f

/* A file of the folder: the tensors [first, end) of all. */
typedef struct
{
  char *name;
  guint first;
  guint end;
} Shard;

static void
clear_shard (gpointer data)
{
  g_free (((Shard *) data)->name);
}

static gboolean
is_real (TrestleDtype dtype)
{
  return dtype == TRESTLE_DTYPE_F32 || dtype == TRESTLE_DTYPE_F16 || dtype == TRESTLE_DTYPE_BF16 || dtype == TRESTLE_DTYPE_F64;
}

static guint64
size_of (const TrestleStoredTensor *tensor)
{
  return (guint64) tensor->count * trestle_dtype_get_size (tensor->dtype);
}

/* (element-type TrestleSafetensorsEntry): every tensor as it will be stored, its data as they are in the checkpoint */
static GArray *
list_entries (const TrestleConversionWork *work)
{
  g_autoptr (GPtrArray) names = trestle_checkpoint_list (work->checkpoint);
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (TrestleSafetensorsEntry));

  for (guint i = 0; i < names->len; i++)
    {
      TrestleSafetensorsEntry entry = { .name = g_ptr_array_index (names, i) };

      entry.tensor = *trestle_checkpoint_get (work->checkpoint, entry.name);
      if (is_real (entry.tensor.dtype))
        entry.tensor.dtype = work->conversion->dtype;
      g_array_append_val (entries, entry);
    }
  return entries;
}

static void
name_shards (GArray *shards)
{
  for (guint i = 0; i < shards->len; i++)
    g_array_index (shards, Shard, i).name = shards->len == 1 ? g_strdup ("model.safetensors")
                                                             : g_strdup_printf ("model-%05u-of-%05u.safetensors", i + 1, shards->len);
}

/* (element-type Shard): in the order of the tensors, each as full as it may be */
static GArray *
list_shards (const GArray *entries, guint64 limit)
{
  GArray *shards = g_array_new (FALSE, TRUE, sizeof (Shard));
  Shard shard = { NULL };
  guint64 held = 0;

  g_array_set_clear_func (shards, clear_shard);
  for (guint i = 0; i < entries->len; i++)
    {
      guint64 size = size_of (&g_array_index (entries, TrestleSafetensorsEntry, i).tensor);

      if (shard.end > shard.first && size > limit - MIN (held, limit))
        {
          g_array_append_val (shards, shard);
          shard.first = i;
          held = 0;
        }
      shard.end = i + 1;
      held += size;
    }
  g_array_append_val (shards, shard);
  name_shards (shards);
  return shards;
}

static gboolean
check_range (const TrestleConversionWork *work, const char *name, const float *values, gsize count, GError **error)
{
  gboolean is_half = work->conversion->dtype == TRESTLE_DTYPE_F16;
  float largest = is_half ? LARGEST_HALF : LARGEST_BFLOAT;

  for (gsize i = 0; i < count; i++)
    if (fabsf (values[i]) > largest)
      {
        g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
                     "“%s” has a weight of %g in tensor “%s”, and %s ends at %g; convert to %s instead",
                     trestle_checkpoint_get_name (work->checkpoint), (double) values[i], name, is_half ? "float16" : "bfloat16",
                     (double) largest, is_half ? "bf16" : "f32");
        return FALSE;
      }
  return TRUE;
}

/* Rounds @count numbers to 16 bits each; @out: bytes, not necessarily aligned */
static void
round_to_16 (TrestleDtype dtype, const float *values, gsize count, guint8 *out)
{
  gboolean is_half = dtype == TRESTLE_DTYPE_F16;

#pragma omp parallel for if (count >= PARALLEL_FROM)
  for (gsize i = 0; i < count; i++)
    {
      guint16 bits = is_half ? trestle_half_from_float (values[i]) : trestle_bfloat_from_float (values[i]);

      out[2 * i] = (guint8) (bits & 0xFF);
      out[2 * i + 1] = (guint8) (bits >> 8);
    }
}

static void
store_floats (const float *values, gsize count, guint8 *out)
{
#pragma omp parallel for if (count >= PARALLEL_FROM)
  for (gsize i = 0; i < count; i++)
    {
      guint32 bits;

      memcpy (&bits, &values[i], sizeof bits);
      bits = GUINT32_TO_LE (bits);
      memcpy (out + 4 * i, &bits, sizeof bits);
    }
}

/* @piece: of a tensor, as the checkpoint has it */
static gboolean
convert (const TrestleConversionWork *work, const char *name, const TrestleStoredTensor *piece, guint8 *out, GError **error)
{
  TrestleDtype dtype = work->conversion->dtype;
  g_autofree float *values = g_new (float, piece->count);

  trestle_stored_tensor_to_float (piece, values);
  if (dtype == TRESTLE_DTYPE_F32)
    store_floats (values, piece->count, out);
  else if (check_range (work, name, values, piece->count, error))
    round_to_16 (dtype, values, piece->count, out);
  else
    return FALSE;
  return TRUE;
}

/* A #TrestleSafetensorsFill: the elements from @first on, as they are or converted. */
static gboolean
fill (const TrestleSafetensorsEntry *entry, gsize first, gsize count, guint8 *out, gpointer data, GError **error)
{
  TrestleConversionWork *work = data;
  const TrestleStoredTensor *stored = trestle_checkpoint_get (work->checkpoint, entry->name);
  TrestleStoredTensor piece = { .dtype = stored->dtype, .n_dimensions = 1, .shape = { count }, .count = count };

  if (!trestle_conversion_step (work, "weights", error))
    return FALSE;
  piece.data = stored->data + first * trestle_dtype_get_size (stored->dtype);
  if (stored->dtype == entry->tensor.dtype)
    memcpy (out, piece.data, count * trestle_dtype_get_size (stored->dtype));
  else if (!convert (work, entry->name, &piece, out, error))
    return FALSE;
  work->done += (guint64) count * trestle_dtype_get_size (entry->tensor.dtype);
  return TRUE;
}

static gboolean
write_shard (TrestleConversionWork *work, const Shard *shard, const GArray *entries, GError **error)
{
  g_autofree char *path = g_build_filename (work->folder, shard->name, NULL);

  return trestle_safetensors_write_with (path, &g_array_index (entries, TrestleSafetensorsEntry, shard->first), shard->end - shard->first,
                                         fill, work, error);
}

/* model.safetensors.index.json: which tensor is in which file. */
static gboolean
write_index (const TrestleConversionWork *work, const GArray *shards, const GArray *entries, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (json_builder_set_member_name (builder, "metadata"));
  json_builder_add_int_value (json_builder_set_member_name (builder, "total_size"), (gint64) work->conversion->size);
  json_builder_end_object (builder);
  json_builder_begin_object (json_builder_set_member_name (builder, "weight_map"));
  for (guint i = 0; i < shards->len; i++)
    for (guint k = g_array_index (shards, Shard, i).first; k < g_array_index (shards, Shard, i).end; k++)
      {
        json_builder_set_member_name (builder, g_array_index (entries, TrestleSafetensorsEntry, k).name);
        json_builder_add_string_value (builder, g_array_index (shards, Shard, i).name);
      }
  json_builder_end_object (builder);
  root = json_builder_get_root (json_builder_end_object (builder));
  return trestle_conversion_write_json (work, "model.safetensors.index.json", root, error);
}

gboolean
trestle_conversion_write_weights (TrestleConversionWork *work, GError **error)
{
  TrestleConversion *conversion = work->conversion;
  g_autoptr (GArray) entries = list_entries (work);
  g_autoptr (GArray) shards = list_shards (entries, conversion->shard_size > 0 ? conversion->shard_size : TRESTLE_SHARD_SIZE);

  conversion->n_tensors = entries->len;
  conversion->n_files = shards->len;
  conversion->size = 0;
  for (guint i = 0; i < entries->len; i++)
    conversion->size += size_of (&g_array_index (entries, TrestleSafetensorsEntry, i).tensor);
  for (guint i = 0; i < shards->len; i++)
    if (!write_shard (work, &g_array_index (shards, Shard, i), entries, error))
      return FALSE;
  return shards->len == 1 || write_index (work, shards, entries, error);
}
