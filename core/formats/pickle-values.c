/* The instructions of a pickle that make plain values: numbers, text and what contains them. */
#include <string.h>

#include "core/formats/pickle-private.h"

gboolean
trestle_pickle_run_none (TrestlePickleReader *reader, guint parameter, GError **error)
{
  trestle_pickle_push_new (reader, TRESTLE_PICKLE_NONE);
  return TRUE;
}

gboolean
trestle_pickle_run_boolean (TrestlePickleReader *reader, guint parameter, GError **error)
{
  trestle_pickle_push_new (reader, TRESTLE_PICKLE_BOOLEAN)->boolean = parameter != 0;
  return TRUE;
}

/* Only numbers of four bytes have a sign. */
gboolean
trestle_pickle_run_integer (TrestlePickleReader *reader, guint width, GError **error)
{
  guint64 number;

  if (!trestle_pickle_take_number (reader, width, &number, error))
    return FALSE;
  trestle_pickle_push_new (reader, TRESTLE_PICKLE_INTEGER)->integer = width == 4 ? (gint32) (guint32) number : (gint64) number;
  return TRUE;
}

/* @width: bytes of the length, which two's complement of that many bytes follows */
gboolean
trestle_pickle_run_long (TrestlePickleReader *reader, guint width, GError **error)
{
  guint64 length, number = 0;
  const guint8 *bytes = trestle_pickle_take_number (reader, width, &length, error) ? trestle_pickle_take (reader, length, error) : NULL;

  if (bytes == NULL)
    return FALSE;
  if (length > sizeof number)
    {
      trestle_pickle_set_text (reader, trestle_pickle_push_new (reader, TRESTLE_PICKLE_BYTES), bytes, length);
      return TRUE;
    }
  if (length > 0 && (bytes[length - 1] & 0x80) != 0)
    number = G_MAXUINT64;
  for (gsize i = 0; i < length; i++)
    number = (number & ~((guint64) 0xff << 8 * i)) | (guint64) bytes[i] << 8 * i;
  trestle_pickle_push_new (reader, TRESTLE_PICKLE_INTEGER)->integer = (gint64) number;
  return TRUE;
}

/* The one number that is big-endian. */
gboolean
trestle_pickle_run_float (TrestlePickleReader *reader, guint width, GError **error)
{
  guint64 bits;

  if (!trestle_pickle_take_number (reader, width, &bits, error))
    return FALSE;
  bits = GUINT64_SWAP_LE_BE (bits);
  memcpy (&trestle_pickle_push_new (reader, TRESTLE_PICKLE_FLOAT)->number, &bits, sizeof bits);
  return TRUE;
}

static gboolean
push_text (TrestlePickleReader *reader, TrestlePickleKind kind, guint width, GError **error)
{
  guint64 length;
  const guint8 *bytes = trestle_pickle_take_number (reader, width, &length, error) ? trestle_pickle_take (reader, length, error) : NULL;

  if (bytes == NULL)
    return FALSE;
  trestle_pickle_set_text (reader, trestle_pickle_push_new (reader, kind), bytes, length);
  return TRUE;
}

gboolean
trestle_pickle_run_string (TrestlePickleReader *reader, guint width, GError **error)
{
  return push_text (reader, TRESTLE_PICKLE_STRING, width, error);
}

gboolean
trestle_pickle_run_bytes (TrestlePickleReader *reader, guint width, GError **error)
{
  return push_text (reader, TRESTLE_PICKLE_BYTES, width, error);
}

gboolean
trestle_pickle_run_empty (TrestlePickleReader *reader, guint kind, GError **error)
{
  trestle_pickle_push_new (reader, (TrestlePickleKind) kind)->holds_pairs = kind == TRESTLE_PICKLE_DICT;
  return TRUE;
}

/* Takes the top @count values off the stack and into @value. */
static void
move_to (TrestlePickleReader *reader, guint count, TrestlePickleValue *value)
{
  for (guint i = count; i > 0; i--)
    trestle_pickle_add_item (value, trestle_pickle_peek (reader, i - 1));
  trestle_pickle_drop (reader, count);
}

/* @count: of the stack's values, at most 3 */
gboolean
trestle_pickle_run_tuple (TrestlePickleReader *reader, guint count, GError **error)
{
  TrestlePickleValue *tuple;

  if (!trestle_pickle_need (reader, count, error))
    return FALSE;
  tuple = trestle_pickle_new_value (reader, TRESTLE_PICKLE_TUPLE);
  move_to (reader, count, tuple);
  trestle_pickle_push (reader, tuple);
  return TRUE;
}

/* A tuple, list, set or dict of what the mark holds. */
gboolean
trestle_pickle_run_collect (TrestlePickleReader *reader, guint kind, GError **error)
{
  TrestlePickleValue *value;
  guint count;

  if (!trestle_pickle_close_mark (reader, &count, error))
    return FALSE;
  if (kind == TRESTLE_PICKLE_DICT && count % 2 != 0)
    return trestle_pickle_fail_invalid (reader, "a dict's last key has no value", error);
  value = trestle_pickle_new_value (reader, (TrestlePickleKind) kind);
  value->holds_pairs = kind == TRESTLE_PICKLE_DICT;
  move_to (reader, count, value);
  trestle_pickle_push (reader, value);
  return TRUE;
}

static gboolean
append (TrestlePickleReader *reader, guint count, GError **error)
{
  TrestlePickleValue *list;

  if (!trestle_pickle_need (reader, count + 1, error))
    return FALSE;
  list = trestle_pickle_peek (reader, count);
  if ((list->kind != TRESTLE_PICKLE_LIST && list->kind != TRESTLE_PICKLE_OBJECT) || list->holds_pairs)
    return trestle_pickle_fail_invalid (reader, "it appends to what is not a list", error);
  move_to (reader, count, list);
  return TRUE;
}

static gboolean
set_items (TrestlePickleReader *reader, guint count, GError **error)
{
  TrestlePickleValue *dict;

  if (!trestle_pickle_need (reader, count + 1, error))
    return FALSE;
  dict = trestle_pickle_peek (reader, count);
  if (dict->kind != TRESTLE_PICKLE_DICT && (dict->kind != TRESTLE_PICKLE_OBJECT || (dict->n_items > 0 && !dict->holds_pairs)))
    return trestle_pickle_fail_invalid (reader, "it sets a key of what is not a dict", error);
  if (count % 2 != 0)
    return trestle_pickle_fail_invalid (reader, "a dict's last key has no value", error);
  dict->holds_pairs = TRUE;
  move_to (reader, count, dict);
  return TRUE;
}

gboolean
trestle_pickle_run_append (TrestlePickleReader *reader, guint parameter, GError **error)
{
  return append (reader, 1, error);
}

gboolean
trestle_pickle_run_append_all (TrestlePickleReader *reader, guint parameter, GError **error)
{
  guint count;

  return trestle_pickle_close_mark (reader, &count, error) && append (reader, count, error);
}

gboolean
trestle_pickle_run_set_item (TrestlePickleReader *reader, guint parameter, GError **error)
{
  return set_items (reader, 2, error);
}

gboolean
trestle_pickle_run_set_items (TrestlePickleReader *reader, guint parameter, GError **error)
{
  guint count;

  return trestle_pickle_close_mark (reader, &count, error) && set_items (reader, count, error);
}
