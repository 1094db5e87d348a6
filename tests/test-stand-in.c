/* Knocked-out bridges against what PyTorch computed in float64 (ablate.* of tests/golden/NAME.safetensors, to 5e-4), what a trace records
 * of them, bridges that split, and layers that are read out. */
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "tests/golden.h"
#include "tests/numbers.h"
#include "tests/temporary-folder.h"

/* Absolute, of the golden cases. */
#define TOLERANCE 5e-4

/* (transfer full) */
static TrestleSafetensors *
open_golden (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".safetensors", NULL);
  g_autofree char *path = golden_path (file);
  g_autoptr (GError) error = NULL;
  TrestleSafetensors *golden = trestle_safetensors_open (path, &error);

  g_assert_no_error (error);
  return golden;
}

static guint
get_n_bridges (TrestleSession *session)
{
  return trestle_model_get_n_bridges (trestle_session_get_model (session));
}

static void
set_every_stand_in (TrestleSession *session, TrestleStandIn stand_in)
{
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < get_n_bridges (session); bridge++)
      trestle_session_set_stand_in (session, side, bridge, stand_in);
}

/* Runs with the stand-ins that are set, and returns how far the logits of the match are from the expected ones. */
static double
run_and_compare (const GoldenCase *golden, TrestleSession *session, const TrestleSafetensors *expected, const char *name)
{
  const TrestleStoredTensor *stored = trestle_safetensors_get (expected, name);
  g_autoptr (TrestleTrace) trace = golden_case_run (golden, session);
  const TrestleTensor *found = trestle_trace_get (trace, "logits.itm");
  float values[2];
  double difference;

  g_assert_nonnull (stored);
  g_assert_cmpuint (stored->count, ==, 2);
  g_assert_true (trestle_stored_tensor_to_float (stored, values));
  difference = fmax (fabs (found->data[0] - values[0]), fabs (found->data[1] - values[1]));
  if (!(difference <= TOLERANCE))
    g_error ("%s is off by %g", name, difference);
  return difference;
}

/* One bridge after the other, and all together. */
static double
compare_stand_in (const GoldenCase *golden, TrestleSession *session, const TrestleSafetensors *expected, TrestleStandIn stand_in)
{
  const char *mode = trestle_stand_in_get_name (stand_in);
  g_autofree char *all = g_strdup_printf ("ablate.all.%s.itm", mode);
  double worst = 0.0;

  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < get_n_bridges (session); bridge++)
      {
        g_autofree char *name = g_strdup_printf ("ablate.%s.%u.%s.itm", trestle_side_get_name (side), bridge, mode);

        trestle_session_clear_stand_ins (session);
        trestle_session_set_stand_in (session, side, bridge, stand_in);
        worst = MAX (worst, run_and_compare (golden, session, expected, name));
      }
  set_every_stand_in (session, stand_in);
  return MAX (worst, run_and_compare (golden, session, expected, all));
}

static void
test_agrees_with_golden (gconstpointer data)
{
  g_autoptr (TrestleSafetensors) expected = open_golden (data);
  GoldenCase golden;
  double worst = 0.0;

  golden_case_open (&golden, data);
  {
    g_autoptr (TrestleSession) session = golden_case_open_session (&golden);

    g_assert_cmpuint (get_n_bridges (session), >, 0);
    for (TrestleStandIn stand_in = TRESTLE_STAND_IN_ZERO; stand_in < TRESTLE_N_STAND_INS; stand_in++)
      worst = MAX (worst, compare_stand_in (&golden, session, expected, stand_in));
    g_test_message ("off by at most %.2g", worst);
  }
  golden_case_clear (&golden);
}

typedef struct
{
  GoldenCase golden;
  TrestleSession *session;
  TrestleTrace *intact;
} Fixture;

static void
fixture_open (Fixture *fixture, const char *name)
{
  golden_case_open (&fixture->golden, name);
  fixture->session = golden_case_open_session (&fixture->golden);
  fixture->intact = golden_case_run (&fixture->golden, fixture->session);
}

static void
fixture_clear (Fixture *fixture)
{
  trestle_trace_unref (fixture->intact);
  trestle_session_free (fixture->session);
  golden_case_clear (&fixture->golden);
}

static const TrestleTensor *
get_uni (const TrestleTrace *trace, TrestleSide side, guint bridge)
{
  g_autofree char *name = g_strdup_printf ("bridge.%s.%u.y", trestle_side_get_name (side), bridge);

  return trestle_trace_get (trace, name);
}

