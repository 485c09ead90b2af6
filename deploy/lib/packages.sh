# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# Debian packages: what is missing, and installing it as root or through sudo. A
# person without either is told exactly what to ask for. Must not touch services
# of the machine: what apt would start for it (PostgreSQL, nginx) is not started.

packages_wanted() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@" | sort -u; }

packages_missing() {
  local p
  while read -r p; do
    case $p in
      nodejs) node_fits && continue ;;
      npm) have npm && continue ;;
    esac
    case $(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null) in installed) continue ;; esac
    echo "$p"
  done < <(packages_wanted "$@")
}

node_fits() { have node && [ "$(node -p 'parseInt(process.versions.node)' 2>/dev/null || echo 0)" -ge 18 ]; }

# packages_ensure FILE…
packages_ensure() {
  local missing
  have dpkg-query || { note "this is not Debian: the packages of deploy/packages.txt must be there"; return 0; }
  mapfile -t missing < <(packages_missing "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if is_root; then
    packages_install "${missing[@]}"
  elif have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    note "installing with sudo: ${missing[*]}"
    sudo bash -c 'set -euo pipefail; . "$1/deploy/lib/base.sh"; . "$1/deploy/lib/packages.sh"; shift; packages_install "$@"' _ "$CHECKOUT" "${missing[@]}"
  else
    note "these Debian packages are missing, and you may not install packages here:"
    note "  ${missing[*]}"
    die "ask an administrator to run: apt-get install --no-install-recommends ${missing[*]}"
  fi
}

packages_install() {
  say "installing ${#*} Debian packages"
  export DEBIAN_FRONTEND=noninteractive
  local policy=/usr/sbin/policy-rc.d log ours=0 had_nginx=0
  log=$(mktemp)
  if [ -e /etc/nginx/nginx.conf ]; then had_nginx=1; fi
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    ours=1
  fi
  local rc=0
  packages_apt "$@" >"$log" 2>&1 || rc=$?
  if [ $ours = 1 ]; then rm -f "$policy"; fi
  if [ $had_nginx = 0 ] && have systemctl; then systemctl disable nginx >/dev/null 2>&1 || true; fi
  [ $rc = 0 ] || { tail -n 40 "$log" >&2; rm -f "$log"; die "apt-get failed"; }
  rm -f "$log"
}

# The server package would make a cluster of its own, which we do not need.
packages_apt() {
  apt-get update -q || return
  if [[ " $* " == *" postgresql-15 "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    apt-get install -q -y --no-install-recommends postgresql-common || return
    sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  fi
  apt-get install -q -y --no-install-recommends "$@"
}
