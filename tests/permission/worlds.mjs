// SPDX-License-Identifier: AGPL-3.0-or-later
// Two systems that differ only in what rep_a, the dealer, the lender and the others named in interference.test.mjs may not
// see. What is theirs is the same in both; by the seed differ: hidden records (number, values, deleted ones) in other hands,
// territories, partners, cells, of somebody whose absence is over, what hangs on them, with whom they are shared, others'
// absences, hidden and masked fields of their own records, and what hidden references point to.
import {IDS} from '../fixtures/people.mjs';
import {catalog, ruleOf} from '../lib/env.mjs';
import {insertServerMade, permitted} from '../lib/make.mjs';
import {literal, psql} from '../lib/psql.mjs';
import {createBody, randomBodies} from '../lib/samples.mjs';
import {startStack} from '../lib/stack.mjs';
import {expectStatus} from '../lib/suite.mjs';
import {WAYS, waysSql} from './ways.mjs';

export const scoped = catalog.resources.filter((r) => ['owned', 'inherited:any', 'inherited:owned', 'self'].includes(ruleOf(r)));
const id = (group, n) => `01890000-0000-7000-9000-${group}${String(n).padStart(12 - group.length, '0')}`;
const idsOf = (letter) => new Map(scoped.map((r, i) => [r.name, [1, 2].map((n) => id(`${letter}${i.toString(16)}`, n))]));
/** Person -> resource -> the ids of his two records; and the two that nobody of them sees. */
export const own = {rep_a: idsOf('a0'), dealer: idsOf('a1'), lender: idsOf('a2')};
export const hidden = idsOf('b0');

/** Stands in every hidden text and is asked for by nobody; the digits are the masked part of a telephone number. */
export const CANARY = 'KANARIE7f3a';
export const SECRETS = /KANARIE7f3a|隐藏|44554321|77884321/;
/** The first custom field's name, and what is searched for in it. */
export const CUSTOM = 'cf_1';
export const SECRET_WORD = {1: '紫藤', 2: '蓝花楹'};
const phone = {1: '0574-44554321', 2: '0999-77884321'};

async function serverMade(stack, r, owner, ids, extra) {
  for (const known of ids) {
    const made = await insertServerMade(stack, r.name, IDS[owner] ?? WAYS[owner]);
    await stack.sql(`set session_replication_role = replica; update app."${r.name}" set id = '${known}' where id = '${made}';`);
  }
  for (let i = 0; i < extra; i += 1) await insertServerMade(stack, r.name, IDS[owner] ?? WAYS[owner]);
}

const dressed = (r, body) => ({...body, ...Object.fromEntries(r.fields.filter((f) => !f.readonly && !f.write_once && !f.pattern && !f.unique && !f.system
  && ((f.type === 'text' && f.name !== 'parent_resource' && !f.format && (f.max ?? 100) >= 40) || f.type === 'long_text')).map((f) => [f.name, `隐藏 Acme ${CANARY} ${body[f.name] ?? ''}`.slice(0, f.max ?? 100)]))});

/** What hangs on records hangs on the first ones of the same person, which are made before. */
const isLine = (r) => ruleOf(r) === 'inherited:owned';
const parentOf = (r, ids) => (isLine(r) ? Object.fromEntries(r.fields.filter((f) => f.required && f.type === 'reference' && ids.has(f.to)).map((f) => [f.name, ids.get(f.to)[0]])) : {});
/** A person that an example names is himself: not everybody sees everybody. */
const himself = (r, owner, body) => Object.fromEntries(r.fields.filter((f) => f.type === 'reference' && f.to === 'user' && !f.required && body[f.name]).map((f) => [f.name, IDS[owner] ?? WAYS[owner]]));
const turn = (r) => (r.name === 'import' ? 2 : Number(isLine(r)));

