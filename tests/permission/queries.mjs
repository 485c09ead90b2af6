// SPDX-License-Identifier: AGPL-3.0-or-later
// Random questions made from the catalog: trees of conditions with fields of the record, of what it refers to and of what
// refers to it, orders, groups, side-loads, pages. Deterministic by the seed. Most are understood; those that name what a person may not ask
// about are refused, which must be the same answer, too.
import {catalog, resource} from '../lib/env.mjs';
import {seeded, value} from '../lib/samples.mjs';

const WORDS = ['隐', '宁波', 'Acme', 'a', '苏', '1', '客户'];
const WITHIN = ['today', 'this_month', 'last_90_days', 'this_year'];

function operand(f, op, random, ids) {
  const one = () => (f.type === 'reference' || f.type === 'references' ? ids[Math.floor(random() * ids.length)] : value(f, random) ?? WORDS[Math.floor(random() * WORDS.length)]);
  if (op === 'null') return random() < 0.5;
  if (op === 'within') return WITHIN[Math.floor(random() * WITHIN.length)];
  if (op === 'in' || op === 'nin') return [one(), one()].flat();
  const v = one();
  return Array.isArray(v) ? v[0] : v;
}

export function queriesOf(r, n, seed, ids) {
  const random = seeded(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const asked = (x) => x.fields.filter((f) => f.filters?.length);
  const leaf = (x, prefix) => {
    const f = pick(asked(x));
    const op = pick(f.filters);
    return {field: prefix + f.name, op, value: operand(f, op, random, ids)};
  };
  const referring = catalog.resources.flatMap((c) => c.fields.filter((f) => f.type === 'reference' && (f.to === r.name || f.name === 'parent_id') && f.filters?.length).map((f) => ({c, link: f.name})));
  const related = () => {
    const {c, link} = pick(referring);
    const sums = c.fields.filter((f) => ['money', 'integer', 'decimal'].includes(f.type));
    return {has: `${c.name}.${link}`, ...(random() < 0.7 && asked(c).length && {where: leaf(c, '')}),
      ...(random() < 0.5 && {measure: sums.length && random() < 0.5 ? `sum:${pick(sums).name}` : 'count', op: pick(['eq', 'ne', 'lt', 'gte']), value: pick([0, 1, 2, '1000'])})};
  };
  const references = r.fields.filter((f) => f.type === 'reference' && f.to);
  const condition = () => {
    if (referring.length && random() < 0.15) return related();
    const reference = references.length && random() < 0.35 ? pick(references) : null;
    const to = reference && resource(reference.to);
    return to && asked(to).length ? leaf(to, `${reference.name.replace(/_id$|_by$/, '')}.`) : leaf(r, '');
  };
  const tree = (depth) => (depth > 0 && random() < 0.5 ? {[random() < 0.5 ? 'and' : 'or']: Array.from({length: 1 + Math.floor(random() * 3)}, () => tree(depth - 1))}
    : depth > 0 && random() < 0.15 ? {not: tree(depth - 1)} : condition());
  const sorted = () => [...new Set([pick(r.fields), pick(r.fields)].filter((f) => f.sort || f.system).map((f) => f.name))].map((name) => (random() < 0.5 ? '-' : '') + name);
  const one = () => {
    const params = {filter: tree(3)};
    if (random() < 0.3) params.q = pick(WORDS);
    if (random() < 0.25) return {method: 'GET', path: `/${r.path}/aggregate`, params: {...params, group: (random() < 0.7 ? pick(r.fields.filter((f) => !['date', 'datetime', 'long_text', 'json'].includes(f.type))) : {name: 'created_at:month'}).name, measure: 'count'}};
    if (random() < 0.1) return {method: 'GET', path: `/${r.path}/export`, params: {filter: params.filter, format: pick(['csv', 'json', 'txt'])}};
    const order = sorted();
    return {method: 'GET', path: `/${r.path}`, params: {...params, ...(order.length && {sort: order}), limit: pick([1, 3, 50, 200]), ...(random() < 0.7 && {count: pick(['exact', 'capped'])}),
      ...(references.length && random() < 0.4 && {include: pick(references).name.replace(/_id$/, '')}), ...(random() < 0.3 && {fields: `id,${pick(r.fields).name}`})}};
  };
  return Array.from({length: n}, one);
}
