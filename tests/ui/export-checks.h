/* What a page exports, held against the command line that the export says makes the same. */
#pragma once

#include "tests/ui/window-fixture.h"

G_BEGIN_DECLS

/* Exports the page of that type as CSV, calls the command that the file names, and asserts that this writes the same numbers. */
void export_assert_repeatable (WindowFixture *fixture, GType page);

G_END_DECLS
