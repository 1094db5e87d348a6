/* Bridges in numbers: shares and cosines against share.* and cosine.* of tests/golden/NAME.safetensors (to 1e-5 from the golden states, to
 * 1e-3 from a run of the engine), and what knocking a bridge out does to the answers. */
#include "analysis/measures/bridge-profile.h"

#include <math.h>
#include <string.h>

#include "core/error.h"
#include "core/model/trace-private.h"
#include "tests/golden.h"
#include "tests/numbers.h"
#include "tests/synthetic.h"

#define EXACT 1e-5
#define OF_A_RUN 1e-3
#define EVERY_STAND_IN ((1u << TRESTLE_N_STAND_INS) - 1)
#define UNTOUCHED 12345.5

static const char *const share_cases[] = {
  "bert-text", "bridge-add", "heads-demo", "padded", "shared-links", "two-internal", "two-layer-bridges", "vit-vision", NULL,
};

typedef struct
{
  GoldenCase golden;
  TrestleSafetensors *expected;
  TrestleSession *session;
  const TrestleModel *model;
  TrestleTokens tokens; /* the case's ids alone */
} Fixture;

static void
fixture_open (Fixture *fixture, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".safetensors", NULL);
  g_autofree char *path = golden_path (file);
  g_autoptr (GError) error = NULL;

  fixture->expected = trestle_safetensors_open (path, &error);
  g_assert_no_error (error);
  golden_case_open (&fixture->golden, name);
  fixture->session = golden_case_open_session (&fixture->golden);
  fixture->model = trestle_session_get_model (fixture->session);
  fixture->tokens = (TrestleTokens){ .length = fixture->golden.n_tokens, .ids = fixture->golden.ids };
}

static void
fixture_clear (Fixture *fixture)
{
  trestle_session_free (fixture->session);
  trestle_safetensors_free (fixture->expected);
  golden_case_clear (&fixture->golden);
}

/* (transfer full): a trace of the golden states on both sides of every bridge. */
static TrestleTrace *
make_golden_trace (const Fixture *fixture)
{
  TrestleTrace *trace = trestle_trace_new (fixture->golden.n_tokens, fixture->golden.keep, 1, 1);
  g_autoptr (GPtrArray) names = trestle_safetensors_list (fixture->expected);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const TrestleStoredTensor *stored = trestle_safetensors_get (fixture->expected, name);

      if (g_str_has_prefix (name, "bridge."))
        {
          TrestleTensor tensor = trestle_trace_add_matrix (trace, stored->shape[0], stored->shape[1], "%s", name);

          g_assert_true (trestle_stored_tensor_to_float (stored, tensor.data));
        }
    }
  return trace;
}

/* (transfer full): `[tokens]` */
static float *
get_expected (const Fixture *fixture, const char *measure, TrestleSide side, guint bridge, gsize *n_tokens)
{
  g_autofree char *name = g_strdup_printf ("%s.%s.%u", measure, trestle_side_get_name (side), bridge);
  const TrestleStoredTensor *stored = trestle_safetensors_get (fixture->expected, name);
  float *values;

  g_assert_nonnull (stored);
  values = g_new (float, stored->count);
  g_assert_true (trestle_stored_tensor_to_float (stored, values));
  *n_tokens = stored->count;
  return values;
}

/* Padding is compared only if the states are the golden ones: an engine may do with it what it likes. */
static void
compare_tokens (const Fixture *fixture, const TrestleTrace *trace, TrestleSide side, guint bridge, gboolean with_padding, double tolerance)
{
  gsize n_tokens;
  g_autofree float *share = get_expected (fixture, "share", side, bridge, &n_tokens);
  g_autofree float *cosine = get_expected (fixture, "cosine", side, bridge, &n_tokens);
  g_autofree double *shares = g_new (double, n_tokens);
  g_autofree double *cosines = g_new (double, n_tokens);

  g_assert_true (trestle_bridge_measure_tokens (fixture->model, trace, side, bridge, shares, cosines));
  for (gsize i = 0; i < n_tokens; i++)
    if (with_padding || side == TRESTLE_SIDE_IMAGE || fixture->golden.keep[i])
      {
        g_assert_cmpfloat (fabs (shares[i] - share[i]), <=, tolerance * share[i]);
        numbers_assert_close (cosines[i], cosine[i], tolerance);
      }
}

