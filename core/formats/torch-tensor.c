/* A pickled tensor: its storage, offset, size and strides, none of which is taken on trust. */
#include "core/formats/torch-tensor.h"

#include <string.h>

#include "core/error.h"
#include "core/text-hash.h"

/* A parameter around a tensor of a class of its own: nobody wraps deeper. */
#define MAX_WRAPPINGS 4

/*
 * Strides of zero let a small storage stand for a tensor of any size, and any number of tensors can share one. So every number of a storage
 * may be copied once, and be in four tensors; what is left over is for the small ones of tests.
 */
#define LEAST_ROOM ((gsize) 1 << 20)
#define MOST_SHARES 4u

static const struct
{
  const char *storage;
  const char *dtype;
  TrestleDtype stored_as;
} types[] = {
  { "FloatStorage", "float32", TRESTLE_DTYPE_F32 },      { "HalfStorage", "float16", TRESTLE_DTYPE_F16 },
  { "BFloat16Storage", "bfloat16", TRESTLE_DTYPE_BF16 }, { "DoubleStorage", "float64", TRESTLE_DTYPE_F64 },
  { "LongStorage", "int64", TRESTLE_DTYPE_I64 },         { "IntStorage", "int32", TRESTLE_DTYPE_I32 },
  { "ShortStorage", "int16", TRESTLE_DTYPE_I16 },        { "CharStorage", "int8", TRESTLE_DTYPE_I8 },
  { "ByteStorage", "uint8", TRESTLE_DTYPE_U8 },          { "BoolStorage", "bool", TRESTLE_DTYPE_BOOL },
};

/**
 * View:
 * @content: of the storage
 * @length: of the storage, in elements
 * @tensor: what is being made of it
 */
typedef struct
{
  TrestleTorchStorages *storages;
  const char *tensor_name;
  GBytes *content;
  gsize length;
  gsize offset;
  gsize strides[TRESTLE_MAX_DIMENSIONS];
  TrestleStoredTensor *tensor;
} View;

void
trestle_torch_storages_init (TrestleTorchStorages *storages, TrestleZip *zip, const char *root, const char *name)
{
  storages->zip = zip;
  storages->root = g_strdup (root);
  storages->name = name;
  storages->members = g_hash_table_new_full (trestle_text_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  storages->copies = g_ptr_array_new_with_free_func (g_free);
  storages->room = storages->copy_room = LEAST_ROOM;
}

void
trestle_torch_storages_clear (TrestleTorchStorages *storages)
{
  g_clear_pointer (&storages->root, g_free);
  g_clear_pointer (&storages->members, g_hash_table_unref);
  g_clear_pointer (&storages->copies, g_ptr_array_unref);
}

static gboolean
is_any (const char *name, const char *const *names)
{
  return name != NULL && g_strv_contains (names, name);
}

/*
 * Finds through what a parameter or a subclass wraps around a tensor; @maker: (out): which function would have built it, @arguments: (out):
 * of what. %FALSE if it is no tensor.
 */
static gboolean
unwrap (const TrestlePickleValue *value, const char **maker, const TrestlePickleValue **arguments)
{
  static const char *const makers[] = { "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2",
                                        "torch._utils._rebuild_tensor_v3", NULL };
  static const char *const wrappers[] = { "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state", NULL };

  for (guint i = 0; i < MAX_WRAPPINGS && value->kind == TRESTLE_PICKLE_OBJECT; i++)
    {
      *maker = trestle_pickle_value_get_global (value);
      *arguments = value->arguments;
      if (g_strcmp0 (*maker, "torch._tensor._rebuild_from_type_v2") == 0 && (*arguments)->n_items == 4)
        {
          *maker = trestle_pickle_value_get_global ((*arguments)->items[0]);
          *arguments = (*arguments)->items[2];
        }
      if (is_any (*maker, makers))
        return (*arguments)->kind == TRESTLE_PICKLE_TUPLE;
      if (!is_any (*maker, wrappers) || (*arguments)->kind != TRESTLE_PICKLE_TUPLE || (*arguments)->n_items == 0)
        return FALSE;
      value = (*arguments)->items[0];
    }
  return FALSE;
}

gboolean
trestle_torch_is_tensor (const TrestlePickleValue *value)
{
  const TrestlePickleValue *arguments;
  const char *maker;

  return unwrap (value, &maker, &arguments);
}

G_GNUC_PRINTF (4, 5)
static gboolean
fail (const View *view, TrestleError code, GError **error, const char *format, ...)
{
  g_autofree char *problem = NULL;
  va_list arguments;

  va_start (arguments, format);
  problem = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TRESTLE_ERROR, code, "“%s” has a tensor “%s” that cannot be read: %s", view->storages->name, view->tensor_name,
               problem);
  return FALSE;
}

