# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# The cluster of the tests: apart from the real one, with a migrated template
# database that every test program copies. Always made anew from the sources, so
# that a test never sees what another run left.

TEST_TEMPLATE=guanxi_template

testcluster_open() {
  GUANXI_VAR=${GUANXI_TEST_VAR:-$CHECKOUT/var/test}
  if [ -z "${GUANXI_TEST_VAR:-}" ] && is_root; then
    # var itself may be shut to the run accounts; its own rules apply to var/test.
    mkdir -p "$CHECKOUT/var" && chmod a+x "$CHECKOUT/var"
  fi
  GUANXI_PG_BUFFERS_MB=${GUANXI_PG_BUFFERS_MB:-256}
  GUANXI_PG_CONNECTIONS=${GUANXI_PG_CONNECTIONS:-300}
  DB_NAME=$TEST_TEMPLATE
  GUANXI_BIN=$CHECKOUT/build-san/bin
  state_open lock
  CLEANUP=testcluster_close
  cluster_up
}

testcluster_close() { cluster_stop fast; }

# testcluster_template: roles, an empty database, the migration, the fixtures.
testcluster_template() {
  local name f
  for name in $(super -d postgres -At -c "select quote_ident(datname) from pg_database where datname not in ('postgres', 'template0', 'template1')"); do
    super -d postgres -c "drop database $name with (force)"
  done
  schema_bootstrap
  schema_migrate
  for f in "$CHECKOUT"/tests/fixtures/*.sql; do
    [ ! -f "$f" ] || super -1 -d "$TEST_TEMPLATE" -f "$f" >/dev/null || die "fixture failed: $f"
  done
  super -d "$TEST_TEMPLATE" -c 'vacuum (analyze)'
}

# testcluster_copy NAME
testcluster_copy() { super -d postgres -c "create database $1 template $TEST_TEMPLATE strategy file_copy"; }

testcluster_env() {
  export GX_TEST_SOCKET=$SOCK GX_TEST_PORT=$PG_PORT GX_TEST_TEMPLATE=$TEST_TEMPLATE GX_TEST_SECRETS=$STATE/secrets \
    GX_TEST_BIN=$GUANXI_BIN GX_TEST_HOME=$CHECKOUT GX_TEST_VAR=$STATE GX_TEST_WEB=$CHECKOUT/web-client/dist
}
