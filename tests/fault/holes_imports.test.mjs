// SPDX-License-Identifier: AGPL-3.0-or-later
// An import is run once, whatever else is asked of it at the same moment: a slow analysis that ends after the run was
// started must not make it ready again.
import {test} from 'node:test';
import {Wizard, csv, mappingOf} from '../flow/lib/wizard.mjs';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const h = withStack(); // no worker: what is started stays started

test('an_analysis_under_way_does_not_open_a_started_import_again', async () => {
  const rows = 30;
  for (let round = 0; round < 6; round++) {
    const wizard = new Wizard(h.stack, 'rep_a');
    const id = await wizard.open('account', `race${round}.csv`, csv([['客户名称'], ...Array.from({length: rows}, (_, i) => [`竞 ${round} ${i}`])]));
    await wizard.options(id, {mapping: mappingOf(await wizard.analyse(id), {客户名称: 'name'})});
    const run = () => h.stack.post(`/imports/${id}/run`, 'rep_a', {dry_run: false});
    const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
    const [analysis, first] = await Promise.all([h.stack.post(`/imports/${id}/analyse`, 'rep_a', {}), wait(round).then(run)]);
    expectStatus(analysis, [200, 409]);
    expectStatus(first, 202);
    expectStatus(await run(), 409, 'started already');
    assert.equal(await h.stack.sql(`select count(*) || ' ' || max(state) from app.job where params ->> 'import_id' = '${id}'`), '1 queued');
  }
});
