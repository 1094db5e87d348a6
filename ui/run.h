/* What one run of the model gave: the model, the image and the text it read, what it answered, and the trace. */
#pragma once

#include "core/session.h"
#include "core/tasks.h"
#include "ui/model-source.h"

G_BEGIN_DECLS

/**
 * TrestleRun:
 * @image_name: what people call the image
 * @image_window: the part of the image that the model saw
 * @words: `[tokens->length]`, %NULL-terminated: the tokens as a person writes them, special ones included
 * @answers: (nullable) (element-type TrestleAnswer): to @task
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
  TrestleImage *image;
  char *image_name;
  TrestleImageWindow image_window;
  TrestleTask task;
  char *text;
  TrestleTokens *tokens;
  char **words;
  TrestleTrace *trace;
  GPtrArray *answers;
  char *note;
} TrestleRun;

/* Empty; the engine fills it in. */
TrestleRun *trestle_run_new (void);
TrestleRun *trestle_run_ref (TrestleRun *run);
void trestle_run_unref (TrestleRun *run);

guint trestle_run_get_n_layers (const TrestleRun *run, TrestleBlock block);
guint trestle_run_get_n_heads (const TrestleRun *run, TrestleBlock block);
guint trestle_run_get_n_patches (const TrestleRun *run);

/* The first token that says something: a mask if there is one, else the first that is neither special nor an article or the like. */
gint trestle_run_find_content_word (const TrestleRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleRun, trestle_run_unref)

G_END_DECLS
