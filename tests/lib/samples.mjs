// SPDX-License-Identifier: AGPL-3.0-or-later
// Values and bodies made from the catalog: a create body that will be accepted, a second value for a
// field, rows with ties and gaps for paging. Deterministic by a seed, so that a failure comes again.
import {examples} from './env.mjs';

/** Small seeded generator of numbers in [0, 1). */
export function seeded(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

let unique = 0;
const tail = () => { unique += 1; return `${process.pid.toString(36)}${unique.toString(36)}`; };

/** A create body: the n-th example with unique fields made unique. null when the resource cannot be created. */
export function createBody(r, n = 0, changes = {}) {
  const list = examples(r.name);
  if (!r.operations.includes('create') || list.length === 0) return null;
  const body = {...list[n % list.length], ...changes};
  for (const f of r.fields) {
    if (f.unique && typeof body[f.name] === 'string' && !(f.name in changes)) body[f.name] = `${body[f.name]}${tail()}`.slice(-(f.max ?? 60));
  }
  for (const key of r.keys) {
    const f = r.fields.find((x) => key.includes(x.name) && ['integer', 'decimal'].includes(x.type));
    if (f && !(f.name in changes)) { unique += 1; body[f.name] = f.type === 'integer' ? unique : String(unique); }
  }
  return body;
}

export const writable = (r, {patch = false} = {}) => r.fields.filter((f) => !f.readonly && !f.system && !(patch && f.write_once));

const pick = (list, random) => list[Math.floor(random() * list.length)];
const decimal = (random, max) => (Math.floor(random() * max * 100) / 100).toFixed(2);
const day = (random) => new Date(Date.UTC(2024, 0, 1 + Math.floor(random() * 700))).toISOString().slice(0, 10);

const WORDS = ['华东衡测', '重庆长平', '海岳新材', 'Acme', 'acme two', '佛山粤衡', '%下划线_', '天津滨检'];

/** A valid value of the field by the random source; few different ones, so that ties happen. */
export function value(f, random) {
  const low = f.min ?? 0;
  if (f.format === 'network') return ['10.1.0.0/16'];
  switch (f.type) {
    case 'boolean': return random() < 0.5;
    case 'integer': return low + Math.floor(random() * Math.min(20, (f.max ?? 1e6) - low));
    case 'money': case 'decimal': return decimal(random, 50);
    case 'percent': return decimal(random, Math.min(f.max ?? 100, 100));
    case 'date': return day(random);
    case 'datetime': return `${day(random)}T0${Math.floor(random() * 9)}:30:00Z`;
    case 'choice': return pick(f.choices, random).value;
    case 'multi_choice': return [pick(f.choices, random).value];
    case 'tags': return [...new Set([pick(['甲', '乙', 'VIP'], random), pick(['甲', '乙', '丙'], random)])];
    case 'email': return `${pick(['a', 'b', 'c'], random)}@example.org`;
    case 'phone': return `138000${Math.floor(random() * 5)}`;
    case 'url': return `https://${pick(['a', 'b', 'c'], random)}.example.org/`;
    case 'text': case 'long_text': return f.pattern ? null : pick(WORDS, random).slice(0, f.max ?? 200);
    default: return null;
  }
}

// Values that only fit together: the examples' are kept.
const BOUND = {custom_field: ['type', 'choices', 'target', 'is_unique', 'is_searched', 'min_value', 'max_value', 'pattern', 'default_value'],
  lead: ['name', 'phone', 'status', 'unqualified_reason']};
export const isBound = (r, f) => Boolean(BOUND[r.name]?.includes(f.name));

/** n bodies with random optional values; a third of them null. */
export function randomBodies(r, n, seed) {
  const random = seeded(seed);
  return Array.from({length: n}, () => {
    const body = createBody(r, 0);
    for (const f of writable(r)) {
      if (isBound(r, f)) continue;
      if (f.unique || f.pattern || r.keys.some((k) => k.includes(f.name)) || ['reference', 'references', 'json'].includes(f.type) || f.format === 'resource') continue;
      const v = value(f, random);
      if (f.nullable && random() < 0.33) body[f.name] = null;
      else if (v !== null) body[f.name] = v;
    }
    for (const f of r.fields.filter((x) => /_from$|^(starts|begins)_/.test(x.name))) {
      const end = f.name.replace('_from', '_to').replace(/^(starts|begins)_/, 'ends_');
      if (f.required && body[f.name] === body[end]) body[end] = `2030${body[end].slice(4)}`;
      if (body[f.name] && body[end] && body[f.name] > body[end]) [body[f.name], body[end]] = [body[end], body[f.name]];
    }
    return body;
  });
}
