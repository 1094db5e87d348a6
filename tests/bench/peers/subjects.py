"""What is measured: Trestle, which starts anew each time, and the peers, which load once and then run whenever they are asked to."""
import dataclasses
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent


@dataclasses.dataclass(frozen=True)
class Case:
    """What every program is given: one image with its captions."""
    size: str = "base"
    image: int | None = None   # pixels of the image's side; None is the size's own
    tokens: int = 12           # of each caption, the opening and the closing one included
    threads: int = 2
    captions: int = 1


class NotMeasured(Exception):
    """Why a subject has no numbers, or no more of them; the others go on."""


class TrestleFailed(NotMeasured):
    """Trestle itself failed, which is what the exit code says."""


def with_threads(threads):
    return {**os.environ, "OMP_NUM_THREADS": str(threads)}


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def run_trestle(words, **more):
    """What a program of Trestle's prints."""
    try:
        said = subprocess.run(words, capture_output=True, text=True, **more)
    except OSError as error:
        raise TrestleFailed(f"“{words[0]}” cannot be run: {error.strerror}") from error
    if said.returncode != 0:
        raise TrestleFailed(f"“{pathlib.Path(words[0]).name}” failed: {last_line(said.stderr)}")
    return said.stdout


class Program:
    """One trestle-cli and what it says about itself. There can be several, numbered from 1: builds with other backends."""

    def __init__(self, path, number=1):
        self.path, self.number = str(path), number
        self.version = run_trestle([self.path, "--version"]).strip()
        self.help = run_trestle([self.path, "bench", "--help"])

    def knows(self, option):
        return option in self.help.replace(",", " ").split()


class Models:
    """Trestle's models of published sizes, each made when it is first asked for."""

    def __init__(self, make_model, golden, folder):
        self.make_model, self.golden, self.folder = make_model, golden, folder

    def get(self, size):
        model = self.folder / size
        if not model.exists():
            run_trestle([str(self.make_model), self.golden / f"{size}.json", model])
        return model

    def count_weights(self, size):
        """In bytes."""
        return sum(file.stat().st_size for file in self.get(size).glob("*.safetensors"))


def flatten(answer):
    """The medians of bench's JSON beside its plain values, those of several captions as “captions.16”."""
    numbers = {}
    for key, value in answer.items():
        if not isinstance(value, dict):
            numbers[key] = value
        elif "median" in value:
            numbers[key] = value["median"]
        else:
            numbers.update({f"{key}.{name}": part for name, part in flatten(value).items()})
    return numbers


def name_trestle(number, precision, captions=1):
    """The key of its result."""
    return f"trestle-{number}-{precision}" + ("" if captions == 1 else f"-{captions}")


class Trestle:
    OPTIONS = {"float32": "float32", "bfloat16": "bf16"}   # what --precision calls them

    def __init__(self, program, precision, models, case):
        self.program, self.precision, self.models, self.case = program, precision, models, case
        self.key = name_trestle(program.number, precision, case.captions)
        self.title = f"Trestle{'' if program.number == 1 else f' {program.number}'}, {precision}"
        if case.captions > 1:
            self.title += f", {case.captions} captions"
        self.version = program.version

    def start(self):
        """Nothing stays loaded; only what this trestle-cli cannot do is found here."""
        if self.precision != "float32" and not self.program.knows("--precision"):
            raise NotMeasured("this trestle-cli has no --precision")
        if self.case.captions > 1 and not self.program.knows("--captions"):
            raise NotMeasured("this trestle-cli has no --captions")
        self.models.get(self.case.size)

    def stop(self):
        pass

    def arguments(self, runs):
        case, words = self.case, ["bench", "--model", str(self.models.get(self.case.size)), "--tokens", str(self.case.tokens)]
        words += ["--runs", str(runs), "--json"]
        if case.image is not None:
            words += ["--image-size", str(case.image)]
        if case.captions > 1:
            words += ["--captions", str(case.captions)]
        if self.program.knows("--threads"):
            words += ["--threads", str(case.threads)]
        if self.program.knows("--precision"):
            words += ["--precision", self.OPTIONS[self.precision]]
        return words

    def measure(self, runs):
        """The numbers of one start: bench takes the median of its own runs, after one that it does not count."""
        said = run_trestle([self.program.path, *self.arguments(runs)], env=with_threads(self.case.threads))
        try:
            numbers = flatten(json.loads(said))
        except ValueError as error:
            raise TrestleFailed(f"bench printed no JSON: {error}") from error
        self.check(numbers)
        numbers["seconds"] = self.find_seconds(numbers)
        return numbers

    def find_seconds(self, numbers):
        """Of what the peers do as well: bench times several captions on an image that it has seen, to which the image is added."""
        if self.case.captions == 1:
            return numbers.get("full")
        image, captions = numbers.get("vision"), numbers.get(f"captions.{self.case.captions}")
        return None if image is None or captions is None else image + captions

    def check(self, numbers):
        """A number is never shown as what it is not."""
        said = numbers.get("precision", "float32")   # a bench that does not say so knows nothing else
        if said != self.precision:
            raise NotMeasured(f"asked for {self.precision}, bench ran in {said}")
        if numbers.get("threads", self.case.threads) != self.case.threads:
            raise NotMeasured(f"asked for {self.case.threads} threads, bench ran on {numbers['threads']}")


