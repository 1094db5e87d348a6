/* What the open model is: what "trestle-cli info" prints, in a window of its own. */
#include "ui/model-details.h"

#include "core/model/details.h"

#define MOST_UNUSED 5 /* names that are shown */

/* @text: what has been shown so far, for copying. */
struct _TrestleModelDetails
{
  AdwWindow parent_instance;

  AdwPreferencesGroup *model;
  AdwPreferencesGroup *bridges;
  AdwPreferencesGroup *parameters;
  AdwPreferencesGroup *file;
  GtkButton *copy_button;
  GString *text;
};

G_DEFINE_FINAL_TYPE (TrestleModelDetails, trestle_model_details, ADW_TYPE_WINDOW)

/* Names of files and models may have any characters, so nothing here is markup. */
static AdwActionRow *
details_add_row (TrestleModelDetails *details, AdwPreferencesGroup *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (group, row);
  return ADW_ACTION_ROW (row);
}

/* A sentence, under what it is about. */
static void
details_say (TrestleModelDetails *details, AdwPreferencesGroup *group, const char *title, const char *sentence)
{
  details_add_row (details, group, title, sentence);
  g_string_append_printf (details->text, "%s: %s\n", title, sentence);
}

/* A number, which stands at the end of the row; @note: (nullable): what else there is to say */
static void
details_count (TrestleModelDetails *details, AdwPreferencesGroup *group, const char *title, const char *note, guint64 number)
{
  AdwActionRow *row = details_add_row (details, group, title, note);
  g_autofree char *digits = trestle_group_digits (number);
  GtkWidget *label = gtk_label_new (digits);

  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (row, label);
  g_string_append_printf (details->text, "%s: %s%s%s%s\n", title, digits, note != NULL ? " (" : "", note != NULL ? note : "",
                          note != NULL ? ")" : "");
}

static void
details_show_model (TrestleModelDetails *details, const TrestleRun *run)
{
  g_autofree char *type = trestle_model_describe_type (run->model);
  g_autofree char *tasks = trestle_model_describe_tasks (run->model);
  g_autofree char *images = trestle_model_describe_images (run->model);
  g_autofree char *texts = trestle_model_describe_texts (run->model, run->tokenizer != NULL);

  details_say (details, details->model, "Name", trestle_model_get_name (run->model));
  details_say (details, details->model, "Kind", type);
  details_say (details, details->model, "Tasks", *tasks != '\0' ? tasks : "none: it has no heads");
  details_say (details, details->model, "Images", images);
  details_say (details, details->model, "Texts", texts);
}

static void
details_show_bridges (TrestleModelDetails *details, const TrestleRun *run)
{
  g_autofree char *kind = trestle_config_describe_bridges (trestle_model_get_config (run->model));
  g_autofree char *places = trestle_model_describe_places (run->model);

  details_say (details, details->bridges, "Each side", kind);
  details_say (details, details->bridges, "Places", places);
}

/* (transfer full) (nullable): "6 layers · states of 128 · 8 heads" */
static char *
describe_part (const TrestlePartDetails *part)
{
  if (part->n_layers == 0)
    return NULL;
  return g_strdup_printf ("%u %s · states of %u · %u %s", part->n_layers, part->n_layers == 1 ? "layer" : "layers", part->hidden,
                          part->n_heads, part->n_heads == 1 ? "head" : "heads");
}

static void
details_show_parameters (TrestleModelDetails *details, const TrestleRun *run)
{
  TrestlePartDetails parts[TRESTLE_N_MODEL_PARTS];

  trestle_model_list_parts (run->model, parts);
  for (guint i = 0; i < TRESTLE_N_MODEL_PARTS; i++)
    {
      g_autofree char *title = g_strdup (parts[i].title);
      g_autofree char *note = describe_part (&parts[i]);

      title[0] = g_ascii_toupper (title[0]);
      details_count (details, details->parameters, title, note, parts[i].count);
    }
  details_count (details, details->parameters, "All of it", NULL, trestle_model_count (run->model).total);
}

/* Tensors that are missing are no model at all, so that there is nothing to say of them here. */
static void
details_show_unused (TrestleModelDetails *details, const TrestleRun *run)
{
  g_autoptr (GPtrArray) unused = trestle_model_list_unused (run->model);
  g_autofree char *sentence = trestle_model_describe_unused (unused->len);
  g_autoptr (GString) names = g_string_new (NULL);

  if (sentence == NULL)
    return;
  for (guint i = 0; i < MIN (unused->len, MOST_UNUSED); i++)
    {
      g_autofree char *name = g_utf8_make_valid (g_ptr_array_index (unused, i), -1);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  if (unused->len > MOST_UNUSED)
    g_string_append_printf (names, " and %u more", unused->len - MOST_UNUSED);
  details_say (details, details->file, sentence, names->str);
}

static void
details_show_file (TrestleModelDetails *details, const TrestleRun *run)
{
  g_autofree char *place = g_filename_display_name (run->model_source->path);
  g_autofree char *weights = trestle_model_describe_weights (run->model);
  g_autofree char *memory = trestle_model_describe_memory (run->model);

  details_say (details, details->file, "Place", place);
  details_say (details, details->file, "Weights", weights);
  details_say (details, details->file, "Memory", memory);
  details_count (details, details->file, "Tensors", NULL, trestle_model_get_n_tensors (run->model));
  details_show_unused (details, run);
}

static void
on_copy_clicked (TrestleModelDetails *details)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (details)), details->text->str);
  gtk_button_set_label (details->copy_button, "Copied");
}

const char *
trestle_model_details_get_text (TrestleModelDetails *details)
{
  return details->text->str;
}

TrestleModelDetails *
trestle_model_details_new (GtkWindow *parent, const TrestleRun *run)
{
  TrestleModelDetails *details = g_object_new (TRESTLE_TYPE_MODEL_DETAILS, "transient-for", parent, NULL);

  details_show_model (details, run);
  details_show_bridges (details, run);
  details_show_parameters (details, run);
  details_show_file (details, run);
  return details;
}

static void
trestle_model_details_finalize (GObject *object)
{
  g_string_free (TRESTLE_MODEL_DETAILS (object)->text, TRUE);
  G_OBJECT_CLASS (trestle_model_details_parent_class)->finalize (object);
}

static void
trestle_model_details_class_init (TrestleModelDetailsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = trestle_model_details_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/model-details.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleModelDetails, model);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelDetails, bridges);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelDetails, parameters);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelDetails, file);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelDetails, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
}

static void
trestle_model_details_init (TrestleModelDetails *details)
{
  details->text = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (details));
}
