/* From chip to chip: where steps of the arrow keys lead, by where chips were put. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * trestle_word_walk:
 * @chips: (element-type GtkWidget): children of one widget; those that are not visible are stepped over
 * @rows: as trestle_arrow_keys_get_step() has it; by one it leads to the next line, to the chip whose middle is nearest
 * @columns: likewise, to the right. To the first and the last chip lead far steps of both alike.
 *
 * Returns: the chip that this leads to from @index; @index itself where there is nothing further
 */
guint trestle_word_walk (GPtrArray *chips, guint index, int rows, int columns);

G_END_DECLS
