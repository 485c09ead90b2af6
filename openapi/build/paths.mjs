// SPDX-License-Identifier: AGPL-3.0-or-later
// The standard operations of a resource as path items. One function per operation; which of them
// a resource has, its definition says.
import {errorResponses, header, param} from './parts.mjs';
import {pascal, ref} from './schemas.mjs';

const json = (schema) => ({'application/json': {schema}});
const body = (schema, type = 'application/json') => ({required: true, content: {[type]: {schema}}});
const one = (n, description, headers = {}) => ({description, headers: {ETag: header('ETag'), ...headers}, content: json(ref(`${n}One`))});
const gone = {description: 'Done; the record is no longer visible to the caller.', headers: {'Change-Set': header('ChangeSet')}};
const written = {'Change-Set': header('ChangeSet')};
const SELECT = ['Search', 'Condition'];

const builders = {
  list: (r, n) => ['get', `/${r.path}`, {
    summary: `List ${r.titles.en.toLowerCase()}`,
    parameters: [filters(n), ...['Limit', 'Cursor', 'Sort', ...SELECT, 'Count', 'Fields', 'Include'].map(param)],
    responses: {200: {description: 'A page.', content: json(ref(`${n}List`))}, ...errorResponses()},
  }],
  create: (r, n) => ['post', `/${r.path}`, {
    summary: `Create ${article(r)}`,
    parameters: [param('IdempotencyKey')],
    requestBody: body(ref(`${n}Create`)),
    responses: {
      201: one(n, 'Created.', {Location: header('Location'), ...written}),
      ...errorResponses({body: true, write: true}),
    },
  }],
  read: (r, n) => ['get', `/${r.path}/{id}`, {
    summary: `Read ${article(r)}`,
    parameters: [...['Id', 'Fields', 'Include', 'IfNoneMatch'].map(param)],
    responses: {200: one(n, 'The record.'), 304: {description: 'Not changed.'}, ...(r.match && {308: {description: 'It was merged; the record that stayed.', headers: {Location: header('Location')}}}), ...errorResponses({id: true})},
  }],
  update: (r, n) => ['patch', `/${r.path}/{id}`, {
    summary: `Change ${article(r)}`,
    description: 'A JSON merge patch: only the members given change; null empties a field.',
    parameters: [param('Id'), param('IfMatch')],
    requestBody: {required: true, content: {'application/merge-patch+json': {schema: ref(`${n}Patch`)}, 'application/json': {schema: ref(`${n}Patch`)}}},
    responses: {200: one(n, 'Changed.', written), 204: gone, ...errorResponses({id: true, body: true, write: true, ifMatch: true})},
  }],
  delete: (r) => ['delete', `/${r.path}/{id}`, {
    summary: `Move ${article(r)} to the recycle bin`,
    parameters: [param('Id'), param('IfMatch')],
    responses: {204: {description: 'Deleted.', headers: written}, ...errorResponses({id: true, write: true, ifMatch: true})},
  }],
  restore: (r, n) => ['post', `/${r.path}/{id}/restore`, {
    summary: `Bring ${article(r)} back from the recycle bin`,
    parameters: [param('Id'), param('IdempotencyKey')],
    responses: {200: one(n, 'Restored.', written), 204: gone, ...errorResponses({id: true, write: true})},
  }],
  purge: (r) => ['post', `/${r.path}/{id}/purge`, {
    summary: `Delete ${article(r)} for good`,
    parameters: [param('Id'), param('IdempotencyKey')],
    responses: {204: {description: 'Gone for good.', headers: written}, ...errorResponses({id: true, write: true})},
  }],
  transfer: (r, n) => ['post', `/${r.path}/{id}/transfer`, {
    summary: `Give ${article(r)} to another owner`,
    parameters: [param('Id'), param('IfMatch'), param('IdempotencyKey')],
    requestBody: body(ref('TransferRequest')),
    responses: {200: one(n, 'Transferred.', written), 204: gone, ...errorResponses({id: true, body: true, write: true, ifMatch: true})},
  }],
  shares: (r) => ['get', `/${r.path}/{id}/shares`, {
    summary: `With whom ${article(r)} is shared`,
    parameters: [param('Id')],
    responses: {200: {description: 'Members of the team first.', content: json(ref('ShareList'))}, ...errorResponses({id: true})},
  }],
  share: (r) => ['post', `/${r.path}/{id}/share`, {
    summary: `Share ${article(r)} with a person, a department or a role`,
    description: 'Needs the right to change the record. A share with the same receiver is replaced.',
    parameters: [param('Id'), param('IdempotencyKey')],
    requestBody: body(ref('ShareRequest')),
    responses: {200: {description: 'Shared.', content: json(ref('ShareList'))}, ...errorResponses({id: true, body: true, write: true})},
  }],
  unshare: (r) => ['post', `/${r.path}/{id}/unshare`, {
    summary: `Take back a share of ${article(r)}`,
    parameters: [param('Id'), param('IdempotencyKey')],
    requestBody: body(ref('UnshareRequest')),
    responses: {200: {description: 'Taken back.', content: json(ref('ShareList'))}, ...errorResponses({id: true, body: true, write: true})},
  }],
  reveal: (r, n) => ['post', `/${r.path}/{id}/reveal`, {
    summary: `Show masked fields of ${article(r)}`,
    description: 'Logged with the reason before anything is answered; so many an hour per person. The answer is never kept: the same key again is done and logged again.',
    parameters: [param('Id'), param('IdempotencyKey')],
    requestBody: body(ref('RevealRequest')),
    responses: {200: {description: 'The plain values.', content: json(ref(`${n}Revealed`))}, ...errorResponses({id: true, body: true, write: true})},
  }],
  history: (r) => ['get', `/${r.path}/{id}/history`, {
    summary: `Field history of ${article(r)}`,
    parameters: [param('Id'), param('Limit'), param('BeforeVersion')],
    responses: {200: {description: 'Changes, newest first, masked like the record.', content: json(ref('HistoryList'))}, ...errorResponses({id: true})},
  }],
  access: (r) => ['get', `/${r.path}/{id}/access`, {
    summary: `Who sees ${article(r)}`,
    description: 'Everybody active, writers first, with what it rests on. Needs the right to share such records or to audit people.',
    parameters: [param('Id'), param('PersonSearch')],
    responses: {200: {description: 'At most 200 are named, all are counted.', content: json(ref('AccessAnswer'))}, ...errorResponses({id: true})},
  }],
  why: (r) => ['get', `/${r.path}/{id}/why`, {
    summary: `Why somebody sees or changes ${article(r)}, or does not`,
    description: 'About oneself, those below oneself, and anybody for who audits people. The caller must see the record.',
    parameters: [param('Id'), param('UserId'), param('FieldName')],
    responses: {200: {description: 'The reasons.', content: json(ref('WhyAnswer'))}, ...errorResponses({id: true})},
  }],
  bulk: (r) => ['post', `/${r.path}/bulk`, {
    summary: `One action on many ${r.titles.en.toLowerCase()}`,
    description: 'Up to 200 `ids` are done at once; more, or a `filter`, become a job. One change set either way.',
    parameters: [param('IdempotencyKey')],
    requestBody: body(ref('BulkRequest')),
    responses: {
      200: {description: 'Done, with one result per id.', headers: written, content: json(ref('BulkAnswer'))},
      202: {description: 'A job was started.', headers: {Location: header('Location')}, content: json(ref('JobStarted'))},
      ...errorResponses({body: true, write: true}),
    },
  }],
  aggregate: (r, n) => ['get', `/${r.path}/aggregate`, {
    summary: `Group and measure ${r.titles.en.toLowerCase()}`,
    description: 'Sums of money add amounts of every currency: ask for `min:currency,max:currency` beside them to know.',
    parameters: [filters(n), ...['Group', 'Measure', 'GroupSort', 'GroupLimit', 'Totals', ...SELECT, 'Include'].map(param)],
    responses: {200: {description: 'Groups, sorted by their keys unless `sort` says otherwise; at most 5 000, more than that is 400 without a `limit`.', content: json(ref('AggregateList'))}, ...errorResponses()},
  }],
  export: (r, n) => ['get', `/${r.path}/export`, {
    summary: `Export ${r.titles.en.toLowerCase()} as a file`,
    description: MARK + (r.postal ? POSTAL : '') + ' With `group` or `measure` a row is a group as aggregate answers it, in csv, xlsx or txt: then `sort` and `limit` are those of aggregate, and there are no `fields`.',
    parameters: [filters(n), ...[r.postal ? 'PostalFormat' : 'Format', 'Labels', 'Sort', ...SELECT, 'Fields', 'Group', 'Measure', 'GroupLimit', ...(r.postal ? ['Print'] : [])].map(param)],
    responses: {202: {description: 'More than 50 000 records: a job makes the file.', headers: {Location: header('Location')}, content: json(ref('JobStarted'))},
      200: {description: 'The file, streamed.', headers: {'Content-Disposition': header('ContentDisposition')}, content: fileTypes(r, n)}, ...errorResponses({extra: r.postal ? [422] : []})},
  }],
  postal: (r, n) => ['get', `/${r.path}/postal`, {
    summary: `What printing addresses of ${r.titles.en.toLowerCase()} would give`,
    description: 'Takes what the export as envelopes or labels takes. Needs the right to export.',
    parameters: [filters(n), ...['PostalPrint', 'Labels', 'Sort', ...SELECT, 'Print'].map(param)],
    responses: {200: {description: 'How many pieces, the first of them, and whose address cannot be used.', content: json(ref('PostalAnswer'))}, ...errorResponses({extra: [422]})},
  }],
};

