#!/usr/bin/python3 -I
"""Writes the reference model as ONNX, for the pair that is measured: its shapes are fixed, which is what ONNX Runtime optimises best."""
import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))   # -I leaves it out

import torch

import peer_model

OPERATORS = 14  # the set of ONNX's operators that PyTorch 1.13 writes


class Logits(torch.nn.Module):
    """The same model; ONNX knows no outputs with names in a dict."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids, mask, pixels):
        logits = self.model(ids, mask, pixels)
        return tuple(logits[name] for name in sorted(logits))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    peer_model.add_options(parser)
    parser.add_argument("output", help="the file to write; weights of more than 2 GB become files beside it")
    options = parser.parse_args()

    model, inputs = peer_model.build(options)
    with torch.no_grad():
        torch.onnx.export(Logits(model), inputs, options.output, input_names=["ids", "mask", "pixels"], opset_version=OPERATORS)


main()
