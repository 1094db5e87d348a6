#!/usr/bin/env python3
"""Measures Trestle beside PyTorch and ONNX Runtime, taking turns in one run, and writes what it found as Markdown."""
import argparse
import pathlib
import platform
import subprocess
import sys
import tempfile

import machine
import report
import rounds
import subjects
import targets

ROOT = pathlib.Path(__file__).parents[3]
INTRODUCTION = """# How fast Trestle is

Made by `tests/bench/peers/compare.py`, which says in its README how. All programs take turns: in each of {rounds} rounds each gives the
median of {runs} after one that is not counted. Ratios are taken within a round, then their median, with the smallest and the largest of
them in brackets: the whole machine can be slower in one round than in another.

The model is of base size and its weights are random; the image has 288 x 288 pixels and the caption 12 tokens; two threads. Trestle
records every attention, the peers record none.
"""
PRECISIONS = tuple(subjects.Trestle.OPTIONS)
SKIPPABLE = ("trestle-bfloat16", "pytorch-float32", "pytorch-bfloat16", "onnx-runtime")
BASE = subjects.Case()
SEVERAL = subjects.Case(captions=targets.CAPTIONS)

# Of each table: what grows, and its rows.
GROWTH = (("Tokens", [(str(n), subjects.Case(tokens=n)) for n in (12, 20, 50)]),
          ("Image", [(f"{n} px", subjects.Case(image=n)) for n in (224, 288, 384, 576)]),
          ("Model", [(size, subjects.Case(size=size)) for size in ("base", "large")]),
          ("Threads", [(str(n), subjects.Case(threads=n)) for n in (1, 2)]),
          ("Captions", [(str(n), subjects.Case(captions=n)) for n in (1, 2, 4, 8, 16, 32)]))


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build", metavar="FOLDER", help="where Trestle was built (build)")
    parser.add_argument("--trestle", action="append", metavar="PATH",
                        help="the trestle-cli to measure, instead of that of the build; again for a build with another backend")
    parser.add_argument("--peers-folder", type=pathlib.Path, metavar="FOLDER", help="where node_modules is (BUILD/peers)")
    parser.add_argument("--python", default="/usr/bin/python3", metavar="PATH", help="the Python that has PyTorch (/usr/bin/python3)")
    parser.add_argument("--node", default="node", metavar="PATH", help="the node that runs ONNX Runtime (node)")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds to take medians of (9; 3 for each row of growth)")
    parser.add_argument("--skip", action="append", default=[], choices=SKIPPABLE, metavar="NAME",
                        help=f"leave this out: {', '.join(SKIPPABLE[:-1])} or {SKIPPABLE[-1]}")
    parser.add_argument("--pause", type=float, default=0.3, metavar="SECONDS",
                        help="between two programs, so that threads fall asleep (0.3)")
    parser.add_argument("--growth", action="store_true", help="measure longer texts, larger images and so on as well; this takes hours")
    parser.add_argument("--quick", action="store_true", help="two rounds of one run each, to see that everything is there")
    parser.add_argument("--output", type=pathlib.Path, metavar="FILE", help="the file to write, instead of standard output")
    options = parser.parse_args()
    if options.output is not None and not options.output.parent.is_dir():
        parser.error(f"there is no folder “{options.output.parent}” to write “{options.output.name}” to")
    options.trestle = options.trestle or [options.build / "app" / "trestle-cli"]
    options.peers_folder = options.peers_folder or options.build / "peers"
    return options


def say(text):
    print(text, file=sys.stderr, flush=True)