static gboolean
fail_invalid (const View *view, const char *problem, GError **error)
{
  return fail (view, TRESTLE_ERROR_INVALID, error, "%s; copy, download or save the file again", problem);
}

/* @name: such as "torch.FloatStorage", "torch.cuda.HalfStorage" or "torch.float32" */
static gboolean
find_dtype (const char *name, TrestleDtype *dtype)
{
  const char *last = g_str_has_prefix (name, "torch.") ? strrchr (name, '.') + 1 : "";

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (last, types[i].storage) || g_str_equal (last, types[i].dtype))
      {
        *dtype = types[i].stored_as;
        return TRUE;
      }
  return FALSE;
}

/* @explicit: (nullable): the dtype that newer files give apart, for storages of plain bytes */
static gboolean
read_dtype (View *view, const TrestlePickleValue *type, const TrestlePickleValue *explicit, GError **error)
{
  const char *name = trestle_pickle_value_get_global (explicit != NULL ? explicit : type);

  if (name == NULL)
    return fail_invalid (view, "its storage has no type", error);
  return find_dtype (name, &view->tensor->dtype)
         || fail (view, TRESTLE_ERROR_UNSUPPORTED, error, "its numbers are of type %s; convert them to torch.float32 and save again", name);
}

/* (transfer none) (nullable): the content of a storage. The key is part of a member's name, and never becomes a path. */
static GBytes *
find_member (TrestleTorchStorages *storages, const char *key, GError **error)
{
  GBytes *content = g_hash_table_lookup (storages->members, key);
  g_autofree char *member = NULL;

  if (content != NULL)
    return content;
  member = g_strconcat (storages->root, "data/", key, NULL);
  content = trestle_zip_read (storages->zip, member, error);
  if (content == NULL)
    return NULL;
  g_hash_table_insert (storages->members, g_strdup (key), content);
  storages->room += MOST_SHARES * g_bytes_get_size (content); /* contents are memory, which has far fewer bytes than a number holds */
  storages->copy_room += g_bytes_get_size (content);
  return content;
}

/* The promised length must be there; for a storage of plain bytes it is counted in bytes. */
static gboolean
check_length (View *view, gboolean is_bytes, GError **error)
{
  gsize element = trestle_dtype_get_size (view->tensor->dtype), n_bytes = view->length;

  if (!is_bytes && !g_size_checked_mul (&n_bytes, view->length, element))
    return fail_invalid (view, "its storage has more bytes than any file", error);
  view->length = n_bytes / element;
  return n_bytes <= g_bytes_get_size (view->content)
         || fail (view, TRESTLE_ERROR_TRUNCATED, error,
                  "its storage should have %" G_GSIZE_FORMAT " bytes and has %" G_GSIZE_FORMAT "; copy or download the file again", n_bytes,
                  g_bytes_get_size (view->content));
}

/* ('storage', type, key, where it was, how many elements) */
static gboolean
read_storage (View *view, const TrestlePickleValue *reference, const TrestlePickleValue *dtype, GError **error)
{
  const TrestlePickleValue *id = reference->kind == TRESTLE_PICKLE_REFERENCE ? reference->id : NULL;
  const char *key, *type;

  if (id == NULL || id->kind != TRESTLE_PICKLE_TUPLE || id->n_items < 5
      || g_strcmp0 (trestle_pickle_value_get_string (id->items[0]), "storage") != 0)
    return fail_invalid (view, "it refers to no storage", error);
  type = trestle_pickle_value_get_global (id->items[1]);
  key = trestle_pickle_value_get_string (id->items[2]);
  if (key == NULL || !trestle_pickle_value_get_size (id->items[4], &view->length))
    return fail_invalid (view, "its storage has no name or no length", error);
  if (!read_dtype (view, id->items[1], dtype, error))
    return FALSE;
  view->content = find_member (view->storages, key, error);
  return view->content != NULL && check_length (view, type != NULL && g_str_has_suffix (type, "UntypedStorage"), error);
}

/* Sizes, strides, and the number of elements. */
static gboolean
read_shape (View *view, const TrestlePickleValue *sizes, const TrestlePickleValue *strides, GError **error)
{
  TrestleStoredTensor *tensor = view->tensor;

  if (sizes->kind != TRESTLE_PICKLE_TUPLE || strides->kind != TRESTLE_PICKLE_TUPLE || sizes->n_items != strides->n_items)
    return fail_invalid (view, "its sizes and strides do not go together", error);
  if (sizes->n_items > TRESTLE_MAX_DIMENSIONS)
    return fail (view, TRESTLE_ERROR_UNSUPPORTED, error, "it has %u dimensions; at most %u are read", sizes->n_items,
                 TRESTLE_MAX_DIMENSIONS);
  tensor->n_dimensions = sizes->n_items;
  tensor->count = 1;
  for (guint i = 0; i < tensor->n_dimensions; i++)
    if (!trestle_pickle_value_get_size (sizes->items[i], &tensor->shape[i])
        || !trestle_pickle_value_get_size (strides->items[i], &view->strides[i])
        || !g_size_checked_mul (&tensor->count, tensor->count, tensor->shape[i]))
      return fail_invalid (view, "its sizes or strides are negative or beyond any file", error);
  return TRUE;
}

