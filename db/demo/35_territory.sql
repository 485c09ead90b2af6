-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The market in territories: three regions with their provinces, and who works them. A role of the company's own,
-- whose people see the customers of their territories.

create temporary table demo_territory on commit drop as
select t.*, meta.uuid_v7() as id
  from (select left(r.region, 2) as name, null::text as parent, r.position, array[r.manager] as members
          from (values ('华东大区', 10, 'shanlei'), ('华南大区', 20, 'lizhiheng'), ('华北大区', 30, 'gongyuqiang')) as r (region, position, manager)
        union all
        select p.province, left(p.region, 2), p.place,
               case p.region when '华东大区' then array[pg_temp.pick('{zhangwei,qiuxiaolin,hejing,zhouxiaofeng,qianlixin,xumengjie}', p.turn)]
                             when '华南大区' then array[pg_temp.pick('{zhangwei2,mojiahao,xianguodong}', p.turn)]
                             else array[pg_temp.pick('{gexiaodong,shilei,haolina,yuesiyuan,zhaiwenbo}', p.turn)] end
               || case when p.province in ('江苏省', '浙江省') then '{jianghaitao}'::text[] else '{}' end
          from (select c.province, c.region, 10 * min(c.no)::int as place,
                       row_number() over (partition by c.region order by min(c.no))::int as turn
                  from demo_city as c group by c.province, c.region) as p) as t;

insert into app.territory (id, name, parent_id, regions, member_ids, position, created_at, created_by)
select t.id, t.name, p.id, case when t.parent is not null then array[t.name] end,
       array(select u.id from demo_user as u where u.username = any (t.members) order by u.no), t.position, current_date - 800, m.id
  from demo_territory as t
  left join demo_territory as p on p.name = t.parent
  join demo_user as m on m.username = 'zengmin'
 order by p.id nulls first, t.position;

-- Where we are ourselves: the senders of letters.
insert into app.office (name, province, city, district, address, postcode, phone, is_default, created_at, created_by)
select v.*, current_date - 800, m.id
  from (values ('苏州衡测仪器有限公司', '江苏省', '苏州市', '吴中区', '东吴北路 88 号', '215128', '0512-65250000', true),
               ('苏州衡测仪器有限公司华南办事处', '广东省', '深圳市', '宝安区', '创业一路 12 号', '518101', '0755-27800000', false)) v
 cross join demo_user as m where m.username = 'zengmin';

insert into app.role (name, kind, position, description)
values ('区域技术支持', 'staff', 45, '可看所辖区域的客户与商机，记录技术交流');
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select r.id, v.resource, v.read_scope, v.write_scope, v.operations::text[]
  from (values ('account', 'territory', 'own', '{history}'), ('contact', 'territory', 'own', '{create,update,history}'),
               ('opportunity', 'territory', 'own', '{history}'), ('activity', 'territory', 'own', '{create,update,delete,restore,history}'),
               ('note', 'territory', 'own', '{create,update,history}'), ('file', 'territory', 'own', '{create,update,history}'),
               ('product', 'all', 'none', '{}'), ('absence', 'own', 'own', '{create,update,delete,history}'))
       as v (resource, read_scope, write_scope, operations)
  join app.role as r on r.name = '区域技术支持';
update app."user" as t set role_ids = array[r.id]
  from demo_user as u, app.role as r
 where u.id = t.id and u.username = 'jianghaitao' and r.name = '区域技术支持';
analyze demo_territory, app.territory, app.office;
