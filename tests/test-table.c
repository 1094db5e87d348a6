/* The numbers behind figures, as CSV and as JSON. */
#include "analysis/figures/table.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* Texts that are hard to write, numbers that are hard to give back, and a cell of every kind. */
static const char *const texts[] = { "plain", "a,b", "say \"no\"", "two\r\nlines", "# no remark", "雪 \\ \t", "" };
static const double numbers[] = { 0.1, (double) 0.1f, 1.0 / 3.0, -1e-300, 6.02214076e23, 5e-324, 0.0 };
#define A_FLOAT 1 /* which of them is written as the float32 that it is */

static TrestleTable *
make_table (void)
{
  TrestleTable *table = trestle_table_new ();

  trestle_table_add_column (table, "index", "counted from 0");
  trestle_table_add_column (table, "text", "any text,\nin any script");
  trestle_table_add_column (table, "number", "any number");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      trestle_table_add_integer (table, i);
      trestle_table_add_text (table, texts[i]);
      trestle_table_add_number (table, numbers[i]);
    }
  return table;
}

static JsonObject *
parse (JsonParser *parser, const char *json)
{
  GError *error = NULL;

  json_parser_load_from_data (parser, json, -1, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
test_json_gives_everything_back (void)
{
  g_autoptr (TrestleTable) table = make_table ();
  g_autofree char *json = trestle_table_to_json (table, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = parse (parser, json);
  JsonArray *rows = json_object_get_array_member (object, "rows");

  g_assert_false (json_object_has_member (object, "about"));
  g_assert_cmpuint (json_array_get_length (rows), ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      double number;

      g_assert_cmpint (json_object_get_int_member (row, "index"), ==, i);
      g_assert_cmpstr (json_object_get_string_member (row, "text"), ==, texts[i]);
      number = json_object_get_double_member (row, "number");
      g_assert_true (i == A_FLOAT ? (float) number == (float) numbers[i] : number == numbers[i]);
    }
}

static void
test_csv_is_quoted_where_it_must_be (void)
{
  g_autoptr (TrestleTable) table = make_table ();
  g_autofree char *csv = trestle_table_to_csv (table, NULL);

  g_assert_cmpstr (csv, ==,
                   "index,text,number\r\n"
                   "0,plain,0.1\r\n"
                   "1,\"a,b\",0.1\r\n"
                   "2,\"say \"\"no\"\"\",0.3333333333333333\r\n"
                   "3,\"two\r\nlines\",-1e-300\r\n"
                   "4,\"# no remark\",6.02214076e+23\r\n"
                   "5,雪 \\ \t,4.94066e-324\r\n"
                   "6,,0\r\n");
}

static void
test_origin_comes_first (void)
{
  g_autoptr (TrestleTable) table = make_table ();
  g_autoptr (TrestleOrigin) origin = trestle_origin_new ("Divergence", "a model", NULL, "trestle-cli x\n--y");
  g_autofree char *csv = trestle_table_to_csv (table, origin);
  g_autofree char *json = trestle_table_to_json (table, origin);
  g_autofree char *expected = g_strconcat ("# title: Divergence\r\n# model: a model\r\n# made by: ", trestle_origin_get_program (),
                                           "\r\n# command: trestle-cli x --y\r\n# column index: counted from 0\r\n"
                                           "# column text: any text, in any script\r\n# column number: any number\r\nindex,text,number\r\n",
                                           NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object = parse (parser, json), *about = json_object_get_object_member (object, "about");

  g_assert_true (g_str_has_prefix (csv, expected));
  g_assert_cmpstr (json_object_get_string_member (about, "command"), ==, "trestle-cli x\n--y");
  g_assert_cmpstr (json_object_get_string_member (about, "made_by"), ==, trestle_origin_get_program ());
  g_assert_false (json_object_has_member (about, "input"));
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (object, "columns"), "number"), ==, "any number");
}

static void
test_what_is_no_number_is_an_empty_cell (void)
{
  g_autoptr (TrestleTable) table = trestle_table_new ();
  g_autofree char *csv = NULL, *json = NULL;

  trestle_table_add_column (table, "a", "one");
  trestle_table_add_column (table, "b", "two");
  trestle_table_add_number (table, NAN);
  trestle_table_add_number (table, INFINITY);
  trestle_table_add_nothing (table);
  trestle_table_add_text (table, "\xff");
  g_assert_cmpuint (trestle_table_get_n_rows (table), ==, 2);
  csv = trestle_table_to_csv (table, NULL);
  json = trestle_table_to_json (table, NULL);
  g_assert_cmpstr (csv, ==, "a,b\r\n,\r\n,\uFFFD\r\n");
  g_assert_nonnull (strstr (json, "{\"a\": null, \"b\": null}"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/json-gives-everything-back", test_json_gives_everything_back);
  g_test_add_func ("/table/csv-is-quoted-where-it-must-be", test_csv_is_quoted_where_it_must_be);
  g_test_add_func ("/table/origin-comes-first", test_origin_comes_first);
  g_test_add_func ("/table/what-is-no-number-is-an-empty-cell", test_what_is_no_number_is_an_empty_cell);
  return g_test_run ();
}
