/* The instructions of a pickle that move values, and those that would look up names and call them: here they leave inert values. */
#include <string.h>

#include "core/formats/pickle-private.h"

#define LEAST_PROTOCOL 2
#define MOST_PROTOCOL 5
#define MAX_NAME 254u

static gboolean
run_mark (TrestlePickleReader *reader, guint parameter, GError **error)
{
  g_array_append_val (reader->marks, reader->stack->len);
  return TRUE;
}

static gboolean
run_pop (TrestlePickleReader *reader, guint parameter, GError **error)
{
  guint count;

  if (trestle_pickle_count_free (reader) == 0)
    return trestle_pickle_close_mark (reader, &count, error);
  trestle_pickle_drop (reader, 1);
  return TRUE;
}

static gboolean
run_pop_mark (TrestlePickleReader *reader, guint parameter, GError **error)
{
  guint count;

  if (!trestle_pickle_close_mark (reader, &count, error))
    return FALSE;
  trestle_pickle_drop (reader, count);
  return TRUE;
}

static gboolean
run_duplicate (TrestlePickleReader *reader, guint parameter, GError **error)
{
  if (!trestle_pickle_need (reader, 1, error))
    return FALSE;
  trestle_pickle_push (reader, trestle_pickle_peek (reader, 0));
  return TRUE;
}

/* @width: bytes of the index; 0 takes the next free one */
static gboolean
run_put (TrestlePickleReader *reader, guint width, GError **error)
{
  guint64 index = reader->memo->len;

  if ((width > 0 && !trestle_pickle_take_number (reader, width, &index, error)) || !trestle_pickle_need (reader, 1, error))
    return FALSE;
  if (index > reader->n_instructions) /* picklers count up */
    return trestle_pickle_fail_invalid (reader, "an index of its memo is out of range", error);
  if (index >= reader->memo->len)
    g_ptr_array_set_size (reader->memo, (gint) index + 1);
  g_ptr_array_index (reader->memo, index) = trestle_pickle_peek (reader, 0);
  return TRUE;
}

static gboolean
run_get (TrestlePickleReader *reader, guint width, GError **error)
{
  guint64 index;

  if (!trestle_pickle_take_number (reader, width, &index, error))
    return FALSE;
  if (index >= reader->memo->len || g_ptr_array_index (reader->memo, index) == NULL)
    return trestle_pickle_fail_invalid (reader, "it asks its memo for what was not put there", error);
  trestle_pickle_push (reader, g_ptr_array_index (reader->memo, index));
  return TRUE;
}

static const char *
keep_global (TrestlePickleReader *reader, const char *name)
{
  char *kept = g_hash_table_lookup (reader->globals, name);

  if (kept == NULL)
    {
      kept = g_string_chunk_insert (reader->pickle->texts, name);
      g_hash_table_add (reader->globals, kept);
    }
  return kept;
}

/* A name may be put together from the memo again and again, so it is kept once, and short. */
static gboolean
push_global (TrestlePickleReader *reader, const char *module, const char *name, GError **error)
{
  g_autofree char *joined = NULL;
  TrestlePickleValue *global;

  if (strlen (module) + strlen (name) > MAX_NAME)
    return trestle_pickle_fail (reader, TRESTLE_ERROR_TOO_LARGE, "the name of a class has more than 255 bytes", error);
  joined = g_strconcat (module, ".", name, NULL);
  global = trestle_pickle_push_new (reader, TRESTLE_PICKLE_GLOBAL);
  global->text = keep_global (reader, joined);
  global->length = strlen (joined);
  return TRUE;
}

/* (transfer full) (nullable): text up to the end of the line */
static char *
take_line (TrestlePickleReader *reader, GError **error)
{
  const guint8 *line = reader->data + reader->position;
  const guint8 *end = memchr (line, '\n', reader->size - reader->position);

  if (end == NULL)
    {
      trestle_pickle_fail (reader, TRESTLE_ERROR_TRUNCATED, "it ends before what it promises", error);
      return NULL;
    }
  reader->position += (gsize) (end - line) + 1;
  if (!g_utf8_validate_len ((const char *) line, (gsize) (end - line), NULL))
    {
      trestle_pickle_fail_invalid (reader, "a name is not text", error);
      return NULL;
    }
  return g_strndup ((const char *) line, (gsize) (end - line));
}

static gboolean
run_global (TrestlePickleReader *reader, guint parameter, GError **error)
{
  g_autofree char *module = take_line (reader, error);
  g_autofree char *name = module != NULL ? take_line (reader, error) : NULL;

  return name != NULL && push_global (reader, module, name, error);
}

