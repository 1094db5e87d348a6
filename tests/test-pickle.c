/* Pickles: what they hold is read as data, and a bad one is refused by name whatever it says. */
#include <string.h>
#include <sys/resource.h>

#include "core/error.h"
#include "core/formats/pickle.h"
#include "tests/torch-file.h"

#define NAME "model.ckpt"

static TrestlePickle *
read_bytes (const void *bytes, gsize length, GError **error)
{
  g_autoptr (GBytes) content = g_bytes_new (bytes, length);

  return trestle_pickle_read (content, NAME, error);
}

#define READ(literal, error) read_bytes (literal, sizeof (literal) - 1, error)

/* pickle.dumps ({"a": [1, -2, 3.5, None, True], "b": (b"xy", 2**40, -2**33, 2**70)}, protocol), of Python 3.11 */
static const char protocol_2[] = "\x80\x02}q\x00(X\x01\x00\x00\x00"
                                 "aq\x01]q\x02(K\x01J\xfe\xff\xff\xffG@\x0c\x00\x00\x00\x00\x00\x00N\x88"
                                 "eX\x01\x00\x00\x00"
                                 "bq\x03(c_codecs\nencode\nq\x04X\x02\x00\x00\x00xyq\x05X\x06\x00\x00\x00latin1q\x06\x86q\x07Rq\x08\x8a\x06"
                                 "\x00\x00\x00\x00\x00\x01\x8a\x05\x00\x00\x00\x00\xfe\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00@tq\x09u.";
static const char protocol_5[] = "\x80\x05\x95\x45\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01"
                                 "a\x94]\x94(K\x01J\xfe\xff\xff\xffG@\x0c\x00\x00\x00\x00\x00\x00N\x88"
                                 "e\x8c\x01"
                                 "b\x94(C\x02xy\x94\x8a\x06\x00\x00\x00\x00\x00\x01\x8a\x05\x00\x00\x00\x00\xfe\x8a\x09\x00\x00\x00\x00\x00"
                                 "\x00\x00\x00@t\x94u.";

static void
assert_values (const TrestlePickleValue *root)
{
  const TrestlePickleValue *list = trestle_pickle_value_lookup (root, "a"), *tuple = trestle_pickle_value_lookup (root, "b");

  g_assert_cmpint (root->kind, ==, TRESTLE_PICKLE_DICT);
  g_assert_cmpuint (root->n_items, ==, 4);
  g_assert_cmpint (list->kind, ==, TRESTLE_PICKLE_LIST);
  g_assert_cmpuint (list->n_items, ==, 5);
  g_assert_cmpint (list->items[0]->integer, ==, 1);
  g_assert_cmpint (list->items[1]->integer, ==, -2);
  g_assert_cmpfloat (list->items[2]->number, ==, 3.5);
  g_assert_cmpint (list->items[3]->kind, ==, TRESTLE_PICKLE_NONE);
  g_assert_true (list->items[4]->boolean);
  g_assert_cmpint (tuple->kind, ==, TRESTLE_PICKLE_TUPLE);
  g_assert_cmpint (tuple->items[1]->integer, ==, G_GINT64_CONSTANT (1) << 40);
  g_assert_cmpint (tuple->items[2]->integer, ==, -(G_GINT64_CONSTANT (1) << 33));
  g_assert_cmpint (tuple->items[3]->kind, ==, TRESTLE_PICKLE_BYTES);
  g_assert_cmpuint (tuple->items[3]->length, ==, 9);
}

static void
test_values_of_protocol_2 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePickle) pickle = READ (protocol_2, &error);
  const TrestlePickleValue *bytes;

  g_assert_no_error (error);
  assert_values (trestle_pickle_get_root (pickle));
  bytes = trestle_pickle_value_lookup (trestle_pickle_get_root (pickle), "b")->items[0];
  g_assert_cmpint (bytes->kind, ==, TRESTLE_PICKLE_OBJECT);
  g_assert_cmpstr (trestle_pickle_value_get_global (bytes), ==, "_codecs.encode");
  g_assert_cmpstr (trestle_pickle_value_get_string (bytes->arguments->items[0]), ==, "xy");
}

static void
test_values_of_protocol_5 (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePickle) pickle = READ (protocol_5, &error);
  const TrestlePickleValue *bytes;

  g_assert_no_error (error);
  assert_values (trestle_pickle_get_root (pickle));
  bytes = trestle_pickle_value_lookup (trestle_pickle_get_root (pickle), "b")->items[0];
  g_assert_cmpint (bytes->kind, ==, TRESTLE_PICKLE_BYTES);
  g_assert_cmpmem (bytes->text, bytes->length, "xy", 2);
}

