// SPDX-License-Identifier: AGPL-3.0-or-later
// A labelled set: companies, each typed again in another way, and others that only look alike. Prints precision and
// recall of "likely" (60 points: asks for a reason) and of "shown" (40), and how long one check takes among GX_QUALITY_ROWS.
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

/** Counts of what was found at a number of points. */
const scored = (asked, points) => {
  const counts = {found: 0, missed: 0, wrong: 0};
  for (const {hits, wanted} of asked) {
    const names = hits.filter((x) => x.score >= points).map((x) => x.name);
    if (wanted) counts[names.includes(wanted) ? 'found' : 'missed'] += 1;
    counts.wrong += names.filter((x) => x !== wanted).length;
  }
  return {...counts, precision: counts.found / (counts.found + counts.wrong), recall: counts.found / (counts.found + counts.missed)};
};

test('precision_and_recall_of_a_labelled_set', async (t) => {
  const all = companies(200, 7);
  await h.stack.sql(`update auth.allowance set per_hour = 100000 where action = 'duplicate_check';
    insert into app.account (name) select x from unnest(array['${all.map(full).join("','")}']) x;
    insert into app.account (name) select '样本' || md5(i::text) || '有限公司' from generate_series(1, ${ROWS}) i;
    analyze app.account;`);
  const times = [];
  const check = async (name) => {
    const began = performance.now();
    const {hits} = expectStatus(await h.stack.post('/duplicates/check', 'admin', {resource: 'account', values: {name}}), 200).json.data;
    times.push(performance.now() - began);
    return hits;
  };
  const asked = [];
  for (const [n, c] of all.entries()) {
    const way = n % VARIANTS.length;
    asked.push({way, wanted: full(c), hits: await check(VARIANTS[way](c))});
    if (n % 4 === 0) asked.push({way: 'region', wanted: null, hits: await check(otherRegion(c))});
  }
  // Others whose long trade makes most of the name.
  const long = ['兴创', '盛创', '铭创', '金宇', '正宇', '鑫辉', '卓辉'].map((x) => `嘉兴${x}汽车零部件有限公司`);
  await h.stack.sql(`insert into app.account (name) select x from unnest(array['${long.join("','")}']) x`);
  for (const name of long) asked.push({way: 'trade', wanted: name, hits: await check(name)});
  times.sort((a, b) => a - b);
  const [likely, shown] = [scored(asked, 60), scored(asked, 40)];
  t.diagnostic(`likely ${JSON.stringify(likely)}`);
  t.diagnostic(`shown ${JSON.stringify(shown)}`);
  for (const way of [...VARIANTS.keys(), 'region', 'trade']) t.diagnostic(`way ${way}: likely ${JSON.stringify(scored(asked.filter((x) => x.way === way), 60))}`);
  t.diagnostic(`one check among ${ROWS}: median ${times[times.length >> 1].toFixed(1)} ms, p95 ${times[Math.floor(times.length * 0.95)].toFixed(1)} ms`);
  assert.ok(likely.precision >= 0.95 && likely.recall >= 0.85, JSON.stringify(likely));
  assert.ok(shown.recall >= 0.95, JSON.stringify(shown));
});
