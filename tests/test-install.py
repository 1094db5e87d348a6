#!/usr/bin/env python3
"""What `meson install` leaves is a working application: both programs run from there, and a desktop can read what it is told."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

build, prefix = sys.argv[1], sys.argv[2].lstrip('/')
number = 0


def check(claim, holds, why=''):
    global number
    number += 1
    print(f"{'ok' if holds else 'not ok'} {number} {claim}")
    if not holds and why:
        print('\n'.join('# ' + line for line in why.splitlines()))


def skip(claim, why):
    global number
    number += 1
    print(f'ok {number} {claim} # SKIP {why}')


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def check_by(claim, program, *arguments):
    """As a program says that knows better; without it nothing is said."""
    if shutil.which(program) is None:
        skip(claim, f'there is no {program}')
        return
    said = run(program, *arguments)
    check(claim, said.returncode == 0, said.stdout + said.stderr)


with tempfile.TemporaryDirectory() as scratch:
    installed = run('meson', 'install', '-C', build, '--no-rebuild', '--destdir', scratch)
    root = Path(scratch, prefix)
    share = root / 'share'
    check('/install/installs', installed.returncode == 0, installed.stdout + installed.stderr)

    expected = ['bin/trestle', 'bin/trestle-cli', 'share/applications/org.trestle.Trestle.desktop',
                'share/metainfo/org.trestle.Trestle.metainfo.xml', 'share/glib-2.0/schemas/org.trestle.Trestle.gschema.xml',
                'share/icons/hicolor/scalable/apps/org.trestle.Trestle.svg', 'share/icons/hicolor/symbolic/apps/org.trestle.Trestle-symbolic.svg',
                'share/man/man1/trestle.1', 'share/man/man1/trestle-cli.1', 'share/mime/packages/org.trestle.Trestle.mime.xml']
    missing = [name for name in expected if not (root / name).exists()]
    check('/install/leaves-every-file', not missing, '\n'.join(missing))

    # Neither the source tree nor the build may help.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(('TRESTLE', 'GSETTINGS'))}
    image = share / 'trestle' / 'samples' / 'scene-01.png'
    answer = run(root / 'bin' / 'trestle-cli', 'match', '--image', image, '--text', 'a blue cross', cwd=scratch, env=environment)
    check('/install/command-line-answers', answer.returncode == 0 and 'probability' in answer.stdout, answer.stdout + answer.stderr)
    window = run(root / 'bin' / 'trestle', '--help', cwd=scratch, env=environment)
    check('/install/window-program-starts', window.returncode == 0 and 'IMAGE' in window.stdout, window.stdout + window.stderr)

    schemas = run('glib-compile-schemas', '--strict', '--dry-run', share / 'glib-2.0' / 'schemas')
    check('/install/settings-have-a-schema', schemas.returncode == 0, schemas.stderr)
    check_by('/install/desktop-file-is-valid', 'desktop-file-validate', share / 'applications' / 'org.trestle.Trestle.desktop')
    check_by('/install/metainfo-is-valid', 'appstreamcli', 'validate', '--no-net', share / 'metainfo' / 'org.trestle.Trestle.metainfo.xml')
    for page in ('trestle.1', 'trestle-cli.1'):
        check_by(f'/install/manual-of-{page}-has-no-warning', 'mandoc', '-T', 'lint', '-W', 'warning', share / 'man' / 'man1' / page)

print(f'1..{number}')
