#!/usr/bin/env python3
"""A long run over a list that is killed again and again, and taken up each time, ends as if nothing had happened; and it needs no more
memory at its end than at its beginning."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

program, data = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve()
N_PAIRS, N_KILLS, SEED = 2000, 20, 20261125
LONGEST_LIFE = 9  # seconds; the run saves itself every five


def write_list(path, n_pairs):
    """The samples with their captions, over and over, every text another one."""
    samples = json.loads((data / 'samples' / 'samples.json').read_text())
    samples = samples['samples']
    with open(path, 'w') as lines:
        for i in range(n_pairs):
            sample = samples[i % len(samples)]
            text = f"{sample['true'][i % len(sample['true'])]} and {i % 97} stars"
            lines.write(json.dumps({'image': str(data / 'samples' / sample['image']), 'text': text}) + '\n')


def start(folder, pairs, output, *more):
    return subprocess.Popen([program, 'divergence', '--pairs', pairs, '-o', output, *more], cwd=folder, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE)


def finish(process):
    """Waits for the process: what it says if it fails, and the most memory it had, in KiB."""
    said = process.stderr.read().decode(errors='replace')
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return '' if process.returncode == 0 else said, usage.ru_maxrss


def numbers(path):
    """All but how the file was made: a resumed run says so in its command."""
    content = json.loads(path.read_text())
    del content['about']
    return content


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    write_list(folder / 'all.jsonl', N_PAIRS)
    write_list(folder / 'some.jsonl', 100)
    said, short_memory = finish(start(folder, 'some.jsonl', 'some.json'))
    failed, long_memory = finish(start(folder, 'all.jsonl', 'whole.json'))
    print('1..3')
    print(f"{'ok' if not said and not failed else 'not ok'} 1 /kill/runs-to-the-end")
    print('# ' + (said or failed or f'{short_memory} KiB for 100 pairs, {long_memory} KiB for {N_PAIRS}'))
    print(f"{'ok' if long_memory <= 1.02 * short_memory else 'not ok'} 2 /kill/memory-does-not-grow")

    chance = random.Random(SEED)
    n_killed = 0
    for _ in range(N_KILLS):
        process = start(folder, 'all.jsonl', 'killed.json', '--resume')
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        n_killed += process.poll() is None
        process.kill()
        process.wait()
    failed, _ = finish(start(folder, 'all.jsonl', 'killed.json', '--resume'))
    same = not failed and numbers(folder / 'killed.json') == numbers(folder / 'whole.json')
    print(f"{'ok' if same else 'not ok'} 3 /kill/killed-runs-end-as-one")
    print(f'# killed {n_killed} times of {N_KILLS}; {failed}')
