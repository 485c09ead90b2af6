#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Entry point of the containers: migrate | api | worker | web, and the health checks
# health PORT and alive PROGRAM. Uses the same functions as ./guanxi; must not start
# anything in the background: a container is one process, and it takes its place.
set -Eeuo pipefail
CHECKOUT=${GUANXI_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)}
for part in base accounts secrets cluster schema demo tls edge services; do
  # shellcheck source=/dev/null
  . "$CHECKOUT/deploy/lib/$part.sh"
done
STATE=${GUANXI_STATE:-/var/lib/guanxi}
PLAIN=$STATE
SOCK=${GUANXI_PG_HOST:-db}
PG_PORT=${GUANXI_PG_PORT:-5432}
GUANXI_BIN=${GUANXI_BIN:-$CHECKOUT/bin}
if is_root && account_exists guanxi; then APP_USER=guanxi APP_GROUP=guanxi; else APP_USER=$(id -un) APP_GROUP=$(id -gn); fi

entry_migrate() {
  if [ -n "${GUANXI_SUPER_PASSWORD_FILE:-}" ]; then
    PGPASSWORD=$(cat "$GUANXI_SUPER_PASSWORD_FILE")
    export PGPASSWORD
  fi
  mkdir -p "$STATE/secrets" "$STATE/files"
  if is_root; then
    chown "root:$APP_GROUP" "$STATE/secrets"
    chmod 750 "$STATE/secrets"
    chown "$APP_USER:$APP_GROUP" "$STATE/files"
    chmod 700 "$STATE/files"
  fi
  wait_for 60 cluster_answers || die "no database at $SOCK:$PG_PORT"
  cluster_check
  STAMPS=$STATE/secrets
  schema_bootstrap
  (unset PGPASSWORD && schema_migrate)
  demo_first
}

# exec_app COMMAND…: takes this process's place, without root's rights if it had them.
exec_app() {
  if is_root; then
    cd /
    exec setpriv --reuid "$APP_USER" --regid "$APP_GROUP" --clear-groups --no-new-privs -- env HOME=/ "$@"
  fi
  exec "$@"
}

entry_program() {
  local pairs
  mapfile -t pairs < <(program_env)
  exec_app env "${pairs[@]}" GX_LISTEN="${GX_LISTEN:-0.0.0.0:8081}" GX_DEMO="${GUANXI_DEMO:-0}" GX_NET_ALLOW="${GUANXI_NET_ALLOW:-}" \
    GX_PROXIES="${GUANXI_PROXIES:-}" GX_SMTP_URL="${GUANXI_SMTP_URL:-}" GX_SMTP_FROM="${GUANXI_SMTP_FROM:-}" \
    GX_BASE_URL="${GUANXI_BASE_URL:-https://localhost:8443}" GX_PARSE="$GUANXI_BIN/guanxi-parse" "$GUANXI_BIN/$1"
}

# The client's nginx: HTTPS for people, plain HTTP inside the container for the health check.
entry_web() {
  mkdir -p "$STATE/tls"
  own_dir "$STATE/nginx" "$APP_USER" "$APP_GROUP" 700
  own_dir "$STATE/log" "$APP_USER" "$APP_GROUP" 750
  tls_make
  HTTPS_PORT=${GUANXI_HTTPS_PORT:-8443} HTTP_PORT=${GUANXI_HTTP_PORT:-8080} API_PORT=${GUANXI_API_PORT:-8081} API_HOST=${GUANXI_API_HOST:-api}
  EDGE_MIME=/etc/nginx/mime.types EDGE_LOGS=../log EDGE_TLS=../tls EDGE_WEB=${GUANXI_WEB:-$CHECKOUT/web}
  edge_write "$STATE/nginx" "$CHECKOUT/deploy"
  exec_app "$(command -v nginx || echo /usr/sbin/nginx)" -p "$STATE/nginx/" -c nginx.conf -e stderr
}

case ${1:-} in
  migrate) entry_migrate ;;
  api | worker) entry_program "guanxi-$1" ;;
  web) entry_web ;;
  health) http_ready "${2:?port}" ;;
  alive) tr '\0' ' ' </proc/1/cmdline | grep -q "$2" || grep -qs "$2" /proc/[0-9]*/cmdline ;;
  *) die "usage: entry.sh migrate|api|worker|web|health PORT|alive PROGRAM" ;;
esac
exit
