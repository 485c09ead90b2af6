# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# The command test: which classes, what each needs first, its runner, and the sum.
# A class is a folder under tests/. A class of the plan without tests is a failure,
# and so is a runner that reports no test at all.

TEST_CLASSES="lint header unit sql contract permission flow fault ops web"
TEST_DEEP="tsan fuzz seeded deep bench"
PASSED=0 FAILED=0 SKIPPED=0 SUMMARY=

cmd_test() {
  packages_ensure "$CHECKOUT/deploy/packages.txt" "$CHECKOUT/deploy/packages-test.txt"
  drop_to_owner test "$@"
  local class classes='' deep=0
  for class in "$@"; do
    case " $TEST_CLASSES $TEST_DEEP " in
      *" $class "*) ;;
      *) die "no such class: $class (there are: $TEST_CLASSES, and deep)" ;;
    esac
    if [ "$class" = deep ]; then deep=1; else classes+=" $class"; fi
  done
  [ -n "$classes" ] || classes=$TEST_CLASSES
  if [ $deep = 1 ]; then
    export GX_DEEP=1
    for class in $TEST_DEEP; do [ ! -d "$CHECKOUT/tests/$class" ] || classes+=" $class"; done
  fi
  export LC_ALL=C.UTF-8 ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0}" UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
  test_prepare "$classes"
  test_classes "$classes"
  test_sum
}

# One after the other; but ops runs beside permission, which leaves processors idle, where both are asked for.
test_classes() {
  local class beside=''
  case " $1 " in *" permission "*" ops "*) beside=ops ;; esac
  for class in $1; do
    if [ "$class" = permission ] && [ -n "$beside" ]; then test_beside_begin "$beside"; fi
    if [ "$class" = "$beside" ]; then test_beside_end; else test_class "$class"; fi
  done
}

# What it prints and counts is kept until its turn comes.
test_beside_begin() {
  BESIDE=$(mktemp -d)
  (
    PASSED=0 FAILED=0 SKIPPED=0 SUMMARY=
    test_class "$1"
    printf '%d %d %d\n' "$PASSED" "$FAILED" "$SKIPPED" >"$BESIDE/counts"
    printf '%s' "$SUMMARY" >"$BESIDE/summary"
  ) >"$BESIDE/text" 2>&1 &
  BESIDE_PID=$!
}

test_beside_end() {
  local passed=0 failed=1 skipped=0
  wait "$BESIDE_PID" || note "a class that ran beside the others broke off"
  cat "$BESIDE/text"
  if [ -f "$BESIDE/counts" ]; then
    read -r passed failed skipped <"$BESIDE/counts"
    SUMMARY+=$(<"$BESIDE/summary")$'\n'
  fi
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + skipped))
  rm -rf "$BESIDE"
}

# Only what the classes asked for need is made, once, before the first of them.
test_prepare() {
  local class words="npm contract-check" client=0 programs=0 cluster=0
  for class in $1; do
    case $class in
      lint) client=1 ;;
      header) programs=1 ;;
      ops | web) client=1 programs=1 cluster=1 ;;
      *) programs=1 cluster=1 ;;
    esac
  done
  [ $client = 0 ] || words+=" client"
  [ $programs = 0 ] || words+=" sanitized"
  # shellcheck disable=SC2086
  "$CHECKOUT/deploy/build.sh" $words
  [ $cluster = 1 ] || return 0
  testcluster_open
  testcluster_template
  testcluster_env
}

test_class() {
  local class=$1 began=$SECONDS log
  printf '\n== %s ==\n' "$class"
  COUNT_PASS=0 COUNT_FAIL=0 COUNT_SKIP=0
  log=$(mktemp)
  case $class in
    header) test_header ;;
    unit) test_unit "$log" ;;
    sql) test_sql "$log" ;;
    ops) test_ops "$log" ;;
    web) test_vitest "$log"; test_node web "$log" ;;
    *) test_node "$class" "$log" ;;
  esac
  rm -f "$log"
  if [ $((COUNT_PASS + COUNT_FAIL)) = 0 ]; then
    note "no tests of class $class"
    COUNT_FAIL=1
  fi
  PASSED=$((PASSED + COUNT_PASS)) FAILED=$((FAILED + COUNT_FAIL)) SKIPPED=$((SKIPPED + COUNT_SKIP))
  SUMMARY+=$(printf '%-11s %5d passed, %d failed, %d skipped  (%d s)' "$class" "$COUNT_PASS" "$COUNT_FAIL" "$COUNT_SKIP" $((SECONDS - began)))$'\n'
}

# add_counts PASS FAIL SKIP RC: a runner that ended badly without naming a failure counts as one.
add_counts() {
  local fail=${2:-0}
  if [ "$4" != 0 ] && [ "$fail" = 0 ]; then fail=1; fi
  COUNT_PASS=$((COUNT_PASS + ${1:-0})) COUNT_FAIL=$((COUNT_FAIL + fail)) COUNT_SKIP=$((COUNT_SKIP + ${3:-0}))
}

# Every header was compiled alone, twice included, by the sanitizer build.
test_header() {
  local n rc=0
  n=$(find "$CHECKOUT/api" "$CHECKOUT/db/client" -name '*.h' | wc -l)
  cmake --build "$CHECKOUT/build-san" --target gx_headers >/dev/null || rc=$?
  if [ $rc = 0 ]; then
    say "$n headers compile alone"
    add_counts "$n" 0 0 0
  else
    add_counts 0 1 0 1
  fi
}

