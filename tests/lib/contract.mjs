// SPDX-License-Identifier: AGPL-3.0-or-later
// Holds every answer against dist/openapi.json: the operation must exist, the status must be
// documented there, content type and body must fit. Used for each request that a stack makes, so
// that no test has to remember it.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {contract} from './env.mjs';

const ajv = new Ajv2020({allErrors: true, strict: false});
addFormats.default(ajv);
ajv.addSchema({$id: 'contract', components: contract.components});

const base = contract.servers[0].url;
const routes = Object.entries(contract.paths).flatMap(([path, item]) => Object.entries(item)
  .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
  .map(([method, operation]) => ({
    method: method.toUpperCase(), operation, fixed: !path.includes('{'), id: operation.operationId,
    pattern: new RegExp(`^${(item.servers ? '' : base) + path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }))).sort((a, b) => Number(b.fixed) - Number(a.fixed));

export const operationIds = routes.map((r) => r.id);

/** The route of a request, or undefined. */
export function findRoute(method, pathname) {
  return routes.find((r) => r.method === method && r.pattern.test(pathname));
}

const compiled = new Map();

function validator(schema) {
  const key = JSON.stringify(schema);
  if (!compiled.has(key)) {
    const local = JSON.parse(key.replaceAll('"#/components/', '"contract#/components/'));
    compiled.set(key, ajv.compile(local));
  }
  return compiled.get(key);
}

/** Ajv errors as short lines; empty when the value fits the named component schema. */
export function schemaErrors(name, value) {
  const validate = validator({$ref: `#/components/schemas/${name}`});
  return validate(value) ? [] : lines(validate.errors);
}

const lines = (errors) => errors.slice(0, 8).map((e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`);

const resolve = (node) => (node?.$ref ? node.$ref.slice(2).split('/').reduce((n, k) => n[k], contract) : node);

/** What is wrong with an answer, as text; null when all is documented. answer = {status, headers, text, json}. */
export function answerProblem(method, pathname, answer) {
  const route = findRoute(method, pathname);
  if (!route) return unknownPath(answer);
  if (answer.status === 405) return null;
  const response = resolve(route.operation.responses[answer.status]);
  if (!response) return `${route.id}: status ${answer.status} is not documented: ${answer.text.slice(0, 300)}`;
  const type = (answer.headers['content-type'] ?? '').split(';')[0].trim();
  if (!response.content) return answer.text ? `${route.id}: ${answer.status} has a body: ${answer.text.slice(0, 100)}` : null;
  const media = response.content[type] ?? response.content['*/*'];
  if (!media) return `${route.id}: ${answer.status} has content type "${type}", documented: ${Object.keys(response.content)}`;
  if (!/json$/.test(type) || response.content['*/*']) return null;
  if (answer.json === undefined) return `${route.id}: ${answer.status} is no JSON: ${answer.text.slice(0, 200)}`;
  const validate = validator(resolve(media.schema));
  return validate(answer.json) ? null : `${route.id}: ${answer.status} does not fit: ${lines(validate.errors).join('; ')}`;
}

function unknownPath(answer) {
  if (answer.status < 400) return `an undocumented path answered ${answer.status}`;
  if (answer.json === undefined) return `status ${answer.status} without problem body`;
  const errors = schemaErrors('Problem', answer.json);
  return errors.length ? `problem body does not fit: ${errors.join('; ')}` : null;
}
