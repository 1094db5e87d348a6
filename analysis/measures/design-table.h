/* How many parameters each design of a BridgeTower has, as its paper's tables count them (BridgeTower, Design I, Design II, model sizes).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TRESTLE_DESIGN_LEAST_LAYERS 2u
#define TRESTLE_DESIGN_MOST_LAYERS 12u
#define TRESTLE_DESIGN_N_LAYERS (TRESTLE_DESIGN_MOST_LAYERS - TRESTLE_DESIGN_LEAST_LAYERS + 1)
#define TRESTLE_DESIGN_N_BRIDGES 9u

/**
 * TrestleBridgeDesign: a row of Design I, for the base model with its six cross-modal layers.
 * @name: of the kind, in the paper's order
 * @bodies: parameters of the 10 bridges without their LayerNorms
 * @norms: parameters of 12 LayerNorms: those of the 10 bridges, and the 2 in front of the first layer
 * @published: what the paper prints, such as "18.4K"
 */
typedef struct
{
  const char *name;
  guint64 bodies;
  guint64 norms;
  const char *published;
} TrestleBridgeDesign;

/**
 * TrestleLayerDesign: a row of Design II.
 * @n_layers: of each side of the cross-modal encoder
 * @parameters: of these layers on both sides, without bridges, projections and poolers
 * @published: (nullable): what the paper prints, where we know it
 */
typedef struct
{
  guint n_layers;
  guint64 parameters;
  const char *published;
} TrestleLayerDesign;

/**
 * TrestleSizeDesign: a model size.
 * @name: "base" or "large"
 * @text: RoBERTa as it is published: with its pooler, which no BridgeTower runs
 * @vision: CLIP's ViT as it is published, at the size of image that the model reads: with its projection to CLIP's embedding
 * @cross_modal: the six layers of both sides and the LayerNorms of Design I, without projections, poolers and types
 * @total: these three
 *
 * and for each what the paper prints, such as "124M".
 */
typedef struct
{
  const char *name;
  guint64 text;
  guint64 vision;
  guint64 cross_modal;
  guint64 total;
  const char *published_text;
  const char *published_vision;
  const char *published_cross_modal;
  const char *published_total;
} TrestleSizeDesign;

/**
 * TrestleDesignTable:
 *
 * All counts are those of the shapes that the engine's own parts ask for. The paper does not say how it rounds; its numbers are those of
 * parts that were cut after the digit that is printed, and then added: 26.0K is 18.4K of LayerNorms and 7.6K (7,680) of bodies, and 323M
 * is 124M, 86M and 113M. In that reading all of its numbers are ours but two: the large model's cross-modal encoder, 201.6M where it
 * prints 200M, and the total with it, 860M where it prints 859M.
 */
typedef struct
{
  TrestleBridgeDesign bridges[TRESTLE_DESIGN_N_BRIDGES];
  TrestleLayerDesign layers[TRESTLE_DESIGN_N_LAYERS];
  TrestleSizeDesign base;
  TrestleSizeDesign large;
} TrestleDesignTable;

TrestleDesignTable *trestle_design_table_new (void);
void trestle_design_table_free (TrestleDesignTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrestleDesignTable, trestle_design_table_free)

G_END_DECLS
