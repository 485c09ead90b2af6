# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# What is in the cluster: roles and passwords (bootstrap), the database, its
# migrations, and the commands `db`, `env`, `psql`, `migrate`. The SQL itself is
# under db/ and migrations/; this file only runs it in the right order.

DB_NAME=${GUANXI_DB_NAME:-guanxi}

# home_dir, bin_dir: what the programs read and where they are; a release when one is staged.
home_dir() {
  if [ -n "${GUANXI_HOME:-}" ]; then echo "$GUANXI_HOME"; elif [ -n "${RELEASE:-}" ]; then echo "$RELEASE/home"; else echo "$CHECKOUT"; fi
}
bin_dir() {
  if [ -n "${RELEASE:-}" ]; then echo "$RELEASE/bin"; else echo "${GUANXI_BIN:-$CHECKOUT/build/bin}"; fi
}

# program_env: the settings of our programs, NAME=value, one a line.
program_env() {
  cat <<ENV
GX_DB=host=$SOCK port=$PG_PORT dbname=$DB_NAME
GX_SECRETS=$STATE/secrets
GX_FILES=$STATE/files
GX_HOME=$(home_dir)
ENV
}

with_env() {
  local pairs
  mapfile -t pairs < <(program_env)
  env "${pairs[@]}" "$@"
}

# database_exists NAME
database_exists() { [ "$(super -d postgres -At -v n="$1" -f - <<<"select 1 from pg_database where datname = :'n'")" = 1 ]; }

# schema_bootstrap: roles once a cluster, again when a script or a password file changed.
schema_bootstrap() {
  local home
  home=$(home_dir)
  [ -f "$home/db/bootstrap.sql" ] || { note "no db/bootstrap.sql yet: roles are not made"; return; }
  secrets_make
  if [ "$(bootstrap_stamp)" != "$(cat "${STAMPS:-$STATE}/bootstrapped" 2>/dev/null)" ]; then
    rm -f "${STAMPS:-$STATE}/bootstrapped"
    super -d postgres -f "$home/db/bootstrap.sql" >/dev/null
    secrets_set_passwords
    BOOTSTRAP_NEW=1
  fi
  if ! database_exists "$DB_NAME"; then
    database_create "$DB_NAME"
    BOOTSTRAP_NEW=1
  fi
  if [ "${BOOTSTRAP_NEW:-0}" = 1 ]; then database_bootstrap "$DB_NAME"; fi
  bootstrap_stamp | write_file "${STAMPS:-$STATE}/bootstrapped" 644
}

bootstrap_stamp() {
  local home
  home=$(home_dir)
  echo "$(super -d postgres -At -c 'select system_identifier from pg_control_system()') $(tree_hash "$home/db/bootstrap.sql" "$home/db/bootstrap_db.sql" "$STATE"/secrets/*.pw)"
}

# database_bootstrap NAME: extensions and schemas that only the superuser can make; repeatable.
database_bootstrap() {
  local home
  home=$(home_dir)
  super -d postgres -c "alter database \"$1\" owner to guanxi_owner"
  [ ! -f "$home/db/bootstrap_db.sql" ] || super -d "$1" -f "$home/db/bootstrap_db.sql" >/dev/null
}

database_create() { super -d postgres -c "create database \"$1\" template template0 encoding 'UTF8' locale 'C.UTF-8'"; }

schema_migrate() {
  local admin
  admin=$(bin_dir)/guanxi-admin
  [ -f "$(home_dir)/db/bootstrap.sql" ] || return 0
  [ -x "$admin" ] || { note "no $admin yet: the schema is not applied (./guanxi build)"; return; }
  with_env "$admin" migrate
}

schema_up() {
  schema_bootstrap
  schema_migrate
}

cmd_db() {
  case ${1:-} in
    up) state_open lock; cluster_up; schema_up; say "socket $SOCK, port $PG_PORT, database $DB_NAME; settings: ./guanxi env" ;;
    down) state_open lock; pg_bin_find; cluster_stop fast ;;
    status) state_open; if cluster_pid >/dev/null; then say "running (pid $(cluster_pid))"; else say "stopped"; exit 3; fi ;;
    destroy) state_open lock; pg_bin_find; cluster_stop immediate; rm -rf "$STATE/pg" "$STATE/pg.new" "${STAMPS:-$STATE}/bootstrapped"; [ "$SHORT" = "$STATE" ] || rm -rf "$SHORT" "$STATE/short"; say "removed the cluster in $STATE" ;;
    *) die "usage: ./guanxi db up|down|status|destroy" ;;
  esac
}

cmd_env() {
  local line
  state_open
  while IFS= read -r line; do printf 'export %s=%q\n' "${line%%=*}" "${line#*=}"; done < <(program_env)
  printf 'export PGHOST=%q PGPORT=%q PGDATABASE=%q\n' "$SOCK" "$PG_PORT" "$DB_NAME"
}

cmd_psql() {
  state_open
  pg_bin_find
  cluster_pid >/dev/null || die "the cluster is not running (./guanxi up or ./guanxi db up)"
  exec psql -X -h "$SOCK" -p "$PG_PORT" -U "$PG_SUPER" -d "$DB_NAME" "$@"
}

cmd_migrate() {
  state_open lock
  cluster_up
  schema_up
}
