// SPDX-License-Identifier: AGPL-3.0-or-later
// What integrators may rely on, taken from the contract as flat facts, so that two versions can be compared:
// promises (lines that must stay: operations, parameters, values taken, fields given), demands (lines that must not be
// new for what was there: required parameters and fields, patterns) and limits (numbers that must not get tighter).

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const MOST = ['maxLength', 'maximum', 'maxItems', 'maxProperties'];
const LEAST = ['minLength', 'minimum', 'minItems', 'minProperties'];

const typeOf = (schema) => [schema.type ?? (schema.const !== undefined ? typeof schema.const : 'any')].flat().sort().join('|') + (schema.format ? `:${schema.format}` : '');

class Facts {
  constructor(document) {
    Object.assign(this, {document, promises: new Set(), demands: new Set(), limits: {}, seen: new Set()});
  }

  resolve(x) { return x?.$ref ? x.$ref.split('/').slice(1).reduce((at, key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], this.document) : x; }

  /** What is sent: each type and value taken is a promise, each condition a demand. What is given: each field is a promise. */
  schema(at, given, way) {
    if (!given || typeof given !== 'object') return;
    if (given.$ref) {
      const name = `${way} ${given.$ref.split('/').at(-1)}`;
      this.promises.add(`${at} is ${name}`);
      if (this.seen.has(name)) return;
      this.seen.add(name);
      at = name;
      given = this.resolve(given);
    }
    this.promises.add(`${at} ${typeOf(given)}`);
    if (way === 'in') this.conditions(at, given);
    for (const [name, field] of Object.entries(given.properties ?? {})) this.schema(`${at}.${name}`, field, way);
    if (given.items) this.schema(`${at}[]`, given.items, way);
    if (typeof given.additionalProperties === 'object') this.schema(`${at}.*`, given.additionalProperties, way);
    for (const key of ['oneOf', 'anyOf', 'allOf']) for (const [i, part] of (given[key] ?? []).entries()) this.schema(`${at}<${key} ${part.$ref?.split('/').at(-1) ?? i}>`, part, way);
  }

  conditions(at, given) {
    for (const value of given.enum ?? []) this.promises.add(`${at} takes ${JSON.stringify(value)}`);
    for (const name of given.required ?? []) this.demands.add(`${at} needs ${name}`);
    if (given.pattern) this.demands.add(`${at} matches ${given.pattern}`);
    for (const key of [...MOST, ...LEAST]) if (given[key] !== undefined) this.limits[`${at} ${key}`] = given[key];
  }

  operation(method, path, op, shared) {
    const at = `${method.toUpperCase()} ${path}`;
    this.promises.add(at);
    for (const given of [...shared, ...(op.parameters ?? [])]) {
      const parameter = this.resolve(given);
      const name = `${at} ?${parameter.in}:${parameter.name}`;
      this.promises.add(name);
      if (parameter.required) this.demands.add(`${name} is needed`);
      this.schema(name, parameter.schema, 'in');
    }
    const body = this.resolve(op.requestBody);
    if (body?.required) this.demands.add(`${at} needs a body`);
    for (const [type, media] of Object.entries(body?.content ?? {})) this.schema(`${at} takes ${type}`, media.schema, 'in');
    for (const [status, given] of Object.entries(op.responses)) {
      if (!status.startsWith('2') && !status.startsWith('3')) continue;
      this.promises.add(`${at} ${status}`);
      for (const [type, media] of Object.entries(this.resolve(given).content ?? {})) this.schema(`${at} ${status} ${type}`, media.schema, 'out');
    }
  }
}

/** @param {object} document OpenAPI 3.1 @returns {{promises: string[], demands: string[], limits: Record<string, number>}} sorted */
export function promisesOf(document) {
  const facts = new Facts(document);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) if (item[method]) facts.operation(method, path, item[method], item.parameters ?? []);
  }
  return {promises: [...facts.promises].sort(), demands: [...facts.demands].sort(), limits: Object.fromEntries(Object.entries(facts.limits).sort())};
}

/** What of `before` the contract `now` breaks: one line each. A demand about something that is new itself breaks nobody. */
export function broken(before, now) {
  const kept = new Set(now.promises);
  const old = new Set(before.promises);
  const demanded = new Set(before.demands);
  const known = (line) => { const at = line.replace(/ (needs|matches) .*$| \?\S+ is needed$/, ''); return before.promises.some((p) => p === at || p.startsWith(`${at} `)); };
  const tighter = ([key, n]) => {
    const [at, kind] = [key.slice(0, key.lastIndexOf(' ')), key.slice(key.lastIndexOf(' ') + 1)];
    const was = before.limits[key];
    if (was === undefined) return [...old].some((p) => p.startsWith(`${at} `));
    return MOST.includes(kind) ? n < was : n > was;
  };
  return [
    ...before.promises.filter((p) => !kept.has(p)).map((p) => `no longer: ${p}`),
    ...now.demands.filter((d) => !demanded.has(d) && known(d)).map((d) => `newly demanded: ${d}`),
    ...Object.entries(now.limits).filter(tighter).map(([key, n]) => `tighter: ${key} ${n}`),
  ];
}
