# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# Random keys and passwords, made once, each in a file of mode 0600. They are 64
# hexadecimal digits without a line end, so that a reader need not trim. The
# migrator's password belongs to whoever starts us, not to the programs.

secret_make() {
  local name=$1 owner=$2 file=$STATE/secrets/$1
  if [ ! -s "$file" ]; then
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n' | write_file "$file" 600
  fi
  if is_root; then chown "$owner" "$file"; fi
}

secrets_make() {
  local name
  for name in jwt.key box.key cursor.key guanxi_read.pw guanxi_api.pw guanxi_worker.pw guanxi_publisher.pw; do
    secret_make "$name" "$APP_USER"
  done
  secret_make guanxi_migrator.pw "$(id -un)"
}

# secrets_set_passwords: every guanxi role that may log in gets the password of its file.
# The statements travel on standard input and stay out of the server's log.
secrets_set_passwords() {
  local role roles
  roles=$(super -d postgres -At -c "select rolname from pg_roles where rolcanlogin and rolname ~ '^guanxi_[a-z]+$'")
  for role in $roles; do
    case $role in
      guanxi_read | guanxi_api | guanxi_worker | guanxi_publisher) secret_make "$role.pw" "$APP_USER" ;;
      *) secret_make "$role.pw" "$(id -un)" ;;
    esac
  done
  {
    echo "set log_min_duration_statement = -1; set log_min_error_statement = panic; set log_statement = none;"
    for role in $roles; do
      printf "alter role %s password '%s';\n" "$role" "$(cat "$STATE/secrets/$role.pw")"
    done
  } | super -d postgres -f -
}
