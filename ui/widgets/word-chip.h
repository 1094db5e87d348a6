/* One token of the text, or a word of several: a button with it, shaded by a weight. */
#pragma once

#include "ui/widgets/palette.h"

G_BEGIN_DECLS

/**
 * TrestleDisclosure:
 * @TRESTLE_DISCLOSURE_NONE: it is one token, and no more
 * @TRESTLE_DISCLOSURE_CLOSED: it is a word of several tokens
 * @TRESTLE_DISCLOSURE_OPEN: it is the first token of such a word, and the others follow
 */
typedef enum
{
  TRESTLE_DISCLOSURE_NONE,
  TRESTLE_DISCLOSURE_CLOSED,
  TRESTLE_DISCLOSURE_OPEN,
} TrestleDisclosure;

#define TRESTLE_TYPE_WORD_CHIP (trestle_word_chip_get_type ())
G_DECLARE_FINAL_TYPE (TrestleWordChip, trestle_word_chip, TRESTLE, WORD_CHIP, GtkButton)

/* Signals: "chosen": it was clicked, by pointer or by keyboard; "disclosed": its mark was, which words of several tokens have. */
GtkWidget *trestle_word_chip_new (void);

/* Tokens that stand for no word ("<s>", "[PAD]", ...) and masks look different from words. */
void trestle_word_chip_set_word (TrestleWordChip *chip, const char *word);

/* @n_tokens: of the word, and @first, the first of them; of no matter for %TRESTLE_DISCLOSURE_NONE */
void trestle_word_chip_set_disclosure (TrestleWordChip *chip, TrestleDisclosure disclosure, guint n_tokens, const char *first);

/* Shades it in the colour of @weight, on a scale that ends at @max. */
void trestle_word_chip_set_weight (TrestleWordChip *chip, const TrestlePalette *palette, double weight, double max);
/* The same for another number, called @name, that stands at @place of the scale, from 0 to 1. */
void trestle_word_chip_set_value (TrestleWordChip *chip, const TrestlePalette *palette, double value, double place, const char *name);
void trestle_word_chip_unset_weight (TrestleWordChip *chip);

/* Whether it is the word that asks. */
void trestle_word_chip_set_chosen (TrestleWordChip *chip, gboolean chosen);

G_END_DECLS
