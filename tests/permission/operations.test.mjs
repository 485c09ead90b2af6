// SPDX-License-Identifier: AGPL-3.0-or-later
// Every operation of the catalog that is no standard operation of a resource, by people with
// different rights and by nobody. What must come out is written by hand in operations.csv.
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {test} from 'node:test';
import {readTable} from '../lib/csv.mjs';
import {catalog} from '../lib/env.mjs';
import {openEvents} from '../lib/events.mjs';
import {IDS, PASSWORD} from '../fixtures/people.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const table = readTable(join(here, 'operations.csv'));
const h = withStack();
const MISSING = '01890000-0000-7000-8000-fffffffffff0';

/** Bodies and parameters that are well formed, so that only the right decides. */
const REQUESTS = {
  api_key_create: {body: {user_id: MISSING, name: 'x'}},
  auth_password: {body: {old: 'not the password', new: 'a long new pass phrase'}},
  auth_identity_start: {body: {binding: 'b'.repeat(43), password: PASSWORD}},
  auth_identity_create: {body: {state: 's'.repeat(43), binding: 'b'.repeat(43), code: 'c'}},
  provider_secret_write: {body: {secret: 'a secret'}},
  provider_test: {body: {}},
  auth_view_as_begin: {body: {user_id: MISSING, reason: 'x'}},
  auth_totp_confirm: {body: {code: '000000'}},
  user_invite: {body: {}},
  phone_lookup: {body: {number: '13800571234'}},
  pool_claim: {body: {}},
  pool_assign: {body: {ids: [MISSING], owner_id: MISSING}},
  pool_release: {body: {resource: 'account', ids: [MISSING], reason: 'no_need'}},
  account_class_assign: {body: {ids: [MISSING], dimension_id: IDS.dimension, class_id: null}},
  value_model_run: {body: {}},
  account_group_members: {body: {ids: [MISSING], is_in: true}},
  registration_sides: {body: {}},
  registration_decide: {body: {decision: 'approve'}},
  registration_extend: {body: {reason: '预算推迟'}},
  registration_withdraw: {body: {}},
  lead_convert: {body: {account: {name: 'x'}}, headers: {'If-Match': '*'}},
  handover_run: {headers: {'If-Match': '*'}},
  handover_items: {body: {}},
  duplicate_check: {body: {resource: 'account', values: {name: '苏州没有'}}},
  duplicate_ask: {body: {key: MISSING, wish: 'notify'}},
  duplicate_keep: {body: {resource: 'account', id: MISSING, reason: '另一家公司'}},
  duplicate_scan: {body: {}},
  record_merge: {body: {resource: 'account', id: MISSING, other_ids: [MISSING.replace('0', '1')]}},
  record_unmerge: {body: {resource: 'account', id: MISSING}},
  mail_template_render: {body: {record_id: MISSING}},
  digest_write: {body: {at: null}},
  recycle_bin_list: {params: {resource: 'account'}},
  file_content_write: {body: Buffer.from('x'), headers: {'Content-Type': 'application/octet-stream'}},
  follow_up_create: {body: {parent_resource: 'account', parent_id: MISSING, kind: 'call', body: 'x'}},
  export_open: {body: {resource: 'account', format: 'csv'}},
  import_analyse: {body: {}},
  import_run: {body: {dry_run: true}},
  search: {params: {q: '苏州'}},
  notification_read_mark: {body: {all: true}},
  alarm_rule_write: {body: {rules: [{kind: 'reveal', per_day: 50, is_active: true}]}},
  role_rights_write: {body: {resources: []}, headers: {'If-Match': '*'}},
};

const shared = catalog.operations.filter((o) => o.auth !== 'none' && !o.root);

test('the_table_names_every_operation_that_needs_a_person', () => {
  assert.deepEqual([...new Set(table.map((row) => row.for))].sort(), shared.map((o) => o.id).sort());
});

/** A token of one's own for each request, because some of them end the session. */
async function tokenOf(persona) {
  if (persona === 'none') return undefined;
  const answer = expectStatus(await h.stack.api('POST', '/auth/login', {body: {username: persona, password: PASSWORD, refresh: 'body'}}), 200);
  return answer.json.access_token;
}

for (const row of table) {
  for (const persona of ['none', 'nobody', 'rep_a', 'admin']) {
    test(`${row.for}_by_${persona}_is_${row[persona]}`, async () => {
      const operation = shared.find((o) => o.id === row.for);
      if (row.for === 'event_stream') {
        const stream = await openEvents(h.stack, await tokenOf(persona));
        stream.close();
        return assert.equal(String(stream.status), row[persona]);
      }
      const answer = await h.stack.api(operation.method, operation.path.replace(/\{[^}]+\}/, MISSING), {...REQUESTS[row.for], token: await tokenOf(persona)});
      return assert.equal(String(answer.status), row[persona], answer.text.slice(0, 300));
    });
  }
}
