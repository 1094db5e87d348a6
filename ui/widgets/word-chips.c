/* The text's words as chips in a line that wraps, shaded by a weight each; one of them may be the query. */
#include "ui/widgets/word-chips.h"

#include <math.h>

#include "analysis/measures/word-weights.h"
#include "ui/widgets/arrow-keys.h"
#include "ui/widgets/palette.h"
#include "ui/widgets/word-chip.h"

#define SPACING 6
#define LINE_SPACING 8
/* Tokens of an open word stand closer together. */
#define TOKEN_SPACING 2
/* Below a chip, in what is between two lines. */
#define UNDERLINE_GAP 3
#define UNDERLINE_HEIGHT 3

/**
 * @chips: (element-type TrestleWordChip): one for each token; those behind the first of a closed word are not visible
 * @words: `[chips->len]`, %NULL-terminated
 * @wholes: `[chips->len]`, %NULL-terminated
 * @groups: `[chips->len]`
 * @is_open: `[chips->len]`, at the first token of a word
 * @weights: (nullable): `[chips->len]`
 * @sums: (nullable): `[chips->len]`
 * @lines: (nullable): `[chips->len]`
 */
struct _TrestleWordChips
{
  GtkWidget parent_instance;

  GPtrArray *chips;
  char **words;
  char **wholes;
  gint *groups;
  gboolean *is_open;
  double *weights;
  double *sums;
  double max;
  /* (nullable): likewise: where the weights stand on the scale, if it is not one from 0 to @max */
  double *places;
  char *name;
  double *lines;
  double lines_max;
  gint query;
  gint hovered;
  TrestlePalette palette;
};

enum
{
  PROP_QUERY = 1,
  PROP_COLORMAP,
  N_PROPERTIES,
};

enum
{
  SIGNAL_WORD_ACTIVATED,
  SIGNAL_WORD_HOVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TrestleWordChips, trestle_word_chips, GTK_TYPE_WIDGET)

/* (nullable) */
static GtkWidget *
chips_get (TrestleWordChips *chips, gint index)
{
  return index >= 0 && (guint) index < chips->chips->len ? g_ptr_array_index (chips->chips, index) : NULL;
}

/* -1 if @chip is none of them. */
static gint
chips_find (TrestleWordChips *chips, GtkWidget *chip)
{
  guint index;

  return chip != NULL && g_ptr_array_find (chips->chips, chip, &index) ? (gint) index : -1;
}

static guint
chips_find_first (TrestleWordChips *chips, guint token)
{
  while (token > 0 && chips->groups[token] >= 0 && chips->groups[token - 1] == chips->groups[token])
    token--;
  return token;
}

static guint
chips_count_tokens (TrestleWordChips *chips, guint first)
{
  return trestle_word_count_tokens (chips->groups, chips->chips->len, first);
}

/* Whether all of a word of several tokens is in the chip of @token. */
static gboolean
chips_is_whole (TrestleWordChips *chips, guint token)
{
  return chips_find_first (chips, token) == token && !chips->is_open[token] && chips_count_tokens (chips, token) > 1;
}

/* The token whose chip @token is in: the first, if its word is closed. */
static guint
chips_find_shown (TrestleWordChips *chips, guint token)
{
  guint first = chips_find_first (chips, token);

  return chips->is_open[first] ? token : first;
}

static void
chips_set_hovered (TrestleWordChips *chips, gint word)
{
  if (chips->hovered == word)
    return;
  chips->hovered = word;
  g_signal_emit (chips, signals[SIGNAL_WORD_HOVERED], 0, word);
}

