/* What a model is, in words and numbers, for people: both programs say the same of it. */
#include "core/model/details.h"

#include <string.h>

#include "core/formats/stored-tensor.h"
#include "core/model/memory-need.h"

void
trestle_model_list_parts (const TrestleModel *model, TrestlePartDetails parts[TRESTLE_N_MODEL_PARTS])
{
  const TrestleConfig *config = trestle_model_get_config (model);
  TrestleParameterCounts counts = trestle_model_count (model);
  const TrestlePartDetails list[TRESTLE_N_MODEL_PARTS] = {
    { "text", "text tower", counts.text, config->text.n_layers, config->text.hidden_size, config->text.n_heads },
    { "vision", "vision tower", counts.vision, config->vision.n_layers, config->vision.hidden_size,
      trestle_vision_config_get_n_heads (&config->vision) },
    { "cross_modal", "cross-modal encoder", counts.cross_modal, config->n_layers, config->hidden_size, config->n_heads },
    { "bridges", "bridges", counts.bridges, 0, 0, 0 },
    { "heads", "task heads", counts.heads, 0, 0, 0 },
  };

  memcpy (parts, list, sizeof list);
}

char *
trestle_model_describe_type (const TrestleModel *model)
{
  const TrestleConfig *config = trestle_model_get_config (model);
  guint n_bridges = config->n_internal_bridges - 1;

  if (!config->norms_entering)
    return g_strdup ("METER, which has no bridges");
  return g_strdup_printf ("BridgeTower with %u %s on each side", n_bridges, n_bridges == 1 ? "bridge" : "bridges");
}

char *
trestle_config_describe_bridges (const TrestleConfig *config)
{
  guint n = config->n_internal_bridges - 1;

  if (n == 0)
    return g_strdup ("no bridges");
  return g_strdup_printf ("%u %s: %s%s", n, n == 1 ? "bridge" : "bridges", trestle_bridge_kind_get_name (config->bridge_kind),
                          config->share_bridges ? ", shared" : "");
}

char *
trestle_model_describe_places (const TrestleModel *model)
{
  guint n_entering = trestle_model_get_config (model)->n_internal_bridges;

  if (n_entering == 1)
    return g_strdup ("the last layer of each tower enters the first cross-modal layer");
  return g_strdup_printf ("the last %u layers of each tower enter the first %u cross-modal layers, all but the first by a bridge",
                          n_entering, n_entering);
}

char *
trestle_model_describe_tasks (const TrestleModel *model)
{
  GString *tasks = g_string_new (NULL);

  for (guint task = 0; task < TRESTLE_N_TASKS; task++)
    if (trestle_model_can (model, task))
      g_string_append_printf (tasks, "%s%s", tasks->len > 0 ? ", " : "", trestle_task_get_name (task));
  return g_string_free (tasks, FALSE);
}

char *
trestle_model_describe_images (const TrestleModel *model)
{
  const TrestleVisionConfig *vision = &trestle_model_get_config (model)->vision;
  guint grid = vision->image_size / vision->patch_size;

  return g_strdup_printf ("%u x %u pixels, as %u x %u patches of %u", vision->image_size, vision->image_size, grid, grid,
                          vision->patch_size);
}

char *
trestle_model_describe_texts (const TrestleModel *model, gboolean can_read)
{
  const TrestleTextConfig *text = &trestle_model_get_config (model)->text;

  return g_strdup_printf ("up to %u tokens of a vocabulary of %u%s", trestle_text_config_get_max_tokens (text), text->vocabulary_size,
                          can_read ? "" : "; there are no tokenizer files");
}

char *
trestle_model_describe_dtypes (const TrestleModel *model)
{
  guint dtypes = trestle_model_get_dtypes (model);
  GString *names = g_string_new (NULL);

  for (guint dtype = 0; dtype < TRESTLE_N_DTYPES; dtype++)
    if (dtypes & 1u << dtype)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", trestle_dtype_get_name (dtype));
  return g_string_free (names, FALSE);
}

char *
trestle_model_describe_weights (const TrestleModel *model)
{
  g_autofree char *size = g_format_size (trestle_model_get_size (model));
  g_autofree char *dtypes = trestle_model_describe_dtypes (model);

  return g_strdup_printf ("%s, %s, %s", size, dtypes, trestle_model_get_kind (model));
}

char *
trestle_model_describe_memory (const TrestleModel *model)
{
  TrestleWeightsNeed weights = trestle_model_get_weights_need (model);
  TrestleRunNeed run = trestle_model_estimate_run (model, TRESTLE_USUAL_TOKENS, (TrestleRecording){ .blocks = TRESTLE_RECORD_ALL }, NULL);
  g_autofree char *weights_size = g_format_size (weights.own + weights.mapped);
  g_autofree char *run_size = g_format_size (trestle_run_need_sum (&run));

  return g_strdup_printf ("%s for its %sweights, %s for a run that records all", weights_size,
                          weights.mapped > weights.own ? "mapped " : "", run_size);
}

char *
trestle_model_describe_unused (guint n_unused)
{
  if (n_unused == 0)
    return NULL;
  return g_strdup_printf ("%u of its tensors %s of no use to the model", n_unused, n_unused == 1 ? "is" : "are");
}

char *
trestle_group_digits (guint64 number)
{
  GString *digits = g_string_new (NULL);

  g_string_printf (digits, "%" G_GUINT64_FORMAT, number);
  for (gssize i = (gssize) digits->len - 3; i > 0; i -= 3)
    g_string_insert_c (digits, i, ',');
  return g_string_free (digits, FALSE);
}
