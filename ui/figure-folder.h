/* Every figure of a run, written into a new folder on the engine's thread. */
#pragma once

#include "analysis/figures/look.h"
#include "ui/runner.h"
#include "ui/selection.h"

G_BEGIN_DECLS

/**
 * TrestleFigureFolderChoice:
 * @picture: the ending of pictures: ".pdf", ".svg" or ".png"
 * @has_tables: whether the numbers are written as CSV besides
 * @dpi: of PNG
 * @opacity: of the heat over the image
 */
typedef struct
{
  const char *picture;
  gboolean has_tables;
  double dpi;
  double opacity;
  TrestleLook look;
} TrestleFigureFolderChoice;

/**
 * trestle_figure_folder_write_async:
 * @parent: the path of the folder that the new one is made in
 *
 * Makes a folder "NAME figures", NAME being that of the run's image, or "NAME figures 2" and so on where there is one already. Writes
 * trestle_figure_set_new() into it, figure by figure, and at the end README.txt, which names them, with the command line that makes each.
 * A figure that the run does not have (a readout of a mask where the text has none) is left out, and README.txt says why.
 *
 * Takes the place of other work of @runner (see trestle_runner_work_async()).
 */
void trestle_figure_folder_write_async (TrestleRunner *runner,
                                        TrestleRun *run,
                                        const TrestleSelection *selection,
                                        const TrestleFigureFolderChoice *choice,
                                        const char *parent,
                                        GAsyncReadyCallback callback,
                                        gpointer data);

/**
 * trestle_figure_folder_write_finish:
 *
 * Errors: %G_FILE_ERROR naming what cannot be written, %G_IO_ERROR_CANCELLED, and those of the measures. What was written stays; no file
 * is ever there by half.
 *
 * Returns: (transfer full): the path of the new folder
 */
char *trestle_figure_folder_write_finish (TrestleRunner *runner, GAsyncResult *result, GError **error);

G_END_DECLS