/* The chip at a point, or the one beside it: between two chips nothing is to flicker. -1 for none */
static gint
chips_find_near (TrestleWordChips *chips, double x, double y)
{
  for (guint i = 0; i < chips->chips->len; i++)
    {
      GtkWidget *chip = g_ptr_array_index (chips->chips, i);
      graphene_rect_t bounds;

      if (!gtk_widget_get_visible (chip) || !gtk_widget_compute_bounds (chip, GTK_WIDGET (chips), &bounds))
        continue;
      graphene_rect_inset (&bounds, -SPACING / 2.f, -LINE_SPACING / 2.f);
      if (graphene_rect_contains_point (&bounds, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
        return (gint) i;
    }
  return -1;
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, TrestleWordChips *chips)
{
  chips_set_hovered (chips, chips_find_near (chips, x, y));
}

static void
on_leave (GtkEventControllerMotion *motion, TrestleWordChips *chips)
{
  chips_set_hovered (chips, -1);
}

static void
on_focus_leave (GtkEventControllerFocus *focus, TrestleWordChips *chips)
{
  chips_set_hovered (chips, -1);
}

static void
on_chip_chosen (GtkWidget *chip, TrestleWordChips *chips)
{
  g_signal_emit (chips, signals[SIGNAL_WORD_ACTIVATED], 0, (guint) chips_find (chips, chip));
}

static void
on_chip_disclosed (GtkWidget *chip, TrestleWordChips *chips)
{
  trestle_word_chips_disclose (chips, (guint) chips_find (chips, chip));
}

static gboolean
on_disclose_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);
  gint focused = chips_find (chips, gtk_widget_get_focus_child (widget));

  if (focused < 0)
    return FALSE;
  trestle_word_chips_disclose (chips, (guint) focused);
  return TRUE;
}

/* Lines of chips, by where they were put; from one line to the next leads the chip whose middle is nearest. */
static graphene_point_t
chip_middle (TrestleWordChips *chips, guint index)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (!gtk_widget_compute_bounds (g_ptr_array_index (chips->chips, index), GTK_WIDGET (chips), &bounds))
    return GRAPHENE_POINT_INIT (0, 0);
  return GRAPHENE_POINT_INIT (bounds.origin.x + bounds.size.width / 2, bounds.origin.y + bounds.size.height / 2);
}

static guint
chips_walk_lines (TrestleWordChips *chips, guint index, int lines)
{
  graphene_point_t from = chip_middle (chips, index);
  guint best = index;
  float best_y = from.y;
  float best_distance = G_MAXFLOAT;

  for (guint i = 0; i < chips->chips->len; i++)
    {
      graphene_point_t to = chip_middle (chips, i);
      gboolean is_beyond = lines > 0 ? to.y > from.y + 1 : to.y < from.y - 1;
      gboolean is_nearer_line = best == index || fabsf (to.y - from.y) < fabsf (best_y - from.y) - 1;
      gboolean is_same_line = fabsf (to.y - best_y) <= 1;

      if (!gtk_widget_get_visible (g_ptr_array_index (chips->chips, i)))
        continue;
      if (!is_beyond || !(is_nearer_line || (is_same_line && fabsf (to.x - from.x) < best_distance)))
        continue;
      best = i;
      best_y = to.y;
      best_distance = fabsf (to.x - from.x);
    }
  return best;
}

/* Where @step leads in the line of the chips that are visible. */
static guint
chips_walk (TrestleWordChips *chips, guint index, int step)
{
  g_autofree guint *visible = g_new (guint, chips->chips->len);
  guint n_visible = 0, position = 0;

  for (guint i = 0; i < chips->chips->len; i++)
    {
      if (!gtk_widget_get_visible (g_ptr_array_index (chips->chips, i)))
        continue;
      if (i == index)
        position = n_visible;
      visible[n_visible++] = i;
    }
  return visible[trestle_arrow_keys_walk (position, step, n_visible)];
}