/* os.system with its argument, filled as an instance and then as a dict. */
static void
test_objects_are_not_made (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePickle) pickle = READ ("\x80\x02"
                                           "cposix\nsystem\nX\x04\x00\x00\x00true\x85R}X\x01\x00\x00\x00kK\x07sbX\x01\x00\x00\x00xK\x08s.",
                                           &error);
  const TrestlePickleValue *root;

  g_assert_no_error (error);
  root = trestle_pickle_get_root (pickle);
  g_assert_cmpint (root->kind, ==, TRESTLE_PICKLE_OBJECT);
  g_assert_cmpstr (trestle_pickle_value_get_global (root), ==, "posix.system");
  g_assert_cmpstr (trestle_pickle_value_get_string (root->arguments->items[0]), ==, "true");
  g_assert_cmpint (trestle_pickle_value_lookup (root->state, "k")->integer, ==, 7);
  g_assert_cmpint (trestle_pickle_value_lookup (root, "x")->integer, ==, 8);
}

static void
test_ordered_dict_is_a_dict (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePickle) pickle = READ ("\x80\x02"
                                           "ccollections\nOrderedDict\n)R(X\x01\x00\x00\x00zK\x01X\x01\x00\x00\x00yK\x02u}b.",
                                           &error);
  const TrestlePickleValue *root;

  g_assert_no_error (error);
  root = trestle_pickle_get_root (pickle);
  g_assert_cmpint (root->kind, ==, TRESTLE_PICKLE_DICT);
  g_assert_cmpstr (trestle_pickle_value_get_string (root->items[0]), ==, "z");
  g_assert_cmpstr (trestle_pickle_value_get_string (root->items[2]), ==, "y");
}

static void
test_last_key_counts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePickle) pickle = READ ("\x80\x02}(X\x01\x00\x00\x00zK\x01X\x01\x00\x00\x00zK\x02u.", &error);

  g_assert_no_error (error);
  g_assert_cmpint (trestle_pickle_value_lookup (trestle_pickle_get_root (pickle), "z")->integer, ==, 2);
}

/* Half a surrogate and a NUL: Python has such text, C strings and GTK have not. */
static void
test_text_that_is_none_is_bytes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePickle) pickle = READ ("\x80\x02X\x03\x00\x00\x00\xed\xa0\x80X\x03\x00\x00\x00"
                                           "a\x00"
                                           "b\x86.",
                                           &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      const TrestlePickleValue *value = trestle_pickle_get_root (pickle)->items[i];

      g_assert_cmpint (value->kind, ==, TRESTLE_PICKLE_BYTES);
      g_assert_cmpuint (value->length, ==, 3);
      g_assert_null (trestle_pickle_value_get_string (value));
    }
}

/* A list in itself, and a dict whose state and value it is. */
static void
test_circles_end (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePickle) list = READ ("\x80\x02]q\x00h\x00"
                                         "ah\x00"
                                         "a.",
                                         &error);
  g_autoptr (TrestlePickle) dict = READ ("\x80\x02}q\x00X\x01\x00\x00\x00kh\x00sh\x00"
                                         "b.",
                                         &error);

  g_assert_no_error (error);
  g_assert_true (trestle_pickle_get_root (list)->items[1] == trestle_pickle_get_root (list));
  g_assert_true (trestle_pickle_value_lookup (trestle_pickle_get_root (dict), "k") == trestle_pickle_get_root (dict));
}

static void
test_depth_costs_no_stack (void)
{
  g_autoptr (GByteArray) pickle = torch_pickle_new ();
  g_autoptr (TrestlePickle) read = NULL;
  g_autoptr (GError) error = NULL;

  torch_pickle_code (pickle, "N");
  for (guint i = 0; i < 1000000; i++)
    torch_pickle_code (pickle, "\x85");
  torch_pickle_code (pickle, ".");
  read = read_bytes (pickle->data, pickle->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trestle_pickle_get_root (read)->n_items, ==, 1);
}

typedef struct
{
  const char *name;
  const char *bytes;
  gsize length;
  TrestleError code;
  const char *says;
} BadPickle;

#define BAD(name, literal, code, says)                                                                                                     \
  {                                                                                                                                        \
    name, literal, sizeof (literal) - 1, code, says                                                                                        \
  }

