-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The two agents have customers, and people who use the portal.

update app.account as t set partner_id = p.id
  from demo_account as a
  join demo_city as c on c.city = a.city
  join demo_account as p on p.name = case when c.province in ('广东省', '湖南省') and a.source = 'agent' then '广州凌锐仪器代理有限公司'
                                          when c.province = '辽宁省' and (a.source = 'agent' or a.no % 3 = 0) then '沈阳北测科技贸易有限公司' end
 where t.id = a.id and a.kind = 'customer';

update app."user" as t set partner_id = a.id
  from demo_user as u
  join demo_account as a on a.name = case u.username when 'wenqihang' then '广州凌锐仪器代理有限公司' else '沈阳北测科技贸易有限公司' end
 where t.id = u.id and u.role_keys = '{agent}';