async function records(stack, owner, ids, seed) {
  let file;
  for (const r of [...scoped].sort((a, b) => turn(a) - turn(b))) {
    const [first, second] = ids.get(r.name);
    // Partners know nobody of the staff who could stand in for them.
    if (owner === 'dealer' && ['absence', 'handover'].includes(r.name)) continue;
    const bodies = r.operations.includes('create') ? [createBody(r, 0), createBody(r, 1), ...(seed ? randomBodies(r, seed * 2, seed) : [])] : null;
    if (!bodies) { await serverMade(stack, r, owner, [first, second].slice(0, seed || 2), seed); continue; }
    for (const [i, body] of bodies.entries()) {
      const known = i === 0 ? first : i === 1 && seed < 2 ? second : undefined;
      const made = expectStatus(await stack.post(`/${r.path}`, owner, {...permitted(r, owner, {...(seed ? dressed(r, body) : body), ...himself(r, owner, body)}), ...(r.fields.some((f) => f.name === 'visibility') && {visibility: 'private'}), ...parentOf(r, ids),
        ...(known && {id: known}), ...(file && r.fields.some((f) => f.name === 'file_id' && f.required) && {file_id: file})}), 201, `${owner} ${r.name}`);
      if (r.name === 'file') file = made.json.data.id;
      if (seed && i >= 2 && i % 2 === 0 && r.operations.includes('delete')) await stack.delete(`/${r.path}/${made.json.data.id}`, owner, '*');
    }
  }
}

/** Rows in other territories, partners, cells and hands, as many as the seed says, with what hangs on them. */
const otherWays = (seed) => `
  create temp table x as select meta.uuid_v7() as id, w.*, n from generate_series(1, ${seed}) n cross join (values
    ('territory_id', ${literal(WAYS.elsewhere)}::uuid, ${literal(IDS.rep_s)}::uuid), ('territory_id', ${literal(WAYS.market)}, ${literal(IDS.director)}),
    ('partner_id', ${literal(WAYS.other_company)}, ${literal(IDS.rep_s)}), ('none', null, ${literal(WAYS.back)}), ('none', null, ${literal(IDS.director)})) w (key, value, owner);
  insert into app.account (id, name, province, level, owner_id, department_id, territory_id, partner_id, phone, description, address, postcode)
  select id, '隐藏 ${CANARY} ' || n, 'P${seed}' || n, 'a', owner, ${literal(IDS.south)}, case key when 'territory_id' then value end, case key when 'partner_id' then value end, '${phone[seed]}', '${CANARY}', '${CANARY} 路 1 号', '21500${seed}' from x;
  insert into app.contact (name, account_id, owner_id) select '隐藏 ${CANARY}', id, owner from x;
  insert into app.opportunity (name, account_id, stage_id, amount, owner_id) select '隐藏 ${CANARY}', id, ${literal(IDS.stage)}, ${seed}000, owner from x;
  insert into app.note (body, parent_resource, parent_id, owner_id) select '隐藏 ${CANARY}', 'account', id, owner from x;
  insert into app.activity (kind, subject, status, parent_resource, parent_id, owner_id) select 'call', '隐藏 ${CANARY}', 'planned', 'account', id, owner from x;
  insert into app.file (name, size, mime_type, parent_resource, parent_id, owner_id) select '隐藏 ${CANARY}.txt', ${seed}, 'text/plain', 'account', id, owner from x;
  insert into auth.share (resource, record_id, grantee_kind, grantee_id, can_write, note) select 'account', id, 'user', ${literal(IDS.leaver)}, n = 1, '${CANARY}' from x;
  insert into app.absence (note, deputy_id, begins_at, ends_at, owner_id) select '${CANARY}', ${literal(IDS.leaver)}, now() - interval '1 day', now() + interval '${seed} days', owner from x where key = 'none';
  insert into app.report (name, resource, group_by, condition, description, owner_id) select '隐藏 ${CANARY}', 'account', 'level', '{"field": "name", "op": "contains", "value": "${CANARY}"}', '${CANARY}', owner from x where key = 'none';
  insert into app.pool (name, user_ids, description) select '隐藏 ${CANARY}', array[${literal(IDS.rep_s)}::uuid], '${CANARY}' from generate_series(1, ${seed});
  insert into app.pool_record (resource, record_id, pool_id, name, phone_hint, city, released_at)
  select 'account', x.id, (select p.id from app.pool p where p.name like '隐藏%' limit 1), '隐藏 ${CANARY}', '****${seed}321', '${CANARY}', now() from x;
  insert into app.ownership (kind, note, parent_resource, parent_id, owner_id) select 'release', '${CANARY}', 'account', id, owner from x;
  insert into audit.event (kind, resource, record_id, detail) select 'share', 'account', id, '{"note": "${CANARY}"}' from x;`;

