#!/bin/sh
# under-valgrind.sh TEST [ARGUMENT...]: runs a test, and the programs of ours that it calls, under valgrind (./dev valgrind). What is wrong with
# any of them is at the end of the output, and makes the exit code 99.
set -eu

display=
case $1 in
  *.py)
    echo '1..0 # SKIP written in Python'
    exit 0
    ;;
  */test-faults)
    echo '1..0 # SKIP the file system that fails it is a library, and would fail valgrind as well'
    exit 0
    ;;
  */own-display.sh)
    display=$1
    shift
    ;;
esac

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM HUP
status=0
# Only definite leaks: GLib holds its types and quarks by pointers to the inside of blocks, which are possible ones.
$display valgrind -q --log-file="$logs/%p" --error-exitcode=99 --num-callers=30 --suppressions="$(dirname "$0")/valgrind.supp" \
  --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
  --trace-children=yes --trace-children-skip='*/sh,*/dash,*/bash,*/python3*,*/Xvfb,*/dbus-*,*/mandoc,*/valgrind' "$@" || status=$?
cat "$logs"/* >&2
# Of a program that the test called, and whose exit code it did not look at.
if [ $status = 0 ] && grep -q ' at 0x' "$logs"/*; then
  status=99
fi
exit $status
