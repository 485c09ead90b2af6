// SPDX-License-Identifier: AGPL-3.0-or-later
// Within v1 the contract only grows: nothing of what the last release promised is broken, and each way of breaking it is seen.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import test from 'node:test';
import {broken, promisesOf} from '../../openapi/build/promises.mjs';
import {ROOT, read} from './tree.mjs';

const contract = () => JSON.parse(read('openapi/dist/openapi.json'));
const before = promisesOf(contract());
const after = (change) => {
  const document = contract();
  change(document, document.components.schemas);
  return broken(before, promisesOf(document));
};

test('the contract keeps what the last release promised', () => {
  const r = spawnSync(process.execPath, ['openapi/release.mjs'], {cwd: ROOT, encoding: 'utf8'});
  assert.equal(r.status, 0, `${r.stderr}\nA new release promises anew: node openapi/release.mjs --write, with a line in CHANGELOG.md`);
});

test('additions break nobody', () => {
  assert.deepEqual(after((d, s) => {
    d.paths['/novelties'] = {get: {parameters: [{in: 'query', name: 'q', required: true, schema: {type: 'string', minLength: 2}}], responses: {200: {}}}};
    s.AccountCreate.properties.novelty = {type: 'string', pattern: '^x'};
    s.AccountRead.properties.novelty = {type: 'string'};
    s.AccountCreate.properties.kind.enum.push('novelty');
    s.AccountCreate.properties.name.maxLength += 1;
  }), []);
});

const BREAKS = {
  'an operation is gone': (d) => { delete d.paths['/accounts'].post; },
  'a parameter is gone': (d) => { d.paths['/accounts'].get.parameters.pop(); },
  'a parameter is needed': (d) => { d.paths['/accounts'].get.parameters.push({in: 'query', name: 'novelty', required: true, schema: {type: 'string'}}); },
  'a field is not taken any more': (d, s) => { delete s.AccountCreate.properties.name; },
  'a field is not given any more': (d, s) => { delete s.AccountRead.properties.name; },
  'a field has another type': (d, s) => { s.AccountRead.properties.name.type = 'integer'; },
  'a value is not taken any more': (d, s) => { s.AccountCreate.properties.kind.enum.shift(); },
  'a field is needed': (d, s) => { s.AccountCreate.required.push('short_name'); },
  'a field is shorter': (d, s) => { s.AccountCreate.properties.name.maxLength -= 1; },
  'a field is limited': (d, s) => { s.AccountCreate.properties.kind.maxLength = 3; },
  'a field has a pattern': (d, s) => { s.AccountCreate.properties.name.pattern = '^x'; },
  'a kind of answer is gone': (d) => { delete d.paths['/accounts'].post.responses[201]; },
};
for (const [what, change] of Object.entries(BREAKS)) test(`it is seen that ${what}`, () => assert.ok(after(change).length > 0));
