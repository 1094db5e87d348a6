/* The cells of a head grid and the labels of their rows and columns: children of one widget. */
#include "ui/widgets/head-cells.h"

#include <string.h>

#include "ui/widgets/head-columns.h"

TrestleHeadCells *
trestle_head_cells_new (GtkWidget *parent)
{
  TrestleHeadCells *cells = g_new0 (TrestleHeadCells, 1);
  GDestroyNotify remove = (GDestroyNotify) gtk_widget_unparent;

  cells->parent = parent;
  cells->row_labels = g_ptr_array_new_with_free_func (remove);
  cells->column_labels = g_ptr_array_new_with_free_func (remove);
  cells->cells = g_ptr_array_new_with_free_func (remove);
  cells->aspect = 1;
  return cells;
}

void
trestle_head_cells_free (TrestleHeadCells *cells)
{
  g_ptr_array_unref (cells->row_labels);
  g_ptr_array_unref (cells->column_labels);
  g_ptr_array_unref (cells->cells);
  g_free (cells->order);
  g_free (cells);
}

void
trestle_head_cells_empty (TrestleHeadCells *cells)
{
  cells->n_layers = cells->n_columns = 0;
  g_clear_pointer (&cells->order, g_free);
  g_ptr_array_set_size (cells->row_labels, 0);
  g_ptr_array_set_size (cells->column_labels, 0);
  g_ptr_array_set_size (cells->cells, 0);
}

static void
add_label (TrestleHeadCells *cells, GPtrArray *labels, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), labels == cells->row_labels ? 1 : 0.5);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_parent (label, cells->parent);
  g_ptr_array_add (labels, label);
}

static void
add_labels (TrestleHeadCells *cells)
{
  static const char *const summaries[TRESTLE_N_SUMMARIES] = { "Mean", "Max", "Rollout" };

  for (guint layer = 0; layer < cells->n_layers; layer++)
    {
      g_autofree char *text = g_strdup_printf ("Layer %u", layer + 1);

      add_label (cells, cells->row_labels, text);
    }
  for (guint column = 0; column < cells->n_columns; column++)
    {
      g_autofree char *text = column < TRESTLE_N_SUMMARIES ? g_strdup (summaries[column])
                                                           : g_strdup_printf ("%u", column - TRESTLE_N_SUMMARIES + 1);

      add_label (cells, cells->column_labels, text);
    }
}

static void
add_cell (TrestleHeadCells *cells, guint layer, guint column)
{
  GtkWidget *cell = trestle_head_cell_new (layer, trestle_column_get_head (column));

  trestle_head_cell_set_place (TRESTLE_HEAD_CELL (cell), column, FALSE);
  gtk_widget_set_parent (cell, cells->parent);
  g_ptr_array_add (cells->cells, cell);
}

void
trestle_head_cells_build (TrestleHeadCells *cells, guint n_layers, guint n_columns)
{
  trestle_head_cells_empty (cells);
  cells->n_layers = n_layers;
  cells->n_columns = n_columns;
  add_labels (cells);
  for (guint layer = 0; layer < n_layers; layer++)
    for (guint column = 0; column < n_columns; column++)
      add_cell (cells, layer, column);
}

TrestleHeadCell *
trestle_head_cells_get (const TrestleHeadCells *cells, guint layer, guint column)
{
  if (layer >= cells->n_layers || column >= cells->n_columns)
    return NULL;
  return g_ptr_array_index (cells->cells, layer * cells->n_columns + column);
}

static guint
get_n_heads (const TrestleHeadCells *cells)
{
  return MAX (cells->n_columns, TRESTLE_N_SUMMARIES) - TRESTLE_N_SUMMARIES;
}

guint
trestle_head_cells_get_column_at (const TrestleHeadCells *cells, guint layer, guint position)
{
  if (position < TRESTLE_N_SUMMARIES || cells->order == NULL)
    return position;
  return trestle_head_get_column ((gint) cells->order[layer * get_n_heads (cells) + position - TRESTLE_N_SUMMARIES]);
}

guint
trestle_head_cells_get_position (const TrestleHeadCells *cells, guint layer, guint column)
{
  guint position = 0;

  while (position < cells->n_columns && trestle_head_cells_get_column_at (cells, layer, position) != column)
    position++;
  return position;
}

static gboolean
has_order (const TrestleHeadCells *cells, const guint *heads)
{
  gsize n_bytes = sizeof *heads * cells->n_layers * get_n_heads (cells);

  if (heads == NULL || cells->order == NULL)
    return heads == cells->order;
  return memcmp (heads, cells->order, n_bytes) == 0;
}

/* A heading over a column of different heads would be wrong. */
gboolean
trestle_head_cells_set_order (TrestleHeadCells *cells, const guint *heads)
{
  if (has_order (cells, heads))
    return FALSE;
  g_free (cells->order);
  cells->order = heads != NULL ? g_memdup2 (heads, sizeof *heads * cells->n_layers * get_n_heads (cells)) : NULL;
  for (guint column = TRESTLE_N_SUMMARIES; column < cells->n_columns; column++)
    gtk_widget_set_visible (g_ptr_array_index (cells->column_labels, column), heads == NULL);
  for (guint layer = 0; layer < cells->n_layers; layer++)
    for (guint position = TRESTLE_N_SUMMARIES; position < cells->n_columns; position++)
      {
        guint column = trestle_head_cells_get_column_at (cells, layer, position);

        trestle_head_cell_set_place (trestle_head_cells_get (cells, layer, column), position, heads != NULL);
      }
  return TRUE;
}