class Peer:
    """A program that says that it is ready, and then prints the seconds of one run for every line that it is sent."""

    def __init__(self, case, scratch):
        self.case, self.scratch = case, scratch
        self.process, self.version = None, None

    def start(self):
        command = self.prepare()
        self.said = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said, text=True,
                                        env=with_threads(self.case.threads))
        self.version = self.read()["version"]

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.said.close()
            self.process = None

    def read(self):
        """The next line, which is JSON: a number of seconds, or that it is ready."""
        line = self.process.stdout.readline()
        try:
            return json.loads(line)
        except ValueError as error:
            raise NotMeasured(self.why_it_ended() if line == "" else f"it printed “{line.strip()}”") from error

    def why_it_ended(self):
        status = self.process.wait()
        self.said.seek(0)
        return f"it ended with status {status}: {last_line(self.said.read())}"

    def run(self):
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass   # what it said last is read below
        return self.read()

    def measure(self, runs):
        """As bench does it: one run that is not counted, as the caches are full of another program, and the median of the next ones."""
        self.run()
        return {"seconds": statistics.median(self.run() for _ in range(runs))}

    def describe_case(self):
        words = ["--size", self.case.size, "--tokens", str(self.case.tokens), "--captions", str(self.case.captions)]
        return words if self.case.image is None else [*words, "--image", str(self.case.image)]


def check_installed(command, name, install):
    """Raises NotMeasured, with the command that installs it, unless @command can do its part."""
    try:
        is_there = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        is_there = False
    if not is_there:
        raise NotMeasured(f"{name} is not installed: {install}")


def check_pytorch(python):
    check_installed([python, "-I", "-c", "import torch"], "PyTorch", "`apt-get install python3-torch`")


class PyTorch(Peer):
    def __init__(self, python, precision, case, scratch):
        super().__init__(case, scratch)
        self.python, self.precision = python, precision
        self.key = f"pytorch-{precision}"
        self.title = "PyTorch, " + ("float32" if precision == "float32" else "bfloat16 autocast")

    def prepare(self):
        check_pytorch(self.python)
        return [self.python, "-I", HERE / "pytorch_peer.py", *self.describe_case(), "--precision", self.precision,
                "--threads", str(self.case.threads)]


class OnnxRuntime(Peer):
    key, title = "onnx-runtime", "ONNX Runtime, float32"

    def __init__(self, python, node, folder, case, scratch):
        super().__init__(case, scratch)
        self.python, self.node, self.folder = python, node, folder
        self.exported = None

    def prepare(self):
        """PyTorch writes the model; large ones are many files, and so a folder of their own."""
        find = "require('module').createRequire(require('path').resolve(process.argv[1], 'package.json')).resolve('onnxruntime-node')"
        check_installed([self.node, "-e", find, self.folder], "ONNX Runtime", "`npm install --ignore-scripts onnxruntime-node`")
        check_pytorch(self.python)
        self.exported = pathlib.Path(tempfile.mkdtemp(prefix="onnx-", dir=self.scratch))
        model = self.exported / "model.onnx"
        made = subprocess.run([self.python, "-I", HERE / "export_onnx.py", *self.describe_case(), model], capture_output=True, text=True)
        if made.returncode != 0:
            raise NotMeasured(f"PyTorch exported no model: {last_line(made.stderr)}")
        return [self.node, HERE / "onnx-peer.js", self.folder, model, str(self.case.threads)]

    def stop(self):
        super().stop()
        if self.exported is not None:
            shutil.rmtree(self.exported)
            self.exported = None