/* The mean over the tokens that are kept, which are the first rows. */
static void
assert_rows_are_mean (const TrestleTensor *found, const TrestleTensor *intact, gsize n_kept)
{
  for (gsize column = 0; column < intact->columns; column++)
    {
      double sum = 0.0;

      for (gsize row = 0; row < n_kept; row++)
        sum += *numbers_at (intact, row, column);
      for (gsize row = 0; row < found->rows; row++)
        numbers_assert_close (*numbers_at (found, row, column), sum / (double) n_kept, 1e-6);
    }
}

static gsize
count_kept (const GoldenCase *golden)
{
  gsize count = 0;

  while (count < golden->n_tokens && golden->keep[count])
    count++;
  return count;
}

static void
assert_stand_in (const Fixture *fixture, const TrestleTrace *trace, TrestleSide side, guint bridge, TrestleStandIn stand_in)
{
  const TrestleTensor *found = get_uni (trace, side, bridge), *intact = get_uni (fixture->intact, side, bridge);
  const TrestleTensor *last = get_uni (fixture->intact, side, get_n_bridges (fixture->session) - 1);

  if (stand_in == TRESTLE_STAND_IN_NONE)
    g_assert_true (found->data == intact->data);
  else if (stand_in == TRESTLE_STAND_IN_ZERO)
    for (gsize i = 0; i < trestle_tensor_count (found); i++)
      g_assert_cmpfloat (found->data[i], ==, 0.0);
  else if (stand_in == TRESTLE_STAND_IN_MEAN)
    assert_rows_are_mean (found, intact, side == TRESTLE_SIDE_TEXT ? count_kept (&fixture->golden) : intact->rows);
  else
    g_assert_true (numbers_are_same (found, last));
}

/* Of tests/golden/padded.json, whose text has padding behind it. */
static void
test_trace_has_what_entered (void)
{
  Fixture fixture;

  fixture_open (&fixture, "padded");
  g_assert_cmpuint (count_kept (&fixture.golden), <, fixture.golden.n_tokens);
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (TrestleStandIn stand_in = 0; stand_in < TRESTLE_N_STAND_INS; stand_in++)
      {
        g_autoptr (TrestleTrace) trace = NULL;

        trestle_session_set_stand_in (fixture.session, side, 0, stand_in);
        g_assert_cmpuint (trestle_session_get_stand_in (fixture.session, side, 0), ==, stand_in);
        trace = golden_case_run (&fixture.golden, fixture.session);
        assert_stand_in (&fixture, trace, side, 0, stand_in);
        assert_stand_in (&fixture, trace, side, 1, TRESTLE_STAND_IN_NONE);
        assert_stand_in (&fixture, trace, !side, 0, TRESTLE_STAND_IN_NONE);
        trestle_session_clear_stand_ins (fixture.session);
      }
  fixture_clear (&fixture);
}

/* Also while the knocked-out run's trace is held: what the towers did is nobody's to change. */
static void
test_cleared_stand_ins_leave_nothing (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) knocked_out = NULL;
  g_autoptr (TrestleTrace) after = NULL;

  fixture_open (&fixture, "bridge-add");
  set_every_stand_in (fixture.session, TRESTLE_STAND_IN_MEAN);
  knocked_out = golden_case_run (&fixture.golden, fixture.session);
  g_assert_false (numbers_are_same (trestle_trace_get (knocked_out, "logits.pooled"), trestle_trace_get (fixture.intact, "logits.pooled")));
  trestle_session_clear_stand_ins (fixture.session);
  g_assert_cmpuint (trestle_session_get_stand_in (fixture.session, TRESTLE_SIDE_IMAGE, 1), ==, TRESTLE_STAND_IN_NONE);
  after = golden_case_run (&fixture.golden, fixture.session);
  golden_assert_same_traces (after, fixture.intact);
  fixture_clear (&fixture);
}

static void
test_stand_ins_hold_for_the_next_image (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autoptr (GError) error = NULL;
  TrestleTensor pixels = trestle_tensor_new (3, 64, 64); /* [3, 64, 64] */

  fixture_open (&fixture, "bridge-add");
  trestle_session_set_stand_in (fixture.session, TRESTLE_SIDE_IMAGE, 1, TRESTLE_STAND_IN_ZERO);
  g_assert_true (trestle_session_set_pixels (fixture.session, &pixels, &error));
  trace = golden_case_run (&fixture.golden, fixture.session);
  assert_stand_in (&fixture, trace, TRESTLE_SIDE_IMAGE, 1, TRESTLE_STAND_IN_ZERO);
  trestle_tensor_clear (&pixels);
  fixture_clear (&fixture);
}

