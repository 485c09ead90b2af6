# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# A release: the built programs, the client and the SQL, copied to where the run
# accounts can read them and named by their checksum. So a build under running
# programs breaks nothing, and a restart is due exactly when the name changes.

release_stage() {
  local from_bin=${GUANXI_BIN:-$CHECKOUT/build} programs hash to program
  mapfile -t programs < <(release_programs "$from_bin")
  [ ${#programs[@]} -gt 0 ] || die "no programs in $from_bin"
  hash=$(tree_hash "${programs[@]}" "$CHECKOUT/web-client/dist" "$CHECKOUT/openapi/dist" "$CHECKOUT/migrations" "$CHECKOUT/db" "$CHECKOUT/deploy")
  RELEASE=$STATE/app/${hash:0:16}
  [ ! -d "$RELEASE" ] || { touch "$RELEASE"; return 0; }
  own_dir "$STATE/app" "$(id -un)" "$APP_GROUP" 755
  to=$RELEASE.new.$$
  rm -rf "$STATE"/app/*.new.*
  mkdir -p "$to/bin" "$to/home/openapi" "$to/libexec"
  for program in "${programs[@]}"; do cp "$program" "$to/bin/"; done
  cp -R "$CHECKOUT/web-client/dist" "$to/web"
  cp -R "$CHECKOUT/openapi/dist" "$to/home/openapi/dist"
  cp -R "$CHECKOUT/migrations" "$CHECKOUT/db" "$to/home/"
  cp "$CHECKOUT/deploy/lib/supervise.sh" "$to/libexec/"
  chmod -R u+rwX,go=rX "$to"
  mv "$to" "$RELEASE"
}

release_programs() {
  find "$1" -maxdepth 3 -type f -perm -u+x \( -name guanxi-api -o -name guanxi-worker -o -name guanxi-admin -o -name guanxi-parse \) | sort
}

# release_list: the names of the releases, the newest first.
release_list() { [ ! -d "$STATE/app" ] || find "$STATE/app" -mindepth 1 -maxdepth 1 -type d ! -name '*.new.*' -printf '%T@ %f\n' | sort -rn | cut -d' ' -f2; }

# The newest two stay: the one that runs and the one before it.
release_sweep() {
  local old
  for old in $(release_list | tail -n +3); do rm -rf "$STATE/app/${old:?}"; done
}
