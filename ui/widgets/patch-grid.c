/* Where the patches of an image are in a widget, on whole device pixels, and the lines over them. */
#include "ui/widgets/patch-grid.h"

#include "ui/widgets/heat-texture.h"

static const GdkRGBA black = { 0, 0, 0, 1 };
static const GdkRGBA white = { 1, 1, 1, 1 };
/* A dark and a light line side by side are seen on any picture and hide little of it. */
static const GdkRGBA line_dark = { 0, 0, 0, 0.28 };
static const GdkRGBA line_light = { 1, 1, 1, 0.28 };

/* Where the @i-th of @n parts of @length begins, on a whole device pixel. */
static float
get_edge (const TrestlePatchGrid *grid, int length, guint n, guint i)
{
  return (float) trestle_heat_edge (length * grid->scale, n, i) / grid->scale;
}

graphene_rect_t
trestle_patch_grid_get_rect (const TrestlePatchGrid *grid, guint patch)
{
  guint row = patch / grid->columns;
  guint column = patch % grid->columns;
  float left = get_edge (grid, grid->area.width, grid->columns, column);
  float right = get_edge (grid, grid->area.width, grid->columns, column + 1);
  float top = get_edge (grid, grid->area.height, grid->rows, row);
  float bottom = get_edge (grid, grid->area.height, grid->rows, row + 1);

  return GRAPHENE_RECT_INIT (grid->area.x + left, grid->area.y + top, right - left, bottom - top);
}

gint
trestle_patch_grid_find (const TrestlePatchGrid *grid, double x, double y)
{
  const GdkRectangle *area = &grid->area;
  guint row, column;

  if (grid->rows == 0 || grid->columns == 0)
    return -1;
  if (x < area->x || y < area->y || x >= area->x + area->width || y >= area->y + area->height)
    return -1;
  row = MIN (grid->rows - 1, (guint) ((y - area->y) * grid->rows / area->height));
  column = MIN (grid->columns - 1, (guint) ((x - area->x) * grid->columns / area->width));
  return (gint) (row * grid->columns + column);
}

void
trestle_patch_grid_draw_lines (const TrestlePatchGrid *grid, GtkSnapshot *snapshot)
{
  const GdkRectangle *area = &grid->area;
  float pixel = 1.f / grid->scale;

  for (guint column = 1; column < grid->columns; column++)
    {
      float x = area->x + get_edge (grid, area->width, grid->columns, column);

      gtk_snapshot_append_color (snapshot, &line_light, &GRAPHENE_RECT_INIT (x - pixel, area->y, pixel, area->height));
      gtk_snapshot_append_color (snapshot, &line_dark, &GRAPHENE_RECT_INIT (x, area->y, pixel, area->height));
    }
  for (guint row = 1; row < grid->rows; row++)
    {
      float y = area->y + get_edge (grid, area->height, grid->rows, row);

      gtk_snapshot_append_color (snapshot, &line_light, &GRAPHENE_RECT_INIT (area->x, y - pixel, area->width, pixel));
      gtk_snapshot_append_color (snapshot, &line_dark, &GRAPHENE_RECT_INIT (area->x, y, area->width, pixel));
    }
}

/* A line of @width around @rect, its inner edge @distance outside of it. */
static void
draw_outline (GtkSnapshot *snapshot, const graphene_rect_t *rect, float distance, float width, const GdkRGBA *color)
{
  float reach = distance + width;
  GskRoundedRect outline;
  graphene_rect_t outer;

  graphene_rect_inset_r (rect, -reach, -reach, &outer);
  gsk_rounded_rect_init_from_rect (&outline, &outer, 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ width, width, width, width }, (GdkRGBA[4]){ *color, *color, *color, *color });
}

void
trestle_patch_grid_draw_box (const TrestlePatchGrid *grid, guint patch, GtkSnapshot *snapshot)
{
  graphene_rect_t rect = trestle_patch_grid_get_rect (grid, patch);

  draw_outline (snapshot, &rect, -5, 4, &black);
  draw_outline (snapshot, &rect, -4, 2, &white);
}

void
trestle_patch_grid_draw_hovered (const TrestlePatchGrid *grid, guint patch, GtkSnapshot *snapshot)
{
  graphene_rect_t rect = trestle_patch_grid_get_rect (grid, patch);

  draw_outline (snapshot, &rect, -1, 1, &white);
  draw_outline (snapshot, &rect, 0, 1, &black);
}

void
trestle_patch_grid_draw_query (const TrestlePatchGrid *grid, guint patch, GtkSnapshot *snapshot)
{
  graphene_rect_t rect = trestle_patch_grid_get_rect (grid, patch);

  draw_outline (snapshot, &rect, -1, 2, &white);
  draw_outline (snapshot, &rect, 1, 2, &black);
}
