/* Bridges for people: a line each, and a line for each way to be without them. */
#include <math.h>
#include <string.h>

#include "app/cli/bridges-private.h"
#include "app/cli/output.h"
#include "app/cli/table.h"

/* Columns of a terminal: of a variant's name, for all the tasks together, and the least for an answer. */
#define NAME_COLUMNS 12
#define TASK_COLUMNS 39
#define LEAST_COLUMNS 3
#define AROUND_ANSWER 7 /* the blank and the probability behind it, and what is between two columns of the table */

#define EFFECT_LOGIT 0
#define EFFECT_KL 2

static char *
write_number (double number)
{
  return isfinite (number) ? g_strdup_printf ("%.4f", number) : g_strdup ("-");
}

/* What is drawn of a knock-out, out of @values. */
static char *
write_effect (const CliBridgeStudy *study,
              const CliBridgesChoice *choice,
              const double *values,
              TrestleSide side,
              gint bridge,
              TrestleStandIn stand_in)
{
  gsize place;

  if ((study->shape.stand_ins & 1u << stand_in) == 0)
    return g_strdup ("-");
  place = trestle_bridge_shape_find_effect (&study->shape, side, bridge, stand_in, study->task);
  return write_number (values[place + (choice->quantity == TRESTLE_BRIDGE_BY_KL ? EFFECT_KL : EFFECT_LOGIT)]);
}

/* Out of @values, which are those of the study or as many others. */
static void
add_numbers (CliTable *table,
             const CliBridgeStudy *study,
             const CliBridgesChoice *choice,
             const double *values,
             TrestleSide side,
             gint bridge,
             char *first,
             char *second)
{
  gboolean is_one = bridge != TRESTLE_EVERY_BRIDGE;
  double share = is_one ? trestle_bridge_shape_get_share (&study->shape, values, side, (guint) bridge) : NAN;
  double cosine = is_one ? trestle_bridge_shape_get_cosine (&study->shape, values, side, (guint) bridge) : NAN;

  cli_table_add (table, first, second, write_number (share), write_number (cosine),
                 write_effect (study, choice, values, side, bridge, TRESTLE_STAND_IN_ZERO),
                 write_effect (study, choice, values, side, bridge, TRESTLE_STAND_IN_MEAN),
                 write_effect (study, choice, values, side, bridge, TRESTLE_STAND_IN_LAST));
}

/* Means have half the widths of their intervals below them. */
static void
add_line (CliTable *table, const CliBridgeStudy *study, const CliBridgesChoice *choice, TrestleSide side, gint bridge)
{
  gboolean is_one = bridge != TRESTLE_EVERY_BRIDGE;

  add_numbers (table, study, choice, study->values, side, bridge, g_strdup (is_one ? trestle_side_get_name (side) : "both"),
               is_one ? g_strdup_printf ("%d", bridge + 1) : g_strdup ("all"));
  if (study->intervals != NULL)
    add_numbers (table, study, choice, study->intervals, side, bridge, g_strdup (""), g_strdup ("±"));
}

static void
print_bridges (CliCall *call, const CliBridgeStudy *study, const CliBridgesChoice *choice)
{
  g_autoptr (CliTable) table = cli_table_new ("lrrrrrr", "side", "bridge", "share", "cosine", "zero", "mean", "last");

  for (TrestleSide side = 0; side < TRESTLE_N_SIDES; side++)
    for (guint bridge = 0; bridge < study->shape.n_bridges; bridge++)
      add_line (table, study, choice, side, (gint) bridge);
  add_line (table, study, choice, TRESTLE_SIDE_TEXT, TRESTLE_EVERY_BRIDGE);
  cli_print (call, "Knocked out: %s of %s%s\n", choice->quantity == TRESTLE_BRIDGE_BY_KL ? "KL divergence (nats)" : "change of the logit",
             trestle_task_get_name (study->task), study->intervals != NULL ? "; ±: 95 % interval of the mean" : "");
  cli_table_print (table, call);
}

