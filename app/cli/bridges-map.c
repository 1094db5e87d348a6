/* trestle-cli bridges --draw map: what the tower brings to the bridges of one side, patch by patch or word by word. */
#include "analysis/figures/bridge-map-figure.h"
#include "app/cli/bridges-private.h"
#include "app/cli/figure.h"
#include "app/cli/output.h"
#include "core/error.h"

static gboolean
choose_side (const char *name, TrestleSide *side, GError **error)
{
  *side = TRESTLE_SIDE_IMAGE;
  if (name == NULL || g_str_equal (name, trestle_side_get_name (TRESTLE_SIDE_IMAGE)))
    return TRUE;
  *side = TRESTLE_SIDE_TEXT;
  if (g_str_equal (name, trestle_side_get_name (TRESTLE_SIDE_TEXT)))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--side takes image or text, not “%s”", name);
  return FALSE;
}

static gboolean
choose_quantity (const char *name, TrestleBridgeMapQuantity *quantity, GError **error)
{
  *quantity = TRESTLE_BRIDGE_MAP_SHARE;
  if (name == NULL || trestle_bridge_map_quantity_parse (name, quantity))
    return TRUE;
  g_set_error (error, CLI_USAGE_ERROR, 0, "--by takes share or cosine with --draw map, not “%s”", name);
  return FALSE;
}

gboolean
cli_bridges_choose_map (const CliOptions *given, CliBridgesChoice *choice, GError **error)
{
  if (given->ablate != NULL || given->task != NULL || given->beside != NULL)
    {
      g_set_error_literal (error, CLI_USAGE_ERROR, 0,
                           "--draw map knocks nothing out and asks nothing, so --ablate, --task and --beside do not go with it");
      return FALSE;
    }
  return choose_side (given->side, &choice->side, error) && choose_quantity (given->by, &choice->map_quantity, error);
}

/* (transfer full) */
static TrestleBridgeMap *
measure (const TrestleModel *model, const TrestleTrace *trace, TrestleSide side, GError **error)
{
  TrestleBridgeMap *map = NULL;

  if (!cli_bridge_study_check (model, error))
    return NULL;
  map = trestle_bridge_map_new (model, trace, side);
  if (map == NULL)
    g_set_error (error, TRESTLE_ERROR, TRESTLE_ERROR_INPUT,
                 "The bridges of “%s” do not split into what each side brings, so there is no share to map; only a knock-out tells what "
                 "they bring, which --draw bars shows",
                 trestle_model_get_name (model));
  return map;
}

static void
add_numbers (JsonBuilder *builder, const char *name, const double *numbers, guint n_numbers)
{
  json_builder_begin_array (json_builder_set_member_name (builder, name));
  for (guint i = 0; i < n_numbers; i++)
    json_builder_add_double_value (builder, numbers[i]);
  json_builder_end_array (builder);
}

/* The words, or how the patches lie. */
static void
add_places (JsonBuilder *builder, const TrestleBridgeMap *map, char **words)
{
  if (map->side == TRESTLE_SIDE_IMAGE)
    {
      json_builder_add_int_value (json_builder_set_member_name (builder, "rows"), map->grid_rows);
      json_builder_add_int_value (json_builder_set_member_name (builder, "columns"), map->grid_columns);
      return;
    }
  json_builder_begin_array (json_builder_set_member_name (builder, "words"));
  for (; *words != NULL; words++)
    json_builder_add_string_value (builder, *words);
  json_builder_end_array (builder);
}

static void
print_json (CliCall *call, const TrestleBridgeMap *map, char **words, guint n_dropped)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  json_builder_add_string_value (json_builder_set_member_name (builder, "side"), trestle_side_get_name (map->side));
  add_places (builder, map, words);
  json_builder_begin_array (json_builder_set_member_name (builder, "bridges"));
  for (guint bridge = 0; bridge < map->n_bridges; bridge++)
    {
      json_builder_begin_object (builder);
      json_builder_add_int_value (json_builder_set_member_name (builder, "index"), bridge);
      add_numbers (builder, "shares", trestle_bridge_map_get_values (map, TRESTLE_BRIDGE_MAP_SHARE, bridge), map->n_tokens);
      add_numbers (builder, "cosines", trestle_bridge_map_get_values (map, TRESTLE_BRIDGE_MAP_COSINE, bridge), map->n_tokens);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  cli_figure_add_output (call, builder);
  cli_json_add_dropped (builder, n_dropped);
  cli_print_json (call, json_builder_end_object (builder));
}

static gboolean
write_figure (CliCall *call, CliSubject *subject, const TrestleBridgeMap *map, char **words, const CliBridgesChoice *choice, GError **error)
{
  const char *name = trestle_model_get_name (trestle_session_get_model (subject->session));
  g_autofree char *input = cli_figure_name_input (call->options.images[0], call->options.texts[0]);
  g_autoptr (TrestleFigure) figure = trestle_bridge_map_figure_new (
      map, choice->map_quantity, subject->image, &subject->window, (const char *const *) words, name, call->options.opacity, &choice->look);

  return cli_figure_write (call, figure, cli_bridges_get_title (choice), name, input, error);
}

gboolean
cli_bridges_run_map (CliCall *call, const CliBridgesChoice *choice, GError **error)
{
  g_autoptr (CliSubject) subject = cli_subject_new (call, TRESTLE_N_TASKS, error);
  g_autoptr (TrestleTokens) tokens = NULL;
  g_autoptr (TrestleTrace) trace = NULL;
  g_autoptr (TrestleBridgeMap) map = NULL;
  g_auto (GStrv) words = NULL;

  tokens = subject != NULL ? cli_tokenize_text (call, subject->session, call->options.texts[0], error) : NULL;
  trace = tokens != NULL ? cli_run_tokens (call, subject->session, tokens, error) : NULL;
  map = trace != NULL ? measure (trestle_session_get_model (subject->session), trace, choice->side, error) : NULL;
  if (map == NULL)
    return FALSE;
  words = trestle_tokenizer_get_words (trestle_session_get_tokenizer (subject->session), tokens);
  if (!write_figure (call, subject, map, words, choice, error))
    return FALSE;
  if (call->options.json)
    print_json (call, map, words, tokens->n_dropped);
  else
    cli_figure_print_output (call);
  return TRUE;
}
