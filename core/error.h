/* The one error domain of the engine: what can be wrong with a file, a model or an input. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TRESTLE_ERROR (trestle_error_quark ())

/**
 * TrestleError:
 * @TRESTLE_ERROR_TRUNCATED: a file ends before what it promises
 * @TRESTLE_ERROR_INVALID: a file does not follow its own format
 * @TRESTLE_ERROR_UNSUPPORTED: a file is well formed, but of a kind that Trestle does not read
 * @TRESTLE_ERROR_TOO_LARGE: a size is beyond what Trestle accepts
 * @TRESTLE_ERROR_MISSING: a model folder lacks a file, a key or a tensor
 * @TRESTLE_ERROR_SHAPE: a tensor has another shape than the config asks for
 * @TRESTLE_ERROR_TASK: the model has no head for what was asked
 * @TRESTLE_ERROR_NOT_FINITE: a model's weights or what it computes of them are not all numbers
 * @TRESTLE_ERROR_INPUT: the image, the text or an option cannot be used
 * @TRESTLE_ERROR_MEMORY: a model or a run needs more memory than there is
 *
 * Missing or unreadable files come as %G_FILE_ERROR or %G_IO_ERROR, cancellation as %G_IO_ERROR_CANCELLED. Every message is
 * one sentence that names the file or the value and says what was expected.
 */
typedef enum
{
  TRESTLE_ERROR_TRUNCATED,
  TRESTLE_ERROR_INVALID,
  TRESTLE_ERROR_UNSUPPORTED,
  TRESTLE_ERROR_TOO_LARGE,
  TRESTLE_ERROR_MISSING,
  TRESTLE_ERROR_SHAPE,
  TRESTLE_ERROR_TASK,
  TRESTLE_ERROR_INPUT,
  TRESTLE_ERROR_NOT_FINITE,
  TRESTLE_ERROR_MEMORY,
} TrestleError;

GQuark trestle_error_quark (void);

G_END_DECLS
