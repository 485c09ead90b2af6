# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# The commands up, down, status, logs and build: the order of things. How each
# thing is done is in the other files.

cmd_up() {
  packages_ensure "$CHECKOUT/deploy/packages.txt"
  drop_to_owner up "$@"
  node_fits || die "Node 18 or newer is needed; found $(node -v 2>/dev/null || echo none)"
  state_open lock
  up_build
  release_stage
  if state_moved; then
    note "the checkout has moved: pointing everything to $VAR"
    services_stop
    pg_bin_find
    cluster_stop fast
  fi
  cluster_up
  up_schema
  demo_first
  services_clean
  ports_choose
  tls_make
  edge_configure
  up_services
  state_settle
  release_sweep
  up_report
}

up_build() {
  if [ -n "${GUANXI_BIN:-}" ]; then
    "$CHECKOUT/deploy/build.sh" npm contract-check client
  else
    "$CHECKOUT/deploy/build.sh"
  fi
}

# The migration runs when the release or the cluster is another one than last time.
up_schema() {
  schema_bootstrap
  local want
  want="$(cut -d' ' -f1 "$STATE/bootstrapped") $DB_NAME $(tree_hash "$RELEASE/home" "$RELEASE/bin/guanxi-admin" | cut -c1-16)"
  if [ "$want" = "$(cat "$STATE/migrated" 2>/dev/null)" ]; then return; fi
  say "migrating the database"
  schema_migrate || die "the migration failed; nothing was changed"
  printf '%s\n' "$want" | write_file "$STATE/migrated" 644
}

up_services() {
  mapfile -t PAIRS < <(program_env)
  PAIRS+=("GX_BASE_URL=${GUANXI_BASE_URL:-https://localhost:$HTTPS_PORT}" "GX_DEMO=${GUANXI_DEMO:-1}" "GX_PARSE=$RELEASE/bin/guanxi-parse")
  [ -z "${GUANXI_NET_ALLOW:-}" ] || PAIRS+=("GX_NET_ALLOW=$GUANXI_NET_ALLOW")
  [ -z "${GUANXI_PROXIES:-}" ] || PAIRS+=("GX_PROXIES=$GUANXI_PROXIES")
  [ -z "${GUANXI_SMTP_URL:-}" ] || PAIRS+=("GX_SMTP_URL=$GUANXI_SMTP_URL" "GX_SMTP_FROM=${GUANXI_SMTP_FROM:-}")
  [ -z "${GX_LOG:-}" ] || PAIRS+=("GX_LOG=$GX_LOG")
  local name
  for name in $SERVICES; do
    [ "$name" = nginx ] || [ -x "$RELEASE/bin/guanxi-$name" ] || { note "there is no guanxi-$name in this build"; continue; }
    service_ensure "$name"
  done
  service_wait api "$API_PORT" 30
  service_wait nginx "$HTTP_PORT" 10
}

up_report() {
  say ""
  say "Guanxi is ready."
  say "  https://localhost:$HTTPS_PORT/   (certificate authority: $STATE/tls/ca.crt)"
  say "  http://localhost:$HTTP_PORT/    (this machine only)"
  if [ "${GUANXI_DEMO:-1}" = 0 ]; then
    say "  Make the first administrator:  ./guanxi admin user-add USERNAME NAME admin"
    return
  fi
  say ""
  node "$CHECKOUT/deploy/lib/logins.mjs" "http://127.0.0.1:$API_PORT" || note "the list of demo log-ins could not be read"
}

cmd_down() {
  drop_to_owner down "$@"
  state_open lock
  pg_bin_find
  services_stop
  cluster_stop fast
  say "stopped"
}

cmd_status() {
  drop_to_owner status "$@"
  state_open
  local name rc=0
  for name in $SERVICES; do
    if service_alive "$name" && child_alive "$name"; then
      printf '%-8s running (pid %s)\n' "$name" "$PID"
    else
      printf '%-8s stopped\n' "$name"
      rc=3
    fi
  done
  if cluster_pid >/dev/null; then printf '%-8s running (pid %s)\n' pg "$(cluster_pid)"; else printf '%-8s stopped\n' pg; rc=3; fi
  [ ! -s "$STATE/ports" ] || printf 'ports    %s\n' "$(tr '\n' ' ' <"$STATE/ports")"
  printf 'data     %s\n' "$STATE"
  exit $rc
}

cmd_logs() {
  drop_to_owner logs "$@"
  state_open
  local follow=-F
  if [ "${2:-}" = --once ]; then follow=; fi
  case ${1:-all} in
    api | worker | nginx) exec tail -n 50 $follow "$STATE/log/$1.log" ;;
    access) exec tail -n 50 $follow "$STATE/log/nginx-access.log" ;;
    pg) exec tail -n 50 $follow "$(find "$STATE/pg/log" -name '*.log' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)" ;;
    all) exec tail -n 20 $follow "$STATE/log/api.log" "$STATE/log/worker.log" "$STATE/log/nginx.log" ;;
    *) die "usage: ./guanxi logs [api|worker|nginx|access|pg] [--once]" ;;
  esac
}

cmd_build() {
  packages_ensure "$CHECKOUT/deploy/packages.txt"
  drop_to_owner build "$@"
  [ $# -gt 0 ] || set -- npm contract client programs
  exec "$CHECKOUT/deploy/build.sh" "$@"
}
