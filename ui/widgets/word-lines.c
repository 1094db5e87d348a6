/* Chips in lines that wrap: how much room they need, where they are put, and which one is at a place. */
#include "ui/widgets/word-lines.h"

#include "ui/widgets/children.h"

#define SPACING 6
#define LINE_SPACING 8
/* Tokens of an open word stand closer together. */
#define TOKEN_SPACING 2
/* Below a chip, in what is between two lines. */
#define UNDERLINE_GAP 3
#define UNDERLINE_HEIGHT 3

static int
get_height (GPtrArray *chips)
{
  int height = 0;

  for (guint i = 0; i < chips->len; i++)
    {
      GtkRequisition natural;

      if (!gtk_widget_get_visible (g_ptr_array_index (chips, i)))
        continue;
      gtk_widget_get_preferred_size (g_ptr_array_index (chips, i), NULL, &natural);
      height = MAX (height, natural.height);
    }
  return height;
}

/* A word that is wider than the line is cut short. */
static int
get_width (GtkWidget *chip, int line_width)
{
  GtkRequisition minimum, natural;

  gtk_widget_get_preferred_size (chip, &minimum, &natural);
  return MIN (natural.width, MAX (minimum.width, line_width));
}

/* What is left free in front of a chip that does not begin its line. */
static int
get_spacing (const TrestleWordGroups *groups, guint token)
{
  if (token == 0)
    return 0;
  return trestle_word_groups_find_first (groups, token) < token ? TOKEN_SPACING : SPACING;
}

/* Puts chips into lines of @width, or only reckons what they need, and returns their height. */
static int
lay_out (GPtrArray *chips, const TrestleWordGroups *groups, int width, gboolean place)
{
  int height = get_height (chips);
  int x = 0, y = 0;

  for (guint i = 0; i < chips->len; i++)
    {
      GtkWidget *chip = g_ptr_array_index (chips, i);
      int chip_width;

      if (!gtk_widget_get_visible (chip))
        continue;
      chip_width = get_width (chip, width);
      x += x > 0 ? get_spacing (groups, i) : 0;
      if (x > 0 && x + chip_width > width)
        {
          x = 0;
          y += height + LINE_SPACING;
        }
      if (place)
        trestle_child_place (chip, x, y, chip_width, height);
      x += chip_width;
    }
  return y + height + UNDERLINE_GAP + UNDERLINE_HEIGHT;
}

void
trestle_word_lines_measure (GPtrArray *chips,
                            const TrestleWordGroups *groups,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural)
{
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = lay_out (chips, groups, for_size < 0 ? G_MAXINT16 : for_size, FALSE);
      return;
    }
  *minimum = *natural = 0;
  for (guint i = 0; i < chips->len; i++)
    {
      GtkRequisition smallest, usual;

      if (!gtk_widget_get_visible (g_ptr_array_index (chips, i)))
        continue;
      gtk_widget_get_preferred_size (g_ptr_array_index (chips, i), &smallest, &usual);
      *minimum = MAX (*minimum, smallest.width);
      *natural += usual.width + get_spacing (groups, i);
    }
}

void
trestle_word_lines_allocate (GPtrArray *chips, const TrestleWordGroups *groups, int width)
{
  lay_out (chips, groups, width, TRUE);
}

gint
trestle_word_lines_find_near (GPtrArray *chips, double x, double y)
{
  for (guint i = 0; i < chips->len; i++)
    {
      GtkWidget *chip = g_ptr_array_index (chips, i);
      graphene_rect_t bounds;

      if (!gtk_widget_get_visible (chip) || !gtk_widget_compute_bounds (chip, gtk_widget_get_parent (chip), &bounds))
        continue;
      graphene_rect_inset (&bounds, -SPACING / 2.f, -LINE_SPACING / 2.f);
      if (graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
        return (gint) i;
    }
  return -1;
}

void
trestle_word_lines_underline (GtkWidget *chip, GtkSnapshot *snapshot, double part, const GdkRGBA *ink)
{
  GtkWidget *parent = gtk_widget_get_parent (chip);
  gboolean mirrored = gtk_widget_get_direction (parent) == GTK_TEXT_DIR_RTL;
  graphene_rect_t bounds;
  float length;

  if (!gtk_widget_compute_bounds (chip, parent, &bounds))
    return;
  length = (float) (bounds.size.width * part);
  gtk_snapshot_append_color (snapshot, ink,
                             &GRAPHENE_RECT_INIT (mirrored ? bounds.origin.x + bounds.size.width - length : bounds.origin.x,
                                                  bounds.origin.y + bounds.size.height + UNDERLINE_GAP, length, UNDERLINE_HEIGHT));
}
