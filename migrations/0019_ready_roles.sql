-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Ready roles. Seeded once: afterwards they are the company's own and no update touches them. Whatever a role does
-- not list is closed, except what everybody has (reading people, departments, products; his own views and jobs).

insert into app.role (key, name, kind, position, is_builtin, description)
values ('boss', '总经理', 'staff', 10, true, '看到并可修改全部业务数据'),
       ('sales_director', '销售总监', 'staff', 20, true, '全部客户与商机'),
       ('regional_manager', '区域经理', 'staff', 30, true, '本部门及下级部门的客户与商机'),
       ('salesperson', '业务员', 'staff', 40, true, '自己的客户与商机'),
       ('sales_assistant', '商务内勤', 'staff', 50, true, '本部门及下级部门，可替他人录入'),
       ('telesales', '电销', 'staff', 60, true, '自己的客户，不可导出'),
       ('marketing', '市场', 'staff', 70, true, '查看全部客户，维护自己的'),
       ('customer_service', '客服', 'staff', 80, true, '查看全部客户，记录沟通'),
       ('service_engineer', '售后工程师', 'staff', 90, true, '查看全部客户，记录服务'),
       ('purchasing', '采购仓管', 'staff', 100, true, '维护产品与供应商'),
       ('finance', '财务', 'staff', 110, true, '查看全部数据'),
       ('admin', '系统管理员', 'staff', 120, true, '用户、部门、角色与配置，数据导入'),
       ('agent', '代理商', 'portal', 130, true, '门户用户：自己的客户与商机')
on conflict (key) do nothing;

insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, x.resource, v.read_scope, v.write_scope, v.operations
  from (values
    ('boss', '{account,contact,opportunity,activity,note,file}'::text[], 'all', 'all',
     '{create,update,delete,restore,purge,export,import,bulk,transfer,history,share}'::text[]),
    ('boss', '{product,product_category,price_book,pipeline,tag}', 'all', 'all',
     '{create,update,delete,restore,purge,export,import,bulk,history}'),
    ('boss', '{user,department,role}', 'all', 'none', '{export,history,audit}'),

    ('sales_director', '{account,contact,opportunity,activity,note,file}', 'all', 'all',
     '{create,update,delete,restore,export,import,bulk,transfer,history,share}'),
    ('sales_director', '{price_book,pipeline,tag}', 'all', 'all', '{create,update,delete,restore,export,import,bulk,history}'),
    ('sales_director', '{product,product_category}', 'all', 'none', '{export,history}'),

    ('regional_manager', '{account,contact,opportunity,activity,note,file}', 'subtree', 'subtree',
     '{create,update,delete,restore,export,import,bulk,transfer,history,share}'),
    ('regional_manager', '{tag}', 'all', 'all', '{create,update,history}'),
    ('regional_manager', '{product,product_category,price_book,pipeline}', 'all', 'none', '{export,history}'),

    ('salesperson', '{account,contact,opportunity,activity,note,file}', 'own', 'own',
     '{create,update,delete,restore,import,bulk,history,share}'),
    ('salesperson', '{tag}', 'all', 'all', '{create}'),
    ('salesperson', '{product,product_category,price_book,pipeline}', 'all', 'none', '{}'),

    ('sales_assistant', '{account,contact,opportunity,activity,note,file}', 'subtree', 'subtree',
     '{create,update,delete,restore,export,import,bulk,history}'),
    ('sales_assistant', '{tag}', 'all', 'all', '{create,update}'),
    ('sales_assistant', '{product,product_category,price_book,pipeline}', 'all', 'none', '{export}'),

    ('telesales', '{account,contact,opportunity,activity,note,file}', 'own', 'own',
     '{create,update,delete,restore,bulk,history}'),
    ('telesales', '{product,product_category,price_book,pipeline}', 'all', 'none', '{}'),

    ('marketing', '{account,contact}', 'all', 'own', '{create,update,delete,restore,import,export,bulk,history}'),
    ('marketing', '{opportunity}', 'own', 'own', '{create,update,delete,restore,history}'),
    ('marketing', '{activity,note,file}', 'own', 'own', '{create,update,delete,restore,bulk,history}'),
    ('marketing', '{tag}', 'all', 'all', '{create,update,delete,restore}'),
    ('marketing', '{product,product_category,price_book,pipeline}', 'all', 'none', '{export}'),

    ('customer_service', '{account,contact}', 'all', 'own', '{create,update,history}'),
    ('customer_service', '{activity,note,file}', 'own', 'own', '{create,update,delete,restore,history}'),
    ('customer_service', '{product,product_category}', 'all', 'none', '{}'),

    ('service_engineer', '{account,contact}', 'all', 'none', '{history}'),
    ('service_engineer', '{activity,note,file}', 'own', 'own', '{create,update,delete,restore,history}'),
    ('service_engineer', '{product,product_category}', 'all', 'none', '{}'),

    ('purchasing', '{account,contact}', 'own', 'own', '{create,update,delete,restore,import,export,bulk,history}'),
    ('purchasing', '{activity,note,file}', 'own', 'own', '{create,update,delete,restore,history}'),
    ('purchasing', '{product,product_category}', 'all', 'all',
     '{create,update,delete,restore,export,import,bulk,history}'),
    ('purchasing', '{price_book}', 'all', 'none', '{export,history}'),

    ('finance', '{account,contact,opportunity,activity,note,file}', 'all', 'none', '{export,history}'),
    ('finance', '{product,product_category,price_book,pipeline,user,department}', 'all', 'none', '{export,history}'),

    ('admin', '{user}', 'all', 'all', '{create,update,delete,restore,export,import,bulk,history,audit}'),
    ('admin', '{department,role}', 'all', 'all', '{create,update,delete,restore,export,import,bulk,history}'),
    ('admin', '{product,product_category,price_book,pipeline,tag}', 'all', 'all',
     '{create,update,delete,restore,export,import,bulk,history}'),
    ('admin', '{account,contact,opportunity,activity,note,file}', 'all', 'all',
     '{create,update,delete,restore,purge,export,import,bulk,transfer,history,share}'),

    ('agent', '{account,contact,opportunity,activity,note,file}', 'own', 'own', '{create,update}'),
    ('agent', '{product,product_category,pipeline}', 'all', 'none', '{}')
  ) v (key, resources, read_scope, write_scope, operations)
  join app.role r on r.key = v.key
  cross join lateral unnest(v.resources) x (resource)
on conflict (role_id, resource) do nothing;

-- Sensitive fields are hidden from who is not named here.
insert into auth.role_field (role_id, resource, field, "right")
select r.id, f.resource, f.field, v."right"
  from (values ('boss', 'write'), ('sales_director', 'write'), ('regional_manager', 'read'), ('finance', 'read'),
               ('purchasing', 'write'), ('admin', 'write')) v (key, "right")
  join app.role r on r.key = v.key
  cross join (values ('product', 'cost'), ('product', 'floor_price'), ('price_book_item', 'floor_price')) f (resource, field)
on conflict (role_id, resource, field) do nothing;
