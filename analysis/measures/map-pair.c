/* The same attention map of two models on one input: finding the second one's, and what is more and less there. */
#include "analysis/measures/map-pair.h"

#include <math.h>

#define FIRST 0
#define SECOND 1

/* Windows of two models are of the same part of the image if no side of them differs by more than this, in pixels. */
#define SAME_PIXEL 1e-6

/* A piece of the text: from which token of each model to which, the last one not included. */
typedef struct
{
  guint begin[2];
  guint end[2];
} Piece;

static guint
count_heads (const TrestleMapSide *side, TrestleBlock block, guint layer)
{
  const TrestleTensor *attention = trestle_trace_get_attention (side->trace, block, layer); /* [heads, queries, keys] */

  return attention != NULL ? (guint) attention->depth : 0;
}

static void G_GNUC_PRINTF (2, 3) add_note (GStrvBuilder *notes, const char *format, ...)
{
  g_autofree char *note = NULL;
  va_list arguments;

  va_start (arguments, format);
  note = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_strv_builder_add (notes, note);
}

/* The second model's layer and head; where it lacks them, both show the mean of the heads. */
static void
match_head (const TrestleMapSide *sides, TrestleMapPlace places[2], GStrvBuilder *notes)
{
  const char *name = sides[SECOND].name;
  guint n_layers = trestle_trace_get_n_layers (sides[SECOND].trace, places[FIRST].block);
  gboolean has_layer = places[FIRST].layer < n_layers;

  if (!has_layer && n_layers > 0)
    {
      places[SECOND].layer = n_layers - 1;
      add_note (notes, "%s has no layer %u there, so that its last one, layer %u, and the mean of the heads are shown.", name,
                places[FIRST].layer + 1, n_layers);
    }
  else if (places[FIRST].head >= (gint) count_heads (&sides[SECOND], places[FIRST].block, places[FIRST].layer))
    add_note (notes, "%s has no head %d there, so that the mean of the layer’s heads is shown.", name, places[FIRST].head + 1);
  else
    return;
  places[FIRST].head = places[SECOND].head = TRESTLE_HEAD_MEAN;
}

/* Whether the token stands for some of the text, and is not put around it. */
static gboolean
is_text (const TrestleTokens *tokens, guint token)
{
  return tokens->ends[token] > tokens->starts[token];
}

/* (out) both: from the first token of the text to behind the last one. */
static void
find_text (const TrestleTokens *tokens, guint *begin, guint *end)
{
  for (*begin = 0; *begin < tokens->length && !is_text (tokens, *begin); (*begin)++)
    ;
  for (*end = tokens->length; *end > *begin && !is_text (tokens, *end - 1); (*end)--)
    ;
}

/* The token of @other that is where @token is in the text, at its beginning or at its end; or %TRESTLE_QUERY_MEAN. */
static gint
match_word (const TrestleTokens *tokens, gint token, const TrestleTokens *other)
{
  guint begin, end;

  if ((guint) token >= tokens->length)
    return token;
  find_text (tokens, &begin, &end);
  if ((guint) token < begin)
    return 0;
  if ((guint) token >= end)
    return (gint) other->length - 1;
  for (guint i = 0; i < other->length; i++)
    if (is_text (other, i) && other->starts[i] <= tokens->starts[token] && tokens->starts[token] < other->ends[i])
      return (gint) i;
  return TRESTLE_QUERY_MEAN;
}

static gboolean
is_same_window (const TrestleImageWindow *a, const TrestleImageWindow *b)
{
  return fabs (a->x - b->x) <= SAME_PIXEL && fabs (a->y - b->y) <= SAME_PIXEL && fabs (a->width - b->width) <= SAME_PIXEL
         && fabs (a->height - b->height) <= SAME_PIXEL;
}

/* Which patch of @side is at @x, @y of the image, or %TRESTLE_QUERY_MEAN; as a state, behind the class token. */
static gint
find_patch (const TrestleMapSide *side, double x, double y)
{
  guint rows = trestle_trace_get_grid_rows (side->trace), columns = trestle_trace_get_grid_columns (side->trace);
  double row = floor ((y - side->window->y) / side->window->height * rows);
  double column = floor ((x - side->window->x) / side->window->width * columns);

  if (row < 0.0 || row >= rows || column < 0.0 || column >= columns)
    return TRESTLE_QUERY_MEAN;
  return 1 + (gint) row * (gint) columns + (gint) column;
}

static gint
match_patch (const TrestleMapSide *sides, gint state)
{
  const TrestleMapSide *first = &sides[FIRST];
  guint rows = trestle_trace_get_grid_rows (first->trace), columns = trestle_trace_get_grid_columns (first->trace);
  guint patch = (guint) state - 1;

  if (state == 0 || patch >= rows * columns)
    return state;
  return find_patch (&sides[SECOND], first->window->x + (patch % columns + 0.5) * first->window->width / columns,
                     first->window->y + (patch / columns + 0.5) * first->window->height / rows);
}