static void
test_shares_agree_with_golden (gconstpointer name)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) golden = NULL;
  g_autoptr (TrestleTrace) run = NULL;
  guint n_bridges;

  fixture_open (&fixture, name);
  golden = make_golden_trace (&fixture);
  run = golden_case_run (&fixture.golden, fixture.session);
  n_bridges = trestle_model_get_n_bridges (fixture.model);
  g_assert_cmpuint (n_bridges, >, 0);
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < n_bridges; bridge++)
      {
        compare_tokens (&fixture, golden, side, bridge, TRUE, EXACT);
        compare_tokens (&fixture, run, side, bridge, FALSE, OF_A_RUN);
      }
  fixture_clear (&fixture);
}

/* (transfer full): `[n_values]`, from states alone: no bridge is knocked out. */
static double *
measure_shares (const Fixture *fixture, const TrestleTrace *trace, TrestleBridgeShape *shape)
{
  g_autoptr (GError) error = NULL;
  double *values;

  trestle_bridge_shape_init (shape, fixture->model, 0);
  values = g_new (double, shape->n_values);
  g_assert_true (trestle_bridge_shape_measure (shape, fixture->session, &fixture->tokens, trace, values, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return values;
}

static double
find_mean (const float *values, gsize count)
{
  double sum = 0.0;

  for (gsize i = 0; i < count; i++)
    sum += values[i];
  return sum / (double) count;
}

/* Of tests/golden/padded.json: seven words and five of padding. */
static void
test_means_leave_padding_out (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autofree double *values = NULL;
  TrestleBridgeShape shape;

  fixture_open (&fixture, "padded");
  g_assert_true (fixture.golden.keep[6] && !fixture.golden.keep[7] && fixture.golden.n_tokens == 12);
  trace = make_golden_trace (&fixture);
  values = measure_shares (&fixture, trace, &shape);
  g_assert_true (shape.has_share);
  g_assert_cmpuint (shape.n_values, ==, 8);
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < shape.n_bridges; bridge++)
      {
        gsize n_tokens;
        g_autofree float *share = get_expected (&fixture, "share", side, bridge, &n_tokens);
        g_autofree float *cosine = get_expected (&fixture, "cosine", side, bridge, &n_tokens);
        gsize n_kept = side == TRESTLE_SIDE_TEXT ? 7 : n_tokens;

        numbers_assert_close (trestle_bridge_shape_get_share (&shape, values, side, bridge), find_mean (share, n_kept), EXACT);
        numbers_assert_close (trestle_bridge_shape_get_cosine (&shape, values, side, bridge), find_mean (cosine, n_kept), EXACT);
      }
  fixture_clear (&fixture);
}

static void
test_bridge_that_mixes_has_no_share (gconstpointer name)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autofree double *values = NULL;
  TrestleBridgeShape shape;
  double unused[17];

  fixture_open (&fixture, name);
  trace = make_golden_trace (&fixture);
  values = measure_shares (&fixture, trace, &shape);
  g_assert_false (shape.has_share);
  for (gsize i = 0; i < shape.n_values; i++)
    g_assert_true (isnan (values[i]));
  g_assert_false (trestle_bridge_measure_tokens (fixture.model, trace, TRESTLE_SIDE_IMAGE, 0, unused, unused));
  fixture_clear (&fixture);
}

