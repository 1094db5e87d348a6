/* What a subcommand is: how it is called, what its help says, and the function that does its work. */
#pragma once

#include <stddef.h>

#include "app/cli/progress.h"
#include "core/model/model.h"

G_BEGIN_DECLS

/* How a call ends; anything that is not wrong with the call itself is a failure. */
#define CLI_EXIT_DONE 0
#define CLI_EXIT_FAILED 1
#define CLI_EXIT_USAGE 2

/* The one error of this domain, with code 0: the program was called in a way that no model and no file could make right. */
#define CLI_USAGE_ERROR (cli_usage_error_quark ())
GQuark cli_usage_error_quark (void);

/**
 * CliOptions:
 *
 * Everything that a subcommand can be called with, at its default where it was not given; lists are %NULL-terminated, or %NULL.
 */
typedef struct
{
  gboolean help;
  gboolean json;
  gboolean half;
  gboolean resume;
  char **arguments; /* what stands alone, for subcommands that take that */
  char *model;
  char **models;
  char **images;
  char **texts;
  char *inputs;
  char *pairs;
  char *shard;
  int batch; /* images at a time */
  char *merged;
  char *output;
  char *by;
  char *layers_by;
  char *bridges_by;
  char **ablate;
  char *beside;
  char *without_bridges;
  char *draw;
  char *side;
  char *measure;
  char *task;
  gboolean towers;
  char *answers;
  char *record;
  char *layer;
  char *head;
  char **pins;
  char *query;
  gboolean matrix;
  char *rows;
  char *columns;
  char *colormap;
  char *font;
  gboolean no_title;
  char *dtype;
  double opacity;
  double width; /* millimetres; 0 for the figure's own */
  double dpi;
  int top;
  int image_size; /* pixels; 0 for the model's own */
  char *captions;
  char *batches;
  char *precision;
  int threads;                   /* 0 for the cores */
  TrestleModelSettings settings; /* the image size and the precision, as what opens a model takes them */
  int tokens;
  int runs;
} CliOptions;

/**
 * CliOption:
 * @name: without the dashes; %NULL ends a table
 * @letter: its short form, or 0
 * @type: of its value; texts come as file names do, because those are bytes as they are, whatever the locale
 * @place: where in #CliOptions its value goes
 * @value: what help calls its value
 * @description: whole sentences, for help
 * @is_required: whether the subcommand cannot go without it
 * @is_single: for lists: whether it may be given only once
 * @least: for numbers, the lowest that makes sense
 * @most: for numbers, the highest
 *
 * An option as one subcommand takes it.
 */
typedef struct
{
  const char *name;
  char letter;
  GOptionArg type;
  gsize place;
  const char *value;
  const char *description;
  gboolean is_required;
  gboolean is_single;
  double least;
  double most;
} CliOption;

/* Type and place of an option in its table. */
#define CLI_FLAG(member) G_OPTION_ARG_NONE, offsetof (CliOptions, member)
#define CLI_INT(member) G_OPTION_ARG_INT, offsetof (CliOptions, member)
#define CLI_DOUBLE(member) G_OPTION_ARG_DOUBLE, offsetof (CliOptions, member)
#define CLI_STRING(member) G_OPTION_ARG_FILENAME, offsetof (CliOptions, member)
#define CLI_LIST(member) G_OPTION_ARG_FILENAME_ARRAY, offsetof (CliOptions, member)

/* Options that mean the same to every subcommand that has them. */
#define CLI_MODEL                                                                                                                          \
  {                                                                                                                                        \
    "model", 'm', CLI_STRING (model), "PATH",                                                                                              \
        "The model to use instead of the demo model that comes with Trestle: its folder, or a checkpoint file."                            \
  }
#define CLI_IMAGE_SIZE                                                                                                                     \
  {                                                                                                                                        \
    "image-size", 0, CLI_INT (image_size), "N",                                                                                            \
        "Read images at N x N pixels instead of the model's own size, the position embedding being interpolated.", .least = 0,             \
                                                                                                                   .most = 4096            \
  }
/* How a model is opened, and computes. */
#define CLI_OPENING CLI_IMAGE_SIZE, CLI_PRECISION, CLI_THREADS
#define CLI_PRECISION                                                                                                                      \
  {                                                                                                                                        \
    "precision", 0, CLI_STRING (precision), "NAME",                                                                                        \
        "Of weights and products: float32 or bf16 (bfloat16); float32 without it. Results name a model that ran in bfloat16 so."           \
  }
#define CLI_THREADS                                                                                                                        \
  {                                                                                                                                        \
    "threads", 0, CLI_INT (threads), "N", "Threads that compute; as many as there are cores without it.", .least = 0, .most = 1024         \
  }
#define CLI_JSON                                                                                                                           \
  {                                                                                                                                        \
    "json", 0, CLI_FLAG (json), NULL, "Print JSON, for programs, instead of a table."                                                      \
  }
#define CLI_JSON_REPORT                                                                                                                    \
  {                                                                                                                                        \
    "json", 0, CLI_FLAG (json), NULL, "Say in JSON what was written."                                                                      \
  }
#define CLI_IMAGE_FILE "The image, a PNG or JPEG file."

/**
 * CliCall:
 * @is_stopped: set by work that a signal ended early, but which wrote what there was
 *
 * One run of the program, for one subcommand.
 */
typedef struct _CliCommand CliCommand;
typedef struct
{
  const CliCommand *command;
  char *const *words; /* from the subcommand's name on, %NULL-terminated */
  CliOptions options;
  CliProgress *progress;
  gboolean is_stopped;
} CliCall;

/**
 * CliCommand:
 * @summary: what it does, in a line
 * @synopsis: what stands behind its name
 * @description: paragraphs, one line each
 * @arguments: (nullable): what stands alone on its command line, %NULL-terminated; all of them are needed
 * @has_many: whether the last of them may be given many times
 * @options: ended by an option without a name; --help is not among them, as every subcommand has it
 * @examples: what stands behind the program's name, a line each; one that begins with a blank goes on with the line before
 * @run: does the work and prints; on error it has printed nothing
 */
struct _CliCommand
{
  const char *name;
  const char *summary;
  const char *synopsis;
  const char *description;
  const char *const *arguments;
  gboolean has_many;
  const CliOption *options;
  const char *examples;
  gboolean (*run) (CliCall *call, GError **error);
};

/* Each in the file of its name. */
extern const CliCommand cli_ask;
extern const CliCommand cli_attention;
extern const CliCommand cli_bench;
extern const CliCommand cli_bridges;
extern const CliCommand cli_compare;
extern const CliCommand cli_entail;
extern const CliCommand cli_convert;
extern const CliCommand cli_designs;
extern const CliCommand cli_divergence;
extern const CliCommand cli_evaluate;
extern const CliCommand cli_fill;
extern const CliCommand cli_info;
extern const CliCommand cli_match;
extern const CliCommand cli_merge;
extern const CliCommand cli_preprocess;
extern const CliCommand cli_rank;
extern const CliCommand cli_readout;
extern const CliCommand cli_reason;
extern const CliCommand cli_similarity;
extern const CliCommand cli_tokenize;
extern const CliCommand cli_trace;

G_END_DECLS
