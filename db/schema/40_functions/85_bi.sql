-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Keeping the log-ins of people's own SQL. Only for `./guanxi bi`, which makes the database role itself.

create function auth.bi_login_add(login name, username text) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    person uuid := (select u.id from app."user" u
                     where lower(u.username) = lower($2) and u.is_active and u.deleted_at is null);
begin
    if person is null then
        raise exception 'no active person has the user name %', $2;
    end if;
    insert into auth.bi_login as b (login, user_id) values ($1, person)
    on conflict on constraint bi_login_pkey do update set user_id = excluded.user_id;
    insert into audit.event (kind, resource, record_id, detail)
    values ('bi_login_added', 'user', person, jsonb_build_object('login', $1));
    return person;
end
$$;

create function auth.bi_login_remove(login name) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
    insert into audit.event (kind, resource, record_id, detail)
    select 'bi_login_removed', 'user', b.user_id, jsonb_build_object('login', $1) from auth.bi_login b where b.login = $1;
    delete from auth.bi_login b where b.login = $1;
end
$$;