/* Each name once, and the state that entered, not the tower's. */
static void
test_saved_trace_has_the_stand_in (void)
{
  Fixture fixture;
  char *folder = temporary_folder_new ((TemporaryFile[]){ { NULL, NULL } });
  g_autofree char *path = g_build_filename (folder, "trace.safetensors", NULL);
  g_autoptr (TrestleTrace) trace = NULL;
  g_autoptr (TrestleSafetensors) saved = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) intact_names = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "bridge-add");
  trestle_session_set_stand_in (fixture.session, TRESTLE_SIDE_TEXT, 1, TRESTLE_STAND_IN_ZERO);
  trace = golden_case_run (&fixture.golden, fixture.session);
  trestle_trace_save (trace, path, &error);
  g_assert_no_error (error);
  saved = trestle_safetensors_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (((const float *) (gconstpointer) trestle_safetensors_get (saved, "bridge.text.1.y")->data)[0], ==, 0.0);
  names = trestle_trace_list (trace);
  intact_names = trestle_trace_list (fixture.intact);
  g_assert_cmpuint (names->len, ==, intact_names->len);
  temporary_folder_free (folder);
  fixture_clear (&fixture);
}

static void
test_names_are_read_back (void)
{
  TrestleStandIn stand_in;

  for (TrestleStandIn i = 0; i < TRESTLE_N_STAND_INS; i++)
    {
      g_assert_true (trestle_stand_in_parse (trestle_stand_in_get_name (i), &stand_in));
      g_assert_cmpuint (stand_in, ==, i);
    }
  g_assert_false (trestle_stand_in_parse ("median", &stand_in));
  g_assert_cmpstr (trestle_side_get_name (TRESTLE_SIDE_TEXT), ==, "text");
  g_assert_cmpstr (trestle_side_get_name (TRESTLE_SIDE_IMAGE), ==, "image");
}

static void
test_meter_has_no_bridges (void)
{
  Fixture fixture;

  fixture_open (&fixture, "meter");
  g_assert_cmpuint (get_n_bridges (fixture.session), ==, 0);
  trestle_session_clear_stand_ins (fixture.session);
  fixture_clear (&fixture);
}

/* What the bridge gives is LayerNorm (f (x) + g (y) + c), so f (x) + g (y) as it would be without the c: that is checked by taking x and y
 * away one after the other. */
static void
assert_splits (const TrestleBridge *bridge, const TrestleTensor *x, const TrestleTensor *y)
{
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  TrestleTensor of_x = trestle_arena_tensor (arena, x->rows, x->columns);     /* [tokens, hidden] */
  TrestleTensor of_y = trestle_arena_tensor (arena, x->rows, x->columns);     /* [tokens, hidden] */
  TrestleTensor of_none = trestle_arena_tensor (arena, x->rows, x->columns);  /* [tokens, hidden] */
  TrestleTensor nothing = trestle_tensor_new (1, x->rows, x->columns);        /* [tokens, hidden] */
  TrestleTensor found = trestle_arena_tensor (arena, x->rows, x->columns);    /* [tokens, hidden] */
  TrestleTensor expected = trestle_arena_tensor (arena, x->rows, x->columns); /* [tokens, hidden] */

  g_assert_true (trestle_bridge_can_split (bridge));
  g_assert_true (trestle_bridge_split (bridge, x, y, arena, &of_x, &of_y));
  g_assert_true (trestle_bridge_split (bridge, &nothing, &nothing, arena, &of_none, &expected));
  for (gsize i = 0; i < trestle_tensor_count (&nothing); i++)
    {
      g_assert_cmpfloat (fabsf (of_none.data[i]), <=, 1e-7);
      g_assert_cmpfloat (fabsf (expected.data[i]), <=, 1e-7);
    }
  trestle_add (&of_x, &of_y, &found);
  if (bridge->bias != NULL)
    trestle_add_row (&found, bridge->bias, &found);
  trestle_layer_norm (&bridge->norm, &found, &found);
  trestle_bridge_forward (bridge, x, y, NULL, arena, &expected);
  g_assert_cmpfloat (numbers_largest_difference (&found, &expected), <=, 1e-5);
  trestle_tensor_clear (&nothing);
}

static void
test_bridge_splits_into_its_sides (gconstpointer data)
{
  Fixture fixture;
  const TrestleBridge *bridge;

  fixture_open (&fixture, data);
  bridge = trestle_model_get_bridge (trestle_session_get_model (fixture.session), TRESTLE_SIDE_IMAGE, 1);
  assert_splits (bridge, trestle_trace_get (fixture.intact, "bridge.image.1.x"), trestle_trace_get (fixture.intact, "bridge.image.1.y"));
  fixture_clear (&fixture);
}

