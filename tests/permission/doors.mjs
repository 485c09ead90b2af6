// SPDX-License-Identifier: AGPL-3.0-or-later
// Every door of the service as a list of requests that one person makes about one resource: lists by
// each filter and order, search, counts, groups, exports, records, histories, writes that must fail,
// the bin. Made from the catalog, so that a new resource is visited by itself.
import {IDS} from '../fixtures/people.mjs';
import {catalog} from '../lib/env.mjs';
import {createBody} from '../lib/samples.mjs';

const MISSING = '01890000-0000-7000-8000-ffffffffffff';

const VALUES = {
  text: ['隐', 'Acme'], code: ['C-000001'], phone: ['0574', '999'], email: ['a@example.org'], url: ['https://a.example.org/'], integer: ['1', '420'],
  money: ['100', '5000'], decimal: ['1'], percent: ['50'], boolean: ['true'], date: ['2026-03-05'], datetime: ['2026-01-01T00:00:00Z'], tags: ['VIP'], long_text: ['隐'],
};

function valuesOf(f, hidden) {
  if (f.choices) return f.choices.slice(0, 2).map((c) => c.value);
  if (f.type === 'reference' || f.type === 'references') return [hidden[0] ?? MISSING, MISSING];
  return VALUES[f.type] ?? [];
}

function valueFor(op, values) {
  if (op === 'null') return [['true'], ['false']];
  if (op === 'within') return [['this_month']];
  if (op === 'in' || op === 'nin') return [values];
  return values.map((v) => [v]);
}

/** Reads of whole resources. All fields of the catalog are named, also those that the person may not read. */
function* collectionDoors(r, hidden) {
  const get = (path, params) => ({method: 'GET', path, params});
  const list = `/${r.path}`;
  yield get(list, {limit: 200, count: 'exact'});
  yield get(list, {limit: 2});
  yield get(list, {count: 'capped', limit: 1, sort: '-updated_at'});
  for (const f of r.fields) {
    for (const op of f.filters) for (const v of valueFor(op, valuesOf(f, hidden))) yield get(list, {[op === 'eq' ? f.name : `${f.name}[${op}]`]: v, count: 'exact'});
    yield get(list, {sort: f.name, fields: 'id', limit: 200});
    yield get(list, {sort: `-${f.name}`, fields: `id,${f.name}`, limit: 3});
    yield get(`${list}/aggregate`, {group: f.type === 'date' || f.type === 'datetime' ? `${f.name}:year` : f.name, measure: 'count'});
    yield get(`${list}/aggregate`, {measure: `count,sum:${f.name},min:${f.name},max:${f.name},avg:${f.name}`});
    yield get(list, {filter: {or: [{field: f.name, op: 'null', value: true}, {field: 'version', op: 'gt', value: 5}]}, count: 'exact'});
    if (f.type === 'reference') {
      const name = f.name.replace(/_id$/, '');
      yield get(list, {include: name, limit: 200});
      yield get(list, {[`${name}.name[contains]`]: '隐', count: 'exact'});
      yield get(list, {[`${name}.annual_revenue[gt]`]: '1', count: 'exact'});
      yield get(list, {[`${name}.version[gte]`]: '1', count: 'exact'});
    }
  }
  for (const q of ['隐', '隐藏', 'yincang', 'yc', 'Acme', '0574', '999', '可见']) yield get(list, {q, count: 'exact', limit: 200});
  for (const format of ['csv', 'json', 'txt', 'xlsx']) yield get(`${list}/export`, {format, sort: 'id'});
  for (const format of r.postal ? ['envelopes', 'labels'] : ['labels']) {
    const printed = {format, print: {skip: true, without_postcode: true, phone: true}, sort: 'id'};
    yield get(`${list}/export`, printed);
    if (r.postal) yield get(`${list}/postal`, printed);
    if (r.postal) yield get(`${list}/postal`, {format, q: '隐'});
  }
  yield get('/recycle-bin', {resource: r.name, count: 'exact', limit: 200});
}

