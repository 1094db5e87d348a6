#!/usr/bin/env python3
"""What tests/bench/peers/compare.py writes of programs that only say how long they took: medians, ratios, targets, and what is missing."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

peers = Path(sys.argv[1])
sys.path.insert(0, str(peers))

import machine

number = 0

# One program for all parts, by the name it is called by. What it says is in $FAKE; who was asked is added to the log there.
FAKE = '''#!{python} -IS
import json, os, sys

fake = json.loads(os.environ['FAKE'])
name, words = os.path.basename(sys.argv[0]), sys.argv[1:]

def log(line, path=fake['log']):
    with open(path, 'a') as file:
        print(line, file=file)

def give(key):
    """What comes next of a list; its last value again and again."""
    n_before = open(fake['log']).read().splitlines().count(key) if os.path.exists(fake['log']) else 0
    log(key)
    return fake[key][min(n_before, len(fake[key]) - 1)]

def answer_as_peer(key):
    print(json.dumps({{'ready': True, 'version': '7.7'}}), flush=True)
    for _ in sys.stdin:
        seconds = give(key)
        if seconds is None:
            sys.exit('out of memory')
        print(seconds, flush=True)

def export(path):
    """Files of gigabytes, of which there must never be two."""
    folder = os.path.dirname(path)
    if sum(name.startswith('onnx-') for name in os.listdir(os.path.dirname(folder))) > 1:
        sys.exit('an older model is still there')
    open(path, 'w').write('a model')

def bench():
    key = 'bf16' if 'bf16' in words else 'float32'
    answer = give(key + (' captions' if '--captions' in words else ''))
    if answer is None:
        sys.exit('the model is broken')
    print(json.dumps(answer))

log(' '.join(map(os.path.basename, [name, *words])), fake['words'])
if name == 'make-model':
    os.makedirs(words[1])
    open(words[1] + '/model.safetensors', 'wb').write(bytes(1000))
elif words == ['--version']:
    print(name, '1.2.3')
elif name == 'trestle-cli':
    print(fake['help']) if '--help' in words else bench()
elif '-c' in words or '-e' in words:
    sys.exit(fake['missing'] == name)
elif 'export_onnx.py' in words[1]:
    export(words[-1])
else:
    answer_as_peer(name + (' bfloat16' if 'bfloat16' in words else ''))
'''

OLD_HELP = '  --tokens N\n  --runs N\n'
NO_BFLOAT16 = '| Trestle, bfloat16 | not measured | not measured | not measured | not measured |'
NEW_HELP = OLD_HELP + '  --precision float32|bf16\n  --threads N\n  --captions LIST\n'


def check(claim, holds, why=''):
    global number
    number += 1
    print(f"{'ok' if holds else 'not ok'} {number} {claim}")
    if not holds and why:
        print('\n'.join('# ' + line for line in why.splitlines()))


def bench(full, edit=0.1, **more):
    """What trestle-cli bench --json prints."""
    times = {'load': 0.2, 'vision': 0.3, 'text': 0.01, 'fusion': 0.1, 'full': full, 'caption_edit': edit}
    return {**{key: {'median': value, 'min': value, 'max': value} for key, value in times.items()}, 'threads': 2, **more}


def runs(*medians):
    """What a peer says in rounds of those medians: a run that is not counted, and three with the median in between."""
    return [seconds for median in medians for seconds in (99, median, 9 * median, median / 2)]


class Call:
    """compare.py with fakes that say @says: its exit code, what it wrote, what it said, who was asked in which order, and in what words."""

    def __init__(self, *words, **says):
        says = {'missing': '', 'help': OLD_HELP, 'float32': [bench(0.4)], 'bf16': [bench(0.1, precision='bfloat16')], 'python': [0.5],
                'python bfloat16': [0.25], 'node': [0.5], **says}
        with tempfile.TemporaryDirectory() as name:
            folder, left = Path(name), Path(name, 'left')
            left.mkdir()
            says.update({key: str(folder / key) for key in ('log', 'words')})
            for program in ('app/trestle-cli', 'tests/make-model', 'python', 'node'):
                self.write_fake(folder / program)
            command = [sys.executable, peers / 'compare.py', '--build', folder, '--python', folder / 'python', '--node', folder / 'node',
                       '--pause', '0', '--rounds', '3', '--output', folder / 'out.md', *(word.replace('BUILD', name) for word in words)]
            environment = {**os.environ, 'FAKE': json.dumps(says), 'TMPDIR': str(left)}
            called = subprocess.run(command, capture_output=True, text=True, env=environment)
            self.code, self.said = called.returncode, called.stdout + called.stderr
            self.text = (folder / 'out.md').read_text() if (folder / 'out.md').exists() else ''
            self.asked, self.words = self.read_lines(folder / 'log'), self.read_lines(folder / 'words')
            self.left = list(left.iterdir())

    @staticmethod
    def read_lines(path):
        return path.read_text().splitlines() if path.exists() else []

    @staticmethod
    def write_fake(path):
        path.parent.mkdir(exist_ok=True)
        path.write_text(FAKE.format(python=sys.executable))
        path.chmod(0o755)

    def check(self, claim, *lines, code=0):
        """That all @lines are there, as they are."""
        written = self.text.splitlines()
        missing = [line for line in lines if line not in written]
        check(claim, not missing and self.code == code, '\n'.join(['missing:', *missing, f'exit code {self.code}', self.text, self.said]))


def test_numbers():
    """Of a machine that was five times slower in the second round. The ratio of the medians would be 0.50."""
    call = Call(float32=[bench(0.4), bench(2.0), bench(0.5)], node=runs(0.5, 2.0, 1.0))
    call.check('/peers/times-are-medians-of-rounds-and-of-runs-in-them',
               '| ONNX Runtime, float32 | 1.000 | 0.500 | 2.000 | 1.25 (1.00 to 2.00) |',
               '| Trestle, float32 | 0.500 | 0.400 | 2.000 | 1.00 (1.00 to 1.00) |')
    call.check('/peers/ratios-are-medians-of-each-round\'s-ratio',
               '| float32, full run: times ONNX Runtime | 0.80 with oneDNN, 0.80 with packed weights, 1.00 with OpenBLAS | 0.80 (0.50 to 1.00) | backend not known |')
    turn = ['float32', *['node'] * 4, *['python'] * 4, *['python bfloat16'] * 4]
    check('/peers/all-take-turns', call.asked == 3 * turn, str(call.asked))
    call.check('/peers/versions-are-there', '| Trestle | 1.2.3 |', '| PyTorch | 7.7 |', '| ONNX Runtime | 7.7 |', '| Node.js | 1.2.3 |')
    check('/peers/no-file-is-left-behind', not call.left, str(call.left))
    check('/peers/no-host-name-is-written', platform.node() not in call.text, call.text)
    call.check('/peers/fields-that-bench-does-not-have-are-not-measured', '| most memory | not measured | not measured |',
               '| share of the yardstick | not measured | not measured |',
               '| float32, most memory: beyond the weights | 0.50 GB | not measured | not measured |')
    call.check('/peers/options-that-bench-does-not-have-are-not-measured', NO_BFLOAT16,
               '- Trestle, bfloat16: this trestle-cli has no --precision',
               '- Trestle, float32, 16 captions: this trestle-cli has no --captions',
               '| bfloat16, full run: times ONNX Runtime in float32 | 0.30 | not measured | not measured |')


def test_targets():
    """With everything that bench will say."""
    facts = {'backend': 'oneDNN 3.1', 'yardstick_gflops': 300.4, 'full_gflops': 250.0, 'share_of_peak': 0.832}
    difference = {'attention': 0.0021, 'logit': 0.013, 'divergence': 0.0004, 'largest_divergence': 3.1}
    several = {'captions': {'16': {'median': 1.5}, '1': {'median': 0.3}}}
    captions = {'float32 captions': [bench(0.3, precision='float32', **several)],
                'bf16 captions': [bench(0.1, precision='bfloat16', **several)]}
    call = Call(help=NEW_HELP, float32=[bench(0.3, 0.12, peak_memory=600_001_000, precision='float32', **facts)],
                bf16=[bench(0.16, 0.09, peak_memory=300_000_000, precision='bfloat16', difference=difference, **facts)],
                **captions)
    call.check('/peers/targets-are-met-or-not', '| float32, full run: times ONNX Runtime | 0.80 | 0.60 (0.60 to 0.60) | met |',
               '| bfloat16, full run: times ONNX Runtime in float32 | 0.30 | 0.32 (0.32 to 0.32) | **not met** |',
               '| bfloat16, full run: times PyTorch\'s bfloat16 autocast | 0.35 | 0.64 (0.64 to 0.64) | **not met** |',
               '| float32, another caption on the same image: times a full run | 0.45 | 0.40 (0.40 to 0.40) | met |',
               '| float32, 16 other captions on the same image: times a full run | 5.00 | 5.00 (5.00 to 5.00) | met |',
               '| bfloat16, another caption on the same image: times a full run | 0.50 | 0.56 (0.56 to 0.56) | **not met** |',
               '| bfloat16, 16 other captions on the same image: times a full run | 5.00 | 15.00 (15.00 to 15.00) | **not met** |',
               '| float32, most memory: beyond the weights | 0.50 GB | 0.60 GB (0.60 GB to 0.60 GB) | **not met** |',
               '| bfloat16, most memory: times that of float32 | 0.60 | 0.50 (0.50 to 0.50) | met |',
               '| float32, opening the model | 1.500 s | 0.200 s (0.200 s to 0.200 s) | met |')
    call.check('/peers/what-bench-says-of-the-machine-is-there', '| backend | oneDNN 3.1 | oneDNN 3.1 |',
               '| share of the yardstick | 83 % | 83 % |',
               '| GFLOP/s of the yardstick, a product of 2048 | 300 | 300 |',
               'Trestle, bfloat16, from float32 at most: 2.1e-03 of a probability of attention, 1.3e-02 of a logit, 4.0e-04 nats of a '
               'layer\'s divergence.')
    Call(float32=[bench(0.45, backend='OpenBLAS 0.3.21')]).check('/peers/the-backend-decides-the-limit',
               '| float32, full run: times ONNX Runtime | 1.00 | 0.90 (0.90 to 0.90) | met |')
    Call(help=NEW_HELP, bf16=[bench(0.1, precision='float32')], **{'float32 captions': [bench(1)], 'bf16 captions': [bench(1)]}).check(
        '/peers/a-number-of-another-precision-is-not-shown', '- Trestle, bfloat16: asked for bfloat16, bench ran in float32', NO_BFLOAT16)
    Call(float32=[bench(0.1, threads=1)]).check('/peers/a-number-of-other-threads-is-not-shown',
                                                '- Trestle, float32: asked for 2 threads, bench ran on 1')


def test_two_builds():
    answers = [bench(0.35, backend='oneDNN'), bench(0.45, backend='OpenBLAS')]
    call = Call('--trestle', 'BUILD/app/trestle-cli', '--trestle', 'BUILD/app/trestle-cli', float32=3 * answers)
    call.check('/peers/two-builds-take-turns-and-each-has-its-targets', '## Targets of Trestle 1', '## Targets of Trestle 2',
               '| float32, full run: times ONNX Runtime | 0.80 | 0.70 (0.70 to 0.70) | met |',
               '| float32, full run: times ONNX Runtime | 1.00 | 0.90 (0.90 to 0.90) | met |')


def test_failures():
    """What is missing or fails is named, and the rest goes on."""
    Call(missing='node').check('/peers/a-peer-that-is-not-installed-is-named-with-what-installs-it',
                               '- ONNX Runtime, float32: ONNX Runtime is not installed: `npm install --ignore-scripts onnxruntime-node`',
                               '| PyTorch, float32 | 0.500 | 0.500 | 0.500 | 1.25 (1.25 to 1.25) |')
    Call(missing='python').check('/peers/without-pytorch-there-is-no-exported-model-either',
                                 '- PyTorch, float32: PyTorch is not installed: `apt-get install python3-torch`',
                                 '- ONNX Runtime, float32: PyTorch is not installed: `apt-get install python3-torch`',
                                 '| Trestle, float32 | 0.400 | 0.400 | 0.400 | 1.00 (1.00 to 1.00) |')
    Call(python=[*runs(0.8), 99, None]).check('/peers/a-peer-that-ends-keeps-the-rounds-it-was-there-for',
                                              '- PyTorch, float32: it ended with status 1: out of memory',
                                              '| PyTorch, float32 | 0.800 | 0.800 | 0.800 | 2.00 (2.00 to 2.00) |')
    Call(float32=[bench(0.4), None]).check('/peers/trestle-failing-is-said-and-is-the-exit-code',
                                           '- Trestle, float32: “trestle-cli” failed: the model is broken',
                                           '| Trestle, float32 | 0.400 | 0.400 | 0.400 | 1.00 (1.00 to 1.00) |', code=1)
    call = Call('--trestle', '/nonexistent/trestle-cli')
    is_named = '“/nonexistent/trestle-cli” cannot be run: No such file' in call.said
    check('/peers/a-trestle-that-is-not-there-is-named', call.code == 1 and is_named, call.said)
    skipped = ('trestle-bfloat16', 'pytorch-bfloat16', 'onnx-runtime')
    call = Call(*(word for name in skipped for word in ('--skip', name)), help=NEW_HELP, **{'float32 captions': [bench(0.4)]})
    is_asked = set(call.asked) == {'float32', 'float32 captions', 'python'}
    check('/peers/what-is-skipped-is-not-asked', call.code == 0 and is_asked and 'bfloat16 |' not in call.text, call.said)


def test_output():
    call = Call('--output', '/nonexistent/speed.md')
    check('/peers/a-folder-that-is-not-there-is-named-at-once', call.code == 2 and '“/nonexistent”' in call.said and not call.asked, call.said)


def check_words(call):
    """The cases of growth, as each program is told of them."""
    options = '--runs 1 --json{} --threads {} --precision float32'
    peer = '--size {} --tokens {} --captions {}'
    expected = ['trestle-cli bench --model base --tokens 12 ' + options.format('', 2),
                'trestle-cli bench --model base --tokens 50 ' + options.format('', 2),
                'trestle-cli bench --model base --tokens 12 ' + options.format(' --image-size 576', 2),
                'trestle-cli bench --model large --tokens 12 ' + options.format('', 2),
                'trestle-cli bench --model base --tokens 12 ' + options.format('', 1),
                'trestle-cli bench --model base --tokens 12 ' + options.format(' --captions 32', 2),
                'trestle-cli bench --model base --tokens 12 --runs 1 --json --threads 2 --precision bf16']
    for program, end in (('python -I pytorch_peer.py ', ' --precision float32 --threads 2'), ('python -I export_onnx.py ', ' model.onnx')):
        expected += [program + peer.format(*case) + end for case in (('base', 12, 1), ('base', 50, 1), ('large', 12, 1), ('base', 12, 32))]
        expected += [program + peer.format('base', 12, '1 --image 576') + end]
    expected += ['python -I pytorch_peer.py ' + peer.format('base', 12, 1) + ' --precision float32 --threads 1',
                 'python -I pytorch_peer.py ' + peer.format('base', 12, 1) + ' --precision bfloat16 --threads 2',
                 'node onnx-peer.js peers model.onnx 1', 'make-model base.json base', 'make-model large.json large']
    missing = [words for words in expected if words not in call.words]
    check('/peers/every-program-is-told-of-the-same-case', not missing, '\n'.join(['missing:', *missing, *call.words]))


def test_growth():
    captions = {'captions': {str(n): {'median': 0.1 * n} for n in (1, 16, 32)}}
    call = Call('--growth', '--quick', '--rounds', '1', help=NEW_HELP, **{'float32 captions': [bench(0.4, **captions)],
                                                                      'bf16 captions': [bench(0.1, precision='bfloat16', **captions)]})
    row = '| 0.400 | 0.100 | 0.500 | 0.500 | 0.250 | 0.80 (0.80 to 0.80) | 0.20 (0.20 to 0.20) |'
    labels = ('12', '50', '224 px', '576 px', 'base', 'large')
    call.check('/peers/growth-has-a-row-for-each-case', *(f'| {label} {row}' for label in labels),
               '| 32 | 3.500 | 3.500 | 0.500 | 0.500 | 0.250 | 7.00 (7.00 to 7.00) | 7.00 (7.00 to 7.00) |')
    is_left_out = f'| 2 {row}' in call.text and '| 1 | not measured |' in call.text
    check('/peers/one-thread-is-not-shown-when-two-were-at-work', is_left_out, call.text)
    check_words(call)


def test_machine():
    block = 'processor\t: {}\nmodel name\t: A Fine Processor\nphysical id\t: 0\ncore id\t\t: {}\nflags\t\t: fpu avx2 avx512f\n'
    facts = machine.describe('\n\n'.join(block.format(i, i // 2) for i in range(4)), 'MemTotal:       16000000 kB\n')
    expected = [('Processor', 'A Fine Processor'), ('Cores', '2, 4 threads'),
                ('Instructions', 'AVX2 yes, AVX-512 yes, AVX-512 bfloat16 no, AMX bfloat16 no'), ('Memory', '16.4 GB')]
    check('/peers/a-machine-is-its-processor-cores-instructions-and-memory', facts == expected, str(facts))
    facts = dict(machine.describe('processor\t: 0\n\nprocessor\t: 1\n', ''))
    check('/peers/what-a-machine-does-not-say-is-not-made-up', facts['Cores'] == '2' and facts['Memory'] == 'unknown', str(facts))


test_numbers()
test_targets()
test_two_builds()
test_failures()
test_output()
test_growth()
test_machine()
print(f'1..{number}')