static const BadPickle bad_pickles[] = {
  BAD ("empty", "", TRESTLE_ERROR_TRUNCATED, "empty"),
  BAD ("protocol-1", "}.", TRESTLE_ERROR_UNSUPPORTED, "protocols 2 to 5"),
  BAD ("protocol-6", "\x80\x06}.", TRESTLE_ERROR_UNSUPPORTED, "protocols 2 to 5"),
  BAD ("without-end", "\x80\x02}", TRESTLE_ERROR_TRUNCATED, "no end"),
  BAD ("unknown-instruction", "\x80\x02\xff.", TRESTLE_ERROR_INVALID, "0xff"),
  BAD ("instruction-of-protocol-0", "\x80\x02I1\n.", TRESTLE_ERROR_INVALID, "0x49"),
  BAD ("extension", "\x80\x02\x82\x01.", TRESTLE_ERROR_INVALID, "0x82"),
  BAD ("buffer-outside", "\x80\x05\x97.", TRESTLE_ERROR_INVALID, "0x97"),
  BAD ("end-on-empty-stack", "\x80\x02.", TRESTLE_ERROR_INVALID, "STOP"),
  BAD ("huge-text", "\x80\x02X\xff\xff\xff\xff.", TRESTLE_ERROR_TRUNCATED, "BINUNICODE"),
  BAD ("huger-text", "\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\xff.", TRESTLE_ERROR_TRUNCATED, "BINUNICODE8"),
  BAD ("huge-number", "\x80\x02\x8b\xff\xff\xff\x7f\x01.", TRESTLE_ERROR_TRUNCATED, "LONG4"),
  BAD ("huge-frame", "\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xffN.", TRESTLE_ERROR_TRUNCATED, "FRAME"),
  BAD ("half-a-number", "\x80\x02J\x01\x02", TRESTLE_ERROR_TRUNCATED, "BININT"),
  BAD ("name-without-end",
       "\x80\x02"
       "cposix",
       TRESTLE_ERROR_TRUNCATED,
       "GLOBAL"),
  BAD ("name-that-is-no-text",
       "\x80\x02"
       "c\xff\nx\n.",
       TRESTLE_ERROR_INVALID,
       "GLOBAL"),
  BAD ("name-from-numbers", "\x80\x04K\x01K\x02\x93.", TRESTLE_ERROR_INVALID, "STACK_GLOBAL"),
  BAD ("memo-without-entry", "\x80\x02h\x05.", TRESTLE_ERROR_INVALID, "memo"),
  BAD ("memo-of-holes", "\x80\x02Nq\x03h\x01.", TRESTLE_ERROR_INVALID, "memo"),
  BAD ("memo-out-of-range", "\x80\x02Nr\xff\xff\xff\xff.", TRESTLE_ERROR_INVALID, "memo"),
  BAD ("memo-of-nothing", "\x80\x02q\x00.", TRESTLE_ERROR_INVALID, "BINPUT"),
  BAD ("tuple-of-too-few", "\x80\x02K\x01\x87.", TRESTLE_ERROR_INVALID, "TUPLE3"),
  BAD ("tuple-across-a-mark", "\x80\x02K\x01(K\x02\x86.", TRESTLE_ERROR_INVALID, "TUPLE2"),
  BAD ("mark-that-is-missing", "\x80\x02K\x01t.", TRESTLE_ERROR_INVALID, "mark"),
  BAD ("pop-of-nothing",
       "\x80\x02"
       "0.",
       TRESTLE_ERROR_INVALID,
       "POP"),
  BAD ("key-without-value", "\x80\x02}(K\x01u.", TRESTLE_ERROR_INVALID, "SETITEMS"),
  BAD ("dict-with-odd-end",
       "\x80\x02(K\x01K\x02K\x03"
       "d.",
       TRESTLE_ERROR_INVALID,
       "DICT"),
  BAD ("key-of-a-list", "\x80\x02]K\x01K\x02s.", TRESTLE_ERROR_INVALID, "SETITEM"),
  BAD ("append-to-a-dict",
       "\x80\x02}K\x01"
       "a.",
       TRESTLE_ERROR_INVALID,
       "APPEND"),
  BAD ("append-to-nothing",
       "\x80\x02(K\x01"
       "e.",
       TRESTLE_ERROR_INVALID,
       "APPENDS"),
  BAD ("list-that-is-a-dict-too",
       "\x80\x02"
       "ca\nb\n)RK\x01K\x02sK\x03"
       "a.",
       TRESTLE_ERROR_INVALID,
       "APPEND"),
  BAD ("dict-that-is-a-list-too",
       "\x80\x02"
       "ca\nb\n)RK\x01"
       "aK\x02K\x03s.",
       TRESTLE_ERROR_INVALID,
       "SETITEM"),
  BAD ("call-of-a-number", "\x80\x02K\x01)R.", TRESTLE_ERROR_INVALID, "REDUCE"),
  BAD ("call-with-a-list",
       "\x80\x02"
       "ca\nb\n]R.",
       TRESTLE_ERROR_INVALID,
       "REDUCE"),
  BAD ("state-of-a-number", "\x80\x02K\x01}b.", TRESTLE_ERROR_INVALID, "BUILD"),
  BAD ("reference-to-nothing", "\x80\x02Q.", TRESTLE_ERROR_INVALID, "BINPERSID"),
};

