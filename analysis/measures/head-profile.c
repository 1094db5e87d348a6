/* Every head of every layer in numbers. */
#include "analysis/measures/head-profile.h"

#include "analysis/measures/attention-layer.h"
#include "analysis/measures/attention-share.h"
#include "analysis/measures/distance.h"
#include "analysis/measures/information.h"
#include "core/error.h"

/* Of a shape that is read from a file. */
#define MOST_LAYERS 1024
#define MOST_HEADS 1024

typedef struct
{
  const char *name;
  const char *title;
  const char *definition;
} Measure;

static const Measure measures[TRESTLE_N_HEAD_MEASURES] = {
  [TRESTLE_HEAD_DIVERGENCE] = { "divergence", "KL divergence (nats)",
                                "Mean over the other heads j of the layer, over queries, of the sum over keys of a (ln a - ln a_j), "
                                "weights "
                                "raised to 1e-12 where they are below." },
  [TRESTLE_HEAD_ENTROPY] = { "entropy", "entropy (nats)",
                             "Mean over queries of minus the sum over keys of a ln a, weights raised to 1e-12 where they are below." },
  [TRESTLE_HEAD_DISTANCE] = { "distance", "distance (patches)",
                              "Mean over query patches of the mean distance to the patches they look at; the class token is left out, "
                              "and the weights on patches are made to sum to 1." },
  [TRESTLE_HEAD_CLASS_SHARE] = { "class_share", "weight on the class token", "Mean over queries of the weight on the class token." },
  [TRESTLE_HEAD_SEPARATOR_SHARE] = { "separator_share", "weight on the separator",
                                     "Mean over queries of the weight on the token that closes the text." },
};

const char *
trestle_head_measure_get_name (TrestleHeadMeasure measure)
{
  return measures[measure].name;
}

const char *
trestle_head_measure_get_title (TrestleHeadMeasure measure)
{
  return measures[measure].title;
}

const char *
trestle_head_measure_get_definition (TrestleHeadMeasure measure)
{
  return measures[measure].definition;
}

gboolean
trestle_head_measure_parse (const char *name, TrestleHeadMeasure *measure)
{
  for (*measure = 0; *measure < TRESTLE_N_HEAD_MEASURES; (*measure)++)
    if (g_str_equal (measures[*measure].name, name))
      return TRUE;
  return FALSE;
}

gboolean
trestle_head_measure_applies (TrestleHeadMeasure measure, TrestleBlock block)
{
  if (measure == TRESTLE_HEAD_DISTANCE)
    return !trestle_block_queries_are_text (block) && !trestle_block_keys_are_text (block);
  return measure != TRESTLE_HEAD_SEPARATOR_SHARE || trestle_block_keys_are_text (block);
}

static void
count_layers (const TrestleConfig *config, TrestleBlock block, guint *n_layers, guint *n_heads)
{
  switch (block)
    {
    case TRESTLE_BLOCK_TEXT:
      *n_layers = config->text.n_layers;
      *n_heads = config->text.n_heads;
      break;
    case TRESTLE_BLOCK_VISION:
      *n_layers = config->vision.n_layers;
      *n_heads = trestle_vision_config_get_n_heads (&config->vision);
      break;
    default:
      *n_layers = config->n_layers;
      *n_heads = config->n_heads;
    }
}

/* Gives every number its place. */
static void
lay_out (TrestleHeadShape *shape)
{
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    for (TrestleHeadMeasure measure = 0; measure < TRESTLE_N_HEAD_MEASURES; measure++)
      {
        shape->offsets[block][measure] = G_MAXSIZE;
        if ((shape->blocks & 1u << block) == 0 || (shape->measures & 1u << measure) == 0 || !trestle_head_measure_applies (measure, block))
          continue;
        shape->offsets[block][measure] = shape->n_values; /* [layers, heads and their mean] */
        shape->n_values += (gsize) shape->n_layers[block] * (shape->n_heads[block] + 1);
      }
}

void
trestle_head_shape_init (TrestleHeadShape *shape, const TrestleModel *model, guint blocks, guint chosen)
{
  *shape = (TrestleHeadShape){ .blocks = blocks & TRESTLE_RECORD_ALL, .measures = chosen & TRESTLE_HEAD_MEASURES_ALL };
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    if ((shape->blocks & 1u << block) != 0)
      count_layers (trestle_model_get_config (model), block, &shape->n_layers[block], &shape->n_heads[block]);
  lay_out (shape);
}

char *
trestle_head_shape_to_string (const TrestleHeadShape *shape)
{
  GString *text = g_string_new (NULL);

  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    if ((shape->blocks & 1u << block) != 0)
      g_string_append_printf (text, "%s%s %ux%u", text->len > 0 ? ", " : "", trestle_block_get_name (block), shape->n_layers[block],
                              shape->n_heads[block]);
  return g_string_free (text, FALSE);
}

/* "12x12", with no more of either than any model has. */
static gboolean
parse_counts (const char *text, guint *n_layers, guint *n_heads)
{
  g_auto (GStrv) counts = g_strsplit (text, "x", -1);
  guint64 layers, heads;

  if (g_strv_length (counts) != 2 || !g_ascii_string_to_unsigned (counts[0], 10, 1, MOST_LAYERS, &layers, NULL)
      || !g_ascii_string_to_unsigned (counts[1], 10, 1, MOST_HEADS, &heads, NULL))
    return FALSE;
  *n_layers = (guint) layers;
  *n_heads = (guint) heads;
  return TRUE;
}

