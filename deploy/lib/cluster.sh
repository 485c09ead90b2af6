# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# The private PostgreSQL cluster: make, start, stop, look. Unix socket only; our
# roles by SCRAM, the superuser by peer with an ident map, nobody by trust.
# Must not know what is in the databases (see schema.sh).

PG_PORT=5432 # names the socket file; nothing listens on TCP, unless `bi enable` has opened a port (bi.sh)
PG_SUPER=postgres

# Its programs come first in PATH: Debian's chooser of versions in front of psql costs more than most queries.
pg_bin_find() {
  local d want=
  if [ -s "$STATE/pg/PG_VERSION" ]; then want=$(cat "$STATE/pg/PG_VERSION"); fi
  for d in "${PGBIN:-}" "/usr/lib/postgresql/${want:-none}/bin" $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr); do
    [ -x "$d/initdb" ] && [ -x "$d/postgres" ] || continue
    PG_BIN=$d
    case $("$d/postgres" --version) in *" ${want:+$want.}"*) PATH=$d:${PATH#"$d:"} && return ;; esac
  done
  die "PostgreSQL ${want:-15} server programs not found; install the package postgresql-${want:-15}"
}

# super ARGS…: psql as the superuser; stops at the first error.
super() { PGOPTIONS='-c client_min_messages=warning' psql -X -q -v ON_ERROR_STOP=1 -h "$SOCK" -p "$PG_PORT" -U "$PG_SUPER" "$@"; }

# cluster_pid: the postmaster of this very directory (its working directory proves it).
cluster_pid() {
  local pid
  pid=$(as_db head -n1 "$STATE/pg/postmaster.pid" 2>/dev/null) || return 1
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$STATE/pg" ] && proc_start "$pid" >/dev/null && echo "$pid"
}

cluster_create() {
  [ ! -s "$STATE/pg/PG_VERSION" ] || return 0
  say "making the database cluster"
  rm -rf "$STATE/pg.new" # left by a start that was interrupted
  own_dir "$STATE/pg.new" "$DB_USER" "$(id -gn "$DB_USER")" 700
  as_db "$PG_BIN/initdb" -D "$PLAIN/pg.new" -U "$PG_SUPER" -E UTF8 --locale=C.UTF-8 --data-checksums \
    --auth-local=peer --auth-host=reject --no-instructions >"$STATE/initdb.log" 2>&1 || { cat "$STATE/initdb.log" >&2; die "initdb failed"; }
  rm -f "$STATE/initdb.log"
  echo "include = 'guanxi.conf'" | as_db tee -a "$STATE/pg.new/postgresql.conf" >/dev/null
  rm -rf "$STATE/pg" # empty at most: it holds no PG_VERSION
  mv "$STATE/pg.new" "$STATE/pg"
}

# The shared memory follows the machine: a quarter, from 128 MB to 2 GB.
cluster_memory() {
  local mb
  mb=$(awk '/^MemTotal/ { print int($2 / 4096) }' /proc/meminfo)
  [ "$mb" -ge 128 ] || mb=128
  [ "$mb" -le 2048 ] || mb=2048
  echo "${GUANXI_PG_BUFFERS_MB:-$mb}"
}

cluster_configure() {
  local pg=$STATE/pg
  as_db sh -c 'umask 077; cat >"$1"' _ "$pg/guanxi.conf" <<CONF
# Written anew at each start; put settings of your own after the include in postgresql.conf.
$(bi_settings)
unix_socket_directories = '$SOCK'
unix_socket_permissions = 0777
port = $PG_PORT
password_encryption = 'scram-sha-256'
shared_buffers = '$(cluster_memory)MB'
max_connections = ${GUANXI_PG_CONNECTIONS:-100}
fsync = on
full_page_writes = on
synchronous_commit = on
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_min_duration_statement = 500ms
log_parameter_max_length = 0
log_line_prefix = '%m [%p] %u@%d '
CONF
  as_db sh -c 'umask 077; cat >"$1"' _ "$pg/pg_hba.conf" <<CONF
local all $PG_SUPER peer map=guanxi
local all all scram-sha-256
$(bi_rules)
CONF
  as_db sh -c 'umask 077; cat >"$1"' _ "$pg/pg_ident.conf" <<CONF
guanxi "$DB_USER" $PG_SUPER
guanxi "root" $PG_SUPER
CONF
}

# A lock file whose process is somebody else's (pid reused after a crash, or a
# copied directory) would stop the server; cluster_pid has proved that it is stale.
cluster_start() {
  local pg=$STATE/pg try
  # The alias directory of the socket was swept away, or the data have moved.
  if [ "$(as_db sed -n 5p "$pg/postmaster.pid" 2>/dev/null)" != "$SOCK" ]; then cluster_stop fast; fi
  if cluster_pid >/dev/null; then
    if cluster_answers; then return; fi
    wait_for 60 cluster_answers && return
    die "the database server runs but does not answer; see $pg/log"
  fi
  cluster_configure
  as_db rm -f "$pg/postmaster.pid" "$SOCK/.s.PGSQL.$PG_PORT" "$SOCK/.s.PGSQL.$PG_PORT.lock"
  for try in 1 2 3; do
    if as_db "$PG_BIN/pg_ctl" -D "$PLAIN/pg" -w -t 120 -s -l "$PLAIN/pg/startup.log" start 9>&- </dev/null >/dev/null 2>&1 && cluster_answers; then
      cluster_check
      return
    fi
    sleep "$try" # backends of a killed server may still hold its memory
  done
  as_db sh -c 'tail -n 8 "$(ls -t "$1"/startup.log "$1"/log/*.log | head -n1)"' _ "$pg" >&2 || true
  die "the database server did not start"
}

cluster_answers() { super -d postgres -c 'select 1' >/dev/null 2>&1; }

cluster_check() {
  local got
  got=$(super -d postgres -At -c "select current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'), current_setting('data_checksums'), datctype from pg_database where datname = 'template0'")
  [ "$got" = "on|on|on|on|C.UTF-8" ] || die "the cluster in $STATE/pg is not safe (fsync|full_page_writes|synchronous_commit|checksums|ctype = $got)"
}

# cluster_stop fast|immediate
cluster_stop() {
  cluster_pid >/dev/null || return 0
  as_db "$PG_BIN/pg_ctl" -D "$PLAIN/pg" -w -t 120 -s -m "$1" stop >/dev/null || die "the database server did not stop"
}

cluster_up() {
  pg_bin_find
  cluster_create
  cluster_start
}
