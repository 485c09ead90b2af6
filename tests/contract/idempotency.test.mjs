// SPDX-License-Identifier: AGPL-3.0-or-later
// Idempotency keys: the same request again answers the same and does nothing twice; another body is
// refused; a failure frees the key; keys belong to one person and one route.
import {describe, test} from 'node:test';
import {randomUUID} from 'node:crypto';
import {catalog} from '../lib/env.mjs';
import {createBody} from '../lib/samples.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const count = async (r) => Number(await h.stack.sql(`select count(*) from app."${r.name}";`));

for (const r of catalog.resources.filter((x) => x.operations.includes('create'))) {
  describe(r.name, () => {
    const post = (body, key, token = 'admin') => h.stack.post(`/${r.path}`, token, body, {'Idempotency-Key': key});

    test('replay_answers_the_same_and_creates_once', async () => {
      const [body, key] = [createBody(r), randomUUID()];
      const first = expectStatus(await post(body, key), 201);
      const before = await count(r);
      const again = expectStatus(await post(body, key), 201);
      assert.equal(again.text, first.text);
      assert.equal(again.headers.location, first.headers.location);
      assert.equal(again.etag, first.etag);
      assert.equal(await count(r), before);
    });

    test('another_body_under_the_key_is_422', async () => {
      const key = randomUUID();
      expectStatus(await post(createBody(r, 0), key), 201);
      expectProblem(await post({...createBody(r, 0), id: randomUUID().replace(/^(.{14})./, '$17')}, key), 422, 'idempotency_mismatch');
    });

    test('a_failed_request_frees_the_key', async () => {
      const key = randomUUID();
      expectStatus(await post({no_such_field: 1}, key), [400, 422]);
      expectStatus(await post(createBody(r), key), 201);
    });
  });
}

describe('keys', () => {
  const account = {name: '幂等测试'};
  const post = (key, token = 'admin', path = '/accounts', body = account) => h.stack.post(path, token, body, {'Idempotency-Key': key});

  test('at_the_same_moment_one_row_is_made', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({length: 8}, () => post(key)));
    const ids = new Set(answers.filter((a) => a.status === 201).map((a) => a.json.data.id));
    assert.equal(ids.size, 1);
    answers.forEach((a) => expectStatus(a, [201, 409, 503]));
    assert.equal(await h.stack.sql(`select count(*) from app.account where id = '${[...ids][0]}';`), '1');
  });

  test('keys_of_other_people_and_routes_are_apart', async () => {
    const key = randomUUID();
    const mine = expectStatus(await post(key), 201).json.data.id;
    const other = expectStatus(await post(key, 'rep_a'), 201).json.data.id;
    const contact = expectStatus(await post(key, 'admin', '/contacts'), 201).json.data.id;
    assert.equal(new Set([mine, other, contact]).size, 3);
  });

  test('too_long_or_empty_keys_are_400', async () => {
    expectStatus(await post('k'.repeat(256)), 400);
    expectStatus(await post('k'.repeat(255)), 201);
  });

  test('a_day_old_key_is_forgotten', async () => {
    const key = randomUUID();
    const first = expectStatus(await post(key), 201);
    await h.stack.sql(`update auth.idempotency set created_at = created_at - interval '25 hours' where key = '${key}';`);
    const second = expectStatus(await post(key), 201);
    assert.notEqual(second.json.data.id, first.json.data.id);
  });
});
