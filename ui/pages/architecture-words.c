/* What the Architecture page says beside its figure: what is shown, and why something is not. */
#include "ui/pages/architecture-words.h"

#include "ui/head-words.h"

static const char *const bridge_sentences[TRESTLE_N_BRIDGE_CHOICES] = {
  [TRESTLE_BRIDGES_BY_NOTHING] = "",
  [TRESTLE_BRIDGES_BY_SHARE] = "Bridges are as wide as the tower’s share of what they give, from 0 to 1.",
  [TRESTLE_BRIDGES_BY_COSINE] = "Bridges are as wide as the cosine between their two sides, from −1 to 1.",
  [TRESTLE_BRIDGES_BY_ZERO] = "Bridges are as wide as the answer’s logit changes when they are given nothing.",
  [TRESTLE_BRIDGES_BY_MEAN] = "Bridges are as wide as the answer’s logit changes when they are given the tower’s mean state.",
  [TRESTLE_BRIDGES_BY_LAST] = "Bridges are as wide as the answer’s logit changes when they are given the tower’s last layer.",
};

/* Whether anything is said of bridges; before there is a model it is said of the one to come. */
static gboolean
says_bridges (const TrestleArchitectureChoice *choice, const TrestleModel *model)
{
  return choice->bridges != TRESTLE_BRIDGES_BY_NOTHING && (model == NULL || trestle_bridge_choice_is_possible (choice->bridges, model));
}

char *
trestle_architecture_write_heading (const TrestleArchitectureChoice *choice, const TrestleModel *model)
{
  GString *text = g_string_new ("The model, from its inputs up to its answers.");

  if (choice->has_measure)
    g_string_append_printf (text, " %s", trestle_head_words_get (choice->measure)->of_layers);
  if (says_bridges (choice, model))
    g_string_append_printf (text, " %s", bridge_sentences[choice->bridges]);
  return g_string_free (text, FALSE);
}

const char *
trestle_architecture_find_topic (const TrestleArchitectureChoice *choice, const TrestleModel *model)
{
  if (choice->has_measure)
    return "heads";
  return says_bridges (choice, model) ? "bridges" : "layers";
}

const char *
trestle_architecture_get_hint (const TrestleModel *model)
{
  if (model != NULL && trestle_model_get_n_bridges (model) > 0)
    return "Click a layer to see where its heads look, or a bridge to see what it brings.";
  return "Click a layer to see where its heads look.";
}

const char *
trestle_architecture_explain_bridges (TrestleBridgeChoice choice,
                                      const TrestleModel *model,
                                      const TrestleBridgeStudy *study,
                                      gboolean is_stopped)
{
  if (trestle_model_get_n_bridges (model) == 0)
    return "This model has no bridges: the last layers of its towers enter the cross-modal encoder.";
  if (choice == TRESTLE_BRIDGES_BY_NOTHING)
    return "";
  if (!trestle_bridge_choice_is_possible (choice, model))
    return "The bridges of this model do not split into two sides; choose an effect to see what they bring.";
  if (trestle_bridge_choice_get_stand_in (choice) == TRESTLE_STAND_IN_NONE)
    return is_stopped && study == NULL ? "The bridges were not measured." : "";
  if (study != NULL)
    return trestle_bridge_study_has_answer (study) ? "" : "The model has no answer to this text that a knock-out could change.";
  return is_stopped ? "The knock-outs were not measured." : "Knocking out each bridge…";
}
