/* What one of two models answers: its name, its answers or its ranking, and what there is to say about them. */
#include "ui/model-answers.h"

#include "ui/answer-list.h"
#include "ui/ranking-bars.h"

struct _TrestleModelAnswers
{
  AdwBin parent_instance;

  GtkLabel *name;
  GtkSpinner *spinner;
  GtkWidget *body;
  TrestleAnswerList *answers;
  TrestleCaptionBars *ranking;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (TrestleModelAnswers, trestle_model_answers, ADW_TYPE_BIN)

static const char *
find_measure (TrestleTask head)
{
  guint n_measures;
  const TrestleMeasureWords *measures = trestle_measures_list (&n_measures);

  for (guint i = 0; i < n_measures; i++)
    if (measures[i].head == head)
      return measures[i].title;
  return NULL;
}

/* (transfer full): scores of different heads cannot be compared, so it is said which they are. */
static char *
make_note (const TrestleRun *run)
{
  const char *measure = run->ranking != NULL ? find_measure (run->head) : NULL;

  if (run->note != NULL)
    return g_strdup (run->note);
  if (measure != NULL)
    return g_strdup_printf ("Scored: %s", measure);
  return g_strdup (run->answers == NULL && run->ranking == NULL ? "Nothing was asked yet." : "");
}

void
trestle_model_answers_show (TrestleModelAnswers *answers, const char *name, const TrestleRun *run)
{
  g_autofree char *model = run != NULL ? trestle_run_name_model (run) : g_strdup (name != NULL ? name : "");
  g_autofree char *note = NULL;

  gtk_label_set_text (answers->name, model);
  gtk_widget_set_tooltip_text (GTK_WIDGET (answers->name), model);
  gtk_widget_set_sensitive (answers->body, run != NULL);
  if (run == NULL)
    return;
  note = make_note (run);
  trestle_answer_list_set_answers (answers->answers, run->task, run->answers);
  trestle_ranking_bars_show (answers->ranking, run);
  gtk_label_set_text (answers->note, note);
  gtk_widget_set_visible (GTK_WIDGET (answers->note), *note != '\0');
}

void
trestle_model_answers_set_waiting (TrestleModelAnswers *answers, gboolean is_waiting)
{
  gtk_spinner_set_spinning (answers->spinner, is_waiting);
}

static void
trestle_model_answers_class_init (TrestleModelAnswersClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (TRESTLE_TYPE_ANSWER_LIST);
  g_type_ensure (TRESTLE_TYPE_CAPTION_BARS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trestle/Trestle/ui/model-answers.ui");
  gtk_widget_class_bind_template_child (widget_class, TrestleModelAnswers, name);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelAnswers, spinner);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelAnswers, body);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelAnswers, answers);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelAnswers, ranking);
  gtk_widget_class_bind_template_child (widget_class, TrestleModelAnswers, note);
}

static void
trestle_model_answers_init (TrestleModelAnswers *answers)
{
  gtk_widget_init_template (GTK_WIDGET (answers));
}
