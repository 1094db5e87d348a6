/* Python pickles, read as data: what they name is kept as a name and never looked up, imported or called. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestlePickleKind:
 * @TRESTLE_PICKLE_BYTES: bytes, text that is not UTF-8 or has a NUL, and whole numbers of more than 64 bits (as they lie in the file)
 * @TRESTLE_PICKLE_LIST: lists and sets
 * @TRESTLE_PICKLE_DICT: dicts and collections.OrderedDict
 * @TRESTLE_PICKLE_GLOBAL: the name of a class or function
 * @TRESTLE_PICKLE_OBJECT: what a class or function would have made of its arguments
 * @TRESTLE_PICKLE_REFERENCE: something outside the pickle, such as a tensor's storage
 */
typedef enum
{
  TRESTLE_PICKLE_NONE,
  TRESTLE_PICKLE_BOOLEAN,
  TRESTLE_PICKLE_INTEGER,
  TRESTLE_PICKLE_FLOAT,
  TRESTLE_PICKLE_STRING,
  TRESTLE_PICKLE_BYTES,
  TRESTLE_PICKLE_TUPLE,
  TRESTLE_PICKLE_LIST,
  TRESTLE_PICKLE_DICT,
  TRESTLE_PICKLE_GLOBAL,
  TRESTLE_PICKLE_OBJECT,
  TRESTLE_PICKLE_REFERENCE,
} TrestlePickleKind;

/**
 * TrestlePickleValue:
 * @items: (nullable): of a tuple, a list or a dict, or an object that was filled like one; of dicts keys and values by turns, in the
 *   order of the file
 * @n_items: keys and values counted apart
 * @holds_pairs: whether @items are a dict's
 * @text: of a string (UTF-8), a global ("module.name") or bytes (then not %NULL-terminated)
 * @callable: of an object: a global or another object
 * @arguments: of an object: a tuple
 * @state: (nullable): of an object: what it would have been filled with
 * @id: of a reference
 *
 * Belongs to its pickle, and must not be changed. Values may contain each other and even themselves: who walks them needs a bound.
 */
typedef struct _TrestlePickleValue TrestlePickleValue;
struct _TrestlePickleValue
{
  TrestlePickleKind kind;
  gboolean holds_pairs;
  guint n_items;
  guint room; /* for items, before they have to move */
  const TrestlePickleValue **items;
  union
  {
    gboolean boolean;
    gint64 integer;
    double number;
    struct
    {
      const char *text;
      gsize length;
    };
    struct
    {
      const TrestlePickleValue *callable;
      const TrestlePickleValue *arguments;
      const TrestlePickleValue *state;
    };
    const TrestlePickleValue *id;
  };
};

typedef struct _TrestlePickle TrestlePickle;

/**
 * trestle_pickle_read:
 * @bytes: a pickle of protocol 2 to 5, at most 16 MiB
 * @name: what errors call it
 *
 * Errors: %TRESTLE_ERROR_TRUNCATED, %TRESTLE_ERROR_INVALID, %TRESTLE_ERROR_UNSUPPORTED (another protocol), %TRESTLE_ERROR_TOO_LARGE.
 *
 * Returns: (transfer full): the values; they keep @bytes
 */
TrestlePickle *trestle_pickle_read (GBytes *bytes, const char *name, GError **error);
void trestle_pickle_free (TrestlePickle *pickle);

/* (transfer none): the outermost value */
const TrestlePickleValue *trestle_pickle_get_root (const TrestlePickle *pickle);

/* (nullable): what @key, a string, stands for in a dict; the last one counts, as in Python. @value may be %NULL or no dict. */
const TrestlePickleValue *trestle_pickle_value_lookup (const TrestlePickleValue *value, const char *key);

/* (nullable): the text of a string, or %NULL if it is none; @value may be %NULL */
const char *trestle_pickle_value_get_string (const TrestlePickleValue *value);
/* (nullable): the name of a global, or of what an object was made by; @value may be %NULL */
const char *trestle_pickle_value_get_global (const TrestlePickleValue *value);
/* %FALSE if it is not a whole number of 0 or more; @value may be %NULL */
gboolean trestle_pickle_value_get_size (const TrestlePickleValue *value, gsize *size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestlePickle, trestle_pickle_free)

G_END_DECLS
