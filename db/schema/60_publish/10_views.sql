-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The read views of a resource. All join the base table with the subject's one row and its right set. Lists also
-- carry the record's cell (matrix permission), by which the service may branch; it is no field and is never shown.
--   api.<r>       what the subject may see; a column that he may not read is NULL, a masked one is masked.
--   api.<r>_full  the same rows with plain columns, so that every index counts; empty unless the subject may read
--                 every ordinary field (plan_class full). Sensitive columns stay guarded here too.
--   api.<r>_all   the same of an owned resource, for who sees all rows: empty for others, and no test per row.
--   api.<r>_one   the same for who looks up one row by its id: the test of rights stands on the right set's row, which
--                 is joined anyway. A walk would touch rows before it sees that none may be shown, hence no lists.
--   api.<r>_find  id, standard and search columns only; empty unless he may read all fields that search reads.
--   api.<r>_link  of a large resource: id, standard columns and references, plain; empty unless he may read all
--                 references: what refers to a record is found by index, also by who may not read everything.
--   api.<r>_bin   deleted rows that he could see and write.

-- One column of a view: plain, or guarded by the field's bits.
create function meta.column_sql(c meta.field_use, is_open boolean) returns text language sql immutable
return format('%s as %I', case
    when c.is_raw or (is_open and not c.is_sensitive) then format('t.%I', c.column_name)
    when meta.pg_type(c.type) = 'text' then
        format('case when %s then %s when %s then t.%I end', meta.bit_test('rs.masked', c.pos),
               meta.mask_sql(c.mask, c.type, format('t.%I', c.column_name)),
               meta.bit_test('rs.readable', c.pos), c.column_name)
    else format('case when %s and not %s then t.%I end', meta.bit_test('rs.readable', c.pos),
                meta.bit_test('rs.masked', c.pos), c.column_name)
    end, c.column_name);

-- SQL that is true when all bits of the two words are set in rs.readable and none in rs.masked.
create function meta.words_test(word1 bigint, word2 bigint) returns text language sql immutable
return concat_ws(' and ', format('(rs.readable1 & ~rs.masked1 & %1$s::bigint) = %1$s::bigint', word1),
    case when word2 <> 0 then format('(rs.readable2 & ~rs.masked2 & %1$s::bigint) = %1$s::bigint', word2) end);

-- The same as a condition that the executor tests once, before it touches the table; with another one, if need be.
create function meta.gate_sql(of_resource text, word1 bigint, word2 bigint, also text default 'true') returns text language sql immutable
return format('(select %s and %s from auth.subject s join auth.right_set rs on rs.right_set_id = s.right_set_id and rs.resource = %L'
    || ' where s.user_id = nullif(current_setting(''app.user_id'', true), '''')::uuid)', meta.words_test(word1, word2), also, of_resource);

create function meta.publish_views(r meta.resource) returns void language plpgsql volatile as $$
declare
    rule record;
    one_rule record;
    write_rule record;
    all_words record;
    search_words record;
    link_words record;
    links text;
    guarded text;
    opened text;
    searching text := '';
    searching_open text := '';
    standard text;
    cell text := case when meta.has_column(r.name, 'cell_id') then ', t.cell_id' else '' end;
    from_live text;
    needs_rights boolean := exists (select from meta.fields(r.name) f where f.is_sensitive and not f.is_raw);
begin
    rule := meta.access_rule(r, 'read_scope', true);
    one_rule := meta.access_rule(r, 'read_scope', false);
    write_rule := meta.access_write(r);
    select string_agg(meta.column_sql(f, false), ', '), string_agg(meta.column_sql(f, true), ', '),
           string_agg(format('t.%I', f.column_name), ', ') filter (where f.is_raw)
      into guarded, opened, standard from meta.fields(r.name) f;
    all_words := meta.words(array(select f.pos from meta.fields(r.name) f where not f.is_sensitive and not f.is_raw));
    select string_agg(format(', t.%I', f.column_name), '') into links
      from meta.fields(r.name) f where f.type = 'reference' and not f.is_raw and not f.is_sensitive;
    link_words := meta.words(array(select f.pos from meta.fields(r.name) f where f.type = 'reference' and not f.is_raw and not f.is_sensitive));
    search_words := meta.words(array(select f.pos from meta.fields(r.name) f where f.is_search));
    if meta.has_column(r.name, 'search_gram') then
        select string_agg(format('case when %s then t.%2$I end as %2$I', meta.words_test(search_words.word1, search_words.word2), x), ', ' order by x),
               string_agg(format('t.%I', x), ', ' order by x)
          into searching, searching_open from unnest(array['search_gram', 'search_py', 'search_text']) x;
        searching := ', ' || searching;
        searching_open := ', ' || searching_open;
    end if;
    from_live := format('from app.%I t %s %s where t.deleted_at is null and (%s)',
                        r.name, meta.subject_fence(r.name), rule.joins, rule.condition);

    execute format('create view api.%I as select %s%s%s %s', r.name, guarded, searching, cell, from_live);
    execute format('create view api.%I as select %s%s%s %s and %s', r.name || '_full', opened,
                   -- search reads sensitive fields too? Then its columns stay guarded.
                   case when exists (select from meta.fields(r.name) f where f.is_search and f.is_sensitive)
                        then searching else searching_open end,
                   cell, from_live, meta.gate_sql(r.name, all_words.word1, all_words.word2));
    if r.access = 'owned' then
        execute format('create view api.%I as select %s%s%s from app.%I t %s where t.deleted_at is null and %s', r.name || '_all', opened,
                       case when needs_rights then searching else searching_open end, cell, r.name,
                       case when needs_rights then meta.subject_fence(r.name) else '' end,
                       meta.gate_sql(r.name, all_words.word1, all_words.word2, '(rs.read_scope & 32) <> 0'));
        execute format('grant select on api.%I to guanxi_read, guanxi_api', r.name || '_all');
    end if;
    execute format('create view api.%I as select %s from app.%I t %s %s where t.deleted_at is null and (%s) and %s',
                   r.name || '_one', opened, r.name, meta.subject_join(r.name), one_rule.joins, one_rule.condition,
                   meta.words_test(all_words.word1, all_words.word2));
    if searching <> '' then
        execute format('create view api.%I as select %s%s%s %s and %s', r.name || '_find', standard, searching_open,
                       cell, from_live, meta.gate_sql(r.name, search_words.word1, search_words.word2));
        execute format('grant select on api.%I to guanxi_read, guanxi_api', r.name || '_find');
    end if;
    if links <> '' and r.size = 'large' then
        execute format('create view api.%I as select %s%s %s and %s', r.name || '_link', standard, links, from_live,
                       meta.gate_sql(r.name, link_words.word1, link_words.word2));
        execute format('grant select on api.%I to guanxi_read, guanxi_api', r.name || '_link');
    end if;
    execute format('create view api.%I as select %s, t.deleted_at, t.updated_by as deleted_by from app.%I t %s %s '
                   || 'where t.deleted_at is not null and (%s)',
                   r.name || '_bin', guarded, r.name, meta.subject_join(r.name), write_rule.joins, write_rule.condition);
    execute format('grant select on api.%I, api.%I, api.%I, api.%I to guanxi_read, guanxi_api',
                   r.name, r.name || '_full', r.name || '_one', r.name || '_bin');
end
$$;