static gboolean
run_stack_global (TrestlePickleReader *reader, guint parameter, GError **error)
{
  const char *module, *name;

  if (!trestle_pickle_need (reader, 2, error))
    return FALSE;
  module = trestle_pickle_value_get_string (trestle_pickle_peek (reader, 1));
  name = trestle_pickle_value_get_string (trestle_pickle_peek (reader, 0));
  if (module == NULL || name == NULL)
    return trestle_pickle_fail_invalid (reader, "a name is not text", error);
  trestle_pickle_drop (reader, 2);
  return push_global (reader, module, name, error);
}

/* The one class whose instances are taken for what they hold. */
static gboolean
is_ordered_dict (const TrestlePickleValue *callable, const TrestlePickleValue *arguments)
{
  return callable->kind == TRESTLE_PICKLE_GLOBAL && g_str_equal (callable->text, "collections.OrderedDict") && arguments->n_items == 0;
}

static gboolean
push_object (TrestlePickleReader *reader, const TrestlePickleValue *callable, const TrestlePickleValue *arguments, GError **error)
{
  TrestlePickleValue *object;

  if (callable->kind != TRESTLE_PICKLE_GLOBAL && callable->kind != TRESTLE_PICKLE_OBJECT)
    return trestle_pickle_fail_invalid (reader, "it makes an object of what is not a class", error);
  if (arguments->kind != TRESTLE_PICKLE_TUPLE)
    return trestle_pickle_fail_invalid (reader, "an object's arguments are not a tuple", error);
  if (is_ordered_dict (callable, arguments))
    {
      trestle_pickle_push_new (reader, TRESTLE_PICKLE_DICT)->holds_pairs = TRUE;
      return TRUE;
    }
  object = trestle_pickle_push_new (reader, TRESTLE_PICKLE_OBJECT);
  object->callable = callable;
  object->arguments = arguments;
  return TRUE;
}

/* @count: of the values that it takes; a third one, of keyword arguments, is dropped */
static gboolean
run_object (TrestlePickleReader *reader, guint count, GError **error)
{
  const TrestlePickleValue *callable, *arguments;

  if (!trestle_pickle_need (reader, count, error))
    return FALSE;
  callable = trestle_pickle_peek (reader, count - 1);
  arguments = trestle_pickle_peek (reader, count - 2);
  trestle_pickle_drop (reader, count);
  return push_object (reader, callable, arguments, error);
}

/* What an instance would have been filled with; a dict's attributes are of no use to us. */
static gboolean
run_build (TrestlePickleReader *reader, guint parameter, GError **error)
{
  TrestlePickleValue *object;

  if (!trestle_pickle_need (reader, 2, error))
    return FALSE;
  object = trestle_pickle_peek (reader, 1);
  if (object->kind == TRESTLE_PICKLE_OBJECT)
    object->state = trestle_pickle_peek (reader, 0);
  else if (object->kind != TRESTLE_PICKLE_DICT)
    return trestle_pickle_fail_invalid (reader, "it fills what is not an object", error);
  trestle_pickle_drop (reader, 1);
  return TRUE;
}

static gboolean
run_reference (TrestlePickleReader *reader, guint parameter, GError **error)
{
  const TrestlePickleValue *id;

  if (!trestle_pickle_need (reader, 1, error))
    return FALSE;
  id = trestle_pickle_peek (reader, 0);
  trestle_pickle_drop (reader, 1);
  trestle_pickle_push_new (reader, TRESTLE_PICKLE_REFERENCE)->id = id;
  return TRUE;
}

static gboolean
run_protocol (TrestlePickleReader *reader, guint width, GError **error)
{
  guint64 protocol;

  if (!trestle_pickle_take_number (reader, width, &protocol, error))
    return FALSE;
  return (protocol >= LEAST_PROTOCOL && protocol <= MOST_PROTOCOL)
         || trestle_pickle_fail (reader, TRESTLE_ERROR_UNSUPPORTED, "only the protocols 2 to 5 are read", error);
}

/* A promise that so many bytes follow; they are checked as they come. */
static gboolean
run_frame (TrestlePickleReader *reader, guint width, GError **error)
{
  guint64 length;

  if (!trestle_pickle_take_number (reader, width, &length, error))
    return FALSE;
  return length <= reader->size - reader->position
         || trestle_pickle_fail (reader, TRESTLE_ERROR_TRUNCATED, "it ends before what it promises", error);
}

