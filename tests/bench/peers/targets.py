"""How fast and how small Trestle is to be at base size, each as a number that must not be exceeded."""
import dataclasses
import typing

import rounds
import subjects

CAPTIONS = 16
BACKENDS = {"oneDNN": 0.80, "packed weights": 0.80, "OpenBLAS": 1.00}   # times ONNX Runtime, by what bench's name of the backend begins with
GIGABYTE = 1e9


def format_ratio(value):
    return f"{value:.2f}"


def format_memory(value):
    return f"{value / GIGABYTE:.2f} GB"


def format_seconds(value):
    return f"{value:.3f} s"


@dataclasses.dataclass
class Target:
    claim: str
    bound: float | None     # None: which one it is depends on what bench does not say
    values: list            # of each round; None where there is none
    format: typing.Callable = format_ratio

    @property
    def limit(self):
        if self.bound is None:
            return ", ".join(f"{bound:.2f} with {name}" for name, bound in BACKENDS.items())
        return self.format(self.bound)

    @property
    def verdict(self):
        measured = rounds.median(self.values)
        if measured is None:
            return "not measured"
        if self.bound is None:
            return "backend not known"
        return "met" if measured <= self.bound else "**not met**"


def find_bound(result):
    backend = str(result.fact("backend") or "").lower()
    return next((bound for name, bound in BACKENDS.items() if backend.startswith(name.lower())), None)


def subtract(values, amount):
    return [None if value is None else value - amount for value in values]


def list_speed(results, ours, ours_bfloat16):
    onnx, pytorch = results.get("onnx-runtime"), results.get("pytorch-bfloat16")
    return [Target("float32, full run: times ONNX Runtime", find_bound(ours), rounds.ratios(ours, "full", onnx, "seconds")),
            Target("bfloat16, full run: times ONNX Runtime in float32", 0.30, rounds.ratios(ours_bfloat16, "full", onnx, "seconds")),
            Target("bfloat16, full run: times PyTorch's bfloat16 autocast", 0.35, rounds.ratios(ours_bfloat16, "full", pytorch, "seconds"))]


def list_captions(results, number, precision, edit):
    ours = results.get(subjects.name_trestle(number, precision))
    many = results.get(subjects.name_trestle(number, precision, CAPTIONS))
    one_more, all_at_once = rounds.ratios(ours, "caption_edit", ours, "full"), rounds.ratios(many, f"captions.{CAPTIONS}", many, "full")
    return [Target(f"{precision}, another caption on the same image: times a full run", edit, one_more),
            Target(f"{precision}, {CAPTIONS} other captions on the same image: times a full run", 5.0, all_at_once)]


def list_memory(ours, ours_bfloat16, weights):
    """@weights in bytes; all of @ours is measured with one caption."""
    beyond, share = subtract(ours.values("peak_memory"), weights), rounds.ratios(ours_bfloat16, "peak_memory", ours, "peak_memory")
    return [Target("float32, most memory: beyond the weights", 0.5 * GIGABYTE, beyond, format_memory),
            Target("bfloat16, most memory: times that of float32", 0.60, share)]


def list_opening(results, number):
    found = [(precision, results.get(subjects.name_trestle(number, precision))) for precision in ("float32", "bfloat16")]
    return [Target(f"{precision}, opening the model", 1.5, result.values("load") if result else [], format_seconds)
            for precision, result in found]


def list_all(results, number, weights):
    """Of one trestle-cli; @weights: the size of the model's file in bytes."""
    ours, ours_bfloat16 = (results.get(subjects.name_trestle(number, precision)) for precision in ("float32", "bfloat16"))
    return (list_speed(results, ours, ours_bfloat16) + list_captions(results, number, "float32", 0.45) +
            list_captions(results, number, "bfloat16", 0.50) + list_memory(ours, ours_bfloat16, weights) + list_opening(results, number))
