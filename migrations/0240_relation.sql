-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who knows whom: ties of contacts with each other and with our own people. Seen and written with the contact.

create table app.relation (
    id         uuid not null default meta.uuid_v7(),
    code       text,
    contact_id uuid not null,
    other_id   uuid,
    user_id    uuid,
    kind       text not null default 'acquaintance',
    strength   bigint default 3,
    since_on   date,
    note       text,
    constraint relation_pkey primary key (id),
    constraint relation_code_key unique (code),
    constraint relation_contact_id_fkey foreign key (contact_id) references app.contact (id),
    constraint relation_other_id_fkey foreign key (other_id) references app.contact (id),
    constraint relation_user_id_fkey foreign key (user_id) references app."user" (id),
    constraint relation_other_id_check check (other_id is distinct from contact_id and num_nonnulls(other_id, user_id) = 1),
    constraint relation_strength_check check (strength between 1 and 5)
);
call meta.add_standard('app.relation', false);
create sequence app.relation_code_seq;
-- whom a person knows, and the same tie from its other end
create index relation_contact_id_idx on app.relation (contact_id, created_at desc, id desc);
create index relation_other_id_idx on app.relation (other_id, created_at desc, id desc) where other_id is not null;
create index relation_user_id_idx on app.relation (user_id, created_at desc, id desc) where user_id is not null;
comment on table app.relation is 'That two people know each other';
