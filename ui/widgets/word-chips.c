/* The text's tokens as chips in a line that wraps, shaded by a weight each; one of them may be the query. */
#include "ui/widgets/word-chips.h"

#include <math.h>

#include "ui/widgets/arrow-keys.h"
#include "ui/widgets/palette.h"
#include "ui/widgets/word-chip.h"

#define SPACING 6
#define LINE_SPACING 8

struct _TrestleWordChips
{
  GtkWidget parent_instance;

  GPtrArray *chips;
  /* (nullable): `[chips->len]` */
  double *weights;
  double max;
  /* (nullable): likewise: where the weights stand on the scale, if it is not one from 0 to @max */
  double *places;
  char *name;
  gint query;
  gint hovered;
  TrestlePalette palette;
  TrestleColormap colormap;
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

static void
chips_set_hovered (TrestleWordChips *chips, gint word)
{
  if (chips->hovered == word)
    return;
  chips->hovered = word;
  g_signal_emit (chips, signals[SIGNAL_WORD_HOVERED], 0, word);
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, TrestleWordChips *chips)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (chips), x, y, GTK_PICK_DEFAULT);
  GtkWidget *chip = picked != NULL ? gtk_widget_get_ancestor (picked, TRESTLE_TYPE_WORD_CHIP) : NULL;

  chips_set_hovered (chips, chips_find (chips, chip));
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
on_chip_clicked (GtkWidget *chip, TrestleWordChips *chips)
{
  g_signal_emit (chips, signals[SIGNAL_WORD_ACTIVATED], 0, (guint) chips_find (chips, chip));
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

      if (!is_beyond || !(is_nearer_line || (is_same_line && fabsf (to.x - from.x) < best_distance)))
        continue;
      best = i;
      best_y = to.y;
      best_distance = fabsf (to.x - from.x);
    }
  return best;
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
    next = trestle_arrow_keys_walk ((guint) focused, rows + columns, chips->chips->len);
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

  if (chip == NULL)
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

      if (chips->places != NULL)
        trestle_word_chip_set_value (chip, &chips->palette, chips->weights[i], chips->places[i], chips->name);
      else if (chips->weights != NULL)
        trestle_word_chip_set_weight (chip, &chips->palette, chips->weights[i], chips->max);
      else
        trestle_word_chip_unset_weight (chip);
    }
}

static void
chips_show_query (TrestleWordChips *chips)
{
  for (guint i = 0; i < chips->chips->len; i++)
    trestle_word_chip_set_chosen (g_ptr_array_index (chips->chips, i), (gint) i == chips->query);
}

static void
chips_append (TrestleWordChips *chips)
{
  GtkWidget *chip = trestle_word_chip_new ();

  g_signal_connect (chip, "clicked", G_CALLBACK (on_chip_clicked), chips);
  gtk_widget_set_parent (chip, GTK_WIDGET (chips));
  g_ptr_array_add (chips->chips, chip);
}

/* Chips are used again, so that one keeps the focus while the text changes around it. */
void
trestle_word_chips_set_words (TrestleWordChips *chips, const char *const *words)
{
  guint length = g_strv_length ((char **) words);

  if (chips->chips->len > length)
    g_ptr_array_set_size (chips->chips, (gint) length);
  while (chips->chips->len < length)
    chips_append (chips);
  for (guint i = 0; i < length; i++)
    trestle_word_chip_set_word (g_ptr_array_index (chips->chips, i), words[i]);
  g_clear_pointer (&chips->weights, g_free);
  g_clear_pointer (&chips->places, g_free);
  chips_show_weights (chips);
  chips_show_query (chips);
}

void
trestle_word_chips_set_weights (TrestleWordChips *chips, const double *weights, double max)
{
  g_clear_pointer (&chips->places, g_free);
  g_free (chips->weights);
  chips->weights = weights != NULL ? g_memdup2 (weights, sizeof (double) * chips->chips->len) : NULL;
  chips->max = max;
  chips_show_weights (chips);
}

void
trestle_word_chips_set_values (TrestleWordChips *chips, const double *values, const double *places, const char *name)
{
  g_free (chips->places);
  g_free (chips->weights);
  g_free (chips->name);
  chips->weights = g_memdup2 (values, sizeof *values * chips->chips->len);
  chips->places = g_memdup2 (places, sizeof *places * chips->chips->len);
  chips->name = g_strdup (name);
  chips_show_weights (chips);
}

static int
chips_get_height (TrestleWordChips *chips)
{
  int height = 0;

  for (guint i = 0; i < chips->chips->len; i++)
    {
      GtkRequisition natural;

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
      int chip_width = chip_get_width (chip, width);

      if (x > 0 && x + chip_width > width)
        {
          x = 0;
          y += height + LINE_SPACING;
        }
      if (place)
        gtk_widget_size_allocate (chip, &(GtkAllocation){ mirrored ? width - x - chip_width : x, y, chip_width, height }, -1);
      x += chip_width + SPACING;
    }
  return y + height;
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

      gtk_widget_get_preferred_size (g_ptr_array_index (chips->chips, i), &smallest, &usual);
      *minimum = MAX (*minimum, smallest.width);
      *natural += usual.width + (i > 0 ? SPACING : 0);
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
  if (chips->colormap == colormap)
    return;
  chips->colormap = colormap;
  trestle_palette_init (&chips->palette, colormap);
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
      g_value_set_uint (value, chips->colormap);
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
  g_free (chips->weights);
  g_free (chips->places);
  g_free (chips->name);
  G_OBJECT_CLASS (trestle_word_chips_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (class, PROP_QUERY, g_param_spec_int ("query", NULL, NULL, -1, G_MAXINT, -1, flags));
  g_object_class_install_property (class, PROP_COLORMAP, g_param_spec_uint ("colormap", NULL, NULL, 0, TRESTLE_N_COLORMAPS - 1, 0, flags));
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
  widget_class->get_request_mode = trestle_word_chips_get_request_mode;
  widget_class->focus = trestle_word_chips_focus;
  widget_class->grab_focus = trestle_word_chips_grab_focus;
  install_properties (object_class);
  install_signals ();
  trestle_arrow_keys_bind (widget_class, on_move);
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
  trestle_palette_init (&chips->palette, chips->colormap);
  gtk_widget_init_template (GTK_WIDGET (chips));
}
