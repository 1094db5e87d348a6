/* The machine that reads a pickle: its input, its stack and its memo, for the instructions that work on them. */
#pragma once

#include "core/error.h"
#include "core/formats/pickle.h"

G_BEGIN_DECLS

/**
 * TrestlePickle:
 * @slabs: arrays of %TRESTLE_PICKLE_SLAB values each. All values live and end together, so that cycles do not matter and nothing is freed
 *   by recursion
 * @n_in_last: how many values of the last slab are in use
 */
struct _TrestlePickle
{
  GBytes *bytes;
  GPtrArray *slabs;
  guint n_in_last;
  GStringChunk *texts;
  const TrestlePickleValue *root;
};

#define TRESTLE_PICKLE_SLAB 256u

/**
 * TrestlePickleReader:
 * @opcode: where the instruction that is being carried out stands
 * @marks: of each open mark, how many values the stack had
 */
typedef struct
{
  TrestlePickle *pickle;
  const guint8 *data;
  gsize size;
  gsize position;
  gsize opcode;
  const char *name;
  GPtrArray *stack;
  GArray *marks;
  GPtrArray *memo;
  GHashTable *globals; /* names of classes, which are in the pickle's texts */
  guint n_instructions;
} TrestlePickleReader;

/* @parameter: what tells an instruction from others of its kind, most often the bytes of its argument */
typedef gboolean (*TrestlePickleRun) (TrestlePickleReader *reader, guint parameter, GError **error);

typedef struct
{
  const char *name;
  TrestlePickleRun run;
  guint parameter;
} TrestlePickleInstruction;

#define TRESTLE_PICKLE_STOP 0x2e
#define TRESTLE_PICKLE_PROTOCOL 0x80

/* By opcode; those without a name are not known. %TRESTLE_PICKLE_STOP has no function. */
extern const TrestlePickleInstruction trestle_pickle_instructions[256];

/* Sets an error that names the file, the place and the instruction. Always %FALSE. */
gboolean trestle_pickle_fail (const TrestlePickleReader *reader, TrestleError code, const char *problem, GError **error);
gboolean trestle_pickle_fail_invalid (const TrestlePickleReader *reader, const char *problem, GError **error);

/* (nullable): the next @count bytes of the input */
const guint8 *trestle_pickle_take (TrestlePickleReader *reader, guint64 count, GError **error);
/* A little-endian number of @width bytes, at most 8. */
gboolean trestle_pickle_take_number (TrestlePickleReader *reader, guint width, guint64 *number, GError **error);

/* (transfer none): a value on no stack yet */
TrestlePickleValue *trestle_pickle_new_value (TrestlePickleReader *reader, TrestlePickleKind kind);
TrestlePickleValue *trestle_pickle_push_new (TrestlePickleReader *reader, TrestlePickleKind kind);
void trestle_pickle_push (TrestlePickleReader *reader, const TrestlePickleValue *value);
/* Gives a string, bytes or a global its text, which is copied unless it is bytes. */
void trestle_pickle_set_text (TrestlePickleReader *reader, TrestlePickleValue *value, const guint8 *bytes, gsize length);
void trestle_pickle_add_item (TrestlePickleValue *value, const TrestlePickleValue *item);

/* Values above the innermost mark: those below are not to be reached before it is closed. */
guint trestle_pickle_count_free (const TrestlePickleReader *reader);
/* An error if fewer than @count values are free. */
gboolean trestle_pickle_need (const TrestlePickleReader *reader, guint count, GError **error);
/* The value @depth from the top, and the top @count off the stack; there must be as many. */
TrestlePickleValue *trestle_pickle_peek (const TrestlePickleReader *reader, guint depth);
void trestle_pickle_drop (TrestlePickleReader *reader, guint count);
/* Closes the innermost mark; @count: (out): how many values it held, which stay on the stack. */
gboolean trestle_pickle_close_mark (TrestlePickleReader *reader, guint *count, GError **error);

/* The instructions that make plain values. */
gboolean trestle_pickle_run_none (TrestlePickleReader *reader, guint parameter, GError **error);
gboolean trestle_pickle_run_boolean (TrestlePickleReader *reader, guint truth, GError **error);
gboolean trestle_pickle_run_integer (TrestlePickleReader *reader, guint width, GError **error);
gboolean trestle_pickle_run_long (TrestlePickleReader *reader, guint width, GError **error);
gboolean trestle_pickle_run_float (TrestlePickleReader *reader, guint width, GError **error);
gboolean trestle_pickle_run_string (TrestlePickleReader *reader, guint width, GError **error);
gboolean trestle_pickle_run_bytes (TrestlePickleReader *reader, guint width, GError **error);
gboolean trestle_pickle_run_empty (TrestlePickleReader *reader, guint kind, GError **error);
gboolean trestle_pickle_run_tuple (TrestlePickleReader *reader, guint count, GError **error);
gboolean trestle_pickle_run_collect (TrestlePickleReader *reader, guint kind, GError **error);
gboolean trestle_pickle_run_append (TrestlePickleReader *reader, guint parameter, GError **error);
gboolean trestle_pickle_run_append_all (TrestlePickleReader *reader, guint parameter, GError **error);
gboolean trestle_pickle_run_set_item (TrestlePickleReader *reader, guint parameter, GError **error);
gboolean trestle_pickle_run_set_items (TrestlePickleReader *reader, guint parameter, GError **error);

G_END_DECLS
