// SPDX-License-Identifier: AGPL-3.0-or-later
// A labelled set: companies, each typed again in another way, and others that only look alike. Prints precision and
// recall of "likely" (60 points), and how long one check takes among GX_QUALITY_ROWS companies.
import {test} from 'node:test';
import {assert, expectStatus, withStack} from '../lib/suite.mjs';

const ROWS = Number(process.env.GX_QUALITY_ROWS ?? 5000);
const h = withStack();
const SYLLABLES = [...'华宇恒泰瑞丰盛达科创新源博远嘉诚金鼎永昌天成德信海蓝云峰启明安康立信东方凯旋'];
const TRADES = ['机械', '电子', '化工', '仪器', '轴承', '食品', '物流', '建材', '医疗器械', '环保设备'];
const REGIONS = ['重庆', '成都', '上海', '苏州', '宁波', '武汉'];

/** Always the same numbers, so that the set is the same set. */
function dice(seed) {
  let state = seed;
  return (n) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % n; };
}

/** Names whose cores are all different. */
function companies(n, seed) {
  const roll = dice(seed);
  const found = new Map();
  while (found.size < n) {
    const core = SYLLABLES[roll(SYLLABLES.length)] + SYLLABLES[roll(SYLLABLES.length)] + SYLLABLES[roll(SYLLABLES.length)] + TRADES[roll(TRADES.length)];
    if (!found.has(core)) found.set(core, {core, region: REGIONS[roll(REGIONS.length)]});
  }
  return [...found.values()];
}

const full = (c) => `${c.region}${c.core}有限公司`;
const VARIANTS = [
  (c) => c.core, (c) => `${c.core}（${c.region}）股份有限公司`, (c) => `${c.region}市${c.core}集团`, (c) => full(c).replace('华', '華').replace('东', '東').replace('电', '電'),
  (c) => `${c.region} ${c.core} 有限责任公司`, (c) => `${c.core.slice(0, 2)}${c.core.slice(3)}有限公司`, (c) => full(c).replace('恒', '衡').replace('诚', '城').replace('信', '新'),
];
const otherRegion = (c) => full({...c, region: REGIONS[(REGIONS.indexOf(c.region) + 1) % REGIONS.length]});

test('precision_and_recall_of_a_labelled_set', async (t) => {
  const all = companies(200, 7);
  await h.stack.sql(`update auth.allowance set per_hour = 100000 where action = 'duplicate_check';
    insert into app.account (name) select x from unnest(array['${all.map(full).join("','")}']) x;
    insert into app.account (name) select '样本' || md5(i::text) || '有限公司' from generate_series(1, ${ROWS}) i;
    analyze app.account;`);
  const likely = async (name) => expectStatus(await h.stack.post('/duplicates/check', 'admin', {resource: 'account', values: {name}}), 200).json.data.hits
    .filter((x) => x.score >= 60).map((x) => x.name);
  const counts = {found: 0, missed: 0, wrong: 0};
  const times = [];
  for (const [n, c] of all.entries()) {
    const began = performance.now();
    const names = await likely(VARIANTS[n % VARIANTS.length](c));
    times.push(performance.now() - began);
    counts[names.includes(full(c)) ? 'found' : 'missed'] += 1;
    counts.wrong += names.filter((x) => x !== full(c)).length;
    if (n % 4 === 0) counts.wrong += (await likely(otherRegion(c))).length;
  }
  const precision = counts.found / (counts.found + counts.wrong);
  const recall = counts.found / (counts.found + counts.missed);
  times.sort((a, b) => a - b);
  t.diagnostic(`precision ${precision.toFixed(3)} recall ${recall.toFixed(3)} ${JSON.stringify(counts)}; one check among ${ROWS}: median ${times[100].toFixed(1)} ms, p95 ${times[190].toFixed(1)} ms`);
  assert.ok(precision >= 0.85 && recall >= 0.85, `precision ${precision}, recall ${recall}`);
});
