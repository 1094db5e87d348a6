#!/usr/bin/env python3
"""What `meson install` leaves is a working application: both programs run from there, and a desktop can read what it is told.

test-install.py BUILD PREFIX: of a build folder as it is, below a folder of its own
test-install.py BUILD --dist programs|all: of the tarball that `meson dist` makes, unpacked and built from nothing else; by clang, if there
is one, so that both compilers have seen every file without a warning
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

EXPECTED = ['bin/trestle', 'bin/trestle-cli', 'share/applications/org.trestle.Trestle.desktop',
            'share/metainfo/org.trestle.Trestle.metainfo.xml', 'share/glib-2.0/schemas/org.trestle.Trestle.gschema.xml',
            'share/icons/hicolor/scalable/apps/org.trestle.Trestle.svg', 'share/icons/hicolor/symbolic/apps/org.trestle.Trestle-symbolic.svg',
            'share/man/man1/trestle.1', 'share/man/man1/trestle-cli.1', 'share/mime/packages/org.trestle.Trestle.mime.xml']
TARGETS = {'programs': ['app/trestle', 'app/trestle-cli'], 'all': ['all']}
# Neither the source tree nor the build may help a program that was installed.
CLEAN = {key: value for key, value in os.environ.items() if not key.startswith(('TRESTLE', 'GSETTINGS'))}

number = 0
suite = 'install'


def check(claim, holds, why=''):
    global number
    number += 1
    print(f"{'ok' if holds else 'not ok'} {number} /{suite}/{claim}", flush=True)
    if not holds and why:
        print('\n'.join('# ' + line for line in why.splitlines()))
    return holds


def skip(claim, why):
    global number
    number += 1
    print(f'ok {number} /{suite}/{claim} # SKIP {why}')


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def check_run(claim, *words, **more):
    """That a program ends well."""
    ran = run(*words, **more)
    return check(claim, ran.returncode == 0, ran.stdout + ran.stderr)


def check_by(claim, program, *arguments):
    """As a program says that knows better; without it nothing is said."""
    if shutil.which(program) is None:
        skip(claim, f'there is no {program}')
        return
    check_run(claim, program, *arguments)


def read_expected():
    """A sample, a caption, and the logits of a match that are computed for them elsewhere."""
    answers = json.loads(Path(__file__).with_name('golden').joinpath('demo-answers.json').read_text(encoding='utf-8'))
    sample = answers['models'][0]['samples'][0]
    return sample['image'], sample['captions'][0]['text'], sample['captions'][0]['logits']


def check_answer(root, scratch):
    """golden/demo-answers.json: logits within 2e-3."""
    image, text, expected = read_expected()
    answer = run(root / 'bin' / 'trestle-cli', 'match', '--image', root / 'share' / 'trestle' / 'samples' / image, '--text', text, '--json',
                 cwd=scratch, env=CLEAN)
    logits = json.loads(answer.stdout)['results'][0]['logits'] if answer.returncode == 0 else []
    check('command-line-answers-as-golden', len(logits) == 2 and all(abs(a - b) <= 2e-3 for a, b in zip(logits, expected)),
          f'{logits}, not {expected}\n{answer.stderr}')


def check_programs(root, scratch):
    check_answer(root, scratch)
    for program, word in (('trestle-cli', '--version'), ('trestle', '--version'), ('trestle', '--help')):
        check_run(f'{program}-answers-{word[2:]}', root / 'bin' / program, word, cwd=scratch, env=CLEAN)


def check_desktop(share):
    schemas = share / 'glib-2.0' / 'schemas'
    check_run('settings-have-a-schema', 'glib-compile-schemas', '--strict', '--dry-run', schemas)
    check_by('desktop-file-is-valid', 'desktop-file-validate', share / 'applications' / 'org.trestle.Trestle.desktop')
    check_by('metainfo-is-valid', 'appstreamcli', 'validate', '--no-net', share / 'metainfo' / 'org.trestle.Trestle.metainfo.xml')
    for page in ('trestle.1', 'trestle-cli.1'):
        check_by(f'manual-of-{page}-has-no-warning', 'mandoc', '-T', 'lint', '-W', 'warning', share / 'man' / 'man1' / page)


def check_installed(root, scratch):
    missing = [name for name in EXPECTED if not (root / name).exists()]
    check('leaves-every-file', not missing, '\n'.join(missing))
    check_programs(root, scratch)
    check_desktop(root / 'share')


def unpack_release(build, scratch):
    """The folder that the tarball unpacks to; the tarball lies below the build folder, which it does not change otherwise."""
    made = run('meson', 'dist', '-C', build, '--no-tests', '--formats', 'gztar')
    tarballs = list(Path(build, 'meson-dist').glob('*.tar.gz'))
    if not check('tarball-is-made', made.returncode == 0 and len(tarballs) == 1, made.stdout + made.stderr):
        return None
    with tarfile.open(tarballs[0]) as tarball:
        tarball.extractall(scratch)
    return Path(scratch, tarballs[0].name.removesuffix('.tar.gz'))


def build_release(source, prefix, target):
    build = source / 'build'
    compiler = {'CC': 'clang'} if shutil.which('clang') else {}
    return (check_run('tarball-is-configured', 'meson', 'setup', build, source, '--prefix', prefix, '--buildtype', 'plain',
                      '-Dwerror=true', '-Dwarning_level=2', env=CLEAN | compiler)
            and check_run('tarball-is-built-without-a-warning', 'ninja', '-C', build, *TARGETS[target])
            and check_run('tarball-is-installed', 'meson', 'install', '-C', build, '--no-rebuild'))


def find_what_hinders(build):
    """Why there can be no tarball here, or None: it is made of what is committed, and nothing else is to be tested for it."""
    source = Path(__file__).resolve().parent.parent
    if run('git', '-C', source, 'ls-files', '--error-unmatch', 'meson.build').returncode != 0:
        return 'this is no git checkout'
    if run('git', '-C', source, 'diff-index', '--quiet', 'HEAD').returncode != 0:
        return 'there are changes that are not committed'
    return None


def test_install(build, prefix, scratch):
    if check_run('installs', 'meson', 'install', '-C', build, '--no-rebuild', '--destdir', scratch):
        check_installed(Path(scratch, prefix.lstrip('/')), scratch)


def test_dist(build, target, scratch):
    global suite
    suite = 'dist'
    hindrance = find_what_hinders(build) if shutil.which('git') else 'there is no git'
    if hindrance is not None:
        skip('tarball-is-made', hindrance)
        return
    source, prefix = unpack_release(build, scratch), Path(scratch, 'prefix')
    if source is not None and build_release(source, prefix, target):
        check_installed(prefix, scratch)
        check('schema-is-compiled', (prefix / 'share' / 'glib-2.0' / 'schemas' / 'gschemas.compiled').exists())


with tempfile.TemporaryDirectory() as scratch:
    if sys.argv[2] == '--dist':
        test_dist(sys.argv[1], sys.argv[3], scratch)
    else:
        test_install(sys.argv[1], sys.argv[2], scratch)
print(f'1..{number}')
