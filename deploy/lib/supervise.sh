#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Keeps one program running: starts it again within two seconds whenever it ends
# (and ends what it left behind), and keeps its logs small. usage: supervise.sh NAME RUN_DIR LOG_DIR COMMAND…
# RUN_DIR/NAME.sup and NAME.child hold "pid start-time". TERM stops both. Must not
# need anything but bash, coreutils and /proc, and must not know what it runs.

start_time() {
  local line
  read -r line <"/proc/$1/stat" || return 1
  line=${line##*) }
  # shellcheck disable=SC2086
  set -- $line
  echo "${20}"
} 2>/dev/null

remember() { echo "$2 $(start_time "$2")" >"$1.new" && mv -f "$1.new" "$1"; }

# Copy and truncate: every writer appends, so nobody need reopen anything.
rotate() {
  local f
  for f in "$logs/$name.log" "$logs/$name"-*.log; do
    [ -f "$f" ] && [ "$(stat -c %s "$f")" -gt 52428800 ] || continue
    cp "$f" "$f.1" && : >"$f"
  done
}

stop() {
  local left=100
  trap '' TERM INT HUP
  kill -TERM "$child" 2>/dev/null
  while kill -0 "$child" 2>/dev/null && [ "$left" -gt 0 ]; do
    sleep 0.1
    left=$((left - 1))
  done
  kill -KILL -- "-$child" 2>/dev/null
  kill -PIPE "$timer" 2>/dev/null
  rm -f "$run/$name.sup" "$run/$name.child"
  exit 0
}

main() {
  name=$1 run=$2 logs=$3
  shift 3
  child=0 timer=0
  cd "$run" || exit 1
  exec >>"$logs/$name.log" 2>&1 </dev/null
  remember "$run/$name.sup" $$
  trap stop TERM INT HUP
  set -m # each program is a process group, so that its own children go with it
  local delay=0.1 began ended
  while :; do
    began=$SECONDS
    "$@" &
    child=$!
    remember "$run/$name.child" "$child"
    while kill -0 "$child" 2>/dev/null; do
      sleep 60 &
      timer=$!
      wait -n -p ended "$child" "$timer"
      [ "${ended:-}" != "$child" ] || break
      rotate
    done
    wait "$child"
    local rc=$?
    kill -KILL -- "-$child" 2>/dev/null
    kill -PIPE "$timer" 2>/dev/null # the one signal whose deaths bash does not report
    echo "supervise: $name ended with $rc; starting it again in $delay s"
    sleep "$delay"
    if [ $((SECONDS - began)) -ge 10 ]; then delay=0.1; else delay=1.5; fi
  done
}

main "$@"
exit
