/* What the tower brings to each bridge, patch by patch or word by word: one bridge large, the others small, on one scale. */
#include "ui/bridge-maps.h"

#include <math.h>

#include "analysis/figures/bridge-map-figure.h"
#include "ui/export-dialog.h"
#include "ui/figure-source.h"
#include "ui/run-origin.h"
#include "ui/widgets/color-scale.h"
#include "ui/widgets/image-view.h"
#include "ui/widgets/map-row.h"
#include "ui/widgets/page-heading.h"
#include "ui/widgets/word-chips.h"

/* Indexed by TrestleBridgeMapQuantity. */
static const char *const sentences[TRESTLE_N_BRIDGE_MAP_QUANTITIES] = {
  "How much of a bridge’s output comes from the tower, at every patch or word: its share, from 0 to 1.",
  "How alike what the two sides bring to a bridge is, at every patch or word: the cosine, from −1 to 1.",
};

/**
 * TrestleBridgeMaps:
 * @study: (nullable) (transfer none): what is shown; to see whether that is still so, and for nothing else
 */
struct _TrestleBridgeMaps
{
  GtkWidget parent_instance;

  GtkWidget *box;
  TrestlePageHeading *heading;
  GtkWidget *cosine_button;
  GtkWidget *words_button;
  GtkStack *stack;
  GtkStack *large;
  TrestleImageView *image;
  TrestleWordChips *chips;
  TrestleColorScale *scale;
  GtkLabel *readout;
  GtkLabel *class_token;
  TrestleMapRow *row;

  TrestleWorkbench *workbench;
  TrestleBridgeWork *work;
  gconstpointer study;
  gboolean shows_cosine;
  gboolean shows_words;
  guint bridge;
};

enum
{
  PROP_COSINE = 1,
  PROP_WORDS,
  PROP_BRIDGE,
};

static void bridge_maps_figure_source_init (TrestleFigureSourceInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrestleBridgeMaps,
                               trestle_bridge_maps,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TRESTLE_TYPE_FIGURE_SOURCE, bridge_maps_figure_source_init))

static TrestleBridgeMapQuantity
maps_get_quantity (TrestleBridgeMaps *maps)
{
  return maps->shows_cosine ? TRESTLE_BRIDGE_MAP_COSINE : TRESTLE_BRIDGE_MAP_SHARE;
}

static const char *
maps_get_name (TrestleBridgeMaps *maps)
{
  return trestle_bridge_map_quantity_get_name (maps_get_quantity (maps));
}

const TrestleBridgeMap *
trestle_bridge_maps_get_map (TrestleBridgeMaps *maps)
{
  const TrestleBridgeStudy *study = maps->work != NULL ? trestle_bridge_work_get_study (maps->work) : NULL;

  return study != NULL ? study->maps[maps->shows_words ? TRESTLE_SIDE_TEXT : TRESTLE_SIDE_IMAGE] : NULL;
}

/* (transfer full): "Patch 3, 4: share 0.648", "“star”: cosine −0.021" */
static char *
describe_token (TrestleBridgeMaps *maps, const char *name, guint token)
{
  double value = trestle_bridge_map_get_values (trestle_bridge_maps_get_map (maps), maps_get_quantity (maps), maps->bridge)[token];

  return g_strdup_printf ("%s: %s %s%.3f", name, maps_get_name (maps), value < 0.0 ? "−" : "", fabs (value));
}

static void
maps_describe_hovered (TrestleBridgeMaps *maps, const char *name, guint token)
{
  const TrestleBridgeMap *map = trestle_bridge_maps_get_map (maps);
  g_autofree char *text = name != NULL && map != NULL && token < map->n_tokens ? describe_token (maps, name, token) : NULL;

  gtk_label_set_text (maps->readout, text != NULL        ? text
                                     : maps->shows_words ? "Point at a word for its number."
                                                         : "Point at a patch for its number.");
}

static void
on_patch_hovered (TrestleImageView *view, int patch, TrestleBridgeMaps *maps)
{
  const TrestleBridgeMap *map = trestle_bridge_maps_get_map (maps);
  g_autofree char *name = NULL;

  if (patch >= 0 && map != NULL && map->grid_columns > 0)
    name = g_strdup_printf ("Patch %u, %u", (guint) patch / map->grid_columns + 1, (guint) patch % map->grid_columns + 1);
  maps_describe_hovered (maps, name, (guint) patch + 1);
}

