-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Purging a record makes PostgreSQL look for rows that still refer to it, deleted ones, too: an index over living rows
-- only is none for that question, so each purge read whole tables. The lists that these indexes serve stay served.

-- the accounts below one; the people and deals of one; purge of an account
drop index app.account_parent_id_idx;
create index account_parent_id_idx on app.account (parent_id, created_at desc, id desc);
drop index app.contact_account_id_idx;
create index contact_account_id_idx on app.contact (account_id, created_at desc, id desc);
drop index app.opportunity_account_id_idx;
create index opportunity_account_id_idx on app.opportunity (account_id, created_at desc, id desc);

-- a column of the board; the open deals of a pipeline; purge of a stage and a pipeline
drop index app.opportunity_stage_id_idx;
create index opportunity_stage_id_idx on app.opportunity (stage_id, created_at desc, id desc);
drop index app.opportunity_pipeline_id_idx;
create index opportunity_pipeline_id_idx on app.opportunity (pipeline_id, status);

-- the tree of categories and what is in one; the prices of a product; purge of a category, a product, a price book
drop index app.product_category_parent_id_idx;
create index product_category_parent_id_idx on app.product_category (parent_id, position, id);
drop index app.product_category_id_idx;
create index product_category_id_idx on app.product (category_id, name, id);
drop index app.price_book_item_product_id_idx;
create index price_book_item_product_id_idx on app.price_book_item (product_id);
create index price_book_item_price_book_id_idx on app.price_book_item (price_book_id);
