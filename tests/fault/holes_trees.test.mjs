// SPDX-License-Identifier: AGPL-3.0-or-later
// A hierarchy stays a tree also when two people change it at the same moment, and from the first row on.
import {describe, test} from 'node:test';
import {resource} from '../lib/env.mjs';
import {makeRecord} from '../lib/make.mjs';
import {assert, expectProblem, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack();
const trees = {account: ['parent_id', 'rep_a'], department: ['parent_id', 'admin'], product_category: ['parent_id', 'admin']};

for (const [name, [field, who]] of Object.entries(trees)) {
  const r = resource(name);
  describe(name, () => {
    let n = 100;
    const make = async () => (await makeRecord(h.stack, r, who, {[field]: null, name: `树 ${name} ${n}`}, n++)).data.id;
    const hang = (id, below) => h.stack.patch(`/${r.path}/${id}`, who, {[field]: below}, '*');

    test('two_changes_at_once_make_no_ring', async () => {
      for (let round = 0; round < 8; round++) {
        const [a, b] = [await make(), await make()];
        const answers = await Promise.all([hang(a, b), hang(b, a)]);
        answers.forEach((x) => expectStatus(x, [200, 422, 503]));
        assert.ok(answers.some((x) => x.status !== 200), 'both went through');
      }
    });

    test('an_undo_makes_no_ring', async () => {
      const [a, b] = [await make(), await make()];
      expectStatus(await hang(a, b), 200);
      const loose = expectStatus(await hang(a, null), 200).headers['change-set'];
      expectStatus(await hang(b, a), 200);
      const undone = expectStatus(await h.stack.post(`/change-sets/${loose}/undo`, who), 200).json.data;
      assert.deepEqual([undone.undone, undone.conflicts.map((c) => c.id)], [0, [a]]);
    });

    test('nothing_is_made_below_itself', async () => {
      const id = `01890000-0000-7000-8000-${String(++n).padStart(12, '0')}`;
      const body = {...(await h.stack.get(`/${r.path}/${await make()}`, who)).json.data};
      const free = Object.fromEntries(Object.entries(body).filter(([key]) => r.fields.some((f) => f.name === key && f.required && !f.readonly)));
      expectProblem(await h.stack.post(`/${r.path}`, who, {...free, name: `自己 ${name}`, id, [field]: id}), 422, 'invalid');
    });
  });
}
