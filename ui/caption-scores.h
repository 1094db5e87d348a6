/* Scores of captions about the image that is looked at, so that each caption is run once however often the list around it changes. */
#pragma once

#include "core/tasks.h"

G_BEGIN_DECLS

typedef struct _TrestleCaptionScores TrestleCaptionScores;

TrestleCaptionScores *trestle_caption_scores_new (void);
void trestle_caption_scores_free (TrestleCaptionScores *scores);

/* Notes what every head says of @caption, from its run. */
void trestle_caption_scores_add (TrestleCaptionScores *scores, const char *caption, const TrestleTrace *trace);
gboolean trestle_caption_scores_have (const TrestleCaptionScores *scores, const char *caption);
/* NaN if it is not there, or the model has no such head. */
double trestle_caption_scores_get (const TrestleCaptionScores *scores, const char *caption, TrestleTask head);
/* Forgets all but @captions. */
void trestle_caption_scores_keep (TrestleCaptionScores *scores, char **captions);
/* Forgets all: there is another image, or another model. */
void trestle_caption_scores_clear (TrestleCaptionScores *scores);

G_END_DECLS