static void
on_word_hovered (TrestleWordChips *chips, int word, TrestleBridgeMaps *maps)
{
  const TrestleRun *run = trestle_workbench_get_run (maps->workbench);
  g_autofree char *name = word >= 0 && (guint) word < run->tokens->length ? g_strdup_printf ("“%s”", run->words[word]) : NULL;

  maps_describe_hovered (maps, name, (guint) word);
}

/* What a click means everywhere: whose attention is looked at. */
static void
on_patch_activated (TrestleImageView *view, guint patch, TrestleBridgeMaps *maps)
{
  trestle_workbench_choose_patch (maps->workbench, patch);
}

static void
on_word_activated (TrestleWordChips *chips, guint word, TrestleBridgeMaps *maps)
{
  trestle_workbench_choose_word (maps->workbench, word);
}

static void
maps_show_scale (TrestleBridgeMaps *maps)
{
  TrestleBridgeMapQuantity quantity = maps_get_quantity (maps);

  g_object_set (maps->heading, "sentence", sentences[quantity], NULL);
  g_object_set (maps->scale, "title", trestle_bridge_map_quantity_get_title (quantity), "min",
                trestle_bridge_map_quantity_get_min (quantity), "max", 1.0, NULL);
}

static void
maps_show_image (TrestleBridgeMaps *maps, const TrestleRun *run, const TrestleBridgeMap *map)
{
  TrestleBridgeMapQuantity quantity = maps_get_quantity (maps);
  g_autofree char *class_token = describe_token (maps, "Class token, which is no place in the image", 0);

  trestle_image_view_set_image (maps->image, run->image, &run->image_window, map->grid_rows, map->grid_columns);
  trestle_image_view_set_values (maps->image, trestle_bridge_map_get_values (map, quantity, maps->bridge) + 1,
                                 trestle_bridge_map_get_places (map, quantity, maps->bridge) + 1, maps_get_name (maps));
  gtk_label_set_text (maps->class_token, class_token);
}

static void
maps_show_words (TrestleBridgeMaps *maps, const TrestleRun *run, const TrestleBridgeMap *map)
{
  TrestleBridgeMapQuantity quantity = maps_get_quantity (maps);

  trestle_word_chips_set_words (maps->chips, (const char *const *) run->words);
  trestle_word_chips_set_values (maps->chips, trestle_bridge_map_get_values (map, quantity, maps->bridge),
                                 trestle_bridge_map_get_places (map, quantity, maps->bridge), maps_get_name (maps));
}

/* The bridge that is chosen. */
static void
maps_show_large (TrestleBridgeMaps *maps)
{
  const TrestleBridgeStudy *study = trestle_bridge_work_get_study (maps->work);
  const TrestleBridgeMap *map = trestle_bridge_maps_get_map (maps);

  if (maps->shows_words)
    maps_show_words (maps, study->run, map);
  else
    maps_show_image (maps, study->run, map);
  gtk_stack_set_visible_child_name (maps->large, maps->shows_words ? "words" : "image");
  gtk_widget_set_visible (GTK_WIDGET (maps->class_token), !maps->shows_words);
  maps_describe_hovered (maps, NULL, 0);
}

/* Patches as they lie, words as stripes from the first to the last. */
static void
maps_show_small (TrestleBridgeMaps *maps, const TrestleBridgeMap *map)
{
  guint first = trestle_bridge_map_get_first_place (map);
  guint rows = maps->shows_words ? 1 : map->grid_rows, columns = maps->shows_words ? map->n_tokens : map->grid_columns;

  trestle_map_row_set_count (maps->row, map->n_bridges, "Bridge");
  for (guint bridge = 0; bridge < map->n_bridges; bridge++)
    trestle_map_row_set_places (maps->row, bridge, trestle_bridge_map_get_places (map, maps_get_quantity (maps), bridge) + first, rows,
                                columns);
}