const TrestlePickleInstruction trestle_pickle_instructions[256] = {
  [TRESTLE_PICKLE_PROTOCOL] = { "PROTO", run_protocol, 1 },
  [0x95] = { "FRAME", run_frame, 8 },
  [TRESTLE_PICKLE_STOP] = { "STOP", NULL, 0 },
  /* the stack and the memo */
  [0x28] = { "MARK", run_mark, 0 },
  [0x30] = { "POP", run_pop, 0 },
  [0x31] = { "POP_MARK", run_pop_mark, 0 },
  [0x32] = { "DUP", run_duplicate, 0 },
  [0x71] = { "BINPUT", run_put, 1 },
  [0x72] = { "LONG_BINPUT", run_put, 4 },
  [0x94] = { "MEMOIZE", run_put, 0 },
  [0x68] = { "BINGET", run_get, 1 },
  [0x6a] = { "LONG_BINGET", run_get, 4 },
  /* atoms */
  [0x4e] = { "NONE", trestle_pickle_run_none, 0 },
  [0x88] = { "NEWTRUE", trestle_pickle_run_boolean, 1 },
  [0x89] = { "NEWFALSE", trestle_pickle_run_boolean, 0 },
  [0x4a] = { "BININT", trestle_pickle_run_integer, 4 },
  [0x4b] = { "BININT1", trestle_pickle_run_integer, 1 },
  [0x4d] = { "BININT2", trestle_pickle_run_integer, 2 },
  [0x8a] = { "LONG1", trestle_pickle_run_long, 1 },
  [0x8b] = { "LONG4", trestle_pickle_run_long, 4 },
  [0x47] = { "BINFLOAT", trestle_pickle_run_float, 8 },
  [0x55] = { "SHORT_BINSTRING", trestle_pickle_run_string, 1 },
  [0x54] = { "BINSTRING", trestle_pickle_run_string, 4 },
  [0x8c] = { "SHORT_BINUNICODE", trestle_pickle_run_string, 1 },
  [0x58] = { "BINUNICODE", trestle_pickle_run_string, 4 },
  [0x8d] = { "BINUNICODE8", trestle_pickle_run_string, 8 },
  [0x43] = { "SHORT_BINBYTES", trestle_pickle_run_bytes, 1 },
  [0x42] = { "BINBYTES", trestle_pickle_run_bytes, 4 },
  [0x8e] = { "BINBYTES8", trestle_pickle_run_bytes, 8 },
  [0x96] = { "BYTEARRAY8", trestle_pickle_run_bytes, 8 },
  /* containers */
  [0x29] = { "EMPTY_TUPLE", trestle_pickle_run_empty, TRESTLE_PICKLE_TUPLE },
  [0x85] = { "TUPLE1", trestle_pickle_run_tuple, 1 },
  [0x86] = { "TUPLE2", trestle_pickle_run_tuple, 2 },
  [0x87] = { "TUPLE3", trestle_pickle_run_tuple, 3 },
  [0x74] = { "TUPLE", trestle_pickle_run_collect, TRESTLE_PICKLE_TUPLE },
  [0x5d] = { "EMPTY_LIST", trestle_pickle_run_empty, TRESTLE_PICKLE_LIST },
  [0x6c] = { "LIST", trestle_pickle_run_collect, TRESTLE_PICKLE_LIST },
  [0x61] = { "APPEND", trestle_pickle_run_append, 0 },
  [0x65] = { "APPENDS", trestle_pickle_run_append_all, 0 },
  [0x8f] = { "EMPTY_SET", trestle_pickle_run_empty, TRESTLE_PICKLE_LIST },
  [0x90] = { "ADDITEMS", trestle_pickle_run_append_all, 0 },
  [0x91] = { "FROZENSET", trestle_pickle_run_collect, TRESTLE_PICKLE_LIST },
  [0x7d] = { "EMPTY_DICT", trestle_pickle_run_empty, TRESTLE_PICKLE_DICT },
  [0x64] = { "DICT", trestle_pickle_run_collect, TRESTLE_PICKLE_DICT },
  [0x73] = { "SETITEM", trestle_pickle_run_set_item, 0 },
  [0x75] = { "SETITEMS", trestle_pickle_run_set_items, 0 },
  /* names and what would have been called */
  [0x63] = { "GLOBAL", run_global, 0 },
  [0x93] = { "STACK_GLOBAL", run_stack_global, 0 },
  [0x52] = { "REDUCE", run_object, 2 },
  [0x81] = { "NEWOBJ", run_object, 2 },
  [0x92] = { "NEWOBJ_EX", run_object, 3 },
  [0x62] = { "BUILD", run_build, 0 },
  [0x51] = { "BINPERSID", run_reference, 0 },
};
