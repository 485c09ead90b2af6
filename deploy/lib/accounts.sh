# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# Who runs what. A normal user runs everything as himself. For root, the cluster
# runs as postgres and our programs as the system user guanxi, so that neither
# has root's rights and the programs cannot act as the cluster's superuser.

account_exists() { id -u "$1" >/dev/null 2>&1; }

# drop_to_owner ARGS…: root in somebody else's checkout becomes that person, so
# that `sudo ./guanxi up` and `./guanxi up` leave the same files behind.
drop_to_owner() {
  is_root || return 0
  local at=${GUANXI_VAR:-} uid name
  [ -n "$at" ] && [ -e "$at" ] || at=$CHECKOUT
  uid=$(stat -c %u "$at")
  [ "$uid" != 0 ] || return 0
  name=$(getent passwd "$uid" | cut -d: -f1)
  [ -n "$name" ] || return 0
  exec setpriv --reuid "$uid" --regid "$(id -g "$name")" --init-groups -- \
    env HOME="$(getent passwd "$uid" | cut -d: -f6)" USER="$name" LOGNAME="$name" "$CHECKOUT/guanxi" "$@"
}

# accounts_choose: sets DB_USER, APP_USER, APP_GROUP.
accounts_choose() {
  if ! is_root; then
    DB_USER=$(id -un) APP_USER=$(id -un) APP_GROUP=$(id -gn)
    return
  fi
  if ! account_exists guanxi && have useradd; then
    useradd --system --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin guanxi 2>/dev/null || true
  fi
  local u
  APP_USER= DB_USER=
  for u in guanxi postgres nobody; do
    if account_exists "$u"; then APP_USER=$u; break; fi
  done
  for u in postgres guanxi nobody; do
    if account_exists "$u"; then DB_USER=$u; break; fi
  done
  [ -n "$DB_USER" ] || die "running as root, and none of the accounts guanxi, postgres, nobody exists"
  # A cluster that exists already keeps its owner.
  if [ -d "${STATE:-}/pg" ]; then DB_USER=$(stat -c %U "$STATE/pg"); fi
  APP_GROUP=$(id -gn "$APP_USER")
}

as_user() {
  local user=$1
  shift
  if [ "$(id -un)" = "$user" ]; then
    "$@"
  else
    (cd / && exec setpriv --reuid "$user" --regid "$(id -gn "$user")" --clear-groups -- env HOME=/ USER="$user" LOGNAME="$user" "$@")
  fi
}
as_db() { as_user "$DB_USER" "$@"; }
as_app() { as_user "$APP_USER" "$@"; }

# own_dir PATH USER GROUP MODE: makes the directory, or puts owner and mode right.
own_dir() {
  [ ! -L "$1" ] || die "$1 is a symbolic link; remove it"
  mkdir -p "$1"
  if is_root; then chown "$2:$3" "$1"; fi
  chmod "$4" "$1"
}
