# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# The demo company on first start, and the commands that only pass on to another
# program: demo, admin. The company itself is made by db/demo/*.sql.

system_empty() {
  [ "$(super -d "$DB_NAME" -At -c "select to_regclass('app.account') is not null")" = t ] &&
    [ "$(super -d "$DB_NAME" -At -c 'select not exists (select from app.account)')" = t ]
}

demo_there() { compgen -G "$(home_dir)/db/demo/*.sql" >/dev/null; }

# demo_load SCALE: all of it or nothing.
demo_load() {
  local f files=()
  for f in "$(home_dir)"/db/demo/*.sql; do files+=(-f "$f"); done
  say "making the demo company (scale $1)"
  super -1 -d "$DB_NAME" -v scale="$1" "${files[@]}" >/dev/null
  super -d "$DB_NAME" -c 'analyze'
}

demo_first() {
  [ "${GUANXI_DEMO:-1}" != 0 ] || return 0
  if demo_there && system_empty; then demo_load "${GUANXI_DEMO_SCALE:-1}"; fi
}

cmd_demo() {
  local scale=1
  case ${1:-} in
    --scale) scale=${2:-} ;;
    --scale=*) scale=${1#--scale=} ;;
    '') ;;
    *) die "usage: ./guanxi demo [--scale N]" ;;
  esac
  case $scale in '' | *[!0-9]* | 0*) die "the scale is a whole number from 1 on" ;; esac
  demo_there || die "there is no demo company here (db/demo)"
  state_open lock
  cluster_up
  schema_up
  system_empty || die "the system holds customers already; the demo company is made in an empty one (another GUANXI_VAR, or ./guanxi down and ./guanxi db destroy)"
  demo_load "$scale"
}

release_current() {
  local newest
  newest=$(release_list | head -n 1)
  RELEASE=
  if [ -n "$newest" ] && [ -z "${GUANXI_BIN:-}" ]; then RELEASE=$STATE/app/$newest; fi
}

cmd_admin() {
  state_open
  release_current
  cluster_pid >/dev/null || die "the system is not running (./guanxi up)"
  with_env "$(bin_dir)/guanxi-admin" "$@"
}