static void
maps_show (TrestleBridgeMaps *maps)
{
  const TrestleBridgeMap *map = trestle_bridge_maps_get_map (maps);

  maps_show_scale (maps);
  gtk_widget_action_set_enabled (GTK_WIDGET (maps), "maps.export", map != NULL);
  gtk_stack_set_visible_child_name (maps->stack, map != NULL ? "maps" : maps->study != NULL ? "none" : "waiting");
  if (map == NULL)
    return;
  maps_show_small (maps, map);
  maps_show_large (maps);
}

/* Knock-outs change nothing here: what is drawn is made again only for another study, or another run of one. */
static void
on_work_changed (TrestleBridgeMaps *maps)
{
  const TrestleBridgeStudy *study = trestle_bridge_work_get_study (maps->work);

  if (study == maps->study)
    return;
  maps->study = study;
  maps_show (maps);
}

static TrestleOrigin *
maps_make_origin (TrestleBridgeMaps *maps, const TrestleRun *run, const TrestleLook *look, double opacity, const char *file)
{
  g_autofree char *width = g_strdup_printf ("%g", look->width_mm);
  g_autofree char *opacity_text = g_strdup_printf ("%g", opacity);
  const char *side = trestle_side_get_name (maps->shows_words ? TRESTLE_SIDE_TEXT : TRESTLE_SIDE_IMAGE);
  const char *colormap = trestle_colormap_get_name (look->colormap);
  const char *options[] = { "--draw",     "map",    "--side",    side,         "--by",    maps_get_name (maps),
                            "--colormap", colormap, "--opacity", opacity_text, "--width", width,
                            "-o",         file,     NULL };

  return trestle_run_make_origin (run, "What the tower brings to each bridge, place by place", "bridges", options);
}

static TrestleFigure *
maps_make_figure (TrestleFigureSource *source, double width_mm, const char *file)
{
  TrestleBridgeMaps *maps = TRESTLE_BRIDGE_MAPS (source);
  const TrestleBridgeMap *map = trestle_bridge_maps_get_map (maps);
  TrestleLook look = TRESTLE_LOOK_DEFAULT;
  const TrestleRun *run;
  TrestleFigure *figure;
  double opacity;

  if (map == NULL)
    return NULL;
  run = trestle_bridge_work_get_study (maps->work)->run;
  look.width_mm = width_mm;
  g_object_get (maps->workbench, "colormap", &look.colormap, "opacity", &opacity, NULL);
  figure = trestle_bridge_map_figure_new (map, maps_get_quantity (maps), run->image, &run->image_window, (const char *const *) run->words,
                                          trestle_model_get_name (run->model), opacity, &look);
  trestle_figure_set_origin (figure, maps_make_origin (maps, run, &look, opacity, file));
  return figure;
}

static char *
maps_name_file (TrestleFigureSource *source)
{
  TrestleBridgeMaps *maps = TRESTLE_BRIDGE_MAPS (source);

  return g_strdup_printf ("bridges-%s-%s", maps_get_name (maps), maps->shows_words ? "text" : "image");
}

static void
bridge_maps_figure_source_init (TrestleFigureSourceInterface *interface)
{
  interface->make_figure = maps_make_figure;
  interface->name_file = maps_name_file;
}

static void
show_export (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TrestleExportDialog *dialog = trestle_export_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), TRESTLE_FIGURE_SOURCE (widget));

  gtk_window_present (GTK_WINDOW (dialog));
}

