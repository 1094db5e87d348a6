/* How much arithmetic a run is. */
#pragma once

#include "core/model/model.h"

G_BEGIN_DECLS

/**
 * TrestleOperations: floating-point operations, a product and its sum being two. Only those of matrix products are counted, layers and
 *   attention; all others together are less than a hundredth.
 * @vision: the vision tower, and what the cross-modal encoder prepares of the image alone
 * @text: likewise the text tower
 * @fusion: the rest of the encoder, and the heads
 */
typedef struct
{
  double vision;
  double text;
  double fusion;
} TrestleOperations;

/* Of one run with @n_tokens of text. */
TrestleOperations trestle_model_count_operations (const TrestleModel *model, guint n_tokens);

G_END_DECLS
