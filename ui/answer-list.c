/* The answers to a task: bars for each question that the text asks. */
#include "ui/answer-list.h"

#include "ui/widgets/answer-bars.h"

struct _TrestleAnswerList
{
  AdwBin parent_instance;

  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (TrestleAnswerList, trestle_answer_list, ADW_TYPE_BIN)

/* "yes" and "no" are the model's words; people read what was asked. */
static const char *
label_of (TrestleWindowTask task, const TrestleCandidate *candidate)
{
  gboolean is_yes = g_str_equal (candidate->label, "yes");

  if (task == TRESTLE_WINDOW_MATCH)
    return is_yes ? "Match" : "No match";
  if (task == TRESTLE_WINDOW_REASON)
    return is_yes ? "True" : "False";
  return candidate->label;
}

static GtkWidget *
bars_new (TrestleWindowTask task, const TrestleAnswer *answer)
{
  GtkWidget *bars = trestle_answer_bars_new ();
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autofree double *probabilities = g_new (double, answer->candidates->len + 1);

  for (guint i = 0; i < answer->candidates->len; i++)
    {
      const TrestleCandidate *candidate = &g_array_index (answer->candidates, TrestleCandidate, i);

      g_ptr_array_add (labels, (gpointer) label_of (task, candidate));
      probabilities[i] = candidate->probability;
    }
  g_ptr_array_add (labels, NULL);
  trestle_answer_bars_set_rows (TRESTLE_ANSWER_BARS (bars), (const char *const *) labels->pdata, probabilities);
  return bars;
}

static GtkWidget *
mask_heading_new (guint index, guint count)
{
  g_autofree char *text = g_strdup_printf ("Mask %u of %u", index + 1, count);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

void
trestle_answer_list_set_answers (TrestleAnswerList *list, TrestleWindowTask task, const GPtrArray *answers)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list->box))) != NULL)
    gtk_box_remove (list->box, child);
  for (guint i = 0; answers != NULL && i < answers->len; i++)
    {
      if (answers->len > 1)
        gtk_box_append (list->box, mask_heading_new (i, answers->len));
      gtk_box_append (list->box, bars_new (task, g_ptr_array_index (answers, i)));
    }
}

static void
trestle_answer_list_class_init (TrestleAnswerListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/answer-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleAnswerList, box);
}

static void
trestle_answer_list_init (TrestleAnswerList *list)
{
  gtk_widget_init_template (GTK_WIDGET (list));
}
