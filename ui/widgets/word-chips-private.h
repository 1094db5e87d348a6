/* What the chips of words are made of, for their own two files. */
#pragma once

#include "ui/widgets/word-chips.h"
#include "ui/widgets/word-shades.h"

G_BEGIN_DECLS

/**
 * @chips: (element-type TrestleWordChip): one for each token; those behind the first of a closed word are not visible
 */
struct _TrestleWordChips
{
  GtkWidget parent_instance;

  GPtrArray *chips;
  TrestleWordGroups *groups;
  TrestleWordShades shades;
  gint query;
  gint hovered;
  TrestlePalette palette;
};

/* (transfer none) (nullable): the chip of that token */
GtkWidget *trestle_word_chips_get (TrestleWordChips *chips, gint token);
/* And back; -1 if @chip is none of them. @chip: (nullable) */
gint trestle_word_chips_find (TrestleWordChips *chips, GtkWidget *chip);

/* The signals, and what they come from: pointer, keys and focus. Its template must be set. */
void trestle_word_chips_class_add_input (TrestleWordChipsClass *class);
/* From now on clicks on @chip are heard. */
void trestle_word_chips_listen_to (TrestleWordChips *chips, TrestleWordChip *chip);

G_END_DECLS