const MARK = 'The file says who made it and when: its name does, an xlsx in properties and page footer, csv and txt in a last line of one '
  + 'cell that begins with `# guanxi-export ` (not for service users). Imports pass over that line.';

const POSTAL = ' As envelopes or labels it is a PDF of postal addresses by `print`, without `fields` or `group`: more than 1 000 become a job, more than 20 000 are 422; '
  + 'records without a usable address stop it unless `print.skip`.';

const fileTypes = (r, n) => ({
  'text/csv': {schema: {type: 'string'}},
  'text/plain': {schema: {type: 'string'}},
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {schema: {type: 'string', contentMediaType: 'application/octet-stream'}},
  'application/json': {schema: {type: 'array', items: ref(`${n}Read`)}},
  ...(r.postal && {'application/pdf': {schema: {type: 'string', contentMediaType: 'application/octet-stream'}}}),
});

const filters = (n) => ({$ref: `#/components/parameters/${n}Filter`});
const article = (r) => `${/^[AEIOU]/.test(r.title.en) ? 'an' : 'a'} ${r.title.en.toLowerCase()}`;

/** The filter parameter of a resource, for components.parameters. */
export const filterParameter = (r) => ({
  name: 'filters', in: 'query', style: 'form', explode: true,
  description: 'Simple filters, each its own parameter: `field=value`, `field[op]=value`; `in` and `nin` take a comma-separated list. '
    + 'The operators of each field stand in `x-crm-filters`.',
  schema: ref(`${pascal(r.name)}Filter`),
});

/** Names of the standard operations that a resource has; list, read, aggregate, access and why always. */
export function operationNames(r) {
  const on = (name) => r.operations.includes(name);
  return ['list', on('create') && 'create', on('bulk') && 'bulk', 'aggregate', on('export') && 'export', on('export') && r.postal && 'postal', 'read', on('update') && 'update',
    on('delete') && 'delete', on('restore') && 'restore', on('purge') && 'purge', on('transfer') && 'transfer',
    ...(on('share') ? ['shares', 'share', 'unshare'] : []), on('reveal') && 'reveal', on('history') && 'history', 'access', 'why'].filter(Boolean);
}

/** [{path, method, operation}] of a resource. */
export function resourceOperations(r) {
  const n = pascal(r.name);
  return operationNames(r).map((name) => {
    const [method, path, operation] = builders[name](r, n);
    return {path, method, operation: {operationId: `${r.name}_${name}`, tags: [r.module], ...operation}};
  });
}