static void
test_bridge_that_splits_has_shares (gconstpointer name)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autofree double *values = NULL;
  TrestleBridgeShape shape;

  fixture_open (&fixture, name);
  trace = make_golden_trace (&fixture);
  values = measure_shares (&fixture, trace, &shape);
  g_assert_true (shape.has_share);
  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    {
      double share = trestle_bridge_shape_get_share (&shape, values, side, 0);
      double cosine = trestle_bridge_shape_get_cosine (&shape, values, side, 0);

      g_assert_true (share > 0.01 && share < 0.99);
      g_assert_true (cosine > -1.0 && cosine < 1.0);
    }
  fixture_clear (&fixture);
}

/* The parts that a scaled sum is made of: twice the factor is twice the length, so share / (1 - share) is s |y| / |x| of an added one. */
static void
test_share_follows_the_bridges_factor (void)
{
  Fixture scaled;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autoptr (TrestleModel) added = NULL;
  g_autoptr (GError) error = NULL;
  GoldenCase golden;
  double shares[17], plain_shares[17], cosines[17], plain_cosines[17];
  double factor;

  fixture_open (&scaled, "bridge-scaled-add");
  golden_case_open (&golden, "bridge-add");
  added = trestle_model_load (golden.folder, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  trace = make_golden_trace (&scaled);
  factor = *trestle_model_get_bridge (scaled.model, TRESTLE_SIDE_IMAGE, 0)->factors;
  g_assert_true (trestle_bridge_measure_tokens (scaled.model, trace, TRESTLE_SIDE_IMAGE, 0, shares, cosines));
  g_assert_true (trestle_bridge_measure_tokens (added, trace, TRESTLE_SIDE_IMAGE, 0, plain_shares, plain_cosines));
  g_assert_cmpfloat (fabs (factor - 1.0), >, 0.01);
  for (gsize i = 0; i < 17; i++)
    {
      numbers_assert_close (shares[i] / (1.0 - shares[i]), fabs (factor) * plain_shares[i] / (1.0 - plain_shares[i]), EXACT);
      numbers_assert_close (cosines[i], factor > 0.0 ? plain_cosines[i] : -plain_cosines[i], EXACT);
    }
  golden_case_clear (&golden);
  fixture_clear (&scaled);
}

/* A side that brings nothing has no share and no direction. */
static void
test_side_of_zeros_has_no_share (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) trace = NULL;
  double shares[17], cosines[17];

  fixture_open (&fixture, "bridge-add");
  trestle_session_set_stand_in (fixture.session, TRESTLE_SIDE_IMAGE, 0, TRESTLE_STAND_IN_ZERO);
  trace = golden_case_run (&fixture.golden, fixture.session);
  g_assert_true (trestle_bridge_measure_tokens (fixture.model, trace, TRESTLE_SIDE_IMAGE, 0, shares, cosines));
  for (gsize i = 0; i < 17; i++)
    {
      g_assert_cmpfloat (shares[i], ==, 0.0);
      g_assert_cmpfloat (cosines[i], ==, 0.0);
    }
  g_assert_false (trestle_bridge_measure_tokens (fixture.model, trace, TRESTLE_SIDE_IMAGE, 2, shares, cosines));
  fixture_clear (&fixture);
}

