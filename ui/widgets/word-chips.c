/* The text's words as chips in a line that wraps, shaded by a weight each; one of them may be the query. */
#include "ui/widgets/word-chips.h"

#include "ui/widgets/word-chips-private.h"
#include "ui/widgets/word-lines.h"

enum
{
  PROP_QUERY = 1,
  PROP_COLORMAP,
  N_PROPERTIES,
};

G_DEFINE_FINAL_TYPE (TrestleWordChips, trestle_word_chips, GTK_TYPE_WIDGET)

GtkWidget *
trestle_word_chips_get (TrestleWordChips *chips, gint index)
{
  return index >= 0 && (guint) index < chips->chips->len ? g_ptr_array_index (chips->chips, index) : NULL;
}

gint
trestle_word_chips_find (TrestleWordChips *chips, GtkWidget *chip)
{
  guint index;

  return chip != NULL && g_ptr_array_find (chips->chips, chip, &index) ? (gint) index : -1;
}

static void
chips_show_weights (TrestleWordChips *chips)
{
  for (guint i = 0; i < chips->chips->len; i++)
    trestle_word_shades_apply (&chips->shades, chips->groups, i, &chips->palette, g_ptr_array_index (chips->chips, i));
}

/* A closed word is chosen with any of its tokens. */
static void
chips_show_query (TrestleWordChips *chips)
{
  gint shown = trestle_word_chips_get (chips, chips->query) != NULL
                   ? (gint) trestle_word_groups_find_shown (chips->groups, (guint) chips->query)
                   : -1;

  for (guint i = 0; i < chips->chips->len; i++)
    trestle_word_chip_set_chosen (g_ptr_array_index (chips->chips, i), (gint) i == shown);
}

static void
chips_show_word (TrestleWordChips *chips, guint token)
{
  TrestleWordChip *chip = g_ptr_array_index (chips->chips, token);
  const TrestleWordGroups *groups = chips->groups;
  guint first = trestle_word_groups_find_first (groups, token), n_tokens = trestle_word_groups_count_tokens (groups, first);
  gboolean is_whole = trestle_word_groups_is_whole (groups, token);
  TrestleDisclosure disclosure = TRESTLE_DISCLOSURE_NONE;

  if (n_tokens > 1 && token == first)
    disclosure = is_whole ? TRESTLE_DISCLOSURE_CLOSED : TRESTLE_DISCLOSURE_OPEN;
  trestle_word_chip_set_word (chip, is_whole ? groups->wholes[token] : groups->tokens[token]);
  trestle_word_chip_set_disclosure (chip, disclosure, n_tokens, groups->tokens[first]);
}

/* The focus does not vanish with a token whose word is closed. */
static void
chips_show_words (TrestleWordChips *chips)
{
  gint focused = trestle_word_chips_find (chips, gtk_widget_get_focus_child (GTK_WIDGET (chips)));

  for (guint i = 0; i < chips->chips->len; i++)
    chips_show_word (chips, i);
  if (focused >= 0)
    gtk_widget_grab_focus (trestle_word_chips_get (chips, (gint) trestle_word_groups_find_shown (chips->groups, (guint) focused)));
  for (guint i = 0; i < chips->chips->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (chips->chips, i), trestle_word_groups_find_shown (chips->groups, i) == i);
  chips_show_weights (chips);
  chips_show_query (chips);
  gtk_widget_queue_resize (GTK_WIDGET (chips));
}

void
trestle_word_chips_disclose (TrestleWordChips *chips, guint token)
{
  if (trestle_word_groups_toggle (chips->groups, token))
    chips_show_words (chips);
}

static void
chips_append (TrestleWordChips *chips)
{
  GtkWidget *chip = trestle_word_chip_new ();

  trestle_word_chips_listen_to (chips, TRESTLE_WORD_CHIP (chip));
  gtk_widget_set_parent (chip, GTK_WIDGET (chips));
  g_ptr_array_add (chips->chips, chip);
}

/* Chips are used again, so that one keeps the focus while the text changes around it. */
void
trestle_word_chips_set_tokens (TrestleWordChips *chips, const char *const *words, const gint *groups, const char *const *wholes)
{
  TrestleWordGroups *before = chips->groups;

  chips->groups = trestle_word_groups_new (words, groups, wholes, before);
  trestle_word_groups_free (before);
  trestle_word_shades_clear (&chips->shades);
  if (chips->chips->len > chips->groups->n_tokens)
    g_ptr_array_set_size (chips->chips, (gint) chips->groups->n_tokens);
  while (chips->chips->len < chips->groups->n_tokens)
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

void
trestle_word_chips_set_weights (TrestleWordChips *chips, const double *weights, double max)
{
  trestle_word_shades_set_weights (&chips->shades, chips->groups, weights, max);
  chips_show_weights (chips);
}

void
trestle_word_chips_set_values (TrestleWordChips *chips, const double *values, const double *places, const char *name)
{
  trestle_word_shades_set_values (&chips->shades, chips->groups, values, places, name);
  chips_show_weights (chips);
}

void
trestle_word_chips_set_lines (TrestleWordChips *chips, const double *lines, double max)
{
  if (lines == NULL && chips->shades.lines == NULL)
    return;
  trestle_word_shades_set_lines (&chips->shades, chips->groups, lines, max);
  gtk_widget_queue_draw (GTK_WIDGET (chips));
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

  trestle_word_lines_measure (chips->chips, chips->groups, orientation, for_size, minimum, natural);
}

static GtkSizeRequestMode
trestle_word_chips_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
trestle_word_chips_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);

  trestle_word_lines_allocate (chips->chips, chips->groups, width);
}

static void
trestle_word_chips_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleWordChips *chips = TRESTLE_WORD_CHIPS (widget);
  GdkRGBA ink;

  GTK_WIDGET_CLASS (trestle_word_chips_parent_class)->snapshot (widget, snapshot);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  for (guint i = 0; i < chips->chips->len; i++)
    {
      double part = trestle_word_shades_get_line (&chips->shades, i);

      if (part > 0 && gtk_widget_get_visible (g_ptr_array_index (chips->chips, i)))
        trestle_word_lines_underline (g_ptr_array_index (chips->chips, i), snapshot, part, &ink);
    }
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
  trestle_word_groups_free (chips->groups);
  trestle_word_shades_clear (&chips->shades);
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
  install_properties (object_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/word-chips.ui");
  trestle_word_chips_class_add_input (class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_BOX);
  gtk_widget_class_set_css_name (widget_class, "wordchips");
}

static void
trestle_word_chips_init (TrestleWordChips *chips)
{
  static const char *const none[] = { NULL };

  chips->chips = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  chips->groups = trestle_word_groups_new (none, NULL, none, NULL);
  chips->shades.max = 1;
  chips->query = -1;
  chips->hovered = -1;
  trestle_palette_init (&chips->palette, TRESTLE_COLORMAP_VIRIDIS);
  gtk_widget_init_template (GTK_WIDGET (chips));
}
