// SPDX-License-Identifier: AGPL-3.0-or-later
// What a filter, a sort or a group must answer, worked out from records in plain JavaScript: the
// second opinion that list tests compare the server with.

const NUMBERS = new Set(['integer', 'decimal', 'percent', 'money']);
const MANY = new Set(['tags', 'multi_choice', 'references']);

/** Microseconds since 1970: two rows may be made within one millisecond. */
const micros = (v) => Date.parse(v) * 1000 + Number((/\.\d{3}(\d{1,3})/.exec(v)?.[1] ?? '0').padEnd(3, '0'));

/** Comparable form of a value: numbers by value, times by instant, text as it is. */
export function key(field, v) {
  if (v === null || v === undefined) return null;
  if (NUMBERS.has(field.type)) return Number(v);
  if (field.type === 'datetime') return micros(v);
  return v;
}

const compare = (a, b) => (typeof a === 'string' && typeof b === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : a > b ? 1 : 0);

/** Does the record's value fit `op wanted`? An empty value fits `null`, `ne` and `nin` only; `contains` does not mind case, `prefix` does. */
export function fits(field, op, wanted, record) {
  const v = record[field.name] ?? null;
  if (op === 'null') return (v === null) === wanted;
  if (MANY.has(field.type)) return fitsMany(op, wanted, v);
  if (v === null) return op === 'ne' || op === 'nin';
  const a = key(field, v);
  const list = Array.isArray(wanted) ? wanted.map((w) => key(field, w)) : null;
  const b = list ? null : key(field, wanted);
  switch (op) {
    case 'eq': return compare(a, b) === 0;
    case 'ne': return compare(a, b) !== 0;
    case 'lt': return compare(a, b) < 0;
    case 'lte': return compare(a, b) <= 0;
    case 'gt': return compare(a, b) > 0;
    case 'gte': return compare(a, b) >= 0;
    case 'in': return list.some((w) => compare(a, w) === 0);
    case 'nin': return !list.some((w) => compare(a, w) === 0);
    case 'contains': return fold(a).includes(fold(b));
    case 'prefix': return a.startsWith(b);
    default: throw new Error(`no expectation for ${op}`);
  }
}

const fold = (text) => text.toLowerCase();

function fitsMany(op, wanted, v) {
  const have = v ?? [];
  if (op === 'contains') return v !== null && have.includes(wanted);
  if (op === 'in') return v !== null && wanted.some((w) => have.includes(w));
  if (op === 'nin') return !wanted.some((w) => have.includes(w));
  throw new Error(`no expectation for ${op}`);
}

/** Sign of two records by a sort list [{field, down}]; nulls stand where `nullsLast` says; id breaks ties. */
export function order(sorts, nullsLast = true) {
  return (x, y) => {
    for (const {field, down} of sorts) {
      const a = key(field, x[field.name]);
      const b = key(field, y[field.name]);
      if (a === null && b === null) continue;
      if (a === null || b === null) return (a === null) === nullsLast ? 1 : -1;
      const c = compare(a, b);
      if (c) return down ? -c : c;
    }
    return 0;
  };
}