/** What the person does to one record, his own or a hidden one, that changes nothing. */
export function* recordDoors(r, id, hidden) {
  const one = `/${r.path}/${id}`;
  const refs = r.fields.filter((f) => f.type === 'reference' && f.to).map((f) => f.name.replace(/_id$/, ''));
  yield {method: 'GET', path: one};
  yield {method: 'GET', path: one, params: {include: refs.slice(0, 8)}};
  yield {method: 'GET', path: one, headers: {'If-None-Match': '"1.1.1"'}};
  yield {method: 'GET', path: `${one}/history`};
  yield {method: 'GET', path: `${one}/history`, params: {before_version: 2}};
  yield {method: 'GET', path: `${one}/access`};
  yield {method: 'GET', path: `${one}/why`};
  for (const op of catalog.operations.filter((x) => x.method === 'GET' && x.function && x.path.startsWith(`/${r.path}/{id}/`))) yield {method: 'GET', path: op.path.replace('{id}', id)};
  yield {method: 'GET', path: `${one}/why`, params: {field: 'owner_id'}};
  yield {method: 'PATCH', path: one, body: {no_such_field: 1}, headers: {'If-Match': '*'}};
  yield {method: 'PATCH', path: one, body: {}};
  yield {method: 'DELETE', path: one};
  yield {method: 'DELETE', path: one, headers: {'If-Match': '"99.1.1"'}};
  yield {method: 'PATCH', path: one, body: {}, headers: {'If-Match': '"99.1.1"'}};
  for (const f of r.fields.filter((x) => x.mask && x.sensitive)) yield {method: 'POST', path: `${one}/reveal`, body: {fields: [f.name], reason: '核对资料'}};
  if (!hidden) return;
  const action = (name, body, headers) => ({method: 'POST', path: `${one}/${name}`, body, headers});
  yield {method: 'PATCH', path: one, body: {}, headers: {'If-Match': '*'}};
  yield {method: 'DELETE', path: one, headers: {'If-Match': '*'}};
  const masked = r.fields.filter((f) => f.mask).map((f) => f.name);
  for (const name of [...masked, ...(masked.length ? ['zz_no_such'] : [])]) yield action('reveal', {fields: [name], reason: '核对资料'});
  yield action('restore');
  yield action('purge');
  yield action('transfer', {owner_id: MISSING}, {'If-Match': '*'});
  yield {method: 'POST', path: `/${r.path}/bulk`, body: {action: 'delete', ids: [id, MISSING]}};
  yield {method: 'GET', path: `${one}/shares`};
  yield action('share', {kind: 'user', to: MISSING});
  yield action('unshare', {share_id: MISSING});
  if (r.match) {
    const own = {resource: r.name, id};
    yield {method: 'POST', path: '/duplicates/check', body: {...own, values: {[r.name_field]: '隐'}}};
    yield {method: 'POST', path: '/duplicates/ask', body: {...own, wish: 'notify'}};
    yield {method: 'POST', path: '/duplicates/keep', body: {...own, reason: '另一家公司'}};
    yield {method: 'POST', path: '/merges', body: {...own, other_ids: [MISSING]}};
    yield {method: 'POST', path: '/merges', body: {resource: r.name, id: MISSING, other_ids: [id]}};
    yield {method: 'POST', path: '/merges/undo', body: own};
  }
}

/** References to what is hidden, in bodies that are refused. */
function* writeDoors(r, hidden) {
  yield {method: 'POST', path: `/${r.path}`, body: {}};
  const body = createBody(r, 1);
  if (!body || !hidden.length) return;
  for (const f of r.fields.filter((x) => x.type === 'reference' && !x.readonly)) {
    yield {method: 'POST', path: `/${r.path}`, body: {...body, [f.name]: hidden[0], version: 1}};
    if (f.to && f.to !== 'user') yield {method: 'POST', path: `/${r.path}`, body: {...body, [f.name]: hidden[0]}, mustFail: true};
  }
}

/** All requests about a resource. own = ids that he sees, hidden = ids that he must not know. */
export function* doorsOf(r, own, hidden) {
  yield* collectionDoors(r, hidden);
  for (const id of own.slice(0, 2)) yield* recordDoors(r, id, false);
  for (const id of hidden.slice(0, 2)) yield* recordDoors(r, id, true);
  yield* recordDoors(r, MISSING, true);
  yield* writeDoors(r, hidden);
}

