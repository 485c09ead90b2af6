# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# A certificate authority of this machine's own and a server certificate from it,
# so that HTTPS works before anybody has bought a name. The CA key stays with
# whoever starts us; the programs see only the server's key.

tls_names() {
  local n out="DNS:localhost,IP:127.0.0.1,IP:::1"
  for n in "$(hostname 2>/dev/null || cat /proc/sys/kernel/hostname)" ${GUANXI_HOSTS:-}; do
    case $n in
      localhost | '' | *[!A-Za-z0-9.:-]*) ;;
      *:* | *[0-9].[0-9]*[0-9].*[0-9]) out+=",IP:$n" ;;
      *) out+=",DNS:$n" ;;
    esac
  done
  echo "$out"
}

tls_make() {
  local d=$STATE/tls names
  names=$(tls_names)
  if [ ! -s "$d/ca.crt" ] || [ ! -s "$d/ca.key" ]; then
    (umask 077 && openssl ecparam -name prime256v1 -genkey -noout -out "$d/ca.key")
    openssl req -x509 -new -key "$d/ca.key" -sha256 -days 3650 -subj "/O=Guanxi/CN=Guanxi local CA" \
      -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" -out "$d/ca.crt"
    rm -f "$d/server.crt"
  fi
  if [ "$(cat "$d/names" 2>/dev/null)" = "$names" ] && openssl x509 -in "$d/server.crt" -noout -checkend 2592000 >/dev/null 2>&1; then return; fi
  (umask 077 && openssl ecparam -name prime256v1 -genkey -noout -out "$d/server.key")
  openssl req -new -key "$d/server.key" -subj "/O=Guanxi/CN=localhost" -out "$d/server.csr"
  printf '%s\n' "basicConstraints=critical,CA:FALSE" "keyUsage=critical,digitalSignature" "extendedKeyUsage=serverAuth" "subjectAltName=$names" >"$d/server.ext"
  openssl x509 -req -in "$d/server.csr" -CA "$d/ca.crt" -CAkey "$d/ca.key" -set_serial "0x$(openssl rand -hex 16)" -days 397 -sha256 -extfile "$d/server.ext" -out "$d/server.crt" 2>/dev/null
  rm -f "$d/server.csr" "$d/server.ext"
  if is_root; then chown "$APP_USER" "$d/server.key"; fi
  chmod 644 "$d/ca.crt" "$d/server.crt"
  printf '%s\n' "$names" | write_file "$d/names" 644
}
