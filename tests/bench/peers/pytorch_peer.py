#!/usr/bin/python3 -I
"""PyTorch, eager: loads the reference model, says "ready", then runs it once for every line it reads and prints the seconds that took."""
import argparse
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))   # -I leaves it out

import torch

import peer_model


def serve(run):
    print(json.dumps({"ready": True, "version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        run()
        print(time.perf_counter() - start, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    peer_model.add_options(parser)
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32", help="bfloat16 is autocast's")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    model, inputs = peer_model.build(options)
    peer_model.feed_float32_to_layernorms(model)
    # One autocast around all runs: the weights are then turned into bfloat16 once, by the first of them.
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bfloat16"):
        serve(lambda: model(*inputs))


main()