void
trestle_bridge_maps_set_work (TrestleBridgeMaps *maps, TrestleWorkbench *workbench, TrestleBridgeWork *work)
{
  g_return_if_fail (maps->work == NULL);
  maps->workbench = g_object_ref (workbench);
  maps->work = g_object_ref (work);
  g_object_bind_property (workbench, "colormap", maps->image, "colormap", G_BINDING_SYNC_CREATE);
  g_object_bind_property (workbench, "colormap", maps->chips, "colormap", G_BINDING_SYNC_CREATE);
  g_object_bind_property (workbench, "colormap", maps->scale, "colormap", G_BINDING_SYNC_CREATE);
  g_object_bind_property (workbench, "colormap", maps->row, "colormap", G_BINDING_SYNC_CREATE);
  g_object_bind_property (workbench, "opacity", maps->image, "opacity-of-heat", G_BINDING_SYNC_CREATE);
  g_object_bind_property (workbench, "show-grid", maps->image, "show-grid", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (work, "changed", G_CALLBACK (on_work_changed), maps, G_CONNECT_SWAPPED);
  maps_show (maps);
}

static void
trestle_bridge_maps_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  TrestleBridgeMaps *maps = TRESTLE_BRIDGE_MAPS (object);

  switch (id)
    {
    case PROP_COSINE:
      maps->shows_cosine = g_value_get_boolean (value);
      break;
    case PROP_WORDS:
      maps->shows_words = g_value_get_boolean (value);
      break;
    case PROP_BRIDGE:
      maps->bridge = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
  maps_show (maps);
}

static void
trestle_bridge_maps_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  TrestleBridgeMaps *maps = TRESTLE_BRIDGE_MAPS (object);

  switch (id)
    {
    case PROP_COSINE:
      g_value_set_boolean (value, maps->shows_cosine);
      break;
    case PROP_WORDS:
      g_value_set_boolean (value, maps->shows_words);
      break;
    case PROP_BRIDGE:
      g_value_set_uint (value, maps->bridge);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

GtkWidget *
trestle_bridge_maps_new (void)
{
  return g_object_new (TRESTLE_TYPE_BRIDGE_MAPS, NULL);
}

static void
trestle_bridge_maps_dispose (GObject *object)
{
  TrestleBridgeMaps *maps = TRESTLE_BRIDGE_MAPS (object);

  g_clear_pointer (&maps->box, gtk_widget_unparent);
  g_clear_object (&maps->workbench);
  g_clear_object (&maps->work);
  G_OBJECT_CLASS (trestle_bridge_maps_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (class, PROP_COSINE, g_param_spec_boolean ("cosine", NULL, NULL, FALSE, flags));
  g_object_class_install_property (class, PROP_WORDS, g_param_spec_boolean ("words", NULL, NULL, FALSE, flags));
  g_object_class_install_property (class, PROP_BRIDGE, g_param_spec_uint ("bridge", NULL, NULL, 0, G_MAXUINT, 0, flags));
}

static void
ensure_types (void)
{
  g_type_ensure (TRESTLE_TYPE_COLOR_SCALE);
  g_type_ensure (TRESTLE_TYPE_IMAGE_VIEW);
  g_type_ensure (TRESTLE_TYPE_MAP_ROW);
  g_type_ensure (TRESTLE_TYPE_PAGE_HEADING);
  g_type_ensure (TRESTLE_TYPE_WORD_CHIPS);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class, "/org/trestle/Trestle/ui/bridge-maps.ui");
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, box);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, heading);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, cosine_button);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, words_button);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, stack);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, large);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, image);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, chips);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, scale);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, readout);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, class_token);
  gtk_widget_class_bind_template_child (class, TrestleBridgeMaps, row);
  gtk_widget_class_bind_template_callback (class, on_patch_hovered);
  gtk_widget_class_bind_template_callback (class, on_patch_activated);
  gtk_widget_class_bind_template_callback (class, on_word_hovered);
  gtk_widget_class_bind_template_callback (class, on_word_activated);
}

static void
trestle_bridge_maps_class_init (TrestleBridgeMapsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->set_property = trestle_bridge_maps_set_property;
  object_class->get_property = trestle_bridge_maps_get_property;
  object_class->dispose = trestle_bridge_maps_dispose;
  install_properties (object_class);
  gtk_widget_class_install_action (widget_class, "maps.export", NULL, show_export);
  ensure_types ();
  bind_template (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "bridgemaps");
}

static void
trestle_bridge_maps_init (TrestleBridgeMaps *maps)
{
  GBindingFlags flags = G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE;

  gtk_widget_init_template (GTK_WIDGET (maps));
  g_object_bind_property (maps, "cosine", maps->cosine_button, "active", flags);
  g_object_bind_property (maps, "words", maps->words_button, "active", flags);
  g_object_bind_property (maps, "bridge", maps->row, "chosen", flags);
}
