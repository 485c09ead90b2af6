-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who knows whom: the people of the stories by hand, and some classmates and former colleagues in the same province.

insert into app.relation (contact_id, other_id, user_id, kind, strength, since_on, note)
select c.id, o.id, u.id, k.kind, k.strength, current_date - k.days, k.note
  from (values
    ('朴文静', '曾祥东', null, 'teacher', 5, 9000, '硕士导师，每年教师节都回学校'),
    ('朴文静', null, 'zengmin', 'classmate', 4, 7300, '本科同班'),
    ('朴文静', '沈志远', null, 'colleague', 4, 2600, null),
    ('沈志远', '盖永强', null, 'classmate', 3, 5200, null),
    ('解雪梅', '仇立平', null, 'former_colleague', 4, 4100, '同在材料所工作过'),
    ('李海波', null, 'zhangwei', 'friend', 4, 1500, '每月一起打球'),
    ('李海波', '单国雄', null, 'townsman', 3, 2900, '宁海同乡会'),
    ('乐建国', '区志刚', null, 'business', 2, 700, null),
    ('梁秀珍', '查丽君', null, 'acquaintance', 2, 200, '招标会上认识')
  ) as k (name, other, username, kind, strength, days, note)
  join demo_contact as c on c.name = k.name and c.place <= 4
  left join demo_contact as o on o.name = k.other and o.place <= 4
  left join demo_user as u on u.username = k.username
 where (o.id is not null or u.id is not null)
   and not exists (select from demo_contact as x where x.name in (c.name, o.name) and x.no < case when x.name = c.name then c.no else o.no end);

insert into app.relation (contact_id, other_id, kind, strength, since_on)
select a.id, b.id, (array['classmate', 'former_colleague', 'friend', 'business', 'acquaintance'])[1 + a.no % 5], 1 + a.no % 4, current_date - 300 - a.no * 7 % 4000
  from (select d.no, d.id, d.account_id, t.province, row_number() over (partition by t.province order by d.no) as at from demo_contact as d join app.contact as t on t.id = d.id where not d.has_left) as a
  join (select d.id, d.account_id, t.province, row_number() over (partition by t.province order by d.no) as at from demo_contact as d join app.contact as t on t.id = d.id where not d.has_left) as b
    on b.province = a.province and b.at = a.at + 5 and b.account_id <> a.account_id
 where a.no % 3 = 0;
