/* What every subcommand that draws has in common: the options of a figure's look, and the writing of it with its origin. */
#pragma once

#include "analysis/figures/figure.h"
#include "analysis/figures/look.h"
#include "app/cli/command.h"
#include "app/cli/output.h"

G_BEGIN_DECLS

#define CLI_FIGURE_WIDTH                                                                                                                   \
  {                                                                                                                                        \
    "width", 0, CLI_DOUBLE (width), "MM", "Of the figure, in millimetres: 85 for one column of a paper, 170 for two.", .least = 0,         \
                                                                                                                       .most = 1000        \
  }
#define CLI_FIGURE_DPI                                                                                                                     \
  {                                                                                                                                        \
    "dpi", 0, CLI_DOUBLE (dpi), "N", "Dots per inch of a .png; 300 without it.", .least = 10, .most = 2400                                 \
  }
#define CLI_FIGURE_COLORMAP                                                                                                                \
  {                                                                                                                                        \
    "colormap", 0, CLI_STRING (colormap), "NAME", "viridis (the default), cividis, magma, inferno or grey."                                \
  }
#define CLI_FIGURE_FONT                                                                                                                    \
  {                                                                                                                                        \
    "font", 0, CLI_STRING (font), "FAMILY", "The font of a figure, such as \"Times New Roman\"; a sans serif without it."                  \
  }
#define CLI_FIGURE_NO_TITLE                                                                                                                \
  {                                                                                                                                        \
    "no-title", 0, CLI_FLAG (no_title), NULL, "Leave the title out, for a figure whose caption says it."                                   \
  }
#define CLI_FIGURE_ENDINGS "Its ending chooses what it becomes: .png, .svg, .pdf, or .csv or .json for the numbers."

/**
 * cli_figure_choose:
 * @width_mm: of a figure that is given none
 * @look: (out): what the call's options say of the figure's look; it is good as long as the program runs
 *
 * Also checks --width and the ending of --output, as far as they are given. Errors: %CLI_USAGE_ERROR, %TRESTLE_ERROR_INPUT.
 */
gboolean cli_figure_choose (const CliCall *call, double width_mm, TrestleLook *look, GError **error);

/* (transfer full): the command line of the call, quoted for a shell: what makes the figure again. */
char *cli_figure_get_command (const CliCall *call);

/**
 * cli_figure_write:
 * @figure: (transfer none): its origin is set here
 * @title: what it shows
 * @model: the names of the models
 * @input: what they read
 *
 * Writes it to --output, unless the call was stopped; over a list of pairs also then.
 */
gboolean cli_figure_write (CliCall *call, TrestleFigure *figure, const char *title, const char *model, const char *input, GError **error);

/* The member "output" of the object that is open, or a line for people: where the figure is, if one was written. */
void cli_figure_add_output (const CliCall *call, JsonBuilder *builder);
void cli_figure_print_output (CliCall *call);

/* (transfer full): "photo.jpg, “a red star”" */
char *cli_figure_name_input (const char *image_path, const char *text);

G_END_DECLS