/* To the first and the last word lead Home, End and the page keys alike. */
static gboolean
on_move (GtkWidget *widget, GVariant *step, gpointer data)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);
  gint focused = chips_find (chips, gtk_widget_get_focus_child (widget));
  int rows, columns;
  guint next;

  if (focused < 0)
    return FALSE;
  trestle_arrow_keys_get_step (step, &rows, &columns);
  if (ABS (columns) == 1 && gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    columns = -columns;
  if (ABS (rows) == 1)
    next = chips_walk_lines (chips, (guint) focused, rows);
  else
    next = chips_walk (chips, (guint) focused, rows + columns);
  gtk_widget_grab_focus (chips_get (chips, (gint) next));
  chips_set_hovered (chips, (gint) next);
  return TRUE;
}

/* Focus comes to one chip, the query if there is one; from there arrow keys lead on, and Tab leads out. */
static gboolean
trestle_word_chips_grab_focus (GtkWidget *widget)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);
  GtkWidget *chip = chips_get (chips, chips->query);

  if (chip != NULL)
    chip = chips_get (chips, (gint) chips_find_shown (chips, (guint) chips->query));
  else
    chip = chips_get (chips, 0);
  return chip != NULL && gtk_widget_grab_focus (chip);
}

static gboolean
trestle_word_chips_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_get_focus_child (widget) == NULL && gtk_widget_grab_focus (widget);
}

static void
chips_show_weights (TrestleWordChips *chips)
{
  for (guint i = 0; i < chips->chips->len; i++)
    {
      TrestleWordChip *chip = g_ptr_array_index (chips->chips, i);

      const double *weights = chips_is_whole (chips, i) ? chips->sums : chips->weights;

      if (weights != NULL && chips->places != NULL)
        trestle_word_chip_set_value (chip, &chips->palette, weights[i], chips->places[i], chips->name);
      else if (weights != NULL)
        trestle_word_chip_set_weight (chip, &chips->palette, weights[i], chips->max);
      else
        trestle_word_chip_unset_weight (chip);
    }
}

/* A closed word is chosen with any of its tokens. */
static void
chips_show_query (TrestleWordChips *chips)
{
  gint shown = chips_get (chips, chips->query) != NULL ? (gint) chips_find_shown (chips, (guint) chips->query) : -1;

  for (guint i = 0; i < chips->chips->len; i++)
    trestle_word_chip_set_chosen (g_ptr_array_index (chips->chips, i), (gint) i == shown);
}

static void
chips_show_word (TrestleWordChips *chips, guint token)
{
  TrestleWordChip *chip = g_ptr_array_index (chips->chips, token);
  guint first = chips_find_first (chips, token), n_tokens = chips_count_tokens (chips, first);
  gboolean is_whole = chips_is_whole (chips, token);
  TrestleDisclosure disclosure = TRESTLE_DISCLOSURE_NONE;

  if (n_tokens > 1 && token == first)
    disclosure = is_whole ? TRESTLE_DISCLOSURE_CLOSED : TRESTLE_DISCLOSURE_OPEN;
  trestle_word_chip_set_word (chip, is_whole ? chips->wholes[token] : chips->words[token]);
  trestle_word_chip_set_disclosure (chip, disclosure, n_tokens, chips->words[first]);
}

/* The focus does not vanish with a token whose word is closed. */
static void
chips_show_words (TrestleWordChips *chips)
{
  gint focused = chips_find (chips, gtk_widget_get_focus_child (GTK_WIDGET (chips)));

  for (guint i = 0; i < chips->chips->len; i++)
    chips_show_word (chips, i);
  if (focused >= 0)
    gtk_widget_grab_focus (chips_get (chips, (gint) chips_find_shown (chips, (guint) focused)));
  for (guint i = 0; i < chips->chips->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (chips->chips, i), chips_find_shown (chips, i) == i);
  chips_show_weights (chips);
  chips_show_query (chips);
  gtk_widget_queue_resize (GTK_WIDGET (chips));
}

void
trestle_word_chips_disclose (TrestleWordChips *chips, guint token)
{
  guint first = chips_find_first (chips, token);

  if (chips_count_tokens (chips, first) < 2)
    return;
  chips->is_open[first] = !chips->is_open[first];
  chips_show_words (chips);
}

