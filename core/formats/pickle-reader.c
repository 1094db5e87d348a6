/* What the machine that reads pickles is made of: input, stack, and the values that it owns. */
#include "core/formats/pickle-private.h"

gboolean
trestle_pickle_fail (const TrestlePickleReader *reader, TrestleError code, const char *problem, GError **error)
{
  const char *instruction = trestle_pickle_instructions[reader->data[reader->opcode]].name;

  g_set_error (error, TRESTLE_ERROR, code,
               "“%s” holds a pickle that cannot be read: %s, at its byte %" G_GSIZE_FORMAT " (%s); copy, download or save the file again",
               reader->name, problem, reader->opcode, instruction != NULL ? instruction : "no instruction");
  return FALSE;
}

gboolean
trestle_pickle_fail_invalid (const TrestlePickleReader *reader, const char *problem, GError **error)
{
  return trestle_pickle_fail (reader, TRESTLE_ERROR_INVALID, problem, error);
}

const guint8 *
trestle_pickle_take (TrestlePickleReader *reader, guint64 count, GError **error)
{
  const guint8 *bytes = reader->data + reader->position;

  if (count > reader->size - reader->position)
    {
      trestle_pickle_fail (reader, TRESTLE_ERROR_TRUNCATED, "it ends before what it promises", error);
      return NULL;
    }
  reader->position += count;
  return bytes;
}

gboolean
trestle_pickle_take_number (TrestlePickleReader *reader, guint width, guint64 *number, GError **error)
{
  const guint8 *bytes = trestle_pickle_take (reader, width, error);

  *number = 0;
  for (guint i = 0; bytes != NULL && i < width; i++)
    *number |= (guint64) bytes[i] << 8 * i;
  return bytes != NULL;
}

TrestlePickleValue *
trestle_pickle_new_value (TrestlePickleReader *reader, TrestlePickleKind kind)
{
  TrestlePickle *pickle = reader->pickle;
  TrestlePickleValue *value;

  if (pickle->slabs->len == 0 || pickle->n_in_last == TRESTLE_PICKLE_SLAB)
    {
      g_ptr_array_add (pickle->slabs, g_new0 (TrestlePickleValue, TRESTLE_PICKLE_SLAB));
      pickle->n_in_last = 0;
    }
  value = (TrestlePickleValue *) g_ptr_array_index (pickle->slabs, pickle->slabs->len - 1) + pickle->n_in_last++;
  value->kind = kind;
  return value;
}

TrestlePickleValue *
trestle_pickle_push_new (TrestlePickleReader *reader, TrestlePickleKind kind)
{
  TrestlePickleValue *value = trestle_pickle_new_value (reader, kind);

  trestle_pickle_push (reader, value);
  return value;
}

void
trestle_pickle_push (TrestlePickleReader *reader, const TrestlePickleValue *value)
{
  g_ptr_array_add (reader->stack, (gpointer) value);
}

void
trestle_pickle_set_text (TrestlePickleReader *reader, TrestlePickleValue *value, const guint8 *bytes, gsize length)
{
  value->length = length;
  if (value->kind == TRESTLE_PICKLE_STRING && !g_utf8_validate_len ((const char *) bytes, length, NULL))
    value->kind = TRESTLE_PICKLE_BYTES;
  value->text = value->kind == TRESTLE_PICKLE_BYTES
                    ? (const char *) bytes
                    : g_string_chunk_insert_len (reader->pickle->texts, (const char *) bytes, (gssize) length);
}

/* Room doubles from what a tuple needs: there are many small ones, and a file may consist of nothing else. */
void
trestle_pickle_add_item (TrestlePickleValue *value, const TrestlePickleValue *item)
{
  if (value->n_items == value->room)
    {
      value->room = MAX (1, 2 * value->room);
      value->items = g_renew (const TrestlePickleValue *, value->items, value->room);
    }
  value->items[value->n_items++] = item;
}

guint
trestle_pickle_count_free (const TrestlePickleReader *reader)
{
  return reader->stack->len - (reader->marks->len > 0 ? g_array_index (reader->marks, guint, reader->marks->len - 1) : 0);
}

gboolean
trestle_pickle_need (const TrestlePickleReader *reader, guint count, GError **error)
{
  return trestle_pickle_count_free (reader) >= count || trestle_pickle_fail_invalid (reader, "its stack has too few values", error);
}

TrestlePickleValue *
trestle_pickle_peek (const TrestlePickleReader *reader, guint depth)
{
  return g_ptr_array_index (reader->stack, reader->stack->len - 1 - depth);
}

void
trestle_pickle_drop (TrestlePickleReader *reader, guint count)
{
  g_ptr_array_set_size (reader->stack, (gint) (reader->stack->len - count));
}

gboolean
trestle_pickle_close_mark (TrestlePickleReader *reader, guint *count, GError **error)
{
  if (reader->marks->len == 0)
    return trestle_pickle_fail_invalid (reader, "a mark is missing", error);
  *count = trestle_pickle_count_free (reader);
  g_array_set_size (reader->marks, reader->marks->len - 1);
  return TRUE;
}
