-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Mail: templates, and the line of what goes out. A message is handed to the mail server once: it is "sending" before,
-- and what is found in that state later is not tried again.

create table app.mail_template (
    id        uuid not null default meta.uuid_v7(),
    name      text not null,
    resource  text not null,
    subject   text not null,
    body      text not null,
    is_active boolean not null default true,
    constraint mail_template_pkey primary key (id),
    constraint mail_template_subject_check check (subject !~ '[\x01-\x1f\x7f]')
);
call meta.add_standard('app.mail_template', true);
call meta.add_search('app.mail_template');
comment on table app.mail_template is 'Subject and text of mails that come again, with merge fields';

create table app.mail_message (
    id              uuid not null default meta.uuid_v7(),
    recipient       text not null,
    subject         text not null,
    body            text not null,
    template_id     uuid,
    parent_resource text,
    parent_id       uuid,
    state           text not null default 'queued',
    error           text,
    sent_at         timestamptz,
    constraint mail_message_pkey primary key (id),
    constraint mail_message_template_id_fkey foreign key (template_id) references app.mail_template (id),
    constraint mail_message_parent_id_check check ((parent_resource is null) = (parent_id is null)),
    -- Plain addresses only. Without the asterisk: a masked address is none.
    constraint mail_message_recipient_check
        check (recipient ~ '^[A-Za-z0-9.!#$%&''+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$'),
    constraint mail_message_subject_check check (subject !~ '[\x01-\x1f\x7f]'),
    constraint mail_message_state_check check (state in ('queued', 'sending', 'sent', 'failed'))
);
call meta.add_standard('app.mail_message', true);
call meta.add_parent('app.mail_message');
call meta.add_search('app.mail_message');
-- purge of a template
create index mail_message_template_id_idx on app.mail_message (template_id) where template_id is not null;
comment on table app.mail_message is 'Mails that people sent, each to one address';
comment on column app.mail_message.state is 'Kept by job.mail_claim and job.mail_finish';

-- Ready roles of the house: whoever writes activities writes mails, and everybody reads the templates of all.
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select x.role_id, 'mail_message', x.read_scope, x.write_scope,
       array(select o from unnest(x.operations) o where o in ('create', 'delete', 'export', 'history'))
  from auth.role_resource x join app.role r on r.id = x.role_id and r.kind <> 'portal'
 where x.resource = 'activity'
on conflict (role_id, resource) do nothing;
insert into auth.role_resource (role_id, resource, read_scope, write_scope, operations)
select x.role_id, 'mail_template', 'all', case when r.key in ('boss', 'sales_director', 'admin') then 'all' else x.write_scope end,
       array(select o from unnest(x.operations) o where o in ('create', 'update', 'delete', 'restore', 'export', 'history'))
  from auth.role_resource x join app.role r on r.id = x.role_id and r.kind <> 'portal'
 where x.resource = 'activity'
on conflict (role_id, resource) do nothing;

-- Whoever knows the addresses of contacts by sight knows those of mails no better.
insert into auth.role_field (role_id, resource, field, "right")
select f.role_id, 'mail_message', 'recipient', f."right"
  from auth.role_field f where f.resource = 'contact' and f.field = 'email' and f."right" in ('mask', 'none')
on conflict (role_id, resource, field) do nothing;