/* Who asks in the second model; where nobody does, the mean of all queries of both is compared. */
static void
match_query (const TrestleMapSide *sides, TrestleMapPlace places[2], GStrvBuilder *notes)
{
  gboolean is_word = trestle_block_queries_are_text (places[FIRST].block);
  gint query = places[FIRST].query;

  if (query == TRESTLE_QUERY_MEAN)
    return;
  places[SECOND].query = is_word ? match_word (sides[FIRST].tokens, query, sides[SECOND].tokens) : match_patch (sides, query);
  if (places[SECOND].query != TRESTLE_QUERY_MEAN)
    return;
  places[FIRST].query = TRESTLE_QUERY_MEAN;
  add_note (notes,
            is_word ? "%s does not read the word that asks, so that the mean over all words is shown."
                    : "%s does not see the patch that asks, so that the mean over all patches is shown.",
            sides[SECOND].name);
}

/* The next piece: tokens of both until they end at the same place in the text, and those that share their last character. */
static gboolean
find_piece (const TrestleMapSide *sides, const guint ends[2], Piece *piece)
{
  gsize reached[2];

  for (guint i = 0; i < 2; i++)
    {
      piece->begin[i] = piece->end[i];
      if (piece->begin[i] >= ends[i])
        return FALSE;
      reached[i] = sides[i].tokens->ends[piece->end[i]++];
    }
  while (reached[FIRST] != reached[SECOND])
    {
      guint behind = reached[FIRST] < reached[SECOND] ? FIRST : SECOND;

      if (piece->end[behind] >= ends[behind])
        break;
      reached[behind] = sides[behind].tokens->ends[piece->end[behind]++];
    }
  for (guint i = 0; i < 2; i++)
    while (piece->end[i] < ends[i] && sides[i].tokens->starts[piece->end[i]] < reached[i])
      piece->end[i]++;
  return TRUE;
}

/* What one model reads of the text, and the other does not, token by token. */
static void
add_rest (GArray *pieces, const Piece *last, const guint ends[2])
{
  for (guint side = 0; side < 2; side++)
    for (guint token = last->end[side]; token < ends[side]; token++)
      {
        Piece piece = *last;

        for (guint i = 0; i < 2; i++)
          piece.begin[i] = piece.end[i] = i == side ? token : last->end[i];
        piece.end[side]++;
        g_array_append_val (pieces, piece);
      }
}

/* (transfer full) (element-type Piece): what is put in front of the text, the text in pieces, and what is put behind it */
static GArray *
find_pieces (const TrestleMapSide *sides)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  guint begins[2], ends[2];
  Piece piece, last;

  for (guint i = 0; i < 2; i++)
    find_text (sides[i].tokens, &begins[i], &ends[i]);
  piece = (Piece){ .end = { begins[FIRST], begins[SECOND] } };
  if (begins[FIRST] > 0 || begins[SECOND] > 0)
    g_array_append_val (pieces, piece);
  for (last = piece; find_piece (sides, ends, &piece); last = piece)
    g_array_append_val (pieces, piece);
  add_rest (pieces, &last, ends);
  piece = (Piece){ .begin = { ends[FIRST], ends[SECOND] }, .end = { sides[FIRST].tokens->length, sides[SECOND].tokens->length } };
  if (piece.begin[FIRST] < piece.end[FIRST] || piece.begin[SECOND] < piece.end[SECOND])
    g_array_append_val (pieces, piece);
  return pieces;
}

/* (transfer full): the piece as it stands in the text; or what a model calls the token that stands for none. */
static char *
name_piece (const TrestleMapSide *sides, const Piece *piece, const char *text)
{
  guint side = piece->begin[FIRST] < piece->end[FIRST] ? FIRST : SECOND;
  const TrestleTokens *tokens = sides[side].tokens;
  guint first = piece->begin[side], last = piece->end[side] - 1;

  if (!is_text (tokens, first))
    return g_strdup (sides[side].words[first]);
  return g_strndup (text + tokens->starts[first], tokens->ends[last] - tokens->starts[first]);
}

/* NaN of no tokens at all. */
static double
sum_weights (const TrestleAttentionMap *map, guint begin, guint end)
{
  double sum = begin < end ? 0.0 : NAN;

  for (guint token = begin; token < MIN (end, map->n_keys); token++)
    sum += map->weights[token];
  return sum;
}

static gint
find_marked (const TrestleMapPair *pair, const GArray *pieces)
{
  const TrestleAttentionMap *map = pair->maps[FIRST];

  for (guint i = 0; trestle_block_queries_are_text (map->block) && map->query >= 0 && i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);

      if ((guint) map->query >= piece->begin[FIRST] && (guint) map->query < piece->end[FIRST])
        return (gint) i;
    }
  return -1;
}

