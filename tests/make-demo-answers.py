"""Writes tests/golden/demo-answers.json: what the PyTorch oracle answers on the sample images.

    python3 make-demo-answers.py ORACLE DATA OUT

ORACLE is the folder of the reference implementation (model.py, tensors.py, shapes.py), DATA the data folder of this
repository, OUT the file to write. It was run once, on PyTorch 1.13 and Pillow 9.4, in float64 from the image's bytes on:

    python3 tests/make-demo-answers.py ORACLE data tests/golden/demo-answers.json

The sample images are squares, which Pillow's bicubic resize to the model's size prepares without a crop. For every text
of samples.json and each demo model: the logits of the match head for captions; the best words and their logits for the masked sentence; the
best answers and their logits for the questions.
"""
import json
import pathlib
import sys

import numpy as np
from PIL import Image
import torch

BEST = 5
MODELS = ["bridgetower-shapes", "meter-shapes"]
HEADS = {"mlm": "mlm_score.bias", "itm": "itm_score.fc.weight", "itc": "itc_text_head.fc.weight",
         "vqa": "vqa_classifier.0.weight", "snli": "snli_classifier.0.weight"}


def load_model(reference, tensors, folder):
    config = json.loads((folder / "config.json").read_text())
    weights = {k: v.float() if v.is_floating_point() else v
               for k, v in tensors.load_safetensors(folder / "model.safetensors").items()}
    config["heads"] = [head for head, key in HEADS.items() if key in weights]
    model = reference.Model(config).eval().double()
    model.load_state_dict(weights)
    return model, config


class Reader:
    """Texts and images as the model reads them."""

    def __init__(self, shapes, folder, size):
        self.vocabulary = json.loads((folder / "vocab.json").read_text())
        merges = [line.split() for line in (folder / "merges.txt").read_text().splitlines()[1:]]
        self.tokenizer = shapes.Tokenizer(self.vocabulary, merges)
        settings = json.loads((folder / "preprocessor_config.json").read_text())
        self.mean, self.std = np.array(settings["image_mean"]), np.array(settings["image_std"])
        self.words = {i: token for token, i in self.vocabulary.items()}
        self.size = size

    def ids(self, text):
        """<mask> swallows the blanks on its left."""
        parts = text.split("<mask>")
        ids = [0]
        for i, part in enumerate(parts):
            last = i == len(parts) - 1
            ids += self.tokenizer(part if last else part.rstrip(" "))[1:-1] + ([] if last else [self.vocabulary["<mask>"]])
        return torch.tensor([ids + [2]])

    def pixels(self, path):
        image = Image.open(path).convert("RGB")
        assert image.width == image.height
        image = image.resize((self.size, self.size), Image.BICUBIC)
        return torch.from_numpy(((np.asarray(image) / 255 - self.mean) / self.std).transpose(2, 0, 1)[None])

    def word(self, token):
        return self.words[token].replace("Ġ", "")


def best(logits, name):
    order = logits.argsort(descending=True)[:BEST].tolist()
    probabilities = logits.softmax(0)
    return [{"name": name(i), "id": i, "logit": logits[i].item(), "probability": probabilities[i].item()} for i in order]


def answer_sample(sample, run, reader, config):
    captions = [{"text": text, "logits": run(text)["itm"][0].tolist()} for text in sample["true"] + sample["false"]]
    mask = (reader.ids(sample["masked"])[0] == reader.vocabulary["<mask>"]).nonzero().flatten().tolist()
    logits = run(sample["masked"])["mlm"][0]
    masked = {"text": sample["masked"], "masks": [{"position": i, "best": best(logits[i], reader.word)} for i in mask]}
    questions = [{"text": q["question"], "best": best(run(q["question"])["vqa"][0], lambda i: config["id2label"][str(i)])}
                 for q in sample["questions"]]
    return {"image": sample["image"], "captions": captions, "masked": masked, "questions": questions}


def answer_all(reference, shapes, tensors, data, name):
    folder = data / "models" / name
    model, config = load_model(reference, tensors, folder)
    reader = Reader(shapes, folder, config["vision_config"]["image_size"])
    results = []
    for sample in json.loads((data / "samples" / "samples.json").read_text())["samples"]:
        pixels = reader.pixels(data / "samples" / sample["image"])

        def run(text):
            ids = reader.ids(text)
            with torch.no_grad():
                return model(ids, torch.ones_like(ids), pixels)

        results.append(answer_sample(sample, run, reader, config))
    return {"model": name, "samples": results}


def main():
    oracle, data, out = sys.argv[1:]
    sys.path.insert(0, oracle)
    import model as reference
    import shapes
    import tensors

    models = [answer_all(reference, shapes, tensors, pathlib.Path(data), name) for name in MODELS]
    pathlib.Path(out).write_text(json.dumps({"models": models}, indent=1) + "\n")


if __name__ == "__main__":
    main()
