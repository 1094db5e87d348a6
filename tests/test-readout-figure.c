/* The figure of readouts: its curves, their answers beside them, and the numbers behind it. */
#include "analysis/figures/readout-figure.h"
#include "tests/figure-checks.h"
#include "tests/panel-fixtures.h"

static TrestleReadout *
make_readout (TrestleTask task, guint position, const char *const *labels, const double *probabilities, guint n_layers)
{
  TrestleReadout *readout = g_new0 (TrestleReadout, 1);

  readout->task = task;
  readout->position = position;
  readout->n_layers = n_layers;
  readout->n_answers = g_strv_length ((char **) labels);
  readout->labels = g_strdupv ((char **) labels);
  readout->probabilities = g_memdup2 (probabilities, readout->n_answers * (gsize) n_layers * sizeof (double));
  readout->first = g_new0 (guint, n_layers);
  return readout;
}

static GPtrArray *
take_readouts (TrestleReadout *first, TrestleReadout *second)
{
  GPtrArray *readouts = g_ptr_array_new_with_free_func ((GDestroyNotify) trestle_readout_free);

  g_ptr_array_add (readouts, first);
  if (second != NULL)
    g_ptr_array_add (readouts, second);
  return readouts;
}

static const char *const answers[] = { "one", "two", "three", "yes", "a word that is longer than any answer should be", NULL };

/* [answers, layers]; the last four end at the same place. */
static const double curves[] = { 0.1, 0.2, 0.9, 0.7, 0.5, 0.025, 0.1, 0.2, 0.025, 0.05, 0.05, 0.025, 0.05, 0.05, 0.025 };

static void
test_texts_of_readouts_stay_apart (void)
{
  for (guint i = 0; i < 2 * N_PANEL_WIDTHS; i++)
    {
      TrestleReadout *first = make_readout (TRESTLE_TASK_FILL, 3, answers, curves, 3);
      TrestleReadout *second = i % 2 == 1 ? make_readout (TRESTLE_TASK_FILL, 5, answers, curves, 3) : NULL;
      g_autoptr (GPtrArray) readouts = take_readouts (first, second);
      TrestleLook look = make_panel_look (panel_widths[i / 2], TRUE);
      g_autoptr (TrestleFigure) figure = trestle_readout_figure_new (PANEL_LONG_NAME, readouts, &look);
      g_autoptr (GPtrArray) texts = figure_read_texts (figure, NULL);

      figure_assert_legible (figure);
      g_assert_cmpuint (figure_count_texts (texts, "one"), ==, readouts->len);
      g_assert_cmpuint (figure_count_texts (texts, "three"), ==, readouts->len);
    }
}

/* More answers than lines: the likeliest are named, all are in the table. */
static void
test_answers_without_room_are_in_the_table (void)
{
  enum
  {
    N_ANSWERS = 40
  };
  g_auto (GStrv) labels = g_new0 (char *, N_ANSWERS + 1);
  double probabilities[N_ANSWERS * 2];
  g_autoptr (GPtrArray) readouts = NULL;
  g_autoptr (TrestleFigure) figure = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (JsonArray) rows = NULL;
  TrestleLook look = make_panel_look (PANEL_NARROW, TRUE);

  for (guint i = 0; i < N_ANSWERS; i++)
    {
      labels[i] = g_strdup_printf ("answer %u", i);
      probabilities[2 * i] = probabilities[2 * i + 1] = 1.0 / N_ANSWERS;
    }
  readouts = take_readouts (make_readout (TRESTLE_TASK_ASK, 0, (const char *const *) labels, probabilities, 2), NULL);
  figure = trestle_readout_figure_new ("BridgeTower", readouts, &look);
  texts = figure_read_texts (figure, NULL);
  figure_assert_legible (figure);
  g_assert_nonnull (figure_find_text (texts, "BridgeTower"));
  g_assert_nonnull (figure_find_text (texts, "ask"));
  g_assert_nonnull (figure_find_text (texts, "answer 0"));
  g_assert_null (figure_find_text (texts, "answer 39"));
  rows = figure_read_json (figure);
  g_assert_cmpuint (json_array_get_length (rows), ==, N_ANSWERS * 2);
}

static void
test_table_of_readouts_is_what_was_read (void)
{
  g_autoptr (GPtrArray) readouts = take_readouts (make_readout (TRESTLE_TASK_FILL, 3, answers, curves, 3), NULL);
  TrestleLook look = make_panel_look (PANEL_NARROW, TRUE);
  g_autoptr (TrestleFigure) figure = trestle_readout_figure_new ("BridgeTower", readouts, &look);
  g_autoptr (JsonArray) rows = figure_read_json (figure);

  g_assert_cmpuint (json_array_get_length (rows), ==, G_N_ELEMENTS (curves));
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_assert_cmpstr (json_object_get_string_member (row, "answer"), ==, answers[i / 3]);
      g_assert_cmpint (json_object_get_int_member (row, "layer"), ==, i % 3 + 1);
      g_assert_cmpint (json_object_get_int_member (row, "token"), ==, 3);
      g_assert_cmpfloat (json_object_get_double_member (row, "probability"), ==, curves[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readout-figure/texts-stay-apart", test_texts_of_readouts_stay_apart);
  g_test_add_func ("/readout-figure/answers-without-room-are-in-the-table", test_answers_without_room_are_in_the_table);
  g_test_add_func ("/readout-figure/table-is-what-was-read", test_table_of_readouts_is_what_was_read);
  return g_test_run ();
}
