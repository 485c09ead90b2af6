-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The one way an event comes into the audit, and that nothing in it changes afterwards.

-- Notes what happened, by whom and from where, as the context of the transaction says. subject: whom it is about where
-- that is not who asks (a link that was used, an alarm).
create function audit.note(kind text, resource text, record_id uuid, detail jsonb, subject uuid default null) returns void
language sql volatile as $$
    insert into audit.event (kind, subject_id, actor_id, session_id, request_id, resource, record_id, detail, ip)
    values ($1, coalesce($5, meta.subject_id()), meta.actor_id(), meta.session_id(),
            nullif(current_setting('app.request_id', true), ''), $2, $3, $4,
            (select x.ip from auth.session x where x.id = meta.session_id()))
$$;

-- Append only: no program of the service changes or removes a line, whatever function it got hold of. Somebody at the
-- database itself can; then audit-verify names the row.
create function audit.refuse() returns trigger language plpgsql volatile as $$
begin
    raise exception using errcode = 'GX403', message = format('audit.%s is append-only', tg_table_name);
end
$$;

do $$
declare
    t text;
    who text := 'when (session_user in (''guanxi_api'', ''guanxi_read'', ''guanxi_worker'', ''guanxi_report'', ''guanxi_publisher''))';
begin
    foreach t in array array['history', 'event', 'seal'] loop
        execute format('create trigger _100_append_only before update or delete on audit.%I for each statement %s execute function audit.refuse()', t, who);
    end loop;
    foreach t in array array['history', 'event', 'seal', 'change_set'] loop
        execute format('create trigger _100_stays before truncate on audit.%I for each statement %s execute function audit.refuse()', t, who);
    end loop;
    execute format('create trigger _100_append_only before delete on audit.change_set for each statement %s execute function audit.refuse()', who);
end
$$;

-- A change set is named by the transaction that begins it; afterwards it can only be undone.
create trigger _100_append_only_update before update on audit.change_set for each row
    when ((old.id, old.no, old.at, old.subject_id, old.actor_id, old.kind, old.origin, old.resource, old.title, old.request_id,
           old.session_id, old.xid)
          is distinct from (new.id, new.no, new.at, new.subject_id, new.actor_id, new.kind, new.origin, new.resource, new.title,
                            new.request_id, new.session_id, new.xid)
          and old.xid <> pg_current_xact_id()
          and session_user in ('guanxi_api', 'guanxi_read', 'guanxi_worker', 'guanxi_report', 'guanxi_publisher'))
    execute function audit.refuse();
