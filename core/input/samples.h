/* The sample images that come with Trestle, with what there is to say and to ask about each (samples.json). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TrestleSample: one image; every list is %NULL-terminated.
 * @path: of the image file
 * @captions: that describe it
 * @false_captions: that do not
 * @masked: one sentence with a `<mask>`
 * @masked_word: the word behind it
 * @questions: as asked
 * @answers: one to each question
 */
typedef struct
{
  char *path;
  char **captions;
  char **false_captions;
  char *masked;
  char *masked_word;
  char **questions;
  char **answers;
} TrestleSample;

/* (transfer full) (element-type TrestleSample): what @folder/samples.json lists. Errors: %G_FILE_ERROR, %TRESTLE_ERROR_INVALID. */
GPtrArray *trestle_samples_load (const char *folder, GError **error);

G_END_DECLS
