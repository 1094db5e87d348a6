/* What is chosen to see of heads, the figure that shows it, and what the command line calls it. */
#include "ui/head-choice.h"

#include "analysis/figures/head-figure.h"

TrestleFigure *
trestle_head_choice_draw (const TrestleHeadChoice *choice, const TrestleHeadProfile *profiles, guint n_profiles, double width_mm)
{
  TrestleLook look = TRESTLE_LOOK_DEFAULT;

  if (n_profiles == 0)
    return NULL;
  look.width_mm = width_mm;
  if (choice->towers)
    return trestle_head_figure_new_of_profiles (choice->measure, profiles, n_profiles, trestle_head_figure_tower_blocks,
                                                G_N_ELEMENTS (trestle_head_figure_tower_blocks), &look);
  return trestle_head_figure_new_of_profiles (choice->measure, profiles, n_profiles, trestle_head_figure_cross_blocks,
                                              G_N_ELEMENTS (trestle_head_figure_cross_blocks), &look);
}

char *
trestle_head_choice_write_title (const TrestleHeadChoice *choice)
{
  return g_strdup_printf ("Heads of every layer: %s", trestle_head_measure_get_title (choice->measure));
}

char *
trestle_head_choice_name_file (const TrestleHeadChoice *choice)
{
  return g_strdup_printf ("%s-%s", trestle_head_measure_get_name (choice->measure), choice->towers ? "towers" : "encoder");
}

char **
trestle_head_choice_list_options (const TrestleHeadChoice *choice, double width_mm, const char *file)
{
  g_autofree char *width = g_strdup_printf ("%g", width_mm);
  g_autoptr (GStrvBuilder) options = g_strv_builder_new ();

  g_strv_builder_add_many (options, "--measure", trestle_head_measure_get_name (choice->measure), "--width", width, "-o", file, NULL);
  if (choice->towers)
    g_strv_builder_add (options, "--towers");
  return g_strv_builder_end (options);
}