/** What is no operation of a resource; ids that he must not know stand where the path asks for one. */
export const otherDoors = (hidden) => {
  const of = (name) => [...(hidden.get(name) ?? []).slice(0, 1), MISSING];
  const at = (name, method, path, more = {}) => of(name).map((id) => ({method, path: path.replace('{id}', id), ...more}));
  return [
    ...['/api-keys', '/auth/me', '/auth/sessions', '/auth/identities', '/change-sets', '/meta', '/audit', '/audit/export', '/audit/state', '/audit/alarm-rules'].map((path) => ({method: 'GET', path})),
    {method: 'PUT', path: '/audit/alarm-rules', body: {rules: [{kind: 'reveal', per_day: 50, is_active: true}]}}, {method: 'DELETE', path: `/auth/identities/${MISSING}`},
    {method: 'POST', path: `/auth/oidc/${MISSING}/link`, body: {binding: 'b'.repeat(43), password: 'not the password'}},
    {method: 'POST', path: '/auth/identities', body: {state: 's'.repeat(43), binding: 'b'.repeat(43), code: 'c'}},
    {method: 'PUT', path: `/identity-providers/${MISSING}/secret`, body: {secret: 'a secret'}}, {method: 'POST', path: `/identity-providers/${MISSING}/test`, body: {}},
    {method: 'POST', path: '/api-keys', body: {user_id: MISSING, name: 'x'}}, {method: 'DELETE', path: `/api-keys/${MISSING}`}, {method: 'DELETE', path: `/auth/sessions/${MISSING}`},
    {method: 'POST', path: '/auth/password', body: {old: 'not the password', new: 'a long new pass phrase'}}, {method: 'POST', path: '/auth/totp/confirm', body: {code: '000000'}},
    {method: 'POST', path: '/auth/view-as', body: {user_id: MISSING, reason: '核对权限'}}, {method: 'POST', path: '/auth/view-as/end'},
    {method: 'POST', path: '/auth/totp/clear', body: {}}, {method: 'POST', path: `/users/${MISSING}/invitation`, body: {}}, {method: 'POST', path: `/change-sets/${MISSING}/undo`},
    {method: 'GET', path: `/roles/${MISSING}/rights`}, {method: 'PUT', path: `/roles/${MISSING}/rights`, body: {resources: []}, headers: {'If-Match': '*'}},
    {method: 'POST', path: '/notifications/mark-read', body: {ids: hidden.get('notification')}},
    ...at('file', 'GET', '/files/{id}/content'), ...at('file', 'PUT', '/files/{id}/content', {body: Buffer.from('x'), headers: {'Content-Type': 'application/octet-stream'}}),
    ...at('job', 'POST', '/jobs/{id}/cancel'), ...at('import', 'POST', '/imports/{id}/analyse', {body: {}}), ...at('import', 'POST', '/imports/{id}/run', {body: {dry_run: true}}),
    ...['account', 'contact', 'opportunity', 'lead'].flatMap((name) => of(name).map((id) => ({method: 'POST', path: '/follow-ups', body: {parent_resource: name, parent_id: id, kind: 'call', body: 'x'}, mustFail: true}))),
    ...['secret', 'test'].map((what) => ({method: 'POST', path: `/webhooks/${MISSING}/${what}`, mustFail: true})), {method: 'POST', path: `/webhook-deliveries/${MISSING}/again`, mustFail: true},
    ...at('pool_record', 'POST', '/pool-records/{id}/claim', {body: {}, mustFail: true}),
    ...of('pool_record').map((id) => ({method: 'POST', path: '/pool-records/assign', body: {ids: [id], owner_id: MISSING}, mustFail: true})),
    ...of('account').map((id) => ({method: 'POST', path: '/pool-records/release', body: {resource: 'account', ids: [id], reason: 'no_need'}, mustFail: true})),
    ...of('account').map((id) => ({method: 'POST', path: '/account-classes/assign', body: {ids: [id], dimension_id: IDS.dimension, class_id: IDS.dimension_class}, mustFail: true})),
    ...of('account_group').map((group) => ({method: 'POST', path: `/account-groups/${group}/members`, body: {ids: of('account'), is_in: true}, mustFail: true})),
    {method: 'POST', path: `/value-models/${IDS.value_model}/run`, body: {}, mustFail: true},
    ...[['sides', {}], ['decide', {decision: 'approve'}], ['extend', {reason: '预算推迟'}], ['withdraw', {}]].flatMap(([verb, body]) => at('registration', 'POST', `/registrations/{id}/${verb}`, {body, mustFail: true})),
    ...at('lead', 'POST', '/leads/{id}/convert', {body: {account: {name: 'x'}}, headers: {'If-Match': '*'}, mustFail: true}),
    ...of('lead').map((id) => ({method: 'POST', path: '/pool-records/release', body: {resource: 'lead', ids: [id], reason: 'no_need'}, mustFail: true})),
    ...['preview', 'run'].flatMap((what) => at('handover', 'POST', `/handovers/{id}/${what}`, {headers: {'If-Match': '*'}, mustFail: true})), ...at('handover', 'POST', '/handovers/{id}/items', {body: {}, mustFail: true}),
    {method: 'POST', path: '/exports', body: {resource: 'user', format: 'csv', fields: ['password_hash']}},
    {method: 'POST', path: '/duplicates/scan', body: {}},
    {method: 'PUT', path: '/auth/digest', body: {at: null}},
    ...at('mail_template', 'POST', '/mail-templates/{id}/render', {body: {record_id: MISSING}, mustFail: true}),
  ];
};

export const commonDoors = (words) => [
  ...words.map((q) => ({method: 'GET', path: '/search', params: {q, limit: 50}})),
  // of hidden records, in one of the worlds
  {method: 'POST', path: '/phone-lookup', body: {number: '0577-12345678'}},
  {method: 'GET', path: '/meta'}, {method: 'GET', path: '/auth/me'}, {method: 'GET', path: '/change-sets', params: {limit: 200}},
];
