"""The reference model in the shape that is measured, and one pair for it to read."""
import torch

import reference_model

SEED = 20230620
FIRST_WORD = 5  # the ids below are the tokenizer's own: opening, padding, closing, unknown


def add_options(parser):
    """What a program that measures or exports the model has to be told; compare.py gives all of it."""
    parser.add_argument("--size", choices=("tiny", "base", "large"), default="base", help="the model's size")
    parser.add_argument("--image", type=int, help="pixels of the image's side; the size's own without it")
    parser.add_argument("--tokens", type=int, default=12, help="tokens of a caption")
    parser.add_argument("--captions", type=int, default=1, help="captions beside the one image")


def build(options):
    """(model, (ids [captions, tokens], mask [captions, tokens], pixels [1, 3, image, image])). The weights are random: time does not
    depend on them."""
    vision = {} if options.image is None else {"image_size": options.image}
    config = reference_model.config(options.size, vision_config=vision)
    torch.manual_seed(SEED)
    model = reference_model.Model(config)
    reference_model.init_weights(model)
    model.eval()
    if options.captions > 1:
        read_image_once(model.bridgetower)
    return model, make_inputs(config, options.captions, options.tokens)


def make_inputs(config, captions, tokens):
    side = config["vision_config"]["image_size"]
    ids = torch.randint(FIRST_WORD, config["text_config"]["vocab_size"], (captions, tokens))
    return ids, torch.ones(captions, tokens, dtype=torch.long), torch.randn(1, 3, side, side)


def read_image_once(core):
    """Captions beside one image cost the peers its tower once, as they do Trestle, and not once for each."""
    towers = core.towers

    def shared_towers(ids, mask, pixels, trace):
        texts, images, bias = towers(ids, mask, pixels, trace)
        return texts, [image.expand(len(ids), -1, -1) for image in images], bias   # [captions, patches + 1, hidden]

    core.towers = shared_towers


def feed_float32_to_layernorms(model):
    """Under bfloat16 autocast a product is bfloat16 and LayerNorm's weights stay float32. Where no float32 residual is added between
    them, as in the head of masked language modelling, this PyTorch refuses the mixture."""
    for module in model.modules():
        if isinstance(module, torch.nn.LayerNorm):
            module.register_forward_pre_hook(lambda _, states: (states[0].float(),))
