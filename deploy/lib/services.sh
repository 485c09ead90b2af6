# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# api, worker and nginx under supervise.sh: start, restart when what they were
# started with has changed, stop, look. Must not know how their settings are made.

SERVICES="api worker nginx"

# ours FILE: the process of a pid file lives and is of our account; its number may have been
# given to somebody else since, whom root must not kill.
ours() { pid_alive "$1" && uid_ours "$PID"; }
uid_ours() { [ "$(awk '/^Uid:/ { print $2 }' "/proc/$1/status" 2>/dev/null)" = "$(id -u "$APP_USER")" ]; }

# service_alive NAME: its supervisor lives, in our own run directory (not that of a copy).
service_alive() { ours "$STATE/run/$1.sup" && [ "$(readlink "/proc/$PID/cwd" 2>/dev/null)" = "$STATE/run" ]; }
child_alive() { ours "$STATE/run/$1.child"; }

service_command() {
  case $1 in
    api) COMMAND=(env "${PAIRS[@]}" "GX_LISTEN=127.0.0.1:$API_PORT" "$RELEASE/bin/guanxi-api") ;;
    worker) COMMAND=(env "${PAIRS[@]}" "$RELEASE/bin/guanxi-worker") ;;
    nginx) COMMAND=("$NGINX" -p "$PLAIN/nginx/" -c nginx.conf -e stderr) ;;
  esac
}

# A port below 1024 needs one right more, and only nginx gets it.
service_rights() {
  RIGHTS=()
  if [ "$1" = nginx ] && is_root && { [ "$HTTPS_PORT" -lt 1024 ] || [ "$HTTP_PORT" -lt 1024 ]; }; then
    RIGHTS=(--inh-caps +net_bind_service --ambient-caps +net_bind_service)
  fi
}

service_launch() {
  local name=$1
  service_rights "$name"
  if is_root; then
    (cd / && exec setsid setpriv --reuid "$APP_USER" --regid "$APP_GROUP" --clear-groups --no-new-privs "${RIGHTS[@]}" -- \
      env HOME=/ bash "$RELEASE/libexec/supervise.sh" "$name" "$STATE/run" "$STATE/log" "${COMMAND[@]}" </dev/null >/dev/null 2>&1 9>&-) &
  else
    setsid bash "$RELEASE/libexec/supervise.sh" "$name" "$STATE/run" "$STATE/log" "${COMMAND[@]}" </dev/null >/dev/null 2>&1 9>&- &
  fi
  disown
  wait_for 5 service_alive "$name" || die "cannot start $name; see $STATE/log/$name.log"
}

# service_ensure NAME: running, with the command and settings of now.
service_ensure() {
  local name=$1 want
  service_command "$name"
  want=$(printf '%s\n' "$STATE" "${COMMAND[@]}" "$(service_stamp "$name")" | sha256sum | cut -c1-64)
  if service_alive "$name" && [ "$(cat "$STATE/run-$name" 2>/dev/null)" = "$want" ]; then return; fi
  service_stop "$name"
  service_launch "$name"
  printf '%s\n' "$want" | write_file "$STATE/run-$name" 644
}

service_stamp() { if [ "$1" = nginx ]; then edge_stamp; else tree_hash "$STATE/secrets"; fi; }

# service_stop NAME: the supervisor takes its program along; a program whose
# supervisor was killed is stopped by itself.
service_stop() {
  local name=$1
  if service_alive "$name"; then
    kill -TERM "$PID" 2>/dev/null || true
    if ! wait_for 15 service_gone "$name" && service_alive "$name"; then kill -KILL "$PID" 2>/dev/null || true; fi
  fi
  if child_alive "$name"; then
    kill -TERM "$PID" 2>/dev/null || true
    if ! wait_for 10 child_gone "$name" && child_alive "$name"; then kill -KILL "$PID" 2>/dev/null || true; fi
  fi
  session_kill "$STATE/run/$name.sup"
  rm -f "$STATE/run/$name.sup" "$STATE/run/$name.child"
}

# session_kill FILE: what a supervisor killed from outside left behind (nginx workers hold the
# ports). A number in use as a session is not given out again, unless the session is gone.
session_kill() {
  local sid start pid pids
  { read -r sid start <"$1"; } 2>/dev/null || return 0
  case $sid in '' | *[!0-9]*) return 0 ;; esac
  if [ -e "/proc/$sid" ] && [ "$(proc_start "$sid" zombie)" != "$start" ]; then return 0; fi
  pids=$({ cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v s="$sid" '{ pid = $1; sub(/^.*\) /, ""); if ($4 == s && $1 != "Z") print pid }')
  for pid in $pids; do
    if uid_ours "$pid"; then kill -KILL "$pid" 2>/dev/null || true; fi
  done
}
service_gone() { ! service_alive "$1"; }
child_gone() { ! child_alive "$1"; }

# services_clean: no remains of services whose supervisor is dead, so that their ports are free.
services_clean() {
  local name
  for name in $SERVICES; do service_alive "$name" || service_stop "$name"; done
}

services_stop() {
  local name
  for name in nginx worker api; do service_stop "$name"; done
}

# http_get PORT PATH: the whole answer of a plain GET on the loopback.
http_get() {
  {
    exec 7<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&7
    timeout 5 cat <&7
    exec 7>&-
  } 2>/dev/null
}

http_ready() { [[ "$(http_get "$1" /readyz)" == HTTP/1.?\ 200\ * ]]; }

# service_wait NAME PORT SECONDS: ready, or the reason on standard error.
service_wait() {
  wait_for "$3" http_ready "$2" && return
  { http_get "$2" /readyz | tail -n 1; } >&2 || true
  { grep -v '"operation":"ready"' "$STATE/log/$1.log" | tail -n 10; } >&2 || true
  die "$1 did not become ready; see $STATE/log/$1.log"
}