/* The last element must be in the storage; all others are before it, as strides are not negative. */
static gboolean
check_extent (const View *view, GError **error)
{
  const TrestleStoredTensor *tensor = view->tensor;
  gsize last = view->offset, step;

  if (tensor->count == 0)
    return view->offset <= view->length || fail_invalid (view, "it begins behind the end of its storage", error);
  for (guint i = 0; i < tensor->n_dimensions; i++)
    if (!g_size_checked_mul (&step, tensor->shape[i] - 1, view->strides[i]) || !g_size_checked_add (&last, last, step))
      return fail_invalid (view, "it reaches beyond any storage", error);
  return last < view->length || fail_invalid (view, "it reaches behind the end of its storage", error);
}

static gboolean
is_contiguous (const View *view)
{
  const TrestleStoredTensor *tensor = view->tensor;
  gsize expected = 1;

  for (guint i = tensor->n_dimensions; i > 0; i--)
    {
      if (tensor->shape[i - 1] != 1 && view->strides[i - 1] != expected)
        return tensor->count == 0;
      expected *= tensor->shape[i - 1];
    }
  return TRUE;
}

/* @index: (inout): of an element, in its dimensions; becomes the next one's, row by row */
static void
step (const View *view, gsize *index)
{
  for (guint i = view->tensor->n_dimensions; i > 0; i--)
    {
      if (++index[i - 1] < view->tensor->shape[i - 1])
        return;
      index[i - 1] = 0;
    }
}

static void
gather (const View *view, const guint8 *storage, guint8 *values)
{
  gsize index[TRESTLE_MAX_DIMENSIONS] = { 0 }, element = trestle_dtype_get_size (view->tensor->dtype);

  for (gsize k = 0; k < view->tensor->count; k++)
    {
      gsize from = view->offset;

      for (guint i = 0; i < view->tensor->n_dimensions; i++)
        from += index[i] * view->strides[i];
      memcpy (values + k * element, storage + from * element, element);
      step (view, index);
    }
}

static gboolean
fail_too_large (const View *view, GError **error)
{
  return fail (view, TRESTLE_ERROR_TOO_LARGE, error, "it repeats its numbers so often that it is far larger than the file");
}

/* @room: (inout): bytes that are left. Before any work, as that would be as much as the tensor is large. */
static gboolean
take_room (const View *view, gsize size, gsize *room, GError **error)
{
  if (size > *room)
    return fail_too_large (view, error);
  *room -= size;
  return TRUE;
}

static gboolean
copy (View *view, const guint8 *storage, gsize size, GError **error)
{
  guint8 *values;

  if (!take_room (view, size, &view->storages->copy_room, error))
    return FALSE;
  values = g_try_malloc (MAX (size, 1));
  if (values == NULL)
    return fail_too_large (view, error);
  gather (view, storage, values);
  g_ptr_array_add (view->storages->copies, values);
  view->tensor->data = values;
  return TRUE;
}

/* Finds the numbers where they lie, or puts them in their order. */
static gboolean
place (View *view, GError **error)
{
  gsize element = trestle_dtype_get_size (view->tensor->dtype), size;
  const guint8 *storage = g_bytes_get_data (view->content, NULL);

  if (!g_size_checked_mul (&size, view->tensor->count, element))
    return fail_too_large (view, error);
  if (!take_room (view, size, &view->storages->room, error))
    return FALSE;
  if (!is_contiguous (view))
    return copy (view, storage, size, error);
  view->tensor->data = storage + view->offset * element;
  return TRUE;
}

gboolean
trestle_torch_read_tensor (TrestleTorchStorages *storages,
                           const TrestlePickleValue *value,
                           const char *tensor_name,
                           TrestleStoredTensor *tensor,
                           GError **error)
{
  View view = { .storages = storages, .tensor_name = tensor_name, .tensor = tensor };
  const TrestlePickleValue *arguments, *dtype = NULL;
  const char *maker;

  *tensor = (TrestleStoredTensor){ 0 };
  if (!unwrap (value, &maker, &arguments) || arguments->n_items < 4)
    return fail_invalid (&view, "it lacks a storage, offset, size or stride", error);
  if (g_str_has_suffix (maker, "_v3") && arguments->n_items > 6)
    dtype = arguments->items[6];
  if (!trestle_pickle_value_get_size (arguments->items[1], &view.offset))
    return fail_invalid (&view, "its offset is not a number", error);
  return read_storage (&view, arguments->items[0], dtype, error) && read_shape (&view, arguments->items[2], arguments->items[3], error)
         && check_extent (&view, error) && place (&view, error);
}
