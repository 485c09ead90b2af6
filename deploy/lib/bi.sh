# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# The command bi: SQL of people's own. Opens a TCP port with TLS and SCRAM for members of guanxi_bi only, and keeps
# their log-ins. What such a log-in sees are the views of schema bi, with the rights of the person it stands for.

# What the cluster's configuration says about it; nothing is open until `bi enable`.
bi_settings() {
  if [ ! -s "$STATE/bi" ]; then
    echo "listen_addresses = ''"
    return
  fi
  bi_certificate
  echo "listen_addresses = '${GUANXI_BI_BIND:-*}'"
  echo "ssl = on"
  echo "ssl_min_protocol_version = 'TLSv1.2'"
  echo "ssl_cert_file = 'bi.crt'"
  echo "ssl_key_file = 'bi.key'"
}

bi_rules() {
  [ -s "$STATE/bi" ] || return 0
  echo "hostssl \"$DB_NAME\" +guanxi_bi all scram-sha-256"
  echo "host all all all reject"
}

# The server's certificate, readable by the account that runs the cluster.
bi_certificate() {
  local part
  tls_make
  for part in crt key; do
    as_db sh -c 'umask 077; cat >"$1"' _ "$STATE/pg/bi.$part" <"$STATE/tls/server.$part"
  done
}

# The cluster reads addresses and certificates only when it starts.
bi_restart() {
  pg_bin_find
  cluster_stop fast
  rm -f "$STATE/sock/.s.PGSQL."* 2>/dev/null || true
  cluster_up
}

bi_name() {
  case $1 in '' | guanxi_* | postgres | pg_* | *[!a-z0-9_]* | [0-9]*) die "a BI log-in is named with small letters, digits and _, and not guanxi_…: $1" ;; esac
  [ ${#1} -le 60 ] || die "the name is too long"
}

bi_enable() {
  local port=${1:-5432}
  case $port in *[!0-9]* | '') die "usage: ./guanxi bi enable [PORT]" ;; esac
  if [ "$(cat "$STATE/bi" 2>/dev/null)" != "$port" ] && port_taken "$port"; then die "port $port is taken; name another: ./guanxi bi enable PORT"; fi
  if service_alive api || service_alive worker; then die "stop Guanxi first (./guanxi down), then enable and start it again"; fi
  pg_bin_find
  cluster_stop fast
  printf '%s\n' "$port" | write_file "$STATE/bi" 644
  PG_PORT=$port
  bi_restart
  say "open on port $port for members of guanxi_bi, by TLS with a password; certificate authority: $STATE/tls/ca.crt"
  say "make a log-in with: ./guanxi bi add NAME USERNAME"
}

bi_disable() {
  if service_alive api || service_alive worker; then die "stop Guanxi first (./guanxi down)"; fi
  pg_bin_find
  cluster_stop fast
  rm -f "$STATE/bi"
  PG_PORT=5432
  bi_restart
  say "closed"
}

# The password comes from standard input or is made; it travels on standard input and stays out of the log.
bi_add() {
  local login=${1:-} username=${2:-} password
  [ -n "$username" ] || die "usage: ./guanxi bi add NAME USERNAME (the password on standard input, or one is made)"
  bi_name "$login"
  if [ -t 0 ]; then password=; else read -r password || true; fi
  if [ -z "${password:-}" ]; then
    password=$(od -An -N18 -tx1 /dev/urandom | tr -d ' \n')
    say "password: $password"
  fi
  [ ${#password} -ge 10 ] || die "a password has at least 10 characters"
  super -d "$DB_NAME" -1 -v login="$login" -v username="$username" -v password="$password" -f - >/dev/null <<'SQL'
set log_min_duration_statement = -1; set log_min_error_statement = panic; set log_statement = none;
select format('create role %I login', :'login') where not exists (select from pg_roles where rolname = :'login') \gexec
grant guanxi_bi to :"login";
alter role :"login" login nosuperuser nocreatedb nocreaterole connection limit 5 password :'password';
alter role :"login" set default_transaction_read_only = on;
alter role :"login" set statement_timeout = '60s';
alter role :"login" set idle_in_transaction_session_timeout = '60s';
alter role :"login" set search_path = bi;
set local role guanxi_owner;
select auth.bi_login_add(:'login', :'username');
SQL
  say "$login reads schema bi of database $DB_NAME with the rights of $username"
}

bi_remove() {
  bi_name "${1:-}"
  super -d "$DB_NAME" -1 -v login="$1" -f - >/dev/null <<'SQL'
set local role guanxi_owner;
select auth.bi_login_remove(:'login');
reset role;
select format('drop role %I', r.rolname) from pg_roles r
  join pg_auth_members m on m.member = r.oid and m.roleid = 'guanxi_bi'::regrole where r.rolname = :'login' \gexec
SQL
  say "removed $1"
}

cmd_bi() {
  local verb=${1:-help}
  [ $# -eq 0 ] || shift
  case $verb in
    enable | disable) state_open lock; "bi_$verb" "$@" ;;
    add | remove) state_open; "bi_$verb" "$@" ;;
    list) state_open; super -d "$DB_NAME" -c 'select b.login, u.username, u.name from auth.bi_login b join app."user" u on u.id = b.user_id order by 1' ;;
    *) say "usage: ./guanxi bi enable [PORT] | disable | add NAME USERNAME | remove NAME | list" ;;
  esac
}
