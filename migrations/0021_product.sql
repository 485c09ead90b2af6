-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What we sell, and at what price.

create table app.product_category (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    parent_id   uuid,
    position    int not null default 0,
    description text,
    constraint product_category_pkey primary key (id),
    constraint product_category_parent_id_fkey foreign key (parent_id) references app.product_category (id),
    constraint product_category_parent_id_check check (parent_id is distinct from id)
);
call meta.add_standard('app.product_category', false);
call meta.add_search('app.product_category');
-- branches of a branch
create index product_category_parent_id_idx on app.product_category (parent_id, position, id) where deleted_at is null;
comment on table app.product_category is 'Branches of the catalogue tree';

create table app.product (
    id          uuid not null default meta.uuid_v7(),
    code        text,
    name        text not null,
    sku         text,
    model       text,
    brand       text,
    category_id uuid,
    kind        text default 'goods',
    unit        text default '台',
    price       numeric(20,4),
    floor_price numeric(20,4),
    cost        numeric(20,4),
    currency    text default 'CNY',
    tax_rate    numeric(9,4) default 13,
    barcode     text,
    is_active   boolean default true,
    tags        text[],
    description text,
    constraint product_pkey primary key (id),
    constraint product_code_key unique (code),
    constraint product_category_id_fkey foreign key (category_id) references app.product_category (id),
    constraint product_price_check check (price >= 0),
    constraint product_floor_price_check check (floor_price >= 0),
    constraint product_cost_check check (cost >= 0),
    constraint product_tax_rate_check check (tax_rate between 0 and 100)
);
call meta.add_standard('app.product', false);
call meta.add_search('app.product');
create sequence app.product_code_seq;
-- a number of goods names one product; a deleted one frees it
create unique index product_sku_key on app.product (sku) where deleted_at is null;
-- products of a branch
create index product_category_id_idx on app.product (category_id, name, id) where deleted_at is null;
-- sort=name, the default
create index product_name_idx on app.product (name, id) where deleted_at is null;
-- a scanned code
create index product_barcode_idx on app.product (barcode) where barcode is not null;
create index product_tags_idx on app.product using gin (tags) where deleted_at is null;
comment on table app.product is 'Goods and services that we sell; price with tax for one unit';

create table app.price_book (
    id          uuid not null default meta.uuid_v7(),
    name        text not null,
    currency    text default 'CNY',
    level       text,
    valid_from  date,
    valid_to    date,
    is_default  boolean default false,
    is_active   boolean default true,
    description text,
    constraint price_book_pkey primary key (id),
    constraint price_book_valid_to_check check (valid_to >= valid_from)
);
call meta.add_standard('app.price_book', false);
call meta.add_search('app.price_book');
comment on table app.price_book is 'A list of prices in one currency, for some customers and some time';

create table app.price_book_item (
    id            uuid not null default meta.uuid_v7(),
    code          text,
    price_book_id uuid not null,
    product_id    uuid not null,
    min_quantity  numeric(20,8) default 1,
    price         numeric(20,4) not null,
    floor_price   numeric(20,4),
    currency      text default 'CNY',
    constraint price_book_item_pkey primary key (id),
    constraint price_book_item_code_key unique (code),
    constraint price_book_item_price_book_id_fkey foreign key (price_book_id) references app.price_book (id),
    constraint price_book_item_product_id_fkey foreign key (product_id) references app.product (id),
    constraint price_book_item_min_quantity_check check (min_quantity >= 0),
    constraint price_book_item_price_check check (price >= 0),
    constraint price_book_item_floor_price_check check (floor_price >= 0)
);
call meta.add_standard('app.price_book_item', false);
create sequence app.price_book_item_code_seq;
-- one price for a product from a quantity on; also the items of a book
create unique index price_book_item_product_id_key
    on app.price_book_item (price_book_id, product_id, min_quantity) where deleted_at is null;
-- the prices of a product
create index price_book_item_product_id_idx on app.price_book_item (product_id) where deleted_at is null;
comment on table app.price_book_item is 'The price of a product in a price book, from a quantity on';
