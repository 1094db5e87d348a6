/* Python pickles, read as data: the loop over their instructions, and what can be asked of the values. */
#include "core/formats/pickle-private.h"
#include "core/text-hash.h"

/* A trainer's checkpoint of a thousand tensors with its optimizer has a pickle of a megabyte, and a hundred thousand instructions. */
#define MAX_SIZE (16u << 20)
/* Each may be a single byte, and cost 150 of memory. */
#define MAX_INSTRUCTIONS (1u << 20)

static gboolean
fail_unknown (const TrestlePickleReader *reader, guint8 opcode, GError **error)
{
  g_autofree char *problem = g_strdup_printf ("0x%02x is no instruction that a saved model needs", opcode);

  return trestle_pickle_fail_invalid (reader, problem, error);
}

static gboolean
run_all (TrestlePickleReader *reader, GError **error)
{
  while (reader->position < reader->size)
    {
      guint8 opcode = reader->data[reader->position];
      const TrestlePickleInstruction *instruction = &trestle_pickle_instructions[opcode];

      reader->opcode = reader->position++;
      if (++reader->n_instructions > MAX_INSTRUCTIONS)
        return trestle_pickle_fail (reader, TRESTLE_ERROR_TOO_LARGE, "it has more than a million instructions", error);
      if (reader->opcode == 0 && opcode != TRESTLE_PICKLE_PROTOCOL)
        return trestle_pickle_fail (reader, TRESTLE_ERROR_UNSUPPORTED, "only the protocols 2 to 5 are read", error);
      if (opcode == TRESTLE_PICKLE_STOP)
        return trestle_pickle_need (reader, 1, error);
      if (instruction->run == NULL)
        return fail_unknown (reader, opcode, error);
      if (!instruction->run (reader, instruction->parameter, error))
        return FALSE;
    }
  return trestle_pickle_fail (reader, TRESTLE_ERROR_TRUNCATED, "it has no end", error);
}

static gboolean
read_values (TrestlePickle *pickle, const char *name, GError **error)
{
  TrestlePickleReader reader = { .pickle = pickle, .name = name };
  gboolean done;

  reader.data = g_bytes_get_data (pickle->bytes, &reader.size);
  reader.stack = g_ptr_array_new ();
  reader.marks = g_array_new (FALSE, FALSE, sizeof (guint));
  reader.memo = g_ptr_array_new ();
  reader.globals = g_hash_table_new (trestle_text_hash, g_str_equal);
  done = run_all (&reader, error);
  if (done)
    pickle->root = trestle_pickle_peek (&reader, 0);
  g_ptr_array_unref (reader.stack);
  g_array_unref (reader.marks);
  g_ptr_array_unref (reader.memo);
  g_hash_table_unref (reader.globals);
  return done;
}

TrestlePickle *
trestle_pickle_read (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (TrestlePickle) pickle = NULL;
  gsize size = g_bytes_get_size (bytes);

  if (size > MAX_SIZE)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE,
                   "“%s” holds a pickle of %" G_GSIZE_FORMAT " bytes; at most %u are read: save only the model's state_dict", name, size,
                   MAX_SIZE);
      return NULL;
    }
  if (size == 0)
    {
      g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED, "“%s” holds an empty pickle; copy or download the file again", name);
      return NULL;
    }
  pickle = g_new0 (TrestlePickle, 1);
  pickle->bytes = g_bytes_ref (bytes);
  pickle->slabs = g_ptr_array_new_with_free_func (g_free);
  pickle->texts = g_string_chunk_new (4096);
  return read_values (pickle, name, error) ? g_steal_pointer (&pickle) : NULL;
}

void
trestle_pickle_free (TrestlePickle *pickle)
{
  for (guint i = 0; i < pickle->slabs->len; i++)
    {
      TrestlePickleValue *values = g_ptr_array_index (pickle->slabs, i);
      guint n_values = i + 1 < pickle->slabs->len ? TRESTLE_PICKLE_SLAB : pickle->n_in_last;

      for (guint k = 0; k < n_values; k++)
        g_free (values[k].items);
    }
  g_ptr_array_unref (pickle->slabs);
  g_string_chunk_free (pickle->texts);
  g_bytes_unref (pickle->bytes);
  g_free (pickle);
}

const TrestlePickleValue *
trestle_pickle_get_root (const TrestlePickle *pickle)
{
  return pickle->root;
}

const TrestlePickleValue *
trestle_pickle_value_lookup (const TrestlePickleValue *value, const char *key)
{
  guint n_pairs = value != NULL && value->holds_pairs ? value->n_items / 2 : 0;

  for (guint i = n_pairs; i > 0; i--)
    if (g_strcmp0 (trestle_pickle_value_get_string (value->items[2 * i - 2]), key) == 0)
      return value->items[2 * i - 1];
  return NULL;
}

const char *
trestle_pickle_value_get_string (const TrestlePickleValue *value)
{
  return value != NULL && value->kind == TRESTLE_PICKLE_STRING ? value->text : NULL;
}

const char *
trestle_pickle_value_get_global (const TrestlePickleValue *value)
{
  if (value != NULL && value->kind == TRESTLE_PICKLE_OBJECT)
    value = value->callable;
  return value != NULL && value->kind == TRESTLE_PICKLE_GLOBAL ? value->text : NULL;
}

gboolean
trestle_pickle_value_get_size (const TrestlePickleValue *value, gsize *size)
{
  if (value == NULL || value->kind != TRESTLE_PICKLE_INTEGER || value->integer < 0)
    return FALSE;
  *size = (gsize) value->integer;
  return TRUE;
}