class Comparison:
    """Everything that the options ask for."""

    def __init__(self, options, scratch):
        self.options, self.scratch = options, scratch
        self.programs = [subjects.Program(path, number) for number, path in enumerate(options.trestle, 1)]
        golden = ROOT / "tests" / "golden"
        self.models = subjects.Models(options.build / "tests" / "make-model", golden, scratch / "models")
        self.runs = 1 if options.quick else 3
        self.has_trestle_failed = False

    def list_trestle(self, programs, case):
        precisions = [precision for precision in PRECISIONS if f"trestle-{precision}" not in self.options.skip]
        return [subjects.Trestle(program, precision, self.models, case) for program in programs for precision in precisions]

    def list_peers(self, case):
        """ONNX Runtime first: exporting its model takes much memory, before the others are there."""
        options = self.options
        peers = [subjects.OnnxRuntime(options.python, options.node, options.peers_folder, case, self.scratch)]
        peers += [subjects.PyTorch(options.python, precision, case, self.scratch) for precision in PRECISIONS]
        return [peer for peer in peers if peer.key not in options.skip]

    def measure(self, everyone, default_rounds):
        n_rounds = self.options.rounds or (2 if self.options.quick else default_rounds)
        results = rounds.measure(everyone, n_rounds, self.runs, self.options.pause, say)
        self.has_trestle_failed |= any(result.trestle_failed for result in results.values())
        return results

    def compare(self):
        """One image and one caption by everyone, and several captions by Trestle."""
        return self.measure(self.list_trestle(self.programs, BASE) + self.list_trestle(self.programs, SEVERAL) + self.list_peers(BASE), 9)

    def grow(self):
        """After each case, all that is known: {name of the case: results}. A case of several tables is measured once."""
        known = {}
        for title, rows in GROWTH:
            for label, case in rows[::len(rows) - 1] if self.options.quick else rows:
                if self.name(case) not in known:
                    say(f"{title.lower()}: {label}")
                    known[self.name(case)] = self.measure(self.list_trestle(self.programs[:1], case) + self.list_peers(case), 3)
                    yield known

    @classmethod
    def list_tables(cls, known):
        """[(title, [(label, results)])] of the tables that have a row."""
        tables = [(title, [(label, known[cls.name(case)]) for label, case in rows if cls.name(case) in known]) for title, rows in GROWTH]
        return [(title, rows) for title, rows in tables if rows]

    @staticmethod
    def name(case):
        """Cases that are the same have the same name; 288 pixels are base size's own."""
        return (case.size, case.image or ("own" if case.size != "base" else 288), case.tokens, case.threads, case.captions)


def ask_version(program):
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True)
    except OSError:
        return report.NOT_MEASURED
    return said.stdout.split()[-1]


def write_introduction(comparison, results):
    n_rounds = max(len(result.rounds) for result in results.values())
    runs = "one run" if comparison.runs == 1 else f"{comparison.runs} runs"
    return INTRODUCTION.format(rounds=n_rounds, runs=runs)


def write(comparison, results, known):
    numbers = [program.number for program in comparison.programs]
    others = [("Python", ask_version(comparison.options.python)), ("Node.js", ask_version(comparison.options.node))]
    weights = comparison.models.count_weights("base")
    parts = [write_introduction(comparison, results), report.write_machine(machine.read()), report.write_programs(results, others),
             "## Times\n", report.write_times(results, 1) + report.write_missing(results)]
    parts += [report.write_trestle(results, number, weights, len(numbers) == 1) for number in numbers]
    if known:
        parts += ["## Growth\n", "In seconds, one thing changed at a time.\n"]
        parts += [report.write_growth(title, rows) for title, rows in comparison.list_tables(known)]
    return "\n".join(parts)


def save(options, text):
    if options.output is not None:
        options.output.write_text(text)
    return text


def run(options, scratch):
    """Growth takes hours: what is known is written after each case of it."""
    comparison = Comparison(options, scratch)
    results = comparison.compare()
    text = save(options, write(comparison, results, {}))
    for known in comparison.grow() if options.growth else ():
        text = save(options, write(comparison, results, known))
    if options.output is None:
        print(text, end="")
    return 1 if comparison.has_trestle_failed else 0


def main():
    options = read_options()
    with tempfile.TemporaryDirectory(prefix="trestle-peers-") as folder:
        try:
            return run(options, pathlib.Path(folder))
        except subjects.TrestleFailed as error:
            say(f"compare.py: {error}")
            return 1
        except KeyboardInterrupt:
            return 130


sys.exit(main())