/* "vision 12x12" */
static gboolean
parse_block (TrestleHeadShape *shape, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  if (g_strv_length (words) != 2)
    return FALSE;
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    if (g_str_equal (trestle_block_get_name (block), words[0]) && (shape->blocks & 1u << block) == 0)
      {
        shape->blocks |= 1u << block;
        return parse_counts (words[1], &shape->n_layers[block], &shape->n_heads[block]);
      }
  return FALSE;
}

gboolean
trestle_head_shape_parse (TrestleHeadShape *shape, const char *text, guint chosen)
{
  g_auto (GStrv) blocks = g_strsplit (text, ", ", -1);

  *shape = (TrestleHeadShape){ .measures = chosen & TRESTLE_HEAD_MEASURES_ALL };
  for (guint i = 0; blocks[i] != NULL; i++)
    if (!parse_block (shape, blocks[i]))
      return FALSE;
  lay_out (shape);
  return shape->blocks != 0;
}

gsize
trestle_head_shape_find (const TrestleHeadShape *shape, TrestleBlock block, TrestleHeadMeasure measure, guint layer, gint head)
{
  gsize offset = shape->offsets[block][measure], n_heads = shape->n_heads[block];

  if (offset == G_MAXSIZE || layer >= shape->n_layers[block] || head < TRESTLE_HEAD_MEAN || head >= (gint) n_heads)
    return G_MAXSIZE;
  return offset + layer * (n_heads + 1) + (head == TRESTLE_HEAD_MEAN ? n_heads : (gsize) head);
}

/* The layer's attention `[heads, queries, keys]`, with as many heads as the model has. */
static const TrestleTensor *
find_layer (const TrestleHeadShape *shape, const TrestleTrace *trace, TrestleBlock block, guint layer, GError **error)
{
  const TrestleTensor *attention = trestle_attention_layer_find (trace, block, layer, error);

  if (attention == NULL || attention->depth == shape->n_heads[block])
    return attention;
  g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_SHAPE, "“attention.%s.%u” has %" G_GSIZE_FORMAT " heads; the model's %u were expected",
               trestle_block_get_name (block), layer, attention->depth, shape->n_heads[block]);
  return NULL;
}

/* Where a layer's numbers go, `[heads + 1]`, or %NULL if it is not measured. */
static double *
find_values (const TrestleHeadShape *shape, TrestleBlock block, TrestleHeadMeasure measure, guint layer, double *values)
{
  gsize first = trestle_head_shape_find (shape, block, measure, layer, 0);

  return first == G_MAXSIZE ? NULL : values + first;
}

static gsize
find_separator (const TrestleTrace *trace)
{
  const gboolean *keep = trestle_trace_get_keep (trace);
  gsize last = trestle_trace_get_n_tokens (trace) - 1;

  while (last > 0 && !keep[last])
    last--;
  return last;
}

/* Divergence and entropy come together; @spare `[heads]` takes the one that nobody asked for. */
static void
measure_information (const TrestleTensor *attention,
                     const gboolean *keep_query,
                     const gboolean *keep_key,
                     double *divergences,
                     double *entropies,
                     double *spare)
{
  gsize n_heads = attention->depth;

  if (divergences == NULL && entropies == NULL)
    return;
  trestle_information_measure (attention, keep_query, keep_key, divergences != NULL ? divergences : spare,
                               entropies != NULL ? entropies : spare);
  if (divergences != NULL)
    divergences[n_heads] = trestle_information_get_mean (divergences, n_heads);
  if (entropies != NULL)
    entropies[n_heads] = trestle_information_get_mean (entropies, n_heads);
}

static void
measure_layer (const TrestleHeadShape *shape,
               const TrestleTrace *trace,
               TrestleBlock block,
               guint layer,
               const TrestleTensor *attention,
               double *spare,
               double *values)
{
  const gboolean *keep_query = trestle_attention_layer_get_kept_queries (trace, block);
  const gboolean *keep_key = trestle_attention_layer_get_kept_keys (trace, block);
  double *distances = find_values (shape, block, TRESTLE_HEAD_DISTANCE, layer, values);
  double *class_shares = find_values (shape, block, TRESTLE_HEAD_CLASS_SHARE, layer, values);
  double *separator_shares = find_values (shape, block, TRESTLE_HEAD_SEPARATOR_SHARE, layer, values);
  gsize mean = attention->depth; /* behind the heads */

  measure_information (attention, keep_query, keep_key, find_values (shape, block, TRESTLE_HEAD_DIVERGENCE, layer, values),
                       find_values (shape, block, TRESTLE_HEAD_ENTROPY, layer, values), spare);
  if (distances != NULL)
    distances[mean] = trestle_distance_measure (attention, trestle_trace_get_grid_rows (trace), trestle_trace_get_grid_columns (trace),
                                                distances);
  if (class_shares != NULL)
    class_shares[mean] = trestle_attention_share_measure (attention, keep_query, 0, class_shares);
  if (separator_shares != NULL)
    separator_shares[mean] = trestle_attention_share_measure (attention, keep_query, find_separator (trace), separator_shares);
}

gboolean
trestle_head_shape_measure (const TrestleHeadShape *shape, const TrestleTrace *trace, double *values, GError **error)
{
  for (TrestleBlock block = 0; block < TRESTLE_N_BLOCKS; block++)
    {
      g_autofree double *spare = g_new (double, shape->n_heads[block]);

      for (guint layer = 0; layer < shape->n_layers[block]; layer++)
        {
          const TrestleTensor *attention = find_layer (shape, trace, block, layer, error);

          if (attention == NULL)
            return FALSE;
          measure_layer (shape, trace, block, layer, attention, spare, values);
        }
    }
  return TRUE;
}
