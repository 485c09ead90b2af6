#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# The one build script: of ./guanxi, of the container images and of CI. Builds in
# the checkout that it lies in; does only what has changed since the last time.
# usage: deploy/build.sh [npm] [contract|contract-check] [client] [programs] [sanitized]
# Without words: npm contract-check client programs. Needs the packages of
# packages.txt; must not install any, nor need a database or the network beyond npm.
set -Eeuo pipefail
umask 022
export LC_ALL=C.UTF-8
CHECKOUT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$CHECKOUT/deploy/lib/base.sh"
cd "$CHECKOUT"
mkdir -p build
export npm_config_update_notifier=false REDOCLY_TELEMETRY=off

# once NAME PATH…: false when the paths have not changed since NAME was done.
once() {
  local name=$1
  shift
  STAMP=$CHECKOUT/build/.$name
  WANT=$(tree_hash "$@")
  [ "$WANT" != "$(cat "$STAMP" 2>/dev/null)" ]
}
done_once() { echo "$WANT" >"$STAMP"; }

build_npm() {
  once npm package.json package-lock.json .npmrc || [ ! -e node_modules/.package-lock.json ] || return 0
  # An install by hand is as good, if it is newer than the lock file.
  if [ -e "$STAMP" ] || [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    say "installing npm packages"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  fi
  done_once
}

build_contract() {
  node openapi/build.mjs
}

build_contract_check() {
  once contract openapi package-lock.json || return 0
  node openapi/build.mjs --check || die "openapi/dist is not what openapi/ says; run ./guanxi build"
  done_once
}

build_client() {
  once client openapi/dist web-client/src web-client/public web-client/scripts web-client/index.html web-client/vite.config.js package-lock.json || [ ! -e web-client/dist/index.html ] || return 0
  say "building the client"
  node node_modules/vite/bin/vite.js build --config web-client/vite.config.js --logLevel warn
  done_once
}

# cmake_build DIR OPTION…: configures anew when the checkout has moved or the options changed.
cmake_build() {
  local dir=$1 jobs mem
  shift
  if [ -f "$dir/CMakeCache.txt" ]; then
    if ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$CHECKOUT" "$dir/CMakeCache.txt"; then
      find "$dir" -mindepth 1 -maxdepth 1 ! -name '.*' -exec rm -rf {} +
    fi
  fi
  if [ ! -f "$dir/CMakeCache.txt" ] || [ "$(cat "$dir/.options" 2>/dev/null)" != "$*" ]; then
    mkdir -p "$dir"
    cmake -S . -B "$dir" "$@" >"$dir/configure.log" 2>&1 || { tail -n 40 "$dir/configure.log" >&2; die "cmake failed; see $dir/configure.log"; }
    echo "$*" >"$dir/.options"
  fi
  jobs=$(nproc)
  mem=$(awk '/^MemAvailable/ { print int($2 / 700000) + 1 }' /proc/meminfo)
  [ "$jobs" -le "$mem" ] || jobs=$mem
  cmake --build "$dir" -j "${GUANXI_JOBS:-$jobs}" >"$dir/build.log" 2>&1 || { grep -E -A12 'error|Error|undefined reference|multiple definition' "$dir/build.log" | head -n 80 >&2 || true; die "the C build failed; see $dir/build.log"; }
}

build_programs() { cmake_build build -DCMAKE_BUILD_TYPE=Release -DGX_TESTS=OFF; }
build_sanitized() { cmake_build build-san -DCMAKE_BUILD_TYPE=Debug -DGX_SANITIZE=ON; }

[ $# -gt 0 ] || set -- npm contract-check client programs
for word in "$@"; do
  case $word in
    npm | contract | client | programs | sanitized) "build_$word" ;;
    contract-check) build_contract_check ;;
    *) die "deploy/build.sh: unknown word $word" ;;
  esac
done
exit
