// SPDX-License-Identifier: AGPL-3.0-or-later
// operations/*.yaml -> the catalog's operation list (all $ref resolved, for the server's router and
// validator) and path items of the contract ($ref kept).
import {errorResponses, header, param} from './parts.mjs';

// Who needs to be logged in: everybody unless said otherwise.
const SECURITY = {none: {security: []}, any: {security: [{}, {bearer: []}]}};

const KEYS = new Set(['id', 'method', 'path', 'root', 'summary', 'description', 'auth', 'query', 'body', 'body_type', 'body_required', 'body_limit', 'idempotent',
  'if_match', 'status', 'answer', 'answer_type', 'also', 'headers', 'errors', 'example', 'right', 'filter_of', 'function', 'logged', 'view_as']);
const HEADERS = {ETag: 'ETag', Location: 'Location', 'Change-Set': 'ChangeSet', 'Content-Disposition': 'ContentDisposition'};

/** Flat list with defaults filled in; throws on unknown keys and repeated ids. */
export function readOperations(files) {
  const seen = new Set();
  return files.flatMap((file) => file.operations.map((op) => {
    for (const key of Object.keys(op)) if (!KEYS.has(key)) throw new Error(`${file.file}: ${op.id}: unknown key ${key}`);
    if (seen.has(op.id)) throw new Error(`${file.file}: ${op.id} twice`);
    seen.add(op.id);
    return {auth: 'user', status: 200, ...op, tag: file.tag.name, idempotent: op.idempotent ?? (op.method === 'POST' && op.auth !== 'none')};
  }));
}

export function catalogOperation(op, schemas) {
  return {
    id: op.id, method: op.method, path: op.path, root: op.root ?? false, auth: op.auth,
    open_query: op.filter_of === 'any',
    query: Object.fromEntries(Object.entries(op.query ?? {}).map(([k, v]) => [k, {schema: resolve(plain(v), schemas)}])),
    body: op.body ? resolve(op.body, schemas) : null,
    body_type: op.body ? op.body_type ?? 'application/json' : op.body_type ?? null,
    body_required: op.body_required ?? Boolean(op.body || op.body_type),
    body_limit: op.body_limit ?? (op.body || op.body_type ? 1048576 : 0),
    status: op.status, idempotent: op.idempotent, if_match: op.if_match ?? false, right: op.right ?? null,
    function: op.function ?? null, logged: op.logged ?? false,
    view_as: op.view_as ?? (op.method === 'GET' && op.auth !== 'none'),
  };
}

const plain = ({description, required, ...schema}) => schema;

export function resolve(node, schemas, depth = 0) {
  if (depth > 20) throw new Error('a body schema refers to itself');
  if (Array.isArray(node)) return node.map((n) => resolve(n, schemas, depth + 1));
  if (!node || typeof node !== 'object') return node;
  if (node.$ref) return resolve(schemas[node.$ref.split('/').pop()], schemas, depth + 1);
  return Object.fromEntries(Object.entries(node).map(([k, v]) => [k, resolve(v, schemas, depth + 1)]));
}

export function operationItem(op) {
  const hasId = /\{id\}/.test(op.path);
  const write = !['GET', 'HEAD'].includes(op.method) && op.auth !== 'none';
  const parameters = [
    ...(hasId ? [param('Id')] : []),
    ...Object.entries(op.query ?? {}).map(([name, {description, required, ...schema}]) => ({
      name, in: 'query', required: required ?? false, description: description ?? name, schema,
    })),
    ...(op.filter_of === 'any' ? [{name: 'filters', in: 'query', style: 'form', explode: true,
      description: 'Simple filters of the resource: `field=value`, `field[op]=value`.', schema: {type: 'object', additionalProperties: true}}] : []),
    ...(op.if_match ? [param('IfMatch')] : []),
    ...(op.idempotent ? [param('IdempotencyKey')] : []),
  ];
  const bodyType = op.body_type ?? 'application/json';
  const requestBody = op.body || op.body_type
    ? {required: op.body_required ?? true, content: {[bodyType]: {schema: op.body ?? {type: 'string', contentMediaType: 'application/octet-stream'}, ...(op.example && {example: op.example})}}}
    : undefined;
  const responses = {
    [op.status]: success(op.status, op.answer, op.answer_type, op.headers),
    ...Object.fromEntries((op.also ?? []).map((a) => [a.status, success(a.status, a.answer, a.answer_type, a.headers)])),
    ...errorResponses({auth: op.auth, id: hasId, body: Boolean(requestBody), write, ifMatch: op.if_match, extra: op.errors ?? []}),
  };
  return {
    path: op.path, method: op.method.toLowerCase(), root: op.root,
    operation: {
      operationId: op.id, tags: [op.tag], summary: op.summary, ...(op.description && {description: op.description}),
      ...SECURITY[op.auth], parameters, ...(requestBody && {requestBody}), responses,
    },
  };
}

function success(status, answer, type, headers) {
  const words = {200: 'Done.', 201: 'Created.', 202: 'A job was started.', 204: 'Done.', 304: 'Not changed.'};
  const out = {description: words[status] ?? 'Done.'};
  if (headers) out.headers = Object.fromEntries(headers.map((h) => [h, header(HEADERS[h])]));
  if (answer || type) out.content = {[type ?? 'application/json']: {schema: answer ?? {type: 'string'}}};
  return out;
}
