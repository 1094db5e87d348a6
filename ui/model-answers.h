/* What one of two models answers: its name, its answers or its ranking, and what there is to say about them. */
#pragma once

#include <adwaita.h>

#include "ui/run.h"

G_BEGIN_DECLS

#define TRESTLE_TYPE_MODEL_ANSWERS (trestle_model_answers_get_type ())
G_DECLARE_FINAL_TYPE (TrestleModelAnswers, trestle_model_answers, TRESTLE, MODEL_ANSWERS, AdwBin)

/**
 * trestle_model_answers_show:
 * @name: (nullable): what the model is called until it has run
 * @run: (nullable): %NULL while it runs: the answers from before stay, paler
 */
void trestle_model_answers_show (TrestleModelAnswers *answers, const char *name, const TrestleRun *run);
/* Whether somebody waits for the answers. */
void trestle_model_answers_set_waiting (TrestleModelAnswers *answers, gboolean is_waiting);

G_END_DECLS
