/* A list of pairs as retrieval sees it: images, texts, and which text belongs to which image. */
#pragma once

#include "core/input/pair-list.h"

G_BEGIN_DECLS

/**
 * CliGallery:
 * @images: `[n_images]`, %NULL-terminated: paths, each once, in the order of the list
 * @texts: `[n_texts]`, %NULL-terminated: one for each pair, also where another pair has the same
 * @owners: `[n_texts]`: which image each text belongs to
 */
typedef struct
{
  guint n_images;
  guint n_texts;
  char **images;
  char **texts;
  guint *owners;
} CliGallery;

/**
 * cli_gallery_new:
 * @list: at its first pair; it is read to its end
 *
 * Pairs with the same path are about one image.
 *
 * Errors: those of reading the list; other than in a sum over pairs, a line that is none spoils all ranks. %TRESTLE_ERROR_TOO_LARGE if the
 * scores of so many images and texts could not be held.
 */
CliGallery *cli_gallery_new (TrestlePairList *list, GError **error);
void cli_gallery_free (CliGallery *gallery);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliGallery, cli_gallery_free)

G_END_DECLS
