// SPDX-License-Identifier: AGPL-3.0-or-later
// Records for tests of every resource: through the API where the definition lets people create,
// as rows of the superuser where only the server does (jobs, notifications, exports).
import {IDS, mayWrite} from '../fixtures/people.mjs';
import {resource} from './env.mjs';
import {literal} from './psql.mjs';
import {createBody} from './samples.mjs';

/** A customer of his, for what hangs on one. */
const ownAccount = (owner) => `with a as (insert into app.account (name, owner_id, department_id, created_by)
    select '测试所属客户', u.id, u.department_id, u.id from app."user" u where u.id = ${owner} returning id)`;

/** The product line that is offered to anybody: lines are everybody's to see, so one for all. */
const OFFERED = '01890000-0000-7000-8000-c0000000000f';

const SERVER_MADE = {
  job: (owner) => `insert into app.job (kind, state, owner_id, created_by) values ('import', 'done', ${owner}, ${owner})`,
  notification: (owner) => `insert into app.notification (kind, title, body, resource, record_id, owner_id, created_by)
    values ('system', '测试通知', '内容', 'product', ${literal(IDS.product)}, ${owner}, ${owner})`,
  care_finding: (owner, {parent_resource: r = null, parent_id: id = null} = {}) => `insert into app.care_finding (message, severity, parent_resource, parent_id, owner_id, created_by)
    values ('资料不全', 'incomplete', ${literal(r)}, ${literal(id)}, ${owner}, ${owner})`,
  account_class: (owner) => `${ownAccount(owner)} insert into app.account_class (account_id, dimension_id, class_id, how, created_by)
    select a.id, ${literal(IDS.dimension)}, ${literal(IDS.dimension_class)}, 'hand', ${owner} from a`,
  account_value: (owner) => `${ownAccount(owner)} insert into app.account_value (account_id, model_id, kind, realised, potential, model_value, currency, deals, last_won_on, created_by)
    select a.id, ${literal(IDS.value_model)}, 'value', 1200, 30, 500, 'CNY', 2, '2025-11-03', ${owner} from a`,
  account_offer: (owner) => `${ownAccount(owner)}, c as (insert into app.product_category (id, name) values (${literal(OFFERED)}, '测试产品线') on conflict do nothing) insert into app.account_offer (account_id, model_id, category_id, typical, currency, buyers, peers, created_by)
    select a.id, ${literal(IDS.value_model)}, ${literal(OFFERED)}, 500, 'CNY', 3, 7, ${owner} from a`,
  group_member: (owner) => `with g as (insert into app.account_group (name, owner_id, created_by) values ('测试分组', ${owner}, ${owner}) returning id), ${ownAccount(owner).slice(5)}
    insert into app.group_member (account_id, group_id, created_by) select a.id, g.id, ${owner} from a, g`,
  pool_record: (owner) => `with p as (insert into app.pool (name, user_ids) values ('测试公海', array[${owner}::uuid]) returning id)
    insert into app.pool_record (resource, record_id, pool_id, name, released_at) select 'account', meta.uuid_v7(), p.id, '测试公海客户', now() from p`,
  ownership: (owner, {parent_resource: r = null, parent_id: id = null} = {}) => `insert into app.ownership (kind, from_id, parent_resource, parent_id, owner_id, created_by)
    values ('release', ${owner}, ${literal(r)}, ${literal(id)}, ${owner}, ${owner})`,
  duplicate_group: (owner) => `insert into app.duplicate_group (resource, member_ids, score, created_by)
    values ('account', to_jsonb(array[meta.uuid_v7(), meta.uuid_v7()]), 80, ${owner})`,
  export: (owner) => `insert into app.export (resource, format, state, owner_id, created_by) values ('account', 'csv', 'done', ${owner}, ${owner})`,
  webhook_delivery: () => `with w as (insert into app.webhook (name, url, resource, user_id) values ('测试', 'https://x.example/', 'account', ${literal(IDS.admin)}) returning id)
    insert into app.webhook_delivery (webhook_id, resource, event, state) select id, 'account', 'ping', 'failed' from w`,
};

/** The body without the fields that this person may not write. */
export const permitted = (r, token, body) => Object.fromEntries(Object.entries(body).filter(([name]) => mayWrite(token, r, name)));

/** A create body that this person may send: records that it must refer to are made as his own. */
export async function bodyFor(stack, r, token = 'admin', changes = {}, n = 0) {
  const whole = createBody(r, n, changes);
  if (!whole || token === 'admin' || !token) return whole;
  const body = {...permitted(r, token, whole), ...changes};
  for (const f of r.fields.filter((x) => x.type === 'reference' && x.required && x.to && !(x.name in changes))) {
    const to = resource(f.to);
    if (['owned', 'inherited:any'].includes(to.access)) body[f.name] = (await makeRecord(stack, to, token)).data.id;
  }
  // a person that the example names is himself: not everybody sees everybody
  for (const f of r.fields.filter((x) => x.to === 'user' && x.type === 'reference' && !x.required && body[x.name] && !(x.name in changes))) body[f.name] = IDS[token];
  return body;
}

/** One record of the resource as the given person reads it: {data, etag}. */
export async function makeRecord(stack, r, token = 'admin', changes = {}, n = 0) {
  const body = await bodyFor(stack, r, token, changes, n);
  if (body) {
    const made = await stack.post(`/${r.path}`, token, body);
    if (made.status !== 201) throw new Error(`create ${r.name}: ${made.status} ${made.text}`);
    return {data: made.json.data, etag: made.etag, changeSet: made.headers['change-set']};
  }
  const id = await insertServerMade(stack, r.name, IDS[token], changes);
  const read = await stack.get(`/${r.path}/${id}`, token);
  if (read.status !== 200) throw new Error(`read ${r.name}: ${read.status} ${read.text}`);
  return {data: read.json.data, etag: read.etag};
}

export async function insertServerMade(stack, name, ownerId, changes = {}) {
  if (!SERVER_MADE[name]) throw new Error(`${name} has neither create nor a row in tests/lib/make.mjs`);
  return stack.sql(`${SERVER_MADE[name](literal(ownerId), changes)} returning id;`);
}

/** A merge patch that really changes the record, or null when nothing can be changed. */
export function changeOf(r, record, token = 'admin') {
  const free = r.fields.filter((x) => !r.keys.some((k) => k.includes(x.name)) && mayWrite(token, r, x.name));
  const f = free.find((x) => ['text', 'long_text'].includes(x.type) && !x.readonly && !x.write_once && !x.pattern && !x.unique && !x.system)
    ?? free.find((x) => x.type === 'integer' && !x.readonly && !x.write_once && !x.system)
    ?? free.find((x) => ['money', 'decimal'].includes(x.type) && !x.readonly && !x.write_once)
    ?? free.find((x) => x.type === 'json' && !x.readonly && !x.write_once);
  if (!f) return null;
  if (f.type === 'money' || f.type === 'decimal') return {[f.name]: (Number(record[f.name] ?? 0) + 1).toFixed(2)};
  if (f.type === 'integer') return {[f.name]: (record[f.name] ?? 0) + 1 > (f.max ?? Infinity) ? f.min ?? 0 : (record[f.name] ?? 0) + 1};
  if (f.type === 'json') return {[f.name]: {changed: Object.keys(record[f.name] ?? {}).length + 1}};
  return {[f.name]: `${record[f.name] ?? ''}改`.slice(-(f.max ?? 100))};
}

export const opportunity = (stack, token, changes) => makeRecord(stack, resource('opportunity'), token, changes);
