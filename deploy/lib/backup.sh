# SPDX-License-Identifier: AGPL-3.0-or-later
# shellcheck shell=bash
# Backup: one tar of a database dump, the file store, the key that stored secrets
# are sealed with, and a list of checksums. Restore: only into an empty system, all
# or nothing, with waiting jobs and outgoing messages held. The archive holds
# secrets and personal data: it is made with mode 0600.

BACKUP_FORM=1

backup_work() {
  WORK=$(mktemp -d "$STATE/backup.XXXXXXXX")
  CLEANUP=backup_clean
}
backup_clean() { rm -rf "$WORK"; }

# The dump comes first: files are stored before their rows commit, so that every
# file a dumped row names is there afterwards.
cmd_backup() {
  state_open
  pg_bin_find
  cluster_pid >/dev/null || die "the database is not running (./guanxi up)"
  local out=${1:-}
  if [ -z "$out" ]; then
    own_dir "$STATE/backups" "$(id -un)" "$(id -gn)" 700
    out=$STATE/backups/guanxi-$(date -u +%Y%m%dT%H%M%SZ).tar
  fi
  case $out in /*) ;; *) out=$PWD/$out ;; esac
  backup_work
  "$PG_BIN/pg_dump" -h "$SOCK" -p "$PG_PORT" -U "$PG_SUPER" -d "$DB_NAME" -Fc -Z 6 -f "$WORK/database.dump"
  cp "$STATE/secrets/box.key" "$WORK/box.key"
  printf 'form=%s\nat=%s\npostgresql=%s\nmigration=%s\n' "$BACKUP_FORM" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(cat "$STATE/pg/PG_VERSION")" \
    "$(super -d "$DB_NAME" -At -c "select count(*) from meta.migration" 2>/dev/null || echo unknown)" >"$WORK/about"
  (cd "$STATE" && find files -type f ! -name '*.part' ! -name '.*' -print0 | sort -z) >"$WORK/.files"
  {
    (cd "$WORK" && sha256sum about box.key database.dump)
    (cd "$STATE" && xargs -0 -r sha256sum <"$WORK/.files")
  } >"$WORK/manifest.sha256"
  (umask 077 && tar -cf "$out.part" --format=pax -C "$WORK" manifest.sha256 about box.key database.dump -C "$STATE" --null -T "$WORK/.files")
  sync "$out.part" 2>/dev/null || true
  mv -f "$out.part" "$out"
  say "$out ($(stat -c %s "$out") bytes, $(tr -cd '\0' <"$WORK/.files" | wc -c) files)"
}

# restore_unpack FILE: every member is in the list and has its checksum, and nothing else is there.
restore_unpack() {
  local name
  while IFS= read -r name; do
    case $name in
      *..* | /*) die "the archive holds an odd name: $name" ;;
      manifest.sha256 | about | box.key | database.dump | files/*) ;;
      *) die "the archive holds an unknown member: $name" ;;
    esac
  done < <(tar -tf "$1")
  tar -xf "$1" -C "$WORK" --no-same-owner --no-same-permissions
  [ -z "$(find "$WORK" ! -type f ! -type d)" ] || die "the archive holds something that is not a file"
  [ -s "$WORK/manifest.sha256" ] || die "the archive has no list of checksums"
  (cd "$WORK" && sha256sum --check --quiet --strict manifest.sha256) || die "the archive is damaged"
  (cd "$WORK" && diff <(find . -type f ! -path ./manifest.sha256 -printf '%P\n' | sort) <(sed 's/^[0-9a-f]*  //' manifest.sha256 | sort) >/dev/null) ||
    die "the archive and its list of checksums differ"
  grep -qx "form=$BACKUP_FORM" "$WORK/about" || die "the archive is of another form: $(head -n1 "$WORK/about")"
}

restore_refuse_full() {
  database_exists "$DB_NAME" || return 0
  [ "$(super -d "$DB_NAME" -At -c "select to_regclass('app.account') is not null")" = t ] || return 0
  system_empty || die "this system holds customers already; restore into an empty one (set GUANXI_VAR to a new directory)"
}

restore_database() {
  if database_exists "$DB_NAME"; then super -d postgres -c "drop database \"$DB_NAME\" with (force)"; fi
  super -d postgres -c "create database \"$DB_NAME\" owner guanxi_owner template template0 encoding 'UTF8' locale 'C.UTF-8'"
  "$PG_BIN/pg_restore" -h "$SOCK" -p "$PG_PORT" -U "$PG_SUPER" -d "$DB_NAME" --single-transaction --exit-on-error <"$WORK/database.dump"
  database_bootstrap "$DB_NAME"
  super -d "$DB_NAME" -At <<'SQL'
select case when to_regprocedure('job.hold_all()') is null then 'select 1' else 'select job.hold_all()' end \gexec
select case when to_regprocedure('audit.rebase()') is null then 'select 1' else 'select audit.rebase()' end \gexec
SQL
}

restore_files() {
  if [ -d "$WORK/files" ]; then
    if is_root; then chown -R "$APP_USER:$APP_GROUP" "$WORK/files"; fi
    chmod -R u+rwX,go= "$WORK/files"
    (cd "$WORK/files" && find . -type f -printf '%P\0') | while IFS= read -r -d '' f; do
      as_app mkdir -p "$STATE/files/$(dirname "$f")"
      mv -f "$WORK/files/$f" "$STATE/files/$f"
    done
  fi
  write_file "$STATE/secrets/box.key" 600 <"$WORK/box.key"
  if is_root; then chown "$APP_USER" "$STATE/secrets/box.key"; fi
}

cmd_restore() {
  local file=${1:-} ran=0
  [ -n "$file" ] && [ -f "$file" ] || die "usage: ./guanxi restore FILE"
  file=$(readlink -f "$file")
  state_open lock
  release_current
  backup_work
  restore_unpack "$file"
  cluster_up
  schema_bootstrap
  restore_refuse_full
  if service_alive api || service_alive worker; then ran=1; fi
  services_stop
  restore_database >/dev/null
  restore_files
  rm -f "$STATE/migrated"
  schema_migrate
  say "restored $file; jobs and outgoing messages that were waiting are held"
  if [ $ran = 1 ]; then say "start it again: ./guanxi up"; fi
}