static void
chips_append (TrestleWordChips *chips)
{
  GtkWidget *chip = trestle_word_chip_new ();

  g_signal_connect (chip, "chosen", G_CALLBACK (on_chip_chosen), chips);
  g_signal_connect (chip, "disclosed", G_CALLBACK (on_chip_disclosed), chips);
  gtk_widget_set_parent (chip, GTK_WIDGET (chips));
  g_ptr_array_add (chips->chips, chip);
}

/* (transfer full): `[n]` the words that were open before. */
static gboolean *
chips_keep_open (TrestleWordChips *chips, const char *const *wholes, guint n)
{
  gboolean *is_open = g_new0 (gboolean, n);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < chips->chips->len; k++)
      is_open[i] = is_open[i] || (chips->is_open[k] && g_str_equal (wholes[i], chips->wholes[k]));
  return is_open;
}

static void
chips_forget_words (TrestleWordChips *chips)
{
  g_clear_pointer (&chips->words, g_strfreev);
  g_clear_pointer (&chips->wholes, g_strfreev);
  g_clear_pointer (&chips->groups, g_free);
  g_clear_pointer (&chips->is_open, g_free);
  g_clear_pointer (&chips->weights, g_free);
  g_clear_pointer (&chips->sums, g_free);
  g_clear_pointer (&chips->places, g_free);
  g_clear_pointer (&chips->lines, g_free);
}

/* Chips are used again, so that one keeps the focus while the text changes around it. */
void
trestle_word_chips_set_tokens (TrestleWordChips *chips, const char *const *words, const gint *groups, const char *const *wholes)
{
  guint length = g_strv_length ((char **) words);
  gboolean *is_open = chips_keep_open (chips, wholes, length);

  chips_forget_words (chips);
  chips->words = g_strdupv ((char **) words);
  chips->wholes = g_strdupv ((char **) wholes);
  chips->groups = g_memdup2 (groups, length * sizeof *groups);
  chips->is_open = is_open;
  if (chips->chips->len > length)
    g_ptr_array_set_size (chips->chips, (gint) length);
  while (chips->chips->len < length)
    chips_append (chips);
  chips_show_words (chips);
}

void
trestle_word_chips_set_words (TrestleWordChips *chips, const char *const *words)
{
  guint length = g_strv_length ((char **) words);
  g_autofree gint *groups = g_new (gint, length);

  for (guint i = 0; i < length; i++)
    groups[i] = (gint) i;
  trestle_word_chips_set_tokens (chips, words, groups, words);
}

static double *
chips_copy (TrestleWordChips *chips, const double *values)
{
  return values != NULL ? g_memdup2 (values, sizeof *values * chips->chips->len) : NULL;
}

void
trestle_word_chips_set_weights (TrestleWordChips *chips, const double *weights, double max)
{
  g_clear_pointer (&chips->places, g_free);
  g_free (chips->weights);
  g_free (chips->sums);
  chips->weights = chips_copy (chips, weights);
  chips->sums = weights != NULL ? trestle_word_weights_new (weights, chips->groups, chips->chips->len) : NULL;
  chips->max = max;
  chips_show_weights (chips);
}

void
trestle_word_chips_set_values (TrestleWordChips *chips, const double *values, const double *places, const char *name)
{
  trestle_word_chips_set_weights (chips, values, 1);
  g_free (chips->name);
  chips->places = chips_copy (chips, places);
  chips->name = g_strdup (name);
  chips_show_weights (chips);
}

void
trestle_word_chips_set_lines (TrestleWordChips *chips, const double *lines, double max)
{
  if (lines == NULL && chips->lines == NULL)
    return;
  g_free (chips->lines);
  chips->lines = chips_copy (chips, lines);
  chips->lines_max = max;
  gtk_widget_queue_draw (GTK_WIDGET (chips));
}