static void
test_is_refused (gconstpointer data)
{
  const BadPickle *bad = data;
  g_autoptr (GError) error = NULL;
  G_GNUC_UNUSED g_autoptr (TrestlePickle) pickle = read_bytes (bad->bytes, bad->length, &error);

  g_assert_error (error, TRESTLE_ERROR, (int) bad->code);
  g_assert_nonnull (strstr (error->message, NAME));
  g_assert_nonnull (strstr (error->message, bad->says));
}

/* Of this process, in bytes. */
static long
get_peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return 1024 * usage.ru_maxrss;
}

/* Values of a byte each: a pickle of a megabyte is read in the memory that every file may have, and one of more is refused. */
static void
test_instructions_without_end_are_refused (void)
{
  gsize size = 1u << 20;
  g_autofree guint8 *content = g_malloc (size + 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestlePickle) pickle = NULL;
  long before = get_peak_memory ();

  memset (content, ')', size + 2);
  memcpy (content, "\x80\x02(", 3);
  memcpy (content + size - 2, "t.", 2);
  pickle = read_bytes (content, size, &error);
  g_assert_no_error (error);
  g_test_message ("%.0f megabytes", (double) (get_peak_memory () - before) / 1e6);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (get_peak_memory () - before, <, 200l << 20);
#endif
  content[size - 2] = ')';
  content[size - 1] = ')';
  g_assert_null (read_bytes (content, size + 2, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "more than a million instructions"));
}

/* A name put together from the memo, again and again, would need a thousand times the file. */
static void
test_long_names_are_refused (void)
{
  g_autoptr (GByteArray) pickle = torch_pickle_new ();
  g_autofree char *name = g_strnfill (300, 'n');
  g_autoptr (GError) error = NULL;

  torch_pickle_global (pickle, "module", name);
  torch_pickle_code (pickle, ".");
  g_assert_null (read_bytes (pickle->data, pickle->len, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
}

static void
test_huge_pickles_are_refused (void)
{
  gsize size = 17u << 20;
  g_autofree guint8 *zeros = g_malloc0 (size);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_bytes (zeros, size, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, NAME));
}

static void
test_every_beginning_is_refused (void)
{
  for (gsize length = 0; length < sizeof protocol_2 - 1; length++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_bytes (protocol_2, length, &error));
      g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_TRUNCATED);
    }
}

static void
test_spoilt_pickles_do_no_harm (void)
{
  const guint n_rounds = g_test_slow () ? 200000 : 20000;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GBytes) two = g_bytes_new_static (protocol_2, sizeof protocol_2 - 1);
  g_autoptr (GBytes) five = g_bytes_new_static (protocol_5, sizeof protocol_5 - 1);
  guint n_read = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (GBytes) spoilt = torch_mutate (i % 2 == 0 ? two : five, random);
      g_autoptr (GError) error = NULL;
      g_autoptr (TrestlePickle) pickle = trestle_pickle_read (spoilt, NAME, &error);

      g_assert_true ((pickle != NULL) == (error == NULL));
      n_read += pickle != NULL;
    }
  g_test_message ("%u of %u could be read all the same", n_read, n_rounds);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pickle/protocol-2-holds-its-values", test_values_of_protocol_2);
  g_test_add_func ("/pickle/protocol-5-holds-its-values", test_values_of_protocol_5);
  g_test_add_func ("/pickle/objects-are-not-made", test_objects_are_not_made);
  g_test_add_func ("/pickle/ordered-dict-is-a-dict", test_ordered_dict_is_a_dict);
  g_test_add_func ("/pickle/last-key-counts", test_last_key_counts);
  g_test_add_func ("/pickle/text-that-is-none-is-bytes", test_text_that_is_none_is_bytes);
  g_test_add_func ("/pickle/circles-end", test_circles_end);
  g_test_add_func ("/pickle/depth-costs-no-stack", test_depth_costs_no_stack);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_pickles); i++)
    {
      g_autofree char *path = g_strconcat ("/pickle/is-refused/", bad_pickles[i].name, NULL);

      g_test_add_data_func (path, &bad_pickles[i], test_is_refused);
    }
  g_test_add_func ("/pickle/long-names-are-refused", test_long_names_are_refused);
  g_test_add_func ("/pickle/huge-pickles-are-refused", test_huge_pickles_are_refused);
  g_test_add_func ("/pickle/instructions-without-end-are-refused", test_instructions_without_end_are_refused);
  g_test_add_func ("/pickle/every-beginning-is-refused", test_every_beginning_is_refused);
  g_test_add_func ("/pickle/spoilt-ones-do-no-harm", test_spoilt_pickles_do_no_harm);
  return g_test_run ();
}