# Check prints "97%: Checks: 40, Failures: 1, Errors: 0" for each program.
test_unit() {
  local rc=0 sums
  ctest --test-dir "$CHECKOUT/build-san" -V --timeout 120 >"$1" 2>&1 || rc=$?
  if [ $rc = 0 ]; then grep -E '%: Checks|tests passed|tests failed' "$1" || true; else cat "$1"; fi
  sums=$(sed -n 's/.*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\).*/\1 \2 \3/p' "$1" | awk '{ c += $1; f += $2 + $3 } END { print c - f, f + 0 }')
  # shellcheck disable=SC2086
  add_counts $sums 0 $rc
}

test_sql() {
  local rc=0 files total bad
  mapfile -t files < <(find "$CHECKOUT/tests/sql" -name '*.sql' 2>/dev/null | sort)
  [ ${#files[@]} -gt 0 ] || return 0
  super -d postgres -c 'drop database if exists gx_sql with (force)'
  testcluster_copy gx_sql
  super -d gx_sql -c 'create extension if not exists pgtap' -c 'create extension if not exists plpgsql_check'
  (cd "$CHECKOUT" && pg_prove -h "$SOCK" -p "$PG_PORT" -U "$PG_SUPER" -d gx_sql "${files[@]#"$CHECKOUT"/}") >"$1" 2>&1 || rc=$?
  cat "$1"
  total=$(sed -n 's/^Files=[0-9]*, Tests=\([0-9]*\),.*/\1/p' "$1")
  bad=$(sed -n 's/.*Failed: \([0-9]*\)).*/\1/p' "$1" | awk '{ s += $1 } END { print s + 0 }')
  add_counts $((${total:-0} - bad)) "$bad" 0 $rc
}

# node_run JOBS LOG FILE…: people read the spec reporter, the sum reads TAP.
node_run() {
  (cd "$CHECKOUT" && exec timeout --kill-after=30 "${GUANXI_TEST_LIMIT:-1500}" node --test --test-concurrency="$1" \
    --test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination="$2" \
    "${@:3}" </dev/null 9>&-)
}

node_counts() {
  tap_counts "$1"
  add_counts "$TAP_PASS" "$TAP_FAIL" "$TAP_SKIP" "$2"
}

# test_node CLASS LOG
test_node() {
  local class=$1 rc=0 files jobs=1
  mapfile -t files < <(find "$CHECKOUT/tests/$class" -name '*.test.mjs' 2>/dev/null | sort)
  [ ${#files[@]} -gt 0 ] || return 0
  case $class in lint | flow | fault | web) jobs=2 ;; contract | permission) jobs=3 ;; esac
  node_run "$jobs" "$2" "${files[@]}" || rc=$?
  node_counts "$2" $rc
}

# What of ops takes no port of a system runs beside the rest, which chooses free ones one after another.
test_ops() {
  local rc=0 beside=0 all portless ported
  mapfile -t all < <(find "$CHECKOUT/tests/ops" -name '*.test.mjs' | sort)
  mapfile -t portless < <(printf '%s\n' "${all[@]}" | grep -E '/(build|cluster|compose|systemd)\.test\.mjs$')
  mapfile -t ported < <(comm -23 <(printf '%s\n' "${all[@]}") <(printf '%s\n' "${portless[@]}"))
  node_run 1 "$1.beside" "${portless[@]}" >"$1.text" 2>&1 &
  node_run 1 "$1" "${ported[@]}" || rc=$?
  wait $! || beside=$?
  cat "$1.text"
  node_counts "$1" $rc
  node_counts "$1.beside" $beside
  rm -f "$1.beside" "$1.text"
}

tap_value() { sed -n "s/^# $1 \([0-9]*\)\$/\1/p" "$2" | tail -n 1; }
tap_counts() {
  local cancelled
  TAP_PASS=$(tap_value pass "$1") TAP_FAIL=$(tap_value fail "$1") TAP_SKIP=$(tap_value skipped "$1")
  cancelled=$(tap_value cancelled "$1")
  TAP_PASS=${TAP_PASS:-0} TAP_FAIL=$((${TAP_FAIL:-0} + ${cancelled:-0})) TAP_SKIP=${TAP_SKIP:-0}
}

test_vitest() {
  local rc=0
  [ -n "$(find "$CHECKOUT/web-client" -path '*/node_modules' -prune -o -name '*.test.js*' -print -quit)" ] || return 0
  (cd "$CHECKOUT" && exec node node_modules/vitest/vitest.mjs run --config vite.config.js --root web-client \
    --reporter=default --reporter=json --outputFile.json="$1" </dev/null 9>&-) || rc=$?
  # shellcheck disable=SC2046
  add_counts $(node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(r.numPassedTests, r.numFailedTests, r.numPendingTests)' "$1" 2>/dev/null || echo 0 1 0) $rc
}

test_sum() {
  printf '\n%s\n' "$SUMMARY"
  if [ "$SKIPPED" -gt 0 ]; then say "$SKIPPED skipped"; fi
  say "$PASSED passed, $FAILED failed"
  [ "$FAILED" = 0 ] || exit 1
}
