# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# The command bench: a database of its own beside the real one, filled once per
# scale, then the measurements of bench/run.mjs against the programs in use.

# bench_database SCALE: made and filled when it is not there; 1 is 100,000 accounts.
bench_database() {
  DB_NAME=guanxi_bench_${1//./_}
  local mark
  mark="filled at scale $1 by $(tree_hash "$CHECKOUT/bench/gen.sql" "$(home_dir)/migrations" "$(home_dir)/openapi/dist/catalog.json" | cut -c1-16)"
  if database_exists "$DB_NAME" && [ "$(super -d "$DB_NAME" -At -c "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()")" = "$mark" ]; then
    schema_migrate >/dev/null
    return
  fi
  say "making $DB_NAME"
  super -d postgres -c "drop database if exists $DB_NAME with (force)"
  database_create "$DB_NAME"
  database_bootstrap "$DB_NAME"
  schema_migrate >/dev/null
  super -d "$DB_NAME" -v "accounts=$(awk -v s="$1" 'BEGIN { printf "%d", s * 100000 }')" -v users=500 -f "$CHECKOUT/bench/gen.sql" >/dev/null
  super -d "$DB_NAME" -c "comment on database $DB_NAME is '$mark'"
}

cmd_bench() {
  local scale=1 args=()
  while [ $# -gt 0 ]; do
    case $1 in
      --scale) scale=${2:?--scale needs a number}; shift 2 ;;
      *) args+=("$1"); shift ;;
    esac
  done
  [[ $scale =~ ^[0-9]+(\.[0-9]+)?$ ]] || die "--scale needs a number"
  state_open
  release_current
  cluster_pid >/dev/null || die "the system is not running (./guanxi up)"
  bench_database "$scale"
  GX_BENCH_SCALE=$scale GX_BENCH_SOCKET=$SOCK GX_BENCH_PORT=$PG_PORT GX_BENCH_DB=$DB_NAME GX_BENCH_SUPER=$PG_SUPER \
    GX_BENCH_BIN=$(bin_dir) GX_BENCH_OUT=$STATE/bench.json with_env node "$CHECKOUT/bench/run.mjs" "${args[@]}"
}
