/* What the window calls the measures of heads, and what it says of their numbers. */
#include "ui/head-words.h"

static const TrestleHeadWords words[TRESTLE_N_HEAD_MEASURES] = {
  [TRESTLE_HEAD_DIVERGENCE] = {
    .title = "Divergence",
    .of_heads = "How differently a head looks from the other heads of its layer: the mean KL divergence to them, in nats. 0 means that "
                "all look alike.",
    .of_layers = "Colours show how differently the heads of a layer look, as their mean KL divergence in nats.",
  },
  [TRESTLE_HEAD_ENTROPY] = {
    .title = "Entropy",
    .of_heads = "How widely a head spreads its attention: the mean entropy of where it looks, in nats. 0 means that it looks at one "
                "place only.",
    .of_layers = "Colours show how widely the heads of a layer spread their attention, as the mean entropy in nats.",
  },
  [TRESTLE_HEAD_DISTANCE] = {
    .title = "Distance",
    .of_heads = "How far away a head looks: the mean distance from a patch to the patches it looks at, in patches.",
    .of_layers = "Colours show how far away the heads of a layer look, as the mean distance in patches.",
  },
  [TRESTLE_HEAD_CLASS_SHARE] = {
    .title = "Class token",
    .of_heads = "How much of its attention a head gives to the class token: the mean weight, from 0 to 1.",
    .of_layers = "Colours show what the heads of a layer give to the class token, as the mean weight from 0 to 1.",
  },
  [TRESTLE_HEAD_SEPARATOR_SHARE] = {
    .title = "Separator",
    .of_heads = "How much of its attention a head gives to the token that closes the text: the mean weight, from 0 to 1.",
    .of_layers = "Colours show what the heads of a layer give to the token that closes the text, as the mean weight from 0 to 1.",
  },
};

const TrestleHeadWords *
trestle_head_words_get (TrestleHeadMeasure measure)
{
  return &words[measure];
}
