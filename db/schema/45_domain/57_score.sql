-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 评分: which rules a record fits and how many points they give, kept at every write (trigger _190_score), and by the worker
-- after a change of the rules. Rules look at the record's own fields and not at what the clock changes, so that a score
-- never is old. Score and reasons are fields with a right of their own: they are told whoever made the rules decided to tell.

create function app.scored() returns text[] language sql stable
return (select array_agg(c.relname::text) from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and a.attname = 'score_rules' and not a.attisdropped);

create function app.score_refuse(why text) returns void language plpgsql as $$
begin
    raise exception using errcode = 'GX422', message = '/definition|invalid|' || why;
end
$$;

-- A condition tree with column and type beside each field; refuses what a score cannot look at.
create function app.score_compile(of_resource text, tree jsonb, depth int) returns jsonb language plpgsql stable as $$
declare
    f meta.field;
    word text;
begin
    if depth > 8 or jsonb_typeof(tree) is distinct from 'object' then
        perform app.score_refuse('A condition is an object of at most eight levels');
    end if;
    foreach word in array array['and', 'or'] loop
        if tree ? word then
            return jsonb_build_object(word, (select jsonb_agg(app.score_compile(of_resource, x, depth + 1)) from jsonb_array_elements(tree -> word) x));
        end if;
    end loop;
    if tree ? 'not' then
        return jsonb_build_object('not', app.score_compile(of_resource, tree -> 'not', depth + 1));
    end if;
    select * into f from meta.field m where m.resource = of_resource and m.name = tree ->> 'field' and not m.is_retired;
    if not found or f.name in ('score', 'score_reasons') then
        perform app.score_refuse('A rule looks at fields of the record itself');
    elsif tree ->> 'op' = 'within' or not f.definition -> 'filters' ? (tree ->> 'op') then
        perform app.score_refuse('This comparison is none for a score');
    end if;
    -- Tried once on the value itself: one that does not fit the field fails here.
    if tree ->> 'op' <> 'null' then
        perform app.score_order(f.type, w, w) from jsonb_array_elements_text(case when jsonb_typeof(tree -> 'value') = 'array' then tree -> 'value'
                                                                                  else jsonb_build_array(tree -> 'value') end) w;
    end if;
    return jsonb_build_object('column', f.column_name, 'type', f.type, 'op', tree -> 'op', 'value', tree -> 'value');
end
$$;

-- Less than nought, nought, more: as the type orders them.
create function app.score_order(of_type text, a text, b text) returns int language sql immutable
return case when of_type in ('integer', 'decimal', 'percent', 'money') then sign(a::numeric - b::numeric)::int
            when of_type = 'datetime' then sign(extract(epoch from a::timestamptz - b::timestamptz))::int
            when a = b then 0 when a collate "C" < b collate "C" then -1 else 1 end;

-- One test, with the meaning that filters of lists have.
create function app.score_test(of_type text, op text, has jsonb, wanted jsonb) returns boolean language plpgsql immutable as $$
declare
    is_empty boolean := has is null or has in ('null', '[]');
    mine text := has #>> '{}';
begin
    if op = 'null' then
        return is_empty = (wanted::text = 'true');
    elsif is_empty then
        return op in ('ne', 'nin');
    elsif jsonb_typeof(has) = 'array' then
        return case op when 'contains' then has @> wanted
                       else exists (select from jsonb_array_elements(wanted) w where has @> w) = (op = 'in') end;
    elsif op in ('in', 'nin') then
        return exists (select from jsonb_array_elements_text(wanted) w where app.score_order(of_type, mine, w) = 0) = (op = 'in');
    elsif op = 'contains' then
        return strpos(lower(mine), lower(wanted #>> '{}')) > 0;
    elsif op = 'prefix' then
        return starts_with(mine, wanted #>> '{}');
    end if;
    return case op when 'eq' then app.score_order(of_type, mine, wanted #>> '{}') = 0 when 'ne' then app.score_order(of_type, mine, wanted #>> '{}') <> 0
                   when 'lt' then app.score_order(of_type, mine, wanted #>> '{}') < 0 when 'lte' then app.score_order(of_type, mine, wanted #>> '{}') <= 0
                   when 'gt' then app.score_order(of_type, mine, wanted #>> '{}') > 0 when 'gte' then app.score_order(of_type, mine, wanted #>> '{}') >= 0 end;
end
$$;

create function app.score_holds(tree jsonb, t jsonb) returns boolean language plpgsql immutable as $$
begin
    return case
        when tree ? 'and' then not exists (select from jsonb_array_elements(tree -> 'and') x where app.score_holds(x, t) is not true)
        when tree ? 'or' then exists (select from jsonb_array_elements(tree -> 'or') x where app.score_holds(x, t))
        when tree ? 'not' then not app.score_holds(tree -> 'not', t)
        else app.score_test(tree ->> 'type', tree ->> 'op', t -> (tree ->> 'column'), tree -> 'value') end;
end
$$;

create function app._score_rule() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    if new.resource <> all (app.scored()) then
        raise exception using errcode = 'GX422', message = '/resource|choice|It has no score';
    end if;
    new.compiled := app.score_compile(new.resource, new.definition, 1);
    return new;
exception when data_exception then
    raise exception using errcode = 'GX422', message = '/definition|invalid|A value does not fit its field';
end
$$;
create trigger _120_domain before insert or update of resource, definition on app.score_rule for each row execute function app._score_rule();

-- Rules have changed: the worker scores anew, whoever is written meanwhile is up to date.
create function app._score_rules_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    update job.score_state set state = state + 1;
    return null;
end
$$;
create trigger _700_score after insert or update or delete on app.score_rule for each statement execute function app._score_rules_changed();

create function app._score() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
    select coalesce(sum(r.points), 0), jsonb_agg(jsonb_build_object('rule', r.name, 'points', r.points) order by r.points desc, r.position, r.id)
      into new.score, new.score_reasons
      from app.score_rule r
     where r.resource = tg_table_name and r.is_active and r.deleted_at is null and app.score_holds(r.compiled, to_jsonb(new));
    select s.state into new.score_rules from job.score_state s;
    return new;
end
$$;

do $$
declare
    target text;
begin
    foreach target in array app.scored() loop
        execute format('create trigger _190_score before insert or update on app.%I for each row execute function app._score()', target);
    end loop;
end
$$;

-- The next so many that other rules have scored.
create function job.score_pass(most int) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
    target text;
    n bigint;
    total bigint := 0;
begin
    foreach target in array app.scored() loop
        execute format('update app.%1$I t set score_rules = x.state from (select l.id, s.state from job.score_state s join app.%1$I l on l.score_rules < s.state '
            || 'order by l.score_rules, l.id limit $1 for update of l skip locked) x where t.id = x.id', target) using most;
        get diagnostics n = row_count;
        total := total + n;
    end loop;
    return total;
end
$$;
grant execute on function job.score_pass(int) to guanxi_worker;
