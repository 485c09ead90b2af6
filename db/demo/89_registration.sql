-- SPDX-License-Identifier: AGPL-3.0-or-later
-- 客户报备: the house registers at once, dealers wait for their channel manager, and one of them does.

insert into app.registration_rule (name, role_ids, needs_approval, protect_days, warn_days, extend_days, position, created_by)
select v.name, array(select r.id from app.role as r where r.key = any (v.roles)), v.needs_approval, v.protect_days, 7, 30, v.position, u.id
  from (values ('直销报备', '{salesperson,telesales,regional_manager}'::text[], false, 90, 1), ('代理商报备', '{agent}', true, 60, 2))
       as v (name, roles, needs_approval, protect_days, position)
  join demo_user as u on u.username = 'zengmin';

insert into app.registration (name, contact_name, phone, province, city, expected_amount, note, owner_id, partner_id, created_by)
select '佛山南庄陶机制造有限公司', '霍工', '0757-85330001', '广东省', '佛山市', 260000, '陶瓷展上认识，年内上两台压机', u.id, p.partner_id, u.id
  from demo_user as u join app."user" as p on p.id = u.id where u.username = 'wenqihang';

analyze app.registration, app.registration_rule;
