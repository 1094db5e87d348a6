#!/bin/sh
# own-display.sh TEST [ARGUMENT...]: runs a test on a display that is nobody else's, so that windows do not take the focus from each other and
# tests can run beside each other. Without Xvfb, on the display that there is.
set -eu

command -v Xvfb > /dev/null || exec "$@"

number=$(mktemp)
Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp -noreset 3> "$number" > /dev/null 2>&1 &
display=$!
trap 'kill $display 2> /dev/null || true; rm -f "$number"' EXIT
trap 'exit 130' INT TERM HUP
until [ -s "$number" ]; do
  kill -0 "$display" 2> /dev/null || { echo '# Xvfb does not start'; exit 1; }
  sleep 0.05
done
DISPLAY=:$(cat "$number")
export DISPLAY
"$@"
