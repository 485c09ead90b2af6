# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# The edge: which ports, and the nginx configuration made from deploy/nginx*.conf.
# Ports once chosen are kept in STATE/ports, so that bookmarks stay good.

# port_choose NAME WISH FIRST SERVICE: WISH is what the person asked for, FIRST where to look.
port_choose() {
  local name=$1 wish=$2 port=$3 kept
  kept=$(sed -n "s/^$name=//p" "$STATE/ports" 2>/dev/null || true)
  if [ -n "$wish" ]; then
    case $wish in *[!0-9]*) die "the $name port is not a number: $wish" ;; esac
    [ "$wish" -ge 1 ] && [ "$wish" -le 65535 ] || die "the $name port is not one: $wish"
    if [ "$kept" != "$wish" ] || ! service_alive "$4"; then
      ! port_taken "$wish" || die "the $name port $wish is taken by another program"
    fi
    port=$wish
  else
    if [ -n "$kept" ]; then
      port=$kept
      if service_alive "$4"; then PORT=$port; return; fi
    fi
    while port_taken "$port" || [[ " $CHOSEN " == *" $port "* ]]; do
      port=$((port + 1))
      [ "$port" -le 65535 ] || die "no free port for $name"
    done
  fi
  PORT=$port
}

ports_choose() {
  CHOSEN=
  port_choose api "${GUANXI_API_PORT:-}" 8081 api
  API_PORT=$PORT CHOSEN="$PORT"
  port_choose https "${GUANXI_HTTPS_PORT:-}" 8443 nginx
  HTTPS_PORT=$PORT CHOSEN+=" $PORT"
  port_choose http "${GUANXI_HTTP_PORT:-}" 8080 nginx
  HTTP_PORT=$PORT
  printf 'api=%s\nhttps=%s\nhttp=%s\n' "$API_PORT" "$HTTPS_PORT" "$HTTP_PORT" | write_file "$STATE/ports" 644
}

edge_listen() {
  local v6=
  if [ -s /proc/net/if_inet6 ] && [ "$(cat /proc/sys/net/ipv6/conf/all/disable_ipv6 2>/dev/null)" != 1 ]; then v6=1; fi
  if [ "$1" = http ]; then
    echo "    listen 127.0.0.1:$HTTP_PORT;"
    [ -z "$v6" ] || echo "    listen [::1]:$HTTP_PORT;"
  elif [ -n "${GUANXI_BIND:-}" ]; then
    echo "    listen $GUANXI_BIND:$HTTPS_PORT ssl http2;"
  else
    echo "    listen $HTTPS_PORT ssl http2;"
    [ -z "$v6" ] || echo "    listen [::]:$HTTPS_PORT ssl http2 ipv6only=on;"
  fi
}

edge_files() {
  local hard
  hard=$(ulimit -Hn)
  if [ "$hard" = unlimited ] || [ "$hard" -gt 32768 ]; then hard=32768; fi
  echo "$hard"
}

# edge_fill FILE: the template with its words replaced.
edge_fill() {
  local text
  text=$(cat "$1")
  text=${text//@MIME@/$EDGE_MIME}
  text=${text//@FILES@/$(edge_files)}
  text=${text//@LOGS@/$EDGE_LOGS}
  text=${text//@TLS@/$EDGE_TLS}
  text=${text//@WEB@/$EDGE_WEB}
  text=${text//@API@/${API_HOST:-127.0.0.1}:$API_PORT}
  text=${text//@LISTEN_HTTPS@/$(edge_listen https)}
  text=${text//@LISTEN_HTTP@/$(edge_listen http)}
  printf '%s\n' "$text"
}

# edge_write DIR TEMPLATES: the four files; run by whoever owns DIR.
edge_write() {
  edge_fill "$2/nginx.conf" | as_app tee "$1/nginx.conf" >/dev/null
  edge_fill "$2/nginx-site.conf" | as_app tee "$1/site.conf" >/dev/null
  as_app tee "$1/headers.conf" <"$2/nginx-headers.conf" >/dev/null
  as_app tee "$1/problem.conf" <"$2/nginx-problem.conf" >/dev/null
  as_app mkdir -p "$1/tmp"
}

edge_configure() {
  EDGE_MIME=/etc/nginx/mime.types EDGE_LOGS=../log EDGE_TLS=../tls EDGE_WEB=../app/${RELEASE##*/}/web
  NGINX=$(command -v nginx || echo /usr/sbin/nginx)
  edge_write "$STATE/nginx" "$CHECKOUT/deploy"
  local out
  out=$(as_app "$NGINX" -p "$PLAIN/nginx/" -c nginx.conf -e stderr -t 2>&1) || die "nginx refuses its configuration: $out"
}

# edge_stamp: changes whenever nginx has to read its files again.
edge_stamp() { tree_hash "$STATE/nginx/nginx.conf" "$STATE/nginx/site.conf" "$STATE/nginx/headers.conf" "$STATE/nginx/problem.conf" "$STATE/tls"; }