/* (transfer full): "bridges zero" */
static char *
name_variant (const CliBridgeStudy *study, CliBridgeVariant which)
{
  if (which == CLI_BRIDGE_BESIDE)
    return cli_fit (study->variants[which]->name, NAME_COLUMNS);
  if (which == CLI_BRIDGE_INTACT)
    return g_strdup (cli_bridge_variant_get_name (which));
  return g_strconcat ("bridges ", cli_bridge_variant_get_name (which), NULL);
}

/* Whether any variant has something to say to the task. */
static gboolean
is_answered (const CliBridgeStudy *study, TrestleTask task)
{
  for (guint i = 0; i < CLI_N_BRIDGE_VARIANTS; i++)
    if (study->variants[i] != NULL && study->variants[i]->answers[task] != NULL)
      return TRUE;
  return FALSE;
}

/* (transfer full): the first answer to the first question, "yes 0.98". */
static char *
write_answer (const GPtrArray *answers, guint columns)
{
  const TrestleCandidate *best;
  g_autofree char *label = NULL;

  if (answers == NULL)
    return g_strdup ("-");
  best = &g_array_index (((const TrestleAnswer *) g_ptr_array_index (answers, 0))->candidates, TrestleCandidate, 0);
  label = cli_fit (best->label, columns);
  return g_strdup_printf ("%s %.2f", label, best->probability);
}

/* The tasks that there is something to say about. */
typedef struct
{
  TrestleTask tasks[TRESTLE_N_EFFECT_TASKS];
  guint n;
  guint columns; /* for an answer */
} Tasks;

static Tasks
find_tasks (const CliBridgeStudy *study)
{
  Tasks tasks = { .n = 0 };

  for (TrestleTask task = 0; task < TRESTLE_N_EFFECT_TASKS; task++)
    if (is_answered (study, task))
      tasks.tasks[tasks.n++] = task;
  tasks.columns = MAX (TASK_COLUMNS / MAX (tasks.n, 1), LEAST_COLUMNS + AROUND_ANSWER) - AROUND_ANSWER;
  return tasks;
}

/* A heading or, where there are fewer tasks than this, nothing. */
static const char *
name_task (const Tasks *tasks, guint index)
{
  return index < tasks->n ? trestle_task_get_name (tasks->tasks[index]) : NULL;
}

static char *
write_task (const Tasks *tasks, guint index, const CliVariant *variant)
{
  return index < tasks->n ? write_answer (variant->answers[tasks->tasks[index]], tasks->columns) : NULL;
}

/* The last columns, one a task, are as many as there are tasks; what is beyond them the table does not read. */
static void
print_variants (CliCall *call, const CliBridgeStudy *study)
{
  static const char alignments[] = "lrrrllll";
  Tasks tasks = find_tasks (study);
  g_autofree char *used = g_strndup (alignments, strlen (alignments) - TRESTLE_N_EFFECT_TASKS + tasks.n);
  g_autoptr (CliTable) table = cli_table_new (used, "variant", "divergence", "entropy", "class", name_task (&tasks, 0),
                                              name_task (&tasks, 1), name_task (&tasks, 2), name_task (&tasks, 3));

  for (guint i = 0; i < CLI_N_BRIDGE_VARIANTS; i++)
    {
      const CliVariant *variant = study->variants[i];

      if (variant != NULL)
        cli_table_add (table, name_variant (study, i), write_number (cli_variant_get_mean (variant, TRESTLE_HEAD_DIVERGENCE)),
                       write_number (cli_variant_get_mean (variant, TRESTLE_HEAD_ENTROPY)),
                       write_number (cli_variant_get_mean (variant, TRESTLE_HEAD_CLASS_SHARE)), write_task (&tasks, 0, variant),
                       write_task (&tasks, 1, variant), write_task (&tasks, 2, variant), write_task (&tasks, 3, variant));
    }
  cli_print (call, "\nSide by side: divergence, entropy (nats) and the weight on the class token are\n"
                   "means over the heads of the cross-modal encoder\n");
  cli_table_print (table, call);
}

void
cli_bridges_print_table (CliCall *call, const CliBridgeStudy *study, const CliBridgesChoice *choice)
{
  print_bridges (call, study, choice);
  if (study->variants[CLI_BRIDGE_INTACT] != NULL)
    print_variants (call, study);
}
