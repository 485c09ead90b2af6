-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The event stream: what was committed since a snapshot, as far as the subject may see it at this moment. A place in the
-- stream is a snapshot, so that nothing is passed over that commits late, and nobody waits for a transaction that runs
-- long. Places tell how busy the system is: the service shows them to nobody unsealed.

create function api.event_place() returns text language sql stable
return pg_current_snapshot()::text;

-- Rows up to here were written under another cluster's count of transactions (audit.rebase): they are old, whatever it says.
create function meta.event_base() returns bigint language sql stable
return (select p.base_id from audit.seal_position p where p.source = 'history');

-- Of these records, those that the view shows. Names come from the definitions.
create function meta.event_seen(of_view text, ids uuid[]) returns uuid[] language plpgsql stable as $$
declare
    seen uuid[];
begin
    execute format('select coalesce(array_agg(v.id), ''{}'') from api.%I v where v.id = any ($1)', of_view) into seen using ids;
    return seen;
end
$$;

-- The subject's inbox in one short word: its newest line and how many are unread, up to a hundred.
create function meta.event_inbox() returns text language sql stable as $$
    select coalesce((select n.id || '.' || n.version from app.notification n
                      where n.owner_id = meta.subject_id() and n.deleted_at is null
                      order by n.updated_at desc, n.id desc limit 1), '')
        || '/' || (select count(*) from (select from app.notification n where n.owner_id = meta.subject_id()
                                            and n.read_at is null and n.deleted_at is null limit 100) u)
$$;

-- One row: the place after, what happened as a JSON array (oldest first, a record once) or NULL, the inbox. What is live
-- must be in the view of lists, what was deleted in the bin of the subject; of everything else he hears nothing. security
-- definer: nobody but this may look into audit.history for events.
create function api.event_changes(since text, out place text, out changes text, out inbox text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    known pg_snapshot := since::pg_snapshot;
    happened jsonb;
    part record;
    seen uuid[] := '{}';
begin
    place := pg_current_snapshot()::text;
    inbox := meta.event_inbox();
    select jsonb_agg(x) into happened from (
        select distinct on (h.resource, h.record_id) h.id as no, h.resource, h.record_id, h.version_to as version,
               case when h.kind = 'update' and bool_or(h.kind = 'create') over (partition by h.resource, h.record_id)
                    then 'create' else h.kind end as kind
          from audit.history h
         where h.xid >= pg_snapshot_xmin(known) and not pg_visible_in_snapshot(h.xid, known) and h.id > meta.event_base()
         order by h.resource, h.record_id, h.version_to desc, h.id desc) x;
    if happened is null then
        return;
    end if;
    for part in
        select r.name || case when x.kind = 'delete' then '_bin' else '' end as view, array_agg(x.record_id) as ids
          from jsonb_to_recordset(happened) as x (resource text, record_id uuid, kind text)
          join meta.resource r on r.name = x.resource and not r.is_retired
         where x.kind <> 'purge' group by 1
    loop
        seen := seen || meta.event_seen(part.view, part.ids);
    end loop;
    select json_agg(json_build_object('resource', x.resource, 'id', x.record_id, 'version', x.version, 'kind', x.kind) order by x.no)::text
      into changes
      from jsonb_to_recordset(happened) as x (no bigint, resource text, record_id uuid, version int, kind text)
     where x.record_id = any (seen);
end
$$;
grant execute on function api.event_place(), api.event_changes(text) to guanxi_read, guanxi_api;
