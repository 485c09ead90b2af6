# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# Words and small tools that every other file uses: messages, the lock, waiting,
# hashing, /proc look-ups. Must not know about PostgreSQL, nginx or our programs.

umask 022
export LC_ALL=C.UTF-8
# A caller's own PostgreSQL settings would lead us to another server.
unset PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD PGPASSFILE PGOPTIONS PGSERVICE PGSERVICEFILE PGDATA PGSSLMODE

say() { printf '%s\n' "$*"; }
note() { printf 'guanxi: %s\n' "$*" >&2; }
die() {
  note "$@"
  FAILED_AT=
  exit 1
}

# A command that fails where nobody expected it ends the script; then at least it is named.
# CLEANUP is what a command wants done at its end, whatever happens.
FAILED_AT='' CLEANUP=:
at_exit() {
  local rc=$?
  trap - ERR
  set +e
  $CLEANUP
  [ $rc = 0 ] || [ -z "$FAILED_AT" ] || note "failed in $FAILED_AT"
  exit $rc
}
trap 'FAILED_AT="${BASH_SOURCE[0]##*/} line $LINENO: $BASH_COMMAND"' ERR
trap at_exit EXIT
is_root() { [ "$(id -u)" = 0 ]; }
have() { command -v "$1" >/dev/null 2>&1; }

# wait_for SECONDS COMMAND…: true as soon as the command is; looks 20 times a second.
wait_for() {
  local left=$(($1 * 20))
  shift
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 0.05
  done
}

# tree_hash PATH…: one checksum over names and contents; missing paths count as absent.
tree_hash() {
  local p found=()
  for p in "$@"; do [ -e "$p" ] && found+=("$p"); done
  [ ${#found[@]} -gt 0 ] || { echo none; return; }
  find "${found[@]}" -name node_modules -prune -o -type f -print0 | sort -z | xargs -0 -r sha256sum | sha256sum | cut -c1-64
}

# write_file PATH MODE: standard input becomes the file, whole or not at all.
write_file() {
  local tmp="$1.new.$$"
  (umask 077 && cat >"$tmp")
  chmod "$2" "$tmp"
  mv -f "$tmp" "$1"
}

# proc_start PID [zombie]: the start time in clock ticks, which with the pid names a process for
# ever. A process that has ended and waits for its parent counts as gone, unless asked for.
proc_start() {
  local line fields
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -r -a fields <<<"${line##*) }"
  [ "${fields[0]}" != Z ] || [ "${2:-}" = zombie ] || return 1
  echo "${fields[19]}"
}

# pid_alive FILE: FILE holds "pid start"; true, and sets PID, if that very process lives.
pid_alive() {
  local start=
  PID=
  { read -r PID start <"$1"; } 2>/dev/null || return 1
  case $PID in '' | *[!0-9]*) return 1 ;; esac
  [ "$(proc_start "$PID" 2>/dev/null)" = "$start" ]
}

# port_taken PORT: does anything listen on it, on whatever address?
port_taken() {
  local hex
  hex=$(printf '%04X' "$1")
  { cat /proc/net/tcp /proc/net/tcp6 2>/dev/null || true; } | awk -v p=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == p { f = 1 } END { exit !f }'
}

# take_lock FILE: one starter at a time; long-lived children are started with 9>&-.
take_lock() {
  exec 9>>"$1"
  flock -n 9 && return
  note "another guanxi command is at work here; waiting"
  flock -w 900 9 || die "gave up waiting for $1"
}
