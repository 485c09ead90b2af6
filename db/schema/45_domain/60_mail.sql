-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Mail: which merge fields a template may name, and the line of messages. security definer: the line is the worker's.

-- Names of the fields of a resource that the subject reads, masked or not, and that are one value; all without a subject.
create function meta.merge_names(of_resource text) returns text[] language sql stable as $$
    select coalesce(array_agg(f.name), '{}')
      from meta.field f
      left join auth.subject s on s.user_id = meta.subject_id()
      left join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = f.resource
     where f.resource = of_resource and not f.is_retired
       and f.type not in ('json', 'tags', 'multi_choice', 'references', 'reference')
       and (meta.subject_id() is null
            or (rs.read_scope <> 0 and auth.has_bit(rs.readable1, rs.readable2, f.position)))
$$;

-- References by the name that merge fields give them ("account" of account_id), as far as the subject reads them.
create function meta.merge_reference(of_resource text, reference text) returns text language sql stable as $$
    select f.refers_to
      from meta.field f
      left join auth.subject s on s.user_id = meta.subject_id()
      left join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = f.resource
     where f.resource = of_resource and f.name = reference || '_id' and f.type = 'reference' and not f.is_retired
       and (meta.subject_id() is null
            or auth.has_bit(rs.readable1, rs.readable2, f.position))
$$;

-- The first merge field of a text that the subject does not have; null when he has all.
create function meta.merge_unknown(of_resource text, words text) returns text language sql stable as $$
    select m[1]
      from regexp_matches(words, '\{\{([^{}]*)\}\}', 'g') m
     cross join lateral (select regexp_match(btrim(m[1]), '^([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?$') as part) p
     where p.part is null
        or case when p.part[2] is null then p.part[1] <> all (meta.merge_names(of_resource))
                else p.part[2] <> all (meta.merge_names(coalesce(meta.merge_reference(of_resource, p.part[1]), ''))) end
     limit 1
$$;

create function app._mail_template_fields() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    missing text;
begin
    if cardinality(meta.merge_names(new.resource)) = 0 then
        raise exception using errcode = 'GX422', message = '/resource|choice|';
    end if;
    missing := meta.merge_unknown(new.resource, new.subject);
    if missing is not null then
        raise exception using errcode = 'GX422', message = '/subject|unknown_field|There is no field ' || replace(missing, '|', ' ');
    end if;
    missing := meta.merge_unknown(new.resource, new.body);
    if missing is not null then
        raise exception using errcode = 'GX422', message = '/body|unknown_field|There is no field ' || replace(missing, '|', ' ');
    end if;
    return null;
end
$$;
create trigger _510_fields after insert or update of resource, subject, body on app.mail_template
    for each row execute function app._mail_template_fields();

create function app._mail_message_queued() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.job (kind, params, owner_id) values ('mail_send', jsonb_build_object('id', new.id), coalesce(new.created_by, new.owner_id));
    perform pg_notify('guanxi_job', '');
    return null;
end
$$;
create trigger _510_queued after insert on app.mail_message
    for each row when (new.state = 'queued') execute function app._mail_message_queued();

-- The message, marked as being handed over. What is found so marked was: nobody knows how far it came, so it never goes
-- again. No row: nothing to send.
create function job.mail_claim(message uuid)
returns table (recipient text, subject text, body text, sender text, reply_to text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    return query
    update app.mail_message m set state = 'sending'
     where m.id = $1 and m.state = 'queued' and m.deleted_at is null
    returning m.recipient, m.subject, m.body,
              (select u.name from app."user" u where u.id = coalesce(m.created_by, m.owner_id)),
              (select u.email from app."user" u where u.id = coalesce(m.created_by, m.owner_id));
    if not found then
        update app.mail_message m set state = 'failed', error = case m.state when 'sending' then 'interrupted' else 'withdrawn' end
         where m.id = $1 and m.state in ('queued', 'sending');
    end if;
end
$$;

-- state: sent, failed, or queued (nothing was handed over; again later). What really happened outweighs what was feared.
create function job.mail_finish(message uuid, state text, error text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
    update app.mail_message m
       set state = $2, error = left($3, 500), sent_at = case when $2 = 'sent' then now() end
     where m.id = $1 and (m.state = 'sending' or (m.state = 'failed' and m.error = 'interrupted'))
$$;
grant execute on function job.mail_claim(uuid), job.mail_finish(uuid, text, text) to guanxi_worker;