static void
test_bridge_that_mixes_does_not_split (gconstpointer data)
{
  Fixture fixture;
  const TrestleBridge *bridge;
  g_autoptr (TrestleArena) arena = trestle_arena_new ();
  TrestleTensor out = trestle_tensor_new (1, 1, 64);

  fixture_open (&fixture, data);
  bridge = trestle_model_get_bridge (trestle_session_get_model (fixture.session), TRESTLE_SIDE_TEXT, 0);
  g_assert_false (trestle_bridge_can_split (bridge));
  g_assert_false (trestle_bridge_split (bridge, &out, &out, arena, &out, &out));
  trestle_tensor_clear (&out);
  fixture_clear (&fixture);
}

/* Of tests/golden/heads-demo.json: four cross-modal layers, and the heads for match, masks, questions and entailment. */
static void
test_last_layer_reads_as_the_run (void)
{
  static const char *const names[] = { "logits.pooled", "logits.itm", "logits.mlm", "logits.vqa", "logits.snli", "logits.itc_cross" };
  Fixture fixture;
  g_autoptr (TrestleTrace) read = NULL;
  g_autoptr (TrestleTrace) before = NULL;
  g_autoptr (GPtrArray) recorded = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "heads-demo");
  read = trestle_session_read_layer (fixture.session, fixture.intact, 3, &error);
  g_assert_no_error (error);
  before = trestle_session_read_layer (fixture.session, fixture.intact, 2, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (numbers_are_same (trestle_trace_get (read, names[i]), trestle_trace_get (fixture.intact, names[i])));
      g_assert_false (numbers_are_same (trestle_trace_get (before, names[i]), trestle_trace_get (fixture.intact, names[i])));
    }
  recorded = trestle_trace_list (read);
  g_assert_cmpuint (recorded->len, ==, G_N_ELEMENTS (names));
  g_assert_cmpuint (trestle_trace_get_n_tokens (read), ==, fixture.golden.n_tokens);
  fixture_clear (&fixture);
}

static void
test_layer_that_is_not_there_is_refused (void)
{
  Fixture fixture, other;
  g_autoptr (GError) error = NULL;

  fixture_open (&fixture, "heads-demo");
  fixture_open (&other, "bridge-add");
  g_assert_null (trestle_session_read_layer (fixture.session, fixture.intact, 4, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "no “hidden.cross_text.4”"));
  g_assert_nonnull (strstr (error->message, "has 4 cross-modal layers"));
  g_clear_error (&error);
  g_assert_null (trestle_session_read_layer (fixture.session, other.intact, 0, &error));
  g_assert_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE);
  g_assert_nonnull (strstr (error->message, "is 64 wide"));
  g_assert_nonnull (strstr (error->message, "128: the run is of another model"));
  fixture_clear (&fixture);
  fixture_clear (&other);
}

#define PREFIX "/stand-in"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  golden_add_cases (PREFIX, "agrees-with-golden", golden_cases_with_bridges, test_agrees_with_golden);
  g_test_add_func ("/stand-in/trace-has-what-entered", test_trace_has_what_entered);
  g_test_add_func ("/stand-in/cleared-stand-ins-leave-nothing", test_cleared_stand_ins_leave_nothing);
  g_test_add_func ("/stand-in/holds-for-the-next-image", test_stand_ins_hold_for_the_next_image);
  g_test_add_func ("/stand-in/saved-trace-has-the-stand-in", test_saved_trace_has_the_stand_in);
  g_test_add_func ("/stand-in/names-are-read-back", test_names_are_read_back);
  g_test_add_func ("/stand-in/meter-has-no-bridges", test_meter_has_no_bridges);
  g_test_add_data_func (PREFIX "/bridge-splits-into-its-sides/bridge-add", "bridge-add", test_bridge_splits_into_its_sides);
  g_test_add_data_func (PREFIX "/bridge-splits-into-its-sides/shared-links", "shared-links", test_bridge_splits_into_its_sides);
  golden_add_cases (PREFIX, "bridge-splits-into-its-sides", golden_cases_splitting, test_bridge_splits_into_its_sides);
  golden_add_cases (PREFIX, "bridge-that-mixes-does-not-split", golden_cases_mixing, test_bridge_that_mixes_does_not_split);
  g_test_add_func ("/stand-in/last-layer-reads-as-the-run", test_last_layer_reads_as_the_run);
  g_test_add_func ("/stand-in/layer-that-is-not-there-is-refused", test_layer_that_is_not_there_is_refused);
  return g_test_run ();
}
