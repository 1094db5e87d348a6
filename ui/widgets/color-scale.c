/* The legend of a heat map: a colour map from its beginning to its end, with round ticks. */
#include "ui/widgets/color-scale.h"

#include <math.h>

#include "ui/widgets/children.h"
#include "ui/widgets/palette.h"

#define BAR_HEIGHT 12
#define BAR_MIN_WIDTH 96
#define BAR_NATURAL_WIDTH 240
#define TITLE_GAP 12
#define MARK_HEIGHT 4
#define MARK_GAP 2
#define LABEL_GAP 8
/* At least so many steps fit between two marks and the next. */
#define MAX_STEPS 5
/* Straight lines between so many colours cannot be told from the colour map. */
#define N_STOPS 33

/* A round number on the scale: a mark and its number. */
typedef struct
{
  double value;
  GtkWidget *mark;
  GtkWidget *label;
} Tick;

struct _TrestleColorScale
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GArray *ticks;
  TrestlePalette palette;
  double min;
  double max;
};

enum
{
  PROP_MIN = 1,
  PROP_MAX,
  PROP_TITLE,
  PROP_COLORMAP,
  N_PROPERTIES,
};

G_DEFINE_FINAL_TYPE (TrestleColorScale, trestle_color_scale, GTK_TYPE_WIDGET)

/* The smallest of 1, 2, 5 times a power of ten that makes at most MAX_STEPS of @max. */
static double
round_step (double max)
{
  static const double factors[] = { 1, 2, 5, 10 };
  double power = pow (10, floor (log10 (max / MAX_STEPS)));

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    if (factors[i] * power * MAX_STEPS >= max * (1 - 1e-9))
      return factors[i] * power;
  return 10 * power;
}

static char *
format_tick (double value, double step)
{
  int decimals = MAX (0, (int) -floor (log10 (step) + 1e-9));

  if (value == 0)
    return g_strdup ("0");
  return g_strdup_printf ("%s%.*f", value < 0 ? "−" : "", decimals, fabs (value));
}

static void
tick_clear (gpointer data)
{
  Tick *tick = data;

  gtk_widget_unparent (tick->mark);
  gtk_widget_unparent (tick->label);
}

static void
scale_add_tick (TrestleColorScale *scale, double value, const char *text)
{
  Tick tick = { value, gtk_separator_new (GTK_ORIENTATION_VERTICAL), gtk_label_new (text) };

  gtk_widget_add_css_class (tick.label, "caption");
  gtk_widget_add_css_class (tick.label, "numeric");
  gtk_widget_set_parent (tick.mark, GTK_WIDGET (scale));
  gtk_widget_set_parent (tick.label, GTK_WIDGET (scale));
  g_array_append_val (scale->ticks, tick);
}

static void
scale_make_ticks (TrestleColorScale *scale)
{
  gboolean has_length = scale->max > scale->min;
  double step = has_length ? round_step (scale->max - scale->min) : 1;
  int first = has_length ? (int) ceil (scale->min / step * (1 + 1e-9)) : 0;
  int last = has_length ? (int) floor (scale->max / step * (1 + 1e-9)) : 0;

  g_array_set_size (scale->ticks, 0);
  for (int i = first; i <= last; i++)
    {
      g_autofree char *text = format_tick (i * step, step);

      scale_add_tick (scale, i * step, text);
    }
}

static void
scale_describe (TrestleColorScale *scale)
{
  g_autofree char *text = g_strdup_printf ("Colour scale of the %s, %.3g to %.3g, %s", gtk_label_get_text (GTK_LABEL (scale->title)),
                                           scale->min, scale->max, trestle_colormap_get_name (scale->palette.colormap));

  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* Title and bar share a line, the numbers stand below the bar. */
static int
line_height (TrestleColorScale *scale)
{
  return MAX (BAR_HEIGHT, trestle_child_measure (scale->title, GTK_ORIENTATION_VERTICAL, -1));
}

static void
trestle_color_scale_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  TrestleColorScale *scale = TRESTLE_COLOR_SCALE (widget);
  int bar_bottom = (line_height (scale) + BAR_HEIGHT) / 2;
  int title_width = trestle_child_measure (scale->title, GTK_ORIENTATION_HORIZONTAL, -1);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      int label_height = trestle_child_measure (g_array_index (scale->ticks, Tick, 0).label, orientation, -1);

      *minimum = *natural = MAX (line_height (scale), bar_bottom + MARK_HEIGHT + MARK_GAP + label_height);
      return;
    }
  *minimum = title_width + TITLE_GAP + BAR_MIN_WIDTH;
  *natural = title_width + TITLE_GAP + BAR_NATURAL_WIDTH;
}

static int
bar_start (TrestleColorScale *scale)
{
  return trestle_child_measure (scale->title, GTK_ORIENTATION_HORIZONTAL, -1) + TITLE_GAP;
}

/* A number that would touch the one before it is left out; its mark stays. */
static void
scale_place_ticks (TrestleColorScale *scale, int width)
{
  int start = bar_start (scale);
  int top = (line_height (scale) + BAR_HEIGHT) / 2;
  int taken = 0;

  for (guint i = 0; i < scale->ticks->len; i++)
    {
      const Tick *tick = &g_array_index (scale->ticks, Tick, i);
      int label_width = trestle_child_measure (tick->label, GTK_ORIENTATION_HORIZONTAL, -1);
      int label_height = trestle_child_measure (tick->label, GTK_ORIENTATION_VERTICAL, -1);
      double part = scale->max > scale->min ? (tick->value - scale->min) / (scale->max - scale->min) : 0;
      int x = start + (int) lround (part * (width - start - 1));
      int label_x = CLAMP (x - label_width / 2, 0, width - label_width);
      gboolean fits = i == 0 || label_x >= taken + LABEL_GAP;

      gtk_widget_set_child_visible (tick->label, fits);
      trestle_child_place (tick->mark, x, top, 1, MARK_HEIGHT);
      trestle_child_place (tick->label, label_x, top + MARK_HEIGHT + MARK_GAP, label_width, label_height);
      if (fits)
        taken = label_x + label_width;
    }
}

