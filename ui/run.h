/* What one run of the model gave: the model, the image and the text it read, what it answered, and the trace. */
#pragma once

#include "core/session.h"
#include "core/tasks.h"
#include "ui/image-source.h"
#include "ui/model-source.h"
#include "ui/question.h"

G_BEGIN_DECLS

/**
 * TrestleRankedCaption:
 * @index: its place among the captions of the text
 * @score: by the run's head, see trestle_task_score()
 */
typedef struct
{
  char *text;
  guint index;
  double score;
} TrestleRankedCaption;

/**
 * TrestleRun:
 * @image_source: the first image, whichever is shown
 * @image: the image that is shown; @trace, @image_name and @image_window are its
 * @image_name: what people call the image
 * @image_window: the part of the image that the model saw
 * @second_source: (nullable): the second image of two, whichever is shown
 * @second_image: (nullable): the other one of two, whichever is shown; %NULL unless the task is about two
 * @second_name: (nullable): what people call that
 * @shows_second: whether it is the second image that is shown
 * @head: which of the model's heads answers
 * @text: what was asked; for ranking all the captions
 * @caption: of ranking: which of them @tokens, @words and @trace are of
 * @words: `[tokens->length]`, %NULL-terminated: the tokens as a person writes them, special ones included
 * @answers: (nullable) (element-type TrestleAnswer): to @task
 * @ranking: (nullable) (element-type TrestleRankedCaption): the captions, best first
 * @note: (nullable): one sentence about the text: why there is no answer, or how much of it was left out
 *
 * Everything the window shows belongs to one run, so that image, words, map and answer always fit together. Immutable, shared by
 * reference.
 */
typedef struct
{
  gatomicrefcount references;
  TrestleModelSource *model_source;
  TrestleModel *model;
  TrestleTokenizer *tokenizer;
  TrestleImageSource *image_source;
  TrestleImage *image;
  char *image_name;
  TrestleImageWindow image_window;
  TrestleImageSource *second_source;
  TrestleImage *second_image;
  char *second_name;
  gboolean shows_second;
  TrestleWindowTask task;
  TrestleTask head;
  char *text;
  guint caption;
  TrestleTokens *tokens;
  char **words;
  TrestleTrace *trace;
  GPtrArray *answers;
  GArray *ranking;
  char *note;
} TrestleRun;

/* Empty; the engine fills it in. */
TrestleRun *trestle_run_new (void);
TrestleRun *trestle_run_ref (TrestleRun *run);
void trestle_run_unref (TrestleRun *run);

/* Of ranking: @scores: one for each of @captions. */
void trestle_run_set_ranking (TrestleRun *run, char **captions, const double *scores);

/* (transfer full): what people call the model: "bridgetower-shapes", "bridgetower-shapes without bridges (last)" */
char *trestle_run_name_model (const TrestleRun *run);

guint trestle_run_get_n_layers (const TrestleRun *run, TrestleBlock block);
guint trestle_run_get_n_heads (const TrestleRun *run, TrestleBlock block);
guint trestle_run_get_n_patches (const TrestleRun *run);

/* (transfer full): `[tokens->length]`, %NULL-terminated: @words, but for the first token of a word all of it, as the text has it. */
char **trestle_run_list_whole_words (const TrestleRun *run);

/* The first token that says something: a mask if there is one, else the first that is neither special nor an article or the like. */
gint trestle_run_find_content_word (const TrestleRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleRun, trestle_run_unref)

G_END_DECLS