static int
chips_get_height (TrestleWordChips *chips)
{
  int height = 0;

  for (guint i = 0; i < chips->chips->len; i++)
    {
      GtkRequisition natural;

      if (!gtk_widget_get_visible (g_ptr_array_index (chips->chips, i)))
        continue;
      gtk_widget_get_preferred_size (g_ptr_array_index (chips->chips, i), NULL, &natural);
      height = MAX (height, natural.height);
    }
  return height;
}

/* A word that is wider than the line is cut short. */
static int
chip_get_width (GtkWidget *chip, int line_width)
{
  GtkRequisition minimum, natural;

  gtk_widget_get_preferred_size (chip, &minimum, &natural);
  return MIN (natural.width, MAX (minimum.width, line_width));
}

/* What is left free in front of a chip that does not begin its line. */
static int
chips_get_spacing (TrestleWordChips *chips, guint token)
{
  if (token == 0)
    return 0;
  return chips_find_first (chips, token) < token ? TOKEN_SPACING : SPACING;
}

/* Puts chips into lines of @width, or only reckons what they need, and returns their height. Lines begin where reading begins. */
static int
chips_lay_out (TrestleWordChips *chips, int width, gboolean place)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (chips)) == GTK_TEXT_DIR_RTL;
  int height = chips_get_height (chips);
  int x = 0, y = 0;

  for (guint i = 0; i < chips->chips->len; i++)
    {
      GtkWidget *chip = g_ptr_array_index (chips->chips, i);
      int chip_width;

      if (!gtk_widget_get_visible (chip))
        continue;
      chip_width = chip_get_width (chip, width);
      x += x > 0 ? chips_get_spacing (chips, i) : 0;
      if (x > 0 && x + chip_width > width)
        {
          x = 0;
          y += height + LINE_SPACING;
        }
      if (place)
        gtk_widget_size_allocate (chip, &(GtkAllocation){ mirrored ? width - x - chip_width : x, y, chip_width, height }, -1);
      x += chip_width;
    }
  return y + height + UNDERLINE_GAP + UNDERLINE_HEIGHT;
}

static void
trestle_word_chips_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = chips_lay_out (chips, for_size < 0 ? G_MAXINT16 : for_size, FALSE);
      return;
    }
  *minimum = *natural = 0;
  for (guint i = 0; i < chips->chips->len; i++)
    {
      GtkRequisition smallest, usual;

      if (!gtk_widget_get_visible (g_ptr_array_index (chips->chips, i)))
        continue;
      gtk_widget_get_preferred_size (g_ptr_array_index (chips->chips, i), &smallest, &usual);
      *minimum = MAX (*minimum, smallest.width);
      *natural += usual.width + chips_get_spacing (chips, i);
    }
}

static GtkSizeRequestMode
trestle_word_chips_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
trestle_word_chips_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  chips_lay_out (TRESTLE_WORD_CHIPS (widget), width, TRUE);
}

/* Lines begin where reading begins. */
static void
chips_draw_line (TrestleWordChips *chips, GtkSnapshot *snapshot, guint token, const GdkRGBA *ink)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (chips)) == GTK_TEXT_DIR_RTL;
  graphene_rect_t bounds;
  float length;

  if (!gtk_widget_compute_bounds (g_ptr_array_index (chips->chips, token), GTK_WIDGET (chips), &bounds))
    return;
  length = (float) (bounds.size.width * CLAMP (chips->lines[token] / chips->lines_max, 0, 1));
  gtk_snapshot_append_color (snapshot, ink,
                             &GRAPHENE_RECT_INIT (mirrored ? bounds.origin.x + bounds.size.width - length : bounds.origin.x,
                                                  bounds.origin.y + bounds.size.height + UNDERLINE_GAP, length, UNDERLINE_HEIGHT));
}

static void
trestle_word_chips_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);
  GdkRGBA ink;

  GTK_WIDGET_CLASS (trestle_word_chips_parent_class)->snapshot (widget, snapshot);
  if (chips->lines == NULL || chips->lines_max <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  for (guint i = 0; i < chips->chips->len; i++)
    if (gtk_widget_get_visible (g_ptr_array_index (chips->chips, i)))
      chips_draw_line (chips, snapshot, i, &ink);
}

