-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Ready models with their dimensions, and who reads figures.

insert into app.dimension (id, name, how, position, description)
values ('019b0000-0000-7000-8000-0000000d1001', '客户价值', 'model', 10, '客户金字塔：按近 12 个月成交金额排名分层'),
       ('019b0000-0000-7000-8000-0000000d1002', 'RFM 客群', 'model', 20, '按最近成交、成交频次、成交金额分群');
insert into app.dimension_class (dimension_id, name, color, position, threshold, description)
select '019b0000-0000-7000-8000-0000000d1001', v.* from (values
    ('铂金客户', 'purple', 10, 1, '成交金额前 1% 的客户：高层定期拜访'),
    ('金牌客户', 'orange', 20, 5, '前 5%：专属方案与优先交付'),
    ('银牌客户', 'blue', 30, 20, '前 20%：稳步提升份额'),
    ('铜牌客户', 'green', 40, 100, '其余有成交的客户：标准服务'),
    ('尚无成交', 'grey', 50, null, '近 12 个月没有成交')) v;
insert into app.dimension_class (dimension_id, name, color, position, segment, description)
select '019b0000-0000-7000-8000-0000000d1002', v.* from (values
    ('重要价值客户', 'red', 10, '+++', '近、勤、多：保持最好的服务'),
    ('重要保持客户', 'orange', 20, '-++', '勤而多，但久未成交：主动联系'),
    ('重要发展客户', 'purple', 30, '+-+', '近而多，但不勤：提高频次'),
    ('重要挽留客户', 'red', 40, '--+', '曾经大额，久未成交：专人挽留'),
    ('一般价值客户', 'green', 50, '++-', '近而勤，金额小：提高客单'),
    ('一般保持客户', 'blue', 60, '-+-', '勤而小，久未成交：低成本唤醒'),
    ('一般发展客户', 'blue', 70, '+--', '新近小额：培养'),
    ('一般挽留客户', 'grey', 80, '---', '久、少、小：自动触达')) v;

insert into app.value_model (id, name, kind, months, account_kinds, dimension_id, position, description)
values ('019b0000-0000-7000-8000-0000000d2001', '客户金字塔', 'pyramid', 12, '{customer,agent}', '019b0000-0000-7000-8000-0000000d1001', 10, '近 12 个月赢单金额'),
       ('019b0000-0000-7000-8000-0000000d2002', 'RFM 客户分群', 'rfm', 24, '{customer,agent}', '019b0000-0000-7000-8000-0000000d1002', 20, '近 24 个月赢单'),
       ('019b0000-0000-7000-8000-0000000d2003', '综合客户价值', 'value', 12, '{customer,agent}', null, 30, '既成 + 潜在 + 同行业同规模客户的典型采购');

insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, 'value_model', 'all', v.write_scope, v.operations
  from (values ('{boss,sales_director,admin}'::text[], 'all', '{create,update,delete,restore,history,run}'::text[]),
               ('{marketing}', 'none', '{history,run}')) v (keys, write_scope, operations)
  join app.role r on r.key = any (v.keys)
on conflict (role_id, resource) do nothing;
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, x.resource, 'none', 'none', '{}'
  from app.role r cross join unnest(array['account_value', 'account_offer']) x (resource)
 where r.kind = 'portal'
on conflict (role_id, resource) do nothing;

-- Figures are told from deals that their reader may not see one by one: leaders and marketing read them, salesmen those of
-- their own customers. Bounds tell of the whole company: leaders and marketing only.
insert into auth.role_field (role_id, resource, field, "right")
select r.id, x.resource, x.field, 'read'
  from (values ('account_value', 'realised', '{salesperson,telesales,sales_assistant}'::text[]),
               ('account_offer', 'typical', '{salesperson,telesales,sales_assistant}'), ('value_model', 'counted', '{}')) x (resource, field, more)
  join app.role r on r.key = any (x.more || '{boss,sales_director,regional_manager,marketing,finance,admin}')
on conflict (role_id, resource, field) do nothing;