static void
compare_words (TrestleMapPair *pair, const TrestleMapSide *sides, const char *text)
{
  g_autoptr (GArray) pieces = find_pieces (sides);

  pair->labels = g_new0 (char *, pieces->len + 1);
  for (guint i = 0; i < pieces->len; i++)
    pair->labels[i] = name_piece (sides, &g_array_index (pieces, Piece, i), text);
  for (guint side = 0; side < 2; side++)
    {
      pair->n_keys[side] = pieces->len;
      pair->weights[side] = g_new (double, pieces->len);
      for (guint i = 0; i < pieces->len; i++)
        {
          const Piece *piece = &g_array_index (pieces, Piece, i);

          pair->weights[side][i] = sum_weights (pair->maps[side], piece->begin[side], piece->end[side]);
        }
    }
  pair->marked = find_marked (pair, pieces);
}

static void
compare_patches (TrestleMapPair *pair)
{
  for (guint side = 0; side < 2; side++)
    {
      pair->n_keys[side] = pair->maps[side]->n_keys;
      pair->weights[side] = g_memdup2 (pair->maps[side]->weights, pair->n_keys[side] * sizeof (double));
    }
}

/* Patch by patch only if the patches are the same parts of the image. */
static gboolean
can_subtract (const TrestleMapPair *pair, const TrestleMapSide *sides, GStrvBuilder *notes)
{
  const TrestleAttentionMap *first = pair->maps[FIRST], *second = pair->maps[SECOND];

  if (pair->labels != NULL
      || (first->grid_rows == second->grid_rows && first->grid_columns == second->grid_columns
          && is_same_window (sides[FIRST].window, sides[SECOND].window)))
    return TRUE;
  add_note (notes,
            "%s sees %u × %u patches and %s %u × %u, which are not the same parts of the image, so that there is no difference; run "
            "both at one image size.",
            sides[FIRST].name, first->grid_rows, first->grid_columns, sides[SECOND].name, second->grid_rows, second->grid_columns);
  return FALSE;
}

/* The class token is no place in the image, and scales are about places. */
static void
find_scales (TrestleMapPair *pair)
{
  gsize first_key = pair->labels != NULL ? 0 : 1;

  for (guint side = 0; side < 2; side++)
    for (gsize key = first_key; key < pair->n_keys[side]; key++)
      pair->max = fmax (pair->max, pair->weights[side][key]);
  for (gsize key = first_key; pair->difference != NULL && key < pair->n_keys[FIRST]; key++)
    pair->bound = fmax (pair->bound, fabs (pair->difference[key]));
}

static void
subtract (TrestleMapPair *pair)
{
  pair->difference = g_new (double, pair->n_keys[FIRST]);
  for (gsize key = 0; key < pair->n_keys[FIRST]; key++)
    pair->difference[key] = pair->weights[SECOND][key] - pair->weights[FIRST][key];
}

TrestleMapPair *
trestle_map_pair_new (const TrestleMapSide *sides, const TrestleMapPlace *place, const char *text, GError **error)
{
  g_autoptr (TrestleMapPair) pair = g_new0 (TrestleMapPair, 1);
  g_autoptr (GStrvBuilder) notes = g_strv_builder_new ();
  TrestleMapPlace places[2] = { *place, *place };

  g_atomic_ref_count_init (&pair->references);
  pair->words = g_strdupv ((char **) sides[FIRST].words);
  pair->marked = -1;
  match_head (sides, places, notes);
  match_query (sides, places, notes);
  for (guint i = 0; i < 2; i++)
    {
      pair->maps[i] = trestle_attention_map_new (sides[i].trace, places[i].block, places[i].layer, places[i].head, places[i].query, error);
      if (pair->maps[i] == NULL)
        return NULL;
    }
  if (trestle_block_keys_are_text (place->block))
    compare_words (pair, sides, text);
  else
    compare_patches (pair);
  if (can_subtract (pair, sides, notes))
    subtract (pair);
  find_scales (pair);
  pair->notes = g_strv_builder_end (notes);
  return g_steal_pointer (&pair);
}

TrestleMapPair *
trestle_map_pair_ref (TrestleMapPair *pair)
{
  g_atomic_ref_count_inc (&pair->references);
  return pair;
}

void
trestle_map_pair_unref (TrestleMapPair *pair)
{
  if (!g_atomic_ref_count_dec (&pair->references))
    return;
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&pair->maps[i], trestle_attention_map_unref);
      g_free (pair->weights[i]);
    }
  g_strfreev (pair->words);
  g_strfreev (pair->labels);
  g_free (pair->difference);
  g_strfreev (pair->notes);
  g_free (pair);
}
