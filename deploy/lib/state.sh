# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# Where things lie. VAR is what people name (GUANXI_VAR); STATE is where the data
# really are: VAR itself, or a directory of our own when the run accounts cannot
# reach VAR (a checkout below /root). SHORT is a directory with a short plain name
# for what cannot bear every path (Unix sockets, pg_ctl, nginx), PLAIN the name of
# STATE seen through it. Where STATE is short and plain, all three are the same.

STATE_PARTS="pg sock run log secrets files tls nginx app backups"

# state_open [lock]: sets VAR, STATE, SHORT, PLAIN, SOCK and the accounts; makes directories.
state_open() {
  VAR=${GUANXI_VAR:-$CHECKOUT/var}
  case $VAR in /*) ;; *) VAR=$PWD/$VAR ;; esac
  case $VAR in *[[:cntrl:]]*) die "the path of the data directory holds a control character: $(printf '%q' "$VAR")" ;; esac
  mkdir -p "$VAR" 2>/dev/null || die "cannot make $VAR (set GUANXI_VAR to a directory of yours)"
  VAR=$(cd "$VAR" && pwd -P)
  [ -w "$VAR" ] && [ -O "$VAR" ] || is_root || die "$VAR belongs to $(stat -c %U "$VAR"); run this as that person or with sudo, or set GUANXI_VAR"
  [ "${1:-}" != lock ] || take_lock "$VAR/lock"
  STATE=$VAR
  [ ! -s "$VAR/elsewhere" ] || state_elsewhere
  accounts_choose
  if is_root && ! state_reachable "$STATE"; then state_move_out; fi
  state_dirs
  [ ! -s "$STATE/bi" ] || PG_PORT=$(cat "$STATE/bi")
  state_short
}

# Both accounts must be able to come in; other directories decide what they see.
state_reachable() {
  chmod a+x "$1"
  as_db test -x "$1" 2>/dev/null && as_app test -x "$1" 2>/dev/null
}

# The pointer survives a move of the checkout; a copy of it would share the data.
state_elsewhere() {
  STATE=$(cat "$VAR/elsewhere")
  [ -d "$STATE" ] || die "the data of this checkout should be in $STATE, which is gone; remove $VAR/elsewhere to start anew"
  [ -O "$STATE" ] || die "$STATE is not ours"
  local told
  told=$(cat "$STATE/home" 2>/dev/null || echo "$VAR")
  if [ "$told" != "$VAR" ] && [ "$(cat "$told/elsewhere" 2>/dev/null)" = "$STATE" ]; then
    die "$VAR is a copy of $told, whose data are in $STATE; remove $VAR to start with empty data"
  fi
}

# Data of a checkout that came to lie where the accounts cannot reach are moved out.
state_move_out() {
  local to part
  to=$(mktemp -d /var/lib/guanxi.XXXXXXXX)
  chmod 755 "$to"
  note "$VAR cannot be reached by $DB_USER and $APP_USER: the data are kept in $to"
  for part in $STATE_PARTS home ports bi; do
    if [ -e "$VAR/$part" ]; then mv "$VAR/$part" "$to/"; fi
  done
  printf '%s\n' "$to" | write_file "$VAR/elsewhere" 644
  STATE=$to
}

state_dirs() {
  own_dir "$STATE/sock" "$DB_USER" "$APP_GROUP" 750
  own_dir "$STATE/run" "$APP_USER" "$APP_GROUP" 755
  own_dir "$STATE/log" "$APP_USER" "$APP_GROUP" 750
  own_dir "$STATE/files" "$APP_USER" "$APP_GROUP" 700
  own_dir "$STATE/nginx" "$APP_USER" "$APP_GROUP" 700
  own_dir "$STATE/secrets" "$(id -un)" "$APP_GROUP" 750
  own_dir "$STATE/tls" "$(id -un)" "$APP_GROUP" 755
}

# state_plain PATH: nothing in it that conninfo, postgresql.conf or nginx.conf would read as syntax.
state_plain() { case $1 in *[!A-Za-z0-9/._+@%=:-]*) return 1 ;; esac; }

# A socket address holds 107 bytes; a long or odd path gets a short alias directory.
state_short() {
  local address=$STATE/sock/.s.PGSQL.$PG_PORT
  if state_plain "$STATE" && [ ${#address} -le 107 ]; then
    SHORT=$STATE SOCK=$STATE/sock PLAIN=$STATE
    return
  fi
  SHORT=$(cat "$STATE/short" 2>/dev/null || true)
  if [ -z "$SHORT" ] || [ -L "$SHORT" ] || ! [ -d "$SHORT" ] || ! [ -O "$SHORT" ]; then
    local base=/tmp
    if is_root && [ -d /run ]; then base=/run; fi
    SHORT=$(mktemp -d "$base/guanxi.XXXXXXXX")
    printf '%s\n' "$SHORT" | write_file "$STATE/short" 644
  fi
  if is_root; then chmod 755 "$SHORT"; fi
  own_dir "$SHORT/sock" "$DB_USER" "$APP_GROUP" 750
  ln -sfn "$STATE" "$SHORT/state"
  SOCK=$SHORT/sock PLAIN=$SHORT/state
}

# state_moved: true when the processes were started under another path.
state_moved() { [ -s "$STATE/home" ] && [ "$(cat "$STATE/home")" != "$VAR" ]; }
state_settle() { printf '%s\n' "$VAR" | write_file "$STATE/home" 644; }