/* Every number has a place of its own, and the places are all there are. */
static void
test_every_number_has_its_place (void)
{
  static const guint some_stand_ins[] = { 0, 1u << TRESTLE_STAND_IN_MEAN, EVERY_STAND_IN,
                                          1u << TRESTLE_STAND_IN_ZERO | 1u << TRESTLE_STAND_IN_LAST };
  Fixture fixture;

  fixture_open (&fixture, "heads-demo");
  for (guint k = 0; k < G_N_ELEMENTS (some_stand_ins); k++)
    {
      TrestleBridgeShape shape;
      g_autofree guint *uses = NULL;

      trestle_bridge_shape_init (&shape, fixture.model, some_stand_ins[k]);
      uses = g_new0 (guint, shape.n_values);
      for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
        for (gint bridge = 0; bridge < 3; bridge++)
          {
            uses[trestle_bridge_shape_find_share (&shape, side, (guint) bridge)]++;
            uses[trestle_bridge_shape_find_cosine (&shape, side, (guint) bridge)]++;
          }
      for (TrestleStandIn i = TRESTLE_STAND_IN_ZERO; i < TRESTLE_N_STAND_INS; i++)
        for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS && (some_stand_ins[k] & 1u << i) != 0; task++)
          for (guint number = 0; number < TRESTLE_N_EFFECTS; number++)
            {
              for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
                for (gint bridge = 0; bridge < 3; bridge++)
                  uses[trestle_bridge_shape_find_effect (&shape, side, bridge, i, task) + number]++;
              uses[trestle_bridge_shape_find_effect (&shape, TRESTLE_SIDE_IMAGE, TRESTLE_EVERY_BRIDGE, i, task) + number]++;
            }
      for (gsize i = 0; i < shape.n_values; i++)
        g_assert_cmpuint (uses[i], ==, 1);
    }
  fixture_clear (&fixture);
}

/* What progress said, and where it cancels. */
typedef struct
{
  GCancellable *cancellable;
  guint cancel_at;
  guint n_calls;
  double last;
} Progress;

static void
note_progress (double fraction, const char *stage, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpfloat (fraction, >=, progress->n_calls == 0 ? 0.0 : progress->last + 1e-9);
  g_assert_cmpfloat (fraction, <, 1.0);
  progress->last = fraction;
  if (progress->n_calls++ == progress->cancel_at)
    g_cancellable_cancel (progress->cancellable);
}

static void
assert_same_effect (const TrestleEffect *found, const TrestleEffect *expected)
{
  g_assert_cmpfloat (found->logit_change, ==, expected->logit_change);
  g_assert_cmpfloat (found->probability_change, ==, expected->probability_change);
  g_assert_cmpfloat (found->kl, ==, expected->kl);
  g_assert_cmpfloat (found->flipped, ==, expected->flipped);
}

/* The numbers of one knock-out, from a run of its own; and the change of the match against PyTorch's. */
static void
check_knock_out (const Fixture *fixture,
                 const TrestleBridgeShape *shape,
                 const double *values,
                 const TrestleTrace *intact,
                 TrestleStandIn stand_in)
{
  const TrestleStoredTensor *stored;
  g_autofree char *name = g_strdup_printf ("ablate.image.1.%s.itm", trestle_stand_in_get_name (stand_in));
  g_autoptr (TrestleTrace) changed = NULL;
  TrestleEffect effect;
  float before[2], after[2];

  trestle_session_clear_stand_ins (fixture->session);
  trestle_session_set_stand_in (fixture->session, TRESTLE_SIDE_IMAGE, 1, stand_in);
  changed = golden_case_run (&fixture->golden, fixture->session);
  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    {
      TrestleEffect found = trestle_bridge_shape_get_effect (shape, values, TRESTLE_SIDE_IMAGE, 1, stand_in, task);

      trestle_effect_measure (&effect, task, intact, changed, fixture->golden.ids, fixture->golden.n_tokens, -1);
      if (task != TRESTLE_TASK_FILL)
        assert_same_effect (&found, &effect);
      else
        g_assert_true (isnan (found.logit_change) && isnan (found.probability_change) && isnan (found.kl) && isnan (found.flipped));
    }
  stored = trestle_safetensors_get (fixture->expected, "logits.itm");
  g_assert_true (trestle_stored_tensor_to_float (stored, before));
  stored = trestle_safetensors_get (fixture->expected, name);
  g_assert_true (trestle_stored_tensor_to_float (stored, after));
  effect = trestle_bridge_shape_get_effect (shape, values, TRESTLE_SIDE_IMAGE, 1, stand_in, TRESTLE_TASK_MATCH);
  numbers_assert_close (effect.logit_change, (double) after[1] - before[1], OF_A_RUN);
}

