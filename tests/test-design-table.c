/* The design tables against the numbers that the BridgeTower paper prints. */
#include <string.h>

#include "analysis/measures/design-table.h"

/* What the paper prints, in units of its last digit: "18.4K" is 184 of 100 each. */
static guint64
read_printed (const char *printed, guint64 *unit)
{
  gboolean has_point = strchr (printed, '.') != NULL;
  double value = g_ascii_strtod (printed, NULL);

  *unit = g_str_has_suffix (printed, "K") ? 1000 : 1000 * 1000;
  *unit /= has_point ? 10 : 1;
  return (guint64) (value * (has_point ? 10.0 : 1.0) + 0.5);
}

static void
assert_cut (guint64 count, const char *printed)
{
  guint64 unit, expected = read_printed (printed, &unit);

  g_assert_cmpuint (count / unit, ==, expected);
}

/* BridgeTower, Design I: LayerNorms and bodies are cut after the printed digit, and then added. */
static void
test_bridges_are_those_of_the_paper (void)
{
  g_autoptr (TrestleDesignTable) table = trestle_design_table_new ();

  for (guint i = 0; i < TRESTLE_DESIGN_N_BRIDGES; i++)
    {
      const TrestleBridgeDesign *bridge = &table->bridges[i];
      guint64 unit, expected = read_printed (bridge->published, &unit);

      g_assert_cmpuint (bridge->norms / unit + bridge->bodies / unit, ==, expected);
      g_assert_cmpuint (bridge->norms, ==, 12 * 2 * 768);
    }
  g_assert_cmpstr (table->bridges[0].name, ==, "add");
  g_assert_cmpuint (table->bridges[0].bodies, ==, 0);
  g_assert_cmpuint (table->bridges[2].bodies, ==, 10 * 768);
}

/* BridgeTower, Design II */
static void
test_layers_are_those_of_the_paper (void)
{
  g_autoptr (TrestleDesignTable) table = trestle_design_table_new ();

  for (guint i = 0; i < TRESTLE_DESIGN_N_LAYERS; i++)
    {
      const TrestleLayerDesign *design = &table->layers[i];

      g_assert_cmpuint (design->n_layers, ==, 2 + i);
      g_assert_cmpuint (design->parameters, ==, design->n_layers * (table->layers[0].parameters / 2));
      if (design->published != NULL)
        assert_cut (design->parameters, design->published);
    }
  assert_cut (table->layers[0].parameters, "37.8M");
  assert_cut (table->layers[TRESTLE_DESIGN_N_LAYERS - 1].parameters, "226.8M");
}

static guint64
millions (guint64 count)
{
  return count / 1000000;
}

/* All of them cut; the total is the sum of what was cut. */
static void
test_base_is_that_of_the_paper (void)
{
  g_autoptr (TrestleDesignTable) table = trestle_design_table_new ();
  const TrestleSizeDesign *base = &table->base;

  assert_cut (base->text, base->published_text);
  assert_cut (base->vision, base->published_vision);
  assert_cut (base->cross_modal, base->published_cross_modal);
  g_assert_cmpstr (base->published_total, ==, "323M");
  g_assert_cmpuint (millions (base->text) + millions (base->vision) + millions (base->cross_modal), ==, 323);
  g_assert_cmpuint (base->total, ==, base->text + base->vision + base->cross_modal);
}

/* The paper prints 200M for the cross-modal encoder, and a total that adds it; six layers of 1,024 on both sides are 201.6M. */
static void
test_large_is_that_of_the_paper_but_for_its_encoder (void)
{
  g_autoptr (TrestleDesignTable) table = trestle_design_table_new ();
  const TrestleSizeDesign *large = &table->large;

  assert_cut (large->text, large->published_text);
  assert_cut (large->vision, large->published_vision);
  g_assert_cmpstr (large->published_cross_modal, ==, "200M");
  g_assert_cmpuint (millions (large->cross_modal), ==, 201);
  g_assert_cmpuint (millions (large->text) + millions (large->vision) + 200, ==, 859);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/design-table/bridges-are-those-of-the-paper", test_bridges_are_those_of_the_paper);
  g_test_add_func ("/design-table/layers-are-those-of-the-paper", test_layers_are_those_of_the_paper);
  g_test_add_func ("/design-table/base-is-that-of-the-paper", test_base_is_that_of_the_paper);
  g_test_add_func ("/design-table/large-is-that-of-the-paper-but-for-its-encoder", test_large_is_that_of_the_paper_but_for_its_encoder);
  return g_test_run ();
}
