# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# The command bench: a database of its own beside the real one, filled once per
# scale, then the measurements of bench/run.mjs against the programs in use.

# bench_database NAME GEN SCALE: made and filled by bench/GEN when it is not there; 1 is 100,000 accounts.
bench_database() {
  DB_NAME=$1_${3//./_}
  local mark dir
  dir=$(dirname "$CHECKOUT/bench/$2")
  mark="filled at scale $3 by $(tree_hash "$dir"/*.sql "$(home_dir)/migrations" "$(home_dir)/openapi/dist/catalog.json" | cut -c1-16)"
  if database_exists "$DB_NAME" && [ "$(super -d "$DB_NAME" -At -c "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()")" = "$mark" ]; then
    schema_migrate >/dev/null
    return
  fi
  say "making $DB_NAME"
  super -d postgres -c "drop database if exists $DB_NAME with (force)"
  database_create "$DB_NAME"
  database_bootstrap "$DB_NAME"
  schema_migrate >/dev/null
  super -d "$DB_NAME" -v "accounts=$(awk -v s="$3" 'BEGIN { printf "%d", s * 100000 }')" -f "$CHECKOUT/bench/$2" >/dev/null
  super -d "$DB_NAME" -c "comment on database $DB_NAME is '$mark'"
}

# bench_run PROGRAM ARGS…: with the programs in use, on the database that was made.
bench_run() {
  GX_BENCH_SOCKET=$SOCK GX_BENCH_PORT=$PG_PORT GX_BENCH_DB=$DB_NAME GX_BENCH_SUPER=$PG_SUPER \
    GX_BENCH_BIN=$(bin_dir) GX_BENCH_OUT=$STATE/$OUT with_env node "$CHECKOUT/bench/$1" "${@:2}"
}

cmd_bench() {
  local scale='' args=()
  while [ $# -gt 0 ]; do
    case $1 in
      --scale) scale=${2:?--scale needs a number}; shift 2 ;;
      *) args+=("$1"); shift ;;
    esac
  done
  [[ ${scale:-1} =~ ^[0-9]+(\.[0-9]+)?$ ]] || die "--scale needs a number"
  state_open
  release_current
  cluster_pid >/dev/null || die "the system is not running (./guanxi up)"
  if [ "${args[0]:-}" = permissions ]; then
    bench_database guanxi_permissions permissions/gen.sql "${scale:-10}"
    OUT=bench-permissions.json bench_run permissions/run.mjs "${args[@]:1}"
  else
    bench_database guanxi_bench gen.sql "${scale:-1}"
    OUT=bench.json bench_run run.mjs "${args[@]}"
  fi
}
