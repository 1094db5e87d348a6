"""Sums up the tests of several build folders: what failed, then one closing line, "N passed, N failed"."""
import json
import pathlib
import re
import sys

RESULT = re.compile(r'( *)(not )?ok\b *(?:\d+)?(?: -)? *([^#]*)(?:# *(SKIP|TODO))?', re.IGNORECASE)


def subtests(output):
    """Name and result of every TAP line; a line that closes a nested group only repeats what stands in it."""
    depth = 0
    for line in output.splitlines():
        match = RESULT.match(line)
        if not match:
            continue
        indent, not_ok, name, directive = match.groups()
        closes_group = len(indent) < depth
        depth = len(indent)
        if closes_group:
            continue
        yield name.strip(), 'skipped' if directive else 'failed' if not_ok else 'passed'


def results(log):
    for line in log.read_text(encoding='utf-8').splitlines():
        test = json.loads(line)
        found = list(subtests(test.get('stdout', '')))
        yield from ((f'{test["name"]} {name}', result) for name, result in found)

        verdict = test['result']
        if verdict in ('OK', 'SKIP', 'EXPECTEDFAIL'):
            if not found:
                yield test['name'], 'skipped' if verdict == 'SKIP' else 'passed'
        elif all(result != 'failed' for _, result in found):
            # It crashed, leaked or ran out of time, which is no subtest's own result.
            yield f'{test["name"]} ({verdict.lower()})', 'failed'


def main():
    count = {'passed': 0, 'failed': 0, 'skipped': 0}
    for folder in map(pathlib.Path, sys.argv[1:]):
        log = folder / 'meson-logs' / 'testlog.json'
        for name, result in results(log) if log.exists() else [('ran no test', 'failed')]:
            count[result] += 1
            if result == 'failed':
                print(f'FAILED in {folder.name}: {name}')

    print(f'{count["passed"]} passed, {count["failed"]} failed' + (f', {count["skipped"]} skipped' if count['skipped'] else ''))
    return 0 if count['passed'] and not count['failed'] else 1


sys.exit(main())
