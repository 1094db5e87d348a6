/* What is looked at in the workbench's run: the map, its rollouts, and the bridges that are knocked out. */
#include "ui/rollout-study.h"
#include "ui/workbench-private.h"

static void
on_followed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TrestleWorkbench) workbench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rollouts = trestle_rollout_study_follow_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&workbench->following);
  if (rollouts == NULL)
    {
      trestle_workbench_report (workbench, error->message);
      return;
    }
  trestle_viewing_take_rollouts (&workbench->viewing, rollouts);
  g_signal_emit_by_name (workbench, "maps-changed");
  if (workbench->viewing.selection.head == TRESTLE_HEAD_ROLLOUT)
    g_signal_emit_by_name (workbench, "selection-changed");
}

void
trestle_workbench_stop_following (TrestleWorkbench *workbench)
{
  g_cancellable_cancel (workbench->following);
  g_clear_object (&workbench->following);
}

/* Only the latest is worth following. */
static void
workbench_follow_rollouts (TrestleWorkbench *workbench)
{
  const TrestleSelection *selection = &workbench->viewing.selection;

  trestle_workbench_stop_following (workbench);
  workbench->following = g_cancellable_new ();
  trestle_rollout_study_follow_async (workbench->run, selection->block, trestle_selection_get_query (selection), workbench->following,
                                      on_followed, g_object_ref (workbench));
}

void
trestle_workbench_select (TrestleWorkbench *workbench, const TrestleRun *previous)
{
  if (workbench->run == NULL)
    return;
  if (trestle_viewing_update (&workbench->viewing, workbench->run, previous))
    workbench_follow_rollouts (workbench);
  g_signal_emit_by_name (workbench, "selection-changed");
}

/* What a workspace says is looked at, as far as the run has it. */
void
trestle_workbench_select_wanted (TrestleWorkbench *workbench)
{
  TrestleSelection *selection = &workbench->viewing.selection;

  workbench->is_resuming = FALSE;
  *selection = workbench->wanted;
  if (selection->word >= (gint) workbench->run->tokens->length)
    selection->word = -1;
  trestle_workbench_select (workbench, workbench->run);
  g_object_notify (G_OBJECT (workbench), "block");
}

static gboolean
is_same_model (const TrestleModelSource *a, const TrestleModelSource *b)
{
  return g_str_equal (a->path, b->path) && a->stand_in == b->stand_in;
}

/* Another model has other bridges; the same one at another image size has not. */
void
trestle_workbench_follow_bridges (TrestleWorkbench *workbench, const TrestleRun *previous)
{
  guint n_bridges = trestle_model_get_n_bridges (workbench->run->model);

  if (previous != NULL && n_bridges == workbench->n_bridges && is_same_model (previous->model_source, workbench->run->model_source))
    return;
  g_free (workbench->stand_ins);
  workbench->stand_ins = g_new0 (TrestleStandIn, TRESTLE_N_SIDES * n_bridges);
  workbench->n_bridges = n_bridges;
  g_signal_emit_by_name (workbench, "stand-ins-changed");
}

const TrestleSelection *
trestle_workbench_get_selection (TrestleWorkbench *workbench)
{
  return &workbench->viewing.selection;
}

const TrestleStandIn *
trestle_workbench_get_stand_ins (TrestleWorkbench *workbench, guint *n_bridges)
{
  *n_bridges = workbench->n_bridges;
  return workbench->stand_ins;
}

gboolean
trestle_workbench_set_stand_ins (TrestleWorkbench *workbench, const TrestleStandIn *stand_ins, guint n_bridges)
{
  gsize size = TRESTLE_N_SIDES * (gsize) n_bridges * sizeof *stand_ins;

  if (n_bridges != workbench->n_bridges)
    return FALSE;
  if (n_bridges == 0 || memcmp (workbench->stand_ins, stand_ins, size) == 0)
    return TRUE;
  memcpy (workbench->stand_ins, stand_ins, size);
  g_signal_emit_by_name (workbench, "stand-ins-changed");
  return TRUE;
}

static void
workbench_selection_changed (TrestleWorkbench *workbench, TrestleBlock old_block)
{
  trestle_workbench_select (workbench, workbench->run);
  if (workbench->viewing.selection.block != old_block)
    g_object_notify (G_OBJECT (workbench), "block");
}

void
trestle_workbench_set_block (TrestleWorkbench *workbench, TrestleBlock block)
{
  TrestleBlock old_block = workbench->viewing.selection.block;

  if (block == old_block)
    return;
  trestle_viewing_set_block (&workbench->viewing, block);
  workbench_selection_changed (workbench, old_block);
}

void
trestle_workbench_set_head (TrestleWorkbench *workbench, guint layer, gint head)
{
  if (layer == workbench->viewing.selection.layer && head == workbench->viewing.selection.head)
    return;
  workbench->viewing.selection.layer = layer;
  workbench->viewing.selection.head = head;
  workbench_selection_changed (workbench, workbench->viewing.selection.block);
}

void
trestle_workbench_show_head (TrestleWorkbench *workbench, TrestleBlock block, guint layer, gint head)
{
  trestle_workbench_set_block (workbench, block);
  trestle_workbench_set_head (workbench, layer, head);
  trestle_workbench_set_page (workbench, TRESTLE_PAGE_ATTENTION);
}

void
trestle_workbench_choose_word (TrestleWorkbench *workbench, guint word)
{
  TrestleBlock old_block = workbench->viewing.selection.block;

  if (workbench->run == NULL || word >= workbench->run->tokens->length)
    return;
  trestle_selection_choose_word (&workbench->viewing.selection, word);
  workbench_selection_changed (workbench, old_block);
}

void
trestle_workbench_choose_patch (TrestleWorkbench *workbench, guint patch)
{
  TrestleBlock old_block = workbench->viewing.selection.block;

  if (workbench->run == NULL || patch >= trestle_run_get_n_patches (workbench->run))
    return;
  trestle_selection_choose_patch (&workbench->viewing.selection, patch);
  workbench_selection_changed (workbench, old_block);
}

TrestleAttentionMap *
trestle_workbench_get_map (TrestleWorkbench *workbench)
{
  return workbench->viewing.map;
}

GPtrArray *
trestle_workbench_get_maps (TrestleWorkbench *workbench, guint *n_layers, guint *n_columns)
{
  *n_layers = workbench->run != NULL ? trestle_run_get_n_layers (workbench->run, workbench->viewing.selection.block) : 0;
  *n_columns = *n_layers > 0 ? workbench->viewing.maps->len / *n_layers : 0;
  return workbench->viewing.maps;
}

char *
trestle_workbench_describe_map (TrestleWorkbench *workbench)
{
  return trestle_viewing_describe_map (&workbench->viewing);
}

char *
trestle_workbench_describe_query (TrestleWorkbench *workbench)
{
  return workbench->run != NULL ? trestle_viewing_describe_query (&workbench->viewing, workbench->run) : g_strdup ("");
}
