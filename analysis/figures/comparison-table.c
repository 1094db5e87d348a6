/* The numbers behind a comparison of two models. */
#include <math.h>

#include "analysis/figures/comparison-figure-private.h"
#include "analysis/figures/head-figure.h"
#include "analysis/measures/readout.h"

/* The cells of a row that say what it is about; texts are %NULL and numbers 0 where they do not apply. */
typedef struct
{
  const char *model;
  const char *quantity;
  const char *task;
  guint token;
  const char *answer;
  const char *block;
  guint layer;
  const char *key;
  guint row;
  guint patch_column;
} Row;

static void
add_text (TrestleTable *table, const char *text)
{
  if (text != NULL)
    trestle_table_add_text (table, text);
  else
    trestle_table_add_nothing (table);
}

static void
add_count (TrestleTable *table, guint number)
{
  if (number > 0)
    trestle_table_add_integer (table, number);
  else
    trestle_table_add_nothing (table);
}

static void
add_row (TrestleTable *table, const Row *row, double value)
{
  add_text (table, row->model);
  add_text (table, row->quantity);
  add_text (table, row->task);
  add_count (table, row->token);
  add_text (table, row->answer);
  add_text (table, row->block);
  add_count (table, row->layer);
  add_text (table, row->key);
  add_count (table, row->row);
  add_count (table, row->patch_column);
  trestle_table_add_number (table, value);
}

/* @map: whose keys the values are of */
static void
write_keys (TrestleTable *table,
            const TrestleComparisonDrawing *drawing,
            Row row,
            const TrestleAttentionMap *map,
            const double *values,
            gsize n)
{
  row.block = trestle_block_get_name (map->block);
  row.layer = map->layer + 1;
  for (gsize key = 0; key < n; key++)
    {
      gboolean is_patch = drawing->words == NULL && key > 0;

      row.key = drawing->words != NULL ? drawing->words[key] : is_patch ? "patch" : "class token";
      row.row = is_patch ? (guint) (key - 1) / map->grid_columns + 1 : 0;
      row.patch_column = is_patch ? (guint) (key - 1) % map->grid_columns + 1 : 0;
      add_row (table, &row, values[key]);
    }
}

static void
write_divergence (TrestleTable *table, const TrestleComparedModel *model)
{
  for (guint i = 0; i < G_N_ELEMENTS (trestle_head_figure_cross_blocks); i++)
    {
      TrestleBlock block = trestle_head_figure_cross_blocks[i];

      for (guint layer = 0; layer < model->shape.n_layers[block]; layer++)
        add_row (table,
                 &(Row){ .model = model->name, .quantity = "divergence", .block = trestle_block_get_name (block), .layer = layer + 1 },
                 trestle_comparison_get_divergence (model, block, layer));
    }
}

static void
write_readout (TrestleTable *table, const TrestleComparedModel *model, const TrestleReadout *readout)
{
  Row row = { .model = model->name, .quantity = "probability", .task = trestle_task_get_name (readout->task), .token = readout->position };

  for (guint answer = 0; answer < readout->n_answers; answer++)
    for (guint layer = 0; layer < readout->n_layers; layer++)
      {
        row.answer = readout->labels[answer];
        row.layer = layer + 1;
        add_row (table, &row, readout->probabilities[(gsize) answer * readout->n_layers + layer]);
      }
}

static void
define_columns (TrestleTable *table)
{
  trestle_table_add_column (table, "model", "whose number it is; empty for a difference, which is of both");
  trestle_table_add_column (
      table, "quantity",
      "weight: of attention, of a piece of the text the sum over its tokens; difference: of the weights, second model "
      "minus first; divergence: KL divergence (nats), the mean over the layer's heads; probability: of the answer, "
      "when the task's head reads the state of that layer as if it were the last (logit lens)");
  trestle_table_add_column (table, "task", "what was asked");
  trestle_table_add_column (table, "token", "of a masked word, counted from 0; empty for other tasks");
  trestle_table_add_column (table, "answer", "one of the likeliest of the last layer, or what another layer holds likeliest");
  trestle_table_add_column (table, "block", "where in the model; of answers the cross-modal encoder as a whole");
  trestle_table_add_column (table, "layer", "counted from 1");
  trestle_table_add_column (table, "key", "what is looked at: the class token, a patch, or a piece of the text");
  trestle_table_add_column (table, "row", "of the patch, counted from 1");
  trestle_table_add_column (table, "patch_column", "of the patch, counted from 1");
  trestle_table_add_column (table, "value", "of the quantity");
}

void
trestle_comparison_write_table (TrestleTable *table, gpointer data)
{
  const TrestleComparisonDrawing *drawing = data;
  const TrestleMapPair *pair = drawing->pair;

  define_columns (table);
  for (guint i = 0; i < 2; i++)
    write_keys (table, drawing, (Row){ .model = drawing->models[i].name, .quantity = "weight" }, pair->maps[i], pair->weights[i],
                pair->n_keys[i]);
  if (pair->difference != NULL)
    write_keys (table, drawing, (Row){ .quantity = "difference" }, pair->maps[0], pair->difference, pair->n_keys[0]);
  for (guint i = 0; i < 2; i++)
    write_divergence (table, &drawing->models[i]);
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; drawing->models[i].readouts != NULL && k < drawing->models[i].readouts->len; k++)
      write_readout (table, &drawing->models[i], g_ptr_array_index (drawing->models[i].readouts, k));
}