/* Of tests/golden/heads-demo.json: three bridges a side, and every head. */
static void
test_knock_outs_are_measured (void)
{
  Fixture fixture;
  Progress progress = { .cancel_at = G_MAXUINT };
  g_autoptr (TrestleTrace) intact = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *values = NULL;
  TrestleBridgeShape shape;

  fixture_open (&fixture, "heads-demo");
  intact = golden_case_run (&fixture.golden, fixture.session);
  trestle_bridge_shape_init (&shape, fixture.model, EVERY_STAND_IN);
  values = g_new (double, shape.n_values);
  for (gsize i = 0; i < shape.n_values; i++)
    values[i] = UNTOUCHED;
  trestle_session_set_stand_in (fixture.session, TRESTLE_SIDE_TEXT, 2, TRESTLE_STAND_IN_LAST);
  g_assert_true (
      trestle_bridge_shape_measure (&shape, fixture.session, &fixture.tokens, intact, values, note_progress, &progress, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (trestle_session_get_stand_in (fixture.session, TRESTLE_SIDE_TEXT, 2), ==, TRESTLE_STAND_IN_LAST);
  g_assert_cmpuint (trestle_session_get_stand_in (fixture.session, TRESTLE_SIDE_IMAGE, 2), ==, TRESTLE_STAND_IN_NONE);
  /* Of four layers those behind the bridge: 3, 2 and 1 a side, and 3 without any. */
  g_assert_cmpuint (progress.n_calls, ==, 3 * (2 * (3 + 2 + 1) + 3));
  for (gsize i = 0; i < shape.n_values; i++)
    g_assert_true (values[i] != UNTOUCHED);
  for (TrestleStandIn i = TRESTLE_STAND_IN_ZERO; i < TRESTLE_N_STAND_INS; i++)
    check_knock_out (&fixture, &shape, values, intact, i);
  fixture_clear (&fixture);
}

/* A session that has not run the model as it is: only the first knock-out does more than the layers behind its bridge. */
static void
test_knock_outs_share_layers_among_themselves (void)
{
  Fixture fixture;
  Progress progress = { .cancel_at = G_MAXUINT };
  g_autoptr (TrestleTrace) intact = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *values = NULL, *expected = NULL;
  TrestleBridgeShape shape;
  const TrestleConfig *config;
  guint n_tower_steps;

  fixture_open (&fixture, "heads-demo");
  intact = golden_case_run (&fixture.golden, fixture.session);
  trestle_bridge_shape_init (&shape, fixture.model, EVERY_STAND_IN);
  config = trestle_model_get_config (fixture.model);
  n_tower_steps = config->vision.n_layers + 1 + config->text.n_layers + 1;
  values = g_new (double, shape.n_values);
  expected = g_new (double, shape.n_values);
  g_assert_true (trestle_bridge_shape_measure (&shape, fixture.session, &fixture.tokens, intact, expected, NULL, NULL, NULL, &error));
  trestle_session_set_recording (fixture.session, (TrestleRecording){ .blocks = 0 });
  g_assert_true (
      trestle_bridge_shape_measure (&shape, fixture.session, &fixture.tokens, intact, values, note_progress, &progress, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (progress.n_calls, ==, n_tower_steps + 3 + 3 * (2 * (3 + 2 + 1) + 3));
  g_assert_cmpmem (values, shape.n_values * sizeof *values, expected, shape.n_values * sizeof *expected);
  fixture_clear (&fixture);
}

/* All of them at once is a run of its own, not the sum of the others. */
static void
test_all_bridges_are_knocked_out_together (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) intact = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *values = NULL;
  TrestleBridgeShape shape;
  float before[2], after[2];
  TrestleEffect effect;

  fixture_open (&fixture, "bridge-gate");
  intact = golden_case_run (&fixture.golden, fixture.session);
  trestle_bridge_shape_init (&shape, fixture.model, 1u << TRESTLE_STAND_IN_MEAN);
  values = g_new (double, shape.n_values);
  g_assert_true (trestle_bridge_shape_measure (&shape, fixture.session, &fixture.tokens, intact, values, NULL, NULL, NULL, &error));
  g_assert_true (trestle_stored_tensor_to_float (trestle_safetensors_get (fixture.expected, "logits.itm"), before));
  g_assert_true (trestle_stored_tensor_to_float (trestle_safetensors_get (fixture.expected, "ablate.all.mean.itm"), after));
  effect = trestle_bridge_shape_get_effect (&shape, values, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE, TRESTLE_STAND_IN_MEAN,
                                            TRESTLE_TASK_MATCH);
  numbers_assert_close (effect.logit_change, (double) after[1] - before[1], OF_A_RUN);
  fixture_clear (&fixture);
}

static void
test_cancelled_measuring_leaves_the_session (void)
{
  Fixture fixture;
  Progress progress = { .cancellable = g_cancellable_new (), .cancel_at = 5 };
  g_autoptr (TrestleTrace) intact = NULL;
  g_autoptr (TrestleTrace) after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree double *values = NULL;
  TrestleBridgeShape shape;

  fixture_open (&fixture, "bridge-add");
  intact = golden_case_run (&fixture.golden, fixture.session);
  trestle_bridge_shape_init (&shape, fixture.model, EVERY_STAND_IN);
  values = g_new (double, shape.n_values);
  g_assert_false (trestle_bridge_shape_measure (&shape, fixture.session, &fixture.tokens, intact, values, note_progress, &progress,
                                                progress.cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = golden_case_run (&fixture.golden, fixture.session);
  golden_assert_same_traces (after, intact);
  g_object_unref (progress.cancellable);
  fixture_clear (&fixture);
}

static void
test_meter_has_nothing_to_measure (void)
{
  Fixture fixture;
  g_autoptr (TrestleTrace) intact = NULL;
  g_autoptr (GError) error = NULL;
  TrestleBridgeShape shape;
  double none, unused[17];

  fixture_open (&fixture, "meter");
  intact = golden_case_run (&fixture.golden, fixture.session);
  trestle_bridge_shape_init (&shape, fixture.model, EVERY_STAND_IN);
  g_assert_cmpuint (shape.n_values, ==, 0);
  g_assert_false (shape.has_share);
  g_assert_true (trestle_bridge_shape_measure (&shape, fixture.session, &fixture.tokens, intact, &none, NULL, NULL, NULL, &error));
  g_assert_false (trestle_bridge_measure_tokens (fixture.model, intact, TRESTLE_SIDE_TEXT, 0, unused, unused));
  fixture_clear (&fixture);
}

/* (transfer full): a trace with logits that a test made up: `[rows, answers]`. */
static TrestleTrace *
make_logits (const char *name, gsize rows, gsize answers, const float *values)
{
  TrestleTrace *trace = trestle_trace_new ((guint) rows, NULL, 1, 1);
  TrestleTensor logits = trestle_trace_add_matrix (trace, rows, answers, "%s", name); /* [rows, answers] */

  memcpy (logits.data, values, rows * answers * sizeof (float));
  return trace;
}

static const gint32 ids[] = { 0, 50, 9, 50, 2 };

static void
test_no_change_has_no_effect (void)
{
  static const char *const names[TRESTLE_N_EFFECT_TASKS] = { "logits.itm", "logits.mlm", "logits.vqa", "logits.snli" };
  float values[5 * 2] = { 0.3f, -2.0f, 1.0f, 1.0f, 7.0f, 6.0f, -80.0f, 90.0f, 0.0f, 0.0f };

  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    {
      g_autoptr (TrestleTrace) trace = make_logits (names[task], 5, 2, values);
      g_autoptr (TrestleTrace) same = make_logits (names[task], 5, 2, values);
      TrestleEffect effect;

      trestle_effect_measure (&effect, task, trace, same, ids, 5, 50);
      assert_same_effect (&effect, &(TrestleEffect){ 0 });
    }
}

/* Of a match "yes" is followed, whatever is likelier: from probabilities (1/2, 1/2) to (3/4, 1/4). */
static void
test_match_follows_yes (void)
{
  g_autoptr (TrestleTrace) intact = make_logits ("logits.itm", 1, 2, (float[]){ 1.0f, 1.0f });
  g_autoptr (TrestleTrace) changed = make_logits ("logits.itm", 1, 2, (float[]){ logf (3.0f), 0.0f });
  g_autoptr (TrestleTrace) yes = make_logits ("logits.itm", 1, 2, (float[]){ 0.0f, logf (3.0f) });
  TrestleEffect effect;

  trestle_effect_measure (&effect, TRESTLE_TASK_MATCH, intact, changed, ids, 5, 50);
  numbers_assert_close (effect.logit_change, -1.0, 1e-7);
  numbers_assert_close (effect.probability_change, -0.25, 1e-7);
  numbers_assert_close (effect.kl, 0.5 * log (0.5 / 0.75) + 0.5 * log (0.5 / 0.25), 1e-7);
  g_assert_cmpfloat (effect.flipped, ==, 0.0);
  trestle_effect_measure (&effect, TRESTLE_TASK_MATCH, yes, changed, ids, 5, 50);
  numbers_assert_close (effect.probability_change, -0.5, 1e-7);
  numbers_assert_close (effect.kl, 0.25 * log (0.25 / 0.75) + 0.75 * log (0.75 / 0.25), 1e-7);
  g_assert_cmpfloat (effect.flipped, ==, 1.0);
}

/* Two masks: the first one's word falls from 1/2 to 1/4 and is first no more, the second one's stays. */
static void
test_masks_are_averaged (void)
{
  float before[5 * 3] = { 0 }, after[5 * 3] = { 0 };
  g_autoptr (TrestleTrace) intact = NULL;
  g_autoptr (TrestleTrace) changed = NULL;
  TrestleEffect effect;

  before[3 + 2] = after[3 + 1] = after[9] = before[9] = logf (2.0f);
  after[0] = after[6] = 9.0f;
  intact = make_logits ("logits.mlm", 5, 3, before);
  changed = make_logits ("logits.mlm", 5, 3, after);
  trestle_effect_measure (&effect, TRESTLE_TASK_FILL, intact, changed, ids, 5, 50);
  numbers_assert_close (effect.logit_change, -log (2.0) / 2.0, 1e-7);
  numbers_assert_close (effect.probability_change, -0.125, 1e-7);
  numbers_assert_close (effect.kl, (0.5 * log (2.0) + 0.25 * log (0.5)) / 2.0, 1e-7);
  g_assert_cmpfloat (effect.flipped, ==, 0.5);
}

static void
test_what_is_not_asked_has_no_number (void)
{
  g_autoptr (TrestleTrace) trace = make_logits ("logits.mlm", 5, 3, (float[15]){ 0 });
  TrestleEffect effect;

  trestle_effect_measure (&effect, TRESTLE_TASK_MATCH, trace, trace, ids, 5, 50);
  g_assert_true (isnan (effect.logit_change) && isnan (effect.probability_change) && isnan (effect.kl) && isnan (effect.flipped));
  trestle_effect_measure (&effect, TRESTLE_TASK_FILL, trace, trace, ids, 5, 77);
  g_assert_true (isnan (effect.kl));
  trestle_effect_measure (&effect, TRESTLE_TASK_FILL, trace, trace, ids, 5, -1);
  g_assert_true (isnan (effect.flipped));
  trestle_effect_measure (&effect, TRESTLE_TASK_CONTRAST, trace, trace, ids, 5, 50);
  g_assert_true (isnan (effect.kl));
}

/* The demo model has a tokenizer, and so a mask to fill. */
static void
test_masked_word_feels_the_bridges (void)
{
  g_autofree char *demo = g_build_filename (g_getenv ("TRESTLE_DATA"), "models", "bridgetower-shapes", NULL);
  g_autoptr (TrestleImage) image = synthetic_picture (128, 128);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrestleSession) session = trestle_session_open (demo, NULL, NULL, NULL, NULL, &error);
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autoptr (TrestleTrace) intact = NULL;
  g_autofree double *values = NULL;
  TrestleBridgeShape shape;
  TrestleEffect effect;

  g_assert_no_error (error);
  g_assert_true (trestle_session_set_image (session, image, "scene", NULL, &error));
  tokens = trestle_session_tokenize (session, "a <mask> heart right of a <mask> square", &error);
  g_assert_no_error (error);
  intact = trestle_session_run (session, tokens->ids, NULL, tokens->length, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  trestle_bridge_shape_init (&shape, trestle_session_get_model (session), 1u << TRESTLE_STAND_IN_ZERO);
  values = g_new (double, shape.n_values);
  g_assert_true (trestle_bridge_shape_measure (&shape, session, tokens, intact, values, NULL, NULL, NULL, &error));
  effect = trestle_bridge_shape_get_effect (&shape, values, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE, TRESTLE_STAND_IN_ZERO,
                                            TRESTLE_TASK_FILL);
  g_assert_cmpfloat (effect.kl, >, 0.0);
  g_assert_true (effect.flipped == 0.0 || effect.flipped == 0.5 || effect.flipped == 1.0);
  g_assert_true (isnan (
      trestle_bridge_shape_get_effect (&shape, values, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE, TRESTLE_STAND_IN_ZERO, TRESTLE_TASK_ENTAIL)
          .kl));
}

#define PREFIX "/bridge-profile"

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  golden_add_cases (PREFIX, "shares-agree-with-golden", share_cases, test_shares_agree_with_golden);
  g_test_add_func ("/bridge-profile/means-leave-padding-out", test_means_leave_padding_out);
  golden_add_cases (PREFIX, "bridge-that-mixes-has-no-share", golden_cases_mixing, test_bridge_that_mixes_has_no_share);
  golden_add_cases (PREFIX, "bridge-that-splits-has-shares", golden_cases_splitting, test_bridge_that_splits_has_shares);
  g_test_add_func ("/bridge-profile/share-follows-the-bridges-factor", test_share_follows_the_bridges_factor);
  g_test_add_func ("/bridge-profile/side-of-zeros-has-no-share", test_side_of_zeros_has_no_share);
  g_test_add_func ("/bridge-profile/every-number-has-its-place", test_every_number_has_its_place);
  g_test_add_func ("/bridge-profile/knock-outs-are-measured", test_knock_outs_are_measured);
  g_test_add_func ("/bridge-profile/all-bridges-are-knocked-out-together", test_all_bridges_are_knocked_out_together);
  g_test_add_func (PREFIX "/knock-outs-share-layers-among-themselves", test_knock_outs_share_layers_among_themselves);
  g_test_add_func ("/bridge-profile/cancelled-measuring-leaves-the-session", test_cancelled_measuring_leaves_the_session);
  g_test_add_func ("/bridge-profile/meter-has-nothing-to-measure", test_meter_has_nothing_to_measure);
  g_test_add_func ("/bridge-profile/no-change-has-no-effect", test_no_change_has_no_effect);
  g_test_add_func ("/bridge-profile/match-follows-yes", test_match_follows_yes);
  g_test_add_func ("/bridge-profile/masks-are-averaged", test_masks_are_averaged);
  g_test_add_func ("/bridge-profile/what-is-not-asked-has-no-number", test_what_is_not_asked_has_no_number);
  g_test_add_func ("/bridge-profile/masked-word-feels-the-bridges", test_masked_word_feels_the_bridges);
  return g_test_run ();
}