/** Hidden and masked fields of their records, and the hidden account that a contact and a deal point to. */
async function hideFields(stack, seed) {
  const [theirs] = hidden.get('account');
  await stack.patch(`/accounts/${own.rep_a.get('account')[0]}`, 'admin', {annual_revenue: String(seed * 1000), phone: phone[seed]}, '*');
  await stack.patch(`/contacts/${own.rep_a.get('contact')[0]}`, 'admin', {birthday: seed === 1 ? '1984-06-18' : '1990-01-01'}, '*');
  for (const person of Object.values(own)) {
    await psql(stack.db, `set session_replication_role = replica;
      update app.account set bank_account = '62220212345679${seed}' where id = '${person.get('account')[0]}';
      update app.contact set id_number = '33020319840618123${seed}' where id = '${person.get('contact')[0]}';
      update app.contact set account_id = '${theirs}' where id = '${person.get('contact')[0]}';
      update app.opportunity set account_id = '${theirs}' where id = '${person.get('opportunity')[0]}';
      update app.account set parent_id = '${theirs}' where id = '${person.get('account')[0]}';`);
  }
  await psql(stack.db, `set session_replication_role = replica;
    update app.account set phone = '0577-${seed === 1 ? '12345678' : '87654321'}', bank_account = '62220212345678${seed}' where id = '${theirs}';
    update app.product set cost = ${seed * 7}, floor_price = ${seed * 9} where id = '${IDS.product}';`);
}

/** A field that the company added and its administrators keep to themselves, with a value in every account, searched too. */
async function hiddenCustomField(stack, seed) {
  await stack.sql(`insert into app.custom_field (resource, type, label_zh, label_en, is_searched) values ('account', 'text', '${CANARY}', '${CANARY}', true)`);
  await stack.until(async () => (await stack.sql(`select count(*) from app.custom_field where state = 'published'`)).trim() === '1', 'the field to be published');
  await stack.sql(`insert into auth.role_field (role_id, resource, field, "right") select r.id, 'account', '${CUSTOM}', 'none' from app.role r where r.id <> '${IDS.role_director}';
    update app.account set ${CUSTOM} = '${CANARY} ${SECRET_WORD[seed]}'`);
}

/** Bytes of a hidden file: the name of the world and the canary. */
async function hiddenContent(stack, seed) {
  const [file] = hidden.get('file');
  const body = Buffer.from(`${CANARY} ${seed}`);
  await stack.sql(`update app.file set size = ${body.length} where id = '${file}'`);
  expectStatus(await stack.api('PUT', `/files/${file}/content`, {token: 'rep_s', body, headers: {'Content-Type': 'application/octet-stream'}}), [200, 201, 204]);
}

/** Every reminder has run once, and none runs again: which world's worker is first would else show in `last_run_at`. */
async function remindersDone(stack) {
  await stack.sql(`delete from job.tick where name = 'reminder'`);
  await stack.until(async () => (await stack.sql('select count(*) from job.reminder_due() d join app.reminder t on t.id = d.id where t.last_run_at is null')).trim() === '0', 'the reminders');
  await stack.sql(`alter table app.reminder alter last_run_at set default '2099-01-01'; set session_replication_role = replica; update app.reminder set last_run_at = '2099-01-01' where last_run_at is not null;`);
}

/** Mails stay in line: how often the worker has tried would tell the worlds apart. So does what counts deals and groups of
 * everybody, at some moment: classes, figures and memberships are a declared disclosure (db/README.md). */
const jobsWait = `create function app.wait() returns trigger language plpgsql as $f$ begin new.run_at := '2099-01-01'; return new; end $f$;
  create trigger wait before insert on app.job for each row when (new.kind in ('mail_send', 'classify', 'value_night')) execute function app.wait();`;

/** One world; its programs' logs are kept whole in `stack.log`. */
export async function world(seed, more = '') {
  const stack = await startStack({fixtures: [waysSql, jobsWait, more], worker: true});
  stack.log = [];
  for (const child of [stack.apiProcess, stack.workerProcess]) child.stderr.on('data', (chunk) => stack.log.push(String(chunk)));
  try {
    for (const [person, ids] of Object.entries(own)) await records(stack, person, ids, 0);
    await records(stack, 'rep_s', hidden, seed);
    await stack.sql(otherWays(seed));
    await hideFields(stack, seed);
    await hiddenCustomField(stack, seed);
    await hiddenContent(stack, seed);
    await remindersDone(stack);
    return stack;
  } catch (error) {
    // Its programs would keep the tests from ending.
    await stack.stop();
    throw error;
  }
}