static void
chips_set_query (TrestleWordChips *chips, gint query)
{
  if (chips->query == query)
    return;
  chips->query = query;
  chips_show_query (chips);
  g_object_notify (G_OBJECT (chips), "query");
}

static void
chips_set_colormap (TrestleWordChips *chips, TrestleColormap colormap)
{
  if (!trestle_palette_change (&chips->palette, colormap))
    return;
  chips_show_weights (chips);
  g_object_notify (G_OBJECT (chips), "colormap");
}

static void
trestle_word_chips_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (object);

  switch (id)
    {
    case PROP_QUERY:
      chips_set_query (chips, g_value_get_int (value));
      break;
    case PROP_COLORMAP:
      chips_set_colormap (chips, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_word_chips_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (object);

  switch (id)
    {
    case PROP_QUERY:
      g_value_set_int (value, chips->query);
      break;
    case PROP_COLORMAP:
      g_value_set_uint (value, chips->palette.colormap);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

GtkWidget *
trestle_word_chips_new (void)
{
  return g_object_new (TRESTLE_TYPE_WORD_CHIPS, NULL);
}

static void
trestle_word_chips_dispose (GObject *object)
{
  g_ptr_array_set_size (TRESTLE_WORD_CHIPS (object)->chips, 0);
  G_OBJECT_CLASS (trestle_word_chips_parent_class)->dispose (object);
}

static void
trestle_word_chips_finalize (GObject *object)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (object);

  g_ptr_array_unref (chips->chips);
  chips_forget_words (chips);
  g_free (chips->name);
  G_OBJECT_CLASS (trestle_word_chips_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (class, PROP_QUERY, g_param_spec_int ("query", NULL, NULL, -1, G_MAXINT, -1, flags));
  g_object_class_install_property (class, PROP_COLORMAP, trestle_palette_property_new (flags));
}

static void
install_signals (void)
{
  signals[SIGNAL_WORD_ACTIVATED] = g_signal_new ("word-activated", TRESTLE_TYPE_WORD_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_WORD_HOVERED] = g_signal_new ("word-hovered", TRESTLE_TYPE_WORD_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                               1, G_TYPE_INT);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/widgets/word-chips.ui");
  gtk_widget_class_bind_template_callback (class, on_motion);
  gtk_widget_class_bind_template_callback (class, on_leave);
  gtk_widget_class_bind_template_callback (class, on_focus_leave);
}

static void
trestle_word_chips_class_init (TrestleWordChipsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = trestle_word_chips_dispose;
  object_class->finalize = trestle_word_chips_finalize;
  object_class->set_property = trestle_word_chips_set_property;
  object_class->get_property = trestle_word_chips_get_property;
  widget_class->measure = trestle_word_chips_measure;
  widget_class->size_allocate = trestle_word_chips_size_allocate;
  widget_class->snapshot = trestle_word_chips_snapshot;
  widget_class->get_request_mode = trestle_word_chips_get_request_mode;
  widget_class->focus = trestle_word_chips_focus;
  widget_class->grab_focus = trestle_word_chips_grab_focus;
  install_properties (object_class);
  install_signals ();
  trestle_arrow_keys_bind (widget_class, on_move);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_SHIFT_MASK, on_disclose_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_SHIFT_MASK, on_disclose_key, NULL);
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_BOX);
  gtk_widget_class_set_css_name (widget_class, "wordchips");
}

static void
trestle_word_chips_init (TrestleWordChips *chips)
{
  chips->chips = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  chips->max = 1;
  chips->query = -1;
  chips->hovered = -1;
  trestle_palette_init (&chips->palette, TRESTLE_COLORMAP_VIRIDIS);
  gtk_widget_init_template (GTK_WIDGET (chips));
}