static void
trestle_color_scale_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TrestleColorScale *scale = TRESTLE_COLOR_SCALE (widget);
  int title_width = trestle_child_measure (scale->title, GTK_ORIENTATION_HORIZONTAL, -1);
  int title_height = trestle_child_measure (scale->title, GTK_ORIENTATION_VERTICAL, -1);

  trestle_child_place (scale->title, 0, (line_height (scale) - title_height) / 2, title_width, title_height);
  scale_place_ticks (scale, width);
}

static void
trestle_color_scale_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TrestleColorScale *scale = TRESTLE_COLOR_SCALE (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget) - bar_start (scale);
  int left = mirrored ? 0 : bar_start (scale);
  graphene_rect_t bar = GRAPHENE_RECT_INIT (left, (line_height (scale) - BAR_HEIGHT) / 2, width, BAR_HEIGHT);
  graphene_point_t zero = GRAPHENE_POINT_INIT (mirrored ? left + width : left, 0);
  graphene_point_t end = GRAPHENE_POINT_INIT (mirrored ? left : left + width, 0);
  GskColorStop stops[N_STOPS];

  for (guint i = 0; i < N_STOPS; i++)
    {
      stops[i].offset = i / (N_STOPS - 1.f);
      stops[i].color = trestle_palette_get_color (&scale->palette, stops[i].offset, 1);
    }
  gtk_snapshot_append_linear_gradient (snapshot, &bar, &zero, &end, stops, N_STOPS);
  GTK_WIDGET_CLASS (trestle_color_scale_parent_class)->snapshot (widget, snapshot);
}

static void
scale_set_end (TrestleColorScale *scale, double *end, double value, const char *property)
{
  if (*end == value)
    return;
  *end = value;
  scale_make_ticks (scale);
  scale_describe (scale);
  gtk_widget_queue_resize (GTK_WIDGET (scale));
  g_object_notify (G_OBJECT (scale), property);
}

static void
scale_set_title (TrestleColorScale *scale, const char *title)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (scale->title)), title) == 0)
    return;
  gtk_label_set_text (GTK_LABEL (scale->title), title);
  scale_describe (scale);
  g_object_notify (G_OBJECT (scale), "title");
}

static void
scale_set_colormap (TrestleColorScale *scale, TrestleColormap colormap)
{
  if (!trestle_palette_change (&scale->palette, colormap))
    return;
  scale_describe (scale);
  gtk_widget_queue_draw (GTK_WIDGET (scale));
  g_object_notify (G_OBJECT (scale), "colormap");
}

static void
trestle_color_scale_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleColorScale *scale = TRESTLE_COLOR_SCALE (object);

  switch (id)
    {
    case PROP_MIN:
      scale_set_end (scale, &scale->min, g_value_get_double (value), "min");
      break;
    case PROP_MAX:
      scale_set_end (scale, &scale->max, g_value_get_double (value), "max");
      break;
    case PROP_TITLE:
      scale_set_title (scale, g_value_get_string (value));
      break;
    case PROP_COLORMAP:
      scale_set_colormap (scale, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
trestle_color_scale_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleColorScale *scale = TRESTLE_COLOR_SCALE (object);

  switch (id)
    {
    case PROP_MIN:
      g_value_set_double (value, scale->min);
      break;
    case PROP_MAX:
      g_value_set_double (value, scale->max);
      break;
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_text (GTK_LABEL (scale->title)));
      break;
    case PROP_COLORMAP:
      g_value_set_uint (value, scale->palette.colormap);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

GtkWidget *
trestle_color_scale_new (void)
{
  return g_object_new (TRESTLE_TYPE_COLOR_SCALE, NULL);
}

static void
trestle_color_scale_dispose (GObject *object)
{
  TrestleColorScale *scale = TRESTLE_COLOR_SCALE (object);

  g_clear_pointer (&scale->ticks, g_array_unref);
  trestle_children_dispose (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (class, PROP_MIN, g_param_spec_double ("min", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags));
  g_object_class_install_property (class, PROP_TITLE, g_param_spec_string ("title", NULL, NULL, NULL, flags));
  g_object_class_install_property (class, PROP_MAX, g_param_spec_double ("max", NULL, NULL, 0, G_MAXDOUBLE, 1, flags));
  g_object_class_install_property (class, PROP_COLORMAP, trestle_palette_property_new (flags));
}

static void
trestle_color_scale_class_init (TrestleColorScaleClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = trestle_color_scale_dispose;
  object_class->set_property = trestle_color_scale_set_property;
  object_class->get_property = trestle_color_scale_get_property;
  widget_class->measure = trestle_color_scale_measure;
  widget_class->size_allocate = trestle_color_scale_size_allocate;
  widget_class->snapshot = trestle_color_scale_snapshot;
  install_properties (object_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/widgets/color-scale.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleColorScale, title);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "colorscale");
}

static void
trestle_color_scale_init (TrestleColorScale *scale)
{
  scale->ticks = g_array_new (FALSE, FALSE, sizeof (Tick));
  g_array_set_clear_func (scale->ticks, tick_clear);
  scale->max = 1;
  trestle_palette_init (&scale->palette, TRESTLE_COLORMAP_VIRIDIS);
  gtk_widget_init_template (GTK_WIDGET (scale));
  scale_make_ticks (scale);
  scale_describe (scale);
}
